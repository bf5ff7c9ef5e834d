//! A scope: names that are taken, and the next free one for names that nothing else can tell apart.

use std::collections::{HashMap, HashSet};

/// The names of one scope.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// Names that nothing in any such scope may have.
    reserved: &'static [&'static str],
    taken: HashSet<String>,
    /// The last number behind each stem: all before it are taken.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// A scope in which these names are taken from the start.
    pub(super) fn without(reserved: &'static [&'static str]) -> Self {
        Self {
            reserved,
            ..Self::default()
        }
    }

    /// Whether a name is taken.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.reserved.contains(&name) || self.taken.contains(name)
    }

    /// Takes a name; `false` if it is taken already.
    pub(super) fn insert(&mut self, name: &str) -> bool {
        !self.reserved.contains(&name) && self.taken.insert(name.to_owned())
    }

    /// Takes the first of `base`, `base_2`, `base_3`, … that is free. For names that nothing else can tell apart.
    pub(super) fn unique(&mut self, base: String) -> String {
        if self.insert(&base) {
            return base;
        }
        let stem = base.trim_start_matches("r#").trim_end_matches('_');
        let separator = if stem.starts_with(|c: char| c.is_ascii_uppercase()) {
            ""
        } else {
            "_"
        };
        let mut number = self.numbers.get(stem).copied().unwrap_or(1);
        loop {
            number += 1;
            let name = format!("{stem}{separator}{number}");
            if self.insert(&name) {
                self.numbers.insert(stem.to_owned(), number);
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashes_are_numbered() {
        let mut scope = Scope::without(&["Client"]);
        for (base, expected) in [
            ("get", "get"),
            ("get", "get_2"),
            ("get_3", "get_3"),
            ("get", "get_4"),
            ("r#type", "r#type"),
            ("r#type", "type_2"),
            ("self_", "self_"),
            ("self_", "self_2"),
            ("Client", "Client2"),
            ("Client", "Client3"),
        ] {
            assert_eq!(scope.unique(base.to_owned()), expected);
        }
    }
}
