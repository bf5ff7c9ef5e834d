//! What is made of answers, by their status codes.

use generated::runtime::testing::{Canned, Server};
use generated::zoom::Error;
use generated::zoom::meetings::UpdateRegistrantStatusError;

use crate::{Nobody, REGISTERED, batch, chain, httpbin, update_answered, update_error, zoom};

#[tokio::test]
async fn the_documented_204_is_a_success() {
    let done = update_answered(204, &[("X-Trace", "7")], "").await;
    let done = done.expect("204");
    assert_eq!(
        (done.status().as_u16(), done.header("x-trace")),
        (204, Some("7"))
    );
    let () = done.into_body();
}

#[tokio::test]
async fn an_undocumented_200_is_an_answer_with_its_body() {
    let headers = [("Content-Type", "application/json")];
    let error = update_answered(200, &headers, r#"{"queued":3}"#).await;
    let error = error.expect_err("not documented");
    assert!(error.is_success());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(
        error.bytes().map(|bytes| &bytes[..]),
        Some(&br#"{"queued":3}"#[..])
    );
    let Error::Undocumented(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.content_type(), Some("application/json"));
    let json: serde_json::Value = answer.json().expect("JSON");
    assert_eq!(json["queued"], 3);
}

#[tokio::test]
async fn a_documented_300_is_a_variant_and_not_followed() {
    let elsewhere = Server::answering(204, &[], "");
    let location = [("Location", &*elsewhere.url())];
    let answer = update_error(300, &location, "registration is off: 68423085").await;
    assert!(
        matches!(answer.body(), UpdateRegistrantStatusError::MultipleChoices(text) if text == "registration is off: 68423085"),
        "{answer:?}"
    );
    assert!(!answer.is_success());
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn a_documented_404_has_headers_and_body() {
    let headers = [("X-Zoom-Trackingid", "v1"), ("Content-Type", "text/plain")];
    let answer = update_error(404, &headers, "no such user: ü").await;
    assert_eq!(answer.status().as_u16(), 404);
    assert_eq!(answer.header("x-zoom-trackingid"), Some("v1"));
    assert!(
        matches!(answer.body(), UpdateRegistrantStatusError::NotFound(text) if text == "no such user: ü"),
        "{answer:?}"
    );
    assert_eq!(answer.bytes(), "no such user: ü".as_bytes());
}

#[tokio::test]
async fn every_documented_error_has_its_own_variant() {
    let bad = update_error(400, &[], "bad").await.into_body();
    assert!(matches!(&bad, UpdateRegistrantStatusError::BadRequest(text) if text == "bad"));
    let many = update_error(429, &[], "many").await.into_body();
    assert!(matches!(&many, UpdateRegistrantStatusError::TooManyRequests(text) if text == "many"));
}

#[tokio::test]
async fn an_undocumented_418_is_no_success() {
    let error = update_answered(418, &[("X-Pot", "tea")], "short and stout").await;
    let error = error.expect_err("not documented");
    assert!(!error.is_success());
    let pot = error.headers().and_then(|headers| headers.get("x-pot"));
    assert_eq!(pot.map(|value| value.as_bytes()), Some(&b"tea"[..]));
    let Error::Undocumented(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.status().as_u16(), answer.text()),
        (418, "short and stout".to_owned())
    );
}

#[tokio::test]
async fn success_is_not_judged_below_400() {
    for status in [302, 304, 399, 400, 404, 500] {
        let server = Server::answering(status, &[], REGISTERED);
        let error = batch(&zoom(server.url())).await.expect_err("not the 200");
        let documented = [400, 404].contains(&status);
        assert_eq!(matches!(error, Error::Api(_)), documented, "{status}");
        assert_eq!(
            matches!(error, Error::Undocumented(_)),
            !documented,
            "{status}"
        );
        assert!(!error.is_success(), "{status}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
}

#[tokio::test]
async fn another_success_is_what_it_holds() {
    for status in [201, 202, 299] {
        let server = Server::answering(status, &[], REGISTERED);
        let answer = batch(&zoom(server.url())).await.expect("as for 200");
        assert_eq!(answer.status().as_u16(), status);
        assert!(!answer.registrants.is_empty(), "{status}");
        // What has no member of the documented answer is none.
        let server = Server::answering(status, &[], r#"{"queued":true}"#);
        let error = batch(&zoom(server.url())).await.expect_err("another body");
        assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
        assert!(error.is_success(), "{status}");
    }
}

#[tokio::test]
async fn a_broken_body_names_the_place_and_is_kept() {
    for (body, path) in [
        (
            r#"{"registrants":[{"registrant_id":"a","email":"e","join_url":"j"},{"registrant_id":"b","email":7,"join_url":"j"}]}"#,
            "$.registrants[1].email",
        ),
        (r#"{"registrants":"none"}"#, "$.registrants"),
        (r#"{"registrants":[]} and more"#, "$"),
        ("<html>", "$"),
        ("", "$"),
    ] {
        let server = Server::answering(200, &[("X-Trace", "7")], body);
        let error = batch(&zoom(server.url())).await.expect_err("broken");
        let Error::Decode(error) = error else {
            panic!("{body}: {error:?}")
        };
        assert_eq!(error.path(), path, "{body}");
        assert_eq!(error.bytes(), body.as_bytes());
        assert_eq!(error.status().as_u16(), 200);
        assert_eq!(error.headers()["x-trace"], "7");
        assert!(error.to_string().contains(path), "{error}");
    }
}

#[tokio::test]
async fn a_missing_member_names_the_object_without_it() {
    let headers = r#""headers":{"Accept":"*/*","Host":"h"}"#;
    let line = r#"{"sku":"tea","quantity":1}"#;
    let body = format!(
        r#"{{"data":"",{headers},"json":{{"lines":[{line}]}},"method":"GET","origin":"o","url":"u"}}"#
    );
    let server = Server::answering(200, &[], body.as_str());
    let client = httpbin(&server);
    let error = client.orders().one_order().get_order("1", None).await;
    let Err(Error::Decode(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.path(), "$.json.lines[0]");
    assert!(error.to_string().contains("unit_price"), "{error}");
}

#[tokio::test]
async fn a_refused_connection_is_a_transport_error() {
    let nobody = Nobody::new();
    let error = batch(&zoom(nobody.url())).await.expect_err("nobody there");
    assert!(error.is_connect() && !error.is_timeout() && !error.is_success());
    assert!(error.status().is_none() && error.bytes().is_none());
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    let chain = chain(&error);
    assert!(chain.contains("refused"), "{chain}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_a_transport_error() {
    let answer = Canned::new(200, &[], REGISTERED).promising(REGISTERED.len() + 1);
    let server = Server::start(vec![answer]);
    let error = batch(&zoom(server.url())).await.expect_err("cut short");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(!error.is_connect());
}
