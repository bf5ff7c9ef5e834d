//! The lattice of shapes: what is known of a position after some examples, and how two pieces of knowledge join.
//!
//! A shape is a record of alternatives, one for each kind of JSON value, and each joins by itself. So `join` is commutative,
//! associative and, but for counts, idempotent, with [`Shape::NEVER`] as identity: the order in which examples are seen does
//! not matter (it only decides the order of an object's members).

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::key_sets::KeySets;
use super::member_names::Called;
use super::scalars::{NumberShape, TextShape};

/// What is known of a position.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// `null` has been seen.
    pub null: bool,
    /// `true` or `false` has been seen.
    pub bool: bool,
    /// Numbers.
    pub number: Option<NumberShape>,
    /// Strings.
    pub text: Option<TextShape>,
    /// Lists; the shape of all their items.
    pub list: Option<Box<Shape>>,
    /// Objects.
    pub object: Option<Box<ObjectShape>>,
    /// An empty list or object has been seen.
    pub hollow: bool,
    /// Anything may come, whatever has been seen.
    pub any: bool,
}

/// The objects seen at a position.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ObjectShape {
    /// How many objects.
    pub seen: usize,
    /// Their members, in the order in which they turned up.
    pub fields: IndexMap<String, FieldShape>,
    /// The schemas that stand here again within themselves, by name: Postman's OpenAPI converter says no more of such objects.
    pub circular: BTreeSet<String>,
    /// The positions whose objects these are, once they are numbered.
    pub positions: BTreeSet<usize>,
    /// Which members were there together.
    pub key_sets: KeySets,
    /// What the members are called that hold the objects.
    pub called: Called,
    /// Somebody says that the keys are names, whatever they look like.
    pub is_struct: bool,
}

/// A member of the objects at a position.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldShape {
    /// In how many of the objects it was.
    pub seen: usize,
    /// In how many of them it was `null`.
    pub null: usize,
    /// What it held.
    pub shape: Shape,
}

impl Shape {
    /// Nothing known.
    pub const NEVER: Shape = Shape {
        null: false,
        bool: false,
        number: None,
        text: None,
        list: None,
        object: None,
        hollow: false,
        any: false,
    };

    /// `null`.
    pub const NULL: Shape = Shape {
        null: true,
        ..Self::NEVER
    };

    /// A boolean.
    pub const BOOL: Shape = Shape {
        bool: true,
        ..Self::NEVER
    };

    /// Anything.
    pub const ANY: Shape = Shape {
        any: true,
        ..Self::NEVER
    };

    /// Whole numbers.
    pub fn whole(negative: bool, beyond_i64: bool) -> Self {
        Self::of_number(NumberShape {
            whole: true,
            fraction: false,
            negative,
            beyond_i64,
        })
    }

    /// Numbers with a fraction.
    pub fn fraction() -> Self {
        Self::of_number(NumberShape {
            fraction: true,
            ..NumberShape::default()
        })
    }

    fn of_number(number: NumberShape) -> Self {
        Self {
            number: Some(number),
            ..Self::NEVER
        }
    }

    /// Strings.
    pub fn of_text(text: TextShape) -> Self {
        Self {
            text: Some(text),
            ..Self::NEVER
        }
    }

    /// A list of such items.
    pub fn list_of(items: Shape) -> Self {
        Self {
            list: Some(Box::new(items)),
            ..Self::NEVER
        }
    }

    /// An object.
    pub fn of_object(object: ObjectShape) -> Self {
        Self {
            object: Some(Box::new(object)),
            ..Self::NEVER
        }
    }

    /// Which kinds of values have been seen, `null` aside: true or false, numbers, texts, lists, objects.
    pub fn which(&self) -> [bool; 5] {
        [
            self.bool,
            self.number.is_some(),
            self.text.is_some(),
            self.list.is_some(),
            self.object.is_some(),
        ]
    }

    /// How many that are.
    pub fn kinds(&self) -> usize {
        self.which().into_iter().filter(|seen| *seen).count()
    }

    /// What is written as text there, if all texts are JSON.
    pub fn written(&self) -> Option<&Shape> {
        self.text.as_ref()?.written.json()
    }

    /// The same, to be changed.
    pub(super) fn written_mut(&mut self) -> Option<&mut Shape> {
        self.text.as_mut()?.written.json_mut()
    }

    /// Whether nothing is known but that `null` may come.
    pub fn is_unknown(&self) -> bool {
        self.kinds() == 0 && !self.any
    }

    /// The same, of objects that have been counted already. Words are counted all the same: that they come again says that
    /// they are few.
    #[must_use]
    pub fn uncounted(mut self) -> Self {
        if let Some(json) = self.text.as_mut().and_then(|text| text.written.json_mut()) {
            *json = std::mem::replace(json, Self::NEVER).uncounted();
        }
        self.list = self.list.map(|items| Box::new(items.uncounted()));
        if let Some(object) = &mut self.object {
            object.seen = 0;
            for field in object.fields.values_mut() {
                (field.seen, field.null) = (0, 0);
                let shape = std::mem::replace(&mut field.shape, Self::NEVER);
                field.shape = shape.uncounted();
            }
        }
        self
    }

    /// What is known after both.
    pub fn join(self, other: Self) -> Self {
        Self {
            null: self.null || other.null,
            bool: self.bool || other.bool,
            number: both(self.number, other.number, NumberShape::join),
            text: both(self.text, other.text, TextShape::join),
            list: both(self.list, other.list, |a, b| Box::new(a.join(*b))),
            object: both(self.object, other.object, |a, b| Box::new(a.join(*b))),
            hollow: self.hollow || other.hollow,
            any: self.any || other.any,
        }
    }
}

/// What is known of one alternative.
fn both<T>(a: Option<T>, b: Option<T>, join: impl FnOnce(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(join(a, b)),
        (a, b) => a.or(b),
    }
}

impl ObjectShape {
    /// Whether nothing is known of the objects but that they are like others.
    pub fn is_circular(&self) -> bool {
        self.fields.is_empty() && !self.circular.is_empty()
    }

    /// What is known of the objects of both.
    pub fn join(mut self, other: Self) -> Self {
        self.seen += other.seen;
        self.positions.extend(other.positions);
        self.circular.extend(other.circular);
        self.called = self.called.join(other.called);
        self.is_struct |= other.is_struct;
        for (key, field) in other.fields {
            match self.fields.get_mut(&key) {
                Some(known) => {
                    known.seen += field.seen;
                    known.null += field.null;
                    let shape = std::mem::replace(&mut known.shape, Shape::NEVER);
                    known.shape = shape.join(field.shape);
                }
                None => _ = self.fields.insert(key, field),
            }
        }
        self.key_sets = self.key_sets.join(other.key_sets, self.fields.len());
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::reading;
    use super::*;

    fn of_value(value: &Value) -> Shape {
        reading::shape(value, true)
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e9..1e9f64).prop_map(Value::from),
            "[a-c<>]{0,3}".prop_map(Value::from),
            prop_oneof![
                Just("{\"a\":1}"),
                Just("{\"a\":[2],\"b\":\"x\"}"),
                Just("[1]")
            ]
            .prop_map(Value::from),
            prop_oneof![
                Just("<string>"),
                Just("<integer,null>"),
                Just("2024-01-31"),
                Just("")
            ]
            .prop_map(Value::from),
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
    fn without_counts(shape: Shape) -> Shape {
        fn forget_words(shape: &mut Shape) {
            if let Some(text) = &mut shape.text {
                text.seen = 0;
                text.written.json_mut().into_iter().for_each(forget_words);
            }
            shape.list.iter_mut().for_each(|items| forget_words(items));
            let fields = shape
                .object
                .iter_mut()
                .flat_map(|object| object.fields.values_mut());
            fields.for_each(|field| forget_words(&mut field.shape));
        }
        let mut shape = shape.uncounted();
        forget_words(&mut shape);
        shape
    }

    proptest! {
        #[test]
        fn join_is_commutative(a in any_value(), b in any_value()) {
            let (a, b) = (of_value(&a), of_value(&b));
            prop_assert_eq!(a.clone().join(b.clone()), b.join(a));
        }

        #[test]
        fn join_is_associative(a in any_value(), b in any_value(), c in any_value()) {
            let (a, b, c) = (of_value(&a), of_value(&b), of_value(&c));
            prop_assert_eq!(a.clone().join(b.clone()).join(c.clone()), a.join(b.join(c)));
        }

        #[test]
        fn join_is_idempotent(a in any_value()) {
            let a = of_value(&a);
            prop_assert_eq!(without_counts(a.clone().join(a.clone())), without_counts(a));
        }

        #[test]
        fn never_is_the_identity(a in any_value()) {
            let a = of_value(&a);
            prop_assert_eq!(a.clone().join(Shape::NEVER), a);
        }

        #[test]
        fn few_values_become_many_in_any_order(texts in prop::collection::vec("[a-z]{1,2}", 0..60), at in 0usize..60) {
            let join = |texts: &[String]| {
                let shapes = texts.iter().map(|text| of_value(&json!(text)));
                shapes.fold(Shape::NEVER, Shape::join)
            };
            let (left, right) = texts.split_at(at.min(texts.len()));
            prop_assert_eq!(join(left).join(join(right)), join(&texts));
        }
    }

    #[test]
    fn numbers_join_to_what_holds_both() {
        let join = |a: Value, b: Value| of_value(&a).join(of_value(&b));
        let mixed = NumberShape {
            whole: true,
            fraction: true,
            ..NumberShape::default()
        };
        assert_eq!(join(json!(1), json!(1.5)).number, Some(mixed));
        assert_eq!(join(json!(1), json!(u64::MAX)), Shape::whole(false, true));
        assert_eq!(join(json!(1), json!("a")).kinds(), 2);
        assert_eq!(join(json!("<long>"), json!(7)), Shape::whole(false, false));
    }
}
