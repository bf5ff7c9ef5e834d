//! Collections that say anything, well-formed and damaged.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// Text that has a meaning somewhere.
const TELLING: [&str; 46] = [
    "",
    " ",
    "a",
    "id",
    "type",
    "self",
    "Self",
    "crate",
    "mod",
    "con",
    "nul",
    "..",
    "../../etc",
    "/",
    ":id",
    ":",
    "{{a}}",
    "{{",
    "}}",
    "{{a}}{{b}}",
    "a[b]",
    "a[0]",
    "a[]",
    "*/",
    "\"#",
    "\\",
    "`",
    "```",
    "<b>",
    "<",
    "]",
    "#",
    "\0",
    "\n",
    "\u{202e}",
    "\u{f8ff}",
    "http://",
    "https://e.com/a?b=c#d",
    "Client",
    "builder",
    "core",
    "Option",
    "runtime",
    "200",
    "-1",
    "1.5",
];

/// Any text: mostly what has a meaning somewhere, for that is what goes wrong.
pub fn any_text() -> impl Strategy<Value = String> {
    let telling = || select(&TELLING[..]).prop_map(str::to_owned);
    prop_oneof![
        4 => telling(),
        2 => (telling(), telling()).prop_map(|(a, b)| a + &b),
        1 => "[a-zA-Z0-9 _-]{0,12}",
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ]
}

/// Any JSON, the members named as those of a collection are.
pub fn any_json() -> impl Strategy<Value = Value> {
    const MEMBERS: [&str; 22] = [
        "info",
        "item",
        "name",
        "request",
        "url",
        "method",
        "header",
        "body",
        "mode",
        "raw",
        "response",
        "code",
        "key",
        "value",
        "requests",
        "folders",
        "order",
        "id",
        "auth",
        "variable",
        "event",
        "collection",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        let key = prop_oneof![6 => select(&MEMBERS[..]).prop_map(str::to_owned), 1 => any_text()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// JSON as it stands in bodies.
fn any_body() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9f64).prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((any_text(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn pair() -> impl Strategy<Value = Value> {
    let members = (
        any_text(),
        any_text(),
        any_text(),
        any::<bool>(),
        select(&["text", "file"][..]),
    );
    members.prop_map(|(key, value, description, disabled, kind)| {
        json!({ "key": key, "value": value, "description": description, "disabled": disabled, "type": kind })
    })
}

fn pairs() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(pair(), 0..4)
}

fn url() -> impl Strategy<Value = Value> {
    let path = prop::collection::vec(any_text(), 0..4);
    let host = prop::collection::vec(any_text(), 0..3);
    let parts = (any_text(), any_text(), host, path, pairs(), pairs());
    prop_oneof![
        1 => any_text().prop_map(Value::from),
        3 => parts.prop_map(|(raw, protocol, host, path, query, variable)| {
            json!({ "raw": raw, "protocol": protocol, "host": host, "path": path, "query": query, "variable": variable })
        }),
    ]
}

fn body() -> impl Strategy<Value = Value> {
    let raw = |text: String| json!({ "mode": "raw", "raw": text, "options": { "raw": { "language": "json" } } });
    prop_oneof![
        Just(Value::Null),
        any_body().prop_map(move |value| raw(value.to_string())),
        any_text().prop_map(raw),
        pairs().prop_map(|pairs| json!({ "mode": "urlencoded", "urlencoded": pairs })),
        pairs().prop_map(|pairs| json!({ "mode": "formdata", "formdata": pairs })),
        (any_text(), any_text()).prop_map(|(query, variables)| {
            json!({ "mode": "graphql", "graphql": { "query": query, "variables": variables } })
        }),
    ]
}

fn response() -> impl Strategy<Value = Value> {
    let text = prop_oneof![any_body().prop_map(|value| value.to_string()), any_text()];
    let code = proptest::option::weighted(0.8, 100..620u16);
    (any_text(), code, pairs(), text).prop_map(|(name, code, header, body)| {
        json!({ "name": name, "status": name, "code": code, "header": header, "body": body })
    })
}

fn auth() -> impl Strategy<Value = Value> {
    let kind = select(&["bearer", "basic", "apikey", "digest", "noauth", "a b", ""][..]);
    (kind, pairs()).prop_map(|(kind, pairs)| json!({ "type": kind, kind: pairs }))
}

fn request() -> impl Strategy<Value = Value> {
    let method = prop_oneof![3 => select(&["GET", "POST", "DELETE", "HEAD"][..]).prop_map(str::to_owned), 1 => any_text()];
    let responses = prop::collection::vec(response(), 0..3);
    let parts = (
        any_text(),
        any_text(),
        method,
        url(),
        pairs(),
        body(),
        responses,
        prop::option::of(auth()),
    );
    parts.prop_map(|(name, description, method, url, header, body, response, auth)| {
        json!({
            "name": name,
            "request": {
                "description": description, "method": method, "url": url, "header": header, "body": body, "auth": auth,
            },
            "response": response,
        })
    })
}

fn item() -> impl Strategy<Value = Value> {
    request().prop_recursive(3, 8, 4, |inner| {
        let items = prop::collection::vec(inner, 0..4);
        (any_text(), any_text(), items).prop_map(|(name, description, items)| {
            json!({ "name": name, "description": description, "item": items })
        })
    })
}

/// A collection that is well-formed, and says anything.
pub fn any_collection() -> impl Strategy<Value = Value> {
    let items = prop::collection::vec(item(), 0..5);
    (any_text(), any_text(), items, pairs(), prop::option::of(auth())).prop_map(
        |(name, description, items, variable, auth)| {
            json!({
                "info": { "name": name, "description": description, "schema": "/collection/v2.1.0/" },
                "item": items, "variable": variable, "auth": auth,
            })
        },
    )
}

/// A collection of which some values have been replaced by others.
pub fn mutated() -> impl Strategy<Value = Value> {
    let changes = prop::collection::vec((any::<Index>(), any_json()), 1..6);
    (any_collection(), changes).prop_map(|(mut document, changes)| {
        for (index, value) in changes {
            let at = index.index(count(&document));
            replace(&mut document, &mut { at }, value);
        }
        document
    })
}

/// How many values stand in a value, itself included.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// Replaces the value that comes after so many others.
fn replace(value: &mut Value, left: &mut usize, new: Value) -> Option<Value> {
    if *left == 0 {
        *value = new;
        return None;
    }
    *left -= 1;
    let mut new = Some(new);
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        new = replace(child, left, new?);
    }
    new
}

/// How many requests a well-formed collection holds.
pub fn requests(document: &Value) -> usize {
    let items = document.get("item").and_then(Value::as_array);
    let own = usize::from(document.get("request").is_some_and(Value::is_object));
    own + items.map_or(0, |items| items.iter().map(requests).sum())
}
