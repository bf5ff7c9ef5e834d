//! Bodies of type `multipart/form-data` (RFC 7578).
//!
//! The runtime has its own encoder because servers are particular about part headers: these are what the Postman
//! runtime sends, with names escaped as browsers do.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use serde::Serialize;

use super::body::Body;
use super::encode;
use super::failure::RequestError;
use super::param::{Pairs, ToParam};
use super::request::{NO_MEDIA_TYPE, Request};

/// The parts of a form.
pub struct Multipart {
    boundary: String,
    body: Body,
    error: Option<RequestError>,
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl Multipart {
    /// A form without parts.
    #[must_use]
    pub fn new() -> Self {
        Self {
            boundary: random_boundary(),
            body: Body::empty(),
            error: None,
        }
    }

    /// Adds a part, or one for each item of a list.
    pub fn text(&mut self, name: &str, value: &dyn ToParam) {
        self.texts(name, value, None);
    }

    /// Adds a part with a content type, or one for each item of a list.
    pub fn text_as(&mut self, name: &str, value: &dyn ToParam, content_type: &str) {
        self.texts(name, value, Some(content_type));
    }

    /// Adds a part that holds JSON, if there is a value.
    pub fn json<T: Serialize + ?Sized>(&mut self, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.json_text(name, serde_json::to_vec(value), None);
        }
    }

    /// Adds a part that holds JSON, with a content type, if there is a value.
    pub fn json_as<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: Option<&T>,
        content_type: &str,
    ) {
        if let Some(value) = value {
            self.json_text(name, serde_json::to_vec(value), Some(content_type));
        }
    }

    fn json_text(
        &mut self,
        name: &str,
        json: serde_json::Result<Vec<u8>>,
        content_type: Option<&str>,
    ) {
        match json {
            Ok(bytes) => self.part(name, "", content_type, Body::from(bytes)),
            Err(error) => self.fail(RequestError::new(name, format!("is not JSON: {error}"))),
        }
    }

    fn texts(&mut self, name: &str, value: &dyn ToParam, content_type: Option<&str>) {
        for (name, text) in Pairs::of(name, value) {
            self.part(&name, "", content_type, Body::from(text));
        }
    }

    /// Adds a part. Its `Content-Disposition` has `more` behind the name, as it is.
    pub fn part(&mut self, name: &str, more: &str, content_type: Option<&str>, content: Body) {
        let (boundary, quoted) = (&self.boundary, quoted(name));
        let mut head =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{quoted}\"{more}\r\n");
        if let Some(content_type) = content_type {
            let Some(media_type) = encode::media_type(content_type) else {
                return self.fail(RequestError::new(name, NO_MEDIA_TYPE));
            };
            head.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        head.push_str("\r\n");
        self.body.push_bytes(head);
        self.body.append(content);
        self.body.push_bytes("\r\n");
    }

    /// Makes the call fail before anything is sent. The first failure counts.
    pub fn fail(&mut self, error: RequestError) {
        self.error.get_or_insert(error);
    }
}

/// Shows the length only: parts may hold secrets.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Multipart({} bytes)", self.body.len())
    }
}

impl Request {
    /// Sends a form. One without parts is no body. The `Content-Type` is always the form's own: no other could
    /// know the boundary.
    pub fn multipart(&mut self, mut form: Multipart) {
        if let Some(error) = form.error {
            self.fail(error);
        }
        if !form.body.is_empty() {
            form.body.push_bytes(format!("--{}--\r\n", form.boundary));
            let content_type = format!("multipart/form-data; boundary={}", form.boundary);
            self.set_body(form.body, &content_type, |_| false);
        }
    }
}

/// Text for between quotes, with what would end them escaped as browsers do (HTML §4.10.21.8).
#[must_use]
pub fn quoted(text: &str) -> String {
    text.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// 128 random bits, so that no content holds the boundary by chance or by design.
fn random_boundary() -> String {
    // The standard library seeds its hashers from the system's source of randomness.
    let random = || RandomState::new().build_hasher().finish();
    format!("----postwright{:016x}{:016x}", random(), random())
}
