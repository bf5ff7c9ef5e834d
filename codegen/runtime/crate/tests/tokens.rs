//! Tokens that are fetched: how often, when, and where they go.
#![allow(missing_docs)]

mod common;

use std::future::{pending, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use common::{TOKEN, any, builder};
use http::StatusCode;
use postwright_runtime::api_key::ApiKey;
use postwright_runtime::testing::{Canned, Received, Server};
use postwright_runtime::token::{Fetched, Token, TokenError, TokenProvider};
use postwright_runtime::transport::Exchange;
use postwright_runtime::{
    Body, Core, Error, Incoming, Transport, TransportError, TransportErrorKind,
};

/// Counts how often it is asked, and makes each token another.
#[derive(Clone, Default)]
struct Mint {
    asked: Arc<AtomicUsize>,
    lifetime: Option<Duration>,
    delay: Duration,
    refuses: bool,
}

impl Mint {
    fn lasting(lifetime: Duration) -> Self {
        Self {
            lifetime: Some(lifetime),
            ..Self::default()
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn provider(&self) -> impl TokenProvider {
        let mint = self.clone();
        move || {
            let number = mint.asked.fetch_add(1, Ordering::SeqCst) + 1;
            let mint = mint.clone();
            async move {
                tokio::time::sleep(mint.delay).await;
                if mint.refuses {
                    return Err(TokenError::new("not today"));
                }
                let token = Token::new(format!("{TOKEN}-{number}"));
                Ok(match mint.lifetime {
                    Some(lifetime) => token.lasting(lifetime),
                    None => token,
                })
            }
        }
    }
}

fn core(server: &Server, credential: Fetched) -> Core {
    let mut builder = builder(&server.url());
    builder.credential("bearer", credential);
    builder.build().expect("a client")
}

fn ok() -> Canned {
    Canned::new(200, &[], "")
}

fn unauthorized() -> Canned {
    Canned::new(
        401,
        &[("WWW-Authenticate", "Bearer error=\"invalid_token\"")],
        "",
    )
}

/// The tokens that arrived, by their numbers.
fn tokens(received: &[Received]) -> Vec<Option<String>> {
    let prefix = format!("Bearer {TOKEN}-");
    let all = received
        .iter()
        .map(|request| request.header("authorization"));
    all.map(|value| Some(value?.strip_prefix(&prefix)?.to_owned()))
        .collect()
}

fn numbers<const N: usize>(numbers: [&str; N]) -> Vec<Option<String>> {
    numbers.map(|number| Some(number.to_owned())).to_vec()
}

#[tokio::test]
async fn a_token_is_kept() {
    for mint in [Mint::default(), Mint::lasting(Duration::from_secs(3600))] {
        let server = Server::start(vec![ok()]);
        let core = core(&server, Fetched::bearer(mint.provider()));
        assert_eq!(mint.asked(), 0, "not before it is needed");
        for _ in 0..3 {
            any(&core, "GET", "/").await.expect("200");
        }
        assert_eq!(mint.asked(), 1);
        assert_eq!(tokens(&server.received()), numbers(["1", "1", "1"]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_calls_fetch_one() {
    let mint = Mint {
        delay: Duration::from_millis(50),
        ..Mint::default()
    };
    let server = Server::start(vec![ok()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    let calls: Vec<_> = (0..50)
        .map(|_| tokio::spawn(any(&core, "GET", "/")))
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("200");
    }
    assert_eq!(mint.asked(), 1);
    assert_eq!(tokens(&server.received()), vec![Some("1".to_owned()); 50]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_calls_share_a_failure() {
    let mint = Mint {
        delay: Duration::from_millis(200),
        refuses: true,
        ..Mint::default()
    };
    let server = Server::start(vec![ok()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    let calls: Vec<_> = (0..50)
        .map(|_| tokio::spawn(any(&core, "GET", "/")))
        .collect();
    for call in calls {
        let error = call.await.expect("no panic").expect_err("no token");
        let Error::Transport(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(error.kind(), TransportErrorKind::Token);
        let source = std::error::Error::source(&error).expect("a source");
        assert_eq!(source.to_string(), "there is no token: not today");
    }
    assert_eq!(server.connections(), 0);
    assert!(mint.asked() < 10, "{}", mint.asked());
}

#[tokio::test]
async fn it_is_fetched_before_it_ends() {
    let mint = Mint::lasting(Duration::from_secs(3600));
    let server = Server::start(vec![ok()]);
    let early = Duration::from_millis(3_599_900);
    let core = core(&server, Fetched::bearer(mint.provider()).early(early));
    any(&core, "GET", "/").await.expect("200");
    tokio::time::sleep(Duration::from_millis(150)).await;
    any(&core, "GET", "/").await.expect("200");
    assert_eq!(tokens(&server.received()), numbers(["1", "2"]));
}

#[tokio::test]
async fn a_token_that_is_about_to_end_is_still_good() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let once = move || {
        let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            match is_first {
                true => Ok(Token::new(format!("{TOKEN}-1")).lasting(Duration::from_secs(3600))),
                false => Err(TokenError::new("down")),
            }
        }
    };
    let server = Server::start(vec![ok()]);
    let credential = Fetched::bearer(once).early(Duration::from_secs(3600));
    let core = core(&server, credential);
    any(&core, "GET", "/").await.expect("200");
    any(&core, "GET", "/").await.expect("200");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert_eq!(tokens(&server.received()), numbers(["1", "1"]));
}

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
async fn a_fetch_outlives_the_call_that_began_it() {
    let mint = Mint {
        delay: Duration::from_millis(100),
        ..Mint::default()
    };
    let server = Server::start(vec![ok()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    let call = tokio::time::timeout(Duration::from_millis(10), any(&core, "GET", "/"));
    call.await.expect_err("given up");
    any(&core, "GET", "/").await.expect("200");
    assert_eq!(mint.asked(), 1);
    assert_eq!(tokens(&server.received()), numbers(["1"]));
}

#[tokio::test]
async fn what_a_fetch_left_behind_is_not_taken_for_fresh() {
    let mint = Mint {
        delay: Duration::from_millis(50),
        ..Mint::lasting(Duration::from_millis(100))
    };
    let server = Server::start(vec![ok()]);
    let core = core(&server, Fetched::bearer(mint.provider()));
    let call = tokio::time::timeout(Duration::from_millis(10), any(&core, "GET", "/"));
    call.await.expect_err("given up");
    tokio::time::sleep(Duration::from_millis(200)).await;
    any(&core, "GET", "/").await.expect("200");
    assert_eq!(mint.asked(), 2);
    assert_eq!(tokens(&server.received()), numbers(["2"]));
}

#[tokio::test]
async fn a_provider_that_panics_does_so_once() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let provider = move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            assert_ne!(number, 0, "a bug of the provider");
            Ok(Token::new(format!("{TOKEN}-{number}")))
        }
    };
    let server = Server::start(vec![ok()]);
    let core = core(&server, Fetched::bearer(provider));
    let error = any(&core, "GET", "/").await.expect_err("no token");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    any(&core, "GET", "/").await.expect("200");
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
