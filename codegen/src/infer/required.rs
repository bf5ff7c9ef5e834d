//! Which members of a struct its users have to choose, and whether there is a value without any choice.

use super::{Encoding, Type, TypeId, TypeKind, Types};
use crate::model::Role;

/// How many arguments a function may have, by clippy's count.
const MOST_ARGUMENTS: usize = 7;

impl Types {
    /// The members without which an object of a JSON body cannot be sent, for `new` to take. None if they are more than a function
    /// may have arguments, by clippy's count.
    pub(crate) fn required(&self, id: TypeId) -> Vec<usize> {
        let def = self.def(id);
        let TypeKind::Struct(fields) = &def.kind else {
            return Vec::new();
        };
        if def.role != Role::Request || def.encoding != Encoding::Json {
            return Vec::new();
        }
        let may_be_empty = |ty: &Type| matches!(ty, Type::Option(_) | Type::List(_) | Type::Map(_));
        let fields = fields.iter().enumerate();
        let required = fields.filter(|(_, field)| !may_be_empty(&field.ty));
        let required: Vec<usize> = required.map(|(index, _)| index).collect();
        match required.len() > MOST_ARGUMENTS {
            true => Vec::new(),
            false => required,
        }
    }

    /// Whether a struct has a value of which nothing is said: none of its members has to be chosen.
    pub(crate) fn has_default(&self, id: TypeId) -> bool {
        if !self.required(id).is_empty() {
            return false;
        }
        match &self.def(id).kind {
            TypeKind::Struct(fields) => fields.iter().all(|field| match &field.ty {
                Type::Def(id) => self.has_default(*id),
                Type::Number | Type::Boxed(_) | Type::JsonText(_) => false,
                _ => true,
            }),
            TypeKind::Enum(_) | TypeKind::Union(_) => false,
        }
    }
}
