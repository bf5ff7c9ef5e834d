//! URLs: text is split into parts, and the parts of an object are put into the same form.
//!
//! A `{{variable}}` is one unit whatever it holds: nothing is split inside.

use serde_json::Value;

use super::pair::{PATH_VARIABLES, QUERY, query_text};
use super::raw::{Url, text_of};
use super::reader::{Node, Object, Reader};
use crate::diag::Place;

impl Reader<'_> {
    /// A URL from text or from an object.
    pub(super) fn url(&mut self, node: Node<'_>) -> Url {
        match node.value {
            Value::String(text) => Url {
                raw: Some(text.clone()),
                ..parse(text, node.place)
            },
            Value::Object(object) => self.url_object(object, node.place),
            _ => {
                self.unreadable(node, "url", "text or an object");
                Url {
                    place: Some(node.place),
                    ..Url::default()
                }
            }
        }
    }

    /// The parts count; `raw` does only if there is no host among them.
    fn url_object(&mut self, object: &Object, place: Place) -> Url {
        let raw = self.text(object, place, &["raw"]);
        let host = self
            .joined(object, place, "host", ".")
            .filter(|host| !host.is_empty());
        let path = self.joined(object, place, "path", "/");
        let joined = match (&host, &raw) {
            (None, Some(raw)) => raw.clone(),
            _ => host_and_path(host.as_deref().unwrap_or_default(), path),
        };
        let mut url = parse(&joined, place);
        // Postman puts the parts together before it looks for the fragment.
        let is_cut = host.is_some() && find_outside(&joined, b'#').is_some();
        if is_cut {
            self.diagnostics.warning(
                place,
                "a `#` in the path cuts off what follows, the query included, as in Postman",
                "write `%23` for the character itself",
            );
        }
        url.protocol = self.protocol(object, place).or(url.protocol);
        url.user_info = self.user_info(object, place).or(url.user_info);
        url.port = self.filled_text(object, place, &["port"]).or(url.port);
        if let Some(node) = self.member(object, place, &["query"]) {
            if host.is_none() {
                url.query.clear();
            }
            let query = self.pairs(node, QUERY);
            url.query.extend(query.into_iter().filter(|_| !is_cut));
        }
        for key in ["variable", "variables"] {
            if let Some(node) = self.member(object, place, &[key]) {
                url.variables.extend(self.pairs(node, PATH_VARIABLES));
            }
        }
        Url { raw, ..url }
    }

    /// Host labels or path segments: text, or a list of text or of objects with a `value`.
    fn joined(
        &mut self,
        object: &Object,
        place: Place,
        key: &str,
        separator: &str,
    ) -> Option<String> {
        let node = self.member(object, place, &[key])?;
        if let Some(text) = text_of(node.value) {
            let text = if separator == "/" {
                text.strip_prefix('/').unwrap_or(&text).to_string()
            } else {
                text
            };
            return Some(text);
        }
        let elements = self.elements(node, key);
        if elements.is_empty() {
            return None;
        }
        let texts: Vec<String> = elements
            .into_iter()
            .map(|element| self.part(element, key))
            .collect();
        Some(texts.join(separator))
    }

    fn part(&mut self, node: Node<'_>, what: &str) -> String {
        let text = match node.value {
            Value::Null => Some(String::new()),
            Value::Object(object) => object.get("value").and_then(text_of),
            value => text_of(value),
        };
        text.unwrap_or_else(|| {
            self.unreadable(node, what, "text");
            String::new()
        })
    }

    fn protocol(&mut self, object: &Object, place: Place) -> Option<String> {
        let text = self.filled_text(object, place, &["protocol"])?;
        let text = text.trim();
        Some(
            text.strip_suffix("://")
                .or_else(|| text.strip_suffix(':'))
                .unwrap_or(text)
                .to_string(),
        )
    }

    fn user_info(&mut self, object: &Object, place: Place) -> Option<String> {
        let node = self.member(object, place, &["auth"])?;
        let Value::Object(auth) = node.value else {
            return text_of(node.value);
        };
        let user = self.text(auth, node.place, &["user"])?;
        Some(match self.text(auth, node.place, &["password"]) {
            Some(password) => format!("{user}:{password}"),
            None => user,
        })
    }
}

/// What a URL holds between the protocol and the query. A host that ends with a slash does not get a second one.
fn host_and_path(host: &str, path: Option<String>) -> String {
    let Some(path) = path else {
        return host.to_string();
    };
    let host = match host.strip_suffix('/') {
        Some(shorter) if !host.ends_with("://") => shorter,
        _ => host,
    };
    format!("{host}/{path}")
}

/// Splits URL text into its parts. The fragment is cut off: it is never sent.
pub(super) fn parse(text: &str, place: Place) -> Url {
    let text = text.trim_start();
    let text = &text[..find_outside(text, b'#').unwrap_or(text.len())];
    let (location, query) = match find_outside(text, b'?') {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let location = location.replace('\\', "/");
    let (protocol, rest) = split_protocol(&location);
    let (authority, path) = match find_outside(rest, b'/') {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let (user_info, server) = match outside(authority).filter(|(_, byte)| *byte == b'@').last() {
        Some((at, _)) => (Some(&authority[..at]), &authority[at + 1..]),
        None => (None, authority),
    };
    let (host, port) = split_port(server);
    let segments = path
        .map(|path| split_outside(path, b'/'))
        .unwrap_or_default();
    Url {
        raw: None,
        protocol: protocol.map(str::to_string),
        user_info: user_info.map(str::to_string),
        host: host.to_string(),
        port: port.map(str::to_string),
        path: segments.into_iter().map(str::to_string).collect(),
        query: query_text(query, place),
        variables: Vec::new(),
        place: Some(place),
    }
}

fn split_protocol(location: &str) -> (Option<&str>, &str) {
    let end = outside(location).find(|(_, byte)| matches!(byte, b':' | b'/'));
    match end {
        Some((at, b':')) if at > 0 && location[at..].starts_with("://") => {
            (Some(&location[..at]), &location[at + 3..])
        }
        _ => (None, location.strip_prefix("//").unwrap_or(location)),
    }
}

/// A port is made of digits and variables; an empty one is none.
fn split_port(server: &str) -> (&str, Option<&str>) {
    let Some((at, _)) = outside(server).filter(|(_, byte)| *byte == b':').last() else {
        return (server, None);
    };
    let port = &server[at + 1..];
    if !outside(port).all(|(_, byte)| byte.is_ascii_digit()) {
        return (server, None);
    }
    (&server[..at], (!port.is_empty()).then_some(port))
}

/// The first `wanted` that does not stand inside a variable.
pub(super) fn find_outside(text: &str, wanted: u8) -> Option<usize> {
    outside(text)
        .find(|(_, byte)| *byte == wanted)
        .map(|(at, _)| at)
}

/// Splits at each `separator` that does not stand inside a variable.
pub(super) fn split_outside(text: &str, separator: u8) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, _) in outside(text).filter(|(_, byte)| *byte == separator) {
        pieces.push(&text[start..at]);
        start = at + 1;
    }
    pieces.push(&text[start..]);
    pieces
}

/// The bytes of a text that stand outside of its variables, with their indices.
fn outside(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(end) = variable_end(bytes, at) {
            at = end;
        }
        let byte = *bytes.get(at)?;
        at += 1;
        Some((at - 1, byte))
    })
}

/// The index after the `{{variable}}` that starts at `at`, if one does.
fn variable_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?.strip_prefix(b"{{")?;
    let length = rest.iter().position(|byte| matches!(byte, b'{' | b'}'))?;
    rest[length..].starts_with(b"}}").then_some(at + length + 4)
}
