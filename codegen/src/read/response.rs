//! Saved responses.

use serde_json::Value;

use super::pair::HEADERS;
use super::raw::{Code, Request, Response, Url, text_of};
use super::reader::{Node, Object, Reader, text_or_json};
use super::url;
use crate::diag::Place;

impl Reader<'_> {
    /// The saved responses of an item.
    pub(super) fn responses(&mut self, item: &Object, place: Place) -> Vec<Response> {
        let Some(node) = self.member(item, place, &["response", "responses"]) else {
            return Vec::new();
        };
        let elements = self.elements(node, "response");
        elements
            .into_iter()
            .filter_map(|element| self.response(element))
            .collect()
    }

    fn response(&mut self, node: Node<'_>) -> Option<Response> {
        let Value::Object(object) = node.value else {
            if !node.value.is_null() {
                self.unreadable(node, "saved response", "an object");
            }
            return None;
        };
        let place = node.place;
        let name = self.text(object, place, &["name"]).unwrap_or_default();
        self.label(place, &name);
        Some(Response {
            code: self.code(object, place),
            status: self.filled_text(object, place, &["status"]),
            headers: self
                .member(object, place, &["header", "headers"])
                .map_or_else(Vec::new, |n| self.pairs(n, HEADERS)),
            body: self
                .member(object, place, &["body", "data"])
                .map(|node| text_or_json(node.value)),
            preview_language: self.filled_text(object, place, &["_postman_previewlanguage"]),
            original_request: self.original_request(object, place).map(Box::new),
            name,
            place,
        })
    }

    /// The status code: a number, or text that is one. The text `default` is OpenAPI's word for none.
    pub(super) fn code(&mut self, object: &Object, place: Place) -> Option<Code> {
        let node = self.member(object, place, &["code"])?;
        let text = text_of(node.value).unwrap_or_default();
        let text = text.trim();
        if node.value.is_string() && (text.is_empty() || text.eq_ignore_ascii_case("default")) {
            return None;
        }
        let number = text.parse().ok().map(Code::Number);
        if number.is_none() {
            let message = format!("status code {} is not a number", short(node.value));
            let help = "the response is no type; give it a code from 100 to 599, or none";
            self.diagnostics.warning(node.place, message, help);
        }
        Some(number.unwrap_or(Code::Unreadable))
    }

    fn original_request(&mut self, object: &Object, place: Place) -> Option<Request> {
        let node = self.member(object, place, &["originalRequest"])?;
        match node.value {
            Value::Object(request) if request.is_empty() => None,
            Value::Object(request) => Some(self.request(request, node.place)),
            Value::String(text) => Some(request_to(text, node.place)),
            _ => {
                self.unreadable(node, "originalRequest", "an object or text");
                None
            }
        }
    }
}

/// A request given as nothing but its URL.
pub(super) fn request_to(text: &str, place: Place) -> Request {
    let url = Url {
        raw: Some(text.to_string()),
        ..url::parse(text, place)
    };
    Request {
        id: None,
        name: String::new(),
        description: None,
        method: None,
        url,
        headers: Vec::new(),
        body: None,
        auth: None,
        responses: Vec::new(),
        scripts: Vec::new(),
        profile: Vec::new(),
        place,
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
