//! Which requests are sent again, after what, and after which pause.
#![allow(missing_docs)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::scripted::{Scripted, Step};
use common::{any, builder};
use postwright_runtime::body::{Body, Chunks, Source};
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{
    Call, Core, Error, File, Parts, RequestError, Retries, TransportErrorKind,
};
use tokio::time::Instant;

const OK: Step = Step::Answer(200, Vec::new());

/// The default, but for pauses that no test should wait for.
fn hasty() -> Retries {
    Retries::default().backoff(Duration::from_millis(1), Duration::from_millis(2))
}

fn hasty_client(server: &Server) -> Core {
    let mut builder = builder(&server.url());
    builder.retries(hasty());
    builder.build().expect("a client")
}

fn scripted(transport: &Scripted) -> Core {
    transport.client().build().expect("a client")
}

fn after(status: u16, retry_after: &'static str) -> Step {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    Step::Answer(status, vec![("Date", date), ("Retry-After", retry_after)])
}

#[tokio::test]
async fn which_answers_to_which_methods() {
    let idempotent = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];
    let others = ["POST", "PATCH", "PURGE"];
    let rows = [408, 429, 502, 503, 504].map(|status| (status, true));
    let never = [400, 401, 404, 409, 423, 425, 500, 501, 505, 507].map(|status| (status, false));
    for (status, passes) in rows.into_iter().chain(never) {
        for method in idempotent.into_iter().chain(others) {
            let server = Server::answering(status, &[], "");
            let error = any(&hasty_client(&server), method, "/").await;
            let error = error.expect_err("the answer");
            assert_eq!(error.status().map(|known| known.as_u16()), Some(status));
            let repeated = passes && (idempotent.contains(&method) || status == 429);
            let expected = if repeated { 3 } else { 1 };
            assert_eq!(server.received().len(), expected, "{method} {status}");
            assert_eq!(error.is_retryable(), passes, "{status}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn which_failures_of_which_methods() {
    use TransportErrorKind::*;
    for (kind, get, post) in [
        (Connect, 3, 3),
        (ConnectTimeout, 3, 3),
        (Timeout, 3, 1),
        (Closed, 3, 1),
        (Body, 3, 1),
        (Redirect, 1, 1),
        (Content, 1, 1),
        (TooLong { limit: 1 }, 1, 1),
        (Other, 1, 1),
    ] {
        for (method, expected) in [("GET", get), ("POST", post)] {
            let transport = Scripted::new(&[Step::Fail(kind)]);
            let error = any(&scripted(&transport), method, "/").await;
            let error = error.expect_err("no answer");
            assert!(matches!(&error, Error::Transport(error) if error.kind() == kind));
            assert_eq!(error.is_retryable(), get > 1, "{kind:?}");
            assert_eq!(transport.sent(), expected, "{method} {kind:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn how_often() {
    for (retries, expected) in [
        (Retries::none(), 1),
        (Retries::up_to(1), 2),
        (Retries::default(), 3),
        (Retries::up_to(7), 8),
    ] {
        let transport = Scripted::new(&[Step::Answer(503, Vec::new())]);
        let mut builder = transport.client();
        builder.retries(retries.clone());
        let call = any(&builder.build().expect("a client"), "GET", "/");
        call.await.expect_err("503");
        assert_eq!(transport.sent(), expected, "{retries:?}");
        let call = any(&scripted(&transport), "GET", "/").retries(retries.clone());
        call.await.expect_err("503");
        assert_eq!(transport.sent(), 2 * expected, "{retries:?}");
    }
}

#[tokio::test]
async fn what_helps_is_enough() {
    let [busy, fine] = [503, 200].map(|status| Canned::new(status, &[], ""));
    let server = Server::start(vec![busy.clone(), busy, fine]);
    let answer = any(&hasty_client(&server), "GET", "/").await;
    assert_eq!(answer.expect("200").status(), 200);
    assert_eq!(server.received().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_refused_request_of_any_method_unless_something_was_done() {
    let refused = || Step::Answer(429, Vec::new());
    let elsewhere = |status| Step::Answer(status, vec![("Location", "/elsewhere")]);
    for (steps, retries, expected) in [
        (vec![refused()], Retries::default(), 3),
        (vec![refused()], Retries::default().idempotent_only(), 1),
        (
            vec![elsewhere(307), refused(), elsewhere(307), refused()],
            Retries::up_to(1),
            4,
        ),
        // What the first server has done is not asked for again.
        (vec![elsewhere(303), refused()], Retries::default(), 2),
        (
            vec![elsewhere(303), refused(), refused()],
            Retries::up_to(1).any_method(),
            3,
        ),
    ] {
        let transport = Scripted::new(&steps);
        let call = any(&scripted(&transport), "POST", "/").retries(retries.clone());
        call.await.expect_err("429");
        assert_eq!(transport.sent(), expected, "{retries:?}");
    }
}

#[tokio::test]
async fn other_methods_when_asked_for() {
    let server = Server::answering(503, &[], "");
    let call = any(&hasty_client(&server), "POST", "/").retries(hasty().any_method());
    call.await.expect_err("503");
    assert_eq!(server.received().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn retry_after() {
    let second = Duration::from_secs;
    for (value, expected) in [
        // What is asked for, where that is longer than the pause would be.
        ("2", Some(second(2)..=second(2))),
        (" 60 ", Some(second(60)..=second(60))),
        (
            "2.5",
            Some(Duration::from_millis(2500)..=Duration::from_millis(2500)),
        ),
        (
            "Sun, 06 Nov 1994 08:49:47 GMT",
            Some(second(10)..=second(10)),
        ),
        (
            "Sunday, 06-Nov-94 08:50:07 GMT",
            Some(second(30)..=second(30)),
        ),
        ("Sun Nov  6 08:49:40 1994", Some(second(3)..=second(3))),
        // What has no meaning, or has passed.
        ("0", Some(second(0)..=second(1))),
        ("Sun, 06 Nov 1994 08:49:00 GMT", Some(second(0)..=second(1))),
        ("soon", Some(second(0)..=second(1))),
        ("", Some(second(0)..=second(1))),
        ("-1", Some(second(0)..=second(1))),
        ("1.2.3", Some(second(0)..=second(1))),
        ("Sun, 31 Foo 1994 08:49:37 GMT", Some(second(0)..=second(1))),
        // More than anyone waits for.
        ("61", None),
        ("99999999999999999999", None),
        ("Mon, 07 Nov 1994 08:49:37 GMT", None),
        ("Tue, 29 Feb 2000 00:00:00 GMT", None),
    ] {
        let transport = Scripted::new(&[after(503, value), OK]);
        let start = Instant::now();
        let outcome = any(&scripted(&transport), "GET", "/").await;
        let Some(expected) = expected else {
            let error = outcome.expect_err(value);
            assert_eq!(
                (start.elapsed(), transport.sent()),
                (second(0), 1),
                "{value}"
            );
            assert!(error.retry_after().is_some_and(|asked| asked > second(60)));
            continue;
        };
        outcome.expect(value);
        let (pause, sent) = (transport.sleeps(), transport.sent());
        assert!(
            pause.len() == 1 && expected.contains(&pause[0]),
            "{value}: {pause:?}"
        );
        assert_eq!(sent, 2, "{value}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_date_without_the_servers_clock_counts_for_nothing() {
    let header = ("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT");
    let transport = Scripted::new(&[Step::Answer(503, vec![header]), OK]);
    any(&scripted(&transport), "GET", "/").await.expect("200");
    assert!(transport.sleeps()[0] < Duration::from_millis(500));
}

#[tokio::test(start_paused = true)]
async fn patience() {
    for (longest, sent) in [(9, 1), (10, 2), (3600, 2)] {
        let transport = Scripted::new(&[after(429, "10"), OK]);
        let retries = Retries::default().patience(Duration::from_secs(longest));
        let outcome = any(&scripted(&transport), "GET", "/").retries(retries);
        assert_eq!(outcome.await.is_ok(), sent == 2, "{longest}");
        assert_eq!(transport.sent(), sent, "{longest}");
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_up_to_the_longest_and_differ() {
    let transport = Scripted::new(&[Step::Fail(TransportErrorKind::Closed)]);
    let retries = Retries::up_to(60).backoff(Duration::from_secs(1), Duration::from_secs(8));
    let call = any(&scripted(&transport), "GET", "/").retries(retries);
    call.await.expect_err("no answer");
    let pauses = transport.sleeps();
    assert_eq!(pauses.len(), 60);
    for (done, pause) in pauses.iter().enumerate() {
        let longest = Duration::from_secs([1, 2, 4, 8][done.min(3)]);
        assert!(*pause <= longest, "{done}: {pause:?}");
    }
    // Of 57 numbers up to eight, some are small and some are not.
    assert!(pauses.iter().any(|pause| *pause > Duration::from_secs(4)));
    assert!(pauses.iter().any(|pause| *pause < Duration::from_secs(2)));
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_call_includes_pauses() {
    // There cannot be time for this pause: what is there is the answer.
    let transport = Scripted::new(&[after(503, "10"), OK]);
    let start = Instant::now();
    let call = any(&scripted(&transport), "GET", "/").timeout(Duration::from_secs(10));
    let error = call.await.expect_err("503");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(start.elapsed(), Duration::ZERO);

    // The first pause is no longer than the time there is, but the two of them are.
    let transport = Scripted::new(&[after(503, "6"), after(503, "6"), OK]);
    let start = Instant::now();
    let call = any(&scripted(&transport), "GET", "/").timeout(Duration::from_secs(10));
    let error = call.await.expect_err("503");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(
        (start.elapsed(), transport.sent()),
        (Duration::from_secs(6), 2)
    );

    // A try that takes its time leaves none for the pause that comes after it.
    let transport = Scripted::new(&[Step::Hang]);
    let mut builder = transport.client();
    builder.read_timeout(Duration::from_secs(6));
    builder.timeout(Duration::from_secs(10));
    let start = Instant::now();
    let call = any(&builder.build().expect("a client"), "GET", "/");
    let error = call.await.expect_err("too slow");
    assert!(error.is_timeout());
    assert_eq!(start.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn each_try_is_signed_anew() {
    let transport = Scripted::new(&[Step::Answer(503, Vec::new())]);
    let mut builder = transport.client();
    let signed = AtomicUsize::new(0);
    builder.credential(
        "bearer",
        move |parts: &mut Parts| -> Result<(), RequestError> {
            let nonce = signed.fetch_add(1, Ordering::SeqCst);
            parts.headers.append("X-Nonce", nonce.into());
            Ok(())
        },
    );
    let call = any(&builder.build().expect("a client"), "GET", "/");
    call.await.expect_err("503");
    let nonces = transport.requests();
    let nonces = nonces.iter().map(|request| {
        let all = request.headers().get_all("x-nonce").iter();
        all.map(|value| value.to_str().expect("text").to_owned())
            .collect::<Vec<_>>()
    });
    assert_eq!(nonces.collect::<Vec<_>>(), [["0"], ["1"], ["2"]]);
}

#[tokio::test]
async fn a_file_is_sent_whole_again() {
    let [busy, fine] = [503, 200].map(|status| Canned::new(status, &[], ""));
    let server = Server::start(vec![busy, fine]);
    let opened = Arc::new(AtomicUsize::new(0));
    let counted = opened.clone();
    let file = File::from_fn("a.bin", 5, move || {
        counted.fetch_add(1, Ordering::SeqCst);
        Ok(&b"abcde"[..])
    });
    upload(&hasty_client(&server), |request| request.file(&file))
        .await
        .expect("200");
    let bodies: Vec<_> = server.received().iter().map(|seen| seen.text()).collect();
    assert_eq!(bodies, ["abcde", "abcde"]);
    assert_eq!(opened.load(Ordering::SeqCst), 2);
}

fn upload(core: &Core, fill: impl FnOnce(&mut postwright_runtime::Request)) -> Call<()> {
    let mut request = core.request("PUT", "/", &[]);
    fill(&mut request);
    request.call_any(|answer| match answer.code() {
        200 => answer.empty(),
        _ => answer.undocumented(),
    })
}

/// Content that is there once.
struct Once;

impl Source for Once {
    fn length(&self) -> u64 {
        1
    }

    fn open(&self) -> Chunks {
        let mut body = Body::empty();
        body.push_bytes("x");
        Box::pin(body.open())
    }

    fn reopens(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn what_can_be_read_once_is_sent_once() {
    for answer in [
        Canned::new(503, &[], ""),
        Canned::new(307, &[("Location", "/b")], ""),
    ] {
        let server = Server::start(vec![answer, Canned::new(200, &[], "")]);
        let call = upload(&hasty_client(&server), |request| {
            let mut body = Body::empty();
            body.push_source(Arc::new(Once));
            request.set_body(body, "text/plain", |_| true);
        });
        call.await.expect_err("the first answer");
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off() {
    let broken = Canned::new(200, &[], "half").promising(8);
    let fine = Canned::new(200, &[], "whole");
    let server = Server::start(vec![broken.clone(), fine.clone()]);
    let core = hasty_client(&server);
    let answer = any(&core, "GET", "/").bytes().await.expect("200");
    assert_eq!(&answer.body()[..], b"whole");

    // What is read as a stream has been given on.
    let server = Server::start(vec![broken, fine]);
    let core = hasty_client(&server);
    let mut download = any(&core, "GET", "/").stream().await.expect("200");
    let mut read = Vec::new();
    let error = loop {
        match download.chunk().await {
            Ok(Some(chunk)) => read.extend_from_slice(&chunk),
            Ok(None) => panic!("a whole answer"),
            Err(error) => break error,
        }
    };
    assert!(error.is_retryable() && read == b"half", "{error:?}");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_stream_is_asked_for_again_before_there_is_one() {
    let [busy, fine] = [503, 200].map(|status| Canned::new(status, &[], "x"));
    let server = Server::start(vec![busy, fine]);
    let download = any(&hasty_client(&server), "GET", "/").stream().await;
    assert_eq!(download.expect("200").status(), 200);
}

#[tokio::test]
async fn a_connection_that_is_refused() {
    let url = Server::answering(200, &[], "").url();
    for method in ["GET", "POST"] {
        let tries = Arc::new(AtomicUsize::new(0));
        let counted = tries.clone();
        let mut builder = builder(&url);
        builder.retries(hasty());
        builder.credential("bearer", move |_: &mut Parts| -> Result<(), RequestError> {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
        let call = any(&builder.build().expect("a client"), method, "/");
        assert!(call.await.expect_err("refused").is_connect());
        assert_eq!(tries.load(Ordering::SeqCst), 3, "{method}");
    }
}

#[tokio::test]
async fn a_post_that_was_done_is_not_repeated_for_what_follows() {
    let nowhere = Server::answering(200, &[], "").url();
    let server = Server::answering(303, &[("Location", &nowhere)], "");
    let call = any(&hasty_client(&server), "POST", "/");
    assert!(call.await.expect_err("refused").is_connect());
    assert_eq!(server.received().len(), 1);
}
