//! The path of a recorded request, matched with that of its operation, and its request line.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, percent_decode_str, utf8_percent_encode};

use super::super::build::Builder;
use super::super::params::Encoding;
use super::super::path::{Segment, split_segment, values_of};
use super::super::servers::{expand, form, whole_names};
use super::super::{Operation, Param, PathPiece, Refusal, STAND_IN, SettingId};
use super::{Matched, Used};
use crate::encode;
use crate::read::raw::{self, Pair};

/// What is encoded in a value of a path, which never acts as syntax; its escapes are what they stand for.
const PATH_VALUE: &AsciiSet = &encode::PATH_LITERAL.add(b'/').add(b'\\');

/// What is encoded in a query, and what would begin another pair.
const QUERY_VALUE: &AsciiSet = &encode::QUERY_LITERAL.add(b'&');

/// The same for a key, which ends at the first `=`.
const QUERY_KEY: &AsciiSet = &QUERY_VALUE.add(b'=');

/// A path with the values of parameters.
pub(super) struct Path {
    /// Its segments as they are sent.
    pub(super) segments: Vec<String>,
    /// The values of the parameters, in their order.
    pub(super) values: Vec<String>,
}

/// Matches the path of a URL with that of the operation.
pub(super) fn path(
    builder: &Builder<'_>,
    operation: &Operation,
    url: &raw::Url,
    has_own_form: bool,
    used: &mut Used,
) -> Matched<Path> {
    let segments = below(builder, operation, url, has_own_form);
    if segments.len() != operation.path.len() {
        return Err(Refusal::Path);
    }
    let mut path = Path {
        segments: Vec::with_capacity(segments.len()),
        values: Vec::new(),
    };
    let mut values: Vec<Option<String>> = vec![None; operation.path_params.len()];
    let params = operation.path_params.iter();
    let params = params.filter(|param| !param.variable);
    let matcher = Matcher {
        builder,
        params: params.map(|param| (param.wire.as_str(), param)).collect(),
        values: values_of(url),
    };
    for (pieces, segment) in operation.path.iter().zip(&segments) {
        let sent = matcher.segment(pieces, segment, &mut values, used)?;
        path.segments.push(sent);
    }
    path.values = values
        .into_iter()
        .collect::<Option<_>>()
        .ok_or(Refusal::Path)?;
    Ok(path)
}

/// The segments of a URL below that of the operation's server, as they are written. `has_own_form`: whether the URL names the
/// server in the same way as the operation does.
pub(in super::super) fn below(
    builder: &Builder<'_>,
    operation: &Operation,
    url: &raw::Url,
    has_own_form: bool,
) -> Vec<String> {
    let mut segments = Vec::new();
    if !has_own_form {
        segments.extend(below_server(builder, operation, url));
    }
    segments.extend(url.path.iter().cloned());
    if !has_own_form {
        let base = base_of(builder, operation);
        if !base.is_empty() && segments.starts_with(&base) {
            segments.drain(..base.len());
        }
    }
    segments
}

/// The path in the URL of the operation's server, by segments.
fn base_of(builder: &Builder<'_>, operation: &Operation) -> Vec<String> {
    let url = builder.servers.url(operation.server).unwrap_or_default();
    path_of(url)
}

/// The path that the variables of a URL bring along before its own.
fn below_server(builder: &Builder<'_>, operation: &Operation, url: &raw::Url) -> Vec<String> {
    let expanded = expand(&form(url), builder.resolved);
    match expanded.contains("{{") {
        true => base_of(builder, operation),
        false => path_of(&expanded),
    }
}

fn path_of(url: &str) -> Vec<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    let segments = path.trim_end_matches('/').split('/');
    segments
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What the pieces of a path are looked up in.
struct Matcher<'a, 'b> {
    builder: &'a Builder<'b>,
    /// The path variables of the operation by name.
    params: HashMap<&'a str, &'a Param>,
    /// What the URL says of its path variables.
    values: HashMap<&'a str, &'a Pair>,
}

impl Matcher<'_, '_> {
    /// Matches one segment: piece by piece where it is made of the same pieces, else by its text. Gives the segment as
    /// it is sent.
    fn segment(
        &self,
        pieces: &[PathPiece],
        segment: &str,
        values: &mut [Option<String>],
        used: &mut Used,
    ) -> Matched<String> {
        let segment = whole_names(segment, self.builder.resolved);
        let parts = split_segment(&segment);
        let is_alike = pieces.len() == parts.len()
            && pieces.iter().zip(&parts).all(|(piece, part)| match part {
                Segment::Literal(text) => matches!(piece, PathPiece::Literal(own) if own == text),
                _ => !matches!(piece, PathPiece::Literal(_)),
            });
        if is_alike {
            let mut sent = String::new();
            for (piece, part) in pieces.iter().zip(&parts) {
                sent.push_str(&self.piece(piece, part, values, used)?);
            }
            return Ok(sent);
        }
        let mut text = String::new();
        for part in &parts {
            text.push_str(&self.text(part)?);
        }
        match pieces {
            [PathPiece::Literal(own)] if *own == text => Ok(encoded(&text, encode::PATH_LITERAL)),
            [PathPiece::Setting(id)] => set(used, *id, &text),
            [] if text.is_empty() => Ok(text),
            _ => {
                let (before, index, behind) = around_one(pieces).ok_or(Refusal::Path)?;
                let value = text.strip_prefix(&before);
                let value = value.and_then(|rest| rest.strip_suffix(&behind));
                let value = give(values, index, value.ok_or(Refusal::Path)?)?;
                Ok(encoded(&before, encode::PATH_LITERAL)
                    + &value
                    + &encoded(&behind, encode::PATH_LITERAL))
            }
        }
    }

    fn piece(
        &self,
        piece: &PathPiece,
        part: &Segment<'_>,
        values: &mut [Option<String>],
        used: &mut Used,
    ) -> Matched<String> {
        match (piece, part) {
            (PathPiece::Literal(text), _) => Ok(encoded(text, encode::PATH_LITERAL)),
            (PathPiece::Param(index), part) => give(values, *index, &self.text(part)?),
            (PathPiece::Setting(id), Segment::Variable(name))
                if self.builder.settings.get(name) == Some(*id) =>
            {
                set(used, *id, &self.builder.settings.sent(*id))
            }
            (PathPiece::Setting(id), part) => set(used, *id, &self.text(part)?),
        }
    }

    /// A value for a path variable to which the request gives none: what is recorded of the other parts of the request
    /// holds for any.
    fn stand_in(&self, name: &str) -> String {
        let param = self.params.get(name);
        let known = param.and_then(|param| self.builder.slots.text(param.slot));
        known.unwrap_or(STAND_IN).to_owned()
    }

    /// What stands for a piece: of several values of a path variable the last one counts.
    fn text(&self, part: &Segment<'_>) -> Matched<String> {
        match part {
            Segment::Literal(text) => Ok((*text).to_owned()),
            Segment::Variable(name) => self.builder.whole(&format!("{{{{{name}}}}}")),
            Segment::PathVariable(name) => {
                let pair = self.values.get(*name);
                let value = pair.and_then(|pair| raw::text_of(&pair.value));
                let value = value.filter(|value| !value.is_empty());
                self.builder
                    .whole(&value.unwrap_or_else(|| self.stand_in(name)))
            }
        }
    }
}

/// The only parameter of a segment, and the texts before and behind it.
fn around_one(pieces: &[PathPiece]) -> Option<(String, usize, String)> {
    let (mut before, mut index, mut behind) = (String::new(), None, String::new());
    for piece in pieces {
        match (piece, index) {
            (PathPiece::Literal(text), None) => before.push_str(text),
            (PathPiece::Literal(text), Some(_)) => behind.push_str(text),
            (PathPiece::Param(only), None) => index = Some(*only),
            (PathPiece::Param(_), Some(_)) | (PathPiece::Setting(_), _) => return None,
        }
    }
    Some((before, index?, behind))
}

/// Gives a parameter its value; the value as it is sent. A second one must be the same.
fn give(values: &mut [Option<String>], index: usize, text: &str) -> Matched<String> {
    if text.is_empty() {
        return Err(Refusal::Unfilled);
    }
    if percent_decode_str(text).decode_utf8().is_err() {
        return Err(Refusal::Type);
    }
    let value = Encoding::Path.decoded(text.to_owned());
    // URL parsers resolve such a segment, so the client refuses it.
    if matches!(value.as_str(), "." | "..") {
        return Err(Refusal::Type);
    }
    match &values[index] {
        Some(known) if *known != value => return Err(Refusal::Repeated),
        _ => values[index] = Some(value),
    }
    Ok(encoded(text, PATH_VALUE))
}

/// Gives a setting of the client its value; the value as it is sent.
fn set(used: &mut Used, id: SettingId, text: &str) -> Matched<String> {
    // Escapes would be data.
    if matches!(text, "." | "..") || text.contains('%') {
        return Err(Refusal::Type);
    }
    used.note(id, text)?;
    Ok(encoded(text, PATH_VALUE))
}

fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

/// Method, path and query as they are sent.
pub(super) fn line(method: &str, segments: &[String], query: &[(String, String)]) -> String {
    let mut line = format!("{method} /{}", segments.join("/"));
    for (at, (key, value)) in query.iter().enumerate() {
        line.push(if at == 0 { '?' } else { '&' });
        line.push_str(&encoded(key, QUERY_KEY));
        line.push('=');
        line.push_str(&encoded(value, QUERY_VALUE));
    }
    line
}
