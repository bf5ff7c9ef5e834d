//! Requests behind saved responses: which of them an operation can make, and what generated tests expect to arrive.
#![allow(missing_docs)]

use std::path::PathBuf;

use postwright::diag::Source;
use postwright::{Generated, generate};
use serde_json::{Value, json};

/// A collection with one request and the requests behind its saved responses.
fn generated(request: Value, originals: &[Value]) -> Generated {
    let saved = originals.iter().map(
        |original| json!({ "name": "Saved", "code": 200, "body": "", "originalRequest": original }),
    );
    let collection = json!({
        "info": { "name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "variable": [
            { "key": "baseUrl", "value": "https://shop.example/api" },
            { "key": "known", "value": "a b" },
            { "key": "long", "value": "x".repeat(5_000) },
        ],
        "item": [{ "name": "Act", "request": request, "response": saved.collect::<Vec<_>>() }],
    });
    let source = Source {
        path: PathBuf::from("collection.json"),
        text: collection.to_string(),
    };
    generate(source, "shop", "generated").expect("a collection")
}

/// What a generated test expects to arrive, in one line; else why there is no test.
fn outcome(request: Value, original: Value) -> String {
    let generated = generated(request, &[original]);
    if let [refused] = generated.report.originals.refused.as_slice() {
        return refused.reason.to_string();
    }
    assert_eq!(generated.report.originals.expressed, 1);
    let tests = generated.tests.expect("tests");
    let (_, check) = tests.split_once("sent::request(").expect("a check");
    let (check, _) = check.split_once(';').expect("an end");
    let check = check.split_whitespace().collect::<Vec<_>>().join(" ");
    let check = check.trim_start_matches("&server, ").replace(" .", ".");
    let (line, rest) = check.split_once("\").").expect("a request line");
    format!("{}: {rest}", line.trim_matches([' ', '"', ',']))
}

#[track_caller]
fn check(request: Value, original: Value, expected: &str) {
    let shown = original.to_string();
    assert_eq!(outcome(request, original), expected, "{shown}");
}

fn get(url: &str) -> Value {
    json!({ "method": "GET", "url": url })
}

fn post(mode: &str, content: Value) -> Value {
    json!({ "method": "POST", "url": "{{baseUrl}}/x", "body": { "mode": mode, mode: content } })
}

#[test]
fn paths() {
    let own = "{{baseUrl}}/shops/:shop/{{page}}.json";
    for (original, expected) in [
        (
            "{{baseUrl}}/shops/west/1.json",
            "GET /shops/west/1.json: empty()",
        ),
        ("{{baseUrl}}/shops/west/1.xml", "it has another path"),
        (
            "{{baseUrl}}/shops/west/{{known}}.json",
            "GET /shops/west/a%20b.json: empty()",
        ),
        (
            "{{baseUrl}}/shops/a%20b/{{known}}.json",
            "GET /shops/a%20b/a%20b.json: empty()",
        ),
        (
            "https://shop.example/api/shops/ü/{{known}}.json",
            "GET /shops/%C3%BC/a%20b.json: empty()",
        ),
        (
            "https://other.example/api/shops/1/{{known}}.json",
            "GET /shops/1/a%20b.json: empty()",
        ),
        (
            "https://other.example/shops/1/{{known}}.json",
            "GET /shops/1/a%20b.json: empty()",
        ),
        (
            "{{baseUrl}}/shops/:shop/{{known}}.json",
            "GET /shops/example/a%20b.json: empty()",
        ),
        (
            "{{baseUrl}}/shops/west/{{other}}.json",
            "a variable in it has no value",
        ),
        (
            "{{baseUrl}}/shops/../{{known}}.json",
            "it has a value that the argument's type does not hold as it is written",
        ),
        ("{{baseUrl}}/shops/west", "it has another path"),
        (
            "{{baseUrl}}/shops//1.json",
            "an argument of its path has no value",
        ),
        ("", "it has another path"),
    ] {
        check(get(own), get(original), expected);
    }
    check(
        get(own),
        json!({ "method": "PUT", "url": own }),
        "it has another method",
    );
}

#[test]
fn queries() {
    let own = "{{baseUrl}}/x?page=1&state=open&ids=1&ids=2&f[a]=1&f[b]=x&version=2";
    for (original, expected) in [
        ("{{baseUrl}}/x", "GET /x: empty()"),
        (
            "{{baseUrl}}/x?state=a+b%26c&page=7",
            "GET /x?state=a+b%26c&page=7: empty()",
        ),
        ("{{baseUrl}}/x?page=07", "GET /x?page=07: empty()"),
        ("{{baseUrl}}/x?ids=3&ids=4", "GET /x?ids=3&ids=4: empty()"),
        (
            "{{baseUrl}}/x?f[b]=y&f[a]=2",
            "GET /x?f[b]=y&f[a]=2: empty()",
        ),
        (
            "{{baseUrl}}/x?page=1&page=2",
            "it has several values for one argument",
        ),
        (
            "{{baseUrl}}/x?state={{nothing}}",
            "a variable in it has no value",
        ),
        (
            "{{baseUrl}}/x?state={{long}}",
            "a variable in it has a value that is too long for a test",
        ),
        (
            "{{baseUrl}}/x?state=%FF",
            "it has a value that the argument's type does not hold as it is written",
        ),
    ] {
        check(get(own), get(original), expected);
    }
    let fixed = "{{baseUrl}}/x?api-version=1";
    check(get(fixed), get(fixed), "GET /x?api-version=1: empty()");
    for other in ["{{baseUrl}}/x?api-version=2", "{{baseUrl}}/x"] {
        check(
            get(fixed),
            get(other),
            "it has another value where the operation always sends the same",
        );
    }
}

#[test]
fn headers() {
    let with = |key: &str, value: &str| {
        let header = json!([{ "key": key, "value": value }]);
        json!({ "method": "GET", "url": "{{baseUrl}}/x", "header": header })
    };
    for (key, value, expected) in [
        (
            "x-trace",
            " b ",
            r#"GET /x: header("x-trace", "b").empty()"#,
        ),
        (
            "X-Trace",
            "{{known}}",
            r#"GET /x: header("X-Trace", "a b").empty()"#,
        ),
        (
            "X-Trace",
            "a\nb",
            "it has a value that the argument's type does not hold as it is written",
        ),
        ("Accept", "text/html", "GET /x: empty()"),
        ("User-Agent", "me", "GET /x: empty()"),
        ("Authorization", "Bearer x", "GET /x: empty()"),
    ] {
        check(with("X-Trace", "a"), with(key, value), expected);
    }
}

#[test]
fn bodies() {
    let raw = |text: &str| post("raw", json!(text));
    let pairs = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(key, value)| json!({ "key": key, "value": value }));
        Value::Array(pairs.collect())
    };
    let own = r#"{"a": 1, "b": "x", "c": {"d": true}}"#;
    for (original, expected) in [
        (
            raw(r#"{"b": "\"y\""}"#),
            r##"POST /x: json(r#"{"b":"\"y\""}"#)"##,
        ),
        (
            raw(r#"{"b": null} // clear it"#),
            r##"POST /x: json(r#"{"b":null}"#)"##,
        ),
        (
            raw(r#"{"b": "{{known}}"}"#),
            r##"POST /x: json(r#"{"b":"a b"}"#)"##,
        ),
        (raw(r#"{"b": "{{x}}"}"#), "a variable in it has no value"),
        (raw("[1]"), r#"POST /x: json("[1]")"#),
        (raw("hello"), "it has a body of another kind"),
        (raw(""), "it lacks what every call gives"),
        (raw("  \n"), "it has a body of another kind"),
        (
            post("urlencoded", pairs(&[("a", "1")])),
            "it has a body of another kind",
        ),
    ] {
        check(raw(own), original, expected);
    }
    let own = || {
        post(
            "urlencoded",
            pairs(&[("a", "x"), ("o[b]", "1"), ("grant_type", "password")]),
        )
    };
    for (original, expected) in [
        (
            pairs(&[("o[b]", "2"), ("grant_type", "password"), ("a", "&=ü")]),
            r#"POST /x: form(&[("o[b]", "2"), ("grant_type", "password"), ("a", "&=ü")])"#,
        ),
        (
            pairs(&[("a", "x"), ("grant_type", "other")]),
            "it has another value where the operation always sends the same",
        ),
    ] {
        check(own(), post("urlencoded", original), expected);
    }
    let file = json!([{ "key": "f", "type": "file", "src": "a" }, { "key": "t", "value": "1" }]);
    check(
        post("formdata", file.clone()),
        post("formdata", file),
        "it sends a file, which is not in the collection",
    );
    check(
        get("{{baseUrl}}/x"),
        get("{{baseUrl}}/x"),
        "GET /x: empty()",
    );
    let bodiless = json!({ "method": "POST", "url": "{{baseUrl}}/x" });
    check(
        bodiless.clone(),
        raw("text"),
        "it has a body of another kind",
    );
    // Blank text goes out as any other, wherever it stands.
    check(raw("  \n"), raw("  \n"), r#"POST /x: text(" \n")"#);
    check(raw("text"), raw(" "), r#"POST /x: text(" ")"#);
    check(bodiless.clone(), raw(""), "POST /x: empty()");
    check(bodiless, raw(" "), "it has a body of another kind");
}

#[test]
fn settings_have_the_values_of_the_request() {
    let request = |account: &str, tenant: &str| {
        json!({
            "method": "GET",
            "url": format!("{{{{baseUrl}}}}/{account}/x"),
            "header": [{ "key": "X-Tenant", "value": tenant }],
        })
    };
    let item = |original: Option<Value>| {
        let saved = original.map(|original| {
            json!({ "name": "Saved", "code": 200, "body": "", "originalRequest": original })
        });
        json!({ "name": "Act", "request": request("{{account}}", "{{tenant}}"), "response": Vec::from_iter(saved) })
    };
    for (original, expected) in [
        (
            request("{{account}}", "{{tenant}}"),
            vec!["client.act().await", "\"GET /example/x\"", "\"example\""],
        ),
        (
            request("7", "{{tenant}}"),
            vec!["client.with_account(\"7\").act().await", "\"GET /7/x\""],
        ),
        (
            request("7", "t"),
            vec![
                ".with_account(\"7\")",
                ".with_tenant(\"t\")",
                "\"GET /7/x\"",
                ".header(\"X-Tenant\", \"t\")",
            ],
        ),
    ] {
        let mut items = vec![item(Some(original))];
        for name in ["B", "C", "D"] {
            let mut other = item(None);
            other["name"] = json!(name);
            other["request"]["url"] = json!(format!("{{{{baseUrl}}}}/{{{{account}}}}/{name}"));
            items.push(other);
        }
        let collection = json!({
            "info": { "name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
            "item": items,
        });
        let source = Source {
            path: PathBuf::from("collection.json"),
            text: collection.to_string(),
        };
        let tests = generate(source, "shop", "generated")
            .expect("a collection")
            .tests;
        let tests = tests.expect("tests");
        for part in expected {
            assert!(tests.contains(part), "{part} in\n{tests}");
        }
    }
}

#[test]
fn equal_requests_are_shown_once_and_all_are_counted() {
    let own = "{{baseUrl}}/x?page=1";
    let urls = [own, "{{baseUrl}}/x?page=2", own, "{{baseUrl}}/y", own];
    let generated = generated(get(own), &urls.map(get));
    let originals = &generated.report.originals;
    assert_eq!((originals.expressed, originals.same), (2, 2));
    let refused: Vec<(usize, &str)> = originals
        .refused
        .iter()
        .map(|one| (one.count, one.pointer.as_str()))
        .collect();
    assert_eq!(refused, [(1, "/item/0/response/3")]);
    let tests = generated.tests.expect("tests");
    assert_eq!(tests.matches("sent::request(").count(), 2);
    assert_eq!(tests.matches("#[tokio::test]").count(), urls.len());
    let report: Value = serde_json::from_str(&generated.report.to_json()).expect("JSON");
    assert_eq!(report["original_requests"]["expressed"], 2);
    assert_eq!(
        report["original_requests"]["not_expressed"][0]["reason"],
        "it has another path"
    );
}
