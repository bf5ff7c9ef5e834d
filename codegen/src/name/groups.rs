//! Names of folders: a module each, and the handle that holds its methods.

use std::collections::HashMap;

use super::lock::{self, Memory};
use super::scope::Scope;
use super::{Chosen, GroupNames, RESERVED_MODULES, RESERVED_TYPES, ident};
use crate::model::{Api, GroupId, OperationId};

/// Names all folders.
pub(super) fn name(api: &Api, chosen: &Chosen, memory: &Memory<'_>) -> Vec<GroupNames> {
    let mut names: Vec<GroupNames> = Vec::with_capacity(api.groups.len());
    let modules = modules(api, chosen, memory);
    for (group, module) in api.groups.iter().zip(modules) {
        let Some(parent) = group.parent else {
            names.push(GroupNames {
                module: String::new(),
                handle: "Client".to_owned(),
                path: Vec::new(),
            });
            continue;
        };
        let mut path = names[parent.0].path.clone();
        path.push(module.clone());
        let pascal = ident::pascal(&module);
        let handle = if RESERVED_TYPES.contains(&pascal.as_str()) {
            format!("{pascal}Group")
        } else {
            pascal
        };
        names.push(GroupNames {
            module,
            handle,
            path,
        });
    }
    names
}

/// The module of each folder; nothing for the root. Chosen ones come first. Folders that have one keep it, first where they are, then those that
/// have moved.
fn modules(api: &Api, chosen: &Chosen, memory: &Memory<'_>) -> Vec<String> {
    let mut taken: HashMap<GroupId, Scope> = HashMap::new();
    let mut modules = claim(api, chosen, &mut taken);
    for at_home in [true, false] {
        for (index, group) in api.groups.iter().enumerate() {
            let known = group.parent.zip(memory.group(GroupId(index)));
            let Some((parent, (module, name))) = known.map(|(p, path)| (p, lock::split(path)))
            else {
                continue;
            };
            let is_at_home = memory.group(parent) == Some(module);
            let is_free = || !RESERVED_MODULES.contains(&name);
            if modules[index].is_some() || is_at_home != at_home || !is_free() {
                continue;
            }
            if taken.entry(parent).or_default().insert(name) {
                modules[index] = Some(name.to_owned());
            }
        }
    }
    let methods = published_methods(api, memory);
    let groups = api.groups.iter().zip(modules);
    groups
        .map(|(group, kept)| match (group.parent, kept) {
            (None, _) => String::new(),
            (Some(_), Some(name)) => name,
            (Some(parent), None) => {
                let is_method = |name: &str| methods.get(&parent).is_some_and(|m| m.contains(name));
                let base = candidate(&group.name, is_method);
                taken.entry(parent).or_default().unique(base)
            }
        })
        .collect()
}

/// The chosen modules that can be called so: they are taken first.
fn claim(api: &Api, chosen: &Chosen, taken: &mut HashMap<GroupId, Scope>) -> Vec<Option<String>> {
    let mut claimed = vec![None; api.groups.len()];
    for (id, name) in &chosen.groups {
        let parent = api.groups.get(id.0).and_then(|group| group.parent);
        let is_free = !RESERVED_MODULES.contains(&name.as_str()) && ident::module(name) == *name;
        let Some(parent) = parent.filter(|_| is_free) else {
            continue;
        };
        if taken.entry(parent).or_default().insert(name) {
            claimed[id.0] = Some(name.clone());
        }
    }
    claimed
}

/// The methods that the handle of each folder has published: a module has one of its name there, too.
fn published_methods(api: &Api, memory: &Memory<'_>) -> HashMap<GroupId, Scope> {
    let mut methods: HashMap<GroupId, Scope> = HashMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        if let Some(path) = memory.method(OperationId(index)) {
            let scope = methods.entry(operation.group).or_default();
            scope.insert(lock::split(path).1);
        }
    }
    methods
}

fn candidate(name: &str, is_method: impl Fn(&str) -> bool) -> String {
    let base = if ident::is_empty(name) {
        "folder".to_owned()
    } else {
        ident::module(name)
    };
    if RESERVED_MODULES.contains(&base.as_str()) || is_method(&base) {
        format!("{}_folder", base.trim_end_matches('_'))
    } else {
        base
    }
}
