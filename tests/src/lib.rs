//! What the end-to-end tests share: requests as a server received them, made readable.

use generated::runtime::testing::Received;

/// What [`render`] writes for the boundary of a multipart body.
const BOUNDARY: &str = "BOUNDARY";

/// Writes a request as text for a snapshot: request line, headers in the order of the wire, an empty line, the
/// body, and how many bytes the body has.
///
/// Nothing of the request is lost but what differs from run to run: the host and its port are written `HOST`, the
/// boundary of a multipart body `BOUNDARY`, and the version in `User-Agent` `VERSION`. Characters that cannot be
/// seen are escaped as in Rust (`\r`, `\u{feff}`), bytes that are not UTF-8 as `\xff`, and a backslash is
/// doubled, so that the text says exactly which bytes there were. A line feed is `\n` only within the request line
/// and the headers; in the body it ends the line.
#[must_use]
pub fn render(request: &Received) -> String {
    let mut text = format!("{} {}\n", request.method, visible(&request.target));
    let boundary = boundary(request);
    for (name, value) in &request.headers {
        let value = match name.to_ascii_lowercase().as_str() {
            "host" => "HOST".to_owned(),
            "user-agent" => without_version(value),
            _ => without_boundary(value, boundary),
        };
        text.push_str(&format!("{}: {}\n", visible(name), visible(&value)));
    }
    text.push('\n');
    if request.body.is_empty() {
        text.push_str("(no body)\n");
        return text;
    }
    for chunk in request.body.utf8_chunks() {
        for line in without_boundary(chunk.valid(), boundary).split_inclusive('\n') {
            let end = if line.ends_with('\n') { "\n" } else { "" };
            text.push_str(&visible(line.trim_end_matches('\n')));
            text.push_str(end);
        }
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text.push_str(&format!("\n({} bytes)\n", request.body.len()));
    text
}

/// Escapes what cannot be seen, and the backslash. Letters of any script stay.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\'' => visible.push(c),
            _ => visible.extend(c.escape_debug()),
        }
    }
    visible
}

/// `name/1.2.3` as `name/VERSION`.
fn without_version(agent: &str) -> String {
    match agent.rsplit_once('/') {
        Some((name, _)) => format!("{name}/VERSION"),
        None => agent.to_owned(),
    }
}

fn without_boundary(text: &str, boundary: Option<&str>) -> String {
    match boundary {
        Some(boundary) => text.replace(boundary, BOUNDARY),
        None => text.to_owned(),
    }
}

/// The boundary that the `Content-Type` of a request names, if that is `multipart/form-data`.
///
/// `None` also if there is such a type without a boundary, or with an empty one.
#[must_use]
pub fn boundary(request: &Received) -> Option<&str> {
    let content_type = request.header("content-type")?;
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=")?;
    (!boundary.is_empty()).then_some(boundary)
}

/// A part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The header lines.
    pub headers: Vec<String>,
    /// The content.
    pub content: Vec<u8>,
}

impl Part {
    /// The content as text.
    ///
    /// # Panics
    /// If it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.content).expect("a part that is text")
    }
}

/// Takes a multipart body apart (RFC 2046 §5.1.1), by the boundary that the `Content-Type` names.
///
/// # Panics
/// If there is none, or the body is not made by the book: no preamble, no epilogue, each line ended by CR LF.
#[must_use]
pub fn parts(request: &Received) -> Vec<Part> {
    let boundary = boundary(request).expect("a multipart request that names its boundary");
    let first = format!("--{boundary}\r\n");
    let between = format!("\r\n--{boundary}\r\n");
    let last = format!("\r\n--{boundary}--\r\n");
    let body = request.body.strip_prefix(first.as_bytes());
    let body = body.expect("a body that begins with the boundary");
    let body = body.strip_suffix(last.as_bytes());
    let mut rest = body.expect("a body that ends with the boundary");
    let mut parts = Vec::new();
    while let Some(at) = find(rest, between.as_bytes()) {
        parts.push(part(&rest[..at]));
        rest = &rest[at + between.len()..];
    }
    parts.push(part(rest));
    parts
}

/// A part: its header lines, an empty one, its content.
fn part(bytes: &[u8]) -> Part {
    let end = find(bytes, b"\r\n\r\n").expect("a part with a head");
    let head = std::str::from_utf8(&bytes[..end]).expect("a head that is UTF-8");
    Part {
        headers: head.split("\r\n").map(str::to_owned).collect(),
        content: bytes[end + 4..].to_vec(),
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(content_type: &str, body: &[u8]) -> Received {
        let headers = [
            ("Host", "127.0.0.1:80"),
            ("user-agent", "generated/0.1.0"),
            ("Content-Type", content_type),
        ];
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Received {
            method: "POST".to_owned(),
            target: "/a\\b\u{7f}".to_owned(),
            headers: headers.map(owned).to_vec(),
            body: body.to_vec(),
        }
    }

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        let body = b"a\\\r\n\"\xc3\xbc\"\n\n\0\xff\xfe\xef\xbb\xbf";
        let expected = "POST /a\\\\b\\u{7f}\nHost: HOST\nuser-agent: generated/VERSION\n\
            Content-Type: text/plain\n\n\
            a\\\\\\r\n\"ü\"\n\n\\0\\xff\\xfe\\u{feff}\n(16 bytes)\n";
        assert_eq!(render(&received("text/plain", body)), expected);
    }

    #[test]
    fn no_body_is_told_from_an_empty_line() {
        assert!(render(&received("text/plain", b"")).ends_with("plain\n\n(no body)\n"));
        assert!(render(&received("text/plain", b"\n")).ends_with("plain\n\n\n\n(1 bytes)\n"));
    }

    #[test]
    fn boundaries_are_levelled_and_followed() {
        let body = b"--xyz\r\nA: b\r\nC: d\r\n\r\n1\r\n--xyz\r\nE: f\r\n\r\n\r\n--xyz--\r\n";
        let request = received("multipart/form-data; boundary=xyz", body);
        let text = render(&request);
        assert!(
            text.contains(
                "\nContent-Type: multipart/form-data; boundary=BOUNDARY\n\n--BOUNDARY\\r\n"
            )
        );
        assert!(!text.contains("xyz"), "{text}");
        let part = |headers: &[&str], content: &str| Part {
            headers: headers.iter().map(|&line| line.to_owned()).collect(),
            content: content.as_bytes().to_vec(),
        };
        assert_eq!(
            parts(&request),
            [part(&["A: b", "C: d"], "1"), part(&["E: f"], "")]
        );
    }

    #[test]
    fn a_type_without_boundary_has_none() {
        for content_type in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "text/plain",
        ] {
            assert_eq!(boundary(&received(content_type, b"")), None);
        }
    }
}
