//! Keys in brackets: `components[account][enabled]`, `expand[0]` and `created[gt]` spell nested values.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::docs;
use crate::prose;

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

/// A key in brackets with what is known of it.
pub(super) struct Leaf<'a> {
    /// The whole key.
    pub(super) key: &'a str,
    /// The way down from its root.
    pub(super) steps: Vec<&'a str>,
    /// Its first example value.
    pub(super) value: Option<String>,
    /// Its descriptions.
    pub(super) prose: Vec<String>,
}

/// The nested value that keys with text values spell.
pub(super) fn tree(leaves: &[Leaf<'_>]) -> Value {
    let mut root = Value::Object(Map::new());
    for leaf in leaves {
        let mut at = &mut root;
        for step in &leaf.steps {
            let Value::Object(members) = at else { break };
            at = members
                .entry((*step).to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
        }
        *at = Value::String(leaf.value.clone().unwrap_or_default());
    }
    lists(root)
}

/// A list: for each key whether it is required, and what is said of it. Keys of which the same is said share a line.
pub(super) fn documentation(leaves: &[Leaf<'_>]) -> String {
    let mut keys_by_text: IndexMap<String, Vec<String>> = IndexMap::new();
    for leaf in leaves {
        let Some(first) = leaf.prose.iter().find(|text| !text.trim().is_empty()) else {
            continue;
        };
        let required = leaf.prose.iter().any(|text| prose::is_required(text));
        let marker = if required { " (required)" } else { "" };
        let text = docs::markdown(&prose::without_markers(first)).replace('\n', "\n  ");
        let colon = if text.trim().is_empty() { "" } else { ": " };
        let keys = keys_by_text.entry(format!("{marker}{colon}{text}"));
        keys.or_default().push(format!("`{}`", leaf.key));
    }
    let lines = keys_by_text
        .iter()
        .map(|(text, keys)| format!("* {}{text}", keys.join(", ")));
    lines.collect::<Vec<_>>().join("\n")
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
            (vec!["a", "b"], Some("1")),
            (vec!["a", "c"], None),
            (vec!["l", "0"], Some("x")),
            (vec!["l", "1"], Some("y")),
        ];
        let leaves = entries.map(|(steps, value)| Leaf {
            key: "",
            steps,
            value: value.map(str::to_owned),
            prose: Vec::new(),
        });
        assert_eq!(
            tree(&leaves),
            json!({"a": {"b": "1", "c": ""}, "l": ["x", "y"]})
        );
    }

    #[test]
    fn what_is_a_value_and_a_root_stays_flat() {
        assert!(roots(["a", "a[b]"].into_iter()).is_empty());
        assert!(roots(["a[b]", "a[b][c]"].into_iter()).is_empty());
        assert_eq!(roots(["a[b]", "a[c]"].into_iter()).len(), 1);
    }
}
