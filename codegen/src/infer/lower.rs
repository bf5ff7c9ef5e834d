//! Shapes -> types. Walks the operations in order, so that each type is found where a reader meets it first.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::shape::{Kind, ObjectShape, Shape};
use super::text::{self, TextShape};
use super::{
    Encoding, Field, Options, Origin, Position, Sightings, Type, TypeDef, TypeId, TypeKind, Types,
};
use crate::model::{
    Api, Body, FormField, GroupId, Operation, OperationId, Param, ResponseBody, Role, Sample, Slot,
    SlotId,
};
use crate::prose;
use crate::read::redact::is_secret_name;

/// Types for all slots of an API.
pub(super) fn lower(api: &Api, options: &Options) -> Types {
    let unseen = Type::String;
    let types = Types {
        slots: vec![unseen; api.slots.len()],
        json_text: vec![false; api.slots.len()],
        ..Types::default()
    };
    let mut lowering = Lowering {
        api,
        types,
        done: vec![false; api.slots.len()],
        shared: HashMap::new(),
        encoding: Encoding::Json,
    };
    for (index, operation) in api.operations.iter().enumerate() {
        lowering.operation(OperationId(index), operation);
    }
    let mut types = lowering.types;
    for def in &mut types.defs {
        decide_optional(def, options);
    }
    types
}

/// Which members may be absent: decided when all that share a type have been counted.
fn decide_optional(def: &mut TypeDef, options: &Options) {
    let (role, encoding) = (def.role, def.encoding);
    let TypeKind::Struct(fields) = &mut def.kind else {
        return;
    };
    for (field, sightings) in fields.iter_mut().zip(&def.sightings) {
        let often = sightings.of >= options.sightings;
        let always = role == Role::Response && often && sightings.seen == sightings.of;
        if !always {
            let ty = std::mem::replace(&mut field.ty, Type::Json);
            field.ty = optional(ty, role, encoding);
        }
    }
}

struct Lowering<'a> {
    api: &'a Api,
    types: Types,
    done: Vec<bool>,
    /// Types that equal ones share: same folder, same direction, same name, same content.
    shared: HashMap<(GroupId, Role, Encoding, String, TypeKind), TypeId>,
    /// How the values at hand are written.
    encoding: Encoding,
}

impl Lowering<'_> {
    fn operation(&mut self, id: OperationId, operation: &Operation) {
        let origin = |position| Origin {
            group: operation.group,
            operation: id,
            position,
            path: Vec::new(),
            in_list: false,
        };
        for param in operation.path_params.iter().chain(&operation.headers) {
            self.param(param, origin(Position::Param(param.wire.clone())), false);
        }
        for param in &operation.query {
            self.param(param, origin(Position::Param(param.wire.clone())), true);
        }
        match &operation.body {
            Some(Body::Json { slot, .. }) => self.json_slot(*slot, origin(Position::Body)),
            Some(Body::Form { fields, .. }) => {
                for field in fields {
                    if let FormField::Text { param, .. } = field {
                        self.param(param, origin(Position::Param(param.wire.clone())), true);
                    }
                }
            }
            Some(Body::Text { .. } | Body::File) | None => {}
        }
        for response in &operation.responses {
            if let ResponseBody::Json(slot) = response.body {
                self.json_slot(slot, origin(Position::Response(response.status)));
            }
        }
    }

    /// `json`: whether a text there may be JSON. A path and a header hold text, and so does each of several values of one key.
    fn param(&mut self, param: &Param, origin: Origin, json: bool) {
        if !param.brackets {
            return self.text_slot(param.slot, origin, json && !param.repeated);
        }
        let slot = self.api.slot(param.slot);
        let trees = slot.samples.iter().filter_map(|sample| match sample {
            Sample::Json(value) => Some(Shape::of_value(&text::typed_leaves(value))),
            Sample::Text(_) => None,
        });
        let shape = trees.fold(Shape::NEVER, Shape::join);
        self.encoding = Encoding::Brackets;
        let ty = self.shape(&shape, Role::Request, origin);
        self.encoding = Encoding::Json;
        self.set(param.slot, ty, false);
    }

    fn json_slot(&mut self, id: SlotId, origin: Origin) {
        let slot = self.api.slot(id);
        // A body saved twice is one piece of evidence.
        let distinct: IndexSet<&Sample> = slot.samples.iter().collect();
        let shape = distinct
            .into_iter()
            .map(sample_shape)
            .fold(Shape::NEVER, Shape::join);
        let ty = self.shape(&shape, slot.role, origin);
        self.set(id, ty, false);
    }

    /// A slot that only holds text. Path parameters share theirs: the first operation decides its place.
    fn text_slot(&mut self, id: SlotId, origin: Origin, json: bool) {
        if self.done[id.0] {
            return;
        }
        let slot = self.api.slot(id);
        if let Some(values) = slot.prose.iter().find_map(|prose| prose::one_of(prose)) {
            let ty = self.define(slot.role, origin, TypeKind::Enum(values), Vec::new());
            return self.set(id, ty, false);
        }
        if slot.prose.iter().any(|prose| prose::is_long(prose)) {
            return self.set(id, Type::I64, false);
        }
        match text::of_samples(&texts(slot)) {
            TextShape::Json(_) if !json => self.set(id, Type::String, false),
            TextShape::Json(shape) => {
                let ty = self.shape(&shape, slot.role, origin);
                self.set(id, ty, true);
            }
            TextShape::Plain(kind) => {
                let ty = match kind {
                    Kind::Bool => Type::Bool,
                    Kind::Int(_) => Type::I64,
                    Kind::Float => Type::F64,
                    _ => Type::String,
                };
                self.set(id, ty, false);
            }
        }
    }

    fn set(&mut self, id: SlotId, ty: Type, json_text: bool) {
        self.types.slots[id.0] = ty;
        self.types.json_text[id.0] = json_text;
        self.done[id.0] = true;
    }

    fn shape(&mut self, shape: &Shape, role: Role, origin: Origin) -> Type {
        let ty = match &shape.kind {
            Kind::Never | Kind::Any => return Type::Json,
            Kind::Bool => Type::Bool,
            Kind::Int(range) if !range.beyond_i64 => Type::I64,
            Kind::Int(range) if !range.negative => Type::U64,
            // No integer type holds both ends.
            Kind::Int(_) => return Type::Json,
            Kind::Float => Type::F64,
            Kind::Str => Type::String,
            Kind::Array(item) => {
                let item = self.shape(
                    item,
                    role,
                    Origin {
                        in_list: true,
                        ..origin
                    },
                );
                Type::List(Box::new(item))
            }
            Kind::Object(object) => self.object(object, role, origin),
        };
        if shape.nullable {
            Type::Option(Box::new(ty))
        } else {
            ty
        }
    }

    fn object(&mut self, object: &ObjectShape, role: Role, origin: Origin) -> Type {
        // A member whose name is a variable has another name in each call.
        let is_open = object.fields.keys().any(|wire| wire.contains("{{"));
        if object.fields.is_empty() || is_open {
            return Type::Json;
        }
        let mut fields = Vec::with_capacity(object.fields.len());
        for (wire, field) in &object.fields {
            let mut path = origin.path.clone();
            path.push(wire.clone());
            let inner = Origin {
                path,
                in_list: false,
                ..origin.clone()
            };
            let ty = self.shape(&field.shape, role, inner);
            let secret = is_secret_name(wire) && holds_text(&ty);
            fields.push(Field {
                wire: wire.clone(),
                ty,
                secret,
            });
        }
        let sightings = object.fields.values().map(|field| Sightings {
            seen: field.seen,
            of: object.seen,
        });
        self.define(role, origin, TypeKind::Struct(fields), sightings.collect())
    }

    fn define(
        &mut self,
        role: Role,
        origin: Origin,
        kind: TypeKind,
        sightings: Vec<Sightings>,
    ) -> Type {
        let nested = !origin.path.is_empty() || matches!(origin.position, Position::Param(_));
        let id = TypeId(self.types.defs.len());
        if nested {
            let key = (
                origin.group,
                role,
                self.encoding,
                last_name(&origin).to_owned(),
                kind.clone(),
            );
            if let Some(known) = self.shared.get(&key) {
                for (total, more) in self.types.defs[known.0].sightings.iter_mut().zip(sightings) {
                    *total = Sightings {
                        seen: total.seen + more.seen,
                        of: total.of + more.of,
                    };
                }
                return Type::Def(*known);
            }
            self.shared.insert(key, id);
        }
        self.types.defs.push(TypeDef {
            role,
            origin,
            encoding: self.encoding,
            kind,
            sightings,
        });
        Type::Def(id)
    }
}

/// What may be absent: an `Option`. In answers a list needs none (absent decodes as empty); nor does any JSON value,
/// for `null` is one.
fn optional(ty: Type, role: Role, encoding: Encoding) -> Type {
    match ty {
        // Sending `null` is not leaving out: it clears a member where leaving it out keeps it.
        Type::Option(_) if role == Role::Request && encoding == Encoding::Json => {
            Type::Option(Box::new(ty))
        }
        Type::Option(_) => ty,
        Type::List(_) if role == Role::Response || encoding == Encoding::Brackets => ty,
        other => Type::Option(Box::new(other)),
    }
}

/// Whether a value is text, if it is there.
fn holds_text(ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::Option(inner) | Type::List(inner) => holds_text(inner),
        _ => false,
    }
}

/// The member or parameter that a type is named after.
fn last_name(origin: &Origin) -> &str {
    match (origin.path.last(), &origin.position) {
        (Some(name), _) | (None, Position::Param(name)) => name,
        _ => "",
    }
}

fn sample_shape(sample: &Sample) -> Shape {
    match sample {
        Sample::Json(value) => Shape::of_value(value),
        Sample::Text(_) => Shape::of(Kind::Str),
    }
}

fn texts(slot: &Slot) -> Vec<&str> {
    let texts = slot.samples.iter().filter_map(|sample| match sample {
        Sample::Text(text) => Some(text.as_str()),
        Sample::Json(_) => None,
    });
    texts.collect()
}
