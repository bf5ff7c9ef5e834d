//! URLs of the next page, in bodies and `Link` headers.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::Frame;
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::transport::Exchange;
use postwright_runtime::{Body, Incoming, Paging, Transport, TransportError};

use crate::common::{builder, core, known};
use crate::{all, check_from, list, pages, server, targets};

#[tokio::test]
async fn urls() {
    let paging = Paging::url("/links/next");
    for (next, sent) in [
        ("/items?page=2", "/items?page=2"),
        ("?after=x%26", "/items?after=x%26"),
        ("more/2#top", "/more/2"),
    ] {
        let one = format!(r#"{{"items":[1],"links":{{"next":"{next}"}}}}"#);
        let bodies = [one.as_str(), r#"{"items":[2],"links":{"next":null}}"#];
        check_from("q=1", paging, &bodies, &[1, 2], &["/items?q=1", sent]).await;
    }
}

/// A server with a name of its own that answers with each of these bodies once.
struct Named(Mutex<Vec<&'static str>>, Arc<Mutex<Vec<String>>>);

impl Transport for Named {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        let mut sent = self.1.lock().expect("no panic");
        sent.push(request.uri().to_string());
        let body = self.0.lock().expect("no panic").remove(0);
        let answer = http::Response::new(Incoming::new(Whole(Some(body))));
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// A body in one piece.
struct Whole(Option<&'static str>);

impl http_body::Body for Whole {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let body = self.0.take().map(Bytes::from);
        Poll::Ready(body.map(|body| Ok(Frame::data(body))))
    }
}

#[tokio::test]
async fn a_whole_url_at_the_same_origin() {
    let bodies = vec![
        r#"{"items":[1],"next":"https://api.test:443/v2/other?page=2"}"#,
        r#"{"items":[2],"next":"http://api.test/items?page=3"}"#,
    ];
    let sent = Arc::default();
    let mut builder = builder("https://api.test/v1");
    builder.transport(Named(Mutex::new(bodies), Arc::clone(&sent)));
    let core = builder.build().expect("a valid client");
    let (taken, error) = all(pages(list(&core), Paging::url("/next"))).await;
    assert_eq!(taken, [1, 2]);
    assert!(error.is_some_and(|error| error.contains("another origin")));
    let expected = [
        "https://api.test/v1/items",
        "https://api.test/v2/other?page=2",
    ];
    assert_eq!(*sent.lock().expect("no panic"), expected);
}

#[tokio::test]
async fn a_url_of_another_origin_gets_nothing() {
    let other = Server::answering(200, &[], r#"{"items":[2]}"#);
    for url in [
        other.url(),
        "https://example.invalid/items".to_owned(),
        "mailto:x".to_owned(),
    ] {
        let server = server(&[&format!(r#"{{"items":[1],"next":"{url}"}}"#)]);
        let (taken, error) = all(pages(list(&known(&server.url())), Paging::url("/next"))).await;
        assert_eq!(taken, [1]);
        let error = error.expect("an error");
        assert!(error.contains("another origin"), "{error}");
        assert!(
            !error.contains("example.invalid"),
            "no value is shown: {error}"
        );
    }
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn urls_that_go_in_a_circle() {
    for url in ["/items", "?", "/items#again"] {
        let server = server(&[&format!(r#"{{"items":[1],"next":"{url}"}}"#)]);
        let (taken, error) = all(pages(list(&core(&server)), Paging::url("/next"))).await;
        let sent = targets(&server);
        assert!(sent.len() <= 2, "{url} is not followed for ever: {sent:?}");
        assert_eq!(taken.len(), sent.len());
        assert!(error.is_some_and(|error| error.contains("circle")), "{url}");
    }
}

#[tokio::test]
async fn link_headers() {
    for (link, sent) in [
        (r#"</items?page=2>; rel="next""#, Some("/items?page=2")),
        (r#"</a>; rel=prev, </b>; rel=next"#, Some("/b")),
        (
            r#"</a>; title="x, <y>; rel=next", </b>; REL="last Next""#,
            Some("/b"),
        ),
        (r#"</a>; rel="prev"; title="next""#, None),
        (r#"</a>; rel=nextpage"#, None),
        ("</a", None),
        ("", None),
    ] {
        let server = Server::start(vec![
            Canned::new(
                200,
                &[("Link", "<x>; rel=first"), ("Link", link)],
                r#"{"items":[1]}"#,
            ),
            Canned::new(200, &[], r#"{"items":[2]}"#),
        ]);
        let (_, error) = all(pages(list(&core(&server)), Paging::link())).await;
        assert_eq!(error, None, "{link}");
        let second = targets(&server).get(1).cloned();
        assert_eq!(second.as_deref(), sent, "{link}");
    }
}

#[tokio::test]
async fn user_and_password_of_the_server_go_along() {
    for (next, second) in [
        ("/items?p=2", "http://user:p%20w@api.test/items?p=2"),
        (
            "http://api.test:80/items?p=2",
            "http://user:p%20w@api.test/items?p=2",
        ),
        (
            "http://a:b@api.test/items?p=2",
            "http://a:b@api.test/items?p=2",
        ),
    ] {
        let first = format!(r#"{{"items":[1],"next":"{next}"}}"#).leak();
        let bodies = vec![&*first, r#"{"items":[2]}"#];
        let sent = Arc::default();
        let mut builder = builder("http://user:p w@api.test");
        builder.transport(Named(Mutex::new(bodies), Arc::clone(&sent)));
        let core = builder.build().expect("a valid client");
        let (taken, error) = all(pages(list(&core), Paging::url("/next"))).await;
        assert_eq!((taken, error), (vec![1, 2], None), "{next}");
        assert_eq!(sent.lock().expect("no panic")[1], second);
    }
}
