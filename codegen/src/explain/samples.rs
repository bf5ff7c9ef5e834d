//! The samples of a slot as they count, each with the request or the saved response that it comes from.

use std::collections::HashSet;

use indexmap::IndexSet;
use serde_json::Value;

use crate::Understood;
use crate::address::Part;
use crate::diag::Place;
use crate::infer::joined;
use crate::infer::text::typed_leaves;
use crate::model::{
    Body, BodyValues, Example, Operation, Original, Recorded, ResponseBody, Role, Sample, SlotId,
};
use crate::template_json;

/// The samples of an API.
pub(super) struct Samples<'a> {
    understood: &'a Understood,
}

impl<'a> Samples<'a> {
    pub(super) fn of(understood: &'a Understood) -> Self {
        Self { understood }
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
            let known = witnesses.iter().find(|(known, _)| known == sample);
            // The place of what is sent is that of its first sample.
            let is_first = index == 0 && slot.role == Role::Request;
            let place = known
                .filter(|_| !is_first)
                .map_or(slot.place, |(_, at)| *at);
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

    /// What examples say of a slot, and whether its keys stand in brackets.
    fn witnesses(&self, id: SlotId) -> (Vec<(Sample, Place)>, bool) {
        let mut found = Vec::new();
        let mut is_brackets = false;
        for operation in &self.understood.api.operations {
            let params = operation
                .path_params
                .iter()
                .chain(operation.optional_params());
            is_brackets |= params
                .chain(operation.form_params())
                .any(|param| param.slot == id && param.brackets);
            of_responses(operation, id, &mut found);
            of_originals(operation, id, &mut found);
        }
        let mut known = HashSet::new();
        found.retain(|(sample, _)| known.insert(sample.clone()));
        (found, is_brackets)
    }
}

/// The saved bodies of an answer.
fn of_responses(operation: &Operation, id: SlotId, found: &mut Vec<(Sample, Place)>) {
    let is_it = |body: &ResponseBody| matches!(body, ResponseBody::Json(slot) if *slot == id);
    let Some(response) = operation.responses.iter().find(|one| is_it(&one.body)) else {
        return;
    };
    let examples = operation.examples.iter();
    for example in examples.filter(|example| example.status == response.status) {
        if let Some(value) = template_json::parse(&example.body) {
            found.push((Sample::Json(value), example.place));
        }
    }
}

/// The requests behind saved responses.
fn of_originals(operation: &Operation, id: SlotId, found: &mut Vec<(Sample, Place)>) {
    let has_slot =
        |(_, index, slot): (String, usize, Option<SlotId>)| (slot == Some(id)).then_some(index);
    let index_in = |part: Part| part.fields(operation).into_iter().find_map(has_slot);
    let queries = operation.query.len();
    let (path, form) = (index_in(Part::Path), index_in(Part::Form));
    let param = index_in(Part::Query).or_else(|| index_in(Part::Header).map(|at| at + queries));
    let is_body = matches!(&operation.body, Some(Body::Json { slot, .. }) if *slot == id);
    let recorded = |example: &Example| match &example.original {
        Some(Original::Recorded(recorded)) => Some(recorded.clone()),
        _ => None,
    };
    for example in &operation.examples {
        let Some(recorded) = recorded(example) else {
            continue;
        };
        let Recorded {
            path: of_path,
            params,
            body,
            ..
        } = *recorded;
        let mut samples: Vec<Sample> = Vec::new();
        samples.extend(
            path.and_then(|at| of_path.get(at).cloned())
                .map(Sample::Text),
        );
        samples.extend(
            param
                .and_then(|at| params.get(at).cloned())
                .unwrap_or_default(),
        );
        match body {
            Some(BodyValues::Json(value)) if is_body => samples.push(Sample::Json(value)),
            Some(BodyValues::Form(fields)) => {
                samples.extend(
                    form.and_then(|at| fields.get(at).cloned())
                        .unwrap_or_default(),
                );
            }
            _ => {}
        }
        found.extend(samples.into_iter().map(|sample| (sample, example.place)));
    }
}
