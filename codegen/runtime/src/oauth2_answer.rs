//! What an authorization server answers: a token, or why there is none.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::auth::Secret;
use super::failure::RequestError;
use super::token::{Token, TokenError};

/// What a token endpoint gives.
pub(super) struct Answered {
    pub(super) token: Token,
    pub(super) refresh: Option<Secret>,
}

impl Answered {
    /// Reads an answer (RFC 6749 §5). Some servers report errors with status 200.
    pub(super) fn read(status: StatusCode, body: &[u8]) -> Result<Self, GrantError> {
        let unreadable = GrantError::Unreadable { status };
        let Ok(body) = serde_json::from_slice::<Map<String, Value>>(body) else {
            return Err(unreadable);
        };
        let text = |key: &str| {
            let text = body.get(key)?.as_str()?;
            Some(text).filter(|text| !text.is_empty())
        };
        if let Some(code) = text("error") {
            return Err(GrantError::Refused(Box::new(Refusal {
                code: ErrorCode::of(code),
                status: Some(status),
                description: text("error_description").map(str::to_owned),
                uri: text("error_uri").map(str::to_owned),
            })));
        }
        let Some(token) = text("access_token").filter(|_| status.is_success()) else {
            return Err(unreadable);
        };
        let token = Token::new(token);
        Ok(Self {
            token: match body.get("expires_in").and_then(seconds) {
                Some(lifetime) => token.lasting(lifetime),
                None => token,
            },
            refresh: text("refresh_token").map(Secret::new),
        })
    }
}

/// A number of seconds, which some servers send as text.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::String(text) => text.trim().parse().ok()?,
        other => other.as_f64()?,
    };
    Duration::try_from_secs_f64(seconds).ok()
}

/// Why a grant gives no token. The source of a [`TokenError`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum GrantError {
    /// The authorization server refused (RFC 6749 §4.1.2.1 and §5.2).
    Refused(Box<Refusal>),
    /// The answer of the token endpoint is neither a token nor an error.
    Unreadable {
        /// Its status code.
        status: StatusCode,
    },
    /// There is nothing left to get a token with: the user has to agree anew.
    Spent,
    /// What came back from the authorization server does not belong to what was begun here (RFC 6749 §10.12).
    OtherState,
    /// What came back from the authorization server holds no code.
    NoCode,
    /// A setting makes no request.
    Setting(RequestError),
}

impl GrantError {
    /// That which is behind an error: of a call, for one.
    pub fn behind<'e>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e Self> {
        let mut at = Some(error);
        while let Some(error) = at {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            at = error.source();
        }
        None
    }

    /// What the authorization server says, if it refused.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl From<GrantError> for TokenError {
    fn from(error: GrantError) -> Self {
        Self::new(error)
    }
}

impl fmt::Display for GrantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => match refusal.code.name() {
                Some(name) => write!(f, "the authorization server refused: {name}"),
                None => f.write_str("the authorization server refused"),
            },
            Self::Unreadable { status } => {
                write!(f, "the token endpoint answered {status} without a token")
            }
            Self::Spent => f.write_str("the user has to agree anew"),
            Self::OtherState => f.write_str("the answer belongs to another request"),
            Self::NoCode => f.write_str("the answer holds no authorization code"),
            Self::Setting(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for GrantError {}

/// What an authorization server says when it refuses. `Debug` shows nothing of its words.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) status: Option<StatusCode>,
    pub(super) description: Option<String>,
    pub(super) uri: Option<String>,
}

impl Refusal {
    /// The error.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.code
    }

    /// The status code, if it was the token endpoint that refused.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// What the server says to developers.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// A page about the error.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("code", &self.code.name().unwrap_or("another"))
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

macro_rules! error_codes {
    ($($(#[$about:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// An error of an authorization server.
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[$about])* $variant,)*
            /// Any other.
            Other(String),
        }

        impl ErrorCode {
            /// The code of this name.
            #[must_use]
            pub fn of(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }

            /// The name of a known one.
            #[must_use]
            pub fn name(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($name),)*
                    Self::Other(_) => None,
                }
            }
        }
    };
}

error_codes! {
    /// A parameter is missing, given twice, or wrong.
    InvalidRequest = "invalid_request",
    /// The server does not know the client, or not by this secret.
    InvalidClient = "invalid_client",
    /// Code, refresh token or password is wrong, has ended, or was used before.
    InvalidGrant = "invalid_grant",
    /// The client may not use this grant.
    UnauthorizedClient = "unauthorized_client",
    /// The server does not know this grant.
    UnsupportedGrantType = "unsupported_grant_type",
    /// The scope is unknown, or more than the user agreed to.
    InvalidScope = "invalid_scope",
    /// The user, or the server, said no.
    AccessDenied = "access_denied",
    /// The server gives no codes.
    UnsupportedResponseType = "unsupported_response_type",
    /// The server failed.
    ServerError = "server_error",
    /// The server is busy.
    TemporarilyUnavailable = "temporarily_unavailable",
}

/// Shows the name of a known code.
impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name().unwrap_or("Other"))
    }
}
