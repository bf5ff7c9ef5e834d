//! Differences of targets that are meant: paths and queries.

use std::collections::HashSet;

use percent_encoding::{percent_decode, percent_decode_str};

use super::{Explanation, bug, rule};
use crate::compare::{Pair, pairs, segments};
use crate::recording::Recorded;
use crate::saved::{Entry, Saved};

const DATA: &str = "an argument is data: `/`, `?` and `#` in it are escaped";

pub(super) fn path(expected: &str, found: &str, saved: &Saved) -> Option<Explanation> {
    let (of_expected, of_found) = (segments(expected), segments(found));
    if with_fewer_slashes(&of_expected, &of_found) && !saved.has_empty_segment() {
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
    let is_data = segments(&as_syntax(found)) == segments(&as_syntax(expected));
    if is_data && saved.has_value_in_path() {
        return rule(2, DATA);
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
pub(super) fn data(
    (reference, other): (&Recorded, &Recorded),
    saved: &Saved,
) -> Option<Explanation> {
    saved.has_value_in_path().then_some(())?;
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
    rule(2, DATA)
}

/// A path in which nothing that may act as syntax is escaped.
fn as_syntax(path: &str) -> String {
    let mut path = path.to_owned();
    for (escape, plain) in [("%2F", "/"), ("%3F", "?"), ("%23", "#")] {
        path = path.replace(escape, plain);
    }
    path
}

pub(super) fn query(expected: &str, found: &str, saved: &Saved) -> Option<Explanation> {
    let sent = pairs(found);
    if in_groups(pairs(expected)) == sent {
        return rule(7, "the values of one key are one argument, and go together");
    }
    let entries = saved.query();
    let with_key = expected
        .split('&')
        .filter(|piece| !piece.is_empty() && !piece.starts_with('='));
    let with_key = with_key.collect::<Vec<_>>().join("&");
    let is_nameless = entries.iter().any(|entry| entry.key.is_none());
    if is_nameless && with_key != expected && in_groups(pairs(&with_key)) == sent {
        return rule(7, "an entry without a key is left out, with a note");
    }
    let wanted = if is_nameless { &*with_key } else { expected };
    if saved.has_data_in_query() && is_data(wanted, found) {
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
    if without_values(expected, found, &entries) {
        return rule(7, "a value that is no text is sent as JSON has it");
    }
    if expected == found.replacen("X-Api-Key=", "=", 1)
        || expected.is_empty() && found == "X-Api-Key="
    {
        return rule(34, "an API key without a name is called `X-Api-Key`");
    }
    None
}

/// Whether the other query holds as data what acts as syntax in the first.
fn is_data(expected: &str, found: &str) -> bool {
    let (of_expected, of_found) = (expected.split('&'), found.split('&'));
    let plain = |piece: &str| without_escapes(piece.as_bytes());
    let is_same = |(own, other): (&str, &str)| {
        plain(other) == bare(own.as_bytes()) || plain(other) == plain(own)
    };
    let are_as_many = of_expected.clone().count() == of_found.clone().count();
    if are_as_many && of_expected.zip(of_found).all(is_same) {
        return true;
    }
    // A `#` cuts off what follows, a `&` makes an entry of its own.
    let plain = decoded(found);
    let cut = plain.split(|byte| *byte == b'#').next();
    decoded(expected) == plain || Some(&*decoded(expected)) == cut
}

/// Whether the other query has the same keys, and behind a bare key the JSON of a value that is no text.
fn without_values(expected: &str, found: &str, entries: &[Entry]) -> bool {
    let is_json = |piece: &str| {
        let sent = pairs(piece);
        entries.iter().any(|entry| {
            let key = entry.key.as_deref().unwrap_or_default().as_bytes();
            let value = entry.value.to_string().into_bytes();
            !entry.value.is_string() && sent == [(key.to_vec(), value)]
        })
    };
    let (expected, found) = (expected.split('&'), found.split('&'));
    expected.clone().count() == found.clone().count()
        && expected
            .zip(found)
            .all(|(a, b)| a == b || !a.contains('=') && is_json(b))
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
    let pieces = text.split(|byte| *byte == b'&').map(bare);
    pieces.collect::<Vec<_>>().join(&b'&')
}

/// A piece of a query in which what is escaped once is not.
fn without_escapes(piece: &[u8]) -> Vec<u8> {
    bare(&percent_decode(piece).collect::<Vec<u8>>())
}

/// `a=` is `a`, and `+` a space.
fn bare(piece: &[u8]) -> Vec<u8> {
    let piece = piece.strip_suffix(b"=").unwrap_or(piece);
    let spaced = piece.iter().map(|byte| match byte {
        b'+' => b' ',
        other => *other,
    });
    spaced.collect()
}
