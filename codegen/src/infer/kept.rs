//! Objects that somebody says are no maps, whatever their keys look like: they keep the members that were seen.

use super::evidence::{self, Evidence};
use super::shape::Shape;
use super::{Options, Types};
use crate::model::{Api, SlotId};

/// Where such an object stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The position of the whole value.
    pub(crate) slot: SlotId,
    /// The way from there.
    pub(crate) steps: Vec<Step>,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// To a member.
    Name(String),
    /// To the items of a list.
    Items,
    /// To the values of a map.
    Values,
}

/// What is known of each slot of an API with these types.
pub(crate) fn evidence(api: &Api, types: &Types, options: &Options) -> Vec<Evidence> {
    let mut all = evidence::of_api(api, options);
    mark(&mut all, &types.kept);
    all
}

/// Notes of each of these objects that its keys are names.
pub(super) fn mark(evidence: &mut [Evidence], all: &[Kept]) {
    for kept in all {
        if let Evidence::Json(shape) | Evidence::JsonText(shape) = &mut evidence[kept.slot.0] {
            mark_within(shape, &kept.steps);
        }
    }
}

fn mark_within(shape: &mut Shape, steps: &[Step]) {
    if shape.list.is_none() && shape.object.is_none() {
        if let Some(json) = shape.written_mut() {
            mark_within(json, steps);
        }
        return;
    }
    match steps.split_first() {
        None => shape
            .object
            .iter_mut()
            .for_each(|object| object.is_struct = true),
        Some((Step::Items, rest)) => {
            let items = shape.list.iter_mut();
            items.for_each(|items| mark_within(items, rest));
        }
        Some((Step::Name(name), rest)) => {
            let objects = shape.object.iter_mut();
            let fields = objects.filter_map(|object| object.fields.get_mut(name));
            fields.for_each(|field| mark_within(&mut field.shape, rest));
        }
        Some((Step::Values, rest)) => {
            let objects = shape.object.iter_mut();
            let fields = objects.flat_map(|object| object.fields.values_mut());
            fields.for_each(|field| mark_within(&mut field.shape, rest));
        }
    }
}
