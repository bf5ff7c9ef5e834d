//! OAuth 1.0 (RFC 5849): requests that are signed with the secrets of a consumer and of a token.

use http::Method;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use sha1::Sha1;
use sha2::digest::Digest as _;
use sha2::{Sha256, Sha512};

use super::auth::{Authenticate, Secret, sensitive_value};
use super::body::Body;
use super::failure::RequestError;
use super::fresh;
use super::request::Parts;
use super::signature::{Pair, base64, escaped, given, hmac, joined, pairs, sorted};

const FORM: &str = "application/x-www-form-urlencoded";

/// How requests are signed (RFC 5849 §3.4). Signatures with RSA are not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// HMAC with SHA-1 (RFC 5849 §3.4.2).
    HmacSha1,
    /// HMAC with SHA-256, which many servers take although no RFC has it.
    HmacSha256,
    /// HMAC with SHA-512, the same.
    HmacSha512,
    /// The secrets themselves (RFC 5849 §3.4.4): for HTTPS alone.
    Plaintext,
}

impl SignatureMethod {
    /// The method of this name, such as `HMAC-SHA1`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::HmacSha1,
            Self::HmacSha256,
            Self::HmacSha512,
            Self::Plaintext,
        ];
        all.into_iter().find(|method| method.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC-SHA1",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::HmacSha512 => "HMAC-SHA512",
            Self::Plaintext => "PLAINTEXT",
        }
    }

    fn sign(self, key: &str, text: &str) -> String {
        let (key_bytes, text) = (key.as_bytes(), text.as_bytes());
        match self {
            Self::HmacSha1 => base64(hmac::<Sha1>(key_bytes, text)),
            Self::HmacSha256 => base64(hmac::<Sha256>(key_bytes, text)),
            Self::HmacSha512 => base64(hmac::<Sha512>(key_bytes, text)),
            Self::Plaintext => key.to_owned(),
        }
    }

    /// The hash of a body; `Plaintext` has none.
    fn hash(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::HmacSha1 => Some(base64(Sha1::digest(bytes))),
            Self::HmacSha256 => Some(base64(Sha256::digest(bytes))),
            Self::HmacSha512 => Some(base64(Sha512::digest(bytes))),
            Self::Plaintext => None,
        }
    }
}

/// Where the parameters of OAuth go (RFC 5849 §3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the header `Authorization`.
    Header,
    /// Into the form if the request is a POST or PUT of one, else into the query.
    FormOrQuery,
}

/// A consumer, and the token that a user has given it.
///
/// Empty text is none everywhere, and a parameter without a value is neither sent nor signed. Nonce and time are made anew
/// for each request.
#[derive(Clone, Debug)]
pub struct OAuth1 {
    consumer_key: Secret,
    consumer_secret: Secret,
    token: Secret,
    token_secret: Secret,
    method: Option<SignatureMethod>,
    place: Option<Place>,
    realm: Option<String>,
    version: Option<String>,
    nonce: Option<String>,
    timestamp: Option<String>,
    callback: Option<String>,
    verifier: Option<Secret>,
    body_hash: Option<bool>,
}

impl OAuth1 {
    /// A consumer without a token. The version is `1.0`.
    pub fn new(consumer_key: impl Into<String>, consumer_secret: impl Into<String>) -> Self {
        Self {
            consumer_key: Secret::new(consumer_key),
            consumer_secret: Secret::new(consumer_secret),
            token: Secret::new(""),
            token_secret: Secret::new(""),
            method: None,
            place: None,
            realm: None,
            version: given("1.0"),
            nonce: None,
            timestamp: None,
            callback: None,
            verifier: None,
            body_hash: None,
        }
    }

    /// Sets the token and its secret.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>, token_secret: impl Into<String>) -> Self {
        self.token = Secret::new(token);
        self.token_secret = Secret::new(token_secret);
        self
    }

    /// Sets how requests are signed. Unless said here or by the collection it is HMAC-SHA1.
    #[must_use]
    pub fn method(mut self, method: SignatureMethod) -> Self {
        self.method = Some(method);
        self
    }

    /// Sets how requests are signed unless that is set.
    #[must_use]
    pub fn default_method(mut self, method: SignatureMethod) -> Self {
        self.method.get_or_insert(method);
        self
    }

    /// Sets where the parameters go. Unless said here or by the collection it is the header.
    #[must_use]
    pub fn place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Sets where the parameters go unless that is set.
    #[must_use]
    pub fn default_place(mut self, place: Place) -> Self {
        self.place.get_or_insert(place);
        self
    }

    /// Sets the realm (RFC 5849 §3.5.1), which is sent in the header and not signed.
    #[must_use]
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.realm = Some(realm.into());
        self
    }

    /// Sets the realm unless that is set.
    #[must_use]
    pub fn default_realm(mut self, realm: impl Into<String>) -> Self {
        self.realm.get_or_insert_with(|| realm.into());
        self
    }

    /// Sets the version; empty text sends none.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = given(version);
        self
    }

    /// Sets a nonce for all requests: for tests.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = given(nonce);
        self
    }

    /// Sets the time of all requests, in seconds since 1970: for tests.
    #[must_use]
    pub fn timestamp(mut self, seconds: impl Into<String>) -> Self {
        self.timestamp = given(seconds);
        self
    }

    /// Sets where the server sends the user after a request for a token (RFC 5849 §2.1).
    #[must_use]
    pub fn callback(mut self, callback: impl Into<String>) -> Self {
        self.callback = given(callback);
        self
    }

    /// Sets the code that exchanges a temporary token for a lasting one (RFC 5849 §2.3).
    #[must_use]
    pub fn verifier(mut self, verifier: impl Into<String>) -> Self {
        self.verifier = given(verifier).map(Secret::new);
        self
    }

    /// Signs a hash of the body as well, unless that is a form (draft-eaton-oauth-bodyhash). A body that is a file is
    /// then read into memory.
    #[must_use]
    pub fn body_hash(mut self, hashed: bool) -> Self {
        self.body_hash = Some(hashed);
        self
    }

    /// Sets whether the body is signed unless that is set.
    #[must_use]
    pub fn default_body_hash(mut self, hashed: bool) -> Self {
        self.body_hash.get_or_insert(hashed);
        self
    }

    fn signature_method(&self) -> SignatureMethod {
        self.method.unwrap_or(SignatureMethod::HmacSha1)
    }

    /// The parameters but for the signature, in the order in which Postman sends them.
    fn parameters(&self, body_hash: Option<String>) -> Vec<Pair> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let nonce = || fresh::guid().replace('-', "");
        let all = [
            ("oauth_consumer_key", self.consumer_key.expose().to_owned()),
            ("oauth_token", self.token.expose().to_owned()),
            (
                "oauth_signature_method",
                self.signature_method().name().to_owned(),
            ),
            (
                "oauth_timestamp",
                self.timestamp.clone().unwrap_or_else(fresh::timestamp),
            ),
            ("oauth_nonce", self.nonce.clone().unwrap_or_else(nonce)),
            ("oauth_version", text(&self.version)),
            ("oauth_body_hash", text(&body_hash)),
            ("oauth_callback", text(&self.callback)),
            (
                "oauth_verifier",
                text(&self.verifier.as_ref().map(|code| code.expose().to_owned())),
            ),
        ];
        let sent = all
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty());
        let pairs = sent.map(|(name, value)| (name.to_owned(), Some(value)));
        pairs.collect()
    }

    fn key(&self) -> String {
        let secrets = [&self.consumer_secret, &self.token_secret];
        secrets.map(|secret| escaped(secret.expose())).join("&")
    }

    /// The header (RFC 5849 §3.5.1).
    fn header(&self, parameters: &[Pair]) -> String {
        let realm = self.realm.as_deref().and_then(given);
        let realm = realm.map(|realm| ("realm".to_owned(), Some(realm)));
        let all = realm.iter().chain(parameters);
        let all = all.map(|(name, value)| {
            let value = escaped(value.as_deref().unwrap_or_default());
            format!("{}=\"{value}\"", escaped(name))
        });
        format!("OAuth {}", all.collect::<Vec<_>>().join(","))
    }
}

/// The text that is signed (RFC 5849 §3.4.1).
fn base_string(parts: &Parts, parameters: &[Pair], form: &[Pair]) -> String {
    let mut url = parts.url.clone();
    let query = pairs(url.query().unwrap_or_default());
    url.set_query(None);
    url.set_fragment(None);
    // The address without them: they are no part of it, and would be secret.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    let all = sorted(query.iter().chain(parameters).chain(form));
    let method = parts.method.as_str().to_uppercase();
    [method.as_str(), url.as_str(), &all].map(escaped).join("&")
}

/// The pairs of a body that is a form. Those of an earlier signature are taken out of it: they are not signed.
fn form_of(parts: &mut Parts) -> Option<Vec<Pair>> {
    let kind = parts.headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let is_form = kind.trim().to_ascii_lowercase().starts_with(FORM);
    let bytes = parts.body.bytes().filter(|_| is_form)?;
    let form = pairs(&String::from_utf8_lossy(&bytes));
    let (before, form) = (form.len(), without_own(form));
    if form.len() < before {
        set_form(parts, &form);
    }
    Some(form)
}

fn set_form(parts: &mut Parts, form: &[Pair]) {
    parts.body = Body::from(joined(form));
    // What was said of another body holds no more.
    parts.headers.remove(CONTENT_LENGTH);
}

/// Pairs without those of an earlier signature.
fn without_own(mut pairs: Vec<Pair>) -> Vec<Pair> {
    const OWN: [&str; 10] = [
        "oauth_consumer_key",
        "oauth_token",
        "oauth_signature_method",
        "oauth_timestamp",
        "oauth_nonce",
        "oauth_version",
        "oauth_signature",
        "oauth_callback",
        "oauth_verifier",
        "oauth_body_hash",
    ];
    pairs.retain(|(key, _)| !OWN.contains(&key.as_str()));
    pairs
}

impl Authenticate for OAuth1 {
    fn reads_body(&self, _: &Parts) -> bool {
        self.body_hash == Some(true)
    }

    fn signs(&self) -> bool {
        true
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        if let Some(query) = parts.url.query() {
            // Written anew in the escapes that are signed: not every server decodes them as RFC 5849 has it.
            let query = joined(&without_own(pairs(query)));
            parts.url.set_query(
                Some(&query)
                    .filter(|query| !query.is_empty())
                    .map(|query| &**query),
            );
        }
        let method = self.signature_method();
        let form = form_of(parts);
        let hashed = parts
            .body
            .bytes()
            .filter(|_| self.body_hash == Some(true) && form.is_none());
        let mut parameters = self.parameters(hashed.and_then(|bytes| method.hash(&bytes)));
        let text = base_string(parts, &parameters, form.as_deref().unwrap_or_default());
        let signature = method.sign(&self.key(), &text);
        parameters.push(("oauth_signature".to_owned(), Some(signature)));
        let takes_form = [Method::POST, Method::PUT].contains(&parts.method);
        match (self.place.unwrap_or(Place::Header), form) {
            (Place::Header, _) => {
                let value = sensitive_value("Authorization", &self.header(&parameters))?;
                parts.headers.insert(AUTHORIZATION, value);
            }
            (Place::FormOrQuery, Some(mut form)) if takes_form => {
                form.extend(parameters);
                set_form(parts, &form);
            }
            (Place::FormOrQuery, _) => {
                let mut query = pairs(parts.url.query().unwrap_or_default());
                query.extend(parameters);
                parts.url.set_query(Some(&joined(&query)));
            }
        }
        Ok(())
    }
}
