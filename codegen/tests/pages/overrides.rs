//! What an override says of pages.

use crate::{USERS, generated, pages};

fn overridden(says: &str) -> Result<String, String> {
    let overrides = format!("[operations.list_users]\n{says}\n");
    generated(&[USERS], &overrides, None).map(|generated| pages(&generated))
}

#[test]
fn what_an_override_says() {
    let items = "items in users: User";
    for (says, expected) in [
        ("pages = false", "none".to_owned()),
        (
            r#"pages = { scheme = "token", param = "page", next = "meta.next", more = "meta.left" }"#,
            format!(
                "meta.next of an answer is sent as page with the next call, until meta.left says no; {items}"
            ),
        ),
        (
            r#"pages = { scheme = "page", param = "page", first = 0, last = "meta.pages", items = "admins" }"#,
            "page counts pages from 0, up to meta.pages; items in admins: Admin".to_owned(),
        ),
        (
            r#"pages = { scheme = "offset", param = "page" }"#,
            format!("page counts items from 0, until a page is empty; {items}"),
        ),
        (
            r#"pages = { scheme = "last_item", param = "page", id = "id", items = "users" }"#,
            format!("id of the last item is sent as page with the next call; {items}"),
        ),
        (
            r#"pages = { scheme = "url", next = "meta.next" }"#,
            format!("meta.next of an answer is the URL of the next page; {items}"),
        ),
        (
            r#"pages = { scheme = "link" }"#,
            format!("a Link header says the URL of the next page; {items}"),
        ),
    ] {
        assert_eq!(overridden(says), Ok(expected), "{says}");
    }
}

#[test]
fn what_is_said_of_an_override_that_cannot_be_followed() {
    let complaints = [
        "pages = true",
        "pages = \"token\"",
        "pages = {}",
        r#"pages = { shceme = "link" }"#,
        r#"pages = { scheme = "tokn", param = "page" }"#,
        r#"pages = { scheme = "token", param = "page" }"#,
        r#"pages = { scheme = "link", param = "page" }"#,
        r#"pages = { scheme = "url", next = "meta.nxt" }"#,
        r#"pages = { scheme = "url", next = "meta.next", first = 1 }"#,
        r#"pages = { scheme = "page", param = "paeg" }"#,
        r#"pages = { scheme = "page", param = "page", first = "1" }"#,
        r#"pages = { scheme = "page", param = "page", first = -1 }"#,
        r#"pages = { scheme = "page", param = "page", items = "meta" }"#,
        r#"pages = { scheme = "page", param = "page", items = "users[].id" }"#,
        r#"pages = { scheme = "last_item", param = "page", id = "uid", items = "users" }"#,
        "pages = false\nskip = \"old\"",
    ];
    let rows = complaints.map(|says| {
        let error = overridden(says).expect_err(says);
        format!("{says}\n-----\n{error}\n=====\n")
    });
    insta::assert_snapshot!(rows.concat());
}
