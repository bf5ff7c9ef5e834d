//! The saved responses of a collection as answers of the test server.

use std::fs;

use serde_json::Value;

use super::error::Error;
use super::response::Response;
use super::testing::{Canned, Server};

/// Headers that tell of a connection or an encoding that the test server does not repeat.
const OF_THE_CONNECTION: [&str; 5] =
    ["connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"];

/// Starts a server that gives the response saved at this JSON pointer of a collection file.
///
/// # Panics
///
/// If there is no such response: the test and the collection do not belong together.
#[must_use]
pub fn serve(collection: &str, pointer: &str) -> Server {
    let text = fs::read_to_string(collection).unwrap_or_else(|error| panic!("{collection}: {error}"));
    let document: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{collection}: {error}"));
    let Some(saved) = document.pointer(pointer) else { panic!("{collection}: nothing at {pointer}") };
    let status = saved["code"].as_u64().and_then(|code| u16::try_from(code).ok());
    let Some(status) = status else { panic!("{collection}: no status code at {pointer}") };
    let headers = saved["header"].as_array().into_iter().flatten();
    let headers: Vec<(&str, &str)> = headers
        .filter_map(|header| Some((header["key"].as_str()?, header["value"].as_str()?)))
        .filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.to_ascii_lowercase().as_str()))
        .collect();
    let body = saved["body"].as_str().unwrap_or_default();
    Server::start(vec![Canned::new(status, &headers, body)])
}

/// The status code of an outcome, if the server has answered.
pub fn status<T, E>(outcome: &Result<Response<T>, Error<E>>) -> Option<u16> {
    match outcome {
        Ok(answer) => Some(answer.status().as_u16()),
        Err(error) => error.status().map(|status| status.as_u16()),
    }
}
