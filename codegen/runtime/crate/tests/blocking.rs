//! `wait()`, inside and outside a runtime.
#![allow(missing_docs)]

mod common;

use std::io::Read as _;

use common::{answering, any, builder, core, get_item};
use postwright_runtime::blocking::Reader;
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{AnyBody, Core, Error, Paging, TransportErrorKind};

const BODY: &str = r#"{"id":1,"tags":[]}"#;

#[test]
fn outside_a_runtime() {
    let server = answering(200, BODY);
    assert_eq!(get_item(&core(&server), 1).wait().expect("200").id, 1);
}

#[tokio::test]
async fn inside_a_runtime() {
    let server = answering(200, BODY);
    assert_eq!(get_item(&core(&server), 1).wait().expect("200").id, 1);
    assert_eq!(get_item(&core(&server), 1).await.expect("200").id, 1);
}

fn pages() -> Server {
    let bodies = [
        r#"{"next":"b","items":[1,2]}"#,
        r#"{"next":"","items":[3]}"#,
    ];
    Server::start(bodies.map(|body| Canned::new(200, &[], body)).to_vec())
}

/// The pages of a server, and then its items.
fn walk(core: &Core) -> Vec<u64> {
    let pages = || {
        let call = core.any_request("GET", "/").send_as::<serde_json::Value>();
        call.pages(Paging::token("cursor", "/next"), |page| {
            let items = page["items"].as_array().cloned().unwrap_or_default();
            items.iter().filter_map(serde_json::Value::as_u64).collect()
        })
    };
    let all: Result<Vec<_>, Error<AnyBody>> = pages().wait().collect();
    assert_eq!(all.expect("pages").len(), 2);
    pages()
        .items()
        .wait()
        .map(|item| item.expect("an item"))
        .collect()
}

#[test]
fn pages_outside_a_runtime() {
    // The second walk begins with the last answer again.
    assert_eq!(walk(&core(&pages())), [3]);
}

#[tokio::test]
async fn pages_inside_a_runtime() {
    assert_eq!(walk(&core(&pages())), [3]);
}

#[test]
fn pages_end_with_an_error() {
    let server = answering(404, "");
    let call = core(&server).any_request("GET", "/");
    let mut pages = call
        .pages(Paging::token("cursor", "/next"), |page| vec![page])
        .wait();
    assert!(matches!(pages.next(), Some(Err(Error::Undocumented(_)))));
    assert!(pages.next().is_none());
}

fn stream(core: &Core) -> Reader {
    any(core, "GET", "/").wait_stream().expect("200")
}

fn check_stream() {
    let body = "0123456789".repeat(50_000);
    let server = answering(200, &body);
    let mut reader = stream(&core(&server));
    assert_eq!(
        (
            reader.status().as_u16(),
            reader.headers()["x-id"].as_bytes()
        ),
        (200, &b"7"[..])
    );
    assert_eq!(reader.read(&mut []).expect("nothing"), 0);
    let mut text = String::new();
    reader.read_to_string(&mut text).expect("a body");
    assert!(text == body);
    assert_eq!(reader.read(&mut [0]).expect("the end"), 0);
}

#[test]
fn a_body_as_it_comes_outside_a_runtime() {
    check_stream();
}

#[tokio::test]
async fn a_body_as_it_comes_inside_a_runtime() {
    check_stream();
}

#[test]
fn a_body_that_breaks_off_and_an_answer_that_is_none() {
    let server = Server::start(vec![Canned::new(200, &[], "half").promising(8)]);
    let mut reader = stream(&builder(&server.url()).build().expect("a client"));
    let mut text = String::new();
    let error = reader.read_to_string(&mut text).expect_err("half of it");
    let error = error
        .get_ref()
        .and_then(|error| error.downcast_ref::<Error>());
    let Some(Error::Transport(error)) = error else {
        panic!("{error:?}");
    };
    assert_eq!(
        (error.kind(), text.as_str()),
        (TransportErrorKind::Body, "half")
    );
    assert_eq!(reader.read(&mut [0]).expect("the end"), 0);
    let server = answering(404, "");
    let error = any(&core(&server), "GET", "/").wait_stream();
    assert_eq!(
        error
            .expect_err("404")
            .status()
            .map(|status| status.as_u16()),
        Some(404)
    );
}
