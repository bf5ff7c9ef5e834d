//! Types that hold themselves. Postman's OpenAPI converter stops where a schema comes again within itself, and writes
//! `{"value": "<Circular reference to #/components/schemas/Tag detected>"}` there: the object is like one around it.
//!
//! Which one is decided without a guess: by the name of the schema, by steps that come again, or because there is only one.
//! What one marker says of a schema holds for all markers of that schema. Where no object is found, anything may come.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::shape::{ObjectShape, Shape};
use crate::model::Role;
use crate::words::singular;

/// The schema that an object stands for, if it is such a marker.
pub(crate) fn marker(members: &Map<String, Value>) -> Option<&str> {
    let text = members.get("value").filter(|_| members.len() == 1)?;
    let inner = text.as_str()?.strip_prefix("<Circular reference to ")?;
    let pointer = inner.strip_suffix(" detected>")?;
    pointer.rsplit('/').next().filter(|name| !name.is_empty())
}

/// The objects that schemas are, by direction and name: the positions of their objects.
#[derive(Debug, Default)]
pub(super) struct Schemas(HashMap<(Role, String), BTreeSet<usize>>);

impl Schemas {
    /// Learns from the markers of a tree whose objects are numbered. `name`: what its root is called.
    pub(super) fn learn(&mut self, shape: &Shape, role: Role, name: &str) {
        let mut walk = Walk {
            schemas: self,
            role,
            name,
            around: Vec::new(),
        };
        walk.shape(shape, String::new());
    }

    /// Makes the markers of a tree objects of the positions that they stand for.
    pub(super) fn apply(&self, shape: &mut Shape, role: Role) {
        if let Some(items) = &mut shape.list {
            self.apply(items, role);
        }
        if let Some(json) = shape.written_mut() {
            self.apply(json, role);
        }
        if let Some(object) = &mut shape.object {
            for schema in &object.circular {
                if let Some(positions) = self.0.get(&(role, schema.clone())) {
                    object.positions.extend(positions);
                }
            }
            let fields = object.fields.values_mut();
            fields.for_each(|field| self.apply(&mut field.shape, role));
        }
    }

    /// All positions that markers stand for.
    pub(super) fn positions(&self) -> impl Iterator<Item = usize> {
        self.0.values().flatten().copied()
    }
}

struct Walk<'a> {
    schemas: &'a mut Schemas,
    role: Role,
    name: &'a str,
    /// The objects around what is looked at, outermost first: the step that leads to each, and its position.
    around: Vec<(String, usize)>,
}

impl Walk<'_> {
    /// `step`: the member that leads there, and a pair of brackets for each list.
    fn shape(&mut self, shape: &Shape, step: String) {
        if let Some(items) = &shape.list {
            self.shape(items, format!("{step}[]"));
        }
        if let Some(json) = shape.written() {
            self.shape(json, step.clone());
        }
        if let Some(object) = &shape.object {
            self.object(object, step);
        }
    }

    fn object(&mut self, object: &ObjectShape, step: String) {
        for schema in &object.circular {
            if let Some(position) = self.meant(schema, &step) {
                let key = (self.role, schema.clone());
                self.schemas.0.entry(key).or_default().insert(position);
            }
        }
        let Some(position) = object.positions.first() else {
            return;
        };
        self.around.push((step, *position));
        for (key, field) in &object.fields {
            self.shape(&field.shape, key.clone());
        }
        self.around.pop();
    }

    /// The object around a marker that it stands for.
    fn meant(&self, schema: &str, step: &str) -> Option<usize> {
        let schema = singular(schema);
        let steps: Vec<&str> = self.around.iter().map(|(step, _)| step.as_str()).collect();
        let is_it = |at: &usize| {
            let called = match at {
                0 => self.name.to_owned(),
                _ => singular(steps[*at].trim_end_matches("[]")),
            };
            // The steps from there to the marker are those that lead there.
            let down = [&steps[at + 1..], &[step]].concat();
            called == schema || steps[..=*at].ends_with(&down)
        };
        let found = (0..steps.len()).rev().find(is_it);
        // The one object around it, unless that is the item of a list which the marker stands for.
        let only =
            || (steps.len() == 1 && (step.ends_with("[]") || steps[0].is_empty())).then_some(0);
        found.or_else(only).map(|at| self.around[at].1)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{objects, reading};
    use super::*;

    const NODE: &str = "<Circular reference to #/components/schemas/Node detected>";

    /// Which object the marker in a body stands for, by how many objects are numbered before it.
    #[track_caller]
    fn check(name: &str, body: Value, expected: Option<usize>) {
        let mut shape = reading::shape(&body, true);
        objects::number(&mut shape, &mut 0);
        let mut schemas = Schemas::default();
        schemas.learn(&shape, Role::Response, name);
        let found: Vec<usize> = schemas.positions().collect();
        assert_eq!(found, Vec::from_iter(expected), "{body}");
    }

    #[test]
    fn which_object_is_meant() {
        let marker = || json!({ "value": NODE });
        // The only one.
        check("x", json!({ "id": 1, "next": marker() }), Some(0));
        check("x", json!([{ "id": 1, "parts": [marker()] }]), Some(0));
        check("x", json!([{ "id": 1, "parts": marker() }]), None);
        // Its name.
        let node = json!({ "node": { "of": { "back": marker() } } });
        check("x", node, Some(1));
        check("node", json!({ "a": { "b": marker() } }), Some(0));
        check(
            "x",
            json!({ "nodes": [{ "of": { "back": marker() } }] }),
            Some(1),
        );
        // Steps that come again.
        let twice = json!({ "parts": [{ "parts": [marker()] }] });
        check("x", twice, Some(1));
        let through = json!({ "a": { "b": { "a": { "b": marker() } } } });
        check("x", through, Some(2));
        // A wrapper has the name of a member by chance.
        let wrapper = json!({ "data": { "items": [{ "data": marker() }] } });
        check("x", wrapper, None);
        check("x", json!({ "a": { "b": marker() } }), None);
    }

    #[test]
    fn markers() {
        for (object, expected) in [
            (json!({ "value": NODE }), Some("Node")),
            (json!({ "value": NODE, "more": 1 }), None),
            (json!({ "other": NODE }), None),
            (
                json!({ "value": "<Circular reference to  detected>" }),
                None,
            ),
            (json!({ "value": 1 }), None),
        ] {
            let members = object.as_object().expect("an object");
            assert_eq!(marker(members), expected, "{object}");
        }
    }
}
