//! What the tests share: clients of a test server, and types as a generator would write them.
#![allow(dead_code, missing_docs)]

pub mod memory;
pub mod raw;
pub mod scripted;
pub mod signing;
pub mod silent;
pub mod verdict;

use postwright_runtime::testing::Server;
use postwright_runtime::{
    Answer, Call, Core, CoreBuilder, Decoded, ErrorBody, auth::Bearer, basic::Basic,
};
use serde::Deserialize;

pub const TOKEN: &str = "s3cr3t-t0k3n";

pub fn builder(url: &str) -> CoreBuilder {
    let mut builder = CoreBuilder::new(&[("base_url", None), ("other", None)]);
    builder.server("base_url", "http", url.to_owned());
    builder
}

pub fn core(server: &Server) -> Core {
    builder(&server.url()).build().expect("a valid client")
}

/// A client with credentials.
pub fn known(url: &str) -> Core {
    let mut builder = builder(url);
    builder.credential("bearer", Bearer::new(TOKEN));
    builder.credential("basic", Basic::new("jörg", "pw"));
    builder.default_header("X-Default".to_owned(), TOKEN.to_owned());
    builder.build().expect("a valid client")
}

pub fn answering(status: u16, body: &str) -> Server {
    let headers = [("Content-Type", "application/json"), ("X-Id", "7")];
    Server::answering(status, &headers, body)
}

#[derive(Debug, Deserialize, PartialEq)]
pub struct Item {
    pub id: i64,
    pub tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ItemError {
    BadRequest(String),
    NotModified,
}

impl ErrorBody for ItemError {
    fn decode(answer: &Answer) -> Decoded<Self> {
        match answer.code() {
            304 => answer.empty().map(|()| Self::NotModified),
            400 => answer.text().map(Self::BadRequest),
            _ => answer.undocumented(),
        }
    }
}

pub fn get_item(core: &Core, id: i64) -> Call<Item, ItemError> {
    let request = core.request("GET", "/items/{id}", &[&id]);
    request.call(|answer| match answer.code() {
        200 => answer.json(),
        _ => answer.undocumented(),
    })
}

pub fn any(core: &Core, method: &str, path: &str) -> Call<()> {
    core.request(method, path, &[])
        .call_any(|answer| match answer.code() {
            200 => answer.empty(),
            _ => answer.undocumented(),
        })
}
