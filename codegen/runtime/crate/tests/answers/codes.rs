//! What a status code makes of an answer.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use postwright_runtime::testing::Server;
use postwright_runtime::{AnyBody, Call, Core, Error, Request};

use crate::common::verdict::outcome;
use crate::common::{Item, ItemError, answering, any, core, get_item, known};

#[tokio::test]
async fn a_documented_success() {
    let server = answering(200, "\u{FEFF}{\"id\": 1, \"tags\": [\"a\"], \"new\": null}");
    let item = get_item(&core(&server), 7).await.expect("200");
    assert_eq!(
        (item.id, item.status().as_u16(), item.header("x-id")),
        (1, 200, Some("7"))
    );
    assert_eq!(item.body().tags, ["a"]);
    assert!(item.bytes().ends_with(b"null}"));
    assert_eq!(
        item.into_body(),
        Item {
            id: 1,
            tags: vec!["a".to_owned()]
        }
    );
    assert_eq!(server.received()[0].target, "/items/7");
}

#[tokio::test]
async fn null_is_an_empty_list_or_map() {
    #[derive(Debug, serde::Deserialize)]
    struct Page {
        #[serde(default, deserialize_with = "postwright_runtime::nullable::or_empty")]
        items: Vec<u8>,
        #[serde(default, deserialize_with = "postwright_runtime::nullable::or_empty")]
        prices: std::collections::BTreeMap<String, u8>,
    }
    for (body, expected) in [
        ("{}", Some((0, 0))),
        ("{\"items\":null,\"prices\":null}", Some((0, 0))),
        ("{\"items\":[1],\"prices\":{\"a\":1,\"b\":2}}", Some((1, 2))),
        ("{\"items\":\"\"}", None),
        ("{\"items\":[null]}", None),
    ] {
        let server = answering(200, body);
        let call = core(&server).request("GET", "/", &[]);
        let call: Call<Page> = call.call_json(&[200]);
        let sizes = call
            .await
            .ok()
            .map(|page| (page.items.len(), page.prices.len()));
        assert_eq!(sizes, expected, "{body}");
    }
    for (body, expected) in [("null", Some(0)), ("[1]", Some(1)), ("{}", None)] {
        let server = answering(200, body);
        let call = core(&server).request("GET", "/", &[]);
        let call: Call<Vec<u8>> = call.call_json_or_empty(&[200]);
        let size = call.await.ok().map(|items| items.len());
        assert_eq!(size, expected, "{body}");
    }
}

#[tokio::test]
async fn a_documented_error() {
    let error = get_item(&core(&answering(400, "bad")), 1)
        .await
        .expect_err("400");
    assert_eq!(error.to_string(), "the server answered 400 Bad Request");
    let Error::Api(answer) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.body(), &ItemError::BadRequest("bad".to_owned()));
    let error: Error = error.into();
    let Error::Api(answer) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.text(), answer.content_type()),
        ("bad".to_owned(), Some("application/json"))
    );

    let error = get_item(&core(&answering(304, "")), 1)
        .await
        .expect_err("304");
    assert!(matches!(error, Error::Api(answer) if *answer.body() == ItemError::NotModified));
}

#[tokio::test]
async fn undocumented_answers() {
    let error = get_item(&core(&answering(201, "{\"id\":2}")), 1)
        .await
        .expect_err("201");
    assert!(error.is_success());
    let Error::Undocumented(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.json::<serde_json::Value>().expect("JSON")["id"], 2);
    assert_eq!(
        format!("{:?}", answer.body()),
        "AnyBody(application/json, 8 bytes)"
    );

    for (content_type, shown) in [
        ("Text/HTML; charset=utf-8", "AnyBody(text/html, 0 bytes)"),
        ("secret", "AnyBody(odd type, 0 bytes)"),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        let body = AnyBody::new(&headers, Bytes::new());
        assert_eq!(format!("{body:?}"), shown);
    }

    let error = get_item(&core(&answering(503, "")), 1)
        .await
        .expect_err("503");
    assert_eq!(
        error.to_string(),
        "the server answered 503 Service Unavailable, undocumented"
    );
    assert!(!error.is_success());
}

/// A success with another code than the documented one, and the body that is documented.
#[tokio::test]
async fn another_success() {
    let item = r#"{"id":1,"tags":[]}"#;
    let post = |server: &Server| core(server).request("POST", "/items", &[]);
    for (status, body, expected) in [
        (201, item, "Ok 201"),
        (200, item, "Ok 200"),
        (203, item, "Ok 203"),
        (200, "{}", "Undocumented 200"),
        (202, r#"{"job":7}"#, "Undocumented 202"),
        (204, "", "Undocumented 204"),
        (201, "{}", "Decode 201"),
        (400, "bad", "Api 400"),
        (404, item, "Undocumented 404"),
    ] {
        let server = answering(status, body);
        let answer = post(&server).call_json::<Item, ItemError>(&[201]).await;
        assert_eq!(outcome(&answer), expected, "{body}");
    }
    // A type whose members may all be absent takes any object, but not for its own.
    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code)]
    struct Loose {
        id: Option<i64>,
    }
    for (body, expected) in [
        (r#"{"id":1}"#, "Ok 200"),
        (r#"{"job":7}"#, "Undocumented 200"),
        ("{}", "Undocumented 200"),
    ] {
        let server = answering(200, body);
        let answer = post(&server).call_json::<Loose, ItemError>(&[201]).await;
        assert_eq!(outcome(&answer), expected, "{body}");
    }
    // Where none is documented, a body is something else.
    for (body, expected) in [("", "Ok 200"), (item, "Undocumented 200")] {
        let server = answering(200, body);
        let answer = post(&server).call_empty::<ItemError>(&[204]).await;
        assert_eq!(outcome(&answer), expected, "{body}");
    }
    // Any text is text, and any bytes are bytes: that says nothing.
    let server = answering(202, "later");
    let answer = post(&server).call_text::<ItemError>(&[200]).await;
    assert_eq!(outcome(&answer), "Undocumented 202");
    let answer = post(&server).call_bytes::<ItemError>(&[200]).await;
    assert_eq!(outcome(&answer), "Undocumented 202");
}

#[tokio::test]
async fn something_else_than_json() {
    for (content_type, expected) in [
        (
            "text/html; charset=utf-8",
            Some("; the answer is text/html, not JSON"),
        ),
        ("text/plain", Some("; the answer is text/plain, not JSON")),
        ("application/json", None),
        ("application/problem+json", None),
        ("", None),
        ("what ever SECRET", None),
    ] {
        let headers = [("Content-Type", content_type)];
        let headers = if content_type.is_empty() {
            &[][..]
        } else {
            &headers[..]
        };
        let server = Server::answering(200, headers, "<html>");
        let error = get_item(&core(&server), 1).await.expect_err("HTML");
        let shown = error.to_string();
        match expected {
            Some(expected) => assert!(shown.ends_with(expected), "{shown}"),
            None => assert!(!shown.contains("the answer is"), "{shown}"),
        }
    }
}

#[tokio::test]
async fn undecodable_answers() {
    for (body, path, message) in [
        (
            r#"{"id":1,"tags":["a","b",3]}"#,
            "$.tags[2]",
            "invalid type: integer, expected a string",
        ),
        (
            r#"{"id":"SECRET, expected x","tags":[]}"#,
            "$.id",
            "invalid type: string, expected i64",
        ),
        (r#"{"tags":[]}"#, "$", "missing field `id`"),
        ("", "$", "EOF while parsing a value"),
        ("<html>", "$", "expected value"),
        (r#"{"id":1,"tags":[]} x"#, "$", "trailing characters"),
    ] {
        let error = get_item(&core(&answering(200, body)), 1)
            .await
            .expect_err(body);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("SECRET"), "{shown}");
        let Error::Decode(error) = error else {
            panic!("{shown}")
        };
        assert_eq!((error.path(), &error.bytes()[..]), (path, body.as_bytes()));
        assert!(shown.contains(message), "{shown}");
        assert!(!error.detail().is_empty());
    }
}

#[tokio::test]
async fn a_refusal_without_a_credential_says_which_one_was_not_set() {
    let server = Server::answering(401, &[], "who are you?");
    let (open, set) = (core(&server), known(&server.url()));
    type Auth = fn(&mut Request);
    let cases: [(&Core, Auth, &str); 7] = [
        (&open, |_| {}, "bearer_token"),
        (&open, |request| request.auth("basic"), "basic_auth"),
        (&open, |request| request.auth("x_api_key"), "x_api_key"),
        (&open, Request::no_auth, ""),
        (
            &open,
            |request| request.override_header("Authorization", &"own"),
            "",
        ),
        (&set, |_| {}, ""),
        (&set, |request| request.auth("x_api_key"), "x_api_key"),
    ];
    for (core, auth, expected) in cases {
        let mut request = core.request("GET", "/", &[]);
        auth(&mut request);
        let call: Call<()> = request.call_any(|answer| answer.undocumented());
        let error = call.await.expect_err("401");
        assert_eq!(error.unset_credential().unwrap_or_default(), expected);
        let said = match expected {
            "" => String::new(),
            name => format!("; no credential was set: `{name}`"),
        };
        let whole = format!("the server answered 401 Unauthorized, undocumented{said}");
        assert_eq!(error.to_string(), whole);
    }
    // Other codes say nothing of credentials.
    let server = Server::answering(404, &[], "");
    let error = any(&core(&server), "GET", "/").await.expect_err("404");
    assert_eq!(error.unset_credential(), None);
}
