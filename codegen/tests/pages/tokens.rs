//! Tokens of the next page, and the id of the last item.

use crate::{check, check_all};

#[test]
fn tokens() {
    let sent = |next: &str, input: &str| {
        format!("{next} of an answer is sent as {input} with the next call")
    };
    for (line, answer, expected) in [
        (
            "GET /users?page_size=30&next_page_token=",
            r#"{"next_page_token":"abc","users":[{"id":1}]}"#,
            sent("next_page_token", "next_page_token") + "; items in users: User",
        ),
        (
            "GET /files?pageToken=x",
            r#"{"nextPageToken":"abc","files":["a"]}"#,
            sent("nextPageToken", "pageToken") + "; items in files: String",
        ),
        (
            "GET /tweets?next_token=x",
            r#"{"data":[{"id":"1"}],"meta":{"next_token":"b26v89c19zqg8o3f"}}"#,
            sent("meta.next_token", "next_token") + "; items in data: Tweet",
        ),
        (
            "GET /channels?cursor=",
            r#"{"ok":true,"channels":[{"id":"C"}],"response_metadata":{"next_cursor":""}}"#,
            sent("response_metadata.next_cursor", "cursor") + "; items in channels: Channel",
        ),
        (
            "GET /contacts?limit=10&after=1",
            r#"{"results":[{"id":"1"}],"paging":{"next":{"after":"10","link":"https://x.test/contacts?after=10"}}}"#,
            sent("paging.next.after", "after") + "; items in results: Contact",
        ),
        (
            "GET /pages?start_cursor=x",
            r#"{"results":[{"id":"1"}],"has_more":true,"next_cursor":null}"#,
            sent("next_cursor", "start_cursor")
                + ", until has_more says no; items in results: Page",
        ),
        (
            "GET /changes?cursor=x",
            r#"{"entries":[{"id":"1"}],"has_more":true,"cursor":"y"}"#,
            sent("cursor", "cursor") + ", until has_more says no; items in entries: Change",
        ),
        (
            "GET /users?page=2",
            r#"{"users":[{"id":1}],"meta":{"next_page":3}}"#,
            sent("meta.next_page", "page") + "; items in users: User",
        ),
        // Two lists of objects, and none of them is said to be the one.
        (
            "GET /both?cursor=x",
            r#"{"red":[{"id":1}],"blue":[{"id":1}],"next_cursor":"y"}"#,
            sent("next_cursor", "cursor"),
        ),
        // A cursor that comes back says nothing by itself.
        (
            "GET /users?cursor=x",
            r#"{"users":[{"id":1}],"cursor":"y"}"#,
            "none".to_owned(),
        ),
        // The next page as a URL is no token.
        (
            "GET /users?cursor=x",
            r#"{"users":[{"id":1}],"next_cursor":"https://api.example.com/v1/others?cursor=y"}"#,
            "none".to_owned(),
        ),
        (
            "GET /sessions?token=x",
            r#"{"token":"y","sessions":[{"id":1}]}"#,
            "none".to_owned(),
        ),
        (
            "GET /users",
            r#"{"users":[{"id":1}],"next_page_token":"y"}"#,
            "none".to_owned(),
        ),
        (
            "GET /users?cursor=x",
            r#"{"users":[{"id":1}]}"#,
            "none".to_owned(),
        ),
        (
            "GET /users?cursor=x",
            r#"{"users":[{"id":1,"next_cursor":"y"}]}"#,
            "none".to_owned(),
        ),
    ] {
        check(line, answer, &expected);
    }
}

#[test]
fn tokens_in_bodies() {
    let answer = r#"{"results":[{"id":1}],"next_cursor":"y"}"#;
    let expected =
        "next_cursor of an answer is sent as cursor with the next call; items in results: User";
    check_all(
        "POST /users/search",
        r#"{"cursor":"x"}"#,
        answer,
        "",
        expected,
    );
    let unnamed = expected.replace("User", "GetItResult");
    check_all("POST /search?cursor=x", "", answer, "", &unnamed);
    // `File` is a name of the generated code's own.
    let nested = expected.replace("as cursor", "as page.cursor");
    let nested = nested.replace("User", "FileItem");
    check_all(
        "POST /files/list",
        r#"{"page":{"cursor":"x"}}"#,
        answer,
        "",
        &nested,
    );
    for line in [
        "POST /users",
        "PUT /users/search",
        "DELETE /list",
        "PATCH /query",
    ] {
        check_all(line, r#"{"cursor":"x"}"#, answer, "", "none");
    }
    check_all("POST /users?cursor=x", "", answer, "", "none");
}

#[test]
fn the_last_item() {
    let line = "GET /charges?limit=3&starting_after=ch_1";
    let answer = r#"{"data":[{"id":"ch_2"}],"has_more":true}"#;
    let expected = "id of the last item is sent as starting_after with the next call, until has_more says no; items in data: Charge";
    check(line, answer, expected);
    check(line, r#"{"data":[{"id":"ch_2"}]}"#, "none");
    check(line, r#"{"data":[{"key":"ch_2"}],"has_more":true}"#, "none");
}
