//! Generated code as its users build it: outside of this workspace, with some features only, with warnings as errors.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use postwright::workspace;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests are a member of the workspace")
}

/// Runs `cargo check` on a package outside of the workspace; gives what it says if it fails.
fn check(package: &Path, arguments: &[&str]) -> Result<(), String> {
    cargo("check", package, arguments)
}

/// Runs a command of cargo on a package outside of the workspace; gives what it says if it fails.
///
/// Everything it needs is on this machine, as the workspace has been built: with the workspace's lock file beside the
/// package there is nothing to resolve and nothing to download. What is built goes below the workspace's `target/`.
fn cargo(command: &str, package: &Path, arguments: &[&str]) -> Result<(), String> {
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))
        .expect("the lock file of the workspace");
    let output = Command::new(env!("CARGO"))
        .arg(command)
        .args(["--quiet", "--offline", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(root().join("target/consumer/build"))
        .args(arguments)
        .env("RUSTFLAGS", "-Dwarnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned();
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("cargo {command} {}\n{said}", arguments.join(" ")))
    }
}

/// The names in `[features]` of a manifest.
fn features(manifest: &Path) -> Vec<String> {
    let text = fs::read_to_string(manifest).expect("a manifest");
    let start = text.find("[features]\n").expect("features");
    let lines = text[start..]
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split_once(" = ["))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn a_user_outside_of_the_workspace_builds_each_feature_alone() {
    let consumer = root().join("tests/consumer");
    let offered = features(&root().join("generated/Cargo.toml"));
    for name in [
        "default", "rustls", "blocking", "testing", "mock", "all", "httpbin", "zoom",
    ] {
        assert!(
            offered.iter().any(|feature| feature == name),
            "{name} is among {offered:?}"
        );
    }
    let used = features(&consumer.join("Cargo.toml"));
    let mut runs: Vec<Vec<String>> = vec![vec![], vec!["--no-default-features".to_owned()]];
    for name in offered.iter().filter(|name| *name != "default") {
        // The consumer has code for some collections; for the others it is enough that they build.
        let feature = if used.contains(name) {
            name.clone()
        } else {
            format!("generated/{name}")
        };
        runs.push(vec![
            "--no-default-features".to_owned(),
            "--features".to_owned(),
            feature,
        ]);
    }
    let failures: Vec<String> = runs
        .iter()
        .filter_map(|run| {
            check(
                &consumer,
                &run.iter().map(String::as_str).collect::<Vec<_>>(),
            )
            .err()
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The tests by hand in `tests/consumer/`, each of the client of a fixture.
const BY_HAND: [&str; 3] = ["undocumented_codes", "walk_pages", "which_credential"];

/// One module for the generated tests of all collections and for those by hand: one program to link instead of many.
fn all_tests(output: &workspace::Output) -> String {
    let names = output
        .collections
        .iter()
        .filter(|generated| generated.tests.is_some())
        .map(|generated| &generated.member.name);
    let modules =
        names.map(|name| format!("#[path = \"{name}/saved_responses.rs\"]\nmod {name}_answers;\n"));
    let by_hand = BY_HAND.map(|name| format!("#[path = \"{name}.rs\"]\nmod {name};\n"));
    let modules: String = modules.chain(by_hand).collect();
    format!("//! All of them.\n{modules}")
}

/// The name of a collection for each set of parts of the runtime that one needs.
fn one_of_each_kind(output: &workspace::Output) -> Vec<&str> {
    let mut kinds: BTreeMap<String, &str> = BTreeMap::new();
    for generated in &output.collections {
        let needs = format!("{:?}", generated.member.needs);
        kinds.entry(needs).or_insert(&generated.member.name);
    }
    kinds.into_values().collect()
}

#[test]
fn what_the_fixtures_become_builds_without_a_warning_and_passes_its_tests() {
    let place = root().join("target/consumer/fixtures");
    let collections = place.join("collections");
    if collections.exists() {
        fs::remove_dir_all(&collections).expect("removed");
    }
    let mut count = 0;
    for entry in fs::read_dir(root().join("tests/fixtures")).expect("a folder") {
        let fixture = entry.expect("an entry").path();
        let file = fixture.join("collection.json");
        if file.is_file() {
            let folder = collections.join(fixture.file_name().expect("a name"));
            fs::create_dir_all(&folder).expect("a folder");
            fs::copy(&file, folder.join("collection.json")).expect("copied");
            if let Some(overrides) = postwright::overrides::beside(&file) {
                fs::copy(overrides, folder.join("postwright.toml")).expect("copied");
            }
            count += 1;
        }
    }
    assert!(count > 15, "{count} fixtures");

    let output = workspace::generate(&place).unwrap_or_else(|failures| panic!("{failures}"));
    assert_eq!(output.collections.len(), count);
    let package = place.join("generated");
    output.files.write(&package, &|_| true).expect("written");
    // Below the folder of this workspace, but none of its members.
    let manifest = package.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, format!("{text}\n[workspace]\n")).expect("written");
    fs::write(package.join("tests/all.rs"), all_tests(&output)).expect("written");
    for name in BY_HAND {
        let file = format!("{name}.rs");
        let by_hand = root().join("tests/consumer").join(&file);
        fs::copy(by_hand, package.join("tests").join(file)).expect("copied");
    }
    let everything = ["--features", "all,blocking,mock,testing"];
    let all_targets = [&["--all-targets"], &everything[..]].concat();
    check(&package, &all_targets).unwrap_or_else(|said| panic!("{said}"));
    let tests = [&["--test", "all"], &everything[..]].concat();
    cargo("test", &package, &tests).unwrap_or_else(|said| panic!("{said}"));
    for name in one_of_each_kind(&output) {
        check(&package, &["--lib", "--features", name]).unwrap_or_else(|said| panic!("{said}"));
    }
}

#[test]
fn a_warning_would_be_seen() {
    let package = root().join("target/consumer/warning");
    fs::create_dir_all(package.join("src")).expect("a folder");
    let manifest =
        "[package]\nname = \"warning\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(package.join("Cargo.toml"), manifest).expect("written");
    fs::write(package.join("src/lib.rs"), "fn never_used() {}\n").expect("written");
    let said = check(&package, &[]).expect_err("a failure");
    assert!(
        said.contains("function `never_used` is never used"),
        "{said}"
    );
}
