//! Hostile and broken input: a clear error or valid output, never a panic, a hang, a file outside of the output folder, or
//! memory beyond a small multiple of the input. What takes a large input is in `large.rs`.

#[path = "hostile/judge.rs"]
mod judge;
#[path = "hostile/texts.rs"]
mod texts;

use std::path::Path;

use postwright::{read, standalone};
use serde_json::{Value, json};

use judge::files_of;

/// A collection with these items.
fn collection(items: Value) -> Value {
    json!({ "info": { "name": "Hostile" }, "item": items })
}

/// A request with a JSON body.
fn request_with(body: &str) -> Value {
    let body = json!({ "mode": "raw", "raw": body, "options": { "raw": { "language": "json" } } });
    let url = "https://api.example.com/things";
    json!({ "name": "Send", "request": { "method": "POST", "url": url, "body": body } })
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF);
    let units = mark.into_iter().chain(text.encode_utf16());
    units.flat_map(unit).collect()
}

/// The error that bytes are answered with: what, where, and what to do, a line each.
fn error_of(bytes: Vec<u8>, what: &str) -> String {
    let shown = Path::new("x.json");
    let source = match read::source(bytes, shown) {
        Ok(source) => source,
        Err(error) => return clear(error.to_string(), what),
    };
    match standalone::generate(source, "hostile") {
        Ok(_) => panic!("{what} is no collection"),
        Err(failure) => clear(failure.to_string(), what),
    }
}

fn clear(error: String, what: &str) -> String {
    let lines: Vec<&str> = error.lines().collect();
    let [first, place, help] = lines.as_slice() else {
        panic!("{what}: {error:?}");
    };
    let starts = first.starts_with("error: ")
        && place.starts_with("  --> x.json")
        && help.starts_with("  help: ");
    assert!(starts && error.len() < 400, "{what}: {error:?}");
    error
}

#[test]
fn what_is_no_collection_is_one_clear_error() {
    let nested = |open: &str| open.repeat(100_000).into_bytes();
    let text = r#"{"info": {"name": "A"}, "item": []}"#;
    let utf32: Vec<u8> = text
        .chars()
        .flat_map(|c| (c as u32).to_le_bytes())
        .collect();
    let rows: [(&str, Vec<u8>, &str, &str); 19] = [
        (
            "deep lists",
            nested("["),
            "nested more than 127 levels deep",
            ":1:128",
        ),
        (
            "deep objects",
            nested("{\"a\":"),
            "nested more than 127 levels deep",
            ":1:636",
        ),
        (
            "deep folders",
            nested("{\"item\":["),
            "nested more than 127 levels deep",
            ":1:",
        ),
        (
            "merge conflict",
            b"{\"info\":\n<<<<<<< ours\n{}\n=======\n1\n>>>>>>> theirs\n}".to_vec(),
            "merge-conflict markers",
            ":2:1",
        ),
        (
            "NDJSON",
            b"{\"a\": 1}\n{\"b\": 2}\n".to_vec(),
            "several JSON documents",
            ":2:1",
        ),
        (
            "UTF-16",
            utf16(text, u16::to_le_bytes, true),
            "encoded as UTF-16",
            "x.json\n",
        ),
        (
            "UTF-16, big endian",
            utf16(text, u16::to_be_bytes, true),
            "encoded as UTF-16",
            "",
        ),
        (
            "UTF-16 without a mark",
            utf16(text, u16::to_le_bytes, false),
            "encoded as UTF-16",
            "",
        ),
        (
            "UTF-16, big endian, no mark",
            utf16(text, u16::to_be_bytes, false),
            "as UTF-16",
            "",
        ),
        ("UTF-32", utf32, "encoded as UTF-32", ""),
        (
            "Latin-1",
            b"{\"a\": \"\xe9\"}".to_vec(),
            "is not UTF-8",
            ":1:8",
        ),
        ("zeros", vec![0; 1000], "not valid JSON", ":1:1"),
        (
            "NUL in a string",
            b"{\"a\": \"\0\"}".to_vec(),
            "control character",
            ":1:8",
        ),
        (
            "half a pair",
            br#"{"a": "\ud800"}"#.to_vec(),
            "not valid JSON",
            ":1:",
        ),
        (
            "a huge number",
            br#"{"a": 1e999}"#.to_vec(),
            "number out of range",
            ":1:",
        ),
        (
            "cut off",
            br#"{"item": [{"name": "a"#.to_vec(),
            "ends in the middle",
            ":1:",
        ),
        ("nothing", Vec::new(), "the file is empty", ""),
        ("blanks", b" \n\t".to_vec(), "the file is empty", ""),
        ("a list", b"[]".to_vec(), "not a Postman collection", ""),
    ];
    for (what, bytes, message, spot) in rows {
        let error = error_of(bytes, what);
        assert!(
            error.contains(message) && error.contains(spot),
            "{what}: {error}"
        );
    }
}

#[test]
fn deep_text_is_text() {
    for open in [
        "[", "{\"a\":", "<", "*", "> ", "- ", "`", "![](", "{{", "\"", "<b>",
    ] {
        let deep = open.repeat(100_000 / open.len());
        let mut request = request_with(&deep);
        request["request"]["description"] = deep.clone().into();
        request["response"] = json!([{ "name": deep, "code": 200, "body": deep }]);
        files_of(&collection(json!([request])), open);
    }
}

#[test]
fn what_holds_its_own_kind_ends() {
    let thing = |inner: Value| json!({ "id": 1, "name": "a", "kind": "b", "size": 2, "on": true, "inner": inner });
    let uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    for body in [
        json!({ "key_0": { "key_0": { "key_0": null } } }),
        json!({ "key_0": { "key_0": { "key_0": {} } }, "key_1": {} }),
        json!({ "key_0": [{ "key_0": [{ "key_0": [] }] }] }),
        json!({ uuid: { uuid: { uuid: { "a": 1 } } } }),
        json!({ "1": { "1": { "1": {}, "2": {} }, "2": null }, "2": {} }),
        thing(thing(thing(Value::Null))),
        json!([thing(json!([thing(Value::Null)]))]),
        json!({ "key_0": thing(json!({ "key_0": thing(Value::Null) })) }),
    ] {
        let mut request = request_with("deep");
        let text = body.to_string();
        request["request"]["method"] = "POST".into();
        request["request"]["body"] = json!({ "mode": "raw", "raw": text });
        request["response"] = json!([{ "name": "ok", "code": 200, "body": text }]);
        files_of(&collection(json!([request])), &text);
    }
}

#[test]
fn folders_in_circles_are_placed_once() {
    let folder = |index: usize| json!({ "id": index, "name": "circle", "order": ["r"], "folders_order": [(index + 1) % 300, index, 0] });
    let folders: Vec<Value> = (0..300).map(folder).collect();
    let document = json!({
        "id": "c", "name": "Circle", "order": ["r", "r"], "folders_order": [0, 7, 0], "folders": folders,
        "requests": [{ "id": "r", "name": "Get", "method": "GET", "url": "https://api.example.com/a" }],
    });
    let krate = files_of(&document, "circles");
    assert_eq!(krate.report.counts.operations, 1);
    assert!(
        krate
            .report
            .entries
            .iter()
            .any(|entry| entry.message.contains("inside itself"))
    );
}

#[test]
fn variables_that_stand_for_each_other_end() {
    let chain = |next: fn(usize) -> String| -> Vec<Value> {
        (0..10_000)
            .map(|index| json!({ "key": format!("v{index}"), "value": next(index) }))
            .collect()
    };
    let item =
        json!({ "name": "Get", "request": { "method": "GET", "url": "{{v0}}/x/{{v1}}?q={{v2}}" } });
    type Row = (&'static str, fn(usize) -> String);
    let rows: [Row; 4] = [
        ("a circle", |index| {
            format!("{{{{v{}}}}}", (index + 1) % 10_000)
        }),
        ("itself", |index| {
            format!("{{{{v{index}}}}}{{{{v{index}}}}}")
        }),
        ("a tree", |index| {
            format!("{{{{v{0}}}}}{{{{v{0}}}}}", index + 1)
        }),
        ("all of them", |index| {
            format!(
                "{{{{v{}}}}}{{{{v{}}}}}",
                (index * 7 + 1) % 10_000,
                (index * 13 + 5) % 10_000
            )
        }),
    ];
    for (what, next) in rows {
        let mut document = collection(json!([item]));
        document["variable"] = chain(next).into();
        files_of(&document, what);
    }
}

#[test]
fn long_names_of_deep_folders_are_cut() {
    let name = "a folder whose name is as long as names of modules may be, and then some";
    let get = json!({ "name": "Get", "request": { "method": "GET", "url": "https://api.example.com/a" } });
    let deep = (0..50).fold(
        get.clone(),
        |inner, _| json!({ "name": name, "item": [inner, get] }),
    );
    let document = collection(json!([deep]));
    files_of(&document, "deep folders");
    let source = read::source(document.to_string().into_bytes(), Path::new("x.json"));
    let generated = postwright::generate(source.expect("text"), "deep", "krate").expect("a module");
    for (path, _) in generated.reference.iter() {
        assert!(judge::is_harmless(path), "{}", path.display());
    }
    assert_eq!(generated.reference.len(), 1 + 50);
}

#[test]
fn open_braces_are_text() {
    for text in ["{{", "{", "{{a", "{{}", "}}", "{{a}}", "{{{{a}}"] {
        let long = text.repeat(1_000_000 / text.len());
        let item = json!({ "name": "Get", "request": {
            "url": { "host": "https://api.example.com", "path": ["a"], "query": [{ "key": "q", "value": long }] },
            "header": [{ "key": "X-A", "value": long }],
        } });
        let mut document = collection(json!([item]));
        document["variable"] =
            json!([{ "key": "a", "value": "{{b}}" }, { "key": "b", "value": "b" }]);
        files_of(&document, text);
    }
}

#[test]
fn credentials_are_followed_through_ten_thousand_variables() {
    let variable = |index: usize| json!({ "key": format!("v{index}"), "value": format!("{{{{v{}}}}}", index + 1) });
    let mut variables: Vec<Value> = (0..10_000).rev().map(variable).collect();
    variables.push(json!({ "key": "v10000", "value": "hunter2-hunter2" }));
    let mut document = collection(json!([request_with("{}")]));
    document["variable"] = variables.into();
    document["auth"] =
        json!({ "type": "bearer", "bearer": [{ "key": "token", "value": "{{v0}}" }] });
    read::redact::redact(&mut document);
    assert!(!document.to_string().contains("hunter2"));
}

#[test]
fn strange_text_everywhere_is_valid_output() {
    for text in texts::ALL {
        let krate = files_of(&texts::everywhere(text), text);
        assert_eq!(krate.report.counts.operations, 3, "{text:?}");
    }
}

#[test]
fn strange_folders_stay_in_the_output() {
    let folder = |name: &&str| {
        let get = json!({ "name": name, "request": { "method": "GET", "url": "https://api.example.com/a" } });
        json!({ "name": name, "item": [get, { "name": name, "item": [get] }] })
    };
    let folders: Vec<Value> = texts::PATHS.iter().map(folder).collect();
    let krate = files_of(&collection(folders.into()), "folders");
    assert_eq!(krate.report.counts.operations, 2 * texts::PATHS.len());
}
