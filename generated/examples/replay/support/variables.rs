//! Variables: `{{name}}` is replaced by its value as Postman does.

use std::collections::HashMap;

use serde_json::Value;

use super::saved::{Entry, entries, text};

/// How often values are looked through for further variables.
const ROUNDS: usize = 19;

/// The values of all variables.
#[derive(Debug, Default)]
pub struct Variables(HashMap<String, String>);

impl Variables {
    /// Adds the variables of a scope, which count before those already there. Of two of one name the last counts.
    pub fn add(&mut self, scope: &[Entry]) {
        for entry in scope.iter().filter(|entry| !entry.disabled) {
            let value = match &entry.value {
                None => String::new(),
                Some(Value::Null) => "null".to_owned(),
                Some(Value::Object(_)) => "[object Object]".to_owned(),
                Some(other) => text(other),
            };
            self.0.insert(entry.key.clone(), value);
        }
    }

    /// Adds those of an environment or of exported globals.
    pub fn add_file(&mut self, file: &Value) {
        let inner = ["environment", "globals"].iter().find_map(|key| file.get(*key));
        let values = inner.unwrap_or(file);
        self.add(&entries(values.get("values").or(Some(values))));
    }

    /// The text with all variables replaced that have a value.
    pub fn replace(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..ROUNDS {
            let next = self.replace_once(&text);
            if next == text {
                break;
            }
            text = next;
        }
        text
    }

    fn replace_once(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let name = &rest[start + 2..];
            // The innermost braces are a variable: `{{a{{b}}}}` begins with `{{b}}`.
            let end = name.find(['{', '}']).unwrap_or(name.len());
            let closed = name[end..].starts_with("}}");
            match self.0.get(&name[..end]).filter(|_| closed) {
                Some(value) => {
                    out.push_str(&rest[..start]);
                    out.push_str(value);
                    rest = &name[end + 2..];
                }
                None => {
                    out.push_str(&rest[..start + 1]);
                    rest = &rest[start + 1..];
                }
            }
        }
        out.push_str(rest);
        out
    }
}
