//! Section 8: names.

use crate::outcome::{of_collection, of_item, table};

#[test]
fn names_of_requests() {
    let rows = [
        // Missing.
        (
            r#"{"request": "http://h/a"}"#,
            r#"server h = http://h
               fn get_a
                 GET /a at h, auth unstated"#,
        ),
        // Empty.
        (
            r#"{"name": "", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn get_a
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"name": null, "request": "http://h/a"}"#,
            r#"server h = http://h
               fn get_a
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"name": 5, "request": "http://h/a"}"#,
            r#"server h = http://h
               fn n5
                 GET /a at h, auth unstated"#,
        ),
        // A URL, which Postman gives as a name to what has none.
        (
            r#"{"name": "https://h.example.com:8080/v1/a?b=1", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn get_a
                 GET /a at h, auth unstated"#,
        ),
        // Emoji only.
        (
            r#"{"name": "🚀🚀", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn get_a
                 GET /a at h, auth unstated"#,
        ),
        // No ASCII letter.
        (
            r#"{"name": "Заказы", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn zakazy
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"name": "日本", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn ri_ben
                 GET /a at h, auth unstated"#,
        ),
        // A leading digit.
        (
            r#"{"name": "2fa check", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn n2fa_check
                 GET /a at h, auth unstated"#,
        ),
        // A keyword.
        (
            r#"{"name": "type", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn r#type
                 GET /a at h, auth unstated"#,
        ),
        (
            r#"{"name": "self", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn self_
                 GET /a at h, auth unstated"#,
        ),
        // Control characters.
        (
            r#"{"name": "a\u0000\u001bb\tc", "request": "http://h/a"}"#,
            r#"server h = http://h
               fn a_b_c
                 GET /a at h, auth unstated"#,
        ),
    ];
    table(&rows, of_item);
}

#[test]
fn duplicates_within_a_folder() {
    let rows = [
        (
            r#"{"item": [{"name": "R", "request": "http://h/a"}, {"name": "R", "request": {"method": "POST", "url": "http://h/a"}}, {"name": "R", "request": {"method": "POST", "url": "http://h/b"}}]}"#,
            r#"server h = http://h
               fn r_get
                 GET /a at h, auth unstated
               fn r_a
                 POST /a at h, auth unstated
               fn r_b
                 POST /b at h, auth unstated"#,
        ),
        // The same in all respects.
        (
            r#"{"item": [{"name": "R", "request": "http://h/a"}, {"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               fn r
                 GET /a at h, auth unstated
               !note: the request is the same as an earlier one of its folder, and merged with it"#,
        ),
        // Folders.
        (
            r#"{"item": [{"name": "F", "item": [{"name": "R", "request": "http://h/a"}]}, {"name": "F", "item": [{"name": "R", "request": "http://h/a"}]}]}"#,
            r#"server h = http://h
               group f
               fn r
                 GET /a at h, auth unstated
               group f_2
               fn r
                 GET /a at h, auth unstated"#,
        ),
    ];
    table(&rows, of_collection);
}
