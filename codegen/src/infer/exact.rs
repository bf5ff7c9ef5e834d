//! Values as literals of a type, or nothing: unlike an example, whose parts may be left out, such a literal says all that
//! the value says, and is written as the value is.

use serde_json::Value;

use super::{Literal, Type, TypeId, TypeKind, Types, joined};
use crate::model::{Role, SlotId};

/// A JSON value.
pub(super) fn of_value(types: &Types, ty: &Type, value: &Value) -> Option<Literal> {
    held(types, ty, value, &leaf)
}

/// A nested value whose leaves are texts, as keys in brackets spell it.
pub(super) fn of_tree(types: &Types, ty: &Type, tree: &Value) -> Option<Literal> {
    held(types, ty, tree, &|types, ty, value| {
        of_text(types, ty, value.as_str()?)
    })
}

/// The text of a parameter: a value, or items between commas.
pub(super) fn of_param_text(types: &Types, id: SlotId, text: &str) -> Option<Literal> {
    let Some(item) = types.joined_item(id) else {
        return of_text(types, types.slot(id), text);
    };
    let items = joined::items(text).map(|text| of_text(types, item, text));
    items.collect::<Option<_>>().map(Literal::List)
}

/// A text. One that a type would write otherwise (`007`, `1.0`) is not held.
pub(super) fn of_text(types: &Types, ty: &Type, text: &str) -> Option<Literal> {
    let is_written = |written: String| written == text;
    match ty {
        Type::Bool => text.parse().ok().map(Literal::Bool),
        Type::I64 => {
            is_written(text.parse::<i64>().ok()?.to_string()).then(|| Literal::Int(text.to_owned()))
        }
        Type::U64 => {
            is_written(text.parse::<u64>().ok()?.to_string()).then(|| Literal::Int(text.to_owned()))
        }
        Type::F64 => {
            let number: f64 = text.parse().ok()?;
            let is_held = number.is_finite() && is_written(number.to_string());
            is_held.then_some(Literal::Float(number))
        }
        Type::String => Some(Literal::Str(text.to_owned())),
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Enum(_) => Some(Literal::Enum(*id, text.to_owned())),
            TypeKind::Struct(_) | TypeKind::Union(_) => None,
        },
        Type::Json
        | Type::Number
        | Type::List(_)
        | Type::Map(_)
        | Type::Boxed(_)
        | Type::JsonText(_)
        | Type::Option(_) => None,
    }
}

/// How a value is held that has no parts.
type Leaf<'a> = &'a dyn Fn(&Types, &Type, &Value) -> Option<Literal>;

fn held(types: &Types, ty: &Type, value: &Value, leaf: Leaf<'_>) -> Option<Literal> {
    match (ty, value) {
        (Type::Option(_), Value::Null) => Some(Literal::None),
        (Type::Option(inner), _) => {
            let inner = held(types, inner, value, leaf)?;
            Some(Literal::Some(Box::new(inner)))
        }
        (Type::List(item), Value::Array(values)) => {
            let items = values.iter().map(|value| held(types, item, value, leaf));
            items.collect::<Option<_>>().map(Literal::List)
        }
        (Type::Map(inner), Value::Object(members)) => {
            let members = members
                .iter()
                .map(|(key, value)| Some((key.clone(), held(types, inner, value, leaf)?)));
            members.collect::<Option<_>>().map(Literal::Map)
        }
        (Type::Boxed(inner), _) => {
            let inner = held(types, inner, value, leaf)?;
            Some(Literal::Boxed(Box::new(inner)))
        }
        (Type::Def(id), _) if union(types, *id).is_some() => {
            let mut kinds = union(types, *id).unwrap_or_default().iter().enumerate();
            kinds.find_map(|(index, ty)| {
                let inner = held(types, ty, value, leaf)?;
                Some(Literal::Union(*id, index, Box::new(inner)))
            })
        }
        (Type::Def(id), Value::Object(members)) => structure(types, *id, members, leaf),
        _ => leaf(types, ty, value),
    }
}

fn leaf(types: &Types, ty: &Type, value: &Value) -> Option<Literal> {
    match (ty, value) {
        (Type::Bool, Value::Bool(flag)) => Some(Literal::Bool(*flag)),
        (Type::I64, Value::Number(number)) => Some(Literal::Int(number.as_i64()?.to_string())),
        (Type::U64, Value::Number(number)) => Some(Literal::Int(number.as_u64()?.to_string())),
        (Type::F64, Value::Number(number)) => number.as_f64().map(Literal::Float),
        (Type::Number, Value::Number(number)) => Some(Literal::Number(number.clone())),
        (Type::String, Value::String(text)) => Some(Literal::Str(text.clone())),
        (Type::JsonText(_), Value::String(text)) => Some(Literal::WrittenText(text.clone())),
        (Type::Json, _) => Some(Literal::Json(value.to_string())),
        (Type::Def(id), Value::String(text)) => match &types.def(*id).kind {
            TypeKind::Enum(_) => Some(Literal::Enum(*id, text.clone())),
            TypeKind::Struct(_) | TypeKind::Union(_) => None,
        },
        _ => None,
    }
}

/// An object of which every member is known, and which lacks nothing that is always sent.
fn structure(
    types: &Types,
    id: TypeId,
    members: &serde_json::Map<String, Value>,
    leaf: Leaf<'_>,
) -> Option<Literal> {
    let def = types.def(id);
    let TypeKind::Struct(fields) = &def.kind else {
        return None;
    };
    let is_known = |key: &String| fields.iter().any(|field| field.wire == *key);
    if !members.keys().all(is_known) {
        return None;
    }
    let literals = fields.iter().map(|field| {
        match (members.get(&field.wire), &field.ty) {
            (None, Type::Option(_)) => Some(Literal::None),
            (None, _) => None,
            // Left out, such a member is not sent; `null` is a value.
            (Some(Value::Null), Type::Option(inner)) if def.role == Role::Request => {
                let null = held(types, inner, &Value::Null, leaf)?;
                Some(Literal::Some(Box::new(null)))
            }
            (Some(value), ty) => held(types, ty, value, leaf),
        }
    });
    literals
        .collect::<Option<_>>()
        .map(|literals| Literal::Struct(id, literals))
}

/// The kinds of values of a union.
fn union(types: &Types, id: TypeId) -> Option<&[Type]> {
    match &types.def(id).kind {
        TypeKind::Union(kinds) => Some(kinds),
        TypeKind::Struct(_) | TypeKind::Enum(_) => None,
    }
}
