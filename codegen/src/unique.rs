//! Names of which no two are alike.

use std::collections::{HashMap, HashSet};

/// Tells names apart by numbers, in the order in which they come.
#[derive(Debug, Default)]
pub(crate) struct Unique {
    taken: HashSet<String>,
    /// The last number behind a name.
    numbers: HashMap<String, usize>,
}

impl Unique {
    /// The name as it is, or with a number behind it if it is taken.
    pub(crate) fn name(&mut self, base: String) -> String {
        let mut name = base.clone();
        while !self.taken.insert(name.clone()) {
            // Smaller numbers are taken for good.
            let number = self.numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            name = format!("{base}_{number}");
        }
        name
    }

    /// Takes a name; `false` if somebody has it.
    pub(crate) fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }
}
