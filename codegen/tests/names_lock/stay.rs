//! Which name stays with what, case by case.

use postwright::Understood;
use serde_json::{Value, json};

use crate::shop::{Shop, public, understood};
use crate::{lock_of, method, request};

#[test]
fn a_newcomer_is_the_one_to_be_qualified() {
    let first = request("old", &["Orders"], "Create", "POST /orders");
    let lock = lock_of(&Shop::of(vec![first.clone()]));
    let second = request("new", &["Orders"], "Create", "PUT /orders");
    let both = Shop::of(vec![second, first]);
    let anew = understood(&both.json(), None);
    assert_eq!(
        (method(&anew, "old"), method(&anew, "new")),
        ("create_post", "create_put")
    );
    let kept = understood(&both.json(), Some(&lock));
    assert_eq!(
        (method(&kept, "old"), method(&kept, "new")),
        ("create", "create_put")
    );
}

#[test]
fn an_id_outlives_a_name_and_a_place() {
    let mut one = request("one", &["Orders"], "Create order", "POST /orders");
    one.id = Some("17".to_owned());
    let lock = lock_of(&Shop::of(vec![one.clone()]));
    one.name = "Place an order".to_owned();
    one.path = "/v2/orders".to_owned();
    let renamed = understood(&Shop::of(vec![one.clone()]).json(), Some(&lock));
    assert_eq!(method(&renamed, "one"), "create_order");
    assert_eq!(renamed.gone, None);
    one.folder = vec!["Archive".to_owned()];
    let moved = understood(&Shop::of(vec![one.clone()]).json(), Some(&lock));
    assert_eq!(method(&moved, "one"), "create_order");
    // Without one a new name is a new method, and the old one is gone.
    one.id = None;
    let new = understood(&Shop::of(vec![one]).json(), Some(&lock));
    assert_eq!(method(&new, "one"), "place_an_order");
    let gone = new.gone.expect("a note");
    assert!(
        gone.contains("method `orders::create_order`") && gone.contains("--> names.lock"),
        "{gone}"
    );
}

#[test]
fn what_is_like_it_in_all_but_the_body_is_told_apart() {
    let with = |tag: &str, body: Value| {
        let mut one = request(tag, &["Orders"], "Search", "POST /search");
        one.body = Some(body);
        one
    };
    let old = with("old", json!({ "name": "a" }));
    let lock = lock_of(&Shop::of(vec![old.clone()]));
    let new = with("new", json!({ "number": 1 }));
    let both = understood(&Shop::of(vec![new, old]).json(), Some(&lock));
    assert_eq!(method(&both, "old"), "search");
    assert_eq!(method(&both, "new"), "search_post");
}

#[test]
fn folders_of_one_name_are_known_by_what_they_hold() {
    let folder = |ids: &[usize]| -> Value {
        let requests = ids.iter().map(|id| {
            json!({ "name": format!("Get {id}"), "request": { "method": "GET", "url": format!("https://a.example/{id}"), "description": format!("{id}") } })
        });
        json!({ "name": "Orders", "item": requests.collect::<Vec<_>>() })
    };
    let collection = |folders: Vec<Value>| json!({ "info": { "name": "Shop" }, "item": folders });
    let first = understood(&collection(vec![folder(&[1, 2]), folder(&[3, 4])]), None);
    let lock = first.lock.to_text();
    let (a, b) = (folder(&[4, 3, 5]), folder(&[1, 6]));
    let turned = understood(&collection(vec![folder(&[7]), a, b]), Some(&lock));
    let module = |understood: &Understood, tag: &str| {
        let mut all = understood.api.operations.iter();
        let found = all.find(|operation| operation.docs == tag);
        let group = found.expect("such a request").group;
        understood.names.groups[group.0].path.join("::")
    };
    for (tag, expected) in [
        ("1", "orders"),
        ("3", "orders_2"),
        ("5", "orders_2"),
        ("7", "get_orders"),
    ] {
        assert_eq!(module(&turned, tag), expected, "{tag}");
    }
}

#[test]
fn of_a_type_that_becomes_two_the_name_stays_with_most() {
    let with = |tag: &str, item: Value| {
        let mut one = request(tag, &[], &format!("Get {tag}"), &format!("GET /{tag}"));
        one.answer = json!({ "item": { "part": item } });
        one
    };
    let part = || json!({ "name": "x" });
    let all = |first: Value| Shop::of(vec![with("a", first), with("b", part()), with("c", part())]);
    let lock = lock_of(&all(part()));
    let kept = understood(&all(json!({ "size": 1 })).json(), Some(&lock));
    let of = |tag: &str| {
        let names = public(&kept)[tag].clone();
        names
            .iter()
            .filter(|name| name.contains(".item"))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("b"),
        [
            "response 200.item: ::Item [\"part\"]",
            "response 200.item.part: ::Part [\"name\"]"
        ]
    );
    assert_eq!(
        of("a"),
        [
            "response 200.item: ::AItem [\"part\"]",
            "response 200.item.part: ::GetAPart [\"size\"]"
        ]
    );
}

#[test]
fn fields_and_variants_stay() {
    let with = |answer: Value| {
        let mut one = request("one", &[], "Get", "GET /one");
        one.answer = answer;
        Shop::of(vec![one])
    };
    let lock = lock_of(&with(json!({ "user-id": 1, "orderId": 2, "plain": 3 })));
    let more = with(
        json!({ "user_id": 0, "order_id": 0, "Plain": 0, "plain": 3, "orderId": 2, "user-id": 1 }),
    );
    let kept = understood(&more.json(), Some(&lock));
    assert_eq!(
        kept.names.types[0].members,
        [
            "user_id_snake",
            "order_id_snake",
            "plain_capital",
            "plain",
            "order_id",
            "user_id"
        ]
    );
    // And so does what was made unique then.
    let lock = kept.lock.to_text();
    let fewer = with(json!({ "user_id": 0, "order_id": 0, "Plain": 0 }));
    let kept = understood(&fewer.json(), Some(&lock));
    assert_eq!(
        kept.names.types[0].members,
        ["user_id_snake", "order_id_snake", "plain_capital"]
    );
}

#[test]
fn methods_of_the_builder_stay() {
    let collection = |hosts: &[&str]| {
        let items = hosts.iter().map(|host| {
            json!({ "name": host, "request": { "method": "GET", "url": format!("{{{{{host}}}}}/x"),
                "auth": { "type": "apikey", "apikey": [{ "key": "key", "value": format!("X-{host}") }] } } })
        });
        json!({ "info": { "name": "Shop" }, "item": items.collect::<Vec<_>>() })
    };
    let lock = understood(&collection(&["site"]), None).lock.to_text();
    let kept = understood(&collection(&["Site", "Site", "site"]), Some(&lock));
    let servers = kept.api.servers.iter().zip(&kept.names.servers);
    let servers: Vec<_> = servers
        .map(|(server, name)| (server.name.as_str(), name.as_str()))
        .collect();
    assert_eq!(servers, [("Site", "site_2"), ("site", "site")]);
}

#[test]
fn a_folder_gives_way_to_a_method() {
    let old = request("old", &[], "Orders", "GET /orders");
    let lock = lock_of(&Shop::of(vec![old.clone()]));
    let new = request("new", &["Orders"], "List", "GET /list");
    let kept = understood(&Shop::of(vec![new, old]).json(), Some(&lock));
    assert_eq!(method(&kept, "old"), "orders");
    assert_eq!(kept.names.groups[1].module, "orders_folder");
}
