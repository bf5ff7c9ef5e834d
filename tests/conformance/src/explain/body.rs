//! Differences of bodies that are meant.

use serde_json::Value;

use super::{Explanation, bug, rule};
use crate::compare::{pairs, parts_of, same_json, same_parts};
use crate::multipart::Part;
use crate::nearly_json::strict;
use crate::recording::Recorded;

/// Why two bodies differ.
pub(super) fn body((reference, other): (&Recorded, &Recorded)) -> Option<Explanation> {
    let is_silent = |name: &str| reference.header(name).is_empty();
    // Without a body these say so, unless they are told to say nothing.
    let says_length = matches!(reference.method.as_str(), "POST" | "PUT" | "PATCH");
    let has_length = !is_silent("content-length") || !is_silent("transfer-encoding");
    if reference.body.is_empty() && says_length && !has_length {
        return rule(
            19,
            "a body without a length, as `disabledSystemHeaders` asks for, is none to a server",
        );
    }
    if let (Some(expected), Some(found)) = (parts_of(reference), parts_of(other)) {
        return parts(expected, found);
    }
    let types = reference.header("content-type");
    if types
        .iter()
        .any(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && let Some(why) = form(&reference.body, &other.body)
    {
        return Some(why);
    }
    json(&reference.body, &other.body)
}

/// Forms of several parts: each of these changes what Postman sends, and all together.
fn parts(expected: Vec<Part>, found: Vec<Part>) -> Option<Explanation> {
    type Change = fn(&mut Part, &Part);
    let changes: [(Change, Option<Explanation>); 4] = [
        (
            |part, _| {
                if part.file_name.as_deref() == Some("") {
                    part.content_type = None;
                }
            },
            rule(28, "where there is no file there is no type"),
        ),
        (
            |part, _| {
                part.name = escaped(&part.name);
                part.file_name = part.file_name.as_deref().map(escaped);
            },
            bug(26, "quotes and line breaks in names are escaped"),
        ),
        (
            |part, other| {
                let is_text = part.file_name.is_none() && other.file_name.is_none();
                if is_text
                    && part.content.is_empty()
                    && ["0", "false", "null"]
                        .iter()
                        .any(|text| other.content == text.as_bytes())
                {
                    part.content.clone_from(&other.content);
                }
            },
            rule(26, "zero and false are values"),
        ),
        (
            |part, other| {
                let is_lost = part.file_name.as_deref() == Some("") && part.name == other.name;
                if is_lost
                    && other
                        .file_name
                        .as_deref()
                        .is_some_and(|name| !name.is_empty())
                {
                    part.clone_from(other);
                }
            },
            bug(28, "a file behind a list of files is sent"),
        ),
    ];
    let nameless = |parts: &[Part]| parts.iter().filter(|part| part.name.is_empty()).count();
    let is_nameless = nameless(&expected) > nameless(&found);
    let mut expected = expected;
    if is_nameless {
        expected.retain(|part| !part.name.is_empty());
    }
    if expected.len() != found.len() {
        return None;
    }
    if is_nameless && same_parts(expected.clone(), found.clone()) {
        return rule(26, "an entry without a key is left out");
    }
    let mut order = found.clone();
    order.sort_by_key(|part| expected.iter().position(|own| own.name == part.name));
    for (change, why) in changes {
        for (part, other) in expected.iter_mut().zip(&order) {
            change(part, other);
        }
        if same_parts(expected.clone(), found.clone()) {
            return why;
        }
    }
    None
}

/// A name as browsers write it.
fn escaped(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Urlencoded forms.
fn form(expected: &[u8], found: &[u8]) -> Option<Explanation> {
    let read = |body: &[u8]| pairs(&String::from_utf8_lossy(body));
    let (expected, found) = (read(expected), read(found));
    let nameless: [&[u8]; 3] = [b"", b"null", b"undefined"];
    let found_has = |key: &[u8]| found.iter().filter(|(known, _)| known == key).count();
    let mut named = expected.clone();
    for key in nameless {
        while named.iter().filter(|(known, _)| known == key).count() > found_has(key) {
            let at = named.iter().rposition(|(known, _)| known == key)?;
            named.remove(at);
        }
    }
    if named.len() < expected.len() && named == found {
        return rule(24, "an entry without a key is left out");
    }
    // Lists and objects: the same keys, and JSON where Postman has something else.
    let is_json = |value: &[u8]| matches!(value.first(), Some(b'{' | b'['));
    let mut differing = found
        .iter()
        .filter(|pair| !expected.contains(pair))
        .peekable();
    let keys = |pairs: &[(Vec<u8>, Vec<u8>)]| {
        let mut keys: Vec<_> = pairs.iter().map(|(key, _)| key.clone()).collect();
        keys.dedup();
        keys
    };
    if differing.peek().is_some()
        && keys(&expected) == keys(&found)
        && differing.all(|(_, value)| is_json(value))
    {
        return rule(24, "a list or an object as a value is sent as JSON");
    }
    None
}

fn json(expected: &[u8], found: &[u8]) -> Option<Explanation> {
    let read = |body: &[u8]| serde_json::from_slice::<Value>(body).ok();
    let sent = read(found)?;
    if let Some(expected) = read(expected) {
        if same_json(&expected, &sent) {
            return rule(22, "JSON is read and written again, whatever its type says");
        }
        if without_null(expected) == Some(sent) {
            return rule(31, "variables of GraphQL that are `null` are none");
        }
        return None;
    }
    let text = std::str::from_utf8(expected).ok()?;
    let blank = text
        .strip_suffix(": }")
        .and_then(|text| text.strip_suffix(",\"variables\""));
    if blank.is_some_and(|text| read(format!("{text}}}").as_bytes()).as_ref() == Some(&sent)) {
        return rule(31, "blank variables of GraphQL are none");
    }
    let mended = read(strict(text).as_bytes())?;
    same_json(&mended, &sent).then_some(()).and(rule(
        22,
        "what is nearly JSON (a trailing comma, a control character) is sent as JSON",
    ))
}

/// A GraphQL request without its variables, if they are `null`.
fn without_null(mut request: Value) -> Option<Value> {
    let members = request.as_object_mut()?;
    members.contains_key("query").then_some(())?;
    (members.remove("variables")? == Value::Null).then_some(request)
}
