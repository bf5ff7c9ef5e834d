//! The variables that stand for a credential, whatever they are called.

use std::collections::BTreeSet;

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
        // A variable that auth uses may be made of others, in either document.
        let mut known = usize::MAX;
        while known != variables.0.len() {
            known = variables.0.len();
            for document in documents {
                variables.within(document);
            }
        }
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

    /// Notes the variables that secret variables are made of, and those that are secret by type.
    fn within(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.within(item)),
            Value::Object(members) => {
                if let Some(key) = key_of(members) {
                    if members.get("type").and_then(Value::as_str) == Some("secret") {
                        self.0.insert(key.to_owned());
                    }
                    let text = members
                        .get("value")
                        .and_then(Value::as_str)
                        .filter(|text| says_nothing(text));
                    if let Some(text) = text.filter(|_| self.0.contains(key)) {
                        self.0.extend(template_names(text));
                    }
                }
                members.values().for_each(|member| self.within(member));
            }
            _ => {}
        }
    }
}
