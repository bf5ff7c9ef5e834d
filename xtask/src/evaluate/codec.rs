//! Values through inferred types, as the serde types of the generated code would take them: decoded, and encoded again.

use postwright::infer::{Type, TypeId, TypeKind, Types};
use postwright::model::Role;
use serde_json::{Map, Number, Value};

/// A value that has been decoded as a type and encoded again; `None` if it is not of the type.
///
/// As in generated code: unknown members are dropped, an `Option` may be absent and is then left out again, a list of an
/// answer that is absent or `null` is empty, and an enum takes any string.
pub(super) fn through(types: &Types, ty: &Type, value: &Value) -> Option<Value> {
    match (ty, value) {
        (Type::Json, _) => Some(value.clone()),
        (Type::Option(_), Value::Null) => Some(Value::Null),
        (Type::Option(inner), _) => through(types, inner, value),
        (Type::Bool, Value::Bool(_)) | (Type::String, Value::String(_)) => Some(value.clone()),
        (Type::I64, Value::Number(number)) => Some(number.as_i64()?.into()),
        (Type::U64, Value::Number(number)) => Some(number.as_u64()?.into()),
        (Type::F64, Value::Number(number)) => Number::from_f64(number.as_f64()?).map(Value::Number),
        (Type::List(item), Value::Array(values)) => {
            let values = values.iter().map(|value| through(types, item, value));
            values.collect::<Option<Vec<Value>>>().map(Value::Array)
        }
        (Type::Number, Value::Number(_)) => Some(value.clone()),
        (Type::Map(inner), Value::Object(members)) => {
            let members = members
                .iter()
                .map(|(key, value)| Some((key.clone(), through(types, inner, value)?)));
            members.collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        (Type::Boxed(inner), _) => through(types, inner, value),
        // The text is kept as it came.
        (Type::JsonText(_), Value::String(_)) => Some(value.clone()),
        (Type::Def(id), _) => definition(types, *id, value),
        (
            Type::Bool
            | Type::I64
            | Type::U64
            | Type::F64
            | Type::Number
            | Type::String
            | Type::JsonText(_)
            | Type::List(_)
            | Type::Map(_),
            _,
        ) => None,
    }
}

fn definition(types: &Types, id: TypeId, value: &Value) -> Option<Value> {
    let def = types.def(id);
    match (&def.kind, value) {
        (TypeKind::Enum(_), Value::String(_)) => Some(value.clone()),
        (TypeKind::Struct(fields), Value::Object(members)) => {
            let mut object = Map::new();
            for field in fields {
                let member = match (members.get(&field.wire), &field.ty) {
                    (Some(Value::Null), Type::Map(_)) if def.role == Role::Response => {
                        Value::Object(Map::new())
                    }
                    (Some(Value::Null), Type::List(_)) if def.role == Role::Response => {
                        Value::Array(Vec::new())
                    }
                    (Some(member), ty) => through(types, ty, member)?,
                    (None, Type::Option(_)) => continue,
                    (None, Type::Map(_)) if def.role == Role::Response => Value::Object(Map::new()),
                    (None, Type::List(_)) if def.role == Role::Response => Value::Array(Vec::new()),
                    (None, _) => return None,
                };
                object.insert(field.wire.clone(), member);
            }
            Some(Value::Object(object))
        }
        // A value of another kind is kept as it is.
        (TypeKind::Union(kinds), _) => {
            let mut read = kinds.iter().filter_map(|ty| through(types, ty, value));
            Some(read.next().unwrap_or_else(|| value.clone()))
        }
        (TypeKind::Enum(_) | TypeKind::Struct(_), _) => None,
    }
}

/// The value without members that are `null` or an empty list: to the generated types these are the same as none.
pub(super) fn without_empty(value: &Value) -> Value {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    match value {
        Value::Array(items) => items.iter().map(without_empty).collect(),
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !is_empty(member))
            .map(|(key, member)| (key.clone(), without_empty(member)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use postwright::diag::Source;
    use postwright::model::ResponseBody;
    use postwright::understand;
    use serde_json::json;

    use super::*;

    /// What becomes of a value in the type that some answers give.
    #[track_caller]
    fn check(bodies: &[Value], value: Value, expected: Option<Value>) {
        let saved = bodies
            .iter()
            .map(|body| json!({ "name": "ok", "code": 200, "body": body.to_string() }));
        let saved: Vec<Value> = saved.collect();
        let item =
            json!({ "name": "get", "request": "https://a.example.com/a", "response": saved });
        let text = json!({ "info": { "name": "Test" }, "item": [item] }).to_string();
        let path = "test.json".into();
        let (_, understood, _) = understand(Source { path, text }, "test").expect("a collection");
        let ResponseBody::Json(slot) = understood.api.operations[0].responses[0].body else {
            panic!("no JSON");
        };
        let types = &understood.types;
        assert_eq!(through(types, types.slot(slot), &value), expected);
    }

    #[test]
    fn numbers_stay_what_they_are() {
        let exact = json!({ "a": 9_007_199_254_740_993_i64, "b": u64::MAX, "c": 42, "d": 0.1 });
        check(from_ref(&exact), exact.clone(), Some(exact.clone()));
        check(&[json!({ "a": 1 })], json!({ "a": 1.5 }), None);
        let mixed = [json!({ "a": 1.5 }), json!({ "a": 2 })];
        check(&mixed, json!({ "a": 2 }), Some(json!({ "a": 2 })));
    }

    #[test]
    fn what_may_be_absent() {
        let one = json!({ "a": 1, "b": [1], "c": null });
        check(from_ref(&one), json!({}), Some(json!({ "b": [] })));
        check(
            from_ref(&one),
            json!({ "a": null, "b": null, "x": 1 }),
            Some(json!({ "a": null, "b": [] })),
        );
        let always = [1, 2, 3].map(|a| json!({ "a": a }));
        let always = [&always[..], &[json!({ "a": 4, "b": "" })]].concat();
        check(&always, json!({ "b": "x" }), None);
        check(&always, json!({ "a": 3 }), Some(json!({ "a": 3 })));
    }
}
