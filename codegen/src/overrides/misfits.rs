//! Types that no value of the collection has: whoever asks for one should know.

use serde_json::Value;

use super::entry::type_word;
use super::fields::Found;
use crate::Understood;
use crate::address::Target;
use crate::diag::{Diagnostics, Place};
use crate::infer::{Encoding, Type, is_placeholder};
use crate::model::{Body, FormField};
use crate::{explain, template_json};

/// A type that was asked for, and the first of the values that are none of it.
struct Misfit<'f> {
    found: &'f Found<'f>,
    wanted: &'static str,
    seen: &'static str,
    values: usize,
    place: Place,
}

/// Warns of types that none of the values seen has: no saved answer is read with one. Of the values their kind and place is
/// shown; what they say may be a secret.
pub(super) fn warn(all: &[Found<'_>], base: &Understood, diagnostics: &mut Diagnostics) {
    let typed = all.iter().filter_map(|found| {
        let wanted = &found.entry.ty.as_ref()?.value;
        Some((found, wanted))
    });
    let mut typed = typed.peekable();
    if typed.peek().is_none() {
        return;
    }
    let values = explain::Values::of(base);
    for misfit in typed.filter_map(|(found, wanted)| misfit(found, wanted, base, &values)) {
        let Misfit {
            found,
            wanted,
            seen,
            values,
            place,
        } = misfit;
        let address = &found.address;
        let count = match values {
            1 => "the only value".to_owned(),
            _ => format!("all {values} values"),
        };
        diagnostics.warning(
            place,
            format!("`{address}` is said to be `{wanted}`, but {count} seen there cannot be read so: here it is {seen}"),
            format!("`postwright inspect --explain '{address}'` shows what was seen; correct `type` in `{}`", super::FILE),
        );
    }
}

fn misfit<'f>(
    found: &'f Found<'f>,
    ty: &Type,
    base: &Understood,
    values: &explain::Values<'_>,
) -> Option<Misfit<'f>> {
    let is_text_place = holds_text(found, base);
    let values = values.at(&found.address).into_iter();
    let known: Vec<_> = values.filter(|(value, _)| says_something(value)).collect();
    let (first, place) = known.first()?;
    let fits = |value: &Value| match (value, is_text_place) {
        (Value::String(text), true) => text_fits(text, ty),
        (value, _) => fits(value, ty),
    };
    if known.iter().any(|(value, _)| fits(value)) {
        return None;
    }
    Some(Misfit {
        found,
        wanted: type_word(ty)?,
        seen: kind(first),
        values: known.len(),
        place: *place,
    })
}

/// Whether all that stands there is text: in a path, a query, a header, a form that holds no JSON.
fn holds_text(found: &Found<'_>, base: &Understood) -> bool {
    match &found.target {
        Target::Param {
            slot: Some(slot), ..
        } => !base.types.is_json_text(*slot),
        Target::Member(member) => {
            let is_brackets = |id| base.types.def(id).encoding == Encoding::Brackets;
            let operation = &base.api.operations[member.operation.0];
            let form = match &operation.body {
                Some(Body::Form { fields, .. }) => fields.as_slice(),
                _ => &[],
            };
            let is_list = |field: &FormField| match field {
                FormField::Text { param, .. } => param.slot == member.slot,
                _ => false,
            };
            let in_query = operation
                .optional_params()
                .any(|param| param.slot == member.slot);
            let is_param = in_query || form.iter().any(is_list);
            member.field.is_some_and(|(id, _)| is_brackets(id))
                || is_param && !base.types.is_json_text(member.slot)
        }
        _ => false,
    }
}

/// Whether a value is one: no variable, no placeholder, not `null`.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => {
            !text.is_empty()
                && !text.contains("{{")
                && !is_placeholder(text)
                && template_json::hole(value).is_none()
        }
        _ => true,
    }
}

fn fits(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::String => value.is_string(),
        Type::I64 => value.is_i64(),
        Type::U64 => value.is_u64(),
        Type::F64 | Type::Number => value.is_number(),
        Type::Bool => value.is_boolean(),
        _ => true,
    }
}

/// The same of a value that is written as text.
fn text_fits(text: &str, ty: &Type) -> bool {
    match ty {
        Type::I64 => text.parse::<i64>().is_ok(),
        Type::U64 => text.parse::<u64>().is_ok(),
        Type::F64 | Type::Number => text.parse::<f64>().is_ok(),
        Type::Bool => matches!(text, "true" | "false"),
        _ => true,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "true or false",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(number) if number.as_i64().is_some_and(|number| number < 0) => {
            "a negative number"
        }
        Value::Number(_) => "a whole number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
