//! Collections of format v1: flat lists of requests and folders, put in order by lists of ids.
//!
//! The lists cannot be trusted: ids lead nowhere, occur twice, or make folders hold themselves. Every request and every
//! folder is placed exactly once; what no list names comes last.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::raw::{Collection, Folder, Item, text_of};
use super::reader::{Node, Object, Reader, id_of};
use crate::diag::Place;

/// Deeper folders are put at the top: ids can chain without end.
const MAX_DEPTH: usize = 64;

type Entry<'v> = (&'v Object, Place);

/// One of the flat lists, and what of it is still to be placed.
struct Table<'v> {
    entries: Vec<Entry<'v>>,
    by_id: HashMap<String, usize>,
    /// What no order list names, by the folder it says it belongs to.
    unlisted: HashMap<Option<String>, Vec<usize>>,
    placed: Vec<bool>,
}

struct Flat<'v> {
    requests: Table<'v>,
    folders: Table<'v>,
}

impl Reader<'_> {
    /// A whole collection.
    pub(super) fn collection_v1(&mut self, object: &Object, place: Place) -> Collection {
        let requests = self.entries(object, place, "requests");
        let folders = self.entries(object, place, "folders");
        let mut flat = Flat::new(object, requests, folders);
        Collection {
            name: self.filled_text(object, place, &["name"]),
            description: self.description(object, place),
            items: self.top_items(object, place, &mut flat),
            auth: self.auth(object, place),
            variables: self.variables(object, place),
            environments: Vec::new(),
            scripts: self.scripts(object, place),
            profile: self.profile(object, place),
            place,
        }
    }

    fn entries<'v>(&mut self, object: &'v Object, place: Place, key: &str) -> Vec<Entry<'v>> {
        let Some(node) = self.member(object, place, &[key]) else {
            return Vec::new();
        };
        let elements = self.elements(node, key);
        elements
            .into_iter()
            .filter_map(|element| self.entry_object(element, key))
            .collect()
    }

    fn entry_object<'v>(&mut self, node: Node<'v>, what: &str) -> Option<Entry<'v>> {
        let object = node.value.as_object();
        if object.is_none() {
            self.unreadable(node, &format!("an entry of {what}"), "an object");
        }
        Some((object?, node.place))
    }

    fn top_items(&mut self, object: &Object, place: Place, flat: &mut Flat<'_>) -> Vec<Item> {
        let mut items = self.level(object, place, None, flat, 0);
        for index in 0..flat.folders.entries.len() {
            if !flat.folders.placed[index] {
                items.push(self.folder_v1(index, flat, 1));
            }
        }
        for index in 0..flat.requests.entries.len() {
            items.extend(self.request_item(index, flat));
        }
        items
    }

    /// What a folder (`id`), or the top, holds: folders first, as Postman shows them.
    fn level(
        &mut self,
        object: &Object,
        place: Place,
        id: Option<String>,
        flat: &mut Flat<'_>,
        depth: usize,
    ) -> Vec<Item> {
        let mut items = Vec::new();
        for index in flat.folders.children(object, "folders_order", &id) {
            if flat.folders.placed[index] {
                let message = "a folder is listed more than once, or inside itself";
                self.diagnostics.warning(
                    place,
                    message,
                    "it is kept where it was first; correct `folders_order`",
                );
            } else if depth >= MAX_DEPTH {
                let message = format!("folders are nested more than {MAX_DEPTH} levels deep");
                self.diagnostics.warning(
                    flat.folders.entries[index].1,
                    message,
                    "the folder is put at the top",
                );
            } else {
                items.push(self.folder_v1(index, flat, depth + 1));
            }
        }
        for index in flat.requests.children(object, "order", &id) {
            items.extend(self.request_item(index, flat));
        }
        items
    }

    fn folder_v1(&mut self, index: usize, flat: &mut Flat<'_>, depth: usize) -> Item {
        flat.folders.placed[index] = true;
        let (object, place) = flat.folders.entries[index];
        let name = self.text(object, place, &["name"]).unwrap_or_default();
        self.label(place, &name);
        Item::Folder(Folder {
            id: id_of(object),
            name,
            description: self.description(object, place),
            items: self.level(object, place, id_of(object), flat, depth),
            auth: self.auth(object, place),
            scripts: self.scripts(object, place),
            profile: self.profile(object, place),
            place,
        })
    }

    /// A request, unless it has been placed already.
    fn request_item(&mut self, index: usize, flat: &mut Flat<'_>) -> Option<Item> {
        if std::mem::replace(&mut flat.requests.placed[index], true) {
            return None;
        }
        let (object, place) = flat.requests.entries[index];
        Some(Item::Request(Box::new(self.request_v1(object, place))))
    }
}

impl<'v> Flat<'v> {
    fn new(collection: &Object, requests: Vec<Entry<'v>>, folders: Vec<Entry<'v>>) -> Self {
        let mut listed: HashSet<String> = HashSet::new();
        for object in std::iter::once(collection).chain(folders.iter().map(|(object, _)| *object)) {
            listed.extend(ids_in(object, "order"));
            listed.extend(ids_in(object, "folders_order"));
        }
        let parents: HashSet<String> = folders
            .iter()
            .filter_map(|(folder, _)| id_of(folder))
            .collect();
        Self {
            requests: Table::new(requests, &listed, &parents),
            folders: Table::new(folders, &listed, &parents),
        }
    }
}

impl<'v> Table<'v> {
    fn new(entries: Vec<Entry<'v>>, listed: &HashSet<String>, parents: &HashSet<String>) -> Self {
        let mut by_id = HashMap::new();
        let mut unlisted: HashMap<Option<String>, Vec<usize>> = HashMap::new();
        for (index, (object, _)) in entries.iter().enumerate() {
            let id = id_of(object);
            if id.as_ref().is_none_or(|id| !listed.contains(id)) {
                let parent = object
                    .get("folder")
                    .and_then(text_of)
                    .filter(|parent| parents.contains(parent));
                unlisted.entry(parent).or_default().push(index);
            }
            if let Some(id) = id {
                by_id.entry(id).or_insert(index);
            }
        }
        Self {
            by_id,
            unlisted,
            placed: vec![false; entries.len()],
            entries,
        }
    }

    /// The entries that `list` names, then those that no list names but that say they belong to folder `id`.
    fn children(&self, object: &Object, list: &str, id: &Option<String>) -> Vec<usize> {
        let named = ids_in(object, list).filter_map(|id| self.by_id.get(&id).copied());
        named
            .chain(self.unlisted.get(id).into_iter().flatten().copied())
            .collect()
    }
}

fn ids_in(object: &Object, list: &str) -> impl Iterator<Item = String> {
    let list = object.get(list).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(text_of)
}
