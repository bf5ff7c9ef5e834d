//! Differences of bodies that are meant.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Explanation, bug, rule};
use crate::compare::{Pair, pairs, parts_of, same_json, same_parts};
use crate::multipart::Part;
use crate::nearly_json::strict;
use crate::recording::Recorded;
use crate::saved::{Entry, Saved};

/// Why two bodies differ.
pub(super) fn body(
    (reference, other): (&Recorded, &Recorded),
    saved: &Saved,
) -> Option<Explanation> {
    if reference.body.is_empty() && saved.has_no_length() {
        return rule(
            19,
            "a body without a length, as `disabledSystemHeaders` asks for, is none to a server",
        );
    }
    if let (Some(expected), Some(found)) = (parts_of(reference), parts_of(other)) {
        return parts(expected, found, saved);
    }
    let types = reference.header("content-type");
    if types
        .iter()
        .any(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && let Some(why) = form(&reference.body, &other.body, saved)
    {
        return Some(why);
    }
    json(&reference.body, &other.body)
}

/// Forms of several parts: each of these changes what Postman sends, and all together.
fn parts(expected: Vec<Part>, found: Vec<Part>, saved: &Saved) -> Option<Explanation> {
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
    let is_nameless = nameless(&expected) > nameless(&found)
        && saved.form().iter().any(|entry| entry.key.is_none());
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
fn form(expected: &[u8], found: &[u8], saved: &Saved) -> Option<Explanation> {
    let read = |body: &[u8]| pairs(&String::from_utf8_lossy(body));
    let (expected, found) = (read(expected), read(found));
    let entries = saved.form();
    // Those without a key go out under one of these names.
    let nameless: [&[u8]; 3] = [b"", b"null", b"undefined"];
    let mut left_out = entries.iter().filter(|entry| entry.key.is_none()).count();
    let mut named = expected.clone();
    named.retain(|(key, value)| {
        let is_found = found
            .iter()
            .any(|pair| pair == &(key.clone(), value.clone()));
        let is_left_out = left_out > 0 && !is_found && nameless.contains(&&**key);
        left_out -= usize::from(is_left_out);
        !is_left_out
    });
    if named.len() < expected.len() && named == found {
        return rule(24, "an entry without a key is left out");
    }
    // Lists and objects are what the collection has, where Postman makes something else of them.
    let is_structured = |entry: &&Entry| entry.value.is_array() || entry.value.is_object();
    let structured = entries.iter().filter(is_structured);
    let structured: HashMap<&[u8], &Value> = structured
        .filter_map(|entry| Some((entry.key.as_deref()?.as_bytes(), &entry.value)))
        .collect();
    let keys: HashSet<&[u8]> = structured.keys().copied().collect();
    let others = |pairs: &[Pair]| {
        let mut others = pairs.to_vec();
        others.retain(|(key, _)| !keys.contains(&**key));
        others
    };
    let is_json = |(key, value): &Pair| {
        let sent = serde_json::from_slice::<Value>(value).ok();
        sent.zip(structured.get(&**key))
            .is_some_and(|(sent, known)| same_json(&sent, known))
    };
    let mut sent = found.iter().filter(|(key, _)| keys.contains(&**key));
    if !keys.is_empty() && others(&expected) == others(&found) && sent.all(is_json) {
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
