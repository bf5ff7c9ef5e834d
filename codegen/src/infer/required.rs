//! Which members of a struct its users have to choose, and whether there is a value without any choice.

use std::collections::HashMap;

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
        self.has_default_among(id, &mut HashMap::new())
    }

    /// The same; `known` is what has been found out already, for a struct may hold another in many places.
    fn has_default_among(&self, id: TypeId, known: &mut HashMap<TypeId, bool>) -> bool {
        if let Some(known) = known.get(&id) {
            return *known;
        }
        let has_default = match &self.def(id).kind {
            TypeKind::Struct(fields) if self.required(id).is_empty() => {
                fields.iter().all(|field| match &field.ty {
                    Type::Def(id) => self.has_default_among(*id, known),
                    Type::Number | Type::Boxed(_) | Type::JsonText(_) => false,
                    _ => true,
                })
            }
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => false,
        };
        known.insert(id, has_default);
        has_default
    }
}
