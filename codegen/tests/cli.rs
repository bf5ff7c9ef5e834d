//! The command `postwright` as people and scripts run it: what it says, and its exit codes.

mod desk;

use desk::{Desk, fixture};

#[test]
fn wrong_usage_is_code_2() {
    let desk = Desk::new();
    let collection = fixture("json_body");
    let wrong: [&[&str]; 6] = [
        &[],
        &["new"],
        &["new", &collection],
        &["new", &collection, "--out", "a", "--strange"],
        &["new", &collection, "--out", "a", "-q", "-v"],
        &["generate", "-", "--out", "."],
    ];
    for arguments in wrong {
        let said = desk.run(arguments);
        assert_eq!(
            (said.code, said.out.as_str()),
            (Some(2), ""),
            "{arguments:?}: {said:?}"
        );
        assert!(!said.err.is_empty());
    }
    assert!(desk.files().is_empty());
    assert!(desk.succeed(&["--version"]).starts_with("postwright 0."));
    for job in ["new", "generate"] {
        let help = desk.succeed(&[job, "--help"]);
        assert!(
            help.contains("Exit codes: 0 done; 1 the input")
                && help.contains("ever replaced or removed"),
            "{help}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_code_1_with_its_place() {
    let desk = Desk::new();
    let missing = desk.fail(&["new", "missing.json", "--out", "shop"]);
    assert!(
        missing.starts_with("error: the file cannot be read: ")
            && missing.contains("\n  --> missing.json\n"),
        "{missing}"
    );
    desk.write("shop.json", "{ \"info\": {},\n  \"item\": [ }");
    let broken = desk.fail(&["new", "shop.json", "--out", "shop"]);
    assert!(
        broken.starts_with("error: not valid JSON: ") && broken.contains("\n  --> shop.json:2:"),
        "{broken}"
    );
    let swapped = desk.fail(&[
        "new",
        &fixture("json_body"),
        "--environment",
        &fixture("json_body"),
        "--out",
        "shop",
    ]);
    assert!(
        swapped.starts_with("error: this is a collection, not an environment\n"),
        "{swapped}"
    );
    let reserved = desk.fail(&["new", &fixture("json_body"), "--out", "serde"]);
    assert!(
        reserved.starts_with("error: `serde` is the name of a crate"),
        "{reserved}"
    );
}

/// One file says the same as many: where modules go inside, no literal may change.
#[test]
fn what_is_left_out_is_told() {
    let desk = Desk::new();
    let collection = fixture("nested_folders");
    let said = desk.run(&[
        "new",
        &collection,
        "--out",
        "shop",
        "--report",
        "report.json",
    ]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.err
            .starts_with("note: not everything is as in the collection: 0 warnings, 1 note\n"),
        "{}",
        said.err
    );
    let report: serde_json::Value = serde_json::from_str(&desk.read("report.json")).expect("JSON");
    assert_eq!(
        report["entries"].as_array().map(Vec::len),
        Some(1),
        "{report}"
    );
    assert_eq!(report["counts"]["requests"], report["counts"]["operations"]);

    let verbose = desk.run(&["new", &collection, "--out", "shop", "-v"]).err;
    assert!(
        verbose.starts_with("note: the folder holds no request and is left out\n  --> "),
        "{verbose}"
    );
    let strict = desk.fail(&["new", &collection, "--out", "shop", "--strict"]);
    assert!(
        strict.ends_with("and `--strict` forbids it\nnothing was written\n"),
        "{strict}"
    );
    desk.succeed(&["new", &fixture("json_body"), "--out", "other", "--strict"]);
}

#[test]
fn quiet_is_quiet_and_colours_are_for_terminals() {
    let desk = Desk::new();
    let collection = fixture("nested_folders");
    let quiet = desk.run(&["new", "-q", &collection, "--out", "shop"]);
    assert_eq!(
        (quiet.code, quiet.out.as_str(), quiet.err.as_str()),
        (Some(0), "", "")
    );
    let plain = desk.run(&["new", &collection, "--out", "shop"]);
    assert!(
        !plain.out.contains('\u{1b}') && !plain.err.contains('\u{1b}'),
        "{plain:?}"
    );
    let coloured = desk.run(&["new", &collection, "--out", "shop", "--color", "always"]);
    assert!(coloured.err.contains("\u{1b}["), "{coloured:?}");
}

#[test]
fn an_environment_fills_servers_and_gives_no_secret_away() {
    let desk = Desk::new();
    desk.write(
        "shop.json",
        r#"{ "info": { "name": "Shop" }, "variable": [{ "key": "site", "value": "https://old.example.com" }, { "key": "pin", "value": "{{code}}" }],
            "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{pin}}" }] },
            "item": [{ "name": "List", "request": { "method": "GET", "url": "{{site}}/list" },
              "response": [{ "name": "OK", "code": 200, "body": "planted-code-5521 and planted-extra-8812" }] }] }"#,
    );
    desk.write(
        "live.json",
        r#"{ "name": "Live", "values": [{ "key": "site", "value": "https://live.example.com", "enabled": true },
            { "key": "code", "value": "planted-code-5521", "enabled": true },
            { "key": "other", "value": "planted-extra-8812", "type": "secret", "enabled": true },
            { "key": "unused", "value": "https://unused.example.com", "enabled": false }] }"#,
    );
    let said = desk.run(&[
        "new",
        "shop.json",
        "-e",
        "live.json",
        "--out",
        "shop",
        "--report",
        "report.json",
        "-v",
    ]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let all: String = desk
        .files()
        .iter()
        .filter(|(path, _)| !path.ends_with("live.json") && !path.ends_with("shop.json"))
        .map(|(_, text)| text.as_str())
        .collect();
    assert!(all.contains("https://live.example.com") && !all.contains("old.example.com"));
    for text in [&all, &said.out, &said.err] {
        assert!(!text.contains("planted"), "a secret");
    }
}

#[test]
fn secrets_are_told_by_place_and_are_no_failure() {
    let desk = Desk::new();
    let collection = r#"{ "info": {}, "item": [{ "name": "Fine", "request": "https://example.com/fine?token=hunter2" }] }"#;
    desk.write("shop.json", collection);
    for (index, more) in [
        ["--strict", "--color=never"],
        ["-v", "--color=never"],
        ["--report", "r.json"],
    ]
    .into_iter()
    .enumerate()
    {
        let out = format!("shop{index}");
        let said = desk.run(&["new", "shop.json", "--out", &out, more[0], more[1]]);
        assert_eq!(said.code, Some(0), "{said:?}");
        assert!(
            said.err
                .contains("warning: what looks like a secret stands at 1 place of shop.json")
                && said.err.contains("taken out: value of `token`")
                && said.err.contains("shop.json:1:"),
            "{said:?}"
        );
        assert!(
            !said.err.contains("hunter2") && !said.out.contains("hunter2"),
            "{said:?}"
        );
    }
    let quiet = desk.run(&["new", "shop.json", "--out", "quiet", "-q"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (Some(0), ""));
}
