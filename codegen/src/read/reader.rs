//! What all parts of the reader share: the way down the document, and forgiving access to single values.

use serde_json::{Map, Value};

use super::raw::text_of;
use super::redact::REDACTED;
use crate::diag::{Diagnostics, Place, Places};

pub(super) type Object = Map<String, Value>;

/// A value and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Node<'v> {
    pub(super) value: &'v Value,
    pub(super) place: Place,
}

/// Reads one document: hands out places and records what could not be read.
pub(super) struct Reader<'a> {
    pub(super) places: &'a mut Places,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Items with a request that could not be read; each has a diagnostic.
    pub(super) skipped: Vec<Place>,
}

impl Reader<'_> {
    /// The first member among `keys` that is there and not null.
    pub(super) fn member<'v>(
        &mut self,
        object: &'v Object,
        place: Place,
        keys: &[&str],
    ) -> Option<Node<'v>> {
        keys.iter().find_map(|key| {
            let value = object.get(*key).filter(|value| !value.is_null())?;
            Some(Node {
                value,
                place: self.places.key(place, key),
            })
        })
    }

    /// The elements of a list with their places; anything else is reported and has none.
    pub(super) fn elements<'v>(&mut self, node: Node<'v>, what: &str) -> Vec<Node<'v>> {
        let Value::Array(list) = node.value else {
            self.unreadable(node, what, "a list");
            return Vec::new();
        };
        let places = &mut *self.places;
        list.iter()
            .enumerate()
            .map(|(i, value)| Node {
                value,
                place: places.index(node.place, i),
            })
            .collect()
    }

    /// The text of a scalar member; a list or an object there is reported.
    pub(super) fn text(&mut self, object: &Object, place: Place, keys: &[&str]) -> Option<String> {
        let value = keys
            .iter()
            .find_map(|key| object.get(*key).filter(|value| !value.is_null()))?;
        let text = text_of(value);
        if text.is_none() {
            let node = self.member(object, place, keys)?;
            self.unreadable(node, keys[0], "text");
        }
        text
    }

    /// As [`Self::text`], but blank text is none.
    pub(super) fn filled_text(
        &mut self,
        object: &Object,
        place: Place,
        keys: &[&str],
    ) -> Option<String> {
        self.text(object, place, keys)
            .filter(|text| !text.trim().is_empty())
    }

    /// `description`: text, or an object with `content`. Blank text is none.
    pub(super) fn description(&mut self, object: &Object, place: Place) -> Option<String> {
        match object.get("description")? {
            Value::Object(inner) => {
                let place = self.places.key(place, "description");
                self.filled_text(inner, place, &["content"])
            }
            _ => self.filled_text(object, place, &["description"]),
        }
    }

    /// `protocolProfileBehavior`: how Postman is to send, as written.
    pub(super) fn profile(&mut self, object: &Object, place: Place) -> Vec<(String, Value)> {
        let Some(node) = self.member(object, place, &["protocolProfileBehavior"]) else {
            return Vec::new();
        };
        let Value::Object(profile) = node.value else {
            self.unreadable(node, "protocolProfileBehavior", "an object");
            return Vec::new();
        };
        let members = profile.iter();
        members
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    /// Records that a value is not what stands there in a collection.
    pub(super) fn unreadable(&mut self, node: Node<'_>, what: &str, expected: &str) {
        let message = format!("{what} is {}, not {expected}", kind_of(node.value));
        self.diagnostics.warning(
            node.place,
            message,
            "it is left out; correct it in Postman and export again",
        );
    }

    /// Names a place for the trail, unless the name is blank.
    pub(super) fn label(&mut self, place: Place, name: &str) {
        if !name.trim().is_empty() {
            self.places.label(place, name);
        }
    }
}

/// `disabled: true`, or `enabled: false`.
pub(super) fn is_disabled(object: &Object) -> bool {
    let says = |key: &str, flag: bool| match object.get(key) {
        Some(Value::Bool(value)) => *value == flag,
        Some(Value::String(text)) => text == if flag { "true" } else { "false" },
        _ => false,
    };
    says("disabled", true) || says("enabled", false)
}

/// What Postman knows an item by, if the file says it.
pub(super) fn id_of(object: &Object) -> Option<String> {
    let ids = ["id", "_postman_id"].iter();
    ids.filter_map(|key| object.get(*key).and_then(text_of))
        .find(|id| !id.is_empty() && id != REDACTED)
}

/// What a value is, with its article.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Text as it is; any other value as JSON text.
pub(super) fn text_or_json(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => format!("{value:#}"),
        _ => value.to_string(),
    }
}
