//! Concrete copies: what is replaced, what is not, and that nothing else is touched.

mod desk;

use desk::Desk;
use postwright::concretize::concretize;
use postwright::diag::Source;
use postwright::read::Input;
use serde_json::Value;

fn source(text: &str) -> Source {
    Source {
        path: "c.json".into(),
        text: text.to_owned(),
    }
}

/// The copy of a collection with this item, and what was replaced.
fn copy(collection: &str) -> (String, Vec<String>) {
    let concrete = concretize(Input::from(source(collection))).expect("a collection");
    let replaced = concrete.replaced.iter().map(|one| {
        format!(
            "{} {}: {}, {}",
            one.pointer, one.part, one.reason, one.sample
        )
    });
    (concrete.text, replaced.collect())
}

/// Checks the value at a pointer into the copy.
#[track_caller]
fn check(collection: &str, pointer: &str, expected: &str) {
    let (text, replaced) = copy(collection);
    let value: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let found = value.pointer(pointer).map(Value::to_string);
    assert_eq!(
        found.as_deref(),
        Some(expected),
        "{pointer} of {text}\n{replaced:#?}"
    );
    let (again, replaced) = copy(&text);
    assert_eq!(
        again, text,
        "what is concrete stays as it is: {replaced:#?}"
    );
}

/// A collection with one request.
fn request(members: &str) -> String {
    format!(r#"{{ "info": {{}}, "item": [{{ "name": "R", "request": {{ {members} }} }}] }}"#)
}

#[test]
fn what_is_concrete_is_copied_byte_for_byte() {
    let text = request(
        r#""method" : "POST",  "url": "http://h/a?b=1",
        "header": [ ], "body": { "mode": "raw", "raw": "{\"a\": 1.50}" }"#,
    );
    assert_eq!(copy(&text), (text, Vec::new()));
}

/// A header is the same in any case and with blanks around its name.
#[test]
fn headers_however_they_are_written() {
    for name in ["X-Count", "x-count", " X-COUNT "] {
        let item = |name: &str, value: &str| {
            format!(
                r#"{{ "name": "R", "request": {{ "url": "http://h/a", "header": [{{ "key": "{name}", "value": "{value}" }}] }} }}"#
            )
        };
        let (own, other) = (item("X-Count", "5"), item(name, "<number>"));
        let collection = format!(r#"{{ "info": {{}}, "item": [{own}, {other}] }}"#);
        check(&collection, "/item/1/request/header/0/value", "\"1.5\"");
    }
}

#[test]
fn variables_without_a_value_get_one() {
    let variable = r#"{"key":"x","value":"example"}"#;
    check(
        &request(r#""url": "http://h/{{x}}""#),
        "/variable/0",
        variable,
    );
    check(
        &request(r#""url": "{{x}}/a""#),
        "/variable/0/value",
        "\"https://example.com\"",
    );
    check(
        &request(r#""url": "https://{{x}}/a""#),
        "/variable/0/value",
        "\"example.com\"",
    );
    check(
        &request(r#""url": "http://h:{{x}}/a""#),
        "/variable/0/value",
        "\"8080\"",
    );
    check(
        &request(
            r#""method": "POST", "url": "http://h", "body": { "mode": "raw", "raw": "{\"a\": {{x}}}" }"#,
        ),
        "/variable/0/value",
        "\"1\"",
    );
    check(
        &request(
            r#""url": "http://h", "header": [{ "key": "Authorization", "value": "Basic {{x}}" }]"#,
        ),
        "/variable/0/value",
        "\"dXNlcjpwYXNzd29yZA==\"",
    );
    let own = r#"{ "info": {}, "variable": [{ "key": "x", "value": "" }], "item": [{ "request": "http://h/{{x}}" }] }"#;
    check(own, "/variable", r#"[{"key":"x","value":"example"}]"#);
    let known = r#"{ "info": {}, "variable": [{ "key": "x", "value": "v" }], "item": [{ "request": "http://h/{{x}}" }] }"#;
    assert_eq!(copy(known).1, Vec::<String>::new());
    assert_eq!(
        copy(&request(r#""url": "http://h/{{$guid}}""#)).1,
        Vec::<String>::new()
    );
}

#[test]
fn path_variables_without_a_value_get_one() {
    let both = r#"[{"key":"a","value":"example"},{"key":"b","value":"example"}]"#;
    let url = |more: &str| {
        request(&format!(
            r#""url": {{ "host": "h", "path": [":a", ":b"] {more} }}"#
        ))
    };
    check(&url(""), "/item/0/request/url/variable", both);
    check(
        &url(r#", "variable": []"#),
        "/item/0/request/url/variable",
        both,
    );
    check(
        &url(r#", "variable": null"#),
        "/item/0/request/url/variable",
        both,
    );
    check(
        &url(r#", "variable": [{ "key": "a", "value": "" }]"#),
        "/item/0/request/url/variable",
        both,
    );
}

#[test]
fn placeholders_and_contradictions_are_replaced() {
    let query = |value: &str| {
        request(&format!(
            r#""url": {{ "host": "h", "query": [{{ "key": "n", "value": {value}, "description": "`long`" }}] }}"#
        ))
    };
    let value = "/item/0/request/url/query/0/value";
    check(&query(r#""<long>""#), value, "\"1\"");
    check(&query(r#""word""#), value, "\"1\"");
    check(&query("null"), value, "\"1\"");
    check(&query(r#""12""#), value, "\"12\"");
    let body = |text: &str| {
        let raw = Value::from(text);
        request(&format!(
            r#""method": "POST", "url": "http://h", "body": {{ "mode": "raw", "raw": {raw} }}"#
        ))
    };
    let raw = "/item/0/request/body/raw";
    check(
        &body(r#"{ "id": "<integer>", "ok": "<boolean>", "at": "<dateTime>", "n": 5 }"#),
        raw,
        r#""{ \"id\": 1, \"ok\": true, \"at\": \"example\", \"n\": 5 }""#,
    );
    check(
        &body("{ \"a\": [1, 2,] } // end"),
        raw,
        r#""{ \"a\": [1, 2,] } // end""#,
    );
}

#[test]
fn version_1_too() {
    let text = r#"{ "id": "1", "name": "V1", "order": ["r"], "requests": [
        { "id": "r", "method": "POST", "url": "http://h/{{x}}", "dataMode": "raw", "rawModeData": "{\"a\": \"<long>\"}" }
    ] }"#;
    check(text, "/requests/0/rawModeData", r#""{\"a\": 1}""#);
    check(text, "/variables/0/key", "\"x\"");
}

#[test]
fn no_file_is_replaced_unasked() {
    let desk = Desk::new();
    let text = request(r#""url": "http://h/{{x}}""#);
    desk.write("c.json", &text);
    desk.write("notes.txt", "mine");
    for out in ["c.json", "./c.json", "notes.txt"] {
        let said = desk.fail(&["concretize", "c.json", "--out", out]);
        assert!(said.contains("nothing was written"), "{said}");
    }
    let said = desk.fail(&["concretize", "c.json", "--out", "c.json", "--force"]);
    assert!(said.contains("what it is made of"), "{said}");
    assert_eq!(
        (desk.read("c.json"), desk.read("notes.txt")),
        (text, "mine".to_owned())
    );
    desk.succeed(&["concretize", "c.json", "--out", "notes.txt", "--force"]);
    assert!(desk.read("notes.txt").contains("example"));
}

#[test]
fn what_an_environment_gives_needs_no_sample() {
    let desk = Desk::new();
    desk.write("c.json", &request(r#""url": "http://h/{{a}}/{{b}}/{{c}}", "header": [{"key": "X-Api-Key", "value": "{{k}}"}]"#));
    let values = r#"[{"key": "a", "value": "redacted"}, {"key": "b", "value": ""}, {"key": "k", "value": "a-secret-4711"}]"#;
    desk.write("e.json", &format!(r#"{{ "values": {values} }}"#));
    let said = desk.run(&["concretize", "c.json", "-e", "e.json", "--out", "-"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let copy: Value = serde_json::from_str(&said.out).expect("the copy alone");
    let names: Vec<&str> = (0..copy["variable"].as_array().map_or(0, Vec::len))
        .filter_map(|at| copy["variable"][at]["key"].as_str())
        .collect();
    assert_eq!(names, ["b", "c"]);
    assert!(
        said.err
            .contains("/variable c: without a value, now example"),
        "{said:?}"
    );
    assert!(
        said.err.contains(
            "the environment gives `b` an empty value, which counts before the one in the copy"
        ),
        "{said:?}"
    );
    assert!(!said.err.contains("`c`"), "{said:?}");
}

#[test]
fn items_of_a_list_in_one_value() {
    let query = |entry: &str| {
        request(&format!(
            r#""method": "GET", "url": {{ "host": ["https://x.example"], "path": ["a"], "query": [{entry}] }}"#
        ))
    };
    let value = "/item/0/request/url/query/0/value";
    let ids = |text: &str| {
        query(&format!(
            r#"{{ "key": "ids", "value": "{text}", "description": "Comma-separated list of ids." }}"#
        ))
    };
    check(&ids("<integer>,<integer>"), value, "\"1,1\"");
    check(&ids("<uuid>,<uuid>"), value, "\"example,example\"");
    check(&ids("4,8"), value, "\"4,8\"");
    check(&ids("{{id}}"), value, "\"{{id}}\"");
}
