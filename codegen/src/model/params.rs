//! Path, query and header parameters of a request.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::build::Builder;
use super::credentials::is_credential_header;
use super::literals::Part;
use super::servers::expand;
use super::{
    Constant, ConstantTarget, ConstantValue, Param, PathPiece, Role, Sample, ServerId, brackets,
    docs,
};
use crate::diag::Place;
use crate::prose;
use crate::read::raw::{self, Pair};
use crate::read::redact;
use crate::resolve::Resolved;

/// A path with its parameters.
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
    let mut path = Path {
        segments: Vec::new(),
        params: Vec::new(),
    };
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
                    push_param(&mut path.params, &mut pieces, name, &required_docs, slot);
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
                    push_param(&mut path.params, &mut pieces, name, "", slot);
                    prefix.push_str("{}");
                }
            }
        }
        path.segments.push(pieces);
    }
    path
}

fn push_param(
    params: &mut Vec<Param>,
    pieces: &mut Vec<PathPiece>,
    name: &str,
    prose: &str,
    slot: super::SlotId,
) {
    let index = params
        .iter()
        .position(|param| param.wire == name)
        .unwrap_or_else(|| {
            params.push(Param {
                wire: name.to_owned(),
                docs: docs::markdown(&prose::without_markers(prose)),
                required: true,
                repeated: false,
                secret: false,
                brackets: false,
                slot,
            });
            params.len() - 1
        });
    pieces.push(PathPiece::Param(index));
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
    let entries = gather(own.into_iter(), others, |key| {
        !constants.iter().any(|constant| constant.wire == key)
    });
    Inputs {
        params: params(builder, &entries, request.place),
        constants,
    }
}

/// The headers but those that the client takes care of: of the connection, of the body, and credentials.
pub(super) fn headers(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    originals: &[&raw::Request],
) -> Inputs {
    let wanted = |key: &str| !is_managed_header(key) && !is_credential_header(key);
    let own: Vec<&Pair> = request
        .headers
        .iter()
        .filter(|pair| pair.key.as_deref().is_some_and(wanted))
        .collect();
    let constants = constants(builder, request, &own, Part::Header, ConstantTarget::Header);
    let constant = |key: &str| {
        constants
            .iter()
            .any(|constant| constant.wire.eq_ignore_ascii_case(key))
    };
    let others = originals.iter().flat_map(|original| &original.headers);
    let entries = gather(own.into_iter(), others, |key| wanted(key) && !constant(key));
    let params = entries
        .iter()
        .map(|(key, entries)| param(builder, key, entries, request.place))
        .collect();
    Inputs { params, constants }
}

/// What is always sent: literals that mean something, and client settings.
fn constants(
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
    let roots = brackets::roots(entries.keys().copied());
    let mut params = Vec::with_capacity(entries.len());
    for (key, own) in entries {
        match brackets::split(key).filter(|(root, _)| roots.contains_key(root)) {
            None => params.push(param(builder, key, own, place)),
            // The first key of a root stands for all.
            Some((root, _)) if roots[root][0].0 == *key => {
                let leaf = |key: &str| {
                    entries[key]
                        .pairs
                        .iter()
                        .find_map(|pair| text_of_sample(builder.resolved, pair))
                };
                let leaves = roots[root].iter().map(|(key, steps)| {
                    (steps.clone(), Value::String(leaf(key).unwrap_or_default()))
                });
                let tree = brackets::tree(leaves);
                params.push(nested(builder, root, tree, place));
            }
            Some(_) => {}
        }
    }
    params
}

/// A parameter that keys in brackets spell.
pub(super) fn nested(builder: &mut Builder<'_>, root: &str, tree: Value, place: Place) -> Param {
    let slot = builder
        .slots
        .add(Role::Request, place, vec![Sample::Json(tree)], Vec::new());
    Param {
        wire: root.to_owned(),
        docs: String::new(),
        required: false,
        repeated: false,
        secret: false,
        brackets: true,
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

fn param(builder: &mut Builder<'_>, key: &str, entries: &Entries<'_>, place: Place) -> Param {
    let samples = entries
        .pairs
        .iter()
        .filter_map(|pair| sample(builder.resolved, pair))
        .collect();
    let prose: Vec<String> = distinct(
        entries
            .pairs
            .iter()
            .filter_map(|pair| pair.description.clone()),
    );
    let docs = prose
        .first()
        .map(|text| docs::markdown(&prose::without_markers(text)))
        .unwrap_or_default();
    let required = prose.iter().any(|text| prose::is_required(text));
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

/// Headers that the client itself takes care of: those of the connection, of the body and of authorisation, and
/// those that Postman adds by itself.
fn is_managed_header(name: &str) -> bool {
    const MANAGED: [&str; 13] = [
        "accept-encoding",
        "authorization",
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "host",
        "postman-token",
        "proxy-authorization",
        "transfer-encoding",
        "user-agent",
        "",
    ];
    MANAGED.contains(&name.trim().to_ascii_lowercase().as_str())
}
