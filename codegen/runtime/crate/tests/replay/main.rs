//! The hand-written part of the program that generated crates have as the example `replay`: tables for what it reads.
#![allow(missing_docs)]

mod runtime {
    pub use postwright_runtime::{Call, Error, Retries};
}

#[path = "../../../replay/mod.rs"]
#[rustfmt::skip]
#[allow(unreachable_pub)]
mod support;

mod bodies;
mod collections;
mod credentials;
mod items;
mod options;
mod urls;
mod values;
mod variables;

use serde_json::{Value, json};
use support::item::Item;
use support::run::Options;
use support::saved::Saved;
use support::variables::Variables;

fn variables(values: &Value) -> Variables {
    let mut variables = Variables::default();
    variables.add_file(&json!({"values": values}));
    variables
}

/// What is made of a saved request, with the value `COLL` for the variable `coll`.
fn with_item<T>(request: &Value, use_it: impl FnOnce(&Item<'_>) -> T) -> T {
    let (saved, variables) = (Saved::v2(request), variables(&json!({"coll": "COLL"})));
    let (options, http) = (Options::default(), reqwest::Client::new());
    use_it(&Item {
        index: 0,
        saved: &saved,
        variables: &variables,
        options: &options,
        http: &http,
    })
}
