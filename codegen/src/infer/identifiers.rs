//! Identifiers that look like numbers: text, where the same API spells them as text elsewhere.
//!
//! A place that only holds text (a path, a query, a form) shows `42` for the number and for the text alike. JSON tells them
//! apart: where a member of the same name, or the `id` of the resource in an answer, is text and never a number, `42` is text.
//! So it is where another place of that name shows what is no number. One that JSON shows as a number stays one.

use std::collections::{HashMap, HashSet};

use super::evidence::Evidence;
use super::scalars::{TextShape, Values};
use super::shape::Shape;
use super::{choice, joined, reading, titles};
use crate::model::{Api, Operation, Param, PathPiece, Sample, SlotId};
use crate::words::singular;

/// How an API spells an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Spelling {
    /// A place that shows it as text: the slot.
    text: Option<SlotId>,
    /// JSON shows it as a number, or a placeholder says so.
    number: bool,
}

impl Spelling {
    fn is_text(self) -> Option<SlotId> {
        self.text.filter(|_| !self.number)
    }
}

/// Makes text of the identifiers that are numbers only by their looks.
pub(super) fn mend(api: &Api, evidence: &mut [Evidence]) {
    let spellings = Spellings::of(api, evidence);
    for (slot, keys) in keys_by_slot(api) {
        let texts = texts(api, evidence, slot);
        if !is_by_looks(&texts) || spellings.is_text(&keys).is_none() {
            continue;
        }
        let texts = texts.into_iter();
        let shapes = texts.map(|text| Shape::of_text(TextShape::of_value(text)));
        let as_text = shapes.fold(Shape::NEVER, Shape::join);
        match &mut evidence[slot.0] {
            Evidence::Text(shape) if is_whole(shape) => *shape = as_text,
            Evidence::Joined { item, shape, .. } if item.shape().is_some_and(is_whole) => {
                *shape = Shape::list_of(as_text.clone());
                **item = Evidence::Text(as_text);
            }
            _ => {}
        }
    }
}

/// What was seen at a place of text: of a list its items.
fn texts<'a>(api: &'a Api, evidence: &[Evidence], slot: SlotId) -> Vec<&'a str> {
    let texts = api.slot(slot).samples.iter().filter_map(Sample::text);
    match evidence[slot.0] {
        Evidence::Joined { .. } => texts.flat_map(joined::shown).collect(),
        _ => texts.collect(),
    }
}

/// The slot that says of an identifier at a place of text that it is text, though it looks like a number there.
pub(crate) fn witness(api: &Api, evidence: &[Evidence], slot: SlotId) -> Option<SlotId> {
    let keys = keys_by_slot(api).remove(&slot)?;
    let says = is_by_looks(&texts(api, evidence, slot));
    let says = says.then(|| Spellings::of(api, evidence).is_text(&keys))?;
    says.filter(|other| *other != slot)
}

/// The places of text that hold an identifier which is a number by the looks of a single value.
pub(crate) fn resting_on_one(api: &Api) -> HashSet<SlotId> {
    let is_one = |slot: &SlotId| {
        let samples = api.slot(*slot).samples.iter();
        let texts: Vec<&str> = samples.filter_map(Sample::text).collect();
        is_by_looks(&texts) && texts.iter().all(|text| *text == texts[0])
    };
    keys_by_slot(api).into_keys().filter(is_one).collect()
}

/// Whether all that was seen are whole numbers, and no placeholder says that it is one.
fn is_by_looks(texts: &[&str]) -> bool {
    !texts.is_empty() && texts.iter().all(|text| text.parse::<i64>().is_ok())
}

fn is_whole(shape: &Shape) -> bool {
    shape.kinds() == 1 && shape.number.is_some_and(|number| !number.fraction)
}

/// What is known of each identifier, by key.
#[derive(Default)]
struct Spellings {
    known: HashMap<String, Spelling>,
}

impl Spellings {
    fn of(api: &Api, evidence: &[Evidence]) -> Self {
        let mut all = Self::default();
        for (index, (known, title)) in evidence.iter().zip(titles::of_api(api)).enumerate() {
            if let Evidence::Json(shape) | Evidence::JsonText(shape) = known {
                all.shape(SlotId(index), shape, &title.name);
            }
        }
        for (slot, keys) in keys_by_slot(api) {
            for text in texts(api, evidence, slot) {
                all.sample(slot, text, &keys);
            }
        }
        all
    }

    /// Whether one of the keys is spelled as text, and none as a number: the slot that shows it.
    fn is_text(&self, keys: &[String]) -> Option<SlotId> {
        let known = || keys.iter().filter_map(|key| self.known.get(key));
        match known().any(|spelling| spelling.number) {
            true => None,
            false => known().find_map(|spelling| spelling.is_text()),
        }
    }

    /// What a sample at a place of text says: digits say nothing.
    fn sample(&mut self, slot: SlotId, text: &str, keys: &[String]) {
        let shape = match reading::placeholder(text) {
            Some(shape) => shape,
            None if is_stand_in(text) || text.parse::<f64>().is_ok() => return,
            None => Shape::of_text(TextShape::of_value(text)),
        };
        for key in keys {
            self.value(slot, &shape, key.clone());
        }
    }

    /// What the members of JSON say. `name`: what the value is called.
    fn shape(&mut self, slot: SlotId, shape: &Shape, name: &str) {
        if let Some(items) = &shape.list {
            self.shape(slot, items, name);
        }
        let Some(object) = &shape.object else {
            return;
        };
        for (wire, field) in &object.fields {
            let inner = match is_envelope(wire) {
                true => name.to_owned(),
                false => singular(wire),
            };
            self.shape(slot, &field.shape, &inner);
            let values = field.shape.list.as_deref().unwrap_or(&field.shape);
            if let Some(key) = key(wire, name) {
                self.value(slot, values, key);
            }
        }
    }

    fn value(&mut self, slot: SlotId, shape: &Shape, key: String) {
        let is_text = shape.text.as_ref().is_some_and(says_something);
        let spelling = self.known.entry(key).or_default();
        spelling.number |= shape.number.is_some();
        if is_text && spelling.text.is_none_or(|known| slot < known) {
            spelling.text = Some(slot);
        }
    }
}

/// Whether there was another text than an empty one or a variable.
fn says_something(text: &TextShape) -> bool {
    match &text.values {
        Values::Many => true,
        // A placeholder for text.
        Values::Few(values) if values.is_empty() => true,
        Values::Few(values) => values.iter().any(|value| !is_stand_in(value)),
    }
}

/// Whether a text stands for a value that somebody has to put in: `{{id}}`, `<id>`, `YOUR_ID`.
fn is_stand_in(text: &str) -> bool {
    let text = text.trim();
    let has_letters_alone = || {
        let is_word = |c: char| c.is_alphabetic() || matches!(c, '_' | '-' | ' ' | '.');
        text.chars().all(is_word)
    };
    text.is_empty()
        || text.contains("{{")
        || text.starts_with(['<', '{', '[', ':', '$'])
        || has_letters_alone()
}

/// The keys of the identifiers that places of text hold, by slot.
fn keys_by_slot(api: &Api) -> HashMap<SlotId, Vec<String>> {
    let mut all: HashMap<SlotId, Vec<String>> = HashMap::new();
    let mut add = |param: &Param, resource: &str| {
        if let Some(key) = key(&param.wire, resource) {
            let keys = all.entry(param.slot).or_default();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    };
    for operation in &api.operations {
        let before = before(operation);
        for (param, resource) in operation.path_params.iter().zip(&before) {
            add(param, resource);
        }
        let resource = singular(&operation.resource().unwrap_or_default());
        for param in operation.query.iter().chain(operation.form_params()) {
            add(param, &resource);
        }
    }
    all
}

/// The resource that each path parameter stands behind: `user` of `/users/{id}`.
fn before(operation: &Operation) -> Vec<String> {
    let mut resources: Vec<Option<String>> = vec![None; operation.path_params.len()];
    let mut literal = "";
    for segment in &operation.path {
        for piece in segment {
            if let PathPiece::Param(param) = piece {
                resources[*param].get_or_insert_with(|| singular(literal));
            }
        }
        if let [PathPiece::Literal(text)] = &segment[..]
            && !text.is_empty()
        {
            literal = text;
        }
    }
    let resources = resources.into_iter();
    resources.map(Option::unwrap_or_default).collect()
}

/// What an identifier goes by in a whole API: `userid` for `user_id` and `userIds`, and for the `id` of a user. `of`: whose
/// it is, in the singular.
fn key(wire: &str, of: &str) -> Option<String> {
    /// Last words of names that mean something only together with what they belong to.
    const GENERAL: [&str; 7] = ["id", "uid", "code", "number", "key", "ref", "reference"];
    /// Those that mean the same everywhere: what is written in digits and never counted.
    const OWN: [&str; 11] = [
        "sku", "isbn", "ean", "upc", "phone", "mobile", "msisdn", "fax", "zip", "zipcode",
        "postcode",
    ];
    // `id` is too short to be taken for the singular of a word.
    let one = |name: &str| match singular(name) {
        ids if ids == "ids" => "id".to_owned(),
        other => other,
    };
    let last = one(&choice::last_word(wire));
    let is_general = GENERAL.contains(&last.as_str());
    if !is_general && !OWN.contains(&last.as_str()) {
        return None;
    }
    let plain = one(wire);
    match is_general && plain == last {
        true => (!of.is_empty()).then(|| format!("{of}{plain}")),
        false => Some(plain),
    }
}

/// Whether a member is a wrapping around what the answer is about.
pub(super) fn is_envelope(wire: &str) -> bool {
    [
        "data", "item", "items", "result", "results", "response", "record", "records", "list",
        "content", "entries", "rows", "value", "values", "payload",
    ]
    .iter()
    .any(|name| wire.eq_ignore_ascii_case(name))
}
