//! JSON as collections hold it: with bare `{{variables}}`, comments, trailing commas and control characters.
//!
//! [`parse`] reads strict JSON as it is. Anything else is first rewritten to strict JSON in one pass over the text;
//! a bare variable becomes a [`hole`], whose shape is unknown.

use serde_json::Value;

use crate::variables;

/// Marks a string that stands for a bare variable. A private-use character: no author writes it.
const HOLE: char = '\u{F8FF}';

/// Reads JSON or nearly JSON; `None` if it is neither.
pub fn parse(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text)
        .ok()
        .or_else(|| serde_json::from_str(&strict(text)).ok())
}

/// The name of the variable that a value stands for, if it is a hole.
pub fn hole(value: &Value) -> Option<&str> {
    variables::names(bare(value)?).next()
}

/// A hole as the author wrote it, with what is glued to it: `-{{x}}`.
pub fn bare(value: &Value) -> Option<&str> {
    value.as_str()?.strip_prefix(HOLE)
}

/// The value as people read it: holes as the variables that the author wrote.
pub fn shown(value: &Value) -> Value {
    match value {
        Value::String(_) => match bare(value) {
            Some(written) => Value::String(written.to_owned()),
            None => value.clone(),
        },
        Value::Array(items) => items.iter().map(shown).collect(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(key, value)| (key.clone(), shown(value)));
            Value::Object(members.collect())
        }
        scalar => scalar.clone(),
    }
}

/// Rewrites nearly-JSON to JSON: comments go, trailing commas go, control characters in strings are escaped, bare
/// variables become marked strings.
fn strict(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            rest = copy_string(rest, &mut out);
        } else if let Some(after) = rest.strip_prefix("//") {
            rest = after.find('\n').map_or("", |end| &after[end..]);
        } else if let Some(after) = rest.strip_prefix("/*") {
            rest = after.split_once("*/").map_or("", |(_, tail)| tail);
        } else if let Some((written, tail)) = variable(rest) {
            let before = out.split_off(out.len() - word_before(&out));
            out.push_str(&Value::String(format!("{HOLE}{before}{written}")).to_string());
            rest = tail;
        } else {
            if matches!(c, '}' | ']') {
                drop_trailing_comma(&mut out);
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// `{{name}}` with no braces or quotes inside, and what is glued to its end (`{{x}}.5`): it belongs to the same value.
fn variable(text: &str) -> Option<(&str, &str)> {
    let after = text.strip_prefix("{{")?;
    let end = after.find(['{', '}', '"', '\n'])?;
    let tail = after[end..].strip_prefix("}}")?;
    let glued = tail
        .find([',', '}', ']', '\n', ' ', '{', ':', '/', '\r', '\t'])
        .unwrap_or(tail.len());
    (end > 0).then(|| text.split_at(text.len() - tail.len() + glued))
}

/// The length of what is glued to the beginning of a variable: `-{{x}}`.
fn word_before(out: &str) -> usize {
    let kept = out.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '+' | '.'));
    out.len() - kept.len()
}

fn drop_trailing_comma(out: &mut String) {
    let kept = out.trim_end().len();
    if out[..kept].ends_with(',') {
        out.truncate(kept - 1);
    }
}

/// Copies a string literal, control characters escaped; gives what follows it.
fn copy_string<'a>(text: &'a str, out: &mut String) -> &'a str {
    out.push('"');
    let mut chars = text[1..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                out.push('"');
                return &text[1 + at + 1..];
            }
            '\\' => {
                out.push('\\');
                if let Some((_, escaped)) = chars.next() {
                    out.push(escaped);
                }
            }
            c if c.is_control() && (c as u32) < 0x20 => {
                out.push_str(&format!("\\u{:04x}", c as u32))
            }
            c => out.push(c),
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let value = parse(text).map(|value| value.to_string().replace(HOLE, "?"));
        assert_eq!(value.as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn nearly_json_is_read() {
        check(
            r#"{"a": {{x}}, "b": "{{y}}"}"#,
            r#"{"a":"?{{x}}","b":"{{y}}"}"#,
        );
        check(
            "{\"a\": 1, // one\n \"b\": [1, 2,],\n}",
            r#"{"a":1,"b":[1,2]}"#,
        );
        check("[/* none */]", "[]");
        check("{\"a\": \"x\ty\nz\"}", r#"{"a":"x\ty\nz"}"#);
        check("{{body}}", r#""?{{body}}""#);
        check(
            r#"{"a": -{{n}}, "b": {{m}}.5}"#,
            r#"{"a":"?-{{n}}","b":"?{{m}}.5"}"#,
        );
        check(r#"{"u": "http://x/*y*/"}"#, r#"{"u":"http://x/*y*/"}"#);
    }

    #[test]
    fn holes_are_shown_as_variables() {
        let value = parse(r#"{"a": {{x}}, "b": ["{{y}}", {{z}}], "c": 1}"#).expect("nearly JSON");
        let expected = r#"{"a":"{{x}}","b":["{{y}}","{{z}}"],"c":1}"#;
        assert_eq!(shown(&value).to_string(), expected);
    }

    #[test]
    fn holes_have_the_names_of_variables() {
        let value = parse("[-{{n}}.5, \"{{m}}\"]").expect("nearly JSON");
        assert_eq!(hole(&value[0]), Some("n"));
        assert_eq!(hole(&value[1]), None);
    }

    #[test]
    fn other_text_is_not() {
        for text in ["", "hello", "<a/>", "{\"a\"", "{{", "\"", "{\"a\": \"\\"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
