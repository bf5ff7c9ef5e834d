//! Members of JSON bodies that are sent unless the caller sets them: the document of a GraphQL request, literals that say which request
//! it is, and what is made anew for each call.

use serde_json::{Map, Value};

use super::body::graphql;
use super::build::Builder;
use super::literals::Part;
use super::servers::expand;
use super::{Body, Fresh};
use crate::read::raw::{self, BodyContent};
use crate::read::redact::REDACTED;
use crate::template_json;

/// A member of a JSON body that is sent unless the caller sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// The names of the members that lead to it; what is in a list is in each of its items.
    pub path: Vec<String>,
    /// What is sent.
    pub value: PresetValue,
}

/// What a [`Preset`] sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PresetValue {
    /// A word that says which request it is.
    Literal(String),
    /// A GraphQL document.
    Document(String),
    /// Something made anew for each call.
    Fresh(Fresh),
}

impl Preset {
    /// Whether an object that it belongs to lacks the member.
    pub(super) fn is_missing(&self, value: &Value) -> bool {
        is_missing(&self.path, value)
    }
}

fn is_missing(path: &[String], value: &Value) -> bool {
    let Some((name, rest)) = path.split_first() else {
        return false;
    };
    match value {
        Value::Array(items) => items.iter().any(|item| is_missing(path, item)),
        Value::Object(members) => match members.get(name) {
            Some(member) => is_missing(rest, member),
            None => rest.is_empty(),
        },
        _ => false,
    }
}

/// Deeper members than these are the caller's.
const DEEPEST: usize = 8;

/// Those of a request's body.
pub(super) fn presets(
    builder: &Builder<'_>,
    request: &raw::Request,
    body: Option<&Body>,
) -> Vec<Preset> {
    let (Some(Body::Json { .. }), Some(sent)) = (body, &request.body) else {
        return Vec::new();
    };
    let (value, is_graphql) = match &sent.content {
        BodyContent::Raw { text, .. } => (template_json::parse(text), false),
        BodyContent::Graphql {
            query,
            operation_name,
            variables,
        } => (
            Some(graphql(query, operation_name.as_deref(), variables)),
            true,
        ),
        _ => (None, false),
    };
    let Some(Value::Object(members)) = value else {
        return Vec::new();
    };
    let mut presets = literals(builder, request, &members, is_graphql);
    fresh(builder, &members, &mut Vec::new(), &mut presets);
    presets
}

/// Documents, and words that say which request it is.
fn literals(
    builder: &Builder<'_>,
    request: &raw::Request,
    members: &Map<String, Value>,
    is_graphql: bool,
) -> Vec<Preset> {
    let known = builder.literals.of_request(builder.resolved, request);
    let is_call = members.contains_key("jsonrpc");
    let preset = |(key, value): (&String, &Value)| {
        let written = value
            .as_str()
            .filter(|_| template_json::bare(value).is_none())?;
        let text = expand(written, builder.resolved);
        if text.is_empty() || text.contains("{{") || text.contains(REDACTED) {
            return None;
        }
        let value = match key.as_str() {
            "query" if is_graphql || is_document(&text) => PresetValue::Document(text),
            "operationName" if is_graphql => PresetValue::Literal(text),
            // What is called says which request it is (JSON-RPC 2.0 §4).
            "method" if is_call => PresetValue::Literal(text),
            _ if known.is_constant(Part::Body, key, written) => PresetValue::Literal(text),
            _ => return None,
        };
        Some(Preset {
            path: vec![key.clone()],
            value,
        })
    };
    members.iter().filter_map(preset).collect()
}

/// Whether a text is a GraphQL document.
fn is_document(text: &str) -> bool {
    let text = text.trim();
    let begins = ["query", "mutation", "subscription", "fragment"]
        .iter()
        .filter_map(|word| text.strip_prefix(word))
        .any(|rest| rest.starts_with([' ', '{', '(', '\n', '\r', '\t']));
    text.ends_with('}') && text.contains('{') && (begins || text.starts_with('{'))
}

/// What is made anew, wherever it stands.
fn fresh(
    builder: &Builder<'_>,
    members: &Map<String, Value>,
    path: &mut Vec<String>,
    presets: &mut Vec<Preset>,
) {
    for (key, value) in members {
        path.push(key.clone());
        match value {
            Value::String(text) => {
                let written = template_json::bare(value).unwrap_or(text);
                let made = Fresh::of_value(&expand(written, builder.resolved));
                presets.extend(made.map(|made| Preset {
                    path: path.clone(),
                    value: PresetValue::Fresh(made),
                }));
            }
            Value::Object(inner) if path.len() < DEEPEST => fresh(builder, inner, path, presets),
            Value::Array(items) if path.len() < DEEPEST => {
                if let Some(Value::Object(inner)) = items.first() {
                    fresh(builder, inner, path, presets);
                }
            }
            _ => {}
        }
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::is_document;

    #[test]
    fn documents_are_known_by_how_they_begin() {
        for text in [
            "{ me { id } }",
            "query { a }",
            "mutation($id: ID!) { x(id: $id) }",
            "subscription\nS { a }",
        ] {
            assert!(is_document(text), "{text}");
        }
        for text in [
            "",
            "query",
            "shoes {",
            "queryable {x}",
            "name:{x}",
            "SELECT 1",
        ] {
            assert!(!is_document(text), "{text}");
        }
    }
}
