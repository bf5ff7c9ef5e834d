//! Section 9: items of every kind.

use crate::outcome::{of_collection, of_item, table};
use crate::read_as::{document, item, outline, read_table, with_warnings};

#[test]
fn items() {
    let rows = [
        // Neither request nor folder.
        (
            r#"{"item": [{"name": "x"}, "text", null, {"name": "y", "request": 5}, {"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
               !warning: this item is neither a request nor a folder
               !warning: item is text, not an object
               !warning: item is null, not an object
               !warning: this item is neither a request nor a folder"#,
        ),
        // Empty folders.
        (
            r#"{"item": [{"name": "F", "item": []}, {"name": "G", "item": [{"name": "H", "item": []}]}, {"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
               !note: the folder holds no request and is left out
               !note: the folder holds no request and is left out"#,
        ),
        // No request.
        (
            r#"{"info": {"name": "N"}, "item": []}"#,
            r#"server base_url = ?
               !warning: the collection holds no request"#,
        ),
        // Both.
        (
            r#"{"item": [{"name": "F", "item": [], "request": "http://h/a"}]}"#,
            r#"server base_url = ?
               !warning: a folder has a request of its own (text)
               !note: the folder holds no request and is left out
               !warning: the collection holds no request"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn depth() {
    let rows = [
        // Six folders, one in the other.
        (
            r#"{"item": [{"name": "f1", "item": [{"name": "f2", "item": [{"name": "f3", "item": [{"name": "f4", "item": [{"name": "f5", "item": [{"name": "f6", "item": [{"name": "R", "request": "http://h/a"}]}]}]}]}]}]}]}"#,
            r#"server h = http://h
               group f1
               group f1::f2
               group f1::f2::f3
               group f1::f2::f3::f4
               group f1::f2::f3::f4::f5
               group f1::f2::f3::f4::f5::f6
               fn r
                 GET /a at h, auth unstated"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn scripts_and_descriptions() {
    let (request, warnings) = item(
        r#"{"name": 5, "description": "the item", "request": {"description": {"content": " "}},
            "event": [{"listen": "test", "script": {"exec": ["a", "b"]}}, {"listen": "prerequest", "script": {"exec": "c"}},
                {"listen": "test", "script": "d"}, {"listen": "test", "script": {"exec": []}},
                {"listen": "test", "disabled": true, "script": {"exec": "e"}}, null, 1]}"#,
    );
    let request = request.expect("a request");
    assert_eq!(
        (request.name.as_str(), request.description.as_deref()),
        ("5", Some("the item"))
    );
    let scripts: Vec<_> = request
        .scripts
        .iter()
        .map(|s| format!("{}: {:?}", s.listen, s.code))
        .collect();
    assert_eq!(
        scripts,
        [r#"test: "a\nb""#, r#"prerequest: "c""#, r#"test: "d""#]
    );
    assert_eq!(warnings, ["warning: event is a number, not an object"]);
}

#[test]
fn collections_of_all_kinds() {
    let rows = [
        (
            r#"{"info": {"name": "N", "version": {}}, "item": []}"#,
            "N: ",
        ),
        (
            r#"{"item": [{"name": "a", "request": "h"}, {"name": "F", "item": [{"name": "b", "request": {}}]}]}"#,
            "-: a, F(b)",
        ),
        (
            r#"{"collection": {"info": {"name": "N"}, "items": [{"name": "a", "request": "h"}]}, "run": {}}"#,
            "N: a",
        ),
        (
            r#"{"info": {"schema": "v999.0.0"}, "item": [{"name": "F", "item": []}]}"#,
            "-: F()",
        ),
        (r#"{"info": {"name": "N", "_postman_id": "1"}}"#, "N: "),
        (
            r#"{"name": "N", "info": null, "item": [{"name": "x"}, "y", {"name": "z", "request": 1}, {"name": "a", "request": "h"}]}"#,
            "N: a !this item is neither a request nor a folder !item is text, not an object !this item is neither a request nor a folder",
        ),
        (
            r#"{"item": [{"name": "F", "item": {}}, {"name": "a", "item": {}, "request": "h"}, {"name": "G", "item": [], "request": "h"}]}"#,
            "-: F(), a, G() !item is an object, not a list !a folder has a request of its own (text)",
        ),
    ];
    read_table(&rows, |json| {
        let (document, warnings) = document(json);
        let collection = &document.collection;
        let first: Vec<String> = warnings
            .iter()
            .map(|w| w.lines().next().unwrap_or_default().into())
            .collect();
        let name = collection.name.as_deref().unwrap_or("-");
        with_warnings(format!("{name}: {}", outline(&collection.items)), &first)
    });
}

#[test]
fn json_of_any_depth() {
    let deep = format!("{}1{}", r#"{\"a\": "#.repeat(65), "}".repeat(65));
    let outcome = of_item(&format!(
        r#"{{"name": "R", "request": {{"method": "POST", "url": "http://h/a", "body": {{"mode": "raw", "raw": "{deep}"}}}},
            "response": [{{"code": 200, "body": "{deep}"}}]}}"#
    ));
    let structs = outcome.lines().filter(|line| line.starts_with("struct "));
    assert_eq!(structs.count(), 130, "{outcome}");
    assert!(!outcome.contains('!'), "{outcome}");
}

#[test]
fn maps_within_maps() {
    let deep = format!("{}1{}", r#"{\"2024-01-31\": "#.repeat(60), "}".repeat(60));
    let outcome = of_item(&format!(
        r#"{{"name": "R", "request": "http://h/a", "response": [{{"code": 200, "body": "{deep}"}}]}}"#
    ));
    assert!(!outcome.contains("struct "), "{outcome}");
    assert!(!outcome.contains('!'), "{outcome}");
}
