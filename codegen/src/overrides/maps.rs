//! Objects whose keys are data: a map of what all of their members are.

use super::merge::{Merged, joined};
use crate::infer::{Origin, Type, TypeKind, Types};

/// An object as a map: of what all of its members are, or else of any JSON.
pub(super) fn to_map(core: &Type, types: &mut Types, merged: &mut Merged) -> Option<Type> {
    let id = match core {
        Type::Map(_) => return Some(core.clone()),
        Type::Json => return Some(Type::Map(Box::new(Type::Json))),
        Type::Def(id) => *id,
        _ => return None,
    };
    let TypeKind::Struct(fields) = types.def(id).kind.clone() else {
        return None;
    };
    let has_null = fields.iter().any(|field| field.null);
    let values = fields.into_iter().map(|field| match field.ty {
        Type::Option(inner) => match *inner {
            Type::Option(inner) => *inner,
            inner => inner,
        },
        ty => ty,
    });
    let value = match joined(types, merged, values.collect()) {
        Type::Json => Type::Json,
        value if has_null => Type::Option(Box::new(value)),
        value => value,
    };
    Some(Type::Map(Box::new(value)))
}

/// The values of a map are called after the map, not after one of its keys.
pub(super) fn rename_values(map: &Type, types: &mut Types, origin: Origin) {
    let Type::Map(value) = map else { return };
    let Type::Def(id) = without_option(value) else {
        return;
    };
    let def = &mut types.defs[id.0];
    let is_member = |other: &Origin| {
        other.operation == origin.operation
            && other.position == origin.position
            && other.path.starts_with(&origin.path)
    };
    if is_member(&def.origin) {
        def.also.retain(|other| !is_member(other));
        def.origin = Origin {
            in_list: true,
            ..origin
        };
    }
}

fn without_option(ty: &Type) -> &Type {
    match ty {
        Type::Option(inner) => without_option(inner),
        other => other,
    }
}
