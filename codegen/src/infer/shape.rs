//! The lattice of shapes: what is known of a position after some examples, and how two pieces of knowledge join.
//!
//! `join` is commutative, associative and idempotent up to counts, with [`Shape::NEVER`] as identity: the order in which examples
//! are seen does not matter (it only decides the order of an object's members).

use indexmap::IndexMap;
use serde_json::Value;

use crate::template_json;

/// What is known of a position.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Whether `null` has been seen.
    pub nullable: bool,
    /// What else has been seen.
    pub kind: Kind,
}

/// The kind of the values seen, `null` aside.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing yet.
    Never,
    /// `true` or `false`.
    Bool,
    /// Whole numbers.
    Int(IntRange),
    /// Numbers with a fraction, or beyond any integer type.
    Float,
    /// Strings.
    Str,
    /// Lists; the shape of all their items.
    Array(Box<Shape>),
    /// Objects.
    Object(ObjectShape),
    /// Values of kinds that have nothing in common.
    Any,
}

/// Which whole numbers have been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IntRange {
    /// One below zero.
    pub negative: bool,
    /// One beyond `i64`.
    pub beyond_i64: bool,
}

/// The objects seen at a position.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectShape {
    /// How many objects.
    pub seen: usize,
    /// Their members, in the order in which they turned up.
    pub fields: IndexMap<String, FieldShape>,
}

/// A member of the objects at a position.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldShape {
    /// In how many of the objects it was.
    pub seen: usize,
    /// What it held.
    pub shape: Shape,
}

impl Shape {
    /// Nothing known.
    pub const NEVER: Shape = Shape {
        nullable: false,
        kind: Kind::Never,
    };

    /// A shape that is not nullable.
    pub const fn of(kind: Kind) -> Self {
        Self {
            nullable: false,
            kind,
        }
    }

    /// The shape of one JSON value.
    pub fn of_value(value: &Value) -> Self {
        let kind = match value {
            Value::Null => {
                return Self {
                    nullable: true,
                    kind: Kind::Never,
                };
            }
            Value::Bool(_) => Kind::Bool,
            Value::Number(number) => number_kind(number),
            Value::String(text) => match template_json::hole(value) {
                Some(_) => Kind::Never,
                None => placeholder_kind(text).unwrap_or(Kind::Str),
            },
            Value::Array(items) => Kind::Array(Box::new(
                items
                    .iter()
                    .map(Self::of_value)
                    .fold(Self::NEVER, Self::join),
            )),
            Value::Object(members) => {
                let field = |(key, value): (&String, &Value)| {
                    (
                        key.clone(),
                        FieldShape {
                            seen: 1,
                            shape: Self::of_value(value),
                        },
                    )
                };
                Kind::Object(ObjectShape {
                    seen: 1,
                    fields: members.iter().map(field).collect(),
                })
            }
        };
        Self::of(kind)
    }

    /// What is known after both.
    pub fn join(self, other: Self) -> Self {
        Self {
            nullable: self.nullable || other.nullable,
            kind: self.kind.join(other.kind),
        }
    }
}

impl Kind {
    fn join(self, other: Self) -> Self {
        match (self, other) {
            (Kind::Never, kind) | (kind, Kind::Never) => kind,
            (Kind::Int(a), Kind::Int(b)) => Kind::Int(IntRange {
                negative: a.negative || b.negative,
                beyond_i64: a.beyond_i64 || b.beyond_i64,
            }),
            (Kind::Float, Kind::Int(_))
            | (Kind::Int(_), Kind::Float)
            | (Kind::Float, Kind::Float) => Kind::Float,
            (Kind::Bool, Kind::Bool) => Kind::Bool,
            (Kind::Str, Kind::Str) => Kind::Str,
            (Kind::Array(a), Kind::Array(b)) => Kind::Array(Box::new(a.join(*b))),
            (Kind::Object(a), Kind::Object(b)) => Kind::Object(a.join(b)),
            _ => Kind::Any,
        }
    }
}

impl ObjectShape {
    fn join(mut self, other: Self) -> Self {
        self.seen += other.seen;
        for (key, field) in other.fields {
            match self.fields.get_mut(&key) {
                Some(known) => {
                    known.seen += field.seen;
                    let shape = std::mem::replace(&mut known.shape, Shape::NEVER);
                    known.shape = shape.join(field.shape);
                }
                None => _ = self.fields.insert(key, field),
            }
        }
        self
    }
}

fn number_kind(number: &serde_json::Number) -> Kind {
    if let Some(value) = number.as_i64() {
        Kind::Int(IntRange {
            negative: value < 0,
            beyond_i64: false,
        })
    } else if number.is_u64() {
        Kind::Int(IntRange {
            negative: false,
            beyond_i64: true,
        })
    } else {
        Kind::Float
    }
}

/// The placeholders of Postman's OpenAPI converter are types, not values.
fn placeholder_kind(text: &str) -> Option<Kind> {
    Some(match text {
        "<integer>" | "<long>" => Kind::Int(IntRange::default()),
        "<number>" | "<float>" | "<double>" => Kind::Float,
        "<boolean>" => Kind::Bool,
        // Where the converter gave up, anything may come.
        _ if text.starts_with("<Error: Too many levels of nesting") => Kind::Any,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e9..1e9f64).prop_map(Value::from),
            "[a-c<>]{0,3}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-c]", inner, 0..4)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    /// Counts add up, so that a join with itself is the same shape seen twice.
    fn without_counts(mut shape: Shape) -> Shape {
        match &mut shape.kind {
            Kind::Array(item) => **item = without_counts(std::mem::replace(item, Shape::NEVER)),
            Kind::Object(object) => {
                object.seen = 0;
                for field in object.fields.values_mut() {
                    field.seen = 0;
                    field.shape = without_counts(std::mem::replace(&mut field.shape, Shape::NEVER));
                }
            }
            _ => {}
        }
        shape
    }

    proptest! {
        #[test]
        fn join_is_commutative(a in any_value(), b in any_value()) {
            let (a, b) = (Shape::of_value(&a), Shape::of_value(&b));
            prop_assert_eq!(a.clone().join(b.clone()), b.join(a));
        }

        #[test]
        fn join_is_associative(a in any_value(), b in any_value(), c in any_value()) {
            let (a, b, c) = (Shape::of_value(&a), Shape::of_value(&b), Shape::of_value(&c));
            prop_assert_eq!(a.clone().join(b.clone()).join(c.clone()), a.join(b.join(c)));
        }

        #[test]
        fn join_is_idempotent(a in any_value()) {
            let a = Shape::of_value(&a);
            prop_assert_eq!(without_counts(a.clone().join(a.clone())), without_counts(a));
        }

        #[test]
        fn never_is_the_identity(a in any_value()) {
            let a = Shape::of_value(&a);
            prop_assert_eq!(a.clone().join(Shape::NEVER), a);
        }
    }

    #[test]
    fn numbers_join_to_the_narrowest_type_that_holds_both() {
        let join = |a: Value, b: Value| Shape::of_value(&a).join(Shape::of_value(&b)).kind;
        assert_eq!(join(json!(1), json!(1.5)), Kind::Float);
        assert_eq!(
            join(json!(1), json!(u64::MAX)),
            Kind::Int(IntRange {
                negative: false,
                beyond_i64: true
            })
        );
        assert_eq!(join(json!(1), json!("a")), Kind::Any);
        assert_eq!(
            join(json!("<long>"), json!(7)),
            Kind::Int(IntRange::default())
        );
    }
}
