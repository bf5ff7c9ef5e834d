//! The lock as a file: written, read, broken.

use std::path::{Path, PathBuf};

use postwright::diag::Source;
use postwright::name::Lock;
use serde_json::json;

use crate::shop::{Shop, outlined, understood};
use crate::{lock_of, method, request};

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
