//! Copies of a record in a list: to see one again is not to see another.
//!
//! Who writes an example fills a list by copying its first item, and changes at most the identifiers. What such items have in
//! common was chosen once, so they count as one sighting.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::choice::last_word;

/// Which items of a list are copies of an earlier one: objects that are equal but for the values of identifiers.
pub(crate) fn copies(items: &[Value]) -> impl Iterator<Item = (&Value, bool)> {
    let mut known = HashSet::new();
    let is_single = items.len() < 2;
    items.iter().map(move |item| {
        let is_copy = !is_single && item.is_object() && !known.insert(print(item));
        (item, is_copy)
    })
}

/// A number for all that counts of a value. `DefaultHasher::new` is the same everywhere.
fn print(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(value, false, &mut hasher);
    hasher.finish()
}

fn hash(value: &Value, identifies: bool, hasher: &mut DefaultHasher) {
    std::mem::discriminant(value).hash(hasher);
    match value {
        Value::Object(members) => {
            // Their order means nothing.
            let mut keys: Vec<&String> = members.keys().collect();
            keys.sort_unstable();
            keys.len().hash(hasher);
            // Where there is nothing else, they are the record.
            let is_more = !keys.iter().all(|key| is_identifier(key));
            for key in keys {
                key.hash(hasher);
                hash(&members[key], is_more && is_identifier(key), hasher);
            }
        }
        Value::Array(items) => {
            items.len().hash(hasher);
            items.iter().for_each(|item| hash(item, identifies, hasher));
        }
        Value::String(_) | Value::Number(_) if identifies => {}
        other => other.hash(hasher),
    }
}

/// Whether a member tells one record from another by its name alone.
fn is_identifier(name: &str) -> bool {
    let last = last_word(name);
    ["id", "ids", "uid", "uuid", "guid"].contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(items: Value, expected: &[bool]) {
        let items = items.as_array().expect("a list");
        let found: Vec<bool> = copies(items).map(|(_, is_copy)| is_copy).collect();
        assert_eq!(found, expected, "{items:?}");
    }

    #[test]
    fn what_is_a_copy() {
        check(json!([]), &[]);
        check(
            json!([{ "a": 1 }, { "a": 1 }, { "a": 2 }]),
            &[false, true, false],
        );
        check(
            json!([{ "a": 1, "b": 2 }, { "b": 2, "a": 1 }]),
            &[false, true],
        );
        // But for its identifiers.
        check(
            json!([{ "id": 1, "a": 1 }, { "id": 2, "a": 1 }]),
            &[false, true],
        );
        check(
            json!([{ "userId": "x", "a": 1 }, { "userId": "y", "a": 1 }]),
            &[false, true],
        );
        check(
            json!([{ "a": { "id": 1, "b": 1 } }, { "a": { "id": 2, "b": 1 } }]),
            &[false, true],
        );
        check(json!([{ "paid": 1 }, { "paid": 2 }]), &[false, false]);
        check(
            json!([{ "id": 1 }, { "id": 2 }, { "id": 1 }]),
            &[false, false, true],
        );
        // A member more is no copy, nor is another kind of value.
        check(json!([{ "a": 1 }, { "a": 1, "b": 1 }]), &[false, false]);
        check(
            json!([{ "id": 1, "a": 1 }, { "id": "1", "a": 1 }]),
            &[false, false],
        );
        check(
            json!([{ "id": 1, "a": 1 }, { "id": null, "a": 1 }]),
            &[false, false],
        );
        // Words that come again are no records.
        check(json!(["on", "on", 1, 1, [], []]), &[false; 6]);
    }
}
