//! Akamai EdgeGrid: requests that are signed with a client's secret, as Akamai documents it for its OPEN APIs.

use http::Method;
use http::header::AUTHORIZATION;
use reqwest::Url;
use sha2::Sha256;
use sha2::digest::Digest as _;

use super::auth::{Authenticate, Secret, sensitive_value};
use super::failure::RequestError;
use super::fresh;
use super::request::Parts;
use super::signature::{base64, content, given, hmac, target};
use super::target::host;

/// How many bytes of a body are hashed unless said otherwise.
const MAX_BODY: usize = 128 << 10;

/// The tokens and the secret of a client.
///
/// Nonce and time are made anew for each request. The body of a POST is hashed, so one that is a file is read into
/// memory first.
#[derive(Clone, Debug)]
pub struct EdgeGrid {
    client_token: Secret,
    client_secret: Secret,
    access_token: Secret,
    nonce: Option<String>,
    timestamp: Option<String>,
    host: Option<String>,
    headers: Option<Vec<String>>,
    max_body: Option<usize>,
}

impl EdgeGrid {
    /// A client.
    pub fn new(
        client_token: impl Into<String>,
        client_secret: impl Into<String>,
        access_token: impl Into<String>,
    ) -> Self {
        Self {
            client_token: Secret::new(client_token),
            client_secret: Secret::new(client_secret),
            access_token: Secret::new(access_token),
            nonce: None,
            timestamp: None,
            host: None,
            headers: None,
            max_body: None,
        }
    }

    /// Sets a nonce for all requests: for tests.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = given(nonce);
        self
    }

    /// Sets the time of all requests, as `20140321T19:34:21+0000`: for tests.
    #[must_use]
    pub fn timestamp(mut self, timestamp: impl Into<String>) -> Self {
        self.timestamp = given(timestamp);
        self
    }

    /// Signs for the host of this URL instead of the one that the request goes to, as behind a proxy. Empty text is none.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.host = given(url).map(|url| {
            let url = match url.contains("://") {
                true => url,
                false => format!("http://{url}"),
            };
            Url::parse(&url).map_or(url, |url| host(&url))
        });
        self
    }

    /// Signs these headers too, in this order; those that a request does not have are left out.
    #[must_use]
    pub fn headers_to_sign<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.headers = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Sets which headers are signed unless that is set.
    #[must_use]
    pub fn default_headers_to_sign(self, names: &[&str]) -> Self {
        match self.headers {
            Some(_) => self,
            None => self.headers_to_sign(names.iter().copied()),
        }
    }

    /// Sets how many bytes of a body are hashed: the first 131,072 unless said here or by the collection.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Sets how many bytes of a body are hashed unless that is set.
    #[must_use]
    pub fn default_max_body(mut self, bytes: usize) -> Self {
        self.max_body.get_or_insert(bytes);
        self
    }

    /// The signed headers, as `name:value`, by tabs.
    fn signed_headers(&self, parts: &Parts) -> String {
        let names = self.headers.iter().flatten();
        let lines = names.filter_map(|name| {
            let name = name.trim().to_ascii_lowercase();
            let value = parts.headers.get(&name)?;
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            let value = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            (!value.is_empty()).then(|| format!("{name}:{value}"))
        });
        lines.collect::<Vec<_>>().join("\t")
    }

    /// The hash of the body of a POST, if it has one.
    fn content_hash(&self, parts: &Parts) -> Result<String, RequestError> {
        if parts.method != Method::POST || parts.body.is_empty() {
            return Ok(String::new());
        }
        let bytes = content(parts)?;
        let most = self.max_body.unwrap_or(MAX_BODY).min(bytes.len());
        Ok(base64(Sha256::digest(&bytes[..most])))
    }
}

/// The time as `20140321T19:34:21+0000`.
fn now() -> String {
    let now = fresh::iso_timestamp().replace('-', "");
    format!("{}+0000", now.split('.').next().unwrap_or_default())
}

impl Authenticate for EdgeGrid {
    fn reads_body(&self, parts: &Parts) -> bool {
        parts.method == Method::POST
    }

    fn signs(&self) -> bool {
        true
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        let timestamp = self.timestamp.clone().unwrap_or_else(now);
        let nonce = self.nonce.clone().unwrap_or_else(fresh::guid);
        let head = format!(
            "EG1-HMAC-SHA256 client_token={};access_token={};timestamp={timestamp};nonce={nonce};",
            self.client_token.expose(),
            self.access_token.expose(),
        );
        let text = [
            parts.method.as_str(),
            parts.url.scheme(),
            &self.host.clone().unwrap_or_else(|| host(&parts.url)),
            &target(&parts.url),
            &self.signed_headers(parts),
            &self.content_hash(parts)?,
            &head,
        ];
        let key = hmac::<Sha256>(self.client_secret.expose().as_bytes(), timestamp.as_bytes());
        let signature = hmac::<Sha256>(base64(key).as_bytes(), text.join("\t").as_bytes());
        let value = format!("{head}signature={}", base64(signature));
        parts
            .headers
            .insert(AUTHORIZATION, sensitive_value("Authorization", &value)?);
        Ok(())
    }
}
