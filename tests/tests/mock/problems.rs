//! What is said of a request.

use generated::runtime::mock::{Mock, Options};

use crate::{BEARER, description, send, shop};

#[test]
fn what_is_wrong_with_a_request_is_named_and_no_value_is_shown() {
    let mock = shop();
    let list = |query: &str| format!("GET /orders?{query}\n{BEARER}\nX-Region: eu");
    let create =
        |body: &str| format!("POST /orders\n{BEARER}\nContent-Type: application/json\n\n{body}");
    for (request, expected) in [
        (
            list("limit=5&state=closed&since=2024-02-29T00:00:00%2B01:00"),
            vec![],
        ),
        (
            list("limit=s3cr3t"),
            vec!["query `limit` is no whole number"],
        ),
        (
            list("limit=5&state=s3cr3t"),
            vec!["query `state` is none of the values that the collection shows: open, closed"],
        ),
        (
            list("limit=5&since=s3cr3t"),
            vec!["query `since` is no date-time"],
        ),
        (
            list("limit=5&express=s3cr3t"),
            vec!["query `express` is no boolean"],
        ),
        (list("express=true"), vec!["query `limit` is missing"]),
        (
            format!("GET /orders?limit=1\n{BEARER}"),
            vec!["header `X-Region` is missing"],
        ),
        (
            "GET /orders/7".to_owned(),
            vec!["header `Authorization` is missing: it is the credential"],
        ),
        (
            "GET /orders/7\nAuthorization: Basic s3cr3t".to_owned(),
            vec!["header `Authorization` does not begin with `Bearer`"],
        ),
        (
            format!("GET /orders/s3cr3t\n{BEARER}"),
            vec!["path `id` is no whole number"],
        ),
        (create(r#"{"item": "tea", "more": 1}"#), vec![]),
        (
            create(
                r#"{"item": 1, "count": "s3cr3t", "lines": [{"price": 2}, {"price": "s3cr3t", "sku": null}]}"#,
            ),
            vec![
                "body `$.item` is a number, not text",
                "body `$.count` is text, not whole number",
                "body `$.lines[1].sku` is null, not text",
                "body `$.lines[1].price` is text, not number",
            ],
        ),
        (create("[1]"), vec!["body `$` is a list, not object"]),
        (create("s3cr3t"), vec!["has a body that is no JSON"]),
        (
            create(""),
            vec!["has no body, where the collection sends JSON"],
        ),
        (
            format!("POST /orders\n{BEARER}\nContent-Type: text/plain\n\n{{}}"),
            vec!["header `Content-Type` is not `application/json`"],
        ),
        (
            format!("POST /orders\n{BEARER}\n\n{{}}"),
            vec!["header `Content-Type` is missing: the collection sends `application/json`"],
        ),
        (
            "POST /token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=password"
                .to_owned(),
            vec!["form `user` is missing"],
        ),
        (
            "POST /token\nContent-Type: application/json\n\n{}".to_owned(),
            vec!["header `Content-Type` is not `application/x-www-form-urlencoded`"],
        ),
        // What is always sent.
        (
            "POST /token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=s3cr3t&user=ada"
                .to_owned(),
            vec!["form `grant_type` is not `password`, which the collection always sends"],
        ),
        (
            "POST /token\nContent-Type: application/x-www-form-urlencoded\n\nuser=ada".to_owned(),
            vec!["form `grant_type` is missing: the collection always sends it"],
        ),
        (
            "PATCH /orders/7".to_owned(),
            vec!["the collection has no `PATCH` with this path, but DELETE, GET, PUT"],
        ),
        (
            "GET /v1/ordrs/7".to_owned(),
            vec![
                "the collection has no request with this path; the closest is `GET /orders/{id}` (orders.get_order)",
            ],
        ),
    ] {
        let answer = send(&mock, &request);
        assert_eq!(answer.problems(), expected, "{request}");
        let shown = format!("{answer:?}");
        assert!(!shown.contains("s3cr3t"), "{request}\n{shown}");
    }
    for seen in mock.requests() {
        let shown = format!("{} {:?} {:?}", seen.path, seen.operation, seen.problems);
        let is_path = seen.received.target == "/orders/s3cr3t";
        assert!(is_path || !shown.contains("s3cr3t"), "{shown}");
    }
}

#[test]
fn items_of_a_list_in_one_value_are_looked_at() {
    let mock = Mock::start(&description("tests/fixtures/comma_lists")).expect("a port");
    for (request, expected) in [
        (
            "GET /books?genres=crime,drama&shelves=7,12&near=1,x",
            vec![],
        ),
        ("GET /books?genres=crime&shelves=7%2C12", vec![]),
        (
            "GET /books?genres=crime,s3cr3t&shelves=7,s3cr3t",
            vec![
                "query `genres` has an item that is none of the values that the collection shows: crime, poetry, drama",
                "query `shelves` has an item that is no whole number",
            ],
        ),
        ("GET /books", vec!["query `genres` is missing"]),
        ("GET /books/4,8", vec![]),
        (
            "GET /books/4,s3cr3t",
            vec!["path `ids` has an item that is no whole number"],
        ),
        (
            "POST /loans\nContent-Type: application/x-www-form-urlencoded\n\nbooks=4%2Cs3cr3t",
            vec!["form `books` has an item that is no whole number"],
        ),
    ] {
        assert_eq!(send(&mock, request).problems(), expected, "{request}");
    }
}

#[test]
fn secrets_of_a_path_are_not_shown() {
    let mock = shop();
    for (target, shown) in [
        ("/tokens/s3cr3t", "/tokens/{access_token}"),
        ("/nowhere/a1b2c3d4e5f6a7b8c9d0e1", "/nowhere/…"),
        ("/orders/7?key=s3cr3t", "/orders/7"),
    ] {
        send(&mock, &format!("GET {target}"));
        let seen = mock.requests().pop().expect("a request");
        assert_eq!(seen.path, shown, "{target}");
    }
}

#[test]
fn a_strict_one_refuses_what_is_wrong() {
    let options = Options {
        strict: true,
        ..Options::default()
    };
    let description = description("tests/fixtures/mock_server");
    let mock = Mock::start_with(&description, options).expect("a mock server");
    let refused = send(
        &mock,
        &format!("GET /orders?limit=many&state=open\n{BEARER}\nX-Region: eu"),
    );
    assert_eq!(refused.status, 400);
    let listed: serde_json::Value = serde_json::from_str(&refused.body).expect("JSON");
    let expected = serde_json::json!({
        "problems": [{ "in": "query", "name": "limit", "problem": "is no whole number" }]
    });
    assert_eq!(listed, expected);
    let taken = send(&mock, &format!("GET /orders/7\n{BEARER}"));
    assert_eq!(taken.status, 200);
    mock.set_strict(false);
    assert_eq!(send(&mock, "GET /orders?limit=many").status, 200);
}
