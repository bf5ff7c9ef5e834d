//! What text stands for at places that only hold text: a path, a query, a header, a form field.

use std::collections::HashSet;

use serde_json::Value;

use super::reading;
use super::scalars::TextShape;
use super::shape::Shape;
use crate::template_json;

/// What the texts seen at a place have in common.
#[derive(Debug, Clone, PartialEq)]
pub enum Texts {
    /// A plain value: of one kind at most.
    Plain(Shape),
    /// JSON, written as text.
    Json(Shape),
}

/// The narrowest reading that every sample allows; text if there is none.
pub fn of_samples(samples: &[&str], placeholders: bool) -> Texts {
    let mut json = Shape::NEVER;
    let mut all_json = !samples.is_empty();
    let mut plain = Shape::NEVER;
    let mut text = Shape::NEVER;
    let mut seen = HashSet::new();
    for sample in samples {
        // A text seen before is no further evidence.
        if !seen.insert(*sample) {
            continue;
        }
        match composite(sample) {
            Some(value) => json = json.join(reading::shape(&value, placeholders)),
            None => all_json = false,
        }
        plain = plain.join(of_text(sample, placeholders));
        text = text.join(Shape::of_text(TextShape::of_value(sample)));
    }
    if all_json {
        return Texts::Json(json);
    }
    // Text of several kinds is text.
    Texts::Plain(if plain.kinds() > 1 { text } else { plain })
}

/// A nested value whose leaves are texts, with each leaf as the value that its text stands for.
pub fn typed_leaves(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), typed_leaves(value)))
            .collect(),
        Value::Array(items) => items.iter().map(typed_leaves).collect(),
        Value::String(text) => match of_text(text, true).text {
            None => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
            Some(_) => value.clone(),
        },
        other => other.clone(),
    }
}

/// The object that a text holds, or the list, if that is more than a word in brackets.
pub(crate) fn composite(text: &str) -> Option<Value> {
    // Most texts are neither, and need no parser to tell. A comment may come first.
    if !text.trim_start().starts_with(['{', '[', '/', '\u{FEFF}']) {
        return None;
    }
    let strict = || serde_json::from_str::<Value>(text).is_ok();
    let value = template_json::parse(text)?;
    let is_it = matches!(value, Value::Object(_) | Value::Array(_));
    (is_it && (strict() || text.contains("{{"))).then_some(value)
}

/// The shape of one text. A number only if it is written the way Rust would write it back: `007` and `1.0` are text,
/// for they may be an identifier and a version.
fn of_text(text: &str, placeholders: bool) -> Shape {
    if matches!(text, "true" | "false") {
        return Shape::BOOL;
    }
    if let Ok(number) = text.parse::<i64>()
        && number.to_string() == text
    {
        return Shape::whole(number < 0, false);
    }
    let decimal = text.contains('.')
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    if let Ok(number) = text.parse::<f64>()
        && decimal
        && number.to_string() == text
    {
        return Shape::fraction();
    }
    match reading::placeholder(text).filter(|_| placeholders) {
        // No text is `null` or anything.
        Some(shape) if shape.kinds() > 0 => Shape {
            null: false,
            any: false,
            ..shape
        },
        _ => Shape::of_text(TextShape::of_value(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalars::NumberShape;
    use super::*;

    #[track_caller]
    fn check(samples: &[&str], expected: &str) {
        let Texts::Plain(shape) = of_samples(samples, true) else {
            panic!("{samples:?} are JSON");
        };
        let found = match (shape.bool, shape.number, shape.text) {
            (true, None, None) => "bool",
            (false, Some(NumberShape { fraction: true, .. }), None) => "fraction",
            (false, Some(_), None) => "whole",
            (false, None, Some(_)) => "text",
            (false, None, None) => "unknown",
            _ => "several",
        };
        assert_eq!(found, expected, "{samples:?}");
    }

    #[test]
    fn plain_text() {
        check(&[], "unknown");
        check(&["true", "false"], "bool");
        check(&["68423085"], "whole");
        check(&["-1", "2"], "whole");
        check(&["1.5", "2"], "fraction");
        check(&["007"], "text");
        check(&["1.0"], "text");
        check(&["99999999999999999999"], "text");
        check(&["1e5"], "text");
        check(&["true", "maybe"], "text");
        check(&["1", "x"], "text");
        check(&["<long>"], "whole");
        check(&["<dateTime>"], "text");
        check(&["[not json"], "text");
    }

    #[test]
    fn json_in_text() {
        let texts = [r#"[{"id":"a"}]"#, r#"[{"id":"b"},{"id":"c"}]"#];
        let Texts::Json(shape) = of_samples(&texts, true) else {
            panic!("no JSON")
        };
        let items = shape.list.expect("a list");
        assert_eq!(items.object.expect("objects").seen, 3);
    }
}
