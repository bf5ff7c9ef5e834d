//! Whether what two objects say of their members can be said by one type.
//!
//! A member is the same, covered (one place by itself shows all kinds of values that the other does), disputed (one has text
//! where another has an object) or different (two objects that have hardly a member in common, or one thing here and many
//! there). Objects with a different member are of two types. One dispute among many members is rather an exception, or an
//! example that is wrong; and what is covered among many is none.

use super::keys;
use super::shape::{ObjectShape, Shape};

/// How large a part of all members nested objects have in common, at least.
const NESTED: f64 = 0.45;

/// With fewer members in common a dispute is no exception.
pub(super) const MANY: usize = 8;

/// Of so many members in common one may be disputed.
const MEMBERS_A_DISPUTE: usize = 7;

/// That of lists in [`Shape::which`].
const LIST: usize = 3;

/// What is asked of two objects of one type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likeness {
    /// How large a part of all members both have, at least.
    pub(super) least: f64,
    /// Whether few of many members may be disputed.
    pub(super) disputes: bool,
}

impl Likeness {
    /// Whether two objects may be of one type: enough members in common, and these say the same.
    pub(super) fn is_of(self, a: &ObjectShape, b: &ObjectShape) -> bool {
        share(a, b) >= self.least && self.is_consistent(a, b)
    }

    /// Whether what both hold may be of one type, however much that is.
    pub(super) fn is_consistent(self, a: &ObjectShape, b: &ObjectShape) -> bool {
        match self.disputes {
            true => doubts(a, b).is_some_and(|doubts| doubts.are_exceptions(common(a, b))),
            false => doubts(a, b) == Some(Doubts::default()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Same,
    Covered,
    Disputed,
    Different,
}

/// Whether two shapes join without becoming one of several kinds.
pub(super) fn agree(a: &Shape, b: &Shape) -> bool {
    verdict(a, b) == Verdict::Same
}

/// How large a part of all members both have.
fn share(a: &ObjectShape, b: &ObjectShape) -> f64 {
    let common = common(a, b);
    match a.fields.len() + b.fields.len() - common {
        0 => 1.0,
        all => common as f64 / all as f64,
    }
}

fn common(a: &ObjectShape, b: &ObjectShape) -> usize {
    let keys = a.fields.keys();
    keys.filter(|key| b.fields.contains_key(*key)).count()
}

/// How many of the members that two objects have are not the same.
#[derive(Debug, Default, PartialEq, Eq)]
struct Doubts {
    covered: usize,
    disputed: usize,
}

impl Doubts {
    /// Whether so few of the members that both objects have are disputed that it is an exception.
    fn are_exceptions(&self, common: usize) -> bool {
        match common {
            0..MANY => self.covered + self.disputed == 0,
            common => self.disputed <= common / MEMBERS_A_DISPUTE,
        }
    }
}

/// Nothing if one is different.
fn doubts(a: &ObjectShape, b: &ObjectShape) -> Option<Doubts> {
    let mut doubts = Doubts::default();
    for (key, field) in &a.fields {
        let other = b.fields.get(key);
        match other.map(|other| verdict(&field.shape, &other.shape)) {
            None | Some(Verdict::Same) => {}
            Some(Verdict::Covered) => doubts.covered += 1,
            Some(Verdict::Disputed) => doubts.disputed += 1,
            Some(Verdict::Different) => return None,
        }
    }
    Some(doubts)
}

fn verdict(a: &Shape, b: &Shape) -> Verdict {
    if a.is_unknown() || b.is_unknown() {
        return Verdict::Same;
    }
    if a.any != b.any || is_one_and_many(a, b) || is_one_and_many(b, a) {
        return Verdict::Different;
    }
    let kinds = match a.which() == b.which() {
        true => Verdict::Same,
        false if covers(a, b) || covers(b, a) => Verdict::Covered,
        false => Verdict::Disputed,
    };
    let lists = a.list.as_ref().zip(b.list.as_ref());
    let objects = a.object.as_ref().zip(b.object.as_ref());
    let lists = lists.map(|(a, b)| verdict(a, b));
    let objects = objects.map(|(a, b)| of_objects(a, b));
    [lists, objects]
        .into_iter()
        .flatten()
        .fold(kinds, Verdict::max)
}

/// Whether one shows all kinds of values that the other does. Some languages write an empty object as an empty list.
fn covers(a: &Shape, b: &Shape) -> bool {
    let is_empty = b.list.as_ref().is_some_and(|items| items.is_unknown()) && a.object.is_some();
    let mut kinds = b.which();
    kinds[LIST] &= !is_empty;
    a.which().into_iter().zip(kinds).all(|(a, b)| a || !b)
}

/// An object in one, a list of something in the other. An empty list says nothing: some languages write an empty object so.
fn is_one_and_many(one: &Shape, many: &Shape) -> bool {
    let has_object = |shape: &Shape| {
        let object = shape.object.as_ref();
        object.is_some_and(|object| !object.fields.is_empty())
    };
    let has_items = |shape: &Shape| shape.list.as_ref().is_some_and(|list| !list.is_unknown());
    has_object(one) && !has_items(one) && has_items(many) && !has_object(many)
}

fn of_objects(a: &ObjectShape, b: &ObjectShape) -> Verdict {
    if a.fields.is_empty() || b.fields.is_empty() {
        return Verdict::Same;
    }
    if share(a, b) < NESTED {
        let names = a.fields.keys().chain(b.fields.keys());
        let names: Vec<&str> = names.map(String::as_str).collect();
        // Keys that are data differ.
        return match keys::pattern(&names) {
            Some(_) => verdict(&keys::all_values(&a.fields), &keys::all_values(&b.fields)),
            None => Verdict::Different,
        };
    }
    // Once for each level: what is below may be deep.
    match doubts(a, b) {
        None => Verdict::Different,
        Some(doubts) if doubts.are_exceptions(common(a, b)) => Verdict::Same,
        Some(Doubts { disputed: 0, .. }) => Verdict::Covered,
        Some(_) => Verdict::Disputed,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::reading;
    use super::*;

    /// Whether two objects of ten members in common and these may be of one type, and whether they are without.
    #[track_caller]
    fn check(a: Value, b: Value, expected: [bool; 2]) {
        let likeness = Likeness {
            least: 0.9,
            disputes: true,
        };
        let found = [true, false].map(|is_large| {
            let [a, b] = [&a, &b].map(|value| {
                let mut value = value.clone();
                let more = "abcdefghij".chars().filter(|_| is_large);
                for key in more {
                    value[key.to_string()] = json!(1);
                }
                *reading::shape(&value, true).object.expect("an object")
            });
            assert_eq!(likeness.is_of(&a, &b), likeness.is_of(&b, &a));
            likeness.is_of(&a, &b)
        });
        assert_eq!(found, expected, "{a} {b}");
    }

    #[test]
    fn disputed_members() {
        let person = || json!({ "id": "cus_9", "name": "a", "mail": "b" });
        check(json!({ "x": 1 }), json!({ "x": 2 }), [true, true]);
        // One of many.
        check(
            json!({ "x": "cus_9" }),
            json!({ "x": person() }),
            [true, false],
        );
        check(json!({ "x": "9" }), json!({ "x": 9 }), [true, false]);
        check(json!({ "x": [] }), json!({ "x": person() }), [true, false]);
        // What one place shows by itself, however often.
        let both = |x: Value| json!({ "x": [1, "a"], "y": [2, "a"], "z": [x] });
        check(
            both(json!(1)),
            json!({ "x": ["a"], "y": [1], "z": [1] }),
            [true, false],
        );
        // Two of twelve, two of fifteen.
        let two = |x: Value, y: Value| json!({ "x": x, "y": y });
        check(
            two(json!(1), json!(1)),
            two(json!("a"), json!("b")),
            [false, false],
        );
        let more = |x: Value, y: Value| json!({ "x": x, "y": y, "1": 1, "2": 1, "3": 1 });
        check(
            more(json!(1), json!(1)),
            more(json!("a"), json!("b")),
            [true, false],
        );
        // Other objects, one and many.
        check(
            json!({ "x": person() }),
            json!({ "x": { "size": 1 } }),
            [false, false],
        );
        check(
            json!({ "x": [person()] }),
            json!({ "x": [{ "size": 1 }] }),
            [false, false],
        );
        check(
            json!({ "x": person() }),
            json!({ "x": [person()] }),
            [false, false],
        );
        check(
            json!({ "x": [1] }),
            json!({ "x": person() }),
            [false, false],
        );
        // A nested object with one is disputed as a whole.
        check(
            json!({ "x": { "id": 1, "a": 1 } }),
            json!({ "x": { "id": "1", "a": 1 } }),
            [true, false],
        );
        check(
            json!({ "x": { "id": { "a": 1 }, "a": 1 } }),
            json!({ "x": { "id": { "b": 1 }, "a": 1 } }),
            [false, false],
        );
        // Keys that are data.
        check(
            json!({ "x": { "360001": "x", "360002": null, "360003": true } }),
            json!({ "x": { "360001": "y" } }),
            [true, false],
        );
        check(
            json!({ "x": { "360001": "x", "360002": "x", "360003": "x" } }),
            json!({ "x": { "360001": "y" } }),
            [true, true],
        );
    }
}
