//! Pages: what leads from one to the next, where they end, and what is refused.

mod common;

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use common::{ItemError, builder, core, known};
use futures_util::{StreamExt, TryStreamExt};
use http_body::Frame;
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::transport::Exchange;
use postwright_runtime::{
    AnyBody, Body, Call, Core, Error, Incoming, Items, Pages, Paging, Request, Retries, Transport,
    TransportError,
};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Listing {
    items: Vec<u64>,
}

type List = Call<Listing, ItemError>;

fn request(core: &Core) -> Request {
    core.request("GET", "/items", &[])
}

fn called(request: Request) -> List {
    request.call(|answer| match answer.code() {
        200 => answer.json(),
        _ => answer.undocumented(),
    })
}

fn list(core: &Core) -> List {
    called(request(core))
}

fn pages(call: List, paging: Paging) -> Pages<Listing, u64, ItemError> {
    call.pages(paging, |page| page.items)
}

fn server(bodies: &[&str]) -> Server {
    let json = [("Content-Type", "application/json")];
    let answers = bodies.iter().map(|body| Canned::new(200, &json, *body));
    Server::start(answers.collect())
}

fn targets(server: &Server) -> Vec<String> {
    let received = server.received().into_iter();
    received.map(|request| request.target).collect()
}

async fn all(pages: Pages<Listing, u64, ItemError>) -> (Vec<u64>, Option<String>) {
    let mut items = pages.items();
    let mut taken = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => taken.push(item),
            Err(error) => {
                assert!(items.next().await.is_none(), "nothing comes after an error");
                return (taken, Some(error.to_string()));
            }
        }
    }
    assert!(items.next().await.is_none(), "the end stays the end");
    (taken, None)
}

/// Walks over these answers; what is taken and what is sent.
async fn check(paging: Paging, bodies: &[&str], items: &[u64], sent: &[&str]) {
    check_from("", paging, bodies, items, sent).await;
}

/// The same, with a query of the caller's.
async fn check_from(query: &str, paging: Paging, bodies: &[&str], items: &[u64], sent: &[&str]) {
    let server = server(bodies);
    let mut request = request(&core(&server));
    if !query.is_empty() {
        request.raw_query(query);
    }
    let (taken, error) = all(pages(called(request), paging)).await;
    assert_eq!(error, None, "{paging:?} over {bodies:?}");
    assert_eq!(taken, items, "{paging:?} over {bodies:?}");
    assert_eq!(targets(&server), sent, "{paging:?} over {bodies:?}");
}

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
async fn urls() {
    let paging = Paging::url("/links/next");
    for (next, sent) in [
        ("/items?page=2", "/items?page=2"),
        ("?after=x%26", "/items?after=x%26"),
        ("more/2#top", "/more/2"),
    ] {
        let one = format!(r#"{{"items":[1],"links":{{"next":"{next}"}}}}"#);
        let bodies = [one.as_str(), r#"{"items":[2],"links":{"next":null}}"#];
        check_from("q=1", paging, &bodies, &[1, 2], &["/items?q=1", sent]).await;
    }
}

/// A server with a name of its own that answers with each of these bodies once.
struct Named(Mutex<Vec<&'static str>>, Arc<Mutex<Vec<String>>>);

impl Transport for Named {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        let mut sent = self.1.lock().expect("no panic");
        sent.push(request.uri().to_string());
        let body = self.0.lock().expect("no panic").remove(0);
        let answer = http::Response::new(Incoming::new(Whole(Some(body))));
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// A body in one piece.
struct Whole(Option<&'static str>);

impl http_body::Body for Whole {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let body = self.0.take().map(Bytes::from);
        Poll::Ready(body.map(|body| Ok(Frame::data(body))))
    }
}

#[tokio::test]
async fn a_whole_url_at_the_same_origin() {
    let bodies = vec![
        r#"{"items":[1],"next":"https://api.test:443/v2/other?page=2"}"#,
        r#"{"items":[2],"next":"http://api.test/items?page=3"}"#,
    ];
    let sent = Arc::default();
    let mut builder = builder("https://api.test/v1");
    builder.transport(Named(Mutex::new(bodies), Arc::clone(&sent)));
    let core = builder.build().expect("a valid client");
    let (taken, error) = all(pages(list(&core), Paging::url("/next"))).await;
    assert_eq!(taken, [1, 2]);
    assert!(error.is_some_and(|error| error.contains("another origin")));
    let expected = [
        "https://api.test/v1/items",
        "https://api.test/v2/other?page=2",
    ];
    assert_eq!(*sent.lock().expect("no panic"), expected);
}

#[tokio::test]
async fn a_url_of_another_origin_gets_nothing() {
    let other = Server::answering(200, &[], r#"{"items":[2]}"#);
    for url in [
        other.url(),
        "https://example.invalid/items".to_owned(),
        "mailto:x".to_owned(),
    ] {
        let server = server(&[&format!(r#"{{"items":[1],"next":"{url}"}}"#)]);
        let (taken, error) = all(pages(list(&known(&server.url())), Paging::url("/next"))).await;
        assert_eq!(taken, [1]);
        let error = error.expect("an error");
        assert!(error.contains("another origin"), "{error}");
        assert!(
            !error.contains("example.invalid"),
            "no value is shown: {error}"
        );
    }
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn urls_that_go_in_a_circle() {
    for url in ["/items", "?", "/items#again"] {
        let server = server(&[&format!(r#"{{"items":[1],"next":"{url}"}}"#)]);
        let (taken, error) = all(pages(list(&core(&server)), Paging::url("/next"))).await;
        let sent = targets(&server);
        assert!(sent.len() <= 2, "{url} is not followed for ever: {sent:?}");
        assert_eq!(taken.len(), sent.len());
        assert!(error.is_some_and(|error| error.contains("circle")), "{url}");
    }
}

#[tokio::test]
async fn link_headers() {
    for (link, sent) in [
        (r#"</items?page=2>; rel="next""#, Some("/items?page=2")),
        (r#"</a>; rel=prev, </b>; rel=next"#, Some("/b")),
        (
            r#"</a>; title="x, <y>; rel=next", </b>; REL="last Next""#,
            Some("/b"),
        ),
        (r#"</a>; rel="prev"; title="next""#, None),
        (r#"</a>; rel=nextpage"#, None),
        ("</a", None),
        ("", None),
    ] {
        let server = Server::start(vec![
            Canned::new(
                200,
                &[("Link", "<x>; rel=first"), ("Link", link)],
                r#"{"items":[1]}"#,
            ),
            Canned::new(200, &[], r#"{"items":[2]}"#),
        ]);
        let (_, error) = all(pages(list(&core(&server)), Paging::link())).await;
        assert_eq!(error, None, "{link}");
        let second = targets(&server).get(1).cloned();
        assert_eq!(second.as_deref(), sent, "{link}");
    }
}

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

#[tokio::test]
async fn user_and_password_of_the_server_go_along() {
    for (next, second) in [
        ("/items?p=2", "http://user:p%20w@api.test/items?p=2"),
        (
            "http://api.test:80/items?p=2",
            "http://user:p%20w@api.test/items?p=2",
        ),
        (
            "http://a:b@api.test/items?p=2",
            "http://a:b@api.test/items?p=2",
        ),
    ] {
        let first = format!(r#"{{"items":[1],"next":"{next}"}}"#).leak();
        let bodies = vec![&*first, r#"{"items":[2]}"#];
        let sent = Arc::default();
        let mut builder = builder("http://user:p w@api.test");
        builder.transport(Named(Mutex::new(bodies), Arc::clone(&sent)));
        let core = builder.build().expect("a valid client");
        let (taken, error) = all(pages(list(&core), Paging::url("/next"))).await;
        assert_eq!((taken, error), (vec![1, 2], None), "{next}");
        assert_eq!(sent.lock().expect("no panic")[1], second);
    }
}
