//! The auth block of a request: its parameters, with the values of variables.

use serde_json::{Value, json};

use super::saved::{Auth, text};
use super::variables::Variables;

/// The parameters of an auth block.
#[derive(Debug)]
pub struct Settings<'a> {
    auth: &'a Auth,
    variables: &'a Variables,
}

impl<'a> Settings<'a> {
    /// Those of a block, whose variables are replaced.
    pub fn new(auth: &'a Auth, variables: &'a Variables) -> Self {
        Self { auth, variables }
    }

    /// Whether the client knows by itself what such a block asks for.
    pub fn is_known(&self) -> bool {
        match self.auth.kind.as_str() {
            "oauth1" => !self.get("signatureMethod").starts_with("RSA"),
            "awsv4" => !self.is_on("addAuthDataToQuery"),
            "jwt" => self.get("algorithm").starts_with("HS"),
            "" | "noauth" | "none" | "inherit" | "basic" | "bearer" | "apikey" | "oauth2" => true,
            "digest" | "edgegrid" | "hawk" => true,
            _ => false,
        }
    }

    /// What a type that signs cannot do without; `None` for other types.
    fn needed(&self) -> Option<&'static [&'static str]> {
        match self.auth.kind.as_str() {
            "oauth1" => Some(&["consumerKey", "consumerSecret"]),
            "awsv4" => Some(&[]),
            "edgegrid" => Some(&["accessToken", "clientToken", "clientSecret"]),
            "hawk" => Some(&["authId", "authKey"]),
            "digest" => Some(&["username"]),
            "jwt" => Some(&["secret"]),
            _ => None,
        }
    }

    /// Whether the block has what its type cannot do without.
    pub fn is_whole(&self) -> bool {
        let has = |name: &&str| !self.get(name).is_empty();
        let is_json = || serde_json::from_str::<Value>(&self.compact("payload")).is_ok();
        self.needed().is_some_and(|needed| needed.iter().all(has)) && (self.auth.kind != "jwt" || is_json())
    }

    /// Whether the block would sign, but has no keys for it, or no challenge to begin with.
    pub fn signs_nothing(&self) -> bool {
        let begins = || self.auth.kind != "digest" || ["realm", "nonce"].iter().all(|name| !self.get(name).is_empty());
        self.is_known() && self.needed().is_some() && !(self.is_whole() && begins())
    }

    /// The text of a parameter, empty if there is none.
    pub fn get(&self, name: &str) -> String {
        self.find(name).unwrap_or_default()
    }

    /// The text of a parameter.
    pub fn find(&self, name: &str) -> Option<String> {
        let (_, value) = self.auth.params.iter().find(|(key, _)| key == name)?;
        Some(self.variables.replace(&text(value)))
    }

    /// Whether a parameter says yes, as JavaScript has it: any text but the empty one does.
    pub fn is_on(&self, name: &str) -> bool {
        let value = self.auth.params.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        match value {
            Some(Value::Bool(on)) => *on,
            _ => !self.get(name).is_empty(),
        }
    }

    /// The bytes of a secret, which may be written in base64.
    pub fn secret(&self, name: &str, in_base64: &str) -> Vec<u8> {
        let secret = self.get(name);
        match self.is_on(in_base64) {
            true => base64_decoded(&secret.replace('-', "+").replace('_', "/")).unwrap_or_default(),
            false => secret.into_bytes(),
        }
    }

    /// JSON without the space between its parts, in the order in which it is saved. Without any it is an empty object.
    pub fn compact(&self, name: &str) -> String {
        let (mut out, mut in_text, mut escaped) = (String::new(), false, false);
        for c in self.get(name).trim().chars() {
            let blank = !in_text && c.is_ascii_whitespace();
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = in_text,
                '"' => in_text = !in_text,
                _ => {}
            }
            out.extend((!blank).then_some(c));
        }
        if out.is_empty() { "{}".to_owned() } else { out }
    }

    /// The header of a token: what the block says, and the algorithm, which counts before what the header says of it.
    pub fn token_header(&self) -> String {
        let (said, algorithm) = (self.compact("header"), self.get("algorithm"));
        let parsed = serde_json::from_str::<Value>(&said).unwrap_or_default();
        match (parsed.get("alg"), said.strip_suffix('}')) {
            (Some(known), _) if known.as_str() == Some(&algorithm) => said,
            (None, Some(rest)) if parsed.is_object() => {
                let comma = if rest == "{" { "" } else { "," };
                format!("{rest}{comma}\"alg\":\"{algorithm}\"}}")
            }
            _ => json!({"alg": algorithm}).to_string(),
        }
    }
}

/// The user name and the password behind `Basic` (RFC 7617 §2).
pub fn basic_decoded(encoded: &str) -> Option<(String, String)> {
    let text = String::from_utf8(base64_decoded(encoded)?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// Base64 (RFC 4648 §4) undone; `None` if it is not base64.
pub fn base64_decoded(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for byte in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|known| *known == byte)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).ok()?);
        }
    }
    Some(bytes)
}
