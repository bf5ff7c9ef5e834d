//! Each fixture shows one concept: the modules it becomes, its outline, and what was noticed on the way.

mod common;
mod snapshot;

use std::collections::BTreeSet;
use std::fs;

use postwright::Generated;
use postwright::outline::outline;

/// The part of every client's builder that no collection has an influence on, from its first method to its last.
const COMMON_METHODS: [&str; 2] = ["    pub fn default_header(", "    pub fn build(self)"];

/// What stands in a snapshot where that part was.
const CUT: &str = "    // … `default_header` to `build`, as in every client.\n}";

/// A test for each fixture, and the list of all of them.
macro_rules! fixtures {
    ($($name:ident),+ $(,)?) => {
        const FIXTURES: &[&str] = &[$(stringify!($name)),+];

        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )+
    };
}

fixtures! {
    api_key_header,
    awkward_values,
    bearer_inherited,
    body_variables,
    bracketed_keys,
    client_settings,
    constants,
    documented_errors,
    doubles,
    dynamic_values,
    duplicates,
    empty_and_text_responses,
    enum_by_description,
    enums_by_values,
    expected_statuses,
    formats,
    hostile_text,
    json_body,
    json_list_response,
    maps,
    markdown_docs,
    mock_server,
    module_names,
    multipart_file,
    multipart_json_field,
    names,
    nested_folders,
    no_examples,
    null_and_absent,
    nullable_fields,
    original_requests,
    overrides,
    path_variable,
    plain_credentials,
    planted_secrets,
    query_params,
    root_requests,
    scripts,
    several_servers,
    several_success_codes,
    shared_types,
    signed_auth,
    unions,
    urlencoded_form,
}

fn check(fixture: &str) {
    let generated = fixture_generated(fixture);
    for (path, text) in generated.modules.iter() {
        if let Err(error) = syn::parse_file(text) {
            panic!("{fixture}: {} is no Rust: {error}", path.display());
        }
    }
    let again = fixture_generated(fixture);
    assert_eq!(
        generated.modules, again.modules,
        "{fixture}: the same input gives the same modules"
    );
    assert_eq!(
        generated.reference, again.reference,
        "{fixture}: the same input gives the same pages"
    );
    assert_eq!(
        generated.tests, again.tests,
        "{fixture}: the same input gives the same tests"
    );

    assert_snapshot(fixture, "modules", &modules(&generated));
    assert_snapshot(fixture, "outline", &outline(generated.understood.scope()));
    if !generated.notices.is_empty() {
        assert_snapshot(fixture, "notices", &generated.notices.concat());
    }
    let kept = common::root().join(format!("tests/snapshots/fixtures/{fixture}-notices.snap"));
    assert_eq!(
        kept.exists(),
        !generated.notices.is_empty(),
        "{fixture}: a snapshot of its notices, if there are any"
    );
}

fn fixture_generated(fixture: &str) -> Generated {
    common::generated(&format!("tests/fixtures/{fixture}"))
}

fn assert_snapshot(fixture: &str, what: &str, text: &str) {
    snapshot::assert("fixtures", &format!("{fixture}-{what}"), text);
}

/// All modules in one text, without the part of the builder that is always the same.
fn modules(generated: &Generated) -> String {
    let mut text = String::new();
    for (path, module) in generated.modules.iter() {
        let path = path.display().to_string().replace('\\', "/");
        let module = if path == "mod.rs" {
            without_common_methods(module).0
        } else {
            module.to_owned()
        };
        text.push_str(&format!("===== {path} =====\n{module}\n"));
    }
    text
}

/// The client's module without the common methods of its builder, and those methods.
fn without_common_methods(module: &str) -> (String, String) {
    // Methods stand apart by blank lines and have none inside.
    let paragraphs: Vec<&str> = module.split("\n\n").collect();
    let place = |method: &str| {
        let mut places = paragraphs
            .iter()
            .enumerate()
            .filter(|(_, paragraph)| paragraph.contains(method));
        let place = places
            .next()
            .unwrap_or_else(|| panic!("no method `{}`", method.trim()))
            .0;
        assert!(places.next().is_none(), "two methods `{}`", method.trim());
        place
    };
    let [first, last] = COMMON_METHODS.map(place);
    assert!(first < last, "the common methods stand together");
    let (cut, end) =
        paragraphs[last].split_at(paragraphs[last].rfind("\n}").expect("the end of the impl"));
    let common = [&paragraphs[first..last], &[cut]].concat().join("\n\n");
    let kept = [&paragraphs[..first], &[CUT], &paragraphs[last + 1..]]
        .concat()
        .join("\n\n");
    let rest = end.trim_start_matches("\n}");
    (kept + rest, common)
}

#[test]
fn the_rest_of_the_builder_is_the_same_in_every_client() {
    let common = |fixture: &str| {
        let generated = fixture_generated(fixture);
        without_common_methods(generated.modules.get("mod.rs").expect("the client")).1
    };
    let expected = common(FIXTURES[0]);
    for fixture in FIXTURES {
        assert_eq!(common(fixture), expected, "{fixture}");
    }
    snapshot::assert("fixtures", "common_builder_methods", &expected);
}

#[test]
fn every_fixture_has_a_test_and_every_snapshot_a_fixture() {
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(common::root().join(folder)).expect("a folder");
        entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    };
    let mut folders = names("tests/fixtures");
    assert!(
        folders.remove("broken"),
        "files that are no collections are tested elsewhere"
    );
    assert_eq!(
        folders,
        FIXTURES.iter().map(|name| (*name).to_owned()).collect(),
        "fixture folders and tests"
    );

    for snapshot in names("tests/snapshots/fixtures") {
        let stem = snapshot
            .strip_suffix(".snap")
            .unwrap_or_else(|| panic!("{snapshot} is no accepted snapshot"));
        let fixture = stem.rsplit_once('-').map_or(stem, |(fixture, _)| fixture);
        assert!(
            stem == "common_builder_methods" || FIXTURES.contains(&fixture),
            "{snapshot} belongs to no fixture"
        );
    }
}
