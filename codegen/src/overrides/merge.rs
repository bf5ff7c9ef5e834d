//! Names of types: whatever gets one name becomes one type, if it is alike.

use std::collections::HashMap;

use super::fields::{Found, describe};
use super::problems::{Problems, did_you_mean, line};
use crate::address::Segment;
use crate::infer::{Encoding, Field, Sightings, Type, TypeId, TypeKind, Types};
use crate::model::Role;

/// Which types have become which, and what they are called.
#[derive(Debug, Default, Clone)]
pub(super) struct Merged {
    aliases: HashMap<TypeId, TypeId>,
    pub(super) names: HashMap<TypeId, String>,
}

impl Merged {
    /// What a type has become.
    pub(super) fn now(&self, mut id: TypeId) -> TypeId {
        while let Some(next) = self.aliases.get(&id) {
            id = *next;
        }
        id
    }
}

/// Joins the types that are to have one name.
pub(super) fn name_types(
    all: &[Found<'_>],
    types: &mut Types,
    merged: &mut Merged,
    text: &str,
    problems: &mut Problems,
) {
    let mut by_name: HashMap<&str, (TypeId, usize)> = HashMap::new();
    let mut by_type: HashMap<TypeId, (&str, usize)> = HashMap::new();
    for found in all {
        let (Some(name), Some(spot)) = (&found.entry.type_name, &found.spot) else {
            continue;
        };
        let Some(core) = spot.core(types) else {
            continue;
        };
        let Type::Def(id) = core else {
            reject_plain(found, &core, name.at, problems);
            continue;
        };
        let id = merged.now(id);
        let (known, at) = *by_type.entry(id).or_insert((&name.value, name.at));
        if known != name.value {
            let at = line(text, at);
            let message = format!(
                "the type is called `{known}` in line {at}, and `{}` here",
                name.value
            );
            problems.add(name.at, message, "remove one of them");
            continue;
        }
        let (first, at) = *by_name.entry(&name.value).or_insert((id, name.at));
        if let Err(reason) = join(types, merged, first, id) {
            let at = line(text, at);
            let message = format!(
                "`{}` is not like the type of this name in line {at}: {reason}",
                name.value
            );
            problems.add(name.at, message, "give one of them another name");
        }
        merged.names.insert(first, name.value.clone());
    }
    let names = std::mem::take(&mut merged.names).into_iter();
    merged.names = names.map(|(id, name)| (merged.now(id), name)).collect();
    types.replace_all(&|id| merged.now(id));
    let into: Vec<TypeId> = merged.aliases.values().map(|id| merged.now(*id)).collect();
    for id in into {
        box_cycles(types, id);
    }
}

fn reject_plain(found: &Found<'_>, core: &Type, at: usize, problems: &mut Problems) {
    let inner = match core {
        Type::List(_) => Some(Segment::Items),
        Type::Map(_) => Some(Segment::Values),
        _ => None,
    };
    let help = inner.map(|inner| did_you_mean(&found.address.then(inner).to_string()));
    let message = format!(
        "`{}` has no type of its own: it is {}",
        found.address,
        describe(core)
    );
    problems.add(at, message, &help.unwrap_or_default());
}

/// Makes one type of two.
fn join(types: &mut Types, merged: &mut Merged, a: TypeId, b: TypeId) -> Result<(), String> {
    let (a, b) = (merged.now(a), merged.now(b));
    if a == b {
        return Ok(());
    }
    let (one, other) = (types.def(a).clone(), types.def(b).clone());
    if one.role != other.role {
        return Err("one is sent, the other is received".to_owned());
    }
    if one.encoding != other.encoding {
        return Err("one is spelled by keys in brackets".to_owned());
    }
    merged.aliases.insert(b, a);
    let kind = match (&one.kind, &other.kind) {
        (TypeKind::Struct(of_one), TypeKind::Struct(of_other)) => {
            let of_one = of_one.iter().cloned().zip(one.sightings.iter().copied());
            let of_other = of_other
                .iter()
                .cloned()
                .zip(other.sightings.iter().copied());
            let both = [of_one.collect(), of_other.collect()];
            let members = join_members(types, merged, both, one.role, one.encoding)?;
            let (fields, sightings) = members.into_iter().unzip();
            types.defs[a.0].sightings = sightings;
            TypeKind::Struct(fields)
        }
        (TypeKind::Enum(values), TypeKind::Enum(more)) => {
            let mut values = values.clone();
            values.extend(
                more.iter()
                    .filter(|value| !one_of(&one.kind, value))
                    .cloned(),
            );
            TypeKind::Enum(values)
        }
        (TypeKind::Union(kinds), TypeKind::Union(others)) if kinds.len() == others.len() => {
            let pairs = kinds.iter().zip(others);
            let kinds = pairs.map(|(one, other)| agreed(types, merged, one, other));
            let kinds: Option<Vec<Type>> = kinds.collect();
            TypeKind::Union(kinds.ok_or("they hold different kinds of values")?)
        }
        _ => return Err("they are different kinds of types".to_owned()),
    };
    let def = &mut types.defs[a.0];
    def.kind = kind;
    def.also.push(other.origin);
    def.also.extend(other.also);
    Ok(())
}

fn one_of(kind: &TypeKind, value: &str) -> bool {
    matches!(kind, TypeKind::Enum(values) if values.iter().any(|known| known == value))
}

/// A member, and how often it was there.
type Member = (Field, Sightings);

/// The members of both; half of the smaller are common.
fn join_members(
    types: &mut Types,
    merged: &mut Merged,
    [one, other]: [Vec<Member>; 2],
    role: Role,
    encoding: Encoding,
) -> Result<Vec<Member>, String> {
    let is_in =
        |members: &[Member], wire: &str| members.iter().any(|(field, _)| field.wire == wire);
    let common = one
        .iter()
        .filter(|(field, _)| is_in(&other, &field.wire))
        .count();
    if 2 * common < one.len().min(other.len()) || common == 0 {
        return Err("they have hardly a member in common".to_owned());
    }
    let of = |members: &[Member]| members.first().map_or(0, |(_, sightings)| sightings.of);
    let (of_one, of_other) = (of(&one), of(&other));
    let optional = |(mut field, mut sightings): Member, more: usize| {
        field.ty = crate::infer::optional_in(field.ty, role, encoding);
        sightings.of += more;
        (field, sightings)
    };
    let mut members = Vec::with_capacity(one.len() + other.len() - common);
    for (field, sightings) in one.iter().cloned() {
        let Some((twin, more)) = other.iter().find(|(twin, _)| twin.wire == field.wire) else {
            members.push(optional((field, sightings), of_other));
            continue;
        };
        let wire = &field.wire;
        let ty = agreed(types, merged, &field.ty, &twin.ty)
            .ok_or_else(|| format!("their members `{wire}` are of different types"))?;
        let joined = Field {
            docs: field
                .docs
                .clone()
                .filter(|docs| twin.docs.as_ref() == Some(docs)),
            ty,
            format: field.format.filter(|format| twin.format == Some(*format)),
            null: field.null || twin.null,
            hollow: field.hollow || twin.hollow,
            secret: field.secret || twin.secret,
            stated: field.stated.filter(|_| field.stated == twin.stated),
            ..field
        };
        members.push((joined, sightings.and(*more)));
    }
    let own = other
        .into_iter()
        .filter(|(field, _)| !is_in(&one, &field.wire));
    members.extend(own.map(|member| optional(member, of_one)));
    Ok(members)
}

/// One type for the values of two, if there is one that says as much.
fn agreed(types: &mut Types, merged: &mut Merged, one: &Type, other: &Type) -> Option<Type> {
    let is_number = |ty: &Type| matches!(ty, Type::I64 | Type::U64 | Type::F64 | Type::Number);
    Some(match (one, other) {
        (Type::Option(one), Type::Option(other)) => {
            Type::Option(Box::new(agreed(types, merged, one, other)?))
        }
        (Type::Option(one), other) | (other, Type::Option(one)) => {
            Type::Option(Box::new(agreed(types, merged, one, other)?))
        }
        (Type::Boxed(one), other) | (other, Type::Boxed(one)) => agreed(types, merged, one, other)?,
        (Type::Def(a), Type::Def(b)) => {
            join(types, merged, *a, *b).ok()?;
            Type::Def(merged.now(*a))
        }
        (Type::List(one), Type::List(other)) => {
            Type::List(Box::new(agreed(types, merged, one, other)?))
        }
        (Type::JsonText(one), Type::JsonText(other)) => {
            Type::JsonText(Box::new(agreed(types, merged, one, other)?))
        }
        (Type::Map(one), Type::Map(other)) => {
            Type::Map(Box::new(agreed(types, merged, one, other)?))
        }
        (one, other) if one == other => one.clone(),
        (one, other) if is_number(one) && is_number(other) => Type::Number,
        _ => return None,
    })
}

/// One type for many, or any JSON. What is alike becomes one type.
pub(super) fn joined(types: &mut Types, merged: &mut Merged, all: Vec<Type>) -> Type {
    let before = (types.defs.clone(), merged.clone());
    let mut all = all.into_iter();
    let first = all.next();
    let one = first.and_then(|first| {
        let mut all = all;
        all.try_fold(first, |one, other| agreed(types, merged, &one, &other))
    });
    one.unwrap_or_else(|| {
        (types.defs, *merged) = before;
        Type::Json
    })
}

/// Puts a type behind a pointer wherever it is held by a value that it holds itself.
fn box_cycles(types: &mut Types, id: TypeId) {
    let mut entered = Vec::new();
    let mut left = vec![id];
    while let Some(at) = left.pop() {
        if entered.contains(&at) {
            continue;
        }
        entered.push(at);
        for ty in types.defs[at.0].types_mut() {
            box_type(ty, id);
            left.extend(held_by_value(ty));
        }
    }
}

fn box_type(ty: &mut Type, id: TypeId) {
    match ty {
        Type::Option(inner) | Type::JsonText(inner) => box_type(inner, id),
        Type::Def(known) if *known == id => *ty = Type::Boxed(Box::new(Type::Def(id))),
        _ => {}
    }
}

fn held_by_value(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Option(inner) | Type::JsonText(inner) => held_by_value(inner),
        Type::Def(id) => Some(*id),
        _ => None,
    }
}
