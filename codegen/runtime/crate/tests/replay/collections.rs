//! Collections of all versions, and their requests in order.

use serde_json::{Value, json};

use crate::support::collection::Collection;

/// Number, pointer, title and kind of auth of each request.
fn listed(value: &Value) -> Vec<String> {
    let collection = Collection::read(value).expect("a collection");
    let requests = collection.requests.iter().map(|saved| match saved {
        None => "none".to_owned(),
        Some(saved) => {
            let auth = saved.auth.as_ref().map_or("-", |auth| auth.kind.as_str());
            format!("{} {} {auth}", saved.pointer, saved.title)
        }
    });
    requests.collect()
}

#[test]
fn collections_of_v2_are_read_depth_first() {
    let request = json!({"method": "GET", "url": "http://a.example"});
    let value = json!({
        "auth": {"type": "basic"},
        "item": [
            {"name": "Folder", "auth": {"type": "bearer"}, "item": [
                {"name": "Inner", "request": request},
                {"name": "Own", "request": {"url": "", "auth": {"type": "noauth"}}},
            ]},
            {"name": "Text", "request": "http://a.example"},
            {"name": "Empty"},
            {"name": "Number", "request": 1},
            "no item",
            {"name": 5, "request": request},
            {"name": "Request and item", "item": null, "request": request},
        ],
    });
    let expected = [
        "/item/0/item/0 Folder / Inner bearer",
        "/item/0/item/1 Folder / Own noauth",
        "/item/1 Text basic",
        "none",
        "none",
        "/item/5 5 basic",
        "/item/6 Request and item basic",
    ];
    assert_eq!(listed(&value), expected);
    let wrapped = json!({"collection": {"item": [{"name": "A", "request": request}]}});
    assert_eq!(listed(&wrapped), ["/collection/item/0 A -"]);
}

#[test]
fn collections_of_v1_are_read_in_order_and_as_a_whole() {
    let request = |id: &str| json!({"id": id, "name": id, "url": "http://a.example"});
    let value = json!({
        "order": ["b", "gone", "b"],
        "folders_order": ["f"],
        "folders": [
            {"id": "f", "name": "F", "order": ["a"], "folders_order": ["f", "g"]},
            {"id": "g", "name": "G", "order": ["c"], "auth": {"type": "bearer"}},
            {"id": "h", "name": "Unlisted", "order": ["e"]},
        ],
        "requests": [request("a"), request("b"), request("c"), request("d"), request("e"), request("a"), 7],
    });
    let expected = [
        "/requests/2 F / G / c bearer",
        "/requests/0 F / a -",
        "/requests/1 b -",
        "/requests/4 Unlisted / e -",
        "/requests/3 d -",
        "/requests/5 a -",
    ];
    assert_eq!(listed(&value), expected);
}

#[test]
fn folders_of_v1_that_chain_without_end_are_read() {
    let folders = (0..20_000).map(
        |index| json!({"id": index, "name": "f", "folders_order": [index + 1], "order": [index]}),
    );
    let requests = (0..20_000).map(|index| json!({"id": index, "name": "r", "url": "x"}));
    let value = json!({
        "folders_order": [0],
        "folders": folders.collect::<Vec<_>>(),
        "requests": requests.collect::<Vec<_>>(),
    });
    assert_eq!(listed(&value).len(), 20_000);
}

#[test]
fn old_auth_has_its_names_of_today() {
    let table = [
        ("basicAuth", "basic"),
        ("oAuth1", "oauth1"),
        ("oAuth2", "oauth2"),
        ("awsSigV4", "awsv4"),
        ("bearerAuth", "bearer"),
        ("digestAuth", "digest"),
        ("normal", "-"),
        ("noauth", "-"),
    ];
    for (helper, kind) in table {
        let value = json!({
            "order": ["a"],
            "requests": [{"id": "a", "name": "a", "url": "x", "currentHelper": helper, "helperAttributes": {"id": "x"}}],
        });
        assert_eq!(
            listed(&value),
            [format!("/requests/0 a {kind}")],
            "{helper}"
        );
    }
}
