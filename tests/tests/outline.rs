//! The outline of each collection of the repository: what a reviewer of a changed collection reads first.

mod common;
mod snapshot;

use std::collections::BTreeSet;
use std::fs;

use postwright::outline::outline;

/// The names in a folder of the repository.
fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(common::root().join(folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// A new collection fails here until its outline has been read and accepted.
#[test]
fn every_collection_has_the_outline_that_was_reviewed() {
    let collections = names("collections");
    assert!(!collections.is_empty());
    for collection in collections {
        let generated = common::generated(&format!("collections/{collection}"));
        snapshot::assert(
            "outline",
            &collection,
            &outline(generated.understood.scope()),
        );
    }
}

#[test]
fn every_snapshot_belongs_to_a_collection() {
    let expected = names("collections")
        .iter()
        .map(|name| format!("{name}.snap"))
        .collect();
    assert_eq!(names("tests/snapshots/outline"), expected);
}
