//! What the samples hold at some positions.

use indexmap::IndexMap;
use serde_json::Value;

use super::positions::Spot;
use super::samples::Samples;
use super::{Counts, Seen};
use crate::address::{Address, Segment};
use crate::diag::Place;
use crate::infer::copies::copies;
use crate::infer::evidence::Evidence;
use crate::infer::shape::Shape;
use crate::infer::text::composite;
use crate::infer::{keys, recursion};

/// All that was seen.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) counts: Counts,
    /// The counts of each position.
    pub(super) by_position: Vec<Counts>,
    /// The different values: how often and where first.
    pub(super) values: IndexMap<Value, (usize, Place)>,
}

/// What the samples hold at these positions.
pub(super) fn of(samples: &Samples<'_>, positions: &[(Address, Spot)]) -> Found {
    let mut found = Found::default();
    for (_, spot) in positions {
        let before = found.counts;
        for (value, place) in samples.of_slot(spot.slot) {
            found.walk(&value, &spot.steps, false, place);
        }
        found.by_position.push(found.counts.since(before));
    }
    found
}

impl Counts {
    /// What has been counted since.
    fn since(self, before: Self) -> Self {
        Self {
            objects: self.objects - before.objects,
            present: self.present - before.present,
            copies: self.copies - before.copies,
            values: self.values - before.values,
            nulls: self.nulls - before.nulls,
            hollow: self.hollow - before.hollow,
        }
    }
}

impl Found {
    /// `is_copy`: whether the value is in a copy of another, which inference does not count.
    fn walk(&mut self, value: &Value, steps: &[Segment], is_copy: bool, place: Place) {
        match (steps, value) {
            ([], _) => self.add(value, place),
            // It says that it is like others, and has no members of its own.
            ([_, ..], Value::Object(members)) if recursion::marker(members).is_some() => {}
            ([Segment::Name(name), rest @ ..], Value::Object(members)) => {
                let member = members.get(name);
                if rest.is_empty() {
                    self.counts.copies += usize::from(is_copy);
                    self.counts.objects += usize::from(!is_copy);
                    self.counts.present += usize::from(!is_copy && member.is_some());
                }
                if let Some(member) = member {
                    self.walk(member, rest, is_copy, place);
                }
            }
            ([Segment::Items, rest @ ..], Value::Array(items)) => {
                for (item, again) in copies(items) {
                    self.walk(item, rest, is_copy || again, place);
                }
            }
            ([Segment::Values, rest @ ..], Value::Object(members)) => {
                members
                    .values()
                    .for_each(|value| self.walk(value, rest, is_copy, place));
            }
            // JSON that is written as text.
            (_, Value::String(text)) => {
                if let Some(json) = composite(text) {
                    self.walk(&json, steps, is_copy, place);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, value: &Value, place: Place) {
        self.counts.values += 1;
        match value {
            Value::Null => self.counts.nulls += 1,
            Value::Array(items) if items.is_empty() => self.counts.hollow += 1,
            Value::Object(members) if members.is_empty() => self.counts.hollow += 1,
            _ => {}
        }
        match self.values.get_mut(value) {
            Some((times, _)) => *times += 1,
            None => _ = self.values.insert(value.clone(), (1, place)),
        }
    }

    /// The values, for people.
    pub(super) fn seen(&self) -> Vec<Seen> {
        let values = self.values.iter();
        let seen = values.map(|(value, (times, place))| Seen {
            text: short(value),
            times: *times,
            place: *place,
        });
        seen.collect()
    }
}

/// The beginning of a value.
fn short(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// What is known of some positions together.
pub(super) fn shape(evidence: &[Evidence], positions: &[(Address, Spot)]) -> Shape {
    let shapes = positions
        .iter()
        .filter_map(|(_, spot)| within(evidence[spot.slot.0].shape()?, &spot.steps));
    shapes.fold(Shape::NEVER, Shape::join)
}

/// What is known of what these steps lead to.
fn within(shape: &Shape, steps: &[Segment]) -> Option<Shape> {
    let Some((first, rest)) = steps.split_first() else {
        return Some(shape.clone());
    };
    if shape.list.is_none() && shape.object.is_none() {
        return within(shape.written()?, steps);
    }
    match first {
        Segment::Items => within(shape.list.as_ref()?, rest),
        Segment::Name(name) => within(&shape.object.as_ref()?.fields.get(name)?.shape, rest),
        Segment::Values => within(&keys::all_values(&shape.object.as_ref()?.fields), rest),
    }
}
