//! What can go wrong before there is a whole answer: the settings make no client, the arguments make no request, or
//! it does not get through.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::response::HeaderNames;

/// Why there is no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unanswered {
    /// Sending or receiving failed.
    Transport(TransportError),
    /// The arguments do not make a request. Nothing was sent.
    Request(RequestError),
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Unanswered {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Request(_) => None,
        }
    }
}

impl From<TransportError> for Unanswered {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<RequestError> for Unanswered {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

/// Where sending or receiving failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: name resolution, TCP, TLS or a proxy.
    Connect,
    /// No connection in the time for one.
    ConnectTimeout,
    /// Time ran out.
    Timeout,
    /// The connection ended, or brought something else than HTTP, before there was an answer.
    Closed,
    /// Too many redirects.
    Redirect,
    /// The answer broke off.
    Body,
    /// The content to send could not be read.
    Content,
    /// The answer is longer than what may be read into memory.
    TooLong {
        /// How many bytes may be.
        limit: u64,
    },
    /// What gives the token that the request should carry refused to, or gave none.
    Token,
    /// Anything else.
    Other,
}

/// Sending or receiving failed.
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    head: Option<Box<(StatusCode, HeaderMap)>>,
    passing: Option<Duration>,
    host: Option<Box<str>>,
}

impl TransportError {
    /// An error of this kind.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self {
            kind,
            source: None,
            head: None,
            passing: None,
            host: None,
        }
    }

    /// An error of this kind for a reason, which must not hold the URL: its query may be secret.
    #[must_use]
    pub fn because(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        let source = Some(source.into());
        Self {
            kind,
            source,
            head: None,
            passing: None,
            host: None,
        }
    }

    /// The same after status and headers had come: it failed with the body.
    #[must_use]
    pub fn after(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.head = Some(Box::new((status, headers)));
        self
    }

    /// The same of what was to go to this host, with its port if that is not the usual one: nothing else of a URL may be in it.
    #[must_use]
    pub fn at(mut self, host: impl Into<Box<str>>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// The server, by its host if that is known.
    fn server(&self) -> String {
        let host = self.host.as_deref();
        host.map_or_else(
            || "the server".to_owned(),
            |host| format!("the server {host}"),
        )
    }

    /// The same, which may pass whatever its kind: another try has to wait this long.
    #[must_use]
    pub fn passing(mut self, wait: Duration) -> Self {
        self.passing = Some(wait);
        self
    }

    /// Where it failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The status code, if the answer had begun.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.head.as_ref()?.0)
    }

    /// The headers, if the answer had begun.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.head.as_ref()?.1)
    }

    /// Whether time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        use TransportErrorKind::{ConnectTimeout, Timeout};
        matches!(self.kind, Timeout | ConnectTimeout)
    }

    /// Whether there was no connection, so that the server has seen nothing of the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        use TransportErrorKind::{Connect, ConnectTimeout};
        matches!(self.kind, Connect | ConnectTimeout)
    }

    /// Whether this may pass: trouble with the connection, time that ran out, or a token that cannot be had just now.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        use TransportErrorKind::{Body, Closed};
        let is_trouble = self.is_connect() || self.is_timeout();
        is_trouble || matches!(self.kind, Body | Closed) || self.passing.is_some()
    }

    /// How long whoever failed asks to wait before another try, if it may pass and that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.passing.filter(|wait| !wait.is_zero())
    }
}

/// Shows the names of the headers, not their values: a cookie is a secret.
impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TransportError");
        shown.field("kind", &self.kind);
        if let Some(head) = &self.head {
            let (status, headers) = &**head;
            shown.field("status", status);
            shown.field("headers", &HeaderNames(headers));
        }
        shown.field("source", &self.source).finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => {
                return write!(f, "no connection to {}", self.server());
            }
            TransportErrorKind::ConnectTimeout => {
                return write!(f, "no connection to {} in time", self.server());
            }
            TransportErrorKind::Timeout => "time ran out",
            TransportErrorKind::Closed => "the connection ended without an answer",
            TransportErrorKind::Redirect => "too many redirects",
            TransportErrorKind::Body => "the answer broke off",
            TransportErrorKind::Content => "what was to be sent could not be read",
            TransportErrorKind::TooLong { limit } => {
                return write!(f, "the answer is longer than the limit of {limit} bytes");
            }
            TransportErrorKind::Token => "there is no token for the request",
            TransportErrorKind::Other => "sending the request failed",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}

/// Arguments that do not make a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestError {
    argument: String,
    reason: String,
}

impl RequestError {
    /// An error of the argument with this name. The reason must not quote the value, which may be secret.
    pub fn new(argument: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            argument: argument.into(),
            reason: reason.into(),
        }
    }

    /// The name of the argument, as in the collection.
    #[must_use]
    pub fn argument(&self) -> &str {
        &self.argument
    }

    /// What is wrong with it.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "argument `{}` {}", self.argument, self.reason)
    }
}

impl std::error::Error for RequestError {}

/// A client cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    setting: String,
    reason: String,
}

impl BuildError {
    /// An error of the setting with this name. The reason must not quote the value, which may be secret.
    pub fn new(setting: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            setting: setting.into(),
            reason: reason.into(),
        }
    }

    /// The name of the setting that is wrong: a server, a header, a credential, `sign`, or `http_client`.
    #[must_use]
    pub fn setting(&self) -> &str {
        &self.setting
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.setting, self.reason)
    }
}

impl std::error::Error for BuildError {}
