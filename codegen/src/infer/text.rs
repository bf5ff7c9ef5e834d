//! What text stands for at places that only hold text: a path, a query, a header, a form field.

use std::collections::HashSet;

use serde_json::Value;

use super::shape::{IntRange, Kind, Shape};
use crate::template_json;

/// What the texts seen at a place have in common.
#[derive(Debug, Clone, PartialEq)]
pub enum TextShape {
    /// A plain value.
    Plain(Kind),
    /// JSON, written as text.
    Json(Shape),
}

/// The narrowest reading that every sample allows; text if there is none.
pub fn of_samples(samples: &[&str]) -> TextShape {
    let mut json = Shape::NEVER;
    let mut all_json = !samples.is_empty();
    let mut plain = Kind::Never;
    let mut seen = HashSet::new();
    for sample in samples {
        // A text seen before is no further evidence.
        if !seen.insert(*sample) {
            continue;
        }
        match template_json::parse(sample).filter(|value| is_composite(value, sample)) {
            Some(value) => json = json.join(Shape::of_value(&value)),
            None => all_json = false,
        }
        plain = Shape::of(plain).join(Shape::of(of_text(sample))).kind;
    }
    if all_json {
        return TextShape::Json(json);
    }
    // Text of several kinds is text.
    TextShape::Plain(if plain == Kind::Any { Kind::Str } else { plain })
}

/// A nested value whose leaves are texts, with each leaf as the value that its text stands for.
pub fn typed_leaves(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), typed_leaves(value)))
            .collect(),
        Value::Array(items) => items.iter().map(typed_leaves).collect(),
        Value::String(text) => match of_text(text) {
            Kind::Bool | Kind::Int(_) | Kind::Float => {
                serde_json::from_str(text).unwrap_or_else(|_| value.clone())
            }
            _ => value.clone(),
        },
        other => other.clone(),
    }
}

/// An object, or a list that is more than a word in brackets.
fn is_composite(value: &Value, text: &str) -> bool {
    let strict = || serde_json::from_str::<Value>(text).is_ok();
    matches!(value, Value::Object(_) | Value::Array(_)) && (strict() || text.contains("{{"))
}

/// The kind of one text. A number only if it is written the way Rust would write it back: `007` and `1.0` are text,
/// for they may be an identifier and a version.
fn of_text(text: &str) -> Kind {
    match text {
        "true" | "false" | "<boolean>" => Kind::Bool,
        "<integer>" | "<long>" => Kind::Int(IntRange::default()),
        "<number>" | "<float>" | "<double>" => Kind::Float,
        _ => {
            if let Ok(number) = text.parse::<i64>()
                && number.to_string() == text
            {
                return Kind::Int(IntRange {
                    negative: number < 0,
                    beyond_i64: false,
                });
            }
            let decimal = text.contains('.')
                && text
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
            match text.parse::<f64>() {
                Ok(number) if decimal && number.to_string() == text => Kind::Float,
                _ => Kind::Str,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(samples: &[&str], expected: Kind) {
        assert_eq!(
            of_samples(samples),
            TextShape::Plain(expected),
            "{samples:?}"
        );
    }

    #[test]
    fn plain_text() {
        check(&[], Kind::Never);
        check(&["true", "false"], Kind::Bool);
        check(&["68423085"], Kind::Int(IntRange::default()));
        check(
            &["-1", "2"],
            Kind::Int(IntRange {
                negative: true,
                beyond_i64: false,
            }),
        );
        check(&["1.5", "2"], Kind::Float);
        check(&["007"], Kind::Str);
        check(&["1.0"], Kind::Str);
        check(&["99999999999999999999"], Kind::Str);
        check(&["1e5"], Kind::Str);
        check(&["true", "maybe"], Kind::Str);
        check(&["<long>"], Kind::Int(IntRange::default()));
        check(&["[not json"], Kind::Str);
    }

    #[test]
    fn json_in_text() {
        let TextShape::Json(shape) = of_samples(&[r#"[{"id":"a"}]"#, r#"[{"id":"b"},{"id":"c"}]"#])
        else {
            panic!()
        };
        let Kind::Array(item) = shape.kind else {
            panic!()
        };
        let Kind::Object(object) = item.kind else {
            panic!()
        };
        assert_eq!(object.seen, 3);
    }
}
