//! Taking a value out: of auth blocks, cookies and prose, and wherever the walk finds one.

use serde_json::{Map, Value};

use super::findings::Kind;
use super::names::{is_auth_setting, is_secret_name};
use super::spot::Spot;
use super::value::{
    is_placeholder, is_scheme, is_scheme_name, looks_random, random_words, says_nothing,
};
use super::walk::Collector;
use super::{REDACTED, SHORTEST_RANDOM, Trail, shapes, trace};

impl Collector {
    pub(super) fn take_cookies(&mut self, cookies: &mut Value, spot: Spot<'_>) {
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
    pub(super) fn take_auth(&mut self, value: &mut Value, trail: &Trail<'_>) {
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

    /// The words of prose that look random.
    pub(super) fn take_random_words(&mut self, text: &mut String, spot: Spot<'_>) {
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
    pub(super) fn take(&mut self, value: &mut Value, spot: Spot<'_>, name: &str) {
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

/// The shape of a token says more than its name.
pub(super) fn shape_or(text: &str, kind: Kind) -> Kind {
    shapes::kind_of(text).map_or(kind, Kind::Shape)
}

/// Whether a value of an auth block is worth a warning: users and realms are taken out, too.
fn is_credential(name: &str, value: &Value) -> bool {
    is_secret_name(name) || name == "value" || is_random(value)
}

pub(super) fn is_random(value: &Value) -> bool {
    value.as_str().is_some_and(looks_random)
}

pub(super) fn key_of(members: &Map<String, Value>) -> Option<&str> {
    // Format v1 has variables with an `id` for a key.
    let id = || members.get("id").filter(|_| members.contains_key("value"));
    members.get("key").or_else(id).and_then(Value::as_str)
}
