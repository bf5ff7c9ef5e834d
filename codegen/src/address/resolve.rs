//! What stands at an address.

use std::collections::HashMap;

use super::target::is_status;
use super::within::within;
use super::{Address, AddressError, Member, Part, Segment, Target};
use crate::Understood;
use crate::infer::Type;
use crate::model::{Body, GroupId, Operation, OperationId, ResponseBody};

/// The addresses of an API.
#[derive(Debug)]
pub struct Addresses<'a> {
    pub(super) understood: &'a Understood,
    /// What a folder holds, by name.
    children: HashMap<(GroupId, &'a str), Child>,
}

#[derive(Debug, Clone, Copy)]
enum Child {
    Group(GroupId),
    Operation(OperationId),
}

/// A name as it stands in an address.
fn public(name: &str) -> &str {
    name.trim_start_matches("r#")
}

impl<'a> Addresses<'a> {
    /// Those of an API.
    pub fn of(understood: &'a Understood) -> Self {
        let (api, names) = (&understood.api, &understood.names);
        let mut children = HashMap::new();
        for (index, group) in api.groups.iter().enumerate() {
            if let Some(parent) = group.parent {
                let name = public(&names.groups[index].module);
                children.insert((parent, name), Child::Group(GroupId(index)));
            }
        }
        for (index, operation) in api.operations.iter().enumerate() {
            let name = public(&names.operations[index].method);
            children.insert(
                (operation.group, name),
                Child::Operation(OperationId(index)),
            );
        }
        Self {
            understood,
            children,
        }
    }

    /// What stands at an address that is written so.
    ///
    /// # Errors
    ///
    /// If it is no address, or if there is nothing.
    pub fn find(&self, text: &str) -> Result<Target, AddressError> {
        self.resolve(&text.parse()?)
    }

    /// What stands at an address.
    ///
    /// # Errors
    ///
    /// If there is nothing; the error names what is most like it.
    pub fn resolve(&self, address: &Address) -> Result<Target, AddressError> {
        let mut at = Spot::Target(Target::Group(GroupId(0)));
        for segment in address.segments() {
            let Some(next) = self.step(&at, segment) else {
                return Err(self.unknown(address));
            };
            at = next;
        }
        match at {
            Spot::Target(target) => Ok(target),
            Spot::Part(..) => Err(self.unknown(address)),
        }
    }

    /// The address of a folder; the root has none.
    pub fn of_group(&self, id: GroupId) -> Option<Address> {
        let path = &self.understood.names.groups[id.0].path;
        Address::of(path.iter().map(|name| Segment::name(public(name))))
    }

    /// The address of a request.
    pub fn of_operation(&self, id: OperationId) -> Address {
        let names = &self.understood.names;
        let group = self.understood.api.operations[id.0].group;
        let path = names.groups[group.0].path.iter();
        let all = path.chain([&names.operations[id.0].method]);
        let segments = all.map(|name| Segment::name(public(name))).collect();
        Address { segments }
    }

    /// The type of what stands at an address, if it has one of its own.
    pub fn type_of(&self, target: &Target) -> Option<Type> {
        match target {
            Target::Group(_) | Target::Operation(_) => None,
            Target::Param { slot, .. }
            | Target::Body { slot, .. }
            | Target::Response { slot, .. } => {
                slot.map(|slot| self.understood.types.slot(slot).clone())
            }
            Target::Member(member) => Some(member.ty.clone()),
        }
    }

    /// One step further.
    pub(super) fn step(&self, at: &Spot, segment: &Segment) -> Option<Spot> {
        let api = &self.understood.api;
        let target = match (at, segment) {
            (Spot::Part(operation, part), Segment::Name(name)) => {
                let fields = part.fields(&api.operations[operation.0]);
                // Case means nothing in the name of a header.
                let is_named = |known: &str| match part {
                    Part::Header => known.eq_ignore_ascii_case(name),
                    _ => known == name,
                };
                let (_, index, slot) = fields.into_iter().find(|(known, ..)| is_named(known))?;
                let (operation, part) = (*operation, *part);
                Target::Param {
                    operation,
                    part,
                    index,
                    slot,
                }
            }
            (Spot::Part(..), _) => return None,
            (Spot::Target(Target::Group(group)), Segment::Name(name)) => {
                match self.children.get(&(*group, public(name)))? {
                    Child::Group(id) => Target::Group(*id),
                    Child::Operation(id) => Target::Operation(*id),
                }
            }
            (Spot::Target(Target::Operation(id)), Segment::Name(name)) => {
                return of_operation(*id, &api.operations[id.0], name);
            }
            (Spot::Target(target), segment) => Target::Member(self.member(target, segment)?),
        };
        Some(Spot::Target(target))
    }

    /// What stands within a value.
    pub(super) fn member(&self, target: &Target, segment: &Segment) -> Option<Member> {
        let types = &self.understood.types;
        let (operation, slot, mut steps) = match target {
            Target::Group(_) | Target::Operation(_) => return None,
            Target::Param {
                operation, slot, ..
            }
            | Target::Body { operation, slot }
            | Target::Response {
                operation, slot, ..
            } => (*operation, (*slot)?, Vec::new()),
            Target::Member(member) => (member.operation, member.slot, member.steps.clone()),
        };
        let (ty, field) = within(types, &self.type_of(target)?, segment)?;
        steps.push(segment.clone());
        Some(Member {
            operation,
            slot,
            steps,
            field,
            ty,
        })
    }
}

/// Where a walk along an address has come to.
pub(super) enum Spot {
    Target(Target),
    Part(OperationId, Part),
}

/// A part of an operation.
fn of_operation(id: OperationId, operation: &Operation, name: &str) -> Option<Spot> {
    if let Some(part) = Part::ALL.into_iter().find(|part| part.name() == name) {
        return Some(Spot::Part(id, part));
    }
    Some(Spot::Target(match name {
        _ if is_status(name) => {
            let mut responses = operation.responses.iter();
            let response = responses.find(|response| response.status.to_string() == name)?;
            let slot = match response.body {
                ResponseBody::Json(slot) => Some(slot),
                _ => None,
            };
            Target::Response {
                operation: id,
                status: response.status,
                slot,
            }
        }
        "body" => Target::Body {
            operation: id,
            slot: match operation.body.as_ref()? {
                Body::Json { slot, .. } => Some(*slot),
                _ => None,
            },
        },
        _ => return None,
    }))
}
