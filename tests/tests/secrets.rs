//! No secret of a collection gets into anything that is made of it.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use postwright::diag::Severity;
use postwright::report::Report;
use postwright::{outline, read, standalone, workspace};

/// Every planted value holds this word; no text that is meant to be kept does, but for the collection's name.
const MARK: &str = "planted-";

/// What a client sends as `Authorization: Basic …` with the planted name and password.
const BASIC: &str = "YWRhOnBsYW50ZWQtcGFzc3dvcmQtZDA3YzU4YjQ=";

const FIXTURE: &str = "tests/fixtures/planted_secrets";

fn input() -> String {
    fs::read_to_string(common::root().join(FIXTURE).join("collection.json")).expect("a file")
}

/// The planted values as they stand in the input.
fn planted() -> Vec<String> {
    let input = input();
    let words = input.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let mut values: Vec<String> = words
        .filter(|word| word.starts_with(MARK))
        .map(str::to_owned)
        .collect();
    values.sort();
    values.dedup();
    values
}

/// The places in a text where a secret stands.
fn leaks(text: &str) -> Vec<&str> {
    let leaking = |line: &&str| {
        line.to_lowercase().contains(MARK)
            || line.contains(BASIC)
            || line.contains(BASIC.trim_end_matches('='))
    };
    text.lines().filter(leaking).collect()
}

/// Everything that is made of the collection, by what it is.
fn outputs() -> BTreeMap<String, String> {
    let generated = common::generated(FIXTURE);
    let mut texts = BTreeMap::new();
    let mut add = |what: &str, text: String| {
        assert!(
            texts.insert(what.to_owned(), text).is_none(),
            "{what} twice"
        )
    };
    for (set, files) in [
        ("modules", &generated.modules),
        ("reference", &generated.reference),
    ] {
        for (path, text) in files.iter() {
            add(&format!("{set}/{}", path.display()), text.to_owned());
        }
    }
    add(
        "tests",
        generated
            .tests
            .clone()
            .expect("tests of the saved responses"),
    );
    add(
        "bodies",
        generated.bodies.clone().expect("bodies to edit from"),
    );
    add("outline", outline::outline(generated.understood.scope()));
    add("notices", generated.notices.concat());
    add("report", generated.report.to_json());
    add("report/secrets", generated.report.secrets());
    add("report/secrets in full", generated.report.all_secrets());
    add("report/summary", generated.report.summary());
    add(
        "what was understood, for people who debug",
        format!("{:?}", generated.understood),
    );

    let shown = Path::new(FIXTURE).join("collection.json");
    let source = read::load(&common::root().join(&shown), &shown).expect("a file");
    for (path, text) in standalone::generate(source, "planted_secrets")
        .expect("a crate")
        .files
        .iter()
    {
        add(&format!("standalone/{}", path.display()), text.to_owned());
    }

    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("collections/planted_secrets");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("collection.json"), input()).expect("written");
    for (path, text) in workspace::generate(root.path())
        .expect("a crate")
        .files
        .iter()
    {
        add(&format!("workspace/{}", path.display()), text.to_owned());
    }
    texts
}

#[test]
fn nothing_that_is_made_of_a_collection_holds_its_secrets() {
    let outputs = outputs();
    for kind in [
        "modules/mod.rs",
        "reference/README.md",
        "workspace/Cargo.toml",
        "standalone/src/lib.rs",
    ] {
        assert!(
            outputs.contains_key(kind),
            "{kind} is among {:?}",
            outputs.keys()
        );
    }
    let found: Vec<String> = outputs
        .iter()
        .flat_map(|(what, text)| {
            leaks(text)
                .into_iter()
                .map(move |line| format!("{what}: {line}"))
        })
        .collect();
    assert!(found.is_empty(), "secrets in\n{}", found.join("\n"));
}

/// Snapshots are made of the same collection, and are committed.
#[test]
fn no_snapshot_holds_a_secret() {
    let folder = common::root().join("tests/snapshots/fixtures");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a snapshot");
        seen += 1;
        // The collection's own name is `Planted secrets`, its file that of the fixture.
        let found = leaks(&text);
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
    assert!(seen > 10);
}

#[test]
fn each_place_with_a_secret_is_reported() {
    let report = common::generated(FIXTURE).report;
    let input = input();
    let lines: Vec<&str> = input.lines().collect();
    let reported: Vec<usize> = report
        .entries
        .iter()
        .filter(|entry| entry.severity == Severity::Secret)
        .filter_map(|entry| Some(entry.at?.0))
        .collect();
    let missed: Vec<&&str> = lines
        .iter()
        .enumerate()
        .filter(|(index, line)| line.contains(MARK) && !reported.contains(&(index + 1)))
        .map(|(_, line)| line)
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
    for message in [
        "taken out: value of `client_secret`",
        "taken out: value of `X-Client-Key`",
        "taken out: user of curl",
        "taken out: password of a URL",
        "taken out: copy of a secret from another place",
    ] {
        assert!(
            report.entries.iter().any(|entry| entry.message == message),
            "{message} is in {}",
            report.all_secrets()
        );
    }
    assert!(
        report
            .secrets()
            .starts_with("warning: what looks like a secret stands at ")
    );
    assert!(generate_is_complete(&report), "a secret degrades nothing");
}

/// Whether nothing but secrets was reported.
fn generate_is_complete(report: &Report) -> bool {
    report.summary().is_empty()
}

#[test]
fn what_held_the_secrets_is_in_the_output_all_the_same() {
    let outputs = outputs();
    for (what, text) in [
        ("modules/session.rs", "pub client_secret: Option<String>"),
        ("modules/session.rs", "pub access_token: Option<String>"),
        ("modules/mod.rs", "pub fn basic_auth("),
        ("modules/mod.rs", "X-App-Key"),
        ("modules/data.rs", "request.query(\"access_token\""),
        ("tests", "get_session"),
    ] {
        assert!(outputs[what].contains(text), "`{text}` is in {what}");
    }
    let pages: String = outputs
        .iter()
        .filter(|(what, _)| what.starts_with("reference/"))
        .map(|(_, text)| text.as_str())
        .collect();
    assert!(
        pages.contains("redacted"),
        "the pages show where secrets were"
    );
}

#[test]
fn the_input_is_full_of_secrets() {
    let planted = planted();
    assert!(planted.len() >= 44, "{planted:?}");
    assert!(
        planted.iter().all(|value| value.len() > MARK.len() + 8),
        "{planted:?}"
    );
    assert!(!leaks(&input()).is_empty());
    for value in &planted {
        assert_eq!(
            leaks(&value.to_uppercase()).len(),
            1,
            "{value} is found in any case"
        );
    }
    assert_eq!(leaks(&format!("Authorization: Basic {BASIC}")).len(), 1);
    assert!(leaks("nothing planted here, only a redacted value").is_empty());
}

#[test]
fn the_encoded_credential_is_that_of_the_input() {
    let decoded = decode(BASIC);
    let (user, password) = decoded.split_once(':').expect("a colon");
    assert_eq!(user, "ada");
    assert!(
        planted().iter().any(|value| value == password),
        "{password}"
    );
}

/// Base64 (RFC 4648), as far as the test needs it.
fn decode(text: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let value = ALPHABET
            .iter()
            .position(|letter| *letter == byte)
            .expect("a letter of base64");
        bits = (bits << 6) | u32::try_from(value).expect("six bits");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xFF).expect("a byte"));
        }
    }
    String::from_utf8(bytes).expect("text")
}
