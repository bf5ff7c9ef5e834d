//! What gets the next token: a refresh token, or the grant once more.

use std::sync::{Arc, Mutex};

use postwright_runtime::TransportErrorKind;
use postwright_runtime::oauth2::{Grant, Place};
use postwright_runtime::oauth2_answer::GrantError;
use postwright_runtime::testing::{Canned, Received, Server};

use crate::common::any;
use crate::{core, json, refusing_api, token};

#[tokio::test]
async fn refresh_tokens_rotate() {
    let api = Server::start(vec![
        Canned::new(401, &[], ""),
        Canned::new(200, &[], ""),
        Canned::new(401, &[], ""),
        Canned::new(200, &[], ""),
    ]);
    let endpoint = Server::start(vec![
        token(1, ", \"refresh_token\": \"second\""),
        token(2, ", \"refresh_token\": \"third\""),
        token(3, ""),
    ]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let observed = seen.clone();
    let grant = Grant::refresh_token("id", "first")
        .token_url(endpoint.url() + "/token")
        .refresh_url(endpoint.url() + "/refresh")
        .refresh_parameter_in(Place::Body, "scope", "less")
        .on_refresh_token(move |token| {
            let mut seen = observed.lock().expect("a lock");
            seen.push(token.expose().to_owned());
        });
    let core = core(&api, grant);
    for _ in 0..2 {
        any(&core, "GET", "/").await.expect("200");
    }
    let received = endpoint.received();
    let forms: Vec<_> = received.iter().map(Received::text).collect();
    let form =
        |token| format!("grant_type=refresh_token&refresh_token={token}&client_id=id&scope=less");
    assert_eq!(forms, [form("first"), form("second"), form("third")]);
    assert!(received.iter().all(|request| request.target == "/refresh"));
    assert_eq!(*seen.lock().expect("a lock"), ["second", "third"]);
}

#[tokio::test]
async fn a_password_is_sent_again_when_the_refresh_token_is_over() {
    let api = refusing_api();
    let endpoint = Server::start(vec![
        token(1, ", \"refresh_token\": \"r\""),
        json(400, "{\"error\": \"invalid_grant\"}"),
        token(2, ""),
    ]);
    let grant = Grant::password("id", "", "user", "pw").token_url(endpoint.url());
    any(&core(&api, grant), "GET", "/").await.expect("200");
    let received = endpoint.received();
    let types: Vec<_> = received
        .iter()
        .map(|request| {
            request
                .text()
                .split('&')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    let expected = ["password", "refresh_token", "password"];
    assert_eq!(types, expected.map(|name| format!("grant_type={name}")));
}

#[tokio::test]
async fn a_client_that_acts_for_itself_keeps_no_refresh_token() {
    let api = refusing_api();
    let endpoint = Server::start(vec![token(1, ", \"refresh_token\": \"r\""), token(2, "")]);
    let grant = Grant::client_credentials("id", "").token_url(endpoint.url());
    any(&core(&api, grant), "GET", "/").await.expect("200");
    let form = "grant_type=client_credentials&client_id=id";
    assert!(
        endpoint
            .received()
            .iter()
            .all(|request| request.text() == form)
    );
}

#[tokio::test]
async fn a_code_is_used_once() {
    let api = refusing_api();
    let endpoint = Server::start(vec![token(1, "")]);
    let grant =
        Grant::authorization_code("id", "code", "https://app", "v").token_url(endpoint.url());
    let error = any(&core(&api, grant), "GET", "/")
        .await
        .expect_err("spent");
    assert!(
        matches!(GrantError::behind(&error), Some(GrantError::Spent)),
        "{error:?}"
    );
    assert!(
        matches!(&error, postwright_runtime::Error::Transport(e) if e.kind() == TransportErrorKind::Token)
    );
    assert_eq!(endpoint.received().len(), 1);
}
