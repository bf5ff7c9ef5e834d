//! Credentials: what a client adds to its requests to say who it is.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use super::carrier::Carrier;
use super::encode;
use super::failure::{RequestError, TransportError, Unanswered};
use super::request::Parts;

/// Text that is never shown.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Hides this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Something that signs requests or adds a credential to them.
///
/// Headers that are added here should be marked with [`HeaderValue::set_sensitive`]. No header marked so, and no
/// other that may hold a credential, follows a redirect to another origin.
pub trait Authenticate: Send + Sync + 'static {
    /// What has to be done before [`apply`](Self::apply), such as to fetch a token; `None` if nothing has. A call that sets
    /// `Authorization` by itself does without it.
    fn prepare<'a>(&'a self, carrier: &'a Carrier) -> Option<Step<'a>> {
        let _ = carrier;
        None
    }

    /// Changes a request before it is sent. It has all its headers then, and its body; only those headers that a call
    /// sets by itself come after, once more, and count.
    ///
    /// # Errors
    /// If the credential does not fit into a request. The error must not quote it.
    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError>;

    /// Checks the credential by itself, when the client is built.
    ///
    /// # Errors
    /// If no request can carry it. The error must not quote it.
    fn check(&self) -> Result<(), RequestError> {
        Ok(())
    }

    /// Whether [`apply`](Self::apply) has to see all bytes of this request's body. Files are then read into memory before.
    fn reads_body(&self, parts: &Parts) -> bool {
        let _ = parts;
        false
    }

    /// What has to be done before [`answer`](Self::answer), such as to fetch another token than the one in the refused request;
    /// `None` if nothing has.
    fn renew<'a>(&'a self, refused: &'a Parts, carrier: &'a Carrier) -> Option<Step<'a>> {
        let _ = (refused, carrier);
        None
    }

    /// Changes a request that a server has refused with status 401 so that it may be sent again, by what the
    /// headers of that answer ask for (RFC 9110 §11.6.1). This is asked once for each URL of a try of a call, and never of another origin
    /// than the one that the call began with. `false` leaves the answer as it is.
    ///
    /// # Errors
    /// If the credential does not fit into a request. The error must not quote it.
    fn answer(&self, challenge: &HeaderMap, parts: &mut Parts) -> Result<bool, RequestError> {
        let _ = (challenge, parts);
        Ok(false)
    }

    /// Is told of a request that a server has refused with status 401 after [`answer`](Self::answer) had changed it.
    fn refused(&self, parts: &Parts) {
        let _ = parts;
    }

    /// Whether what [`apply`](Self::apply) adds holds for one URL alone, as a signature does. It is applied once more then to a
    /// request that a redirect leads to another URL of the origin; anything else goes along as it is.
    fn signs(&self) -> bool {
        false
    }
}

/// What a credential does before it can be applied. It fails if that cannot be done; the error must not quote a secret.
pub type Step<'a> = Pin<Box<dyn Future<Output = Result<(), TransportError>> + Send + 'a>>;

/// The credentials of a call, and how they send requests of their own.
pub(super) struct Carried<'a> {
    pub(super) credentials: Vec<&'a dyn Authenticate>,
    /// What has the last word.
    pub(super) signer: Option<&'a dyn Authenticate>,
    pub(super) carrier: Carrier,
}

impl Carried<'_> {
    /// Does what has to be done before they are applied.
    pub(super) async fn prepare(&self) -> Result<(), TransportError> {
        for credential in self.all() {
            if let Some(step) = credential.prepare(&self.carrier) {
                step.await?;
            }
        }
        Ok(())
    }

    /// Lets the first that can answer a challenge change the request, the signer last. `false` if none can. What a credential has
    /// changed is signed anew.
    pub(super) async fn answer(
        &self,
        challenge: &HeaderMap,
        parts: &mut Parts,
    ) -> Result<bool, Unanswered> {
        for credential in &self.credentials {
            if self.answers(*credential, challenge, parts).await? {
                if let Some(signer) = self.signer {
                    signer.apply(parts)?;
                }
                return Ok(true);
            }
        }
        match self.signer {
            Some(signer) => self.answers(signer, challenge, parts).await,
            None => Ok(false),
        }
    }

    /// Says that a request was refused although it had been changed to answer a challenge.
    pub(super) fn refused(&self, parts: &Parts) {
        for credential in self.all() {
            credential.refused(parts);
        }
    }

    /// Signs a request anew that goes to another URL than before.
    pub(super) fn sign(&self, parts: &mut Parts) -> Result<(), RequestError> {
        let mut signing = self.all().filter(|credential| credential.signs());
        signing.try_for_each(|credential| credential.apply(parts))
    }

    fn all(&self) -> impl Iterator<Item = &dyn Authenticate> {
        self.credentials.iter().copied().chain(self.signer)
    }

    async fn answers(
        &self,
        credential: &dyn Authenticate,
        challenge: &HeaderMap,
        parts: &mut Parts,
    ) -> Result<bool, Unanswered> {
        if let Some(step) = credential.renew(parts, &self.carrier) {
            step.await?;
        }
        Ok(credential.answer(challenge, parts)?)
    }
}

/// A function signs requests.
impl<F> Authenticate for F
where
    F: Fn(&mut Parts) -> Result<(), RequestError> + Send + Sync + 'static,
{
    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        self(parts)
    }

    fn signs(&self) -> bool {
        true
    }
}

/// A bearer token (RFC 6750 §2.1), in the place of any other `Authorization` header. An empty token sends nothing.
#[derive(Clone, Debug)]
pub struct Bearer {
    prefix: String,
    token: Secret,
}

impl Bearer {
    /// Sends `Authorization: Bearer <token>`.
    pub fn new(token: impl Into<String>) -> Self {
        Self::with_prefix("Bearer", token)
    }

    /// Sends another word than `Bearer` before the token, or none if it is empty.
    pub fn with_prefix(prefix: impl Into<String>, token: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
            token: Secret::new(token),
        }
    }
}

impl Bearer {
    /// The value of `Authorization`; `None` without a token.
    fn value(&self) -> Result<Option<HeaderValue>, RequestError> {
        let (prefix, token) = (&self.prefix, self.token.expose());
        if token.is_empty() {
            return Ok(None);
        }
        sensitive_value("Authorization", &format!("{prefix} {token}")).map(Some)
    }
}

impl Authenticate for Bearer {
    fn check(&self) -> Result<(), RequestError> {
        self.value().map(|_| ())
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        if let Some(value) = self.value()? {
            parts.headers.insert(AUTHORIZATION, value);
        }
        Ok(())
    }
}

/// A header value that is a secret.
///
/// # Errors
/// If it holds characters that no header may. The error names the header.
pub fn sensitive_value(name: &str, text: &str) -> Result<HeaderValue, RequestError> {
    let mut value = encode::header_value(text)
        .ok_or_else(|| RequestError::new(name, "holds a character that no header may hold"))?;
    value.set_sensitive(true);
    Ok(value)
}
