//! Path, query and header parameters.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::paths::{Source, Template};
use super::{Context, document, schemas, values};
use crate::infer::example::is_bracketed;
use crate::infer::{Type, TypeKind};
use crate::model::{
    Constant, ConstantTarget, ConstantValue, Fresh, Operation, Param, SettingId, docs,
};
use crate::prose;

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum In {
    Path,
    Query,
    Header,
}

impl In {
    fn text(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// Parameters by place and name, in order.
pub(super) type Parameters = IndexMap<(In, String), Parameter>;

/// A parameter.
pub(super) struct Parameter {
    required: bool,
    /// Whether each of the operations that became one has it.
    everywhere: bool,
    docs: String,
    schema: Value,
    spelling: Spelling,
    example: Option<Value>,
    /// Extensions.
    notes: Map<String, Value>,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// As text; a list repeats the key.
    Plain,
    /// As JSON.
    Json,
    /// As keys in brackets.
    Brackets,
}

/// The parameters of an operation, path variables under the names of `base`.
pub(super) fn of_operation(
    context: &mut Context<'_>,
    operation: &Operation,
    own: &Template,
    base: &Template,
) -> Parameters {
    let mut all = Parameters::new();
    for (variable, named) in own.variables.iter().zip(&base.variables) {
        let parameter = match variable.source {
            Source::Param(index) => parameter(context, &operation.path_params[index], true),
            Source::Setting(id) => setting(context, id, true),
        };
        add(&mut all, In::Path, named.name.clone(), parameter);
    }
    for (place, params) in [
        (In::Query, &operation.query),
        (In::Header, &operation.headers),
    ] {
        for param in params {
            note_deep(context, operation, param);
            let parameter = parameter(context, param, param.required);
            add(&mut all, place, param.wire.clone(), parameter);
        }
    }
    for constant in &operation.constants {
        let place = match constant.target {
            ConstantTarget::Query => In::Query,
            ConstantTarget::Header if is_described_elsewhere(&constant.wire) => continue,
            ConstantTarget::Header => In::Header,
        };
        let parameter = match &constant.value {
            ConstantValue::Literal(text) => fixed(text, &constant.prose),
            ConstantValue::Setting(id) => setting(context, *id, false),
        };
        add(&mut all, place, constant.wire.clone(), parameter);
    }
    all
}

/// OpenAPI ignores parameters of these names (3.1.0 §4.8.12.2.1): bodies, answers and security schemes say the same.
fn is_described_elsewhere(header: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&header.to_ascii_lowercase().as_str())
}

/// The headers that are always sent and that OpenAPI allows no parameters for.
pub(super) fn other_headers(context: &Context<'_>, constants: &[Constant]) -> Map<String, Value> {
    let api = &context.understood.api;
    let others = constants.iter().filter(|constant| {
        constant.target == ConstantTarget::Header && is_described_elsewhere(&constant.wire)
    });
    others
        .map(|constant| (constant.wire.clone(), json!(constant.value.text(api))))
        .collect()
}

fn add(all: &mut Parameters, place: In, name: String, parameter: Parameter) {
    match all.get_mut(&(place, name.clone())) {
        Some(known) => known.join(parameter),
        None => _ = all.insert((place, name), parameter),
    }
}

/// Nesting of more than one level has no serialisation in OpenAPI (3.1.0 §4.8.12.2.2).
fn note_deep(context: &mut Context<'_>, operation: &Operation, param: &Param) {
    let types = &context.understood.types;
    let is_flat = |ty: &Type| match ty {
        Type::Def(id) => match &types.def(*id).kind {
            TypeKind::Struct(fields) => fields.iter().all(|field| !is_bracketed(types, &field.ty)),
            TypeKind::Enum(_) => true,
        },
        _ => false,
    };
    if param.brackets && !is_flat(types.slot(param.slot)) {
        let message = format!(
            "OpenAPI does not say how the nested value `{}` is written as keys in brackets",
            param.wire
        );
        context.diagnostics.note(
            operation.place,
            message,
            "the document has it as `deepObject`; most tools take that for any depth",
        );
    }
}

fn parameter(context: &Context<'_>, param: &Param, required: bool) -> Parameter {
    let types = &context.understood.types;
    let mut schema = schemas::schema(context, types.slot(param.slot));
    let spelling = match (param.brackets, types.is_json_text(param.slot)) {
        (true, _) => Spelling::Brackets,
        (false, true) => Spelling::Json,
        (false, false) => Spelling::Plain,
    };
    if param.repeated {
        schema = json!({ "type": "array", "items": schema });
    }
    let example = types.example(param.slot);
    let example = example.map(|literal| values::json(types, literal));
    let example = match (param.repeated, example) {
        (true, Some(one)) => Some(json!([one])),
        (_, example) => example,
    };
    Parameter {
        required,
        everywhere: true,
        docs: param.docs.clone(),
        schema,
        spelling,
        example,
        notes: notes(param),
    }
}

/// What OpenAPI has no field for.
pub(super) fn notes(param: &Param) -> Map<String, Value> {
    let mut notes = Map::new();
    if param.secret {
        notes.insert("x-postwright-secret".to_owned(), json!(true));
    }
    if let Some(fresh) = param.fresh {
        let text = match fresh {
            Fresh::Guid => "guid",
            Fresh::Timestamp => "timestamp",
            Fresh::IsoTimestamp => "isoTimestamp",
            Fresh::RandomInt => "randomInt",
        };
        notes.insert("x-postwright-fresh".to_owned(), json!(text));
    }
    notes
}

/// A setting of the client: a parameter that has one value for all calls.
fn setting(context: &Context<'_>, id: SettingId, required: bool) -> Parameter {
    let setting = &context.understood.api.settings[id.0];
    let mut notes = Map::new();
    notes.insert("x-postwright-setting".to_owned(), json!(setting.name));
    Parameter {
        required,
        everywhere: true,
        docs: String::new(),
        schema: json!({ "type": "string" }),
        spelling: Spelling::Plain,
        example: setting.default.as_ref().map(|value| json!(value)),
        notes,
    }
}

/// What the client always sends as it is: one of the values that the prose lists, if it lists any. Whether the server
/// insists on it only the prose can say.
fn fixed(text: &str, prose: &str) -> Parameter {
    let schema = match prose::one_of(prose) {
        Some(values) => json!({ "type": "string", "enum": values }),
        None => json!({ "type": "string" }),
    };
    Parameter {
        required: prose::is_required(prose),
        everywhere: true,
        docs: docs::markdown(&prose::without_markers(prose)),
        schema,
        spelling: Spelling::Plain,
        example: Some(json!(text)),
        notes: Map::from_iter([(ALWAYS.to_owned(), json!([text]))]),
    }
}

/// The values of which the client always sends one.
const ALWAYS: &str = "x-postwright-always";

/// What several operations take: a parameter is required if each of them requires it.
pub(super) fn join(all: &mut Parameters, others: Parameters) {
    for (key, parameter) in all.iter_mut() {
        parameter.everywhere &= others.contains_key(key);
        parameter.required &= parameter.everywhere;
    }
    for ((place, name), mut parameter) in others {
        if !all.contains_key(&(place, name.clone())) {
            parameter.required = false;
            parameter.everywhere = false;
        }
        add(all, place, name, parameter);
    }
}

impl Parameter {
    fn join(&mut self, other: Self) {
        self.required &= other.required;
        if self.docs.is_empty() {
            self.docs = other.docs;
        }
        let known = std::mem::take(&mut self.schema);
        self.schema = schemas::either(known, other.schema);
        if self.spelling != other.spelling {
            self.spelling = Spelling::Plain;
        }
        self.example = self.example.take().or(other.example);
        for (key, note) in other.notes {
            match (self.notes.get_mut(&key), note) {
                (Some(Value::Array(known)), Value::Array(more)) => {
                    let new: Vec<Value> = more
                        .into_iter()
                        .filter(|one| !known.contains(one))
                        .collect();
                    known.extend(new);
                }
                (_, note) => _ = self.notes.insert(key, note),
            }
        }
    }

    /// A value in which the requests of one method and path differ tells them apart: one of them has to be there, unless
    /// another request has none.
    fn tell_apart(&mut self) {
        let Some(Value::Array(values)) = self.notes.get(ALWAYS) else {
            return;
        };
        if values.len() > 1 && self.schema.get("enum").is_none() {
            schemas::mark(&mut self.schema, "enum", json!(values));
            self.required = self.everywhere;
        }
    }

    fn into_value(mut self, place: In, name: String) -> Value {
        self.tell_apart();
        let mut object = Map::new();
        object.insert("name".to_owned(), json!(name));
        object.insert("in".to_owned(), json!(place.text()));
        document::insert_text(&mut object, "description", &self.docs);
        if self.required {
            object.insert("required".to_owned(), json!(true));
        }
        match self.spelling {
            Spelling::Json => {
                let mut media = Map::new();
                media.insert("schema".to_owned(), self.schema);
                media.extend(self.example.map(|value| ("example".to_owned(), value)));
                object.insert("content".to_owned(), json!({ "application/json": media }));
            }
            Spelling::Brackets | Spelling::Plain => {
                if self.spelling == Spelling::Brackets {
                    object.insert("style".to_owned(), json!("deepObject"));
                    object.insert("explode".to_owned(), json!(true));
                }
                object.insert("schema".to_owned(), self.schema);
                object.extend(self.example.map(|value| ("example".to_owned(), value)));
            }
        }
        object.extend(self.notes);
        Value::Object(object)
    }
}

/// The parameters as a list.
pub(super) fn into_list(parameters: Parameters) -> Vec<Value> {
    let list = parameters.into_iter();
    list.map(|((place, name), parameter)| parameter.into_value(place, name))
        .collect()
}
