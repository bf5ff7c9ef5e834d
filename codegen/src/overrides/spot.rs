//! Spots: the places in the tables of types that addresses lead to. Several addresses may lead to one.

use crate::address::{Address, Addresses, Segment, Target};
use crate::infer::{Type, TypeId, TypeKind, Types};
use crate::model::SlotId;

/// A place in the tables of types.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    pub(super) root: Root,
    /// The way from there, through lists and maps.
    pub(super) inner: Vec<Segment>,
}

/// Where types are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Root {
    /// A position of the model.
    Slot(SlotId),
    /// A member of a struct.
    Field(TypeId, usize),
}

impl Spot {
    /// That of a target. What holds no typed value has none.
    pub(super) fn of(
        address: &Address,
        target: &Target,
        addresses: &Addresses<'_>,
    ) -> Option<Self> {
        let member = match target {
            Target::Group(_) | Target::Operation(_) => return None,
            Target::Param { slot, .. }
            | Target::Body { slot, .. }
            | Target::Response { slot, .. } => {
                let root = Root::Slot((*slot)?);
                let inner = Vec::new();
                return Some(Self { root, inner });
            }
            Target::Member(member) => member,
        };
        if let Some((id, index)) = member.field {
            return Some(Self {
                root: Root::Field(id, index),
                inner: Vec::new(),
            });
        }
        let (last, around) = address.segments().split_last()?;
        let around = Address::of(around.iter().cloned())?;
        let target = addresses.resolve(&around).ok()?;
        let mut spot = Self::of(&around, &target, addresses)?;
        spot.inner.push(last.clone());
        Some(spot)
    }

    /// The type there, without `Option` and `Box`.
    pub(super) fn core(&self, types: &Types) -> Option<Type> {
        core_at(types, self.root.ty(types)?, &self.inner)
    }

    /// Puts another type in the place of the one without `Option` and `Box`.
    pub(super) fn put(&self, types: &mut Types, new: &Type) {
        let Some(ty) = self.root.ty(types).cloned() else {
            return;
        };
        let ty = rebuilt(types, ty, &self.inner, new);
        match self.root {
            Root::Slot(id) => types.set_slot(id, ty),
            Root::Field(id, index) => types.set_field(id, index, ty),
        }
    }
}

impl Root {
    /// The whole type that is kept there.
    fn ty(self, types: &Types) -> Option<&Type> {
        match self {
            Self::Slot(id) => Some(types.slot(id)),
            Self::Field(id, index) => match &types.def(id).kind {
                TypeKind::Struct(fields) => fields.get(index).map(|field| &field.ty),
                TypeKind::Enum(_) | TypeKind::Union(_) => None,
            },
        }
    }
}

fn core_at(types: &Types, ty: &Type, inner: &[Segment]) -> Option<Type> {
    match (ty, inner.split_first()) {
        (Type::Option(ty) | Type::Boxed(ty), _) => core_at(types, ty, inner),
        (ty, None) => Some(ty.clone()),
        (Type::JsonText(ty), Some(_)) => core_at(types, ty, inner),
        (Type::List(ty), Some((Segment::Items, rest)))
        | (Type::Map(ty), Some((Segment::Values, rest))) => core_at(types, ty, rest),
        (Type::Def(id), Some(_)) => match &types.def(*id).kind {
            TypeKind::Union(kinds) => kinds.iter().find_map(|kind| core_at(types, kind, inner)),
            TypeKind::Struct(_) | TypeKind::Enum(_) => None,
        },
        _ => None,
    }
}

/// A type with another one in it.
fn rebuilt(types: &mut Types, ty: Type, inner: &[Segment], new: &Type) -> Type {
    let Some((first, rest)) = inner.split_first() else {
        return replaced(ty, new);
    };
    match (ty, first) {
        (Type::Option(ty), _) => Type::Option(Box::new(rebuilt(types, *ty, inner, new))),
        (Type::Boxed(ty), _) => Type::Boxed(Box::new(rebuilt(types, *ty, inner, new))),
        (Type::JsonText(ty), _) => Type::JsonText(Box::new(rebuilt(types, *ty, inner, new))),
        (Type::List(ty), Segment::Items) => Type::List(Box::new(rebuilt(types, *ty, rest, new))),
        (Type::Map(ty), Segment::Values) => Type::Map(Box::new(rebuilt(types, *ty, rest, new))),
        (Type::Def(id), _) => {
            if let TypeKind::Union(mut kinds) = types.def(id).kind.clone() {
                let leads = kinds
                    .iter()
                    .position(|kind| core_at(types, kind, inner).is_some());
                if let Some(at) = leads {
                    kinds[at] = rebuilt(types, kinds[at].clone(), inner, new);
                }
                types.defs[id.0].kind = TypeKind::Union(kinds);
            }
            Type::Def(id)
        }
        (ty, _) => ty,
    }
}

/// Another type in the place of one. Any JSON may be `null` by itself.
fn replaced(ty: Type, new: &Type) -> Type {
    match (ty, new) {
        (Type::Option(_), Type::Json) => Type::Json,
        (Type::Option(ty), _) => Type::Option(Box::new(replaced(*ty, new))),
        (Type::Boxed(_), Type::Def(_)) => Type::Boxed(Box::new(new.clone())),
        _ => new.clone(),
    }
}
