//! Which of many objects are alike. Their order has no say, and an index keeps the work near to their number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::shape::{ObjectShape, Shape};

/// More different objects than these, all with one rare member, are not compared with each other.
const MOST_COMPARED: usize = 200;

/// How large a part of all members nested objects have in common, at least.
const NESTED: f64 = 0.45;

/// The groups of alike objects, by index; only those of several. `least`: how large a part of all members two of them have in
/// common, at least. Objects that say different things are never in one group, even if a third is like both: it goes with the more.
pub(super) fn groups(objects: &[&ObjectShape], least: f64) -> Vec<Vec<usize>> {
    // Objects of one signature are alike; one of them is compared.
    let mut by_signature: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (index, object) in objects.iter().enumerate() {
        by_signature
            .entry(signature(object))
            .or_default()
            .push(index);
    }
    let twins: Vec<Vec<usize>> = by_signature.into_values().collect();
    let kinds: Vec<&ObjectShape> = twins.iter().map(|twins| objects[twins[0]]).collect();
    let sizes: Vec<usize> = twins.iter().map(Vec::len).collect();
    let mut edges = edges(&kinds, least);
    for component in components(&edges) {
        if !is_consistent(&kinds, &component) {
            settle(&kinds, &sizes, &component, &mut edges);
        }
    }
    let groups = components(&edges).into_iter().map(|component| {
        let all = component.iter().flat_map(|kind| &twins[*kind]);
        all.copied().collect::<Vec<usize>>()
    });
    groups.filter(|group| group.len() > 1).collect()
}

/// Which objects are alike, by index: those that share one of their rarest members are compared. If two have a part `least`
/// of all members in common, so rare a member is among those.
fn edges(kinds: &[&ObjectShape], least: f64) -> Vec<BTreeSet<usize>> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for key in kinds.iter().flat_map(|kind| kind.fields.keys()) {
        *counts.entry(key).or_default() += 1;
    }
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, kind) in kinds.iter().enumerate() {
        let mut keys: Vec<&str> = kind.fields.keys().map(String::as_str).collect();
        keys.sort_unstable_by_key(|key| (counts[key], *key));
        let common = (least * keys.len() as f64).ceil() as usize;
        keys.truncate((keys.len() + 1).saturating_sub(common));
        for key in keys {
            index.entry(key).or_default().push(at);
        }
    }
    let mut edges = vec![BTreeSet::new(); kinds.len()];
    for all in index.values().filter(|all| all.len() <= MOST_COMPARED) {
        for (nth, a) in all.iter().enumerate() {
            for b in &all[nth + 1..] {
                if !edges[*a].contains(b) && are_alike(kinds[*a], kinds[*b], least) {
                    edges[*a].insert(*b);
                    edges[*b].insert(*a);
                }
            }
        }
    }
    edges
}

/// What hangs together, each once.
fn components(edges: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        let mut component = Vec::new();
        let mut left = vec![start];
        while let Some(at) = left.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                component.push(at);
                left.extend(&edges[at]);
            }
        }
        if !component.is_empty() {
            found.push(component);
        }
    }
    found
}

/// Whether no two objects say different things.
fn is_consistent(kinds: &[&ObjectShape], component: &[usize]) -> bool {
    // So many are one type or none.
    if component.len() > MOST_COMPARED {
        return false;
    }
    let mut pairs = component.iter().enumerate();
    pairs.all(|(nth, a)| {
        let mut others = component[nth + 1..].iter();
        others.all(|b| says_the_same(kinds[*a], kinds[*b]))
    })
}

/// Parts what hangs together only by objects that are like two which say different things. Each of them goes with the
/// largest part that it is like, by objects; if there are two such, with none.
fn settle(
    kinds: &[&ObjectShape],
    sizes: &[usize],
    component: &[usize],
    edges: &mut [BTreeSet<usize>],
) {
    let near = |at: usize| -> Vec<usize> { edges[at].iter().copied().collect() };
    let is_between = |at: &usize| !is_consistent(kinds, &near(*at));
    let between: BTreeSet<usize> = component.iter().copied().filter(is_between).collect();
    let likes: Vec<(usize, Vec<usize>)> = between.iter().map(|at| (*at, near(*at))).collect();
    for at in component {
        match between.contains(at) {
            true => edges[*at].clear(),
            false => edges[*at].retain(|other| !between.contains(other)),
        }
    }
    let of_component: BTreeSet<usize> = component.iter().copied().collect();
    let mut parts = components(edges);
    parts.retain(|part| of_component.contains(&part[0]) && !between.contains(&part[0]));
    for part in &mut parts {
        if !is_consistent(kinds, part) {
            part.iter().for_each(|at| edges[*at].clear());
            part.clear();
        }
    }
    let mut grown = parts.clone();
    for (at, near) in likes {
        let size = |part: &Vec<usize>| part.iter().map(|kind| sizes[*kind]).sum::<usize>();
        let liked = parts.iter().enumerate();
        let liked = liked.filter(|(_, part)| part.iter().any(|kind| near.contains(kind)));
        let mut liked: Vec<(usize, usize)> = liked.map(|(nth, part)| (size(part), nth)).collect();
        liked.sort_unstable_by(|a, b| b.cmp(a));
        match liked.as_slice() {
            [(most, nth), rest @ ..] if rest.iter().all(|(size, _)| size < most) => {
                grown[*nth].push(at)
            }
            _ => {}
        }
    }
    // Those that went with one part may say different things of what it does not know.
    for (part, grown) in parts.iter().zip(&grown) {
        if is_consistent(kinds, grown) {
            for at in &grown[part.len()..] {
                edges[*at].insert(part[0]);
                edges[part[0]].insert(*at);
            }
        }
    }
}

/// Whether two objects may be of one type: enough members in common, none of which says something else.
fn are_alike(a: &ObjectShape, b: &ObjectShape, least: f64) -> bool {
    let keys = a.fields.keys();
    let common = keys.filter(|key| b.fields.contains_key(*key)).count();
    let all = a.fields.len() + b.fields.len() - common;
    let share = match all {
        0 => 1.0,
        _ => common as f64 / all as f64,
    };
    share >= least && says_the_same(a, b)
}

/// Whether what both hold joins without becoming one of several kinds.
fn says_the_same(a: &ObjectShape, b: &ObjectShape) -> bool {
    a.fields.iter().all(|(key, field)| {
        b.fields
            .get(key)
            .is_none_or(|other| agree(&field.shape, &other.shape))
    })
}

/// Whether two shapes join without becoming one of several kinds.
fn agree(a: &Shape, b: &Shape) -> bool {
    if a.is_unknown() || b.is_unknown() {
        return true;
    }
    if a.any != b.any || a.which() != b.which() {
        return false;
    }
    let lists = a.list.as_ref().zip(b.list.as_ref());
    let objects = a.object.as_ref().zip(b.object.as_ref());
    lists.is_none_or(|(a, b)| agree(a, b))
        && objects.is_none_or(|(a, b)| {
            a.fields.is_empty() || b.fields.is_empty() || are_alike(a, b, NESTED)
        })
}

/// A number that is the same for objects of which nothing tells that they are of different types.
fn signature(object: &ObjectShape) -> u64 {
    fn of_shape(shape: &Shape, hasher: &mut DefaultHasher) {
        (shape.any, shape.which()).hash(hasher);
        if let Some(items) = &shape.list {
            of_shape(items, hasher);
        }
        if let Some(object) = &shape.object {
            of_object(object, hasher);
        }
    }
    fn of_object(object: &ObjectShape, hasher: &mut DefaultHasher) {
        let fields: BTreeMap<_, _> = object.fields.iter().collect();
        fields.len().hash(hasher);
        for (key, field) in fields {
            key.hash(hasher);
            of_shape(&field.shape, hasher);
        }
    }
    let mut hasher = DefaultHasher::new();
    of_object(object, &mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::reading;
    use super::*;

    fn object(value: &Value) -> ObjectShape {
        *reading::shape(value, true).object.expect("an object")
    }

    fn grouped(values: &[Value], least: f64) -> BTreeSet<BTreeSet<String>> {
        let objects: Vec<ObjectShape> = values.iter().map(object).collect();
        let groups = groups(&objects.iter().collect::<Vec<_>>(), least);
        let texts = |group: Vec<usize>| group.into_iter().map(|at| values[at].to_string());
        groups
            .into_iter()
            .map(|group| texts(group).collect())
            .collect()
    }

    #[track_caller]
    fn check(values: &[Value], least: f64, expected: &[&[usize]]) {
        let texts = |group: &&[usize]| group.iter().map(|at| values[*at].to_string()).collect();
        let expected: BTreeSet<BTreeSet<String>> = expected.iter().map(texts).collect();
        assert_eq!(grouped(values, least), expected, "{values:?}");
    }

    #[test]
    fn alike_or_not() {
        let (number, text, null) = (json!({ "a": 1 }), json!({ "a": "x" }), json!({ "a": null }));
        check(&[number.clone(), text.clone()], 1.0, &[]);
        check(&[number.clone(), null.clone()], 1.0, &[&[0, 1]]);
        // What is like both is of neither, unless one is more.
        check(&[number.clone(), null.clone(), text.clone()], 1.0, &[]);
        check(
            &[number.clone(), null, text, json!({ "a": 2 })],
            1.0,
            &[&[0, 1, 3]],
        );
        check(&[number, json!({ "a": 1, "b": 1 })], 1.0, &[]);
    }

    #[test]
    fn many_kinds_under_one_name_are_compared() {
        let with = |at: usize, more: bool| {
            let keys = (0..12).map(|key| format!("{at}_{key}"));
            let mut members: serde_json::Map<String, Value> =
                keys.map(|key| (key, json!(1))).collect();
            if more {
                members.insert("more".to_owned(), json!(1));
            }
            Value::Object(members)
        };
        let values: Vec<Value> = (0..600).map(|at| with(at / 2, at % 2 == 1)).collect();
        assert_eq!(grouped(&values, 0.9).len(), 300);
    }

    fn any_object() -> impl Strategy<Value = Value> {
        let value = prop_oneof![
            Just(json!(1)),
            Just(json!("x")),
            Just(Value::Null),
            Just(json!({ "x": 1 })),
            Just(json!({ "x": "y", "z": 1 })),
        ];
        let members = proptest::collection::btree_map("[a-c]", value, 1..4);
        members.prop_map(|members| members.into_iter().collect())
    }

    proptest! {
        #[test]
        fn order_has_no_say(
            (values, shuffled) in proptest::collection::vec(any_object(), 0..12)
                .prop_flat_map(|values| (Just(values.clone()), Just(values).prop_shuffle())),
            least in prop_oneof![Just(1.0), Just(0.9), Just(0.6)],
        ) {
            prop_assert_eq!(grouped(&values, least), grouped(&shuffled, least));
        }
    }
}
