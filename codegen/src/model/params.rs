//! Path, query and header parameters of a request.

use indexmap::{IndexMap, IndexSet};

use super::brackets::{self, Leaf};
use super::build::Builder;
use super::literals::Part;
use super::servers::expand;
use super::{
    Constant, ConstantTarget, ConstantValue, Fresh, Param, PathPiece, Role, Sample, ServerId, docs,
};
use crate::diag::Place;
use crate::prose;
use crate::read::raw::{self, Pair};
use crate::read::redact;
use crate::resolve::Resolved;

/// A path with its parameters.
#[derive(Default)]
pub(super) struct Path {
    pub(super) segments: Vec<Vec<PathPiece>>,
    pub(super) params: Vec<Param>,
}

/// Reads the path: a segment that starts with `:` is a path variable up to the first `.`; `{{name}}` anywhere is the
/// variable of that name.
pub(super) fn path(
    builder: &mut Builder<'_>,
    server: ServerId,
    segments: &[String],
    request: &raw::Request,
    originals: &[&raw::Request],
) -> Path {
    let mut path = Path::default();
    let mut prefix = String::new();
    for segment in segments {
        prefix.push('/');
        let parts = split_segment(segment);
        // Most segments are one piece, and there may be millions.
        let mut pieces = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Segment::Literal(text) => {
                    prefix.push_str(text);
                    pieces.push(PathPiece::Literal(text.to_owned()));
                }
                Segment::PathVariable(name) => {
                    let slot = builder
                        .slots
                        .path_param(server, &prefix, name, request.place);
                    let mut required_docs = String::new();
                    for url in std::iter::once(&request.url)
                        .chain(originals.iter().map(|original| &original.url))
                    {
                        if let Some(pair) = url
                            .variables
                            .iter()
                            .rev()
                            .find(|pair| pair.key.as_deref() == Some(name))
                        {
                            builder.slots.witness(
                                slot,
                                sample(builder.resolved, pair),
                                pair.description.as_deref(),
                            );
                            if required_docs.is_empty() {
                                required_docs = pair.description.clone().unwrap_or_default();
                            }
                        }
                    }
                    path.push(&mut pieces, false, name, &required_docs, slot);
                    prefix.push_str("{}");
                }
                Segment::Variable(name) if builder.settings.get(name).is_some() => {
                    pieces.extend(builder.settings.get(name).map(PathPiece::Setting));
                    prefix.push_str("{}");
                }
                Segment::Variable(name) => {
                    let slot = builder
                        .slots
                        .path_param(server, &prefix, name, request.place);
                    let value = expand(&format!("{{{{{name}}}}}"), builder.resolved);
                    let known =
                        (!value.is_empty() && !value.contains("{{")).then_some(Sample::Text(value));
                    builder.slots.witness(slot, known, None);
                    path.push(&mut pieces, true, name, "", slot);
                    prefix.push_str("{}");
                }
            }
        }
        path.segments.push(pieces);
    }
    path
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
        let known = self
            .params
            .iter()
            .position(|param| param.wire == name && param.variable == variable);
        let index = known.unwrap_or_else(|| {
            self.params.push(Param {
                wire: name.to_owned(),
                docs: docs::markdown(&prose::without_markers(prose)),
                required: true,
                repeated: false,
                secret: false,
                brackets: false,
                variable,
                fresh: None,
                slot,
            });
            self.params.len() - 1
        });
        pieces.push(PathPiece::Param(index));
    }
}

enum Segment<'a> {
    Literal(&'a str),
    PathVariable(&'a str),
    Variable(&'a str),
}

fn split_segment(segment: &str) -> Vec<Segment<'_>> {
    let mut parts = Vec::new();
    let mut rest = segment;
    if let Some(name) = segment.strip_prefix(':') {
        let end = name.find('.').unwrap_or(name.len());
        if end > 0 && !name[..end].contains("{{") {
            parts.push(Segment::PathVariable(&name[..end]));
            rest = &name[end..];
        }
    }
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else {
            break;
        };
        if !before.is_empty() {
            parts.push(Segment::Literal(before));
        }
        parts.push(Segment::Variable(name));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(Segment::Literal(rest));
    }
    parts
}

/// Parameters of one part of a request, and what is always sent there.
pub(super) struct Inputs {
    pub(super) params: Vec<Param>,
    pub(super) constants: Vec<Constant>,
}

/// The query: every key of the request and of the requests behind its saved responses, each once.
pub(super) fn query(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    originals: &[&raw::Request],
) -> Inputs {
    let own: Vec<&Pair> = request.url.query.iter().collect();
    for pair in own
        .iter()
        .filter(|pair| !pair.disabled && pair.key.as_deref().unwrap_or_default().is_empty())
    {
        builder.diagnostics.note(
            pair.place,
            "a query entry without a key is left out",
            "give it a key, or add it per call with `.query(…)`",
        );
    }
    let others = originals.iter().flat_map(|original| &original.url.query);
    let constants = constants(builder, request, &own, Part::Query, ConstantTarget::Query);
    let entries = gather(own.iter().copied(), others, |key| {
        !constants.iter().any(|constant| constant.wire == key)
    });
    let params = params(builder, &entries, request.place);
    let constants = constants.into_iter().map(|constant| Constant {
        behind: behind(&own, &params, &constant.wire),
        ..constant
    });
    Inputs {
        constants: constants.collect(),
        params,
    }
}

/// How many of the parameters stand before a key.
fn behind(own: &[&Pair], params: &[Param], wire: &str) -> usize {
    let position = |is_wanted: &dyn Fn(&str) -> bool| {
        own.iter()
            .position(|pair| pair.key.as_deref().is_some_and(is_wanted))
    };
    let at = position(&|key| key == wire);
    let is_before = |param: &&Param| {
        let first = position(&|key| {
            let root = key.split('[').next().filter(|_| param.brackets);
            root.unwrap_or(key) == param.wire
        });
        first.is_some() && first < at
    };
    params.iter().filter(is_before).count()
}

/// What is always sent: literals that mean something, and client settings.
pub(super) fn constants(
    builder: &Builder<'_>,
    request: &raw::Request,
    own: &[&Pair],
    part: Part,
    target: ConstantTarget,
) -> Vec<Constant> {
    let enabled = own.iter().filter(|pair| !pair.disabled);
    let constants = enabled.filter_map(|pair| {
        let wire = pair.key.as_deref().filter(|key| !key.is_empty())?;
        let text = raw::text_of(&pair.value)?;
        let value = match builder.settings.of_value(&text) {
            Some(setting) => ConstantValue::Setting(setting),
            None if builder.literals.is_constant(request, part, wire, &text) => {
                ConstantValue::Literal(text)
            }
            None => return None,
        };
        Some(Constant {
            target,
            wire: wire.to_owned(),
            value,
            behind: 0,
        })
    });
    constants.collect()
}

/// The parameters that keys spell: one for each plain key, one for all keys of a bracketed root.
fn params(
    builder: &mut Builder<'_>,
    entries: &IndexMap<&str, Entries<'_>>,
    place: Place,
) -> Vec<Param> {
    let mut roots = brackets::roots(entries.keys().copied());
    // A key that is sent more than once is no member of an object.
    roots.retain(|_, members| members.iter().all(|(key, _)| entries[key].enabled_own < 2));
    let mut params = Vec::with_capacity(entries.len());
    for (key, own) in entries {
        match brackets::split(key).filter(|(root, _)| roots.contains_key(root)) {
            None => params.push(param(builder, key, own, place)),
            // The first key of a root stands for all.
            Some((root, _)) if roots[root][0].0 == *key => {
                let leaves = roots[root].iter().map(|(key, steps)| Leaf {
                    key,
                    steps: steps.clone(),
                    value: entries[key]
                        .pairs
                        .iter()
                        .find_map(|pair| text_of_sample(builder.resolved, pair)),
                    prose: entries[key].prose(),
                });
                let leaves = leaves.collect();
                params.push(nested(builder, root, leaves, place));
            }
            Some(_) => {}
        }
    }
    params
}

/// A parameter that keys in brackets spell.
///
/// A key marked as required is so within its object, which says nothing of the parameter: its documentation tells.
pub(super) fn nested(
    builder: &mut Builder<'_>,
    root: &str,
    leaves: Vec<Leaf<'_>>,
    place: Place,
) -> Param {
    let samples = vec![Sample::Json(brackets::tree(&leaves))];
    let docs = brackets::documentation(&leaves);
    let slot = builder.slots.add(Role::Request, place, samples, Vec::new());
    Param {
        wire: root.to_owned(),
        docs,
        required: false,
        repeated: false,
        secret: false,
        brackets: true,
        variable: false,
        fresh: None,
        slot,
    }
}

/// Entries by key, in the order in which the keys turn up; the request's own before those of saved responses.
pub(super) fn gather<'a>(
    own: impl Iterator<Item = &'a Pair>,
    others: impl Iterator<Item = &'a Pair>,
    wanted: impl Fn(&str) -> bool,
) -> IndexMap<&'a str, Entries<'a>> {
    let mut by_key: IndexMap<&str, Entries<'a>> = IndexMap::new();
    for (pair, is_own) in own
        .map(|pair| (pair, true))
        .chain(others.map(|pair| (pair, false)))
    {
        let Some(key) = pair
            .key
            .as_deref()
            .filter(|key| !key.is_empty() && wanted(key))
        else {
            continue;
        };
        let entries = by_key.entry(key).or_default();
        entries.enabled_own += usize::from(is_own && !pair.disabled);
        entries.pairs.push(pair);
    }
    by_key
}

/// The entries of one key.
#[derive(Default)]
pub(super) struct Entries<'a> {
    pub(super) pairs: Vec<&'a Pair>,
    enabled_own: usize,
}

impl Entries<'_> {
    /// What is sent where the caller gives nothing.
    fn fresh(&self) -> Option<Fresh> {
        let first = self.pairs.iter().find(|pair| !pair.disabled)?;
        (self.enabled_own == 1)
            .then(|| Fresh::of_value(&raw::text_of(&first.value)?))
            .flatten()
    }

    fn prose(&self) -> Vec<String> {
        distinct(
            self.pairs
                .iter()
                .filter_map(|pair| pair.description.clone()),
        )
    }
}

pub(super) fn param(
    builder: &mut Builder<'_>,
    key: &str,
    entries: &Entries<'_>,
    place: Place,
) -> Param {
    let samples = entries
        .pairs
        .iter()
        .filter_map(|pair| sample(builder.resolved, pair))
        .collect();
    let prose = entries.prose();
    let docs = prose
        .first()
        .map(|text| docs::markdown(&prose::without_markers(text)))
        .unwrap_or_default();
    let fresh = entries.fresh();
    // An entry that is switched off can be left out, whatever its description says.
    let required = fresh.is_none()
        && entries.enabled_own > 0
        && prose.iter().any(|text| prose::is_required(text));
    let slot = builder.slots.add(
        Role::Request,
        entries.pairs.first().map_or(place, |pair| pair.place),
        samples,
        prose,
    );
    let repeated = entries.enabled_own > 1 || key.ends_with("[]");
    Param {
        wire: key.to_owned(),
        docs,
        required,
        repeated,
        secret: redact::is_secret_name(key),
        brackets: false,
        variable: false,
        fresh,
        slot,
    }
}

/// Values without those already seen, in order.
pub(super) fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    values.collect::<IndexSet<String>>().into_iter().collect()
}

/// The value of a pair as evidence; a variable counts with its value, an unresolved one not at all.
fn sample(resolved: &Resolved, pair: &Pair) -> Option<Sample> {
    text_sample(resolved, &raw::text_of(&pair.value)?)
}

fn text_of_sample(resolved: &Resolved, pair: &Pair) -> Option<String> {
    match sample(resolved, pair)? {
        Sample::Text(text) => Some(text),
        Sample::Json(_) => None,
    }
}

/// Text as evidence, variables replaced.
pub(super) fn text_sample(resolved: &Resolved, text: &str) -> Option<Sample> {
    let value = expand(text, resolved);
    (!value.is_empty() && !value.contains("{{") && value != redact::REDACTED)
        .then_some(Sample::Text(value))
}
