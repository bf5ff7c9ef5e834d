//! Shapes -> types. Walks the operations in order, so that each type is found where a reader meets it first.

use std::collections::HashSet;

use super::evidence::Evidence;
use super::format::Format;
use super::scalars::{NumberShape, TextShape};
use super::shape::{ObjectShape, Shape};
use super::sharing::Classes;
use super::table::{Met, Table};
use super::{
    Encoding, Field, Options, Origin, Position, Rule, Sightings, Type, TypeKind, Types, choice,
    keys, presence, written,
};
use crate::model::{
    Api, Body, FormField, Operation, OperationId, Param, ResponseBody, Role, SlotId,
};
use crate::read::redact::is_secret_name;

/// Types for all slots of an API.
pub(super) fn lower(
    api: &Api,
    evidence: &[Evidence],
    classes: &Classes,
    options: &Options,
) -> Types {
    let types = Types {
        slots: vec![Type::String; api.slots.len()],
        json_text: vec![false; api.slots.len()],
        joined: vec![false; api.slots.len()],
        formats: vec![None; api.slots.len()],
        ..Types::default()
    };
    let mut lowering = Lowering {
        api,
        evidence,
        classes,
        options,
        types,
        done: HashSet::new(),
        table: Table::default(),
        open_maps: HashSet::new(),
        encoding: Encoding::Json,
    };
    for (index, operation) in api.operations.iter().enumerate() {
        lowering.operation(OperationId(index), operation);
    }
    let mut types = lowering.types;
    types.defs = lowering.table.into_defs();
    for def in &mut types.defs {
        presence::decide(def, options);
    }
    types
}

struct Lowering<'a> {
    api: &'a Api,
    evidence: &'a [Evidence],
    classes: &'a Classes,
    options: &'a Options,
    types: Types,
    table: Table,
    done: HashSet<SlotId>,
    /// The classes of maps that are being made.
    open_maps: HashSet<usize>,
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
            alternative: false,
        };
        let of_param = |param: &Param| origin(Position::Param(param.wire.clone()));
        let params = operation.path_params.iter().chain(&operation.headers);
        for param in params.chain(&operation.query) {
            self.slot(param.slot, of_param(param));
        }
        match &operation.body {
            Some(Body::Json { slot, .. }) => self.slot(*slot, origin(Position::Body)),
            Some(Body::Form { fields, .. }) => {
                for field in fields {
                    if let FormField::Text { param, .. } = field {
                        self.slot(param.slot, of_param(param));
                    }
                }
            }
            Some(Body::Text { .. } | Body::File) | None => {}
        }
        for response in &operation.responses {
            if let ResponseBody::Json(slot) = response.body {
                self.slot(slot, origin(Position::Response(response.status)));
            }
        }
    }

    /// A slot, whose place is decided by the operation that has it first.
    fn slot(&mut self, id: SlotId, origin: Origin) {
        if !self.done.insert(id) {
            return;
        }
        let evidence = self.evidence;
        let ty = self.evident(id, &evidence[id.0], origin);
        self.types.slots[id.0] = ty;
    }

    /// The type that the evidence of a slot gives it, or an item of it.
    fn evident(&mut self, id: SlotId, evidence: &Evidence, origin: Origin) -> Type {
        let role = self.api.slot(id).role;
        match evidence {
            Evidence::None => Type::String,
            Evidence::Flag => Type::Bool,
            Evidence::Long => Type::I64,
            Evidence::Choice(values) => {
                self.equal(role, origin, TypeKind::Enum(values.clone()), Vec::new())
            }
            Evidence::Json(shape) | Evidence::JsonText(shape) => {
                self.types.json_text[id.0] = matches!(evidence, Evidence::JsonText(_));
                self.types.formats[id.0] = self.format(shape, role);
                self.shape(shape, role, origin)
            }
            Evidence::Brackets(shape) => {
                self.encoding = Encoding::Brackets;
                let ty = self.shape(shape, role, origin);
                self.encoding = Encoding::Json;
                ty
            }
            Evidence::Text(shape) => {
                self.types.formats[id.0] = self.format(shape, role);
                self.plain(shape, role, origin)
            }
            Evidence::Joined { item, .. } => {
                self.types.joined[id.0] = true;
                let in_list = true;
                let item = self.evident(id, item, Origin { in_list, ..origin });
                Type::List(Box::new(item))
            }
        }
    }

    /// A place that holds text.
    fn plain(&mut self, shape: &Shape, role: Role, origin: Origin) -> Type {
        match (&shape.number, &shape.text) {
            _ if shape.bool => Type::Bool,
            (Some(number), _) if number.fraction => Type::F64,
            (Some(_), _) => Type::I64,
            (None, Some(text)) => self.text(text, role, origin),
            (None, None) => Type::String,
        }
    }

    fn shape(&mut self, shape: &Shape, role: Role, origin: Origin) -> Type {
        let ty = match shape.kinds() {
            _ if shape.any => return Type::Json,
            0 => return Type::Json,
            1 => self.alternatives(shape, role, &origin).pop(),
            _ if self.encoding == Encoding::Json && self.options.has(Rule::Unions) => {
                let of_alternative = Origin {
                    alternative: true,
                    ..origin.clone()
                };
                let all = self.alternatives(shape, role, &of_alternative);
                Some(self.equal(role, origin, TypeKind::Union(all), Vec::new()))
            }
            _ => return Type::Json,
        };
        match ty {
            None | Some(Type::Json) => Type::Json,
            Some(ty) if shape.null => Type::Option(Box::new(ty)),
            Some(ty) => ty,
        }
    }

    /// A type for each kind of value, in the order in which they are tried.
    fn alternatives(&mut self, shape: &Shape, role: Role, origin: &Origin) -> Vec<Type> {
        let mut all = Vec::new();
        if shape.bool {
            all.push(Type::Bool);
        }
        if let Some(number) = shape.number {
            all.push(self.number(number));
        }
        if let Some(text) = &shape.text {
            all.push(match origin.alternative {
                true => Type::String,
                false => match self.written(text, role, origin.clone()) {
                    Some(ty) => ty,
                    None => self.text(text, role, origin.clone()),
                },
            });
        }
        if let Some(items) = &shape.list {
            let of_items = Origin {
                in_list: true,
                ..origin.clone()
            };
            // A list is a box of its own.
            let item = match self.shape(items, role, of_items) {
                Type::Boxed(item) => *item,
                item => item,
            };
            all.push(Type::List(Box::new(item)));
        }
        if let Some(object) = &shape.object {
            // One of several kinds takes as much room as the largest of them.
            all.push(match self.object(object, role, origin.clone()) {
                Type::Def(id) if origin.alternative => Type::Boxed(Box::new(Type::Def(id))),
                ty => ty,
            });
        }
        all
    }

    fn number(&self, number: NumberShape) -> Type {
        match (number.whole, number.fraction) {
            (true, true) if self.encoding == Encoding::Json => Type::Number,
            (_, true) => Type::F64,
            _ if !number.beyond_i64 => Type::I64,
            _ if !number.negative => Type::U64,
            // No integer type holds both ends.
            _ => Type::Json,
        }
    }

    /// Text that holds JSON of a type.
    fn written(&mut self, text: &TextShape, role: Role, origin: Origin) -> Option<Type> {
        let shape = written::verdict(text, role)?.ok()?;
        let is_it = self.encoding == Encoding::Json;
        is_it.then(|| Type::JsonText(Box::new(self.shape(&shape, role, origin))))
    }

    fn text(&mut self, text: &TextShape, role: Role, origin: Origin) -> Type {
        let name = origin.last_name().to_owned();
        match choice::values(text, &name).filter(|_| self.options.has(Rule::Enums)) {
            Some(values) => self.equal(role, origin, TypeKind::Enum(values), Vec::new()),
            None => Type::String,
        }
    }

    /// The format of the text at a position, or of the items of its lists and the values of its maps.
    fn format(&self, shape: &Shape, role: Role) -> Option<Format> {
        if !self.options.has(Rule::Formats) || shape.kinds() != 1 {
            return None;
        }
        if let Some(text) = &shape.text {
            return text.formats.one();
        }
        if let Some(items) = &shape.list {
            return self.format(items, role);
        }
        let values = self.map_values(shape.object.as_ref()?, role)?;
        self.format(&values, role)
    }

    fn map_values(&self, object: &ObjectShape, role: Role) -> Option<Shape> {
        let applies = self.encoding == Encoding::Json && self.options.has(Rule::Maps);
        let values = keys::map_values(object).filter(|_| applies)?;
        match keys::may_differ(object, role, self.options.sightings) {
            true => Some(Shape::ANY),
            false => Some(values),
        }
    }

    fn object(&mut self, own: &ObjectShape, role: Role, origin: Origin) -> Type {
        let class = self.classes.of_object(own);
        if let Some(known) = class.and_then(|class| self.table.of_class(class, &origin)) {
            return known;
        }
        let classes = self.classes;
        let object = class.and_then(|class| classes.shape(class)).unwrap_or(own);
        // Like an object that is not known.
        if object.is_circular() {
            return Type::Json;
        }
        if let Some(values) = self.map_values(object, role) {
            // A map of maps of its own kind: how deep it goes is not known.
            if class.is_some_and(|class| !self.open_maps.insert(class)) {
                return Type::Json;
            }
            let ty = match self.shape(
                &values,
                role,
                Origin {
                    in_list: true,
                    ..origin
                },
            ) {
                Type::Boxed(value) => *value,
                // A map of maps of anything says no more than a map of anything.
                Type::Map(inner) if *inner == Type::Json => Type::Json,
                value => value,
            };
            if let Some(class) = class {
                self.open_maps.remove(&class);
            }
            return Type::Map(Box::new(ty));
        }
        // A member whose name is a variable has another name in each call.
        let is_open = object.fields.keys().any(|wire| wire.contains("{{"));
        if object.fields.is_empty() || is_open {
            return match self.encoding {
                Encoding::Json => Type::Map(Box::new(Type::Json)),
                Encoding::Brackets => Type::Json,
            };
        }
        let Some(class) = class else {
            let (fields, sightings) = self.fields(object, role, &origin);
            return self.equal(role, origin, TypeKind::Struct(fields), sightings);
        };
        let id = self.table.begin(class, self.met(role, origin.clone()));
        let (fields, sightings) = self.fields(object, role, &origin);
        self.table.end(id, fields, sightings);
        Type::Def(id)
    }

    fn equal(
        &mut self,
        role: Role,
        origin: Origin,
        kind: TypeKind,
        sightings: Vec<Sightings>,
    ) -> Type {
        self.table.equal(self.met(role, origin), kind, sightings)
    }

    fn met(&self, role: Role, origin: Origin) -> Met {
        Met {
            role,
            encoding: self.encoding,
            origin,
        }
    }

    fn fields(
        &mut self,
        object: &ObjectShape,
        role: Role,
        origin: &Origin,
    ) -> (Vec<Field>, Vec<Sightings>) {
        let mut fields = Vec::with_capacity(object.fields.len());
        let mut sightings = Vec::with_capacity(object.fields.len());
        for (wire, field) in &object.fields {
            let mut path = origin.path.clone();
            path.push(wire.clone());
            let inner = Origin {
                path,
                in_list: false,
                alternative: false,
                ..origin.clone()
            };
            let ty = self.shape(&field.shape, role, inner);
            let secret = is_secret_name(wire) && presence::holds_text(&ty, self.table.defs());
            fields.push(Field {
                docs: None,
                wire: wire.clone(),
                null: field.shape.null,
                hollow: field.shape.hollow,
                format: self
                    .format(&field.shape, role)
                    .filter(|_| presence::holds_text(&ty, self.table.defs())),
                ty,
                secret,
                stated: None,
            });
            sightings.push(Sightings {
                seen: field.seen,
                of: object.seen,
                null: field.null,
            });
        }
        (fields, sightings)
    }
}
