//! Which of many objects are alike. Their order has no say, and an index keeps the work near to their number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::agreement::Likeness;
use super::shape::{ObjectShape, Shape};

/// More different objects than these, all with one rare member, are not compared with each other.
const MOST_COMPARED: usize = 200;

/// The groups of alike objects, by index; only those of several. Objects that say different things are never in one group,
/// even if a third is like both: it goes with the more.
pub(super) fn groups(objects: &[&ObjectShape], likeness: Likeness) -> Vec<Vec<usize>> {
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
    let mut edges = edges(&kinds, likeness);
    for component in components(&edges) {
        if !is_consistent(&kinds, &component, likeness) {
            settle(&kinds, &sizes, &component, likeness, &mut edges);
        }
    }
    let groups = components(&edges).into_iter().map(|component| {
        let all = component.iter().flat_map(|kind| &twins[*kind]);
        all.copied().collect::<Vec<usize>>()
    });
    groups.filter(|group| group.len() > 1).collect()
}

/// Which objects are alike, by index: those that share one of their rarest members are compared. If two have enough
/// of all members in common, so rare a member is among those.
fn edges(kinds: &[&ObjectShape], likeness: Likeness) -> Vec<BTreeSet<usize>> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for key in kinds.iter().flat_map(|kind| kind.fields.keys()) {
        *counts.entry(key).or_default() += 1;
    }
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, kind) in kinds.iter().enumerate() {
        let mut keys: Vec<&str> = kind.fields.keys().map(String::as_str).collect();
        keys.sort_unstable_by_key(|key| (counts[key], *key));
        let common = (likeness.least * keys.len() as f64).ceil() as usize;
        keys.truncate((keys.len() + 1).saturating_sub(common));
        for key in keys {
            index.entry(key).or_default().push(at);
        }
    }
    let mut edges = vec![BTreeSet::new(); kinds.len()];
    for all in index.values().filter(|all| all.len() <= MOST_COMPARED) {
        for (nth, a) in all.iter().enumerate() {
            for b in &all[nth + 1..] {
                if !edges[*a].contains(b) && likeness.is_of(kinds[*a], kinds[*b]) {
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
fn is_consistent(kinds: &[&ObjectShape], component: &[usize], likeness: Likeness) -> bool {
    // So many are one type or none.
    if component.len() > MOST_COMPARED {
        return false;
    }
    let mut pairs = component.iter().enumerate();
    pairs.all(|(nth, a)| {
        let mut others = component[nth + 1..].iter();
        others.all(|b| likeness.is_consistent(kinds[*a], kinds[*b]))
    })
}

/// Parts what hangs together only by objects that are like two which say different things. Each of them goes with the
/// largest part that it is like, by objects; if there are two such, with none.
fn settle(
    kinds: &[&ObjectShape],
    sizes: &[usize],
    component: &[usize],
    likeness: Likeness,
    edges: &mut [BTreeSet<usize>],
) {
    let near = |at: usize| -> Vec<usize> { edges[at].iter().copied().collect() };
    let is_between = |at: &usize| !is_consistent(kinds, &near(*at), likeness);
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
        if !is_consistent(kinds, part, likeness) {
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
        if is_consistent(kinds, grown, likeness) {
            for at in &grown[part.len()..] {
                edges[*at].insert(part[0]);
                edges[part[0]].insert(*at);
            }
        }
    }
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
        let mut fields: Vec<_> = object.fields.iter().collect();
        fields.sort_unstable_by_key(|(key, _)| *key);
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

    fn grouped(values: &[Value], likeness: Likeness) -> BTreeSet<BTreeSet<String>> {
        let objects: Vec<ObjectShape> = values.iter().map(object).collect();
        let groups = groups(&objects.iter().collect::<Vec<_>>(), likeness);
        let texts = |group: Vec<usize>| group.into_iter().map(|at| values[at].to_string());
        groups
            .into_iter()
            .map(|group| texts(group).collect())
            .collect()
    }

    fn strict(least: f64) -> Likeness {
        Likeness {
            least,
            disputes: false,
        }
    }

    #[track_caller]
    fn check(values: &[Value], least: f64, expected: &[&[usize]]) {
        let texts = |group: &&[usize]| group.iter().map(|at| values[*at].to_string()).collect();
        let expected: BTreeSet<BTreeSet<String>> = expected.iter().map(texts).collect();
        assert_eq!(grouped(values, strict(least)), expected, "{values:?}");
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
        assert_eq!(grouped(&values, strict(0.9)).len(), 300);
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
            prop_assert_eq!(grouped(&values, strict(least)), grouped(&shuffled, strict(least)));
            // Of many members a few may be disputed.
            let [values, shuffled] = [values, shuffled].map(|values| {
                let larger = values.into_iter().map(|mut value| {
                    ('d'..='p').for_each(|key| value[key.to_string()] = json!(1));
                    value
                });
                larger.collect::<Vec<Value>>()
            });
            let likeness = Likeness { least, disputes: true };
            prop_assert_eq!(grouped(&values, likeness), grouped(&shuffled, likeness));
        }
    }
}
