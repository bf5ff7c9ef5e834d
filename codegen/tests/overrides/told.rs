//! What an override leaves as it is, and what is told of the rest.

use postwright::outline::outline;

use crate::desk::{Desk, fixture};
use crate::{field, generated};

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
