//! Files that hold no collection, and what is said of them.

use std::path::Path;

use postwright::diag::Diagnostics;
use postwright::read;

fn failure(bytes: &[u8]) -> String {
    let source = read::source(bytes.to_vec(), Path::new("c.json"));
    match source.and_then(|source| read::document(source, &mut Diagnostics::default())) {
        Ok(_) => "read".into(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn bad_text() {
    let deep = "[".repeat(200);
    let again = "correct the file at this place, or export it from Postman again";
    let rows: Vec<(&[u8], &str, &str, &str)> = vec![
        (
            b"",
            "the file is empty",
            "c.json",
            "export the collection from Postman into this file",
        ),
        (
            b"\xEF\xBB\xBF \n",
            "the file is empty",
            "c.json",
            "export the collection from Postman into this file",
        ),
        (
            b"\xFF\xFE{\0}\0",
            "the file is encoded as UTF-16, not as UTF-8",
            "c.json",
            "save it as UTF-8",
        ),
        (
            b"{\n\"\xC3\xA9\xE9\"}",
            "the file is not UTF-8",
            "c.json:2:3",
            "save it as UTF-8",
        ),
        (
            b"{\n  \"a\" 1}",
            "not valid JSON: expected `:`",
            "c.json:2:7",
            again,
        ),
        (
            "{\"日本\" 1}".as_bytes(),
            "not valid JSON: expected `:`",
            "c.json:1:7",
            again,
        ),
        (
            b"{\"a\": \"\x01\"}",
            "not valid JSON: control character (\\u0000-\\u001F) found while parsing a string",
            "c.json:1:8",
            again,
        ),
        (
            b"<html>",
            "this is HTML or XML, not a JSON file",
            "c.json:1:1",
            "export the collection from Postman as JSON (v2.1)",
        ),
        (
            b"{\n<<<<<<< HEAD\n",
            "the file holds merge-conflict markers (`<<<<<<<`)",
            "c.json:2:1",
            "resolve the conflict, then try again",
        ),
        (
            b"{\"item\": [",
            "the file ends in the middle of the JSON document: EOF while parsing a list",
            "c.json:1:10",
            "the file is cut off; export or download it again",
        ),
        (
            b"{}\n{}",
            "the file holds several JSON documents, one after the other",
            "c.json:2:1",
            "put each collection into a file of its own",
        ),
        (
            b"{} }",
            "there is text after the end of the JSON document",
            "c.json:1:4",
            "delete everything from this place on",
        ),
        (
            deep.as_bytes(),
            "the JSON is nested more than 127 levels deep",
            "c.json:1:128",
            "shorten the value at this place",
        ),
    ];
    for (bytes, message, spot, help) in rows {
        assert_eq!(
            failure(bytes),
            format!("error: {message}\n  --> {spot}\n  help: {help}")
        );
    }
}

#[test]
fn other_documents() {
    let import = "import it in Postman, then export the collection (v2.1)";
    let export = "export the collection from Postman (… > Export > Collection v2.1)";
    let own = "put each collection into a file of its own";
    let neither = "this is not a Postman collection: it has neither `item` nor `requests`";
    let rows = [
        (
            r#"{"name": "E", "values": []}"#,
            "this is a Postman environment, not a collection",
            "give it with `--environment`; below `collections/` it is `environment.json` beside the collection",
        ),
        (
            r#"{"openapi": "3.0.0", "info": {}}"#,
            "this is an OpenAPI document, not a Postman collection",
            import,
        ),
        (
            r#"{"swagger": "2.0"}"#,
            "this is an OpenAPI document, not a Postman collection",
            import,
        ),
        (
            r#"{"_type": "export", "resources": []}"#,
            "this is an Insomnia export, not a Postman collection",
            import,
        ),
        (
            r#"{"log": {"entries": []}}"#,
            "this is a HAR recording, not a Postman collection",
            import,
        ),
        (
            r#"{"collections": [], "environments": []}"#,
            "this holds several collections (a Postman data dump)",
            own,
        ),
        ("{}", neither, export),
        (r#"{"info": {"name": "N"}}"#, neither, export),
        ("[]", "this is a list, not a Postman collection", export),
        ("5", "this is a number, not a Postman collection", export),
        (r#""x""#, "this is text, not a Postman collection", export),
        ("null", "this is null, not a Postman collection", export),
    ];
    for (json, message, help) in rows {
        assert_eq!(
            failure(json.as_bytes()),
            format!("error: {message}\n  --> c.json\n  help: {help}")
        );
    }
}

#[test]
fn files() {
    let folder = tempfile::tempdir().expect("a folder");
    let load = |name: &str| match read::load(&folder.path().join(name), Path::new("c.json")) {
        Ok(source) => source.text,
        Err(error) => error.to_string(),
    };
    std::fs::write(folder.path().join("bom"), "\u{FEFF}{}").expect("written");
    assert_eq!(load("bom"), "{}");
    let expected = "error: this is a folder, not a file\n  --> c.json\n  help: name a collection file inside of it";
    assert_eq!(load(""), expected);
    assert!(
        load("none").starts_with("error: the file cannot be read: "),
        "{}",
        load("none")
    );
}
