//! What each key does.

use postwright::diag::Source;
use postwright::generate;
use postwright::outline::outline;
use postwright::read::Input;

use crate::desk::root;
use crate::{field, generated, generated_of, table};

/// What the outline loses and gains by overrides.
fn changes(overrides: &str) -> String {
    let before = outline(generated(None).expect("a collection").understood.scope());
    let after = generated(Some(overrides)).unwrap_or_else(|error| panic!("{overrides}\n{error}"));
    let after = outline(after.understood.scope());
    let only = |sign: &str, of: &str, other: &str| {
        let lines = of
            .lines()
            .filter(|line| !other.lines().any(|known| known == *line));
        lines
            .map(|line| format!("{sign}{}\n", line.trim()))
            .collect::<String>()
    };
    only("-", &before, &after) + &only("+", &after, &before)
}

#[test]
fn what_each_key_does() {
    let overrides = [
        "[groups.meetings]\nname = \"sessions\"\n".to_owned(),
        "[operations.\"meetings.get_meeting\"]\nname = \"one\"\n".to_owned(),
        "[operations.\"meetings.list_meetings_v1\"]\nskip = \"old\"\n".to_owned(),
        "[groups.meetings]\nskip = \"old\"\n".to_owned(),
        field("get_meeting.200.count", "type = \"string\""),
        field("get_meeting.200.count", "required = true"),
        field("get_meeting.200.tags[]", "enum = [\"a\", \"b\"]"),
        field("get_meeting.200.tags", "type = \"json\""),
        field("get_meeting.200.rooms", "map = true"),
        field("perform_batch_registration.body.labels", "map = false"),
        field("get_meeting.200.host", "map = false"),
        field("get_meeting.200.host", "type_name = \"Person\""),
        field("get_meeting.200.host.email", "name = \"mail\""),
        field("get_meeting.path.meeting_id", "name = \"type\""),
        field(
            "perform_batch_registration.query.dry_run",
            "type = \"bool\"\nrequired = true",
        ),
        field("perform_batch_registration.body", "type_name = \"Batch\""),
        field("get_meeting.200.host", "type_name = \"Person\"")
            + &field(
                "perform_batch_registration.200.registrants[]",
                "type_name = \"Person\"",
            ),
    ];
    insta::assert_snapshot!(table(&overrides, changes));
}

/// A list in one value, and its items.
#[test]
fn lists_in_one_value() {
    let after = |address: &str, says: &str| {
        let overrides = format!("[fields.\"find_books.{address}\"]\n{says}\n");
        let generated = generated_of("comma_lists", Some(&overrides), None)?;
        let outline = outline(generated.understood.scope());
        let part = address.trim_end_matches("[]").replace('.', " ");
        let lines = outline.lines().map(str::trim);
        let mut lines = lines.filter(|line| line.starts_with(&part));
        Ok::<_, String>(lines.next().unwrap_or_default().to_owned())
    };
    for (address, says, expected) in [
        ("query.fields", "type = \"string\"", "query fields?: String"),
        (
            "query.shelves",
            "type = \"string\"",
            "query shelves?: String",
        ),
        (
            "query.shelves[]",
            "type = \"string\"",
            "query shelves?: Vec<String> (items joined by commas)",
        ),
        (
            "query.status[]",
            "enum = [\"lent\", \"lost\"]",
            "query status?: Vec<Status> (items joined by commas)",
        ),
        (
            "query.fields",
            "required = true",
            "query fields: Vec<String> (items joined by commas)",
        ),
    ] {
        assert_eq!(
            after(address, says).as_deref(),
            Ok(expected),
            "{address} {says}"
        );
    }
    let refused = after("query.fields", "enum = [\"a\"]").expect_err("a list is no enum");
    assert!(refused.contains("find_books.query.fields[]"), "{refused}");
}

#[test]
fn a_map_that_is_none_keeps_its_members() {
    let path = root().join("tests/fixtures/maps/collection.json");
    let text = std::fs::read_to_string(path).expect("a fixture");
    let source = |path: &str, text: &str| Source {
        path: path.into(),
        text: text.to_owned(),
    };
    let outline_with = |overrides: &str| {
        let input = Input {
            source: source("collection.json", &text),
            environments: Vec::new(),
            overrides: Some(source("postwright.toml", overrides)),
            names_lock: None,
        };
        let made = generate(input, "api", "generated").unwrap_or_else(|error| panic!("{error}"));
        outline(made.understood.scope())
    };
    let roles = "[fields.\"stock.get_account.200.roles\"]\nmap = false\n";
    let member = "[fields.\"stock.get_account.200.roles.usr_8fk2\"]\nrequired = true\n";
    assert!(outline_with("").contains("roles: BTreeMap<String, String>"));
    let outline = outline_with(&format!("{roles}{member}"));
    for line in [
        "roles: Option<Roles>",
        "usr_8fk2: String",
        "usr_9ab1: Option<String>",
    ] {
        assert!(outline.contains(line), "{line}\n{outline}");
    }
}
