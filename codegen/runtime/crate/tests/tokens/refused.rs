//! Tokens that the server refuses.

use std::future::ready;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use postwright_runtime::testing::Server;
use postwright_runtime::token::{Fetched, Token, TokenError};
use postwright_runtime::transport::Exchange;
use postwright_runtime::{Body, Incoming, Transport, TransportError};

use crate::common::{TOKEN, any, builder};
use crate::{Mint, core, numbers, ok, tokens, unauthorized};

#[tokio::test]
async fn a_refused_token_is_fetched_once_more() {
    let mint = Mint::default();
    let server = Server::start(vec![unauthorized(), ok()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    let mut request = core.request("POST", "/a", &[]);
    request.text("text/plain", "body");
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    let received = server.received();
    assert_eq!(tokens(&received), numbers(["1", "2"]));
    assert!(received.iter().all(|request| request.text() == "body"));
}

#[tokio::test]
async fn and_only_once() {
    let mint = Mint::default();
    let server = Server::start(vec![unauthorized(), unauthorized(), ok()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    let error = any(&core, "GET", "/").await.expect_err("401");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(tokens(&server.received()), numbers(["1", "2"]));
}

/// A server that refuses every token is not asked for one by every call.
#[tokio::test]
async fn a_token_that_was_refused_at_once_is_kept_for_a_while() {
    let mint = Mint::lasting(Duration::from_secs(3600));
    let server = Server::start(vec![unauthorized()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    for _ in 0..20 {
        let error = any(&core, "GET", "/").await.expect_err("401");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    }
    assert_eq!(mint.asked(), 2);
    assert_eq!(server.requests(), 21);
}

#[tokio::test]
async fn a_token_that_was_taken_once_is_renewed_again() {
    let mint = Mint::default();
    let answers = [unauthorized(), ok(), unauthorized(), ok()];
    let server = Server::start(answers.to_vec());
    let core = core(&server, Fetched::bearer(mint.provider()));
    for _ in 0..2 {
        any(&core, "GET", "/").await.expect("200");
    }
    assert_eq!(tokens(&server.received()), numbers(["1", "2", "2", "3"]));
}

#[tokio::test]
async fn a_token_that_was_refused_ends_as_any_does() {
    let mint = Mint::lasting(Duration::from_millis(100));
    let server = Server::start(vec![unauthorized()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    any(&core, "GET", "/").await.expect_err("401");
    tokio::time::sleep(Duration::from_millis(200)).await;
    any(&core, "GET", "/").await.expect_err("401");
    assert_eq!(mint.asked(), 4);
}

/// What may pass is waited for, as a try of the call.
#[tokio::test]
async fn no_token_for_now() {
    for (wait, method, expected) in [(0, "GET", 2), (0, "POST", 2), (3600, "GET", 1)] {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        let provider = move || {
            let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                match is_first {
                    true => Err(TokenError::new("busy").passing(Duration::from_secs(wait))),
                    false => Ok(Token::new(TOKEN)),
                }
            }
        };
        let server = Server::start(vec![ok()]);
        let core = core(&server, Fetched::bearer(provider));
        let outcome = any(&core, method, "/").await;
        assert_eq!(asked.load(Ordering::SeqCst), expected, "{wait} {method}");
        assert_eq!(outcome.is_ok(), expected == 2, "{wait} {method}");
        if let Err(error) = outcome {
            assert!(error.is_retryable(), "{error:?}");
            assert_eq!(error.retry_after(), Some(Duration::from_secs(wait)));
        }
    }
}

#[tokio::test]
async fn the_same_token_is_not_tried_again() {
    let server = Server::start(vec![unauthorized(), ok()]);
    let same = || async { Ok(Token::new(TOKEN)) };
    let core = core(&server, Fetched::bearer(same));
    any(&core, "GET", "/").await.expect_err("401");
    assert_eq!(server.received().len(), 1);
}

/// Refuses the first token.
struct Picky;

impl Transport for Picky {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        let sent = request.headers().get("authorization");
        let is_first = sent.is_some_and(|value| *value == format!("Bearer {TOKEN}-1"));
        let mut answer = http::Response::new(Incoming::new(Empty));
        *answer.status_mut() = match is_first {
            true => StatusCode::UNAUTHORIZED,
            false => StatusCode::OK,
        };
        Box::pin(ready(Ok(answer)))
    }
}

struct Empty;

impl http_body::Body for Empty {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        Poll::Ready(None)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_that_are_refused_together_fetch_one() {
    let mint = Mint {
        delay: Duration::from_millis(20),
        ..Mint::default()
    };
    let mut builder = builder("http://localhost");
    builder.transport(Picky);
    builder.credential("bearer", Fetched::bearer(mint.provider()));
    let core = builder.build().expect("a client");
    let calls: Vec<_> = (0..50)
        .map(|_| tokio::spawn(any(&core, "GET", "/")))
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("200");
    }
    assert_eq!(mint.asked(), 2);
}
