//! Keys in brackets: `components[account][enabled]`, `expand[0]` and `created[gt]` spell nested values.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// Longest way down that is taken for nesting.
const DEEPEST: usize = 12;

/// The root of a bracketed key and the steps below it; `None` for any other key.
///
/// A trailing `[]` is no step: such a key is repeated.
pub(super) fn split(key: &str) -> Option<(&str, Vec<&str>)> {
    let open = key.find('[')?;
    let (root, mut rest) = key.split_at(open);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, tail) = rest.strip_prefix('[')?.split_once(']')?;
        if step.is_empty() || step.contains('[') || step.contains("{{") {
            return None;
        }
        steps.push(step);
        rest = tail;
    }
    let plain =
        !root.is_empty() && !root.contains("{{") && !steps.is_empty() && steps.len() <= DEEPEST;
    plain.then_some((root, steps))
}

/// Sorts keys into plain ones and roots of bracketed ones. A root that is a plain key as well stays flat: both cannot be one argument.
pub(super) fn roots<'a>(
    keys: impl Iterator<Item = &'a str> + Clone,
) -> IndexMap<&'a str, Vec<(&'a str, Vec<&'a str>)>> {
    let mut roots: IndexMap<&str, Vec<(&str, Vec<&str>)>> = IndexMap::new();
    for key in keys.clone() {
        if let Some((root, steps)) = split(key) {
            roots.entry(root).or_default().push((key, steps));
        }
    }
    let plain: HashSet<&str> = keys.collect();
    roots.retain(|root, members| !plain.contains(root) && is_consistent(members));
    roots
}

/// Whether no key is both a value and the root of others.
fn is_consistent(members: &[(&str, Vec<&str>)]) -> bool {
    let ways: HashSet<&[&str]> = members.iter().map(|(_, steps)| steps.as_slice()).collect();
    let is_below_value =
        |steps: &[&str]| (1..steps.len()).any(|length| ways.contains(&steps[..length]));
    !members.iter().any(|(_, steps)| is_below_value(steps))
}

/// The nested value that keys with text values spell.
pub(super) fn tree<'a>(entries: impl Iterator<Item = (Vec<&'a str>, Value)>) -> Value {
    let mut root = Value::Object(Map::new());
    for (steps, leaf) in entries {
        let mut at = &mut root;
        for step in &steps {
            let Value::Object(members) = at else { break };
            at = members
                .entry((*step).to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
        }
        *at = leaf;
    }
    lists(root)
}

/// Objects whose members are 0, 1, 2, … are lists.
fn lists(value: Value) -> Value {
    let Value::Object(members) = value else {
        return value;
    };
    let in_order = members
        .keys()
        .enumerate()
        .all(|(index, key)| *key == index.to_string());
    let numbered = !members.is_empty() && in_order;
    let members = members.into_iter().map(|(key, value)| (key, lists(value)));
    if numbered {
        Value::Array(members.map(|(_, value)| value).collect())
    } else {
        Value::Object(members.collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_split() {
        for (key, expected) in [
            ("created[gt]", Some(("created", vec!["gt"]))),
            ("a[b][c]", Some(("a", vec!["b", "c"]))),
            ("expand[0]", Some(("expand", vec!["0"]))),
            ("tag[]", None),
            ("plain", None),
            ("a[b", None),
            ("a]b[", None),
            ("[0]", None),
            ("a[b]c", None),
            ("a[{{x}}]", None),
        ] {
            assert_eq!(split(key), expected, "{key}");
        }
    }

    #[test]
    fn trees_grow() {
        let entries = [
            (vec!["a", "b"], json!(1)),
            (vec!["a", "c"], json!("x")),
            (vec!["l", "0"], json!(true)),
            (vec!["l", "1"], json!(false)),
        ];
        assert_eq!(
            tree(entries.into_iter()),
            json!({"a": {"b": 1, "c": "x"}, "l": [true, false]})
        );
    }

    #[test]
    fn what_is_a_value_and_a_root_stays_flat() {
        assert!(roots(["a", "a[b]"].into_iter()).is_empty());
        assert!(roots(["a[b]", "a[b][c]"].into_iter()).is_empty());
        assert_eq!(roots(["a[b]", "a[c]"].into_iter()).len(), 1);
    }
}
