//! Changing types after they have been inferred, and all that follows from it.

use std::collections::HashMap;

use super::presence::decided;
use super::presets;
use super::{
    Encoding, Options, Type, TypeDef, TypeId, TypeKind, Types, call, example, holds_text, home,
    pages,
};
use crate::model::{Api, Role, SlotId};
use crate::read::redact::is_secret_name;

impl Types {
    /// Gives a position another type.
    pub(crate) fn set_slot(&mut self, id: SlotId, ty: Type) {
        if !holds_text(&ty, &self.defs) {
            self.formats[id.0] = None;
        }
        let is_plain = matches!(
            ty,
            Type::Bool | Type::I64 | Type::U64 | Type::F64 | Type::String
        );
        if is_plain {
            self.json_text[id.0] = false;
            self.joined[id.0] = false;
        }
        self.slots[id.0] = ty;
    }

    /// Gives a member of a struct another type. Whether it may be absent or `null` is as it was seen.
    pub(crate) fn set_field(&mut self, id: TypeId, index: usize, ty: Type) {
        let is_text = holds_text(&ty, &self.defs);
        let def = &mut self.defs[id.0];
        let sightings = def.sightings.get(index).copied().unwrap_or_default();
        let TypeKind::Struct(fields) = &mut def.kind else {
            return;
        };
        let Some(field) = fields.get_mut(index) else {
            return;
        };
        let ty = match without_option(ty) {
            Type::Json => Type::Json,
            core if field.null => Type::Option(Box::new(core)),
            core => core,
        };
        field.secret = is_secret_name(&field.wire) && is_text;
        field.format = field.format.filter(|_| is_text);
        let options = Options::default();
        let (role, encoding) = (def.role, def.encoding);
        let ty = decided(ty, field.hollow, sightings, role, encoding, &options);
        field.ty = stated(ty, field.stated, role, encoding);
    }

    /// Says of a member of a struct whether it is always there. What always is, is never `null`.
    pub(crate) fn require(&mut self, id: TypeId, index: usize, required: bool) {
        let def = &mut self.defs[id.0];
        let TypeKind::Struct(fields) = &mut def.kind else {
            return;
        };
        if let Some(field) = fields.get_mut(index) {
            let ty = std::mem::replace(&mut field.ty, Type::Json);
            field.stated = Some(required);
            field.ty = stated(ty, field.stated, def.role, def.encoding);
        }
    }

    /// Adds a definition.
    pub(crate) fn add(&mut self, def: TypeDef) -> TypeId {
        self.defs.push(def);
        TypeId(self.defs.len() - 1)
    }

    /// Puts other definitions in the place of some, wherever they are used.
    pub(crate) fn replace_all(&mut self, other: &impl Fn(TypeId) -> TypeId) {
        let places = self.defs.iter_mut().flat_map(TypeDef::types_mut);
        places
            .chain(&mut self.slots)
            .for_each(|ty| replace(ty, other));
    }

    /// Drops definitions that nothing uses any more, and makes the examples anew. The ids of those that are left, by
    /// the ids before.
    pub(crate) fn settle(&mut self, api: &Api) -> HashMap<TypeId, TypeId> {
        let used = self.used();
        let kept = (0..self.defs.len()).filter(|index| used[*index]);
        let ids: HashMap<TypeId, TypeId> = kept
            .enumerate()
            .map(|(new, old)| (TypeId(old), TypeId(new)))
            .collect();
        let mut at = 0;
        self.defs.retain(|_| {
            at += 1;
            used[at - 1]
        });
        self.replace_all(&|id| ids.get(&id).copied().unwrap_or(id));
        self.derive(api);
        ids
    }

    /// Which definitions can be reached from the positions.
    fn used(&self) -> Vec<bool> {
        let mut used = vec![false; self.defs.len()];
        let mut left: Vec<TypeId> = self.slots.iter().filter_map(Type::definition).collect();
        while let Some(id) = left.pop() {
            if std::mem::replace(&mut used[id.0], true) {
                continue;
            }
            left.extend(self.defs[id.0].held());
        }
        used
    }

    /// Everything that is made of the types themselves.
    pub(super) fn derive(&mut self, api: &Api) {
        self.by_operation = vec![Vec::new(); api.operations.len()];
        self.order_by_operation();
        home::settle(api, &mut self.defs);
        let slots = api.slots.iter().enumerate();
        let examples =
            slots.map(|(index, slot)| example::of_slot(self, SlotId(index), slot).unzip());
        let (examples, texts) = examples.collect();
        self.examples = examples;
        self.example_texts = texts;
        self.replayed = call::of_originals(self, api);
        self.pages = pages::of_api(api, self);
        self.presets = presets::Places::of(self, api);
    }
}

fn without_option(ty: Type) -> Type {
    match ty {
        Type::Option(inner) => without_option(*inner),
        other => other,
    }
}

/// The type of a member of which something is said.
fn stated(ty: Type, required: Option<bool>, role: Role, encoding: Encoding) -> Type {
    match (required, &ty) {
        (Some(true), _) => without_option(ty),
        (None, _) | (Some(false), Type::Option(_)) => ty,
        (Some(false), _) => super::presence::optional(ty, role, encoding),
    }
}

fn replace(ty: &mut Type, other: &impl Fn(TypeId) -> TypeId) {
    match ty {
        Type::Option(inner)
        | Type::List(inner)
        | Type::Map(inner)
        | Type::Boxed(inner)
        | Type::JsonText(inner) => {
            replace(inner, other);
        }
        Type::Def(id) => *id = other(*id),
        _ => {}
    }
}
