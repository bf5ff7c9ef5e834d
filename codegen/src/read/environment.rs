//! Exported environments and globals: `{ "name", "values": [{ key, value, enabled, type }] }`.

use serde_json::Value;

use super::raw::Variable;
use super::reader::{Node, Object, Reader};
use super::{ReadError, foreign, parse};
use crate::diag::{Diagnostics, Places, Source};

/// Reads an environment. Its variables point into `places`, which belong to this source alone.
pub fn environment(
    source: &Source,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Variable>, ReadError> {
    let value = parse(source)?;
    let mut reader = Reader {
        places,
        diagnostics,
    };
    let values = match &value {
        Value::Object(object) => reader.values(object),
        Value::Array(_) => Some(Node {
            value: &value,
            place: Places::ROOT,
        }),
        _ => None,
    };
    match values {
        Some(node) => Ok(reader.variable_list(node)),
        None => Err(not_an_environment(source, &value)),
    }
}

impl Reader<'_> {
    fn values<'v>(&mut self, object: &'v Object) -> Option<Node<'v>> {
        if let Some(node) = self.member(object, Places::ROOT, &["values"]) {
            return Some(node);
        }
        let wrapper = self.member(object, Places::ROOT, &["environment", "globals"])?;
        self.member(wrapper.value.as_object()?, wrapper.place, &["values"])
    }
}

fn not_an_environment(source: &Source, value: &Value) -> ReadError {
    let path = &source.path;
    if value.as_object().is_some_and(foreign::is_collection) {
        let message = "this is a collection, not an environment";
        return ReadError::new(
            path,
            None,
            message,
            "name it `collection.json`, or put the exported environment here",
        );
    }
    let message = "this is not a Postman environment: there is no list `values`";
    ReadError::new(path, None, message, "export the environment from Postman")
}
