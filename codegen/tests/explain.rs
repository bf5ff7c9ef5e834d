//! What an explanation counts is what inference has counted: nothing that decided is left out.

mod desk;

use desk::{fixture, root};
use postwright::Understood;
use postwright::address::{Address, Addresses, Target};
use postwright::diag::Source;
use postwright::explain::{Explanation, explain};
use postwright::infer::{Type, TypeId, TypeKind};

const SHOP: &str = r#"{
  "info": { "name": "Shop" },
  "item": [
    { "name": "List orders",
      "request": { "method": "GET", "url": "https://shop.example.com/orders" },
      "response": [
        { "name": "two", "code": 200, "header": [{ "key": "Content-Type", "value": "application/json" }],
          "body": "[{\"id\":1,\"buyer\":{\"id\":1,\"stage\":\"new\",\"name\":\"a\"}},{\"id\":2,\"buyer\":{\"id\":2,\"stage\":\"new\",\"name\":\"b\"}}]" }
      ] },
    { "name": "Get order",
      "request": { "method": "GET", "url": "https://shop.example.com/orders/:id" },
      "response": [
        { "name": "paid", "code": 200, "header": [{ "key": "Content-Type", "value": "application/json" }],
          "body": "{\"id\":3,\"buyer\":{\"id\":3,\"stage\":\"known\",\"name\":\"c\"}}" },
        { "name": "open", "code": 200, "header": [{ "key": "Content-Type", "value": "application/json" }],
          "body": "{\"id\":4,\"buyer\":{\"id\":4,\"stage\":\"known\",\"name\":\"d\"}}" }
      ] }
  ]
}"#;

fn understood(text: &str) -> Option<Understood> {
    let understood = postwright::understand(
        Source {
            path: "collection.json".into(),
            text: text.to_owned(),
        },
        "api",
    );
    understood.ok().map(|(_, understood, _)| understood)
}

fn explained(understood: &Understood, address: &str) -> Explanation {
    let address = address.parse().expect("an address");
    explain(understood, &address).expect("an explanation")
}

#[test]
fn what_a_shared_type_holds_is_counted_wherever_it_stands() {
    let understood = understood(SHOP).expect("a collection");
    let explanation = explained(&understood, "list_orders.200[].buyer.name");
    let positions = explanation.positions.iter();
    let positions: Vec<String> = positions.map(|one| one.address.to_string()).collect();
    let expected = ["list_orders.200[].buyer.name", "get_order.200.buyer.name"];
    assert_eq!(positions, expected);
    assert_eq!(
        (explanation.counts.present, explanation.counts.objects),
        (4, 4)
    );
    let here = explanation.positions[0].counts;
    assert_eq!((here.present, here.objects), (2, 2));
}

/// Six items that are one: what they have in common was chosen once.
#[test]
fn copies_in_a_list_count_once() {
    let check = |body: &str, expected: &str| {
        let collection = serde_json::json!({
            "info": { "name": "Shop" },
            "item": [{ "name": "List orders", "request": { "method": "GET", "url": "https://shop.example.com/orders" },
                       "response": [{ "name": "ok", "code": 200, "header": [], "body": body }] }],
        });
        let understood = understood(&collection.to_string()).expect("a collection");
        let explanation = explained(&understood, "list_orders.200[].total");
        assert_eq!(explanation.ty, expected, "{body}");
    };
    let order = |id: u32, total: u32| format!(r#"{{"id":{id},"total":{total}}}"#);
    let list = |orders: [String; 6]| format!("[{}]", orders.join(","));
    check(&list([(); 6].map(|()| order(1, 5))), "Option<i64>");
    check(
        &list([1, 2, 3, 4, 5, 6].map(|id| order(id, 5))),
        "Option<i64>",
    );
    check(&list([1, 2, 3, 4, 5, 6].map(|id| order(id, id))), "i64");
}

/// Explains every member of an API, and holds it against what inference says.
fn check(name: &str, understood: &Understood) {
    let addresses = Addresses::of(understood);
    for address in addresses.all() {
        let Ok(Target::Member(member)) = addresses.resolve(&address) else {
            continue;
        };
        let explanation = explain(understood, &address).expect("a member has a type");
        if let Some(field) = member.field {
            counts(name, &address, understood, field, &explanation);
            decision(name, &address, understood, &member.ty, &explanation);
        }
    }
}

fn counts(
    name: &str,
    address: &Address,
    understood: &Understood,
    (holder, index): (TypeId, usize),
    explanation: &Explanation,
) {
    let sightings = understood.types.def(holder).sightings[index];
    let counted = explanation.counts;
    assert_eq!(
        (counted.present, counted.objects),
        (sightings.seen, sightings.of),
        "{name}: {address}: {:?}",
        explanation.positions
    );
}

fn decision(
    name: &str,
    address: &Address,
    understood: &Understood,
    ty: &Type,
    explanation: &Explanation,
) {
    let mut facts = explanation.facts.iter();
    let said = facts.find(|fact| fact.rule == "enum");
    let says_so = said.is_some_and(|fact| !fact.says.starts_with("no"));
    assert_eq!(
        says_so,
        is_enum(understood, ty),
        "{name}: {address}: {said:?}"
    );
}

fn is_enum(understood: &Understood, ty: &Type) -> bool {
    match ty {
        Type::Option(inner) => is_enum(understood, inner),
        Type::Def(id) => matches!(understood.types.def(*id).kind, TypeKind::Enum(_)),
        _ => false,
    }
}

#[test]
fn every_member_of_the_fixtures_is_explained_by_all_that_was_seen() {
    let folder = root().join("tests/fixtures");
    let fixtures = std::fs::read_dir(folder).expect("fixtures");
    let names = fixtures.map(|entry| entry.expect("a fixture").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    // What is within an object with a member `{{variable}}` counts, but has no type and so no address.
    names.retain(|name| name != "hostile_text");
    for name in names {
        // Some are several files.
        let text = std::fs::read_to_string(fixture(&name));
        if let Some(understood) = text.ok().and_then(|text| understood(&text)) {
            check(&name, &understood);
        }
    }
}
