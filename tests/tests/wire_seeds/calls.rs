//! What a caller can do with a call.

use std::net::TcpListener;
use std::time::Duration;

use generated::runtime::testing::{Canned, Server};
use generated::zoom::Error;
use generated::zoom::meetings::PerformBatchRegistrationError;

use crate::{Batch, REGISTERED, TOKEN, batch, only, refused, update, zoom};

#[tokio::test]
async fn the_timeout_of_a_call() {
    // Connections are taken by the system, and nobody ever answers.
    let silent = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let patient = zoom::Client::builder().base_url(url);
    let patient = patient.timeout(Duration::from_secs(3600)).build();
    let call = batch(&patient.expect("a client")).timeout(Duration::from_millis(20));
    let outcome = tokio::time::timeout(Duration::from_secs(20), call).await;
    let error = outcome.expect("the limit of the call");
    let error = error.expect_err("no answer");
    assert!(error.is_timeout(), "{error:?}");
    assert!(matches!(error, Error::Transport(_)));

    let slow = Canned::new(204, &[], "").after(Duration::from_millis(500));
    let server = Server::start(vec![slow]);
    let hasty = zoom::Client::builder().base_url(server.url());
    let hasty = hasty.timeout(Duration::from_millis(20)).build();
    let hasty = hasty.expect("a client");
    let error = update(&hasty, None).await.expect_err("no time");
    assert!(error.is_timeout(), "{error:?}");
    let call = update(&hasty, None).timeout(Duration::from_secs(3600));
    call.await.expect("204");
}

#[tokio::test]
async fn headers_and_queries_of_a_call() {
    let server = Server::answering(204, &[], "");
    let client = zoom::Client::builder()
        .base_url(server.url())
        .bearer_token(TOKEN)
        .default_header("X-App", "default")
        .default_header("X-Kept", "default");
    let client = client.build().expect("a client");
    let call = update(&client, Some("1"))
        .header("x-app", "call")
        .header("X-Twice", 1)
        .header("X-Twice", true)
        .header("Authorization", "Bearer other")
        .query("a b", "c&d")
        .query("list", ["x", "y"].to_vec())
        .query("none", None::<i64>);
    call.await.expect("204");
    let request = only(&server);
    let values = |name: &str| -> Vec<_> {
        let headers = request.headers.iter();
        let headers = headers.filter(|(other, _)| other.eq_ignore_ascii_case(name));
        headers.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(values("X-App"), ["call"]);
    assert_eq!(values("X-Kept"), ["default"]);
    assert_eq!(values("X-Twice"), ["1", "true"]);
    assert_eq!(values("Authorization"), ["Bearer other"]);
    assert_eq!(
        request.target,
        "/meetings/68423085/registrants/status?occurrence_id=1&a%20b=c%26d&list=x&list=y"
    );

    update(&client, None).await.expect("204");
    let next = server.received().remove(1);
    assert_eq!(next.header("x-app"), Some("default"));
    assert_eq!(
        next.header("authorization"),
        Some(&*format!("Bearer {TOKEN}"))
    );
    assert_eq!(next.target, "/meetings/68423085/registrants/status");
}

#[tokio::test]
async fn headers_of_a_call_are_checked() {
    let server = Server::answering(204, &[], "");
    let client = zoom(server.url());
    refused("X-A", update(&client, None).header("X-A", "a\r\nX-B: b")).await;
    refused("X A", update(&client, None).header("X A", "a")).await;
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_answer_as_another_type() {
    let server = Server::answering(201, &[], r#"{"registrants":[],"total":7}"#);
    let client = zoom(server.url());
    let json = batch(&client).send_as::<serde_json::Value>();
    assert_eq!(json.await.expect("201")["total"], 7);
    let error = batch(&client).send_as::<Vec<i64>>().await;
    let error = error.expect_err("no list");
    assert!(
        matches!(&error, Error::Decode(error) if error.path() == "$"),
        "{error:?}"
    );

    let failing = Server::answering(404, &[], "{}");
    let error = batch(&zoom(failing.url())).send_as::<serde_json::Value>();
    let error = error.await.expect_err("404");
    assert!(
        matches!(&error, Error::Api(answer) if matches!(answer.body(), PerformBatchRegistrationError::NotFound(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_answer_as_bytes() {
    let body: &[u8] = b"\xff\0 not JSON";
    let server = Server::answering(200, &[("X-Trace", "7")], body);
    let client = zoom(server.url());
    let answer = batch(&client).bytes().await.expect("200");
    assert_eq!(answer.body(), body);
    assert_eq!(answer.header("x-trace"), Some("7"));
    assert!(matches!(batch(&client).await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn an_answer_in_chunks() {
    let body = vec![b'x'; 1 << 20];
    let answer = Canned::new(200, &[("X-Trace", "7")], body.clone());
    let broken = Canned::new(200, &[], "half").promising(8);
    let missing = Canned::new(404, &[], "gone");
    let server = Server::start(vec![answer, broken, missing]);
    let client = zoom(server.url());

    let mut download = batch(&client).stream().await.expect("200");
    assert_eq!(download.status().as_u16(), 200);
    assert_eq!(download.headers()["x-trace"], "7");
    let (mut received, mut chunks) = (Vec::new(), 0);
    while let Some(chunk) = download.chunk().await.expect("a chunk") {
        received.extend_from_slice(&chunk);
        chunks += 1;
    }
    assert!(received == body, "{} bytes", received.len());
    assert!(chunks > 1);

    let mut download = batch(&client).stream().await.expect("200");
    let mut received = Vec::new();
    let error = loop {
        match download.chunk().await {
            Ok(chunk) => received.extend_from_slice(&chunk.expect("an error, not an end")),
            Err(error) => break error,
        }
    };
    assert_eq!(received, b"half");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");

    let error = batch(&client).stream().await.expect_err("404");
    assert!(
        matches!(&error, Error::Api(answer) if matches!(answer.body(), PerformBatchRegistrationError::NotFound(text) if text == "gone")),
        "{error:?}"
    );
}

#[test]
fn a_call_without_async() {
    let server = Server::start(vec![
        Canned::new(200, &[], REGISTERED),
        Canned::new(429, &[], "slow down"),
    ]);
    let client = zoom(server.url());
    let added = batch(&client).wait().expect("200");
    assert_eq!(added.registrants[0].email.as_deref(), Some("a@example.com"));
    let error = batch(&client).wait().expect_err("429");
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_call_without_async_within_async() {
    let server = Server::answering(204, &[], "");
    let client = zoom(server.url());
    update(&client, None).wait().expect("204");
    assert_eq!(only(&server).method, "PUT");
}

#[tokio::test]
async fn calls_are_lazy_sendable_and_own_what_they_need() {
    fn sendable<T: Send + Unpin + 'static>(value: T) -> T {
        value
    }
    let server = Server::answering(200, &[], REGISTERED);
    let mut spawned = Vec::new();
    {
        let client = sendable(zoom(server.url()));
        for number in 0..8 {
            let call = sendable(batch(&client).query("number", number));
            spawned.push(call);
        }
        drop(batch(&client));
    }
    assert!(server.received().is_empty(), "sent before the first poll");

    let last = spawned.split_off(6);
    let mut tasks: Vec<_> = spawned.into_iter().map(tokio::spawn).collect();
    let stream = |call: Batch| async move { call.stream().await.map(|download| download.status()) };
    let mut last = last.into_iter();
    let streamed = tokio::spawn(sendable(Box::pin(stream(last.next().expect("a call")))));
    let (first, joined) = tokio::join!(&mut tasks[0], last.next().expect("a call"));
    assert_eq!(first.expect("a task").expect("200").registrants.len(), 1);
    assert_eq!(joined.expect("200").registrants.len(), 1);
    assert_eq!(streamed.await.expect("a task").expect("200"), 200);
    for task in tasks.drain(1..) {
        assert_eq!(
            task.await.expect("a task").expect("200").registrants.len(),
            1
        );
    }
    let mut targets: Vec<_> = server
        .received()
        .into_iter()
        .map(|request| request.target)
        .collect();
    targets.sort();
    let expected = |number| format!("/meetings/68423085/batch_registrants?number={number}");
    assert_eq!(targets, (0..8).map(expected).collect::<Vec<_>>());
}
