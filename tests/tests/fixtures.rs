//! Each fixture shows one concept: the modules it becomes, its outline, and what was noticed on the way.

mod common;
mod snapshot;

use std::collections::BTreeSet;
use std::fs;

use postwright::Generated;
use postwright::emit::bodies;
use postwright::outline::outline;

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
    authorization_schemes,
    awkward_values,
    bearer_inherited,
    body_presets,
    body_variables,
    bracketed_keys,
    client_settings,
    comma_lists,
    constants,
    default_response,
    described_members,
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
    json_in_bodies,
    json_list_response,
    maps,
    markdown_docs,
    mock_server,
    module_names,
    multipart_file,
    multipart_json_field,
    multipart_types,
    names,
    nested_folders,
    no_examples,
    null_and_absent,
    nullable_fields,
    oauth2_at_server,
    oauth2_grants,
    original_requests,
    overrides,
    pages,
    path_variable,
    plain_credentials,
    planted_secrets,
    query_params,
    recursion,
    root_requests,
    scripts,
    settings_in_paths,
    several_credentials,
    several_servers,
    several_success_codes,
    shared_types,
    signed_auth,
    text_bodies,
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

/// All modules in one text.
fn modules(generated: &Generated) -> String {
    let mut text = String::new();
    for (path, module) in generated.modules.iter() {
        let path = path.display().to_string().replace('\\', "/");
        text.push_str(&format!("===== {path} =====\n{module}\n"));
    }
    if let Some(bodies) = &generated.bodies {
        text.push_str(&format!("===== {} =====\n{bodies}\n", bodies::FILE));
    }
    text
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
            FIXTURES.contains(&fixture),
            "{snapshot} belongs to no fixture"
        );
    }
}
