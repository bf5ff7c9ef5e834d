//! What becomes of the answers of a token endpoint.

use postwright_runtime::oauth2::Grant;
use postwright_runtime::oauth2_answer::{ErrorCode, GrantError};
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{Carrier, TokenProvider};

use crate::common::{TOKEN, any};
use crate::{SECRET, api, core, json, refused, token};

#[tokio::test]
async fn lifetimes() {
    for (more, expected) in [
        ("", None),
        (", \"expires_in\": 3599", Some(3599)),
        (", \"expires_in\": \"3599\"", Some(3599)),
        (", \"expires_in\": 3599.0", Some(3599)),
        (", \"expires_in\": null", None),
        (", \"expires_in\": -1", None),
        (", \"expires_in\": 1e300", None),
        (", \"expires_in\": \"soon\"", None),
    ] {
        let endpoint = Server::start(vec![token(1, more)]);
        let carrier = Carrier::new(
            postwright_runtime::transport::ReqwestTransport::new(std::time::Duration::from_secs(
                10,
            ))
            .expect("TLS"),
        );
        let grant = Grant::client_credentials("id", SECRET).token_url(endpoint.url());
        let token = grant.token(&carrier).await.expect("a token");
        let seconds = token.lifetime().map(|lifetime| lifetime.as_secs());
        assert_eq!(seconds, expected, "{more}");
        assert_eq!(token.secret().expose(), format!("{TOKEN}-1"));
    }
}

#[tokio::test]
async fn refusals() {
    let body = "{\"error\": \"invalid_client\", \"error_description\": \"leaked\", \"error_uri\": \"https://e\"}";
    for status in [400, 401, 200] {
        let (shown, error) = refused(json(status, body)).await;
        assert!(shown.contains("invalid_client"), "{shown}");
        let refusal = error.refusal().expect("a refusal");
        assert_eq!(*refusal.code(), ErrorCode::InvalidClient);
        assert_eq!(refusal.status().map(|known| known.as_u16()), Some(status));
        assert_eq!(refusal.description(), Some("leaked"));
        assert_eq!(refusal.uri(), Some("https://e"));
    }
    let (_, error) = refused(json(400, "{\"error\": \"leaked\"}")).await;
    let refusal = error.refusal().expect("a refusal");
    assert_eq!(*refusal.code(), ErrorCode::Other("leaked".to_owned()));
}

#[tokio::test]
async fn answers_without_a_token() {
    for answer in [
        json(200, "{}"),
        json(200, "{\"access_token\": \"\"}"),
        json(200, "{\"access_token\": {\"leaked\": 1}}"),
        json(500, "{\"access_token\": \"leaked\"}"),
        json(200, "access_token=leaked"),
        Canned::new(503, &[], "leaked"),
    ] {
        let (shown, error) = refused(answer).await;
        assert!(matches!(error, GrantError::Unreadable { .. }), "{shown}");
    }
}

/// What the endpoint answers first, and how often it is asked then.
#[tokio::test]
async fn answers_that_may_pass() {
    let after = |seconds| [("Retry-After", seconds)];
    let refresh = || Grant::refresh_token("id", "r");
    let code = || Grant::authorization_code("id", "code", "https://app", "v");
    let client = || Grant::client_credentials("id", SECRET);
    for (grant, first, expected) in [
        (client(), Canned::new(503, &[], "busy"), Ok(2)),
        (client(), Canned::new(502, &[], "<html>"), Ok(2)),
        (client(), Canned::new(504, &after("0"), ""), Ok(2)),
        (client(), Canned::new(408, &[], ""), Ok(2)),
        (client(), json(429, "{\"error\": \"slow_down\"}"), Ok(2)),
        (refresh(), Canned::new(503, &[], ""), Ok(2)),
        (client(), Canned::new(429, &after("3600"), ""), Err(true)),
        (client(), Canned::new(500, &[], ""), Err(false)),
        (
            client(),
            json(400, "{\"error\": \"invalid_client\"}"),
            Err(false),
        ),
        // A code that is sent twice is taken for a stolen one.
        (code(), Canned::new(503, &after("0"), ""), Err(false)),
    ] {
        let (api, what) = (api(), format!("{grant:?} {first:?}"));
        let endpoint = Server::start(vec![first, token(1, "")]);
        let grant = grant.token_url(endpoint.url());
        match (any(&core(&api, grant), "POST", "/").await, expected) {
            (Ok(_), Ok(requests)) => assert_eq!(endpoint.requests(), requests, "{what}"),
            (Err(error), Err(is_retryable)) => {
                assert_eq!(error.is_retryable(), is_retryable, "{what}");
                let hour = std::time::Duration::from_secs(3600);
                assert_eq!(error.retry_after(), is_retryable.then_some(hour), "{what}");
                assert_eq!(error.status(), None, "the API has said nothing");
                assert_eq!(endpoint.requests(), 1, "{what}");
            }
            (outcome, _) => panic!("{what}: {outcome:?}"),
        }
    }
}
