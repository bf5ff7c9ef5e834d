//! Maps that are said to be none: their types are inferred anew, with the members that were seen.

use super::file::File;
use super::operations::Rest;
use crate::address::{Address, Addresses, Segment, Target};
use crate::infer::{self, Kept, Step, Type, TypeKind, Types};

/// Infers the types anew in which some maps are structs. Within one of these there may be another.
pub(super) fn structs(file: &File, rest: &mut Rest) {
    let entries = file.fields.iter();
    let wanted = entries.filter(|entry| entry.map.as_ref().is_some_and(|map| !map.value));
    let wanted = wanted.filter_map(|entry| entry.address.value.parse::<Address>().ok());
    let wanted: Vec<Address> = wanted.collect();
    let mut all: Vec<Kept> = Vec::new();
    loop {
        let addresses = Addresses::of(&rest.understood);
        let types = &rest.understood.types;
        let maps = wanted
            .iter()
            .filter_map(|address| map_at(address, &addresses, types));
        let maps: Vec<Kept> = maps.filter(|kept| !all.contains(kept)).collect();
        if maps.is_empty() {
            return;
        }
        all.extend(maps);
        let api = &rest.understood.api;
        rest.understood.types = infer::infer_keeping(api, all.clone());
    }
}

/// Where an address leads to a map.
fn map_at(address: &Address, addresses: &Addresses<'_>, types: &Types) -> Option<Kept> {
    let target = addresses.resolve(address).ok()?;
    let ty = addresses.type_of(&target)?;
    let (slot, steps) = match &target {
        Target::Member(member) => (member.slot, member.steps.iter().map(step).collect()),
        Target::Param { slot, .. } | Target::Body { slot, .. } | Target::Response { slot, .. } => {
            ((*slot)?, Vec::new())
        }
        Target::Group(_) | Target::Operation(_) => return None,
    };
    holds_map(&ty, types).then_some(Kept { slot, steps })
}

/// Whether a value is a map, or may be one.
fn holds_map(ty: &Type, types: &Types) -> bool {
    match ty {
        Type::Map(_) => true,
        Type::Option(inner) | Type::Boxed(inner) | Type::JsonText(inner) => holds_map(inner, types),
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Union(kinds) => kinds.iter().any(|kind| holds_map(kind, types)),
            TypeKind::Struct(_) | TypeKind::Enum(_) => false,
        },
        _ => false,
    }
}

fn step(segment: &Segment) -> Step {
    match segment {
        Segment::Name(name) => Step::Name(name.clone()),
        Segment::Items => Step::Items,
        Segment::Values => Step::Values,
    }
}
