//! What several test files share.

use std::path::Path;

use postwright::read::Input;
use postwright::{Generated, generate, overrides, read};

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
    let mut input = Input::from(source);
    let beside = overrides::beside(&root().join(&shown));
    input.overrides = beside.map(|path| {
        let shown = shown.with_file_name(overrides::FILE);
        overrides::load(&path, &shown).expect("a readable file")
    });
    generate(input, name, "generated").unwrap_or_else(|failure| panic!("{failure}"))
}
