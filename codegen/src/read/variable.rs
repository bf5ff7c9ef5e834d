//! Variables of collections and environments.

use serde_json::Value;

use super::raw::Variable;
use super::reader::{Node, Object, Reader, is_disabled};
use crate::diag::Place;

impl Reader<'_> {
    /// The variables of a collection, under either name.
    pub(super) fn variables(&mut self, object: &Object, place: Place) -> Vec<Variable> {
        let mut variables = Vec::new();
        for key in ["variable", "variables"] {
            if let Some(node) = self.member(object, place, &[key]) {
                variables.extend(self.variable_list(node));
            }
        }
        variables
    }

    /// A list of variables, or an object of keys and values.
    pub(super) fn variable_list(&mut self, node: Node<'_>) -> Vec<Variable> {
        if let Value::Object(object) = node.value {
            return object
                .iter()
                .map(|(key, value)| self.plain_variable(key, value, node.place))
                .collect();
        }
        let elements = self.elements(node, "the list of variables");
        elements
            .into_iter()
            .filter_map(|element| self.variable(element))
            .collect()
    }

    fn variable(&mut self, node: Node<'_>) -> Option<Variable> {
        let Value::Object(object) = node.value else {
            if !node.value.is_null() {
                self.unreadable(node, "variable", "an object with a key and a value");
            }
            return None;
        };
        let Some(key) = self.filled_text(object, node.place, &["key", "id", "name"]) else {
            if object
                .get("value")
                .is_some_and(|value| !value.is_null() && value != "")
            {
                self.diagnostics.warning(
                    node.place,
                    "variable without a key",
                    "it is left out; give it a key",
                );
            }
            return None;
        };
        Some(Variable {
            key,
            value: object.get("value").cloned().unwrap_or_default(),
            secret: object.get("type").and_then(Value::as_str) == Some("secret"),
            disabled: is_disabled(object),
            description: self.description(object, node.place),
            place: node.place,
        })
    }

    fn plain_variable(&mut self, key: &str, value: &Value, parent: Place) -> Variable {
        let place = self.places.key(parent, key);
        let value = value.clone();
        Variable {
            key: key.to_string(),
            value,
            secret: false,
            disabled: false,
            description: None,
            place,
        }
    }
}
