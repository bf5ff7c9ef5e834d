//! Identifiers that look like numbers: what the rest of a collection says of them.

use postwright::Understood;
use postwright::diag::Source;
use postwright::explain::{explain, suggest};
use serde_json::{Value, json};

fn understood(items: Value) -> Understood {
    let collection = json!({ "info": { "name": "Shop" }, "item": items });
    let source = Source {
        path: "collection.json".into(),
        text: collection.to_string(),
    };
    let (_, understood, _) = postwright::understand(source, "api").expect("a collection");
    understood
}

/// `GET /users/:id` with a value for the variable, and the body of an answer.
fn get_user(id: &str, answer: Value) -> Value {
    json!({
        "name": "Get user",
        "request": {
            "method": "GET",
            "url": { "raw": "https://x.example/users/:id", "host": ["https://x.example"], "path": ["users", ":id"],
                     "variable": [{ "key": "id", "value": id }] },
        },
        "response": [{ "name": "ok", "code": 200, "header": [], "body": answer.to_string() }],
    })
}

/// `GET` of an address with a query.
fn get(name: &str, url: &str) -> Value {
    json!({ "name": name, "request": { "method": "GET", "url": url } })
}

#[track_caller]
fn check(items: &[Value], address: &str, expected: &str) {
    let understood = understood(Value::from(items));
    let explanation = explain(&understood, &address.parse().expect("an address"));
    assert_eq!(explanation.expect("a type").ty, expected, "{address}");
}

#[test]
fn the_answers_of_a_resource_say_how_its_id_is_spelled() {
    let path = "get_user.path.id";
    check(&[get_user("42", json!({ "id": "42" }))], path, "String");
    check(&[get_user("42", json!({ "id": 42 }))], path, "i64");
    check(&[get_user("42", json!({ "name": "a" }))], path, "i64");
    check(
        &[get_user("42", json!({ "data": { "id": "42" } }))],
        path,
        "String",
    );
    check(
        &[get_user("42", json!({ "user": { "id": "42" } }))],
        path,
        "String",
    );
    check(
        &[get_user("42", json!({ "order": { "id": "42" } }))],
        path,
        "i64",
    );
    check(
        &[get_user("42", json!({ "user_id": "a1b2" }))],
        path,
        "String",
    );
    // Who speaks both ways leaves it open.
    check(
        &[get_user("42", json!({ "id": 42, "user_id": "42" }))],
        path,
        "i64",
    );
    // A placeholder in the path is a type of its own.
    check(&[get_user("<long>", json!({ "id": "42" }))], path, "i64");
    // What stands for a value says nothing.
    check(
        &[get_user("42", json!({ "id": "{{user_id}}" }))],
        path,
        "i64",
    );
    check(&[get_user("42", json!({ "id": "" }))], path, "i64");
}

#[test]
fn other_requests_say_how_an_identifier_is_spelled() {
    let orders = get("Orders", "https://x.example/orders?user_id=42&page=1");
    let query = "orders.query.user_id";
    check(std::slice::from_ref(&orders), query, "i64");
    check(
        &[orders.clone(), get_user("42", json!({ "id": "42" }))],
        query,
        "String",
    );
    check(
        &[
            orders.clone(),
            get("Bills", "https://x.example/bills?userId=a1b2"),
        ],
        query,
        "String",
    );
    check(
        &[
            orders.clone(),
            get("Bills", "https://x.example/bills?userId=YOUR_ID"),
        ],
        query,
        "i64",
    );
    check(
        &[
            orders.clone(),
            get("Bills", "https://x.example/bills?paid=a1"),
        ],
        query,
        "i64",
    );
    // Counting words are numbers, whatever stands elsewhere.
    let page = get_user("42", json!({ "page": "1" }));
    check(&[orders, page], "orders.query.page", "i64");
}

#[test]
fn why_it_is_text_can_be_asked() {
    let understood = understood(json!([get_user("42", json!({ "id": "42" }))]));
    let address = "get_user.path.id".parse().expect("an address");
    let explanation = explain(&understood, &address).expect("a type");
    let fact = explanation
        .facts
        .iter()
        .find(|fact| fact.rule == "identifier");
    assert_eq!(
        fact.map(|fact| (fact.says.as_str(), fact.other.as_deref())),
        Some((
            "text, for `get_user.200` spells it so; all values are digits",
            Some("type = \"i64\"")
        )),
    );
}

#[test]
fn one_number_is_no_proof() {
    let items = json!([
        get("Orders", "https://x.example/orders?user_id=42&page=1"),
        get("Bills", "https://x.example/bills/:bill_id?account_id=1"),
        get("Bills", "https://x.example/bills/:bill_id?account_id=2"),
    ]);
    let text = suggest(&understood(items));
    assert_eq!(
        text,
        "# What is least sure. Switch on what you know to be so.\n# [fields]\n\
         # \"orders.query.user_id\" = { type = \"string\" }  # one value was seen, a number: identifiers are often text\n"
    );
}

/// A list in one value: its items are what JSON spells.
#[test]
fn so_it_does_of_lists_of_ids() {
    let find = get("Find users", "https://x.example/users?user_ids=4,8");
    let path = "find_users.query.user_ids";
    check(std::slice::from_ref(&find), path, "Vec<i64>");
    let as_text = get_user("x1", json!({ "user_id": "42" }));
    check(&[find.clone(), as_text], path, "Vec<String>");
    let as_number = get_user("x1", json!({ "user_id": 42 }));
    check(&[find, as_number], path, "Vec<i64>");
    // Nor does a list of them say that one is text.
    let one = get("Get user", "https://x.example/user?user_id=4");
    let several = get("Find users", "https://x.example/users?user_ids=4,8");
    check(&[one, several], "get_user.query.user_id", "i64");
}
