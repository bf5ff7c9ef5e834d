//! JSON that is written as text within JSON: `"payload": "{\"id\":1}"`. Which texts are typed as what they hold.
//!
//! In real collections such texts are of three kinds: what an API wants as text (a list of ids, a template), a value that
//! it keeps as text, and what somebody else wrote (the body of a request that is shown). Of the last a caller wants the text.
//! They stand in answers and are seen once, or they are whole documents.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::scalars::TextShape;
use super::shape::Shape;
use super::text;
use crate::model::Role;

/// What the texts seen at a place hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// Something else than JSON, or a scalar.
    Text,
    /// Objects or lists.
    Json {
        /// All of them together.
        shape: Box<Shape>,
        /// The least and the greatest of the texts' hashes: they differ if there are different texts.
        hashes: [u64; 2],
    },
}

impl Written {
    /// What one text holds, whose value has a shape.
    pub(super) fn of(text: &str, shape: impl FnOnce(&Value) -> Shape) -> Self {
        // Most texts are none, which costs nothing to see.
        match text.trim_start().starts_with(['{', '[']) {
            true => text::composite(text).map_or(Self::Text, |value| {
                let mut hasher = DefaultHasher::new();
                text.hash(&mut hasher);
                Self::Json {
                    shape: Box::new(shape(&value)),
                    hashes: [hasher.finish(); 2],
                }
            }),
            false => Self::Text,
        }
    }

    /// What is known after both.
    pub(super) fn join(self, other: Self) -> Self {
        let (
            Self::Json {
                shape,
                hashes: [a, b],
            },
            Self::Json {
                shape: more,
                hashes: [c, d],
            },
        ) = (self, other)
        else {
            return Self::Text;
        };
        Self::Json {
            shape: Box::new(shape.join(*more)),
            hashes: [a.min(c), b.max(d)],
        }
    }

    /// What they hold, if all are JSON.
    pub fn json(&self) -> Option<&Shape> {
        match self {
            Self::Text => None,
            Self::Json { shape, .. } => Some(shape),
        }
    }

    /// The same, to be changed.
    pub(super) fn json_mut(&mut self) -> Option<&mut Shape> {
        match self {
            Self::Text => None,
            Self::Json { shape, .. } => Some(shape),
        }
    }
}

/// Why texts that all are JSON are not typed as that JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing is in them.
    Hollow,
    /// Of an answer only one text is known: it may be whatever somebody sent.
    Once,
}

/// More objects than these are a document of some other format: of those a caller wants to choose the reader.
const MOST_OBJECTS: usize = 24;

/// What the texts of a place are typed as; `None` if not all are JSON.
pub fn verdict(text: &TextShape, role: Role) -> Option<Result<Shape, Refusal>> {
    let Written::Json { shape, hashes } = &text.written else {
        return None;
    };
    Some(if is_hollow(shape) {
        Err(Refusal::Hollow)
    } else if role == Role::Response && hashes[0] == hashes[1] {
        Err(Refusal::Once)
    } else if objects(shape) > MOST_OBJECTS {
        Ok(Shape::ANY)
    } else {
        Ok((**shape).clone())
    })
}

/// Whether nothing is in any of them.
fn is_hollow(shape: &Shape) -> bool {
    let items = shape.list.as_ref();
    let object = shape.object.as_ref();
    items.is_none_or(|items| **items == Shape::NEVER)
        && object.is_none_or(|object| object.fields.is_empty())
}

/// The number of objects at different places.
fn objects(shape: &Shape) -> usize {
    let in_items = shape.list.as_ref().map_or(0, |items| objects(items));
    let in_object = shape.object.as_ref().map_or(0, |object| {
        let fields = object.fields.values();
        1 + fields.map(|field| objects(&field.shape)).sum::<usize>()
    });
    in_items + in_object
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::reading;
    use super::*;

    /// What some texts are typed as: `Err` if they are JSON and stay text, `None` if they are none.
    #[track_caller]
    fn check(role: Role, texts: &[&str], expected: Option<Result<&str, Refusal>>) {
        let shapes = texts.iter().map(|text| reading::shape(&json!(text), true));
        let shape = shapes.fold(Shape::NEVER, Shape::join);
        let found = verdict(shape.text.as_ref().expect("texts"), role);
        let word = |shape: Shape| match (shape.any, &shape.list, &shape.object) {
            (true, ..) => "anything",
            (_, Some(_), None) => "list",
            (_, None, Some(_)) => "object",
            _ => "several",
        };
        let found = found.map(|found| found.map(word));
        assert_eq!(found, expected, "{role:?} {texts:?}");
    }

    #[test]
    fn what_is_sent() {
        let check = |texts: &[&str], expected| check(Role::Request, texts, expected);
        check(&[r#"{"id":1}"#], Some(Ok("object")));
        check(&[" [\n\"a\"] "], Some(Ok("list")));
        check(&[r#"{"id":1}"#, "[1]"], Some(Ok("several")));
        check(&[r#"{"id":{{id}}}"#], Some(Ok("object")));
        check(&[r#"{"id":1}"#, "text"], None);
        check(&[r#"{"id":1}"#, ""], None);
        check(&["{}"], Some(Err(Refusal::Hollow)));
        check(&["[]", "{}"], Some(Err(Refusal::Hollow)));
        check(&["{}", r#"{"id":1}"#], Some(Ok("object")));
        for text in [
            "1",
            "\"a\"",
            "true",
            "{id:1}",
            "[draft]",
            "{{variable}}",
            "{",
        ] {
            check(&[text], None);
        }
    }

    #[test]
    fn what_is_answered_is_seen_twice() {
        let check = |texts: &[&str], expected| check(Role::Response, texts, expected);
        check(&[r#"{"id":1}"#], Some(Err(Refusal::Once)));
        check(&[r#"{"id":1}"#, r#"{"id":1}"#], Some(Err(Refusal::Once)));
        check(&[r#"{"id":1}"#, r#"{"id":2}"#], Some(Ok("object")));
    }

    #[test]
    fn documents_are_any_json() {
        let paths = (0..30).map(|at| (format!("p{at}"), json!({ "get": at })));
        let document = Value::Object(paths.collect()).to_string();
        check(Role::Request, &[&document], Some(Ok("anything")));
    }
}
