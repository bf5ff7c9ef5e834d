//! Walks over pages: their calls, their errors, their ends.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{AnyBody, Call, Error, Items, Pages, Paging, Retries};

use crate::common::{ItemError, core, known};
use crate::{Listing, all, called, list, pages, request, server, targets};

#[tokio::test]
async fn settings_of_the_call_and_of_the_pages_go_with_each() {
    let server = server(&[r#"{"items":[1],"next":"a"}"#, r#"{"items":[2]}"#]);
    let call = list(&known(&server.url())).header("X-One", "1");
    let pages = pages(call, Paging::token("cursor", "/next"));
    let pages = pages
        .header("X-Two", "2")
        .query("limit", 1)
        .timeout(Duration::from_secs(9));
    assert_eq!(all(pages).await, (vec![1, 2], None));
    for request in server.received() {
        assert_eq!(request.header("x-one"), Some("1"));
        assert_eq!(request.header("x-two"), Some("2"));
        assert_eq!(request.header("authorization"), Some("Bearer s3cr3t-t0k3n"));
        assert!(request.target.contains("limit=1"), "{}", request.target);
    }
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let server = Server::start(vec![
        Canned::new(200, &[], r#"{"items":[1],"next":"a"}"#),
        Canned::new(400, &[], "bad"),
    ]);
    let mut pages = pages(list(&core(&server)), Paging::token("cursor", "/next"));
    let first = pages.next().await.expect("a page").expect("an answer");
    assert_eq!(first.items, [1]);
    assert_eq!(server.received().len(), 1, "nothing is sent ahead");
    match pages.next().await {
        Some(Err(Error::Api(answer))) => {
            assert_eq!(*answer.body(), ItemError::BadRequest("bad".to_owned()));
        }
        other => panic!("{other:?}"),
    }
    assert!(pages.next().await.is_none());
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_call_that_was_sent_before_has_no_pages() {
    let server = server(&[r#"{"items":[1]}"#]);
    let mut call = list(&core(&server));
    (&mut call).await.expect("an answer");
    let (taken, error) = all(pages(call, Paging::token("cursor", "/next"))).await;
    assert!(taken.is_empty());
    assert!(error.is_some_and(|error| error.contains("sent before")));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn streams_that_can_be_sent_anywhere() {
    fn is_stream<S: futures_util::Stream + Unpin + Send>(_: &S) {}
    let server = server(&[r#"{"items":[1],"next":"a"}"#, r#"{"items":[2,3]}"#]);
    let pages: Pages<Listing, u64, ItemError> =
        pages(list(&core(&server)), Paging::token("cursor", "/next"));
    is_stream(&pages);
    let items: Items<Listing, u64, ItemError> = pages.items();
    is_stream(&items);
    assert_eq!(
        format!("{items:?}"),
        "Items(Pages(Request(GET /items)), 0 at hand)"
    );
    let doubled = tokio::spawn(items.map_ok(|item| item * 2).try_collect::<Vec<u64>>());
    assert_eq!(doubled.await.expect("a task").expect("pages"), [2, 4, 6]);
}

#[tokio::test]
async fn a_body_that_is_no_json_is_the_only_page() {
    let server = Server::answering(200, &[], "text");
    let call: Call<AnyBody> = request(&core(&server)).call_any(|answer| answer.any());
    let pages = call.pages(Paging::token("cursor", "/next"), |page| vec![page]);
    assert_eq!(pages.count().await, 1);
}

/// A typed page skips what it does not know, in which the token may stand all the same: to end there would lose items.
#[tokio::test]
async fn json_that_cannot_be_looked_through_is_an_error() {
    let body = r#"{"items":[1],"odd":"\ud800","next":"b"}"#;
    let server = server(&[body, r#"{"items":[2]}"#]);
    let paging = Paging::token("cursor", "/next");
    let (taken, error) = all(pages(called(request(&core(&server))), paging)).await;
    assert_eq!(taken, [1]);
    assert!(error.is_some_and(|error| error.contains("page")));
}

/// A loop that passes over an error does not take a part of the list for all of it.
#[tokio::test]
async fn a_page_that_fails_is_asked_for_again() {
    let page = |body: &str| Canned::new(200, &[], body);
    let first = page(r#"{"items":[1],"next":"b"}"#);
    let second = page(r#"{"items":[2]}"#);
    for (failure, again) in [
        (Canned::new(500, &[], "{}"), true),
        (Canned::new(503, &[], ""), true),
        (Canned::new(429, &[], ""), true),
        (page(r#"{"items":["#).promising(20), true),
        (Canned::new(404, &[], ""), false),
        (Canned::new(400, &[], ""), false),
        (page("{}"), false),
    ] {
        let what = format!("{failure:?}");
        let answers = vec![first.clone(), failure.clone(), failure, second.clone()];
        let server = Server::start(answers);
        let call = list(&core(&server)).retries(Retries::none());
        let mut items = pages(call, Paging::token("cursor", "/next")).items();
        let mut taken = Vec::new();
        let mut errors = 0;
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => taken.push(item),
                Err(_) => errors += 1,
            }
        }
        let (items, failed) = if again {
            (&[1, 2][..], 2)
        } else {
            (&[1][..], 1)
        };
        assert_eq!((&*taken, errors), (items, failed), "{what}");
        let targets = targets(&server);
        assert!(
            targets[1..]
                .iter()
                .all(|target| target == "/items?cursor=b"),
            "{what}"
        );
    }
}
