//! Where a token goes, and where none does.

use std::future::pending;
use std::time::Duration;

use postwright_runtime::api_key::ApiKey;
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::token::{Fetched, Token, TokenError};

use crate::common::{TOKEN, any};
use crate::{Mint, core, ok, tokens, unauthorized};

#[tokio::test]
async fn a_header_of_the_call_needs_no_token() {
    let mint = Mint::default();
    let server = Server::start(vec![unauthorized()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    let call = any(&core, "GET", "/").header("Authorization", "mine");
    call.await.expect_err("401");
    assert_eq!(mint.asked(), 0);
    assert_eq!(server.received()[0].header("authorization"), Some("mine"));
}

#[tokio::test]
async fn no_token_goes_elsewhere() {
    let other = Server::start(vec![unauthorized(), ok()]);
    let server = Server::start(vec![Canned::new(307, &[("Location", &other.url())], "")]);
    let (mint, in_query) = (Mint::default(), Mint::default());
    let by_header = Fetched::bearer(mint.provider());
    any(&core(&server, by_header), "GET", "/")
        .await
        .expect_err("401");
    let by_query = Fetched::new(in_query.provider(), |token| {
        ApiKey::query("access_token", token)
    });
    any(&core(&server, by_query), "GET", "/")
        .await
        .expect("200");
    assert_eq!((mint.asked(), in_query.asked()), (1, 1));
    let target = format!("/?access_token={TOKEN}-1");
    assert_eq!(server.received()[1].target, target);
    let shown = format!("{:?}", other.received());
    assert!(!shown.contains(TOKEN), "{shown}");
}

#[tokio::test]
async fn a_token_goes_where_the_credential_says() {
    let mint = Mint::default();
    let server = Server::start(vec![unauthorized(), ok()]);
    let credential = Fetched::new(mint.provider(), |token| ApiKey::header("X-Token", token));
    any(&core(&server, credential), "GET", "/")
        .await
        .expect("200");
    let received = server.received();
    let sent: Vec<_> = received.iter().map(|one| one.header("x-token")).collect();
    let [first, second] = [1, 2].map(|number| format!("{TOKEN}-{number}"));
    assert_eq!(sent, [Some(&*first), Some(&*second)]);
}

#[tokio::test]
async fn a_call_without_the_credential_fetches_none() {
    let never = || async {
        pending::<()>().await;
        Err(TokenError::new("never"))
    };
    let server = Server::start(vec![ok()]);
    let core = core(&server, Fetched::bearer(never));
    let mut request = core.request("GET", "/", &[]);
    request.no_auth();
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    assert_eq!(tokens(&server.received()), [None]);
}

#[test]
fn no_token_is_shown() {
    let token = Token::new(TOKEN).lasting(Duration::from_secs(1));
    let shown = format!(
        "{token:?} {:?}",
        Fetched::bearer(Mint::default().provider())
    );
    assert!(!shown.contains(TOKEN), "{shown}");
}
