//! What types are made of: the one inside of lists and options, the members of definitions.

use super::{Field, Origin, Position, Sightings, Type, TypeDef, TypeId, TypeKind, Types};

impl Type {
    /// The type inside of options, lists, maps, pointers and JSON in text.
    pub fn innermost(&self) -> &Type {
        match self {
            Self::Option(inner)
            | Self::List(inner)
            | Self::Map(inner)
            | Self::Boxed(inner)
            | Self::JsonText(inner) => inner.innermost(),
            Self::Bool
            | Self::I64
            | Self::U64
            | Self::F64
            | Self::Number
            | Self::String
            | Self::Json
            | Self::Def(_) => self,
        }
    }

    /// Whether JSON that is written as text is in it, outside of definitions.
    pub fn has_json_text(&self) -> bool {
        match self {
            Self::JsonText(_) => true,
            Self::Option(inner) | Self::List(inner) | Self::Map(inner) | Self::Boxed(inner) => {
                inner.has_json_text()
            }
            _ => false,
        }
    }

    /// The definition that it is, or holds in a list or the like.
    pub fn definition(&self) -> Option<TypeId> {
        match self.innermost() {
            Self::Def(id) => Some(*id),
            _ => None,
        }
    }
}

impl Origin {
    /// The member or parameter that a type found there is named after; empty if there is none.
    pub(super) fn last_name(&self) -> &str {
        match (self.path.last(), &self.position) {
            (Some(name), _) | (None, Position::Param(name)) => name,
            _ => "",
        }
    }
}

impl Sightings {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            seen: self.seen + other.seen,
            of: self.of + other.of,
            null: self.null + other.null,
        }
    }
}

impl TypeDef {
    /// The members of a struct; of anything else none.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            TypeKind::Struct(fields) => fields,
            TypeKind::Enum(_) | TypeKind::Union(_) => &[],
        }
    }

    /// The kinds of values of a union; of anything else none.
    pub fn kinds(&self) -> &[Type] {
        match &self.kind {
            TypeKind::Union(kinds) => kinds,
            TypeKind::Struct(_) | TypeKind::Enum(_) => &[],
        }
    }

    /// The types that it mentions.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let members = self.fields().iter().map(|field| &field.ty);
        members.chain(self.kinds())
    }

    /// The same, to be changed.
    pub(crate) fn types_mut(&mut self) -> Vec<&mut Type> {
        match &mut self.kind {
            TypeKind::Struct(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
            TypeKind::Union(kinds) => kinds.iter_mut().collect(),
            TypeKind::Enum(_) => Vec::new(),
        }
    }

    /// The definitions that it mentions.
    pub fn held(&self) -> impl Iterator<Item = TypeId> {
        self.types().filter_map(Type::definition)
    }
}

impl Types {
    /// The type of the items of a list.
    pub fn item<'t>(&'t self, ty: &'t Type) -> Option<&'t Type> {
        match ty {
            Type::List(item) => Some(item),
            Type::Option(inner) | Type::Boxed(inner) => self.item(inner),
            Type::Def(id) => self.def(*id).kinds().iter().find_map(|ty| self.item(ty)),
            _ => None,
        }
    }

    /// The type of a member of an object, by its name on the wire.
    pub fn member<'t>(&'t self, ty: &'t Type, wire: &str) -> Option<&'t Type> {
        match ty {
            Type::Map(value) => Some(value),
            Type::Option(inner) | Type::Boxed(inner) => self.member(inner, wire),
            Type::Def(id) => {
                let def = self.def(*id);
                let field = def.fields().iter().find(|field| field.wire == wire);
                let in_kinds = || def.kinds().iter().find_map(|ty| self.member(ty, wire));
                field.map(|field| &field.ty).or_else(in_kinds)
            }
            _ => None,
        }
    }
}
