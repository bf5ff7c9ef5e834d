//! Takes secrets out of a parsed document, before anything else sees it.
//!
//! Collections in the wild hold live tokens and passwords. Working on the parsed JSON, ahead of every other stage,
//! makes one promise easy to keep: no value from an auth block, from a variable that credentials use, or from a
//! header, parameter or JSON member with a secret-looking name exists after this function, in whatever format version
//! the file is. A value that has been taken out is replaced wherever else it turns up, too (a URL, a description, a
//! script, a saved body). Templates (`{{token}}`) and placeholders (`<token>`) say nothing and stay.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What stands where a secret was.
pub const REDACTED: &str = "redacted";

/// A secret that is shorter is replaced at its own place only: elsewhere the same few letters may be anything.
const SHORTEST_TRACED: usize = 8;

/// Members of an auth block that say how a credential is sent, not what it is.
const AUTH_SETTINGS: [&str; 19] = [
    "type", "in", "addTokenTo", "tokenType", "headerPrefix", "queryParamKey", "algorithm", "alg", "signatureMethod",
    "version", "service", "region", "grant_type", "scope", "client_authentication", "addParamsToHeader", "qop",
    "addAuthDataToQuery", "includePayloadHash",
];

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
    // A variable that auth uses may be made of others, in either document.
    let mut known = usize::MAX;
    while known != collector.names.len() {
        known = collector.names.len();
        for document in documents.iter() {
            collector.names_within(document);
        }
    }
    for document in documents.iter_mut() {
        collector.visit_values(document);
        collector.visit(document);
    }
    let traced: Vec<String> = collector.found.into_iter().filter(|secret| secret.len() >= SHORTEST_TRACED).collect();
    if !traced.is_empty() {
        documents.iter_mut().for_each(|document| replace_everywhere(document, &traced));
    }
}

/// Whether a header, parameter, variable or member of this name usually holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    let has = |word: &str| words.iter().any(|w| w == word);
    let joined = words.concat();
    if has("page") || has("next") || has("cursor") || has("continuation") || has("type") || has("url") || has("uri")
        || has("expires") || has("expiry") || has("name") || has("limit") || has("count")
    {
        return false;
    }
    const WORDS: [&str; 10] =
        ["password", "passwd", "pwd", "secret", "token", "apikey", "authorization", "cookie", "passphrase", "jwt"];
    const JOINED: [&str; 12] = [
        "apikey", "accesskey", "secretkey", "privatekey", "accesstoken", "refreshtoken", "idtoken", "clientsecret",
        "sessionid", "setcookie", "subscriptionkey", "authkey",
    ];
    WORDS.iter().any(|word| has(word)) || JOINED.iter().any(|part| joined.contains(part))
}

/// Whether a member of an auth block says how or where, rather than what. URLs are no secrets either.
fn is_auth_setting(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    AUTH_SETTINGS.contains(&name) || lower.ends_with("url") || lower.ends_with("uri")
}

/// The lower-case words of a name: `X-Api-Key`, `clientSecret` and `ACCESS_TOKEN` alike.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
            previous_lower = false;
            continue;
        }
        if words.is_empty() || (c.is_uppercase() && previous_lower) {
            words.push(String::new());
        }
        previous_lower = c.is_lowercase() || c.is_numeric();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[derive(Default)]
struct Collector {
    /// Variables that auth blocks and credential headers refer to.
    names: BTreeSet<String>,
    /// Values taken out so far.
    found: BTreeSet<String>,
}

impl Collector {
    /// Notes the variables that stand for a credential: those that make up a value of an auth block (other than its
    /// settings and URLs) or of a secret-looking key.
    fn names_used_by_auth(&mut self, value: &Value, in_auth: bool) {
        match value {
            Value::String(text) if in_auth && says_nothing(text) => self.names.extend(template_names(text)),
            Value::Array(list) => list.iter().for_each(|item| self.names_used_by_auth(item, in_auth)),
            Value::Object(members) => {
                let pair = key_of(members);
                for (key, member) in members {
                    let name = if key == "value" { pair.unwrap_or(key) } else { key };
                    let secret_pair = key == "value" && pair.is_some_and(is_secret_name);
                    let inside = (in_auth || key == "auth" || secret_pair) && !is_auth_setting(name);
                    self.names_used_by_auth(member, inside);
                }
            }
            _ => {}
        }
    }

    /// Notes the variables that secret variables are made of, and those that are secret by type.
    fn names_within(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.names_within(item)),
            Value::Object(members) => {
                if let Some(key) = key_of(members) {
                    if members.get("type").and_then(Value::as_str) == Some("secret") {
                        self.names.insert(key.to_owned());
                    }
                    let text = members.get("value").and_then(Value::as_str).filter(|text| says_nothing(text));
                    if let Some(text) = text.filter(|_| self.names.contains(key)) {
                        self.names.extend(template_names(text));
                    }
                }
                members.values().for_each(|member| self.names_within(member));
            }
            _ => {}
        }
    }

    /// The variables of an environment, where they are an object of names and values.
    fn visit_values(&mut self, document: &mut Value) {
        let Some(Value::Object(values)) = document.get_mut("values") else { return };
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
        let secret_pair = key_of(members).is_some_and(|key| is_secret_name(key) || self.names.contains(key))
            || members.get("type").and_then(Value::as_str) == Some("secret");
        for (key, member) in members.iter_mut() {
            match key.as_str() {
                "auth" => self.take_auth(member),
                "value" | "initialValue" | "currentValue" if secret_pair => self.take(member),
                "header" | "headers" => self.visit_headers(member),
                "cookie" if member.is_array() => {
                    let cookies = member.as_array_mut().into_iter().flatten();
                    cookies.filter_map(|cookie| cookie.get_mut("value")).for_each(|value| self.take(value));
                }
                _ if member.is_string() && is_secret_name(key) => self.take(member),
                _ => self.visit(member),
            }
        }
    }

    /// Headers are a list of pairs, or text with a header on each line.
    fn visit_headers(&mut self, headers: &mut Value) {
        let Value::String(text) = headers else { return self.visit(headers) };
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
                    let name = if key == "value" { pair.as_deref() } else { Some(key.as_str()) };
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

    /// JSON inside text (a raw body, a saved body), and secrets in a URL's query.
    fn visit_text(&mut self, text: &mut String) {
        let trimmed = text.trim_start();
        if trimmed.starts_with('{') || trimmed.starts_with('[') {
            if let Ok(inner) = serde_json::from_str::<Value>(text) {
                let mut redacted = inner.clone();
                self.visit(&mut redacted);
                if redacted != inner {
                    *text = serde_json::to_string_pretty(&redacted).unwrap_or_default();
                }
                return;
            }
        }
        if let Some((_, query)) = text.split_once('?') {
            let secrets: Vec<String> = query
                .split(['&', '#', ' ', '\n', '"'])
                .filter_map(|pair| pair.split_once('='))
                .filter(|(key, _)| is_secret_name(key))
                .map(|(_, value)| value.to_owned())
                .collect();
            for secret in secrets {
                let mut value = Value::String(secret.clone());
                self.take(&mut value);
                if value.as_str() == Some(REDACTED) {
                    *text = text.replace(&format!("={secret}"), &format!("={REDACTED}"));
                }
            }
        }
    }

    /// Takes out a value, unless it says nothing anyway.
    fn take(&mut self, value: &mut Value) {
        match value {
            Value::String(text) if says_nothing(text) => {}
            Value::String(text) => {
                self.found.insert(text.clone());
                // `Bearer abc`: the token alone may turn up elsewhere.
                let last = text.rsplit(' ').next().unwrap_or_default();
                self.found.insert(last.to_owned());
                *text = REDACTED.to_owned();
            }
            Value::Number(_) => *value = Value::String(REDACTED.to_owned()),
            Value::Array(list) => list.iter_mut().for_each(|item| self.take(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.take(member)),
            Value::Null | Value::Bool(_) => {}
        }
    }
}

/// Empty, a placeholder, or made of templates alone (`{{token}}`, `Bearer {{token}}`).
fn says_nothing(text: &str) -> bool {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed == REDACTED || (trimmed.starts_with('<') && trimmed.ends_with('>')) {
        return true;
    }
    let mut rest = trimmed;
    let mut literal = String::new();
    while let Some((before, after)) = rest.split_once("{{") {
        literal.push_str(before);
        let Some((_, tail)) = after.split_once("}}") else { return false };
        rest = tail;
    }
    let templated = rest.len() != trimmed.len();
    literal.push_str(rest);
    templated && literal.split_whitespace().all(|word| matches!(word.to_lowercase().as_str(), "bearer" | "basic" | "token" | ":"))
}

fn template_names(text: &str) -> Vec<String> {
    text.split("{{").skip(1).filter_map(|part| part.split_once("}}")).map(|(name, _)| name.to_owned()).collect()
}

fn key_of(members: &Map<String, Value>) -> Option<&str> {
    members.get("key").and_then(Value::as_str)
}

fn replace_everywhere(value: &mut Value, secrets: &[String]) {
    match value {
        Value::String(text) => {
            for secret in secrets {
                if text.contains(secret.as_str()) {
                    *text = text.replace(secret.as_str(), REDACTED);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| replace_everywhere(item, secrets)),
        Value::Object(members) => members.values_mut().for_each(|member| replace_everywhere(member, secrets)),
        _ => {}
    }
}
