//! The types of requests, for checks of values: those that are reached from a request, numbered anew.

use indexmap::IndexSet;

use super::data::{Definition, Member, Type};
use crate::infer::{self, Encoding, Field, Format, TypeDef, TypeId, TypeKind, Types};

/// The types that have been asked for.
pub(super) struct Table<'a> {
    types: &'a Types,
    asked: IndexSet<TypeId>,
}

impl<'a> Table<'a> {
    pub(super) fn of(types: &'a Types) -> Self {
        Self {
            types,
            asked: IndexSet::new(),
        }
    }

    /// A type whose text has a format, if it has one.
    pub(super) fn ty(&mut self, ty: &infer::Type, format: Option<Format>) -> Type {
        let mut inner = |ty| Box::new(self.ty(ty, format));
        match ty {
            infer::Type::Bool => Type::Bool,
            infer::Type::I64 => Type::Integer,
            infer::Type::U64 => Type::Unsigned,
            infer::Type::F64 | infer::Type::Number => Type::Number,
            infer::Type::String => match format {
                Some(format @ (Format::DateTime | Format::Date | Format::Uuid)) => {
                    Type::Format(format.name().to_owned())
                }
                // The mock does not mind how a date with time is written.
                Some(Format::LooseDateTime) => Type::Format(Format::DateTime.name().to_owned()),
                _ => Type::Text,
            },
            infer::Type::JsonText(_) => Type::Text,
            infer::Type::Json => Type::Any,
            infer::Type::List(item) => Type::List(inner(item)),
            infer::Type::Map(value) => Type::Map(inner(value)),
            infer::Type::Boxed(ty) => self.ty(ty, format),
            infer::Type::Option(ty) => Type::Nullable(inner(ty)),
            infer::Type::Def(id) => Type::Def(self.asked.insert_full(*id).0),
        }
    }

    /// The definitions of all types that were asked for, and of those that they hold.
    pub(super) fn definitions(mut self) -> Vec<Definition> {
        let mut definitions = Vec::new();
        while let Some(id) = self.asked.get_index(definitions.len()).copied() {
            let definition = self.definition(id);
            definitions.push(definition);
        }
        definitions
    }

    fn definition(&mut self, id: TypeId) -> Definition {
        let def = self.types.def(id);
        match &def.kind {
            TypeKind::Enum(values) => Definition::Enum(values.clone()),
            TypeKind::Union(kinds) => {
                Definition::Union(kinds.iter().map(|ty| self.ty(ty, None)).collect())
            }
            TypeKind::Struct(fields) => {
                let members = fields.iter().map(|field| self.member(def, field));
                Definition::Struct(members.collect())
            }
        }
    }

    /// Leaving out is no property of a member's type but of the object; `null` is one of the type.
    fn member(&mut self, def: &TypeDef, field: &Field) -> Member {
        let (required, ty) = match &field.ty {
            infer::Type::Option(inner) if matches!(**inner, infer::Type::Option(_)) => {
                (false, &**inner)
            }
            infer::Type::Option(_) if field.null => (false, &field.ty),
            infer::Type::Option(inner) => (false, &**inner),
            infer::Type::Json => (false, &field.ty),
            other => (true, other),
        };
        Member {
            name: field.wire.clone(),
            ty: self.ty(ty, field.format),
            required: required && def.encoding == Encoding::Json,
        }
    }
}
