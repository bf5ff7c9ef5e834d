//! The variables that stand for a credential, whatever they are called.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::key_of;
use super::names::{is_auth_setting, is_secret_name};
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
            variables.used_by_auth(document, false);
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

    /// Notes the variables that stand for a credential: those that make up a value of an auth block (other than its
    /// settings and URLs) or of a secret-looking key.
    fn used_by_auth(&mut self, value: &Value, in_auth: bool) {
        match value {
            Value::String(text) if in_auth && says_nothing(text) => {
                self.0.extend(template_names(text))
            }
            Value::Array(list) => list
                .iter()
                .for_each(|item| self.used_by_auth(item, in_auth)),
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
                    self.used_by_auth(member, inside);
                }
            }
            _ => {}
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
                    if let Some(text) = text.filter(|text| says_nothing(text)) {
                        let of_key = parts.entry(key.to_owned()).or_default();
                        of_key.extend(template_names(text));
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
