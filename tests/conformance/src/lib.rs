//! What goes on the wire: a server that records requests, and the comparison of two recordings.
//!
//! `send.mjs` sends a collection with newman, the Postman runtime; the example `replay` of a generated crate sends it
//! with the client. Both mark each request with its number in the header `x-replay-item`.

mod compare;
mod explain;
mod multipart;
#[path = "../../../codegen/runtime/replay/nearly_json.rs"]
#[rustfmt::skip]
mod nearly_json;
mod recorder;
mod recording;
mod refusals;
mod saved;
mod signature;

pub use compare::{Difference, Kind, compare, differences};
pub use explain::{Explanation, explain};
pub use recorder::Recorder;
pub use recording::{Recorded, Recording};
pub use refusals::Refusals;
pub use saved::Saved;

/// The header that says which request of the collection it is.
pub const ITEM: &str = "x-replay-item";
