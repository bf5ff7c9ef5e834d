//! `cargo xtask evaluate`: the figures of a folder, and what is said when something is missing.

use std::fs;
use std::process::{Command, Output};

fn evaluate(arguments: &[&str], path: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("evaluate").args(arguments);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    command.output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[test]
fn the_figures_of_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = |body: &str| format!(r#"{{ "name": "ok", "code": 200, "body": {body:?} }}"#);
    let saved = [r#"{"a":1,"b":"x"}"#, r#"{"a":2.5}"#, r#"{"a":3,"b":null}"#].map(answer);
    let collection = format!(
        r#"{{ "info": {{ "name": "Things" }}, "item": [{{ "name": "List", "request": "https://a.example.com/things", "response": [{}] }}] }}"#,
        saved.join(",")
    );
    fs::write(folder.path().join("things.json"), collection).expect("written");
    let report = folder.path().join("report");
    let folder = folder.path().to_string_lossy().into_owned();
    let said = evaluate(&[&folder, "--report", &report.to_string_lossy()], None);
    assert!(said.status.success(), "{said:?}");
    let out = text(&said.stdout);
    for line in [
        "1 collections (0 unreadable), 1 operations, 3 saved JSON bodies",
        // 1 and 3 stay whole beside 2.5.
        "lossless: decoded and encoded again the same          100.0 %  (3 of 3)",
        "typed: positions with values that are not any JSON    100.0 %  (2 of 2)",
        "types for each operation                                 1.00",
        "   2            66.7 % of 3              50.0 % of 2",
    ] {
        assert!(out.contains(line), "{line:?} in {out}");
    }
    let report = fs::read_to_string(report).expect("a report");
    assert!(
        report.contains(r#""collection": "things.json""#),
        "{report}"
    );
}

#[test]
fn what_is_missing_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let truth = folder.path().to_string_lossy().into_owned();
    let said = evaluate(&["--truth", &truth], None);
    let expected = format!("error: {truth} holds no truths: there is no score.py\n");
    assert_eq!(text(&said.stderr), expected);
    assert!(!said.status.success());

    fs::write(folder.path().join("score.py"), "").expect("written");
    let said = evaluate(&["--truth", &truth], Some(""));
    let expected = "error: the scorer needs Python, and `python3` cannot be run: ";
    assert!(text(&said.stderr).starts_with(expected), "{said:?}");

    let said = evaluate(&[&truth], None);
    assert!(
        text(&said.stderr).starts_with("error: there is no collection below "),
        "{said:?}"
    );
}
