//! Bodies: JSON, text, bytes, and what a call puts in the place of them.

use postwright_runtime::Error;

use crate::common::{answering, builder, core};
use crate::sent;

#[tokio::test]
async fn bodies() {
    let json = sent("POST", "/", |request| request.json(&vec![1, 2])).await;
    assert_eq!(json.text(), "[1,2]");
    assert_eq!(json.header("content-type"), Some("application/json"));
    assert_eq!(json.header("content-length"), Some("5"));

    let own = sent("DELETE", "/", |request| {
        request.header("content-type", &"text/csv");
        request.text("text/plain", "a\r\nü");
    })
    .await;
    assert_eq!(
        (own.text().as_str(), own.header("content-type")),
        ("a\r\nü", Some("text/csv"))
    );

    let traced = sent("TRACE", "/", |_| {}).await;
    assert_eq!(traced.header("content-length"), None);
    let empty = sent("POST", "/", |request| request.text("text/plain", "")).await;
    assert_eq!(empty.header("content-type"), None);
    assert_eq!(empty.header("content-length"), Some("0"));
    assert_eq!(
        empty
            .headers
            .iter()
            .filter(|(n, _)| n == "content-length")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_call_brings_a_body_of_its_own() {
    for own in [None, Some("the operation's")] {
        let server = answering(200, "{}");
        let mut request = core(&server).request("DELETE", "/i", &[]);
        if let Some(text) = own {
            request.text("text/plain", text);
        }
        let call = request.call_any(|answer| answer.empty());
        call.body("application/json", r#"{"a":1}"#)
            .await
            .expect("200");
        let received = server.received().remove(0);
        assert_eq!(received.body, br#"{"a":1}"#);
        assert_eq!(received.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn the_body_of_a_call_has_the_type_that_it_says() {
    for (header, expected) in [(None, "text/csv"), (Some("text/x"), "text/x")] {
        let server = answering(200, "{}");
        let mut builder = builder(&server.url());
        builder.default_header("Content-Type".to_owned(), "text/default".to_owned());
        let mut request = builder.build().expect("valid").request("PUT", "/i", &[]);
        request.header("Content-Type", &"application/vnd.api+json");
        request.json(&1);
        let call = request.call_any(|answer| answer.empty());
        let call = call.header("Content-Type", header);
        call.body("text/csv", "a,b").await.expect("200");
        let received = server.received().remove(0);
        assert_eq!(received.text(), "a,b");
        assert_eq!(received.header("content-type"), Some(expected));
    }
}

#[tokio::test]
async fn a_call_brings_no_body_in_the_place_of_one() {
    let server = answering(200, "{}");
    let mut request = core(&server).request("PUT", "/i", &[]);
    request.text("text/plain", "the operation's");
    let call = request.call_any(|answer| answer.empty());
    call.body("application/json", "").await.expect("200");
    let received = server.received().remove(0);
    assert_eq!(received.text(), "");
    assert_eq!(received.header("content-type"), None);
    assert_eq!(received.header("content-length"), Some("0"));
}

#[tokio::test]
async fn what_is_no_json_is_refused() {
    let server = answering(200, "{}");
    let mut request = core(&server).request("POST", "/", &[]);
    request.json(&std::collections::HashMap::from([((1, 2), 3)]));
    let error = request
        .call_any(|answer| answer.empty())
        .await
        .expect_err("refused");
    assert!(matches!(&error, Error::Request(e) if e.argument() == "body"));
    assert!(server.received().is_empty());
}
