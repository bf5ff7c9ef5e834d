//! Names that people choose: nobody else loses one to them without a word.

use postwright::diag::Source;
use postwright::read::Input;
use postwright::understand;
use serde_json::{Value, json};

/// Two folders, and a request of which some names are much like those of others.
fn collection() -> Value {
    let get = |name: &str, url: &str, answer: Value| {
        json!({
            "name": name,
            "request": { "method": "GET", "url": format!("https://pay.example{url}") },
            "response": [{ "code": 200, "body": answer.to_string() }],
        })
    };
    let payment = json!({
        "id": "p1", "status": "paid", "card": { "brand": "a", "last4": "1" }, "payer": { "email": "b" },
    });
    json!({ "info": { "name": "Pay" }, "item": [
        { "name": "Payments", "item": [
            get("Get payment", "/payments/p1?expand=a&fields=b", payment),
            get("List payments", "/payments?limit=10", json!([{ "amount": 1 }])),
        ]},
        { "name": "Reporting", "item": [get("Get rates", "/rates", json!({ "eur": 1 }))] },
    ]})
}

fn source(path: &str, text: String) -> Source {
    Source {
        path: path.into(),
        text,
    }
}

/// What is said of a file of overrides; nothing if that is nothing.
fn said(overrides: &str, lock: Option<&str>) -> String {
    let input = Input {
        source: source("pay.json", collection().to_string()),
        environments: Vec::new(),
        overrides: Some(source("postwright.toml", overrides.to_owned())),
        names_lock: lock.map(|lock| source("names.lock", lock.to_owned())),
    };
    match understand(input, "pay") {
        Ok(_) => String::new(),
        Err(failure) => failure.to_string(),
    }
}

#[track_caller]
fn check(overrides: &str, message: &str) {
    let (_, understood, _) =
        understand(source("pay.json", collection().to_string()), "pay").expect("a collection");
    let lock = understood.lock.to_text();
    // Who has no published name is not evicted either.
    for lock in [None, Some(lock.as_str())] {
        let said = said(overrides, lock);
        match message {
            "" => assert_eq!(said, "", "{overrides}"),
            _ => assert!(
                said.starts_with(&format!("error: {message}\n  --> postwright.toml:")),
                "{overrides}\n{said}"
            ),
        }
    }
}

#[test]
fn a_name_of_somebody_else_is_refused() {
    let name =
        |section: &str, address: &str, says: &str| format!("[{section}.\"{address}\"]\n{says}\n");
    let operation = |address: &str, to: &str| {
        name(
            "operations",
            &format!("payments.{address}"),
            &format!("name = \"{to}\""),
        )
    };
    let field = |address: &str, says: &str| {
        name("fields", &format!("payments.get_payment.{address}"), says)
    };
    for (overrides, message) in [
        (
            operation("get_payment", "list_payments"),
            "`list_payments` is the name of `payments.list_payments`",
        ),
        (
            operation("get_payment", "list_payments") + &operation("list_payments", "all"),
            "",
        ),
        (
            operation("get_payment", "list_payments") + &operation("list_payments", "get_payment"),
            "",
        ),
        (operation("get_payment", "payment"), ""),
        (
            field("200.id", "name = \"status\""),
            "`status` is the name of `payments.get_payment.200.status`",
        ),
        (
            field("200.id", "name = \"status\"") + &field("200.status", "name = \"id\""),
            "",
        ),
        (field("200.id", "name = \"number\""), ""),
        (
            field("query.expand", "name = \"fields\""),
            "`fields` is the name of `payments.get_payment.query.fields`",
        ),
        (
            field("200.card", "type_name = \"Payer\""),
            "`Payer` is the name of the type of `payments.get_payment.200.payer`",
        ),
        (
            field("200.card", "type_name = \"Payer\"")
                + &field("200.payer", "type_name = \"Card\""),
            "",
        ),
        (
            field("200.card", "type_name = \"GetPaymentParams\""),
            "`GetPaymentParams` is the name of the parameters of `payments.get_payment`",
        ),
        (
            name("groups", "payments", "name = \"reporting\""),
            "`reporting` is the name of the folder `reporting`",
        ),
        (
            name("groups", "payments", "name = \"reporting\"")
                + &name("groups", "reporting", "name = \"payments\""),
            "",
        ),
    ] {
        check(&overrides, message);
    }
}
