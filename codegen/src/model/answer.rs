//! Documented answers as data: by status code, what comes with each.

use super::{Operation, SlotId};

/// A documented answer: one status code with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// What comes with it.
    pub body: ResponseBody,
    /// What the collection says of it, as clean Markdown, one entry for each saved response; or where else it is known from.
    pub docs: Vec<String>,
}

/// The kind of an answer's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponseBody {
    /// Nothing is known to come, or nothing may come (204).
    Empty,
    /// Nothing is known of it: a success that only a test script names.
    Any,
    /// Text.
    Text,
    /// Bytes of any kind.
    Bytes,
    /// JSON.
    Json(SlotId),
}

/// What success of an operation comes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Success<'a> {
    /// Any body, with every code of success: what comes is not known of any of them.
    Any,
    /// The same body with each documented code.
    One(&'a ResponseBody),
    /// A body that depends on the code.
    Several,
}

impl Operation {
    /// The documented answers of success, by status code.
    pub fn successes(&self) -> impl Iterator<Item = &Response> + Clone {
        self.responses
            .iter()
            .filter(|response| Self::is_success(response.status))
    }

    /// The documented answers of any other status code.
    pub fn errors(&self) -> impl Iterator<Item = &Response> + Clone {
        self.responses
            .iter()
            .filter(|response| !Self::is_success(response.status))
    }

    /// What success comes with.
    pub fn success(&self) -> Success<'_> {
        let bodies: Vec<&ResponseBody> = self.successes().map(|answer| &answer.body).collect();
        let is_untyped =
            |body: &&ResponseBody| matches!(body, ResponseBody::Any | ResponseBody::Empty);
        match bodies.as_slice() {
            [] => Success::Any,
            bodies if bodies.iter().all(|body| **body == ResponseBody::Empty) => {
                Success::One(bodies[0])
            }
            bodies if bodies.iter().all(is_untyped) => Success::Any,
            [body] => Success::One(body),
            _ => Success::Several,
        }
    }

    /// Whether the status code is one of success (2xx).
    pub fn is_success(status: u16) -> bool {
        (200..300).contains(&status)
    }
}
