//! The figures of one generated crate, as its process tells them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use postwright::standalone::Standalone;
use serde::{Deserialize, Serialize};

use super::measure::Used;

/// What became of a collection.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Figures {
    /// Requests in the collection.
    pub(super) requests: usize,
    /// Operations that can be called.
    pub(super) operations: usize,
    /// Requests that are the same as an earlier one.
    pub(super) merged: usize,
    /// Saved responses.
    pub(super) examples: usize,
    /// Size of the collection file.
    pub(super) bytes: usize,
    /// Structs and enums.
    pub(super) types: usize,
    /// Lines of the modules, without the runtime.
    pub(super) lines: usize,
    /// What was skipped or degraded: message, and how often.
    pub(super) skipped: BTreeMap<String, usize>,
    /// Hash of all files.
    pub(super) hash: u64,
    /// What the process used, before anything was written.
    pub(super) used: Used,
}

impl Figures {
    /// Takes the figures of a crate.
    pub(super) fn of(krate: &Standalone, bytes: usize, used: Used) -> Self {
        let counts = &krate.report.counts;
        let mut skipped = BTreeMap::new();
        for entry in &krate.report.entries {
            *skipped
                .entry(format!("{}: {}", entry.severity, entry.message))
                .or_default() += 1;
        }
        let modules = krate
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("src") && !path.starts_with("src/runtime"))
            .filter(|(path, _)| path.extension().is_some_and(|extension| extension == "rs"));
        Self {
            requests: counts.requests,
            operations: counts.operations,
            merged: counts.merged,
            examples: counts.examples,
            bytes,
            types: krate.understood.types.defs.len(),
            lines: modules.map(|(_, text)| text.lines().count()).sum(),
            skipped,
            hash: hash(krate),
            used,
        }
    }

    /// Requests that are neither an operation nor the same as another: there must be none.
    pub(super) fn lost(&self) -> usize {
        self.requests.abs_diff(self.operations + self.merged)
    }
}

fn hash(krate: &Standalone) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in krate.files.iter() {
        file.hash(&mut hasher);
    }
    hasher.finish()
}
