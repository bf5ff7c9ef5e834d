//! Scripts: the `event` list of a collection, a folder or a request.

use serde_json::Value;

use super::raw::{Script, text_of};
use super::reader::{Node, Object, Reader, is_disabled};
use crate::diag::Place;

impl Reader<'_> {
    /// The scripts of an element; disabled ones do not run and are left out.
    pub(super) fn scripts(&mut self, object: &Object, place: Place) -> Vec<Script> {
        let Some(node) = self.member(object, place, &["event", "events"]) else {
            return Vec::new();
        };
        let elements = self.elements(node, "event");
        elements
            .into_iter()
            .filter_map(|element| self.script(element))
            .collect()
    }

    fn script(&mut self, node: Node<'_>) -> Option<Script> {
        let Value::Object(event) = node.value else {
            if !node.value.is_null() {
                self.unreadable(node, "event", "an object");
            }
            return None;
        };
        if is_disabled(event) {
            return None;
        }
        let listen = self.filled_text(event, node.place, &["listen"])?;
        let script = self.member(event, node.place, &["script"])?;
        let code = match script.value {
            Value::Object(inner) => {
                let exec = self.member(inner, script.place, &["exec"])?;
                self.lines(exec)
            }
            _ => self.lines(script),
        };
        (!code.trim().is_empty()).then_some(Script {
            listen,
            code,
            place: node.place,
        })
    }

    fn lines(&mut self, node: Node<'_>) -> String {
        match node.value {
            Value::String(text) => text.clone(),
            Value::Array(lines) => lines
                .iter()
                .filter_map(text_of)
                .collect::<Vec<_>>()
                .join("\n"),
            _ => {
                self.unreadable(node, "script", "text or a list of lines");
                String::new()
            }
        }
    }
}
