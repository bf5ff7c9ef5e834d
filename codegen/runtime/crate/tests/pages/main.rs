//! Pages: what leads from one to the next, where they end, and what is refused.

#[path = "../common/mod.rs"]
mod common;

mod counted;
mod tokens;
mod urls;
mod walks;

use common::{ItemError, core};
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{Call, Core, Pages, Paging, Request};
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
