//! Example values as typed literals: what the reference and the generated tests call operations with.
//!
//! A literal is a value cut to a type. What the type cannot hold is left out, so that the result always compiles.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::{Encoding, Type, TypeId, TypeKind, Types, joined, text};
use crate::model::{Role, Sample, Slot, SlotId};
use crate::template_json;

/// A value of a [`Type`].
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A boolean.
    Bool(bool),
    /// A whole number, in decimal.
    Int(String),
    /// A number with a fraction.
    Float(f64),
    /// A string.
    Str(String),
    /// Any JSON, as compact text.
    Json(String),
    /// A list.
    List(Vec<Literal>),
    /// `Some`.
    Some(Box<Literal>),
    /// `None`.
    None,
    /// A struct: the literals of its fields, in their order; absent optional ones are [`Literal::None`].
    Struct(TypeId, Vec<Literal>),
    /// A value of an enum, by its text.
    Enum(TypeId, String),
    /// A map, by its keys.
    Map(Vec<(String, Literal)>),
    /// One of several kinds of values, by its index among them.
    Union(TypeId, usize, Box<Literal>),
    /// A number with or without a fraction.
    Number(Number),
    /// A value behind a pointer.
    Boxed(Box<Literal>),
    /// A value that is written as text.
    JsonText(Box<Literal>),
    /// Text that holds JSON, to the last blank.
    WrittenText(String),
}

/// Nobody reads further in an example: of longer lists the first items are shown.
const LONGEST_LIST: usize = 200;

/// A value whose lists are short enough to be shown.
fn shown(value: &Value) -> Cow<'_, Value> {
    if !has_long_list(value) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(match value {
        Value::Array(items) => {
            let items = items.iter().take(LONGEST_LIST);
            items.map(|item| shown(item).into_owned()).collect()
        }
        Value::Object(members) => members
            .iter()
            .map(|(key, member)| (key.clone(), shown(member).into_owned()))
            .collect(),
        other => other.clone(),
    })
}

fn has_long_list(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.len() > LONGEST_LIST || items.iter().any(has_long_list),
        Value::Object(members) => members.values().any(has_long_list),
        _ => false,
    }
}

/// The first sample of a slot that its type can hold, and the sample as text.
pub(super) fn of_slot(types: &Types, id: SlotId, slot: &Slot) -> Option<(Literal, String)> {
    let ty = types.slot(id);
    let as_json = types.is_json_text(id);
    slot.samples.iter().find_map(|sample| match sample {
        Sample::Json(value) if is_bracketed(types, ty) => Some((
            of_value(types, ty, &text::typed_leaves(value))?,
            serde_json::to_string(&template_json::shown(value)).ok()?,
        )),
        Sample::Json(value) => {
            let value = shown(value);
            Some((
                of_value(types, ty, &value)?,
                serde_json::to_string_pretty(&template_json::shown(&value)).ok()?,
            ))
        }
        Sample::Text(text) if as_json => Some((
            of_value(types, ty, &shown(&template_json::parse(text)?))?,
            text.clone(),
        )),
        Sample::Text(text) => Some((of_param_text(types, id, text)?, text.clone())),
    })
}

/// The text of a parameter. Items of a list that its type cannot hold are left out.
fn of_param_text(types: &Types, id: SlotId, text: &str) -> Option<Literal> {
    let ty = types.slot(id);
    let Some(item) = types.joined_item(id) else {
        return of_text(types, ty, text);
    };
    let items = joined::items(text).filter_map(|text| of_text(types, item, text));
    let items: Vec<Literal> = items.take(LONGEST_LIST).collect();
    (!items.is_empty()).then_some(Literal::List(items))
}

/// A value for a parameter of which no example is known: a list has an item, or nothing would be sent.
pub(super) fn filler_of_slot(types: &Types, id: SlotId) -> Literal {
    match types.joined_item(id) {
        Some(item) => Literal::List(vec![filler(types, item)]),
        None => filler(types, types.slot(id)),
    }
}

/// Whether values of a type are written as keys in brackets.
pub fn is_bracketed(types: &Types, ty: &Type) -> bool {
    let def = ty.definition().map(|id| types.def(id));
    def.is_some_and(|def| def.encoding == Encoding::Brackets)
}

/// A value for a type of which no example is known.
pub fn filler(types: &Types, ty: &Type) -> Literal {
    match ty {
        Type::Bool => Literal::Bool(true),
        Type::I64 | Type::U64 => Literal::Int("1".to_owned()),
        Type::F64 => Literal::Float(1.0),
        Type::Number => Literal::Number(Number::from(1)),
        Type::Map(_) => Literal::Map(Vec::new()),
        Type::Boxed(inner) => Literal::Boxed(Box::new(filler(types, inner))),
        Type::JsonText(inner) => Literal::JsonText(Box::new(filler(types, inner))),
        Type::String => Literal::Str("example".to_owned()),
        Type::Json => Literal::Json("null".to_owned()),
        Type::List(_) => Literal::List(Vec::new()),
        Type::Option(_) => Literal::None,
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Enum(values) => {
                Literal::Enum(*id, values.first().cloned().unwrap_or_default())
            }
            TypeKind::Struct(fields) => Literal::Struct(
                *id,
                fields
                    .iter()
                    .map(|field| filler(types, &field.ty))
                    .collect(),
            ),
            TypeKind::Union(kinds) => match kinds.first() {
                Some(first) => Literal::Union(*id, 0, Box::new(filler(types, first))),
                None => Literal::Json("null".to_owned()),
            },
        },
    }
}

fn of_text(types: &Types, ty: &Type, text: &str) -> Option<Literal> {
    match ty {
        Type::Bool => text.parse().ok().map(Literal::Bool),
        Type::I64 => text
            .parse::<i64>()
            .ok()
            .map(|number| Literal::Int(number.to_string())),
        Type::U64 => text
            .parse::<u64>()
            .ok()
            .map(|number| Literal::Int(number.to_string())),
        Type::F64 => {
            let number = text.parse().ok();
            number
                .filter(|number: &f64| number.is_finite())
                .map(Literal::Float)
        }
        Type::String => Some(Literal::Str(text.to_owned())),
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Enum(_) => Some(Literal::Enum(*id, text.to_owned())),
            TypeKind::Struct(_) | TypeKind::Union(_) => None,
        },
        Type::Number
        | Type::Json
        | Type::List(_)
        | Type::Map(_)
        | Type::Boxed(_)
        | Type::JsonText(_)
        | Type::Option(_) => None,
    }
}

fn of_value(types: &Types, ty: &Type, value: &Value) -> Option<Literal> {
    match (ty, value) {
        (Type::Option(_), Value::Null) => Some(Literal::None),
        (Type::Option(inner), _) => {
            of_value(types, inner, value).map(|literal| Literal::Some(Box::new(literal)))
        }
        (Type::Bool, Value::Bool(flag)) => Some(Literal::Bool(*flag)),
        (Type::I64, Value::Number(number)) => Some(Literal::Int(number.as_i64()?.to_string())),
        (Type::U64, Value::Number(number)) => Some(Literal::Int(number.as_u64()?.to_string())),
        (Type::F64, Value::Number(number)) => number.as_f64().map(Literal::Float),
        (Type::String, Value::String(text)) => {
            Some(Literal::Str(match template_json::hole(value) {
                Some(name) => format!("{{{{{name}}}}}"),
                None => text.clone(),
            }))
        }
        (Type::Json, _) if template_json::hole(value).is_some() => {
            Some(Literal::Json("null".to_owned()))
        }
        (Type::Json, _) => Some(Literal::Json(template_json::shown(value).to_string())),
        (Type::List(item), Value::Array(values)) => Some(Literal::List(
            values
                .iter()
                .filter_map(|value| of_value(types, item, value))
                .collect(),
        )),
        (Type::Number, Value::Number(number)) => Some(Literal::Number(number.clone())),
        (Type::Map(inner), Value::Object(members)) => {
            let members = members
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), of_value(types, inner, value)?)));
            Some(Literal::Map(members.collect()))
        }
        (Type::Boxed(inner), _) => {
            of_value(types, inner, value).map(|literal| Literal::Boxed(Box::new(literal)))
        }
        (Type::JsonText(inner), Value::String(text)) => {
            let inner = of_value(types, inner, &template_json::parse(text)?)?;
            Some(Literal::JsonText(Box::new(inner)))
        }
        (Type::Def(id), _) => of_def(types, *id, value),
        _ => None,
    }
}

/// `null` as the value of a member that is sent: something else than leaving the member out.
fn sent_null(types: &Types, id: TypeId, ty: &Type, value: &Value) -> Option<Literal> {
    let Type::Option(inner) = ty else { return None };
    let is_sent = types.def(id).role == Role::Request && value.is_null();
    let literal = is_sent.then(|| of_value(types, inner, value))??;
    Some(Literal::Some(Box::new(literal)))
}

fn of_def(types: &Types, id: TypeId, value: &Value) -> Option<Literal> {
    match (&types.def(id).kind, value) {
        // Which kind of value a variable holds is not known.
        (TypeKind::Union(_), _) if template_json::hole(value).is_some() => None,
        (TypeKind::Enum(_), Value::String(text)) => Some(Literal::Enum(id, text.clone())),
        (TypeKind::Union(kinds), _) => kinds.iter().enumerate().find_map(|(index, ty)| {
            let literal = of_value(types, ty, value)?;
            Some(Literal::Union(id, index, Box::new(literal)))
        }),
        (TypeKind::Struct(fields), Value::Object(members)) => {
            let literals = fields.iter().map(|field| {
                let known = members.get(&field.wire).and_then(|value| {
                    sent_null(types, id, &field.ty, value)
                        .or_else(|| of_value(types, &field.ty, value))
                });
                known.unwrap_or_else(|| filler(types, &field.ty))
            });
            Some(Literal::Struct(id, literals.collect()))
        }
        _ => None,
    }
}
