//! The authorization code flow with a proof key (RFC 6749 §4.1, RFC 7636): a URL for the user, and the code that comes back.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use sha2::{Digest as _, Sha256};

use super::auth::Secret;
use super::encode;
use super::failure::RequestError;
use super::oauth2::Grant;
use super::oauth2_answer::{ErrorCode, GrantError, Refusal};
use super::oauth2_request::{Parameters, Place, endpoint};

/// Asks a user to agree, and makes a [`Grant`] of the answer.
///
/// Each request has a state and a proof key of its own: an answer that belongs to another one is refused, and a code that somebody
/// else gets hold of is worth nothing.
#[derive(Clone, Debug)]
pub struct AuthorizationCode {
    client_id: String,
    redirect_uri: String,
    auth_url: Option<String>,
    scope: Option<String>,
    parameters: Parameters,
    exchange: fn(Grant) -> Grant,
}

impl AuthorizationCode {
    /// A client with this id, to which users come back at this URI, as the server knows it.
    pub fn new(client_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            redirect_uri: redirect_uri.into(),
            auth_url: None,
            scope: None,
            parameters: Parameters::default(),
            exchange: |grant| grant,
        }
    }

    /// Sets the URL of the page at which users agree.
    #[must_use]
    pub fn auth_url(mut self, url: impl Into<String>) -> Self {
        self.auth_url = Some(url.into());
        self
    }

    /// Sets the scope to ask for: words with spaces between them.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Adds a parameter to the URL, in the place of any of that name: `prompt`, `audience`, ….
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.set(Place::Query, name, value);
        self
    }

    /// Sets what a [`Grant`] is told before it is given out.
    #[must_use]
    pub fn exchange_with(mut self, tell: fn(Grant) -> Grant) -> Self {
        self.exchange = tell;
        self
    }

    /// Begins: gives the URL to send the user to.
    ///
    /// # Errors
    /// If the URL of the page is missing or none, or the system has no randomness to give.
    pub fn begin(&self) -> Result<Authorization, RequestError> {
        let state = random::<16>("state")?;
        let verifier = random::<32>("verifier")?;
        let mut url = endpoint("auth_url", self.auth_url.as_deref())?;
        let mut query = url.query().unwrap_or_default().to_owned();
        let challenge = challenge(&verifier);
        let scope = self.scope.as_deref().unwrap_or_default().trim();
        let own = [
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", scope),
            ("state", &state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        // A name stands in it once (RFC 6749 §3.1).
        let is_own = |name: &str| {
            own.iter()
                .any(|(own, value)| *own == name && !value.is_empty())
        };
        let more = self.parameters.0.iter();
        let more = more.map(|one| (one.name.as_str(), one.value.expose()));
        let more = more.filter(|(name, _)| !is_own(name));
        for (name, value) in own.into_iter().chain(more) {
            if !value.is_empty() {
                encode::form_pair(name, value, &mut query);
            }
        }
        url.set_query(Some(&query));
        let mut begun = Authorization::resume(state, verifier);
        begun.url = Secret::new(url);
        Ok(begun)
    }

    /// Ends: takes the URL at which the user came back, whole or from its path on, and makes of its code what gives tokens.
    ///
    /// # Errors
    /// [`GrantError::OtherState`] if it belongs to another request, [`GrantError::Refused`] if the user or the server said no,
    /// [`GrantError::NoCode`] if there is no code in it.
    pub fn finish(&self, begun: &Authorization, came_back: &str) -> Result<Grant, GrantError> {
        let url = Url::parse("http://localhost").and_then(|base| base.join(came_back));
        let url = url.map_err(|_| GrantError::NoCode)?;
        let value = |key: &str| {
            let mut pairs = url.query_pairs();
            let value = pairs.find(|(name, _)| name == key)?.1.into_owned();
            Some(value).filter(|value| !value.is_empty())
        };
        if value("state").as_deref() != Some(begun.state.expose()) {
            return Err(GrantError::OtherState);
        }
        if let Some(error) = value("error") {
            return Err(GrantError::Refused(Box::new(Refusal {
                code: ErrorCode::of(&error),
                status: None,
                description: value("error_description"),
                uri: value("error_uri"),
            })));
        }
        let code = value("code").ok_or(GrantError::NoCode)?;
        Ok((self.exchange)(Grant::authorization_code(
            &self.client_id,
            code,
            &self.redirect_uri,
            begun.verifier.expose(),
        )))
    }
}

/// What was begun: to be kept, for this user, until the user comes back.
#[derive(Clone)]
pub struct Authorization {
    url: Secret,
    state: Secret,
    verifier: Secret,
}

impl Authorization {
    /// One that was kept elsewhere meanwhile, by its state and verifier. It has no URL any more.
    pub fn resume(state: impl Into<String>, verifier: impl Into<String>) -> Self {
        Self {
            url: Secret::new(""),
            state: Secret::new(state),
            verifier: Secret::new(verifier),
        }
    }

    /// The URL to send the user to.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.expose()
    }

    /// What ties the answer to this request.
    #[must_use]
    pub fn state(&self) -> &Secret {
        &self.state
    }

    /// What ties the code to this client. It must not reach the user.
    #[must_use]
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }
}

/// Shows nothing: all of it is for one user alone.
impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorization")
    }
}

/// The challenge of a verifier by `S256` (RFC 7636 §4.2).
#[must_use]
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// So many random bytes as text that needs no escapes.
fn random<const N: usize>(name: &str) -> Result<String, RequestError> {
    let mut bytes = [0; N];
    let filled = getrandom::fill(&mut bytes);
    filled.map_err(|_| RequestError::new(name, "could not be made: no randomness"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
