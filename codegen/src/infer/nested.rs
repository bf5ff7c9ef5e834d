//! Objects that hold objects of their own type: categories below the `children` of a category.
//!
//! Where an example has no more than a level or two, nothing but the objects themselves tells: one that stands below a member
//! of another, and has that very member itself, is of the other's type, if the rest of it fits, too. So is one that has it not,
//! if objects of several kinds stand in one list, and its `type` is one of theirs.

use super::agreement::{MANY, agree};
use super::choice::last_word;
use super::keys;
use super::scalars::Values;
use super::shape::{ObjectShape, Shape};

/// What an object holds of its own type: its position, and that of each such object.
pub(super) fn pairs(holder: &ObjectShape) -> Vec<(usize, usize)> {
    let Some(of_holder) = holder.positions.first() else {
        return Vec::new();
    };
    let fields = holder.fields.iter();
    let held = fields.filter_map(|(key, field)| {
        let held = object(&field.shape)?;
        comes_again(holder, key, held).then(|| held.positions.first().copied())?
    });
    let mut held = held.peekable();
    // Keys that are data name no member.
    if held.peek().is_none() || keys::map_values(holder).is_some() {
        return Vec::new();
    }
    held.map(|held| (*of_holder, held)).collect()
}

/// The objects of a value, or those in its lists.
fn object(shape: &Shape) -> Option<&ObjectShape> {
    match &shape.object {
        Some(object) => Some(object),
        None => object(shape.list.as_deref()?),
    }
}

/// Whether an object below a member of another is of the other's type.
fn comes_again(holder: &ObjectShape, member: &str, held: &ObjectShape) -> bool {
    let Some(outer) = holder.fields.get(member) else {
        return false;
    };
    let Some(inner) = held.fields.get(member) else {
        return is_variant(holder, held);
    };
    let is_part = is_within(held, &[holder]);
    let [fewer, more] = match is_part {
        true => [held, holder],
        false => [holder, held],
    };
    if !is_within(fewer, &[more]) || is_short(fewer.fields.len(), more.fields.len()) {
        return false;
    }
    if !fits(holder, held, member) {
        return false;
    }
    match object(&inner.shape).filter(|further| !further.fields.is_empty()) {
        // A wrapper in a wrapper holds something else.
        Some(further) => {
            same_kind(&outer.shape, &inner.shape) && is_within(further, &[holder, held])
        }
        // Here it ends. What has two members in common with something larger may be anything.
        None => {
            let is_same = held.fields.len() == holder.fields.len();
            same_kind(&outer.shape, &inner.shape)
                && is_part
                && (is_same || held.fields.len() > SMALL)
        }
    }
}

/// Whether an object with so few of another's members is a short form of it, which is a type of its own.
fn is_short(members: usize, of: usize) -> bool {
    match of {
        0..MANY => 2 * members < of,
        _ => 10 * members < 9 * of,
    }
}

/// Whether objects have members in common beside one, all of which say the same.
fn fits(holder: &ObjectShape, held: &ObjectShape, beside: &str) -> bool {
    let others = held.fields.iter().filter(|(key, _)| *key != beside);
    let mut others = others
        .filter_map(|(key, field)| Some((&field.shape, &holder.fields.get(key)?.shape)))
        .peekable();
    others.peek().is_some() && others.all(|(a, b)| agree(a, b))
}

/// Whether objects are of several kinds, told apart by a word, and others are of one of these.
fn is_variant(holder: &ObjectShape, held: &ObjectShape) -> bool {
    let is_varied = holder.fields.values().any(|field| field.seen < holder.seen);
    if !is_varied || held.fields.len() <= SMALL || !is_within(held, &[holder]) {
        return false;
    }
    let values = |object: &ObjectShape, key: &str| {
        let text = object.fields.get(key)?.shape.text.as_ref()?;
        match &text.values {
            Values::Few(values) => Some(values.clone()),
            Values::Many => None,
        }
    };
    let is_word = |key: &&String| matches!(last_word(key).as_str(), "type" | "kind");
    let is_one_of = |key: &String| {
        let all = values(holder, key).zip(values(held, key));
        all.is_some_and(|(all, own)| all.len() > 1 && !own.is_empty() && own.is_subset(&all))
    };
    held.fields.keys().filter(is_word).any(is_one_of) && fits(holder, held, "")
}

/// With no more members than these an object is not known by them.
const SMALL: usize = 2;

/// Whether all members of an object are also members of the others.
fn is_within(object: &ObjectShape, others: &[&ObjectShape]) -> bool {
    let mut keys = object.fields.keys();
    keys.all(|key| others.iter().any(|other| other.fields.contains_key(key)))
}

/// Whether both are objects, or lists of them, or nothing is known of one.
fn same_kind(a: &Shape, b: &Shape) -> bool {
    if a.is_unknown() || b.is_unknown() {
        return true;
    }
    let lists = a.list.as_ref().zip(b.list.as_ref());
    a.any == b.any && a.which() == b.which() && lists.is_none_or(|(a, b)| same_kind(a, b))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{objects, reading};
    use super::*;

    /// Which objects below an object it holds as its own kind, by position.
    #[track_caller]
    fn check(value: Value, expected: &[usize]) {
        let mut shape = reading::shape(&value, true);
        objects::number(&mut shape, &mut 0);
        let found = pairs(object(&shape).expect("an object"));
        let found: Vec<usize> = found.into_iter().map(|(_, held)| held).collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn what_is_its_own_kind() {
        // A list of two, and the innermost is empty in some way.
        for end in [
            json!(null),
            json!([]),
            json!([{ "value": 3, "next": null }]),
        ] {
            let list = json!({ "value": 1, "next": [{ "value": 2, "next": end }] });
            check(list, &[1]);
        }
        check(
            json!({ "value": 1, "next": { "value": 2, "next": null } }),
            &[1],
        );
        // With fewer members than the outer one.
        let manager = json!({ "id": 2, "email": "b", "manager": null });
        let me = json!({ "id": 1, "email": "a", "manager": manager, "zip": 1, "a": 1, "b": 1 });
        check(me, &[1]);
        // With more of them.
        let rule =
            json!({ "op": "and", "args": [{ "op": "eq", "field": "a", "args": [{ "op": "x" }] }] });
        check(rule, &[1]);
    }

    #[test]
    fn one_of_several_kinds() {
        let text = |kind: &str| json!({ "type": kind, "text": "a", "marks": [] });
        let image = json!({ "type": "image", "url": "a" });
        let list = |item: Value| json!({ "type": "list", "items": [item] });
        check(json!([text("text"), image, list(text("text"))]), &[1]);
        // Of none of these; with something else; hardly anything; all of one kind.
        check(json!([text("text"), image, list(text("note"))]), &[]);
        let mut more = text("text");
        more["size"] = json!(1);
        check(json!([text("text"), image, list(more)]), &[]);
        check(json!([text("text"), image, list(image.clone())]), &[]);
        let person =
            |friend: Value| json!({ "type": "person", "id": 1, "name": "a", "friend": friend });
        check(
            person(json!({ "type": "person", "id": 1, "name": "a" })),
            &[],
        );
    }

    #[test]
    fn what_is_not() {
        // It has not the member.
        check(
            json!({ "id": 1, "name": "a", "owner": { "id": 2, "name": "b" } }),
            &[],
        );
        // Nothing else.
        check(json!({ "data": { "data": null } }), &[]);
        check(
            json!({ "data": { "data": { "data": 1 } }, "status": 1 }),
            &[],
        );
        // A wrapper in a wrapper.
        let wrapper =
            json!({ "status": 1, "data": { "status": 1, "data": { "id": 1, "name": "a" } } });
        check(wrapper, &[]);
        check(
            json!({ "data": { "data": [1], "page": 1 }, "page": 1 }),
            &[],
        );
        check(
            json!({ "data": { "data": [{ "id": 1 }], "page": 1 }, "message": "" }),
            &[],
        );
        // Another kind of value.
        check(
            json!({ "error": { "error": "x", "message": "y" }, "message": "z" }),
            &[],
        );
        check(
            json!({ "tags": [{ "tags": ["a"], "name": "b" }], "name": "c" }),
            &[],
        );
        check(json!({ "id": 1, "of": { "id": "x", "of": null } }), &[]);
        // A short form.
        let manager = json!({ "id": 2, "email": "b", "manager": null });
        let me =
            json!({ "id": 1, "email": "a", "manager": manager, "zip": 1, "a": 1, "b": 1, "c": 1 });
        check(me, &[]);
        // Two members of many say little.
        check(
            json!({ "id": 1, "a": 1, "of": { "id": 2, "of": null } }),
            &[],
        );
        // Keys are data.
        let days = json!({ "2024-01-01": { "2024-01-01": {}, "2024-01-02": 1 }, "2024-01-02": 1 });
        check(days, &[]);
    }
}
