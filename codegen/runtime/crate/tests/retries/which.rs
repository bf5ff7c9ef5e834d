//! Which requests are sent again, after what, and how often.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{Error, Parts, RequestError, Retries, TransportErrorKind};

use crate::common::scripted::{Scripted, Step};
use crate::common::{any, builder};
use crate::{hasty, hasty_client, scripted};

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
