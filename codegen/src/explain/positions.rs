//! Where the values stand that decide a type: at the address, and wherever else objects of the same type hold them.

use std::collections::HashSet;

use super::rules::def_of;
use crate::Understood;
use crate::address::{Address, Addresses, Part, Segment, Target};
use crate::infer::evidence::Evidence;
use crate::infer::shape::Shape;
use crate::infer::{Type, TypeId, TypeKind, Types, keys};
use crate::model::{Body, OperationId, ResponseBody, SlotId};

/// A way into the samples of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) slot: SlotId,
    pub(super) steps: Vec<Segment>,
}

impl Spot {
    /// That of what stands at an address, if it has a type.
    pub(super) fn of(target: &Target) -> Option<Self> {
        let whole = |slot: SlotId| Self {
            slot,
            steps: Vec::new(),
        };
        match target {
            Target::Group(_) | Target::Operation(_) => None,
            Target::Param { slot, .. }
            | Target::Body { slot, .. }
            | Target::Response { slot, .. } => slot.map(whole),
            Target::Member(member) => Some(Self {
                slot: member.slot,
                steps: member.steps.clone(),
            }),
        }
    }
}

/// What has to be the same at all positions that count.
enum Wanted {
    /// A member of a type, or what stands so far within it.
    Member((TypeId, usize), Vec<Segment>),
    /// The type.
    Type(TypeId),
}

impl Wanted {
    /// What the values at an address have in common with others.
    fn of(addresses: &Addresses<'_>, address: &Address, spot: &Spot, ty: &Type) -> Option<Self> {
        let is_name = |segment: &Segment| matches!(segment, Segment::Name(_));
        let Some(last_name) = spot.steps.iter().rposition(is_name) else {
            return def_of(ty).map(Self::Type);
        };
        let tail = &spot.steps[last_name + 1..];
        let end = address.segments().len() - tail.len();
        let member = Address::of(address.segments()[..end].to_vec())?;
        match addresses.resolve(&member) {
            Ok(Target::Member(member)) => Some(Self::Member(member.field?, tail.to_vec())),
            _ => None,
        }
    }
}

/// All positions; that of the address first, each once.
pub(super) fn of(
    understood: &Understood,
    addresses: &Addresses<'_>,
    evidence: &[Evidence],
    address: &Address,
    spot: Spot,
    ty: &Type,
) -> Vec<(Address, Spot)> {
    let others = Wanted::of(addresses, address, &spot, ty)
        .map(|wanted| all(understood, addresses, evidence, wanted));
    let others = others
        .into_iter()
        .flatten()
        .filter(|(_, other)| *other != spot);
    let others: Vec<_> = others.collect();
    std::iter::once((address.clone(), spot))
        .chain(others)
        .collect()
}

/// Where values of a type were seen.
pub(super) fn of_type(
    understood: &Understood,
    addresses: &Addresses<'_>,
    evidence: &[Evidence],
    id: TypeId,
) -> Vec<Address> {
    let all = all(understood, addresses, evidence, Wanted::Type(id));
    all.into_iter().map(|(address, _)| address).collect()
}

fn all(
    understood: &Understood,
    addresses: &Addresses<'_>,
    evidence: &[Evidence],
    wanted: Wanted,
) -> Vec<(Address, Spot)> {
    let mut found = Vec::new();
    let mut walk = Walk {
        types: &understood.types,
        wanted,
        found: Vec::new(),
    };
    let mut known = HashSet::new();
    for (address, slot) in slots(understood, addresses) {
        // Path parameters of several requests are one.
        if let Some(shape) = evidence[slot.0].shape().filter(|_| known.insert(slot)) {
            walk.value(shape, understood.types.slot(slot), &mut Vec::new());
            for steps in walk.found.drain(..) {
                let address = steps
                    .iter()
                    .cloned()
                    .fold(address.clone(), |at, step| at.then(step));
                found.push((address, Spot { slot, steps }));
            }
        }
    }
    found
}

/// All values that examples decide, in the order of the collection.
fn slots(understood: &Understood, addresses: &Addresses<'_>) -> Vec<(Address, SlotId)> {
    let mut found = Vec::new();
    for (index, operation) in understood.api.operations.iter().enumerate() {
        let address = addresses.of_operation(OperationId(index));
        for part in Part::ALL {
            let of_part = address.then(Segment::name(part.name()));
            let fields = part.fields(operation).into_iter();
            found
                .extend(fields.filter_map(|(name, _, slot)| {
                    Some((of_part.then(Segment::name(name)), slot?))
                }));
        }
        if let Some(Body::Json { slot, .. }) = &operation.body {
            found.push((address.then(Segment::name("body")), *slot));
        }
        for response in &operation.responses {
            if let ResponseBody::Json(slot) = response.body {
                found.push((
                    address.then(Segment::name(response.status.to_string())),
                    slot,
                ));
            }
        }
    }
    found
}

/// A walk through the shape of a value and its type at once.
struct Walk<'a> {
    types: &'a Types,
    wanted: Wanted,
    /// The ways to what is wanted.
    found: Vec<Vec<Segment>>,
}

impl Walk<'_> {
    fn value(&mut self, shape: &Shape, ty: &Type, steps: &mut Vec<Segment>) {
        match ty {
            Type::Option(inner) | Type::Boxed(inner) => self.value(shape, inner, steps),
            Type::JsonText(inner) => {
                if let Some(json) = shape.written() {
                    self.value(json, inner, steps);
                }
            }
            Type::List(item) => {
                if let Some(items) = &shape.list {
                    self.step(Segment::Items, items, item, steps);
                }
            }
            Type::Map(value) => {
                if let Some(object) = &shape.object {
                    self.step(
                        Segment::Values,
                        &keys::all_values(&object.fields),
                        value,
                        steps,
                    );
                }
            }
            Type::Def(id) => self.definition(shape, *id, steps),
            _ => {}
        }
    }

    fn step(&mut self, step: Segment, shape: &Shape, ty: &Type, steps: &mut Vec<Segment>) {
        steps.push(step);
        self.value(shape, ty, steps);
        steps.pop();
    }

    fn definition(&mut self, shape: &Shape, id: TypeId, steps: &mut Vec<Segment>) {
        if matches!(self.wanted, Wanted::Type(wanted) if wanted == id) {
            self.found.push(steps.clone());
        }
        match (&self.types.def(id).kind, &shape.object) {
            (TypeKind::Union(kinds), _) => {
                for kind in kinds {
                    self.value(shape, kind, steps);
                }
            }
            (TypeKind::Struct(fields), Some(object)) => {
                for (index, field) in fields.iter().enumerate() {
                    let step = Segment::name(&*field.wire);
                    // An object without the member counts, too.
                    if let Wanted::Member(member, tail) = &self.wanted
                        && *member == (id, index)
                    {
                        let way = steps.iter().chain([&step]).chain(tail);
                        self.found.push(way.cloned().collect());
                    }
                    if let Some(known) = object.fields.get(&field.wire) {
                        self.step(step, &known.shape, &field.ty, steps);
                    }
                }
            }
            _ => {}
        }
    }
}
