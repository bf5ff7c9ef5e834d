//! What is known of each slot of the model: the shapes of its samples, and what the prose says.

use std::collections::HashSet;

use indexmap::IndexSet;

use super::shape::Shape;
use super::text::{self, Texts};
use super::{Options, Rule, identifiers, joined, reading};
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
    /// `true` or `false`, says the prose.
    Flag,
    /// A 64-bit integer, says the prose.
    Long,
    /// A list whose items commas separate.
    Joined {
        /// What says so.
        sign: joined::Sign,
        /// What is known of an item: text, or what the prose says.
        item: Box<Evidence>,
        /// The list.
        shape: Shape,
    },
}

impl Evidence {
    /// The shape of the values, if samples have shown one.
    pub(crate) fn shape(&self) -> Option<&Shape> {
        match self {
            Self::Json(shape)
            | Self::JsonText(shape)
            | Self::Brackets(shape)
            | Self::Text(shape)
            | Self::Joined { shape, .. } => Some(shape),
            Self::None | Self::Choice(_) | Self::Flag | Self::Long => None,
        }
    }
}

/// The evidence of all slots, by id.
pub(crate) fn of_api(api: &Api, options: &Options) -> Vec<Evidence> {
    let mut gathering = Gathering {
        api,
        options,
        slots: vec![Evidence::None; api.slots.len()],
        lists: HashSet::new(),
    };
    gathering.lists = gathering.lists();
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
    /// The names of parameters that are lists in one value.
    lists: HashSet<&'a str>,
}

impl<'a> Gathering<'a> {
    fn lists(&self) -> HashSet<&'a str> {
        let api = self.api;
        let params = api.operations.iter().flat_map(|operation| {
            let params = operation.path_params.iter();
            let params = params.chain(operation.optional_params());
            params.chain(operation.form_params())
        });
        // Path parameters share slots: what is said of one is asked once, whatever the number of its requests.
        let mut asked = HashSet::new();
        params
            .filter(|param| !param.brackets)
            .filter(|param| asked.insert((param.slot, param.wire.as_str(), is_one_value(param))))
            .filter(|param| self.joined(param, api.slot(param.slot)).is_some())
            .map(|param| param.wire.as_str())
            .collect()
    }

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
            false => match self.joined(param, slot) {
                Some(sign) => self.list(slot, sign),
                None => self.text(slot, json && !param.repeated),
            },
        };
    }

    /// What says that a parameter is a list in one value. One whose key is repeated is a list already.
    fn joined(&self, param: &Param, slot: &Slot) -> Option<joined::Sign> {
        if !is_one_value(param) || !self.options.has(Rule::CommaLists) {
            return None;
        }
        let texts: Vec<&str> = slot.samples.iter().filter_map(Sample::text).collect();
        let evidence = joined::Evidence {
            name: &param.wire,
            prose: &slot.prose,
            texts: &texts,
        };
        joined::sign(evidence, self.lists.contains(param.wire.as_str()))
    }

    fn list(&self, slot: &Slot, sign: joined::Sign) -> Evidence {
        let texts = slot.samples.iter().filter_map(Sample::text);
        // A list that the prose shows says what an item may be, too.
        let told = slot.prose.iter().flat_map(|prose| prose::stated(prose));
        let told = told.filter(|text| text.contains(',') && sign == joined::Sign::Prose);
        let told = told.flat_map(joined::shown).map(str::trim);
        let items: Vec<&str> = texts.flat_map(joined::shown).chain(told).collect();
        let mut item = self.item(&slot.prose, &items, false);
        if let Evidence::Text(Shape {
            text: Some(text), ..
        }) = &mut item
        {
            // What stands in one value was written once: its items are no words that come again.
            let values: HashSet<&Sample> = slot.samples.iter().collect();
            text.seen = text.seen.min(values.len());
        }
        Evidence::Joined {
            sign,
            shape: Shape::list_of(item.shape().cloned().unwrap_or(Shape::NEVER)),
            item: Box::new(item),
        }
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
        let texts: Vec<&str> = slot.samples.iter().filter_map(Sample::text).collect();
        self.item(&slot.prose, &texts, json)
    }

    /// What prose and texts say of one value.
    fn item(&self, prose: &[String], texts: &[&str], json: bool) -> Evidence {
        if self.options.has(Rule::Descriptions) {
            if let Some(values) = prose.iter().find_map(|prose| prose::one_of(prose)) {
                let is_flag = |text: &str| matches!(text, "true" | "false");
                let mut all = values
                    .iter()
                    .map(String::as_str)
                    .chain(texts.iter().copied());
                return match all.all(is_flag) {
                    true => Evidence::Flag,
                    false => Evidence::Choice(values),
                };
            }
            if prose.iter().any(|prose| prose::is_long(prose)) {
                return Evidence::Long;
            }
        }
        match text::of_samples(texts, self.options.has(Rule::Placeholders)) {
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

/// Whether a parameter is sent once, as the caller gives it.
fn is_one_value(param: &Param) -> bool {
    !param.repeated && param.fresh.is_none()
}
