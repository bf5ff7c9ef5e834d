//! Section 5, forms: files and texts, keys in brackets, what is said of fields.

use postwright::model::{Body, FormField};
use postwright::understand;

use crate::outcome::{of_request, table};
use crate::read_as::source;

#[test]
fn keys_of_forms() {
    let rows = [
        // A file or a text under one key.
        (
            r#""method": "POST", "body": {"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": "/x", "description": "The picture (Required)"}, {"key": "f", "type": "text", "value": "http://x", "disabled": true, "description": "Or its URL"}]}"#,
            r#"POST /a at h, auth unstated
               body multipart/form-data: R
               file f?: File
               field f_text? as "f": String"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": "/x"}, {"key": "f", "type": "file", "src": "/y"}]}"#,
            r#"POST /a at h, auth unstated
               body multipart/form-data: R
               file f?: Vec<File>"#,
        ),
        // Keys in brackets are one field.
        (
            r#""method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "a[b]", "value": "1", "description": "The b (Required)"}, {"key": "a[c]", "value": "x", "description": "The c"}, {"key": "a[d]"}]}"#,
            r#"POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field a?: A (keys in brackets)
               struct A
               b: Option<i64>
               c: Option<String>
               d: Option<String>"#,
        ),
        // Unless one of them is sent twice.
        (
            r#""method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "a[b]", "value": "1"}, {"key": "a[b]", "value": "2"}, {"key": "a[c]", "value": "x"}]}"#,
            r#"POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field a_b? as "a[b]": Vec<i64>
               field a_c? as "a[c]": String"#,
        ),
        // Every example value counts.
        (
            r#""method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "a[b]", "value": "1"}, {"key": "a[b]", "value": "x", "disabled": true}]}"#,
            r#"POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field a?: A (keys in brackets)
               struct A
               b: Option<i64>"#,
        ),
        (
            r#""method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "a[]", "value": "1"}, {"key": null, "value": "x"}, {"key": "", "value": "y"}]}"#,
            r#"POST /a at h, auth unstated
               body application/x-www-form-urlencoded: R
               field a? as "a[]": Vec<i64>
               !note: a form entry without a key is left out"#,
        ),
    ];
    table(&rows, of_request);
}

/// The fields of the form of a request, with what is said of them.
fn fields(body: &str) -> Vec<(String, String)> {
    let json = format!(
        r#"{{"item": [{{"name": "R", "request": {{"method": "POST", "url": "http://h/a", "body": {body}}}}}]}}"#
    );
    let (_, understood, _) = understand(source(&json), "c").expect("a collection");
    let Some(Body::Form { fields, .. }) = &understood.api.operations[0].body else {
        panic!("no form in {json}")
    };
    let shown = fields.iter().map(|field| match field {
        FormField::Text { param, .. } => (format!("text {}", param.wire), param.docs.clone()),
        FormField::File { wire, docs, .. } => (format!("file {wire}"), docs.clone()),
        FormField::Constant { wire, value, .. } => (format!("always {wire}"), value.clone()),
    });
    shown.collect()
}

#[test]
fn what_is_said_of_fields_is_kept() {
    let found = fields(
        r#"{"mode": "formdata", "formdata": [
            {"key": "a[b][c]", "value": "1", "description": "The c (Required)"}, {"key": "a[b][d]", "value": "x", "description": "The d,\nin lines"},
            {"key": "a[e]", "description": "(Required)"}, {"key": "a[f]"},
            {"key": "g", "type": "file", "description": "The picture"}, {"key": "g", "value": "x", "description": "Its URL"}]}"#,
    );
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let of_a =
        "* `a[b][c]` (required): The c\n* `a[b][d]`: The d,\n  in lines\n* `a[e]` (required)";
    assert_eq!(
        found,
        [
            ("text a", of_a),
            ("file g", "The picture"),
            ("text g", "Its URL")
        ]
    );
}
