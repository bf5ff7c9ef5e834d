//! Names of folders: a module each, and the handle that holds its methods.

use std::collections::HashMap;

use super::lock::{self, Memory};
use super::methods::segment_words;
use super::scope::Scope;
use super::{Chosen, GroupNames, RESERVED_MODULES, RESERVED_TYPES, ident};
use crate::model::{Api, GroupId, Operation, OperationId};

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
    let newcomers = Newcomers {
        api,
        methods: published_methods(api, memory),
    };
    newcomers.name(&mut modules, &mut taken);
    modules.into_iter().map(Option::unwrap_or_default).collect()
}

/// How far the name of a folder is qualified; then nothing tells it from the others, and its own name is numbered.
const LAST_LEVEL: usize = 4;

/// Names folders that have no name yet.
struct Newcomers<'a> {
    api: &'a Api,
    /// What the handle of each folder has published.
    methods: HashMap<GroupId, Scope>,
}

impl Newcomers<'_> {
    /// Folders of one name in one folder are told apart by the method of all their requests, then by what their paths have
    /// in common.
    fn name(&self, modules: &mut [Option<String>], taken: &mut HashMap<GroupId, Scope>) {
        let is_new = |index: &usize| modules[*index].is_none();
        let new: Vec<usize> = (0..modules.len()).filter(is_new).collect();
        let mut levels = vec![0usize; modules.len()];
        let mut names: HashMap<usize, String> = new
            .iter()
            .map(|index| (*index, self.candidate(*index, 0)))
            .collect();
        loop {
            let moved = self.qualify_clashes(&new, &names, taken, &mut levels);
            for index in &moved {
                names.insert(*index, self.candidate(*index, levels[*index]));
            }
            if moved.is_empty() {
                break;
            }
        }
        for (index, name) in new
            .iter()
            .filter_map(|index| Some((*index, names.remove(index)?)))
        {
            let parent = self.api.groups[index].parent;
            modules[index] = parent.map(|parent| taken.entry(parent).or_default().unique(name));
        }
    }

    /// One round: every party of a clash is qualified further. Which folders that were.
    fn qualify_clashes(
        &self,
        new: &[usize],
        names: &HashMap<usize, String>,
        taken: &HashMap<GroupId, Scope>,
        levels: &mut [usize],
    ) -> Vec<usize> {
        let mut holders: HashMap<(GroupId, &str), Vec<usize>> = HashMap::new();
        for index in new {
            if let (Some(parent), Some(name)) = (self.api.groups[*index].parent, names.get(index)) {
                holders.entry((parent, name)).or_default().push(*index);
            }
        }
        let mut moved = Vec::new();
        for ((parent, name), parties) in holders {
            let is_taken = || taken.get(&parent).is_some_and(|scope| scope.contains(name));
            if parties.len() > 1 || is_taken() {
                moved.extend(
                    parties
                        .into_iter()
                        .filter(|index| levels[*index] < LAST_LEVEL),
                );
            }
        }
        moved.iter().for_each(|index| levels[*index] += 1);
        moved
    }

    fn candidate(&self, index: usize, level: usize) -> String {
        let group = &self.api.groups[index];
        let named = |text: &str| match ident::is_empty(text) {
            true => "folder".to_owned(),
            false => text.to_owned(),
        };
        let base = match level {
            0 | LAST_LEVEL => ident::module(&named(&group.name)),
            _ => {
                let requests = requests_in(self.api, GroupId(index));
                let path = if level == 1 {
                    String::new()
                } else {
                    common_path(&requests)
                };
                let name = match level {
                    3 if !path.is_empty() => String::new(),
                    _ => named(&group.name),
                };
                // The method stands before what it is about.
                let about = format!("{name} {path}");
                ident::module(&ident::qualified(&common_method(&requests), &about))
            }
        };
        let methods = group.parent.and_then(|parent| self.methods.get(&parent));
        if RESERVED_MODULES.contains(&base.as_str()) || methods.is_some_and(|m| m.contains(&base)) {
            format!("{}_folder", base.trim_end_matches('_'))
        } else {
            base
        }
    }
}

/// The requests of a folder and of those within.
fn requests_in(api: &Api, group: GroupId) -> Vec<&Operation> {
    let mut left = vec![group];
    let mut requests = Vec::new();
    while let Some(group) = left.pop() {
        requests.extend(api.operations_of(group).map(|(_, operation)| operation));
        left.extend(&api.groups[group.0].children);
    }
    requests
}

/// The method of all requests, in lower case; nothing if there are several.
fn common_method(requests: &[&Operation]) -> String {
    let method = requests.first().map_or("", |first| first.method.as_str());
    match requests.iter().all(|request| request.method == method) {
        true => method.to_lowercase(),
        false => String::new(),
    }
}

/// The words with which the paths of all requests begin.
fn common_path(requests: &[&Operation]) -> String {
    let Some((first, rest)) = requests.split_first() else {
        return String::new();
    };
    let words = |operation: &Operation| -> Vec<String> {
        operation
            .path
            .iter()
            .map(|segment| segment_words(operation, segment))
            .collect()
    };
    let mut common = words(first);
    for other in rest {
        let same = common.iter().zip(words(other)).take_while(|(a, b)| *a == b);
        common.truncate(same.count());
    }
    common.join(" ")
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
