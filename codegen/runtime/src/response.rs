//! What a server answered: status, headers, and a body that is typed or as it came.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::headers;

/// An answer of the server. Dereferences to its body.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    body: T,
    /// The credential without which it was asked for.
    pub(super) unset: Option<Unset>,
}

/// A credential that a refused request should have carried by what the collection says, and that the client does not have, by its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unset(pub(super) &'static str);

impl Unset {
    /// The method of the builder that sets it.
    pub(super) fn method(self) -> &'static str {
        match self.0 {
            "bearer" => "bearer_token",
            "basic" => "basic_auth",
            other => other,
        }
    }
}

impl<T> Response<T> {
    /// Puts an answer together, for tests and for transports that answer by themselves.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, raw: Bytes, body: T) -> Self {
        Self {
            status,
            headers,
            raw,
            body,
            unset: None,
        }
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether the status code is 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header of this name, in any case, if its value is plain text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The server's name for this request, for a question to those who run it: the first of the headers `x-request-id`,
    /// `request-id`, `x-correlation-id`, `x-amzn-requestid`, `x-amz-request-id`, `x-ms-request-id`, `x-github-request-id`,
    /// `x-zm-trackingid`, `x-trace-id` and `cf-ray` that is there.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// How long the server asks to wait before another request (`Retry-After`, RFC 9110 §10.2.3), from the time of the answer.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        headers::retry_after(&self.headers)
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// Only the body.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.raw
    }

    /// The same answer with the body as it came.
    #[must_use]
    pub fn into_any(self) -> Response<AnyBody> {
        let body = AnyBody::new(&self.headers, self.raw.clone());
        let mut response = Response::new(self.status, self.headers, self.raw, body);
        response.unset = self.unset;
        response
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

/// Shows the names of the headers, not their values: a cookie is a secret.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .field("body", &self.body)
            .finish()
    }
}

/// Debug output of headers without their values.
pub(super) struct HeaderNames<'a>(pub(super) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// A body that the collection says nothing about.
#[derive(Clone)]
pub struct AnyBody {
    content_type: Option<String>,
    bytes: Bytes,
}

impl AnyBody {
    /// A body whose type is told by the headers that came with it.
    #[must_use]
    pub fn new(headers: &HeaderMap, bytes: Bytes) -> Self {
        let content_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        Self {
            content_type,
            bytes,
        }
    }

    /// The value of the `Content-Type` header.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The bytes read as UTF-8, without a byte order mark. Invalid sequences become U+FFFD.
    #[must_use]
    pub fn text(&self) -> String {
        lossy_text(&self.bytes)
    }

    /// The bytes read as JSON.
    ///
    /// # Errors
    /// If they are not JSON of this type.
    pub fn json<U: DeserializeOwned>(&self) -> Result<U, serde_json::Error> {
        serde_json::from_slice(without_bom(&self.bytes))
    }
}

/// Shows media type and length: the content may be secret, and a header that names no media type may hold anything.
impl fmt::Debug for AnyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match self.content_type() {
            Some(stated) => headers::essence(stated).unwrap_or_else(|| "odd type".to_owned()),
            None => "no type".to_owned(),
        };
        write!(f, "AnyBody({shown}, {} bytes)", self.bytes.len())
    }
}

/// The bytes behind a UTF-8 byte order mark, which JSON may not begin with but some servers send
/// (RFC 8259 §8.1 lets a reader ignore it).
pub(super) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The bytes as text, without a byte order mark, invalid sequences replaced.
pub(super) fn lossy_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(without_bom(bytes)).into_owned()
}
