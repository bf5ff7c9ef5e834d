//! Path, query and header parameters of a request.

use indexmap::IndexMap;

use super::build::Builder;
use super::servers::expand;
use super::{Constant, ConstantTarget, Param, PathPiece, Role, Sample, ServerId, docs};
use crate::prose;
use crate::read::raw::{self, Pair};
use crate::read::redact;

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
    let mut path = Path { segments: Vec::new(), params: Vec::new() };
    let mut prefix = String::new();
    for segment in segments {
        prefix.push('/');
        let mut pieces = Vec::new();
        for part in split_segment(segment) {
            match part {
                Part::Literal(text) => {
                    prefix.push_str(text);
                    pieces.push(PathPiece::Literal(text.to_owned()));
                }
                Part::PathVariable(name) => {
                    let slot = builder.slots.path_param(server, &prefix, name, request.place);
                    let mut required_docs = String::new();
                    for url in std::iter::once(&request.url).chain(originals.iter().map(|original| &original.url)) {
                        if let Some(pair) = url.variables.iter().rev().find(|pair| pair.key.as_deref() == Some(name)) {
                            builder.slots.witness(slot, sample(builder.resolved, pair), pair.description.as_deref());
                            if required_docs.is_empty() {
                                required_docs = pair.description.clone().unwrap_or_default();
                            }
                        }
                    }
                    push_param(&mut path.params, &mut pieces, name, &required_docs, slot);
                    prefix.push_str("{}");
                }
                Part::Variable(name) => {
                    let slot = builder.slots.path_param(server, &prefix, name, request.place);
                    let value = expand(&format!("{{{{{name}}}}}"), builder.resolved);
                    let known = (!value.is_empty() && !value.contains("{{")).then_some(Sample::Text(value));
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

fn push_param(params: &mut Vec<Param>, pieces: &mut Vec<PathPiece>, name: &str, prose: &str, slot: super::SlotId) {
    let index = params.iter().position(|param| param.wire == name).unwrap_or_else(|| {
        params.push(Param {
            wire: name.to_owned(),
            docs: docs::markdown(&prose::without_markers(prose)),
            required: true,
            repeated: false,
            slot,
        });
        params.len() - 1
    });
    pieces.push(PathPiece::Param(index));
}

enum Part<'a> {
    Literal(&'a str),
    PathVariable(&'a str),
    Variable(&'a str),
}

fn split_segment(segment: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = segment;
    if let Some(name) = segment.strip_prefix(':') {
        let end = name.find('.').unwrap_or(name.len());
        if end > 0 && !name[..end].contains("{{") {
            parts.push(Part::PathVariable(&name[..end]));
            rest = &name[end..];
        }
    }
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        if !before.is_empty() {
            parts.push(Part::Literal(before));
        }
        parts.push(Part::Variable(name));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest));
    }
    parts
}

/// The query parameters: every key of the request and of the requests behind its saved responses, each once.
/// Keys whose value is a constant are left to [`headers`]' sibling list.
pub(super) fn query(builder: &mut Builder<'_>, request: &raw::Request, originals: &[&raw::Request]) -> Vec<Param> {
    let own = request.url.query.iter();
    let others = originals.iter().flat_map(|original| &original.url.query);
    let constant = |key: &str| query_constants(request).any(|(name, _)| name == key);
    let entries = gather(own, others, |key| !constant(key));
    entries.into_iter().map(|(key, entries)| param(builder, key, &entries, request.place)).collect()
}

/// Query entries that are always the same: versions and grant types.
fn query_constants(request: &raw::Request) -> impl Iterator<Item = (&str, String)> {
    request.url.query.iter().filter(|pair| !pair.disabled).filter_map(|pair| {
        let key = pair.key.as_deref()?;
        let value = raw::text_of(&pair.value)?;
        is_constant(key, &value).then_some((key, value))
    })
}

/// The header parameters, and everything of the request that is always sent as it is.
pub(super) fn headers(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    originals: &[&raw::Request],
) -> (Vec<Param>, Vec<Constant>) {
    let mut constants: Vec<Constant> = query_constants(request)
        .map(|(wire, value)| Constant { target: ConstantTarget::Query, wire: wire.to_owned(), value })
        .collect();
    for header in request.headers.iter().filter(|header| !header.disabled) {
        let (Some(wire), Some(value)) = (header.key.as_deref(), raw::text_of(&header.value)) else { continue };
        if !is_managed_header(wire) && is_constant(wire, &value) {
            constants.push(Constant { target: ConstantTarget::Header, wire: wire.to_owned(), value });
        }
    }
    let constant = |key: &str| constants.iter().any(|constant| constant.wire.eq_ignore_ascii_case(key));
    let others = originals.iter().flat_map(|original| &original.headers);
    let entries = gather(request.headers.iter(), others, |key| !is_managed_header(key) && !constant(key));
    let params = entries.into_iter().map(|(key, entries)| param(builder, key, &entries, request.place)).collect();
    (params, constants)
}

/// Entries by key, in the order in which the keys turn up; the request's own before those of saved responses.
pub(super) fn gather<'a>(
    own: impl Iterator<Item = &'a Pair>,
    others: impl Iterator<Item = &'a Pair>,
    wanted: impl Fn(&str) -> bool,
) -> IndexMap<&'a str, Entries<'a>> {
    let mut by_key: IndexMap<&str, Entries<'a>> = IndexMap::new();
    for (pair, is_own) in own.map(|pair| (pair, true)).chain(others.map(|pair| (pair, false))) {
        let Some(key) = pair.key.as_deref().filter(|key| !key.is_empty() && wanted(key)) else { continue };
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

fn param(builder: &mut Builder<'_>, key: &str, entries: &Entries<'_>, place: crate::diag::Place) -> Param {
    let samples = entries.pairs.iter().filter_map(|pair| sample(builder.resolved, pair)).collect();
    let prose: Vec<String> = distinct(entries.pairs.iter().filter_map(|pair| pair.description.clone()));
    let docs = prose.first().map(|text| docs::markdown(&prose::without_markers(text))).unwrap_or_default();
    let required = prose.iter().any(|text| prose::is_required(text));
    let slot = builder.slots.add(Role::Request, entries.pairs.first().map_or(place, |pair| pair.place), samples, prose);
    Param { wire: key.to_owned(), docs, required, repeated: entries.enabled_own > 1 || key.ends_with("[]"), slot }
}

/// Values without those already seen, in order.
pub(super) fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

/// The value of a pair as evidence; a variable counts with its value, an unresolved one not at all.
fn sample(resolved: &crate::resolve::Resolved, pair: &Pair) -> Option<Sample> {
    text_sample(resolved, &raw::text_of(&pair.value)?)
}

/// Text as evidence, variables replaced.
pub(super) fn text_sample(resolved: &crate::resolve::Resolved, text: &str) -> Option<Sample> {
    let value = expand(text, resolved);
    (!value.is_empty() && !value.contains("{{") && value != redact::REDACTED).then_some(Sample::Text(value))
}

/// Headers that the client itself takes care of: those of the connection, of the body and of authorisation, and
/// those that Postman adds by itself.
fn is_managed_header(name: &str) -> bool {
    const MANAGED: [&str; 13] = [
        "accept-encoding", "authorization", "cache-control", "connection", "content-length", "content-type", "cookie", "host",
        "postman-token", "proxy-authorization", "transfer-encoding", "user-agent", "",
    ];
    MANAGED.contains(&name.trim().to_ascii_lowercase().as_str())
}

/// Whether a literal is part of the request's meaning rather than an input: a version, a media type, a grant type.
fn is_constant(name: &str, value: &str) -> bool {
    if value.is_empty() || value.contains("{{") {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "accept" => value.contains('/'),
        "grant_type" => true,
        "api-version" | "api_version" | "apiversion" | "x-api-version" => true,
        _ => false,
    }
}
