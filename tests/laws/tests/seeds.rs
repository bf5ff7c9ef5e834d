//! Every law with every input that is kept for it: seeds, what fuzzing has found, and the collections of the fixtures.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use postwright_laws::{ALL, Law};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Holds a law against all files of a folder, and says how many there are.
fn hold(law: Law, folder: &Path) -> usize {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut count = 0;
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            count += hold(law, &path);
            continue;
        }
        // The test shows this if the law panics.
        println!("{}", path.display());
        law(&fs::read(&path).expect("a file"));
        count += 1;
    }
    count
}

#[test]
fn seeds() {
    for (name, law) in ALL {
        let count = hold(law, &root().join("fuzz/seeds").join(name));
        assert!(count > 0, "{name}");
    }
}

#[test]
fn fixtures() {
    for (_, law) in ALL
        .into_iter()
        .filter(|(name, _)| ["pipeline", "reader"].contains(name))
    {
        assert!(hold(law, &root().join("tests/fixtures")) > 20);
    }
}

#[test]
fn every_law_has_a_fuzzer() {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("a manifest");
    for (name, _) in ALL {
        assert!(
            manifest.contains(&format!("path = \"targets/{name}.rs\"")),
            "{name}"
        );
        let target = root().join(format!("fuzz/targets/{name}.rs"));
        assert!(target.exists(), "{}", target.display());
    }
}
