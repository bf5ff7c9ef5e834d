//! Overrides of types: another type, an enum, a map; and what is always there.

use super::entry::type_word;
use super::fields::{Found, describe};
use super::file::FieldEntry;
use super::maps::{rename_values, to_map};
use super::merge::Merged;
use super::problems::Problems;
use super::spot::{Root, Spot};
use crate::address::{Part, Segment, Target};
use crate::infer::{Encoding, Origin, Position, Type, TypeDef, TypeKind, Types};
use crate::model::{Api, Body, FormField, Param, Role};

/// Says of parameters and files of forms whether they are required: the model knows that, not their types.
pub(super) fn require(all: &[Found<'_>], api: &mut Api, problems: &mut Problems) {
    for found in all {
        let (
            Some(required),
            Target::Param {
                operation,
                part,
                index,
                ..
            },
        ) = (&found.entry.required, &found.target)
        else {
            continue;
        };
        let operation = &mut api.operations[operation.0];
        let outcome = match (part, &mut operation.body) {
            (Part::Path, _) if required.value => Ok(()),
            (Part::Path, _) => Err("a parameter of the path is always required"),
            (Part::Query, _) => set_required(&mut operation.query[*index], required.value),
            (Part::Header, _) => set_required(&mut operation.headers[*index], required.value),
            (Part::Form, Some(Body::Form { fields, .. })) => match &mut fields[*index] {
                FormField::Text { param, .. } => set_required(param, required.value),
                FormField::File { required: flag, .. } => {
                    *flag = required.value;
                    Ok(())
                }
                FormField::Constant { .. } => Ok(()),
            },
            (Part::Form, _) => Ok(()),
        };
        if let Err(message) = outcome {
            problems.add(required.at, message, "leave `required` out");
        }
    }
}

fn set_required(param: &mut Param, required: bool) -> Result<(), &'static str> {
    match (param.repeated, &param.fresh) {
        (true, _) if required => return Err("the parameter takes any number of values"),
        (_, Some(_)) if required => {
            return Err("a value is made anew for each call that gives none");
        }
        _ => param.required = required,
    }
    Ok(())
}

/// Changes the types.
pub(super) fn change(
    all: &[Found<'_>],
    types: &mut Types,
    api: &Api,
    merged: &mut Merged,
    problems: &mut Problems,
) {
    for found in all {
        match &found.spot {
            Some(spot) => retype(found, spot, (types, merged), api, problems),
            None => reject_untyped(found, problems),
        }
    }
}

/// Says of members whether they are always there: once it is known which types are one.
pub(super) fn require_members(
    all: &[Found<'_>],
    types: &mut Types,
    merged: &Merged,
    problems: &mut Problems,
) {
    for found in all {
        require_member(found, types, merged, problems);
    }
}

/// Where the first of the keys about types stands.
fn first_key(entry: &FieldEntry) -> Option<usize> {
    let keys = [
        entry.ty.as_ref().map(|said| said.at),
        entry.values.as_ref().map(|said| said.at),
        entry.map.as_ref().map(|said| said.at),
    ];
    keys.into_iter().flatten().min()
}

fn reject_untyped(found: &Found<'_>, problems: &mut Problems) {
    let type_name = found.entry.type_name.as_ref().map(|said| said.at);
    if let Some(at) = first_key(found.entry).or(type_name) {
        let message = format!(
            "`{}` has no type: it is a file, text or nothing",
            found.address
        );
        problems.add(at, message, "");
    }
}

fn retype(
    found: &Found<'_>,
    spot: &Spot,
    (types, merged): (&mut Types, &mut Merged),
    api: &Api,
    problems: &mut Problems,
) {
    let Some(first) = first_key(found.entry) else {
        return;
    };
    let Some(core) = spot.core(types) else {
        return;
    };
    let outcome = reject_place(found, spot, types, api)
        .and_then(|()| wanted(found, spot, &core, (types, merged), api));
    match outcome {
        Ok(new) => spot.put(types, &new),
        Err((at, message, help)) => problems.add(at.unwrap_or(first), message, &help),
    }
}

/// A problem: where, what, and what to do.
type Refused = (Option<usize>, String, String);

fn refused(at: usize, message: String, help: &str) -> Refused {
    (Some(at), message, help.to_owned())
}

/// Where some types cannot stand.
fn reject_place(found: &Found<'_>, spot: &Spot, types: &Types, api: &Api) -> Result<(), Refused> {
    let (ty, address) = (&found.entry.ty, &found.address);
    let is_rich = |ty: &Type| matches!(ty, Type::Number | Type::Json);
    match (&found.target, ty) {
        (
            Target::Param {
                operation,
                part,
                index,
                ..
            },
            _,
        ) => {
            let operation = &api.operations[operation.0];
            let param = match part {
                Part::Path => operation.path_params.get(*index),
                Part::Query => operation.query.get(*index),
                Part::Header => operation.headers.get(*index),
                Part::Form => operation
                    .form_params()
                    .find(|param| spot.root == Root::Slot(param.slot)),
            };
            if param.is_some_and(|param| param.brackets) {
                let message = format!("`{address}` is spelled by keys in brackets");
                return Err((None, message, "override what is in it".to_owned()));
            }
            if let (Some(ty), Root::Slot(slot)) = (ty, spot.root)
                && is_rich(&ty.value)
                && !types.is_json_text(slot)
            {
                let word = type_word(&ty.value).unwrap_or_default();
                let message = format!("`{address}` is text, which cannot hold `{word}`");
                return Err(refused(
                    ty.at,
                    message,
                    "say `string`, `i64`, `u64`, `f64` or `bool`",
                ));
            }
        }
        _ => {
            let Root::Field(id, _) = spot.root else {
                return Ok(());
            };
            if types.def(id).encoding == Encoding::Json {
                return Ok(());
            }
            if let Some(ty) = ty.as_ref().filter(|ty| is_rich(&ty.value)) {
                let message = format!("`{address}` is a key in brackets, which holds text");
                return Err(refused(
                    ty.at,
                    message,
                    "say `string`, `i64`, `u64`, `f64` or `bool`",
                ));
            }
            if let Some(map) = found.entry.map.as_ref().filter(|map| map.value) {
                let message =
                    format!("`{address}` is spelled by keys in brackets, and can be no map");
                return Err(refused(map.at, message, "leave `map` out"));
            }
        }
    }
    Ok(())
}

/// The type that is wanted in the place of another.
fn wanted(
    found: &Found<'_>,
    spot: &Spot,
    core: &Type,
    (types, merged): (&mut Types, &mut Merged),
    api: &Api,
) -> Result<Type, Refused> {
    let FieldEntry {
        ty, values, map, ..
    } = found.entry;
    let address = &found.address;
    if let (Some(map), true) = (map, ty.is_some() || values.is_some()) {
        let message = "`map` is about an object, and the other keys make something else".to_owned();
        return Err(refused(map.at, message, "say one of them"));
    }
    if let Some(map) = map.as_ref().filter(|map| !map.value) {
        return match is_struct(core, types) {
            true => Ok(core.clone()),
            false => {
                let message = format!("`{address}` has no members: it is {}", describe(core));
                Err(refused(map.at, message, &inner_help(found, core)))
            }
        };
    }
    if map.is_some() {
        let new = to_map(core, types, merged).ok_or_else(|| {
            let message = format!("`{address}` is no object: it is {}", describe(core));
            (None, message, inner_help(found, core))
        })?;
        if let Some(origin) = origin(found, spot, types, api) {
            rename_values(&new, types, origin);
        }
        return Ok(new);
    }
    let word = |ty: &Type| type_word(ty).unwrap_or_default();
    match (ty, values) {
        (Some(ty), Some(values)) if ty.value != Type::String => {
            let message = format!("an enum is text, and `type` says `{}`", word(&ty.value));
            Err(refused(
                values.at,
                message,
                "say `type = \"string\"`, or leave `enum` out",
            ))
        }
        (None, Some(values)) if !is_text(core, types) => {
            let message = format!("an enum is text, and `{address}` is {}", describe(core));
            let help = match core {
                Type::List(_) | Type::Map(_) => inner_help(found, core),
                _ => "say `type = \"string\"` as well if it is text".to_owned(),
            };
            Err(refused(values.at, message, &help))
        }
        (_, Some(values)) => {
            let origin = origin(found, spot, types, api).ok_or_else(|| {
                let message = format!("`{address}` can be no enum");
                refused(values.at, message, "")
            })?;
            let (role, encoding) = written(spot, types, api);
            Ok(Type::Def(types.add(TypeDef {
                role,
                home: origin.group,
                origin,
                also: Vec::new(),
                encoding,
                kind: TypeKind::Enum(values.value.clone()),
                sightings: Vec::new(),
            })))
        }
        (Some(ty), None) => Ok(ty.value.clone()),
        (None, None) => Ok(core.clone()),
    }
}

/// Whoever forgets `[]` means the items.
fn inner_help(found: &Found<'_>, core: &Type) -> String {
    let inner = match core {
        Type::List(_) => Segment::Items,
        Type::Map(_) => Segment::Values,
        _ => return String::new(),
    };
    super::problems::did_you_mean(&found.address.then(inner).to_string())
}

fn is_struct(ty: &Type, types: &Types) -> bool {
    match ty {
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Struct(_) => true,
            TypeKind::Union(kinds) => kinds.iter().any(|kind| is_struct(kind, types)),
            TypeKind::Enum(_) => false,
        },
        Type::Boxed(inner) => is_struct(inner, types),
        _ => false,
    }
}

fn is_text(ty: &Type, types: &Types) -> bool {
    match ty {
        Type::String => true,
        Type::Def(id) => matches!(types.def(*id).kind, TypeKind::Enum(_)),
        _ => false,
    }
}

/// Which way the values of a spot go, and how they are written.
fn written(spot: &Spot, types: &Types, api: &Api) -> (Role, Encoding) {
    match spot.root {
        Root::Slot(slot) => (api.slot(slot).role, Encoding::Json),
        Root::Field(id, _) => (types.def(id).role, types.def(id).encoding),
    }
}

/// What a new type at a spot is named after.
fn origin(found: &Found<'_>, spot: &Spot, types: &Types, api: &Api) -> Option<Origin> {
    let mut origin = match (spot.root, &found.target) {
        (Root::Field(id, index), _) => {
            let def = types.def(id);
            let TypeKind::Struct(fields) = &def.kind else {
                return None;
            };
            let mut origin = def.origin.clone();
            origin.path.push(fields.get(index)?.wire.clone());
            origin
        }
        (Root::Slot(_), target) => of_target(found, target, api)?,
    };
    origin.in_list = !spot.inner.is_empty();
    origin.alternative = false;
    Some(origin)
}

fn of_target(found: &Found<'_>, target: &Target, api: &Api) -> Option<Origin> {
    let operation = target.operation()?;
    // The steps of an address behind its operation: `200`, `body`, or a part and a name.
    let mut names = found
        .address
        .segments()
        .iter()
        .filter_map(|segment| match segment {
            Segment::Name(name) => Some(name),
            _ => None,
        });
    let last = names.next_back()?;
    let is_param = names
        .next_back()
        .is_some_and(|name| Part::ALL.iter().any(|part| part.name() == name) && last != "body");
    let mut responses = api.operations[operation.0].responses.iter();
    let position = match responses.find(|response| response.status.to_string() == *last) {
        _ if is_param => Position::Param(last.trim_matches(['{', '}']).to_owned()),
        Some(response) => Position::Response(response.status),
        None => Position::Body,
    };
    Some(Origin {
        group: api.operations[operation.0].group,
        operation,
        position,
        path: Vec::new(),
        in_list: false,
        alternative: false,
    })
}

/// Says of a member whether it is always there.
fn require_member(found: &Found<'_>, types: &mut Types, merged: &Merged, problems: &mut Problems) {
    let Some(required) = &found.entry.required else {
        return;
    };
    if matches!(found.target, Target::Param { .. }) {
        return;
    }
    let help = "leave `required` out";
    let Some((id, index)) = found.member(types, |id| Some(merged.now(id))) else {
        let message = format!("`{}` is no member and no parameter", found.address);
        problems.add(required.at, message, help);
        return;
    };
    types.require(id, index, required.value);
    let is_boxed = match &types.def(id).kind {
        TypeKind::Struct(fields) => matches!(fields[index].ty, Type::Boxed(_)),
        _ => false,
    };
    if is_boxed {
        let message = format!(
            "`{}` is of the type that it is in: if it is always there, it has no end",
            found.address
        );
        problems.add(required.at, message, help);
    }
}
