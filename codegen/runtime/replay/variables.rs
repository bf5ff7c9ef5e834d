//! Variables: `{{name}}` is replaced by its value as Postman does.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::dynamic;
use super::saved::{Entry, entries, text};

/// How often values are looked through for further variables.
const ROUNDS: usize = 19;

/// By how many bytes values may make a text longer: those that name each other several times grow without end.
const MOST: usize = 1 << 20;

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
        let mut values = values.get("values").unwrap_or(values).clone();
        // What exports call `enabled` is not looked at; `disabled` is.
        for value in values.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            value.remove("enabled");
        }
        self.add(&entries(Some(&values)));
    }

    /// The text with all variables replaced that have a value, as far as it does not grow too much.
    pub fn replace(&self, text: &str) -> String {
        let longest = text.len() + MOST;
        let mut text = text.to_owned();
        for _ in 0..ROUNDS {
            match self.replace_once(&text, longest) {
                Some(next) if next != text => text = next,
                _ => break,
            }
        }
        text
    }

    /// The value of a variable; of a dynamic one that no scope sets, another one each time.
    fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        let known = self.0.get(name).map(|value| Cow::from(value.as_str()));
        known.or_else(|| dynamic::value(name).map(Cow::from))
    }

    /// `None` if the text becomes too long.
    fn replace_once(&self, text: &str, longest: usize) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let name = &rest[start + 2..];
            // The innermost braces are a variable: `{{a{{b}}}}` begins with `{{b}}`.
            let end = name.find(['{', '}']).unwrap_or(name.len());
            let closed = name[end..].starts_with("}}");
            match self.value(&name[..end]).filter(|_| closed) {
                Some(value) => {
                    out.push_str(&rest[..start]);
                    out.push_str(&value);
                    rest = &name[end + 2..];
                    if out.len() + rest.len() > longest {
                        return None;
                    }
                }
                None => {
                    out.push_str(&rest[..start + 1]);
                    rest = &rest[start + 1..];
                }
            }
        }
        out.push_str(rest);
        Some(out)
    }
}
