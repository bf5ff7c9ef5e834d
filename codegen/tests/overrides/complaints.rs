//! What is said of what cannot be done.

use crate::{field, generated, table};

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
