//! Members and parameters: what each override is about, and whether overrides contradict each other.

use std::collections::HashMap;

use super::entry::type_word;
use super::file::{FieldEntry, File};
use super::operations::{Operations, Rest, elsewhere, resolve};
use super::problems::{Problems, line};
use super::spot::{Root, Spot};
use crate::Understood;
use crate::address::{Address, Addresses, Segment, Target};
use crate::diag::Diagnostics;
use crate::infer::{Type, TypeId, TypeKind, Types};
use crate::model::{OperationId, SlotId};

/// An override of a member or a parameter, with what it is about.
#[derive(Debug)]
pub(super) struct Found<'f> {
    pub(super) entry: &'f FieldEntry,
    pub(super) address: Address,
    pub(super) target: Target,
    pub(super) spot: Option<Spot>,
}

impl Found<'_> {
    /// Whether the type is to be another.
    pub(super) fn retypes(&self) -> bool {
        let entry = self.entry;
        let is_map = entry.map.as_ref().is_some_and(|map| map.value);
        entry.ty.is_some() || is_map || entry.values.is_some()
    }

    /// The member of a struct that it is about, by what has become of types.
    pub(super) fn member(
        &self,
        types: &Types,
        now: impl Fn(TypeId) -> Option<TypeId>,
    ) -> Option<(TypeId, usize)> {
        let Some(Spot {
            root: Root::Field(id, _),
            inner,
        }) = &self.spot
        else {
            return None;
        };
        let id = now(*id)?;
        let (TypeKind::Struct(fields), Some(Segment::Name(wire)), true) = (
            &types.def(id).kind,
            self.address.segments().last(),
            inner.is_empty(),
        ) else {
            return None;
        };
        let index = fields.iter().position(|field| field.wire == *wire)?;
        Some((id, index))
    }
}

/// Looks up the addresses of members and parameters.
pub(super) fn find<'f>(
    file: &'f File,
    rest: &Rest,
    operations: &Operations,
    text: &str,
    problems: &mut Problems,
) -> Vec<Found<'f>> {
    let addresses = Addresses::of(&rest.understood);
    let mut all = Vec::new();
    for entry in &file.fields {
        let parsed = entry.address.value.parse::<Address>().ok();
        if let Some(at) = parsed.and_then(|address| operations.left_out(&address)) {
            let message = format!("the request is left out by line {}", line(text, at));
            problems.add(entry.address.at, message, "remove this override");
            continue;
        }
        let Some((address, target)) = resolve(&addresses, &entry.address, problems) else {
            continue;
        };
        if matches!(target, Target::Group(_) | Target::Operation(_)) {
            elsewhere(&entry.address, &target, problems);
            continue;
        }
        let spot = Spot::of(&address, &target, &addresses);
        all.push(Found {
            entry,
            address,
            target,
            spot,
        });
    }
    reject_nameless(&all, problems);
    reject_contradictions(&all, text, problems);
    reject_inside(&all, text, problems);
    all
}

/// Only members and parameters have names.
fn reject_nameless(all: &[Found<'_>], problems: &mut Problems) {
    for found in all {
        let is_field = match (&found.target, &found.spot) {
            (Target::Param { .. }, _) => true,
            (_, Some(Spot { root, inner })) => matches!(root, Root::Field(..)) && inner.is_empty(),
            _ => false,
        };
        if let Some(name) = found.entry.name.as_ref().filter(|_| !is_field) {
            let message = format!("`{}` has no name of its own", found.address);
            let help = "only members and parameters have; a type is named by `type_name`";
            problems.add(name.at, message, help);
        }
    }
}

/// One key says two things, at one address or at two that lead to one place.
fn reject_contradictions(all: &[Found<'_>], text: &str, problems: &mut Problems) {
    let mut known: HashMap<(&Spot, &str), (String, usize)> = HashMap::new();
    for found in all {
        let Some(spot) = &found.spot else { continue };
        for (key, value, at) in sayings(found.entry) {
            // Parameters that share a type are named and required one by one.
            if matches!(spot.root, Root::Slot(_)) && matches!(key, "name" | "required") {
                continue;
            }
            let (first, first_at) = known.entry((spot, key)).or_insert((value.clone(), at));
            if *first != value {
                let first = line(text, *first_at);
                let message = format!(
                    "`{key}` is {value} here, and something else in line {first}: both are one place"
                );
                problems.add(at, message, "remove one of them");
            }
        }
    }
}

/// What an entry says, as text to compare.
fn sayings(entry: &FieldEntry) -> Vec<(&'static str, String, usize)> {
    let mut all = Vec::new();
    if let Some(ty) = &entry.ty {
        let word = type_word(&ty.value).unwrap_or_default();
        all.push(("type", format!("`{word}`"), ty.at));
    }
    if let Some(flag) = &entry.required {
        all.push(("required", format!("`{}`", flag.value), flag.at));
    }
    if let Some(values) = &entry.values {
        all.push(("enum", format!("{:?}", values.value), values.at));
    }
    if let Some(flag) = &entry.map {
        all.push(("map", format!("`{}`", flag.value), flag.at));
    }
    for (key, name) in [("type_name", &entry.type_name), ("name", &entry.name)] {
        all.extend(
            name.as_ref()
                .map(|name| (key, format!("`{}`", name.value), name.at)),
        );
    }
    all
}

/// What is inside of a value that gets another type is not there any more.
fn reject_inside(all: &[Found<'_>], text: &str, problems: &mut Problems) {
    let retyped = all.iter().filter(|found| found.retypes());
    let retyped: HashMap<&Address, &Found<'_>> =
        retyped.map(|found| (&found.address, found)).collect();
    for found in all {
        let segments = found.address.segments();
        let around = (1..segments.len()).filter_map(|end| Address::of(segments[..end].to_vec()));
        for around in around {
            if let Some(outer) = retyped.get(&around) {
                let at = line(text, outer.entry.address.at);
                let message =
                    format!("this is inside of `{around}`, which line {at} gives another type");
                problems.add(found.entry.address.at, message, "remove one of them");
            }
        }
    }
}

/// Remarks where else an override counts.
pub(super) fn note_shared(
    all: &[Found<'_>],
    understood: &Understood,
    diagnostics: &mut Diagnostics,
) {
    let addresses = Addresses::of(understood);
    for found in all {
        let (Some(spot), Some(id)) = (&found.spot, found.target.operation()) else {
            continue;
        };
        let others = match spot.root {
            Root::Slot(slot) if found.retypes() => with_slot(understood, &addresses, slot, id),
            Root::Slot(_) => continue,
            Root::Field(def, _) => {
                let all = addresses.of_type(def).into_iter();
                all.filter(|other| !other.leads_to(&found.address))
                    .collect()
            }
        };
        if others.is_empty() {
            continue;
        }
        let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
        let message = format!(
            "the override of `{}` also counts for {}, which are of the same type",
            found.address,
            others.join(", ")
        );
        diagnostics.remark(understood.api.operations[id.0].place, message, "");
    }
}

/// The other requests whose path has the same parameter.
fn with_slot(
    understood: &Understood,
    addresses: &Addresses<'_>,
    slot: SlotId,
    but: OperationId,
) -> Vec<Address> {
    let operations = understood.api.operations.iter().enumerate();
    let same = operations.filter(|(index, operation)| {
        let mut params = operation.path_params.iter();
        OperationId(*index) != but && params.any(|param| param.slot == slot)
    });
    same.map(|(index, _)| addresses.of_operation(OperationId(index)))
        .collect()
}

/// What a type is called in messages.
pub(super) fn describe(ty: &Type) -> String {
    match ty {
        Type::List(_) => "a list".to_owned(),
        Type::JsonText(_) => "text that holds JSON".to_owned(),
        Type::Map(_) => "a map".to_owned(),
        Type::Def(_) => "an object, an enum or a union".to_owned(),
        Type::Option(inner) | Type::Boxed(inner) => describe(inner),
        plain => format!("`{}`", type_word(plain).unwrap_or_default()),
    }
}
