//! Differences that are meant: where the client does not do what Postman does, and why.

mod body;
mod url;

use self::body::body;
use self::url::{data, path, query};
use super::compare::{Difference, Kind};
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
        Kind::Header => header(&difference.expected, &difference.found, reference),
        Kind::Body => body(both?),
        Kind::Extra => refused_by_postman(&difference.expected),
        Kind::Missing => refused(&difference.found),
        Kind::ContentType => content_type(&difference.expected, &difference.found, reference),
        Kind::Method | Kind::Bytes | Kind::Signature => None,
    }
}

/// A request that newman refuses, for what it says.
fn refused_by_postman(said: &str) -> Option<Explanation> {
    let says = |words: &str| said.contains(words);
    if says("request url is empty") || says("ENOTFOUND") {
        return rule(1, "the client has a server of its own");
    }
    if says("Request path contains unescaped characters") {
        return rule(9, "the client always escapes what no URL may hold");
    }
    if says("Method must be a valid HTTP token") {
        return rule(
            14,
            "what is no method is sent as POST or GET, with a warning",
        );
    }
    if says("Invalid character in header content") {
        return rule(17, "a header that cannot be sent is up to the caller");
    }
    if says("Header name must be a valid HTTP token") {
        return rule(
            17,
            "what cannot be the name of a header is left out, with a warning",
        );
    }
    None
}

/// A request that the client refuses, for what it says.
fn refused(said: &str) -> Option<Explanation> {
    if said.ends_with("is empty") || said.contains("is not set: ") {
        return rule(8, "an empty argument of a path is refused");
    }
    if said.contains("No such file or directory") {
        return rule(
            27,
            "a file that is not there is refused, and nothing is sent",
        );
    }
    None
}

fn header(expected: &str, found: &str, reference: Option<&Recorded>) -> Option<Explanation> {
    if let (Some((name, value)), Some((_, other))) =
        (expected.split_once(": "), found.split_once(": "))
    {
        if value == "null" && other.trim().is_empty() {
            return rule(16, "a header whose value is `null` is empty");
        }
        let is_first = value
            .strip_prefix(other)
            .is_some_and(|rest| rest.starts_with(", "));
        if name == "authorization" && is_first {
            return rule(
                16,
                "a request has one `Authorization` (RFC 9110 §11.6.2): the first",
            );
        }
        let is_one = !value.contains(", ") && other.ends_with(&format!(", {value}"));
        let is_repeated = reference.is_some_and(|request| request.header(name).len() == 1);
        return match is_one && is_repeated {
            true => bug(
                16,
                "names that differ in case are one name, all of whose values are sent",
            ),
            false => None,
        };
    }
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
    if matches!(own.as_deref(), Some("bearer" | "basic")) {
        return rule(33, "a scheme with nothing behind it is no credential");
    }
    None
}

fn content_type(expected: &str, found: &str, reference: Option<&Recorded>) -> Option<Explanation> {
    let mut all = expected.split(", ");
    if expected.contains(", ") && all.any(|one| one == found) {
        return rule(16, "of several types under one name one is sent");
    }
    let reference = reference?;
    let stated = reference.header("content-type");
    if stated.is_empty() && !reference.body.is_empty() && found == "application/octet-stream" {
        return rule(30, "content without a name has a type all the same");
    }
    if stated == [""] && !found.is_empty() {
        return rule(22, "an empty type is none");
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
        let table: [(&str, &str, &[u8]); 28] = [
            ("/a?b/c?q=1", "/a?b%2Fc&q=1", &[2]),
            ("/a?b/c?q=1", "/a?b%2Fc&q=2", &[0]),
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
    fn refusals_of_newman() {
        for (said, wanted) in [
            ("runtime:extensions~request: request url is empty", Some(1)),
            ("getaddrinfo ENOTFOUND example.com", Some(1)),
            ("Request path contains unescaped characters", Some(9)),
            (
                "Method must be a valid HTTP token [\"{{METHOD}}\"]",
                Some(14),
            ),
            ("Invalid character in header content [\"X\"]", Some(17)),
            ("Header name must be a valid HTTP token [\"X Y\"]", Some(17)),
            ("connect ECONNREFUSED", None),
            ("", None),
        ] {
            let rule = refused_by_postman(said).map(|why| why.rule);
            assert_eq!(rule, wanted, "{said}");
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
            ("a.txt: No such file or directory (os error 2)", Some(27)),
            ("no connection to the server", None),
            ("", None),
        ] {
            assert_eq!(refused(said).map(|why| why.rule), wanted, "{said}");
        }
    }

    #[test]
    fn headers() {
        type Headers = &'static [(&'static str, &'static str)];
        let table: [(Headers, Headers, &[u8]); 15] = [
            (
                &[("Content-Type", "text/a"), ("Content-Type", "text/b")],
                &[("Content-Type", "text/b")],
                &[16],
            ),
            (
                &[("Content-Type", "text/a")],
                &[("Content-Type", "text/b")],
                &[0],
            ),
            (&[], &[("Content-Type", "application/octet-stream")], &[30]),
            (&[], &[("Content-Type", "text/plain")], &[0]),
            (&[("Authorization", "NTLM TlRMTVNTUAAB")], &[], &[36]),
            (
                &[("Authorization", "OAuth oauth_signature_method=\"RSA-SHA1\"")],
                &[],
                &[36],
            ),
            (&[("Authorization", "Hawk id=\"1\"")], &[], &[0]),
            (&[("Authorization", "Bearer ")], &[], &[33]),
            (&[("Authorization", "Bearer x")], &[], &[0]),
            (&[("Authorization", "Basic")], &[], &[33]),
            (&[("Authorization", "Basic YTpi")], &[], &[0]),
            (
                &[("Authorization", "Bearer")],
                &[("Authorization", "Bearer x")],
                &[0],
            ),
            (
                &[("Authorization", "Bearer x"), ("Authorization", "y")],
                &[("Authorization", "Bearer x")],
                &[16],
            ),
            (
                &[("Authorization", "Bearer x"), ("Authorization", "y")],
                &[("Authorization", "y")],
                &[0],
            ),
            (&[("X-Amz-Acl", "private")], &[], &[0]),
        ];
        for (expected, found, wanted) in table {
            let (a, b) = (request("/", expected, "x"), request("/", found, "x"));
            assert_eq!(rules(&a, &b), wanted, "{expected:?} {found:?}");
        }
    }

    #[test]
    fn parts() {
        let form = |head: &str, content: &str| {
            let kind = ("Content-Type", "multipart/form-data; boundary=x");
            let head = format!("Content-Disposition: form-data; name=\"a\"{head}");
            request(
                "/",
                &[kind],
                &format!("--x\r\n{head}\r\n\r\n{content}\r\n--x--\r\n"),
            )
        };
        let (none, named) = ("; filename=\"\"", "; filename=\"f\"");
        let typed = "; filename=\"\"\r\nContent-Type: image/png";
        let table: [(&str, &str, &str, &str, &[u8]); 7] = [
            ("", "", "", "0", &[26]),
            ("", "", "", "1", &[0]),
            (named, "", named, "0", &[0]),
            (typed, "", none, "", &[28]),
            (typed, "", none, "x", &[0]),
            (
                "; filename=\"f\"\r\nContent-Type: image/png",
                "",
                named,
                "",
                &[0],
            ),
            (none, "", typed, "", &[0]),
        ];
        for (expected, content, found, other, wanted) in table {
            let (a, b) = (form(expected, content), form(found, other));
            assert_eq!(rules(&a, &b), wanted, "{expected} {found}");
        }
    }

    #[test]
    fn bodies() {
        let table: [(&str, &str, &[u8]); 7] = [
            ("", "{\"a\":1}", &[19]),
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
