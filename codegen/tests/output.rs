//! The set of generated files, written to folders and compared with them.

use std::fs;
use std::path::{Path, PathBuf};

use postwright::output::{Change, FileSet, PathError};

fn set(files: &[(&str, &str)]) -> FileSet {
    let mut set = FileSet::default();
    for (path, text) in files {
        set.insert(path, text).expect("a plain path");
    }
    set
}

fn all(_: &Path) -> bool {
    true
}

fn paths(list: &[&str]) -> Vec<PathBuf> {
    list.iter().map(PathBuf::from).collect()
}

/// All files below a folder with their texts.
fn contents(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .expect("below")
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn paths_are_plain_and_taken_once() {
    let mut set = set(&[("src/lib.rs", "")]);
    for path in [
        "", "/a", "../a", "a/../b", "./a", "a/./b", "a//b", "a/", "a\\b", "c:/a", "a\nb",
    ] {
        assert_eq!(
            set.insert(path, ""),
            Err(PathError::NotRelative(path.into()))
        );
    }
    for path in ["src/lib.rs", "SRC/Lib.rs", "src", "src/lib.rs/x"] {
        assert_eq!(set.insert(path, ""), Err(PathError::Taken(path.into())));
    }
    assert_eq!(set.insert("src/lib", ""), Ok(()));
    assert_eq!(set.len(), 2);
}

#[test]
fn texts_have_one_newline_at_the_end() {
    let rows = [
        ("a", "a\n"),
        ("a\r\nb\r\n\n\n", "a\nb\n"),
        ("", ""),
        ("\n", ""),
        ("a\rb", "a\nb\n"),
    ];
    for (text, expected) in rows {
        assert_eq!(set(&[("f", text)]).get("f"), Some(expected), "{text:?}");
    }
}

#[test]
fn sets_merge_below_a_folder() {
    let mut whole = set(&[("a", "1")]);
    whole.merge("sub/x", set(&[("a", "2")])).expect("merged");
    whole.merge("", set(&[("b", "3")])).expect("merged");
    let files: Vec<_> = whole
        .iter()
        .map(|(path, text)| (path.to_path_buf(), text))
        .collect();
    assert_eq!(
        files,
        [
            ("a".into(), "1\n"),
            ("b".into(), "3\n"),
            (PathBuf::from("sub/x/a"), "2\n")
        ]
    );
    assert_eq!(
        whole.merge("sub", set(&[("x", "")])),
        Err(PathError::Taken("sub/x".into()))
    );
}

#[test]
fn writing_twice_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("deep/out");
    let set = set(&[("a.rs", "1"), ("b/c.rs", "2")]);
    assert_eq!(
        set.write(&root, &all).expect("written").written,
        paths(&["a.rs", "b/c.rs"])
    );
    let time = |path: &str| {
        fs::metadata(root.join(path))
            .and_then(|m| m.modified())
            .expect("a time")
    };
    let before = (time("a.rs"), time("b/c.rs"));
    let again = set.write(&root, &all).expect("written");
    assert_eq!((again.written, again.removed), (vec![], vec![]));
    assert_eq!(again.unchanged, paths(&["a.rs", "b/c.rs"]));
    assert_eq!((time("a.rs"), time("b/c.rs")), before);
    assert_eq!(set.check(&root, &all).expect("checked"), []);
    assert_eq!(
        fs::read_dir(root.parent().expect("parent"))
            .expect("a folder")
            .count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn stale_files_go_with_their_folders() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("out");
    set(&[
        ("a", "1"),
        ("old/x/y", "2"),
        ("kept/mine", "3"),
        ("both/a", "4"),
        ("both/b", "5"),
    ])
    .write(&root, &all)
    .expect("written");
    fs::create_dir_all(root.join("target/debug")).expect("a folder");
    fs::create_dir_all(root.join("both/target")).expect("a folder");
    for path in ["target/debug/x", ".gitignore", "both/target/z"] {
        fs::write(root.join(path), "mine\n").expect("written");
    }
    let owned = |path: &Path| !path.starts_with("kept");
    let new = set(&[("a", "changed"), ("both/a", "4")]);
    assert_eq!(
        new.check(&root, &owned).expect("checked"),
        [
            Change::Changed {
                path: "a".into(),
                diff: "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+changed\n".into()
            },
            Change::Stale("both/b".into()),
            Change::Stale("both/target/z".into()),
            Change::Stale("old/x/y".into()),
        ]
    );
    let written = new.write(&root, &owned).expect("written");
    assert_eq!(written.written, paths(&["a"]));
    assert_eq!(
        written.removed,
        paths(&["both/b", "both/target/z", "old/x/y"])
    );
    let left: Vec<String> = contents(&root).into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        left,
        [".gitignore", "a", "both/a", "kept/mine", "target/debug/x"]
    );
    assert!(!root.join("old").exists() && !root.join("both/target").exists());
}

#[test]
fn check_reports_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = set(&[("a", "1"), ("b/c", "2")]);
    let changes = set
        .check(&folder.path().join("none"), &all)
        .expect("checked");
    assert_eq!(
        changes,
        [Change::Missing("a".into()), Change::Missing("b/c".into())]
    );
    assert_eq!(changes[1].to_string(), "missing: b/c\n");
}

#[test]
fn files_and_folders_change_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("out");
    set(&[("a", "1"), ("b/c/d", "2")])
        .write(&root, &all)
        .expect("written");
    let new = set(&[("a/x", "3"), ("b", "4")]);
    let changes = new.check(&root, &all).expect("checked");
    let [a, b] = [PathBuf::from("a/x"), PathBuf::from("b")];
    assert_eq!(changes[..2], [Change::Missing(a), Change::Missing(b)]);
    new.write(&root, &all).expect("written");
    assert_eq!(
        contents(&root),
        [("a/x".into(), "3\n".into()), ("b".into(), "4\n".into())]
    );
}

#[test]
fn a_failure_leaves_the_root_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("out");
    set(&[("a", "1"), ("b/mine", "2"), ("mine", "3"), ("stale", "4")])
        .write(&root, &all)
        .expect("written");
    let before = contents(&root);
    let owned = |path: &Path| !path.ends_with("mine");
    for blocked in ["b", "mine/x"] {
        let error = set(&[("a", "changed"), (blocked, "new")])
            .write(&root, &owned)
            .expect_err("blocked");
        assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
        assert!(
            error
                .to_string()
                .ends_with("is in the way of a generated file"),
            "{error}"
        );
        assert_eq!(contents(&root), before);
    }
    let file = root.join("a");
    set(&[("x", "1")])
        .write(&file, &all)
        .expect_err("a file is no root");
    assert_eq!(contents(&root), before);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}
