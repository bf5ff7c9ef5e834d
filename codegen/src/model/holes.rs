//! Variables in JSON bodies, as far as their values are known: what a variable holds is evidence for the place it stands at.

use serde_json::Value;

use super::servers::{expand, value_in};
use crate::dynamic;
use crate::read::redact::REDACTED;
use crate::resolve::Resolved;
use crate::{template_json, variables};

/// By how many bytes the variables of one body may make it longer: a long value that stands at many places would take
/// memory out of proportion.
const LONGEST: usize = 1 << 16;

/// JSON with values for its variables. Those that have none, and what a redacted value is part of, stay as written.
pub(super) fn filled(resolved: &Resolved, value: Value) -> Value {
    let mut filling = Filling {
        resolved,
        left: LONGEST,
    };
    filling.value(value)
}

struct Filling<'a> {
    resolved: &'a Resolved,
    /// How many bytes may still be put in.
    left: usize,
}

impl Filling<'_> {
    fn value(&mut self, value: Value) -> Value {
        match value {
            Value::Object(members) => {
                let named = members
                    .into_iter()
                    .map(|(name, member)| (self.name(name), self.value(member)));
                named.collect()
            }
            Value::Array(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Value::String(_) => self.scalar(&value).unwrap_or(value),
            scalar => scalar,
        }
    }

    /// The name of a member with values for those of its variables that have one.
    fn name(&mut self, written: String) -> String {
        if self.left == 0 || !written.contains("{{") {
            return written;
        }
        let name = expand(&written, self.resolved);
        match self.fits(&written, &name) {
            true => name,
            false => written,
        }
    }

    /// A text with values for its variables; what a bare one stands for, if its value is JSON.
    fn scalar(&mut self, value: &Value) -> Option<Value> {
        if let Some(written) = template_json::bare(value) {
            return serde_json::from_str(&self.text(written)?).ok();
        }
        self.text(value.as_str()?).map(Value::String)
    }

    /// The text with values for all of its variables, or nothing: without any there is nothing to be done.
    fn text(&mut self, written: &str) -> Option<String> {
        if self.left == 0 || !written.contains("{{") {
            return None;
        }
        let text = variables::expand(written, |name| {
            let known = value_in(&self.resolved.variables, name);
            let environments = self.resolved.environments.iter();
            known
                .or_else(|| {
                    environments
                        .clone()
                        .find_map(|(_, scope)| value_in(scope, name))
                })
                .or_else(|| dynamic::typical(name).map(Into::into))
        });
        if text.contains("{{") || text.contains(REDACTED) {
            return None;
        }
        self.fits(written, &text).then_some(text)
    }

    /// Whether there is room for a text in the place of another, which is then taken.
    fn fits(&mut self, written: &str, text: &str) -> bool {
        let longer_by = text.len().saturating_sub(written.len());
        let fits = longer_by < self.left;
        self.left = self.left.saturating_sub(longer_by);
        fits
    }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;

    fn resolved() -> Resolved {
        let variables = |list: &[(&str, &str)]| -> IndexMap<String, String> {
            let pairs = list
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            pairs.collect()
        };
        let long = "x".repeat(LONGEST / 2);
        Resolved {
            title: String::new(),
            description: String::new(),
            variables: variables(&[
                ("age", "42"),
                ("name", "Ada"),
                ("list", "[1, {\"a\": null}]"),
                ("token", REDACTED),
                ("empty", ""),
                ("long", &long),
            ]),
            auth: crate::resolve::Auth::Unstated,
            environments: vec![
                ("dev".to_owned(), variables(&[("flag", "")])),
                (
                    "test".to_owned(),
                    variables(&[("flag", "true"), ("age", "x")]),
                ),
            ],
            folders: Vec::new(),
            requests: Vec::new(),
            merged: 0,
        }
    }

    #[track_caller]
    fn check(body: &str, expected: &str) {
        let value = template_json::parse(body).expect("nearly JSON");
        let value = template_json::shown(&filled(&resolved(), value));
        assert_eq!(value.to_string(), expected, "{body}");
    }

    #[test]
    fn bare_variables_are_what_they_hold() {
        check(
            r#"{"a": {{age}}, "b": [-{{age}}, {{age}}.5]}"#,
            r#"{"a":42,"b":[-42,42.5]}"#,
        );
        check(
            r#"{"a": {{list}}, "b": {{flag}}}"#,
            r#"{"a":[1,{"a":null}],"b":true}"#,
        );
        check(
            r#"[{{$randomInt}}, {{$timestamp}}, {{$randomBoolean}}, {{$randomPrice}}]"#,
            "[7,1700000000,true,1.5]",
        );
    }

    #[test]
    fn variables_in_text_are_text() {
        check(
            r#"["{{age}}", "Dear {{name}}!", "{{$randomInt}}"]"#,
            r#"["42","Dear Ada!","7"]"#,
        );
        check(
            r#"["{{$guid}}", "{{$isoTimestamp}}"]"#,
            r#"["3f2504e0-4f89-41d3-9a0c-0305e82c3301","2023-11-14T22:13:20.000Z"]"#,
        );
    }

    #[test]
    fn what_is_not_known_stays() {
        for body in [
            r#"["{{none}}","{{name}} {{none}}","{{empty}}"]"#,
            r#"["{{token}}","Bearer {{token}}"]"#,
            r#"["{{$randomColor}}","{{$filter}}"]"#,
        ] {
            check(body, body);
        }
        // The value of `name` is no JSON.
        check(
            "[{{none}}, {{name}}, {{token}}, {{$randomColor}}]",
            r#"["{{none}}","{{name}}","{{token}}","{{$randomColor}}"]"#,
        );
    }

    #[test]
    fn many_long_values_are_not_put_in() {
        let names: Vec<String> = (0..100)
            .map(|n| format!("\"{n}{{{{long}}}}\": 1"))
            .collect();
        for body in [
            format!("[{}1]", "\"{{long}}\", ".repeat(100)),
            format!("{{{}}}", names.join(", ")),
        ] {
            let filled = filled(&resolved(), template_json::parse(&body).expect("JSON"));
            assert!(filled.to_string().len() < 2 * LONGEST);
        }
    }
}
