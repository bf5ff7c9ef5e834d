//! The program `replay` of generated crates: what it imports, and that it finds a method for every request that it reads.

#[path = "../runtime/replay/collection.rs"]
#[rustfmt::skip]
#[allow(dead_code)]
mod collection;
#[path = "../runtime/replay/saved.rs"]
#[rustfmt::skip]
#[allow(dead_code)]
mod saved;
#[path = "../runtime/replay/url.rs"]
#[rustfmt::skip]
#[allow(dead_code)]
mod url;

use std::fs;
use std::path::{Path, PathBuf};

use postwright::read::{self, Input};
use postwright::standalone;
use serde_json::{Value, json};

/// The requests of the program for a collection.
fn requests(path: &Path) -> Option<String> {
    let source = read::load(path, path).ok()?;
    let krate = standalone::generate(Input::from(source), "sample").ok()?;
    let mut files = krate.files.iter();
    let (_, text) = files.find(|(path, _)| *path == Path::new("examples/replay/sample.rs"))?;
    Some(text.to_owned())
}

fn of_value(value: &Value) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("collection.json");
    fs::write(&path, value.to_string()).expect("a file");
    requests(&path).expect("a program")
}

fn sample(name: &str, request: &Value) -> Value {
    json!({"info": {"name": "Sample"}, "item": [{"name": name, "request": request}]})
}

#[test]
fn uploads_are_imported_where_there_are_some() {
    let status = json!({"method": "GET", "url": "https://api.example.com/uploads"});
    let text = of_value(&sample("Upload status", &status));
    assert!(text.contains("{Inexpressible, Item, Outcome}"), "{text}");
    let part = json!([{"key": "file", "type": "file", "src": "a.png"}]);
    let send = json!({"method": "POST", "url": "https://api.example.com/a", "body": {"mode": "formdata", "formdata": part}});
    let text = of_value(&sample("Send", &send));
    assert!(
        text.contains("{Inexpressible, Item, Outcome, Source, Upload}"),
        "{text}"
    );
}

#[test]
fn path_variables_and_variables_of_one_name_are_told_apart() {
    let request = json!({"method": "GET", "url": "https://api.example.com/a/:id/b/{{id}}"});
    let text = of_value(&sample("Both", &request));
    assert!(text.contains("item.path_variable(\"id\")"), "{text}");
    assert!(text.contains("item.path_of_variable(\"id\")"), "{text}");
}

/// The collections of the tests.
fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![
        root.join("tests/fixtures"),
        root.join("tests/conformance/fixtures"),
        root.join("codegen/tests/formats"),
        root.join("collections"),
    ];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_request_of_a_collection_has_its_method() {
    let mut checked = 0;
    for path in fixtures() {
        let text = fs::read_to_string(&path).expect("a file");
        let value = serde_json::from_str(text.trim_start_matches('\u{FEFF}'));
        let (Ok(value), Some(program)) = (value, requests(&path)) else {
            continue;
        };
        let Some(collection) = collection::Collection::read(&value) else {
            continue;
        };
        let program = program.split_whitespace().collect::<String>();
        for saved in collection.requests.iter().flatten() {
            let entry = |name: &str| format!("({:?},{name}", saved.pointer);
            let name = format!("{:?},", saved.name);
            let name = name.split_whitespace().collect::<String>();
            let is_known = program.contains(&entry(&name));
            let is_redacted = program.contains(&entry("\"")) && program.contains("redacted");
            assert!(
                is_known || is_redacted,
                "{}: {} {:?}",
                path.display(),
                saved.pointer,
                saved.name
            );
            checked += 1;
        }
    }
    assert!(checked > 150, "{checked} requests");
}
