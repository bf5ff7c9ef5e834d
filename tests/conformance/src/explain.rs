//! Differences that are meant: where the client does not do what Postman does, and why.

use percent_encoding::percent_decode_str;
use serde_json::Value;

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
    match difference.kind {
        Kind::Path => path(&difference.expected, &difference.found),
        Kind::Query => query(&difference.expected, &difference.found),
        Kind::Header => header(&difference.expected, &difference.found),
        Kind::Body => body(reference?, other?),
        Kind::Extra => rule(
            1,
            "Postman refuses a URL without a host, and some header values; the client has a server of its own",
        ),
        Kind::Missing | Kind::Method | Kind::ContentType | Kind::Bytes | Kind::Signature => None,
    }
}

fn path(expected: &str, found: &str) -> Option<Explanation> {
    let decoded = percent_decode_str(found).decode_utf8_lossy();
    if expected.contains("//") && without_empty(expected) == without_empty(found) {
        return bug(
            3,
            "the URL of a server and a path are joined with one slash",
        );
    }
    if expected
        .split('/')
        .any(|segment| matches!(segment, "." | ".."))
    {
        return rule(4, "URL libraries resolve dot segments");
    }
    if decoded != found && (decoded.starts_with(expected) || *decoded == *expected) {
        return rule(2, "an argument is data: `/`, `?` and `#` in it are escaped");
    }
    None
}

fn without_empty(path: &str) -> Vec<&str> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .collect()
}

fn query(expected: &str, found: &str) -> Option<Explanation> {
    let decoded = percent_decode_str(found).decode_utf8_lossy();
    let has_keyless = expected
        .split('&')
        .any(|piece| piece.is_empty() || piece.starts_with('='));
    if in_groups(expected) == in_groups(found) {
        return rule(7, "the values of one key are one argument, and go together");
    }
    if has_keyless {
        return rule(7, "an entry without a key is left out, with a note");
    }
    if decoded != found
        && ["%26", "%23", "%3D", "%25"]
            .iter()
            .any(|escape| found.contains(escape))
    {
        return rule(
            6,
            "a value is data: `&`, `#`, `=` and `%` in it are escaped",
        );
    }
    None
}

/// The pieces of a query by key, in order within each.
fn in_groups(query: &str) -> Vec<&str> {
    let mut pieces: Vec<&str> = query.split('&').collect();
    pieces.sort_by_key(|piece| piece.split('=').next());
    pieces
}

fn header(expected: &str, found: &str) -> Option<Explanation> {
    let of = |text: &str, scheme: &str| {
        let value = text.strip_prefix("authorization: ");
        value.is_some_and(|value| value.to_ascii_lowercase().starts_with(scheme))
    };
    let schemes = ["digest", "hawk", "oauth ", "aws4-", "eg1-", "ntlm"];
    if found.is_empty() && schemes.iter().any(|scheme| of(expected, scheme))
        || expected.starts_with("x-amz-")
    {
        return rule(36, "who signs is the caller: the client has a hook for it");
    }
    if found.is_empty()
        && of(expected, "bearer")
        && expected.trim_end().len() <= "authorization: bearer".len()
    {
        return rule(33, "an empty token is none");
    }
    None
}

fn body(reference: &Recorded, other: &Recorded) -> Option<Explanation> {
    let is_json = |body: &[u8]| serde_json::from_slice::<Value>(body).is_ok();
    if !is_json(&reference.body) && is_json(&other.body) {
        return rule(
            22,
            "what is nearly JSON (a trailing comma, a control character) is sent as JSON",
        );
    }
    None
}
