//! What people read when nothing can be generated: the whole text, letter for letter.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use postwright::{generate, read, workspace};

/// Files of `fixtures/broken` and what is said of them.
const BROKEN: [(&str, &str); 5] = [
    (
        "empty.json",
        "error: the file is empty\n  --> collections/shop/collection.json\n  help: export the collection from Postman into this file",
    ),
    (
        "environment.json",
        "error: this is a Postman environment, not a collection\n  --> collections/shop/collection.json\n  help: give it with `--environment`; below `collections/` it is `environment.json` beside the collection",
    ),
    (
        "not_a_collection.json",
        "error: this is an OpenAPI document, not a Postman collection\n  --> collections/shop/collection.json\n  help: import it in Postman, then export the collection (v2.1)",
    ),
    (
        "not_json.json",
        "error: not valid JSON: expected value\n  --> collections/shop/collection.json:1:1\n  help: correct the file at this place, or export it from Postman again",
    ),
    (
        "truncated.json",
        "error: the file ends in the middle of the JSON document: EOF while parsing a string\n  --> collections/shop/collection.json:18:9\n  help: the file is cut off; export or download it again",
    ),
];

fn broken() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken")
}

#[test]
fn each_broken_file_is_explained() {
    for (name, expected) in BROKEN {
        let path = broken().join(name);
        let failure = match read::load(&path, Path::new("collections/shop/collection.json")) {
            Ok(source) => generate(source, "shop", "generated")
                .expect_err(name)
                .to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(failure, expected, "{name}");
    }
}

#[test]
fn every_broken_file_is_in_the_table() {
    let files: BTreeSet<String> = fs::read_dir(broken())
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
        files,
        BROKEN.iter().map(|(name, _)| (*name).to_owned()).collect()
    );
}

/// A workspace with these files below `collections/`.
fn workspace_of(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = root.path().join("collections").join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
    root
}

fn failures(root: &Path) -> String {
    workspace::generate(root)
        .expect_err("a failure")
        .to_string()
}

const GOOD: &[u8] = include_bytes!("../fixtures/root_requests/collection.json");

#[test]
fn a_good_collection_is_none_of_the_reasons_below() {
    let root = workspace_of(&[("shop/collection.json", GOOD)]);
    let output = workspace::generate(root.path()).expect("generated");
    assert_eq!(output.collections.len(), 1);
    assert!(output.files.get("src/shop/mod.rs").is_some());
}

#[test]
fn a_folder_in_place_of_the_file() {
    let root = workspace_of(&[("shop/collection.json/collection.json", GOOD)]);
    assert_eq!(
        failures(root.path()),
        "error: this is a folder, not a file\n  --> collections/shop/collection.json\n  help: name a collection file inside of it"
    );
}

#[test]
fn a_folder_without_a_collection() {
    let root = workspace_of(&[("shop/NOTICE", b"nothing here")]);
    let expected = "error: there is no collection in this folder\n  --> collections/shop/collection.json\n  help: export the collection from Postman to this file, or remove the folder";
    assert_eq!(failures(root.path()).trim_end(), expected);
}

#[test]
fn a_collection_without_a_folder_of_its_own() {
    let root = workspace_of(&[("shop.json", b"{}")]);
    let expected = "error: a collection needs a folder of its own\n  --> collections/shop.json\n  help: move it to `collections/<name>/collection.json`";
    assert_eq!(failures(root.path()).trim_end(), expected);
}

#[test]
fn a_file_that_is_not_utf8() {
    let root = workspace_of(&[(
        "shop/collection.json",
        b"{\n  \"info\": \"\xC3\xA4 \xFF\"\n}",
    )]);
    assert_eq!(
        failures(root.path()),
        "error: the file is not UTF-8\n  --> collections/shop/collection.json:2:14\n  help: save it as UTF-8"
    );
}

#[test]
fn a_file_in_utf16() {
    let root = workspace_of(&[("shop/collection.json", b"\xFF\xFE{\0}\0")]);
    assert_eq!(
        failures(root.path()),
        "error: the file is encoded as UTF-16, not as UTF-8\n  --> collections/shop/collection.json\n  help: save it as UTF-8"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;

    let root = workspace_of(&[("shop/collection.json", GOOD)]);
    let file = root.path().join("collections/shop/collection.json");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&file).is_ok() {
        // The superuser reads everything; a link to itself is read by nobody.
        fs::remove_file(&file).expect("removed");
        std::os::unix::fs::symlink("collection.json", &file).expect("a link");
    }
    let text = failures(root.path());
    let (first, rest) = text.split_once('\n').expect("several lines");
    assert!(
        first.starts_with("error: the file cannot be read: "),
        "{text}"
    );
    assert_eq!(
        rest,
        "  --> collections/shop/collection.json\n  help: check the path and its permissions"
    );
}

#[test]
fn a_workspace_without_collections() {
    let root = tempfile::tempdir().expect("a folder");
    let missing = io::Error::from_raw_os_error(2);
    let expected = format!(
        "error: {missing}\n  --> collections\n  help: put collections into `collections/<name>/collection.json`\n"
    );
    assert_eq!(failures(root.path()), expected);
}

#[test]
fn all_reasons_are_given_in_the_order_of_the_folders() {
    let root = workspace_of(&[
        ("c/collection.json", b"[]"),
        ("b/collection.json", GOOD),
        ("a/collection.json", b""),
        ("testing/collection.json", GOOD),
    ]);
    let expected = "\
error: the file is empty
  --> collections/a/collection.json
  help: export the collection from Postman into this file
error: this is a list, not a Postman collection
  --> collections/c/collection.json
  help: export the collection from Postman (… > Export > Collection v2.1)
error: `testing` is the name of a feature of the generated crate
  --> collections/testing/collection.json
  help: rename the folder of the collection
";
    assert_eq!(failures(root.path()), expected);
}

#[test]
fn two_folders_that_would_be_one_module() {
    let root = workspace_of(&[
        ("my-shop/collection.json", GOOD),
        ("my_shop/collection.json", GOOD),
    ]);
    let expected = "\
error: two collections become the module `my_shop`
  --> collections/my_shop/collection.json
  help: rename the folder of one
";
    assert_eq!(failures(root.path()), expected);
}
