//! The weakest decisions of inference, as lines for `postwright.toml` that somebody who knows better may switch on.

use std::collections::HashSet;

use super::text::quoted;
use crate::Understood;
use crate::address::{Address, Addresses, Target};
use crate::infer::{Type, TypeId, TypeKind, identifiers};
use crate::model::{Role, SlotId};

/// The override that makes a struct of a map.
const NO_MAP: &str = "map = false";

/// The weakest decisions: `# [fields]` with a line for each, which says what inference has made of it and why that is not
/// sure. What a type holds is named at the first place where the type is found.
pub fn suggest(understood: &Understood) -> String {
    let addresses = Addresses::of(understood);
    let mut lines = Vec::new();
    let mut known = HashSet::new();
    let mut by_looks = identifiers::resting_on_one(&understood.api);
    // Who says that a map is none has other members to speak of than its values.
    let mut maps: Vec<String> = Vec::new();
    for address in addresses.all() {
        let text = address.to_string();
        if maps.iter().any(|map| text.starts_with(map)) {
            continue;
        }
        let Ok(target) = addresses.resolve(&address) else {
            continue;
        };
        let is_new = match &target {
            Target::Member(member) => member.field.is_none_or(|field| known.insert(field)),
            _ => true,
        };
        let found = weak(understood, &addresses, &target).filter(|_| is_new);
        let found = found.or_else(|| digits(&addresses, &target, &mut by_looks));
        if let Some((line, why)) = found {
            if line == NO_MAP {
                maps.push(format!("{text}{{}}"));
            }
            lines.push(line_of(&address, &line, &why));
        }
    }
    if lines.is_empty() {
        return "# Nothing to suggest: every type is well founded.\n".to_owned();
    }
    format!(
        "# What is least sure. Switch on what you know to be so.\n# [fields]\n{}",
        lines.concat()
    )
}

fn line_of(address: &Address, line: &str, why: &str) -> String {
    format!(
        "# {} = {{ {line} }}  # {why}\n",
        quoted(&address.to_string())
    )
}

/// The override for a decision that is not sure, and why it is not.
fn weak(
    understood: &Understood,
    addresses: &Addresses<'_>,
    target: &Target,
) -> Option<(String, String)> {
    let ty = addresses.type_of(target)?;
    let (text, json) = ("type = \"string\"".to_owned(), "type = \"json\"".to_owned());
    match bare(&ty) {
        Type::Json => return Some((text, "only `null` or nothing was seen: any JSON".to_owned())),
        Type::Map(value) if **value != Type::Json => {
            let why = "its keys look like data: a map".to_owned();
            return Some((NO_MAP.to_owned(), why));
        }
        Type::Def(id) => match &understood.types.def(*id).kind {
            TypeKind::Union(kinds) => {
                let why = format!("{} kinds of values were seen", kinds.len());
                return Some((json, why));
            }
            TypeKind::Enum(values) => {
                return Some((text, format!("{} values were seen: an enum", values.len())));
            }
            TypeKind::Struct(_) => {}
        },
        _ => {}
    }
    match target {
        Target::Member(member) => seldom(understood, member.field?),
        _ => None,
    }
}

/// An identifier that is a number by the looks of one value. Requests that share it share the override.
fn digits(
    addresses: &Addresses<'_>,
    target: &Target,
    by_looks: &mut HashSet<SlotId>,
) -> Option<(String, String)> {
    let Target::Param {
        slot: Some(slot), ..
    } = target
    else {
        return None;
    };
    let is_number = *bare(&addresses.type_of(target)?) == Type::I64;
    (is_number && by_looks.remove(slot)).then(|| {
        let why = "one value was seen, a number: identifiers are often text";
        ("type = \"string\"".to_owned(), why.to_owned())
    })
}

/// A member of an answer that was always there, but not often enough to be sure of it.
fn seldom(understood: &Understood, (holder, index): (TypeId, usize)) -> Option<(String, String)> {
    let def = understood.types.def(holder);
    let sightings = def.sightings.get(index)?;
    let TypeKind::Struct(fields) = &def.kind else {
        return None;
    };
    let is_optional = matches!(fields[index].ty, Type::Option(_));
    if def.role == Role::Request || !is_optional || sightings.seen < sightings.of {
        return None;
    }
    let why = match sightings.of {
        1 => "seen once".to_owned(),
        of => format!("seen in all of {of} objects"),
    };
    Some(("required = true".to_owned(), why))
}

/// A type without `Option` and pointer.
fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) => bare(inner),
        other => other,
    }
}
