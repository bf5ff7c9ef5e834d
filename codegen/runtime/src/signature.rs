//! What signatures are made of: HMACs, escapes, and the pairs of a query or a form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use percent_encoding::percent_decode_str;

use super::encode;

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

/// Text that is given; empty text is none.
pub fn given(text: impl Into<String>) -> Option<String> {
    Some(text.into()).filter(|text| !text.trim().is_empty())
}
