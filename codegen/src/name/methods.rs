//! Names of methods: each once in its group, and told apart by what their requests differ in.

use std::collections::HashMap;

use super::lock::Memory;
use super::operations::Context;
use super::scope::Scope;
use super::{Chosen, GroupNames, ident, lock};
use crate::model::{
    Api, ConstantTarget, ConstantValue, GroupId, Operation, OperationId, PathPiece,
};

/// How far a name is qualified.
const LAST_LEVEL: usize = 4;

/// Names that mean something else to every reader, and to clippy: no method takes one.
const RESERVED_METHODS: [&str; 12] = [
    "new", "clone", "core", "fmt", "default", "deref", "borrow", "as_ref", "eq", "cmp", "hash",
    "index",
];

/// The methods that each group has beside those of its operations.
fn method_scopes(api: &Api, groups: &[GroupNames], settings: &[String]) -> Vec<Scope> {
    let mut scopes = vec![Scope::without(&RESERVED_METHODS); api.groups.len()];
    for (index, group) in api.groups.iter().enumerate() {
        if let Some(parent) = group.parent {
            scopes[parent.0].insert(&groups[index].module);
        }
    }
    if let Some(client) = scopes.first_mut() {
        client.insert("builder");
        client.insert("request");
        for name in settings {
            client.insert(&format!("with_{}", name.trim_start_matches("r#")));
        }
    }
    scopes
}

impl Context<'_> {
    /// Method names, unique in their group. Who has one keeps it. Other operations of one name are told apart by their HTTP
    /// method, then by their path, then by their query. Each with the method that gives its pages: that of a kept name is published, too.
    pub(super) fn methods(&self, api: &Api, groups: &[GroupNames]) -> Vec<(String, String)> {
        let mut scopes = method_scopes(api, groups, self.settings);
        let mut kept = claim_methods(api, self.chosen, &mut scopes);
        keep_methods(api, &mut scopes, self.memory, &mut kept);
        let pages = self.keep_pages(api, &kept, &mut scopes);
        let mut levels = vec![0usize; api.operations.len()];
        let mut names: Vec<String> = api
            .operations
            .iter()
            .map(|operation| candidate(operation, 0))
            .collect();
        loop {
            let moved = qualify_clashes(api, &scopes, &names, &kept, &mut levels);
            for id in &moved {
                names[id.0] = candidate(&api.operations[id.0], levels[id.0]);
            }
            if moved.is_empty() {
                break;
            }
        }
        let operations = api.operations.iter().zip(names).zip(kept);
        let methods: Vec<String> = operations
            .map(|((operation, name), kept)| {
                kept.unwrap_or_else(|| scopes[operation.group.0].unique(name))
            })
            .collect();
        let pages = pages.into_iter().zip(&methods).enumerate();
        let pages: Vec<String> = pages
            .map(|(index, (kept, method))| {
                let scope = &mut scopes[api.operations[index].group.0];
                let own = self.types.pages(OperationId(index));
                own.map_or_else(String::new, |_| {
                    kept.unwrap_or_else(|| claim_pages(method, scope))
                })
            })
            .collect();
        methods.into_iter().zip(pages).collect()
    }

    /// The methods that give the pages of operations that have their names already.
    fn keep_pages(
        &self,
        api: &Api,
        kept: &[Option<String>],
        scopes: &mut [Scope],
    ) -> Vec<Option<String>> {
        let kept = kept.iter().enumerate();
        kept.map(|(index, method)| {
            self.types.pages(OperationId(index))?;
            let scope = &mut scopes[api.operations[index].group.0];
            Some(claim_pages(method.as_ref()?, scope))
        })
        .collect()
    }
}

/// The name of the method that gives the pages of another.
fn claim_pages(method: &str, scope: &mut Scope) -> String {
    let method = method.trim_start_matches("r#");
    let name = format!("{method}_pages");
    match scope.insert(&name) {
        true => name,
        false => scope.unique(format!("{method}_all_pages")),
    }
}

/// The chosen methods that are free: they are taken first.
fn claim_methods(api: &Api, chosen: &Chosen, scopes: &mut [Scope]) -> Vec<Option<String>> {
    let mut claimed = vec![None; api.operations.len()];
    for (id, name) in &chosen.operations {
        let name = ident::snake(name);
        if scopes[api.operations[id.0].group.0].insert(&name) {
            claimed[id.0] = Some(name);
        }
    }
    claimed
}

/// Adds the names that other operations have: first in their own folders, then of those that have moved.
fn keep_methods(api: &Api, scopes: &mut [Scope], memory: &Memory<'_>, kept: &mut [Option<String>]) {
    let known = (0..api.operations.len())
        .filter(|index| kept[*index].is_none())
        .filter_map(|index| Some((memory.method(OperationId(index))?, index)));
    let mut known: Vec<(&str, usize)> = known.collect();
    known.sort_unstable();
    for at_home in [true, false] {
        for (path, index) in &known {
            let group = api.operations[*index].group;
            let (module, name) = lock::split(path);
            let is_at_home = memory.group(group) == Some(module);
            if is_at_home == at_home && scopes[group.0].insert(name) {
                kept[*index] = Some(name.to_owned());
            }
        }
    }
}

/// One round: every party of a clash is qualified further. Which operations that were.
fn qualify_clashes(
    api: &Api,
    scopes: &[Scope],
    names: &[String],
    kept: &[Option<String>],
    levels: &mut [usize],
) -> Vec<OperationId> {
    let mut holders: HashMap<(GroupId, &str), Vec<OperationId>> = HashMap::new();
    let all = api.operations.iter().zip(names).enumerate();
    for (index, (operation, name)) in all.filter(|(index, _)| kept[*index].is_none()) {
        let key = (operation.group, name.as_str());
        holders.entry(key).or_default().push(OperationId(index));
    }
    let mut moved: Vec<OperationId> = Vec::new();
    for ((group, name), ids) in &holders {
        if ids.len() > 1 || scopes[group.0].contains(name) {
            moved.extend(ids.iter().filter(|id| levels[id.0] < LAST_LEVEL));
        }
    }
    moved.iter().for_each(|id| levels[id.0] += 1);
    moved
}

fn candidate(operation: &Operation, level: usize) -> String {
    let name = if ident::is_empty(&operation.name) || is_url(&operation.name) {
        from_path(operation)
    } else {
        operation.name.clone()
    };
    let method = operation.method.to_lowercase();
    match level {
        0 => ident::snake(&name),
        1 => ident::qualified(&name, &method),
        2 => ident::qualified(&name, &path_words(operation)),
        3 => ident::qualified(&name, &format!("{method} {}", path_words(operation))),
        _ => ident::qualified(&name, &format!("{method} {}", query_words(operation))),
    }
}

/// Whether a name is a URL: Postman calls a request so until somebody gives it a name.
fn is_url(name: &str) -> bool {
    let name = name.trim();
    let is_variable = || {
        name.split_once("}}")
            .is_some_and(|(_, path)| path.starts_with('/'))
    };
    name.starts_with("http://")
        || name.starts_with("https://")
        || name.starts_with("{{") && is_variable()
}

/// The name of a request that has none: its method and path.
fn from_path(operation: &Operation) -> String {
    format!(
        "{} {}",
        operation.method.to_lowercase(),
        path_words(operation)
    )
}

fn path_words(operation: &Operation) -> String {
    let segments = operation.path.iter();
    let words = segments.map(|segment| segment_words(operation, segment));
    words.collect::<Vec<_>>().join(" ")
}

/// What a segment of a path says.
pub(super) fn segment_words(operation: &Operation, segment: &[PathPiece]) -> String {
    let words = segment.iter().map(|piece| match piece {
        PathPiece::Literal(text) => text.as_str(),
        PathPiece::Param(index) => &operation.path_params[*index].wire,
        PathPiece::Setting(_) => "",
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The keys of a query, with the values that are always sent.
fn query_words(operation: &Operation) -> String {
    let params = operation.query.iter().map(|param| param.wire.clone());
    let constants = operation.constants.iter().filter_map(|constant| {
        let value = match &constant.value {
            ConstantValue::Literal(value) => value.as_str(),
            ConstantValue::Setting(_) => "",
        };
        (constant.target == ConstantTarget::Query).then(|| format!("{} {value}", constant.wire))
    });
    constants.chain(params).collect::<Vec<_>>().join(" ")
}
