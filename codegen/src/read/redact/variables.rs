//! The variables that stand for a credential, whatever they are called.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::names::{Field, is_auth_setting, is_secret_field, is_secret_name};
use super::take::key_of;
use super::value::{says_nothing, template_names};

/// The names of variables that hold secrets.
#[derive(Default)]
pub(super) struct Variables(BTreeSet<String>);

impl Variables {
    /// Those that auth blocks and credential headers of the documents refer to, those that these are made of, and those
    /// that are secret by type.
    pub(super) fn of(documents: &[&mut Value]) -> Self {
        let mut variables = Self::default();
        for document in documents {
            variables.used_by_auth(document, false, Field::Other);
        }
        let mut parts = HashMap::new();
        for document in documents {
            variables.within(document, &mut parts);
        }
        variables.add_parts(&parts);
        variables
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Notes the variables that stand for a credential: those in a value of an auth block (other than its settings and
    /// URLs) or of a secret-looking key, whatever stands around them (`SSWS {{okta}}`).
    fn used_by_auth(&mut self, value: &Value, in_auth: bool, field: Field) {
        match value {
            Value::String(text) if in_auth => self.0.extend(credential_names(text)),
            Value::Array(list) => list
                .iter()
                .for_each(|item| self.used_by_auth(item, in_auth, field)),
            Value::Object(members) => {
                let pair = key_of(members);
                let is_secret = |name: &str| {
                    is_secret_name(name)
                        || (field == Field::Header && is_secret_field(name, field, ""))
                };
                for (key, member) in members {
                    let name = if key == "value" {
                        pair.unwrap_or(key)
                    } else {
                        key
                    };
                    // Names are looked at last: most values hold no variable.
                    let is_secret_value =
                        || key == "value" && holds_variable(member) && pair.is_some_and(is_secret);
                    let inside =
                        (in_auth || key == "auth" || is_secret_value()) && !is_auth_setting(name);
                    let field = Field::of(key, field);
                    match member {
                        Value::String(lines) if field == Field::Header => self.used_by_lines(lines),
                        _ => self.used_by_auth(member, inside, field),
                    }
                }
            }
            _ => {}
        }
    }

    /// The same for headers that are text, one on each line.
    fn used_by_lines(&mut self, lines: &str) {
        let pairs = lines.lines().filter_map(|line| line.split_once(':'));
        for (name, value) in pairs {
            if is_secret_name(name) || is_secret_field(name, Field::Header, "") {
                self.0.extend(credential_names(value));
            }
        }
    }

    /// Notes the variables that are secret by type, and for every variable which others it is made of.
    fn within(&mut self, value: &Value, parts: &mut HashMap<String, Vec<String>>) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.within(item, parts)),
            Value::Object(members) => {
                if let Some(key) = key_of(members) {
                    if members.get("type").and_then(Value::as_str) == Some("secret") {
                        self.0.insert(key.to_owned());
                    }
                    let text = members.get("value").and_then(Value::as_str);
                    if let Some(text) = text.filter(|text| text.contains("{{")) {
                        let of_key = parts.entry(key.to_owned()).or_default();
                        of_key.extend(credential_names(text));
                    }
                }
                members
                    .values()
                    .for_each(|member| self.within(member, parts));
            }
            _ => {}
        }
    }

    /// A variable that auth uses may be made of others, in either document, and those of further ones.
    fn add_parts(&mut self, parts: &HashMap<String, Vec<String>>) {
        let mut open: Vec<String> = self.0.iter().cloned().collect();
        while let Some(name) = open.pop() {
            for part in parts.get(&name).into_iter().flatten() {
                if self.0.insert(part.clone()) {
                    open.push(part.clone());
                }
            }
        }
    }
}

/// Whether there may be variables in a value.
fn holds_variable(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("{{"),
        _ => true,
    }
}

/// The variables that a credential is made of. A host within of it (`https://{{host}}/`) is none of them.
fn credential_names(text: &str) -> impl Iterator<Item = String> {
    let alone = says_nothing(text);
    template_names(text).into_iter().filter(move |name| {
        let lower = name.to_ascii_lowercase();
        let is_address = ["url", "uri", "host", "domain"]
            .iter()
            .any(|ending| lower.ends_with(ending));
        alone || !is_address
    })
}
