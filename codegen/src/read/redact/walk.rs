//! The walk through a document, which takes out what its place, its name or its look shows to be a secret.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::findings::{Findings, Kind};
use super::names::{Field, is_identifying, is_plural, is_secret_field, is_secret_name};
use super::spot::Spot;
use super::take::{is_random, key_of, shape_or};
use super::text::{self, Manner, What};
use super::trace;
use super::value::{
    is_long_hex, is_machine_made, is_placeholder, is_suspicious, is_suspicious_url,
    is_syntax_around_variables, looks_random,
};
use super::variables::Variables;
use super::{REDACTED, SHORTEST_RANDOM, Trail};

/// What goes through the documents.
#[derive(Default)]
pub(super) struct Collector {
    /// Variables that auth blocks and credential headers refer to.
    pub(super) names: Variables,
    /// Values taken out so far.
    pub(super) found: BTreeSet<String>,
    /// Where they were, in the document at hand.
    pub(super) findings: Findings,
    /// How often a value was changed.
    pub(super) changes: usize,
}

impl Collector {
    /// The variables of an environment, where they are an object of names and values.
    pub(super) fn visit_values(&mut self, document: &mut Value) {
        let Some(Value::Object(values)) = document.get_mut("values") else {
            return;
        };
        let list = Trail::ROOT.key("values");
        for (key, value) in values {
            if is_secret_name(key) || self.names.contains(key) {
                self.take(value, Spot::new(&list.key(key)), key);
            }
        }
    }

    pub(super) fn visit(&mut self, value: &mut Value, spot: Spot<'_>) {
        match value {
            Value::Array(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    let trail = spot.trail.index(index);
                    self.visit(item, spot.element(&trail));
                }
            }
            Value::Object(members) => self.visit_object(members, spot),
            Value::String(text) => self.visit_text(text, spot),
            _ => {}
        }
    }

    fn visit_object(&mut self, members: &mut Map<String, Value>, spot: Spot<'_>) {
        let pair = self.secret_pair(members, spot);
        let name = key_of(members).map(str::to_owned);
        let identifying = name.as_deref().is_some_and(is_identifying);
        for (key, member) in members.iter_mut() {
            let trail = spot.trail.key(key);
            let mut inner = spot.member(&trail, key);
            if key == "value" {
                inner.name = name.as_deref();
            }
            match key.as_str() {
                "auth" if !spot.in_text && !member.is_string() => self.take_auth(member, &trail),
                "value" if spot.field == Field::Header && holds_no_secret(member) => {}
                "value" | "initialValue" | "currentValue" if pair.is_some() => {
                    self.take(member, inner, pair.as_deref().unwrap_or_default());
                }
                "value" if spot.field != Field::Other && !identifying => {
                    self.visit_value(member, inner, spot.field);
                }
                "value" | "key" | "hash" if spot.under_secret && is_random(member) => {
                    self.take(member, inner, key);
                }
                "header" | "headers" => self.visit_headers(member, inner),
                "cookie" if member.is_array() => self.take_cookies(member, inner),
                _ => self.visit_member(key, member, inner),
            }
        }
    }

    /// The name of a pair with a secret in it, if this is one.
    fn secret_pair(&self, members: &Map<String, Value>, spot: Spot<'_>) -> Option<String> {
        let key = key_of(members);
        let typed = members.get("type").and_then(Value::as_str) == Some("secret");
        let value = || {
            members
                .get("value")
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let named = |key: &&str| {
            is_secret_name(key)
                || self.names.contains(key)
                || (spot.field != Field::Other && is_secret_field(key, spot.field, value()))
        };
        match key {
            Some(key) if typed || named(&key) => Some(key.to_owned()),
            None if typed => Some("secret".to_owned()),
            Some(key) if spot.field != Field::Other && is_plural(key).is_some() => {
                looks_random(value()).then(|| key.to_owned())
            }
            _ => None,
        }
    }

    /// The value of a pair whose name says nothing: a token by its shape, or by looking random.
    pub(super) fn visit_value(&mut self, value: &mut Value, spot: Spot<'_>, field: Field) {
        if let Value::String(text) = value
            && field != Field::Path
            && (is_machine_made(text, SHORTEST_RANDOM)
                || (matches!(field, Field::Header | Field::Variable) && is_long_hex(text)))
        {
            self.findings.add(spot.trail, shape_or(text, Kind::Random));
            self.found
                .insert(std::mem::replace(text, REDACTED.to_owned()));
            self.changes += 1;
            return;
        }
        self.visit(value, spot);
    }

    /// A member of an object that is no pair.
    fn visit_member(&mut self, key: &str, member: &mut Value, spot: Spot<'_>) {
        let secret = is_secret_name(key)
            || (key.ends_with("ass")
                && member.is_string()
                && is_secret_field(key, Field::Other, ""));
        let plural = is_plural(key);
        match member {
            Value::Object(_) => self.visit(
                member,
                Spot {
                    under_secret: secret || plural.is_some(),
                    ..spot
                },
            ),
            Value::Array(list) if secret || plural.is_some() => {
                for (index, item) in list.iter_mut().enumerate() {
                    let trail = spot.trail.index(index);
                    let element = Spot {
                        under_secret: true,
                        ..spot.element(&trail)
                    };
                    match item {
                        Value::Object(_) => self.visit(item, element),
                        Value::Array(_) if !secret => self.visit(item, element),
                        _ if secret || plural == Some(true) || is_random(item) => {
                            self.take(item, element, key);
                        }
                        _ => self.visit(item, element),
                    }
                }
            }
            _ if secret || (plural.is_some() && is_random(member)) => self.take(member, spot, key),
            _ => self.visit(member, spot),
        }
    }

    /// Headers are a list of pairs, or text with a header on each line.
    fn visit_headers(&mut self, headers: &mut Value, spot: Spot<'_>) {
        let Value::String(text) = headers else {
            return self.visit(headers, spot);
        };
        let mut lines: Vec<String> = Vec::new();
        for line in text.split('\n') {
            let pair = line
                .split_once(':')
                .map(|(name, value)| (name, value.trim()));
            match pair {
                Some((name, value))
                    if (is_secret_name(name) || is_secret_field(name, Field::Header, value))
                        && !is_syntax_around_variables(value) =>
                {
                    let mut value = Value::from(value);
                    self.take(&mut value, spot, name.trim());
                    lines.push(format!("{name}: {}", value.as_str().unwrap_or_default()));
                }
                Some((name, value)) if !value.is_empty() && !is_identifying(name) => {
                    let mut value = Value::from(value);
                    let before = self.changes;
                    self.visit_value(&mut value, spot, Field::Header);
                    match value.as_str().filter(|_| self.changes != before) {
                        Some(value) => lines.push(format!("{name}: {value}")),
                        None => lines.push(line.to_owned()),
                    }
                }
                _ => lines.push(line.to_owned()),
            }
        }
        *text = lines.join("\n");
    }

    /// JSON inside text (a raw body, a saved body), and secrets in text of any other kind.
    fn visit_text(&mut self, text: &mut String, spot: Spot<'_>) {
        let trimmed = text.trim_start();
        if (trimmed.starts_with('{') || trimmed.starts_with('['))
            && let Ok(mut inner) = serde_json::from_str::<Value>(text)
        {
            let before = self.changes;
            let within = Spot {
                in_text: true,
                field: Field::Other,
                manner: Manner::Prose,
                ..spot
            };
            self.visit(&mut inner, within);
            if self.changes != before {
                *text = serde_json::to_string_pretty(&inner).unwrap_or_default();
            }
            return;
        }
        let parts = text::find(text, spot.manner);
        for part in &parts {
            let secret = &text[part.range.clone()];
            self.found.extend(trace::parts(secret).map(str::to_owned));
            if !is_placeholder(secret) {
                let kind = match &part.what {
                    What::Named(name) => shape_or(secret, Kind::Field(name.clone())),
                    What::Shaped(kind) => Kind::Shape(kind),
                };
                self.findings.add(spot.trail, kind);
            }
        }
        if !parts.is_empty() {
            *text = text::without(text, &parts);
            self.changes += 1;
        }
        if spot.manner == Manner::Code {
            return;
        }
        // Prose that holds one secret may well hold another.
        if !parts.is_empty() && matches!(spot.name, Some("description" | "content")) {
            self.take_random_words(text, spot);
        }
        // The URL of a request is no reference, as `url` is elsewhere.
        let is_url = spot.field == Field::Path && spot.name == Some("url");
        let suspicious = match is_url {
            true => is_suspicious_url(text),
            false => is_suspicious(text) && !spot.name.is_some_and(is_identifying),
        };
        if suspicious {
            self.findings.add(spot.trail, Kind::Suspicious);
        }
    }
}

/// Whether a header's value is made of variables and of syntax around them.
fn holds_no_secret(value: &Value) -> bool {
    value.as_str().is_some_and(is_syntax_around_variables)
}
