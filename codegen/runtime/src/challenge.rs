//! What a server asks for that refuses a request: the challenges of `WWW-Authenticate` (RFC 9110 §11.6.1).

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// One challenge: a scheme and its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The scheme, in lower case.
    pub scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// A challenge without parameters.
    pub fn new(scheme: impl Into<String>) -> Self {
        let scheme = scheme.into();
        Self {
            scheme: scheme.to_ascii_lowercase(),
            parameters: Vec::new(),
        }
    }

    /// All challenges of an answer, in order. What cannot be read is left out.
    #[must_use]
    pub fn all(headers: &HeaderMap) -> Vec<Self> {
        let values = headers.get_all(WWW_AUTHENTICATE).iter();
        values
            .flat_map(|value| read(&String::from_utf8_lossy(value.as_bytes())))
            .collect()
    }

    /// The value of a parameter, whose name is in lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        let (_, value) = parameters.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Sets a parameter.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.parameters.retain(|(known, _)| known != name);
        self.parameters.push((name.to_owned(), value.into()));
    }
}

/// The challenges of one header. They are separated by the same commas as their parameters: a piece that begins with
/// `name=` belongs to the challenge before it, any other begins with a scheme.
fn read(text: &str) -> Vec<Challenge> {
    let mut all: Vec<Challenge> = Vec::new();
    for piece in pieces(text) {
        let piece = piece.trim();
        let (name, _) = piece.split_once('=').unwrap_or((piece, ""));
        let mut parameter = piece;
        if name.trim_end().contains(' ') || !piece.contains('=') {
            let (scheme, rest) = piece.split_once(' ').unwrap_or((piece, ""));
            if !scheme.is_empty() {
                all.push(Challenge::new(scheme));
            }
            parameter = rest.trim_start();
        }
        if let (Some((name, value)), Some(last)) = (parameter.split_once('='), all.last_mut()) {
            let name = name.trim().to_ascii_lowercase();
            last.parameters.push((name, unquoted(value.trim())));
        }
    }
    all
}

/// A text at its commas, but for those in quotes.
fn pieces(text: &str) -> Vec<&str> {
    let (mut all, mut start) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => {
                all.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(&text[start..]);
    all
}

/// A value without its quotes and escapes.
fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.extend(characters.next()),
            other => out.push(other),
        }
    }
    out
}
