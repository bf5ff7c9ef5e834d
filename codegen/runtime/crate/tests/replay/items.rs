//! Parts of a request, by key; files.

use serde_json::{Value, json};

use crate::support::item::Source;
use crate::with_item;

#[test]
fn names_of_headers_are_the_same_in_any_case() {
    let request = json!({
        "url": {"host": ["x"], "query": [{"key": "a", "value": "1"}, {"key": "A", "value": "2"}]},
        "header": [{"key": "X-A", "value": "1"}, {"key": "x-a", "value": "2"}],
    });
    with_item(&request, |item| {
        let all = item.headers().all::<String>("X-A").unwrap();
        assert_eq!(all, ["1", "2"]);
        assert_eq!(item.query().all::<String>("a").unwrap(), ["1"]);
    });
}

#[test]
fn keys_that_are_variables_are_known_by_what_the_client_knows() {
    let key = |key: &str| {
        let query = json!([{"key": key, "value": "1"}]);
        json!({"url": {"host": ["x"], "query": query}})
    };
    for (saved, known, expected) in [
        ("{{coll}}", "COLL", Some(Some(1))),
        ("{{coll}}", "{{coll}}", None),
        ("{{none}}", "{{none}}", Some(Some(1))),
        ("a", "{{coll}}", Some(None)),
    ] {
        let value = with_item(&key(saved), |item| item.query().get::<i64>(known).ok());
        assert_eq!(value, expected, "{saved} {known}");
    }
}

#[test]
fn files_are_paths_or_base64() {
    let form = |part: Value| json!({"url": "x", "body": {"mode": "formdata", "formdata": [part]}});
    let body = |file: Value| json!({"url": "x", "body": {"mode": "file", "file": file}});
    let shown = |source: &Source| match source {
        Source::Path(path) => path.display().to_string(),
        Source::Bytes(bytes) => format!("= {}", String::from_utf8_lossy(bytes)),
    };
    for (part, expected) in [
        (json!({"src": "a.txt", "value": "aGVsbG8="}), vec!["a.txt"]),
        (json!({"src": ["a.txt", "b.txt"]}), vec!["a.txt", "b.txt"]),
        (json!({"src": null, "value": "aGVsbG8="}), vec!["= hello"]),
        (json!({"src": null, "value": "no Base64"}), vec!["= "]),
        (json!({"src": []}), vec!["= "]),
        (json!({}), vec!["= "]),
    ] {
        let mut entry = json!({"key": "f", "type": "file"});
        let members = part.as_object().cloned().unwrap_or_default();
        entry.as_object_mut().unwrap().extend(members);
        let found = with_item(&form(entry), |item| {
            let files = item.files("f").into_iter();
            files.map(|file| shown(&file.source)).collect::<Vec<_>>()
        });
        assert_eq!(found, expected, "{part}");
    }
    for (file, expected) in [
        (json!({"src": "a.txt"}), "a.txt"),
        (json!({"content": "aGVsbG8="}), "= hello"),
        (json!("a.txt"), "a.txt"),
        (json!({}), "= "),
    ] {
        let found = with_item(&body(file.clone()), |item| shown(&item.file()));
        assert_eq!(found, expected, "{file}");
    }
}
