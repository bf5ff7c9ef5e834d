//! The command `postwright openapi`.

mod desk;

use desk::{Desk, fixture};

#[test]
fn the_document_goes_to_standard_output_or_to_a_file() {
    let desk = Desk::new();
    let collection = fixture("documented_errors");
    let shown = desk.succeed(&["openapi", &collection]);
    assert!(
        shown.starts_with("{\n  \"openapi\": \"3.1.0\",\n"),
        "{shown}"
    );
    assert!(shown.ends_with("}\n"), "{shown}");
    let said = desk.succeed(&["openapi", &collection, "-o", "rooms.json"]);
    assert_eq!(said, "rooms.json: 1 operations\n");
    assert_eq!(desk.read("rooms.json"), shown);
}

#[test]
fn yaml_is_a_matter_of_an_option() {
    let desk = Desk::new();
    let shown = desk.succeed(&["openapi", &fixture("documented_errors"), "--yaml"]);
    let expected = "openapi: \"3.1.0\"\ninfo:\n  title: Documented errors\n";
    assert!(shown.starts_with(expected), "{shown}");
    assert!(
        shown.contains("\n  /rooms/{id}/bookings:\n    post:\n"),
        "{shown}"
    );
}

#[test]
fn a_collection_is_read_from_standard_input() {
    let desk = Desk::new();
    let text = r#"{ "info": { "name": "Things" }, "item": [{ "name": "List", "request": "https://a.example.com/things" }] }"#;
    let said = desk.run_with(&["openapi", "-"], text);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("\"operationId\": \"list\""), "{said:?}");
    assert_eq!(said.err, "");
}

#[test]
fn nobodys_file_is_replaced_unless_that_is_wanted() {
    let desk = Desk::new();
    let collection = fixture("documented_errors");
    desk.write("api.json", "mine");
    let refused = desk.fail(&["openapi", &collection, "-o", "api.json"]);
    let expected = "error: the file is there already\n  --> api.json\n  help: choose another file, or replace it with `--force`\nnothing was written\n";
    assert_eq!(refused, expected);
    desk.succeed(&["openapi", &collection, "-o", "api.json", "--force"]);
    assert!(desk.read("api.json").starts_with("{\n  \"openapi\""));

    let text = r#"{ "info": { "name": "Things" }, "item": [] }"#;
    desk.write("things.json", text);
    let refused = desk.fail(&["openapi", "things.json", "-o", "things.json", "--force"]);
    assert!(
        refused.starts_with(
            "error: the document would replace what it is made of\n  --> things.json\n"
        ),
        "{refused}"
    );
}

#[test]
fn what_the_document_loses_is_told_and_can_be_forbidden() {
    let desk = Desk::new();
    let collection = fixture("constants");
    let said = desk.run(&[
        "openapi",
        &collection,
        "-o",
        "api.json",
        "--report",
        "report.json",
    ]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let expected = "OpenAPI has room for one POST /jobs: 2 requests are one operation";
    assert!(said.err.contains(expected), "{said:?}");
    assert!(desk.read("report.json").contains(expected));
    let refused = desk.run(&["openapi", &collection, "-o", "other.json", "--strict"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused
            .err
            .contains("`--strict` forbids it\nnothing was written"),
        "{refused:?}"
    );
    assert!(!desk.path("other.json").exists());
}
