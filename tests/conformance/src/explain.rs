//! Differences that are meant: where the client does not do what Postman does, and why.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::compare::{Difference, Kind, Pair, pairs, parts_of, same_json, same_parts, segments};
use super::multipart::Part;
use super::nearly_json::strict;
use super::recording::Recorded;

/// Why two requests differ, and the rule that it is about. The numbers are those of `RULES.md` in this folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Explanation {
    /// The number of the rule.
    pub rule: u8,
    /// Why the client does otherwise.
    pub reason: &'static str,
    /// Whether what Postman does there is a mistake of its own.
    pub is_bug: bool,
}

const fn rule(rule: u8, reason: &'static str) -> Option<Explanation> {
    Some(Explanation {
        rule,
        reason,
        is_bug: false,
    })
}

const fn bug(rule: u8, reason: &'static str) -> Option<Explanation> {
    Some(Explanation {
        rule,
        reason,
        is_bug: true,
    })
}

/// Why a difference is there, if it is one of those that are meant.
#[must_use]
pub fn explain(
    difference: &Difference,
    reference: Option<&Recorded>,
    other: Option<&Recorded>,
) -> Option<Explanation> {
    let both = reference.zip(other);
    match difference.kind {
        Kind::Path => path(&difference.expected, &difference.found).or_else(|| data(both?)),
        Kind::Query => query(&difference.expected, &difference.found).or_else(|| data(both?)),
        Kind::Header => header(&difference.expected, &difference.found),
        Kind::Body => body(both?),
        Kind::Extra => rule(
            1,
            "Postman refuses a URL without a host, and some header values; the client has a server of its own",
        ),
        Kind::Missing => refused(&difference.found),
        Kind::Method | Kind::ContentType | Kind::Bytes | Kind::Signature => None,
    }
}

/// A request that the client refuses, for what it says.
fn refused(said: &str) -> Option<Explanation> {
    if said.ends_with("is empty") || said.contains("is not set: ") {
        return rule(8, "an empty argument of a path is refused");
    }
    None
}

fn path(expected: &str, found: &str) -> Option<Explanation> {
    let (of_expected, of_found) = (segments(expected), segments(found));
    if with_fewer_slashes(&of_expected, &of_found) {
        return bug(
            3,
            "the URL of a server and a path are joined with one slash",
        );
    }
    let behind_host = expected
        .strip_prefix("//")
        .and_then(|rest| rest.find('/').map(|at| &rest[at..]));
    if behind_host == Some(found) {
        return rule(
            1,
            "a URL that begins with two slashes names a host (RFC 3986 §4.2)",
        );
    }
    if segments(&without_dots(expected)) == of_found {
        return rule(4, "URL libraries resolve dot segments");
    }
    None
}

/// Whether nothing but empty segments is left out, all at one place within the path.
fn with_fewer_slashes(expected: &[Vec<u8>], found: &[Vec<u8>]) -> bool {
    let Some(left_out) = expected.len().checked_sub(found.len()) else {
        return false;
    };
    let same = expected.iter().zip(found).take_while(|(x, y)| x == y);
    // The first segment is what stands before the slash of the root: it is empty in every path.
    let at = same.count();
    let starts = (1..=at.min(found.len().saturating_sub(1))).rev();
    left_out > 0
        && starts.into_iter().any(|at| {
            let (gone, rest) = expected[at..].split_at(left_out);
            gone.iter().all(Vec::is_empty) && rest == &found[at..]
        })
}

/// A path without `.` and `..`, as URL libraries resolve them.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').collect();
    for (index, segment) in segments.iter().enumerate() {
        let plain = segment.replace("%2e", ".").replace("%2E", ".");
        let is_dots = matches!(plain.as_str(), "." | "..");
        if plain == ".." && kept.len() > 1 {
            kept.pop();
        }
        match is_dots {
            false => kept.push(segment),
            true if index + 1 == segments.len() => kept.push(""),
            true => {}
        }
    }
    kept.join("/")
}

/// Whether the two say the same where `/`, `?` and `#` in the path of the other act as syntax.
fn data((reference, other): (&Recorded, &Recorded)) -> Option<Explanation> {
    let mut target = other.path().to_owned();
    for (escape, plain) in [("%2F", "/"), ("%3F", "?"), ("%23", "#")] {
        target = target.replace(escape, plain);
    }
    if target == other.path() {
        return None;
    }
    let own = Some(other.query()).filter(|query| !query.is_empty());
    let joint = if target.contains('?') { "&" } else { "?" };
    if let Some(own) = own {
        target = format!("{target}{joint}{own}");
    }
    let target = target.split('#').next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let is_same =
        segments(path) == segments(reference.path()) && pairs(query) == pairs(reference.query());
    is_same.then_some(())?;
    rule(2, "an argument is data: `/`, `?` and `#` in it are escaped")
}

fn query(expected: &str, found: &str) -> Option<Explanation> {
    let sent = pairs(found);
    if in_groups(pairs(expected)) == sent {
        return rule(7, "the values of one key are one argument, and go together");
    }
    let with_key = expected
        .split('&')
        .filter(|piece| !piece.is_empty() && !piece.starts_with('='));
    let with_key = with_key.collect::<Vec<_>>().join("&");
    if with_key != expected && in_groups(pairs(&with_key)) == sent {
        return rule(7, "an entry without a key is left out, with a note");
    }
    if [expected, &with_key]
        .iter()
        .any(|text| decoded(text) == decoded(found))
    {
        return rule(
            6,
            "a value is data: `&`, `#`, `=`, `+` and `%` in it are escaped",
        );
    }
    None
}

/// The pairs with those of one key, or of one key in brackets, together, where the first of them stands.
fn in_groups(pairs: Vec<Pair>) -> Vec<Pair> {
    let root = |pair: &Pair| {
        pair.0
            .split(|byte| *byte == b'[')
            .next()
            .map(<[u8]>::to_vec)
    };
    let mut roots: Vec<_> = pairs.iter().map(root).collect();
    let mut known = HashSet::new();
    roots.retain(|root| known.insert(root.clone()));
    let mut pairs = pairs;
    pairs.sort_by_key(|pair| roots.iter().position(|known| *known == root(pair)));
    pairs
}

/// A query as text in which nothing is escaped; `a=` is `a`.
fn decoded(query: &str) -> Vec<u8> {
    let text: Vec<u8> = percent_decode_str(query).collect();
    let pieces = text.split(|byte| *byte == b'&');
    let pieces: Vec<_> = pieces
        .map(|piece| piece.strip_suffix(b"=").unwrap_or(piece))
        .collect();
    pieces.join(&b'&')
}

fn header(expected: &str, found: &str) -> Option<Explanation> {
    if !found.is_empty() {
        return None;
    }
    let credentials = |line: &str| {
        let value = line.strip_prefix("authorization: ")?;
        Some(value.trim().to_ascii_lowercase())
    };
    let own = credentials(expected);
    let is_foreign =
        |value: &str| value.starts_with("ntlm ") || value.contains("oauth_signature_method=\"rsa-");
    if own.as_deref().is_some_and(is_foreign) {
        return rule(
            36,
            "who signs so is the caller: the client has a hook for it",
        );
    }
    if own.as_deref() == Some("bearer") {
        return rule(33, "an empty token is none");
    }
    None
}

fn body((reference, other): (&Recorded, &Recorded)) -> Option<Explanation> {
    if let (Some(mut expected), Some(found)) = (parts_of(reference), parts_of(other)) {
        let without_file = |part: &&mut Part| part.file_name.as_deref() == Some("");
        for part in expected.iter_mut().filter(without_file) {
            part.content_type = None;
        }
        let is_same = same_parts(expected, found);
        return is_same
            .then_some(())
            .and(rule(28, "where there is no file there is no type"));
    }
    let json = |body: &[u8]| serde_json::from_slice::<Value>(body).ok();
    if json(&reference.body).is_none() {
        let mended = strict(std::str::from_utf8(&reference.body).ok()?);
        let (mended, sent) = (json(mended.as_bytes())?, json(&other.body)?);
        return same_json(&mended, &sent).then_some(()).and(rule(
            22,
            "what is nearly JSON (a trailing comma, a control character) is sent as JSON",
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::differences;

    fn request(target: &str, headers: &[(&str, &str)], body: &str) -> Recorded {
        let headers = headers.iter();
        Recorded {
            item: 0,
            method: "POST".to_owned(),
            target: target.to_owned(),
            headers: headers
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            body: body.as_bytes().to_vec(),
        }
    }

    /// The rules that explain the differences of two requests, 0 where none does.
    fn rules(a: &Recorded, b: &Recorded) -> Vec<u8> {
        let differences = differences(a, b);
        let hard = differences.iter().filter(|one| !one.kind.is_soft());
        hard.map(|one| explain(one, Some(a), Some(b)).map_or(0, |why| why.rule))
            .collect()
    }

    #[test]
    fn targets() {
        let table: [(&str, &str, &[u8]); 26] = [
            ("//example.com/a", "/a", &[1]),
            ("/base//a", "/base/a", &[3]),
            ("/base///a", "/base/a", &[3]),
            ("//a", "/a", &[3]),
            ("/base//a/", "/base/a", &[0]),
            ("/base//a", "/base/b", &[0]),
            ("/a//b//c", "/a/b/c", &[0]),
            ("/a/", "/a", &[0]),
            ("/a/../b", "/b", &[4]),
            ("/a/./b/..", "/a/", &[4]),
            ("/a/../b", "/c", &[0]),
            ("/a/b", "/a%2Fb", &[2]),
            ("/a?b", "/a%3Fb", &[2, 2]),
            ("/a?b&c=1", "/a%3Fb?c=1", &[2, 2]),
            ("/a?b&c=1", "/a%3Fb?c=2", &[0, 0]),
            ("/a", "/a%23b", &[2]),
            ("/a/c", "/a%2Fb", &[0]),
            ("/?a=1&b=2&a=3", "/?a=1&a=3&b=2", &[7]),
            ("/?a[x]=1&b=2&a[y]=3", "/?a[x]=1&a[y]=3&b=2", &[7]),
            ("/?a=1&b=2", "/?b=2&a=1", &[0]),
            ("/?a=1&&=x&b", "/?a=1&b=", &[7]),
            ("/?a=1&=x&b=2", "/?a=1", &[0]),
            ("/?a=x&y", "/?a=x%26y", &[6]),
            ("/?a=100%&b=1+1", "/?a=100%25&b=1%2B1", &[6]),
            ("/?a=x&y", "/?a=x%26z", &[0]),
            ("/?a=1", "/?a=%26", &[0]),
        ];
        for (expected, found, wanted) in table {
            let (a, b) = (request(expected, &[], ""), request(found, &[], ""));
            assert_eq!(rules(&a, &b), wanted, "{expected} {found}");
        }
    }

    #[test]
    fn refusals() {
        for (said, wanted) in [
            ("argument `id` is empty", Some(8)),
            (
                "argument `account` is not set: the client's builder sets it",
                Some(8),
            ),
            ("no connection to the server", None),
            ("", None),
        ] {
            assert_eq!(refused(said).map(|why| why.rule), wanted, "{said}");
        }
    }

    #[test]
    fn headers() {
        type Headers = &'static [(&'static str, &'static str)];
        let table: [(Headers, Headers, &[u8]); 7] = [
            (&[("Authorization", "NTLM TlRMTVNTUAAB")], &[], &[36]),
            (
                &[("Authorization", "OAuth oauth_signature_method=\"RSA-SHA1\"")],
                &[],
                &[36],
            ),
            (&[("Authorization", "Hawk id=\"1\"")], &[], &[0]),
            (&[("Authorization", "Bearer ")], &[], &[33]),
            (&[("Authorization", "Bearer x")], &[], &[0]),
            (
                &[("Authorization", "Bearer")],
                &[("Authorization", "Bearer x")],
                &[0],
            ),
            (&[("X-Amz-Acl", "private")], &[], &[0]),
        ];
        for (expected, found, wanted) in table {
            let (a, b) = (request("/", expected, ""), request("/", found, ""));
            assert_eq!(rules(&a, &b), wanted, "{expected:?} {found:?}");
        }
    }

    #[test]
    fn parts() {
        let form = |head: &str, content: &str| {
            let kind = ("Content-Type", "multipart/form-data; boundary=x");
            let head = format!("Content-Disposition: form-data; name=\"a\"; filename={head}");
            request(
                "/",
                &[kind],
                &format!("--x\r\n{head}\r\n\r\n{content}\r\n--x--\r\n"),
            )
        };
        let typed = "\"\"\r\nContent-Type: image/png";
        let table: [(&str, &str, &str, &str, &[u8]); 4] = [
            (typed, "", "\"\"", "", &[28]),
            (typed, "", "\"\"", "x", &[0]),
            ("\"f\"\r\nContent-Type: image/png", "", "\"f\"", "", &[0]),
            ("\"\"", "", typed, "", &[0]),
        ];
        for (expected, content, found, other, wanted) in table {
            let (a, b) = (form(expected, content), form(found, other));
            assert_eq!(rules(&a, &b), wanted, "{expected} {found}");
        }
    }

    #[test]
    fn bodies() {
        let table: [(&str, &str, &[u8]); 6] = [
            ("{\"a\": 1,}", "{\"a\":1}", &[22]),
            (
                "{\"a\": 1, // one\n \"b\": 2.0}",
                "{\"b\":2,\"a\":1}",
                &[22],
            ),
            ("{\"a\": \"x\ty\"}", "{\"a\":\"x\\ty\"}", &[22]),
            ("{\"a\": 1,}", "{\"a\":2}", &[0]),
            ("{\"a\": 1}", "{\"a\":2}", &[0]),
            ("plain", "\"plain\"", &[0]),
        ];
        for (expected, found, wanted) in table {
            let (a, b) = (request("/", &[], expected), request("/", &[], found));
            assert_eq!(rules(&a, &b), wanted, "{expected} {found}");
        }
    }
}
