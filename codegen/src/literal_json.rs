//! Example values as JSON.

use serde_json::{Number, Value};

use crate::infer::{Literal, TypeKind, Types};

/// A literal as JSON. A member that is left out of an object is left out here, too.
pub(crate) fn json(types: &Types, literal: &Literal) -> Value {
    match literal {
        Literal::Bool(flag) => Value::Bool(*flag),
        Literal::Int(digits) => int(digits),
        Literal::Float(value) => Number::from_f64(*value).map_or(Value::Null, Value::Number),
        Literal::Str(text) | Literal::Enum(_, text) => Value::String(text.clone()),
        Literal::Json(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        Literal::List(items) => items.iter().map(|item| json(types, item)).collect(),
        Literal::Some(inner) => json(types, inner),
        Literal::None => Value::Null,
        Literal::Struct(id, values) => match &types.def(*id).kind {
            TypeKind::Struct(fields) => {
                let members = fields.iter().zip(values);
                let given = members.filter(|(_, value)| **value != Literal::None);
                given
                    .map(|(field, value)| (field.wire.clone(), json(types, value)))
                    .collect()
            }
            TypeKind::Enum(_) | TypeKind::Union(_) => Value::Null,
        },
        Literal::Map(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), json(types, value)))
            .collect(),
        Literal::Union(_, _, inner) | Literal::Boxed(inner) => json(types, inner),
        Literal::JsonText(inner) => Value::String(json(types, inner).to_string()),
        Literal::WrittenText(text) => Value::String(text.clone()),
        Literal::Number(number) => Value::Number(number.clone()),
    }
}

fn int(digits: &str) -> Value {
    let number = digits.parse::<i64>().map(Number::from);
    let number = number.or_else(|_| digits.parse::<u64>().map(Number::from));
    number.map_or(Value::Null, Value::Number)
}
