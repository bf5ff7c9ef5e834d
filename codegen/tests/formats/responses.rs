//! Section 7 and the reading of saved responses.

use crate::outcome::{of_item, of_responses, table};
use crate::read_as::{item, read_table, show_response, with_warnings};

#[test]
fn what_may_be_missing() {
    let rows = [
        // No headers, no original request.
        (
            r#"{"code": 200, "body": "{\"a\": 1}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<i64>"#,
        ),
        (
            r#"{"code": 200, "status": null, "body": null, "header": null, "originalRequest": null}"#,
            "200 Ok: nothing",
        ),
        // The original request as text.
        (
            r#"{"code": 200, "originalRequest": "http://h/b", "responseTime": "12"}"#,
            "200 Ok: nothing",
        ),
        (
            r#"{"code": 200, "body": "{\"a\": 1}", "header": "Content-Type: application/json"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<i64>"#,
        ),
        (r#"null"#, ""),
    ];
    table(&rows, of_responses);
}

#[test]
fn codes() {
    let rows = [
        (
            r#"{"code": 304}"#,
            r#"error RError
               304 NotModified: nothing"#,
        ),
        (
            r#"{"code": 510, "body": "x"}, {"code": 553, "body": "{\"a\": 1}"}"#,
            r#"error RError
               510 NotExtended: String
               553 Status553: RStatus553
               struct RStatus553
               a: Option<i64>"#,
        ),
        // No status of HTTP.
        (
            r#"{"code": 999, "body": "{}"}"#,
            "!warning: the saved response has 999, which is no status code",
        ),
        (
            r#"{"code": "404", "body": "x"}"#,
            r#"error RError
               404 NotFound: String"#,
        ),
        (
            r#"{"code": "4xx"}"#,
            r#"!warning: status code "4xx" is not a number"#,
        ),
        (
            r#"{"code": 0}"#,
            "!warning: the saved response has 0, which is no status code",
        ),
        // It has no content.
        (r#"{"code": 204, "body": "x"}"#, "204 NoContent: nothing"),
    ];
    table(&rows, of_responses);
}

#[test]
fn without_a_code_and_beside_a_success_it_is_for_errors() {
    let error = r#"{"name": "Unexpected error", "body": "{\"a\": 1}"}"#;
    let rows = [
        (
            format!(r#"{{"code": 200}}, {error}"#),
            r#"error RError
               200 Ok: nothing
               default Default: RDefault
               struct RDefault
               a: Option<i64>"#,
        ),
        // Codes have their own types.
        (
            format!(r#"{{"code": 500, "body": "{{\"b\": 1}}"}}, {{"code": 200}}, {error}"#),
            r#"error RError
               200 Ok: nothing
               500 InternalServerError: RInternalServerError
               default Default: RDefault
               struct RInternalServerError
               b: Option<i64>
               struct RDefault
               a: Option<i64>"#,
        ),
        // Several are one.
        (
            format!(r#"{{"code": 200}}, {error}, {{"name": "default", "body": "{{\"b\": 1}}"}}"#),
            r#"error RError
               200 Ok: nothing
               default Default: RDefault
               struct RDefault
               a: Option<i64>
               b: Option<i64>"#,
        ),
        // Without a body it holds text, as every error does.
        (
            r#"{"code": 200}, {"name": "default"}"#.to_owned(),
            r#"error RError
               200 Ok: nothing
               default Default: String"#,
        ),
        // Somebody may have forgotten the code.
        (
            r#"{"code": 200}, {"name": "No such order", "body": "gone"}"#.to_owned(),
            r#"error RError
               200 Ok: nothing
               default Default: String
               !note: the saved response has no status code; it is taken for any error that has no response of its own"#,
        ),
        (
            format!(r#"{{"code": 200}}, {{"code": 999, "body": "x"}}, {error}"#),
            r#"error RError
               200 Ok: nothing
               default Default: RDefault
               struct RDefault
               a: Option<i64>
               !warning: the saved response has 999, which is no status code"#,
        ),
    ];
    for (input, expected) in &rows {
        table(&[(input, *expected)], of_responses);
    }
}

#[test]
fn without_a_code_and_without_a_success_it_is_one() {
    let rows = [
        (
            r#"{"name": "default response", "body": "{\"a\": 1}"}"#,
            r#"default Success: RResponse
               struct RResponse
               a: Option<i64>"#,
        ),
        (
            r#"{"name": "default response", "body": "{\"a\": 1}"}, {"code": 404, "body": "x"}"#,
            r#"error RError
               404 NotFound: String
               default Success: RResponse
               struct RResponse
               a: Option<i64>"#,
        ),
        (
            r#"{"name": "Orders", "body": "{\"a\": 1}"}"#,
            r#"default Success: RResponse
               struct RResponse
               a: Option<i64>
               !note: the saved response has no status code; it is taken for any success"#,
        ),
        // Nobody says that nothing comes.
        (
            r#"{"name": "successful operation"}"#,
            r#"default Success: any
               !note: the saved response has no status code; it is taken for any success"#,
        ),
        // But for those that say otherwise.
        (
            r#"{"name": "Error: no such order", "body": "{\"a\": 1}"}"#,
            r#"error RError
               default Default: RDefault
               struct RDefault
               a: Option<i64>"#,
        ),
        (
            r#"{"name": "Default", "header": [{"key": "Content-Type", "value": "application/problem+json"}], "body": "{\"a\": 1}"}"#,
            r#"error RError
               default Default: RDefault
               struct RDefault
               a: Option<i64>"#,
        ),
    ];
    table(&rows, of_responses);
}

#[test]
fn without_a_code_it_has_the_one_that_is_expected() {
    let item = |script: &str| {
        format!(
            r#"{{"name": "R", "request": "http://h/a",
                "event": [{{"listen": "test", "script": {{"exec": ["{script}"]}}}}],
                "response": [{{"name": "Orders", "body": "{{\"a\": 1}}"}}]}}"#
        )
    };
    let rows = [
        (
            item("pm.response.to.have.status(201)"),
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 201 Created: RResponse
               struct RResponse
                 a: Option<i64>
               !note: the saved response has no status code; it is taken for 201, which a test script expects"#,
        ),
        (
            item("pm.response.to.have.status(404)"),
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 error RError
                 404 NotFound: String
                 default Success: RResponse
               struct RResponse
                 a: Option<i64>
               !note: the saved response has no status code; it is taken for any success"#,
        ),
    ];
    for (input, expected) in &rows {
        table(&[(input, *expected)], of_item);
    }
}

#[test]
fn bodies() {
    let rows = [
        // Text under the language json.
        (
            r#"{"code": 200, "_postman_previewlanguage": "json", "body": "gone"}"#,
            "200 Ok: String",
        ),
        // Variables.
        (
            r#"{"code": 200, "body": "{\"a\": {{x}}, \"b\": \"{{y}}\"}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<serde_json::Value>
               b: Option<String>"#,
        ),
        // Placeholders.
        (
            r#"{"code": 200, "body": "{\"a\": \"<string>\", \"b\": \"<integer>\"}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<String>
               b: Option<i64>"#,
        ),
        // Cut off.
        (
            r#"{"code": 200, "body": "{\"a\": [1, 2"}"#,
            "200 Ok: String",
        ),
        // Where the converter gave up, anything may come.
        (
            r#"{"code": 200, "body": "{\"a\": \"<Error: Too many levels of nesting to fake this schema>\", \"b\": 1}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<serde_json::Value>
               b: Option<i64>"#,
        ),
        (
            r#"{"code": 200, "body": "<Error: Too many levels of nesting to fake this schema>"}"#,
            "200 Ok: String",
        ),
        // A key twice: the last counts.
        (
            r#"{"code": 200, "body": "{\"a\": 1, \"a\": \"x\"}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<String>
               !note: the saved body has a key twice in one object; the last one counts, and no test is made of it"#,
        ),
        (
            r#"{"code": 200, "body": "{\"a\": 1}"}, {"code": 200, "body": "oops"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<i64>
               !note: this body is not JSON, but others saved for status 200 are"#,
        ),
    ];
    table(&rows, of_responses);
}

#[test]
fn what_tells_the_type() {
    let rows = [
        // First the header,
        (
            r#"{"code": 200, "header": [{"key": "Content-Type", "value": "text/plain"}], "_postman_previewlanguage": "json", "body": "{\"a\": 1}"}"#,
            "200 Ok: String",
        ),
        // then the language it is shown in,
        (
            r#"{"code": 200, "_postman_previewlanguage": "json", "body": "[1]"}"#,
            "200 Ok: Vec<i64>",
        ),
        // then how it looks.
        (
            r#"{"code": 200, "_postman_previewlanguage": "Text", "body": "{\"a\": 1}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<i64>"#,
        ),
        (
            r#"{"code": 200, "_postman_previewlanguage": "plain", "body": "{\"a\": 1}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<i64>"#,
        ),
        (
            r#"{"code": 200, "_postman_previewlanguage": "javascript", "body": "{\"a\": 1}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<i64>"#,
        ),
        (
            r#"{"code": 200, "_postman_previewlanguage": "html", "body": "<p>"}"#,
            "200 Ok: String",
        ),
        (
            r#"{"code": 200, "header": [{"key": "content-type", "value": "image/png"}], "body": "x"}"#,
            "200 Ok: Bytes",
        ),
        (
            r#"{"code": 200, "header": [{"key": "Content-Type", "value": "application/problem+json"}], "body": "{\"a\": 1}"}"#,
            r#"200 Ok: RResponse
               struct RResponse
               a: Option<i64>"#,
        ),
    ];
    table(&rows, of_responses);
}

#[test]
fn placeholders() {
    let rows = [(
        r#"{"code": 200, "body": "{\"string\": \"<string>\", \"integer\": \"<integer>\", \"long\": \"<long>\", \"number\": \"<number>\", \"float\": \"<float>\", \"double\": \"<double>\", \"boolean\": \"<boolean>\", \"date\": \"<date>\", \"dateTime\": \"<dateTime>\", \"uuid\": \"<uuid>\", \"email\": \"<email>\", \"uri\": \"<uri>\", \"url\": \"<url>\", \"binary\": \"<binary>\", \"byte\": \"<byte>\", \"password\": \"<password>\"}"}"#,
        r#"200 Ok: RResponse
               struct RResponse
               string: Option<String>
               integer: Option<i64>
               long: Option<i64>
               number: Option<f64>
               float: Option<f64>
               double: Option<f64>
               boolean: Option<bool>
               date: Option<String>
               date_time as "dateTime": Option<String>
               uuid: Option<String>
               email: Option<String>
               uri: Option<String>
               url: Option<String>
               binary: Option<String>
               byte: Option<String>
               password: Option<String>"#,
    )];
    table(&rows, of_responses);
}

#[test]
fn the_original_request_is_evidence() {
    let rows = [
        // Further parameters, members and values; but never the headers that Postman adds.
        (
            r#"{"name": "R", "request": {"method": "POST", "url": "http://h/a?b=1", "header": [{"key": "X-A", "value": "1"}], "body": {"mode": "raw", "raw": "{\"c\": 1}"}}, "response": [{"code": 200, "originalRequest": {"method": "POST", "url": "http://h/a?b=x&d=2", "header": [{"key": "X-E", "value": "1"}, {"key": "User-Agent", "value": "x"}, {"key": "Accept", "value": "*/*"}, {"key": "Cache-Control", "value": "no-cache"}, {"key": "Postman-Token", "value": "1"}, {"key": "Host", "value": "h"}, {"key": "Accept-Encoding", "value": "gzip"}, {"key": "Connection", "value": "close"}], "body": {"mode": "raw", "raw": "{\"c\": null, \"f\": true}"}}}]}"#,
            r#"server h = http://h
               fn r
                 POST /a at h, auth unstated
                 query b?: String
                 query d?: i64
                 header x_a? as "X-A": i64
                 header x_e? as "X-E": i64
                 body text/plain: R
                 params RParams
                 200 Ok: nothing
               struct R
                 c: Option<Option<i64>>
                 f: Option<bool>"#,
        ),
    ];
    table(&rows, of_item);
}

#[test]
fn responses_are_read() {
    let rows = [
        (
            r#"{"name": "ok", "code": 200, "status": "OK", "header": [{"key": "A", "value": "1"}], "body": "{}",
                "_postman_previewlanguage": "json", "originalRequest": {"method": "GET", "url": "h/a"}, "responseTime": "12"}"#,
            r#""ok" 200 Some("OK") [A="1"] Some("{}") Some("json") Some("h [\"a\"]")"#,
        ),
        (
            r#"{"code": "404", "header": "A: 1"}"#,
            r#""" 404 None [A="1"] None None None"#,
        ),
        (
            r#"{"code": "", "originalRequest": {}}"#,
            r#""" default None [] None None None"#,
        ),
        (
            r#"{"code": " Default "}"#,
            r#""" default None [] None None None"#,
        ),
        (
            r#"{"code": null, "status": null, "body": null, "header": null, "originalRequest": null,
                "_postman_previewlanguage": null}"#,
            r#""" default None [] None None None"#,
        ),
        (
            r#"{"code": 999, "originalRequest": "http://h/a"}"#,
            r#""" 999 None [] None None Some("http | h [\"a\"]")"#,
        ),
        (
            r#"{"body": {"a": [1]}}"#,
            r#""" default None [] Some("{\n  \"a\": [\n    1\n  ]\n}") None None"#,
        ),
        (
            r#"{"code": "4xx"}"#,
            r#""" ? None [] None None None !status code "4xx" is not a number"#,
        ),
        (
            r#"{"code": 1.5}"#,
            r#""" ? None [] None None None !status code 1.5 is not a number"#,
        ),
        (
            r#"{"originalRequest": 1}"#,
            r#""" default None [] None None None !originalRequest is a number, not an object or text"#,
        ),
        ("null", ""),
        ("1", " !saved response is a number, not an object"),
    ];
    read_table(&rows, |json| {
        let (request, warnings) = item(&format!(r#"{{"request": "h", "response": [{json}]}}"#));
        let shown: Vec<_> = request
            .expect("a request")
            .responses
            .iter()
            .map(show_response)
            .collect();
        with_warnings(shown.join("; "), &warnings)
    });
}
