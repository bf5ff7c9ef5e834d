//! Takes secrets out of a parsed document, before anything else sees it, and says where they were.
//!
//! Collections in the wild hold live tokens and passwords. Working on the parsed JSON, ahead of every other stage,
//! makes one promise easy to keep: no value from an auth block, from a variable that credentials use, from a header,
//! parameter or JSON member with a secret-looking name, and no token of a known shape exists after this function, in
//! whatever format version the file is. The same holds inside text: JSON, YAML, XML, queries, curl commands, prose. A
//! value that has been taken out is replaced wherever else it turns up, too (a URL, a description, a script, a saved
//! body). Templates (`{{token}}`) and placeholders (`<token>`) say nothing and stay.
//!
//! What only looks random is taken out of headers, variables, queries and forms, unless its name says that it
//! identifies something. Elsewhere, ids and hashes look the same: there it stays, and is reported.

mod findings;
mod names;
mod shapes;
mod spot;
mod text;
mod trace;
mod users;
mod value;
mod variables;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use self::findings::Trail;
pub use self::findings::{Finding, Findings, Kind};
pub use self::names::is_secret_name;
use self::names::{Field, is_auth_setting, is_identifying, is_plural, is_secret_field};
use self::spot::Spot;
use self::text::{Manner, What};
use self::trace::Traced;
use self::value::{
    is_long_hex, is_machine_made, is_placeholder, is_scheme, is_scheme_name, is_suspicious,
    is_suspicious_url, is_syntax_around_variables, looks_random, random_words, says_nothing,
};
use self::variables::Variables;

/// What stands where a secret was.
pub const REDACTED: &str = "redacted";

/// A random-looking value of a header, a variable or a parameter that is shorter may be anything.
const SHORTEST_RANDOM: usize = 20;

/// Replaces every secret in the document, and says where they were.
pub fn redact(document: &mut Value) -> Findings {
    let found = redact_together(&mut [document]);
    found.into_iter().next().unwrap_or_default()
}

/// Replaces every secret in a collection and in the environments that go with it: what one of them shows to be a
/// secret is taken out of all.
pub fn redact_together(documents: &mut [&mut Value]) -> Vec<Findings> {
    let mut collector = Collector {
        names: Variables::of(documents),
        ..Collector::default()
    };
    let found = documents.iter_mut().map(|document| {
        collector.visit_values(document);
        collector.visit(document, Spot::new(&Trail::ROOT));
        std::mem::take(&mut collector.findings)
    });
    let mut findings: Vec<Findings> = found.collect();
    if let Some(traced) = Traced::new(&collector.found) {
        for (document, findings) in documents.iter_mut().zip(&mut findings) {
            traced.replace(document, &Trail::ROOT, findings);
        }
    }
    findings
}

#[derive(Default)]
struct Collector {
    /// Variables that auth blocks and credential headers refer to.
    names: Variables,
    /// Values taken out so far.
    found: BTreeSet<String>,
    /// Where they were, in the document at hand.
    findings: Findings,
    /// How often a value was changed.
    changes: usize,
}

impl Collector {
    /// The variables of an environment, where they are an object of names and values.
    fn visit_values(&mut self, document: &mut Value) {
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

    fn visit(&mut self, value: &mut Value, spot: Spot<'_>) {
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
    fn visit_value(&mut self, value: &mut Value, spot: Spot<'_>, field: Field) {
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

    fn take_cookies(&mut self, cookies: &mut Value, spot: Spot<'_>) {
        let list = cookies.as_array_mut().into_iter().flatten();
        for (index, cookie) in list.enumerate() {
            if let Some(value) = cookie.get_mut("value") {
                let (cookie, trail);
                cookie = spot.trail.index(index);
                trail = cookie.key("value");
                self.take(value, spot.element(&trail), "cookie");
            }
        }
    }

    /// An auth block: everything but the settings that say how the credential is sent.
    fn take_auth(&mut self, value: &mut Value, trail: &Trail<'_>) {
        match value {
            Value::Object(members) => {
                let pair = key_of(members).map(str::to_owned);
                for (key, member) in members.iter_mut() {
                    let trail = trail.key(key);
                    let name = if key == "value" {
                        pair.as_deref()
                    } else {
                        Some(key.as_str())
                    };
                    match member {
                        Value::Object(_) | Value::Array(_) => self.take_auth(member, &trail),
                        _ if pair.is_some() && key != "value" => {}
                        // `key` is the name of an API key's header, and elsewhere the secret itself.
                        _ if name == Some("key") => {}
                        // What names no secret may still hold one: a URL with a key in its query.
                        _ if name.is_some_and(is_auth_setting) => {
                            if member.as_str().is_some_and(|text| text.contains("://")) {
                                self.visit(member, Spot::new(&trail));
                            }
                        }
                        _ => {
                            let name = name.unwrap_or("auth");
                            let spot = Spot {
                                quiet: !is_credential(name, member),
                                ..Spot::new(&trail)
                            };
                            self.take(member, spot, name);
                        }
                    }
                }
            }
            Value::Array(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    self.take_auth(item, &trail.index(index));
                }
            }
            _ => {}
        }
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

    /// The words of prose that look random.
    fn take_random_words(&mut self, text: &mut String, spot: Spot<'_>) {
        let words: Vec<&str> = random_words(text, SHORTEST_RANDOM).collect();
        let Some(first) = words.first() else { return };
        self.findings.add(spot.trail, shape_or(first, Kind::Random));
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        for word in &words {
            let Some((before, after)) = rest.split_once(word) else {
                break;
            };
            out.push_str(before);
            out.push_str(REDACTED);
            rest = after;
        }
        out.push_str(rest);
        self.found.extend(words.into_iter().map(str::to_owned));
        *text = out;
        self.changes += 1;
    }

    /// Takes out a value, unless it says nothing anyway.
    fn take(&mut self, value: &mut Value, spot: Spot<'_>, name: &str) {
        match value {
            Value::String(text) if says_nothing(text) => return,
            Value::String(text) => {
                self.found.extend(trace::parts(text).map(str::to_owned));
                if !spot.quiet && !is_placeholder(text) {
                    self.findings
                        .add(spot.trail, shape_or(text, Kind::Field(name.to_owned())));
                }
                let scheme = text
                    .split_once(' ')
                    .filter(|(scheme, secret)| {
                        is_scheme(scheme)
                            || (is_authorization(name) && is_own_scheme(scheme, secret))
                    })
                    .map(|(scheme, _)| scheme);
                *text = scheme.map_or_else(
                    || REDACTED.to_owned(),
                    |scheme| format!("{scheme} {REDACTED}"),
                );
            }
            Value::Number(number) => {
                // A number stays one, for it is evidence of a type.
                let nothing = match number.is_f64() {
                    true => Value::from(0.5),
                    false => Value::from(0),
                };
                if Value::Number(number.clone()) == nothing {
                    return;
                }
                if !spot.quiet {
                    self.findings.add(spot.trail, Kind::Field(name.to_owned()));
                }
                *value = nothing;
            }
            Value::Array(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    let trail = spot.trail.index(index);
                    self.take(item, spot.element(&trail), name);
                }
                return;
            }
            Value::Object(members) => {
                for (key, member) in members.iter_mut() {
                    let trail = spot.trail.key(key);
                    self.take(member, spot.element(&trail), name);
                }
                return;
            }
            Value::Null | Value::Bool(_) => return,
        }
        self.changes += 1;
    }
}

/// Whether a header of this name usually holds a secret: some names say so in headers alone.
pub(crate) fn is_secret_header(name: &str) -> bool {
    is_secret_name(name) || is_secret_field(name, Field::Header, "")
}

fn key_of(members: &Map<String, Value>) -> Option<&str> {
    // Format v1 has variables with an `id` for a key.
    let id = || members.get("id").filter(|_| members.contains_key("value"));
    members.get("key").or_else(id).and_then(Value::as_str)
}

/// Whether a header's value is made of variables and of syntax around them.
fn holds_no_secret(value: &Value) -> bool {
    value.as_str().is_some_and(is_syntax_around_variables)
}

/// Whether a header's value begins with a scheme (RFC 9110 §11.6.2).
fn is_authorization(name: &str) -> bool {
    ["authorization", "proxy-authorization"]
        .iter()
        .any(|header| name.trim().eq_ignore_ascii_case(header))
}

/// Whether a word in front of a secret is the scheme of an API's own (`ApiKey 4fd1…`), rather than a part of a phrase.
fn is_own_scheme(word: &str, secret: &str) -> bool {
    is_scheme_name(word)
        && !secret.trim().contains(char::is_whitespace)
        && (looks_random(secret.trim()) || is_placeholder(secret))
}

fn is_random(value: &Value) -> bool {
    value.as_str().is_some_and(looks_random)
}

/// The shape of a token says more than its name.
fn shape_or(text: &str, kind: Kind) -> Kind {
    shapes::kind_of(text).map_or(kind, Kind::Shape)
}

/// Whether a value of an auth block is worth a warning: users and realms are taken out, too.
fn is_credential(name: &str, value: &Value) -> bool {
    is_secret_name(name) || name == "value" || is_random(value)
}
