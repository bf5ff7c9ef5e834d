//! Which objects are of one type, wherever they stand.
//!
//! Positions with alike objects form classes. The shapes of a class join, and so do those of the members that they hold:
//! positions below alike objects are alike.

use std::collections::{BTreeMap, HashMap};

use super::agreement::{self, Likeness};
use super::objects::{self, Object, Side, Tree};
use super::options::Sharing;
use super::recursion::Schemas;
use super::shape::{ObjectShape, Shape};
use super::{alike, keys, nested};

/// How large a part of all members both have, if they are of one type under one name.
const SIMILAR: f64 = 0.9;

/// The classes of positions.
#[derive(Debug, Default)]
pub(super) struct Classes {
    parents: Vec<usize>,
    joined: HashMap<usize, ObjectShape>,
}

impl Classes {
    /// The classes of all objects of these trees, numbered in this order.
    pub(super) fn of(trees: &[Tree<'_>], sharing: Sharing, schemas: &Schemas) -> Self {
        let objects = objects::of(trees);
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
            for (holder, held) in objects.iter().flat_map(|one| nested::pairs(one.shape)) {
                classes.unite(holder, held);
            }
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
        let likeness = Likeness {
            least: 1.0,
            disputes: false,
        };
        known
            .values()
            .for_each(|positions| self.unite_alike(objects, positions, likeness));
    }

    /// Objects under one name with mostly the same members; large ones with all of them the same also if one is wrapped and the
    /// other is not.
    fn unite_similar(&mut self, objects: &[Object<'_>]) {
        let mut by_name: HashMap<(Side, &str), Vec<usize>> = HashMap::new();
        let mut by_resource = by_name.clone();
        for (position, object) in objects.iter().enumerate() {
            let members = object.shape.fields.len();
            if !object.name.is_empty() && members > 0 {
                let all = by_name.entry((object.side, &object.name)).or_default();
                all.push(position);
            }
            if !object.resource.is_empty() && members >= agreement::MANY {
                let all = by_resource.entry((object.side, &object.resource));
                all.or_default().push(position);
            }
        }
        for (groups, least) in [(by_name, SIMILAR), (by_resource, 1.0)] {
            let disputes = true;
            let likeness = Likeness { least, disputes };
            groups
                .values()
                .for_each(|positions| self.unite_alike(objects, positions, likeness));
        }
    }

    fn unite_alike(&mut self, objects: &[Object<'_>], positions: &[usize], likeness: Likeness) {
        let shapes = positions.iter().map(|position| objects[*position].shape);
        for group in alike::groups(&shapes.collect::<Vec<_>>(), likeness) {
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
                    self.unite_members(&shape);
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
            self.unite_members(object);
        }
    }

    /// The objects at one position below an object. The values of a map are one joined shape, which all of its members are in: going
    /// into both would take twice as long with each level.
    fn unite_members(&mut self, object: &ObjectShape) {
        match keys::map_values(object) {
            Some(values) => self.unite_below(&values),
            None => {
                for field in object.fields.values() {
                    self.unite_below(&field.shape);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::objects::number;
    use super::super::reading;
    use super::super::titles::Title;
    use super::*;
    use crate::model::Role;

    /// That of a path.
    fn title(path: &str) -> Title {
        Title {
            name: path.rsplit('/').next().unwrap_or_default().to_owned(),
            path: path.to_owned(),
        }
    }

    /// Whether two answers are of one type.
    #[track_caller]
    fn check(sharing: Sharing, names: [&str; 2], values: [Value; 2], expected: bool) {
        check_at([0, 0], sharing, names, values, expected);
    }

    /// Whether an answer is of the type of the first member of another.
    #[track_caller]
    fn check_held(names: [&str; 2], values: [Value; 2], expected: bool) {
        check_at([0, 1], Sharing::Similar, names, values, expected);
    }

    /// `depths`: how deep the objects are that are compared.
    #[track_caller]
    fn check_at(
        depths: [usize; 2],
        sharing: Sharing,
        names: [&str; 2],
        values: [Value; 2],
        expected: bool,
    ) {
        let mut shapes = values.clone().map(|value| reading::shape(&value, true));
        let mut next = 0;
        shapes.iter_mut().for_each(|shape| number(shape, &mut next));
        let titles = names.map(title);
        let trees = shapes.iter().zip(&titles).map(|(shape, title)| Tree {
            shape,
            role: Role::Response,
            title,
        });
        let classes = Classes::of(&trees.collect::<Vec<_>>(), sharing, &Schemas::default());
        let class = |at: usize| {
            let mut object = shapes[at].object.as_ref().expect("an object");
            for _ in 0..depths[at] {
                object = object.fields[0].shape.object.as_ref().expect("an object");
            }
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
        // One of many members is disputed, two of them are.
        let one = || [large(json!({})), large(json!({ "a": "x" }))];
        check(Sharing::Identical, ["pet", "pet"], one(), false);
        check(Sharing::Similar, ["pet", "pet"], one(), true);
        check(Sharing::Similar, ["pet", "shop"], one(), false);
        // Within a wrapping or not.
        let wrapped = || {
            [
                large(json!({})),
                json!({ "data": large(json!({ "a": "x" })) }),
            ]
        };
        check_held(["pet", "pet"], wrapped(), true);
        check_held(["pet", "shop"], wrapped(), false);
        let two = || [large(json!({})), large(json!({ "a": "x", "b": "x" }))];
        check(Sharing::Similar, ["pet", "pet"], two(), false);
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
    fn little_in_common() {
        let status = |of: [&str; 2], expected| {
            let values = [json!({ "status": "ACTIVE" }), json!({ "status": "CLOSED" })];
            check(Sharing::Similar, of, values, expected);
        };
        status(["card/status", "card/status"], true);
        status(["card/status", "dispute/status"], false);
        // The member says more than the path, or there are more members.
        for pet in [json!({ "id": 1 }), json!({ "pet": 1, "a": 1 })] {
            let both = [pet.clone(), pet];
            check(Sharing::Similar, ["user/pet", "shop/pet"], both, true);
        }
    }

    /// Which objects of an answer are of the type of the first, by their position.
    #[track_caller]
    fn check_nested(value: Value, expected: &[usize]) {
        let mut shape = reading::shape(&value, true);
        let mut count = 0;
        number(&mut shape, &mut count);
        let title = title("x");
        let tree = Tree {
            shape: &shape,
            role: Role::Response,
            title: &title,
        };
        let classes = Classes::of(&[tree], Sharing::Similar, &Schemas::default());
        let all = (0..count).filter(|position| classes.root(*position) == 0);
        assert_eq!(all.collect::<Vec<_>>(), expected, "{value}");
    }

    #[test]
    fn what_holds_its_own_kind() {
        let node = |name: &str, children: Value| json!({ "name": name, "children": children });
        let tree = node("a", json!([node("b", json!([node("c", Value::Null)]))]));
        check_nested(tree.clone(), &[0, 1, 2]);
        check_nested(json!([tree]), &[0, 1, 2]);
        // The innermost does not say that there might be more.
        let rule = json!({ "op": "and", "args": [
            { "op": "eq", "field": "a", "value": 1 },
            { "op": "or", "args": [{ "op": "eq", "field": "b", "value": "x" }] },
        ] });
        check_nested(rule, &[0, 1, 2]);
    }

    #[test]
    fn what_alike_objects_hold_is_alike() {
        let value =
            |name: &str| json!({ "id": 1, "tag": "t", "inner": { name: 1, "x": 2, "y": 3 } });
        let mut shapes = [value("a"), value("b")].map(|value| reading::shape(&value, true));
        let mut next = 0;
        shapes.iter_mut().for_each(|shape| number(shape, &mut next));
        let title = title("pet");
        let trees = shapes.iter().map(|shape| Tree {
            shape,
            role: Role::Response,
            title: &title,
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
}
