//! What signatures are made of: HMACs, escapes, the pairs of a query or a form, and the parts of a request that are signed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::encode;
use super::failure::RequestError;
use super::request::Parts;

/// A keyed hash (RFC 2104).
#[must_use]
pub fn hmac<D: EagerHash>(key: &[u8], message: &[u8]) -> Vec<u8> {
    match Hmac::<D>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        }
        // HMAC takes keys of any length.
        Err(_) => Vec::new(),
    }
}

/// Base64 with padding (RFC 4648 §4).
#[must_use]
pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    let digits = bytes.as_ref().iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// Text in which everything is escaped but the unreserved characters of RFC 3986 §2.3.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode::extended_value(text, &mut out);
    out
}

/// A pair of a query or a form; without `=` it has no value.
pub type Pair = (String, Option<String>);

/// The pairs of a query or of a form, decoded: `+` is a space.
#[must_use]
pub fn pairs(text: &str) -> Vec<Pair> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pieces = text.split('&').filter(|piece| !piece.is_empty());
    let pairs = pieces.map(|piece| match piece.split_once('=') {
        Some((key, value)) => (decoded(key), Some(decoded(value))),
        None => (decoded(piece), None),
    });
    pairs.collect()
}

/// Pairs as text again, everything escaped but the unreserved characters.
#[must_use]
pub fn joined(pairs: &[Pair]) -> String {
    let pieces = pairs.iter().map(|(key, value)| match value {
        Some(value) => format!("{}={}", escaped(key), escaped(value)),
        None => escaped(key),
    });
    pieces.collect::<Vec<_>>().join("&")
}

/// Pairs as they are signed: escaped, then sorted; one without a value has an empty one.
pub fn sorted<'p>(pairs: impl IntoIterator<Item = &'p Pair>) -> String {
    let pairs = pairs.into_iter();
    let mut pairs: Vec<(String, String)> = pairs
        .map(|(key, value)| (escaped(key), escaped(value.as_deref().unwrap_or_default())))
        .collect();
    pairs.sort();
    let pairs = pairs
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}

/// Path and query as the first line of a request has them.
#[must_use]
pub fn target(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// The body, which has been read.
///
/// # Errors
/// If it has not: it is a file.
pub fn content(parts: &Parts) -> Result<Bytes, RequestError> {
    let bytes = parts.body.bytes();
    bytes.ok_or_else(|| RequestError::new("body", "has to be read to be signed"))
}

/// Text as it stands within quotes (RFC 9110 §5.6.4).
#[must_use]
pub fn within_quotes(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Text that is given; empty text is none.
pub fn given(text: impl Into<String>) -> Option<String> {
    Some(text.into()).filter(|text| !text.trim().is_empty())
}
