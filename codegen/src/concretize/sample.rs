//! Samples for types, and whether a value fits its type.

use serde_json::Value;

use crate::infer::{Type, TypeKind, Types};

/// Text for a place that holds text.
pub(super) fn text(types: &Types, ty: &Type) -> String {
    match ty {
        Type::Bool => "true".to_owned(),
        Type::I64 | Type::U64 => "1".to_owned(),
        Type::F64 | Type::Number => "1.5".to_owned(),
        Type::Option(inner) | Type::Boxed(inner) => text(types, inner),
        Type::Map(_) => "{}".to_owned(),
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Enum(values) => values.first().cloned().unwrap_or_default(),
            TypeKind::Struct(_) => "{}".to_owned(),
            TypeKind::Union(kinds) => kinds.first().map(|ty| text(types, ty)).unwrap_or_default(),
        },
        Type::List(_) => "[]".to_owned(),
        Type::JsonText(inner) => json(types, inner),
        Type::String | Type::Json => "example".to_owned(),
    }
}

/// JSON for a place in JSON.
pub(super) fn json(types: &Types, ty: &Type) -> String {
    match ty {
        Type::String => "\"example\"".to_owned(),
        Type::Json => "1".to_owned(),
        Type::Option(inner) | Type::Boxed(inner) => json(types, inner),
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Enum(_) => Value::from(text(types, ty)).to_string(),
            TypeKind::Struct(fields) => {
                // What is always there; that never holds itself.
                let needed = fields.iter().filter(|field| {
                    !matches!(field.ty, Type::Option(_) | Type::Boxed(_) | Type::Json)
                });
                let members = needed.map(|field| {
                    let name = Value::from(field.wire.as_str());
                    format!("{name}:{}", json(types, &field.ty))
                });
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
            TypeKind::Union(kinds) => kinds.first().map(|ty| json(types, ty)).unwrap_or_default(),
        },
        Type::JsonText(inner) => Value::from(json(types, inner)).to_string(),
        other => text(types, other),
    }
}

/// Whether text is a value of a type, written the way in which it would be sent.
pub(super) fn fits(ty: &Type, value: &str) -> bool {
    fn exact<T: std::str::FromStr + ToString>(text: &str) -> bool {
        text.parse::<T>()
            .is_ok_and(|value| value.to_string() == text)
    }
    match ty {
        Type::Bool => exact::<bool>(value),
        Type::I64 => exact::<i64>(value),
        Type::U64 => exact::<u64>(value),
        Type::F64 => exact::<f64>(value),
        Type::Option(inner) | Type::Boxed(inner) => fits(inner, value),
        Type::Number => exact::<i64>(value) || exact::<f64>(value),
        Type::JsonText(_)
        | Type::String
        | Type::Json
        | Type::List(_)
        | Type::Map(_)
        | Type::Def(_) => true,
    }
}
