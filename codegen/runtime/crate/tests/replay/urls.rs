//! URLs, taken apart.

use serde_json::json;

use crate::support::url;

/// Server, path, query, as one text.
fn shown(url: &url::Url) -> String {
    let query = url.query.iter().map(|entry| match &entry.value {
        Some(value) => format!("{}={}", entry.key, crate::support::saved::text(value)),
        None => entry.key.clone(),
    });
    let query = query.collect::<Vec<_>>();
    format!(
        "{} | {} | {}",
        url.server,
        url.path.join(" "),
        query.join(" ")
    )
}

#[test]
fn urls_are_split() {
    let table = [
        (
            "https://a.example/b/c?d=1&e#f",
            "https://a.example | b c | d=1 e",
        ),
        ("{{baseUrl}}/a", "{{baseUrl}} | a | "),
        ("{{base/Url?}}/a?{{b&c}}=1", "{{base/Url?}} | a | {{b&c}}=1"),
        ("a.example", "a.example |  | "),
        ("http://a.example//b/", "http://a.example |  b  | "),
        ("http:\\\\a.example\\b?c=\\", "http://a.example | b | c=\\"),
        ("u:p@a.example:80/b", "a.example:80 | b | "),
        ("//a.example/b", "a.example | b | "),
        ("", " |  | "),
    ];
    for (text, expected) in table {
        assert_eq!(shown(&url::of_value(&json!(text))), expected, "{text}");
    }
    let user = url::Url::parse("u:p@x@a.example").user_info;
    assert_eq!(user.as_deref(), Some("u:p@x"));
}

#[test]
fn the_parts_of_a_url_count_before_its_text() {
    let table = [
        (
            json!({"raw": "http://wrong.example", "protocol": "https", "host": ["a", "example"], "path": ["b", "c"], "port": "81", "query": [{"key": "d", "value": 1}]}),
            "https://a.example:81 | b c | d=1",
        ),
        (
            json!({"raw": "http://a.example/b?c=1"}),
            "http://a.example | b | c=1",
        ),
        (
            json!({"raw": "http://a.example/b?c=1", "query": [{"key": "d", "value": null}]}),
            "http://a.example | b | d=",
        ),
        (
            json!({"host": "{{baseUrl}}/", "path": "/a"}),
            "{{baseUrl}} | a | ",
        ),
        (
            json!({"host": ["a"], "path": [{"value": "b"}, ""]}),
            "a | b  | ",
        ),
        (json!(null), " |  | "),
    ];
    for (value, expected) in table {
        assert_eq!(shown(&url::of_value(&value)), expected, "{value}");
    }
}
