//! What stands around every try, and what it sees.
#![allow(missing_docs)]

mod common;

use std::sync::{Arc, Mutex};

use common::scripted::{Scripted, Step};
use common::{TOKEN, any, get_item};
use http::HeaderValue;
use postwright_runtime::auth::Bearer;
use postwright_runtime::{
    Attempt, Handling, Incoming, Middleware, Parts, RequestError, TransportErrorKind,
};

#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    fn note(&self, line: String) {
        self.0.lock().expect("no panic").push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }
}

/// Notes what it sees.
struct Noting(&'static str, Journal);

impl Middleware for Noting {
    fn handle<'a>(&'a self, attempt: Attempt<'a>) -> Handling<'a> {
        Box::pin(async move {
            let Self(name, journal) = self;
            let template = attempt.template().unwrap_or("?").to_owned();
            journal.note(format!("{name} {} {template}", attempt.number()));
            assert!(!format!("{attempt:?}{:?}", attempt.parts.headers).contains(TOKEN));
            let outcome = attempt.run().await;
            journal.note(match &outcome {
                Ok(answer) => format!("{name} {}", answer.status().as_u16()),
                Err(error) => format!("{name} {error:?}"),
            });
            outcome
        })
    }
}

#[tokio::test(start_paused = true)]
async fn every_try_is_seen_from_outside_in() {
    let closed = Step::Fail(TransportErrorKind::Closed);
    let ok = Step::Answer(200, Vec::new());
    let transport = Scripted::new(&[closed, Step::Answer(503, Vec::new()), ok]);
    let journal = Journal::default();
    let mut builder = transport.client();
    builder.credential("bearer", Bearer::new(TOKEN));
    builder.default_header("X-Key".to_owned(), TOKEN.to_owned());
    builder.middleware(Noting("outer", journal.clone()));
    builder.middleware(Noting("inner", journal.clone()));
    let core = builder.build().expect("a client");
    get_item(&core, 7).bytes().await.expect("200");
    let closed = "Transport(TransportError { kind: Closed, source: None })";
    assert_eq!(
        journal.lines(),
        [
            "outer 1 /items/{id}",
            "inner 1 /items/{id}",
            &format!("inner {closed}"),
            &format!("outer {closed}"),
            "outer 2 /items/{id}",
            "inner 2 /items/{id}",
            "inner 503",
            "outer 503",
            "outer 3 /items/{id}",
            "inner 3 /items/{id}",
            "inner 200",
            "outer 200",
        ]
    );
    // Where a path is not made of a template, it is not shown for one.
    core.any_request("GET", "/users/42").await.expect("200");
    assert_eq!(journal.lines()[12], "outer 1 ?");
}

/// Adds a header.
struct Adding;

impl Middleware for Adding {
    fn handle<'a>(&'a self, mut attempt: Attempt<'a>) -> Handling<'a> {
        let headers = &mut attempt.parts.headers;
        headers.insert("X-Added", HeaderValue::from_static("1"));
        headers.insert("X-Call", HeaderValue::from_static("1"));
        attempt.run()
    }
}

#[tokio::test]
async fn what_is_changed_is_signed_and_the_calls_own_headers_count() {
    let transport = Scripted::new(&[Step::Answer(200, Vec::new())]);
    let mut builder = transport.client();
    builder.middleware(Adding);
    builder.credential("bearer", |parts: &mut Parts| -> Result<(), RequestError> {
        let signed = parts.headers["x-added"].clone();
        parts.headers.insert("X-Signed", signed);
        Ok(())
    });
    let core = builder.build().expect("a client");
    any(&core, "GET", "/")
        .header("X-Call", "own")
        .await
        .expect("200");
    let request = &transport.requests()[0];
    assert_eq!(request.headers()["x-signed"], "1");
    assert_eq!(request.headers()["x-call"], "own");
}

/// Answers by itself.
struct Answering;

impl Middleware for Answering {
    fn handle<'a>(&'a self, _: Attempt<'a>) -> Handling<'a> {
        let body = bytes::Bytes::from_static(br#"{"id":1,"tags":[]}"#);
        Box::pin(async { Ok(http::Response::new(Incoming::from(body))) })
    }
}

#[tokio::test]
async fn an_answer_in_the_servers_place() {
    let transport = Scripted::new(&[Step::Hang]);
    let mut builder = transport.client();
    builder.middleware(Answering);
    let item = get_item(&builder.build().expect("a client"), 1).await;
    assert_eq!(item.expect("200").id, 1);
    assert_eq!(transport.sent(), 0);
}
