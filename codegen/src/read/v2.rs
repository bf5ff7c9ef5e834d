//! Collections of format v2.0 and v2.1, told apart by shape where they differ, never by label.

use serde_json::Value;

use super::pair::HEADERS;
use super::raw::{Collection, Folder, Item, Request, Url};
use super::reader::{Node, Object, Reader, id_of, kind_of};
use super::response::request_to;
use crate::diag::Place;

impl Reader<'_> {
    /// A whole collection.
    pub(super) fn collection_v2(&mut self, object: &Object, place: Place) -> Collection {
        let info = self.member(object, place, &["info"]);
        let info = info
            .and_then(|node| Some((node.value.as_object()?, node.place)))
            .unwrap_or((object, place));
        Collection {
            name: self
                .filled_text(info.0, info.1, &["name"])
                .or_else(|| self.filled_text(object, place, &["name"])),
            description: self
                .description(info.0, info.1)
                .or_else(|| self.description(object, place)),
            items: self.items(object, place),
            auth: self.auth(object, place),
            variables: self.variables(object, place),
            environments: Vec::new(),
            scripts: self.scripts(object, place),
            profile: self.profile(object, place),
            place,
        }
    }

    fn items(&mut self, object: &Object, place: Place) -> Vec<Item> {
        let mut items = Vec::new();
        for key in ["item", "items"] {
            if let Some(node) = self.member(object, place, &[key]) {
                let elements = self.elements(node, "item");
                items.extend(
                    elements
                        .into_iter()
                        .filter_map(|element| self.item(element)),
                );
            }
        }
        items
    }

    fn item(&mut self, node: Node<'_>) -> Option<Item> {
        let Value::Object(object) = node.value else {
            self.unreadable(node, "item", "an object");
            return None;
        };
        let name = self.text(object, node.place, &["name"]).unwrap_or_default();
        self.label(node.place, &name);
        if is_folder(object) {
            return Some(Item::Folder(self.folder(object, node.place, name)));
        }
        let request = self.member(object, node.place, &["request"]);
        let request =
            request.and_then(|request| self.item_request(object, node.place, name, request));
        if request.is_none() {
            if object
                .get("request")
                .is_some_and(|request| !request.is_null())
            {
                self.skipped.push(node.place);
            }
            let message = "this item is neither a request nor a folder";
            self.diagnostics.warning(
                node.place,
                message,
                "it is left out; give it a `request` or an `item` list",
            );
        }
        request.map(|request| Item::Request(Box::new(request)))
    }

    fn folder(&mut self, object: &Object, place: Place, name: String) -> Folder {
        if let Some(node) = self.member(object, place, &["request"]) {
            self.skipped.push(place);
            let message = format!(
                "a folder has a request of its own ({})",
                kind_of(node.value)
            );
            self.diagnostics.warning(
                node.place,
                message,
                "it is left out; make it an item of the folder",
            );
        }
        Folder {
            id: id_of(object),
            name,
            description: self.description(object, place),
            items: self.items(object, place),
            auth: self.auth(object, place),
            scripts: self.scripts(object, place),
            profile: self.profile(object, place),
            place,
        }
    }

    fn item_request(
        &mut self,
        item: &Object,
        place: Place,
        name: String,
        node: Node<'_>,
    ) -> Option<Request> {
        let request = match node.value {
            Value::String(text) => request_to(text, node.place),
            Value::Object(request) => self.request(request, node.place),
            _ => return None,
        };
        Some(Request {
            id: id_of(item),
            name,
            description: request
                .description
                .or_else(|| self.description(item, place)),
            responses: self.responses(item, place),
            scripts: self.scripts(item, place),
            profile: self.profile(item, place),
            place,
            ..request
        })
    }

    /// A request object on its own: without a name, responses and scripts.
    pub(super) fn request(&mut self, object: &Object, place: Place) -> Request {
        let url = match self.member(object, place, &["url"]) {
            Some(node) => self.url(node),
            None => Url {
                place: Some(place),
                ..Url::default()
            },
        };
        Request {
            id: None,
            name: String::new(),
            description: self.description(object, place),
            method: self
                .filled_text(object, place, &["method"])
                .map(|method| method.trim().to_string()),
            url,
            headers: self
                .member(object, place, &["header", "headers"])
                .map_or_else(Vec::new, |n| self.pairs(n, HEADERS)),
            body: self.body(object, place),
            auth: self.auth(object, place),
            responses: Vec::new(),
            scripts: Vec::new(),
            profile: Vec::new(),
            place,
        }
    }
}

/// A list of items makes a folder; so does any other value there, unless there is a request.
fn is_folder(object: &Object) -> bool {
    let items = object.get("item").or_else(|| object.get("items"));
    match items {
        Some(Value::Array(_)) => true,
        Some(Value::Null) | None => false,
        Some(_) => object.get("request").is_none_or(Value::is_null),
    }
}
