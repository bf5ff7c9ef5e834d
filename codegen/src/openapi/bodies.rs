//! Request bodies and answers.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value, json};

use super::schemas::{AnyOf, Member};
use super::{Context, document, parameters, schemas};
use crate::literal_json;
use crate::model::{
    Body, Example, FormField, Operation, OperationId, Param, Response, ResponseBody,
};

/// Contents by media type, in order.
pub(super) type Contents = IndexMap<String, Media>;

/// What is sent or received as one media type.
#[derive(Default)]
pub(super) struct Media {
    schema: AnyOf,
    example: Option<Value>,
    /// How the fields of a form are written.
    encoding: Map<String, Value>,
}

/// The body of an operation.
pub(super) fn request(context: &Context<'_>, id: OperationId) -> Option<Contents> {
    let operation = &context.understood.api.operations[id.0];
    let types = &context.understood.types;
    let (media_type, media) = match operation.body.as_ref()? {
        Body::Json { slot, media_type } => {
            let example = types.example(*slot);
            let media = Media {
                schema: schemas::of_slot(context, *slot).into(),
                example: example.map(|literal| literal_json::json(types, literal)),
                encoding: Map::new(),
            };
            (media_type.clone(), media)
        }
        Body::Text { media_type, .. } => (
            media_type.clone(),
            Media {
                schema: json!({ "type": "string" }).into(),
                ..Media::default()
            },
        ),
        Body::File => (
            "application/octet-stream".to_owned(),
            Media {
                schema: file().into(),
                ..Media::default()
            },
        ),
        Body::Form { multipart, fields } => {
            let media_type = match multipart {
                true => "multipart/form-data",
                false => "application/x-www-form-urlencoded",
            };
            let schema = context.schemas.form(id);
            let media = Media {
                schema: schema.unwrap_or_else(|| form_schema(context, id)).into(),
                example: None,
                encoding: encoding(context, *multipart, fields),
            };
            (media_type.to_owned(), media)
        }
    };
    Some(Contents::from([(media_type, media)]))
}

/// The content of a file. OpenAPI 3.1 needs no `format`; tools made for 3.0 do.
fn file() -> Value {
    json!({ "type": "string", "format": "binary" })
}

/// The form of an operation as an object; empty for any other body.
pub(super) fn form_schema(context: &Context<'_>, id: OperationId) -> Value {
    let operation = &context.understood.api.operations[id.0];
    let fields = match &operation.body {
        Some(Body::Form { fields, .. }) => fields.as_slice(),
        _ => &[],
    };
    schemas::object(fields.iter().map(|field| field_member(context, field)))
}

fn field_member(context: &Context<'_>, field: &FormField) -> Member {
    match field {
        FormField::Text { param, .. } => Member {
            name: param.wire.clone(),
            schema: text_field(context, param),
            required: param.required,
        },
        FormField::Constant { wire, value, .. } => Member {
            name: wire.clone(),
            schema: json!({ "type": "string", "const": value }),
            required: true,
        },
        FormField::File {
            wire,
            docs,
            required,
            many,
            ..
        } => {
            let mut schema = match many {
                true => json!({ "type": "array", "items": file() }),
                false => file(),
            };
            describe(&mut schema, docs);
            Member {
                name: wire.clone(),
                schema,
                required: *required,
            }
        }
    }
}

fn text_field(context: &Context<'_>, param: &Param) -> Value {
    let types = &context.understood.types;
    let mut schema = schemas::of_slot(context, param.slot);
    if param.repeated {
        schema = json!({ "type": "array", "items": schema });
    }
    describe(&mut schema, &param.docs);
    for (key, value) in parameters::notes(param) {
        schemas::mark(&mut schema, &key, value);
    }
    if let Some(example) = types.example(param.slot).filter(|_| !param.repeated) {
        let example = literal_json::json(types, example);
        schemas::mark(&mut schema, "examples", json!([example]));
    }
    schema
}

fn describe(schema: &mut Value, docs: &str) {
    if !docs.is_empty() {
        schemas::mark(schema, "description", json!(docs));
    }
}

/// Fields that are not plain text (OpenAPI 3.1.0 §4.8.15): of a stated type, JSON, keys in brackets.
fn encoding(context: &Context<'_>, multipart: bool, fields: &[FormField]) -> Map<String, Value> {
    let types = &context.understood.types;
    let mut encoding = Map::new();
    for field in fields {
        let (wire, content_type, text) = match field {
            FormField::Text {
                param,
                content_type,
            } => (&param.wire, content_type, Some(param)),
            FormField::Constant {
                wire, content_type, ..
            }
            | FormField::File {
                wire, content_type, ..
            } => (wire, content_type, None),
        };
        let how = match (content_type, text) {
            (Some(content_type), _) => json!({ "contentType": content_type }),
            (None, Some(param)) if types.is_json_text(param.slot) => {
                json!({ "contentType": "application/json" })
            }
            (None, Some(param)) if param.brackets && !multipart => {
                json!({ "style": "deepObject", "explode": true })
            }
            (None, Some(param)) if types.is_joined(param.slot) => {
                json!({ "style": "form", "explode": false })
            }
            (None, _) => continue,
        };
        encoding.insert(wire.clone(), how);
    }
    encoding
}

/// An answer.
pub(super) struct Answer {
    descriptions: IndexSet<String>,
    contents: Contents,
}

/// The answers of an operation by status code.
pub(super) fn answers(
    context: &Context<'_>,
    operation: &Operation,
) -> impl Iterator<Item = (String, Answer)> {
    let answers = operation.responses.iter().map(|response| {
        let saved: Vec<&Example> = operation
            .examples
            .iter()
            .filter(|example| example.status == response.status)
            .collect();
        (
            response.status.to_string(),
            answer(context, response, &saved),
        )
    });
    answers.collect::<Vec<_>>().into_iter()
}

fn answer(context: &Context<'_>, response: &Response, saved: &[&Example]) -> Answer {
    let mut descriptions: IndexSet<String> = response.docs.iter().cloned().collect();
    if descriptions.is_empty() {
        let reasons = saved.iter().map(|example| example.reason.clone());
        descriptions.extend(reasons.filter(|reason| !reason.is_empty()).take(1));
    }
    let types = &context.understood.types;
    let stated = |fits: fn(&str) -> bool| media_type(saved).filter(|stated| fits(stated));
    let content = match response.body {
        ResponseBody::Empty | ResponseBody::Any => None,
        // An error of which no body is saved may have any.
        ResponseBody::Text if saved.iter().all(|one| one.body.trim().is_empty()) => None,
        ResponseBody::Text => {
            let texts = saved.iter().map(|example| example.body.as_str());
            let example = texts
                .filter(|text| !text.trim().is_empty())
                .map(Value::from);
            Some((
                stated(|stated| !is_json(stated)).unwrap_or("text/plain".to_owned()),
                json!({ "type": "string" }),
                example.take(1).next(),
            ))
        }
        ResponseBody::Bytes => Some((
            stated(|stated| !is_json(stated)).unwrap_or("application/octet-stream".to_owned()),
            file(),
            None,
        )),
        ResponseBody::Json(slot) => {
            let example = types.example(slot);
            Some((
                stated(is_json).unwrap_or("application/json".to_owned()),
                schemas::of_slot(context, slot),
                example.map(|literal| literal_json::json(types, literal)),
            ))
        }
    };
    let contents = content.into_iter().map(|(media_type, schema, example)| {
        let media = Media {
            schema: schema.into(),
            example,
            encoding: Map::new(),
        };
        (media_type, media)
    });
    Answer {
        descriptions,
        contents: contents.collect(),
    }
}

fn is_json(media_type: &str) -> bool {
    media_type.contains("json")
}

/// The media type of saved answers: the first that is stated.
fn media_type(saved: &[&Example]) -> Option<String> {
    let headers = saved.iter().flat_map(|example| &example.headers);
    let mut stated = headers.filter(|(name, _)| name.trim().eq_ignore_ascii_case("content-type"));
    let (_, value) = stated.find(|(_, value)| value.contains('/'))?;
    let essence = value.split(';').next().unwrap_or(value);
    Some(essence.trim().to_ascii_lowercase())
}

/// What several operations send or receive.
pub(super) fn join_contents(all: &mut Contents, others: Contents) {
    for (media_type, other) in others {
        match all.get_mut(&media_type) {
            Some(known) => {
                known.schema.join(other.schema);
                known.example = known.example.take().or(other.example);
                known.encoding.extend(other.encoding);
            }
            None => _ = all.insert(media_type, other),
        }
    }
}

impl Answer {
    /// The answers of several operations with one status code.
    pub(super) fn join(&mut self, other: Self) {
        self.descriptions.extend(other.descriptions);
        join_contents(&mut self.contents, other.contents);
    }

    pub(super) fn into_value(self) -> Value {
        let mut object = Map::new();
        let descriptions: Vec<String> = self.descriptions.into_iter().collect();
        // It has to be there, empty or not.
        object.insert("description".to_owned(), json!(descriptions.join("\n\n")));
        document::insert_map(&mut object, "content", contents_value(self.contents));
        Value::Object(object)
    }
}

/// Contents as an object.
pub(super) fn contents_value(contents: Contents) -> Map<String, Value> {
    let contents = contents.into_iter().map(|(media_type, media)| {
        let mut object = Map::new();
        object.insert("schema".to_owned(), media.schema.into_value());
        object.extend(media.example.map(|value| ("example".to_owned(), value)));
        document::insert_map(&mut object, "encoding", media.encoding);
        (media_type, Value::Object(object))
    });
    contents.collect()
}
