//! Differences that are meant: where the client does not do what Postman does, and why.

mod body;
mod header;
mod refused;
mod url;

use self::body::body;
use self::header::{content_type, header};
use self::refused::{refused, refused_by_postman};
use self::url::{data, path, query};
use super::compare::{Difference, Kind};
use super::recording::Recorded;
use super::saved::Saved;

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

/// Why a difference is there, if it is one of those that are meant by what the collection has.
#[must_use]
pub fn explain(
    difference: &Difference,
    reference: Option<&Recorded>,
    other: Option<&Recorded>,
    saved: &Saved,
) -> Option<Explanation> {
    let both = reference.zip(other);
    let (expected, found) = (&*difference.expected, &*difference.found);
    match difference.kind {
        Kind::Path => path(expected, found, saved).or_else(|| data(both?, saved)),
        Kind::Query => query(expected, found, saved).or_else(|| data(both?, saved)),
        Kind::Header => header(expected, found, saved),
        Kind::Body => body(both?, saved),
        Kind::Extra => refused_by_postman(&difference.expected),
        Kind::Missing => refused(&difference.found),
        Kind::ContentType => content_type(&difference.expected, &difference.found, reference),
        Kind::Method | Kind::Bytes | Kind::Signature => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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

    /// The rules that explain the differences of two requests for a saved one, 0 where none does.
    fn rules(saved: Value, a: &Recorded, b: &Recorded) -> Vec<u8> {
        let saved = Saved::of(&json!({"request": saved}));
        let differences = differences(a, b);
        let hard = differences.iter().filter(|one| !one.kind.is_soft());
        hard.map(|one| explain(one, Some(a), Some(b), &saved).map_or(0, |why| why.rule))
            .collect()
    }

    #[test]
    fn targets() {
        let table: [(&str, &str, &str, &[u8]); 40] = [
            ("{{h}}/a", "//example.com/a", "/a", &[1]),
            ("{{h}}/:v?q=1", "/a?b/c?q=1", "/a?b%2Fc&q=1", &[2]),
            ("{{h}}/:v?q=1", "/a?b/c?q=1", "/a?b%2Fc&q=2", &[0]),
            ("{{h}}/a/{{v}}", "/a/b/c", "/a/b%2Fc", &[2]),
            ("{{h}}/a/b", "/a/b", "/a%2Fb", &[0]),
            ("{{h}}/:v", "/a?b", "/a%3Fb", &[2, 2]),
            ("{{h}}/:v?c=1", "/a?b&c=1", "/a%3Fb?c=1", &[2, 2]),
            ("{{h}}/:v?c=1", "/a?b&c=1", "/a%3Fb?c=2", &[0, 0]),
            ("{{h}}/:v", "/a", "/a%23b", &[2]),
            ("{{h}}/:v", "/a/c", "/a%2Fb", &[0]),
            ("{{h}}/a", "/base//a", "/base/a", &[3]),
            ("{{h}}/a", "/base///a", "/base/a", &[3]),
            ("{{h}}/a", "//a", "/a", &[3]),
            ("{{h}}//a", "/base//a", "/base/a", &[0]),
            ("{{h}}/a/", "/base//a/", "/base/a", &[0]),
            ("{{h}}/a", "/base//a", "/base/b", &[0]),
            ("{{h}}/a/b/c", "/a//b//c", "/a/b/c", &[0]),
            ("{{h}}/a/", "/a/", "/a", &[0]),
            ("{{h}}/a/../b", "/a/../b", "/b", &[4]),
            ("{{h}}/a/./b/..", "/a/./b/..", "/a/", &[4]),
            ("{{h}}/a/../b", "/a/../b", "/c", &[0]),
            ("?a=1&b=2&a=3", "/?a=1&b=2&a=3", "/?a=1&a=3&b=2", &[7]),
            (
                "?a[x]=1&b=2&a[y]=3",
                "/?a[x]=1&b=2&a[y]=3",
                "/?a[x]=1&a[y]=3&b=2",
                &[7],
            ),
            ("?a=1&b=2", "/?a=1&b=2", "/?b=2&a=1", &[0]),
            ("?a=1&&=x&b", "/?a=1&&=x&b", "/?a=1&b=", &[7]),
            ("?a=1&=x&b=2", "/?a=1&=x&b=2", "/?a=1", &[0]),
            ("?a=1&x=x", "/?a=1&=x", "/?a=1", &[0]),
            ("?a={{v}}", "/?a=x&y", "/?a=x%26y", &[6]),
            ("?a={{v}}", "/?a=x&y", "/?a=x%26z", &[0]),
            ("?a={{v}}", "/?a=x%20y", "/?a=x%2520y", &[6]),
            ("?a=x y", "/?a=x%20y", "/?a=x%2520y", &[0]),
            ("?a=1&b=2", "/?a=1&b=2", "/?a=1%26b%3D2", &[0]),
            ("?a=1&b=2", "/?a=1&b=2", "/?a=1%26b=2", &[0]),
            (
                "?a=100%&b=1+1&c={{v}}",
                "/?a=100%&b=1+1&c=%20",
                "/?a=100%25&b=1%2B1&c=%2520",
                &[6],
            ),
            ("?a={{v}}", "/?a=1", "/?a=%26", &[0]),
            ("?x%y=v", "/?x%y=v", "/?x%25y=v", &[]),
            ("?x+y=v", "/?x+y=v", "/?x%2By=v", &[6]),
            (
                "?a={{v}}&b={{w}}&c=1",
                "/?a=x&y=1&b=x",
                "/?a=x%26y=1&b=x%23y&c=1",
                &[6],
            ),
            ("?a", "/?a", "/?a=x", &[0]),
            ("?q=1", "/x?/y=1&q=1", "/x?/y=1&q=1", &[]),
        ];
        for (saved, expected, found, wanted) in table {
            let (a, b) = (request(expected, &[], ""), request(found, &[], ""));
            assert_eq!(
                rules(json!({"url": saved}), &a, &b),
                wanted,
                "{expected} {found}"
            );
        }
        let (a, b) = (request("/?a&b=1", &[], ""), request("/?a=5&b=1", &[], ""));
        for (value, wanted) in [(json!(5), 7), (json!(6), 0), (json!("5"), 0)] {
            let query = json!([{"key": "a", "value": value}, {"key": "b", "value": "1"}]);
            let saved = json!({"url": {"query": query}});
            assert_eq!(rules(saved, &a, &b), [wanted], "{value}");
        }
    }

    #[test]
    fn headers() {
        type Headers = &'static [(&'static str, &'static str)];
        let table: [(Headers, Headers, &[u8]); 16] = [
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
            (&[("Authorization", "Token ")], &[], &[33]),
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
            assert_eq!(rules(Value::Null, &a, &b), wanted, "{expected:?} {found:?}");
        }
    }

    #[test]
    fn headers_in_two_spellings() {
        let (a, b) = (
            request("/", &[("X-Mode", "live")], ""),
            request("/", &[("X-Mode", "test, live")], ""),
        );
        let one = json!({"key": "x-mode", "value": "test"});
        for (disabled, wanted) in [(false, 16), (true, 0)] {
            let mut other = one.clone();
            other["disabled"] = disabled.into();
            let saved = json!({"header": [other, {"key": "X-Mode", "value": "live"}]});
            assert_eq!(rules(saved, &a, &b), [wanted], "{disabled}");
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
            assert_eq!(rules(Value::Null, &a, &b), wanted, "{expected} {found}");
        }
    }

    #[test]
    fn bodies() {
        let table: [(&str, &str, &[u8]); 7] = [
            ("", "{\"a\":1}", &[0]),
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
            assert_eq!(rules(Value::Null, &a, &b), wanted, "{expected} {found}");
        }
        let (a, b) = (request("/", &[], ""), request("/", &[], "{}"));
        let difference = differences(&a, &b).remove(0);
        let behavior = json!({"disabledSystemHeaders": {"content-length": true}});
        let saved = Saved::of(&json!({"protocolProfileBehavior": behavior}));
        let why = explain(&difference, Some(&a), Some(&b), &saved);
        assert_eq!(why.map(|why| why.rule), Some(19));
    }

    #[test]
    fn forms() {
        let list = json!([{"key": "a", "value": [1, 2]}]);
        let object = json!([{"key": "a", "value": {"b": 1, "c": 2}}, {"key": "d", "value": "x"}]);
        let text = json!([{"key": "a", "value": "{\"b\":1,\"c\":2}"}]);
        let named = json!([{"key": "null", "value": "1"}, {"key": "b", "value": "2"}]);
        let nameless = json!([{"key": null, "value": "1"}, {"key": "b", "value": "2"}]);
        let table: [(&Value, &str, &str, &[u8]); 8] = [
            (&list, "a=1&a=2", "a=%5B1%2C2%5D", &[24]),
            (&list, "a=1&a=2", "a=%5B1%2C3%5D", &[0]),
            (
                &object,
                "a=&d=x",
                "a=%7B%22b%22%3A1%2C%22c%22%3A2%7D&d=x",
                &[24],
            ),
            (
                &object,
                "a=&d=x",
                "a=%7B%22b%22%3A1%2C%22c%22%3A2%7D&d=%7B%7D",
                &[0],
            ),
            (&object, "a=&d=x", "a=%7B%22b%22%3A1%7D&d=x", &[0]),
            (
                &text,
                "a=%7B%22b%22%3A1%2C%22c%22%3A2%7D",
                "a=%7B%22b%22%3A1%7D",
                &[0],
            ),
            (&named, "null=1&b=2", "b=2", &[0]),
            (&nameless, "null=1&b=2", "b=2", &[24]),
        ];
        let kind = [("Content-Type", "application/x-www-form-urlencoded")];
        for (fields, expected, found, wanted) in table {
            let (a, b) = (request("/", &kind, expected), request("/", &kind, found));
            let saved = json!({"body": {"mode": "urlencoded", "urlencoded": fields}});
            assert_eq!(rules(saved, &a, &b), wanted, "{expected} {found}");
        }
    }
}
