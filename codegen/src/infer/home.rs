//! Which folder's module a type is in: the closest around all the folders that use it.

use super::{Type, TypeDef, TypeKind};
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
            for held in held_by(&defs[holder]) {
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

fn held_by(def: &TypeDef) -> Vec<usize> {
    fn mentioned(ty: &Type) -> Option<usize> {
        match ty {
            Type::Def(id) => Some(id.0),
            Type::List(inner) | Type::Option(inner) | Type::Map(inner) | Type::Boxed(inner) => {
                mentioned(inner)
            }
            _ => None,
        }
    }
    match &def.kind {
        TypeKind::Struct(fields) => fields
            .iter()
            .filter_map(|field| mentioned(&field.ty))
            .collect(),
        TypeKind::Union(kinds) => kinds.iter().filter_map(mentioned).collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}
