//! The outline of each collection of the repository.

mod common;
mod snapshot;

use std::collections::BTreeSet;
use std::fs;

use postwright::outline::outline;

const COLLECTIONS: [&str; 2] = ["httpbin", "zoom"];

fn check(collection: &str) {
    let generated = common::generated(&format!("collections/{collection}"));
    snapshot::assert(
        "outline",
        collection,
        &outline(generated.understood.scope()),
    );
}

#[test]
fn httpbin() {
    check("httpbin");
}

#[test]
fn zoom() {
    check("zoom");
}

#[test]
fn every_snapshot_belongs_to_a_collection() {
    let kept: BTreeSet<String> = fs::read_dir(common::root().join("tests/snapshots/outline"))
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(
        kept,
        COLLECTIONS
            .iter()
            .map(|name| format!("{name}.snap"))
            .collect()
    );
    for name in COLLECTIONS {
        assert!(
            common::root().join("collections").join(name).is_dir(),
            "{name}"
        );
    }
}
