//! URLs of a collection: text is split into parts, and the parts of an object are put into the same form.
//!
//! A `{{variable}}` is one unit whatever it holds: nothing is split inside.

use serde_json::Value;

use super::saved::{Entry, entries, text};

/// A URL in parts, nothing replaced.
#[derive(Clone, Debug, Default)]
pub struct Url {
    /// What stands before the path, without user info: `{{baseUrl}}`, `https://api.example.com:8080`.
    pub server: String,
    /// `user:password` before the host.
    pub user_info: Option<String>,
    /// Segments of the path.
    pub path: Vec<String>,
    /// Entries of the query, disabled ones too.
    pub query: Vec<Entry>,
    /// Values for the path's `:name` segments.
    pub variables: Vec<Entry>,
}

/// A URL from text or from an object, whose parts count before `raw`.
pub fn of_value(value: &Value) -> Url {
    let Some(object) = value.as_object() else {
        return Url::parse(&text(value));
    };
    let joined = |key: &str, separator: &str| match object.get(key) {
        Some(Value::Array(parts)) => Some(parts.iter().map(part).collect::<Vec<_>>().join(separator)),
        Some(Value::Null) | None => None,
        Some(other) => Some(text(other)),
    };
    let host = joined("host", ".").filter(|host| !host.is_empty());
    let path = joined("path", "/");
    let joined = match (&host, object.get("raw")) {
        (None, Some(raw)) => text(raw),
        _ => located(host.as_deref().unwrap_or_default(), path),
    };
    let mut url = Url::parse(&joined);
    // The parts are put together before a fragment is looked for.
    let is_cut = host.is_some() && find(&joined, b'#').is_some();
    let filled = |key: &str| object.get(key).map(text).filter(|text| !text.is_empty());
    if let Some(protocol) = filled("protocol") {
        let bare = url.server.split_once("://").map_or(url.server.as_str(), |(_, rest)| rest);
        let protocol = protocol.trim_end_matches("://").trim_end_matches(':');
        url.server = format!("{protocol}://{bare}");
    }
    if let Some(port) = filled("port") {
        url.server = format!("{}:{port}", url.server);
    }
    if let Some(auth) = object.get("auth").and_then(Value::as_object) {
        let part = |key: &str| auth.get(key).map(text).unwrap_or_default();
        url.user_info = Some(format!("{}:{}", part("user"), part("password")));
    }
    if let Some(query) = object.get("query").filter(|_| !is_cut) {
        if host.is_none() {
            url.query.clear();
        }
        url.query.extend(entries(Some(query)));
    }
    for key in ["variable", "variables"] {
        url.variables.extend(entries(object.get(key)));
    }
    url
}

fn part(value: &Value) -> String {
    match value {
        Value::Object(object) => object.get("value").map(text).unwrap_or_default(),
        other => text(other),
    }
}

fn located(host: &str, path: Option<String>) -> String {
    let Some(path) = path else {
        return host.to_owned();
    };
    let host = match host.strip_suffix('/') {
        Some(shorter) if !host.ends_with("://") => shorter,
        _ => host,
    };
    format!("{host}/{}", path.strip_prefix('/').unwrap_or(&path))
}

impl Url {
    /// Splits text. The fragment is never sent.
    pub fn parse(whole: &str) -> Self {
        let whole = whole.trim_start();
        let whole = &whole[..find(whole, b'#').unwrap_or(whole.len())];
        let (location, asked) = match find(whole, b'?') {
            Some(at) => (&whole[..at], &whole[at + 1..]),
            None => (whole, ""),
        };
        let location = location.replace('\\', "/");
        let (protocol, rest) = split_protocol(&location);
        let (authority, path) = match find(rest, b'/') {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        };
        let (user_info, host) = match outside(authority).filter(|(_, byte)| *byte == b'@').last() {
            Some((at, _)) => (Some(authority[..at].to_owned()), &authority[at + 1..]),
            None => (None, authority),
        };
        let segments = path.map(|path| split(path, b'/')).unwrap_or_default();
        Self {
            server: match protocol {
                Some(protocol) => format!("{protocol}://{host}"),
                None => host.to_owned(),
            },
            user_info,
            path: segments.into_iter().map(str::to_owned).collect(),
            query: query(asked),
            variables: Vec::new(),
        }
    }
}

fn split_protocol(location: &str) -> (Option<&str>, &str) {
    match outside(location).find(|(_, byte)| matches!(byte, b':' | b'/')) {
        Some((at, b':')) if at > 0 && location[at..].starts_with("://") => {
            (Some(&location[..at]), &location[at + 3..])
        }
        _ => (None, location.strip_prefix("//").unwrap_or(location)),
    }
}

/// The path that a server's URL has, with its first slash.
pub fn path_behind(server: &str) -> &str {
    let (_, rest) = split_protocol(server);
    let path = find(rest, b'/').map_or("", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or_default()
}

/// A query as it stands in a URL. A key without `=` has no value.
pub fn query(text: &str) -> Vec<Entry> {
    if text.is_empty() {
        return Vec::new();
    }
    let pieces = split(text, b'&').into_iter().map(|piece| {
        let (key, value) = match find(piece, b'=') {
            Some(at) => (&piece[..at], Some(Value::from(&piece[at + 1..]))),
            None => (piece, None),
        };
        Entry {
            key: key.to_owned(),
            value,
            ..Entry::default()
        }
    });
    pieces.collect()
}

/// The first `wanted` that does not stand inside a variable.
fn find(text: &str, wanted: u8) -> Option<usize> {
    outside(text).find(|(_, byte)| *byte == wanted).map(|(at, _)| at)
}

fn split(text: &str, separator: u8) -> Vec<&str> {
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
