//! Request bodies: `mode` decides which of the keys counts.

use serde_json::Value;

use super::pair::{is_pair, query_text};
use super::raw::{Body, BodyContent, FormEntry, Pair, text_of};
use super::reader::{Node, Object, Reader, is_disabled, text_or_json};
use crate::diag::Place;

const MODES: [&str; 5] = ["raw", "urlencoded", "formdata", "file", "graphql"];

impl Reader<'_> {
    /// The `body` member. Absent, null, `{}` and mode `none` are no body.
    pub(super) fn body(&mut self, object: &Object, place: Place) -> Option<Body> {
        let Some(node) = self.member(object, place, &["body"]) else {
            self.report_data(object, place);
            return None;
        };
        match node.value {
            Value::Object(body) if body.is_empty() => None,
            Value::Object(body) => self.body_object(body, node.place),
            Value::String(text) => Some(raw_body(text.clone(), None, node.place)),
            _ => {
                self.unreadable(node, "body", "an object");
                None
            }
        }
    }

    fn body_object(&mut self, body: &Object, place: Place) -> Option<Body> {
        let mode = self.body_mode(body, place)?;
        let node = self.member(body, place, &[&mode]);
        let content = match mode.as_str() {
            "raw" => BodyContent::Raw {
                text: node
                    .map(|node| text_or_json(node.value))
                    .unwrap_or_default(),
                language: self.language(body, place),
            },
            "urlencoded" => BodyContent::Urlencoded(self.form(node)),
            "formdata" => BodyContent::Formdata(self.form(node)),
            "file" => BodyContent::File(node.and_then(|node| self.file_source(node))),
            "graphql" => self.graphql(node),
            _ if body.get("raw").is_some_and(Value::is_string) => {
                let message = format!("body mode `{mode}` is unknown; the body is read as `raw`");
                self.diagnostics
                    .warning(place, message, format!("use {}", MODES.join(", ")));
                BodyContent::Raw {
                    text: text_of(&body["raw"]).unwrap_or_default(),
                    language: self.language(body, place),
                }
            }
            _ => {
                let message = format!("body mode `{mode}` is unknown");
                self.diagnostics.warning(
                    place,
                    message,
                    format!("the body is left out; use {}", MODES.join(", ")),
                );
                return None;
            }
        };
        Some(Body {
            content,
            disabled: is_disabled(body),
            place,
        })
    }

    /// Without a mode, a single filled key tells it.
    fn body_mode(&mut self, body: &Object, place: Place) -> Option<String> {
        if let Some(mode) = self.filled_text(body, place, &["mode"]) {
            let mode = mode.trim().to_lowercase();
            return (mode != "none").then_some(mode);
        }
        let filled = |mode: &&str| body.get(*mode).is_some_and(is_filled);
        let mut modes = MODES.into_iter().filter(filled);
        let mode = modes.next()?;
        let message = match modes.next() {
            None => format!("the body has no mode; it is read as `{mode}`"),
            Some(other) => {
                format!("the body has no mode, but `{mode}` and `{other}`; it is read as `{mode}`")
            }
        };
        self.diagnostics.warning(
            place,
            message,
            format!("Postman sends nothing then; add `\"mode\": \"{mode}\"`"),
        );
        Some(mode.to_string())
    }

    fn language(&mut self, body: &Object, place: Place) -> Option<String> {
        let options = self.member(body, place, &["options"])?;
        let raw = self.member(options.value.as_object()?, options.place, &["raw"])?;
        match raw.value {
            Value::Object(object) => self.filled_text(object, raw.place, &["language"]),
            value => text_of(value).filter(|text| !text.trim().is_empty()),
        }
    }

    pub(super) fn form(&mut self, node: Option<Node<'_>>) -> Vec<FormEntry> {
        let Some(node) = node else { return Vec::new() };
        match node.value {
            Value::String(text) => query_text(text, node.place)
                .into_iter()
                .map(text_entry)
                .collect(),
            Value::Object(object) if is_pair(object) => self.form_entry(node).into_iter().collect(),
            Value::Object(object) => {
                let entries = object
                    .iter()
                    .map(|(key, value)| (key, value, self.places.key(node.place, key)));
                entries
                    .map(|(key, value, place)| plain_entry(Some(key.clone()), value.clone(), place))
                    .collect()
            }
            _ => {
                let elements = self.elements(node, "form");
                elements
                    .into_iter()
                    .filter_map(|element| self.form_entry(element))
                    .collect()
            }
        }
    }

    fn form_entry(&mut self, node: Node<'_>) -> Option<FormEntry> {
        let Value::Object(object) = node.value else {
            if !node.value.is_null() {
                self.unreadable(node, "form entry", "an object with a key and a value");
            }
            return None;
        };
        if object.is_empty() {
            return None;
        }
        let kind = self.text(object, node.place, &["type"]);
        let source = object.get("src").filter(|source| is_filled(source));
        let value = object.get("value").cloned().unwrap_or_default();
        Some(FormEntry {
            key: self.text(object, node.place, &["key", "name"]),
            is_file: kind.as_deref() == Some("file")
                || (kind.is_none() && value.is_null() && source.is_some()),
            many_files: source
                .and_then(Value::as_array)
                .is_some_and(|files| files.len() > 1),
            content_type: self.filled_text(object, node.place, &["contentType"]),
            disabled: is_disabled(object),
            description: self.description(object, node.place),
            place: node.place,
            value,
        })
    }

    /// `{ "src": … }`, or the path itself; of a list the first.
    fn file_source(&mut self, node: Node<'_>) -> Option<String> {
        match node.value {
            Value::Object(object) => {
                let source = self.member(object, node.place, &["src"])?;
                self.file_source(source)
            }
            Value::Array(list) => list.iter().find_map(text_of),
            value => text_of(value).filter(|path| !path.is_empty()),
        }
    }

    /// `{ "query", "operationName", "variables" }`, or that as text, or the query alone as text.
    pub(super) fn graphql(&mut self, node: Option<Node<'_>>) -> BodyContent {
        let empty = Object::new();
        let parsed =
            node.and_then(|node| serde_json::from_str::<Object>(node.value.as_str()?).ok());
        let (object, place) = match node {
            None => (&empty, None),
            Some(Node {
                value: Value::Object(object),
                place,
            }) => (object, Some(place)),
            Some(Node { value, place }) => match &parsed {
                Some(object) if object.contains_key("query") => (object, Some(place)),
                _ => return graphql_query(text_or_json(value)),
            },
        };
        let Some(place) = place else {
            return graphql_query(String::new());
        };
        BodyContent::Graphql {
            query: self.text(object, place, &["query"]).unwrap_or_default(),
            operation_name: self.filled_text(object, place, &["operationName"]),
            variables: object.get("variables").cloned().unwrap_or_default(),
        }
    }

    /// An early draft of the format called the body `data`; Postman does not send that.
    fn report_data(&mut self, object: &Object, place: Place) {
        let Some(Value::Object(data)) = object.get("data") else {
            return;
        };
        let mode = data.get("mode").and_then(Value::as_str).unwrap_or_default();
        if data.get(mode).is_some_and(is_filled) {
            let place = self.places.key(place, "data");
            let message = "the request has its body under `data`, which Postman does not send";
            self.diagnostics
                .warning(place, message, "the body is left out; call the key `body`");
        }
    }
}

pub(super) fn raw_body(text: String, language: Option<String>, place: Place) -> Body {
    Body {
        content: BodyContent::Raw { text, language },
        disabled: false,
        place,
    }
}

fn graphql_query(query: String) -> BodyContent {
    BodyContent::Graphql {
        query,
        operation_name: None,
        variables: Value::Null,
    }
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn text_entry(pair: Pair) -> FormEntry {
    plain_entry(pair.key, pair.value, pair.place)
}

fn plain_entry(key: Option<String>, value: Value, place: Place) -> FormEntry {
    FormEntry {
        key,
        value,
        is_file: false,
        many_files: false,
        content_type: None,
        disabled: false,
        description: None,
        place,
    }
}
