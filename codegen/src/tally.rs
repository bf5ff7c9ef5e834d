//! Count in, count out: every request of the file has become an operation, or it is known why not.
//!
//! The requests are looked up in the JSON by themselves, without the reader, so that what the reader overlooks is found.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diag::{Place, Places};
use crate::model::Api;
use crate::read::Document;
use crate::resolve::Resolved;

/// The requests of which nothing is left, each by its JSON pointer and its name.
pub(crate) fn lost(document: &Document, resolved: &Resolved, api: &Api) -> Vec<String> {
    let operations = api.operations.iter().map(|operation| operation.place);
    let merged = resolved
        .requests
        .iter()
        .flat_map(|request| request.duplicates.iter().map(|duplicate| duplicate.place));
    let places = operations
        .chain(merged)
        .chain(document.skipped.iter().copied());
    let accounted = pointers(places, &document.places);
    let mut found = Vec::new();
    requests(&document.value, &mut String::new(), &mut found);
    let lost = found
        .into_iter()
        .filter(|(pointer, _)| !accounted.contains(pointer));
    lost.map(|(pointer, name)| format!("{pointer} ({name})"))
        .collect()
}

fn pointers(places: impl Iterator<Item = Place>, all: &Places) -> HashSet<String> {
    places.map(|place| all.pointer(place)).collect()
}

/// Collects the requests of a collection, or of the one inside of a document.
fn requests(value: &Value, pointer: &mut String, found: &mut Vec<(String, String)>) {
    let Value::Object(object) = value else { return };
    let has_items = ["item", "items"]
        .iter()
        .any(|key| object.get(*key).is_some_and(Value::is_array));
    if has_items {
        return of_items(object, pointer, found);
    }
    match (object.get("requests"), object.get("collection")) {
        (Some(Value::Array(list)), _) => {
            for (index, request) in list.iter().enumerate() {
                if let Value::Object(request) = request {
                    found.push((format!("{pointer}/requests/{index}"), name(request)));
                }
            }
        }
        (_, Some(inner)) if pointer.is_empty() => {
            pointer.push_str("/collection");
            requests(inner, pointer, found);
        }
        _ => {}
    }
}

/// The requests among the items of a folder and of the folders in it.
fn of_items(object: &Map<String, Value>, pointer: &mut String, found: &mut Vec<(String, String)>) {
    for key in ["item", "items"] {
        let Some(Value::Array(items)) = object.get(key) else {
            continue;
        };
        for (index, item) in items.iter().enumerate() {
            let Value::Object(item) = item else { continue };
            let length = pointer.len();
            pointer.push_str(&format!("/{key}/{index}"));
            if item
                .get("request")
                .is_some_and(|request| !request.is_null())
            {
                found.push((pointer.clone(), name(item)));
            }
            of_items(item, pointer, found);
            pointer.truncate(length);
        }
    }
}

fn name(item: &Map<String, Value>) -> String {
    let name = item.get("name").and_then(Value::as_str).unwrap_or_default();
    format!("{name:?}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, Source};
    use crate::{model, read, resolve};

    fn check(json: &str, forget: usize, expected: &[&str]) {
        let source = Source {
            path: "c.json".into(),
            text: json.to_owned(),
        };
        let mut diagnostics = Diagnostics::default();
        let mut document = read::document(source, &mut diagnostics).expect("a collection");
        let resolved = resolve::resolve(document.take_collection(), &mut diagnostics);
        let mut api = model::build::build("c", &resolved, &mut diagnostics);
        api.operations.drain(..forget);
        assert_eq!(lost(&document, &resolved, &api), expected, "{json}");
    }

    const NESTED: &str = r#"{"item": [{"name": "F", "item": [{"name": "a", "request": "h/a"}]}, {"name": "b", "request": {}},
        {"name": "b", "request": {}}, {"name": "no request"}, {"name": "c", "request": 5}, {"item": [], "request": "h"}]}"#;

    #[test]
    fn every_request_is_accounted_for() {
        check(NESTED, 0, &[]);
        check(r#"{"collection": {"items": [{"request": "h"}]}}"#, 0, &[]);
        check(
            r#"{"item": [{"name": "a", "request": "h"}], "items": [{"name": "b", "request": "h"}]}"#,
            0,
            &[],
        );
        check(
            r#"{"requests": [{"url": "h"}, null, {"url": "h", "folder": "x"}]}"#,
            0,
            &[],
        );
        check(r#"{"item": []}"#, 0, &[]);
    }

    #[test]
    fn what_is_lost_is_named() {
        check(NESTED, 1, &[r#"/item/0/item/0 ("a")"#]);
        let old = r#"{"collection": {"requests": [{"name": "x", "url": "h"}]}}"#;
        check(old, 1, &[r#"/collection/requests/0 ("x")"#]);
    }
}
