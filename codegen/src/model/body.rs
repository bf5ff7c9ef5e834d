//! Request bodies.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::build::Builder;
use super::literals::Part;
use super::params::{distinct, nested, text_sample};
use super::{
    Body, Constant, ConstantTarget, ConstantValue, FormField, Param, Role, Sample, brackets, docs,
};
use crate::prose;
use crate::read::raw::{self, BodyContent, FormEntry};
use crate::read::redact;
use crate::template_json;

/// The body of a request, with the bodies behind its saved responses as further evidence.
pub(super) fn body(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    originals: &[&raw::Request],
) -> Option<Body> {
    if never_sends_a_body(request.method.as_deref().unwrap_or("GET")) {
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
            let value = graphql(query, operation_name.as_deref(), variables);
            let slot = builder.slots.add(
                Role::Request,
                body.place,
                vec![Sample::Json(value)],
                Vec::new(),
            );
            Some(Body::Json {
                slot,
                media_type: media_type(request, "application/json"),
            })
        }
    }
}

/// Postman drops the body of these methods.
fn never_sends_a_body(method: &str) -> bool {
    matches!(
        method.trim().to_uppercase().as_str(),
        "" | "GET" | "HEAD" | "COPY" | "PURGE" | "UNLOCK"
    )
}

fn raw_body(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    text: &str,
    language: Option<&str>,
    others: &[&BodyContent],
) -> Option<Body> {
    if text.is_empty() {
        return None;
    }
    // Without a language Postman sends text/plain, whatever the text looks like.
    let by_language = match language {
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("html") => "text/html",
        Some("javascript") => "application/javascript",
        _ => "text/plain",
    };
    let media_type = media_type(request, by_language);
    let own = template_json::parse(text).filter(|value| value.is_object() || value.is_array());
    let Some(own) = own.filter(|_| media_type.contains("json") || by_language == "text/plain")
    else {
        return Some(Body::Text { media_type });
    };
    let further = others.iter().filter_map(|other| match other {
        BodyContent::Raw { text, .. } => template_json::parse(text),
        _ => None,
    });
    let samples = std::iter::once(own)
        .chain(further)
        .map(Sample::Json)
        .collect();
    let slot = builder
        .slots
        .add(Role::Request, request.place, samples, Vec::new());
    Some(Body::Json { slot, media_type })
}

/// The `Content-Type` of a form or a file where the collection states one that Postman keeps: a form's with parameters
/// such as a charset, and any of a file.
pub(super) fn stated_type(request: &raw::Request) -> Option<Constant> {
    let body = request.body.as_ref().filter(|body| !body.disabled)?;
    let value = stated_media_type(request)?;
    let is_kept = match &body.content {
        BodyContent::Urlencoded(_) => value.starts_with("application/x-www-form-urlencoded;"),
        BodyContent::File(_) => true,
        _ => false,
    };
    is_kept.then(|| Constant {
        target: ConstantTarget::Header,
        wire: "Content-Type".to_owned(),
        value: ConstantValue::Literal(value),
        behind: 0,
    })
}

/// The collection's own Content-Type, if it states one.
fn media_type(request: &raw::Request, default: &str) -> String {
    stated_media_type(request).unwrap_or_else(|| default.to_owned())
}

fn stated_media_type(request: &raw::Request) -> Option<String> {
    let stated = request.headers.iter().rev().find(|header| {
        !header.disabled
            && header
                .key
                .as_deref()
                .is_some_and(|key| key.trim().eq_ignore_ascii_case("content-type"))
    });
    let stated = stated.and_then(|header| raw::text_of(&header.value));
    stated
        .map(|value| value.trim().to_owned())
        .filter(|v| v.contains('/') && !v.contains("{{"))
}

fn form(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    entries: &[FormEntry],
    others: &[&BodyContent],
    multipart: bool,
) -> Option<Body> {
    let further = others.iter().flat_map(|other| match other {
        BodyContent::Urlencoded(list) | BodyContent::Formdata(list) => list.as_slice(),
        _ => &[],
    });
    let mut by_key: IndexMap<&str, Vec<(&FormEntry, bool)>> = IndexMap::new();
    for (entry, is_own) in entries
        .iter()
        .map(|entry| (entry, true))
        .chain(further.map(|entry| (entry, false)))
    {
        let Some(key) = entry.key.as_deref().filter(|key| !key.is_empty()) else {
            continue;
        };
        by_key.entry(key).or_default().push((entry, is_own));
    }
    if by_key.is_empty() {
        return None;
    }
    let mut fields = Vec::with_capacity(by_key.len());
    let texts = by_key
        .iter()
        .filter(|(_, entries)| !entries.iter().any(|(entry, _)| entry.is_file))
        .map(|(key, _)| *key);
    let roots = brackets::roots(texts);
    for (key, entries) in &by_key {
        match brackets::split(key)
            .filter(|(root, _)| roots.contains_key(root) && !by_key.contains_key(root))
        {
            None => fields.push(field(builder, request, key, entries, multipart)),
            Some((root, _)) if roots[root][0].0 == *key => {
                let leaf = |key: &str| {
                    by_key[key]
                        .iter()
                        .find_map(|(entry, _)| text_of(builder, entry))
                };
                let leaves = roots[root].iter().map(|(key, steps)| {
                    (steps.clone(), Value::String(leaf(key).unwrap_or_default()))
                });
                let tree = brackets::tree(leaves);
                fields.push(FormField::Text {
                    param: nested(builder, root, tree, request.place),
                    content_type: None,
                });
            }
            Some(_) => {}
        }
    }
    Some(Body::Form { multipart, fields })
}

fn text_of(builder: &Builder<'_>, entry: &FormEntry) -> Option<String> {
    match text_sample(builder.resolved, &raw::text_of(&entry.value)?)? {
        Sample::Text(text) => Some(text),
        Sample::Json(_) => None,
    }
}

fn field(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    key: &str,
    entries: &[(&FormEntry, bool)],
    multipart: bool,
) -> FormField {
    let prose = distinct(
        entries
            .iter()
            .filter_map(|(entry, _)| entry.description.clone()),
    );
    let docs = prose
        .first()
        .map(|text| docs::markdown(&prose::without_markers(text)))
        .unwrap_or_default();
    let enabled = entries
        .iter()
        .filter(|(entry, is_own)| *is_own && !entry.disabled)
        .count();
    // An entry that is switched off can be left out, whatever its description says.
    let required = enabled > 0 && prose.iter().any(|text| prose::is_required(text));
    if multipart && entries.iter().any(|(entry, _)| entry.is_file) {
        let many = enabled > 1 || entries.iter().any(|(entry, _)| entry.many_files);
        return FormField::File {
            wire: key.to_owned(),
            docs,
            required,
            many,
        };
    }
    if let [(entry, true), ..] = entries {
        let value = raw::text_of(&entry.value).unwrap_or_default();
        if !entry.disabled
            && enabled == 1
            && builder
                .literals
                .is_constant(request, Part::Form, key, &value)
        {
            return FormField::Constant {
                wire: key.to_owned(),
                value,
            };
        }
    }
    let samples = entries
        .iter()
        .filter_map(|(entry, _)| text_sample(builder.resolved, &raw::text_of(&entry.value)?))
        .collect();
    let place = entries
        .first()
        .map_or(request.place, |(entry, _)| entry.place);
    let slot = builder.slots.add(Role::Request, place, samples, prose);
    let repeated = enabled > 1 || key.ends_with("[]");
    let param = Param {
        wire: key.to_owned(),
        docs,
        required,
        repeated,
        secret: redact::is_secret_name(key),
        brackets: false,
        slot,
    };
    FormField::Text {
        param,
        content_type: entries
            .iter()
            .find_map(|(entry, _)| entry.content_type.clone()),
    }
}

fn graphql(query: &str, operation_name: Option<&str>, variables: &Value) -> Value {
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
