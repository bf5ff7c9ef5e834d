//! What a mock server has to know of an API, from model, types and names. Emission: it decides nothing.
//!
//! The server itself is part of the runtime ([`server`] for the command); it reads the text that is made here. Bodies stand in
//! it once each, JSON without what is between its tokens.

mod answers;
mod pages;
pub(crate) mod requests;
#[cfg(feature = "cli")]
pub mod server;
mod types;

// The plain data that both sides agree on.
#[path = "../../runtime/src/mock_data.rs"]
pub mod data;

use indexmap::IndexSet;
use serde::Serialize;

use self::data::{Description, Operation};
use self::types::Table;
use crate::Understood;
use crate::address::Addresses;
use crate::model::{Api, OperationId};

/// The file beside a module.
pub const FILE: &str = "mock.jsonc";

/// What the mock server reads, as JSON with a line for each type, body and request.
pub fn text(understood: &Understood) -> String {
    let Description {
        bases,
        types,
        texts,
        tokens,
        operations,
    } = describe(understood);
    let tokens = tokens.map(|tokens| format!("\"tokens\":{},\n", line(&tokens)));
    format!(
        "{{\"bases\":{},\n\"types\":{},\n\"texts\":{},\n{}\"operations\":{}}}\n",
        line(&bases),
        lines(&types),
        lines(&texts),
        tokens.unwrap_or_default(),
        lines(&operations)
    )
}

fn line(value: &impl Serialize) -> String {
    // Plain data, of which every key is text: writing it cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}

fn lines(values: &[impl Serialize]) -> String {
    let lines: Vec<String> = values
        .iter()
        .map(|value| format!("\n{}", line(value)))
        .collect();
    format!("[{}]", lines.join(","))
}

/// What every part adds to.
struct Context<'a> {
    understood: &'a Understood,
    addresses: Addresses<'a>,
    types: Table<'a>,
    texts: IndexSet<String>,
}

impl Context<'_> {
    /// The number of a body.
    fn text(&mut self, text: String) -> usize {
        self.texts.insert_full(text).0
    }
}

/// The API as the mock server knows it.
pub fn describe(understood: &Understood) -> Description {
    let mut context = Context {
        understood,
        addresses: Addresses::of(understood),
        types: Table::of(&understood.types),
        texts: IndexSet::new(),
    };
    let ids = (0..understood.api.operations.len()).map(OperationId);
    let operations: Vec<Operation> = ids.map(|id| operation(&mut context, id)).collect();
    Description {
        bases: bases(&understood.api),
        types: context.types.definitions(),
        texts: context.texts.into_iter().collect(),
        tokens: requests::tokens(&understood.api),
        operations,
    }
}

fn operation(context: &mut Context<'_>, id: OperationId) -> Operation {
    let understood = context.understood;
    let operation = &understood.api.operations[id.0];
    Operation {
        name: context.addresses.of_operation(id).to_string(),
        method: operation.method.clone(),
        path: requests::path(operation),
        params: requests::params(context, &operation.path_params),
        query: requests::params(context, &operation.query),
        headers: requests::params(context, &operation.headers),
        constants: requests::constants(operation),
        body: requests::body(context, operation),
        auth: requests::credentials(&understood.api, operation),
        unsaved: answers::unsaved(operation),
        pages: pages::of(&understood.types, id, operation),
        examples: answers::examples(context, operation),
    }
}

/// The paths in the URLs of the servers, in whatever environment.
fn bases(api: &Api) -> Vec<String> {
    let servers = api
        .servers
        .iter()
        .filter_map(|server| server.url.as_deref());
    let environments = api
        .environments
        .iter()
        .flat_map(|environment| &environment.servers);
    let urls = servers.chain(environments.map(|(_, url)| url.as_str()));
    let bases: IndexSet<&str> = urls
        .map(|url| path_of(url).trim_end_matches('/'))
        .filter(|path| !path.is_empty())
        .collect();
    bases.into_iter().map(str::to_owned).collect()
}

/// The path of a URL, empty if there is none.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    rest.find('/').map_or("", |at| &rest[at..])
}
