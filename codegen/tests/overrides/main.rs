//! Overrides: what each key does, what it says of what cannot be done, and that nothing is lost.

#[path = "../desk/mod.rs"]
mod desk;

mod complaints;
mod keys;
mod lock;
mod told;

use desk::root;
use postwright::diag::Source;
use postwright::read::Input;
use postwright::{Generated, generate};

/// The fixture's collection with other overrides.
fn generated(overrides: Option<&str>) -> Result<Generated, String> {
    generated_with(overrides, None)
}

/// The same after an earlier generation.
fn generated_with(overrides: Option<&str>, lock: Option<&str>) -> Result<Generated, String> {
    generated_of("overrides", overrides, lock)
}

/// The same of another fixture.
fn generated_of(
    fixture: &str,
    overrides: Option<&str>,
    lock: Option<&str>,
) -> Result<Generated, String> {
    let path = root().join(format!("tests/fixtures/{fixture}/collection.json"));
    let source = |path: &str, text: String| Source {
        path: path.into(),
        text,
    };
    let text = std::fs::read_to_string(path).expect("a fixture");
    let input = Input {
        source: source("collection.json", text),
        environments: Vec::new(),
        overrides: overrides.map(|text| source("postwright.toml", text.to_owned())),
        names_lock: lock.map(|text| source("names.lock", text.to_owned())),
    };
    generate(input, "api", "generated").map_err(|failure| failure.to_string())
}

/// Each file with what comes of it.
fn table(files: &[String], answer: impl Fn(&str) -> String) -> String {
    let rows = files
        .iter()
        .map(|file| format!("{file}-----\n{}=====\n", answer(file)));
    rows.collect()
}

fn field(address: &str, says: &str) -> String {
    format!("[fields.\"meetings.{address}\"]\n{says}\n")
}
