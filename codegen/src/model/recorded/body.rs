//! The body of a recorded request, matched with that of its operation.

use super::super::body::{graphql, is_pruned, is_sent};
use super::super::build::Builder;
use super::super::{Body, BodyValues, FormField, Operation, Param, Refusal, Sample, SentBody};
use super::{Entries, Fixed, Matched};
use crate::read::raw::{self, BodyContent, FormEntry};
use crate::template_json;

/// The values of the body, and the body as it is sent.
pub(super) fn body(
    builder: &Builder<'_>,
    operation: &Operation,
    request: &raw::Request,
) -> Matched<(Option<BodyValues>, SentBody)> {
    let content = request
        .body
        .as_ref()
        .filter(|body| !body.disabled && !is_pruned(&operation.method, &operation.behavior))
        .map(|body| &body.content)
        .filter(|content| is_sent(content));
    match (&operation.body, content) {
        (None, None) => Ok((None, SentBody::Nothing)),
        (None, Some(_)) => Err(Refusal::Body),
        (Some(Body::Text { .. }), None) => {
            Ok((Some(BodyValues::Text(String::new())), SentBody::Nothing))
        }
        (Some(Body::Form { fields, multipart }), content) => {
            let entries = match content {
                None => &[],
                Some(BodyContent::Urlencoded(entries)) if !multipart => entries.as_slice(),
                Some(BodyContent::Formdata(entries)) if *multipart => entries.as_slice(),
                Some(_) => return Err(Refusal::Body),
            };
            form(builder, operation, fields, *multipart, entries)
        }
        (Some(Body::File), Some(BodyContent::File(_))) => Err(Refusal::File),
        (Some(_), None) => Err(Refusal::Missing),
        (Some(Body::Json { .. }), Some(content)) => json(builder, operation, content),
        (Some(Body::Text { .. }), Some(BodyContent::Raw { text, .. })) => {
            let text = builder.whole(text)?;
            Ok((Some(BodyValues::Text(text.clone())), SentBody::Text(text)))
        }
        (Some(_), Some(_)) => Err(Refusal::Body),
    }
}

fn json(
    builder: &Builder<'_>,
    operation: &Operation,
    content: &BodyContent,
) -> Matched<(Option<BodyValues>, SentBody)> {
    let text = match content {
        BodyContent::Raw { text, .. } => text.clone(),
        BodyContent::Graphql {
            query,
            operation_name,
            variables,
        } => graphql(query, operation_name.as_deref(), variables).to_string(),
        _ => return Err(Refusal::Body),
    };
    let value = template_json::parse(&builder.whole(&text)?).ok_or(Refusal::Body)?;
    if operation
        .presets
        .iter()
        .any(|preset| preset.is_missing(&value))
    {
        return Err(Refusal::Missing);
    }
    let text = value.to_string();
    Ok((Some(BodyValues::Json(value)), SentBody::Json(text)))
}

fn form(
    builder: &Builder<'_>,
    operation: &Operation,
    fields: &[FormField],
    multipart: bool,
    entries: &[FormEntry],
) -> Matched<(Option<BodyValues>, SentBody)> {
    let params: Vec<Param> = operation.form_params().cloned().collect();
    let mut found = Entries::of(&params);
    let mut constants: Fixed<&String> = fields.iter().filter_map(constant).collect();
    for entry in entries.iter().filter(|entry| !entry.disabled) {
        let Some(key) = entry.key.as_deref().filter(|key| !key.is_empty()) else {
            continue;
        };
        if entry.is_file {
            return Err(Refusal::File);
        }
        let written = raw::text_of(&entry.value).unwrap_or_default();
        if let Some(value) = constants.take(key) {
            found.push_fixed(key, &written, *value == written)?;
            continue;
        }
        if found.index(key).is_none() {
            return Err(Refusal::Body);
        }
        let text = builder.whole(&written)?;
        found.push(builder.whole(key)?, text.clone(), text)?;
    }
    constants.is_used_up()?;
    let needs_file = |field: &FormField| matches!(field, FormField::File { required: true, .. });
    if fields.iter().any(needs_file) {
        return Err(Refusal::File);
    }
    let found = found.finished(&params)?;
    let mut values = found.values.into_iter();
    let by_field = fields.iter().map(|field| match field {
        FormField::Text { .. } => values.next().unwrap_or_default(),
        FormField::Constant { .. } | FormField::File { .. } => Vec::new(),
    });
    let by_field: Vec<Vec<Sample>> = by_field.collect();
    let sent = match found.pairs.is_empty() {
        true => SentBody::Nothing,
        false => SentBody::Form {
            multipart,
            pairs: found.pairs,
        },
    };
    let has_inputs = operation.body_argument().is_some();
    Ok((has_inputs.then_some(BodyValues::Form(by_field)), sent))
}

fn constant(field: &FormField) -> Option<(String, &String)> {
    match field {
        FormField::Constant { wire, value, .. } => Some((wire.clone(), value)),
        FormField::Text { .. } | FormField::File { .. } => None,
    }
}
