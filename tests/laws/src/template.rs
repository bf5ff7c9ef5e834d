//! Nearly-JSON is read as JSON is where it is JSON, and is JSON once it has been read.

use postwright::template_json::{hole, parse, shown};
use serde_json::Value;

pub(crate) fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let read = parse(&text);
    if let Ok(strict) = serde_json::from_str::<Value>(&text) {
        assert_eq!(read, Some(strict), "JSON is read as it is");
    }
    let Some(value) = read else {
        return;
    };
    holes(&value);
    let again = value.to_string();
    let strict = serde_json::from_str::<Value>(&again).ok();
    assert!(strict.is_some(), "{again}");
    assert_eq!(parse(&again), strict, "what is read is JSON");
    let people = shown(&value).to_string();
    assert!(serde_json::from_str::<Value>(&people).is_ok(), "{people}");
}

/// Each hole has the name of a variable.
fn holes(value: &Value) {
    match value {
        Value::String(_) => {
            if let Some(name) = hole(value) {
                assert!(!name.is_empty() && !name.contains(['{', '}']), "{name:?}");
            }
        }
        Value::Array(items) => items.iter().for_each(holes),
        Value::Object(members) => members.values().for_each(holes),
        _ => {}
    }
}
