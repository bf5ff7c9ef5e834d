//! Environments: laid over the variables of the collection, and never a way for secrets.

use std::fs;
use std::path::PathBuf;

use postwright::diag::Source;
use postwright::read::Input;
use postwright::{standalone, understand, workspace};

const COLLECTION: &str = r#"{
  "info": { "name": "Shop" },
  "auth": { "type": "basic", "basic": [{ "key": "username", "value": "{{who}}" }, { "key": "password", "value": "{{open}}" }] },
  "variable": [{ "key": "site", "value": "https://old.example.com" }, { "key": "files", "value": "https://files.example.com" }],
  "item": [
    { "name": "List", "request": { "method": "GET", "url": "{{site}}/list" } },
    { "name": "Fetch", "request": { "method": "GET", "url": "{{files}}/fetch" } }
  ]
}"#;

fn source(path: &str, text: &str) -> Source {
    Source {
        path: PathBuf::from(path),
        text: text.to_owned(),
    }
}

/// The URLs of the servers, and everything that was understood as text.
fn understood(environment: &str) -> (Vec<String>, String) {
    let input = Input {
        source: source("shop.json", COLLECTION),
        environments: vec![source("live.json", environment)],
        overrides: None,
        names_lock: None,
    };
    let (document, understood, _) = understand(input, "shop").expect("a collection");
    let servers = &understood.api.servers;
    let urls = servers
        .iter()
        .map(|server| server.url.clone().unwrap_or_default())
        .collect();
    let variables = &document.environments[0].variables;
    (urls, format!("{understood:?}{variables:?}"))
}

#[test]
fn its_values_count_first() {
    let (urls, _) =
        understood(r#"{ "values": [{ "key": "site", "value": "https://live.example.com" }] }"#);
    assert_eq!(
        urls,
        ["https://live.example.com", "https://files.example.com"]
    );
}

#[test]
fn several_are_a_choice() {
    let environment = |name: &str, site: &str| {
        let values = format!(r#"[{{ "key": "site", "value": "{site}" }}]"#);
        source(
            &format!("{name}.json"),
            &format!(r#"{{ "name": "{name}", "values": {values} }}"#),
        )
    };
    let input = Input {
        source: source("shop.json", COLLECTION),
        environments: vec![
            environment("Sand box", "https://sandbox.example.com"),
            environment("Live", "https://live.example.com"),
        ],
        overrides: None,
        names_lock: None,
    };
    let files = standalone::generate(input, "shop").expect("a crate").files;
    let client = files.get("src/lib.rs").expect("a file");
    for expected in [
        "(\"site\", Some(\"https://old.example.com\"))",
        "    /// `Sand box`.\n    SandBox,\n    /// `Live`.\n    Live,\n",
        "Environment::Live => {\n                self.core.default_server(\"site\", \"https://live.example.com\");",
    ] {
        assert!(client.contains(expected), "{expected}\n{client}");
    }
}

#[test]
fn what_is_off_or_empty_does_not_count() {
    let (urls, _) = understood(
        r#"{ "values": [
            { "key": "site", "value": "https://off.example.com", "enabled": false },
            { "key": "files", "value": "" }
        ] }"#,
    );
    assert_eq!(
        urls,
        ["https://old.example.com", "https://files.example.com"]
    );
}

#[test]
fn no_secret_gets_through() {
    let lists = [
        // By what auth uses, by type, and by name.
        r#"{ "values": [{ "key": "open", "value": "planted-1234" }, { "key": "who", "value": "{{deep}}" },
            { "key": "deep", "value": "planted-5678" }, { "key": "plain", "value": "planted-9012", "type": "secret" },
            { "key": "apiToken", "value": "planted-3456" }] }"#,
        // The same, as an object of names and values.
        r#"{ "values": { "open": "planted-1234", "apiToken": "planted-3456" } }"#,
    ];
    for list in lists {
        let (_, text) = understood(list);
        assert!(!text.contains("planted"), "{text}");
    }
}

#[test]
fn it_may_stand_beside_the_collection() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("collections/shop");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("collection.json"), COLLECTION).expect("written");
    let environment =
        r#"{ "values": [{ "key": "site", "value": "https://live.example.com" }, 17] }"#;
    fs::write(folder.join("environment.json"), environment).expect("written");
    let output = workspace::generate(root.path()).expect("a crate");
    let client = output.files.get("src/shop/mod.rs").expect("a client");
    assert!(client.contains("https://live.example.com"), "{client}");
    let notices = &output.collections[0].notices;
    assert!(
        notices
            .iter()
            .any(|notice| notice.contains("--> collections/shop/environment.json:1:")),
        "{notices:?}"
    );

    fs::write(folder.join("environment.json"), COLLECTION).expect("written");
    let failure = workspace::generate(root.path())
        .expect_err("no environment")
        .to_string();
    assert!(
        failure.starts_with(
            "error: this is a collection, not an environment\n  --> collections/shop/environment.json"
        ),
        "{failure}"
    );
}

#[test]
fn in_a_small_collection_an_environment_makes_a_setting() {
    const SMALL: &str = r#"{ "info": { "name": "Small" }, "item": [
        { "name": "List", "request": { "url": "{{site}}/{{tenant}}/list?page={{page}}" } },
        { "name": "One", "request": { "url": "{{site}}/{{tenant}}/one/{{other}}" } },
        { "name": "Two", "request": { "url": "{{site}}/{{tenant}}/two" } }
    ] }"#;
    let environment = |name: &str| {
        let text = format!(
            r#"{{ "name": "{name}", "values": [
                {{ "key": "site", "value": "https://{name}.example.com" }}, {{ "key": "tenant", "value": "{name}-tenant" }},
                {{ "key": "other", "value": "7" }}, {{ "key": "unused", "value": "x" }}] }}"#
        );
        source(&format!("{name}.json"), &text)
    };
    let input = Input {
        source: source("small.json", SMALL),
        environments: vec![environment("test"), environment("live")],
        overrides: None,
        names_lock: None,
    };
    let krate = standalone::generate(input.clone(), "small").expect("a crate");
    let client = krate.files.get("src/lib.rs").expect("a file");
    for expected in [
        "self.core.default_setting(\"tenant\", \"live-tenant\");",
        "pub fn one(&self, other: ",
    ] {
        assert!(client.contains(expected), "{expected}\n{client}");
    }
    let readme = krate.files.get("README.md").expect("a file");
    assert!(
        readme.contains(
            "`.environment(small::Environment::Test)`, `.environment(small::Environment::Live)`"
        ),
        "{readme}"
    );
    let (_, _, diagnostics) = understand(input, "small").expect("a collection");
    let messages: Vec<&str> = diagnostics
        .entries()
        .iter()
        .map(|entry| &*entry.message)
        .collect();
    assert_eq!(
        messages,
        [
            "environments give values to variables that are arguments of methods: `other`; the client does not take them from there"
        ]
    );
}
