//! JSON Web Tokens (RFC 7519) that the client makes and signs itself, with a shared secret (RFC 7515, RFC 7518 §3.2).

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::AUTHORIZATION;
use serde::Serialize;
use serde_json::Value;
use sha2::{Sha256, Sha384, Sha512};

use super::auth::{Authenticate, sensitive_value};
use super::failure::RequestError;
use super::request::Parts;
use super::signature::{hmac, joined, pairs};

#[derive(Clone, Copy)]
enum Algorithm {
    Hs256,
    Hs384,
    Hs512,
}

impl Algorithm {
    fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
        }
    }

    fn sign(self, key: &[u8], text: &str) -> Vec<u8> {
        match self {
            Self::Hs256 => hmac::<Sha256>(key, text.as_bytes()),
            Self::Hs384 => hmac::<Sha384>(key, text.as_bytes()),
            Self::Hs512 => hmac::<Sha512>(key, text.as_bytes()),
        }
    }
}

/// Where the token goes.
#[derive(Clone, Debug)]
enum Place {
    /// Into `Authorization`, behind this word.
    Header(String),
    /// Into the query, under this key.
    Query(String),
}

/// What the token says.
#[derive(Clone)]
enum Claims {
    Text(String),
    Made(Arc<dyn Fn() -> Value + Send + Sync>),
}

/// A token that is signed for each request.
#[derive(Clone)]
pub struct Jwt {
    algorithm: Algorithm,
    secret: Vec<u8>,
    header: Option<String>,
    claims: Claims,
    place: Option<Place>,
    error: Option<RequestError>,
}

impl Jwt {
    /// Signs with HMAC and SHA-256.
    pub fn hs256(secret: impl AsRef<[u8]>) -> Self {
        Self::new(Algorithm::Hs256, secret.as_ref())
    }

    /// Signs with HMAC and SHA-384.
    pub fn hs384(secret: impl AsRef<[u8]>) -> Self {
        Self::new(Algorithm::Hs384, secret.as_ref())
    }

    /// Signs with HMAC and SHA-512.
    pub fn hs512(secret: impl AsRef<[u8]>) -> Self {
        Self::new(Algorithm::Hs512, secret.as_ref())
    }

    fn new(algorithm: Algorithm, secret: &[u8]) -> Self {
        Self {
            algorithm,
            secret: secret.to_vec(),
            header: None,
            claims: Claims::Text("{}".to_owned()),
            place: None,
            error: None,
        }
    }

    /// Sets the claims of all tokens. Unless set there are none. The client does not add any: no `iat`, no `exp`.
    #[must_use]
    pub fn claims<T: Serialize + ?Sized>(mut self, claims: &T) -> Self {
        match serde_json::to_string(claims) {
            Ok(text) => self.claims = Claims::Text(text),
            Err(_) => self.error = Some(RequestError::new("claims", "are not JSON")),
        }
        self
    }

    /// Sets the claims as JSON text, which is sent as it is.
    #[must_use]
    pub fn claims_text(mut self, json: impl Into<String>) -> Self {
        self.claims = Claims::Text(json.into());
        self
    }

    /// Makes claims anew for each request: for those that hold the time, such as `iat` and `exp`.
    #[must_use]
    pub fn claims_from(mut self, make: impl Fn() -> Value + Send + Sync + 'static) -> Self {
        self.claims = Claims::Made(Arc::new(make));
        self
    }

    /// Sets the token's header as JSON text, which is sent as it is, in the place of `{"alg":"HS256"}`. It has to name the
    /// algorithm.
    #[must_use]
    pub fn header_text(mut self, json: impl Into<String>) -> Self {
        self.header = Some(json.into());
        self
    }

    /// Sends the token in `Authorization` behind this word, or by itself if that is empty. Unless said here or by the
    /// collection it is `Bearer`.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.place = Some(Place::Header(prefix.into()));
        self
    }

    /// Sends the token behind this word unless its place is set.
    #[must_use]
    pub fn default_prefix(self, prefix: &str) -> Self {
        match self.place {
            Some(_) => self,
            None => self.prefix(prefix),
        }
    }

    /// Sends the token in the query under this key, in the place of any pair of that key.
    #[must_use]
    pub fn in_query(mut self, key: impl Into<String>) -> Self {
        self.place = Some(Place::Query(key.into()));
        self
    }

    /// Sends the token in the query unless its place is set.
    #[must_use]
    pub fn default_in_query(self, key: &str) -> Self {
        match self.place {
            Some(_) => self,
            None => self.in_query(key),
        }
    }

    /// Header, claims and signature (RFC 7515 §3.1).
    fn token(&self) -> String {
        let own = || format!("{{\"alg\":\"{}\"}}", self.algorithm.name());
        let header = self.header.clone().unwrap_or_else(own);
        let claims = match &self.claims {
            Claims::Text(text) => text.clone(),
            Claims::Made(make) => make().to_string(),
        };
        let signed = [header, claims]
            .map(|part| URL_SAFE_NO_PAD.encode(part))
            .join(".");
        let signature = self.algorithm.sign(&self.secret, &signed);
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Shows the algorithm and the place: claims may be secret.
impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwt")
            .field("algorithm", &self.algorithm.name())
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl Authenticate for Jwt {
    fn check(&self) -> Result<(), RequestError> {
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        let bearer = Place::Header("Bearer".to_owned());
        match self.place.as_ref().unwrap_or(&bearer) {
            Place::Header(prefix) => {
                let value = format!("{prefix} {}", self.token());
                let value = sensitive_value("Authorization", &value)?;
                parts.headers.insert(AUTHORIZATION, value);
            }
            Place::Query(key) => {
                let others = parts.url.query().unwrap_or_default().split('&');
                let mut query: Vec<String> = others
                    .filter(|pair| pairs(pair).iter().any(|(name, _)| name != key))
                    .map(str::to_owned)
                    .collect();
                query.push(joined(&[(key.clone(), Some(self.token()))]));
                parts.url.set_query(Some(&query.join("&")));
            }
        }
        Ok(())
    }
}
