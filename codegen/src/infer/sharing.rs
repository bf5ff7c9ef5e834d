//! Which objects are of one type, wherever they stand.
//!
//! Positions with alike objects form classes. The shapes of a class join, and so do those of the members that they hold:
//! positions below alike objects are alike.

use std::collections::{BTreeMap, HashMap};

use super::options::Sharing;
use super::recursion::Schemas;
use super::shape::{ObjectShape, Shape};
use super::{alike, keys};
use crate::model::Role;

/// Which way an object goes, and whether it is written as text within JSON.
type Side = (Role, bool);

/// A position of objects, before they are shared.
struct Object<'a> {
    shape: &'a ObjectShape,
    /// What is written as text often says the same as an object beside it (an
    /// echo), so one is no evidence of the other.
    side: Side,
    /// The member or resource that it is called by, in the singular and without case.
    name: String,
}

/// The classes of positions.
#[derive(Debug, Default)]
pub(super) struct Classes {
    parents: Vec<usize>,
    joined: HashMap<usize, ObjectShape>,
}

/// A tree of shapes that belongs to a slot.
pub(super) struct Tree<'a> {
    pub(super) shape: &'a Shape,
    pub(super) role: Role,
    pub(super) name: String,
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

impl Classes {
    /// The classes of all objects of these trees, numbered in this order.
    pub(super) fn of(trees: &[Tree<'_>], sharing: Sharing, schemas: &Schemas) -> Self {
        let mut objects = Vec::new();
        for tree in trees {
            gather(tree.shape, (tree.role, false), &tree.name, &mut objects);
        }
        let mut classes = Self {
            parents: (0..objects.len()).collect(),
            joined: HashMap::new(),
        };
        for object in &objects {
            classes.unite_positions(object.shape);
        }
        if sharing != Sharing::Never {
            classes.unite_identical(&objects);
        }
        if sharing == Sharing::Similar {
            classes.unite_similar(&objects);
        }
        if sharing != Sharing::Never {
            // The values of a map are of one type, whatever their keys.
            for values in objects.iter().filter_map(|one| keys::map_values(one.shape)) {
                classes.unite_below(&values);
            }
        }
        classes.join_all(&objects);
        // A marker may come before the objects that it stands for.
        for position in schemas.positions() {
            let root = classes.root(position);
            let known = classes.joined.entry(root);
            known.or_insert_with(|| objects[position].shape.clone());
        }
        classes
    }

    /// The class of an object, by its lowest position; nothing for one that has not been numbered.
    pub(super) fn of_object(&self, object: &ObjectShape) -> Option<usize> {
        object
            .positions
            .first()
            .map(|position| self.root(*position))
    }

    /// What is known of the objects of a class of several positions.
    pub(super) fn shape(&self, class: usize) -> Option<&ObjectShape> {
        self.joined.get(&class)
    }

    fn root(&self, mut position: usize) -> usize {
        while self.parents[position] != position {
            position = self.parents[position];
        }
        position
    }

    /// Whether this changes anything.
    fn unite(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        // The lowest position stands for all.
        let (low, high) = (a.min(b), a.max(b));
        self.parents[high] = low;
        low != high
    }

    /// Objects with the same members under one name; under different ones if they are many.
    fn unite_identical(&mut self, objects: &[Object<'_>]) {
        const MANY: usize = 5;
        let mut known: HashMap<(Side, Vec<&str>, &str), Vec<usize>> = HashMap::new();
        for (position, object) in objects.iter().enumerate() {
            let mut keys: Vec<&str> = object.shape.fields.keys().map(String::as_str).collect();
            keys.sort_unstable();
            let name = match keys.len() {
                0 => continue,
                1..MANY if object.name.is_empty() => continue,
                1..MANY => object.name.as_str(),
                _ => "",
            };
            let all = known.entry((object.side, keys, name)).or_default();
            all.push(position);
        }
        known
            .values()
            .for_each(|positions| self.unite_alike(objects, positions, 1.0));
    }

    /// Objects under one name with mostly the same members.
    fn unite_similar(&mut self, objects: &[Object<'_>]) {
        let mut by_name: HashMap<(Side, &str), Vec<usize>> = HashMap::new();
        for (position, object) in objects.iter().enumerate() {
            if !object.name.is_empty() && !object.shape.fields.is_empty() {
                let all = by_name.entry((object.side, &object.name)).or_default();
                all.push(position);
            }
        }
        by_name
            .values()
            .for_each(|positions| self.unite_alike(objects, positions, SIMILAR));
    }

    fn unite_alike(&mut self, objects: &[Object<'_>], positions: &[usize], least: f64) {
        let shapes = positions.iter().map(|position| objects[*position].shape);
        for group in alike::groups(&shapes.collect::<Vec<_>>(), least) {
            for other in &group[1..] {
                self.unite(positions[group[0]], positions[*other]);
            }
        }
    }

    /// Joins the shapes of each class, until no more positions fall together.
    fn join_all(&mut self, objects: &[Object<'_>]) {
        let mut sizes: HashMap<usize, usize> = HashMap::new();
        loop {
            let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for position in 0..objects.len() {
                members
                    .entry(self.root(position))
                    .or_default()
                    .push(position);
            }
            let changed = members
                .iter()
                .filter(|(class, positions)| {
                    positions.len() > 1 && sizes.get(class) != Some(&positions.len())
                })
                .collect::<Vec<_>>();
            if changed.is_empty() {
                break;
            }
            for (class, positions) in changed {
                sizes.insert(*class, positions.len());
                let shapes = positions
                    .iter()
                    .map(|position| objects[*position].shape.clone());
                if let Some(shape) = shapes.reduce(ObjectShape::join) {
                    if let Some(values) = keys::map_values(&shape) {
                        self.unite_below(&values);
                    }
                    for field in shape.fields.values() {
                        self.unite_below(&field.shape);
                    }
                    self.joined.insert(*class, shape);
                }
            }
        }
    }

    /// What stands at several positions is of one class.
    fn unite_positions(&mut self, object: &ObjectShape) {
        let mut positions = object.positions.iter();
        if let Some(first) = positions.next() {
            for position in positions {
                self.unite(*first, *position);
            }
        }
    }

    /// The objects at one position of a joined shape are of one class.
    fn unite_below(&mut self, shape: &Shape) {
        if let Some(items) = &shape.list {
            self.unite_below(items);
        }
        if let Some(json) = shape.written() {
            self.unite_below(json);
        }
        if let Some(object) = &shape.object {
            self.unite_positions(object);
            if let Some(values) = keys::map_values(object) {
                self.unite_below(&values);
            }
            for field in object.fields.values() {
                self.unite_below(&field.shape);
            }
        }
    }
}

fn gather<'a>(shape: &'a Shape, side: Side, name: &str, objects: &mut Vec<Object<'a>>) {
    if let Some(items) = &shape.list {
        gather(items, side, name, objects);
    }
    if let Some(json) = shape.written() {
        gather(json, (side.0, true), name, objects);
    }
    if let Some(object) = &shape.object
        && !object.is_circular()
    {
        objects.push(Object {
            shape: object,
            side,
            name: name.to_owned(),
        });
        for (key, field) in &object.fields {
            gather(&field.shape, side, &singular(key), objects);
        }
    }
}

/// A name in the singular, without case and signs: `pet` for `Pets`.
pub(super) fn singular(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let name: String = letters.flat_map(char::to_lowercase).collect();
    match name.strip_suffix("ies") {
        Some(stem) if stem.len() > 2 => format!("{stem}y"),
        _ => match name.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
            _ => name,
        },
    }
}

/// How large a part of all members both have, if they are of one type under one name.
const SIMILAR: f64 = 0.9;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::reading;
    use super::*;

    /// Whether two answers, and what they hold under a name, are of one type.
    fn check(sharing: Sharing, names: [&str; 2], values: [Value; 2], expected: bool) {
        let mut shapes = values.clone().map(|value| reading::shape(&value, true));
        let mut next = 0;
        shapes.iter_mut().for_each(|shape| number(shape, &mut next));
        let trees = shapes.iter().zip(names).map(|(shape, name)| Tree {
            shape,
            role: Role::Response,
            name: name.to_owned(),
        });
        let classes = Classes::of(&trees.collect::<Vec<_>>(), sharing, &Schemas::default());
        let class = |at: usize| {
            let object = shapes[at].object.as_ref().expect("an object");
            classes.of_object(object)
        };
        assert_eq!(
            class(0) == class(1),
            expected,
            "{sharing:?} {names:?} {values:?}"
        );
    }

    #[test]
    fn one_type_or_two() {
        let (pet, shop) = (
            json!({ "id": 1, "name": "a" }),
            json!({ "id": 2, "name": "b" }),
        );
        let same = || [pet.clone(), shop.clone()];
        check(Sharing::Never, ["pet", "pet"], same(), false);
        check(Sharing::Identical, ["pet", "pet"], same(), true);
        check(Sharing::Identical, ["pet", "shop"], same(), false);
        let many = || {
            let one = json!({ "id": 1, "name": "a", "a": 1, "b": 1, "c": 1 });
            [one.clone(), one]
        };
        check(Sharing::Identical, ["pet", "animal"], many(), true);
        let large = |more: Value| {
            let mut large = json!({ "a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1, "i": 1, "j": 1 });
            if let (Value::Object(all), Value::Object(more)) = (&mut large, more) {
                all.extend(more);
            }
            large
        };
        let more = || [large(json!({})), large(json!({ "k": 3 }))];
        check(Sharing::Identical, ["pet", "pet"], more(), false);
        check(Sharing::Similar, ["pet", "pet"], more(), true);
        check(Sharing::Similar, ["pet", "shop"], more(), false);
        let other = || [large(json!({})), large(json!({ "a": "x" }))];
        check(Sharing::Similar, ["pet", "pet"], other(), false);
        let deep = |inner: Value| json!({ "id": 1, "owner": inner });
        let owners = [
            deep(json!({ "name": "a", "age": 1 })),
            deep(json!({ "city": "b" })),
        ];
        check(Sharing::Similar, ["pet", "pet"], owners, false);
        check(
            Sharing::Similar,
            ["pet", "pet"],
            [pet, json!({ "id": 1, "name": "a", "age": 3 })],
            false,
        );
    }

    #[test]
    fn what_alike_objects_hold_is_alike() {
        let value =
            |name: &str| json!({ "id": 1, "tag": "t", "inner": { name: 1, "x": 2, "y": 3 } });
        let mut shapes = [value("a"), value("b")].map(|value| reading::shape(&value, true));
        let mut next = 0;
        shapes.iter_mut().for_each(|shape| number(shape, &mut next));
        let trees = shapes.iter().map(|shape| Tree {
            shape,
            role: Role::Response,
            name: "pet".to_owned(),
        });
        let schemas = Schemas::default();
        let classes = Classes::of(&trees.collect::<Vec<_>>(), Sharing::Identical, &schemas);
        let class = classes.of_object(shapes[1].object.as_ref().expect("an object"));
        let joined = classes.shape(class.expect("a class")).expect("several");
        assert_eq!(joined.seen, 2);
        let inner = joined.fields["inner"]
            .shape
            .object
            .as_ref()
            .expect("an object");
        let known = classes
            .of_object(inner)
            .and_then(|class| classes.shape(class))
            .expect("several");
        assert_eq!(known.fields.len(), 4);
    }

    #[test]
    fn names() {
        for (name, expected) in [
            ("Pets", "pet"),
            ("categories", "category"),
            ("status", "status"),
            ("is", "is"),
            ("line_items", "lineitem"),
            ("address", "address"),
            ("bus", "bus"),
        ] {
            assert_eq!(singular(name), expected, "{name}");
        }
    }
}
