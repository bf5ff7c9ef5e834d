//! What several test files share.

use std::path::Path;

use postwright::{Generated, generate, read};

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests are a member of the workspace")
}

/// What a folder with a collection becomes (`tests/fixtures/names`), as a module that is called like the folder.
pub fn generated(folder: &str) -> Generated {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let shown = Path::new(folder).join("collection.json");
    let source = read::load(&root().join(&shown), &shown).expect("a readable file");
    generate(source, name, "generated").expect("a collection")
}
