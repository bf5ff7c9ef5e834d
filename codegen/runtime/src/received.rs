//! What a received request holds: path and query, segments, pairs of a query or a form, parts of a multipart form.

use percent_encoding::percent_decode_str;

/// Path and query of a request's target.
#[must_use]
pub fn path_and_query(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

/// The segments of a path, decoded; the first is what stands before the first slash.
#[must_use]
pub fn segments(path: &str) -> Vec<String> {
    path.split('/').map(decoded).collect()
}

/// The pairs of a query or an urlencoded form, decoded. `plus` is what a `+` stands for.
#[must_use]
pub fn pairs(text: &str, plus: char) -> Vec<(String, String)> {
    let decoded = |part: &str| decoded(&part.replace('+', &plus.to_string()));
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .map(|(key, value)| (decoded(key), decoded(value)))
        .collect()
}

/// A part of a multipart form.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name, as it is written.
    pub name: String,
    /// Its content.
    pub content: String,
    /// Whether it has a file name.
    pub is_file: bool,
}

/// The parts of a multipart form (RFC 7578). `None` if it is none.
#[must_use]
pub fn parts(content_type: &str, body: &str) -> Option<Vec<Part>> {
    let (_, boundary) = content_type.split_once("boundary=")?;
    let boundary = boundary.split(';').next().unwrap_or(boundary);
    let boundary = boundary.trim().trim_matches('"');
    let text = format!("\r\n{body}");
    let delimiter = format!("\r\n--{boundary}");
    let parts = text.split(&delimiter).skip(1);
    let parts = parts.filter(|part| !part.starts_with("--"));
    let parts = parts.map(|part| {
        let (head, content) = part.split_once("\r\n\r\n")?;
        // Not that of the file, `filename="…"`.
        let name = head.split_once(" name=\"");
        let (_, name) = name.or_else(|| head.split_once(";name=\""))?;
        let (name, _) = name.split_once('"')?;
        Some(Part {
            name: name.to_owned(),
            content: content.to_owned(),
            is_file: head.contains("filename"),
        })
    });
    parts.collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
