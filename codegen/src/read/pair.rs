//! Keys with values: headers, query entries, path variables.

use serde_json::Value;

use super::raw::Pair;
use super::reader::{Node, Object, Reader, is_disabled};
use super::url;
use crate::diag::Place;

/// What a list of pairs is called, where the key may stand, and how the list is read if it is text.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    what: &'static str,
    keys: &'static [&'static str],
    parse: fn(&str, Place) -> Vec<Pair>,
}

pub(super) const HEADERS: Kind = Kind {
    what: "header",
    keys: &["key", "name"],
    parse: header_lines,
};
pub(super) const QUERY: Kind = Kind {
    what: "query",
    keys: &["key", "name"],
    parse: query_text,
};
pub(super) const PATH_VARIABLES: Kind = Kind {
    what: "variable",
    keys: &["key", "id", "name"],
    parse: query_text,
};

impl Reader<'_> {
    /// Pairs from a list, from text, from one pair, or from an object of keys and values.
    pub(super) fn pairs(&mut self, node: Node<'_>, kind: Kind) -> Vec<Pair> {
        match node.value {
            Value::String(text) => (kind.parse)(text, node.place),
            Value::Object(object) if is_pair(object) => self
                .pair(object, node.place, kind.keys)
                .into_iter()
                .collect(),
            Value::Object(object) => object
                .iter()
                .map(|(key, value)| self.entry(key, value, node.place))
                .collect(),
            _ => {
                let elements = self.elements(node, kind.what);
                elements
                    .into_iter()
                    .flat_map(|element| self.element(element, kind))
                    .collect()
            }
        }
    }

    fn element(&mut self, node: Node<'_>, kind: Kind) -> Vec<Pair> {
        match node.value {
            Value::Object(object) => self
                .pair(object, node.place, kind.keys)
                .into_iter()
                .collect(),
            Value::String(text) => (kind.parse)(text, node.place),
            Value::Null => Vec::new(),
            _ => {
                self.unreadable(node, kind.what, "an object with a key and a value");
                Vec::new()
            }
        }
    }

    /// `{}` is no pair.
    fn pair(&mut self, object: &Object, place: Place, keys: &[&str]) -> Option<Pair> {
        if object.is_empty() {
            return None;
        }
        Some(Pair {
            key: self.text(object, place, keys),
            value: object.get("value").cloned().unwrap_or_default(),
            disabled: is_disabled(object),
            description: self.description(object, place),
            place,
        })
    }

    fn entry(&mut self, key: &str, value: &Value, parent: Place) -> Pair {
        let place = self.places.key(parent, key);
        Pair {
            key: Some(key.to_string()),
            value: value.clone(),
            disabled: false,
            description: None,
            place,
        }
    }
}

/// One pair in place of a list; any other object is made of keys and values.
pub(super) fn is_pair(object: &Object) -> bool {
    object.contains_key("key") && object.contains_key("value")
}

/// Headers as lines of text. A line that starts with `//` is disabled; one that starts with a blank continues the last.
fn header_lines(text: &str, place: Place) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match pairs.last_mut() {
            Some(Pair {
                value: Value::String(value),
                ..
            }) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => pairs.push(header_line(line.trim(), place)),
        }
    }
    pairs
}

fn header_line(line: &str, place: Place) -> Pair {
    let (disabled, line) = match line.strip_prefix("//") {
        Some(rest) => (true, rest.trim_start()),
        None => (false, line),
    };
    let (key, value) = line.split_once(':').unwrap_or((line, ""));
    let value = Value::String(value.trim().to_string());
    Pair {
        key: Some(key.trim().to_string()),
        value,
        disabled,
        description: None,
        place,
    }
}

/// A query as it stands in a URL: `a=1&b&c=`. A `b` without `=` has no value; an empty piece has neither.
pub(super) fn query_text(text: &str, place: Place) -> Vec<Pair> {
    let text = text.strip_prefix('?').unwrap_or(text);
    if text.is_empty() {
        return Vec::new();
    }
    url::split_outside(text, b'&')
        .into_iter()
        .map(|piece| query_piece(piece, place))
        .collect()
}

fn query_piece(piece: &str, place: Place) -> Pair {
    let (key, value) = match url::find_outside(piece, b'=') {
        Some(at) => (Some(&piece[..at]), Value::from(&piece[at + 1..])),
        None if piece.is_empty() => (None, Value::Null),
        None => (Some(piece), Value::Null),
    };
    Pair {
        key: key.map(str::to_string),
        value,
        disabled: false,
        description: None,
        place,
    }
}
