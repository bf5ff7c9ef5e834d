//! All addresses of an API, and those where a type was found.

use std::collections::HashSet;

use super::resolve::Spot;
use super::target::parts;
use super::within::inside;
use super::{Address, Addresses, Part, Segment, Target};
use crate::infer::{Origin, Position, Type, TypeId, TypeKind};
use crate::model::{Body, GroupId, OperationId, Response, ResponseBody, SlotId};

impl Addresses<'_> {
    /// All addresses, in the order of the collection. Within a value each type is entered once, where it is met first: types may
    /// hold themselves.
    pub fn all(&self) -> Vec<Address> {
        let api = &self.understood.api;
        let mut found = Vec::new();
        for group in (0..api.groups.len()).map(GroupId) {
            found.extend(self.of_group(group));
            for id in &api.groups[group.0].operations {
                self.list_operation(*id, &mut found);
            }
        }
        found
    }

    /// An operation with all that it has.
    pub fn within_operation(&self, id: OperationId) -> Vec<Address> {
        let mut found = Vec::new();
        self.list_operation(id, &mut found);
        found
    }

    fn list_operation(&self, id: OperationId, found: &mut Vec<Address>) {
        let address = self.of_operation(id);
        let at = Spot::Target(Target::Operation(id));
        found.push(address.clone());
        for part in parts(&self.understood.api.operations[id.0]) {
            let Some(next) = self.step(&at, &part) else {
                continue;
            };
            let address = address.then(part);
            match next {
                Spot::Target(target) => {
                    self.list_value(&address, &target, &mut HashSet::new(), found)
                }
                Spot::Part(id, part) => self.list_fields(&address, id, part, found),
            }
        }
    }

    fn list_fields(
        &self,
        address: &Address,
        id: OperationId,
        part: Part,
        found: &mut Vec<Address>,
    ) {
        for (name, ..) in part.fields(&self.understood.api.operations[id.0]) {
            let segment = Segment::Name(name);
            if let Some(Spot::Target(target)) = self.step(&Spot::Part(id, part), &segment) {
                let address = address.then(segment);
                self.list_value(&address, &target, &mut HashSet::new(), found);
            }
        }
    }

    /// A value with all that is in it.
    fn list_value(
        &self,
        address: &Address,
        target: &Target,
        entered: &mut HashSet<TypeId>,
        found: &mut Vec<Address>,
    ) {
        found.push(address.clone());
        let Some(ty) = self.type_of(target) else {
            return;
        };
        if def_of(&ty).is_some_and(|id| !entered.insert(id)) {
            return;
        }
        for segment in inside(&self.understood.types, &ty) {
            if let Some(member) = self.member(target, &segment) {
                let address = address.then(segment);
                self.list_value(&address, &Target::Member(member), entered, found);
            }
        }
    }

    /// The first place that a position types, the whole of it.
    pub fn of_slot(&self, wanted: SlotId) -> Option<Address> {
        let operations = &self.understood.api.operations;
        let found = operations
            .iter()
            .enumerate()
            .find_map(|(index, operation)| {
                let of_part = |part: Part| {
                    let fields = part.fields(operation).into_iter();
                    let mut named = fields.filter(|(_, _, slot)| *slot == Some(wanted));
                    Some(vec![part.name().to_owned(), named.next()?.0])
                };
                let of_body = || match &operation.body {
                    Some(Body::Json { slot, .. }) => {
                        (*slot == wanted).then(|| vec!["body".to_owned()])
                    }
                    _ => None,
                };
                let of_response = |response: &Response| match response.body {
                    ResponseBody::Json(slot) => {
                        (slot == wanted).then(|| vec![response.status.to_string()])
                    }
                    _ => None,
                };
                let names = Part::ALL.into_iter().find_map(of_part);
                let names = names.or_else(of_body);
                let names = names.or_else(|| operation.responses.iter().find_map(of_response))?;
                Some((OperationId(index), names))
            });
        let (id, names) = found?;
        let names = names.into_iter().map(Segment::Name);
        Some(names.fold(self.of_operation(id), |at, name| at.then(name)))
    }

    /// Where a type was found: the first place, then all others.
    pub fn of_type(&self, id: TypeId) -> Vec<Address> {
        let def = self.understood.types.def(id);
        let origins = std::iter::once(&def.origin).chain(&def.also);
        origins
            .filter_map(|origin| self.of_origin(origin, id))
            .collect()
    }

    /// The address of a position where a type was found.
    fn of_origin(&self, origin: &Origin, id: TypeId) -> Option<Address> {
        let mut address = self.of_position(origin.operation, &origin.position)?;
        for name in &origin.path {
            address = self.descend(address, |at, target| {
                let member = Segment::name(name);
                self.member(target, &member).map(|_| at.then(member))
            })?;
        }
        self.descend(address, |at, target| {
            let ty = self.type_of(target)?;
            self.is_or_may_be(&ty, id).then(|| at.clone())
        })
    }

    fn of_position(&self, id: OperationId, position: &Position) -> Option<Address> {
        let operation = &self.understood.api.operations[id.0];
        let address = self.of_operation(id);
        Some(match position {
            Position::Body => address.then(Segment::name("body")),
            Position::Response(status) => address.then(Segment::name(status.to_string())),
            Position::Param(wire) => {
                let has =
                    |part: &Part| part.fields(operation).iter().any(|(name, ..)| name == wire);
                let part = Part::ALL.into_iter().find(has)?;
                address
                    .then(Segment::name(part.name()))
                    .then(Segment::name(wire))
            }
        })
    }

    /// What is found at an address, or in the lists and maps there.
    fn descend(
        &self,
        address: Address,
        find: impl Fn(&Address, &Target) -> Option<Address>,
    ) -> Option<Address> {
        let mut left = vec![address];
        while let Some(address) = left.pop() {
            let target = self.resolve(&address).ok()?;
            if let Some(found) = find(&address, &target) {
                return Some(found);
            }
            let ty = self.type_of(&target)?;
            let inner = inside(&self.understood.types, &ty).into_iter();
            let inner = inner.filter(|segment| !matches!(segment, Segment::Name(_)));
            left.extend(inner.map(|segment| address.then(segment)));
        }
        None
    }

    /// Whether values of a type are of another, or some of them are.
    fn is_or_may_be(&self, ty: &Type, id: TypeId) -> bool {
        let Some(known) = def_of(ty) else {
            return false;
        };
        let kinds = match &self.understood.types.def(known).kind {
            TypeKind::Union(kinds) => kinds.as_slice(),
            _ => &[],
        };
        known == id || kinds.iter().any(|kind| def_of(kind) == Some(id))
    }
}

/// The definition that a type is, if it is one.
fn def_of(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) => def_of(inner),
        Type::Def(id) => Some(*id),
        _ => None,
    }
}
