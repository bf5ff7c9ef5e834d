//! Request bodies.

use serde_json::{Map, Value};

use super::build::Builder;
use super::form::form;
use super::headers::stated_content_type;
use super::holes::filled;
use super::{Behavior, Body, Role, Sample, keys};
use crate::read::raw::{self, BodyContent};
use crate::template_json;

/// The longest text, in bytes, that is shown and kept for tests: a longer one is a file that was put into a collection.
const LONGEST_SHOWN: usize = 64 * 1024;

/// The body of a request, with the bodies behind its saved responses as further evidence.
pub(super) fn body(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    method: &str,
    originals: &[&raw::Request],
    behavior: &Behavior,
) -> Option<Body> {
    if is_pruned(method, behavior) {
        return None;
    }
    let body = request.body.as_ref().filter(|body| !body.disabled)?;
    let others: Vec<&BodyContent> = originals
        .iter()
        .filter_map(|original| original.body.as_ref())
        .filter(|other| !other.disabled)
        .map(|other| &other.content)
        .collect();
    match &body.content {
        BodyContent::Raw { .. } if !is_sent(&body.content) => None,
        BodyContent::Raw { text, language } => {
            raw_body(builder, request, text, language.as_deref(), &others)
        }
        BodyContent::Urlencoded(entries) => form(builder, request, entries, &others, false),
        BodyContent::Formdata(entries) => form(builder, request, entries, &others, true),
        BodyContent::File(_) => Some(Body::File),
        BodyContent::Graphql {
            query,
            operation_name,
            variables,
        } => {
            let mut value = graphql(query, operation_name.as_deref(), variables);
            // What stands in the query is its author's.
            if let Some(variables) = value.get_mut("variables") {
                *variables = filled(builder.resolved, variables.take());
            }
            let slot = builder.slots.add(
                Role::Request,
                body.place,
                vec![Sample::Json(value)],
                Vec::new(),
            );
            Some(Body::Json {
                slot,
                media_type: media_type(builder, request, "application/json"),
            })
        }
    }
}

/// Postman drops the body of these methods unless it is told not to.
pub(super) fn is_pruned(method: &str, behavior: &Behavior) -> bool {
    matches!(method, "GET" | "HEAD" | "COPY" | "PURGE" | "UNLOCK")
        && behavior.disable_body_pruning != Some(true)
}

/// Whether Postman sends anything of a body: of blank text it does.
pub(super) fn is_sent(content: &BodyContent) -> bool {
    match content {
        BodyContent::Raw { text, .. } => !text.is_empty(),
        BodyContent::Urlencoded(entries) | BodyContent::Formdata(entries) => {
            entries.iter().any(|entry| !entry.disabled)
        }
        BodyContent::File(source) => source.is_some(),
        BodyContent::Graphql { .. } => true,
    }
}

fn raw_body(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    text: &str,
    language: Option<&str>,
    others: &[&BodyContent],
) -> Option<Body> {
    // Without a language Postman sends text/plain, whatever the text looks like.
    let by_language = match language {
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("html") => "text/html",
        Some("javascript") => "application/javascript",
        _ => "text/plain",
    };
    let media_type = media_type(builder, request, by_language);
    let own = template_json::parse(text).filter(|value| value.is_object() || value.is_array());
    let begins_as_json =
        text.trim_start().starts_with(['{', '[']) && !text.trim_start().starts_with("{{");
    if own.is_none() && begins_as_json && media_type.contains("json") {
        let place = request.body_place();
        builder.diagnostics.warning(
            place,
            "the body is not JSON, although its type says so; it is taken for text",
            "correct it in Postman: a bracket or a comma may be missing or too many",
        );
    }
    let Some(own) = own.filter(|_| media_type.contains("json") || by_language == "text/plain")
    else {
        return Some(Body::Text {
            media_type,
            saved: match text.len() {
                0..=LONGEST_SHOWN => text.to_owned(),
                _ => String::new(),
            },
        });
    };
    note_losses(builder, request, text, &own);
    let further = others.iter().filter_map(|other| match other {
        BodyContent::Raw { text, .. } => template_json::parse(text),
        _ => None,
    });
    let samples = std::iter::once(own).chain(further);
    let samples = samples
        .map(|value| Sample::Json(filled(builder.resolved, value)))
        .collect();
    let slot = builder
        .slots
        .add(Role::Request, request.place, samples, Vec::new());
    Some(Body::Json { slot, media_type })
}

/// Notes what JSON holds that no value of a type does.
fn note_losses(builder: &mut Builder<'_>, request: &raw::Request, text: &str, value: &Value) {
    let place = request.body_place();
    if keys::repeats(text) {
        builder.diagnostics.note(
            place,
            "the body has a key twice in one object; the client sends it once, and the last one counts as its example",
            "correct it in Postman",
        );
    }
    if holds_larger_integer(value) {
        builder.diagnostics.note(
            place,
            "the body holds a whole number beyond `u64`; its type is `f64`, which sends the nearest value that it has",
            "if the API takes it as text, write it as text in Postman",
        );
    }
}

/// Whether a whole number is anywhere that is larger than `u64` holds, or smaller than `i64` does: it has been read as `f64`.
fn holds_larger_integer(value: &Value) -> bool {
    const FEWEST: f64 = 9_223_372_036_854_775_808.0;
    match value {
        Value::Number(number) if number.is_f64() => number
            .as_f64()
            .is_some_and(|number| number.fract() == 0.0 && number.abs() >= FEWEST),
        Value::Array(items) => items.iter().any(holds_larger_integer),
        Value::Object(members) => members.values().any(holds_larger_integer),
        _ => false,
    }
}

/// The collection's own Content-Type, if it states one.
fn media_type(builder: &Builder<'_>, request: &raw::Request, default: &str) -> String {
    stated_content_type(builder, request).unwrap_or_else(|| default.to_owned())
}

/// A GraphQL query as JSON.
pub(super) fn graphql(query: &str, operation_name: Option<&str>, variables: &Value) -> Value {
    let mut members = Map::new();
    members.insert("query".to_owned(), Value::String(query.to_owned()));
    if let Some(name) = operation_name {
        members.insert("operationName".to_owned(), Value::String(name.to_owned()));
    }
    let variables = match variables {
        Value::String(text) => template_json::parse(text),
        other => Some(other.clone()),
    };
    if let Some(variables) = variables.filter(|value| !value.is_null()) {
        members.insert("variables".to_owned(), variables);
    }
    Value::Object(members)
}
