//! Arguments and settings that make no request: each is an error that names it, before there is as much as a connection.
#![allow(missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod framing;
mod headers;
mod servers;
mod urls;

use common::{answering, any, core};
use postwright_runtime::testing::Server;
use postwright_runtime::{Call, Core, Error};

/// Checks that a call fails for this argument, and that nobody has connected to the server.
#[track_caller]
fn check(server: &Server, outcome: Result<(), Error>, argument: &str, what: &str) {
    match outcome {
        Err(Error::Request(error)) => assert_eq!(error.argument(), argument, "{what}"),
        other => panic!("{what}: {other:?}"),
    }
    assert_eq!(server.connections(), 0, "{what}");
}

/// A server that would answer anything, and one call to it that counts.
async fn refused(argument: &str, what: &str, call: impl FnOnce(&Core) -> Call<()>) {
    let server = answering(200, "{}");
    let call = call(&core(&server));
    let outcome = call.await.map(|_| ());
    check(&server, outcome, argument, what);
}

#[tokio::test]
async fn a_connection_would_be_counted() {
    let server = answering(200, "{}");
    any(&core(&server), "GET", "/").await.expect("200");
    assert_eq!(server.connections(), 1);
}
