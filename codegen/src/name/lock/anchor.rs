//! Where a type stands: where it was, as long as there is that folder.

use super::{Lock, Memory, split};
use crate::infer::{TypeId, Types};
use crate::model::{Api, GroupId};

/// Leaves types in the folders that the lock has them in.
pub(crate) fn anchor(api: &Api, types: &mut Types, lock: &Lock) {
    let memory = Memory::of(Some(lock), api, types);
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
            def.home = folder(api, &memory, module).unwrap_or(def.home);
        }
    }
}

/// The folder whose module had this path.
fn folder(api: &Api, memory: &Memory<'_>, module: &str) -> Option<GroupId> {
    let mut groups = (0..api.groups.len()).map(GroupId);
    groups.find(|group| match api.groups[group.0].parent {
        None => module.is_empty(),
        Some(_) => memory.group(*group) == Some(module),
    })
}
