//! The values of one part of a request, by key, as the arguments of a method.

use std::fmt;

use serde::de::DeserializeOwned;

use super::typed::Tree;

/// Why a request cannot be sent as it is saved.
#[derive(Debug)]
pub struct Inexpressible {
    /// The part of the request.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Inexpressible {
    /// For a reason.
    pub fn new(place: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self {
            place: place.into(),
            reason: reason.to_string(),
        }
    }
}

/// A typed value, or why there is none.
pub type Typed<T> = Result<T, Inexpressible>;

/// The part whose keys are the same in any case.
pub(super) const HEADER: &str = "header";

/// Values of one part of a request, by key.
#[derive(Debug)]
pub struct Part {
    pub(super) name: &'static str,
    pub(super) entries: Vec<(String, Option<String>)>,
    /// Keys in which variables stand, as they are saved and as they are sent.
    pub(super) variable: Vec<(String, String)>,
}

impl Part {
    /// The value of a key, if it has one.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Typed<Option<T>> {
        self.texts(key)?.next().map(|text| self.typed(key, text)).transpose()
    }

    /// The same without an entry that the client always sends.
    pub fn without(mut self, key: &str, value: &str) -> Self {
        let is_it = |(known, sent): &(String, Option<String>)| {
            known.eq_ignore_ascii_case(key) && sent.as_deref().is_some_and(|sent| sent.trim() == value)
        };
        if let Some(at) = self.entries.iter().position(is_it) {
            self.entries.remove(at);
        }
        self
    }

    /// The value of a key that every call must give.
    pub fn need<T: DeserializeOwned>(&self, key: &str) -> Typed<T> {
        self.needed(key, self.get(key)?)
    }

    /// All values of a key.
    pub fn all<T: DeserializeOwned>(&self, key: &str) -> Typed<Vec<T>> {
        self.texts(key)?.map(|text| self.typed(key, text)).collect()
    }

    /// The items of a value that commas separate; none without the key.
    pub fn joined<T: DeserializeOwned>(&self, key: &str) -> Typed<Vec<T>> {
        let text = self.texts(key)?.next();
        text.into_iter().flat_map(|text| text.split(',')).map(|item| self.typed(key, item)).collect()
    }

    /// The same, where every call must give it.
    pub fn need_joined<T: DeserializeOwned>(&self, key: &str) -> Typed<Vec<T>> {
        let is_there = self.texts(key)?.next().is_some();
        self.needed(key, is_there.then_some(self.joined(key)?))
    }

    /// The value of a key whose text is JSON.
    pub fn json<T: DeserializeOwned>(&self, key: &str) -> Typed<Option<T>> {
        let parsed = self.texts(key)?.next().map(serde_json::from_str);
        parsed.transpose().map_err(|error| self.cannot(key, error))
    }

    /// The same, where every call must give it.
    pub fn need_json<T: DeserializeOwned>(&self, key: &str) -> Typed<T> {
        self.needed(key, self.json(key)?)
    }

    /// The nested value that the keys below a root spell.
    pub fn nested<T: DeserializeOwned>(&self, root: &str) -> Typed<Option<T>> {
        let leaves: Vec<_> = self.entries.iter().filter_map(|(key, value)| {
            let steps = key.strip_prefix(root)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((steps.split("][").collect(), value.clone().unwrap_or_default()))
        }).collect();
        if leaves.is_empty() {
            return Ok(None);
        }
        let value = Tree::of(leaves.into_iter()).typed();
        value.map(Some).map_err(|reason| self.cannot(root, reason))
    }

    /// The same for a list, which is empty without such keys.
    pub fn numbered<T: DeserializeOwned>(&self, root: &str) -> Typed<Vec<T>> {
        Ok(self.nested(root)?.unwrap_or_default())
    }

    /// The texts of a key. What the client knows by its variable alone it cannot send by the variable's value.
    fn texts(&self, key: &str) -> Typed<impl Iterator<Item = &str>> {
        if self.variable.iter().any(|(saved, sent)| saved == key && sent != key) {
            return Err(self.cannot(key, "the key is a variable whose value the client does not know"));
        }
        let is_same = move |known: &str| match self.name {
            // RFC 9110 §5.1
            HEADER => known.eq_ignore_ascii_case(key),
            _ => known == key,
        };
        let values = self.entries.iter().filter(move |(known, _)| is_same(known));
        Ok(values.map(|(_, value)| value.as_deref().unwrap_or_default()))
    }

    fn typed<T: DeserializeOwned>(&self, key: &str, text: &str) -> Typed<T> {
        Tree::Text(text.to_owned()).typed().map_err(|reason| self.cannot(key, reason))
    }

    fn needed<T>(&self, key: &str, value: Option<T>) -> Typed<T> {
        value.ok_or_else(|| self.cannot(key, "not sent, but the method requires it"))
    }

    fn cannot(&self, key: &str, reason: impl fmt::Display) -> Inexpressible {
        Inexpressible::new(format!("{} `{key}`", self.name), reason)
    }
}
