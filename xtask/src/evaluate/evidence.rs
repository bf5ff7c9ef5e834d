//! The JSON bodies that types are made of, and how much the types say of them.

use std::collections::{HashMap, HashSet};

use postwright::infer::{Type, TypeDef, Types};
use postwright::model::{Api, Body, ResponseBody, Role, Sample, SlotId};
use postwright::template_json;
use serde_json::Value;

/// The slots that hold JSON bodies, of requests and of answers.
pub(super) fn slots(api: &Api) -> Vec<SlotId> {
    let operations = api.operations.iter();
    let slots = operations.flat_map(|operation| {
        let sent = match operation.body {
            Some(Body::Json { slot, .. }) => Some(slot),
            _ => None,
        };
        let received = operation.responses.iter();
        let received = received.filter_map(|response| match response.body {
            ResponseBody::Json(slot) => Some(slot),
            ResponseBody::Empty | ResponseBody::Any | ResponseBody::Text | ResponseBody::Bytes => {
                None
            }
        });
        sent.into_iter().chain(received)
    });
    slots.collect()
}

/// Whether all of a body is values: no variables, no placeholders such as `<integer>`.
pub(super) fn is_concrete(value: &Value) -> bool {
    match value {
        Value::String(text) => template_json::hole(value).is_none() && !is_placeholder(text),
        Value::Array(items) => items.iter().all(is_concrete),
        Value::Object(members) => members.values().all(is_concrete),
        _ => true,
    }
}

/// Text in one pair of angle brackets, as Postman's OpenAPI converter writes types.
fn is_placeholder(text: &str) -> bool {
    let inner = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(['<', '>']))
}

/// The values of a slot.
pub(super) fn values(api: &Api, slot: SlotId) -> impl Iterator<Item = &Value> {
    let samples = api.slot(slot).samples.iter();
    samples.filter_map(|sample| match sample {
        Sample::Json(value) => Some(value),
        Sample::Text(_) => None,
    })
}

/// Counts of positions.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leaves {
    /// Positions of which a value is known that is neither `null` nor a list or an object.
    pub(super) all: usize,
    /// Those that have a type.
    pub(super) typed: usize,
}

impl Leaves {
    /// The positions of all bodies.
    pub(super) fn of(api: &Api, types: &Types) -> Self {
        let mut leaves = Self::default();
        for slot in slots(api) {
            leaves.add(
                types,
                Some(types.slot(slot)),
                &values(api, slot).collect::<Vec<_>>(),
            );
        }
        leaves
    }

    /// Adds the positions at and below one; without a type for what no type says anything of.
    fn add(&mut self, types: &Types, ty: Option<&Type>, values: &[&Value]) {
        let ty = match ty {
            Some(Type::Option(inner) | Type::Boxed(inner)) => {
                return self.add(types, Some(inner), values);
            }
            Some(Type::Json) => None,
            other => other,
        };
        let is_scalar =
            |value: &&&Value| !matches!(value, Value::Null | Value::Array(_) | Value::Object(_));
        if values.iter().any(|value| is_scalar(&value)) {
            self.all += 1;
            self.typed += usize::from(ty.is_some());
        }
        let lists = values.iter().filter_map(|value| value.as_array());
        let items: Vec<&Value> = lists.flatten().collect();
        if !items.is_empty() {
            self.add(types, ty.and_then(|ty| types.item(ty)), &items);
        }
        let mut members: HashMap<&str, Vec<&Value>> = HashMap::new();
        for object in values.iter().filter_map(|value| value.as_object()) {
            for (key, member) in object {
                members.entry(key).or_default().push(member);
            }
        }
        for (key, values) in members {
            self.add(types, ty.and_then(|ty| types.member(ty, key)), &values);
        }
    }
}

/// How many members of answers there are, and how many of them are no `Option`.
pub(super) fn fields(types: &Types) -> (usize, usize) {
    let received = types.defs.iter().filter(|def| def.role == Role::Response);
    let types: Vec<&Type> = received
        .flat_map(TypeDef::fields)
        .map(|field| &field.ty)
        .collect();
    let sure = types.iter().filter(|ty| !matches!(ty, Type::Option(_)));
    (types.len(), sure.count())
}

/// How many types of the table are used at more than one place.
pub(super) fn shared(api: &Api, types: &Types) -> usize {
    let mut uses = vec![0usize; types.defs.len()];
    let mut seen = HashSet::new();
    let slots = (0..api.slots.len()).map(SlotId);
    let slots = slots.filter(|slot| seen.insert(*slot));
    let slots = slots.filter_map(|slot| types.slot(slot).definition());
    for id in slots.chain(types.defs.iter().flat_map(TypeDef::held)) {
        uses[id.0] += 1;
    }
    uses.into_iter().filter(|uses| *uses > 1).count()
}
