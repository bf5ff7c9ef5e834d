//! What can go wrong with a call.
//!
//! Nothing here shows header values, queries or body content by `Display` or `Debug`, so errors can be logged.
//! (A typed error body shows itself by `Debug` as any value does.)

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::answer::{DecodeFailure, ErrorBody};
use super::failure::{RequestError, TransportError, Unanswered};
use super::headers;
use super::response::{AnyBody, HeaderNames, Response, Unset};
use super::retry;

/// Why a call has no typed success to return. `E` is the type of the documented errors.
///
/// Every `Error<E>` becomes an `Error` by `?`, the typed body then being the raw one.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = AnyBody> {
    /// The server answered with an error that the collection documents.
    Api(Box<Response<E>>),
    /// The server answered with a status code that the collection says nothing about. That may be a success whose body does not fit
    /// that of the documented ones: see [`is_success`](Self::is_success).
    Undocumented(Box<Response<AnyBody>>),
    /// The server answered with a documented status code and a body that does not fit.
    Decode(Box<DecodeError>),
    /// There is no answer, or not a whole one.
    Transport(Box<TransportError>),
    /// The arguments do not make a request. Nothing was sent.
    Request(Box<RequestError>),
}

impl<E> Error<E> {
    /// The status code, if there was an answer, or the beginning of one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(answer) => Some(answer.status()),
            Self::Undocumented(answer) => Some(answer.status()),
            Self::Decode(error) => Some(error.status()),
            Self::Transport(error) => error.status(),
            Self::Request(_) => None,
        }
    }

    /// The headers, if there was an answer, or the beginning of one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(answer) => Some(answer.headers()),
            Self::Undocumented(answer) => Some(answer.headers()),
            Self::Decode(error) => Some(error.headers()),
            Self::Transport(error) => error.headers(),
            Self::Request(_) => None,
        }
    }

    /// The first header of this name, in any case, if there was an answer and the value is plain text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers()?.get(name)?.to_str().ok()
    }

    /// The body as it came, if there was an answer.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Api(answer) => Some(answer.bytes()),
            Self::Undocumented(answer) => Some(answer.bytes()),
            Self::Decode(error) => Some(error.bytes()),
            Self::Transport(_) | Self::Request(_) => None,
        }
    }

    /// Whether the server did what it was asked (status code 200 to 299), only not in a documented way, or its answer broke off.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status().is_some_and(|status| status.is_success())
    }

    /// The method of the client's builder that would have set the credential, if the server answered 401 and the request went out
    /// without the one that the collection says it carries. Where the collection says nothing of auth, that is the bearer token.
    #[must_use]
    pub fn unset_credential(&self) -> Option<&'static str> {
        let unset = match self {
            Self::Api(answer) => answer.unset,
            Self::Undocumented(answer) => answer.unset,
            Self::Decode(error) => error.answer.unset,
            Self::Transport(_) | Self::Request(_) => None,
        };
        unset.map(Unset::method)
    }

    /// Whether time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }

    /// Whether there was no connection, so that the server has seen nothing of the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }

    /// Whether the same call may succeed later: the status codes and failures after which a client repeats a request by itself
    /// (see [`Retries`](super::retry::Retries)). This says nothing of what the server has done: after a POST that timed out
    /// there may be what was asked for.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_transient(),
            _ => self.status().is_some_and(retry::is_transient),
        }
    }

    /// How long the server asks to wait before another request (`Retry-After`, RFC 9110 §10.2.3), from the time of the answer; that
    /// of the token endpoint where there is no token for that reason.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Transport(error) if error.retry_after().is_some() => error.retry_after(),
            _ => headers::retry_after(self.headers()?),
        }
    }

    /// The server's name for this request, if one of the usual headers told it; see
    /// [`Response::request_id`](super::response::Response::request_id).
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(self.headers()?)
    }
}

impl<E: ErrorBody> From<Error<E>> for Error {
    fn from(error: Error<E>) -> Self {
        match error {
            Error::Api(answer) => Self::Api(Box::new(answer.into_any())),
            Error::Undocumented(answer) => Self::Undocumented(answer),
            Error::Decode(error) => Self::Decode(error),
            Error::Transport(error) => Self::Transport(error),
            Error::Request(error) => Self::Request(error),
        }
    }
}

impl<E> From<Unanswered> for Error<E> {
    fn from(failure: Unanswered) -> Self {
        match failure {
            Unanswered::Transport(error) => Self::Transport(Box::new(error)),
            Unanswered::Request(error) => Self::Request(Box::new(error)),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(answer) => write!(f, "the server answered {}", answer.status()),
            Self::Undocumented(answer) => {
                write!(f, "the server answered {}, undocumented", answer.status())
            }
            Self::Decode(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
        }?;
        match self.unset_credential() {
            Some(name) => write!(f, "; no credential was set: `{name}`"),
            None => Ok(()),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            _ => None,
        }
    }
}

/// An answer whose body is not what the collection says. Keeps the body.
pub struct DecodeError {
    answer: Response<()>,
    failure: DecodeFailure,
}

impl DecodeError {
    pub(super) fn new(answer: Response<()>, failure: DecodeFailure) -> Self {
        Self { answer, failure }
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.answer.status()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.answer.headers()
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        self.answer.bytes()
    }

    /// Where in the body, as a JSON path such as `$.registrants[0].email`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.failure.path
    }

    /// What is wrong, without the content. A body that is compressed is wrong from its first byte.
    fn reason(&self) -> String {
        match headers::is_compressed(self.headers(), self.bytes()) {
            true => {
                "it is compressed (Content-Encoding), which the request did not ask for".to_owned()
            }
            false => without_content(&self.failure.cause) + &self.instead(),
        }
    }

    /// What the server says it is, if the body is no JSON and the server does not call it that.
    fn instead(&self) -> String {
        let is_json = self.failure.cause.is_data();
        match headers::media_type(self.headers()) {
            Some(name) if !is_json && !name.contains("json") => {
                format!("; the answer is {name}, not JSON")
            }
            _ => String::new(),
        }
    }

    /// What is wrong there, in the words of serde_json. May quote the body, which this error's `Display` and
    /// `Debug` do not.
    #[must_use]
    pub fn detail(&self) -> String {
        self.failure.cause.to_string()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (status, path) = (self.status(), self.path());
        let reason = self.reason();
        write!(
            f,
            "the body of the answer {status} does not fit at {path}: {reason}"
        )
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("status", &self.status())
            .field("headers", &HeaderNames(self.headers()))
            .field("path", &self.path())
            .field("reason", &self.reason())
            .field("length", &self.bytes().len())
            .finish()
    }
}

impl std::error::Error for DecodeError {}

/// The message of serde_json without the value it quotes: that is the server's content and may be secret.
fn without_content(cause: &serde_json::Error) -> String {
    let message = cause.to_string();
    if !cause.is_data() {
        return message; // Syntax errors quote nothing.
    }
    let names_only = ["missing field", "duplicate field", "data did not match"];
    if names_only.iter().any(|start| message.starts_with(start)) {
        return message;
    }
    let kind = message
        .strip_prefix("invalid type: ")
        .and_then(|found| found.split([' ', ',']).next());
    match (kind, message.rfind(", expected ")) {
        (Some(kind), Some(end)) => format!("invalid type: {kind}{}", &message[end..]),
        (None, Some(end)) => format!("invalid value{}", &message[end..]),
        (_, None) => format!(
            "invalid value at line {} column {}",
            cause.line(),
            cause.column()
        ),
    }
}
