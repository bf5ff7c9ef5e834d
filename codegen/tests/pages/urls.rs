//! URLs of the next page, in bodies and `Link` headers.

use crate::{check, check_all};

#[test]
fn urls() {
    let expected = "next of an answer is the URL of the next page; items in results: User";
    for next in [
        "https://api.example.com/v1/users?page=2",
        "http://10.0.0.1/users?page=2",
        "/v1/users?page=2",
        "?page=2",
    ] {
        let answer = format!(r#"{{"results":[{{"id":1}}],"next":"{next}"}}"#);
        check("GET /users", &answer, expected);
    }
    let answer = r#"{"count":1,"next":null,"previous":null,"results":[{"id":1}]}"#;
    check("GET /users", answer, expected);
    let answer =
        r#"{"data":[{"id":1}],"_links":{"next":{"href":"https://x.test/v1/users?page=2"}}}"#;
    let expected = "_links.next.href of an answer is the URL of the next page; items in data: User";
    check("GET /users", answer, expected);
    for next in [
        r#""https://api.example.com/v1/steps/2""#, // Another resource.
        r#""/users?page=2""#,                      // Without the path of the server.
        r#""users?page=2""#,
        r#""abc""#,
        "2",
        "null",
        r#"{"name":"x"}"#,
    ] {
        let answer = format!(r#"{{"results":[{{"id":1}}],"next":{next}}}"#);
        check("GET /users", &answer, "none");
    }
    let answer = r#"{"results":[{"id":1}],"next":"https://api.example.com/v1/users?page=2"}"#;
    check("POST /users", answer, "none");
}

#[test]
fn link_headers() {
    let expected = "a Link header says the URL of the next page; items: User";
    for (link, expected) in [
        (
            r#"<https://api.example.com/v1/users?page=2>; rel="next""#,
            expected,
        ),
        ("<x?page=1>; rel=prev, <x?page=3>; rel=next", expected),
        (r#"<https://example.com/help>; rel="help""#, "none"),
        (r#"<https://example.com/next>; title="next""#, "none"),
    ] {
        check_all("GET /users", "", r#"[{"id":1}]"#, link, expected);
    }
}
