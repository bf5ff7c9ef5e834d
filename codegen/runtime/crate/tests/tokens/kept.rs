//! How long a token is kept, and who fetches it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use postwright_runtime::testing::Server;
use postwright_runtime::token::{Fetched, Token, TokenError};
use postwright_runtime::{Error, TransportErrorKind};

use crate::common::{TOKEN, any};
use crate::{Mint, core, numbers, ok, tokens};

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
