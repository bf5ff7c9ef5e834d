//! The programs in `examples/`: they run, and print what they are there to show.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

const NAMES: [&str; 4] = ["batch_registration", "blocking", "large_files", "testing"];

/// The examples by name. `cargo test` has built them, unless it was told to run this test alone.
fn programs() -> &'static BTreeMap<String, PathBuf> {
    static PROGRAMS: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let examples = NAMES.iter().flat_map(|name| ["--example", name]);
        // Of the whole workspace, for the dependencies to have the features that its tests have.
        let output = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--offline", "--workspace"])
            .arg("--message-format=json-render-diagnostics")
            .args(examples)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let messages = String::from_utf8_lossy(&output.stdout);
        let messages = messages
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let programs = messages.filter_map(|message| {
            let name = message["target"]["name"].as_str()?;
            Some((name.to_owned(), message["executable"].as_str()?.into()))
        });
        programs.collect()
    })
}

/// What an example prints when it succeeds.
fn run(name: &str) -> String {
    let output = Command::new(&programs()[name]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {said}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn batches_go_on_after_a_pause() {
    let lines = [
        "ada@example.com joins at https://zoom.example/w/ada",
        "alan@example.com joins at https://zoom.example/w/alan",
        "grace@example.com joins at https://zoom.example/w/grace",
        "edsger@example.com joins at https://zoom.example/w/edsger",
        "katherine@example.com joins at https://zoom.example/w/katherine",
        // For three batches.
        "requests: 4",
    ];
    assert_eq!(run("batch_registration").lines().collect::<Vec<_>>(), lines);
}

#[test]
fn calls_without_async() {
    let lines = [
        "created: 200 OK",
        "the token is not good",
        "got: 200 OK",
        "got: 200 OK",
        "got: 200 OK",
    ];
    assert_eq!(run("blocking").lines().collect::<Vec<_>>(), lines);
}

/// 100 MiB.
const SIZE: u64 = 100 << 20;

/// The number in a line.
fn number(line: &str) -> u64 {
    let mut numbers = line.split(' ').filter_map(|word| word.parse().ok());
    numbers.next().expect(line)
}

#[test]
fn large_files_take_little_memory() {
    let said = run("large_files");
    let mut lines = said.lines();
    // The file, and the form around it.
    let uploaded = lines.next().map(number).expect("a line");
    assert!((SIZE..SIZE + 1000).contains(&uploaded), "{said}");
    assert_eq!(lines.next().map(number), Some(SIZE));
    // Told on Linux alone.
    let peak = lines.next().map(number);
    assert_eq!(peak.is_some(), cfg!(target_os = "linux"), "{said}");
    let mebibytes = peak.unwrap_or_default();
    assert!(mebibytes < 50, "{said}");
}

/// Its own tests are run by `cargo test`.
#[test]
fn the_example_with_tests_is_a_program() {
    let output = Command::new(&programs()["testing"])
        .env_remove("ZOOM_TOKEN")
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, "Error: \"ZOOM_TOKEN is not set\"\n");
}
