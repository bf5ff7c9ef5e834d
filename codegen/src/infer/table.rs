//! The table of types while it is made: which there are, which are being made, and which are equal.

use std::collections::{HashMap, HashSet};

use super::{Encoding, Field, Origin, Position, Sightings, Type, TypeDef, TypeId, TypeKind};
use crate::model::Role;

/// Where a value of a type was met.
#[derive(Debug, Clone)]
pub(super) struct Met {
    pub(super) role: Role,
    pub(super) encoding: Encoding,
    pub(super) origin: Origin,
}

/// The types so far.
#[derive(Debug, Default)]
pub(super) struct Table {
    defs: Vec<TypeDef>,
    /// The structs of classes of objects.
    by_class: HashMap<usize, TypeId>,
    /// Those that are being made: what holds itself is boxed.
    open: HashSet<TypeId>,
    /// Types without a class that equal ones share: same direction, same name, same content.
    equal: HashMap<(Role, Encoding, String, TypeKind), TypeId>,
}

impl Table {
    pub(super) fn defs(&self) -> &[TypeDef] {
        &self.defs
    }

    pub(super) fn into_defs(self) -> Vec<TypeDef> {
        self.defs
    }

    /// The struct of a class, if it has been made before or is being made.
    pub(super) fn of_class(&mut self, class: usize, origin: &Origin) -> Option<Type> {
        let known = *self.by_class.get(&class)?;
        Some(self.again(known, origin.clone()))
    }

    /// Begins the struct of a class.
    pub(super) fn begin(&mut self, class: usize, met: Met) -> TypeId {
        let id = self.push(met, TypeKind::Struct(Vec::new()), Vec::new());
        self.by_class.insert(class, id);
        self.open.insert(id);
        id
    }

    /// Ends it.
    pub(super) fn end(&mut self, id: TypeId, fields: Vec<Field>, sightings: Vec<Sightings>) {
        self.open.remove(&id);
        let def = &mut self.defs[id.0];
        def.kind = TypeKind::Struct(fields);
        def.sightings = sightings;
    }

    /// A type of its own, unless there is an equal one.
    pub(super) fn equal(&mut self, met: Met, kind: TypeKind, sightings: Vec<Sightings>) -> Type {
        let origin = &met.origin;
        let nested = !origin.path.is_empty() || matches!(origin.position, Position::Param(_));
        if !nested {
            return Type::Def(self.push(met, kind, sightings));
        }
        let key = (met.role, met.encoding, origin.last_name().to_owned(), kind);
        if let Some(known) = self.equal.get(&key).copied() {
            let totals = self.defs[known.0].sightings.iter_mut();
            totals
                .zip(sightings)
                .for_each(|(total, more)| *total = total.and(more));
            return self.again(known, met.origin);
        }
        let id = self.push(met, key.3.clone(), sightings);
        self.equal.insert(key, id);
        Type::Def(id)
    }

    /// A type that has been made before, or is being made.
    fn again(&mut self, id: TypeId, origin: Origin) -> Type {
        self.defs[id.0].also.push(origin);
        match self.open.contains(&id) {
            true => Type::Boxed(Box::new(Type::Def(id))),
            false => Type::Def(id),
        }
    }

    fn push(&mut self, met: Met, kind: TypeKind, sightings: Vec<Sightings>) -> TypeId {
        self.defs.push(TypeDef {
            role: met.role,
            home: met.origin.group,
            origin: met.origin,
            also: Vec::new(),
            encoding: met.encoding,
            kind,
            sightings,
        });
        TypeId(self.defs.len() - 1)
    }
}
