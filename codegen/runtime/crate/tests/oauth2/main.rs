//! OAuth 2 grants: what goes to the token endpoint, and what becomes of its answers.
#![allow(missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod answers;
mod code;
mod endpoints;
mod refreshing;
mod requests;

use std::error::Error as _;

use common::{TOKEN, any, builder};
use postwright_runtime::Core;
use postwright_runtime::oauth2::Grant;
use postwright_runtime::oauth2_answer::GrantError;
use postwright_runtime::testing::{Canned, Received, Server};
use postwright_runtime::token::Fetched;

const SECRET: &str = "s3cr3t:/+";

fn json(status: u16, body: &str) -> Canned {
    Canned::new(status, &[("Content-Type", "application/json")], body)
}

fn token(number: u8, more: &str) -> Canned {
    json(
        200,
        &format!("{{\"access_token\": \"{TOKEN}-{number}\", \"token_type\": \"bearer\"{more}}}"),
    )
}

fn core(api: &Server, grant: Grant) -> Core {
    let mut builder = builder(&api.url());
    builder.credential("bearer", Fetched::bearer(grant));
    builder.build().expect("a client")
}

fn api() -> Server {
    Server::start(vec![Canned::new(200, &[], "")])
}

fn refusing_api() -> Server {
    let refusal = Canned::new(401, &[], "");
    Server::start(vec![refusal, Canned::new(200, &[], "")])
}

/// What a grant sends for its first token.
async fn sent(grant: Grant) -> Received {
    let (api, endpoint) = (api(), Server::start(vec![token(1, "")]));
    let url = endpoint.url() + "/token?tenant=1#there";
    any(&core(&api, grant.token_url(url)), "GET", "/")
        .await
        .expect("200");
    let expected = format!("Bearer {TOKEN}-1");
    assert_eq!(api.received()[0].header("authorization"), Some(&*expected));
    let received = endpoint.received();
    assert_eq!(received.len(), 1);
    let request = received[0].clone();
    assert_eq!(request.method, "POST");
    assert_eq!(request.header("accept"), Some("application/json"));
    let form = "application/x-www-form-urlencoded";
    assert_eq!(request.header("content-type"), Some(form));
    request
}

/// The error of a call whose grant is answered so.
async fn refused(answer: Canned) -> (String, GrantError) {
    let (api, endpoint) = (api(), Server::start(vec![answer]));
    let grant = Grant::client_credentials("id", SECRET).token_url(endpoint.url());
    let error = any(&core(&api, grant), "GET", "/")
        .await
        .expect_err("no token");
    assert_eq!(api.connections(), 0);
    let shown = format!(
        "{error} {error:?} {:?}",
        error.source().map(ToString::to_string)
    );
    let found = GrantError::behind(&error)
        .expect("an error of the grant")
        .clone();
    let shown = format!("{shown} {found} {found:?}");
    for secret in [SECRET, "leaked", "czNjcj"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    (shown, found)
}
