//! What a request looks like on the wire.
#![allow(missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod bodies;
mod credentials;
mod forms;
mod headers;
mod targets;

use common::{answering, core};
use postwright_runtime::Request;
use postwright_runtime::testing::Received;

/// Sends a request and gives back what the server saw.
async fn sent(method: &str, template: &str, fill: impl FnOnce(&mut Request)) -> Received {
    let server = answering(200, "{}");
    let mut request = core(&server).request(method, template, &[]);
    fill(&mut request);
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    server.received().remove(0)
}
