//! Takes secrets out of a parsed document, before anything else sees it.
//!
//! Collections in the wild hold live tokens and passwords. Working on the parsed JSON, ahead of every other stage,
//! makes one promise easy to keep: no value from an auth block, from a variable that credentials use, or from a
//! header, parameter or JSON member with a secret-looking name exists after this function, in whatever format version
//! the file is. A value that has been taken out is replaced wherever else it turns up, too (a URL, a description, a
//! script, a saved body). Templates (`{{token}}`) and placeholders (`<token>`) say nothing and stay.

mod names;
mod text;

use std::collections::{BTreeSet, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::{Map, Value};

use self::names::is_auth_setting;
pub use self::names::is_secret_name;
use self::text::{
    Part, in_members, in_pairs, in_user_info, in_words, is_scheme, looks_random, says_nothing,
    template_names,
};

/// What stands where a secret was.
pub const REDACTED: &str = "redacted";
/// Replaces every secret in the document.
pub fn redact(document: &mut Value) {
    redact_all(&mut [document]);
}

/// Replaces every secret in a collection and in the environment that goes with it: what either of them shows to be a
/// secret is taken out of both.
pub fn redact_both(collection: &mut Value, environment: &mut Value) {
    redact_all(&mut [collection, environment]);
}

fn redact_all(documents: &mut [&mut Value]) {
    let mut collector = Collector::default();
    for document in documents.iter() {
        collector.names_used_by_auth(document, false);
    }
    let mut parts = HashMap::new();
    for document in documents.iter() {
        collector.names_within(document, &mut parts);
    }
    collector.add_parts(&parts);
    for document in documents.iter_mut() {
        collector.visit_values(document);
        collector.visit(document);
    }
    // Of two secrets that begin alike the longer one counts.
    let traced = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&collector.found);
    if let Some(traced) = traced.ok().filter(|traced| traced.patterns_len() > 0) {
        documents
            .iter_mut()
            .for_each(|document| replace_everywhere(document, &traced));
    }
}

#[derive(Default)]
struct Collector {
    /// Variables that auth blocks and credential headers refer to.
    names: BTreeSet<String>,
    /// Values taken out so far.
    found: BTreeSet<String>,
    /// Whether the JSON at hand stood inside of text.
    in_text: bool,
}

impl Collector {
    /// Notes the variables that stand for a credential: those that make up a value of an auth block (other than its
    /// settings and URLs) or of a secret-looking key.
    fn names_used_by_auth(&mut self, value: &Value, in_auth: bool) {
        match value {
            Value::String(text) if in_auth && says_nothing(text) => {
                self.names.extend(template_names(text))
            }
            Value::Array(list) => list
                .iter()
                .for_each(|item| self.names_used_by_auth(item, in_auth)),
            Value::Object(members) => {
                let pair = key_of(members);
                for (key, member) in members {
                    let name = if key == "value" {
                        pair.unwrap_or(key)
                    } else {
                        key
                    };
                    let secret_pair = key == "value" && pair.is_some_and(is_secret_name);
                    let inside =
                        (in_auth || key == "auth" || secret_pair) && !is_auth_setting(name);
                    self.names_used_by_auth(member, inside);
                }
            }
            _ => {}
        }
    }

    /// Notes the variables that are secret by type, and for every variable which others it is made of.
    fn names_within(&mut self, value: &Value, parts: &mut HashMap<String, Vec<String>>) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.names_within(item, parts)),
            Value::Object(members) => {
                if let Some(key) = key_of(members) {
                    if members.get("type").and_then(Value::as_str) == Some("secret") {
                        self.names.insert(key.to_owned());
                    }
                    let text = members.get("value").and_then(Value::as_str);
                    if let Some(text) = text.filter(|text| says_nothing(text)) {
                        let of_key = parts.entry(key.to_owned()).or_default();
                        of_key.extend(template_names(text));
                    }
                }
                members
                    .values()
                    .for_each(|member| self.names_within(member, parts));
            }
            _ => {}
        }
    }

    /// A variable that auth uses may be made of others, in either document, and those of further ones.
    fn add_parts(&mut self, parts: &HashMap<String, Vec<String>>) {
        let mut open: Vec<String> = self.names.iter().cloned().collect();
        while let Some(name) = open.pop() {
            for part in parts.get(&name).into_iter().flatten() {
                if self.names.insert(part.clone()) {
                    open.push(part.clone());
                }
            }
        }
    }

    /// The variables of an environment, where they are an object of names and values.
    fn visit_values(&mut self, document: &mut Value) {
        let Some(Value::Object(values)) = document.get_mut("values") else {
            return;
        };
        for (key, value) in values {
            if is_secret_name(key) || self.names.contains(key) {
                self.take(value);
            }
        }
    }

    fn visit(&mut self, value: &mut Value) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|item| self.visit(item)),
            Value::Object(members) => self.visit_object(members),
            Value::String(text) => self.visit_text(text),
            _ => {}
        }
    }

    fn visit_object(&mut self, members: &mut Map<String, Value>) {
        let secret_pair = key_of(members)
            .is_some_and(|key| is_secret_name(key) || self.names.contains(key))
            || members.get("type").and_then(Value::as_str) == Some("secret");
        for (key, member) in members.iter_mut() {
            match key.as_str() {
                "auth" if !self.in_text => self.take_auth(member),
                "value" | "initialValue" | "currentValue" if secret_pair => self.take(member),
                "header" | "headers" => self.visit_headers(member),
                "cookie" if member.is_array() => {
                    let cookies = member.as_array_mut().into_iter().flatten();
                    cookies
                        .filter_map(|cookie| cookie.get_mut("value"))
                        .for_each(|value| self.take(value));
                }
                _ if is_secret_name(key) && !member.is_object() => self.take(member),
                _ => self.visit(member),
            }
        }
    }

    /// Headers are a list of pairs, or text with a header on each line.
    fn visit_headers(&mut self, headers: &mut Value) {
        let Value::String(text) = headers else {
            return self.visit(headers);
        };
        let mut lines: Vec<String> = Vec::new();
        for line in text.split('\n') {
            match line.split_once(':') {
                Some((name, value)) if is_secret_name(name) => {
                    let mut value = Value::String(value.trim().to_owned());
                    self.take(&mut value);
                    lines.push(format!("{name}: {}", value.as_str().unwrap_or_default()));
                }
                _ => lines.push(line.to_owned()),
            }
        }
        *text = lines.join("\n");
    }

    /// An auth block: everything but the settings that say how the credential is sent.
    fn take_auth(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                let pair = key_of(members).map(str::to_owned);
                for (key, member) in members.iter_mut() {
                    let name = if key == "value" {
                        pair.as_deref()
                    } else {
                        Some(key.as_str())
                    };
                    match member {
                        Value::Object(_) | Value::Array(_) => self.take_auth(member),
                        _ if pair.is_some() && key != "value" => {}
                        // `key` is the name of an API key's header, and elsewhere the secret itself.
                        _ if name == Some("key") => {}
                        _ if name.is_some_and(is_auth_setting) => {}
                        _ => self.take(member),
                    }
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|item| self.take_auth(item)),
            _ => {}
        }
    }

    /// JSON inside text (a raw body, a saved body), and secrets in URLs, queries and text that is nearly JSON.
    fn visit_text(&mut self, text: &mut String) {
        let trimmed = text.trim_start();
        if (trimmed.starts_with('{') || trimmed.starts_with('['))
            && let Ok(inner) = serde_json::from_str::<Value>(text)
        {
            let mut redacted = inner.clone();
            // JSON within text is a body: `auth` is a member like any other there.
            let outside = std::mem::replace(&mut self.in_text, true);
            self.visit(&mut redacted);
            self.in_text = outside;
            if redacted != inner {
                *text = serde_json::to_string_pretty(&redacted).unwrap_or_default();
            }
            return;
        }
        for secret in in_pairs(text)
            .into_iter()
            .chain(in_members(text))
            .chain(in_user_info(text))
            .chain(in_words(text))
        {
            self.take_part(text, &secret);
        }
    }

    /// Takes a secret out of the text around it. The mark in front of it tells its place from the same letters elsewhere.
    fn take_part(&mut self, text: &mut String, secret: &Part) {
        if says_nothing(&secret.value) {
            return;
        }
        self.found
            .extend(looks_random(&secret.value).then(|| secret.value.clone()));
        *text = text.replace(
            &format!("{}{}", secret.before, secret.value),
            &format!("{}{REDACTED}", secret.before),
        );
    }

    /// Takes out a value, unless it says nothing anyway.
    fn take(&mut self, value: &mut Value) {
        match value {
            Value::String(text) if says_nothing(text) => {}
            Value::String(text) => {
                // The token of `Bearer abc` and of `id=abc; HttpOnly` may turn up alone elsewhere.
                let parts = text
                    .split([' ', ';', '=', ',', '"'])
                    .chain(std::iter::once(text.as_str()));
                self.found
                    .extend(parts.filter(|part| looks_random(part)).map(str::to_owned));
                let scheme = text
                    .split_once(' ')
                    .map(|(scheme, _)| scheme)
                    .filter(|scheme| is_scheme(scheme));
                *text = scheme.map_or_else(
                    || REDACTED.to_owned(),
                    |scheme| format!("{scheme} {REDACTED}"),
                );
            }
            // A number stays one, for it is evidence of a type.
            Value::Number(number) if number.is_f64() => *value = Value::from(0.5),
            Value::Number(_) => *value = Value::from(0),
            Value::Array(list) => list.iter_mut().for_each(|item| self.take(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.take(member)),
            Value::Null | Value::Bool(_) => {}
        }
    }
}

fn key_of(members: &Map<String, Value>) -> Option<&str> {
    // Format v1 has variables with an `id` for a key.
    let id = || members.get("id").filter(|_| members.contains_key("value"));
    members.get("key").or_else(id).and_then(Value::as_str)
}

/// Replaces traced secrets in every string. One automaton for all: the time depends on the text alone.
fn replace_everywhere(value: &mut Value, secrets: &AhoCorasick) {
    match value {
        Value::String(text) if secrets.is_match(text.as_str()) => {
            let replacements = vec![REDACTED; secrets.patterns_len()];
            *text = secrets.replace_all(text, &replacements);
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|item| replace_everywhere(item, secrets)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| replace_everywhere(member, secrets)),
        _ => {}
    }
}
