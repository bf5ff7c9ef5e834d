//! The saved responses of a collection as answers of the test server.

use std::collections::HashMap;
use std::fs;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::Error;
use super::response::Response;
use super::testing::{Canned, Server, is_header};

/// Starts a server that gives the response saved at this JSON pointer of a collection file, of any format version.
///
/// # Panics
///
/// If there is no such response: the test and the collection do not belong together.
#[must_use]
pub fn serve(collection: &str, pointer: &str) -> Server {
    let saved = &find(collection, pointer);
    let Some(status) = code(saved) else {
        panic!("{collection}: no status code at {pointer}")
    };
    server(status, saved)
}

/// The same for a response that is saved without a status code: with this one.
///
/// # Panics
///
/// If there is no such response.
#[must_use]
pub fn serve_as(status: u16, collection: &str, pointer: &str) -> Server {
    server(status, &find(collection, pointer))
}

fn server(status: u16, saved: &Value) -> Server {
    let headers = ["header", "headers"]
        .iter()
        .filter_map(|key| saved[*key].as_array())
        .flatten();
    let headers: Vec<(&str, &str)> = headers
        .filter_map(|header| Some((header["key"].as_str()?, header["value"].as_str()?)))
        .filter(|(name, value)| is_header(name, value) && !name.eq_ignore_ascii_case("location"))
        .collect();
    let body = without_placeholders(body(saved));
    Server::start(vec![Canned::new(status, &headers, body)])
}

/// A body of the file `example_bodies.jsonc`, whose first line says whose it is.
///
/// # Panics
///
/// If there is no such body, or it is of another type: the file and the types do not belong together.
#[must_use]
pub fn example<T: DeserializeOwned>(file: &str, name: &str) -> T {
    let json = file.split_once('\n').map_or("", |(_, json)| json);
    let bodies: HashMap<String, Value> = match serde_json::from_str(json) {
        Ok(bodies) => bodies,
        Err(error) => panic!("the file of bodies is not JSON: {error}"),
    };
    let body = bodies.get(name).cloned().unwrap_or_default();
    match T::deserialize(body) {
        Ok(body) => body,
        Err(error) => panic!("the body of `{name}` is not of its type: {error}"),
    }
}

/// Checks that a decoded body, written again, says what the saved one says: no member is lost and no value has changed.
/// What is absent, `null` and an empty list are taken for the same.
///
/// # Panics
///
/// If it does not.
pub fn assert_lossless(decoded: &impl Serialize, collection: &str, pointer: &str) {
    let saved = without_placeholders(body(&find(collection, pointer)));
    let saved = serde_json::from_str(&saved).unwrap_or_default();
    let written = serde_json::to_value(decoded).unwrap_or_default();
    if let Some(path) = difference(&saved, &written) {
        panic!(
            "{pointer}: the type does not hold the body at ${path}\nsaved {saved}\nheld {written}"
        );
    }
}

/// The JSON path to the first difference.
fn difference(saved: &Value, written: &Value) -> Option<String> {
    match (saved, written) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys());
            keys.into_iter().find_map(|key| {
                let at = |members: &serde_json::Map<String, Value>| members.get(key).cloned();
                let (a, b) = (at(a).unwrap_or_default(), at(b).unwrap_or_default());
                difference(&a, &b).map(|path| format!(".{key}{path}"))
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let items = a.iter().zip(b).enumerate();
            items
                .filter_map(|(at, (a, b))| Some(format!("[{at}]{}", difference(a, b)?)))
                .next()
        }
        // 1.0 is 1; whole numbers are compared digit by digit.
        (Value::Number(a), Value::Number(b))
            if (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64() =>
        {
            None
        }
        (a, b) if a == b || is_nothing(a) && is_nothing(b) => None,
        _ => Some(String::new()),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The saved response at a JSON pointer.
fn find(collection: &str, pointer: &str) -> Value {
    let text =
        fs::read_to_string(collection).unwrap_or_else(|error| panic!("{collection}: {error}"));
    let text = text.trim_start_matches('\u{feff}');
    let document: Value =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{collection}: {error}"));
    let Some(saved) = document.pointer(pointer) else {
        panic!("{collection}: nothing at {pointer}")
    };
    saved.clone()
}

/// The text of a saved body.
fn body(saved: &Value) -> &str {
    let mut bodies = ["body", "data", "text"]
        .iter()
        .filter_map(|key| saved[*key].as_str());
    bodies.next().unwrap_or_default()
}

/// The body with values in the place of the placeholders of Postman's OpenAPI converter that stand for no string.
fn without_placeholders(body: &str) -> String {
    let mut value = serde_json::from_str::<Value>(body).unwrap_or_default();
    if fill(&mut value) {
        value.to_string()
    } else {
        body.to_owned()
    }
}

/// Fills placeholders; whether there were any. A marker of recursion stands for an object of which nothing is known.
fn fill(value: &mut Value) -> bool {
    match value {
        Value::Array(items) => {
            let known = items.len();
            items.retain(|item| !is_circular(item));
            let filled = items.iter_mut().filter_map(|item| fill(item).then_some(()));
            filled.count() > 0 || items.len() < known
        }
        Value::Object(members) => {
            let known = members.len();
            members.retain(|_, member| !is_circular(member));
            let filled = members.values_mut();
            let filled = filled.filter_map(|member| fill(member).then_some(()));
            filled.count() > 0 || members.len() < known
        }
        Value::String(text) => {
            let Some(filled) = of_placeholder(text) else {
                return false;
            };
            *value = filled;
            true
        }
        _ => false,
    }
}

/// Whether a value is what Postman's OpenAPI converter writes in the place of an object that holds itself.
fn is_circular(value: &Value) -> bool {
    let member = value.as_object().filter(|members| members.len() == 1);
    let text = member.and_then(|members| members.get("value")?.as_str());
    text.is_some_and(|text| text.starts_with("<Circular reference to "))
}

/// The status code: a number, or text, or inside of `responseCode`.
fn code(saved: &Value) -> Option<u16> {
    [&saved["code"], &saved["responseCode"]["code"]]
        .into_iter()
        .find_map(|code| match code {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_u64().and_then(|code| u16::try_from(code).ok()),
        })
}

/// The status code of an outcome, if the server has answered.
pub fn status<T, E>(outcome: &Result<Response<T>, Error<E>>) -> Option<u16> {
    match outcome {
        Ok(answer) => Some(answer.status().as_u16()),
        Err(error) => error.status().map(|status| status.as_u16()),
    }
}

/// A value for a placeholder such as `<integer>` or `<integer,null-int32>`, if it stands for no string.
fn of_placeholder(text: &str) -> Option<Value> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let first = inner.split(',').next().unwrap_or_default();
    Some(match first {
        "integer" | "long" => Value::from(1),
        "number" | "float" | "double" => Value::from(1.5),
        "boolean" => Value::from(true),
        "null" => Value::Null,
        "object" => Value::Object(serde_json::Map::new()),
        _ => return None,
    })
}
