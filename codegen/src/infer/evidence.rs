//! What is known of each slot of the model: the shapes of its samples, and what the prose says.

use indexmap::IndexSet;

use super::shape::Shape;
use super::text::{self, Texts};
use super::{Options, Rule, identifiers, reading};
use crate::model::{Api, Body, FormField, Operation, Param, ResponseBody, Sample, Slot, SlotId};
use crate::prose;

/// What is known of a slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Evidence {
    /// Nothing.
    None,
    /// JSON.
    Json(Shape),
    /// JSON that is written as text.
    JsonText(Shape),
    /// A nested value whose keys stand in brackets.
    Brackets(Shape),
    /// Text, a number or a boolean at a place that holds text.
    Text(Shape),
    /// One of these values, says the prose.
    Choice(Vec<String>),
    /// A 64-bit integer, says the prose.
    Long,
}

impl Evidence {
    /// The shape of the values, if samples have shown one.
    pub(crate) fn shape(&self) -> Option<&Shape> {
        match self {
            Self::Json(shape)
            | Self::JsonText(shape)
            | Self::Brackets(shape)
            | Self::Text(shape) => Some(shape),
            Self::None | Self::Choice(_) | Self::Long => None,
        }
    }
}

/// The evidence of all slots, by id.
pub(crate) fn of_api(api: &Api, options: &Options) -> Vec<Evidence> {
    let mut gathering = Gathering {
        api,
        options,
        slots: vec![Evidence::None; api.slots.len()],
    };
    for operation in &api.operations {
        gathering.operation(operation);
    }
    let mut slots = gathering.slots;
    if options.has(Rule::Identifiers) {
        identifiers::mend(api, &mut slots);
    }
    slots
}

struct Gathering<'a> {
    api: &'a Api,
    options: &'a Options,
    slots: Vec<Evidence>,
}

impl Gathering<'_> {
    fn operation(&mut self, operation: &Operation) {
        // A path and a header hold text, whatever it looks like.
        for param in operation.path_params.iter().chain(&operation.headers) {
            self.param(param, false);
        }
        for param in &operation.query {
            self.param(param, true);
        }
        match &operation.body {
            Some(Body::Json { slot, .. }) => self.json(*slot),
            Some(Body::Form { fields, .. }) => {
                for field in fields {
                    if let FormField::Text { param, .. } = field {
                        self.param(param, true);
                    }
                }
            }
            Some(Body::Text { .. } | Body::File) | None => {}
        }
        for response in &operation.responses {
            if let ResponseBody::Json(slot) = response.body {
                self.json(slot);
            }
        }
    }

    /// `json`: whether a text there may be JSON. Each of several values of one key holds text.
    fn param(&mut self, param: &Param, json: bool) {
        let id = param.slot;
        // Path parameters share theirs.
        if self.slots[id.0] != Evidence::None {
            return;
        }
        let slot = self.api.slot(id);
        self.slots[id.0] = match param.brackets {
            true => self.brackets(slot),
            false => self.text(slot, json && !param.repeated),
        };
    }

    fn brackets(&self, slot: &Slot) -> Evidence {
        let trees = slot.samples.iter().filter_map(|sample| match sample {
            Sample::Json(value) => Some(self.shape(&text::typed_leaves(value))),
            Sample::Text(_) => None,
        });
        Evidence::Brackets(trees.fold(Shape::NEVER, Shape::join))
    }

    fn json(&mut self, id: SlotId) {
        // A body saved twice is one piece of evidence.
        let distinct: IndexSet<&Sample> = self.api.slot(id).samples.iter().collect();
        let shapes = distinct.into_iter().map(|sample| match sample {
            Sample::Json(value) => self.shape(value),
            Sample::Text(text) => self.shape(&serde_json::Value::from(text.as_str())),
        });
        self.slots[id.0] = Evidence::Json(shapes.fold(Shape::NEVER, Shape::join));
    }

    fn text(&self, slot: &Slot, json: bool) -> Evidence {
        if self.options.has(Rule::Descriptions) {
            if let Some(values) = slot.prose.iter().find_map(|prose| prose::one_of(prose)) {
                return Evidence::Choice(values);
            }
            if slot.prose.iter().any(|prose| prose::is_long(prose)) {
                return Evidence::Long;
            }
        }
        let texts = slot.samples.iter().filter_map(|sample| match sample {
            Sample::Text(text) => Some(text.as_str()),
            Sample::Json(_) => None,
        });
        let texts: Vec<&str> = texts.collect();
        match text::of_samples(&texts, self.options.has(Rule::Placeholders)) {
            Texts::Json(shape) if json && self.options.has(Rule::JsonText) => {
                Evidence::JsonText(shape)
            }
            Texts::Json(_) => Evidence::Text(Shape::NEVER),
            Texts::Plain(shape) => Evidence::Text(shape),
        }
    }

    fn shape(&self, value: &serde_json::Value) -> Shape {
        let has = |rule| self.options.has(rule);
        let marks = reading::Marks {
            placeholders: has(Rule::Placeholders),
            written: has(Rule::JsonInBodies),
            circular: has(Rule::Recursion),
        };
        reading::shape_with(value, marks)
    }
}
