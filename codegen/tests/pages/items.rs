//! Where the items of a page are, and the methods that give them.

use postwright::Generated;

use crate::{Asked, USERS, check, generated};

#[test]
fn where_the_items_are() {
    for (answer, expected) in [
        (
            r#"{"data":{"users":[{"id":1}]},"next_cursor":"y"}"#,
            "; items in data.users: User",
        ),
        (
            r#"{"_embedded":{"users":[{"id":1}]},"next_cursor":"y"}"#,
            "; items in _embedded.users: User",
        ),
        (
            r#"{"users":[{"id":1}],"errors":[{"id":1}],"next_cursor":"y"}"#,
            "; items in users: User",
        ),
        (
            r#"{"items":[{"id":1}],"errors":[{"id":1}],"next_cursor":"y"}"#,
            "; items in items: User",
        ),
        (
            r#"{"people":[{"id":1}],"tags":["a"],"next_cursor":"y"}"#,
            "; items in people: Person",
        ),
        (r#"{"data":{"by_id":{"1":{"id":1}}},"next_cursor":"y"}"#, ""),
        (r#"{"user":{"friends":[{"id":1}]},"next_cursor":"y"}"#, ""),
    ] {
        let step = "next_cursor of an answer is sent as cursor with the next call";
        check("GET /users?cursor=x", answer, &format!("{step}{expected}"));
    }
}

/// The names of all methods, those of pages included.
fn methods(generated: &Generated) -> Vec<String> {
    let operations = generated.understood.names.operations.iter();
    operations
        .flat_map(|names| [names.method.clone(), names.pages.clone()])
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn the_methods_of_pages_have_names_of_their_own() {
    let asked = |name| Asked {
        name,
        ..USERS.clone()
    };
    let single = Asked {
        name: "List users pages",
        line: "GET /users/pages",
        answer: "{}",
        ..USERS.clone()
    };
    let first = generated(&[asked("List users")], "", None).expect("a collection");
    assert_eq!(methods(&first), ["list_users", "list_users_pages"]);
    let both = [asked("List users"), single];
    let fresh = generated(&both, "", None).expect("a collection");
    assert_eq!(
        methods(&fresh),
        ["list_users", "list_users_all_pages", "list_users_pages"]
    );
    // What is published stays, and the newcomer has another name.
    let lock = &first.understood.lock;
    let kept = generated(&both, "", Some(&lock.to_text())).expect("a collection");
    assert_eq!(
        methods(&kept),
        ["list_users", "list_users_pages", "list_users_pages_get"]
    );
}
