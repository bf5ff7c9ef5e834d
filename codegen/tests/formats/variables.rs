//! Variables: patterns, precedence, scopes.

use postwright::diag::{Diagnostics, Places};
use postwright::read;

use crate::outcome::{of_collection, table};
use crate::read_as::{document, read_table, show_variables, source, with_warnings};

#[test]
fn patterns() {
    let rows = [
        // A value that holds another variable.
        (
            r#"{"variable": [{"key": "u", "value": "http://{{h}}"}, {"key": "h", "value": "x.io"}], "item": [{"name": "R", "request": "{{u}}/a"}]}"#,
            r#"server u = http://x.io
               fn r
                 GET /a at u, auth unstated"#,
        ),
        // One that holds itself comes to an end.
        (
            r#"{"variable": [{"key": "u", "value": "http://{{u}}"}], "item": [{"name": "R", "request": "{{u}}/a"}]}"#,
            r#"server u = ?
               fn r
                 GET /a at u, auth unstated"#,
        ),
        // The name counts to the letter.
        (
            r#"{"variable": [{"key": "u", "value": "http://h"}], "item": [{"name": "R", "request": "{{ u }}/a"}]}"#,
            r#"server u = ?
               fn r
                 GET /a at u, auth unstated"#,
        ),
        // Of two the last counts,
        (
            r#"{"variable": [{"key": "u", "value": "http://h"}, {"key": "u", "value": "http://i"}], "item": [{"name": "R", "request": "{{u}}/a"}]}"#,
            r#"server u = http://i
               fn r
                 GET /a at u, auth unstated"#,
        ),
        // if it is enabled.
        (
            r#"{"variable": [{"key": "u", "value": "http://h"}, {"key": "u", "value": "http://i", "disabled": true}], "item": [{"name": "R", "request": "{{u}}/a"}]}"#,
            r#"server u = http://h
               fn r
                 GET /a at u, auth unstated"#,
        ),
        // Values that are no text.
        (
            r#"{"variable": [{"key": "u", "value": 5}, {"key": "w", "value": null}, {"key": "x", "value": {"a": 1}}], "item": [{"name": "R", "request": "http://h/{{u}}/{{w}}/{{x}}"}]}"#,
            r#"server h = http://h
               fn r
                 GET /{u}/{w}/{x} at h, auth unstated
                 path u: i64
                 path w: String
                 path x: String"#,
        ),
        (
            r#"{"variable": [{"key": "a", "value": "1"}], "item": [{"name": "R", "request": "http://h?x={{a}}&y={{nothing}}"}]}"#,
            r#"server h = http://h
               fn r
                 GET  at h, auth unstated
                 query x?: i64
                 query y?: String
                 params RParams"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn dynamic_ones_and_others() {
    let rows = [
        // Not every dollar is dynamic: `$filter` and `$top` are OData.
        (
            r#"{"item": [{"name": "R", "request": "http://h/{{$guid}}?t={{$timestamp}}&f={{$filter}}&top={{$top}}"}]}"#,
            r#"server h = http://h
               fn r
                 GET /{$guid} at h, auth unstated
                 path guid as "$guid": String
                 query t?: String
                 query f?: String
                 query top?: String
                 params RParams"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn scopes() {
    let rows = [
        // Postman does not look at the lists of folders and items.
        (
            r#"{"variable": [{"key": "u", "value": "http://h"}], "item": [{"name": "F", "variable": [{"key": "u", "value": "http://no"}], "item": [{"name": "R", "variable": [{"key": "u", "value": "http://no"}], "request": "{{u}}/a"}]}]}"#,
            r#"server u = http://h
               group f
               fn r
                 GET /a at u, auth unstated"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn a_server_with_a_variable_in_it() {
    let rows = [
        (
            r#"{"variable": [{"key": "region", "value": "eu"}], "item": [{"name": "R", "request": "https://{{region}}.api.com/a"}]}"#,
            r#"server region = https://eu.api.com
               fn r
                 GET /a at region, auth unstated
               !note: the URL of a server is made of `region`, and stays `https://eu.api.com` unless the whole of it is set"#,
        ),
        (
            r#"{"variable": [], "item": [{"name": "R", "request": "https://{{region}}.api.com/a"}]}"#,
            r#"server region = ?
               fn r
                 GET /a at region, auth unstated"#,
        ),
        (
            r#"{"variable": [{"key": "url", "value": "https://{{region}}.api.com"}, {"key": "region", "value": "eu"}], "item": [{"name": "R", "request": "{{url}}/a"}]}"#,
            r#"server url = https://eu.api.com
               fn r
                 GET /a at url, auth unstated
               !note: the URL of a server is made of `region`, and stays `https://eu.api.com` unless the whole of it is set"#,
        ),
        // A variable that is the whole host is no part of it.
        (
            r#"{"variable": [{"key": "host", "value": "api.com"}], "item": [{"name": "R", "request": "https://{{host}}/a"}]}"#,
            r#"server host = https://api.com
               fn r
                 GET /a at host, auth unstated"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn collection_variables() {
    let rows = [
        (
            r#""variable": [{"key": "a", "value": 1}, {"id": "b", "disabled": true}]"#,
            "a=1, -b=null",
        ),
        (
            r#""variables": [{"key": "a", "value": "x", "type": "secret"}], "variable": null"#,
            r#"*a="redacted""#,
        ),
        (r#""variable": {"a": "x"}"#, r#"a="x""#),
        (r#""variable": [{}, null, {"key": "", "value": ""}]"#, ""),
        (
            r#""variable": [{"value": "x"}, 1]"#,
            " !variable without a key !variable is a number, not an object with a key and a value",
        ),
    ];
    read_table(&rows, |json| {
        let (document, warnings) = document(&format!(r#"{{"item": [], {json}}}"#));
        let first: Vec<String> = warnings
            .iter()
            .map(|w| w.lines().next().unwrap_or_default().into())
            .collect();
        with_warnings(show_variables(&document.collection.variables), &first)
    });
}

#[test]
fn environments() {
    let rows = [
        (
            r#"{"name": "E", "values": [{"key": "a", "value": "1", "enabled": false}, {"key": "b", "value": "2", "type": "secret"}]}"#,
            r#"-a="1", *b="2""#,
        ),
        (r#"{"environment": {"values": []}}"#, ""),
        (r#"[{"key": "a", "value": null}]"#, "a=null"),
        (
            r#"{"item": []}"#,
            "error: this is a collection, not an environment\n  --> c.json\n  help: give the exported environment here; below `collections/` the collection is `collection.json`",
        ),
        (
            "{}",
            "error: this is not a Postman environment: there is no list `values`\n  --> c.json\n  help: export the environment from Postman",
        ),
    ];
    read_table(&rows, |json| {
        match read::environment(
            &source(json),
            &mut Places::default(),
            &mut Diagnostics::default(),
        ) {
            Ok(variables) => show_variables(&variables),
            Err(error) => error.to_string(),
        }
    });
}
