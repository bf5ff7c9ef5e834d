//! Percent-encoding: which characters stand for themselves in a path, a query and a form.
//!
//! There are two kinds of text. *Literals* come from the collection and may use the syntax of URLs, so `%`, `&`
//! and the like stay. *Data* comes from the caller and never acts as syntax.

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};

/// Encoded in the literal text of a path, beside everything that is not ASCII: what the Postman runtime encodes,
/// and the two characters that would end the path.
pub const PATH_LITERAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'?')
    .add(b'#');

/// Encoded in a path argument: also what would begin another segment or pass for an escape.
const PATH_DATA: &AsciiSet = &PATH_LITERAL.add(b'/').add(b'%').add(b'\\');

/// Encoded in the literal text of a query.
pub const QUERY_LITERAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'\'')
    .add(b'<')
    .add(b'>');

/// Encoded in a query value: also what would begin another pair, pass for an escape, or be read as a space.
const QUERY_VALUE: &AsciiSet = &QUERY_LITERAL.add(b'&').add(b'%').add(b'+');

/// Encoded in an item of a query value that is a list: also what would begin another item.
const QUERY_ITEM: &AsciiSet = &QUERY_VALUE.add(b',');

/// Encoded in a query key: also what would end the key.
const QUERY_KEY: &AsciiSet = &QUERY_VALUE.add(b'=');

/// Encoded in a form of type `application/x-www-form-urlencoded`: everything but the unreserved characters of
/// RFC 3986 §2.3.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Appends literal path text, escapes in it left as they are.
pub fn path_literal(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, PATH_LITERAL));
}

/// Appends a path argument.
pub fn path_data(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, PATH_DATA));
}

/// Appends pairs of a query that are already encoded, as they are but for characters that no query may hold.
pub fn query_literal(text: &str, out: &mut String) {
    separate(out);
    out.extend(utf8_percent_encode(text, QUERY_LITERAL));
}

/// Appends one pair of a query.
pub fn query_pair(key: &str, value: &str, out: &mut String) {
    separate(out);
    out.extend(utf8_percent_encode(key, QUERY_KEY));
    out.push('=');
    out.extend(utf8_percent_encode(value, QUERY_VALUE));
}

/// Appends one pair of a query whose value is a list: commas separate the items (`style: form` without `explode` in OpenAPI,
/// RFC 6570 §3.2.8), and one within an item is encoded.
pub fn query_list<'a>(key: &str, items: impl Iterator<Item = &'a str>, out: &mut String) {
    separate(out);
    out.extend(utf8_percent_encode(key, QUERY_KEY));
    for (index, item) in items.enumerate() {
        out.push(if index == 0 { '=' } else { ',' });
        out.extend(utf8_percent_encode(item, QUERY_ITEM));
    }
}

/// The query without the pairs of this key, and with a new one at its end.
#[must_use]
pub fn with_pair(query: &str, key: &str, value: &str) -> String {
    let others = query.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or("");
        !pair.is_empty() && percent_decode_str(name).ne(key.bytes())
    });
    let mut query = others.collect::<Vec<_>>().join("&");
    query_pair(key, value, &mut query);
    query
}

/// Appends one pair of a form.
pub fn form_pair(key: &str, value: &str, out: &mut String) {
    separate(out);
    out.extend(utf8_percent_encode(key, FORM));
    out.push('=');
    out.extend(utf8_percent_encode(value, FORM));
}

/// Appends a value as in the extended notation of header parameters (`filename*=UTF-8''…`, RFC 8187): a
/// narrower set than that RFC allows, and the one that the Postman runtime uses.
pub fn extended_value(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, FORM));
}

/// Appends the `&` between two pairs.
fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push('&');
    }
}

/// One step of [`split_template`]: literal text or the name of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text of the template.
    Literal(&'a str),
    /// The name in `{name}`.
    Argument(&'a str),
}

/// Splits one segment of a path template such as `{id}.json` into its pieces. A brace without its partner is
/// literal text.
#[must_use]
pub fn split_template(segment: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((before, name, after)) = next_argument(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Literal(before));
        }
        pieces.push(Piece::Argument(name));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

/// The text before the first `{name}`, the name, and the text behind.
fn next_argument(text: &str) -> Option<(&str, &str, &str)> {
    let (before, behind) = text.split_once('{')?;
    let (name, after) = behind.split_once('}')?;
    Some((before, name, after))
}

/// A header value as it goes on the wire: surrounding space does not matter, U+0080 to U+00FF are one byte each
/// (ISO 8859-1, as HTTP always had it). `None` for line breaks, other control characters and anything above.
#[must_use]
pub fn header_value(text: &str) -> Option<http::HeaderValue> {
    // A line break at an end is refused rather than trimmed: it is never meant.
    let text = text.trim_matches([' ', '\t']);
    let bytes: Result<Vec<u8>, _> = text.chars().map(|c| u8::try_from(u32::from(c))).collect();
    http::HeaderValue::from_bytes(&bytes.ok()?).ok()
}

/// A media type as it goes on the wire, without surrounding space. `None` if there is none, or for anything but printable ASCII, which is
/// all that media types are made of (RFC 9110 §8.3.1).
#[must_use]
pub fn media_type(text: &str) -> Option<&str> {
    let text = text.trim_matches([' ', '\t']);
    let is_plain = |byte| matches!(byte, b'\t' | b' '..=b'~');
    (!text.is_empty() && text.bytes().all(is_plain)).then_some(text)
}
