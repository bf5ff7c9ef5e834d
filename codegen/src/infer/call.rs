//! The arguments of a call as typed literals: those that an operation's examples give, and those of the requests behind
//! its saved responses.

use serde_json::Value;

use super::exact;
use super::example::filler_of_slot;
use super::{Literal, Types};
use crate::model::{
    Api, Body, BodyValues, FormField, Operation, Original, Param, Recorded, Refusal, Sample,
    SettingId, SlotId,
};

/// A call with all of its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The settings of the client that have other values for this call.
    pub settings: Vec<(SettingId, String)>,
    /// The path parameters.
    pub path: Vec<Literal>,
    /// The body, if the operation takes one.
    pub body: Option<BodyArgument>,
    /// For each query and header parameter its values: none if it is left out.
    pub params: Vec<Vec<Literal>>,
}

/// The body of a [`Call`].
#[derive(Debug, Clone, PartialEq)]
pub enum BodyArgument {
    /// JSON.
    Json(Literal),
    /// Text.
    Text(String),
    /// A file.
    File,
    /// For each field of a form its values: none if it is left out, and for a constant.
    Form {
        /// The values.
        fields: Vec<Vec<Literal>>,
        /// Whether an example of a file is sent in each field for files.
        files: bool,
    },
}

/// A call that makes the request behind a saved response, or why there is none.
pub type Replayed = Result<Call, Refusal>;

impl Call {
    /// A call with the examples of an operation.
    pub fn example(types: &Types, operation: &Operation) -> Self {
        let given = |slot: SlotId| {
            let known = types.example(slot).cloned();
            known.unwrap_or_else(|| filler_of_slot(types, slot))
        };
        let shown = |param: &Param| match param.required && !param.repeated {
            true => vec![given(param.slot)],
            false => types.example(param.slot).cloned().into_iter().collect(),
        };
        let body = operation.body_argument().map(|body| match body {
            Body::Json { slot, .. } => BodyArgument::Json(given(*slot)),
            Body::Text { .. } => BodyArgument::Text("text".to_owned()),
            Body::File => BodyArgument::File,
            Body::Form { fields, .. } => BodyArgument::Form {
                fields: fields.iter().map(|field| of_field(field, shown)).collect(),
                files: true,
            },
        });
        Self {
            settings: Vec::new(),
            path: operation
                .path_params
                .iter()
                .map(|param| given(param.slot))
                .collect(),
            body,
            params: operation.optional_params().map(shown).collect(),
        }
    }
}

/// The values of a field, if it is one for text.
fn of_field(field: &FormField, values: impl Fn(&Param) -> Vec<Literal>) -> Vec<Literal> {
    match field {
        FormField::Text { param, .. } => values(param),
        FormField::Constant { .. } | FormField::File { .. } => Vec::new(),
    }
}

/// For each operation and each of its examples the call that makes the request behind it, if that is saved and no other
/// example has the same.
pub(super) fn of_originals(types: &Types, api: &Api) -> Vec<Vec<Option<Replayed>>> {
    let operations = api.operations.iter().map(|operation| {
        let examples = operation.examples.iter();
        let calls = examples.map(|example| match example.original.as_ref()? {
            Original::Recorded(recorded) => {
                Some(replayed(types, operation, recorded).ok_or(Refusal::Type))
            }
            Original::Refused(refusal) => Some(Err(*refusal)),
            Original::SameAs(_) => None,
        });
        calls.collect()
    });
    operations.collect()
}

/// The call for a recorded request. `None` if a type does not hold a value exactly as it is.
fn replayed(types: &Types, operation: &Operation, recorded: &Recorded) -> Option<Call> {
    let path = operation.path_params.iter().zip(&recorded.path);
    let path = path.map(|(param, text)| exact::of_param_text(types, param.slot, text));
    let queries = operation.query.len();
    let params = operation.optional_params().zip(&recorded.params);
    let params = params.enumerate().map(|(at, (param, samples))| {
        let as_json = at < queries;
        of_samples(types, param, samples, as_json)
    });
    let body = match (operation.body_argument(), &recorded.body) {
        (Some(Body::Json { slot, .. }), Some(BodyValues::Json(value))) => Some(BodyArgument::Json(
            exact::of_value(types, types.slot(*slot), value)?,
        )),
        (Some(Body::Text { .. }), Some(BodyValues::Text(text))) => {
            Some(BodyArgument::Text(text.clone()))
        }
        (Some(Body::Form { fields, .. }), Some(BodyValues::Form(values))) => {
            let fields = fields
                .iter()
                .zip(values)
                .map(|(field, samples)| match field {
                    FormField::Text { param, .. } => of_samples(types, param, samples, true),
                    FormField::Constant { .. } | FormField::File { .. } => Some(Vec::new()),
                });
            Some(BodyArgument::Form {
                fields: fields.collect::<Option<_>>()?,
                files: false,
            })
        }
        (None, None) => None,
        _ => return None,
    };
    Some(Call {
        settings: recorded.settings.clone(),
        path: path.collect::<Option<_>>()?,
        params: params.collect::<Option<_>>()?,
        body,
    })
}

/// The values of a parameter. `as_json`: whether it stands where JSON may be written as text.
fn of_samples(
    types: &Types,
    param: &Param,
    samples: &[Sample],
    as_json: bool,
) -> Option<Vec<Literal>> {
    if samples.is_empty() && param.required && !param.repeated {
        return None;
    }
    let ty = types.slot(param.slot);
    let is_json = types.is_json_text(param.slot);
    let values = samples.iter().map(|sample| match sample {
        Sample::Json(tree) => exact::of_tree(types, ty, tree),
        Sample::Text(text) if is_json && as_json && !param.repeated => {
            let value: Value = serde_json::from_str(text).ok()?;
            exact::of_value(types, ty, &value)
        }
        Sample::Text(_) if is_json => None,
        Sample::Text(text) => exact::of_param_text(types, param.slot, text),
    });
    values.collect()
}
