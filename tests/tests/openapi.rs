//! The OpenAPI document: valid by the official schema, sound in itself, and read before it is accepted.

mod common;
mod snapshot;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use postwright::diag::{Diagnostics, Source};
use postwright::openapi::{OpenApi, document, export};
use serde_json::{Value, json};

/// Fixtures whose documents are snapshots; those of all others are only checked.
const SHOWN: [&str; 9] = [
    "bracketed_keys",
    "comma_lists",
    "client_settings",
    "constants",
    "default_response",
    "documented_errors",
    "multipart_json_field",
    "plain_credentials",
    "several_servers",
];

/// The schema of OpenAPI 3.1 documents, as the OpenAPI Initiative publishes it.
fn official() -> (Schemas, SchemaIndex) {
    let path = common::root().join("tests/openapi/schema-3.1-2022-10-07.json");
    let text = fs::read_to_string(path).expect("the schema");
    compiled(serde_json::from_str(&text).expect("JSON"))
}

fn compiled(schema: Value) -> (Schemas, SchemaIndex) {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    compiler
        .add_resource("http://test/schema.json", schema)
        .expect("a resource");
    let index = compiler
        .compile("http://test/schema.json", &mut schemas)
        .unwrap_or_else(|error| panic!("{error}"));
    (schemas, index)
}

fn of_source(path: &Path, text: String) -> OpenApi {
    let source = Source {
        path: path.to_path_buf(),
        text,
    };
    export(source, "api").unwrap_or_else(|failure| panic!("{failure}"))
}

fn of_fixture(fixture: &str) -> Value {
    let generated = common::generated(&format!("tests/fixtures/{fixture}"));
    document(&generated.understood, &mut Diagnostics::default())
}

/// Everything that the official schema leaves to prose.
fn assert_sound(name: &str, document: &Value) {
    let (schemas, index) = official();
    if let Err(error) = schemas.validate(document, index) {
        panic!("{name}: {error}\n{document:#}");
    }
    if let Some(components) = document["components"]["schemas"].as_object() {
        for (key, schema) in components {
            // References lead into the document.
            let whole = json!({ "$ref": format!("#/components/schemas/{key}"), "components": { "schemas": components } });
            compiled(whole);
            assert!(schema.is_object(), "{name}: {key}");
        }
    }
    let mut ids = BTreeSet::new();
    let mut shapes = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let pieces: Vec<&str> = path.split(['{', '}']).collect();
        let variables: BTreeSet<&str> = pieces.iter().skip(1).step_by(2).copied().collect();
        let shape: Vec<&str> = pieces.iter().step_by(2).copied().collect();
        assert!(shapes.insert(shape.join("{}")), "{name}: {path} twice");
        for (method, operation) in item.as_object().expect("an item") {
            if method.starts_with("x-") {
                continue;
            }
            let id = operation["operationId"].as_str().expect("an id");
            assert!(ids.insert(id.to_owned()), "{name}: {id} twice");
            let none = Vec::new();
            let parameters = operation["parameters"].as_array().unwrap_or(&none);
            let in_path = parameters.iter().filter(|one| one["in"] == "path");
            let named: BTreeSet<&str> = in_path.filter_map(|one| one["name"].as_str()).collect();
            assert_eq!(named, variables, "{name}: {method} {path}");
        }
    }
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#/components/").skip(1) {
        let pointer = reference.split('"').next().expect("a pointer");
        let found = document.pointer(&format!("/components/{pointer}"));
        assert!(found.is_some(), "{name}: {pointer}");
    }
}

#[test]
fn the_documents_of_all_fixtures_are_valid() {
    let folder = common::root().join("tests/fixtures");
    for entry in fs::read_dir(folder).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        if name == "broken" {
            continue;
        }
        let one = of_fixture(&name);
        assert_sound(&name, &one);
        assert_eq!(of_fixture(&name), one, "{name}: the same twice");
        if SHOWN.contains(&name.as_ref()) {
            snapshot::assert("openapi", &name, &format!("{one:#}"));
        }
    }
}

fn get(name: &str, url: &str) -> Value {
    json!({ "name": name, "request": { "method": "GET", "url": url } })
}

fn collection(items: Value) -> OpenApi {
    let text = json!({ "info": { "name": "Test" }, "item": items }).to_string();
    let exported = of_source(Path::new("test.json"), text);
    assert_sound("test", &exported.document);
    exported
}

#[test]
fn requests_of_one_method_and_path_become_one_operation_and_are_listed() {
    let exported = collection(json!([
        get(
            "List",
            "https://a.example.com/things/:id?action=list&page=1"
        ),
        get("Count", "https://a.example.com/things/:thing?action=count"),
        get("Other", "https://b.example.com/things/:id?action=other"),
    ]));
    let operation = &exported.document["paths"]["/things/{id}"]["get"];
    assert_eq!(operation["operationId"], "list");
    let names = operation["x-postwright-operations"]
        .as_array()
        .expect("the requests");
    let names: Vec<&Value> = names.iter().map(|one| &one["summary"]).collect();
    assert_eq!(names, ["List", "Count", "Other"]);
    let parameters = operation["parameters"].as_array().expect("parameters");
    let of = |name: &str| parameters.iter().find(|one| one["name"] == name);
    let action = of("action").expect("the parameter");
    assert_eq!(action["schema"]["enum"], json!(["list", "count"]));
    assert_eq!(of("page").expect("the parameter").get("required"), None);
    assert!(of("thing").is_none(), "{parameters:#?}");
    let servers = operation["servers"].as_array().expect("servers");
    assert_eq!(servers.len(), 2);
    let notices = exported.notices.concat();
    let expected = "warning: OpenAPI has room for one GET /things/{id}: 3 requests are one operation of the document";
    assert!(notices.contains(expected), "{notices}");
}

#[test]
fn what_openapi_has_no_room_for_is_kept_aside_and_reported() {
    let exported = collection(json!([
        { "name": "Clear", "request": { "method": "PURGE", "url": "{{host}}/cache" } },
        { "name": "Odd path", "request": { "method": "POST", "url": "{{host}}/a{b}/c%3Fd",
            "header": [{ "key": "Accept", "value": "text/csv" }] },
            "protocolProfileBehavior": { "followRedirects": false } },
    ]));
    let paths = &exported.document["paths"];
    assert_eq!(
        paths["/cache"]["x-postwright-methods"]["PURGE"]["summary"],
        "Clear"
    );
    let odd = &paths["/a%7Bb%7D/c%3Fd"]["post"];
    assert_eq!(odd["x-postwright-headers"]["Accept"], "text/csv");
    assert_eq!(odd["x-postwright-behavior"]["followRedirects"], false);
    let server = &exported.document["servers"][0];
    assert_eq!(server["url"], "{server}");
    let notices = exported.notices.concat();
    assert!(
        notices.contains("warning: OpenAPI knows no method PURGE"),
        "{notices}"
    );
}

#[test]
fn every_way_to_authorise_is_a_scheme() {
    let kinds = [
        "bearer", "basic", "digest", "oauth1", "awsv4", "hawk", "ntlm", "edgegrid", "asap", "jwt",
    ];
    let items = kinds.map(|kind| {
        let auth = json!({ "type": kind, kind: [] });
        json!({ "name": kind, "request": { "method": "GET", "url": format!("https://a.example.com/{kind}"), "auth": auth } })
    });
    let mut items = items.to_vec();
    let key = json!({ "type": "apikey", "apikey": [{ "key": "key", "value": "k" }, { "key": "in", "value": "query" }] });
    items.push(json!({ "name": "key", "request": { "method": "GET", "url": "https://a.example.com/key", "auth": key } }));
    let none = json!({ "type": "noauth" });
    items.push(json!({ "name": "none", "request": { "method": "GET", "url": "https://a.example.com/none", "auth": none } }));
    let document = collection(Value::from(items)).document;
    let schemes = document["components"]["securitySchemes"]
        .as_object()
        .expect("schemes");
    let kinds: Vec<String> = schemes
        .iter()
        .map(|(key, scheme)| {
            let how = scheme.get("scheme").or(scheme.get("in"));
            format!("{key} {} {}", scheme["type"], how.unwrap_or(&Value::Null))
        })
        .collect();
    snapshot::assert("openapi", "schemes", &kinds.join("\n"));
    assert_eq!(document["paths"]["/none"]["get"]["security"], json!([]));
    assert_eq!(
        document["paths"]["/basic"]["get"]["security"],
        json!([{ "basic": [] }])
    );
}

#[test]
fn every_snapshot_belongs_to_a_test() {
    let folder = common::root().join("tests/snapshots/openapi");
    for entry in fs::read_dir(folder).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        let stem = name.trim_end_matches(".snap");
        assert!(stem == "schemes" || SHOWN.contains(&stem), "{name}");
    }
}
