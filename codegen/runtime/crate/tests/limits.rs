//! Limits on time, silence and size, and servers that go beyond them.
#![allow(missing_docs)]

mod common;

use std::time::Duration;

use common::scripted::{Scripted, Step};
use common::silent::Silent;
use common::{any, builder};
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::transport::Exchange;
use postwright_runtime::{
    Body, Core, CoreBuilder, Error, Incoming, Retries, Transport, TransportErrorKind,
};
use tokio::time::Instant;

const SHORT: Duration = Duration::from_millis(30);
/// Enough for what a server in this process has to say, however busy the machine.
const ENOUGH: Duration = Duration::from_secs(1);
const LONG: Duration = Duration::from_secs(3600);

/// A client that sends everything once, but where a test says otherwise.
fn client(url: &str, set: impl FnOnce(&mut CoreBuilder)) -> Core {
    let mut builder = builder(url);
    builder.retries(Retries::none());
    set(&mut builder);
    builder.build().expect("a client")
}

fn kind(error: &Error) -> TransportErrorKind {
    match error {
        Error::Transport(error) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_that_says_nothing() {
    let server = Silent::after(b"");
    for (which, set) in [
        (
            "timeout",
            CoreBuilder::timeout as fn(&mut CoreBuilder, Duration),
        ),
        ("read_timeout", CoreBuilder::read_timeout),
    ] {
        let core = client(&server.url(), |builder| set(builder, SHORT));
        let error = any(&core, "GET", "/").await.expect_err(which);
        assert_eq!(kind(&error), TransportErrorKind::Timeout, "{which}");
        let core = client(&server.url(), |builder| set(builder, LONG));
        let call = any(&core, "GET", "/");
        let call = match which {
            "timeout" => call.timeout(SHORT),
            _ => call.read_timeout(SHORT),
        };
        assert!(call.await.expect_err(which).is_timeout(), "{which}");
    }
    assert_eq!(server.connections(4), 4);
}

#[tokio::test]
async fn silence_is_a_failure_of_one_try() {
    let server = Silent::after(b"");
    let hasty = Retries::default().backoff(SHORT, SHORT);
    for (method, expected) in [("GET", 3), ("POST", 4)] {
        let core = client(&server.url(), |builder| builder.read_timeout(SHORT));
        let call = any(&core, method, "/").retries(hasty.clone());
        assert!(call.await.expect_err("silence").is_timeout());
        assert_eq!(server.connections(expected), expected, "{method}");
    }
}

#[tokio::test]
async fn a_server_that_falls_silent() {
    let server = Silent::after(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
    for set in [CoreBuilder::timeout, CoreBuilder::read_timeout] {
        let core = client(&server.url(), |builder| set(builder, ENOUGH));
        let error = any(&core, "GET", "/").await.expect_err("half");
        assert_eq!(kind(&error), TransportErrorKind::Timeout);
        let mut download = any(&core, "GET", "/").stream().await.expect("a head");
        assert_eq!(
            download.chunk().await.expect("half").as_deref(),
            Some(&b"half"[..])
        );
        assert!(download.chunk().await.expect_err("silence").is_timeout());
    }
}

#[tokio::test]
async fn a_connection_that_is_never_there() {
    // Nobody speaks TLS here, so there is a socket and no connection.
    let server = Silent::after(b"");
    let url = format!("https://{}", server.address());
    let core = client(&url, |builder| builder.connect_timeout(SHORT));
    let hasty = Retries::default().backoff(SHORT, SHORT);
    let call = any(&core, "POST", "/").retries(hasty);
    let error = call.await.expect_err("no connection");
    assert_eq!(kind(&error), TransportErrorKind::ConnectTimeout);
    assert!(error.is_connect() && error.is_timeout());
    assert_eq!(server.connections(3), 3);
}

/// Takes a chunk of the body now and then, and answers when it has had all, or never.
struct Sluggish {
    rest: Duration,
    answers: bool,
}

impl Transport for Sluggish {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        let (rest, answers) = (self.rest, self.answers);
        Box::pin(async move {
            let mut body = request.body().open();
            let next = |cx: &mut std::task::Context<'_>| {
                http_body::Body::poll_frame(std::pin::Pin::new(&mut body), cx)
            };
            let mut next = next;
            while let Some(frame) = std::future::poll_fn(&mut next).await {
                frame.expect("bytes");
                tokio::time::sleep(rest).await;
            }
            if !answers {
                std::future::pending::<()>().await;
            }
            Ok(http::Response::new(Incoming::from(bytes::Bytes::new())))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn sending_is_no_silence() {
    let second = Duration::from_secs;
    for (rest, answers, elapsed) in [
        // 320 KiB are five chunks.
        (second(4), true, Ok(second(20))),
        // The timer that finds progress is set anew.
        (second(4), false, Err(second(25))),
        (second(11), true, Err(second(10))),
    ] {
        let mut builder = CoreBuilder::new(&[("base_url", Some("https://api.example"))]);
        builder.transport(Sluggish { rest, answers });
        builder.read_timeout(second(5));
        builder.retries(Retries::none());
        let mut request = builder.build().expect("a client").request("POST", "/", &[]);
        request.bytes("text/plain", vec![b'a'; 320 * 1024]);
        let start = Instant::now();
        let outcome = request.call_any(|answer| answer.empty()).await;
        let took = start.elapsed();
        let outcome = outcome.map(|_| took).map_err(|_| took);
        assert_eq!(outcome, elapsed, "{rest:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_of_the_callers() {
    let transport = Scripted::new(&[Step::Hang]);
    let mut builder = CoreBuilder::new(&[("base_url", Some("https://api.example"))]);
    builder.transport(transport.clone());
    let core = builder.build().expect("a client");
    let start = Instant::now();
    let error = any(&core, "POST", "/").await.expect_err("silence");
    assert!(error.is_timeout());
    assert_eq!(start.elapsed(), Duration::from_secs(300));
    let reason = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(reason.as_deref(), Some("nothing came for 300s"));

    // None at all.
    let mut endless = any(&core, "POST", "/").read_timeout(Duration::MAX);
    let day = Duration::from_secs(86_400);
    assert!(tokio::time::timeout(day, &mut endless).await.is_err());
}

#[tokio::test]
async fn answers_of_any_length() {
    let body = "x".repeat(100_000);
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";
    let chunked = Silent::after(chunked.as_bytes());
    let known = Server::answering(200, &[], body.clone());
    for (url, length) in [(known.url(), 100_000), (chunked.url(), 6)] {
        for (limit, fits) in [(length, true), (length - 1, false), (0, false)] {
            for on_call in [false, true] {
                let core = client(&url, |builder| {
                    builder.body_limit(if on_call { 1 << 40 } else { limit });
                });
                let mut call = any(&core, "GET", "/").bytes();
                if on_call {
                    call = call.body_limit(limit);
                }
                match call.await {
                    Ok(answer) => assert!(fits && answer.body().len() as u64 == length),
                    Err(error) => {
                        assert!(!fits, "{limit}: {error:?}");
                        assert_eq!(kind(&error), TransportErrorKind::TooLong { limit });
                        let expected =
                            format!("the answer is longer than the limit of {limit} bytes");
                        assert_eq!(error.to_string(), expected);
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn a_length_that_is_promised_is_refused_before_it_comes() {
    let huge = Canned::new(200, &[("X-Request-Id", "SECRET")], "").promising(64 * 1024 * 1024 + 1);
    let server = Server::start(vec![huge]);
    let core = client(&server.url(), |_| {});
    let error = any(&core, "GET", "/").await.expect_err("too long");
    let limit = 64 * 1024 * 1024;
    assert_eq!(kind(&error), TransportErrorKind::TooLong { limit });
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.header("X-Request-Id"), Some("SECRET"));
    assert_eq!(error.request_id(), Some("SECRET"));
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("x-request-id") && !shown.contains("SECRET"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_stream_may_be_of_any_length_but_not_its_error() {
    let body = "x".repeat(100_000);
    for (status, streams) in [(200, true), (400, false)] {
        let server = Server::answering(status, &[], body.clone());
        let core = client(&server.url(), |builder| builder.body_limit(10));
        match any(&core, "GET", "/").stream().await {
            Ok(mut download) => {
                let mut length = 0;
                while let Some(chunk) = download.chunk().await.expect("a chunk") {
                    length += chunk.len();
                }
                assert!(streams && length == 100_000);
            }
            Err(error) => {
                assert!(!streams);
                assert_eq!(kind(&error), TransportErrorKind::TooLong { limit: 10 });
            }
        }
    }
}
