//! Comments in JSON, which Postman takes out of a body before it sends it.

/// The text without comments, all else as it is.
pub fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut quoted = false;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match (quoted, &rest.as_bytes()[..rest.len().min(2)]) {
            (true, [b'\\', _]) => taken += rest[1..].chars().next().map_or(0, char::len_utf8),
            (false, b"//") => {
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            (false, b"/*") => {
                rest = rest[2..].split_once("*/").map_or("", |(_, tail)| tail);
                continue;
            }
            _ => quoted ^= c == '"',
        }
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out
}
