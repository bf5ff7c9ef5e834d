//! The requests of a collection file, depth first, as Postman runs them.

use std::collections::HashMap;

use serde_json::Value;

use super::saved::{Auth, Entry, Object, Saved, auth, entries, text};

/// Deeper folders of format v1 are put at the top: ids can chain without end.
const MAX_DEPTH: usize = 64;

/// A collection file.
#[derive(Debug, Default)]
pub struct Collection {
    /// The requests; `None` for an item without one, which is counted all the same.
    pub requests: Vec<Option<Saved>>,
    /// Its variables.
    pub variables: Vec<Entry>,
}

/// The folders around an item.
#[derive(Clone, Default)]
struct Around {
    title: String,
    auth: Option<Auth>,
}

impl Around {
    fn enter(&self, folder: &Object) -> Self {
        Self {
            title: self.title_of(folder),
            auth: auth(folder).or_else(|| self.auth.clone()),
        }
    }

    fn title_of(&self, object: &Object) -> String {
        let name = name(object);
        match self.title.is_empty() {
            true => name,
            false => format!("{} / {name}", self.title),
        }
    }

    fn request(&self, item: &Object, pointer: String, saved: Saved) -> Saved {
        Saved {
            pointer,
            title: self.title_of(item),
            name: name(item),
            auth: saved.auth.or_else(|| self.auth.clone()),
            ..saved
        }
    }
}

/// The name of an item; only what is text, or nearly so, is one.
fn name(object: &Object) -> String {
    let name = object.get("name").filter(|name| !name.is_array() && !name.is_object());
    name.map(text).unwrap_or_default()
}

/// A list of items makes a folder; so does any other value there, unless there is a request.
fn is_folder(object: &Object) -> bool {
    match object.get("item").or_else(|| object.get("items")) {
        Some(Value::Array(_)) => true,
        Some(Value::Null) | None => false,
        Some(_) => object.get("request").is_none_or(Value::is_null),
    }
}

impl Collection {
    /// Reads a collection of any format; `None` if it is no collection.
    pub fn read(value: &Value) -> Option<Self> {
        let (root, pointer) = match value.get("collection") {
            Some(inner) if value.get("item").is_none() => (inner, "/collection"),
            _ => (value, ""),
        };
        let object = root.as_object()?;
        let mut collection = Self::default();
        for key in ["variable", "variables"] {
            // Postman knows them by their keys alone, whatever else might name one.
            let named = object.get(key).and_then(Value::as_array);
            let named = named.map(|list| list.iter().filter(|entry| entry.get("key").is_some()).cloned().collect());
            let list = named.map(Value::Array);
            collection.variables.extend(entries(list.as_ref().or(object.get(key))));
        }
        let around = Around {
            title: String::new(),
            auth: auth(object),
        };
        if object.contains_key("requests") {
            Flat::of(object, pointer).all(object, &around, &mut collection.requests);
        } else {
            collection.items(object, pointer, &around);
        }
        Some(collection)
    }

    fn items(&mut self, folder: &Object, pointer: &str, around: &Around) {
        for key in ["item", "items"] {
            let items = folder.get(key).and_then(Value::as_array);
            for (index, item) in items.into_iter().flatten().enumerate() {
                let pointer = format!("{pointer}/{key}/{index}");
                let Some(object) = item.as_object() else {
                    continue;
                };
                if is_folder(object) {
                    self.items(object, &pointer, &around.enter(object));
                } else {
                    let request = object.get("request").filter(|request| request.is_object() || request.is_string());
                    let request = request.map(Saved::v2);
                    let request = request.map(|saved| around.request(object, pointer, saved));
                    self.requests.push(request);
                }
            }
        }
    }
}

/// One of the flat lists of format v1.
struct Table<'v> {
    entries: Vec<Option<&'v Object>>,
    by_id: HashMap<String, usize>,
    placed: Vec<bool>,
}

impl<'v> Table<'v> {
    fn of(object: &'v Object, list: &str) -> Self {
        let list = object.get(list).and_then(Value::as_array);
        let entries: Vec<_> = list.into_iter().flatten().map(Value::as_object).collect();
        let mut by_id = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            if let Some(id) = entry.and_then(|entry| entry.get("id")) {
                by_id.entry(text(id)).or_insert(index);
            }
        }
        let placed = vec![false; entries.len()];
        Self { entries, by_id, placed }
    }

    /// The entry, the first time that it is asked for.
    fn place(&mut self, index: usize) -> Option<&'v Object> {
        let first = !std::mem::replace(self.placed.get_mut(index)?, true);
        self.entries[index].filter(|_| first)
    }
}

/// Format v1: flat lists, put in order by lists of ids.
struct Flat<'v> {
    pointer: &'static str,
    folders: Table<'v>,
    requests: Table<'v>,
}

impl<'v> Flat<'v> {
    fn of(object: &'v Object, pointer: &'static str) -> Self {
        Self {
            pointer,
            folders: Table::of(object, "folders"),
            requests: Table::of(object, "requests"),
        }
    }

    /// Everything: what no list names comes last.
    fn all(&mut self, top: &Object, around: &Around, requests: &mut Vec<Option<Saved>>) {
        self.level(top, around, 0, requests);
        for index in 0..self.folders.entries.len() {
            if let Some(folder) = self.folders.place(index) {
                self.level(folder, &around.enter(folder), 1, requests);
            }
        }
        for index in 0..self.requests.entries.len() {
            self.request(index, around, requests);
        }
    }

    /// What a folder, or the top, holds: folders first.
    fn level(&mut self, folder: &Object, around: &Around, depth: usize, requests: &mut Vec<Option<Saved>>) {
        for id in ids(folder, "folders_order").into_iter().filter(|_| depth < MAX_DEPTH) {
            let index = self.folders.by_id.get(&id).copied();
            if let Some(inner) = index.and_then(|index| self.folders.place(index)) {
                self.level(inner, &around.enter(inner), depth + 1, requests);
            }
        }
        for id in ids(folder, "order") {
            if let Some(index) = self.requests.by_id.get(&id).copied() {
                self.request(index, around, requests);
            }
        }
    }

    /// A request, unless it has been placed already.
    fn request(&mut self, index: usize, around: &Around, requests: &mut Vec<Option<Saved>>) {
        if let Some(found) = self.requests.place(index) {
            let pointer = format!("{}/requests/{index}", self.pointer);
            requests.push(Some(around.request(found, pointer, Saved::v1(found))));
        }
    }
}

fn ids(folder: &Object, list: &str) -> Vec<String> {
    let list = folder.get(list).and_then(Value::as_array);
    list.into_iter().flatten().map(text).collect()
}
