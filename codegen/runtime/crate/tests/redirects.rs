//! Redirects: which are followed, how, and what does not follow.
#![allow(missing_docs)]

mod common;

use common::{any, builder, known};
use postwright_runtime::api_key::ApiKey;
use postwright_runtime::testing::{Canned, Received, Server};
use postwright_runtime::{Error, TransportErrorKind};

fn redirecting(status: u16, location: &str) -> Server {
    let answers = vec![
        Canned::new(status, &[("Location", location)], ""),
        Canned::new(200, &[], ""),
    ];
    Server::start(answers)
}

#[tokio::test]
async fn methods_and_bodies() {
    for (status, method, expected) in [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (303, "PUT", "GET"),
        (303, "HEAD", "HEAD"),
        (301, "PUT", "PUT"),
        (302, "DELETE", "DELETE"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
    ] {
        let server = redirecting(status, "../b?c=d");
        let core = known(&server.url());
        let mut request = core.request(method, "/x/a", &[]);
        if method != "HEAD" {
            request.text("text/plain", "body");
        }
        request.query("q", &1);
        request
            .call_any(|answer| answer.empty())
            .await
            .expect("200");
        let seen = &server.received()[1];
        assert_eq!(
            (&*seen.method, &*seen.target),
            (expected, "/b?c=d"),
            "{status} {method}"
        );
        let kept = expected == method && method != "HEAD";
        assert_eq!(seen.text(), if kept { "body" } else { "" });
        assert_eq!(seen.header("content-type").is_some(), kept);
        assert_eq!(seen.header("authorization"), Some("Bearer s3cr3t-t0k3n"));
    }
}

#[tokio::test]
async fn no_credential_follows_to_another_origin() {
    let other = Server::answering(200, &[], "");
    let server = redirecting(307, &(other.url() + "/there"));
    let mut builder = builder(&server.url());
    builder.credential("bearer", postwright_runtime::auth::Bearer::new("SECRET"));
    builder.credential("key", ApiKey::header("X-Key", "SECRET"));
    builder.credential("query", ApiKey::query("key", "SECRET"));
    builder.default_header("X-Default".to_owned(), "SECRET".to_owned());
    let core = builder.build().expect("valid");
    let mut request = core.request("POST", "/", &[]);
    for name in ["bearer", "key", "query"] {
        request.auth(name);
    }
    request.header("Cookie", &"SECRET");
    request.header("X-Anything", &"SECRET");
    request.header("Accept", &"text/csv");
    request.text("text/plain", "body");
    let call = request.call_any(|answer| answer.empty());
    call.header("X-Call", "SECRET").await.expect("200");

    let first = format!("{:?}", server.received()[0]);
    assert_eq!(first.matches("SECRET").count(), 7);
    let second = other.received().remove(0);
    assert!(!format!("{second:?}").contains("SECRET"));
    assert_eq!((&*second.target, &*second.text()), ("/there", "body"));
    assert_eq!(second.header("accept"), Some("text/csv"));
    assert_eq!(second.header("content-type"), Some("text/plain"));
}

/// What a body is goes where the body goes, whoever has said it: without it nobody could read the body.
#[tokio::test]
async fn a_body_keeps_its_description() {
    let other = Server::answering(200, &[], "");
    let server = redirecting(307, &(other.url() + "/there"));
    let mut builder = builder(&server.url());
    builder.default_header("Content-Language".to_owned(), "de".to_owned());
    let mut request = builder.build().expect("valid").request("POST", "/", &[]);
    request.json(&1);
    let call = request.call_any(|answer| answer.empty());
    let call = call.header("Content-Type", "application/gzip");
    let call = call.header("Content-Encoding", "gzip");
    call.header("X-Call", "SECRET").await.expect("200");
    let second = other.received().remove(0);
    assert_eq!(second.text(), "1");
    assert_eq!(second.header("content-type"), Some("application/gzip"));
    assert_eq!(second.header("content-encoding"), Some("gzip"));
    assert_eq!(second.header("content-language"), Some("de"));
    assert_eq!(second.header("x-call"), None);
}

/// A body that a redirect has left behind does not come back at the next one, wherever that leads.
#[tokio::test]
async fn a_body_that_is_left_behind_stays_behind() {
    for (second, expected) in [(302, "GET"), (307, "GET"), (308, "GET")] {
        let other = Server::answering(200, &[], "");
        let answers = vec![
            Canned::new(303, &[("Location", "/second")], ""),
            Canned::new(second, &[("Location", &(other.url() + "/third"))], ""),
        ];
        let server = Server::start(answers);
        let mut request = known(&server.url()).request("POST", "/first", &[]);
        request.text("text/plain", "password=secret");
        let call = request.call_any(|answer| answer.empty());
        call.await.expect("200");
        let seen = &other.received()[0];
        assert_eq!(seen.method, expected, "{second}");
        assert_eq!(seen.text(), "", "{second}");
        assert_eq!(seen.header("content-type"), None, "{second}");
    }
}

/// User and password of the server are not lost on a redirect within the origin, and go nowhere else.
#[tokio::test]
async fn user_and_password_of_the_server() {
    let elsewhere = Server::answering(200, &[], "");
    let there = elsewhere.url() + "/there";
    for location in ["/there", "http://HOST/there", &there] {
        let to = location.to_owned();
        let answer = move |before: usize, request: &Received| {
            let to = to.replace("HOST", request.header("host").unwrap_or_default());
            Some(match (before, request.header("authorization")) {
                (0, Some(_)) => Canned::new(302, &[("Location", &to)], ""),
                (_, Some("Basic dXNlcjpwdw==")) => Canned::new(200, &[], ""),
                _ => Canned::new(401, &[], ""),
            })
        };
        let server = Server::serve(([127, 0, 0, 1], 0).into(), answer).expect("a server");
        let url = server.url().replace("://", "://user:pw@");
        let core = builder(&url).build().expect("a client");
        any(&core, "GET", "/").await.expect(location);
    }
    assert_eq!(elsewhere.received()[0].header("authorization"), None);
}

#[tokio::test]
async fn what_is_not_followed() {
    for (status, location) in [
        (300, "/b"),
        (304, "/b"),
        (302, "myapp://callback"),
        (302, ""),
    ] {
        let server = redirecting(status, location);
        let result = any(&known(&server.url()), "GET", "/a").await;
        if location.is_empty() {
            // An empty reference is the same document: followed once.
            result.expect("200");
            continue;
        }
        let error = result.expect_err("the redirect");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(server.received().len(), 1);
    }
}

/// To what no request can be made of a redirect is the answer, as one to another protocol is.
#[tokio::test]
async fn redirects_that_cannot_be_sent() {
    let long = format!("/{}", "x".repeat(66_000));
    for location in [&*long, "http://a{b/", "http://a\"b/", "http://a`b/"] {
        let server = redirecting(307, location);
        let error = any(&known(&server.url()), "GET", "/a").await;
        let status = error.expect_err("the redirect").status();
        assert_eq!(status.map(|status| status.as_u16()), Some(307));
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn loops_end() {
    let server = Server::answering(302, &[("Location", "/again")], "");
    let error = any(&known(&server.url()), "GET", "/")
        .await
        .expect_err("a loop");
    let kind = TransportErrorKind::Redirect;
    assert!(matches!(&error, Error::Transport(error) if error.kind() == kind));
    assert_eq!(server.received().len(), 11);
}
