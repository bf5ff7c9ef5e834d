//! The client of httpbin against a real httpbin: what the server says it received is what was meant.
//!
//! `tests/httpbin/install.sh` installs the server. Without it these tests do nothing but say so, unless the
//! environment has `CI=true`, where they fail.
#![allow(missing_docs)]

mod access;
mod answers;
mod inspect;
mod orders;
mod server;
mod ways;

use generated::httpbin::Response;
use serde_json::Value;

/// The whole answer, also what no type names.
fn raw<T>(answer: &Response<T>) -> Value {
    serde_json::from_slice(answer.bytes()).expect("JSON")
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}
