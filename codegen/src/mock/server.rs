//! The mock server of generated crates, for the command: the same files.

#[path = "../../runtime/src/canned.rs"]
pub mod canned;
#[path = "../../runtime/src/mock.rs"]
pub mod mock;
#[path = "../../runtime/src/mock_check.rs"]
pub mod mock_check;
#[path = "../../runtime/src/mock_engine.rs"]
pub mod mock_engine;
#[path = "../../runtime/src/mock_match.rs"]
pub mod mock_match;
#[path = "../../runtime/src/mock_pages.rs"]
pub mod mock_pages;
#[path = "../../runtime/src/mock_request.rs"]
pub mod mock_request;
#[path = "../../runtime/src/mock_route.rs"]
pub mod mock_route;
#[path = "../../runtime/src/mock_saved.rs"]
pub mod mock_saved;
#[path = "../../runtime/src/mock_tokens.rs"]
pub mod mock_tokens;
#[path = "../../runtime/src/mock_values.rs"]
pub mod mock_values;
#[path = "../../runtime/src/received.rs"]
pub mod received;
#[path = "../../runtime/src/testing.rs"]
pub mod testing;

pub use super::data as mock_data;
use crate::infer::format::formats;
