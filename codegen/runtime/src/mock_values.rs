//! Whether values are of the types that a collection shows: JSON, text, and values spelled by keys in brackets.

use serde_json::Value;

use super::formats;
use super::mock_data::{Definition, Member, Type};

/// A value that does not fit its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The JSON path: `$.items[0].name`.
    pub path: String,
    /// What is wrong there, without the value.
    pub text: String,
}

impl Misfit {
    /// One of a value as a whole.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            text: text.into(),
        }
    }
}

/// Nobody reads further: of more mismatches in one body the first are named.
const MOST: usize = 5;

/// The table of types.
#[derive(Clone, Copy, Debug)]
pub struct Types<'a>(pub &'a [Definition]);

impl<'a> Types<'a> {
    fn def(self, index: usize) -> Option<&'a Definition> {
        self.0.get(index)
    }

    /// Where a JSON value does not fit its type: the first places.
    #[must_use]
    pub fn misfits(self, ty: &Type, value: &Value) -> Vec<Misfit> {
        let mut found = Vec::new();
        self.check(ty, value, &mut "$".to_owned(), &mut found);
        found.truncate(MOST);
        found
    }

    fn check(self, ty: &Type, value: &Value, path: &mut String, found: &mut Vec<Misfit>) {
        if found.len() >= MOST {
            return;
        }
        let mut misfit = |text: String| {
            let path = path.clone();
            found.push(Misfit { path, text });
        };
        match (ty, value) {
            (Type::Any, _) | (Type::Nullable(_), Value::Null) => {}
            (Type::Nullable(inner), _) => self.check(inner, value, path, found),
            (Type::Bool, Value::Bool(_))
            | (Type::Number, Value::Number(_))
            | (Type::Text, Value::String(_)) => {}
            (Type::Integer, Value::Number(number)) if number.is_i64() || number.is_u64() => {}
            (Type::Unsigned, Value::Number(number)) if number.is_u64() => {}
            (Type::Integer | Type::Unsigned, Value::Number(_)) => {
                misfit(format!("is no {}", self.name(ty)));
            }
            (Type::Format(format), Value::String(text)) => {
                if !has_format(format, text) {
                    misfit(format!("is no {}", self.name(ty)));
                }
            }
            (Type::List(item), Value::Array(values)) => {
                for (at, value) in values.iter().enumerate() {
                    self.below(&format!("[{at}]"), item, value, path, found);
                }
            }
            (Type::Map(inner), Value::Object(members)) => {
                for (key, value) in members {
                    self.below(&step(key), inner, value, path, found);
                }
            }
            (Type::Def(index), _) => match self.def(*index) {
                Some(Definition::Struct(members)) => self.object(members, value, path, found),
                Some(Definition::Enum(values)) => match value {
                    Value::String(text) => {
                        misfit_of_enum(values, text).into_iter().for_each(misfit)
                    }
                    _ => misfit(not(value, "text")),
                },
                Some(Definition::Union(kinds)) => self.union(kinds, value, path, found),
                None => {}
            },
            _ => misfit(not(value, &self.name(ty))),
        }
    }

    fn below(
        self,
        step: &str,
        ty: &Type,
        value: &Value,
        path: &mut String,
        found: &mut Vec<Misfit>,
    ) {
        let length = path.len();
        path.push_str(step);
        self.check(ty, value, path, found);
        path.truncate(length);
    }

    /// Members that the type does not know are no problem: a collection seldom shows all.
    fn object(self, members: &[Member], value: &Value, path: &mut String, found: &mut Vec<Misfit>) {
        let Value::Object(values) = value else {
            let path = path.clone();
            let text = not(value, "object");
            return found.push(Misfit { path, text });
        };
        for member in members {
            match values.get(&member.name) {
                Some(value) => self.below(&step(&member.name), &member.ty, value, path, found),
                None if member.required => {
                    let path = format!("{path}{}", step(&member.name));
                    let text = "is missing".to_owned();
                    found.push(Misfit { path, text });
                }
                None => {}
            }
        }
    }

    /// A value of one of several types: that it fits none is said of the first that is of its kind of JSON.
    fn union(self, kinds: &[Type], value: &Value, path: &mut String, found: &mut Vec<Misfit>) {
        let mut closest: Option<Vec<Misfit>> = None;
        for ty in kinds {
            let mut own = Vec::new();
            self.check(ty, value, path, &mut own);
            if own.is_empty() {
                return;
            }
            if own.iter().all(|misfit| misfit.path != *path) {
                closest.get_or_insert(own);
            }
        }
        let names: Vec<String> = kinds.iter().map(|ty| self.name(ty)).collect();
        found.extend(closest.unwrap_or_else(|| {
            let path = path.clone();
            let text = format!("is none of: {}", names.join(", "));
            vec![Misfit { path, text }]
        }));
    }

    /// Whether text that stands by itself is a value of a type.
    #[must_use]
    pub fn of_text(self, ty: &Type, text: &str) -> Option<Misfit> {
        let fits = match ty {
            Type::Nullable(inner) => return self.of_text(inner, text),
            Type::Bool => matches!(text, "true" | "false"),
            Type::Integer => text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok(),
            Type::Unsigned => text.parse::<u64>().is_ok(),
            Type::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
            Type::Format(format) => has_format(format, text),
            Type::Def(index) => match self.def(*index) {
                Some(Definition::Enum(values)) => {
                    return misfit_of_enum(values, text).map(Misfit::new);
                }
                Some(Definition::Union(kinds)) => {
                    kinds.iter().any(|ty| self.of_text(ty, text).is_none())
                }
                Some(Definition::Struct(_)) | None => true,
            },
            Type::Text | Type::Any | Type::List(_) | Type::Map(_) => true,
        };
        (!fits).then(|| Misfit::new(format!("is no {}", self.name(ty))))
    }

    /// Whether the items of a list that stands in one value are of their type: what does not fit is said of the first.
    #[must_use]
    pub fn of_list(self, ty: &Type, text: &str) -> Option<Misfit> {
        match ty {
            Type::Nullable(inner) => self.of_list(inner, text),
            Type::List(item) => text.split(',').find_map(|text| {
                let misfit = self.of_text(item, text)?;
                Some(Misfit::new(format!("has an item that {}", misfit.text)))
            }),
            _ => self.of_text(ty, text),
        }
    }

    /// Whether the value of a key in brackets (`created[gt]`) is of the type that the steps lead to.
    #[must_use]
    pub fn in_brackets(self, ty: &Type, key: &str, text: &str) -> Option<Misfit> {
        let mut ty = ty;
        for step in key.split('[').skip(1) {
            let step = step.trim_end_matches(']');
            while let Type::Nullable(inner) = ty {
                ty = inner;
            }
            ty = match ty {
                Type::List(inner) | Type::Map(inner) => inner,
                Type::Def(index) => match self.def(*index) {
                    Some(Definition::Struct(members)) => {
                        let mut members = members.iter();
                        &members.find(|member| member.name == step)?.ty
                    }
                    _ => return None,
                },
                _ => return None,
            };
        }
        self.of_text(ty, text)
    }

    /// A type as people call it.
    fn name(self, ty: &Type) -> String {
        match ty {
            Type::Bool => "boolean".to_owned(),
            Type::Integer => "whole number".to_owned(),
            Type::Unsigned => "whole number from 0".to_owned(),
            Type::Number => "number".to_owned(),
            Type::Text => "text".to_owned(),
            Type::Format(format) => format.clone(),
            Type::Any => "value".to_owned(),
            Type::List(_) => "list".to_owned(),
            Type::Map(_) => "object".to_owned(),
            Type::Nullable(inner) => self.name(inner),
            Type::Def(index) => match self.def(*index) {
                Some(Definition::Enum(_)) => "text".to_owned(),
                Some(Definition::Union(kinds)) => {
                    let names: Vec<String> = kinds.iter().map(|ty| self.name(ty)).collect();
                    names.join(" or ")
                }
                Some(Definition::Struct(_)) | None => "object".to_owned(),
            },
        }
    }
}

/// What is to be said of a text that is none of the known values.
fn misfit_of_enum(values: &[String], text: &str) -> Option<String> {
    let is_known = values.iter().any(|value| value == text);
    (!is_known).then(|| {
        format!(
            "is none of the values that the collection shows: {}",
            values.join(", ")
        )
    })
}

fn not(value: &Value, expected: &str) -> String {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    format!("is {kind}, not {expected}")
}

/// Formats that are told for sure; of any other nothing is said.
fn has_format(format: &str, text: &str) -> bool {
    match format {
        "date-time" => formats::is_date_time(text),
        "date" => formats::is_date(text),
        "uuid" => formats::is_uuid(text),
        _ => true,
    }
}

/// A member as a step of a JSON path.
fn step(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
    if !name.is_empty() && name.chars().all(is_plain) {
        format!(".{name}")
    } else {
        format!("[{name:?}]")
    }
}
