//! Section 1: what a collection is wrapped in, what it lacks, and what is taken for one.

use crate::outcome::{of_collection, table};

#[test]
fn what_is_wrapped_around() {
    let rows = [
        (
            r#"{"collection": {"info": {"name": "N"}, "item": [{"name": "R", "request": "http://h/a"}]}}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        // A newman report.
        (
            r#"{"collection": {"info": {"name": "N"}, "item": [{"name": "R", "request": "http://h/a"}]}, "run": {"executions": [], "stats": {}}, "environment": {"values": []}}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        // Format v1 inside of an answer of the API.
        (
            r#"{"meta": {"model": "collection"}, "collection": {"requests": [{"id": "1", "name": "R", "url": "http://h/a"}]}}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn spellings_of_the_lists() {
    let rows = [
        (
            r#"{"items": [{"name": "R", "request": "{{u}}/a"}], "variables": [{"key": "u", "value": "http://h"}]}"#,
            r#"server u = http://h
               fn r
                 GET /a at u, auth unstated"#,
        ),
        // Both at once: nothing is lost.
        (
            r#"{"item": [{"name": "R", "request": "http://h/a"}], "items": [{"name": "S", "request": "http://h/b"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
               fn s
                 GET /b at h, auth unstated"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn what_info_may_lack() {
    let rows = [
        (
            r#"{"item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"info": {}, "item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"info": {"name": null, "version": {}}, "item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"info": {"name": "N", "version": "1.0"}, "item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"info": {"name": "N", "version": {"major": 1, "minor": 2, "patch": 3}}, "item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"info": {"name": "N", "schema": "v999.0.0"}, "item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
        // The label says v1, the shape v2: the shape counts.
        (
            r#"{"info": {"name": "N", "schema": "https://schema.getpostman.com/json/collection/v1.0.0/collection.json"}, "item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn both_forms_under_either_label() {
    let rows = [
        // Auth parameters as a list under the label of v2.0.
        (
            r#"{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"}, "auth": {"type": "apikey", "apikey": [{"key": "key", "value": "k"}, {"key": "in", "value": "query"}]}, "item": [{"name": "R", "request": {"url": {"host": ["h"], "path": ["a"]}}}]}"#,
            r#"server h = http://h
               credential k
               fn r
                 GET /a at h, auth k"#,
        ),
        // And as an object under that of v2.1.
        (
            r#"{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "auth": {"type": "apikey", "apikey": {"key": "k", "in": "query"}}, "item": [{"name": "R", "request": {"url": "h/a"}}]}"#,
            r#"server h = http://h
               credential k
               fn r
                 GET /a at h, auth k"#,
        ),
        // Format v1.
        (
            r#"{"name": "N", "order": ["2"], "folders": [{"id": "f", "name": "F", "order": ["1"]}], "folders_order": ["f"], "requests": [{"id": "1", "name": "R", "method": "POST", "url": "http://h/:id", "headers": "X-A: 1\n//X-B: 2\n", "dataMode": "raw", "rawModeData": "{\"a\": 1}", "pathVariables": {"id": "7"}}, {"id": "2", "name": "S", "url": "http://h/b", "dataMode": "urlencoded", "data": [{"key": "k", "value": "v"}]}]}"#,
            r#"server h = http://h
               fn s
                 GET /b at h, auth unstated
               group f
               fn r
                 POST /{id} at h, auth unstated
                 path id: i64
                 header x_a? as "X-A": i64
                 header x_b? as "X-B": i64
                 body text/plain: R
                 params RParams
               struct R
                 a: Option<i64>"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn what_is_no_collection() {
    let rows = [
        // An environment.
        (
            r#"{"name": "E", "values": [{"key": "a", "value": "1", "enabled": true}], "_postman_variable_scope": "environment"}"#,
            r#"error: this is a Postman environment, not a collection
                 --> c.json
                 help: give it with `--environment`; below `collections/` it is `environment.json` beside the collection"#,
        ),
        (
            r#"{"name": "Globals", "values": [], "_postman_variable_scope": "globals"}"#,
            r#"error: this is a Postman environment, not a collection
                 --> c.json
                 help: give it with `--environment`; below `collections/` it is `environment.json` beside the collection"#,
        ),
        (
            r#"{"run": {}, "collection": 5}"#,
            r#"error: this is not a Postman collection: it has neither `item` nor `requests`
                 --> c.json
                 help: export the collection from Postman (… > Export > Collection v2.1)"#,
        ),
        (
            r#"{"info": {"name": "N"}}"#,
            r#"error: this is not a Postman collection: it has neither `item` nor `requests`
                 --> c.json
                 help: export the collection from Postman (… > Export > Collection v2.1)"#,
        ),
    ];
    table(&rows, of_collection);
}
