//! Requests sent by other means than HTTP over the network.
#![allow(missing_docs)]

mod common;

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use common::{Item, get_item};
use http_body::Frame;
use postwright_runtime::auth::Bearer;
use postwright_runtime::transport::Exchange;
use postwright_runtime::{
    Body, CoreBuilder, Error, Form, Incoming, Retries, Transport, TransportError,
    TransportErrorKind,
};

/// What a transport was asked to send.
#[derive(Debug)]
struct Asked {
    request: String,
    authorization: Option<String>,
    content_length: u64,
}

/// Keeps what it is asked and gives the same answer each time.
#[derive(Clone)]
struct Fake {
    asked: Arc<Mutex<Vec<Asked>>>,
    answer: Result<&'static str, TransportErrorKind>,
}

impl Fake {
    fn new(answer: Result<&'static str, TransportErrorKind>) -> Self {
        Self {
            asked: Arc::default(),
            answer,
        }
    }

    fn only(&self) -> Asked {
        let mut asked = self.asked.lock().expect("no panic");
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.remove(0)
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        let authorization = request.headers().get("authorization");
        self.asked.lock().expect("no panic").push(Asked {
            request: format!("{} {}", request.method(), request.uri()),
            authorization: authorization.map(|value| value.to_str().expect("text").to_owned()),
            content_length: request.body().len(),
        });
        let answer = self.answer.map_err(TransportError::new);
        let answer = answer.map(|text| {
            let chunks = text.as_bytes().chunks(4).map(Bytes::copy_from_slice);
            let mut response = http::Response::new(Incoming::new(Chunks(chunks.rev().collect())));
            response
                .headers_mut()
                .insert("x-fake", "1".parse().expect("text"));
            response
        });
        Box::pin(std::future::ready(answer))
    }
}

/// The chunks of a body, the last one first.
struct Chunks(Vec<Bytes>);

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(self.0.pop().map(|chunk| Ok(Frame::data(chunk))))
    }
}

fn client(fake: &Fake) -> CoreBuilder {
    let mut builder = CoreBuilder::new(&[("base_url", Some("https://api.example/v2"))]);
    builder.credential("bearer", Bearer::new("token"));
    builder.transport(fake.clone());
    builder
}

#[tokio::test]
async fn a_transport_is_given_the_whole_request() {
    let fake = Fake::new(Ok(r#"{"id": 7, "tags": ["a", "b"]}"#));
    let core = client(&fake).build().expect("valid");
    let call = get_item(&core, 7).query("occurrence", "quis officia in");
    let item = call.await.expect("200");
    let expected = Item {
        id: 7,
        tags: vec!["a".to_owned(), "b".to_owned()],
    };
    assert_eq!(item.header("x-fake"), Some("1"));
    assert_eq!(item.into_body(), expected);
    let asked = fake.only();
    assert_eq!(
        asked.request,
        "GET https://api.example/v2/items/7?occurrence=quis%20officia%20in"
    );
    assert_eq!(asked.authorization.as_deref(), Some("Bearer token"));
    assert_eq!(asked.content_length, 0);
}

#[tokio::test]
async fn a_transport_is_told_the_length() {
    let fake = Fake::new(Ok(""));
    let mut request = client(&fake)
        .build()
        .expect("valid")
        .request("POST", "", &[]);
    let mut form = Form::new();
    form.field("a", &"b");
    request.form(form);
    let call = request.call_any(|answer| answer.empty());
    call.await.expect("200");
    let asked = fake.only();
    assert_eq!(asked.request, "POST https://api.example/v2");
    assert_eq!(asked.content_length, 3);
}

#[tokio::test]
async fn errors_of_a_transport_are_passed_on() {
    for kind in [TransportErrorKind::Timeout, TransportErrorKind::Connect] {
        let fake = Fake::new(Err(kind));
        let core = client(&fake).build().expect("valid");
        let call = get_item(&core, 1).retries(Retries::none());
        let error = call.await.expect_err("no answer");
        assert!(
            matches!(&error, Error::Transport(error) if error.kind() == kind),
            "{error:?}"
        );
        fake.only();
    }
}
