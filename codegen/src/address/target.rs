//! What addresses can lead to, and the parts of a request.

use super::Segment;
use crate::infer::{Type, TypeId};
use crate::model::{Body, FormField, GroupId, Operation, OperationId, Param, SlotId, Status};

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder.
    Group(GroupId),
    /// A request.
    Operation(OperationId),
    /// A parameter, or a field of a form.
    Param {
        /// The request.
        operation: OperationId,
        /// The part of it.
        part: Part,
        /// The index in that part.
        index: usize,
        /// The position that types it; a file has none. Path parameters may share theirs with other requests.
        slot: Option<SlotId>,
    },
    /// The body of a request.
    Body {
        /// The request.
        operation: OperationId,
        /// The position that types it, if it is JSON.
        slot: Option<SlotId>,
    },
    /// The answer with a status code.
    Response {
        /// The request.
        operation: OperationId,
        /// The status codes that it is for.
        status: Status,
        /// The position that types its body, if that is JSON.
        slot: Option<SlotId>,
    },
    /// Something within a value.
    Member(Member),
}

impl Target {
    /// The request that it is, or is a part of: none for a folder.
    pub fn operation(&self) -> Option<OperationId> {
        Some(match self {
            Self::Group(_) => return None,
            Self::Operation(operation)
            | Self::Param { operation, .. }
            | Self::Body { operation, .. }
            | Self::Response { operation, .. } => *operation,
            Self::Member(member) => member.operation,
        })
    }
}

/// Something within a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The request.
    pub operation: OperationId,
    /// The position of the whole value.
    pub slot: SlotId,
    /// The way from there.
    pub steps: Vec<Segment>,
    /// The struct and the index of its field, unless it is the item of a list or the value of a map.
    pub field: Option<(TypeId, usize)>,
    /// Its type.
    pub ty: Type,
}

/// A part of a request that has fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Path parameters.
    Path,
    /// Query parameters.
    Query,
    /// Headers.
    Header,
    /// The fields of a form. A file and a text of one name have one address: it is that of the text.
    Form,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 4] = [Self::Path, Self::Query, Self::Header, Self::Form];

    /// What it is called in an address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Form => "form",
        }
    }

    /// Its fields: what each is called in an address, its index, and its position.
    pub fn fields(self, operation: &Operation) -> Vec<(String, usize, Option<SlotId>)> {
        match self {
            Self::Path => of_params(&operation.path_params),
            Self::Query => of_params(&operation.query),
            Self::Header => of_params(&operation.headers),
            Self::Form => of_form(operation),
        }
    }
}

/// A variable with the name of another parameter keeps its braces.
fn of_params(params: &[Param]) -> Vec<(String, usize, Option<SlotId>)> {
    let is_twice = |wire: &str| params.iter().filter(|other| other.wire == wire).count() > 1;
    let params = params.iter().enumerate();
    let fields = params.map(|(index, param)| {
        let name = match param.variable && is_twice(&param.wire) {
            true => format!("{{{{{}}}}}", param.wire),
            false => param.wire.clone(),
        };
        (name, index, Some(param.slot))
    });
    fields.collect()
}

fn of_form(operation: &Operation) -> Vec<(String, usize, Option<SlotId>)> {
    let Some(Body::Form { fields, .. }) = &operation.body else {
        return Vec::new();
    };
    let mut found: Vec<(String, usize, Option<SlotId>)> = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let (wire, slot) = match field {
            FormField::Text { param, .. } => (&param.wire, Some(param.slot)),
            FormField::File { wire, .. } => (wire, None),
            FormField::Constant { .. } => continue,
        };
        // A text counts before a file.
        match found.last_mut().filter(|(known, ..)| known == wire) {
            Some(known) if slot.is_some() => *known = (wire.clone(), index, slot),
            Some(_) => {}
            None => found.push((wire.clone(), index, slot)),
        }
    }
    found
}

/// Whether a name is one of the parts of an operation.
pub(super) fn is_part(name: &str) -> bool {
    name == "body" || Part::ALL.iter().any(|part| part.name() == name) || is_status(name)
}

/// Whether a name is that of an answer: a status code, or `default`.
pub(super) fn is_status(name: &str) -> bool {
    let is_code = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_digit());
    is_code || name == Status::DEFAULT
}

/// The parts that an operation has.
pub(super) fn parts(operation: &Operation) -> Vec<Segment> {
    let parts = Part::ALL.into_iter();
    let parts = parts.filter(|part| !part.fields(operation).is_empty());
    let mut found: Vec<Segment> = parts.map(|part| Segment::name(part.name())).collect();
    found.extend(operation.body.is_some().then(|| Segment::name("body")));
    let codes = operation.responses.iter();
    found.extend(codes.map(|response| Segment::name(response.status.to_string())));
    found
}
