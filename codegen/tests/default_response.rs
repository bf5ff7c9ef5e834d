//! An answer without a status code on its way through all stages: its address, what is explained of it, an override of it,
//! and its published name.

mod desk;

use desk::{Desk, fixture, root};
use postwright::address::{Addresses, Target};
use postwright::diag::Source;
use postwright::generate;
use postwright::model::Status;
use postwright::outline::outline;
use postwright::read::Input;

/// The outline of the fixture, with overrides and a lock.
fn outlined(overrides: Option<&str>, lock: Option<&str>) -> Result<String, String> {
    let path = root().join("tests/fixtures/default_response/collection.json");
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
    let generated = generate(input, "api", "generated").map_err(|failure| failure.to_string())?;
    Ok(outline(generated.understood.scope()))
}

#[test]
fn it_has_an_address() {
    let source = Source {
        path: "collection.json".into(),
        text: std::fs::read_to_string(fixture("default_response")).expect("a fixture"),
    };
    let (_, understood, _) = postwright::understand(source, "api").expect("a collection");
    let addresses = Addresses::of(&understood);
    for (address, expected) in [
        ("pets.create_pet.default", Some(Status::OtherError)),
        ("pets.create_pet.409", Some(Status::Code(409))),
        ("vets.find_vet.default", Some(Status::AnySuccess)),
        ("vets.count_vets.200", Some(Status::Code(200))),
        ("vets.count_vets.default", None),
    ] {
        let found = match addresses.find(address) {
            Ok(Target::Response { status, .. }) => Some(status),
            _ => None,
        };
        assert_eq!(found, expected, "{address}");
    }
    let member = addresses.find("pets.create_pet.default.details[].field");
    assert!(matches!(member, Ok(Target::Member(_))), "{member:?}");
}

#[test]
fn it_is_shown_and_explained() {
    let desk = Desk::new();
    let only = ["--only", "pets.create_pet.default"];
    let shown = desk.succeed(&[&["inspect", &fixture("default_response")], &only[..]].concat());
    assert!(shown.contains("default: ApiError\n"), "{shown}");
    assert!(!shown.contains("409"), "{shown}");
    let address = ["--explain", "pets.create_pet.default.message"];
    let told = desk.succeed(&[&["inspect", &fixture("default_response")], &address[..]].concat());
    for expected in [
        "pets.create_pet.default.message",
        "pets.list_pets.default.message",
        "The cage is full.",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
}

#[test]
fn it_can_be_overridden() {
    for (overrides, expected) in [
        (
            "[fields.\"pets.create_pet.default.code\"]\ntype = \"string\"\n",
            "    code: Option<String>\n",
        ),
        (
            "[fields.\"pets.create_pet.default\"]\ntype_name = \"Complaint\"\n",
            "    default Default: Complaint\n",
        ),
        (
            "[fields.\"vets.find_vet.default.name\"]\nrequired = true\n",
            "    name: String\n",
        ),
        (
            "[fields.\"pets.feed_pet.default.title\"]\nenum = [\"Not hungry\", \"Asleep\"]\n",
            "    title: Option<Title>\n",
        ),
    ] {
        let outline = outlined(Some(overrides), None).unwrap_or_else(|error| panic!("{error}"));
        assert!(outline.contains(expected), "{overrides}\n{outline}");
    }
    let wrong = "[fields.\"pets.create_pet.defualt.code\"]\ntype = \"string\"\n";
    let error = outlined(Some(wrong), None).expect_err("no such address");
    assert!(error.contains("pets.create_pet.default.code"), "{error}");
}

#[test]
fn a_published_name_of_it_stays() {
    let desk = Desk::new();
    let (collection, lock) = (fixture("default_response"), "names.lock");
    desk.succeed(&[
        "generate",
        &collection,
        "--out",
        "api.rs",
        "--names-lock",
        lock,
    ]);
    let published = desk.read(lock);
    let line = "\"pets::create_pet response default\" = \"pets::ApiError\"";
    assert!(published.contains(line), "{published}");
    let chosen = published.replace("pets::ApiError", "pets::Complaint");
    let outline = outlined(None, Some(&chosen)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(outline.matches("default Default: Complaint\n").count(), 2);
}
