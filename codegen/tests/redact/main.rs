//! Secrets: what is taken out, what is only reported, and what stays.

mod findings;
mod laws;
mod names;
mod places;
mod text;

use postwright::read::redact::redact;
use serde_json::Value;

/// A long secret: it is replaced wherever it turns up.
pub const LONG: &str = "s3cr3t-4711-abcdef";

/// One shorter than eight bytes: it is replaced at its own place alone.
pub const SHORT: &str = "abc123";

/// Letters and digits in an order that no vendor gave out.
pub const RANDOM: &str = "q7Zk2Lw9Xb4Rt6Vn1Mc8Hd3Jf5Gs0PyQ";

/// The document with its secrets taken out.
pub fn redacted(mut value: Value) -> Value {
    redact(&mut value);
    value
}

/// Checks a table of documents and what becomes of them.
pub fn check(rows: impl IntoIterator<Item = (&'static str, Value, Value)>) {
    for (what, document, expected) in rows {
        assert_eq!(redacted(document), expected, "{what}");
    }
}
