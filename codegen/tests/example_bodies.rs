//! `example()` of bodies: neither secrets nor variables stand where they mean nothing.

use postwright::diag::Source;
use postwright::generate;
use postwright::read::Input;
use serde_json::{Value, json};

/// The bodies to edit from of a collection with one request, which sends these bodies.
fn examples(bodies: &[&str]) -> String {
    let request = |body: &str| json!({ "method": "POST", "url": "https://x.example/things", "body": { "mode": "raw", "raw": body } });
    let saved = |body: &&str| json!({ "name": "ok", "code": 200, "header": [], "body": "{}", "originalRequest": request(body) });
    let collection = json!({
        "info": { "name": "Things" },
        "item": [{
            "name": "Add", "request": request(bodies[0]),
            "response": bodies[1..].iter().map(saved).collect::<Vec<Value>>(),
        }],
    });
    let input = Input::from(Source {
        path: "collection.json".into(),
        text: collection.to_string(),
    });
    let generated = generate(input, "api", "generated").expect("a collection");
    generated.bodies.expect("a file of bodies")
}

/// Made up, and put together here so that no scanner takes it for one.
fn key() -> String {
    format!("AKIA{}", "QWERTYUIOPASDFGH")
}

#[test]
fn secrets_are_left_out_wherever_they_stand() {
    let key = key();
    let body = format!(
        r#"{{"name":"a","byDay":{{"2024-01-01":"{key}","2024-01-02":"b"}},"list":["{key}","c"],"any":[{{"x":"{key}","y":1}},"d",2]}}"#
    );
    let text = examples(&[&body]);
    assert!(!text.contains("redacted"), "{text}");
    for kept in ["2024-01-02", "\"b\"", "\"c\"", "\"d\""] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
}

#[test]
fn a_variable_of_an_unknown_kind_is_left_out() {
    let text = examples(&[
        r#"{"name":"a","size":{{size}}}"#,
        r#"{"name":"a","size":1}"#,
        r#"{"name":"a","size":"L"}"#,
    ]);
    assert!(!text.contains("{{size}}"), "{text}");
}
