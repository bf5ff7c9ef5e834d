//! Types that keep their names: taken before any newcomer has a choice.

use super::memory::Memory;
use super::split;
use crate::infer::{TypeId, Types};
use crate::model::{Api, Body, GroupId, Operation, OperationId};
use crate::name::scope::Scope;
use crate::name::types::{Own, own};

/// The names that are kept.
#[derive(Debug)]
pub(crate) struct Kept {
    /// By type id.
    pub(crate) types: Vec<Option<String>>,
    /// By operation id.
    pub(crate) own: Vec<KeptOwn>,
}

/// The types that an operation has as such.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptOwn {
    pub(crate) body: Option<String>,
    pub(crate) params: Option<String>,
    pub(crate) response: Option<String>,
    pub(crate) error: Option<String>,
}

/// Takes the names that the lock gives to all types but those that have a chosen one. Where several things come to one name (by a move to another folder, or because one
/// type has become two), it stays with who had it there.
pub(crate) fn keep(
    api: &Api,
    types: &Types,
    memory: &Memory,
    chosen: Vec<Option<String>>,
    scopes: &mut [Scope],
) -> Kept {
    let mut kept = Kept {
        types: chosen,
        own: vec![KeptOwn::default(); api.operations.len()],
    };
    let mut operations: Vec<OperationId> = (0..api.operations.len()).map(OperationId).collect();
    operations.sort_by_key(|id| memory.method(*id));
    for at_home in [true, false] {
        keep_definitions(types, memory, scopes, at_home, &mut kept.types);
        for id in &operations {
            let operation = &api.operations[id.0];
            let own = &mut kept.own[id.0];
            let mut take = |role: &str, name: &mut Option<String>| {
                if let (None, Some(path)) = (&name, memory.own(*id, role)) {
                    *name = take(path, operation.group, memory, scopes, at_home);
                }
            };
            if operation.optional_params().next().is_some() {
                take("params", &mut own.params);
            }
            if operation.errors().next().is_some() {
                take("error", &mut own.error);
            }
            if matches!(operation.body_argument(), Some(Body::Form { .. })) {
                take("body", &mut own.body);
            }
            if has_several_answers(operation) {
                take("response", &mut own.response);
            }
        }
    }
    for (def, name) in types.defs.iter().zip(&kept.types) {
        let names = &mut kept.own[def.origin.operation.0];
        match own(api, def) {
            Some(Own::Body) => names.body.clone_from(name),
            Some(Own::Response) => names.response.clone_from(name),
            None => {}
        }
    }
    kept
}

/// Whether the answers of an operation are an enum.
pub(super) fn has_several_answers(operation: &Operation) -> bool {
    operation.successes().count() > 1
}

fn keep_definitions(
    types: &Types,
    memory: &Memory,
    scopes: &mut [Scope],
    at_home: bool,
    kept: &mut [Option<String>],
) {
    for (TypeId(index), path) in &memory.found {
        if kept[*index].is_none() {
            let home = types.defs[*index].home;
            kept[*index] = take(path, home, memory, scopes, at_home);
        }
    }
}

/// Takes the last name of a path, if it is of this folder or (then) if it is not, and nothing else has it.
fn take(
    path: &str,
    home: GroupId,
    memory: &Memory,
    scopes: &mut [Scope],
    at_home: bool,
) -> Option<String> {
    let (module, name) = split(path);
    let is_at_home = memory.group(home) == Some(module);
    (is_at_home == at_home && scopes[home.0].insert(name)).then(|| name.to_owned())
}
