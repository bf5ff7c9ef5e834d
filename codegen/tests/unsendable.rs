//! What no request can carry is left out where the collection is read, and told with its place: no method fails on every call.

use std::path::Path;

use postwright::model::{Body, ConstantValue};
use postwright::read;
use serde_json::{Value, json};

/// The constants of the only request, with what is said of headers, each with its place.
fn of(request: &Value) -> (Vec<String>, Option<Body>, Vec<String>) {
    let document =
        json!({ "info": { "name": "Headers" }, "item": [{ "name": "Send", "request": request }] });
    let source = read::source(document.to_string().into_bytes(), Path::new("x.json"));
    let (document, understood, diagnostics) =
        postwright::understand(source.expect("text"), "headers").expect("a collection");
    let operation = &understood.api.operations[0];
    let constants = operation.constants.iter().map(|one| match &one.value {
        ConstantValue::Literal(text) => format!("{}: {text}", one.wire),
        ConstantValue::Setting(_) => panic!("no setting"),
    });
    let told = diagnostics.entries().iter();
    let told = told.filter(|entry| entry.message.to_string().contains("value of a header"));
    let told = told.map(|entry| document.places.pointer(entry.place.expect("a place")));
    (constants.collect(), operation.body.clone(), told.collect())
}

#[test]
fn headers_that_are_always_sent() {
    for (name, value, expected) in [
        ("X-Version", "v1", true),
        ("X-Version", "Größe", true),
        ("X-Version", " v1\t", true),
        ("X-Version", "v1\r\nEvil: 1", false),
        ("X-Version", "v1\n", false),
        ("X-Version", "日本", false),
        ("Accept", "a\nb", false),
        ("Accept", "text/日本", false),
        ("Content-Type", "x\r\ny", false),
        ("Content-Type", "text/x", true),
    ] {
        let header =
            json!([{ "key": "X-Other-Version", "value": "1" }, { "key": name, "value": value }]);
        let (constants, _, told) = of(&json!({ "url": "https://a.test/", "header": header }));
        let found = constants
            .iter()
            .any(|one| *one == format!("{name}: {value}"));
        assert_eq!(found, expected, "{name}: {value:?}: {constants:?}");
        assert_eq!(constants.len(), 1 + usize::from(expected), "{constants:?}");
        let place = (!expected).then_some("/item/0/request/header/1");
        assert_eq!(told, place.as_slice(), "{name}: {value:?}");
    }
}

#[test]
fn types_of_bodies() {
    for (stated, expected) in [
        ("text/x", Some("text/x")),
        ("text/x\r\nEvil: 1", None),
        ("text/日本", None),
    ] {
        let request = json!({
            "method": "POST",
            "url": "https://a.test/",
            "header": [{ "key": "Content-Type", "value": stated }],
            "body": { "mode": "raw", "raw": "hello" },
        });
        let (constants, body, told) = of(&request);
        let media_type = expected.unwrap_or("text/plain").to_owned();
        let saved = "hello".to_owned();
        assert_eq!(body, Some(Body::Text { media_type, saved }), "{stated:?}");
        assert!(constants.is_empty(), "{constants:?}");
        let place = expected.is_none().then_some("/item/0/request/header/0");
        assert_eq!(told, place.as_slice(), "{stated:?}");
    }
}
