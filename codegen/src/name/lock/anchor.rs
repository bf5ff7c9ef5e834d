//! Where a type stands: where it was, as long as there is that folder.

use std::collections::HashMap;

use super::{Lock, Memory, split};
use crate::infer::{TypeId, Types};
use crate::model::{Api, GroupId};

/// Leaves types in the folders that the lock has them in.
pub(crate) fn anchor(api: &Api, types: &mut Types, lock: &Lock) {
    let memory = Memory::of(Some(lock), api, types);
    let folders = folders(api, &memory);
    for (index, def) in types.defs.iter_mut().enumerate() {
        let Some((module, _)) = memory.definition(TypeId(index)).map(split) else {
            continue;
        };
        // One that was its operation's alone goes with it.
        let method = memory.method(def.origin.operation).map(split);
        let is_alone = def.also.is_empty()
            && def.home == def.origin.group
            && method.is_some_and(|(of, _)| of == module);
        if !is_alone {
            def.home = folders.get(module).copied().unwrap_or(def.home);
        }
    }
}

/// The folders by the paths that their modules had.
fn folders<'l>(api: &Api, memory: &Memory<'l>) -> HashMap<&'l str, GroupId> {
    let mut folders = HashMap::new();
    for (index, group) in api.groups.iter().enumerate() {
        let id = GroupId(index);
        let path = match group.parent {
            None => Some(""),
            Some(_) => memory.group(id),
        };
        if let Some(path) = path {
            folders.entry(path).or_insert(id);
        }
    }
    folders
}
