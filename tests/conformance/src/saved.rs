//! A request as the collection has it: which values are variables, what has no key, what is no text. That tells a
//! difference that is meant from a mistake that looks the same on the wire.

use serde_json::Value;

/// A request as it is saved, in the form of version 2.1. The default knows nothing.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    request: Value,
    behavior: Value,
}

/// An enabled entry of a query or a form.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its key; `None` where it is absent, `null` or empty.
    pub(super) key: Option<String>,
    pub(super) value: Value,
}

impl Saved {
    /// The request of an item.
    #[must_use]
    pub fn of(item: &Value) -> Self {
        Self {
            request: item.get("request").cloned().unwrap_or_default(),
            behavior: item
                .get("protocolProfileBehavior")
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// The requests of a collection of version 2, depth first.
    #[must_use]
    pub fn all(collection: &Value) -> Vec<Self> {
        let items = collection.get("item").and_then(Value::as_array);
        let all = items
            .into_iter()
            .flatten()
            .map(|item| match item.get("item") {
                Some(_) => Self::all(item),
                None => vec![Self::of(item)],
            });
        all.flatten().collect()
    }

    /// The spellings under which a header is sent, whose name is in lower case.
    pub(super) fn spellings(&self, name: &str) -> Vec<&str> {
        let headers = self.request.get("header").and_then(Value::as_array);
        let enabled = headers.into_iter().flatten().filter(|one| is_enabled(one));
        let names = enabled.filter_map(|one| one.get("key")?.as_str());
        let mut names: Vec<&str> = names
            .map(str::trim)
            .filter(|known| known.eq_ignore_ascii_case(name))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The segments of the path.
    fn path(&self) -> Vec<&str> {
        let url = self.request.get("url").unwrap_or(&Value::Null);
        match url.as_str().or_else(|| url.get("path")?.as_str()) {
            Some(text) => {
                let text = text.split(['?', '#']).next().unwrap_or_default();
                let text = text.split_once("://").map_or(text, |(_, rest)| rest);
                text.split('/').skip(1).collect()
            }
            None => {
                let path = url.get("path").and_then(Value::as_array);
                path.into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect()
            }
        }
    }

    /// Whether nothing is written between two slashes of the path.
    pub(super) fn has_empty_segment(&self) -> bool {
        let path = self.path();
        path.split_last()
            .is_some_and(|(_, others)| others.iter().any(|segment| segment.is_empty()))
    }

    /// Whether values stand in the path.
    pub(super) fn has_value_in_path(&self) -> bool {
        let path = self.path();
        path.iter()
            .any(|segment| segment.starts_with(':') || segment.contains("{{"))
    }

    /// The entries of the query.
    pub(super) fn query(&self) -> Vec<Entry> {
        let url = self.request.get("url").unwrap_or(&Value::Null);
        match url.as_str() {
            Some(text) => {
                let text = text.split('#').next().unwrap_or_default();
                let query = text.split_once('?').map_or("", |(_, query)| query);
                let pieces = query.split('&').filter(|_| !query.is_empty());
                let entries = pieces.map(|piece| {
                    let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
                    Entry {
                        key: Some(key.to_owned()).filter(|key| !key.is_empty()),
                        value: value.into(),
                    }
                });
                entries.collect()
            }
            None => entries(url.get("query")),
        }
    }

    /// Whether anything in the query is data that URLs have another use for, or may be: an API key is part of it, too.
    pub(super) fn has_data_in_query(&self) -> bool {
        let is_data = |text: &str| text.contains("{{") || text.contains(['&', '#', '=', '+', '%']);
        let of_entry = |entry: &Entry| {
            entry.value.as_str().is_some_and(is_data) || entry.key.as_deref().is_some_and(is_data)
        };
        let auth = self.request.get("auth").and_then(|auth| auth.get("apikey"));
        let key = auth.and_then(Value::as_array).into_iter().flatten();
        let mut key = key.filter_map(|parameter| parameter.get("value")?.as_str());
        self.query().iter().any(of_entry) || key.any(is_data)
    }

    /// The fields of the form.
    pub(super) fn form(&self) -> Vec<Entry> {
        let body = self.request.get("body").unwrap_or(&Value::Null);
        let fields = entries(body.get("urlencoded"));
        fields
            .into_iter()
            .chain(entries(body.get("formdata")))
            .collect()
    }

    /// Whether the request goes out without the length of its body.
    pub(super) fn has_no_length(&self) -> bool {
        let switched = self.behavior.get("disabledSystemHeaders");
        switched.and_then(|names| names.get("content-length")) == Some(&Value::Bool(true))
    }
}

fn is_enabled(entry: &Value) -> bool {
    entry.get("disabled") != Some(&Value::Bool(true))
}

fn entries(list: Option<&Value>) -> Vec<Entry> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    let entries = list.filter(|entry| is_enabled(entry)).map(|entry| Entry {
        key: entry
            .get("key")
            .and_then(Value::as_str)
            .filter(|key| !key.is_empty())
            .map(str::to_owned),
        value: entry.get("value").cloned().unwrap_or_default(),
    });
    entries.collect()
}
