//! Tokens of the next page, ids of the last item among them.

use futures_util::TryStreamExt;
use postwright_runtime::{Call, Paging};
use serde::Deserialize;

use crate::common::core;
use crate::{all, called, check, check_from, pages, request, server, targets};

#[tokio::test]
async fn tokens() {
    let paging = Paging::token("page_token", "/next");
    let two = [r#"{"items":[1,2],"next":"a b&c"}"#, r#"{"items":[3]}"#];
    let sent = ["/items", "/items?page_token=a%20b%26c"];
    check(paging, &two, &[1, 2, 3], &sent).await;
    for end in [r#""""#, "null", "0", r#""0""#, "false", "{}"] {
        let body = format!(r#"{{"items":[1],"next":{end}}}"#);
        check(paging, &[&body], &[1], &["/items"]).await;
    }
    // A page without items may be followed by one with some.
    let gap = [r#"{"items":[],"next":7}"#, r#"{"items":[1]}"#];
    check(paging, &gap, &[1], &["/items", "/items?page_token=7"]).await;
}

#[tokio::test]
async fn a_token_that_is_there_although_nothing_follows() {
    let paging = Paging::token("cursor", "/meta/cursor").more("/more");
    let bodies = [
        r#"{"items":[1],"more":true,"meta":{"cursor":"a"}}"#,
        r#"{"items":[2],"more":false,"meta":{"cursor":"b"}}"#,
    ];
    check(paging, &bodies, &[1, 2], &["/items", "/items?cursor=a"]).await;
}

#[tokio::test]
async fn what_the_caller_gives_is_sent_with_each_page() {
    let paging = Paging::token("cursor", "/next");
    let bodies = [r#"{"items":[1],"next":"b"}"#, r#"{"items":[2]}"#];
    let sent = [
        "/items?cursor=a&limit=2&x=%26",
        "/items?limit=2&x=%26&cursor=b",
    ];
    check_from("cursor=a&limit=2&x=%26", paging, &bodies, &[1, 2], &sent).await;
}

#[tokio::test]
async fn a_token_that_comes_again_is_an_error() {
    let paging = Paging::token("cursor", "/next").items("/items");
    for (begin, tokens, expected) in [
        ("", vec!["a", "a"], vec![0, 1]),
        ("", vec!["a", "b", "a"], vec![0, 1, 2]),
        ("cursor=a", vec!["a"], vec![0]),
    ] {
        let bodies = tokens.iter().enumerate();
        let bodies = bodies.map(|(at, next)| format!(r#"{{"items":[{at}],"next":"{next}"}}"#));
        let bodies: Vec<String> = bodies.collect();
        let server = server(&bodies.iter().map(String::as_str).collect::<Vec<_>>());
        let mut request = request(&core(&server));
        request.raw_query(begin);
        let (taken, error) = all(pages(called(request), paging)).await;
        assert_eq!(taken, expected);
        let error = error.expect("an error");
        assert!(
            error.contains("`cursor`") && error.contains("circle"),
            "{error}"
        );
        assert!(!error.contains("=a"), "no value is shown: {error}");
    }
}

#[tokio::test]
async fn the_token_that_was_sent_without_items_is_the_end() {
    let paging = Paging::token("cursor", "/next").items("/items");
    let bodies = [r#"{"items":[1],"next":"a"}"#, r#"{"items":[],"next":"a"}"#];
    check(paging, &bodies, &[1], &["/items", "/items?cursor=a"]).await;
}

#[tokio::test]
async fn a_token_in_the_body() {
    for (body, sent) in [
        (
            r#"{"q":"x","page":{"cursor":null}}"#,
            r#"{"page":{"cursor":9},"q":"x"}"#,
        ),
        (r#"{"q":"x"}"#, r#"{"page":{"cursor":9},"q":"x"}"#),
        ("", r#"{"page":{"cursor":9}}"#),
    ] {
        let server = server(&[r#"{"items":[1],"next":9}"#, r#"{"items":[2]}"#]);
        let mut request = core(&server).request("POST", "/search", &[]);
        request.bytes("application/json", body);
        let paging = Paging::token("/page/cursor", "/next").in_body();
        let (taken, error) = all(pages(called(request), paging)).await;
        assert_eq!((taken, error), (vec![1, 2], None));
        // The order of members depends on whether anything else in the build has serde_json keep it.
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        let received = server.received();
        let bodies: Vec<_> = received.iter().map(|one| json(&one.text())).collect();
        assert_eq!(bodies, [json(body), json(sent)]);
    }
}

#[tokio::test]
async fn a_body_without_a_place_for_the_token_is_an_error() {
    let server = server(&[r#"{"items":[1],"next":9}"#]);
    let mut request = core(&server).request("POST", "/search", &[]);
    request.bytes("text/plain", "no JSON");
    let paging = Paging::token("/cursor", "/next").in_body();
    let (taken, error) = all(pages(called(request), paging)).await;
    assert_eq!(taken, [1]);
    assert!(error.is_some_and(|error| error.contains("has no place in the body")));
}

#[derive(Debug, Deserialize)]
struct Charges {
    data: Vec<Charge>,
}

#[derive(Debug, Deserialize)]
struct Charge {
    id: String,
}

#[tokio::test]
async fn the_last_item() {
    let server = server(&[
        r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#,
        r#"{"data":[{"id":"c"}],"has_more":false}"#,
    ]);
    let call: Call<Charges> = request(&core(&server)).call_any(|answer| answer.json());
    let paging = Paging::last_item("starting_after", "/data", "/id").more("/has_more");
    let items = call.pages(paging, |page| page.data).items();
    let ids: Vec<String> = items
        .map_ok(|item| item.id)
        .try_collect()
        .await
        .expect("pages");
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(targets(&server), ["/items", "/items?starting_after=b"]);
}
