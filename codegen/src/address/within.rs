//! Steps into the type of a value.

use super::Segment;
use crate::infer::{Type, TypeId, TypeKind, Types};

/// One step into a type: what is there, and the field that it is.
pub(super) fn within(
    types: &Types,
    ty: &Type,
    segment: &Segment,
) -> Option<(Type, Option<(TypeId, usize)>)> {
    match (ty, segment) {
        (Type::Option(inner) | Type::Boxed(inner) | Type::JsonText(inner), _) => {
            within(types, inner, segment)
        }
        (Type::List(item), Segment::Items) => Some(((**item).clone(), None)),
        (Type::Map(value), Segment::Values) => Some(((**value).clone(), None)),
        (Type::Def(id), _) => match (&types.def(*id).kind, segment) {
            (TypeKind::Struct(fields), Segment::Name(name)) => {
                let index = fields.iter().position(|field| field.wire == *name)?;
                Some((fields[index].ty.clone(), Some((*id, index))))
            }
            (TypeKind::Union(kinds), _) => {
                kinds.iter().find_map(|kind| within(types, kind, segment))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The steps that lead into a type.
pub(super) fn inside(types: &Types, ty: &Type) -> Vec<Segment> {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) | Type::JsonText(inner) => inside(types, inner),
        Type::List(_) => vec![Segment::Items],
        Type::Map(_) => vec![Segment::Values],
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Struct(fields) => {
                let fields = fields.iter();
                fields.map(|field| Segment::name(&*field.wire)).collect()
            }
            TypeKind::Union(kinds) => {
                let kinds = kinds.iter();
                kinds.flat_map(|kind| inside(types, kind)).collect()
            }
            TypeKind::Enum(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}
