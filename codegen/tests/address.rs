//! Addresses: what they lead to, what an unknown one is answered with, and that each that is listed is found.

use std::path::Path;

use postwright::Understood;
use postwright::address::{Address, Addresses, Part, Target};
use postwright::diag::Source;

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
            status: 404,
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
