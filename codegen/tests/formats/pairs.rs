//! Section 6: headers and query entries.

use crate::outcome::{of_collection, of_request, table};
use crate::read_as::{read_table, request, show_pairs, with_warnings};

#[test]
fn headers() {
    let rows = [
        // A list.
        (
            r#""header": [{"key": "X-A", "value": "1", "description": "why"}]"#,
            r#"GET /a at h, auth unstated
               header x_a? as "X-A": i64
               params RParams"#,
        ),
        // Text.
        (
            r#""header": "X-A: 1\r\nX-B: x:y\n//X-C: off""#,
            r#"GET /a at h, auth unstated
               header x_a? as "X-A": i64
               header x_b? as "X-B": String
               header x_c? as "X-C": String
               params RParams"#,
        ),
        (r#""header": null"#, "GET /a at h, auth unstated"),
        (r#""header": [{}]"#, "GET /a at h, auth unstated"),
        (r#""header": []"#, "GET /a at h, auth unstated"),
        // Empty keys: nothing is sent.
        (
            r#""header": [{"key": "", "value": "x"}, {"key": null, "value": "x"}, {"value": "x"}]"#,
            "GET /a at h, auth unstated",
        ),
        // Values that are no text.
        (
            r#""header": [{"key": "X-A", "value": 5}, {"key": "X-B", "value": true}, {"key": "X-C", "value": null}]"#,
            r#"GET /a at h, auth unstated
               header x_a? as "X-A": i64
               header x_b? as "X-B": bool
               header x_c? as "X-C": String
               params RParams"#,
        ),
        // `enabled` in place of `disabled`.
        (
            r#""header": [{"key": "X-A", "value": "1", "enabled": false}]"#,
            r#"GET /a at h, auth unstated
               header x_a? as "X-A": i64
               params RParams"#,
        ),
        (
            r#""header": [{"key": "X-A", "value": "1", "description": {"content": "the a", "type": "text/plain"}}, {"key": "X-B", "value": "1", "description": null}]"#,
            r#"GET /a at h, auth unstated
               header x_a? as "X-A": i64
               header x_b? as "X-B": i64
               params RParams"#,
        ),
        // Duplicates.
        (
            r#""header": [{"key": "X-A", "value": "1"}, {"key": "X-A", "value": "2"}]"#,
            r#"GET /a at h, auth unstated
               header x_a? as "X-A": Vec<i64>
               params RParams"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn types_and_cookies_are_the_authors() {
    let rows = [
        // A type that is a variable, whatever the body.
        (
            r#""method": "POST", "header": [{"key": "Content-Type", "value": "{{t}}"}], "body": {"mode": "raw", "raw": "x"}"#,
            r#"POST /a at h, auth unstated
               header content_type? as "Content-Type": String
               body text/plain: String
               params RParams"#,
        ),
        // A form that may well be empty keeps its type.
        (
            r#""method": "POST", "header": [{"key": "Content-Type", "value": "application/x-www-form-urlencoded"}],
               "body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1", "disabled": true}]}"#,
            r#"POST /a at h, auth unstated
               always Content-Type: application/x-www-form-urlencoded
               body application/x-www-form-urlencoded: R
               field a?: i64"#,
        ),
        (
            r#""method": "POST", "header": [{"key": "Content-Type", "value": "application/x-www-form-urlencoded"}],
               "body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1"}]}"#,
            r#"POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field a?: i64"#,
        ),
        // Without a body the type is sent all the same,
        (
            r#""header": [{"key": "Accept", "value": "application/json"}, {"key": "Content-Type", "value": "application/json"}]"#,
            r#"GET /a at h, auth unstated
               always Accept: application/json
               always Content-Type: application/json"#,
        ),
        // with one it is that of the body.
        (
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": 1}"}, "header": [{"key": "Content-Type", "value": "application/vnd.api+json"}]"#,
            r#"POST /a at h, auth unstated
               body application/vnd.api+json: R
               struct R
               a: Option<i64>"#,
        ),
        // The type of a form replaces any other.
        (
            r#""method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1"}]}, "header": [{"key": "Content-Type", "value": "application/json"}]"#,
            r#"POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field a?: i64"#,
        ),
        // To which nothing gives a value.
        (
            r#""header": [{"key": "Accept", "value": "{{type}}"}]"#,
            r#"GET /a at h, auth unstated
               header accept? as "Accept": String
               params RParams"#,
        ),
        (
            r#""header": [{"key": "Accept", "value": "application/json"}, {"key": "accept", "value": "{{type}}"}]"#,
            r#"GET /a at h, auth unstated
               always Accept: application/json
               header accept?: String
               params RParams"#,
        ),
        (
            r#""header": [{"key": "Accept", "value": "*/*", "disabled": true}]"#,
            "GET /a at h, auth unstated",
        ),
        (
            r#""header": [{"key": "Cookie", "value": "session={{s}}"}]"#,
            r#"GET /a at h, auth unstated
               header cookie? as "Cookie": String
               params RParams"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn types_in_variables() {
    let rows = [(
        r#"{"variable": [{"key": "type", "value": "application/xml"}], "item": [{"name": "R", "request": {"method": "POST", "url": "http://h/a", "header": [{"key": "Content-Type", "value": "{{type}}"}, {"key": "Accept", "value": "{{type}}"}], "body": {"mode": "raw", "raw": "<a/>"}}}]}"#,
        r#"server h = http://h
               fn r
                 POST /a at h, auth unstated
                 always Accept: application/xml
                 body application/xml: String"#,
    )];
    table(&rows, of_collection);
}

#[test]
fn what_postman_adds_is_not_the_authors() {
    let rows = [
        // One note for all of them.
        (
            r#"{"item": [{"name": "a", "request": {"url": "http://h/a", "header": [{"key": "User-Agent", "value": "x"}, {"key": "Cache-Control", "value": "no-cache"}, {"key": "Postman-Token", "value": "1"}, {"key": "Host", "value": "h"}, {"key": "Accept-Encoding", "value": "gzip"}, {"key": "Connection", "value": "close"}]}}, {"name": "b", "request": {"url": "http://h/b", "header": [{"key": "user-agent", "value": "y"}, {"key": "Host", "value": "h", "disabled": true}]}}]}"#,
            r#"server h = http://h
               fn a
                 GET /a at h, auth unstated
               fn b
                 GET /b at h, auth unstated
               !note: 7 headers of the connection, which Postman and the client add by themselves, are left out: 2 x `User-Agent`, 1 x `Cache-Control`, 1 x `Postman-Token`, 1 x `Host`, 1 x `Accept-Encoding`, 1 x `Connection`; first in `a`, `b`"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn queries() {
    let rows = [
        (
            r#""url": {"host": ["http://h"], "path": ["a"], "query": [{"key": null, "value": "x"}, {"key": "a", "value": null}, {"key": "b", "value": true}, {"key": "c", "value": "1", "enabled": false}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 query a?: String
                 query b?: bool
                 query c?: i64
                 params RParams
               !note: a query entry without a key is left out"#,
        ),
        // Duplicate keys.
        (
            r#""url": {"host": ["http://h"], "path": ["a"], "query": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 query a?: Vec<i64>
                 params RParams"#,
        ),
        (
            r#""url": {"host": ["http://h"], "path": ["a"], "query": [{"key": "a[]", "value": "1"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 query a? as "a[]": Vec<i64>
                 params RParams"#,
        ),
        (
            r#""url": {"host": ["http://h"], "path": ["a"], "query": [{"key": "a[b]", "value": "1", "description": "The b (Required)"}, {"key": "a[c]", "value": "x"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 query a?: A (keys in brackets)
                 params RParams
               struct A
                 b: Option<i64>
                 c: Option<String>"#,
        ),
        (
            r#""url": {"host": ["http://h"], "path": ["a"], "query": [{"key": "a[b]", "value": "1"}, {"key": "a[b]", "value": "2"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 query a_b? as "a[b]": Vec<i64>
                 params RParams"#,
        ),
        (
            r#""url": {"host": ["http://h"], "path": ["a"], "query": "a=1&b"}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 query a?: i64
                 query b?: String
                 params RParams"#,
        ),
        (
            r#""url": {"host": ["http://h"], "path": ["a"], "query": null}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn headers_are_read() {
    let rows = [
        (
            r#"[{"key": "A", "value": 1}, {"key": "", "value": "x"}, {}, null]"#,
            r#"A=1, ="x""#,
        ),
        (
            r#"[{"key": "A", "value": "1", "description": null, "disabled": true}]"#,
            r#"-A="1""#,
        ),
        (
            r#"[{"name": "A", "value": "1", "description": "why"}]"#,
            r#"A="1" (why)"#,
        ),
        (
            r#""A: 1\r\n//B: x:y\n\n  more\nC""#,
            r#"A="1", -B="x:y more", C="""#,
        ),
        (r#"["A: 1"]"#, r#"A="1""#),
        (r#"{"A": "1"}"#, r#"A="1""#),
        ("null", ""),
        (r#""""#, ""),
        ("7", " !header is a number, not a list"),
        (
            "[[]]",
            " !header is a list, not an object with a key and a value",
        ),
        (
            r#"[{"key": ["A"], "value": "1"}]"#,
            r#"<none>="1" !key is a list, not text"#,
        ),
    ];
    read_table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""header": {json}"#));
        with_warnings(show_pairs(&request.headers), &warnings)
    });
}

#[test]
fn keys_that_are_variables() {
    let rows = [
        (
            r#""url": "http://h/a?{{field}}=1&{{other}}=2", "header": [{"key": "{{name}}", "value": "1"}]"#,
            r#"server h = http://h
               fn r
               GET /a at h, auth unstated
               query size?: i64
               query other? as "{{other}}": i64
               header x_app? as "X-App": i64
               params RParams"#,
        ),
        (
            r#""url": "http://h/a", "method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "{{field}}", "value": "1"}]}"#,
            r#"server h = http://h
               fn r
               POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field size?: i64"#,
        ),
    ];
    table(&rows, |members| {
        of_collection(&format!(
            r#"{{"variable": [{{"key": "name", "value": "X-App"}}, {{"key": "field", "value": "size"}}],
                "item": [{{"name": "R", "request": {{{members}}}}}]}}"#
        ))
    });
}

#[test]
fn headers_given_twice() {
    let rows = [
        // A credential has one value.
        (
            r#""header": [{"key": "X-Api-Key", "value": "{{a}}"}, {"key": "X-Api-Key", "value": "{{b}}"}]"#,
            r#"GET /a at h, auth unstated
               header x_api_key? as "X-Api-Key": Vec<String>
               params RParams"#,
        ),
        (
            r#""header": [{"key": "X-Api-Key", "value": "{{a}}"}, {"key": "X-Api-Key", "value": "{{a}}"}]"#,
            r#"credential x_api_key
               GET /a at h, auth x_api_key"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn what_is_switched_off_has_no_place_in_the_query() {
    let rows = [(
        r#""url": {"host": "http://h", "path": "a", "query": [{"key": "b", "value": "x", "disabled": true}, {"key": "a", "value": "1"}, {"key": "b", "value": "2"}, {"key": "c", "value": "v", "disabled": true}]}"#,
        r#"server h = http://h
           fn r
           GET /a at h, auth unstated
           query a?: i64
           query b?: String
           query c?: String
           params RParams"#,
    )];
    table(&rows, of_request);
}
