//! The objects in the shapes of all slots: numbered, each with what it is called.

use super::identifiers::is_envelope;
use super::shape::{ObjectShape, Shape};
use super::titles::Title;
use crate::model::Role;
use crate::words::singular;

/// Which way an object goes, and whether it is written as text within JSON.
pub(super) type Side = (Role, bool);

/// A position of objects, before they are shared.
pub(super) struct Object<'a> {
    pub(super) shape: &'a ObjectShape,
    /// What is written as text often says the same as an object beside it (an
    /// echo), so one is no evidence of the other.
    pub(super) side: Side,
    /// The member or resource that it is called by, in the singular and without case.
    pub(super) name: String,
    /// The same, but what is called `data` or the like is called as that around it.
    pub(super) resource: String,
}

/// A tree of shapes that belongs to a slot.
pub(super) struct Tree<'a> {
    pub(super) shape: &'a Shape,
    pub(super) role: Role,
    pub(super) title: &'a Title,
}

/// Numbers the objects of a shape.
pub(super) fn number(shape: &mut Shape, next: &mut usize) {
    if let Some(items) = &mut shape.list {
        number(items, next);
    }
    if let Some(text) = &mut shape.text
        && let Some(json) = text.written.json_mut()
    {
        number(json, next);
    }
    if let Some(object) = &mut shape.object
        && !object.is_circular()
    {
        object.positions.insert(*next);
        *next += 1;
        for field in object.fields.values_mut() {
            number(&mut field.shape, next);
        }
    }
}

/// The objects of all trees, each at the position that [`number`] gave it.
pub(super) fn of<'a>(trees: &[Tree<'a>]) -> Vec<Object<'a>> {
    let mut objects = Vec::new();
    for tree in trees {
        let called = [name_of(tree), &tree.title.name];
        gather(tree.shape, (tree.role, false), called, &mut objects);
    }
    objects
}

/// What the objects at the root of a tree are called. The last word of a path says no more than an only member that is called
/// so itself: then it is all of the path.
fn name_of<'a>(tree: &Tree<'a>) -> &'a str {
    let mut shape = tree.shape;
    while let Some(items) = &shape.list {
        shape = items;
    }
    let fields = shape.object.iter().flat_map(|object| object.fields.keys());
    let mut names = fields.map(|key| singular(key));
    let only = names.next().filter(|_| names.next().is_none());
    match only.is_some_and(|only| only == tree.title.name) && !tree.title.path.is_empty() {
        true => &tree.title.path,
        false => &tree.title.name,
    }
}

/// `called`: the name of the value, and the resource.
fn gather<'a>(shape: &'a Shape, side: Side, called: [&str; 2], objects: &mut Vec<Object<'a>>) {
    if let Some(items) = &shape.list {
        gather(items, side, called, objects);
    }
    if let Some(json) = shape.written() {
        gather(json, (side.0, true), called, objects);
    }
    if let Some(object) = &shape.object
        && !object.is_circular()
    {
        let [name, resource] = called;
        objects.push(Object {
            shape: object,
            side,
            name: name.to_owned(),
            resource: resource.to_owned(),
        });
        for (key, field) in &object.fields {
            let name = singular(key);
            let resource = match is_envelope(key) {
                true => resource,
                false => &name,
            };
            gather(&field.shape, side, [&name, resource], objects);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::reading;
    use super::*;

    #[test]
    fn names_of_roots() {
        for (value, expected) in [
            (json!([{ "pet": 1 }]), "user/pet"),
            // The member says more than the path, or there are more members.
            (json!({ "id": 1 }), "pet"),
            (json!({ "pet": 1, "a": 1 }), "pet"),
        ] {
            let title = Title {
                name: "pet".to_owned(),
                path: "user/pet".to_owned(),
            };
            let tree = Tree {
                shape: &reading::shape(&value, true),
                role: Role::Response,
                title: &title,
            };
            assert_eq!(name_of(&tree), expected, "{value}");
        }
    }
}
