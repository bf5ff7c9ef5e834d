//! `cargo xtask corpus` without the checks, which take long: what is generated, counted and reported.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

/// A corpus with these fixtures.
fn corpus_of(names: &[&str]) -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for name in names {
        let folder = root.path().join("collections").join(name);
        fs::create_dir_all(&folder).expect("a folder");
        fs::copy(
            fixtures().join(name).join("collection.json"),
            folder.join("collection.json"),
        )
        .expect("copied");
    }
    root
}

fn corpus(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("corpus")
        .arg(root.join("collections"))
        .args(["--no-check", "--as-built", "--scratch"])
        .arg(root.join("scratch"))
        .arg("--report")
        .arg(root.join("report.json"))
        .args(arguments)
        .output()
        .expect("the command runs")
}

#[test]
fn figures_are_shown_and_written() {
    let root = corpus_of(&["documented_errors", "nested_folders"]);
    let output = corpus(root.path(), &[]);
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}{err}");
    assert!(
        out.contains("\ndocumented_errors__collection ") && out.contains("2 of 2   all"),
        "{out}"
    );
    assert!(
        out.contains("1 in   1 collections  note: the folder holds no request and is left out"),
        "{out}"
    );
    let report = fs::read_to_string(root.path().join("report.json")).expect("a report");
    assert!(report.contains("\"operations\": "), "{report}");
    let krate = root
        .path()
        .join("scratch/crates/documented_errors__collection");
    assert!(krate.join("src/lib.rs").is_file());

    let only = corpus(root.path(), &["--only", "nested"]);
    let out = String::from_utf8_lossy(&only.stdout);
    assert!(
        out.contains("nested_folders__collection") && !out.contains("documented_errors"),
        "{out}"
    );
}

#[test]
fn a_collection_that_fails_fails_the_run_and_no_other_collection() {
    let root = corpus_of(&["documented_errors"]);
    fs::copy(
        fixtures().join("broken/truncated.json"),
        root.path().join("collections/truncated.json"),
    )
    .expect("copied");
    let output = corpus(root.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(
        out.contains("\nFAILED truncated\nerror: the file ends in the middle of the JSON document"),
        "{out}"
    );
    assert!(out.contains("1 of 2   all"), "{out}");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.ends_with("error: 1 of 2 collections fail\n"), "{err}");
}
