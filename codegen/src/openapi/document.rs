//! The document as a whole: what it is about, its servers, and the folders as tags.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{Context, operations, schemas, security};
use crate::Understood;
use crate::diag::Diagnostics;
use crate::model::{Api, GroupId, Server, ServerId};

/// The document of an API. What it cannot say is added to the diagnostics.
pub fn document(understood: &Understood, diagnostics: &mut Diagnostics) -> Value {
    let api = &understood.api;
    let mut context = Context {
        understood,
        schemas: schemas::Names::of(understood),
        diagnostics,
    };
    let paths = operations::paths(&mut context);
    let mut document = Map::new();
    document.insert("openapi".to_owned(), json!("3.1.0"));
    document.insert("info".to_owned(), info(api));
    document.insert("servers".to_owned(), servers(api, ServerId(0)));
    insert_list(&mut document, "tags", tags(understood));
    document.insert("paths".to_owned(), paths);
    let mut components = Map::new();
    insert_map(&mut components, "schemas", schemas::components(&context));
    insert_map(
        &mut components,
        "securitySchemes",
        security::schemes(understood),
    );
    insert_map(&mut document, "components", components);
    insert_list(
        &mut document,
        "x-postwright-environments",
        environments(api),
    );
    Value::Object(document)
}

/// Adds a list, unless it is empty.
pub(super) fn insert_list(object: &mut Map<String, Value>, key: &str, list: Vec<Value>) {
    if !list.is_empty() {
        object.insert(key.to_owned(), Value::Array(list));
    }
}

/// Adds an object, unless it is empty.
pub(super) fn insert_map(object: &mut Map<String, Value>, key: &str, map: Map<String, Value>) {
    if !map.is_empty() {
        object.insert(key.to_owned(), Value::Object(map));
    }
}

/// Adds text, unless it is empty.
pub(super) fn insert_text(object: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        object.insert(key.to_owned(), json!(text));
    }
}

/// A collection states no version, and OpenAPI asks for one.
fn info(api: &Api) -> Value {
    let mut info = Map::new();
    info.insert("title".to_owned(), json!(api.title));
    insert_text(&mut info, "description", &api.docs);
    info.insert("version".to_owned(), json!("0.0.0"));
    Value::Object(info)
}

/// The places where a server is: as the collection says, then as each environment does.
pub(super) fn servers(api: &Api, id: ServerId) -> Value {
    let mut servers = vec![server(&api.servers[id.0])];
    for environment in &api.environments {
        let urls = environment.servers.iter().filter(|(of, _)| *of == id);
        for (_, url) in urls {
            servers.push(json!({ "url": url_text(url), "description": environment.name }));
        }
    }
    Value::Array(servers)
}

/// A server without a URL is a variable, which needs some value.
fn server(server: &Server) -> Value {
    match &server.url {
        Some(url) => json!({ "url": url_text(url), "description": server.name }),
        None => json!({
            "url": "{server}",
            "description": server.name,
            "variables": { "server": {
                "default": "http://localhost",
                "description": "The collection says only its name.",
            } },
        }),
    }
}

/// A URL in which braces are none of a variable.
fn url_text(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D")
}

/// Each folder is a tag, named by the way to it.
fn tags(understood: &Understood) -> Vec<Value> {
    let names = tag_names(understood);
    let groups = understood.api.groups.iter().zip(&names).skip(1);
    let tags = groups.map(|(group, name)| {
        let mut tag = Map::new();
        tag.insert("name".to_owned(), json!(name));
        insert_text(&mut tag, "description", &group.docs);
        Value::Object(tag)
    });
    tags.collect()
}

/// The tag of each group: the names of the folders down to it, or its modules where two have the same names.
pub(super) fn tag_names(understood: &Understood) -> Vec<String> {
    let api = &understood.api;
    let mut trails: Vec<String> = Vec::with_capacity(api.groups.len());
    for group in &api.groups {
        let trail = match group.parent {
            None => String::new(),
            Some(GroupId(0)) => group.name.clone(),
            Some(parent) => format!("{} / {}", trails[parent.0], group.name),
        };
        trails.push(trail);
    }
    let mut holders: HashMap<&str, usize> = HashMap::new();
    for trail in &trails {
        *holders.entry(trail).or_default() += 1;
    }
    let names = trails.iter().zip(&understood.names.groups);
    let names = names.map(|(trail, group)| match holders[trail.as_str()] {
        1 if !trail.trim().is_empty() => trail.clone(),
        _ => group.path.join("/"),
    });
    names.collect()
}

/// What the environments say, servers aside.
fn environments(api: &Api) -> Vec<Value> {
    let environments = api.environments.iter().map(|environment| {
        let settings = environment.settings.iter();
        let settings: Map<String, Value> = settings
            .map(|(id, value)| (api.settings[id.0].name.clone(), json!(value)))
            .collect();
        json!({ "name": environment.name, "settings": settings })
    });
    environments.collect()
}
