//! Which folder's module a type is in: the closest around all the folders that use it.

use super::{TypeDef, TypeId};
use crate::model::{Api, GroupId};

/// Settles it for all types. A type is used wherever one is that holds it.
pub(super) fn settle(api: &Api, defs: &mut [TypeDef]) {
    for def in defs.iter_mut() {
        let groups = def.also.iter().map(|origin| origin.group);
        def.home = groups.fold(def.origin.group, |home, group| around(api, home, group));
    }
    let mut changed = true;
    while changed {
        changed = false;
        for holder in 0..defs.len() {
            let held: Vec<TypeId> = defs[holder].held().collect();
            for TypeId(held) in held {
                let home = around(api, defs[held].home, defs[holder].home);
                changed |= home != defs[held].home;
                defs[held].home = home;
            }
        }
    }
}

/// The closest folder around two.
fn around(api: &Api, a: GroupId, b: GroupId) -> GroupId {
    let up = |from: GroupId| std::iter::successors(Some(from), |id| api.groups[id.0].parent);
    let of_b: Vec<GroupId> = up(b).collect();
    up(a).find(|id| of_b.contains(id)).unwrap_or(GroupId(0))
}
