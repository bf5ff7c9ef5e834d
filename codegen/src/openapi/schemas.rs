//! Types as JSON Schema (draft 2020-12): structs and enums by name, everything else where it is used.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::{Context, bodies};
use crate::Understood;
use crate::infer::{Encoding, Field, Format, Type, TypeDef, TypeId, TypeKind};
use crate::model::{Body, GroupId, OperationId, Role, SlotId};

/// What schemas are called: as the Rust types, behind their modules where two have one name.
pub(super) struct Names {
    types: Vec<String>,
    /// Forms, which are types of an operation and not of the table.
    forms: HashMap<OperationId, String>,
}

impl Names {
    pub(super) fn of(understood: &Understood) -> Self {
        let names = &understood.names;
        let types = understood.types.defs.iter().zip(&names.types);
        let types: Vec<(GroupId, &str)> = types
            .map(|(def, names)| (def.home, names.name.as_str()))
            .collect();
        let operations = understood.api.operations.iter().enumerate();
        let forms: Vec<(OperationId, (GroupId, &str))> = operations
            .filter(|(_, operation)| matches!(operation.body_argument(), Some(Body::Form { .. })))
            .map(|(index, operation)| {
                let name = names.operations[index].body.as_str();
                (OperationId(index), (operation.group, name))
            })
            .collect();
        let mut holders: HashMap<&str, usize> = HashMap::new();
        let all = types.iter().chain(forms.iter().map(|(_, form)| form));
        for (_, name) in all {
            *holders.entry(name).or_default() += 1;
        }
        let qualified = |(group, name): (GroupId, &str)| {
            let modules = &names.groups[group.0].path;
            let name = match holders.get(name) {
                Some(1) => name.to_owned(),
                _ if modules.is_empty() => format!("root.{name}"),
                _ => format!("{}.{name}", modules.join(".")),
            };
            component_key(&name)
        };
        Self {
            types: types.iter().map(|one| qualified(*one)).collect(),
            forms: forms
                .iter()
                .map(|(id, form)| (*id, qualified(*form)))
                .collect(),
        }
    }

    /// The reference to the form of an operation.
    pub(super) fn form(&self, id: OperationId) -> Option<Value> {
        self.forms.get(&id).map(|name| reference(name))
    }
}

/// Keys of components are of `[a-zA-Z0-9._-]` (OpenAPI 3.1.0 §4.8.7.1).
fn component_key(name: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let name = name.replace("r#", "");
    let key = name.chars().map(|c| if allowed(c) { c } else { '_' });
    key.collect()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The schemas that have names, in the order in which a reader meets them.
pub(super) fn components(context: &Context<'_>) -> Map<String, Value> {
    let understood = context.understood;
    let mut components = Map::new();
    for index in 0..understood.api.operations.len() {
        let id = OperationId(index);
        if let Some(name) = context.schemas.forms.get(&id) {
            components.insert(name.clone(), bodies::form_schema(context, id));
        }
        for def in understood.types.of_operation(id) {
            let name = context.schemas.types[def.0].clone();
            components.insert(name, definition(context, *def));
        }
    }
    components
}

fn definition(context: &Context<'_>, id: TypeId) -> Value {
    let def = context.understood.types.def(id);
    match &def.kind {
        // The client reads any other value, too; the document names those that are known.
        TypeKind::Enum(values) => json!({ "type": "string", "enum": values }),
        TypeKind::Union(kinds) => {
            let mut any = AnyOf::default();
            for ty in kinds {
                any.add(schema(context, ty));
            }
            any.into_value()
        }
        TypeKind::Struct(fields) => {
            let members = fields.iter().map(|field| Member::of(context, def, field));
            object(members)
        }
    }
}

/// Whether a type is any JSON, which may be absent or not.
fn is_any(ty: &Type) -> bool {
    match ty {
        Type::Option(inner) => is_any(inner),
        ty => *ty == Type::Json,
    }
}

/// A member of an object.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) schema: Value,
    pub(super) required: bool,
}

impl Member {
    /// Leaving out is no property of a member's type but of the object; `null` is one of the type.
    fn of(context: &Context<'_>, def: &TypeDef, field: &Field) -> Self {
        let (required, ty) = match &field.ty {
            // One may be left out, the other be `null`.
            Type::Option(inner) if matches!(**inner, Type::Option(_)) => (false, &**inner),
            Type::Option(_) if field.null => (false, &field.ty),
            Type::Option(inner) => (false, &**inner),
            // In an answer a list that is absent is empty.
            Type::List(_) | Type::Map(_) => (false, &field.ty),
            Type::Json => (def.role == Role::Response, &field.ty),
            other => (true, other),
        };
        let mut schema = match ty {
            // Nothing is known of it but that it may be `null`.
            ty if field.null && is_any(ty) => {
                json!({ "type": ["array", "boolean", "null", "number", "object", "string"] })
            }
            ty => schema(context, ty),
        };
        if let Some(format) = field.format {
            mark_text(&mut schema, format);
        }
        if let Some(docs) = &field.docs {
            describe(&mut schema, docs);
        }
        if field.secret {
            mark(&mut schema, "x-postwright-secret", json!(true));
        }
        Self {
            name: field.wire.clone(),
            schema,
            required: required && def.encoding == Encoding::Json,
        }
    }
}

/// Says the format of the text in a schema, or in its lists and maps.
pub(super) fn mark_text(schema: &mut Value, format: Format) {
    let is_text = match &schema["type"] {
        Value::String(ty) => ty == "string",
        Value::Array(types) => types.contains(&json!("string")),
        _ => false,
    };
    if is_text {
        if format.is_standard() {
            mark(schema, "format", json!(format.name()));
        }
        return;
    }
    for inner in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get_mut(inner) {
            mark_text(inner, format);
        }
    }
}

/// Adds a description to a schema. In OpenAPI 3.1 one may stand beside a reference.
fn describe(schema: &mut Value, docs: &str) {
    mark(schema, "description", json!(docs));
}

/// Adds a keyword to a schema.
pub(super) fn mark(schema: &mut Value, key: &str, value: Value) {
    if let Value::Object(schema) = schema {
        schema.insert(key.to_owned(), value);
    }
}

/// The schema of an object with these members.
pub(super) fn object(members: impl Iterator<Item = Member>) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for member in members {
        if member.required && !properties.contains_key(&member.name) {
            required.push(json!(member.name));
        }
        let schema = match properties.remove(&member.name) {
            Some(known) => either(known, member.schema),
            None => member.schema,
        };
        properties.insert(member.name, schema);
    }
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    super::document::insert_list(&mut object, "required", required);
    Value::Object(object)
}

/// The schema of what a slot holds.
pub(super) fn of_slot(context: &Context<'_>, slot: SlotId) -> Value {
    let types = &context.understood.types;
    let mut schema = schema(context, types.slot(slot));
    if let Some(format) = types.format(slot) {
        mark_text(&mut schema, format);
    }
    schema
}

/// The schema of a type.
fn schema(context: &Context<'_>, ty: &Type) -> Value {
    match ty {
        Type::Bool => json!({ "type": "boolean" }),
        Type::I64 => json!({ "type": "integer", "format": "int64" }),
        Type::U64 => json!({ "type": "integer", "minimum": 0 }),
        Type::F64 => json!({ "type": "number", "format": "double" }),
        Type::Number => json!({ "type": "number" }),
        Type::Map(value) => {
            json!({ "type": "object", "additionalProperties": schema(context, value) })
        }
        Type::Boxed(inner) => schema(context, inner),
        Type::String => json!({ "type": "string" }),
        // JSON Schema, Validation §8: what the text holds.
        Type::JsonText(inner) => json!({
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": schema(context, inner),
        }),
        Type::Json => json!({}),
        Type::List(item) => json!({ "type": "array", "items": schema(context, item) }),
        Type::Option(inner) => nullable(schema(context, inner)),
        Type::Def(id) => reference(&context.schemas.types[id.0]),
    }
}

/// The same, or `null`.
fn nullable(mut schema: Value) -> Value {
    let Value::Object(keywords) = &mut schema else {
        return schema;
    };
    let is_any = keywords.is_empty();
    match keywords.get_mut("type") {
        Some(Value::String(ty)) => {
            let ty = json!([ty, "null"]);
            keywords.insert("type".to_owned(), ty);
            schema
        }
        // It allows `null` already.
        Some(_) => schema,
        None if is_any => schema,
        None => either(schema, json!({ "type": "null" })),
    }
}

/// A value of one schema or of the other.
pub(super) fn either(one: Value, other: Value) -> Value {
    let mut any = AnyOf::from(one);
    any.add(other);
    any.into_value()
}

/// Schemas of which a value has one; each once, in order.
#[derive(Default)]
pub(super) struct AnyOf(IndexMap<String, Value>);

impl AnyOf {
    /// Adds a schema, or the branches of one.
    pub(super) fn add(&mut self, mut schema: Value) {
        let branches = match schema.get_mut("anyOf").map(Value::take) {
            Some(Value::Array(branches)) => branches,
            _ => vec![schema],
        };
        for branch in branches {
            self.0.entry(branch.to_string()).or_insert(branch);
        }
    }

    /// Adds those of another.
    pub(super) fn join(&mut self, other: Self) {
        self.0.reserve(other.0.len());
        for (key, branch) in other.0 {
            self.0.entry(key).or_insert(branch);
        }
    }

    /// The schema of all of them.
    pub(super) fn into_value(self) -> Value {
        let mut branches: Vec<Value> = self.0.into_values().collect();
        match branches.len() {
            1 => branches.remove(0),
            _ => json!({ "anyOf": branches }),
        }
    }
}

impl From<Value> for AnyOf {
    fn from(schema: Value) -> Self {
        let mut any = Self::default();
        any.add(schema);
        any
    }
}
