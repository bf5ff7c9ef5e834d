//! Addresses: what they lead to, what an unknown one is answered with, and that each that is listed is found.

mod desk;

use std::path::Path;

use postwright::Understood;
use postwright::address::{Address, Addresses, Part, Target};
use postwright::diag::Source;
use postwright::model::Status;
use postwright::read::Input;
use postwright::{explain, inspect};

const SHOP: &str = r#"{
  "info": { "name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
  "item": [
    { "name": "Ping", "request": { "method": "GET", "url": "https://shop.example.com/ping" } },
    { "name": "Orders", "item": [
      { "name": "Get order",
        "request": { "method": "GET", "url": "https://shop.example.com/orders/:id?page_size=1",
          "header": [{ "key": "X-Trace", "value": "abc" }] },
        "response": [
          { "name": "found", "code": 200, "header": [{ "key": "Content-Type", "value": "application/json" }],
            "body": "{\"lines\":[{\"sku\":\"a\",\"a.b\":1}],\"prices\":{\"2024-01-31\":{\"net\":1},\"2024-02-01\":{\"net\":2}},\"owner\":{\"name\":\"x\",\"boss\":{\"name\":\"y\"}}}" },
          { "name": "missing", "code": 404, "header": [{ "key": "Content-Type", "value": "text/plain" }], "body": "gone" }
        ] },
      { "name": "Create order",
        "request": { "method": "POST", "url": "https://shop.example.com/orders",
          "header": [{ "key": "Content-Type", "value": "application/json" }],
          "body": { "mode": "raw", "raw": "{\"lines\":[[{\"sku\":\"a\"}]],\"customer\":{\"address\":[{\"zip\":\"1\"}]}}" } } },
      { "name": "Upload",
        "request": { "method": "POST", "url": "https://shop.example.com/files",
          "body": { "mode": "formdata", "formdata": [
            { "key": "photo", "type": "file", "src": "a.png" },
            { "key": "registrants", "type": "text", "value": "[{\"email\":\"a@example.com\"}]" }] } } }
    ] }
  ]
}"#;

fn understood() -> Understood {
    let source = Source {
        path: Path::new("shop.json").to_path_buf(),
        text: SHOP.to_owned(),
    };
    let (_, understood, _) = postwright::understand(source, "shop").expect("a collection");
    understood
}

#[test]
fn all_that_is_listed_is_found() {
    let understood = understood();
    let addresses = Addresses::of(&understood);
    let all: Vec<String> = addresses.all().iter().map(Address::to_string).collect();
    let expected = [
        "ping",
        "orders",
        "orders.get_order",
        "orders.get_order.path.id",
        "orders.get_order.query.page_size",
        "orders.get_order.header.X-Trace",
        "orders.get_order.200",
        "orders.get_order.200.lines",
        "orders.get_order.200.lines[]",
        "orders.get_order.200.lines[].sku",
        "orders.get_order.200.lines[].\"a.b\"",
        "orders.get_order.200.prices",
        "orders.get_order.200.prices{}",
        "orders.get_order.200.prices{}.net",
        "orders.get_order.200.owner",
        "orders.get_order.200.owner.name",
        "orders.get_order.200.owner.boss",
        "orders.get_order.200.owner.boss.name",
        "orders.get_order.404",
        "orders.create_order",
        "orders.create_order.body",
        "orders.create_order.body.lines",
        "orders.create_order.body.lines[]",
        "orders.create_order.body.lines[][]",
        "orders.create_order.body.lines[][].sku",
        "orders.create_order.body.customer",
        "orders.create_order.body.customer.address",
        "orders.create_order.body.customer.address[]",
        "orders.create_order.body.customer.address[].zip",
        "orders.upload",
        "orders.upload.form.photo",
        "orders.upload.form.registrants",
        "orders.upload.form.registrants[]",
        "orders.upload.form.registrants[].email",
        "orders.upload.body",
    ];
    assert_eq!(all, expected);
    for address in &all {
        assert!(addresses.find(address).is_ok(), "{address}");
    }
}

#[test]
fn what_stands_there() {
    let understood = understood();
    let addresses = Addresses::of(&understood);
    let find = |text: &str| addresses.find(text).expect(text);
    assert!(matches!(find("orders"), Target::Group(_)));
    assert!(matches!(find("ping"), Target::Operation(_)));
    let photo = find("orders.upload.form.photo");
    assert!(matches!(
        photo,
        Target::Param {
            part: Part::Form,
            slot: None,
            ..
        }
    ));
    assert!(matches!(
        find("orders.upload.body"),
        Target::Body { slot: None, .. }
    ));
    let missing = find("orders.get_order.404");
    assert!(matches!(
        missing,
        Target::Response {
            status: Status::Code(404),
            slot: None,
            ..
        }
    ));
    let Target::Member(sku) = find("orders.create_order.body.lines[][].sku") else {
        panic!("no member");
    };
    let (holder, index) = sku.field.expect("a field");
    assert_eq!(index, 0);
    let of_holder: Vec<String> = addresses
        .of_type(holder)
        .iter()
        .map(Address::to_string)
        .collect();
    assert_eq!(of_holder, ["orders.create_order.body.lines[][]"]);
}

#[test]
fn what_was_meant() {
    let understood = understood();
    let addresses = Addresses::of(&understood);
    for (text, nearest) in [
        ("pong", "ping"),
        ("order", "orders"),
        ("orders.get_oder", "orders.get_order"),
        ("get_order", "orders.get_order"),
        ("shop.get_order.200.lines", "orders.get_order.200.lines"),
        (
            "orders.get_oder.200.lines[]",
            "orders.get_order.200.lines[]",
        ),
        ("orders.get_order.201", "orders.get_order.200"),
        ("orders.get_order.query", "orders.get_order.query.page_size"),
        (
            "orders.get_order.query.pageSize",
            "orders.get_order.query.page_size",
        ),
        (
            "orders.get_order.200.line[].sku",
            "orders.get_order.200.lines[].sku",
        ),
        (
            "orders.get_order.200.lines.sku",
            "orders.get_order.200.lines[].sku",
        ),
        (
            "orders.get_order.200.lines.ksu",
            "orders.get_order.200.lines[].sku",
        ),
        (
            "orders.get_order.200.prices[].net",
            "orders.get_order.200.prices{}.net",
        ),
        ("orders.get_order.404.x", "orders.get_order.404"),
        (
            "orders.get_order.200.owner.name.first",
            "orders.get_order.200.owner.name",
        ),
    ] {
        let error = addresses.find(text).expect_err(text).to_string();
        assert_eq!(
            error,
            format!("there is no `{text}`; the nearest is `{nearest}`")
        );
    }
}

/// All addresses that are shown of an API: by `inspect`, `--explain` and `--suggest`.
fn shown(understood: &Understood) -> Vec<String> {
    let overview = inspect::inspect(understood, None).expect("an overview");
    let requests = overview
        .folders
        .iter()
        .flat_map(|folder| &folder.operations);
    let mut left: Vec<&inspect::Value> = requests.flat_map(|request| &request.values).collect();
    let mut all: Vec<String> = Vec::new();
    while let Some(value) = left.pop() {
        all.push(value.address.to_string());
        all.extend(value.shown_at.iter().map(Address::to_string));
        left.extend(&value.members);
        if let Ok(explanation) = explain::explain(understood, &value.address) {
            let positions = explanation.positions.iter();
            all.extend(positions.map(|position| position.address.to_string()));
        }
    }
    all.extend(
        Addresses::of(understood)
            .all()
            .iter()
            .map(Address::to_string),
    );
    all.sort();
    all.dedup();
    all
}

/// What is shown can be asked for, and something can be said of it in `postwright.toml`.
fn round_trip(name: &str, text: &str) {
    let source = |path: &str, text: &str| Source {
        path: path.into(),
        text: text.to_owned(),
    };
    let Ok((_, understood, _)) = postwright::understand(source("collection.json", text), "api")
    else {
        return;
    };
    let addresses = Addresses::of(&understood);
    let mut overrides = String::new();
    for address in shown(&understood) {
        let target = addresses.find(&address);
        let target = target.unwrap_or_else(|error| panic!("{name}: {address}: {error}"));
        if !matches!(target, Target::Group(_) | Target::Operation(_)) {
            let key = serde_json::Value::from(address.as_str()).to_string();
            let key = key.replace('\u{7f}', "\\u007f");
            overrides += &format!("[fields.{key}]\nrequired = true\n");
        }
    }
    let suggested = explain::suggest(&understood);
    let lines = suggested.lines().filter(|line| line.contains(" = { "));
    let lines: Vec<&str> = lines.map(|line| line.trim_start_matches("# ")).collect();
    let suggested = format!("[fields]\n{}\n", lines.join("\n"));
    for overrides in [overrides, suggested] {
        let mut input = Input::from(source("collection.json", text));
        input.overrides = Some(source("postwright.toml", &overrides));
        // Some cannot be done. But each is known.
        let complaint = match postwright::understand(input, "api") {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        for line in complaint.lines().filter(|line| line.starts_with("error")) {
            let is_unknown = ["there is no", "no address", "no valid TOML"];
            let is_known = !is_unknown.iter().any(|what| line.contains(what));
            assert!(is_known, "{name}: {line}");
        }
    }
}

#[test]
fn what_is_shown_of_the_fixtures_can_be_asked_for() {
    let folder = desk::root().join("tests/fixtures");
    for entry in std::fs::read_dir(folder).expect("fixtures") {
        let name = entry.expect("a fixture").file_name();
        let name = name.to_string_lossy();
        // Some are several files.
        if let Ok(text) = std::fs::read_to_string(desk::fixture(&name)) {
            round_trip(&name, &text);
        }
    }
}

/// The same of a folder of collections that the environment names.
#[test]
#[ignore = "for collections that are not in the repository"]
fn what_is_shown_of_a_corpus_can_be_asked_for() {
    let Ok(folder) = std::env::var("POSTWRIGHT_CORPUS") else {
        return;
    };
    for entry in std::fs::read_dir(folder).expect("collections") {
        let path = entry.expect("a collection").path();
        if let Ok(text) = std::fs::read_to_string(&path) {
            round_trip(&path.to_string_lossy(), &text);
        }
    }
}
