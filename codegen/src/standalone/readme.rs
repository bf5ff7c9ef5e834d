//! The README of a crate of its own: what it is, how to use it, and the list of its operations.

use askama::Template;

use crate::banner::Banner;
use crate::emit::{Layout, program};
use crate::mock::requests;
use crate::model::{Api, GroupId};
use crate::{Understood, format};

#[derive(Template)]
#[template(path = "standalone_readme.md", escape = "none")]
struct Readme<'a> {
    banner: &'a str,
    title: String,
    docs: &'a str,
    package: &'a str,
    module: &'a str,
    example: String,
    servers: Vec<(String, String)>,
    environments: Vec<String>,
    credentials: Vec<String>,
    tokens: Vec<String>,
    token_path: String,
    has_pages: bool,
    folders: Vec<Folder>,
    operations: usize,
}

struct Folder {
    title: String,
    operations: Vec<Operation>,
}

struct Operation {
    call: String,
    request: String,
    title: String,
}

/// The text.
pub(super) fn readme(
    understood: &Understood,
    package: &str,
    banner: &Banner,
) -> Result<String, askama::Error> {
    let (api, names) = (&understood.api, &understood.names);
    let example = program::program(understood.scope_in(Layout::Own))
        .map(|program| format::module("", program));
    let servers = api.servers.iter().zip(&names.servers);
    Readme {
        banner: &banner.markdown(),
        title: if api.title.trim().is_empty() {
            package.to_owned()
        } else {
            line(&api.title)
        },
        docs: &api.docs,
        package,
        module: plain(&names.module),
        example: example
            .map(|example| without_docs(&example))
            .unwrap_or_default(),
        servers: servers
            .map(|(server, name)| {
                (
                    plain(name).to_owned(),
                    server.url.clone().unwrap_or_else(|| "to be set".to_owned()),
                )
            })
            .map(|(name, url)| (name, cell(&url)))
            .collect(),
        environments: names.environments.clone(),
        credentials: names
            .credentials
            .iter()
            .map(|credential| plain(&credential.method).to_owned())
            .collect(),
        tokens: token_methods(understood),
        token_path: token_path(api).unwrap_or_default(),
        has_pages: understood.types.has_pages(),
        folders: (0..api.groups.len())
            .map(|index| folder(understood, GroupId(index)))
            .filter(|folder| !folder.operations.is_empty())
            .collect(),
        operations: api.operations.len(),
    }
    .render()
}

/// The methods that set what gives tokens.
fn token_methods(understood: &Understood) -> Vec<String> {
    let (api, names) = (&understood.api, &understood.names);
    let grants = names
        .grants
        .iter()
        .map(|grant| plain(&grant.method).to_owned());
    let server = api
        .oauth2
        .as_ref()
        .and_then(|oauth2| oauth2.server.as_ref());
    let any = server.map(|_| "oauth2".to_owned());
    let providers = names.credentials.iter();
    let providers = providers.filter_map(|credential| credential.provider.clone());
    grants.chain(any).chain(providers).collect()
}

/// Where the mock server gives tokens as the authorization server does.
fn token_path(api: &Api) -> Option<String> {
    let paths = requests::tokens(api)?.paths;
    paths.into_iter().next()
}

fn folder(understood: &Understood, id: GroupId) -> Folder {
    let (api, names) = (&understood.api, &understood.names);
    let handles: String = names.groups[id.0]
        .path
        .iter()
        .map(|module| format!("{}().", plain(module)))
        .collect();
    let operations = api
        .operations_of(id)
        .map(|(operation_id, operation)| Operation {
            call: format!(
                "{handles}{}(…)",
                plain(&names.operations[operation_id.0].method)
            ),
            request: cell(&format!(
                "{} {}",
                operation.method,
                operation.path_template(api)
            )),
            title: cell(&line(&operation.name)),
        });
    let mut titles: Vec<String> = Vec::new();
    let mut at = id;
    while let Some(parent) = api.groups[at.0].parent {
        titles.push(line(&api.groups[at.0].name));
        at = parent;
    }
    titles.reverse();
    Folder {
        title: if titles.is_empty() {
            "Outside of folders".to_owned()
        } else {
            titles.join(" / ")
        },
        operations: operations.collect(),
    }
}

/// The program without what its head says.
fn without_docs(program: &str) -> String {
    let lines: Vec<&str> = program
        .lines()
        .skip_while(|line| line.starts_with("//") || line.is_empty())
        .collect();
    lines.join("\n")
}

fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// Text on one line, nothing of it HTML.
fn line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean
        .replace('<', "\\<")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('`', "'")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
