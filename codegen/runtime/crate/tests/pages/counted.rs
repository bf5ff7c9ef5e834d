//! Pages that are counted, and items.

use postwright_runtime::Paging;

use crate::common::core;
use crate::{all, called, check, check_from, pages, request, server};

#[tokio::test]
async fn numbers_of_pages() {
    let (one, two, none) = (r#"{"items":[1]}"#, r#"{"items":[2]}"#, r#"{"items":[]}"#);
    let paging = Paging::page("page", 1).items("/items");
    let sent = ["/items", "/items?page=2", "/items?page=3"];
    check(paging, &[one, two, none], &[1, 2], &sent).await;
    // The same page again: the server does not count further.
    check(paging, &[one, two, two], &[1, 2], &sent).await;
    check(paging, &[none], &[], &["/items"]).await;
    let sent = ["/items?page=7", "/items?page=8"];
    check_from("page=7", paging, &[one, none], &[1], &sent).await;
    let from_zero = Paging::page("page[number]", 0).items("/items");
    let sent = ["/items", "/items?page[number]=1"];
    check(from_zero, &[one, none], &[1], &sent).await;
}

#[tokio::test]
async fn how_many_pages_there_are() {
    let bodies = [r#"{"items":[1],"n":2}"#, r#"{"items":[2],"n":"2"}"#];
    for (first, second) in [(1, "/items?page=2"), (0, "/items?page=1")] {
        let paging = Paging::page("page", first).last("/n");
        check(paging, &bodies, &[1, 2], &["/items", second]).await;
    }
    let paging = Paging::page("page", 1).items("/items").total("/n");
    check(paging, &bodies, &[1, 2], &["/items", "/items?page=2"]).await;
    // Of items before the first page that was asked for nothing is known, so the total does not help.
    let sent = ["/items?page=4", "/items?page=5", "/items?page=6"];
    let bodies = [bodies[0], bodies[1], r#"{"items":[],"n":2}"#];
    check_from("page=4", paging, &bodies, &[1, 2], &sent).await;
    // Nothing that pages could end with.
    check(Paging::page("page", 1), &bodies[..1], &[1], &["/items"]).await;
}

#[tokio::test]
async fn offsets() {
    let paging = Paging::offset("offset", 0, "/items").total("/total");
    let bodies = [
        r#"{"items":[1,2],"total":3}"#,
        r#"{"items":[3],"total":3}"#,
        r#"{"items":[]}"#,
    ];
    check(paging, &bodies, &[1, 2, 3], &["/items", "/items?offset=2"]).await;
    let sent = ["/items?offset=1", "/items?offset=3"];
    check_from("offset=1", paging, &bodies[..1], &[1, 2], &sent[..1]).await;
    let untold = Paging::offset("offset", 0, "/items");
    let sent = ["/items", "/items?offset=2", "/items?offset=3"];
    check(untold, &bodies, &[1, 2, 3], &sent).await;
    let from_one = Paging::offset("startIndex", 1, "/items").total("/total");
    let sent = ["/items", "/items?startIndex=3"];
    check(from_one, &bodies, &[1, 2, 3], &sent).await;
}

#[tokio::test]
async fn a_number_that_is_none() {
    let server = server(&[r#"{"items":[1]}"#]);
    let mut request = request(&core(&server));
    request.raw_query("page=secret");
    let paging = Paging::page("page", 1).items("/items");
    let (taken, error) = all(pages(called(request), paging)).await;
    assert_eq!(taken, [1]);
    let error = error.expect("an error");
    assert!(
        error.contains("`page`") && !error.contains("secret"),
        "{error}"
    );
}

#[tokio::test]
async fn a_number_that_ends() {
    let server = server(&[r#"{"items":[1]}"#, r#"{"items":[2]}"#]);
    let mut request = request(&core(&server));
    request.query("page", &u64::MAX);
    let paging = Paging::page("page", 1).items("/items");
    let (taken, error) = all(pages(called(request), paging)).await;
    assert_eq!(taken, [1]);
    assert!(error.is_some_and(|error| error.contains("too great")));
}
