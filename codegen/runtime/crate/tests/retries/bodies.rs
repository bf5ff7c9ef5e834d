//! What is sent again, and what came of the first try.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use postwright_runtime::body::{Body, Chunks, Source};
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{Call, Core, File, Parts, RequestError};

use crate::common::any;
use crate::common::scripted::{Scripted, Step};
use crate::hasty_client;

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
