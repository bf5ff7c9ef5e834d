//! Reading `multipart/form-data`, as far as comparing needs it.

use serde_json::Value;

/// A part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) content: Vec<u8>,
}

impl Part {
    /// The content as JSON, the same for whatever layout, if it is said to be JSON.
    pub(super) fn json(&self) -> Option<Vec<u8>> {
        let kind = self.content_type.as_deref()?.split(';').next()?.trim();
        let kind = kind.to_ascii_lowercase();
        if kind != "application/json" && !kind.ends_with("+json") {
            return None;
        }
        let mut value = serde_json::from_slice(&self.content).ok()?;
        settle(&mut value);
        serde_json::to_vec(&value).ok()
    }
}

/// Members by name, and 1.0 is 1.
fn settle(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.sort_keys();
            members.values_mut().for_each(settle);
        }
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Number(number) => {
            if let Some(float) = number.as_f64().map(Value::from) {
                *value = float;
            }
        }
        _ => {}
    }
}

/// The parts of a body, if it is one of this content type.
pub(super) fn parts(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    if !content_type.to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let boundary = content_type.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("boundary")
            .then(|| value.trim().trim_matches('"'))
    })?;
    let delimiter = format!("\r\n--{boundary}");
    let whole = [b"\r\n", body].concat();
    let pieces = split(&whole, delimiter.as_bytes());
    let parts = pieces
        .into_iter()
        .skip(1)
        .filter(|piece| !piece.starts_with(b"--"));
    Some(parts.map(part).collect())
}

fn split<'b>(bytes: &'b [u8], delimiter: &[u8]) -> Vec<&'b [u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, delimiter) {
        pieces.push(&rest[..at]);
        rest = &rest[at + delimiter.len()..];
    }
    pieces.push(rest);
    pieces
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn part(piece: &[u8]) -> Part {
    let piece = piece.strip_prefix(b"\r\n").unwrap_or(piece);
    let (head, content) = match find(piece, b"\r\n\r\n") {
        Some(at) => (&piece[..at], &piece[at + 4..]),
        None => (piece, &[][..]),
    };
    let head = String::from_utf8_lossy(head);
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known
                .trim()
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition").unwrap_or_default();
    Part {
        name: quoted(&disposition, "; name=\"").unwrap_or_default(),
        file_name: quoted(&disposition, "; filename=\""),
        content_type: header("content-type"),
        content: content.to_vec(),
    }
}

fn quoted(disposition: &str, opening: &str) -> Option<String> {
    let (_, rest) = disposition.split_once(opening)?;
    // A quote within is followed by anything else than the end or the next parameter.
    let end = rest.match_indices('"').map(|(at, _)| at).find(|at| {
        let after = &rest[at + 1..];
        after.is_empty() || after.starts_with(';')
    })?;
    Some(rest[..end].to_owned())
}
