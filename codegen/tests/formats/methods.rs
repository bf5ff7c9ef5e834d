//! Section 3: methods.

use crate::outcome::{of_collection, of_request, table};
use crate::read_as::{read_table, request, with_warnings};

#[test]
fn methods() {
    let rows = [
        // Lower case.
        (r#""method": "get""#, "GET /a at h, auth unstated"),
        (r#""method": "PURGE""#, "PURGE /a at h, auth unstated"),
        (r#""method": "LOCK""#, "LOCK /a at h, auth unstated"),
        (r#""method": "PROPFIND""#, "PROPFIND /a at h, auth unstated"),
        (r#""method": "VIEW""#, "VIEW /a at h, auth unstated"),
        (r#""method": "LINK""#, "LINK /a at h, auth unstated"),
        (r#""method": "M-SEARCH""#, "M-SEARCH /a at h, auth unstated"),
        (r#""method": "anything""#, "ANYTHING /a at h, auth unstated"),
        (r#""method": null"#, "GET /a at h, auth unstated"),
        (r#""method": """#, "GET /a at h, auth unstated"),
        (r#""method": "  ""#, "GET /a at h, auth unstated"),
        (r#""#, "GET /a at h, auth unstated"),
        (r#""method": " PUT ""#, "PUT /a at h, auth unstated"),
        (
            r#""method": {}"#,
            r#"GET /a at h, auth unstated
               !warning: method is an object, not text"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn what_http_cannot_carry() {
    let rows = [
        (
            r#""method": "GET IT""#,
            r#"GET /a at h, auth unstated
               !warning: `GET IT` is no method that HTTP can carry; the request is read as GET"#,
        ),
        // With a body it is read as POST.
        (
            r#""method": "DELÈTE", "body": {"mode": "raw", "raw": "{\"a\": 1}"}"#,
            r#"POST /a at h, auth unstated
               body text/plain: R
               struct R
               a: Option<i64>
               !warning: `DELÈTE` is no method that HTTP can carry; the request is read as POST"#,
        ),
        (
            r#""method": "{{method}}""#,
            r#"GET /a at h, auth unstated
               !warning: nothing gives a value to the method `{{method}}`; the request is read as GET"#,
        ),
        (
            r#""method": "{{method}}", "body": {"mode": "raw", "raw": "text"}"#,
            r#"POST /a at h, auth unstated
               body text/plain: String
               !warning: nothing gives a value to the method `{{method}}`; the request is read as POST"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn variables() {
    let rows = [
        // Postman turns to upper case before it looks the variable up,
        (
            r#"{"variable": [{"key": "M", "value": "put"}], "item": [{"name": "R", "request": {"method": "{{m}}", "url": "http://h/a"}}]}"#,
            r#"server h = http://h
               fn r
                 PUT /a at h, auth unstated"#,
        ),
        // but there is no doubt of what is meant here either.
        (
            r#"{"variable": [{"key": "m", "value": "put"}], "item": [{"name": "R", "request": {"method": "{{m}}", "url": "http://h/a"}}]}"#,
            r#"server h = http://h
               fn r
                 PUT /a at h, auth unstated"#,
        ),
        // An answer to HEAD has no body.
        (
            r#"{"variable": [{"key": "m", "value": "{{n}}"}, {"key": "n", "value": "HEAD"}], "item": [{"name": "R", "request": {"method": "{{m}}", "url": "http://h/a"}, "response": [{"code": 200, "body": "x"}]}]}"#,
            r#"server h = http://h
               fn r
                 HEAD /a at h, auth unstated
                 200 Ok: nothing"#,
        ),
        (
            r#"{"variable": [{"key": "m", "value": "no method"}], "item": [{"name": "R", "request": {"method": "{{m}}", "url": "http://h/a"}}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
               !warning: nothing gives a value to the method `{{m}}`; the request is read as GET"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn methods_that_send_no_body() {
    let rows = [
        (
            r#""method": "GET", "body": {"mode": "raw", "raw": "x"}"#,
            "GET /a at h, auth unstated",
        ),
        (
            r#""method": "HEAD", "body": {"mode": "raw", "raw": "x"}"#,
            "HEAD /a at h, auth unstated",
        ),
        (
            r#""method": "COPY", "body": {"mode": "raw", "raw": "x"}"#,
            "COPY /a at h, auth unstated",
        ),
        (
            r#""method": "PURGE", "body": {"mode": "raw", "raw": "x"}"#,
            "PURGE /a at h, auth unstated",
        ),
        (
            r#""method": "UNLOCK", "body": {"mode": "raw", "raw": "x"}"#,
            "UNLOCK /a at h, auth unstated",
        ),
        (
            r#""method": "DELETE", "body": {"mode": "raw", "raw": "x"}"#,
            r#"DELETE /a at h, auth unstated
               body text/plain: String"#,
        ),
        (
            r#""method": "OPTIONS", "body": {"mode": "raw", "raw": "x"}"#,
            r#"OPTIONS /a at h, auth unstated
               body text/plain: String"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn methods_are_read() {
    let rows = [
        (r#""get""#, r#"Some("get")"#),
        (r#"" PURGE ""#, r#"Some("PURGE")"#),
        (r#""""#, "None"),
        (r#""  ""#, "None"),
        ("null", "None"),
        ("{}", "None !method is an object, not text"),
    ];
    read_table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""method": {json}"#));
        with_warnings(format!("{:?}", request.method), &warnings)
    });
}
