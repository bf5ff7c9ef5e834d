//! Hawk: requests that are signed with a shared key, by the specification of the npm package `hawk`, version 9.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use sha1::Sha1;
use sha2::Sha256;
use sha2::digest::Digest;

use super::auth::{Authenticate, Secret, sensitive_value};
use super::failure::RequestError;
use super::fresh;
use super::request::Parts;
use super::signature::{base64, content, given, hmac, target, within_quotes};

/// The hash that signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Algorithm {
    fn sign(self, key: &str, text: &str) -> String {
        let (key, text) = (key.as_bytes(), text.as_bytes());
        match self {
            Self::Sha1 => base64(hmac::<Sha1>(key, text)),
            Self::Sha256 => base64(hmac::<Sha256>(key, text)),
        }
    }

    /// The hash of a body of this type.
    fn payload(self, content_type: &str, bytes: &[u8]) -> String {
        fn hash<D: Digest>(content_type: &str, bytes: &[u8]) -> String {
            let hash = D::new()
                .chain_update("hawk.1.payload\n")
                .chain_update(content_type);
            base64(
                hash.chain_update("\n")
                    .chain_update(bytes)
                    .chain_update("\n")
                    .finalize(),
            )
        }
        match self {
            Self::Sha1 => hash::<Sha1>(content_type, bytes),
            Self::Sha256 => hash::<Sha256>(content_type, bytes),
        }
    }
}

/// A key and its id.
///
/// Nonce and time are made anew for each request; clocks that differ by more than a minute are refused by most servers.
#[derive(Clone, Debug)]
pub struct Hawk {
    id: String,
    key: Secret,
    algorithm: Option<Algorithm>,
    nonce: Option<String>,
    timestamp: Option<String>,
    extra_data: Option<Secret>,
    app: Option<String>,
    delegation: Option<String>,
    payload_hash: Option<bool>,
}

impl Hawk {
    /// A key.
    pub fn new(id: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            key: Secret::new(key),
            algorithm: None,
            nonce: None,
            timestamp: None,
            extra_data: None,
            app: None,
            delegation: None,
            payload_hash: None,
        }
    }

    /// Sets the hash that signs. Unless said here or by the collection it is SHA-256.
    #[must_use]
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// Sets the hash that signs unless that is set.
    #[must_use]
    pub fn default_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm.get_or_insert(algorithm);
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

    /// Sets what is sent and signed beside the request (`ext`).
    #[must_use]
    pub fn extra_data(mut self, data: impl Into<String>) -> Self {
        self.extra_data = given(data).map(Secret::new);
        self
    }

    /// Sets the application, where the key was given to one (Oz).
    #[must_use]
    pub fn app(mut self, app: impl Into<String>) -> Self {
        self.app = given(app);
        self
    }

    /// Sets for which other application this one speaks. It counts only with [`app`](Self::app).
    #[must_use]
    pub fn delegation(mut self, delegation: impl Into<String>) -> Self {
        self.delegation = given(delegation);
        self
    }

    /// Signs a hash of the body, too. A body that is a file is then read into memory.
    #[must_use]
    pub fn payload_hash(mut self, hashed: bool) -> Self {
        self.payload_hash = Some(hashed);
        self
    }

    /// Sets whether the body is signed unless that is set.
    #[must_use]
    pub fn default_payload_hash(mut self, hashed: bool) -> Self {
        self.payload_hash.get_or_insert(hashed);
        self
    }

    /// The hash of the body, if it is to be signed.
    fn content_hash(&self, parts: &Parts) -> Result<Option<String>, RequestError> {
        if self.payload_hash != Some(true) || parts.body.is_empty() {
            return Ok(None);
        }
        let bytes = content(parts)?;
        let kind = parts.headers.get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default();
        let kind = kind.trim().to_ascii_lowercase();
        let algorithm = self.algorithm.unwrap_or(Algorithm::Sha256);
        Ok(Some(algorithm.payload(&kind, &bytes)))
    }

    /// The text that is signed.
    fn text(&self, parts: &Parts, timestamp: &str, nonce: &str, hash: &str) -> String {
        let url = &parts.url;
        let ext = self.extra_data.as_ref().map_or("", Secret::expose);
        let ext = ext.replace('\\', "\\\\").replace('\n', "\\n");
        let lines = [
            "hawk.1.header",
            timestamp,
            nonce,
            &parts.method.as_str().to_uppercase(),
            &target(url),
            url.host_str().unwrap_or_default(),
            &url.port_or_known_default().unwrap_or_default().to_string(),
            hash,
            &ext,
        ];
        let mut text = lines.join("\n") + "\n";
        if let Some(app) = &self.app {
            let delegation = self.delegation.as_deref().unwrap_or_default();
            text.push_str(&format!("{app}\n{delegation}\n"));
        }
        text
    }
}

impl Authenticate for Hawk {
    fn reads_body(&self, _: &Parts) -> bool {
        self.payload_hash == Some(true)
    }

    fn signs(&self) -> bool {
        true
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        let timestamp = self.timestamp.clone().unwrap_or_else(fresh::timestamp);
        let nonce = self.nonce.clone();
        let nonce = nonce.unwrap_or_else(|| fresh::guid().replace('-', ""));
        let hash = self.content_hash(parts)?;
        let text = self.text(
            parts,
            &timestamp,
            &nonce,
            hash.as_deref().unwrap_or_default(),
        );
        let algorithm = self.algorithm.unwrap_or(Algorithm::Sha256);
        let mac = algorithm.sign(self.key.expose(), &text);
        let app = self.app.as_deref();
        let fields = [
            ("id", Some(self.id.as_str())),
            ("ts", Some(&timestamp)),
            ("nonce", Some(&nonce)),
            ("hash", hash.as_deref()),
            ("ext", self.extra_data.as_ref().map(Secret::expose)),
            ("mac", Some(&mac)),
            ("app", app),
            ("dlg", self.delegation.as_deref().filter(|_| app.is_some())),
        ];
        let fields = fields
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}=\"{}\"", within_quotes(value?))));
        let value = format!("Hawk {}", fields.collect::<Vec<_>>().join(", "));
        parts
            .headers
            .insert(AUTHORIZATION, sensitive_value("Authorization", &value)?);
        Ok(())
    }
}
