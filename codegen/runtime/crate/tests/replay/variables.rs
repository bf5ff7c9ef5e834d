//! Variables, and the dynamic ones among them.

use serde_json::{Value, json};

use crate::support::saved::Entry;
use crate::support::variables::Variables;
use crate::{variables, with_item};

#[test]
fn variables_are_replaced() {
    let known = variables(&json!([
        {"key": "a", "value": "1"},
        {"key": "b", "value": "{{a}}{{a}}"},
        {"key": "n", "value": 4.5},
        {"key": "f", "value": false},
        {"key": "z", "value": null},
        {"key": "o", "value": {"x": 1}},
        {"key": "off", "value": "1", "disabled": true},
        {"key": "on", "value": "1", "enabled": false},
        {"key": "twice", "value": "first"},
        {"key": "twice", "value": "second"},
        {"key": "x1", "value": "found"},
        {"key": "loop", "value": "{{loop}}"},
    ]));
    let table = [
        ("{{a}}-{{b}}", "1-11"),
        ("{{n}} {{f}} {{z}} {{o}}", "4.5 false null [object Object]"),
        ("{{off}} {{unknown}} {{ a }}", "{{off}} {{unknown}} {{ a }}"),
        ("{{on}}", "1"),
        ("{{twice}}", "second"),
        ("{{x{{a}}}}", "found"),
        ("{{{a}}}", "{{{a}}}"),
        ("{{loop}}", "{{loop}}"),
        ("{{a", "{{a"),
        ("a}}", "a}}"),
    ];
    for (text, expected) in table {
        let found = known.replace(text);
        // Three braces: the innermost two are a variable.
        let expected = if text == "{{{a}}}" { "{1}" } else { expected };
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn variables_do_not_grow_without_end() {
    let known = variables(&json!([
        {"key": "a", "value": "{{a}}{{a}}x"},
        {"key": "b", "value": "{{c}}".repeat(2000)},
        {"key": "c", "value": "y".repeat(2000)},
    ]));
    for text in ["{{a}}", "{{b}}", &"{{c}}".repeat(10_000)] {
        let found = known.replace(text);
        assert!(found.len() <= text.len() + (1 << 20), "{}", found.len());
    }
    let long = "z".repeat(3 << 20) + "{{c}}";
    assert_eq!(known.replace(&long).len(), (3 << 20) + 2000);
}

#[test]
fn later_scopes_count_first() {
    let mut known = variables(&json!([{"key": "a", "value": "global"}]));
    let entry = |value: &str| Entry {
        key: "a".to_owned(),
        value: Some(json!(value)),
        ..Entry::default()
    };
    known.add(&[entry("collection")]);
    assert_eq!(known.replace("{{a}}"), "collection");
    known.add_file(&json!({"environment": {"values": [{"key": "a", "value": "environment"}]}}));
    assert_eq!(known.replace("{{a}}"), "environment");
}

#[test]
fn dynamic_variables_have_a_value_of_their_kind() {
    let none = Variables::default();
    let sizes = [
        ("{{$guid}}", 36),
        ("{{$isoTimestamp}}", 24),
        ("{{$timestamp}}", 10),
    ];
    for (text, size) in sizes {
        assert_eq!(none.replace(text).len(), size, "{text}");
    }
    assert_ne!(none.replace("{{$guid}}"), none.replace("{{$guid}}"));
    assert!(none.replace("{{$randomInt}}").parse::<u64>().is_ok());
    assert!(none.replace("{{$randomCity}}").starts_with("city-"));
    assert_eq!(none.replace("{{$filter}}"), "{{$filter}}");
    let set = variables(&json!([{"key": "$guid", "value": "one"}]));
    assert_eq!(set.replace("{{$guid}}"), "one");
    let of_variable = variables(&json!([{"key": "id", "value": "{{$guid}}"}]));
    assert_eq!(of_variable.replace("{{id}}").len(), 36);
    let request = json!({"body": {"mode": "raw", "raw": "{\"n\": {{$randomInt}}}"}});
    let read = with_item(&request, |item| {
        item.json::<Value>().map(|value| value["n"].is_u64())
    });
    assert!(read.is_ok_and(|is_number| is_number));
}

#[test]
fn times_are_written_as_dates() {
    use crate::support::dynamic::iso_timestamp;
    let table = [
        (0, "1970-01-01T00:00:00.000Z"),
        (951_782_400, "2000-02-29T00:00:00.000Z"),
        (1_700_000_000, "2023-11-14T22:13:20.000Z"),
        (1_735_689_599, "2024-12-31T23:59:59.000Z"),
    ];
    for (now, expected) in table {
        assert_eq!(iso_timestamp(now), expected);
    }
}
