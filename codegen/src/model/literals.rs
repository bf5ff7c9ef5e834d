//! Literals that mean something: which fixed values of query, headers and forms belong to a request's meaning, so that they are
//! always sent, and which are examples of an input.
//!
//! A literal is constant if it is a version or a grant type, or if requests of one method and path differ in it
//! (`?action=list` and `?action=delete`).

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::headers::same_name;
use super::method;
use super::path::{Segment, split_segment};
use super::servers::whole_names;
use crate::read::raw::{self, BodyContent};
use crate::resolve::Resolved;
use crate::template_json;

/// The keys in which requests of one method and path differ.
#[derive(Debug, Default)]
pub(super) struct Literals {
    told_apart_by: HashMap<Endpoint, Rc<Keys>>,
}

/// Keys with the parts of a request that they stand in.
type Keys = HashSet<(Part, String)>;

/// Method, host and path.
type Endpoint = String;

/// A part of a request that holds keys with values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Query,
    Header,
    Form,
    /// Members of a JSON body.
    Body,
}

impl Literals {
    /// Compares all requests.
    pub(super) fn of(resolved: &Resolved) -> Self {
        let mut values: HashMap<Endpoint, HashMap<(Part, String), Vec<String>>> = HashMap::new();
        let requests = resolved.requests.iter().map(|request| &request.raw);
        let endpoints = requests.clone().map(|request| endpoint(resolved, request));
        let endpoints: Vec<Endpoint> = endpoints.collect();
        let mut times: HashMap<&Endpoint, usize> = HashMap::new();
        for endpoint in &endpoints {
            *times.entry(endpoint).or_default() += 1;
        }
        for (request, endpoint) in requests.zip(&endpoints) {
            let keys = values.entry(endpoint.clone()).or_default();
            let mut literals = literals(request);
            if times[endpoint] > 1 {
                literals.extend(members(request));
            }
            let mut times: HashMap<(Part, &str), usize> = HashMap::new();
            for (part, key, _) in &literals {
                *times.entry((*part, key)).or_default() += 1;
            }
            for (part, key, value) in &literals {
                // A key that one request repeats is a list, and tells nothing apart.
                let repeated = times[&(*part, key.as_str())] > 1;
                let value = if repeated {
                    String::new()
                } else {
                    value.clone()
                };
                keys.entry((*part, key.clone())).or_default().push(value);
            }
        }
        let mut told_apart_by: HashMap<Endpoint, Rc<Keys>> = HashMap::new();
        for (endpoint, keys) in values {
            let differing = keys
                .into_iter()
                .filter(|(_, values)| values.len() > 1 && all_differ(values));
            let keys: Keys = differing.map(|(key, _)| key).collect();
            told_apart_by.insert(endpoint, Rc::new(keys));
        }
        Self { told_apart_by }
    }

    /// What is known of a request's literals.
    pub(super) fn of_request(&self, resolved: &Resolved, request: &raw::Request) -> OfRequest {
        let endpoint = endpoint(resolved, request);
        OfRequest(self.told_apart_by.get(&endpoint).cloned())
    }
}

/// The keys in which the requests of one method and path differ.
pub(super) struct OfRequest(Option<Rc<Keys>>);

impl OfRequest {
    /// Whether a literal is constant.
    pub(super) fn is_constant(&self, part: Part, key: &str, value: &str) -> bool {
        let tells_apart = || {
            self.0
                .as_ref()
                .is_some_and(|keys| keys.contains(&(part, key_in(part, key))))
        };
        is_literal(value) && (always_constant(part, key) || tells_apart())
    }
}

/// Each request has its own value: then it is the value that makes the request what it is.
fn all_differ(values: &[String]) -> bool {
    let distinct: HashSet<&String> = values.iter().collect();
    distinct.len() == values.len() && values.iter().all(|value| is_word(value))
}

/// A word, as an action is called; not a number, a date or prose.
fn is_word(value: &str) -> bool {
    let letters = value
        .chars()
        .all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-' | '.' | ':'));
    letters && !value.is_empty() && value.len() <= 40
}

fn is_literal(value: &str) -> bool {
    let is_placeholder = value.starts_with('<') && value.ends_with('>');
    !value.is_empty() && !value.contains("{{") && !is_placeholder
}

fn always_constant(part: Part, key: &str) -> bool {
    let key = key.trim().to_ascii_lowercase();
    match key.as_str() {
        "grant_type" => true,
        // JSON-RPC 2.0 §4: it must be `2.0`.
        "jsonrpc" => part == Part::Body,
        "api-version" | "api_version" | "apiversion" | "x-api-version" | "anthropic-version"
        | "notion-version" => true,
        _ => part == Part::Header && key.ends_with("-version"),
    }
}

/// Method, host and path as the operation has them, whatever its path variables are called.
fn endpoint(resolved: &Resolved, request: &raw::Request) -> Endpoint {
    let mut endpoint = format!("{} {} ", method::of(resolved, request).0, request.url.host);
    for segment in &request.url.path {
        let segment = whole_names(segment, resolved);
        endpoint.push('/');
        for part in split_segment(&segment) {
            match part {
                // No text of a path has this sign.
                Segment::PathVariable(_) => endpoint.push('\0'),
                Segment::Literal(text) => endpoint.push_str(text),
                Segment::Variable(name) => endpoint.push_str(&format!("{{{{{name}}}}}")),
            }
        }
    }
    endpoint
}

/// A key in the one spelling of all that are the same.
fn key_in(part: Part, key: &str) -> String {
    match part {
        Part::Header => same_name(key),
        Part::Query | Part::Form | Part::Body => key.to_owned(),
    }
}

/// Whether a member is called as what says which request it is. Others in which requests differ (`"name": "Ada"`) are examples.
fn tells_requests_apart(key: &str) -> bool {
    const WORDS: [&str; 9] = [
        "action",
        "cmd",
        "command",
        "event",
        "function",
        "kind",
        "method",
        "operation",
        "type",
    ];
    let key = key.to_ascii_lowercase();
    WORDS.iter().any(|word| key.ends_with(word))
}

/// The members of a JSON body that may say which request it is.
fn members(request: &raw::Request) -> Vec<(Part, String, String)> {
    let Some(BodyContent::Raw { text, .. }) = request.body.as_ref().map(|body| &body.content)
    else {
        return Vec::new();
    };
    let Some(Value::Object(members)) = template_json::parse(text) else {
        return Vec::new();
    };
    let members = members.into_iter().filter_map(|(key, value)| {
        let text = value.as_str().filter(|text| is_literal(text))?.to_owned();
        tells_requests_apart(&key).then_some((Part::Body, key, text))
    });
    members.collect()
}

/// The enabled literals of a request.
fn literals(request: &raw::Request) -> Vec<(Part, String, String)> {
    let pairs = |part, pairs: &[raw::Pair]| {
        let enabled = pairs.iter().filter(|pair| !pair.disabled);
        let texts =
            enabled.filter_map(|pair| Some((part, pair.key.clone()?, raw::text_of(&pair.value)?)));
        texts.collect::<Vec<_>>()
    };
    let mut all = pairs(Part::Query, &request.url.query);
    let headers = pairs(Part::Header, &request.headers).into_iter();
    all.extend(headers.map(|(part, key, value)| (part, key_in(part, &key), value)));
    let form = match request.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Urlencoded(entries) | BodyContent::Formdata(entries)) => {
            entries.as_slice()
        }
        _ => &[],
    };
    let fields = form
        .iter()
        .filter(|entry| !entry.disabled && !entry.is_file);
    all.extend(
        fields.filter_map(|entry| {
            Some((Part::Form, entry.key.clone()?, raw::text_of(&entry.value)?))
        }),
    );
    all.retain(|(_, _, value)| is_literal(value));
    all
}
