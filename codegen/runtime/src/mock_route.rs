//! Which requests of a collection have the path of a received one.

use super::mock_data::{Description, Example, Operation, Piece};
use super::mock_request::Asking;
use super::testing::Received;

/// A request of the collection that has the method and the path of a received one.
#[derive(Clone, Debug)]
pub struct Route<'d> {
    /// The request.
    pub operation: &'d Operation,
    /// The segments of the received path below the server's.
    pub segments: Vec<String>,
    /// The values of the parameters of the path, as far as the path is that of the request.
    pub values: Vec<String>,
    /// How each segment was matched: literal text before mixed text before a parameter.
    rank: Vec<u8>,
}

impl Route<'_> {
    /// How many segments are text in the collection.
    pub(super) fn literals(&self) -> usize {
        self.rank.iter().filter(|rank| **rank == 0).count()
    }
}

/// The requests with this path, of whatever method; those whose paths say most in text.
///
/// A path may begin with that of any server, or with none: hosts say nothing here.
#[must_use]
pub fn routes<'d>(description: &'d Description, asking: &Asking<'_>) -> Vec<Route<'d>> {
    let below = below_bases(&description.bases, &asking.segments);
    let mut routes = Vec::new();
    for operation in &description.operations {
        let found = below.iter().find_map(|segments| route(operation, segments));
        routes.extend(found);
    }
    routes
}

/// The segments of a path without that of a server, for each that it may begin with, and as they are.
fn below_bases<'s>(bases: &[String], segments: &'s [String]) -> Vec<&'s [String]> {
    let mut below = vec![segments];
    for base in bases {
        let base: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        let begins =
            segments.len() >= base.len() && segments.iter().zip(&base).all(|(a, b)| a == b);
        if begins && !base.is_empty() {
            let rest = &segments[base.len()..];
            if !below.contains(&rest) {
                below.push(rest);
            }
        }
    }
    below.sort_by_key(|segments| segments.len());
    below
}

fn route<'d>(operation: &'d Operation, segments: &[String]) -> Option<Route<'d>> {
    let by_template = template(operation, segments);
    let (values, rank) = by_template.or_else(|| {
        let own_path = |example: &&Example| {
            let asked = example.request.as_ref();
            asked.is_some_and(|asked| is_path(&asked.path, segments))
        };
        let example = operation.examples.iter().find(own_path)?;
        let path = &example.request.as_ref()?.path;
        let rank = path.iter().map(|segment| match segment {
            Some(_) => 0,
            None => 2,
        });
        Some((Vec::new(), rank.collect()))
    })?;
    Some(Route {
        operation,
        segments: segments.to_vec(),
        values,
        rank,
    })
}

/// The values of the parameters, and how each segment was matched, if the path is that of the request. A slash at the end
/// says nothing.
fn template(operation: &Operation, segments: &[String]) -> Option<(Vec<String>, Vec<u8>)> {
    let is_blank = |segment: &Vec<Piece>| {
        segment.is_empty() || matches!(&segment[..], [Piece::Literal(text)] if text.is_empty())
    };
    let mut path = operation.path.as_slice();
    while path.last().is_some_and(is_blank) {
        path = &path[..path.len() - 1];
    }
    let segments = without_slash(segments);
    if path.len() != segments.len() {
        return None;
    }
    let mut values = vec![String::new(); operation.params.len()];
    let mut ranks = Vec::with_capacity(path.len());
    for (pieces, segment) in path.iter().zip(segments) {
        ranks.push(match &pieces[..] {
            [Piece::Literal(text)] if text == segment || decodes_to(text, segment) => 0,
            [] if segment.is_empty() => 0,
            [Piece::Literal(_)] | [] => return None,
            pieces => {
                fill(pieces, segment, &mut values)?;
                let is_mixed = pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Literal(_)));
                if is_mixed { 1 } else { 2 }
            }
        });
    }
    Some((values, ranks))
}

/// Whether text of a template is this segment: authors write some characters as escapes.
fn decodes_to(text: &str, segment: &str) -> bool {
    text.contains('%') && super::received::segments(text) == [segment]
}

fn without_slash(mut segments: &[String]) -> &[String] {
    while segments.last().is_some_and(String::is_empty) {
        segments = &segments[..segments.len() - 1];
    }
    segments
}

/// Takes a segment apart by its pieces. A value ends where the next text begins.
fn fill(pieces: &[Piece], segment: &str, values: &mut [String]) -> Option<()> {
    let mut rest = segment;
    let mut pieces = pieces.iter().peekable();
    while let Some(piece) = pieces.next() {
        if let Piece::Literal(text) = piece {
            rest = rest.strip_prefix(text.as_str())?;
            continue;
        }
        let end = match pieces.peek() {
            Some(Piece::Literal(next)) => rest.rfind(next.as_str())?,
            Some(_) => 0,
            None => rest.len(),
        };
        let (value, after) = rest.split_at(end);
        if let Piece::Param(index) = piece {
            value.clone_into(values.get_mut(*index)?);
        }
        rest = after;
    }
    (rest.is_empty() && !segment.is_empty()).then_some(())
}

/// Whether these are the segments of a saved path, in which a variable stands for anything.
pub(super) fn is_path(saved: &[Option<String>], segments: &[String]) -> bool {
    let segments = without_slash(segments);
    let end = saved
        .iter()
        .rposition(|segment| segment.as_deref() != Some(""));
    let saved = &saved[..end.map_or(0, |end| end + 1)];
    let same = |(saved, own): (&Option<String>, &String)| is_value(saved, own);
    saved.len() == segments.len() && saved.iter().zip(segments).all(same)
}

/// Whether a saved value, which may stand for anything, is this one.
pub(super) fn is_value(saved: &Option<String>, own: &str) -> bool {
    saved.as_ref().is_none_or(|saved| saved == own)
}

/// Keeps the routes that say most in text; of `/users/me` and `/users/:id` the first.
#[must_use]
pub fn closest<'r, 'd>(routes: &'r [Route<'d>]) -> Vec<&'r Route<'d>> {
    let best = routes.iter().map(|route| &route.rank).min();
    let is_best = |route: &&Route<'_>| Some(&route.rank) == best;
    routes.iter().filter(is_best).collect()
}

/// The request of the collection that comes closest to one that it does not know, for people who look for a mistake: as many
/// segments as there are, and as much of their text as there is, from the left.
#[must_use]
pub fn nearest<'d>(
    description: &'d Description,
    received: &Received,
    segments: &[String],
) -> Option<&'d Operation> {
    let below = below_bases(&description.bases, segments);
    let score = |operation: &Operation| {
        let scores = below.iter().map(|segments| {
            let pairs = operation.path.iter().zip(*segments);
            let alike: usize = pairs.map(|(pieces, own)| alike(pieces, own)).sum();
            let missing = operation.path.len().abs_diff(segments.len());
            let same_method = usize::from(operation.method == received.method);
            (alike * 2 + same_method).saturating_sub(missing * 3)
        });
        scores.max().unwrap_or_default()
    };
    let operations = description.operations.iter().rev();
    operations.max_by_key(|operation| score(operation))
}

fn alike(pieces: &[Piece], own: &str) -> usize {
    match pieces {
        [Piece::Literal(text)] if text == own => 12,
        [Piece::Literal(text)] => {
            let both = text.chars().zip(own.chars());
            both.take_while(|(a, b)| a.eq_ignore_ascii_case(b))
                .count()
                .min(8)
        }
        _ => 3,
    }
}
