//! The lock of names as the command keeps it: where it is, when it is checked, and what is said of it.

mod desk;

use desk::Desk;

/// A collection of requests with one name.
fn collection(methods: &[&str]) -> String {
    let items = methods.iter().map(|method| {
        format!(r#"{{ "name": "Get", "request": {{ "method": "{method}", "url": "https://shop.example/x" }} }}"#)
    });
    let items = items.collect::<Vec<_>>().join(", ");
    format!(r#"{{ "info": {{ "name": "Shop" }}, "item": [{items}] }}"#)
}

#[test]
fn a_crate_holds_its_lock() {
    let desk = Desk::new();
    desk.write("shop.json", &collection(&["GET"]));
    let write = ["new", "shop.json", "--out", "shop"];
    let check = ["new", "shop.json", "--out", "shop", "--check"];
    desk.succeed(&write);
    assert!(desk.read("shop/names.lock").contains("\n\"get\" = "));

    desk.write("shop.json", &collection(&["PUT", "GET"]));
    desk.fail(&check);
    desk.succeed(&write);
    let lock = desk.read("shop/names.lock");
    assert!(
        lock.contains("\n\"get\" = ") && lock.contains("\n\"get_put\" = "),
        "{lock}"
    );
    desk.succeed(&check);

    // The lock alone is not what it should be.
    desk.write("shop/names.lock", &lock.replace("GET /x", "GET /y"));
    let said = desk.run(&check);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("changed: names.lock\n"), "{said:?}");
    let complaint = desk.fail(&check);
    assert!(complaint.starts_with("error: shop/names.lock is not what the collection gives\n  help: run `postwright new shop.json --out shop`"), "{complaint}");
    desk.succeed(&write);

    desk.write("shop.json", &collection(&["PUT"]));
    let said = desk.run(&write);
    assert!(
        said.err
            .contains("note: 1 published name is gone: method `get`\n  --> shop/names.lock\n"),
        "{said:?}"
    );
    assert!(desk.read("shop/src/lib.rs").contains("fn get_put("));

    desk.write("shop/names.lock", &format!("{lock}<<<<<<< ours\n"));
    let complaint = desk.fail(&write);
    assert!(
        complaint
            .starts_with("error: the file holds merge-conflict markers\n  --> shop/names.lock:"),
        "{complaint}"
    );
}

#[test]
fn a_module_has_one_inside_or_beside() {
    let desk = Desk::new();
    desk.write("shop.json", &collection(&["GET"]));
    desk.write("src/lib.rs", "// Mine.\n");
    desk.succeed(&["generate", "shop.json", "--out", "src"]);
    desk.succeed(&["generate", "shop.json", "--out", "src/one.rs"]);
    let kept = [
        "generate",
        "shop.json",
        "--out",
        "src/two.rs",
        "--names-lock",
        "kept/two.lock",
    ];
    desk.succeed(&kept);
    let lock = desk.read("kept/two.lock");
    assert_eq!(lock, desk.read("src/shop/names.lock"));
    assert_eq!(lock, desk.read("src/one.names.lock"));
    assert!(!desk.path("src/two.names.lock").exists());

    // It is no file that is stale.
    desk.write("shop.json", &collection(&["PUT", "GET"]));
    desk.succeed(&["generate", "shop.json", "--out", "src"]);
    desk.succeed(&["generate", "shop.json", "--out", "src", "--check"]);
    assert!(desk.read("src/shop/names.lock").contains("\"get\" = "));
    let complaint = desk.fail(&[
        "generate",
        "shop.json",
        "--out",
        "src/two.rs",
        "--names-lock",
        "kept/two.lock",
        "--check",
    ]);
    assert!(
        complaint.contains("--out src/two.rs --names-lock kept/two.lock`"),
        "{complaint}"
    );
}

#[test]
fn what_an_override_changes_elsewhere_is_no_loss() {
    let desk = Desk::new();
    let item = |name: &str, path: &str| {
        let body = r#"[{ \"id\": 1, \"title\": \"a\", \"sold\": true }]"#;
        format!(
            r#"{{ "name": "{name}", "request": {{ "method": "GET", "url": "https://shop.example/{path}" }}, "response": [{{ "code": 200, "body": "{body}" }}] }}"#
        )
    };
    let items = [
        item("List books", "books"),
        item("List new books", "new/books"),
    ]
    .join(", ");
    let text = format!(r#"{{ "info": {{ "name": "Shop" }}, "item": [{items}] }}"#);
    desk.write("shop.json", &text);
    let overrides = "[fields.\"list_books.200[].title\"]\nname = \"headline\"\n";
    desk.write("postwright.toml", overrides);
    let said = desk.run(&["new", "shop.json", "--out", "shop", "--strict"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.err.contains("remark:\n      1 x the override of `list_books.200[].title` also counts for `list_new_books.200[]`"),
        "{said:?}"
    );
}
