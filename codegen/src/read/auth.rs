//! Auth blocks: the parameters stand in an object (v2.0) or in a list (v2.1 and v1).

use serde_json::Value;

use super::raw::{Auth, text_of};
use super::reader::{Node, Object, Reader};
use crate::diag::Place;

impl Reader<'_> {
    /// The `auth` member. Absent, null and `{}` inherit.
    pub(super) fn auth(&mut self, object: &Object, place: Place) -> Option<Auth> {
        let node = self.member(object, place, &["auth"])?;
        match node.value {
            Value::Object(block) if block.is_empty() => None,
            Value::Object(block) => self.auth_block(block, node.place),
            Value::String(kind) if !kind.trim().is_empty() => Some(Auth {
                kind: kind.trim().to_lowercase(),
                params: Vec::new(),
                place: node.place,
            }),
            _ => {
                self.unreadable(node, "auth", "an object");
                None
            }
        }
    }

    fn auth_block(&mut self, block: &Object, place: Place) -> Option<Auth> {
        let written = match self.filled_text(block, place, &["type"]) {
            Some(written) => written.trim().to_string(),
            None => self.only_auth_kind(block, place)?,
        };
        let kind = written.to_lowercase();
        let params = match self.member(block, place, &[&written, &kind]) {
            Some(node) => self.auth_params(node),
            None => Vec::new(),
        };
        Some(Auth {
            kind,
            params,
            place,
        })
    }

    /// Without a type the one block of parameters tells it.
    fn only_auth_kind(&mut self, block: &Object, place: Place) -> Option<String> {
        let mut kinds = block
            .iter()
            .filter(|(_, value)| value.is_object() || value.is_array());
        if let (Some((kind, _)), None) = (kinds.next(), kinds.next()) {
            return Some(kind.clone());
        }
        self.diagnostics.warning(
            place,
            "auth has no type",
            "choose the type of authorization in Postman",
        );
        None
    }

    fn auth_params(&mut self, node: Node<'_>) -> Vec<(String, Value)> {
        if let Value::Object(object) = node.value {
            return object
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
        }
        let elements = self.elements(node, "the list of auth parameters");
        elements
            .into_iter()
            .filter_map(|element| self.auth_param(element))
            .collect()
    }

    fn auth_param(&mut self, node: Node<'_>) -> Option<(String, Value)> {
        let object = node.value.as_object();
        if let Some(key) = object
            .and_then(|object| object.get("key"))
            .and_then(text_of)
        {
            return Some((key, object?.get("value").cloned().unwrap_or_default()));
        }
        if object.is_none_or(|object| !object.is_empty()) {
            self.diagnostics.warning(
                node.place,
                "auth parameter without a key",
                "it is left out; give it a key",
            );
        }
        None
    }
}
