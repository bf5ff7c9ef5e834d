//! Tokens, what gives them, and why there may be none.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::auth::Secret;
use super::carrier::Carrier;
use super::failure::{RequestError, TransportError, TransportErrorKind};
pub use super::fetched::Fetched;

/// Gives tokens: an OAuth 2 grant, a vault, another service.
///
/// A function that takes nothing and gives a future is a provider, too.
pub trait TokenProvider: Send + Sync + 'static {
    /// Gets a token that is good from now on. The credential keeps it, and asks again when it ends or is refused.
    ///
    /// Requests may be sent by the `carrier`: the transport of the client that needs the token.
    fn token<'a>(&'a self, carrier: &'a Carrier) -> Fetching<'a>;

    /// Checks the settings by themselves, when the client is built.
    ///
    /// # Errors
    /// If they can give no token. The error must not quote a secret.
    fn check(&self) -> Result<(), RequestError> {
        Ok(())
    }
}

/// A token that is being fetched.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Token, TokenError>> + Send + 'a>>;

/// A function gives tokens.
impl<F, T> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, TokenError>> + Send + 'static,
{
    fn token<'a>(&'a self, _: &'a Carrier) -> Fetching<'a> {
        Box::pin(self())
    }
}

/// A token, and how long it lasts.
#[derive(Clone, Debug)]
pub struct Token {
    text: Secret,
    lifetime: Option<Duration>,
}

impl Token {
    /// A token that lasts until it is refused.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: Secret::new(text),
            lifetime: None,
        }
    }

    /// The same, good for this long from now on.
    #[must_use]
    pub fn lasting(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.text
    }

    /// How long it lasted when it was given, if that is known.
    #[must_use]
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }
}

/// Why there is no token.
///
/// A call that fails for it has it as the source of its error.
#[derive(Clone, Debug)]
pub struct TokenError {
    kind: TransportErrorKind,
    source: Arc<dyn std::error::Error + Send + Sync>,
    passing: Option<Duration>,
}

impl TokenError {
    /// A reason, which must not hold a secret.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            kind: TransportErrorKind::Token,
            source: source.into().into(),
            passing: None,
        }
    }

    /// The same, which may pass: the call that needs the token tries again, and waits at least this long before.
    #[must_use]
    pub fn passing(mut self, wait: Duration) -> Self {
        self.passing = Some(wait);
        self
    }

    /// Where it failed: [`TransportErrorKind::Token`] unless sending the request for a token did.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The error of a call that fails for it, as one of this kind.
    pub(super) fn into_transport(self, kind: TransportErrorKind) -> TransportError {
        let passing = self.passing;
        let error = TransportError::because(kind, self);
        match passing {
            Some(wait) => error.passing(wait),
            None => error,
        }
    }
}

impl From<TransportError> for TokenError {
    fn from(error: TransportError) -> Self {
        Self {
            kind: error.kind(),
            passing: error.retry_after(),
            source: Arc::new(error),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no token: {}", self.source)
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
