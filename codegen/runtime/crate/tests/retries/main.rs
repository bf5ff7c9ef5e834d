//! Which requests are sent again, after what, and after which pause.
#![allow(missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod bodies;
mod pauses;
mod which;

use std::time::Duration;

use common::builder;
use common::scripted::{Scripted, Step};
use postwright_runtime::testing::Server;
use postwright_runtime::{Core, Retries};

const OK: Step = Step::Answer(200, Vec::new());

/// The default, but for pauses that no test should wait for.
fn hasty() -> Retries {
    Retries::default().backoff(Duration::from_millis(1), Duration::from_millis(2))
}

fn hasty_client(server: &Server) -> Core {
    let mut builder = builder(&server.url());
    builder.retries(hasty());
    builder.build().expect("a client")
}

fn scripted(transport: &Scripted) -> Core {
    transport.client().build().expect("a client")
}
