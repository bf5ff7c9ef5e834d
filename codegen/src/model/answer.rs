//! Documented answers as data: by status code, what comes with each.

use super::{Operation, SlotId, Status};

/// A documented answer: a status code, or all that have no answer of their own, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status codes that it is for.
    pub status: Status,
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
    /// The documented answers of success, by status code; or the one that is for every success.
    pub fn successes(&self) -> impl Iterator<Item = &Response> + Clone {
        self.responses
            .iter()
            .filter(|response| response.status.is_success())
    }

    /// The documented answers of any other status code.
    pub fn errors(&self) -> impl Iterator<Item = &Response> + Clone {
        self.responses
            .iter()
            .filter(|response| !response.status.is_success())
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

    /// A status code that leads to one of its answers.
    pub fn code_of(&self, status: Status) -> u16 {
        let is_documented = |code: &u16| {
            let mut responses = self.responses.iter();
            responses.any(|response| response.status == Status::Code(*code))
        };
        match status {
            Status::Code(code) => code,
            Status::AnySuccess => 200,
            // The plainest of errors, if it has no answer of its own.
            Status::OtherError => {
                let mut others = (500..600).chain(400..500);
                others.find(|code| !is_documented(code)).unwrap_or(500)
            }
        }
    }
}
