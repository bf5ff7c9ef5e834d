//! The command `postwright inspect`.

mod desk;

use desk::{Desk, fixture};

const SHOP: &str = r#"{
  "info": { "name": "Shop" },
  "item": [
    { "name": "Get order",
      "request": { "method": "GET", "url": "https://shop.example.com/orders/:id" },
      "response": [
        { "name": "paid", "code": 200, "header": [{ "key": "Content-Type", "value": "application/json" }],
          "body": "{\"status\":\"paid\",\"total\":1,\"at\":\"2024-01-31T10:00:00Z\",\"by\":{\"id\":1,\"name\":\"a\"},\"ref\":1,\"gift\":null}" },
        { "name": "open", "code": 200, "header": [{ "key": "Content-Type", "value": "application/json" }],
          "body": "{\"status\":\"open\",\"total\":2.5,\"at\":\"2024-02-01T10:00:00Z\",\"by\":{\"id\":2,\"name\":\"b\"},\"ref\":\"x\",\"gift\":null}" }
      ] },
    { "name": "List orders",
      "request": { "method": "GET", "url": "https://shop.example.com/orders" },
      "response": [
        { "name": "two", "code": 200, "header": [{ "key": "Content-Type", "value": "application/json" }],
          "body": "{\"prices\":{\"2024-01-31\":1,\"2024-02-01\":2},\"by\":{\"id\":3,\"name\":\"a\"}}" }
      ] }
  ]
}"#;

/// What is explained of the shop.
fn explained(address: &str) -> String {
    let desk = Desk::new();
    desk.write("shop.json", SHOP);
    desk.succeed(&["inspect", "shop.json", "--explain", address])
}

#[test]
fn a_collection_is_shown() {
    let desk = Desk::new();
    let shown = desk.succeed(&["inspect", &fixture("nullable_fields")]);
    let expected = "\
Nullable fields (module nullable_fields)
  server base_url = https://api.example.com

people  (People)

  people.list_people() -> ListPeopleResponse
    GET /people at base_url
    200: ListPeopleResponse
      people: Vec<Person>  in 1 of 1
        [].id: i64  in 4 of 4
        [].name: String  in 4 of 4
        [].nickname: Option<String>  in 4 of 4, null in 1
        [].age: Option<i64>  in 3 of 4
        [].pet: Option<String>  in 1 of 4
";
    assert_eq!(shown, expected);
}

#[test]
fn a_part_of_it_is_shown() {
    let desk = Desk::new();
    let collection = fixture("nullable_fields");
    let address = "people.list_people.200.people[].age";
    let shown = desk.succeed(&["inspect", &collection, "--only", address]);
    assert!(
        shown.contains("        [].age: Option<i64>  in 3 of 4\n"),
        "{shown}"
    );
    assert!(!shown.contains("nickname"), "{shown}");
    let refused = desk.fail(&["inspect", &collection, "--only", "people.list"]);
    let expected = "error: there is no `people.list`; the nearest is `people.list_people`\n";
    assert_eq!(refused, expected);
}

#[test]
fn programs_are_told_the_same() {
    let desk = Desk::new();
    let shown = desk.succeed(&["inspect", &fixture("nullable_fields"), "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let answer = &shown["folders"][0]["requests"][0]["values"][0];
    assert_eq!(answer["address"], "people.list_people.200");
    let age = &answer["members"][0]["members"][3];
    let expected = serde_json::json!({
        "address": "people.list_people.200.people[].age",
        "name": "age",
        "type": "Option<i64>",
        "required": false,
        "sightings": { "seen": 3, "of": 4, "null": 0 },
    });
    assert_eq!(*age, expected);
}

#[test]
fn a_format_is_explained() {
    let expected = "\
get_order.200.at: Option<String>
  seen: in 2 of 2 objects
  values:
    \"2024-01-31T10:00:00Z\"
      --> shop.json:7:9  Get order > paid
    \"2024-02-01T10:00:00Z\"
      --> shop.json:9:9  Get order > open
  required: no: present in 2 of 2 objects, needs 4
    otherwise: required = true
  format: each of 2 values is a date with time (RFC 3339)

What stands behind `otherwise` is a line for `[fields.\"get_order.200.at\"]` in postwright.toml.
";
    assert_eq!(explained("get_order.200.at"), expected);
}

#[test]
fn each_rule_says_its_part() {
    for (address, expected) in [
        (
            "get_order.200.status",
            "  enum: 2 values in 2 sightings\n    otherwise: type = \"string\"\n",
        ),
        (
            "get_order.200.total",
            "  number: with and without a fraction: each is kept as it is written\n",
        ),
        (
            "get_order.200.ref",
            "  union: number and text: examples contradict each other\n    otherwise: type = \"json\"\n",
        ),
        (
            "get_order.200.gift",
            "  seen: in 2 of 2 objects, 2 times null\n",
        ),
        (
            "get_order.200.gift",
            "  json: any: nothing but `null` was seen\n",
        ),
        (
            "get_order.200.by",
            "  shared: one type `By` with `list_orders.200.by`\n",
        ),
        (
            "get_order.200.by.name",
            "  seen: in 3 of 3 objects\n    here: in 2 of 2 objects\n    list_orders.200.by.name: in 1 of 1 object\n",
        ),
        ("get_order.200.by.name", "    \"a\"  (2 times)\n"),
        (
            "get_order.200.by.id",
            "  required: no: present in 3 of 3 objects, needs 4\n",
        ),
        (
            "list_orders.200.prices",
            "  map: all of 2 keys are UUIDs, dates, addresses or the like\n",
        ),
        ("list_orders.200.prices{}", "  seen: 2 times\n"),
        (
            "get_order.path.id",
            "  required: yes: it is part of the path\n",
        ),
    ] {
        let shown = explained(address);
        assert!(shown.contains(expected), "{address}\n{shown}");
    }
}

#[test]
fn lists_in_one_value_are_explained() {
    let desk = Desk::new();
    let explained = |address: &str| {
        let address = format!("find_books.{address}");
        desk.succeed(&["inspect", &fixture("comma_lists"), "--explain", &address])
    };
    for (address, expected) in [
        ("query.fields", "find_books.query.fields: Vec<String>\n"),
        ("query.fields", "    [\"id\",\"title\",\"author.name\"]\n"),
        (
            "query.fields",
            "  comma list: the name speaks of several, and what stands between the commas is such\n    otherwise: type = \"string\"\n",
        ),
        ("query.fields[]", "find_books.query.fields[]: String\n"),
        ("query.fields[]", "    \"author.name\"\n"),
        (
            "query.genres",
            "  description: names 3 values: crime, poetry, drama\n",
        ),
        (
            "query.genres",
            "  comma list: a description says that commas separate the items\n",
        ),
        (
            "query.status",
            "  comma list: a description lists values, and all between the commas is among them\n",
        ),
        (
            "query.isbn",
            "  comma list: all between the commas is one placeholder\n",
        ),
        ("query.near", "find_books.query.near: String\n"),
    ] {
        let shown = explained(address);
        assert!(shown.contains(expected), "{address}\n{shown}");
    }
    assert!(!explained("query.near").contains("comma list"));
}

#[test]
fn explanations_are_for_programs_too() {
    let desk = Desk::new();
    desk.write("shop.json", SHOP);
    let address = "get_order.200.by.id";
    let shown = desk.succeed(&["inspect", "shop.json", "--explain", address, "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let other = &shown["positions"][1];
    assert_eq!(other["address"], "list_orders.200.by.id");
    assert_eq!(other["counts"]["objects"], 1);
    assert_eq!(
        shown["values"][0]["place"],
        "shop.json:7:9  Get order > paid"
    );
    assert_eq!(shown["facts"][0]["otherwise"], "required = true");
}

#[test]
fn what_has_no_type_is_not_explained() {
    let desk = Desk::new();
    desk.write("shop.json", SHOP);
    let refused = desk.fail(&["inspect", "shop.json", "--explain", "get_order"]);
    assert!(
        refused.starts_with("error: `get_order` has no type that examples decide\n  help: "),
        "{refused}"
    );
    let refused = desk.fail(&["inspect", "shop.json", "--explain", "get_order[0]"]);
    assert!(
        refused.starts_with("error: `get_order[0]` is no address: "),
        "{refused}"
    );
}

#[test]
fn what_is_least_sure_is_suggested() {
    let desk = Desk::new();
    desk.write("shop.json", SHOP);
    let shown = desk.succeed(&["inspect", "shop.json", "--suggest"]);
    let expected = "\
# What is least sure. Switch on what you know to be so.
# [fields]
# \"get_order.200.status\" = { type = \"string\" }  # 2 values were seen: an enum
# \"get_order.200.total\" = { required = true }  # seen in all of 2 objects
# \"get_order.200.at\" = { required = true }  # seen in all of 2 objects
# \"get_order.200.by\" = { required = true }  # seen in all of 2 objects
# \"get_order.200.by.id\" = { required = true }  # seen in all of 3 objects
# \"get_order.200.by.name\" = { required = true }  # seen in all of 3 objects
# \"get_order.200.ref\" = { type = \"json\" }  # 2 kinds of values were seen
# \"get_order.200.gift\" = { type = \"string\" }  # only `null` or nothing was seen: any JSON
# \"list_orders.200.prices\" = { map = false }  # its keys look like data: a map
# \"list_orders.200.by\" = { required = true }  # seen once
";
    assert_eq!(shown, expected);
}

/// Another type leaves a member required that a description says to be so, and the explanation says why it is.
#[test]
fn what_a_description_requires_stays_required() {
    let desk = Desk::new();
    let address = "create_profile.body.type";
    let collection = fixture("described_members");
    for (overrides, ty) in [
        ("", "String"),
        ("enum = [\"personal\", \"company\"]", "Type"),
        ("type = \"number\"", "Number"),
    ] {
        let text = match overrides.is_empty() {
            true => String::new(),
            false => format!("[fields.\"{address}\"]\n{overrides}\n"),
        };
        desk.write("postwright.toml", &text);
        let overrides = ["--overrides", "postwright.toml"];
        let explain = ["inspect", &collection, "--explain", address];
        let said = desk.succeed(&[explain.as_slice(), &overrides].concat());
        let first = said.lines().next().unwrap_or_default();
        assert!(first.ends_with(&format!(": {ty}")), "{said}");
        assert!(
            said.contains("yes: a description or an override says so"),
            "{said}"
        );
    }
}
