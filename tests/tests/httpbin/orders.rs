//! Requests of the folder `Orders`.

use std::collections::BTreeMap;

use generated::httpbin::orders::one_order::{ChangeOrder, GetOrderParams, Line, ReplaceOrder};
use generated::httpbin::orders::{
    CreateOrder, CreateOrderAddress, CreateOrderCustomer, CreateOrderLine, Method,
};
use serde_json::{Value, json};

use crate::server::Httpbin;
use crate::{raw, text};

#[tokio::test]
async fn create_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let order = CreateOrder {
        reference: text("PW-1001"),
        customer: Some(CreateOrderCustomer {
            name: text("Ada \"L\" ü"),
            email: text("ada@example.com"),
            address: Some(CreateOrderAddress {
                street: text("12 Example Row\n"),
                city: text("日本"),
                postcode: text("N1 7AA"),
            }),
        }),
        lines: Some(vec![
            CreateOrderLine {
                sku: text("tea-250"),
                quantity: Some(i64::MAX),
                unit_price: Some(4.75),
                engraving: None,
            },
            CreateOrderLine {
                sku: text("cup"),
                quantity: Some(-1),
                unit_price: Some(0.1),
                engraving: text("A.L."),
            },
        ]),
        express: Some(false),
        discount: Some(0.15),
        coupon: None,
    };
    let call = server.client().orders().create_order(&order);
    let answer = call.await.expect("200");
    assert_eq!(answer.method, Method::Post);
    assert_eq!(answer.url, format!("{}/anything", server.url));
    let headers = &answer.headers;
    assert_eq!(headers.content_type.as_deref(), Some("application/json"));
    let length = answer.data.len().to_string();
    assert_eq!(headers.content_length, Some(length));
    let json = answer.json.as_ref().expect("what was sent");
    assert_eq!(json.lines[0].quantity, i64::MAX);
    assert_eq!(json.lines[1].unit_price, 0.1);
    assert_eq!(json.lines[1].engraving.as_deref(), Some("A.L."));
    let customer = json.customer.as_ref().expect("a customer");
    let address = customer.address.as_ref().expect("an address");
    assert_eq!(address.city.as_deref(), Some("日本"));
    assert_eq!(json.discount, Some(0.15));
    assert_eq!(json.coupon, None);
    let expected = json!({
        "reference": "PW-1001",
        "customer": {
            "name": "Ada \"L\" ü",
            "email": "ada@example.com",
            "address": { "street": "12 Example Row\n", "city": "日本", "postcode": "N1 7AA" },
        },
        "lines": [
            { "sku": "tea-250", "quantity": i64::MAX, "unit_price": 4.75 },
            { "sku": "cup", "quantity": -1, "unit_price": 0.1, "engraving": "A.L." },
        ],
        "express": false,
        "discount": 0.15,
    });
    assert_eq!(raw(&answer)["json"], expected);
}

#[tokio::test]
async fn get_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let params = GetOrderParams {
        expand: text("customer & all"),
    };
    let orders = client.orders().one_order();
    let answer = orders.get_order("PW 1001?#ü", Some(&params)).await;
    let answer = answer.expect("200");
    assert_eq!(answer.method, Method::Get);
    let expand = BTreeMap::from([("expand".to_owned(), json!("customer & all"))]);
    assert_eq!(answer.args, expand);
    assert!(answer.json.is_none());
    let path = "/anything/PW%201001%3F%23ü?expand=customer%20%26%20all";
    assert_eq!(answer.url, format!("{}{path}", server.url));

    let answer = orders.get_order("PW-1001", None).await.expect("200");
    assert_eq!(answer.url, format!("{}/anything/PW-1001", server.url));
    assert!(answer.args.is_empty());
    assert_eq!(answer.data, "");
}

#[tokio::test]
async fn replace_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let order = ReplaceOrder {
        reference: text("PW-1001"),
        customer: Some(CreateOrderCustomer {
            name: text("Ada"),
            ..Default::default()
        }),
        lines: Some(vec![Line {
            sku: text("tea-250"),
            quantity: Some(2),
            unit_price: Some(4.75),
        }]),
        express: Some(true),
    };
    let client = server.client();
    let call = client.orders().one_order().replace_order("PW-1001", &order);
    let answer = call.await.expect("200");
    assert_eq!(answer.method, Method::Put);
    assert_eq!(answer.url, format!("{}/anything/PW-1001", server.url));
    let json = answer.json.as_ref().expect("what was sent");
    assert_eq!(json.express, Some(true));
    assert_eq!(json.lines[0].quantity, 2);
    let expected = json!({
        "reference": "PW-1001",
        "customer": { "name": "Ada" },
        "lines": [{ "sku": "tea-250", "quantity": 2, "unit_price": 4.75 }],
        "express": true,
    });
    assert_eq!(raw(&answer)["json"], expected);
}

#[tokio::test]
async fn change_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let change = ChangeOrder {
        coupon: text("LATE10"),
        ..ChangeOrder::default()
    };
    let client = server.client();
    let call = client.orders().one_order().change_order("PW-1001", &change);
    let answer = call.await.expect("200");
    assert_eq!(answer.method.as_deref(), Some("PATCH"));
    assert_eq!(answer.data.as_deref(), Some(r#"{"coupon":"LATE10"}"#));
    let json = answer.json.as_ref().expect("what was sent");
    assert_eq!(json.coupon.as_deref(), Some("LATE10"));
    assert_eq!(json.express, None);
}

#[tokio::test]
async fn delete_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let call = client.orders().one_order().delete_order("PW-1001");
    let answer = call.header("X-Reason", "latin é").await.expect("200");
    assert_eq!(answer.method, Method::Delete);
    assert_eq!(answer.data, "");
    let headers = &raw(&answer)["headers"];
    assert_eq!(headers["X-Reason"], "latin é");
    assert_eq!(headers["Content-Type"], Value::Null);
    assert_eq!(headers["Content-Length"], Value::Null);
}
