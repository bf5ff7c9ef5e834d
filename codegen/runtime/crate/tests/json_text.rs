//! JSON that is written as text within JSON.

use postwright_runtime::json_text::JsonText;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Order {
    id: i64,
}

type Text = JsonText<Order>;

/// What comes of a value: whether it was read as an order, and what goes out again.
#[track_caller]
fn check(received: Value, order: Option<i64>) {
    let text: Text = serde_json::from_value(received.clone()).expect("any text is taken");
    assert_eq!(text.value().map(|order| order.id), order, "{received}");
    let sent = serde_json::to_value(&text).expect("a text");
    assert_eq!(sent, received);
}

#[test]
fn a_text_is_kept_as_it_came() {
    check(json!(r#"{"id":1}"#), Some(1));
    check(json!("{ \"id\": 1,\n \"x\": 2 }"), Some(1));
    check(json!(r#"{"id":1.0e3}"#), None);
    check(json!(r#"{"other":1}"#), None);
    check(json!("no JSON"), None);
    check(json!(""), None);
}

#[test]
fn what_is_no_text_is_refused() {
    for value in [json!(1), json!(null), json!({ "id": 1 })] {
        assert!(serde_json::from_value::<Text>(value).is_err());
    }
}

#[test]
fn a_value_is_written_compactly() {
    let text: Text = Order { id: 7 }.into();
    assert_eq!(text.text(), None);
    assert_eq!(json!({ "a": text }), json!({ "a": r#"{"id":7}"# }));
}

#[test]
fn a_changed_value_is_written_anew() {
    let mut text: Text = serde_json::from_str(r#""{ \"id\": 1 }""#).expect("a text");
    text.value_mut().expect("an order").id = 2;
    assert_eq!(json!(text), json!(r#"{"id":2}"#));
    let mut other = Text::from_text("free");
    assert!(other.value_mut().is_none());
    assert_eq!(json!(other), json!("free"));
}

#[test]
fn debug_shows_the_value_or_the_text() {
    assert_eq!(
        format!("{:?}", Text::new(Order { id: 1 })),
        "Order { id: 1 }"
    );
    assert_eq!(format!("{:?}", Text::from_text("x")), "\"x\"");
}
