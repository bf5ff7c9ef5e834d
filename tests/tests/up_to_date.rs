//! What is committed below `generated/`, and the locks of names beside the collections, are what the collections give.

use std::path::Path;

use postwright::workspace;

#[test]
fn generated_code_is_what_the_collections_give() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests are a member of the workspace");
    let output = workspace::generate(root).unwrap_or_else(|failures| panic!("{failures}"));
    assert!(
        output.collections.len() >= 2,
        "the collections of the repository are read"
    );
    let mut changes = output
        .files
        .check(&root.join("generated"), &|_| true)
        .expect("generated/ can be read");
    let locks = output.locks.differences(&root.join("collections"));
    changes.extend(locks.expect("collections/ can be read"));
    let shown: String = changes.iter().map(ToString::to_string).collect();
    assert!(
        changes.is_empty(),
        "generated/ is not what the collections give:\n{shown}run `cargo xtask codegen` and commit the result"
    );
}
