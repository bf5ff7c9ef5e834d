//! Which members may be absent, and what may be text if it is there.

use super::{Encoding, Options, Sightings, Type, TypeDef, TypeKind};
use crate::model::Role;

/// Which members may be absent: decided when all that share a type have been counted.
pub(super) fn decide(def: &mut TypeDef, options: &Options) {
    let (role, encoding) = (def.role, def.encoding);
    let TypeKind::Struct(fields) = &mut def.kind else {
        return;
    };
    for (field, sightings) in fields.iter_mut().zip(&def.sightings) {
        let ty = std::mem::replace(&mut field.ty, Type::Json);
        field.ty = decided(ty, field.hollow, *sightings, role, encoding, options);
    }
}

/// The type of a member, with an `Option` if it may be absent. `hollow`: whether it has been an empty list or object.
pub(super) fn decided(
    ty: Type,
    hollow: bool,
    sightings: Sightings,
    role: Role,
    encoding: Encoding,
    options: &Options,
) -> Type {
    let often = sightings.of >= options.sightings;
    let is_absent = sightings.seen < sightings.of;
    // What holds itself has an end, though examples that say so in words have none.
    let is_endless = matches!(ty, Type::Boxed(_));
    // What never was anything but `null` says nothing, and may as well be left out.
    let is_unknown = ty == Type::Json && sightings.null == sightings.seen;
    if role == Role::Response && often && !is_absent && !is_endless && !is_unknown {
        return ty;
    }
    match ty {
        // Where examples show both, `null` is not the same as absence.
        Type::Option(_) if is_absent && encoding == Encoding::Json => Type::Option(Box::new(ty)),
        // Nor is an empty list.
        Type::List(_) | Type::Map(_) if is_absent && hollow => Type::Option(Box::new(ty)),
        ty => optional(ty, role, encoding),
    }
}

/// What may be absent: an `Option`. In answers a list or a map needs none (absent decodes as empty); nor does any JSON
/// value, for `null` is one.
pub(crate) fn optional(ty: Type, role: Role, encoding: Encoding) -> Type {
    match ty {
        // Sending `null` is not leaving out: it clears a member where leaving it out keeps it.
        Type::Option(_) if role == Role::Request && encoding == Encoding::Json => {
            Type::Option(Box::new(ty))
        }
        Type::Option(_) => ty,
        Type::List(_) if role == Role::Response || encoding == Encoding::Brackets => ty,
        Type::Map(_) if role == Role::Response => ty,
        other => Type::Option(Box::new(other)),
    }
}

/// Whether a value may be text, if it is there.
pub(super) fn holds_text(ty: &Type, defs: &[TypeDef]) -> bool {
    match ty {
        Type::String | Type::JsonText(_) => true,
        Type::Option(inner) | Type::List(inner) | Type::Map(inner) => holds_text(inner, defs),
        Type::Def(id) => match &defs[id.0].kind {
            TypeKind::Union(kinds) => kinds.iter().any(|kind| holds_text(kind, defs)),
            TypeKind::Struct(_) | TypeKind::Enum(_) => false,
        },
        _ => false,
    }
}
