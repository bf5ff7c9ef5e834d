//! Path, query and header parameters.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value, json};

use super::paths::{Source, Template};
use super::schemas::AnyOf;
use super::{Context, document, schemas};
use crate::infer::example::is_bracketed;
use crate::infer::{Type, TypeKind};
use crate::literal_json;
use crate::model::{
    Constant, ConstantTarget, ConstantValue, Made, Operation, Param, SettingId, docs,
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
    /// Whether each operation that has it requires it.
    required: bool,
    /// How many of the operations that became one have it.
    seen: usize,
    docs: String,
    schema: AnyOf,
    spelling: Spelling,
    example: Option<Value>,
    /// Of these values the client always sends one.
    always: IndexSet<String>,
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
    /// As a list whose items stand in one value.
    Joined,
}

impl Spelling {
    /// `style` and `explode` (3.1.0 §4.8.12.2.1), unless they are what the place has without saying: in a path and a header the
    /// items of a list have commas between them.
    fn style(self, place: In) -> Option<(&'static str, bool)> {
        match (self, place) {
            (Self::Brackets, _) => Some(("deepObject", true)),
            (Self::Joined, In::Query) => Some(("form", false)),
            (Self::Joined | Self::Plain | Self::Json, _) => None,
        }
    }
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
            TypeKind::Enum(_) | TypeKind::Union(_) => true,
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
    let mut schema = schemas::of_slot(context, param.slot);
    let spelling = match (param.brackets, types.is_json_text(param.slot)) {
        (true, _) => Spelling::Brackets,
        (false, true) => Spelling::Json,
        (false, false) if types.is_joined(param.slot) => Spelling::Joined,
        (false, false) => Spelling::Plain,
    };
    if param.repeated {
        schema = json!({ "type": "array", "items": schema });
    }
    let example = types.example(param.slot);
    let example = example.map(|literal| literal_json::json(types, literal));
    let example = match (param.repeated, example) {
        (true, Some(one)) => Some(json!([one])),
        (_, example) => example,
    };
    Parameter {
        required,
        seen: 1,
        docs: param.docs.clone(),
        schema: schema.into(),
        spelling,
        example,
        always: IndexSet::new(),
        notes: notes(param),
    }
}

/// What OpenAPI has no field for.
pub(super) fn notes(param: &Param) -> Map<String, Value> {
    let mut notes = Map::new();
    if param.secret {
        notes.insert("x-postwright-secret".to_owned(), json!(true));
    }
    if let Some(fresh) = &param.fresh {
        let text = match fresh.alone() {
            Some(Made::Guid) => "guid".to_owned(),
            Some(Made::Timestamp) => "timestamp".to_owned(),
            Some(Made::IsoTimestamp) => "isoTimestamp".to_owned(),
            Some(Made::RandomInt) => "randomInt".to_owned(),
            None => fresh.written(),
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
        seen: 1,
        docs: String::new(),
        schema: json!({ "type": "string" }).into(),
        spelling: Spelling::Plain,
        example: setting.default.as_ref().map(|value| json!(value)),
        always: IndexSet::new(),
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
        seen: 1,
        docs: docs::markdown(&prose::without_markers(prose)),
        schema: schema.into(),
        spelling: Spelling::Plain,
        example: Some(json!(text)),
        always: IndexSet::from([text.to_owned()]),
        notes: Map::new(),
    }
}

/// What several operations take.
pub(super) fn join(all: &mut Parameters, others: Parameters) {
    for ((place, name), parameter) in others {
        match all.get_mut(&(place, name.clone())) {
            Some(known) => {
                known.seen += parameter.seen;
                known.join(parameter);
            }
            None => _ = all.insert((place, name), parameter),
        }
    }
}

impl Parameter {
    fn join(&mut self, other: Self) {
        self.required &= other.required;
        if self.docs.is_empty() {
            self.docs = other.docs;
        }
        self.schema.join(other.schema);
        if self.spelling != other.spelling {
            self.spelling = Spelling::Plain;
        }
        self.example = self.example.take().or(other.example);
        self.always.extend(other.always);
        self.notes.extend(other.notes);
    }

    /// `of`: how many operations became one. A parameter is required if each of them has it and requires it. A value in
    /// which they differ tells them apart, so each requires it that has it.
    fn into_value(self, of: usize, place: In, name: String) -> Value {
        let mut schema = self.schema.into_value();
        let always: Vec<String> = self.always.into_iter().collect();
        let tells_apart = always.len() > 1;
        if tells_apart && schema.get("enum").is_none() {
            schemas::mark(&mut schema, "enum", json!(always));
        }
        let mut object = Map::new();
        object.insert("name".to_owned(), json!(name));
        object.insert("in".to_owned(), json!(place.text()));
        document::insert_text(&mut object, "description", &self.docs);
        if (self.required || tells_apart) && self.seen == of {
            object.insert("required".to_owned(), json!(true));
        }
        match self.spelling {
            Spelling::Json => {
                let mut media = Map::new();
                media.insert("schema".to_owned(), schema);
                media.extend(self.example.map(|value| ("example".to_owned(), value)));
                object.insert("content".to_owned(), json!({ "application/json": media }));
            }
            Spelling::Brackets | Spelling::Joined | Spelling::Plain => {
                if let Some((style, explode)) = self.spelling.style(place) {
                    object.insert("style".to_owned(), json!(style));
                    object.insert("explode".to_owned(), json!(explode));
                }
                object.insert("schema".to_owned(), schema);
                object.extend(self.example.map(|value| ("example".to_owned(), value)));
            }
        }
        if !always.is_empty() {
            object.insert("x-postwright-always".to_owned(), json!(always));
        }
        object.extend(self.notes);
        Value::Object(object)
    }
}

/// The parameters of so many operations as a list.
pub(super) fn into_list(parameters: Parameters, of: usize) -> Vec<Value> {
    let list = parameters.into_iter();
    list.map(|((place, name), parameter)| parameter.into_value(of, place, name))
        .collect()
}
