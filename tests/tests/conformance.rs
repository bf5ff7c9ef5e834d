//! What the client sends against what the Postman runtime sends: each rule of `tests/conformance/RULES.md` has a request
//! in the collection beside it, and what newman sent for it is recorded there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use postwright::read::{self, Input};
use postwright::standalone;
use postwright_conformance::{Recorder, Recording, Refusals, Saved, compare, explain};
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests are a member of the workspace")
}

fn fixture() -> PathBuf {
    root().join("tests/conformance/fixtures/rules.json")
}

/// Generates the crate of the collection and builds its program `replay`.
fn build(folder: &Path) -> PathBuf {
    let path = fixture();
    let source = read::load(&path, Path::new("rules.json")).expect("a collection");
    let krate = standalone::generate(Input::from(source), "rules").expect("a crate");
    for (path, text) in krate.files.iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the lock file of the workspace");
    let target = root().join("target/consumer/build");
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--offline",
            "--example",
            "replay",
            "--no-default-features",
        ])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(folder)
        .env("RUSTFLAGS", "-Dwarnings")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // Another run of the tests may build the same program: this copy is not replaced while it runs.
    let name = format!("replay{}", std::env::consts::EXE_SUFFIX);
    let program = folder.join(&name);
    fs::copy(target.join("debug/examples").join(&name), &program).expect("the program");
    program
}

/// The upload files that the collection names, as the recording had them.
fn write_files(value: &Value, folder: &Path, listed: &mut Vec<Value>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let sources = match member {
                    Value::String(source) if key == "src" => vec![source.as_str()],
                    Value::Array(list) if key == "src" => {
                        list.iter().filter_map(Value::as_str).collect()
                    }
                    other => {
                        write_files(other, folder, listed);
                        continue;
                    }
                };
                for source in sources {
                    fs::write(folder.join(source), format!("content of {source}\n"))
                        .expect("a file");
                    listed.push(json!({"src": source, "file": source}));
                }
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| write_files(item, folder, listed)),
        _ => {}
    }
}

fn replay(program: &Path, files: &Path) -> (Recording, String) {
    let recorder = Recorder::start().expect("a port");
    let output = Command::new(program)
        .arg("--collection")
        .arg(fixture())
        .args([
            "--base-url",
            &format!("http://127.0.0.1:{}", recorder.port()),
        ])
        .arg("--files")
        .arg(files)
        .output()
        .expect("the program runs");
    (
        recorder.take(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

/// What the program says to arguments that are wrong, and that it sends nothing then.
#[track_caller]
fn refuses(program: &Path, collection: &Path, arguments: &[&str], expected: &str) {
    let recorder = Recorder::start().expect("a port");
    let url = format!("http://127.0.0.1:{}", recorder.port());
    let output = Command::new(program)
        .arg("--collection")
        .arg(collection)
        .args(["--base-url", &url])
        .args(arguments)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(expected), "{said}");
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(recorder.take(), Recording::default());
}

/// A collection that the program was not generated from: nothing goes out.
fn check_refusals(program: &Path, collection: &Value, folder: &Path) {
    let written = |name: &str, value: &Value| {
        let path = folder.join(name);
        fs::write(&path, value.to_string()).expect("a file");
        path
    };
    let mut renamed = collection.clone();
    renamed["item"][7]["name"] = json!("another");
    let renamed = written("renamed.json", &renamed);
    let environment = written(
        "environment.json",
        &json!({"name": "e", "values": [{"key": "a", "value": "b"}]}),
    );
    let another = "`another` at /item/7: this client was generated from another collection";
    refuses(program, &renamed, &[], another);
    refuses(
        program,
        &environment,
        &[],
        "there are no requests in this file",
    );
    refuses(
        program,
        &fixture(),
        &["--only", "999"],
        "--only 999: there are 128 requests, from 0",
    );
    refuses(
        program,
        &fixture(),
        &["--base-url", "nonsense"],
        "--base-url: \"nonsense\" is no URL",
    );
    let help = Command::new(program)
        .arg("--help")
        .output()
        .expect("it runs");
    assert!(help.status.success() && help.stdout.starts_with(b"usage: replay"));
}

/// What the program says of a request that is sent unsigned, and of a file that cannot be read.
fn check_remarks(program: &Path, collection: &Value, folder: &Path) {
    let items = collection["item"].as_array().expect("items");
    let upload = "Rule 27: files by their extension";
    let number = items.iter().position(|item| item["name"] == upload);
    let number = number.expect("the request").to_string();
    let mut signed = collection.clone();
    signed["item"][0]["request"] =
        json!({"method": "GET", "url": "https://api.example.com/a", "auth": {"type": "ntlm"}});
    let path = folder.join("signed.json");
    fs::write(&path, signed.to_string()).expect("a file");
    let recorder = Recorder::start().expect("a port");
    let said = |only: &str| {
        let output = Command::new(program)
            .arg("--collection")
            .arg(&path)
            .args([
                "--base-url",
                &format!("http://127.0.0.1:{}", recorder.port()),
            ])
            .arg("--files")
            .arg(folder.join("nowhere"))
            .args(["--only", only])
            .output()
            .expect("the program runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), text)
    };
    let (code, text) = said("0");
    assert!(text.contains(": sent, but not signed: ntlm\n"), "{text}");
    assert_eq!(code, Some(0), "{text}");
    let (code, text) = said(&number);
    assert!(
        text.contains(": not sent: ") && text.contains("nowhere"),
        "{text}"
    );
    assert_eq!(code, Some(1), "{text}");
}

#[test]
fn the_client_sends_what_postman_sends() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = build(folder.path());
    let collection = fs::read_to_string(fixture()).expect("a collection");
    let collection: Value = serde_json::from_str(&collection).expect("JSON");
    let files = folder.path().join("files");
    fs::create_dir(&files).expect("a folder");
    let mut listed = Vec::new();
    write_files(&collection, &files, &mut listed);
    fs::write(files.join("files.json"), Value::from(listed).to_string()).expect("a file");
    let reference =
        Recording::load(&fixture().with_extension("wire.jsonl")).expect("what newman sent");
    assert!(
        reference.0.len() > 80,
        "newman sent {} requests",
        reference.0.len()
    );

    check_refusals(&program, &collection, folder.path());
    check_remarks(&program, &collection, folder.path());

    let (replayed, said) = replay(&program, &files);

    let mut lines = vec![said.lines().last().unwrap_or_default().to_owned()];
    let refused = Refusals::load(&fixture().with_extension("refused.jsonl"));
    let refused = refused.expect("why newman did not send the rest");
    let saved = Saved::all(&collection);
    for mut difference in compare(&reference, &replayed) {
        refused.tell(&mut difference);
        if difference.kind.is_soft() {
            continue;
        }
        let item = difference.item;
        let fate = said
            .lines()
            .find_map(|line| line.strip_prefix(&format!("#{item} ")));
        if let Some(fate) = fate.filter(|fate| fate.contains(": not expressible: ")) {
            lines.push(format!("#{item} {}: {fate}", difference.kind));
            continue;
        }
        let (sent, found) = (reference.0.get(&item), replayed.0.get(&item));
        let reason = explain(&difference, sent, found, &saved[item]);
        let reason = reason.map_or("NOT EXPLAINED", |reason| reason.reason);
        lines.push(format!(
            "#{item} {}: {:?}, the client {:?}: {reason}",
            difference.kind, difference.expected, difference.found
        ));
    }
    insta::assert_snapshot!(lines.join("\n"), @r#"
    128 requests: 126 sent, 1 not expressible, 1 not sent
    #12 query: "a=1&b=2&a=3", the client "a=1&a=3&b=2": the values of one key are one argument, and go together
    #32 extra: "Header name must be a valid HTTP token [\"X No Token\"]", the client "GET /base/x": what cannot be the name of a header is left out, with a warning
    #67 body: "Part { name: \"f\", file_name: Some(\"\"), content_type: Some(\"image/png\"), content: [] }", the client "Part { name: \"f\", file_name: Some(\"\"), content_type: None, content: [] }": where there is no file there is no type
    #108 missing: Rule 17: a name that holds a secret: not expressible: header `X-{{token}}`: the client does not know what its name holds
    #109 path: "/base/orders/a/b/lines", the client "/base/orders/a%2Fb/lines": an argument is data: `/`, `?` and `#` in it are escaped
    #110 path: "/base/a/../b/./c", the client "/base/b/c": URL libraries resolve dot segments
    #111 query: "a=1&c=2&b=1", the client "a=1%26c=2&b=1": a value is data: `&`, `#`, `=`, `+` and `%` in it are escaped
    #112 query: "=1&b=2", the client "b=2": an entry without a key is left out, with a note
    #113 query: "a&b=2", the client "a=5&b=2": a value that is no text is sent as JSON has it
    #114 header: "x-mode: two", the client "x-mode: one, two": names that differ in case are one name, all of whose values are sent
    #118 body: "{\"a\": 1, \"b\": [1, 2,],}", the client "{\"a\":1,\"b\":[1,2]}": what is nearly JSON (a trailing comma, a control character) is sent as JSON
    #120 body: "a=1&a=2&b=1", the client "a=%5B1%2C2%5D&b=1": a list or an object as a value is sent as JSON
    #121 body: "=1&b=2", the client "b=2": an entry without a key is left out
    #122 body: "Part { name: \"a\\\"b\", file_name: None, content_type: None, content: [49] }", the client "Part { name: \"a%22b\", file_name: None, content_type: None, content: [49] }": quotes and line breaks in names are escaped
    #123 body: "Part { name: \"a\", file_name: None, content_type: None, content: [] }", the client "Part { name: \"a\", file_name: None, content_type: None, content: [48] }": zero and false are values
    #124 body: "Part { name: \"g\", file_name: Some(\"\"), content_type: None, content: [] }", the client "Part { name: \"g\", file_name: Some(\"a.txt\"), content_type: Some(\"text/plain\"), content: [99, 111, 110, 116, 101, 110, 116, 32, 111, 102, 32, 97, 46, 116, 120, 116, 10] }": a file behind a list of files is sent
    #125 body: "ery\":\"{ me { id } }\",\"variables\": }", the client "ery\":\"{ me { id } }\"}": blank variables of GraphQL are none
    #126 header: "authorization: Bearer", the client "": a scheme with nothing behind it is no credential
    #127 query: "=example-key", the client "X-Api-Key=example-key": an API key without a name is called `X-Api-Key`
    "#);
}
