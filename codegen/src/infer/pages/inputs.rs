//! What a request takes that may say which page is meant, with the values that were seen.

use serde_json::Value;

use super::words;
use super::{Input, Way};
use crate::infer::{Encoding, Type, Types};
use crate::model::{Api, Body, Operation, Sample, SlotId};
use crate::words::letters;

/// A parameter that one value is given for.
pub(super) struct Given {
    pub(super) input: Input,
    /// Its name without case and separators.
    pub(super) word: String,
    /// The values that were seen.
    texts: Vec<String>,
    /// What the collection says of it.
    docs: String,
}

impl Given {
    /// Whether the values that were seen are numbers. Variables and placeholders say nothing.
    pub(super) fn is_number(&self) -> bool {
        self.known().all(|text| text.parse::<i64>().is_ok())
    }

    /// Whether this very value was seen, before any other.
    pub(super) fn begins_with(&self, value: &str) -> bool {
        self.known().next() == Some(value)
    }

    /// Whether the collection says that counting begins at 0.
    pub(super) fn is_said_to_begin_at_zero(&self) -> bool {
        let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        let docs: String = self.docs.to_lowercase().chars().map(letters).collect();
        let docs: Vec<&str> = docs.split_whitespace().collect();
        let docs = format!(" {} ", docs.join(" "));
        words::FROM_ZERO
            .iter()
            .any(|phrase| docs.contains(&format!(" {phrase} ")))
    }

    /// Whether a value of numbers was seen.
    pub(super) fn has_number(&self) -> bool {
        self.known().any(|text| text.parse::<i64>().is_ok())
    }

    fn known(&self) -> impl Iterator<Item = &str> {
        let texts = self.texts.iter().map(|text| text.trim());
        texts.filter(|text| !text.is_empty() && !text.contains("{{") && !text.starts_with('<'))
    }
}

/// The parameters of a request: keys of its query, and members of its JSON body if it only reads.
pub(super) fn of(api: &Api, types: &Types, operation: &Operation) -> Vec<Given> {
    let mut inputs = all(api, types, operation);
    let is_read = only_reads(operation);
    inputs.retain(|given| is_read || matches!(given.input, Input::Query(_)));
    inputs
}

/// The parameters of a request, whether it only reads or not.
pub(super) fn all(api: &Api, types: &Types, operation: &Operation) -> Vec<Given> {
    let mut all = Vec::new();
    let single = |param: &&crate::model::Param| {
        !param.repeated && param.fresh.is_none() && !types.is_joined(param.slot)
    };
    for param in operation.query.iter().filter(single) {
        if !param.brackets {
            all.push(given(
                Input::Query(param.wire.clone()),
                param.wire.clone(),
                texts(api, param.slot, &[]),
                &param.docs,
            ));
            continue;
        }
        let Type::Def(id) = types.slot(param.slot) else {
            continue;
        };
        let def = types.def(*id);
        for field in def
            .fields()
            .iter()
            .filter(|_| def.encoding == Encoding::Brackets)
        {
            let key = format!("{}[{}]", param.wire, field.wire);
            let seen = texts(api, param.slot, std::slice::from_ref(&field.wire));
            all.push(given(Input::Query(key.clone()), key, seen, &param.docs));
        }
    }
    if let Some(Body::Json { slot, .. }) = &operation.body {
        members(
            api,
            types,
            *slot,
            types.slot(*slot),
            &mut Vec::new(),
            &mut all,
        );
    }
    all
}

/// Whether a request that sends a body only reads, by its name or its path.
pub(super) fn only_reads(operation: &Operation) -> bool {
    let resource = operation.resource().unwrap_or_default();
    let names = [resource, operation.name.clone()];
    let words = names
        .iter()
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    let mut words = words.map(str::to_lowercase);
    operation.method == "POST" && words.any(|word| words::has(&words::READING, &word))
}

/// The plain members of a JSON body, also of objects that are about pages.
fn members(api: &Api, types: &Types, slot: SlotId, ty: &Type, way: &mut Way, all: &mut Vec<Given>) {
    let Type::Def(id) = ty else {
        return;
    };
    for field in types.def(*id).fields() {
        way.push(field.wire.clone());
        let inner = core(&field.ty);
        let is_envelope = words::has(&words::ENVELOPES, &letters(&field.wire));
        match inner {
            Type::Def(_) if is_envelope && way.len() < 3 => {
                members(api, types, slot, inner, way, all);
            }
            Type::Def(_) | Type::List(_) | Type::Map(_) => {}
            _ => all.push(given(
                Input::Body(way.clone()),
                field.wire.clone(),
                texts(api, slot, way),
                "",
            )),
        }
        way.pop();
    }
}

fn given(input: Input, name: String, texts: Vec<String>, docs: &str) -> Given {
    Given {
        input,
        word: letters(&name),
        texts,
        docs: docs.to_owned(),
    }
}

/// The plain values that were seen at a way of a slot.
fn texts(api: &Api, slot: SlotId, way: &[String]) -> Vec<String> {
    let samples = api.slot(slot).samples.iter();
    let found = samples.filter_map(|sample| match sample {
        Sample::Text(text) => way.is_empty().then(|| text.clone()),
        Sample::Json(value) => match at(value, way)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        },
    });
    found.collect()
}

/// The member of a value.
pub(super) fn at<'v>(value: &'v Value, way: &[String]) -> Option<&'v Value> {
    way.iter().try_fold(value, |value, name| value.get(name))
}

/// A type without `Option` and `Box`.
pub(super) fn core(ty: &Type) -> &Type {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) => core(inner),
        other => other,
    }
}
