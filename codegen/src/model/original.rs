//! The request behind a saved response, as data: what Postman sends for it, and the values that it gives to arguments.

use std::fmt;

use serde_json::Value;

use super::{Sample, SettingId};

/// What a saved response says of the request that led to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Original {
    /// A request that the operation may be able to make: whether its types hold the values is for the next stage to say.
    Recorded(Box<Recorded>),
    /// The same as that of an earlier example of the operation, by its index.
    SameAs(usize),
    /// A request that the operation cannot make.
    Refused(Refusal),
}

/// A request with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// What Postman sends.
    pub sent: Sent,
    /// The client's settings that have other values in it.
    pub settings: Vec<(SettingId, String)>,
    /// The values of the path parameters, in their order.
    pub path: Vec<String>,
    /// The values of each query parameter and each header parameter, in their order.
    pub params: Vec<Vec<Sample>>,
    /// The values of the body, if the operation takes one.
    pub body: Option<BodyValues>,
}

/// The values of a body.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyValues {
    /// JSON.
    Json(Value),
    /// Text.
    Text(String),
    /// The values of each field of a form, in their order.
    Form(Vec<Vec<Sample>>),
}

/// What goes over the wire, as far as the author of the collection has a say in it. Path and query are encoded as Postman
/// encodes them, and what stands within a value never acts as syntax.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sent {
    /// The method, and the path below the server's URL with the query.
    pub line: String,
    /// The headers that are parameters or always sent.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: SentBody,
}

/// A body as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SentBody {
    /// None.
    Nothing,
    /// JSON, as compact text.
    Json(String),
    /// Any other text.
    Text(String),
    /// A form.
    Form {
        /// Multipart instead of urlencoded.
        multipart: bool,
        /// Names and values of the fields.
        pairs: Vec<(String, String)>,
    },
}

/// Why an operation cannot make the request behind one of its saved responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Another method.
    Method,
    /// Another path.
    Path,
    /// Another value for something that the operation, or the client, always sends.
    Fixed,
    /// Several values for one argument.
    Repeated,
    /// A variable has no value.
    Open,
    /// The values of its variables are too long to stand in a test.
    Long,
    /// An argument of the path has no value.
    Unfilled,
    /// A body of another kind, or one where the operation has none.
    Body,
    /// A file, which the collection names and does not hold.
    File,
    /// Something is missing that every call gives or makes anew.
    Missing,
    /// A value that the argument's type cannot hold as it is written.
    Type,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "it has another method",
            Self::Path => "it has another path",
            Self::Fixed => "it has another value where the operation always sends the same",
            Self::Repeated => "it has several values for one argument",
            Self::Open => "a variable in it has no value",
            Self::Long => "a variable in it has a value that is too long for a test",
            Self::Unfilled => "an argument of its path has no value",
            Self::Body => "it has a body of another kind",
            Self::File => "it sends a file, which is not in the collection",
            Self::Missing => "it lacks what every call gives",
            Self::Type => "it has a value that the argument's type does not hold as it is written",
        })
    }
}
