//! Which members of objects were there together: whether different objects have any in common.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The different sets of members that objects at a position had, as long as no two of them have one in common. Objects
/// without any say nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySets {
    /// No two have one in common.
    Disjoint {
        /// How many members each has, by a number that stands for them.
        sets: BTreeMap<u64, usize>,
        /// One sample had several. Samples of several requests may differ because the requests do.
        together: bool,
    },
    /// Two different ones have some in common.
    Overlapping,
}

impl KeySets {
    /// That of one object.
    pub fn of<'k>(keys: impl Iterator<Item = &'k String>) -> Self {
        let (mut number, mut size) = (0_u64, 0);
        for key in keys {
            let mut hasher = DefaultHasher::new();
            key.hash(&mut hasher);
            // The order of members is nothing to go by.
            number = number.wrapping_add(hasher.finish());
            size += 1;
        }
        Self::Disjoint {
            sets: (size > 0).then_some((number, size)).into_iter().collect(),
            together: false,
        }
    }

    /// Those of both. `all`: how many different members they have together.
    pub(super) fn join(self, other: Self, all: usize) -> Self {
        match (self, other) {
            (
                Self::Disjoint { mut sets, together },
                Self::Disjoint {
                    sets: more,
                    together: also,
                },
            ) => {
                sets.extend(more);
                let together = together || also;
                match sets.values().sum::<usize>() == all {
                    true => Self::Disjoint { sets, together },
                    false => Self::Overlapping,
                }
            }
            _ => Self::Overlapping,
        }
    }

    /// Notes that these are of one sample.
    pub(super) fn end_sample(&mut self) {
        if let Self::Disjoint { sets, together } = self {
            *together |= sets.len() > 1;
        }
    }

    /// Whether objects beside each other had different sets, none of which has a member of another.
    pub fn differ(&self) -> bool {
        matches!(self, Self::Disjoint { together: true, .. })
    }
}

impl Default for KeySets {
    fn default() -> Self {
        Self::Disjoint {
            sets: BTreeMap::new(),
            together: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::reading;

    #[test]
    fn sets_without_common_members() {
        for (objects, expected) in [
            (json!([]), false),
            (json!([{}, {}]), false),
            (json!([{ "a": 1 }]), false),
            (json!([{ "a": 1, "b": 1 }, { "b": 2, "a": 2 }]), false),
            (json!([{ "a": 1, "b": 1 }, {}, { "c": 1 }]), true),
            (json!([{ "a": 1, "b": 1 }, { "b": 1, "c": 1 }]), false),
            (json!([{ "a": 1 }, { "b": 1 }, { "a": 1, "b": 1 }]), false),
        ] {
            let items = reading::shape(&objects, true).list.expect("a list");
            let found = items.object.is_some_and(|object| object.key_sets.differ());
            assert_eq!(found, expected, "{objects}");
        }
    }

    #[test]
    fn several_samples_say_nothing() {
        let [a, b] = [json!({ "a": 1 }), json!({ "b": 1 })].map(|one| reading::shape(&one, true));
        let object = a.join(b).object.expect("objects");
        assert!(!object.key_sets.differ());
    }
}
