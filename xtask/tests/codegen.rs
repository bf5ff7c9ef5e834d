//! `cargo xtask codegen` as people and CI run it: the real command, on workspaces of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use tempfile::TempDir;

/// A small collection with a saved response, so that there are modules, pages and tests.
const GOOD: &str = "documented_errors";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures")
        .join(name)
}

/// A workspace with these fixtures as collections.
fn workspace_of(fixtures: &[&str]) -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for name in fixtures {
        add(root.path(), name, &fixture(name).join("collection.json"));
    }
    root
}

fn add(root: &Path, name: &str, file: &Path) {
    let folder = root.join("collections").join(name);
    fs::create_dir_all(&folder).expect("a folder");
    fs::copy(file, folder.join("collection.json")).expect("copied");
}

fn codegen(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("codegen")
        .args(arguments)
        .arg("--root")
        .arg(root)
        .output()
        .expect("the command runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// Runs the command and expects success.
fn succeed(root: &Path, arguments: &[&str]) -> String {
    let output = codegen(root, arguments);
    assert!(
        output.status.success(),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    stdout(&output)
}

/// Runs the command and expects exit code 1; gives what it printed and what it complained about.
fn fail(root: &Path, arguments: &[&str]) -> (String, String) {
    let output = codegen(root, arguments);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    (stdout(&output), stderr(&output))
}

/// Every file below a folder: bytes and time of the last change. Folders have no bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, (Option<Vec<u8>>, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let time = fs::metadata(&path)
                .and_then(|data| data.modified())
                .expect("a time");
            let bytes = path.is_file().then(|| fs::read(&path).expect("a file"));
            if bytes.is_none() {
                folders.push(path.clone());
            }
            found.insert(path, (bytes, time));
        }
    }
    found
}

/// `--check` fails, writes nothing, shows `shown`, and names the command that mends it.
fn check_complains(root: &Path, shown: &[&str], summary: &str) {
    let before = files(root);
    let (out, complaint) = fail(root, &["--check"]);
    assert_eq!(files(root), before, "a check writes nothing");
    for text in shown {
        assert!(out.contains(text), "`{text}` is shown in:\n{out}");
    }
    let expected = format!(
        "error: generated/ is not what the collections give: {summary}\n  help: run `cargo xtask codegen` and commit the result\n"
    );
    assert_eq!(complaint, expected);
}

#[test]
fn it_writes_a_crate_and_says_so() {
    let root = workspace_of(&[GOOD, "root_requests"]);
    let said = succeed(root.path(), &[]);
    let written = files(&root.path().join("generated"))
        .values()
        .filter(|(bytes, _)| bytes.is_some())
        .count();
    assert_eq!(
        said,
        format!(
            "generated/: 4 operations of 2 collections; {written} files written, 0 unchanged, 0 removed\n\
             wrote collections/documented_errors/names.lock\nwrote collections/root_requests/names.lock\n"
        )
    );
    for path in [
        "Cargo.toml",
        "src/lib.rs",
        "src/runtime/mod.rs",
        "tests/documented_errors/main.rs",
    ] {
        assert!(root.path().join("generated").join(path).is_file(), "{path}");
    }
    for name in [GOOD, "root_requests"] {
        for path in [
            format!("src/{name}/mod.rs"),
            format!("reference/{name}/README.md"),
        ] {
            assert!(
                root.path().join("generated").join(&path).is_file(),
                "{path}"
            );
        }
    }
    let beside: Vec<_> = fs::read_dir(root.path()).expect("a folder").collect();
    assert_eq!(beside.len(), 2, "nothing is left beside: {beside:?}");
}

#[test]
fn published_names_are_kept_and_checked() {
    let root = workspace_of(&[GOOD]);
    succeed(root.path(), &[]);
    let lock = root
        .path()
        .join("collections")
        .join(GOOD)
        .join("names.lock");
    let text = fs::read_to_string(&lock).expect("a lock");
    fs::remove_file(&lock).expect("removed");
    let (said, complaint) = fail(root.path(), &["--check"]);
    assert_eq!(
        said,
        "collections/: missing: documented_errors/names.lock\n\n"
    );
    let expected = "error: the locks of names below collections/ are not what the collections give: 1 missing or changed\n  help: run `cargo xtask codegen` and commit the result\n";
    assert_eq!(complaint, expected);

    // A name that is changed there is changed for good.
    let method = text
        .lines()
        .find(|line| line.contains("request = "))
        .expect("a method");
    let name = method.split('"').nth(1).expect("a name");
    let module = name.rsplit_once("::").map_or("", |(module, _)| module);
    let other = format!("{module}::by_another_name");
    let other = other.trim_start_matches("::");
    fs::write(
        &lock,
        text.replace(&format!("\"{name}\" = {{"), &format!("\"{other}\" = {{")),
    )
    .expect("written");
    succeed(root.path(), &[]);
    succeed(root.path(), &["--check"]);
    let again = fs::read_to_string(&lock).expect("a lock");
    assert!(
        again.contains("by_another_name") && !again.contains(&format!("\"{name}\"")),
        "{again}"
    );

    fs::write(&lock, text.replace("version = 1", "=======")).expect("written");
    let (_, complaint) = fail(root.path(), &[]);
    assert!(
        complaint.contains("  --> collections/documented_errors/names.lock:4:1\n")
            && complaint.ends_with("nothing was written\n"),
        "{complaint}"
    );
}

#[test]
fn a_second_run_touches_nothing() {
    let root = workspace_of(&[GOOD]);
    succeed(root.path(), &[]);
    let before = files(root.path());
    let said = succeed(root.path(), &[]);
    assert!(
        said.contains(" 0 files written, ") && said.contains(", 0 removed"),
        "{said}"
    );
    assert_eq!(files(root.path()), before);
    assert_eq!(
        succeed(root.path(), &["--check"]),
        "generated/ is what the collections give\n"
    );
    assert_eq!(files(root.path()), before);
}

#[test]
fn a_check_shows_an_edited_file() {
    let root = workspace_of(&[GOOD]);
    succeed(root.path(), &[]);
    let path = root.path().join("generated/src/documented_errors/rooms.rs");
    let text = fs::read_to_string(&path).expect("text");
    let edited = text.replacen("pub fn book_room(", "pub fn take_room(", 1);
    assert_ne!(edited, text);
    fs::write(&path, edited).expect("written");
    let shown = [
        "changed: src/documented_errors/rooms.rs\n",
        "\n-    pub fn take_room(&self, id: i64",
        "\n+    pub fn book_room(&self, id: i64",
        "--- a/src/documented_errors/rooms.rs\n+++ b/src/documented_errors/rooms.rs\n",
    ];
    check_complains(root.path(), &shown, "0 missing, 1 changed, 0 stale");
}

#[test]
fn a_check_names_a_missing_file() {
    let root = workspace_of(&[GOOD]);
    succeed(root.path(), &[]);
    fs::remove_file(root.path().join("generated/src/documented_errors/rooms.rs")).expect("removed");
    check_complains(
        root.path(),
        &["missing: src/documented_errors/rooms.rs\n"],
        "1 missing, 0 changed, 0 stale",
    );
}

#[test]
fn a_check_names_everything_when_nothing_was_generated() {
    let root = workspace_of(&[GOOD]);
    let (out, complaint) = fail(root.path(), &["--check"]);
    let missing = out
        .lines()
        .filter(|line| line.starts_with("missing: "))
        .count();
    assert!(
        missing > 10 && complaint.contains(&format!("{missing} missing, 0 changed, 0 stale")),
        "{out}{complaint}"
    );
    assert!(
        !root.path().join("generated").exists(),
        "a check writes nothing"
    );
}

#[test]
fn a_check_names_a_stale_file() {
    let root = workspace_of(&[GOOD]);
    succeed(root.path(), &[]);
    fs::write(
        root.path().join("generated/src/documented_errors/gone.rs"),
        "// Left over.\n",
    )
    .expect("written");
    check_complains(
        root.path(),
        &["stale: src/documented_errors/gone.rs\n"],
        "0 missing, 0 changed, 1 stale",
    );
}

#[test]
fn a_removed_collection_is_noticed_and_goes() {
    let root = workspace_of(&[GOOD, "root_requests"]);
    succeed(root.path(), &[]);
    fs::remove_dir_all(root.path().join("collections/root_requests")).expect("removed");
    let (out, complaint) = fail(root.path(), &["--check"]);
    for text in [
        "stale: src/root_requests/mod.rs\n",
        "stale: reference/root_requests/README.md\n",
        "changed: Cargo.toml\n",
        "-root_requests = ",
    ] {
        assert!(out.contains(text), "`{text}` is shown in:\n{out}");
    }
    assert!(
        complaint.contains("run `cargo xtask codegen`"),
        "{complaint}"
    );

    succeed(root.path(), &[]);
    assert!(!root.path().join("generated/src/root_requests").exists());
    assert!(
        !root
            .path()
            .join("generated/reference/root_requests")
            .exists()
    );
    assert!(
        root.path()
            .join("generated/src/documented_errors/mod.rs")
            .exists()
    );
    succeed(root.path(), &["--check"]);
}

#[test]
fn a_bad_collection_beside_a_good_one_changes_nothing() {
    let root = workspace_of(&[GOOD]);
    succeed(root.path(), &[]);
    // A new request that would change what is generated, were it not for the other file.
    add(root.path(), GOOD, &fixture("root_requests/collection.json"));
    add(root.path(), "shop", &fixture("broken/truncated.json"));
    let before = files(root.path());
    for arguments in [&[][..], &["--check"]] {
        let (out, complaint) = fail(root.path(), arguments);
        assert_eq!(out, "");
        let expected = "\
error: the file ends in the middle of the JSON document: EOF while parsing a string
  --> collections/shop/collection.json:18:9
  help: the file is cut off; export or download it again
nothing was written
";
        assert_eq!(complaint, expected);
        assert_eq!(files(root.path()), before, "generated/ is untouched");
    }

    fs::remove_dir_all(root.path().join("collections/shop")).expect("removed");
    succeed(root.path(), &[]);
    assert_ne!(
        files(root.path()),
        before,
        "without the bad file there is something to write"
    );
}

#[test]
fn a_notice_is_shown_and_stops_nothing() {
    let root = workspace_of(&["nested_folders"]);
    let output = codegen(root.path(), &[]);
    assert!(output.status.success());
    let said = stderr(&output);
    assert!(
        said.starts_with("note: ")
            && said.contains("\n  --> collections/nested_folders/collection.json:"),
        "{said}"
    );
}

#[test]
fn a_report_holds_every_collection() {
    let root = workspace_of(&["duplicates", "nested_folders"]);
    let path = root.path().join("report.json");
    succeed(root.path(), &["--report", &path.to_string_lossy()]);
    let text = fs::read_to_string(&path).expect("a report");
    let reports: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let reports = reports.as_array().expect("a list");
    let collections: Vec<_> = reports.iter().map(|report| &report["collection"]).collect();
    assert_eq!(
        collections,
        [
            "collections/duplicates/collection.json",
            "collections/nested_folders/collection.json"
        ]
    );
    for report in reports {
        assert!(!report["entries"].as_array().expect("a list").is_empty());
        assert_eq!(report["tool"]["name"], "postwright");
    }
}

#[test]
fn strictness_writes_nothing_where_something_is_left_out() {
    let root = workspace_of(&["nested_folders"]);
    let (_, complaint) = fail(root.path(), &["--strict"]);
    let end = "error: 1 parts of the collections are skipped or degraded, and `--strict` forbids it\nnothing was written\n";
    assert!(complaint.ends_with(end), "{complaint}");
    assert!(!root.path().join("generated").exists());

    let good = workspace_of(&[GOOD]);
    succeed(good.path(), &["--strict"]);
}

#[test]
fn without_a_collection_there_is_no_program() {
    let root = workspace_of(&[]);
    fs::create_dir_all(root.path().join("collections")).expect("a folder");
    succeed(root.path(), &[]);
    assert!(root.path().join("generated/src/lib.rs").exists());
    assert!(!root.path().join("generated/examples").exists());
}
