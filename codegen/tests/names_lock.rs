//! Published names stay: whatever else comes, goes or changes its place, what remains is called as before.

#[path = "names_lock/shop.rs"]
mod shop;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use postwright::Understood;
use postwright::diag::Source;
use postwright::name::Lock;
use proptest::prelude::*;
use serde_json::{Value, json};

use shop::{Edit, Request, Shop, any_edit, outlined, public, understood};

fn request(tag: &str, folder: &[&str], name: &str, line: &str) -> Request {
    Request::new(tag, folder, name, line)
}

/// The lock after a shop has been generated for the first time.
fn lock_of(shop: &Shop) -> String {
    understood(&shop.json(), None).lock.to_text()
}

#[track_caller]
fn method<'u>(understood: &'u Understood, tag: &str) -> &'u str {
    let mut operations = understood.api.operations.iter();
    let at = operations.position(|operation| operation.docs == tag);
    &understood.names.operations[at.expect("such a request")].method
}

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

#[test]
fn a_lock_says_the_same_when_read_and_written() {
    let shop = Shop::large();
    let first = understood(&shop.json(), None);
    let text = first.lock.to_text();
    let read = Lock::parse(&text, Path::new("names.lock")).expect("a lock");
    assert_eq!(read, first.lock);
    let again = understood(&shop.json(), Some(&text));
    assert_eq!(again.lock.to_text(), text);
    assert_eq!(outlined(&again), outlined(&first));
}

#[test]
fn names_of_any_letters_are_written() {
    let mut one = request(
        "one",
        &["a\"b\\c\u{7f}\n\u{1}é"],
        "x = { \"y\" }",
        "GET /ä#[z]",
    );
    one.answer = json!({ "a \"b\" = {": { "\u{0}": 1 } });
    let lock = lock_of(&Shop::of(vec![one]));
    assert!(Lock::parse(&lock, Path::new("x")).is_ok(), "{lock}");
    let table: toml::Table = lock.parse().expect("TOML");
    assert!(
        table["methods"]
            .as_table()
            .is_some_and(|methods| methods.len() == 1)
    );
}

#[test]
fn a_broken_lock_is_explained() {
    let head = "version = 1\nstyle = \"snake_case\"\n";
    let cases = [
        ("", "names.lock:1:1", "no lock of names"),
        ("version = 2\n", "names.lock:1:1", "no version `2`"),
        (
            "version = 1\n<<<<<<< HEAD\n",
            "names.lock:2:1",
            "merge-conflict markers",
        ),
        (
            "version = 1\n[methods]\n=======\n",
            "names.lock:3:1",
            "merge-conflict markers",
        ),
        (
            "version = 1\n[colours]\n",
            "names.lock:2:1",
            "no section `colours`",
        ),
        (
            "version = 1\nhello\n",
            "names.lock:2:1",
            "neither `version` nor `style`",
        ),
        (
            "version = 1\n[methods]\n\"a\" = { name = \"x }\n",
            "names.lock:3:16",
            "no line of a lock",
        ),
        (
            "version = 1\n[methods]\n\"a\" = \"x\"\n",
            "names.lock:3:1",
            "another form",
        ),
        (
            "version = 1\n[methods]\n\"my::Method\" = { name = \"x\" }\n",
            "names.lock:3:1",
            "`my::Method` cannot be",
        ),
        (
            "version = 1\n[methods]\n\"type\" = { name = \"x\" }\n",
            "names.lock:3:1",
            "`type` cannot be",
        ),
        (
            "version = 1\n[modules]\n\"r#type\" = { folder = \"x\" }\n",
            "names.lock:3:1",
            "`r#type` cannot be",
        ),
        (
            "version = 1\n[types]\n\"a body\" = \"a b\"\n",
            "names.lock:3:1",
            "`a b` cannot be",
        ),
        (
            "version = 1\n[methods]\n\"a\" = { name = \"x\" }\n\n\"a\" = { name = \"y\" }\n",
            "names.lock:5:1",
            "first in line 3",
        ),
        (
            "version = 1\n[types]\n\"a params\" = \"P\"\n\"b params\" = \"P\"\n",
            "names.lock:4:1",
            "first in line 3",
        ),
        (
            "version = 1\n[members]\n\"T a-b\" = \"a_b\"\n\"T a b\" = \"a_b\"\n",
            "names.lock:4:1",
            "first in line 3",
        ),
        (
            "version = 1\n[client]\n\"a::b\" = { server = \"x\" }\n",
            "names.lock:3:1",
            "`a::b` cannot be",
        ),
    ];
    for (text, place, message) in cases {
        let error = Lock::parse(text, Path::new("names.lock")).expect_err(text);
        let shown = error.to_string();
        assert!(
            shown.starts_with("error: ") && shown.contains("\n  help: "),
            "{shown}"
        );
        assert!(
            shown.contains(&format!("--> {place}\n")) && shown.contains(message),
            "{text}{shown}"
        );
    }
    assert!(Lock::parse(head, Path::new("names.lock")).is_ok());
}

#[test]
fn nothing_of_a_hand_written_lock_breaks_the_code() {
    let shop = Shop::of(vec![request("one", &["Orders"], "Get", "GET /one")]);
    let lock = "version = 1\n[modules]\n\"runtime\" = { folder = \"Orders\" }\n[methods]\n\"runtime::clone\" = { name = \"Get\", request = \"GET /one\" }\n[types]\n\"runtime::clone response 200\" = \"runtime::Client\"\n";
    let kept = understood(&shop.json(), Some(lock));
    assert_eq!(kept.names.groups[1].module, "orders");
    assert_eq!(method(&kept, "one"), "get");
    assert_eq!(kept.names.types[0].name, "GetResponse");
}

#[test]
fn a_lock_is_part_of_the_input() {
    let source = Source {
        path: PathBuf::from("shop.json"),
        text: Shop::large().json().to_string(),
    };
    let mut input = postwright::read::Input::from(source);
    input.names_lock = Some(Source {
        path: PathBuf::from("names.lock"),
        text: "nonsense".to_owned(),
    });
    let error = postwright::standalone::generate(input, "shop").expect_err("no lock");
    assert!(error.to_string().contains("names.lock:1:1"), "{error}");
}

/// The path of the type in a line of names: `orders::Order` of `response 200: orders::Order ["done"]`.
fn type_of(line: &str) -> &str {
    let path = line.split_once(": ").map_or("", |(_, rest)| rest);
    path.split(' ').next().unwrap_or_default()
}

/// The types that turn up with several requests.
fn shared_types(names: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut holders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (tag, lines) in names {
        for line in lines {
            holders.entry(type_of(line)).or_default().insert(tag);
        }
    }
    let shared = holders
        .into_iter()
        .filter(|(path, tags)| !path.is_empty() && tags.len() > 1);
    shared.map(|(path, _)| path.to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]


    /// However requests come, go and change places: what was there before and still is has its names.
    #[test]
    fn what_remains_is_called_as_before(
        start in proptest::collection::vec(any_edit(), 1..14),
        rounds in proptest::collection::vec(proptest::collection::vec(any_edit(), 1..6), 1..6),
    ) {
        let mut shop = Shop::of(Vec::new());
        start.iter().for_each(|edit| shop.apply(edit));
        shop.apply(&Edit::Add { at: 0, folder: 0, name: 0, line: 0, body: 0, answer: 0 });
        let mut last = understood(&shop.json(), None);
        shop.generated();
        for edits in rounds {
            edits.iter().for_each(|edit| shop.apply(edit));
            if shop.0.is_empty() {
                break;
            }
            let lock = last.lock.to_text();
            let next = understood(&shop.json(), Some(&lock));
            prop_assert_eq!(next.lock.to_text(), understood(&shop.json(), Some(&lock)).lock.to_text());
            let (old, new) = (public(&last), public(&next));
            let shared: BTreeSet<String> = [&old, &new].into_iter().flat_map(shared_types).collect();
            let modules: BTreeSet<String> = next.names.groups.iter().map(|group| group.path.join("::")).collect();
            for (tag, names) in &old {
                let Some(now) = new.get(tag) else { continue };
                prop_assert_eq!(names.len(), now.len());
                for (name, now) in names.iter().zip(now) {
                    // Of one that several requests share may become two, and of two one: most uses have the name then.
                    let is_shared = [name, now].iter().any(|line| shared.contains(type_of(line)));
                    // One that was shared stays where it was, until that folder is gone.
                    let module = type_of(name).rsplit_once("::").map_or("", |(module, _)| module);
                    let may_change = is_shared || !modules.contains(module);
                    if !may_change {
                        prop_assert_eq!(name, now, "{}\n{}\n{}", tag, lock, outlined(&next));
                    }
                }
            }
            shop.generated();
            last = next;
        }
    }
}
