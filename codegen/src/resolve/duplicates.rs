//! Requests that are the same: same folder, name, method, path, query keys and shape of the body. They become one, the
//! later ones further evidence for the first. Requests that agree in method and path alone are never merged.

use std::collections::HashMap;

use serde_json::Value;

use super::{Auth, Request, Resolved};
use crate::diag::Diagnostics;
use crate::read::raw::{self, BodyContent};
use crate::template_json;

/// Merges duplicates; each is noted with its place.
pub(super) fn merge(resolved: &mut Resolved, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<Request> = Vec::with_capacity(resolved.requests.len());
    for request in std::mem::take(&mut resolved.requests) {
        let index = *first.entry(fingerprint(&request)).or_insert(kept.len());
        match kept.get_mut(index) {
            None => kept.push(request),
            Some(original) => {
                let message =
                    "the request is the same as an earlier one of its folder, and merged with it";
                diagnostics.note(
                    request.raw.place,
                    message,
                    "give it another name to have it apart",
                );
                original.duplicates.push(request.raw);
                original.expected.extend(request.expected);
                resolved.merged += 1;
            }
        }
    }
    resolved.requests = kept;
}

fn fingerprint(request: &Request) -> String {
    let raw = &request.raw;
    let url = &raw.url;
    let parts = [
        request.folder.to_string(),
        raw.name.clone(),
        raw.method.as_deref().unwrap_or("GET").to_uppercase(),
        format!(
            "{:?} {} {:?} {}",
            url.protocol,
            url.host,
            url.port,
            url.path.join("/")
        ),
        query_keys(raw),
        raw.body.as_ref().map(body).unwrap_or_default(),
        auth(&request.auth),
        format!("{:?}", request.profile),
    ];
    parts.join("\u{0}")
}

/// A number made of the query keys and the shape of the body (FNV-1a): the same on every machine and in every version. 0
/// where there is neither.
pub(super) fn mark(raw: &raw::Request) -> u32 {
    let (keys, body) = (query_keys(raw), raw.body.as_ref().map(body));
    if keys.is_empty() && body.is_none() {
        return 0;
    }
    let text = format!("{keys}\u{0}{}", body.unwrap_or_default());
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
    text.bytes().fold(2_166_136_261, step)
}

fn query_keys(raw: &raw::Request) -> String {
    let pairs = raw.url.query.iter();
    let mut keys: Vec<&str> = pairs.filter_map(|pair| pair.key.as_deref()).collect();
    keys.sort_unstable();
    keys.join("&")
}

/// What an auth block asks for, wherever it stands.
fn auth(auth: &Auth) -> String {
    match auth {
        Auth::Unstated => String::new(),
        Auth::None => "none".to_owned(),
        Auth::Kind { kind, settings, .. } => format!("{kind} {settings:?}"),
    }
}

fn body(body: &raw::Body) -> String {
    let keys = |entries: &[raw::FormEntry]| {
        let mut keys: Vec<String> = entries
            .iter()
            .map(|entry| format!("{:?} {}", entry.key, entry.is_file))
            .collect();
        keys.sort_unstable();
        keys.join("&")
    };
    match &body.content {
        BodyContent::Raw { text, .. } => match template_json::parse(text) {
            Some(value) => format!("json {}", skeleton(&value)),
            None => format!("text {text}"),
        },
        BodyContent::Urlencoded(entries) => format!("urlencoded {}", keys(entries)),
        BodyContent::Formdata(entries) => format!("formdata {}", keys(entries)),
        BodyContent::File(_) => "file".to_owned(),
        // Two GraphQL documents are two operations.
        BodyContent::Graphql {
            query,
            operation_name,
            ..
        } => format!("graphql {query} {operation_name:?}"),
    }
}

/// The members of a value, without its scalars.
fn skeleton(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut parts: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{key:?}:{}", skeleton(value)))
                .collect();
            parts.sort_unstable();
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(items) => {
            let mut parts: Vec<String> = items.iter().map(skeleton).collect();
            parts.sort_unstable();
            parts.dedup();
            format!("[{}]", parts.join(","))
        }
        _ => "_".to_owned(),
    }
}
