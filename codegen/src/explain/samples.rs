//! The samples of a slot as they count, each with the request or the saved response that it comes from.

use std::collections::HashMap;

use indexmap::IndexSet;
use serde_json::Value;

use crate::Understood;
use crate::address::Part;
use crate::diag::Place;
use crate::infer::joined;
use crate::infer::text::typed_leaves;
use crate::model::{
    Body, BodyValues, Operation, Original, Param, ResponseBody, Role, Sample, SlotId,
};
use crate::template_json;

/// The first request or saved response that shows each of the values of a slot.
type Witnesses = HashMap<Sample, Place>;

/// The samples of an API.
pub(super) struct Samples<'a> {
    understood: &'a Understood,
    /// The operations of each slot, by its id: path parameters share theirs.
    operations: Vec<Vec<&'a Operation>>,
}

impl<'a> Samples<'a> {
    pub(super) fn of(understood: &'a Understood) -> Self {
        let api = &understood.api;
        let mut operations: Vec<Vec<&Operation>> = vec![Vec::new(); api.slots.len()];
        for operation in &api.operations {
            for slot in slots(operation) {
                let known = &mut operations[slot.0];
                if !known
                    .last()
                    .is_some_and(|last| std::ptr::eq(*last, operation))
                {
                    known.push(operation);
                }
            }
        }
        Self {
            understood,
            operations,
        }
    }

    /// The different samples of a slot, as JSON, in their order.
    pub(super) fn of_slot(&self, id: SlotId) -> Vec<(Value, Place)> {
        let api = &self.understood.api;
        let slot = api.slot(id);
        let is_json_text = self.understood.types.is_json_text(id);
        let is_joined = self.understood.types.is_joined(id);
        let (witnesses, is_brackets) = self.witnesses(id);
        let distinct: IndexSet<&Sample> = slot.samples.iter().collect();
        let distinct = distinct.into_iter().enumerate();
        let samples = distinct.map(|(index, sample)| {
            let known = witnesses.get(sample);
            // The place of what is sent is that of its first sample.
            let is_first = index == 0 && slot.role == Role::Request;
            let place = known.filter(|_| !is_first).map_or(slot.place, |at| *at);
            let value = match sample {
                Sample::Json(value) if is_brackets => typed_leaves(value),
                Sample::Json(value) => value.clone(),
                Sample::Text(text) if is_json_text => {
                    template_json::parse(text).unwrap_or_else(|| text.as_str().into())
                }
                Sample::Text(text) if is_joined => joined::shown(text).into(),
                Sample::Text(text) => text.as_str().into(),
            };
            (value, place)
        });
        samples.collect()
    }

    /// What examples say of a slot, each value with the first of them, and whether its keys stand in brackets.
    fn witnesses(&self, id: SlotId) -> (Witnesses, bool) {
        let mut found = Witnesses::new();
        let mut is_brackets = false;
        for operation in &self.operations[id.0] {
            is_brackets |= params(operation).any(|param| param.slot == id && param.brackets);
            of_responses(operation, id, &mut found);
            of_originals(operation, id, &mut found);
        }
        (found, is_brackets)
    }
}

fn params(operation: &Operation) -> impl Iterator<Item = &Param> {
    let params = operation.path_params.iter();
    let params = params.chain(operation.optional_params());
    params.chain(operation.form_params())
}

/// The slots of an operation.
fn slots(operation: &Operation) -> impl Iterator<Item = SlotId> {
    let body = match &operation.body {
        Some(Body::Json { slot, .. }) => Some(*slot),
        _ => None,
    };
    let answers = operation.responses.iter();
    let answers = answers.filter_map(|response| match response.body {
        ResponseBody::Json(slot) => Some(slot),
        _ => None,
    });
    let params = params(operation).map(|param| param.slot);
    params.chain(body).chain(answers)
}

/// The saved bodies of an answer.
fn of_responses(operation: &Operation, id: SlotId, found: &mut Witnesses) {
    let is_it = |body: &ResponseBody| matches!(body, ResponseBody::Json(slot) if *slot == id);
    let Some(response) = operation.responses.iter().find(|one| is_it(&one.body)) else {
        return;
    };
    let examples = operation.examples.iter();
    for example in examples.filter(|example| example.status == response.status) {
        if let Some(value) = template_json::parse(&example.body) {
            found.entry(Sample::Json(value)).or_insert(example.place);
        }
    }
}

/// The requests behind saved responses.
fn of_originals(operation: &Operation, id: SlotId, found: &mut Witnesses) {
    let has_slot =
        |(_, index, slot): (String, usize, Option<SlotId>)| (slot == Some(id)).then_some(index);
    let index_in = |part: Part| part.fields(operation).into_iter().find_map(has_slot);
    let queries = operation.query.len();
    let (path, form) = (index_in(Part::Path), index_in(Part::Form));
    let param = index_in(Part::Query).or_else(|| index_in(Part::Header).map(|at| at + queries));
    let is_body = matches!(&operation.body, Some(Body::Json { slot, .. }) if *slot == id);
    for example in &operation.examples {
        let Some(Original::Recorded(recorded)) = &example.original else {
            continue;
        };
        let samples_at = |lists: &[Vec<Sample>], at: Option<usize>| {
            at.and_then(|at| lists.get(at).cloned()).unwrap_or_default()
        };
        let text = path.and_then(|at| recorded.path.get(at).cloned());
        let mut samples: Vec<Sample> = text.map(Sample::Text).into_iter().collect();
        samples.extend(samples_at(&recorded.params, param));
        match &recorded.body {
            Some(BodyValues::Json(value)) if is_body => samples.push(Sample::Json(value.clone())),
            Some(BodyValues::Form(fields)) => samples.extend(samples_at(fields, form)),
            _ => {}
        }
        for sample in samples {
            found.entry(sample).or_insert(example.place);
        }
    }
}
