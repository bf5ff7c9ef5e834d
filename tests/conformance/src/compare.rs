//! Comparing two recordings, request by request: what differs, and whether it means anything.

mod body;

use std::collections::BTreeSet;
use std::fmt;

use percent_encoding::percent_decode_str;

use self::body::{different_parts, first_difference, is_signed_form, same_body};
pub(super) use self::body::{parts_of, same_json, same_parts};
use super::recording::{OWN, Recorded, Recording};
use super::signature;

/// Where two requests differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Only the reference was sent.
    Missing,
    /// Only the other was sent.
    Extra,
    /// The method.
    Method,
    /// A segment of the path, decoded.
    Path,
    /// A pair of the query, decoded.
    Query,
    /// A header.
    Header,
    /// The content type.
    ContentType,
    /// The content.
    Body,
    /// The same with other bytes: escapes, `a` against `a=`, the layout of JSON, the order of parts.
    Bytes,
    /// Signatures that hold a time, a nonce or the host.
    Signature,
}

impl Kind {
    /// Whether the two requests mean the same all the same.
    #[must_use]
    pub fn is_soft(self) -> bool {
        matches!(self, Self::Bytes | Self::Signature)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Method => "method",
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::ContentType => "content-type",
            Self::Body => "body",
            Self::Bytes => "bytes",
            Self::Signature => "signature",
        })
    }
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The number of the request.
    pub item: usize,
    /// Where.
    pub kind: Kind,
    /// What the reference has.
    pub expected: String,
    /// What the other has.
    pub found: String,
}

/// All differences between a reference and another recording.
#[must_use]
pub fn compare(reference: &Recording, other: &Recording) -> Vec<Difference> {
    let items: BTreeSet<&usize> = reference.0.keys().chain(other.0.keys()).collect();
    let mut all = Vec::new();
    for item in items {
        match (reference.0.get(item), other.0.get(item)) {
            (Some(a), Some(b)) => all.extend(differences(a, b)),
            (Some(a), None) => all.push(difference(*item, Kind::Missing, &shown(a), "")),
            (None, Some(b)) => all.push(difference(*item, Kind::Extra, "", &shown(b))),
            (None, None) => {}
        }
    }
    all
}

fn shown(request: &Recorded) -> String {
    format!("{} {}", request.method, request.target)
}

fn difference(item: usize, kind: Kind, expected: &str, found: &str) -> Difference {
    Difference {
        item,
        kind,
        expected: expected.to_owned(),
        found: found.to_owned(),
    }
}

/// The differences between two requests.
#[must_use]
pub fn differences(a: &Recorded, b: &Recorded) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut add =
        |kind, expected: &str, found: &str| all.push(difference(a.item, kind, expected, found));
    if a.method != b.method {
        add(Kind::Method, &a.method, &b.method);
    }
    if a.path() != b.path() {
        let same = segments(a.path()) == segments(b.path());
        add(
            if same { Kind::Bytes } else { Kind::Path },
            a.path(),
            b.path(),
        );
    }
    if a.query() != b.query() {
        let (expected, found) = (pairs(a.query()), pairs(b.query()));
        let kind = match expected == found {
            true => Kind::Bytes,
            false if signature::are_volatile(&expected, &found) => Kind::Signature,
            false => Kind::Query,
        };
        add(kind, a.query(), b.query());
    }
    for name in header_names(a, b) {
        let (expected, found) = (a.header(&name), b.header(&name));
        // newman accepts anything where the collection says nothing; a client knows better.
        let says_nothing = name == "accept" && expected == ["*/*"];
        if says_nothing || name == "accept" && accept_all(&expected) && accept_all(&found) {
            continue;
        }
        if expected != found && items(&name, &expected) != items(&name, &found) {
            let kind = match signature::is_volatile(&name, &expected, &found) {
                true => Kind::Signature,
                false => Kind::Header,
            };
            add(kind, &line(&name, &expected), &line(&name, &found));
        }
    }
    let (expected, found) = (content_type(a), content_type(b));
    if normal(&expected) != normal(&found) {
        add(Kind::ContentType, &expected, &found);
    }
    if a.body != b.body {
        let kind = match same_body(a, b) {
            true => Kind::Bytes,
            false if is_signed_form(a, b) => Kind::Signature,
            false => Kind::Body,
        };
        let (expected, found) =
            different_parts(a, b).unwrap_or_else(|| first_difference(&a.body, &b.body));
        add(kind, &expected, &found);
    }
    all
}

pub(super) fn segments(path: &str) -> Vec<Vec<u8>> {
    path.split('/')
        .map(|segment| percent_decode_str(segment).collect())
        .collect()
}

/// A key and its value, decoded.
pub(super) type Pair = (Vec<u8>, Vec<u8>);

/// Pairs as a server reads them: `+` is a space, `a` is `a=`.
pub(super) fn pairs(text: &str) -> Vec<Pair> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).collect();
    let pieces = text.split('&').filter(|_| !text.is_empty());
    let pairs = pieces.map(|piece| piece.split_once('=').unwrap_or((piece, "")));
    pairs
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

/// Whether values of `Accept` exclude nothing, as none at all do (RFC 9110 §12.5.1).
fn accept_all(values: &[&str]) -> bool {
    values
        .iter()
        .all(|value| matches!(value.trim(), "" | "*/*"))
}

fn header_names(a: &Recorded, b: &Recorded) -> BTreeSet<String> {
    let names = a.headers.iter().chain(&b.headers);
    let names = names.map(|(name, _)| name.to_ascii_lowercase());
    names
        .filter(|name| !OWN.contains(&name.as_str()) && name != "content-type")
        .collect()
}

/// Several headers of one name are one list. The name of an auth scheme may be in any case (RFC 9110 §11.1).
fn items(name: &str, values: &[&str]) -> Vec<String> {
    let items = values.iter().flat_map(|value| value.split(','));
    let items = items.map(|item| match item.trim().split_once(' ') {
        Some((scheme, rest)) if name == "authorization" => {
            format!("{} {rest}", scheme.to_ascii_lowercase())
        }
        _ => item.trim().to_owned(),
    });
    let mut items: Vec<String> = items.collect();
    if name == "accept" {
        // What is preferred says a weight, not the order (RFC 9110 §12.5.1).
        items.sort();
    }
    items
}

fn line(name: &str, values: &[&str]) -> String {
    match values {
        [] => String::new(),
        values => format!("{name}: {}", values.join(", ")),
    }
}

fn content_type(request: &Recorded) -> String {
    request.header("content-type").join(", ")
}

/// A content type without what does not matter: case, blanks, the boundary.
fn normal(content_type: &str) -> String {
    let lower = content_type.to_ascii_lowercase();
    let parameters = lower.split(';').map(str::trim);
    let parameters: Vec<_> = parameters
        .filter(|text| !text.starts_with("boundary="))
        .collect();
    parameters.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn request(target: &str, headers: &[(&str, &str)], body: &str) -> Recorded {
        Recorded {
            item: 0,
            method: "POST".to_owned(),
            target: target.to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            body: body.as_bytes().to_vec(),
        }
    }

    #[track_caller]
    pub(super) fn check(a: &Recorded, b: &Recorded, expected: &[Kind]) {
        let kinds: Vec<Kind> = differences(a, b)
            .iter()
            .map(|difference| difference.kind)
            .collect();
        assert_eq!(kinds, expected, "{a:?}\n{b:?}");
    }

    #[test]
    fn targets() {
        let of = |target| request(target, &[], "");
        check(&of("/a?b=1"), &of("/a?b=1"), &[]);
        check(&of("/a%20b"), &of("/a b"), &[Kind::Bytes]);
        check(&of("/a/b"), &of("/a%2Fb"), &[Kind::Path]);
        check(&of("/a?b"), &of("/a?b="), &[Kind::Bytes]);
        check(&of("/a?b=x+y"), &of("/a?b=x%20y"), &[Kind::Bytes]);
        check(&of("/a?b=1&c=2"), &of("/a?c=2&b=1"), &[Kind::Query]);
    }

    #[test]
    fn headers() {
        let of = |headers: &[(&str, &str)]| request("/", headers, "");
        check(&of(&[("X", "1"), ("X", "2")]), &of(&[("x", "1, 2")]), &[]);
        check(&of(&[("X", "1")]), &of(&[]), &[Kind::Header]);
        check(
            &of(&[("User-Agent", "a")]),
            &of(&[("User-Agent", "b")]),
            &[],
        );
        check(
            &of(&[("Authorization", "Hawk id=\"1\", mac=\"2\"")]),
            &of(&[("Authorization", "Hawk id=\"1\", mac=\"3\"")]),
            &[Kind::Signature],
        );
        check(
            &of(&[("Authorization", "Hawk id=\"1\"")]),
            &of(&[("Authorization", "Hawk id=\"2\"")]),
            &[Kind::Header],
        );
        check(
            &of(&[("Accept", "*/*")]),
            &of(&[("Accept", "text/csv")]),
            &[],
        );
        check(
            &of(&[("Accept", "text/csv")]),
            &of(&[("Accept", "*/*")]),
            &[Kind::Header],
        );
        check(
            &of(&[("Accept", "text/a"), ("Accept", "text/b")]),
            &of(&[("Accept", "text/b, text/a")]),
            &[],
        );
        check(&of(&[]), &of(&[("Accept", "*/*")]), &[]);
        check(&of(&[("Accept", "")]), &of(&[("Accept", "*/*")]), &[]);
        check(&of(&[]), &of(&[("Accept", "text/csv")]), &[Kind::Header]);
        let (json, charset) = ("application/json", "Application/JSON; charset=utf-8");
        check(
            &of(&[("Content-Type", json)]),
            &of(&[("Content-Type", charset)]),
            &[Kind::ContentType],
        );
    }
}
