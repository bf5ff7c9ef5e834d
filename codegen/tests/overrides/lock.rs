//! Chosen names beside those that are published.

use postwright::Generated;
use postwright::outline::outline;

use crate::{field, generated, generated_with};

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
