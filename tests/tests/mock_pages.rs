//! The mock server and pages: a walk over an operation's pages ends, by each scheme, and leads nowhere else.

use postwright::diag::Source;
use postwright::read::Input;
use postwright::understand;
use postwright_runtime::core_builder::CoreBuilder;
use postwright_runtime::mock::Mock;
use postwright_runtime::{AnyBody, Core, Paging};
use serde_json::{Value, json};

/// A saved response: the query of its own request, its headers and its body.
type Saved = (&'static str, &'static [(&'static str, &'static str)], Value);

/// A mock server of one operation, `GET /things`, with these saved responses.
fn mock(query: &str, saved: &[Saved]) -> Mock {
    let url = |query: &str| format!("https://api.example.com/v1/things{query}");
    let responses = saved
        .iter()
        .enumerate()
        .map(|(at, (query, headers, body))| {
            let headers = headers
                .iter()
                .map(|(key, value)| json!({ "key": key, "value": value }));
            json!({
                "name": format!("Saved {at}"),
                "originalRequest": { "method": "GET", "url": url(query) },
                "code": 200,
                "header": headers.collect::<Value>(),
                "body": body.to_string(),
            })
        });
    let collection = json!({
        "info": { "name": "Things" },
        "item": [{
            "name": "List",
            "request": { "method": "GET", "url": url(query) },
            "response": responses.collect::<Value>(),
        }],
    });
    let source = Source {
        path: "things.json".into(),
        text: collection.to_string(),
    };
    let (_, understood, _) =
        understand(Input::from(source), "things").unwrap_or_else(|failure| panic!("{failure}"));
    let text = postwright::mock::text(&understood);
    assert!(text.contains("\"pages\":"), "{text}");
    Mock::start(&text).expect("a mock server")
}

fn client(url: &str, set: impl FnOnce(&mut CoreBuilder)) -> Core {
    let mut core = CoreBuilder::new(&[("base_url", None)]);
    core.server("base_url", "http", url.to_owned());
    set(&mut core);
    core.build().expect("a client")
}

/// The bodies of all pages, at most ten of them, with a socket and without.
async fn walk(mock: &Mock, query: &[(&str, &str)], paging: Paging) -> Vec<Value> {
    let over_http = client(&mock.url(), |_| {});
    let within = client("https://api.example.com", |core| {
        core.transport(mock.clone());
    });
    let mut walks = Vec::new();
    for client in [over_http, within] {
        let mut call = client.any_request("GET", "/v1/things");
        for (key, value) in query {
            call = call.query(key, value);
        }
        let mut pages = call.pages(paging, |page: AnyBody| vec![page]);
        let mut bodies = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.expect("a page");
            bodies.push(serde_json::from_slice(page.bytes()).expect("JSON"));
            assert!(bodies.len() < 10, "{bodies:?}");
        }
        walks.push(bodies);
    }
    assert_eq!(walks[0], walks[1]);
    for seen in mock.requests() {
        assert_eq!(seen.problems, [], "{}", seen.received.target);
    }
    walks.swap_remove(0)
}

#[tokio::test]
async fn a_token_leads_to_an_empty_page_unless_one_is_saved() {
    let paging = Paging::token("cursor", "/next_cursor").items("/things");
    let one = json!({ "next_cursor": "abc", "things": [{ "id": 1 }] });
    let two = json!({ "next_cursor": "def", "things": [{ "id": 2 }] });
    let end = json!({ "things": [] });
    let first = mock("?cursor=", &[("", &[], one.clone())]);
    let pages = walk(&first, &[], paging).await;
    assert_eq!(pages, [one.clone(), end.clone()]);
    // A token of the caller's own is no reason for an empty page.
    let pages = walk(&first, &[("cursor", "mine")], paging).await;
    assert_eq!(pages, [one.clone(), end.clone()]);

    let both = mock(
        "?cursor=",
        &[("?cursor=abc", &[], two.clone()), ("", &[], one.clone())],
    );
    let pages = walk(&both, &[], paging).await;
    assert_eq!(pages, [one.clone(), two, end.clone()]);

    // Saved behind the token that it gives itself, and in a circle of two.
    let own = mock("?cursor=", &[("?cursor=abc", &[], one.clone())]);
    let other = json!({ "next_cursor": "abc-2", "things": [{ "id": 1 }] });
    for query in [&[][..], &[("cursor", "abc")]] {
        let pages = walk(&own, query, paging).await;
        assert_eq!(pages, [other.clone(), end.clone()]);
    }
    let back = json!({ "next_cursor": "zero", "things": [{ "id": 2 }] });
    let circle = mock(
        "?cursor=",
        &[
            ("?cursor=zero", &[], one.clone()),
            ("?cursor=abc", &[], back.clone()),
        ],
    );
    let pages = walk(&circle, &[("cursor", "zero")], paging).await;
    let back = json!({ "next_cursor": "zero-2", "things": [{ "id": 2 }] });
    assert_eq!(pages, [one, back, end]);
}

#[tokio::test]
async fn a_member_that_is_always_there_stays() {
    let paging = Paging::token("cursor", "/next_cursor").items("/things");
    let page = |id: u64, next: u64| json!({ "next_cursor": next, "things": [{ "id": id }] });
    let mock = mock(
        "?cursor=0",
        &[
            ("?cursor=0", &[], page(1, 10)),
            ("?cursor=10", &[], page(2, 20)),
            ("?cursor=20", &[], page(3, 30)),
            ("?cursor=30", &[], page(4, 40)),
        ],
    );
    let pages = walk(&mock, &[], paging).await;
    let end = json!({ "next_cursor": 0, "things": [] });
    let all = [page(1, 10), page(2, 20), page(3, 30), page(4, 40), end];
    assert_eq!(pages, all);
}

#[tokio::test]
async fn numbers_count_up_to_what_is_saved() {
    let paging = Paging::page("page", 1)
        .items("/things")
        .last("/total_pages");
    let page = |at: u64| json!({ "page": at, "total_pages": 9, "things": [{ "id": at }] });
    let one = mock(
        "?page=1&per_page=20",
        &[("?page=1&per_page=20", &[], page(1))],
    );
    assert_eq!(walk(&one, &[("per_page", "5")], paging).await, [page(1)]);
    let several = mock(
        "?page=1&per_page=20",
        &[
            ("?page=2&per_page=20", &[], page(2)),
            ("?page=1&per_page=20", &[], page(1)),
        ],
    );
    let pages = walk(&several, &[("per_page", "5")], paging).await;
    assert_eq!(pages, [page(1), page(2)]);
    // Without items the number of pages says where the end is.
    let paging = Paging::page("page", 1).last("/total_pages");
    let pages = walk(&several, &[("per_page", "5")], paging).await;
    let end = json!({ "page": 1, "total_pages": 2, "things": [] });
    assert_eq!(pages[..2], [page(1), page(2)]);
    assert_eq!((pages.len(), &pages[2]["things"]), (3, &end["things"]));
}

#[tokio::test]
async fn offsets_count_up_to_what_is_saved() {
    let paging = Paging::offset("offset", 0, "/things").total("/total");
    let page = |id: u64| json!({ "total": 90, "things": [{ "id": id }, { "id": id + 1 }] });
    let one = mock("?offset=0&limit=2", &[("?offset=0&limit=2", &[], page(1))]);
    assert_eq!(walk(&one, &[("limit", "2")], paging).await, [page(1)]);
    let several = mock(
        "?offset=0&limit=2",
        &[
            ("?offset=0&limit=2", &[], page(1)),
            ("?offset=2&limit=2", &[], page(3)),
        ],
    );
    let pages = walk(&several, &[("limit", "2")], paging).await;
    assert_eq!(pages, [page(1), page(3)]);
}

#[tokio::test]
async fn the_last_item_leads_to_an_end() {
    let paging = Paging::last_item("starting_after", "/data", "/id").more("/has_more");
    let page = |id: &str| json!({ "object": "list", "has_more": true, "data": [{ "id": id }] });
    let end = json!({ "object": "list", "has_more": false, "data": [] });
    for asked in [
        "?limit=1&starting_after=ch_1",
        "?limit=1&starting_after=ch_2",
    ] {
        let mock = mock(
            "?limit=1&starting_after=ch_1",
            &[(asked, &[], page("ch_2"))],
        );
        let pages = walk(&mock, &[("limit", "1")], paging).await;
        assert_eq!(pages, [page("ch_2"), end.clone()]);
    }
}

#[tokio::test]
async fn urls_of_pages_are_those_of_the_mock_server() {
    let paging = Paging::url("/links/next");
    for next in [
        "https://api.example.com/v1/things?after=A1&n=1",
        "/v1/things?after=A1&n=1",
        // Back to itself.
        "https://api.example.com/v1/things",
    ] {
        let page = json!({ "things": [{ "id": 1 }], "links": { "next": next } });
        let mock = mock("", &[("", &[], page)]);
        let pages = walk_urls(&mock, paging).await;
        assert_eq!(pages.len(), 2, "{next}");
        let own = pages[0].pointer("/links/next").and_then(Value::as_str);
        let own = own.expect("a URL");
        let begin = if next.contains("://") {
            mock.url()
        } else {
            String::new()
        };
        assert!(own.starts_with(&format!("{begin}/v1/things?")), "{own}");
        assert_eq!(pages[1], json!({ "things": [], "links": {} }));
    }
}

#[tokio::test]
async fn links_are_those_of_the_mock_server() {
    let paging = Paging::link().items("");
    let links: &[(&str, &str)] = &[(
        "Link",
        "<https://api.example.com/v1/things?page=2>; rel=\"next\", <https://api.example.com/v1/things?page=9>; rel=\"last\"",
    )];
    let last: &[(&str, &str)] = &[(
        "Link",
        "<https://api.example.com/v1/things?page=1>; rel=\"prev\"",
    )];
    let saved: [&[Saved]; 3] = [
        &[("", links, json!([{ "id": 1 }]))],
        &[("?page=2", links, json!([{ "id": 1 }]))],
        &[
            ("", links, json!([{ "id": 1 }])),
            ("?page=2", last, json!([{ "id": 2 }])),
        ],
    ];
    for (saved, expected) in saved.iter().zip([
        [json!([{ "id": 1 }]), json!([])],
        [json!([{ "id": 1 }]), json!([])],
        [json!([{ "id": 1 }]), json!([{ "id": 2 }])],
    ]) {
        let mock = mock("", saved);
        assert_eq!(walk(&mock, &[], paging).await, expected);
    }
}

/// The pages as they come over HTTP: without a socket the URLs in them are others.
async fn walk_urls(mock: &Mock, paging: Paging) -> Vec<Value> {
    let call = client(&mock.url(), |_| {}).any_request("GET", "/v1/things");
    let mut pages = call.pages(paging, |page: AnyBody| vec![page]);
    let mut bodies = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.expect("a page");
        bodies.push(serde_json::from_slice(page.bytes()).expect("JSON"));
        assert!(bodies.len() < 10, "{bodies:?}");
    }
    bodies
}
