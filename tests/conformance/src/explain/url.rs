//! Differences of targets that are meant: paths and queries.

use std::collections::HashSet;

use percent_encoding::{percent_decode, percent_decode_str};

use super::{Explanation, bug, rule};
use crate::compare::{Pair, pairs, segments};
use crate::recording::Recorded;

pub(super) fn path(expected: &str, found: &str) -> Option<Explanation> {
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
pub(super) fn data((reference, other): (&Recorded, &Recorded)) -> Option<Explanation> {
    let path = as_syntax(other.path());
    let wanted = as_syntax(reference.path());
    // A value may begin the query, to which the other entries then belong; those that were joined first are within its key.
    let joints: &[&str] = match path.contains('?') {
        true => &["&", "?"],
        false => &["?"],
    };
    let is_same = joints.iter().any(|joint| {
        let own = Some(other.query()).filter(|query| !query.is_empty());
        let target = own.map_or_else(|| path.clone(), |own| format!("{path}{joint}{own}"));
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        segments(path) == segments(&wanted) && pairs(query) == pairs(reference.query())
    });
    is_same.then_some(())?;
    rule(2, "an argument is data: `/`, `?` and `#` in it are escaped")
}

/// A path in which nothing that may act as syntax is escaped.
fn as_syntax(path: &str) -> String {
    let mut path = path.to_owned();
    for (escape, plain) in [("%2F", "/"), ("%3F", "?"), ("%23", "#")] {
        path = path.replace(escape, plain);
    }
    path
}

pub(super) fn query(expected: &str, found: &str) -> Option<Explanation> {
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
    let plain = decoded(found);
    let cut = plain.split(|byte| *byte == b'#').next();
    if [expected, &with_key]
        .iter()
        .any(|text| decoded(text) == plain || Some(&*decoded(text)) == cut)
    {
        return rule(
            6,
            "a value is data: `&`, `#`, `=`, `+` and `%` in it are escaped",
        );
    }
    if expected.contains('?') && pairs(&expected.replace('?', "&")) == sent {
        return rule(
            2,
            "a query within the path and the entries of the query are joined with `&`",
        );
    }
    if without_values(expected, found) {
        return rule(7, "a value that is no text is sent as JSON has it");
    }
    if expected == found.replacen("X-Api-Key=", "=", 1)
        || expected.is_empty() && found == "X-Api-Key="
    {
        return rule(34, "an API key without a name is called `X-Api-Key`");
    }
    None
}

/// Whether the other query has the same keys, and values where the first has bare keys.
fn without_values(expected: &str, found: &str) -> bool {
    let (expected, found) = (expected.split('&'), found.split('&'));
    expected.clone().count() == found.clone().count()
        && expected.zip(found).all(|(a, b)| {
            a == b || !a.contains('=') && b.split_once('=').is_some_and(|(key, _)| key == a)
        })
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

/// A query as text in which nothing is escaped, not even twice; `a=` is `a`, and `+` a space.
fn decoded(query: &str) -> Vec<u8> {
    let mut text: Vec<u8> = percent_decode_str(query).collect();
    while let Some(next) = Some(percent_decode(&text).collect()).filter(|next| *next != text) {
        text = next;
    }
    let text: Vec<u8> = text
        .into_iter()
        .map(|byte| if byte == b'+' { b' ' } else { byte })
        .collect();
    let pieces = text.split(|byte| *byte == b'&');
    let pieces: Vec<_> = pieces
        .map(|piece| piece.strip_suffix(b"=").unwrap_or(piece))
        .collect();
    pieces.join(&b'&')
}
