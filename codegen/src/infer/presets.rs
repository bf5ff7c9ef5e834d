//! Where in the type of a body the members stand that are sent unless the caller sets them.

use std::collections::HashMap;

use super::{Type, TypeId, TypeKind, Types};
use crate::model::{Api, Body, Made, OperationId, Preset, PresetValue};

/// Where a [`Preset`] stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetPlace {
    /// Its index in the operation.
    pub preset: usize,
    /// The structs that lead to it, each with the index of its member; the last one is the preset's own.
    pub steps: Vec<(TypeId, usize)>,
}

/// The presets of all operations, as far as their types can hold them.
#[derive(Debug, Default)]
pub(super) struct Places {
    by_operation: Vec<Vec<PresetPlace>>,
    by_member: HashMap<(TypeId, usize), Vec<(OperationId, usize)>>,
}

impl Places {
    /// Finds them all.
    pub(super) fn of(types: &Types, api: &Api) -> Self {
        let mut places = Self::default();
        for (index, operation) in api.operations.iter().enumerate() {
            let mut own = Vec::new();
            if let Some(Body::Json { slot, .. }) = &operation.body
                && matches!(types.slot(*slot), Type::Def(_))
            {
                let presets = operation.presets.iter().enumerate();
                own.extend(presets.filter_map(|(at, preset)| {
                    let steps = steps(types, types.slot(*slot), preset)?;
                    Some(PresetPlace { preset: at, steps })
                }));
            }
            for place in &own {
                if let Some(member) = place.steps.last() {
                    let users = places.by_member.entry(*member).or_default();
                    users.push((OperationId(index), place.preset));
                }
            }
            places.by_operation.push(own);
        }
        places
    }
}

impl Types {
    /// The presets of an operation that the type of its body can hold.
    pub fn presets(&self, id: OperationId) -> &[PresetPlace] {
        let places = self.presets.by_operation.get(id.0);
        places.map_or(&[], Vec::as_slice)
    }

    /// The operations that set a member unless the caller does, each with the index of the preset.
    pub fn preset_by(&self, id: TypeId, member: usize) -> &[(OperationId, usize)] {
        let users = self.presets.by_member.get(&(id, member));
        users.map_or(&[], Vec::as_slice)
    }

    /// Whether anything in a body is made anew for each call.
    pub fn has_fresh_members(&self, api: &Api) -> bool {
        let operations = self.presets.by_operation.iter().zip(&api.operations);
        operations
            .flat_map(|(places, operation)| {
                places
                    .iter()
                    .map(|place| &operation.presets[place.preset].value)
            })
            .any(|value| matches!(value, PresetValue::Fresh(_)))
    }
}

/// The way to a preset, if it is there and its member can be left out and can hold it.
fn steps(types: &Types, root: &Type, preset: &Preset) -> Option<Vec<(TypeId, usize)>> {
    let mut steps: Vec<(TypeId, usize)> = Vec::with_capacity(preset.path.len());
    let mut ty = Some(root);
    for name in &preset.path {
        let id = structure(types, ty?)?;
        let fields = types.def(id).fields();
        let at = fields.iter().position(|field| field.wire == *name)?;
        steps.push((id, at));
        ty = Some(&fields[at].ty);
    }
    let Type::Option(inner) = ty? else {
        return None;
    };
    can_hold(types, inner, &preset.value).then_some(steps)
}

/// The struct that a value is or holds in a list, and that may be left out.
fn structure(types: &Types, ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Def(id) => matches!(types.def(*id).kind, TypeKind::Struct(_)).then_some(*id),
        Type::Boxed(inner) => structure(types, inner),
        Type::List(inner) => match &**inner {
            Type::Def(_) => structure(types, inner),
            _ => None,
        },
        Type::Option(inner) => match &**inner {
            Type::Option(_) => None,
            inner => structure(types, inner),
        },
        _ => None,
    }
}

fn can_hold(types: &Types, ty: &Type, value: &PresetValue) -> bool {
    match (ty, value) {
        (Type::String, _) => true,
        (Type::Def(id), PresetValue::Literal(_) | PresetValue::Document(_)) => {
            matches!(types.def(*id).kind, TypeKind::Enum(_))
        }
        (Type::I64 | Type::U64, PresetValue::Fresh(fresh)) => {
            matches!(fresh.alone(), Some(Made::Timestamp | Made::RandomInt))
        }
        _ => false,
    }
}
