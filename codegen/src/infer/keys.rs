//! Objects whose keys are data: ids, dates, locales, or whatever a caller chose. They are maps, not structs.

use indexmap::IndexMap;

use super::key_patterns as patterns;
use super::member_names::is_of_an_api;
use super::shape::{FieldShape, ObjectShape, Shape};
use crate::model::Role;
use crate::words::singular;

/// The shape of the values, if the keys of an object are data. Where keys might also be names, the values are of one kind.
pub fn map_values(object: &ObjectShape) -> Option<Shape> {
    let sign = sign(object)?;
    let joined = all_values(&object.fields);
    (sign.certain || joined.kinds() < 2).then_some(joined)
}

/// The shape of all values together, whatever the keys are.
pub fn all_values(fields: &IndexMap<String, FieldShape>) -> Shape {
    let values = fields.values().map(|field| field.shape.clone());
    values.fold(Shape::NEVER, Shape::join)
}

/// Whether other values may come than those that were seen: where callers choose them. In answers not if so many were seen:
/// one that is refused is lost. What is sent is text, if that was seen.
pub fn may_differ(object: &ObjectShape, role: Role, sightings: usize) -> bool {
    let seen: usize = object.fields.values().map(|field| field.seen).sum();
    let is_text = || is_text(&all_values(&object.fields));
    let few = match role {
        Role::Response => seen < sightings,
        Role::Request => !is_text(),
    };
    sign(object).is_some_and(|sign| sign.own) && few
}

/// What says that keys are data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// What they are, as people say it.
    pub name: &'static str,
    /// Whether nobody would give a member such a name: then values may be of several kinds.
    pub certain: bool,
    /// Whether callers choose keys and values, so that other kinds of values may come than were seen.
    pub own: bool,
}

/// What says that the keys of an object are data: what they look like, what the member is called that holds the object, or
/// that other objects have others.
pub fn sign(object: &ObjectShape) -> Option<Sign> {
    if object.is_struct {
        return None;
    }
    let keys: Vec<&str> = object.fields.keys().map(String::as_str).collect();
    let looks = || pattern(&keys).map(|(name, certain)| (name, certain, false));
    let (name, certain, own) = looks()
        .or_else(|| by_name(object, &keys))
        .or_else(|| by_others(object, &keys).map(|name| (name, false, false)))?;
    Some(Sign { name, certain, own })
}

/// What all keys are, if they are data, and whether that is certain. One alone is so only if it can hardly be a name.
pub fn pattern(keys: &[&str]) -> Option<(&'static str, bool)> {
    type Is = fn(&str) -> bool;
    let patterns: [(usize, Is, bool, &str); 13] = [
        (1, patterns::is_numbered, true, "numbered (`key_0`)"),
        (
            1,
            patterns::is_of_a_format,
            true,
            "UUIDs, dates, addresses or the like",
        ),
        (
            1,
            patterns::is_part_of_a_year,
            true,
            "months, weeks or quarters",
        ),
        (1, patterns::is_long_id, true, "long hexadecimal ids"),
        (2, patterns::is_number, true, "numbers"),
        (2, patterns::is_region, true, "languages with regions"),
        (2, patterns::is_surely_language, false, "languages"),
        (3, patterns::is_language, false, "languages"),
        (2, patterns::is_surely_currency, false, "currencies"),
        (3, patterns::is_currency, false, "currencies"),
        (2, patterns::is_path, false, "paths"),
        (1, patterns::is_file_name, false, "names of files"),
        (2, patterns::is_faked, true, FAKED),
    ];
    let mut patterns = patterns.into_iter();
    let found =
        patterns.find(|(least, is, ..)| keys.len() >= *least && keys.iter().all(|key| is(key)));
    let faked = |key: &&str| patterns::is_surely_faked(key);
    found
        .filter(|(.., name)| *name != FAKED || keys.iter().any(faked))
        .map(|(.., certain, name)| (name, certain))
        .or_else(|| are_ids(keys).then_some(("ids with one prefix", false)))
}

/// What generators of examples write where a schema leaves the keys open.
const FAKED: &str = "made up (`dolore_7e`)";

/// Whether all keys are ids with one prefix, and several.
fn are_ids(keys: &[&str]) -> bool {
    let mut prefixes = keys.iter().map(|key| patterns::prefix_of_id(key));
    let first = prefixes.next().flatten();
    keys.len() > 1 && first.is_some() && prefixes.all(|prefix| prefix == first)
}

/// What the name of the member says that holds the object, if its values are what such a member holds.
fn by_name(object: &ObjectShape, keys: &[&str]) -> Option<(&'static str, bool, bool)> {
    let called = object.called;
    if keys.is_empty() || !called.says_something() {
        return None;
    }
    let values = all_values(&object.fields);
    let of_an_api = || keys.iter().any(|key| is_of_an_api(key));
    let are_messages = || match is_list_of_text(&values) {
        true => !keys.iter().any(|key| is_of_errors(key)),
        false => is_text(&values) && !of_an_api(),
    };
    if called.is_own() && is_own(&values, keys.len()) && !of_an_api() {
        Some((
            "chosen by callers, as the name of the member says",
            true,
            true,
        ))
    } else if called.is_errors() && are_messages() {
        Some((
            "names of what is wrong, as the name of the member says",
            false,
            false,
        ))
    } else if called.is_translations() && keys.iter().all(|key| patterns::is_locale(key)) {
        Some(("languages, as the name of the member says", false, false))
    } else {
        None
    }
}

/// Whether a list of text of this name holds what is to be said, and not what is wrong with a member of this name.
fn is_of_errors(key: &str) -> bool {
    const NAMES: [&str; 8] = [
        "code", "detail", "error", "field", "message", "reason", "type", "warning",
    ];
    NAMES.contains(&singular(key).as_str())
}

/// Values that callers keep: plain ones, of whichever kind, or lists of text.
fn is_own(values: &Shape, keys: usize) -> bool {
    let is_plain = values.list.is_none() && values.object.is_none() && !values.any;
    (is_plain && values.kinds() > 0) || (is_list_of_text(values) && keys > 1)
}

fn is_text(values: &Shape) -> bool {
    values.text.is_some() && values.kinds() == 1 && !values.any
}

fn is_list_of_text(values: &Shape) -> bool {
    let items = values.list.as_ref();
    values.kinds() == 1 && !values.any && items.is_some_and(|items| is_text(items))
}

/// Objects beside each other have no member in common, but numbers or objects that are all alike.
fn by_others(object: &ObjectShape, keys: &[&str]) -> Option<&'static str> {
    let differ = object.key_sets.differ() && keys.len() > 2;
    if !differ || keys.iter().any(|key| is_of_an_api(key)) {
        return None;
    }
    let values = all_values(&object.fields);
    let are_alike = match &values.object {
        _ if values.kinds() != 1 || values.any => false,
        Some(value) => value.fields.values().all(|field| field.seen == value.seen),
        None => values.number.is_some(),
    };
    are_alike.then_some("different in each item")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::reading;
    use super::*;

    #[test]
    fn keys() {
        for (keys, expected) in [
            (&["key_0", "key_1"] as &[&str], true),
            (&["key_0"], true),
            (&["key_a"], false),
            (&["1", "2"], true),
            (&["1"], false),
            (&["3f2504e0-4f89-41d3-9a0c-0305e82c3301"], true),
            (&["2024-01-31", "2024-02-01"], true),
            (&["2024-01", "2024-02"], true),
            (&["2024-Q1"], true),
            (&["2024-01", "total"], false),
            (&["507f1f77bcf86cd799439011"], true),
            (&["usr_8fk2", "usr_9ab1"], true),
            (&["usr_8fk2"], false),
            (&["usr_8fk2", "org_9ab1"], false),
            (&["address_line1", "address_line2"], false),
            (&["video_720p", "video_480p"], false),
            (&["thumb_50x50", "thumb_100x100"], false),
            (&["en-US", "de_AT"], true),
            (&["en", "de", "fr"], true),
            (&["de", "fr"], true),
            (&["de"], false),
            (&["id", "no"], false),
            (&["it", "de"], false),
            (&["USD", "EUR", "GBP"], true),
            (&["USD", "EUR"], true),
            (&["usd", "eur"], true),
            (&["EUR"], false),
            (&["URL", "API"], false),
            (&["min", "max"], false),
            (&["/a", "/b"], true),
            (&["hello_world.rb"], true),
            (&["amount.currency"], false),
            (&["culpa_7e7", "ut_6c2", "labored"], true),
            (&["culpa_7e7"], false),
            (&["id_1", "in_2"], false),
            (&["elite", "anime"], false),
            (&["id", "name"], false),
            (&["1", "name"], false),
            (&[], false),
        ] {
            assert_eq!(pattern(keys).is_some(), expected, "{keys:?}");
        }
    }

    /// How many kinds of values the map has that an object is, if it is one.
    fn kinds(object: &Value, called: &str) -> Option<usize> {
        let shape = reading::shape(&json!({ called: object }), true);
        let around = shape.object.expect("an object");
        let object = around.fields[called].shape.object.as_ref();
        map_values(object.expect("an object")).map(|values| values.kinds())
    }

    #[test]
    fn values_of_several_kinds() {
        for (object, expected) in [
            (json!({ "2024-01-31": 1, "2024-02-01": "closed" }), Some(2)),
            (json!({ "1": { "a": 1 }, "2": "x", "3": [1] }), Some(3)),
            (json!({ "en-US": "a", "de-DE": { "one": "b" } }), Some(2)),
            (json!({ "1": 1, "2": null }), Some(1)),
            (json!({ "en": "a", "de": "b", "fr": "c" }), Some(1)),
            (json!({ "en": "a", "de": "b", "it": 1 }), None),
            (json!({ "USD": 1, "EUR": 1, "GBP": "x" }), None),
            (json!({ "1": 1, "total": 2 }), None),
        ] {
            assert_eq!(kinds(&object, "a"), expected, "{object}");
        }
    }

    #[test]
    fn other_keys_in_each_item() {
        for (items, expected) in [
            (json!([{ "red": 1, "blue": 2 }, { "xl": 1 }]), true),
            (json!([{ "red": 1 }, { "xl": 1 }]), false),
            (
                json!([{ "red": 1, "blue": 2 }, { "xl": 1, "red": 2 }]),
                false,
            ),
            (
                json!([{ "reason": "x", "reasonCode": "y" }, { "transferId": "z" }]),
                false,
            ),
            (
                json!([{ "deleted": 1, "not_deleted": 1 }, { "created": 1 }]),
                false,
            ),
            (
                json!([{ "a": { "x": 1 }, "b": { "x": 2 } }, { "c": { "x": 3 } }]),
                true,
            ),
            (
                json!([{ "card": { "x": 1 }, "b": { "x": 2 } }, { "iban": { "y": 3 } }]),
                false,
            ),
        ] {
            let shape = reading::shape(&items, true).list.expect("a list");
            let object = shape.object.expect("objects");
            assert_eq!(map_values(&object).is_some(), expected, "{items}");
        }
    }

    #[test]
    fn names() {
        for (name, object, expected) in [
            ("metadata", json!({ "order_id": "37" }), true),
            ("metadata", json!({ "order_id": "37", "vip": true }), true),
            ("custom_fields", json!({ "color": "red" }), true),
            ("labels", json!({ "env": "prod" }), true),
            ("tags", json!({ "a/b": ["x"], "c": ["y"] }), true),
            ("details", json!({ "order_id": "37" }), false),
            (
                "metadata",
                json!({ "created_at": "x", "source": "y" }),
                false,
            ),
            ("metadata", json!({ "page": 1, "perPage": 2 }), false),
            ("metadata", json!({ "name": "a", "namespace": "b" }), false),
            ("metadata", json!({ "labels": { "a": "b" } }), false),
            ("metadata", json!({ "order_id": "37", "items": [1] }), false),
            ("metadata", json!({ "colors": ["red"] }), false),
            ("errors", json!({ "iban": ["bad"] }), true),
            ("errors", json!({ "name": ["required"] }), true),
            ("errors", json!({ "iban": ["bad"], "bic": [] }), true),
            ("errors", json!({ "iban": "bad" }), true),
            ("fieldErrors", json!({ "iban": ["bad"] }), true),
            ("errors", json!({ "iban": [] }), false),
            ("errors", json!({ "code": "x", "message": "y" }), false),
            ("errors", json!({ "iban": ["bad"], "count": 1 }), false),
            ("errors", json!({ "iban": [{ "code": 1 }] }), false),
            ("errors", json!({ "messages": ["bad"] }), false),
            ("error", json!({ "iban": ["bad"] }), true),
            ("error", json!({ "message": "bad", "hint": "x" }), false),
            ("failure", json!({ "iban": ["bad"] }), false),
            ("translations", json!({ "de": { "title": "x" } }), true),
            ("translations", json!({ "id": 1 }), false),
            ("translations", json!({ "title": "x" }), false),
            ("titles", json!({ "de": "x" }), false),
        ] {
            assert_eq!(kinds(&object, name).is_some(), expected, "{name} {object}");
        }
    }
}
