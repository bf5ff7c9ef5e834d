//! The requests of a collection file, depth first, as Postman runs them.

use std::collections::HashSet;

use serde_json::Value;

use super::saved::{Auth, Entry, Object, Saved, auth, entries, text};

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
        let name = object.get("name").map(text).unwrap_or_default();
        match self.title.is_empty() {
            true => name,
            false => format!("{} / {name}", self.title),
        }
    }

    fn request(&self, item: &Object, pointer: String, saved: Saved) -> Saved {
        Saved {
            pointer,
            title: self.title_of(item),
            auth: saved.auth.or_else(|| self.auth.clone()),
            ..saved
        }
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
            let mut flat = Flat {
                object,
                pointer,
                placed: HashSet::new(),
            };
            flat.level(object, &around, &mut collection.requests);
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
                if object.contains_key("item") || object.contains_key("items") {
                    self.items(object, &pointer, &around.enter(object));
                } else {
                    let request = object.get("request").map(Saved::v2);
                    let request = request.map(|saved| around.request(object, pointer, saved));
                    self.requests.push(request);
                }
            }
        }
    }
}

/// Format v1: flat lists, put in order by lists of ids.
struct Flat<'v> {
    object: &'v Object,
    pointer: &'static str,
    placed: HashSet<String>,
}

impl Flat<'_> {
    /// What a folder, or the top, holds: folders first.
    fn level(&mut self, folder: &Object, around: &Around, requests: &mut Vec<Option<Saved>>) {
        for id in ids(folder, "folders_order") {
            if let Some((_, found)) = self.find("folders", &id) {
                let found = found.clone();
                self.level(&found, &around.enter(&found), requests);
            }
        }
        let top = self.pointer;
        for id in ids(folder, "order") {
            if let Some((index, found)) = self.find("requests", &id) {
                let pointer = format!("{top}/requests/{index}");
                requests.push(Some(around.request(found, pointer, Saved::v1(found))));
            }
        }
    }

    /// The entry with this id, the first time that it is asked for.
    fn find(&mut self, list: &str, id: &str) -> Option<(usize, &Object)> {
        if !self.placed.insert(format!("{list}/{id}")) {
            return None;
        }
        let entries = self.object.get(list)?.as_array()?.iter().enumerate();
        let mut objects = entries.filter_map(|(index, entry)| Some((index, entry.as_object()?)));
        objects.find(|(_, object)| object.get("id").map(text).as_deref() == Some(id))
    }
}

fn ids(folder: &Object, list: &str) -> Vec<String> {
    let list = folder.get(list).and_then(Value::as_array);
    list.into_iter().flatten().map(text).collect()
}
