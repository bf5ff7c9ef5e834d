//! Section 2: URLs, whole and in parts, and what their variables become.

use crate::outcome::{of_collection, of_item, of_request, table};

#[test]
fn a_request_that_is_nothing_but_a_url() {
    let rows = [(
        r#"{"name": "R", "request": "http://h/a?b=1"}"#,
        r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 query b?: i64
                 params RParams"#,
    )];
    table(&rows, of_item);
}

#[test]
fn text_and_objects() {
    let rows = [
        (
            r#""url": "http://h/a?b=1""#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
                 query b?: i64
                 params RParams"#,
        ),
        // Without `raw`.
        (
            r#""url": {"protocol": "https", "host": ["h"], "path": ["a"]}"#,
            r#"server h = https://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        // The parts win over `raw`.
        (
            r#""url": {"raw": "http://no/no?no=1", "protocol": "https", "host": ["h"], "path": ["a"], "query": [{"key": "b"}]}"#,
            r#"server h = https://h
               fn r
                 GET /a at h, auth unstated
                 query b?: String
                 params RParams"#,
        ),
        // Postman sends nothing then; there is nothing but `raw` to tell what is meant.
        (
            r#""url": {"raw": "https://h/a?b=1"}"#,
            r#"server h = https://h
               fn r
                 GET /a at h, auth unstated
                 query b?: i64
                 params RParams"#,
        ),
        // Host and path as text.
        (
            r#""url": {"host": "api.h.io", "path": "a/b"}"#,
            r#"server api_h_io = http://api.h.io
               fn r
                 GET /a/b at api_h_io, auth unstated
               !warning: the URL of the server `api.h.io` names no scheme: Postman sends in the clear to `http://api.h.io`, and so does the client"#,
        ),
        // A path with objects.
        (
            r#""url": {"host": ["h"], "path": [{"type": "string", "value": "a"}, "b"]}"#,
            r#"server h = http://h
               fn r
                 GET /a/b at h, auth unstated"#,
        ),
        (
            r#""url": null"#,
            r#"server base_url = ?
               fn r
                 GET  at base_url, auth unstated"#,
        ),
        (
            r#""method": "GET", "url": """#,
            r#"server base_url = ?
               fn r
                 GET  at base_url, auth unstated"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn hosts() {
    let rows = [
        (
            r#""url": {"host": ["{{url}}{{site}}"], "path": ["a"]}"#,
            r#"server url_site = ?
               fn r
                 GET /a at url_site, auth unstated"#,
        ),
        (
            r#""url": "{{envUrl}}api/a""#,
            r#"server env_url = ?
               fn r
                 GET /a at env_url, auth unstated"#,
        ),
        // A broken variable.
        (
            r#""url": "{{apihost/a""#,
            r#"server apihost = ?
               fn r
                 GET /a at apihost, auth unstated"#,
        ),
        // A whole URL inside of host.
        (
            r#""url": {"host": ["https://api", "x", "com/v1/"], "path": ["a"]}"#,
            r#"server api_x_com = https://api.x.com
               fn r
                 GET /v1/a at api_x_com, auth unstated"#,
        ),
        // No scheme: plain HTTP.
        (
            r#""url": "h/a""#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        (
            r#""url": "//h/a""#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        // A protocol that is a variable, of whatever name.
        (
            r#""url": "{{p://}}://h/a""#,
            r#"server p = ?
               fn r
                 GET /a at p, auth unstated"#,
        ),
        (
            r#""url": {"protocol": "{{p://}}", "host": ["h"], "path": ["a"]}"#,
            r#"server p = ?
               fn r
                 GET /a at p, auth unstated"#,
        ),
        (
            r#""url": "{{h}}:{{port}}/a""#,
            r#"server h_port = ?
               fn r
                 GET /a at h_port, auth unstated"#,
        ),
        (
            r#""url": "http://h:7543/a""#,
            r#"server h_7543 = http://h:7543
               fn r
                 GET /a at h_7543, auth unstated"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn path_segments() {
    let rows = [
        (
            r#""url": "http://h/:id/b""#,
            r#"server h = http://h
               fn r
                 GET /{id}/b at h, auth unstated
                 path id: String"#,
        ),
        (
            r#""url": "http://h/<accountId>/b""#,
            r#"server h = http://h
               fn r
                 GET /{accountId}/b at h, auth unstated
                 path account_id as "accountId": String"#,
        ),
        (
            r#""url": "http://h/:id.json""#,
            r#"server h = http://h
               fn r
                 GET /{id}.json at h, auth unstated
                 path id: String"#,
        ),
        // No path variable: it does not begin the segment.
        (
            r#""url": "http://h/a:id""#,
            r#"server h = http://h
               fn r
                 GET /a:id at h, auth unstated"#,
        ),
        // Partly a variable.
        (
            r#""url": "http://h/key={{k}}""#,
            r#"server h = http://h
               fn r
                 GET /key={k} at h, auth unstated
                 path k: String"#,
        ),
        (
            r#""url": "http://h/{{model}}:generateContent""#,
            r#"server h = http://h
               fn r
                 GET /{model}:generateContent at h, auth unstated
                 path model: String"#,
        ),
        // A port mistaken for a variable: Postman sends it as a segment, and a caller may give it a value.
        (
            r#""url": {"host": ["http://h"], "path": [":7543", "a"], "variable": [{"key": "7543", "value": ""}]}"#,
            r#"server h = http://h
               fn r
                 GET /{7543}/a at h, auth unstated
                 path n7543 as "7543": String"#,
        ),
        // Braces by themselves are text to Postman.
        (
            r#""url": "http://h/{tenant}""#,
            r#"server h = http://h
               fn r
                 GET /{tenant} at h, auth unstated"#,
        ),
        (
            r#""url": "http://h/{{policyId}}}""#,
            r#"server h = http://h
               fn r
                 GET /{policyId}} at h, auth unstated
                 path policy_id as "policyId": String"#,
        ),
        (
            r#""url": "http://h/{{f/o/o}}""#,
            r#"server h = http://h
               fn r
                 GET /{f_o_o} at h, auth unstated
                 path f_o_o as "f/o/o": String"#,
        ),
        // Empty segments stay.
        (
            r#""url": "http://h//a//""#,
            r#"server h = http://h
               fn r
                 GET //a// at h, auth unstated"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn values_of_path_variables() {
    let rows = [
        // An empty value says nothing of the type; of two the last counts.
        (
            r#""url": {"host": ["http://h"], "path": [":a", ":b", ":c", ":d"], "variable": [{"key": "a", "value": ""}, {"key": "b", "value": null}, {"id": "c", "value": "7"}, {"key": "d", "value": "x"}, {"key": "d", "value": "1"}]}"#,
            r#"server h = http://h
               fn r
                 GET /{a}/{b}/{c}/{d} at h, auth unstated
                 path a: String
                 path b: String
                 path c: i64
                 path d: i64"#,
        ),
        (
            r#""url": {"host": ["http://h"], "path": [":a"], "variable": [{"key": "a", "value": "{{v}}", "disabled": true, "description": "Which one"}]}"#,
            r#"server h = http://h
               fn r
                 GET /{a} at h, auth unstated
                 path a: String"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn a_variable_and_a_path_variable_of_one_name() {
    let rows = [
        // Two things with values of their own, each of them one argument.
        (
            r#""url": {"host": ["http://h"], "path": ["{{a}}", ":a", "{{a}}", ":a.json"], "variable": [{"key": "a", "value": "1"}]}"#,
            r#"server h = http://h
               fn r
                 GET /{a}/{a_2}/{a}/{a_2}.json at h, auth unstated
                 path a: String
                 path a_2 as "a": i64"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn who_is_asking() {
    let rows = [
        // Postman turns it into Basic auth.
        (
            r#""url": "https://u:p@h/a""#,
            r#"server h = https://h
               credential basic_auth
               fn r
                 GET /a at h, auth basic_auth"#,
        ),
        (
            r#""url": {"protocol": "https", "host": ["h"], "path": ["a"], "auth": {"user": "{{u}}", "password": "{{p}}"}}"#,
            r#"server h = https://h
               credential basic_auth
               fn r
                 GET /a at h, auth basic_auth"#,
        ),
        // A header counts more.
        (
            r#""url": "https://u%40x:p%2Fq@h/a", "header": [{"key": "Authorization", "value": "Bearer {{t}}"}]"#,
            r#"server h = https://h
               credential bearer_token
               fn r
                 GET /a at h, auth bearer_token"#,
        ),
        (
            r#""url": "https://u:p@h/a", "header": [{"key": "Authorization", "value": "Bearer {{t}}", "disabled": true}]"#,
            r#"server h = https://h
               credential basic_auth
               fn r
                 GET /a at h, auth basic_auth"#,
        ),
        // So does an auth block that sets the header,
        (
            r#""url": "https://u:p@h/a", "auth": {"type": "bearer", "bearer": {"token": "{{t}}"}}"#,
            r#"server h = https://h
               credential bearer_token
               fn r
                 GET /a at h, auth bearer_token"#,
        ),
        // but none that does not.
        (
            r#""url": "https://u:p@h/a", "auth": {"type": "apikey", "apikey": {"key": "X-Key", "value": "{{k}}"}}"#,
            r#"server h = https://h
               credential x_key
               credential basic_auth
               fn r
                 GET /a at h, auth x_key + basic_auth"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn who_is_asking_in_a_variable() {
    let rows = [(
        r#"{"variable": [{"key": "base", "value": "https://u:p@h/v1"}], "item": [{"name": "R", "request": "{{base}}/a"}]}"#,
        r#"server base = https://h/v1
               credential basic_auth
               fn r
                 GET /a at base, auth basic_auth"#,
    )];
    table(&rows, of_collection);
}
