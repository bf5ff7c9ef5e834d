//! Objects whose keys are data: ids, dates, locales. They are maps, not structs.

use indexmap::IndexMap;

use super::format::{Format, Formats};
use super::shape::{FieldShape, Shape};

/// The shape of the values, if the keys of an object are data: all of one pattern. Where keys might also be names, the
/// values are of one kind.
pub fn map_values(fields: &IndexMap<String, FieldShape>) -> Option<Shape> {
    let keys: Vec<&str> = fields.keys().map(String::as_str).collect();
    let pattern = pattern(&keys)?;
    let joined = all_values(fields);
    (pattern.certain || joined.kinds() < 2).then_some(joined)
}

/// The shape of all values together, whatever the keys are.
pub fn all_values(fields: &IndexMap<String, FieldShape>) -> Shape {
    let values = fields.values().map(|field| field.shape.clone());
    values.fold(Shape::NEVER, Shape::join)
}

/// What keys are that are data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// What they are, as people say it.
    pub name: &'static str,
    /// Whether nobody would give a member such a name: then values may be of several kinds.
    pub certain: bool,
}

/// What all keys are, if they are data. One alone is so only if it can hardly be a name.
pub fn pattern(keys: &[&str]) -> Option<Pattern> {
    type Is = fn(&str) -> bool;
    let patterns: [(usize, Is, bool, &str); 9] = [
        (1, is_numbered, true, "numbered (`key_0`)"),
        (
            1,
            is_of_a_format,
            true,
            "UUIDs, dates, addresses or the like",
        ),
        (1, is_long_id, true, "long hexadecimal ids"),
        (2, is_number, true, "numbers"),
        (2, is_region, true, "languages with regions"),
        (3, is_language, false, "languages"),
        (3, is_currency, false, "currencies"),
        (2, is_path, false, "paths"),
        (1, is_file_name, false, "names of files"),
    ];
    let mut patterns = patterns.into_iter();
    let found =
        patterns.find(|(least, is, ..)| keys.len() >= *least && keys.iter().all(|key| is(key)));
    found.map(|(.., certain, name)| Pattern { name, certain })
}

/// What Postman's OpenAPI converter calls the keys of a map: `key_0`.
fn is_numbered(key: &str) -> bool {
    key.strip_prefix("key_").is_some_and(is_number)
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit())
}

fn is_of_a_format(key: &str) -> bool {
    let one = Formats::of_text(key).one();
    matches!(
        one,
        Some(
            Format::Uuid
                | Format::Date
                | Format::DateTime
                | Format::LooseDateTime
                | Format::Email
                | Format::Uri
                | Format::Ipv4
                | Format::Ipv6
        )
    )
}

/// A long hexadecimal id.
fn is_long_id(key: &str) -> bool {
    key.len() >= 16
        && key.bytes().all(|b| b.is_ascii_hexdigit())
        && key.bytes().any(|b| b.is_ascii_digit())
}

/// A language with a region: `en-US`, `de_AT`.
fn is_region(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() == 5
        && bytes[..2].iter().all(u8::is_ascii_lowercase)
        && matches!(bytes[2], b'-' | b'_')
        && bytes[3..].iter().all(u8::is_ascii_uppercase)
}

/// The codes of widely written languages (ISO 639-1).
const LANGUAGES: [&str; 40] = [
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
    "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk",
    "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh",
];

fn is_language(key: &str) -> bool {
    LANGUAGES.contains(&key)
}

/// A currency (ISO 4217): three capitals.
fn is_currency(key: &str) -> bool {
    key.len() == 3 && key.bytes().all(|b| b.is_ascii_uppercase())
}

/// A name with an extension: `hello_world.rb`.
fn is_file_name(key: &str) -> bool {
    const EXTENSIONS: [&str; 24] = [
        "c", "css", "csv", "gif", "go", "html", "java", "jpeg", "jpg", "js", "json", "md", "pdf",
        "php", "png", "py", "rb", "rs", "sh", "svg", "ts", "txt", "xml", "yml",
    ];
    let is_word = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_- ".contains(&b))
    };
    key.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && is_word(stem) && EXTENSIONS.contains(&extension)
    })
}

fn is_path(key: &str) -> bool {
    key.len() > 1 && key.starts_with('/')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
            (&["507f1f77bcf86cd799439011"], true),
            (&["en-US", "de_AT"], true),
            (&["en", "de", "fr"], true),
            (&["id", "no"], false),
            (&["USD", "EUR", "GBP"], true),
            (&["URL", "API"], false),
            (&["/a", "/b"], true),
            (&["hello_world.rb"], true),
            (&["amount.currency"], false),
            (&["id", "name"], false),
            (&["1", "name"], false),
            (&[], false),
        ] {
            assert_eq!(pattern(keys).is_some(), expected, "{keys:?}");
        }
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
            let shape = reading::shape(&object, true);
            let fields = shape.object.expect("an object").fields;
            let found = map_values(&fields).map(|values| values.kinds());
            assert_eq!(found, expected, "{object}");
        }
    }
}
