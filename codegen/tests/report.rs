//! The report: every diagnostic is an entry with its place, in the order of the document.

use std::fmt::Write as _;
use std::path::PathBuf;

use postwright::diag::{Severity, Source, Step};
use postwright::generate;
use postwright::read::{Input, locate};
use postwright::report::Report;
use serde_json::Value;

const COLLECTION: &str = r#"{
  "info": { "name": "Troubles", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
  "item": [
    { "name": "Empty", "item": [] },
    { "name": "Full", "item": [
      { "name": "Büro öffnen", "request": { "method": "GET", "url": 7 } },
      { "name": "Fine", "request": "https://example.com/fine", "response": [{ "name": "Coded", "code": 200 }] },
      { "name": "Fine", "request": "https://example.com/fine" },
      17
    ] }
  ],
  "variable": [{ "value": "lost" }]
}"#;

fn source(path: &str, text: &str) -> Source {
    Source {
        path: PathBuf::from(path),
        text: text.to_owned(),
    }
}

fn report(input: impl Into<Input>) -> Report {
    generate(input, "troubles", "generated")
        .expect("a collection")
        .report
}

#[test]
fn counts_add_up() {
    let counts = report(source("troubles.json", COLLECTION)).counts;
    assert_eq!(counts.requests, counts.operations + counts.merged);
    assert_eq!(
        (
            counts.requests,
            counts.merged,
            counts.folders,
            counts.examples
        ),
        (3, 1, 2, 1)
    );
}

#[test]
fn entries_say_where_and_what_in_the_order_of_the_document() {
    let report = report(source("troubles.json", COLLECTION));
    let found: Vec<(&str, Option<(usize, usize)>)> = report
        .entries
        .iter()
        .map(|entry| (entry.pointer.as_deref().unwrap_or_default(), entry.at))
        .collect();
    let expected = [
        ("/item/0", Some((4, 5))),
        ("/item/1/item/0/request/url", Some((6, 69))),
        ("/item/1/item/2", Some((8, 7))),
        ("/item/1/item/3", Some((9, 7))),
        ("/variable/0", Some((12, 16))),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        report.entries[1].trail,
        "Full > Büro öffnen > request > url"
    );
    assert_eq!(report.entries[0].severity, Severity::Note);
    assert_eq!(report.entries[4].message, "variable without a key");
}

#[test]
fn programs_get_json() {
    let report = report(source("troubles.json", COLLECTION));
    let json: Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(json["tool"]["name"], "postwright");
    assert_eq!(json["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(json["collection"], "troubles.json");
    assert_eq!(json["counts"]["requests"], 3);
    assert_eq!(json["counts"]["merged"], 1);
    let last = json["entries"]
        .as_array()
        .and_then(|entries| entries.last())
        .expect("entries");
    let expected = serde_json::json!({
        "severity": "warning",
        "file": "troubles.json",
        "pointer": "/variable/0",
        "line": 12,
        "column": 16,
        "trail": "variable > [0]",
        "message": "variable without a key",
        "help": "it is left out; give it a key",
    });
    assert_eq!(*last, expected);
}

#[test]
fn people_get_a_summary() {
    let summary = report(source("troubles.json", COLLECTION)).summary();
    assert!(
        summary
            .starts_with("warning: not everything is as in the collection: 3 warnings, 2 notes\n"),
        "{summary}"
    );
    assert!(
        summary.contains("      1 x variable without a key\n          --> troubles.json:12:16"),
        "{summary}"
    );
    let clean =
        r#"{ "info": {}, "item": [{ "name": "Fine", "request": "https://example.com/fine" }] }"#;
    assert_eq!(report(source("clean.json", clean)).summary(), "");
}

#[test]
fn an_environment_has_entries_of_its_own() {
    let environment = source(
        "local.json",
        "{\n  \"values\": [{ \"value\": \"lost\" }]\n}",
    );
    let input = Input {
        source: source("troubles.json", COLLECTION),
        environments: vec![environment],
        overrides: None,
        names_lock: None,
    };
    let entries = report(input).entries;
    let last = entries.last().expect("entries");
    assert_eq!((&*last.file, last.at), ("local.json", Some((2, 14))));
    assert_eq!(entries.len(), 6);
}

#[test]
fn secrets_are_reported_by_place_and_kind() {
    let collection = r#"{
  "info": { "name": "Shop" },
  "item": [{ "name": "Log in", "request": {
    "url": "https://example.com/login",
    "header": [{ "key": "X-Api-Key", "value": "hunter2" }, { "key": "X-Api-Key", "value": "your-api-key" }]
  } }]
}"#;
    let environment = "{\n  \"values\": [{ \"key\": \"token\", \"value\": \"hunter3\" }]\n}";
    let report = report(Input {
        source: source("shop.json", collection),
        environments: vec![source("local.json", environment)],
        overrides: None,
        names_lock: None,
    });
    let found: Vec<_> = report
        .entries
        .iter()
        .map(|entry| (&*entry.file, entry.at, &*entry.message))
        .collect();
    let expected = [
        (
            "shop.json",
            Some((5, 47)),
            "taken out: value of `X-Api-Key`",
        ),
        ("local.json", Some((2, 41)), "taken out: value of `token`"),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        report.entries[0].trail,
        "Log in > request > header > [0] > value"
    );
    assert!(
        report
            .entries
            .iter()
            .all(|entry| entry.severity == Severity::Secret)
    );

    assert_eq!(report.summary(), "", "nothing is degraded");
    let shown = report.secrets();
    assert!(
        shown.starts_with("warning: what looks like a secret stands at 2 places of shop.json;"),
        "{shown}"
    );
    assert!(
        shown.contains("      1 x taken out: value of `token`\n          --> local.json:2:41"),
        "{shown}"
    );
    for text in [shown, report.all_secrets(), report.to_json()] {
        assert!(!text.contains("hunter"), "{text}");
    }
}

#[test]
fn secrets_degrade_nothing() {
    let collection = r#"{ "info": {}, "item": [{ "name": "Fine", "request": "https://example.com/fine?token=hunter2" }] }"#;
    let generated =
        generate(source("shop.json", collection), "shop", "generated").expect("a collection");
    assert!(
        generated.notices.is_empty(),
        "`--strict` fails if there are any"
    );
    assert_eq!(generated.report.entries.len(), 1);
    let clean = r#"{ "info": {}, "item": [{ "name": "Fine", "request": "https://example.com/fine?token=<token>" }] }"#;
    assert_eq!(report(source("clean.json", clean)).secrets(), "");
}

/// Thousands of places in a file of one line: they are found in one pass, and where they are found one by one.
#[test]
fn many_places_are_found_at_once() {
    let mut text = String::from("{\"item\":[");
    for index in 0..20_000 {
        let _ = write!(
            text,
            "{}{{\"ä\":[{index}],\"ä\":[{index},\"\\\"]\"]}}",
            if index > 0 { "," } else { "" }
        );
    }
    text.push_str("]}");
    let steps: Vec<[Step; 4]> = (0..20_000)
        .map(|index| {
            [
                Step::Key("item".into()),
                Step::Index(index),
                Step::Key("ä".into()),
                Step::Index(1),
            ]
        })
        .collect();
    let places: Vec<Vec<&Step>> = steps.iter().map(|steps| steps.iter().collect()).collect();
    let found = locate::lines_and_columns(&text, &places);
    for index in [0, 1, 777, 19_999] {
        assert_eq!(
            found[index],
            locate::line_and_column(&text, &places[index]),
            "{index}"
        );
    }
    assert_eq!(locate::lines_and_columns(" ", &places[..2]), [None, None]);
    let nowhere = [Step::Key("item".into()), Step::Key("none".into())];
    let nowhere: Vec<&Step> = nowhere.iter().collect();
    assert_eq!(locate::lines_and_columns(&text, &[nowhere]), [Some((1, 9))]);
}

const CONTRADICTIONS: &str = r#"{
  "info": { "name": "Moods" },
  "item": [
    { "name": "Find", "request": {
        "method": "POST", "url": "https://example.com/find",
        "body": { "mode": "raw", "raw": "{\"where\":[{\"is\":1},{\"is\":\"x\"}]}" } },
      "response": [
        { "name": "one", "code": 200, "body": "[{\"owner\":\"ada\",\"n\":1},{\"owner\":{\"id\":1},\"n\":1.5}]" },
        { "name": "two", "code": 200, "body": "[{\"owner\":{\"id\":2},\"n\":2},{\"owner\":null,\"n\":\"<integer>\"}]" }
      ] }
  ]
}"#;

#[test]
fn contradictions_are_told_with_what_came_of_them() {
    let report = report(source("moods.json", CONTRADICTIONS));
    let found = report.contradictions.iter().map(|one| {
        let kinds = one.kinds.iter();
        let kinds = kinds.map(|kind| format!("{} x {} at {}", kind.count, kind.name, kind.pointer));
        let kinds: Vec<String> = kinds.collect();
        format!(
            "{}: {}: {}",
            one.addresses.join(", "),
            one.ty,
            kinds.join("; ")
        )
    });
    let expected = [
        "find.body.where[].is: Is: 1 x number at /item/0; 1 x string at /item/0",
        "find.200[].owner: Owner: 1 x string at /item/0/response/0; 2 x object at /item/0/response/0",
    ];
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert!(report.summary().is_empty(), "nothing is degraded");
    let json: Value = serde_json::from_str(&report.to_json()).expect("JSON");
    let second = &json["contradictions"][1];
    assert_eq!(second["addresses"][0], "find.200[].owner");
    assert_eq!(second["kinds"][1]["kind"], "object");
    assert_eq!(second["kinds"][1]["count"], 2);
}
