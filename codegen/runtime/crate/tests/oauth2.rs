//! OAuth 2 grants: what goes to the token endpoint, and what becomes of its answers.
#![allow(missing_docs)]

mod common;

use std::error::Error as _;
use std::sync::{Arc, Mutex};

use common::{TOKEN, any, builder};
use postwright_runtime::oauth2::{ClientAuthentication, Grant, Place};
use postwright_runtime::oauth2_answer::{ErrorCode, GrantError};
use postwright_runtime::oauth2_code::{Authorization, AuthorizationCode, challenge};
use postwright_runtime::testing::{Canned, Received, Server};
use postwright_runtime::token::Fetched;
use postwright_runtime::{Carrier, Core, TokenProvider, TransportErrorKind};

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

async fn check(grant: Grant, form: &str, authorization: Option<&str>) {
    let request = sent(grant).await;
    assert_eq!(request.text(), form);
    assert_eq!(request.header("authorization"), authorization);
    assert_eq!(request.target, "/token?tenant=1");
}

/// `i%3Ad` and `s3cr3t%3A%2F%2B`: a form's encoding within Basic auth (RFC 6749 §2.3.1).
const BASIC: Option<&str> = Some("Basic aSUzQWQ6czNjcjN0JTNBJTJGJTJC");

#[tokio::test]
async fn client_credentials() {
    let grant = || Grant::client_credentials("i:d", SECRET);
    check(grant(), "grant_type=client_credentials", BASIC).await;
    check(
        grant()
            .scope("read write")
            .parameter("audience", "https://a"),
        "grant_type=client_credentials&scope=read%20write&audience=https%3A%2F%2Fa",
        BASIC,
    )
    .await;
    check(
        grant().authentication(ClientAuthentication::Body),
        "grant_type=client_credentials&client_id=i%3Ad&client_secret=s3cr3t%3A%2F%2B",
        None,
    )
    .await;
    check(
        Grant::client_credentials("public", ""),
        "grant_type=client_credentials&client_id=public",
        None,
    )
    .await;
}

#[tokio::test]
async fn other_grants() {
    check(
        Grant::of_type("account_credentials", "i:d", SECRET).parameter("account_id", "7"),
        "grant_type=account_credentials&account_id=7",
        BASIC,
    )
    .await;
    check(
        Grant::password("i:d", SECRET, "jörg", "p w").scope("a"),
        "grant_type=password&username=j%C3%B6rg&password=p%20w&scope=a",
        BASIC,
    )
    .await;
    check(
        Grant::refresh_token("i:d", "old")
            .client_secret(SECRET)
            .scope("not sent"),
        "grant_type=refresh_token&refresh_token=old",
        BASIC,
    )
    .await;
    check(
        Grant::authorization_code("public", "c0de", "https://app/back", "verifier").scope("no"),
        "grant_type=authorization_code&code=c0de&redirect_uri=https%3A%2F%2Fapp%2Fback&code_verifier=verifier&client_id=public",
        None,
    )
    .await;
}

#[tokio::test]
async fn parameters_go_where_they_should() {
    let grant = Grant::client_credentials("id", SECRET)
        .parameter_in(Place::Query, "a", "1&2")
        .parameter_in(Place::Header, "X-B", "3")
        .parameter("c", "4")
        .default_parameter(Place::Body, "c", "not this")
        .default_parameter(Place::Body, "d", "5")
        .default_scope("s")
        .default_in_body();
    let request = sent(grant).await;
    assert_eq!(request.target, "/token?tenant=1&a=1%262");
    assert_eq!(request.header("x-b"), Some("3"));
    let form =
        "grant_type=client_credentials&scope=s&client_id=id&client_secret=s3cr3t%3A%2F%2B&c=4&d=5";
    assert_eq!(request.text(), form);
}

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

/// The error of a call whose grant is answered so.
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

#[test]
fn settings_are_checked() {
    let grant = || Grant::client_credentials("id", SECRET);
    for (grant, expected) in [
        (grant(), "`bearer` is an OAuth endpoint without a URL"),
        (grant().token_url("s3cr3t"), "`bearer` is not a URL"),
        (
            grant().token_url("ftp://a/b"),
            "`bearer` is a URL that is not http or https",
        ),
        (
            Grant::client_credentials("", SECRET).token_url("https://a"),
            "`bearer` is an OAuth client without an id",
        ),
        (
            grant()
                .token_url("https://a")
                .parameter_in(Place::Header, "X", "a\nb"),
            "`bearer` holds a character that no header may hold",
        ),
    ] {
        let mut builder = builder("http://localhost");
        builder.credential("bearer", Fetched::bearer(grant));
        let error = builder.build().expect_err("no client");
        assert_eq!(error.to_string(), expected);
    }
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

#[test]
fn the_challenge_of_rfc_7636() {
    // Appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert_eq!(
        challenge(verifier),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

fn flow() -> AuthorizationCode {
    AuthorizationCode::new("i d", "https://app.example/back?a=1")
        .auth_url("https://login.example/authorize?tenant=1")
        .scope("read write")
        .parameter("prompt", "consent")
}

#[test]
fn the_url_for_the_user() {
    let begun = flow().begin().expect("a URL");
    let url = reqwest::Url::parse(begun.url()).expect("a URL");
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let verifier = begun.verifier().expose();
    assert_eq!((verifier.len(), begun.state().expose().len()), (43, 22));
    let expected = [
        ("tenant", "1"),
        ("response_type", "code"),
        ("client_id", "i d"),
        ("redirect_uri", "https://app.example/back?a=1"),
        ("scope", "read write"),
        ("state", begun.state().expose()),
        ("code_challenge", &challenge(verifier)),
        ("code_challenge_method", "S256"),
        ("prompt", "consent"),
    ];
    assert_eq!(pairs, expected);
    let again = flow().begin().expect("a URL");
    assert_ne!(again.state().expose(), begun.state().expose());
    assert_ne!(again.verifier().expose(), verifier);
    assert_eq!(format!("{begun:?}"), "Authorization");
    AuthorizationCode::new("id", "https://app")
        .begin()
        .expect_err("no URL");
}

#[tokio::test]
async fn the_user_comes_back() {
    let begun = Authorization::resume("st", "ver");
    for came_back in [
        "https://app.example/back?a=1&code=c%20d&state=st",
        "/back?state=st&code=c+d",
    ] {
        let grant = flow().finish(&begun, came_back).expect("a grant");
        let request = sent(grant.client_secret(SECRET)).await;
        let form = "grant_type=authorization_code&code=c%20d&redirect_uri=https%3A%2F%2Fapp.example%2Fback%3Fa%3D1&code_verifier=ver";
        assert_eq!(request.text(), form);
    }
    let error = |came_back| flow().finish(&begun, came_back).expect_err("no grant");
    for other in [
        "/back?code=c",
        "/back?code=c&state=other",
        "/back?error=access_denied",
        "",
    ] {
        assert!(matches!(error(other), GrantError::OtherState), "{other}");
    }
    assert!(matches!(error("/back?state=st"), GrantError::NoCode));
    let denied = error("/back?state=st&error=access_denied&error_description=no");
    let refusal = denied.refusal().expect("a refusal");
    assert_eq!(*refusal.code(), ErrorCode::AccessDenied);
    assert_eq!(
        (refusal.description(), refusal.status()),
        (Some("no"), None)
    );
    // A state that is empty on both sides proves nothing.
    let empty = Authorization::resume("", "ver");
    let error = flow()
        .finish(&empty, "/back?state=&code=c")
        .expect_err("no state");
    assert!(matches!(error, GrantError::OtherState));
}
