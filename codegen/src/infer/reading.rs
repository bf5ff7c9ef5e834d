//! JSON values -> shapes.
//!
//! Postman's OpenAPI converter writes placeholders in the place of values: `<integer>`, `<dateTime>`, `<string,null>`. They
//! are types. Text beside them that is none is one of the few values that a specification allows.

use serde_json::{Number, Value};

use super::copies::copies;
use super::format::{Format, Formats};
use super::key_sets::KeySets;
use super::member_names::Called;
use super::recursion;
use super::scalars::{TextShape, Values};
use super::shape::{FieldShape, ObjectShape, Shape};
use super::written::Written;
use crate::template_json;

/// The shape of one JSON value. `placeholders`: whether they are types, or text like any other.
pub fn shape(value: &Value, placeholders: bool) -> Shape {
    let marks = Marks {
        placeholders,
        ..Marks::ALL
    };
    shape_with(value, marks)
}

/// The same, with more to say of what is read as more than it is.
pub fn shape_with(value: &Value, marks: Marks) -> Shape {
    let reading = Reading {
        marks,
        chosen: marks.placeholders && holds_placeholder(value),
    };
    let mut shape = reading.shape(value);
    end_sample(&mut shape);
    shape
}

/// Tells all objects that they are of one sample.
fn end_sample(shape: &mut Shape) {
    shape.list.iter_mut().for_each(|items| end_sample(items));
    if let Some(object) = &mut shape.object {
        object.key_sets.end_sample();
        let fields = object.fields.values_mut();
        fields.for_each(|field| end_sample(&mut field.shape));
    }
}

/// What is read as more than a value.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    /// Placeholders are types.
    pub placeholders: bool,
    /// JSON that is written as text is JSON.
    pub written: bool,
    /// An object may say that it is like one around it.
    pub circular: bool,
}

impl Marks {
    /// Everything.
    pub const ALL: Self = Self {
        placeholders: true,
        written: true,
        circular: true,
    };
}

/// The shape of a number.
pub fn of_number(number: &Number) -> Shape {
    if let Some(value) = number.as_i64() {
        Shape::whole(value < 0, false)
    } else if number.is_u64() {
        Shape::whole(false, true)
    } else {
        Shape::fraction()
    }
}

/// What a placeholder stands for: `<integer>`, and with what else may come: `<string,null-uri>`.
pub fn placeholder(text: &str) -> Option<Shape> {
    // Where the converter gave up, anything may come.
    if text.starts_with("<Error: Too many levels of nesting")
        || text.starts_with("<Circular reference to ")
    {
        return Some(Shape::ANY);
    }
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let (types, format) = match inner.split_once('-') {
        Some((types, format)) if types.contains(',') => (types, Some(format)),
        _ => (inner, None),
    };
    let shapes = types.split(',').map(|word| one_placeholder(word, format));
    let shapes: Option<Vec<Shape>> = shapes.collect();
    Some(shapes?.into_iter().fold(Shape::NEVER, Shape::join))
}

/// Whether text is a placeholder.
pub fn is_placeholder(text: &str) -> bool {
    placeholder(text).is_some()
}

fn one_placeholder(word: &str, format: Option<&str>) -> Option<Shape> {
    Some(match word {
        "null" => Shape::NULL,
        "boolean" => Shape::BOOL,
        "integer" | "long" => Shape::whole(false, false),
        "number" | "float" | "double" => Shape::fraction(),
        "object" => Shape::of_object(ObjectShape {
            seen: 1,
            ..ObjectShape::default()
        }),
        "string" => of_format(format.and_then(Format::of_placeholder)),
        other => of_format(Some(Format::of_placeholder(other)?)),
    })
}

/// Text that is marked as any text of a format.
fn of_format(format: Option<Format>) -> Shape {
    Shape::of_text(TextShape {
        formats: format.map_or(Formats::NONE, Formats::only),
        ..TextShape::plain()
    })
}

fn holds_placeholder(value: &Value) -> bool {
    match value {
        Value::String(text) => placeholder(text).is_some(),
        Value::Array(items) => items.iter().any(holds_placeholder),
        Value::Object(members) => members.values().any(holds_placeholder),
        _ => false,
    }
}

#[derive(Clone, Copy)]
struct Reading {
    marks: Marks,
    /// Whether text that is no placeholder is one of a few values.
    chosen: bool,
}

impl Reading {
    fn shape(self, value: &Value) -> Shape {
        match value {
            Value::Null => Shape::NULL,
            Value::Bool(_) => Shape::BOOL,
            Value::Number(number) => of_number(number),
            Value::String(_) if template_json::hole(value).is_some() => Shape::NEVER,
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                let shapes = copies(items).map(|(item, is_copy)| match is_copy {
                    true => self.shape(item).uncounted(),
                    false => self.shape(item),
                });
                Shape {
                    hollow: items.is_empty(),
                    ..Shape::list_of(shapes.fold(Shape::NEVER, Shape::join))
                }
            }
            Value::Object(members) => {
                if let Some(schema) = recursion::marker(members).filter(|_| self.marks.circular) {
                    return Shape::of_object(ObjectShape {
                        circular: [schema.to_owned()].into(),
                        ..ObjectShape::default()
                    });
                }
                let field = |(key, value): (&String, &Value)| {
                    let mut shape = self.shape(value);
                    if let Some(object) = &mut shape.object {
                        object.called = Called::of(key);
                    }
                    let field = FieldShape {
                        seen: 1,
                        null: usize::from(value.is_null()),
                        shape,
                    };
                    (key.clone(), field)
                };
                let object = ObjectShape {
                    seen: 1,
                    fields: members.iter().map(field).collect(),
                    key_sets: KeySets::of(members.keys()),
                    ..ObjectShape::default()
                };
                Shape {
                    hollow: members.is_empty(),
                    ..Shape::of_object(object)
                }
            }
        }
    }

    fn text(self, text: &str) -> Shape {
        if let Some(shape) = placeholder(text).filter(|_| self.marks.placeholders) {
            return shape;
        }
        if self.marks.written
            && let written @ Written::Json { .. } =
                Written::of(text, |value| shape_with(value, self.marks))
        {
            return Shape::of_text(TextShape {
                written,
                ..TextShape::of_value(text)
            });
        }
        // An empty text says nothing of the others, nor does one that a variable completes.
        if text.is_empty() || text.contains("{{") {
            return Shape::of_text(TextShape {
                formats: Formats::ALL,
                open: !text.is_empty(),
                values: Values::Few([text.to_owned()].into()),
                ..TextShape::plain()
            });
        }
        Shape::of_text(TextShape {
            chosen: self.chosen,
            ..TextShape::of_value(text)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn placeholders_are_types() {
        let text = |format: Option<Format>| of_format(format);
        let null = |shape: Shape| shape.join(Shape::NULL);
        for (written, expected) in [
            ("<string>", text(None)),
            ("<integer>", Shape::whole(false, false)),
            ("<double>", Shape::fraction()),
            ("<boolean>", Shape::BOOL),
            ("<dateTime>", text(Some(Format::DateTime))),
            ("<uuid>", text(Some(Format::Uuid))),
            ("<null>", Shape::NULL),
            ("<string,null>", null(text(None))),
            ("<integer,null-int32>", null(Shape::whole(false, false))),
            ("<string,null-uri>", null(text(Some(Format::Uri)))),
            (
                "<Error: Too many levels of nesting to fake this schema>",
                Shape::ANY,
            ),
        ] {
            assert_eq!(shape(&json!(written), true), expected, "{written}");
        }
        for written in [
            "<name>",
            "<b>bold</b>",
            "<",
            "<string",
            "a <string>",
            "<string,x>",
        ] {
            assert_eq!(placeholder(written), None, "{written}");
        }
        let as_text = shape(&json!("<integer>"), false);
        assert!(as_text.text.is_some() && as_text.number.is_none());
    }

    #[test]
    fn text_beside_placeholders_is_chosen() {
        let chosen = |value: Value| {
            let object = shape(&value, true).object.expect("an object");
            object.fields["a"]
                .shape
                .text
                .as_ref()
                .map(|text| text.chosen)
        };
        assert_eq!(chosen(json!({ "a": "red", "b": "<integer>" })), Some(true));
        assert_eq!(chosen(json!({ "a": "red", "b": 1 })), Some(false));
    }
}
