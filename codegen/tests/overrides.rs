//! Overrides: what each key does, what it says of what cannot be done, and that nothing is lost.

mod desk;

use desk::{Desk, fixture, root};
use postwright::diag::Source;
use postwright::outline::outline;
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

/// What is said of a file that cannot be followed.
fn complaint(overrides: &str) -> String {
    match generated(Some(overrides)) {
        Ok(_) => panic!("{overrides} is followed"),
        Err(error) => error,
    }
}

#[test]
fn what_is_said_of_what_cannot_be_done() {
    let overrides = [
        "[fields".to_owned(),
        "[feilds.\"meetings\"]\nname = \"x\"\n".to_owned(),
        "fields = 1\n".to_owned(),
        "[operations.meetings.get_meeting]\nname = \"one\"\n".to_owned(),
        "[operations.\"meetings.get_meting\"]\nname = \"one\"\n".to_owned(),
        "[operations.\"meetings.\"]\nname = \"one\"\n".to_owned(),
        "[groups.\"meetings.get_meeting\"]\nname = \"one\"\n".to_owned(),
        "[operations.\"meetings.get_meeting\"]\nname = \"getMeeting\"\n".to_owned(),
        "[operations.\"meetings.get_meeting\"]\nname = \"new\"\n".to_owned(),
        "[operations.\"meetings.get_meeting\"]\nname = \"one\"\nskip = \"old\"\n".to_owned(),
        "[operations.\"meetings.get_meeting\"]\nskip = \"\"\n".to_owned(),
        "[operations.\"meetings.get_meeting\"]\n".to_owned(),
        "[groups.meetings]\nname = \"type\"\n".to_owned(),
        "[operations.\"meetings.get_meeting\"]\nskip = \"old\"\n".to_owned()
            + &field("get_meeting.200.count", "type = \"string\""),
        field("get_meeting.200.cuont", "type = \"string\""),
        field("get_meeting.200.count", "typ = \"string\""),
        field("get_meeting.200.count", "type = \"str\""),
        field("get_meeting.200.count", "type = 5"),
        field("get_meeting.200.count", "enum = [\"a\"]"),
        field("get_meeting.200.count", "type = \"i64\"\nenum = [\"a\"]"),
        field("get_meeting.200.tags", "enum = [\"a\"]"),
        field("get_meeting.200.tags[]", "enum = []"),
        field("get_meeting.200.tags[]", "enum = [\"a\", \"a\", 1]"),
        field("get_meeting.200.tags[]", "required = true\nname = \"x\""),
        field("get_meeting.200.count", "map = true"),
        field("get_meeting.200.count", "map = false"),
        field("get_meeting.200.rooms", "map = true\ntype = \"json\""),
        field(
            "get_meeting.path.meeting_id",
            "required = false\ntype = \"json\"",
        ),
        field("get_meeting.200.count", "type_name = \"Count\""),
        field("get_meeting.200.host", "type_name = \"host\""),
        field("get_meeting.200.host", "type_name = \"Option\""),
        field("get_meeting.200.host.id", "name = \"email\"")
            + &field("get_meeting.200.host.email", "name = \"email\""),
        field("get_meeting.200.host", "type_name = \"Thing\"")
            + &field("get_meeting.200.rooms", "type_name = \"Thing\""),
        field("get_meeting.200.host", "type_name = \"Thing\"")
            + &field("perform_batch_registration.body", "type_name = \"Thing\""),
        field("get_meeting.200.rooms", "map = true")
            + &field("get_meeting.200.rooms.blue.seats", "type = \"string\""),
        field("get_meeting.path.meeting_id", "type = \"string\"")
            + &field(
                "perform_batch_registration.path.meeting_id",
                "type = \"u64\"",
            ),
        "[fields.\"meetings.get_meeting\"]\nname = \"x\"\n".to_owned(),
    ];
    insta::assert_snapshot!(table(&overrides, complaint));
}

/// Plausible mistakes: each message leads to what was meant.
#[test]
fn what_was_probably_meant() {
    let overrides = [
        field("get_meeting.response.200.count", "type = \"string\""),
        field("get_meeting.count", "type = \"string\""),
        field("get_meeting.meeting_id", "type = \"string\""),
        field("get_meeting.path.meetingId", "type = \"string\""),
        field("get_meeting.404.message", "type = \"string\""),
        field("get_meeting.200.tags[0]", "type = \"string\""),
        field("perform_batch_registration.form.mode", "type = \"string\""),
        "[fields.\"Meetings.Get meeting.200.count\"]\ntype = \"string\"\n".to_owned(),
        "[operations.\"GET /meetings/{meeting_id}\"]\nskip = \"old\"\n".to_owned(),
        "[fields.Host]\ntype_name = \"Person\"\n".to_owned(),
        "[fields.\"Host.email\"]\nrequired = true\n".to_owned(),
        "[types.Host]\nname = \"Person\"\n".to_owned(),
        field("get_meeting.200.count", "type = \"integer\""),
        field("get_meeting.200.count", "optional = true"),
        field("get_meeting.200.count", "skip = \"old\""),
        field("get_meeting.200.count", "colour = \"red\""),
        field("perform_batch_registration.body.mode", "enum = \"a\""),
        "[groups.meetings]\nskip = \"old\"\n[operations.\"meetings.get_meeting\"]\nname = \"one\"\n"
            .to_owned(),
    ];
    insta::assert_snapshot!(table(&overrides, complaint));
}

#[test]
fn an_empty_file_says_nothing() {
    let before = outline(generated(None).expect("a collection").understood.scope());
    let after = generated(Some("# nothing\n")).expect("a collection");
    assert_eq!(outline(after.understood.scope()), before);
}

#[test]
fn requests_that_are_left_out_are_counted_and_told() {
    let skip = "[operations.\"meetings.list_meetings_v1\"]\nskip = \"deprecated since 2023\"\n";
    let report = generated(Some(skip)).expect("a collection").report;
    let counts = report.counts;
    assert_eq!((counts.requests, counts.operations), (3, 2));
    assert_eq!((counts.merged, counts.skipped), (0, 1));
    let told = |message: &str| report.entries.iter().any(|entry| entry.message == message);
    assert!(
        told("the request is left out, as it is said to be: deprecated since 2023"),
        "{report:?}"
    );
}

#[test]
fn what_else_an_override_changes_is_told() {
    let overrides = field("get_meeting.path.meeting_id", "type = \"string\"");
    let notices = generated(Some(&overrides)).expect("a collection").notices;
    let expected = "remark: the override of `meetings.get_meeting.path.meeting_id` also counts for `meetings.perform_batch_registration`";
    assert!(notices.concat().contains(expected), "{notices:?}");
}

#[test]
fn the_lock_has_chosen_names_and_addresses_stay() {
    let overrides = [
        "[groups.meetings]\nname = \"sessions\"\n".to_owned(),
        "[operations.\"meetings.get_meeting\"]\nname = \"list_meetings_v1\"\n".to_owned(),
        // Two that change places: in the lock each has the name by which the other is meant here.
        "[operations.\"meetings.list_meetings_v1\"]\nname = \"get_meeting\"\n".to_owned(),
        field("get_meeting.200.host", "type_name = \"Person\""),
        field("get_meeting.200.host.email", "name = \"mail\""),
        field("perform_batch_registration.body", "type_name = \"Batch\""),
        field("get_meeting.200.tags[]", "enum = [\"a\", \"b\"]"),
    ]
    .concat();
    let lock_of = |generated: &Generated| generated.understood.lock.to_text();
    let plain = lock_of(&generated(None).expect("a collection"));
    let first = generated(Some(&overrides)).unwrap_or_else(|error| panic!("{error}"));
    let lock = lock_of(&first);
    for name in [
        "sessions::get_meeting",
        "sessions::Person",
        "sessions::Batch",
        "\"mail\"",
    ] {
        assert!(lock.contains(name), "{name} is not in\n{lock}");
    }
    let shown = |generated: &Generated| outline(generated.understood.scope());
    let again = generated_with(Some(&overrides), Some(&lock));
    let again = again.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(shown(&again), shown(&first));
    assert_eq!(lock_of(&again), lock);
    // The same with a lock from before the overrides.
    let mut lock_now = plain;
    for _ in 0..2 {
        let again = generated_with(Some(&overrides), Some(&lock_now));
        let again = again.unwrap_or_else(|error| panic!("{error}"));
        lock_now = lock_of(&again);
        let operations = &again.understood.names.operations;
        let methods: Vec<&str> = operations
            .iter()
            .map(|names| names.method.as_str())
            .collect();
        let expected = [
            "perform_batch_registration",
            "list_meetings_v1",
            "get_meeting",
        ];
        assert_eq!(methods, expected);
        let types = &again.understood.names.types;
        assert!(types.iter().any(|names| names.name == "Person"));
    }
    // Without the overrides, the names are published ones.
    let after = generated_with(None, Some(&lock)).expect("a collection");
    assert!(shown(&after).contains("Person"), "{}", shown(&after));
}

#[test]
fn a_chosen_name_comes_before_one_of_the_lock() {
    let lock = generated(None).expect("a collection").understood.lock;
    let swapped = [
        ("get_meeting", "list_meetings_v1"),
        ("list_meetings_v1", "get_meeting"),
    ];
    let swapped = swapped
        .map(|(address, name)| format!("[operations.\"meetings.{address}\"]\nname = \"{name}\"\n"));
    let overrides = &*swapped.concat();
    let generated = generated_with(Some(overrides), Some(&lock.to_text()));
    let generated = generated.unwrap_or_else(|error| panic!("{error}"));
    let names = generated.understood.names.operations;
    let methods = names.iter().map(|names| names.method.as_str());
    let before = generated_with(None, Some(&lock.to_text())).expect("a collection");
    let before = before.understood.names.operations;
    let swapped = before.iter().map(|names| match names.method.as_str() {
        "get_meeting" => "list_meetings_v1",
        "list_meetings_v1" => "get_meeting",
        other => other,
    });
    assert!(methods.eq(swapped));
}

#[test]
fn every_command_finds_the_file_beside_the_collection() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(fixture("overrides")).expect("a fixture");
    desk.write("collection.json", &text);
    let rename = "[groups.meetings]\nname = \"sessions\"\n";
    desk.write("postwright.toml", rename);
    desk.write("other.toml", "[groups.meetings]\nname = \"rooms\"\n");
    let said = desk.succeed(&["inspect", "collection.json"]);
    assert!(said.contains("sessions.get_meeting("), "{said}");
    let said = desk.succeed(&["inspect", "collection.json", "--overrides", "other.toml"]);
    assert!(said.contains("rooms.get_meeting("), "{said}");
    let wrong = rename.replace("name", "nmae");
    desk.write("postwright.toml", &wrong);
    for job in [
        &["inspect", "collection.json"][..],
        &["openapi", "collection.json"],
        &["concretize", "collection.json", "--out", "copy.json"],
        &["new", "collection.json", "--out", "client"],
        &["generate", "collection.json", "--out", "client.rs"],
    ] {
        let complaint = desk.fail(job);
        let expected = "error: there is no key `nmae`\n  --> postwright.toml:2:1\n";
        assert!(complaint.contains(expected), "{job:?}: {complaint}");
    }
    let written = ["copy.json", "client", "client.rs"].map(|path| desk.path(path).exists());
    assert_eq!(written, [false; 3]);
}

/// The warnings about types that no value has.
fn misfits(overrides: &str) -> Vec<String> {
    let notices = generated(Some(overrides)).expect("a collection").notices;
    let notices = notices.into_iter();
    notices
        .filter(|notice| notice.contains("is said to be"))
        .collect()
}

#[test]
fn a_type_that_no_value_has_is_told() {
    let count = |ty: &str| misfits(&field("get_meeting.200.count", &format!("type = \"{ty}\"")));
    assert_eq!(count("i64"), Vec::<String>::new());
    assert_eq!(count("json"), Vec::<String>::new());
    insta::assert_snapshot!(count("bool").join("\n"));
    // In a query all is text, and may be a number all the same.
    let query = |ty: &str| {
        let address = "perform_batch_registration.query.dry_run";
        misfits(&field(address, &format!("type = \"{ty}\"")))
    };
    assert_eq!(query("bool"), Vec::<String>::new());
    assert_eq!(query("string"), Vec::<String>::new());
    assert_eq!(query("i64").len(), 1);
}
