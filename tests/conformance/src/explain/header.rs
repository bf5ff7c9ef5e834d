//! Differences of headers that are meant.

use super::{Explanation, bug, rule};
use crate::recording::Recorded;
use crate::saved::Saved;

/// A header that is another, or missing.
pub(super) fn header(expected: &str, found: &str, saved: &Saved) -> Option<Explanation> {
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
        let is_last = other.ends_with(&format!(", {value}"));
        return match is_last && saved.spellings(name).len() > 1 {
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
    if own.is_some_and(|scheme| !scheme.contains(' ')) {
        return rule(33, "a scheme with nothing behind it is no credential");
    }
    None
}

/// A content type that is another.
pub(super) fn content_type(
    expected: &str,
    found: &str,
    reference: Option<&Recorded>,
) -> Option<Explanation> {
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
