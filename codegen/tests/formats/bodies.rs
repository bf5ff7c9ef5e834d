//! Section 5: bodies.

use crate::outcome::{of_request, table};
use crate::read_as::{read_table, request, show_body, with_warnings};

#[test]
fn what_is_no_body() {
    let rows = [
        (
            r#""method": "POST", "body": null"#,
            "POST /a at h, auth unstated",
        ),
        (
            r#""method": "POST", "body": {}"#,
            "POST /a at h, auth unstated",
        ),
        (
            r#""method": "POST", "body": {"mode": "none"}"#,
            "POST /a at h, auth unstated",
        ),
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "x", "disabled": true}"#,
            "POST /a at h, auth unstated",
        ),
        // Raw absent.
        (
            r#""method": "POST", "body": {"mode": "raw"}"#,
            "POST /a at h, auth unstated",
        ),
        // Blank: Postman sends nothing, and so does the client.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": ""}"#,
            "POST /a at h, auth unstated",
        ),
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "", "options": {"raw": {"language": "json"}}}"#,
            "POST /a at h, auth unstated",
        ),
        (
            r#""method": "POST", "body": {"mode": "formdata", "formdata": ""}"#,
            "POST /a at h, auth unstated",
        ),
        (
            r#""method": "POST", "body": {"mode": "urlencoded", "urlencoded": ""}"#,
            "POST /a at h, auth unstated",
        ),
        (
            r#""method": "POST", "body": {"mode": "formdata", "formdata": []}"#,
            "POST /a at h, auth unstated",
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn the_mode_decides() {
    let rows = [
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "x", "formdata": [{"key": "a", "value": "1"}], "urlencoded": [{"key": "b"}]}"#,
            r#"POST /a at h, auth unstated
               body text/plain: String"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "urlencoded", "raw": "x", "urlencoded": [{"key": "b", "value": "1"}]}"#,
            r#"POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field b?: i64"#,
        ),
        (
            r#""method": "POST", "body": {"raw": "x"}"#,
            r#"POST /a at h, auth unstated
               body text/plain: String
               !warning: the body has no mode; it is read as `raw`"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn nearly_json() {
    let rows = [
        // Bare variables.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": {{x}}, \"b\": \"{{y}}\", \"c\": 1}", "options": {"raw": {"language": "json"}}}"#,
            r#"POST /a at h, auth unstated
               body application/json: R
               struct R
               a: Option<serde_json::Value>
               b: Option<String>
               c: Option<i64>"#,
        ),
        // Comments.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": 1, // one\n /* two */ \"b\": [2]}", "options": {"raw": {"language": "json"}}}"#,
            r#"POST /a at h, auth unstated
               body application/json: R
               struct R
               a: Option<i64>
               b: Option<Vec<i64>>"#,
        ),
        // Control characters.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": \"x\ty\nz\"}", "options": {"raw": {"language": "json"}}}"#,
            r#"POST /a at h, auth unstated
               body application/json: R
               struct R
               a: Option<String>"#,
        ),
        // Trailing commas.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": [1, 2,],}", "options": {"raw": {"language": "json"}}}"#,
            r#"POST /a at h, auth unstated
               body application/json: R
               struct R
               a: Option<Vec<i64>>"#,
        ),
        // Nothing but a variable: text is what can be sent.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{{body}}", "options": {"raw": {"language": "json"}}}"#,
            r#"POST /a at h, auth unstated
               body application/json: String"#,
        ),
        // Without a language Postman says text/plain.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": 1}"}"#,
            r#"POST /a at h, auth unstated
               body text/plain: R
               struct R
               a: Option<i64>"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": 1", "options": {"raw": {"language": "json"}}}"#,
            r#"POST /a at h, auth unstated
               body application/json: String
               !warning: the body is not JSON, although its type says so; it is taken for text"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn what_no_type_holds_is_noted() {
    let rows = [
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": 1, \"a\": 2}"}"#,
            r#"POST /a at h, auth unstated
               body text/plain: R
               struct R
               a: Option<i64>
               !note: the body has a key twice in one object; the client sends it once, and the last one counts as its example"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": [18446744073709551616]}"}"#,
            r#"POST /a at h, auth unstated
               body text/plain: R
               struct R
               a: Option<Vec<f64>>
               !note: the body holds a whole number beyond `u64`; its type is `f64`, which sends the nearest value that it has"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "", "value": "x"}, {"key": "b", "value": "y"}]}"#,
            r#"POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field b?: String
               !note: a form entry without a key is left out"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn xml_and_the_rest() {
    let rows = [
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "<a/>", "options": {"raw": {"language": "xml"}}}"#,
            r#"POST /a at h, auth unstated
               body application/xml: String"#,
        ),
        // Without a language.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "<a/>"}"#,
            r#"POST /a at h, auth unstated
               body text/plain: String"#,
        ),
        // With a wrong one.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "<a/>", "options": {"raw": {"language": "json"}}}"#,
            r#"POST /a at h, auth unstated
               body application/json: String"#,
        ),
        // The author's own type counts.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "<a/>"}, "header": [{"key": "Content-Type", "value": "application/xml"}]"#,
            r#"POST /a at h, auth unstated
               body application/xml: String"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "x", "options": {"raw": {"language": "html"}}}"#,
            r#"POST /a at h, auth unstated
               body text/html: String"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "x", "options": {"raw": {"language": "javascript"}}}"#,
            r#"POST /a at h, auth unstated
               body application/javascript: String"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "x", "options": {"raw": {"language": "text"}}}"#,
            r#"POST /a at h, auth unstated
               body text/plain: String"#,
        ),
        // An object in place of the text.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": {"a": 1}, "options": {"raw": {"language": "json"}}}"#,
            r#"POST /a at h, auth unstated
               body application/json: R
               struct R
               a: Option<i64>"#,
        ),
        (
            r#""method": "POST", "body": "text""#,
            r#"POST /a at h, auth unstated
               body text/plain: String"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "file", "file": {"src": "/x.bin"}}"#,
            r#"POST /a at h, auth unstated
               body: File"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "file", "file": {"src": "/x.bin"}}, "header": [{"key": "Content-Type", "value": "image/png"}]"#,
            r#"POST /a at h, auth unstated
               always Content-Type: image/png
               body: File"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "graphql", "graphql": {"query": "{a}", "variables": "{\"v\": 1}"}}"#,
            r#"POST /a at h, auth unstated
               body application/json: R
               struct R
               query: Option<String>
               variables: Option<Variables>
               struct Variables
               v: Option<i64>"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "xml", "raw": "x"}"#,
            r#"POST /a at h, auth unstated
               body text/plain: String
               !warning: body mode `xml` is unknown; the body is read as `raw`"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "xml", "xml": "x"}"#,
            r#"POST /a at h, auth unstated
               !warning: body mode `xml` is unknown"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn bodies_are_read() {
    let rows = [
        ("null", "none"),
        ("{}", "none"),
        (r#"{"mode": "none"}"#, "none"),
        ("[]", "none !body is a list, not an object"),
        (r#""text""#, r#"raw "text""#),
        (r#"{"mode": "raw"}"#, r#"raw """#),
        (
            r#"{"mode": "raw", "raw": "{{body}}", "options": {"raw": {"language": "json"}}}"#,
            r#"raw "{{body}}" json"#,
        ),
        (
            r#"{"mode": "raw", "raw": {"a": 1}, "options": {}}"#,
            r#"raw "{\n  \"a\": 1\n}""#,
        ),
        (
            r#"{"mode": "raw", "raw": "x", "formdata": [{"key": "a"}], "disabled": true}"#,
            r#"off raw "x""#,
        ),
        (r#"{"mode": "formdata", "formdata": ""}"#, "formdata"),
        (r#"{"mode": "urlencoded", "urlencoded": ""}"#, "urlencoded"),
        (
            r#"{"mode": "urlencoded", "urlencoded": "a=1&b"}"#,
            r#"urlencoded a="1", b=null"#,
        ),
        (
            r#"{"mode": "urlencoded", "urlencoded": {"a": 1}}"#,
            "urlencoded a=1",
        ),
        (
            r#"{"mode": "urlencoded", "urlencoded": [{"key": "a", "value": 5, "enabled": false}, {}, {"key": null}]}"#,
            "urlencoded -a=5, <none>=null",
        ),
        (
            r#"{"mode": "formdata", "formdata": 1}"#,
            "formdata !form is a number, not a list",
        ),
        (
            r#"{"mode": "formdata", "formdata": [
                {"key": "a", "type": "file", "src": "/x"}, {"key": "b", "type": "file", "src": []},
                {"key": "c", "type": "file", "src": ["/x", "/y"]}, {"key": "d", "type": "file", "src": null},
                {"key": "e", "src": "/x"}, {"key": "f", "value": "{}", "contentType": "application/json"},
                {"key": "g", "value": "1", "type": "default", "description": {"content": "G"}}]}"#,
            r#"formdata @a=null, @b=null, @*c=null, @d=null, @e=null, f="{}" (application/json), g="1" (G)"#,
        ),
        (r#"{"mode": "file", "file": {"src": "/x"}}"#, "file /x"),
        (r#"{"mode": "file", "file": {"src": null}}"#, "file"),
        (r#"{"mode": "file", "file": {"src": ["/x"]}}"#, "file /x"),
        (r#"{"mode": "file", "file": "/x"}"#, "file /x"),
        (r#"{"mode": "file"}"#, "file"),
        (
            r#"{"mode": "graphql", "graphql": {"query": "{a}", "variables": "{}"}}"#,
            r#"graphql "{a}" - "{}""#,
        ),
        (
            r#"{"mode": "graphql", "graphql": {"query": "{a}", "operationName": "A", "variables": {"b": 1}}}"#,
            r#"graphql "{a}" A {"b":1}"#,
        ),
        (
            r#"{"mode": "graphql", "graphql": "{a}"}"#,
            r#"graphql "{a}" - null"#,
        ),
        (
            r#"{"mode": "graphql", "graphql": "{\"query\": \"{a}\"}"}"#,
            r#"graphql "{a}" - null"#,
        ),
        (r#"{"mode": "graphql"}"#, r#"graphql "" - null"#),
        (
            r#"{"mode": "xml", "raw": "x"}"#,
            r#"raw "x" !body mode `xml` is unknown; the body is read as `raw`"#,
        ),
        (
            r#"{"raw": "x"}"#,
            r#"raw "x" !the body has no mode; it is read as `raw`"#,
        ),
        (r#"{"mode": null, "raw": ""}"#, "none"),
    ];
    read_table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""body": {json}"#));
        with_warnings(show_body(&request.body), &warnings)
    });
    let (request, warnings) = request(r#""data": {"mode": "raw", "raw": "x"}"#);
    let expected = "none !the request has its body under `data`, which Postman does not send";
    assert_eq!(with_warnings(show_body(&request.body), &warnings), expected);
}
