//! The path of a request: its segments, and the parameters in them.

use std::collections::HashMap;

use super::build::{Builder, Prefix};
use super::params::{Encoding, sample};
use super::servers::{expand, whole_names};
use super::{Param, PathPiece, Sample, ServerId, docs, fixed_ids};
use crate::prose;
use crate::read::raw::{self, Pair};
use crate::variables::{self, Piece};

/// A path with its parameters.
#[derive(Default)]
pub(super) struct Path {
    pub(super) segments: Vec<Vec<PathPiece>>,
    pub(super) params: Vec<Param>,
    /// The parameters, by whether they are variables and by name: `:id` and `{{id}}` in one path have values of their own.
    known: HashMap<(bool, String), usize>,
}

/// Reads the path: a segment that starts with `:` is a path variable up to the first `.`, as is `<name>`; `{{name}}` anywhere
/// is the variable of that name.
pub(super) fn path(
    builder: &mut Builder<'_>,
    server: ServerId,
    segments: &[String],
    request: &raw::Request,
    originals: &[&raw::Request],
) -> Path {
    fixed_ids::remark(segments, request, builder.diagnostics);
    let mut path = Path::default();
    let mut prefix = Prefix::of(server);
    let mut values: Option<Vec<HashMap<&str, &Pair>>> = None;
    for segment in segments {
        let segment = whole_names(segment, builder.resolved);
        let parts = split_segment(&segment);
        // Most segments are one piece, and there may be millions.
        let mut pieces = Vec::with_capacity(parts.len());
        prefix.push("/");
        for part in parts {
            match part {
                Segment::Literal(text) => {
                    prefix.push(text);
                    pieces.push(PathPiece::Literal(text.to_owned()));
                }
                Segment::PathVariable(name) => {
                    let slot = builder.slots.path_param(&mut prefix, name, request.place);
                    let values = values.get_or_insert_with(|| path_values(request, originals));
                    let mut required_docs = String::new();
                    for pair in values.iter().filter_map(|values| values.get(name)) {
                        let sample = sample(builder.resolved, pair, Encoding::Path);
                        let prose = pair.description.as_deref();
                        builder.slots.witness(slot, sample, prose);
                        if required_docs.is_empty() {
                            required_docs = pair.description.clone().unwrap_or_default();
                        }
                    }
                    path.push(&mut pieces, false, name, &required_docs, slot);
                    prefix.push(PARAM);
                }
                Segment::Variable(name) if builder.settings.get(name).is_some() => {
                    pieces.extend(builder.settings.get(name).map(PathPiece::Setting));
                    prefix.push(PARAM);
                }
                Segment::Variable(name) => {
                    let slot = builder.slots.path_param(&mut prefix, name, request.place);
                    let value = expand(&format!("{{{{{name}}}}}"), builder.resolved);
                    let known = (!value.is_empty() && !value.contains("{{"))
                        .then(|| Sample::Text(Encoding::Path.decoded(value)));
                    builder.slots.witness(slot, known, None);
                    path.push(&mut pieces, true, name, "", slot);
                    prefix.push(PARAM);
                }
            }
        }
        path.segments.push(pieces);
    }
    path
}

/// What stands in a prefix for a parameter.
const PARAM: &str = "{}";

/// The values of path variables in the request and in each behind its saved responses.
fn path_values<'a>(
    request: &'a raw::Request,
    originals: &[&'a raw::Request],
) -> Vec<HashMap<&'a str, &'a Pair>> {
    let requests = std::iter::once(request).chain(originals.iter().copied());
    requests.map(|request| values_of(&request.url)).collect()
}

/// The values of the path variables of a URL by their names; of several the last counts.
pub(super) fn values_of(url: &raw::Url) -> HashMap<&str, &Pair> {
    let pairs = url.variables.iter();
    let named = pairs.filter_map(|pair| Some((pair.key.as_deref()?, pair)));
    named.collect()
}

impl Path {
    /// Adds a piece for a parameter, which is a new one unless it stood in the path before. `:id` and `{{id}}` in one
    /// path have values of their own.
    fn push(
        &mut self,
        pieces: &mut Vec<PathPiece>,
        variable: bool,
        name: &str,
        prose: &str,
        slot: super::SlotId,
    ) {
        let known = self.known.entry((variable, name.to_owned()));
        let index = *known.or_insert_with(|| {
            self.params.push(Param {
                wire: name.to_owned(),
                docs: docs::markdown(&prose::without_markers(prose)),
                required: true,
                repeated: false,
                secret: false,
                brackets: false,
                variable,
                fresh: None,
                sent: None,
                slot,
            });
            self.params.len() - 1
        });
        pieces.push(PathPiece::Param(index));
    }
}

/// A piece of a path segment as it is written.
pub(super) enum Segment<'a> {
    /// Text.
    Literal(&'a str),
    /// `:name`.
    PathVariable(&'a str),
    /// `{{name}}`.
    Variable(&'a str),
}

/// The name in a segment that is written as documentation writes it: `<accountId>`. To Postman it is text, but nobody means it so.
fn placeholder(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('<')?.strip_suffix('>')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// The path variable that a segment begins with.
pub(crate) fn path_variable(segment: &str) -> Option<&str> {
    match split_segment(segment).first() {
        Some(Segment::PathVariable(name)) => Some(*name),
        _ => None,
    }
}

/// The pieces of a path segment.
pub(super) fn split_segment(segment: &str) -> Vec<Segment<'_>> {
    if let Some(name) = placeholder(segment) {
        return vec![Segment::PathVariable(name)];
    }
    let mut parts = Vec::new();
    let mut rest = segment;
    if let Some(name) = segment.strip_prefix(':') {
        let end = name.find('.').unwrap_or(name.len());
        if end > 0 && !name[..end].contains("{{") {
            parts.push(Segment::PathVariable(&name[..end]));
            rest = &name[end..];
        }
    }
    parts.extend(variables::pieces(rest).map(|piece| match piece {
        Piece::Literal(text) => Segment::Literal(text),
        Piece::Variable(name) => Segment::Variable(name),
    }));
    parts
}
