//! Signatures hold a time, a nonce or the host: of two that are made alike only the shape is the same.

use super::compare::Pair;

/// Schemes of `Authorization` that sign.
const SCHEMES: [&str; 5] = [
    "oauth",
    "hawk",
    "aws4-hmac-sha256",
    "digest",
    "eg1-hmac-sha256",
];

/// What OAuth 1 makes anew for each request.
const FRESH: [&[u8]; 3] = [b"oauth_nonce", b"oauth_timestamp", b"oauth_signature"];

/// Whether the values of a header are signatures of one scheme with the same parameters, or the time of one.
pub(super) fn is_volatile(name: &str, a: &[&str], b: &[&str]) -> bool {
    let ([a], [b]) = (a, b) else {
        return false;
    };
    let (scheme, names) = shape(a);
    let known = name == "authorization" && SCHEMES.contains(&scheme.as_str());
    name == "x-amz-date" || known && (scheme, names) == shape(b)
}

/// What a signature makes of a time, a nonce, the host or the headers that a client has of its own, by the name of the
/// parameter.
const VOLATILE: [&str; 14] = [
    "ts",
    "nonce",
    "mac",
    "hash",
    "cnonce",
    "nc",
    "response",
    "signature",
    "signedheaders",
    "timestamp",
    "oauth_nonce",
    "oauth_timestamp",
    "oauth_signature",
    "oauth_body_hash",
];

/// The scheme of a signature, and its parameters, sorted, without the values that are made anew. Quotes do not count.
fn shape(value: &str) -> (String, Vec<(String, String)>) {
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    let mut parameters: Vec<(String, String)> = pieces(rest)
        .into_iter()
        .filter_map(|piece| {
            let (name, value) = piece.split_once('=')?;
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            let lower = name.to_ascii_lowercase();
            let value = match lower.as_str() {
                "credential" => without_day(value),
                known if VOLATILE.contains(&known) => String::new(),
                _ => value.to_owned(),
            };
            Some((name.to_owned(), value))
        })
        .collect();
    parameters.sort();
    (scheme.to_ascii_lowercase(), parameters)
}

/// What stands between commas or semicolons that are not in quotes.
fn pieces(rest: &str) -> Vec<&str> {
    let mut in_quotes = false;
    let is_end = |c: char| {
        in_quotes ^= c == '"';
        !in_quotes && matches!(c, ',' | ';')
    };
    rest.split(is_end).collect()
}

/// A credential of AWS (`key/day/region/service/aws4_request`) without the day.
fn without_day(credential: &str) -> String {
    let parts = credential.split('/').enumerate();
    let parts = parts.filter_map(|(at, part)| (at != 1).then_some(part));
    parts.collect::<Vec<_>>().join("/")
}

/// Whether the pairs of two queries or forms are signed by OAuth 1 and differ in nothing else.
pub(super) fn are_volatile(a: &[Pair], b: &[Pair]) -> bool {
    let masked = |pairs: &[Pair]| {
        let pairs = pairs
            .iter()
            .map(|(key, value)| match FRESH.contains(&&**key) {
                true => (key.clone(), Vec::new()),
                false => (key.clone(), value.clone()),
            });
        pairs.collect::<Vec<_>>()
    };
    a.iter().any(|(key, _)| key == b"oauth_signature") && masked(a) == masked(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::pairs;

    #[test]
    fn headers() {
        let aws = |signed: &str| {
            format!("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders={signed}, Signature=1")
        };
        let (one, other) = (aws("host;x-amz-date"), aws("accept;host;x-amz-date"));
        let table = [
            (
                "Hawk id=\"a, b=c\", mac=\"1=\"",
                "hawk mac=\"2=\",id=\"a, b=c\"",
                true,
            ),
            (
                "Hawk id=\"1\", mac=\"2\"",
                "Hawk id=\"2\", mac=\"2\"",
                false,
            ),
            (
                "AWS4-HMAC-SHA256 Credential=a/20260101/r/s/aws4_request, Signature=1",
                "AWS4-HMAC-SHA256 Credential=a/20260102/r/s/aws4_request, Signature=2",
                true,
            ),
            (
                "AWS4-HMAC-SHA256 Credential=a/20260101/r/s/aws4_request, Signature=1",
                "AWS4-HMAC-SHA256 Credential=b/20260101/r/s/aws4_request, Signature=1",
                false,
            ),
            (
                "Hawk id=\"1\", mac=\"2\"",
                "Hawk id=\"1\", mac=\"2\", ext=\"3\"",
                false,
            ),
            ("Digest qop=auth, nc=1", "Digest nc=\"2\", qop=auth", true),
            (
                "EG1-HMAC-SHA256 a=1;signature=2=",
                "EG1-HMAC-SHA256 a=1;signature=3=",
                true,
            ),
            (&one, &other, true),
            ("OAuth a=\"1\"", "Hawk a=\"1\"", false),
            ("Bearer a", "Bearer b", false),
        ];
        for (a, b, expected) in table {
            assert_eq!(
                is_volatile("authorization", &[a], &[b]),
                expected,
                "{a} {b}"
            );
            assert!(!is_volatile("authorization", &[a], &[]), "{a}");
            assert!(!is_volatile("x-other", &[a], &[b]), "{a}");
        }
        assert!(is_volatile("x-amz-date", &["1"], &["2"]));
    }

    #[test]
    fn queries_and_forms() {
        let table = [
            (
                "a=1&oauth_nonce=1&oauth_signature=2",
                "a=1&oauth_nonce=3&oauth_signature=4",
                true,
            ),
            ("a=1&oauth_signature=2", "a=2&oauth_signature=2", false),
            ("a=1&oauth_signature=2", "a=1", false),
            ("oauth_nonce=1", "oauth_nonce=2", false),
        ];
        for (a, b, expected) in table {
            assert_eq!(are_volatile(&pairs(a), &pairs(b)), expected, "{a} {b}");
        }
    }
}
