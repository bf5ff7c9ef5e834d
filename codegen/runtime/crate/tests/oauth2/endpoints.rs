//! Where endpoints are.

use postwright_runtime::oauth2::Grant;
use postwright_runtime::oauth2_answer::GrantError;
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::token::Fetched;

use crate::common::{any, builder};
use crate::{SECRET, api, core, refused, token};

#[tokio::test]
async fn the_client_says_where_tokens_are_whatever_the_grant_says() {
    let (api, endpoint) = (api(), Server::start(vec![token(1, "")]));
    let grant = Grant::refresh_token("id", "first")
        .token_url("https://login.example/token")
        .refresh_url("https://login.example/refresh");
    let mut builder = builder(&api.url());
    builder.credential("bearer", Fetched::bearer(grant));
    builder.setting("oauth2_token_url", endpoint.url() + "/own");
    let core = builder.build().expect("a client");
    any(&core, "GET", "/").await.expect("200");
    assert_eq!(endpoint.received()[0].target, "/own");
}

#[tokio::test]
async fn a_token_endpoint_is_not_redirected_from() {
    let other = Server::start(vec![token(1, "")]);
    let (_, error) = refused(Canned::new(307, &[("Location", &other.url())], "")).await;
    assert!(matches!(error, GrantError::Unreadable { .. }), "{error:?}");
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn an_endpoint_that_is_not_there() {
    let url = Server::start(vec![token(1, "")]).url();
    let api = api();
    let core = core(&api, Grant::client_credentials("id", SECRET).token_url(url));
    let error = any(&core, "GET", "/").await.expect_err("no token");
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn an_endpoint_that_is_a_part_of_a_server_is_where_the_server_is() {
    let elsewhere = "https://api.example/v1/token";
    let at = |grant: Grant| {
        let grant = grant.default_token_url_at("base_url", "/token?tenant=1", elsewhere);
        grant.default_refresh_url_at("base_url", "/refresh", elsewhere)
    };
    // Tokens and answers come from one server, which refuses the first token.
    let server = Server::start(vec![
        token(1, ", \"refresh_token\": \"again\""),
        Canned::new(401, &[], ""),
        token(2, ""),
        Canned::new(200, &[], ""),
    ]);
    let mut builder = builder(&(server.url() + "/v2/"));
    let grant = at(Grant::password("id", "", "user", "pw"));
    builder.credential("bearer", Fetched::bearer(grant));
    let core = builder.build().expect("a client");
    any(&core, "GET", "/orders").await.expect("200");
    let targets = server.received().into_iter().map(|request| request.target);
    let targets: Vec<String> = targets.collect();
    let expected = [
        "/v2/token?tenant=1",
        "/v2/orders",
        "/v2/refresh",
        "/v2/orders",
    ];
    assert_eq!(targets, expected);
}

#[tokio::test]
async fn a_url_of_the_callers_counts_before_that_of_a_server() {
    let (api, endpoint) = (api(), Server::start(vec![token(1, "")]));
    let grant = Grant::client_credentials("id", SECRET).token_url(endpoint.url() + "/own");
    let grant = grant.default_token_url_at("base_url", "/token", "https://api.example/token");
    any(&core(&api, grant), "GET", "/").await.expect("200");
    assert_eq!(endpoint.received()[0].target, "/own");
}

#[test]
fn a_page_that_is_a_part_of_a_server() {
    let mut builder = builder("http://staging.example/v2/");
    let page = "https://api.example/authorize";
    let at = |builder: &postwright_runtime::CoreBuilder, server| {
        builder.url_at(server, "/authorize", page)
    };
    assert_eq!(
        at(&builder, "base_url"),
        "http://staging.example/v2/authorize"
    );
    assert_eq!(at(&builder, "other"), page);
    builder.default_server("other", "https://one.example");
    assert_eq!(at(&builder, "other"), "https://one.example/authorize");
}
