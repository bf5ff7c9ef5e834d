//! An override of `postwright.toml`: the values of its keys, each of its kind or a problem that leads to what is meant.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problems::{Problems, did_you_mean};
use crate::infer::Type;
use crate::name::ident;

/// Something that the file says, and the byte at which it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

/// The types that can be asked for.
const TYPES: [(&str, Type); 7] = [
    ("string", Type::String),
    ("i64", Type::I64),
    ("u64", Type::U64),
    ("f64", Type::F64),
    ("bool", Type::Bool),
    ("number", Type::Number),
    ("json", Type::Json),
];

/// What a type is called in the file.
pub(super) fn type_word(ty: &Type) -> Option<&'static str> {
    let known = TYPES.iter().find(|(_, known)| known == ty)?;
    Some(known.0)
}

/// A table below one of the sections.
pub(super) struct Entry<'t> {
    pub(super) address: Said<String>,
    pub(super) table: &'t DeTable<'t>,
}

impl<'t> Entry<'t> {
    fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    /// A table in this one.
    pub(super) fn inner(&self, key: &str) -> Option<Self> {
        let value = self.get(key)?;
        let address = said(key.to_owned(), value.span());
        let table = value.get_ref().as_table()?;
        Some(Self { address, table })
    }

    pub(super) fn number(&self, key: &str, problems: &mut Problems) -> Option<Said<u64>> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            let message = format!("`{key}` is a whole number from 0 on");
            problems.add(value.span().start, message, "");
        }
        Some(said(number?, value.span()))
    }

    /// Whether the table is only the beginning of an address without quotes.
    pub(super) fn reject_unquoted(&self, section: &str, problems: &mut Problems) -> bool {
        let mut members = self.table.iter();
        let is_key = |key: &str| section == "operations" && key == "pages";
        let Some((key, _)) = members
            .find(|(key, value)| value.get_ref().is_table() && !is_key(key.get_ref().as_ref()))
        else {
            return false;
        };
        let (address, name) = (&self.address.value, key.get_ref());
        let help = format!("write `[{section}.\"{address}.{name}\"]`");
        let message = "an address is one key, in quotes";
        problems.add(key.span().start, message, &help);
        true
    }

    pub(super) fn reject_unknown(&self, known: &[&str], problems: &mut Problems) {
        if self.table.is_empty() {
            let message = "the override says nothing";
            problems.add(self.address.at, message, &one_of(known));
        }
        for key in self.table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                unknown_key(key, known, problems);
            }
        }
    }

    pub(super) fn text(&self, key: &str, problems: &mut Problems) -> Option<Said<String>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(said(text.to_string(), value.span())),
            other => {
                wrong_kind(value.span(), key, "a string", other, problems);
                None
            }
        }
    }

    pub(super) fn reason(&self, problems: &mut Problems) -> Option<Said<String>> {
        let reason = self.text("skip", problems)?;
        if reason.value.trim().is_empty() {
            problems.add(reason.at, "`skip` has no reason", "say why, in a few words");
            return None;
        }
        Some(reason)
    }

    pub(super) fn flag(&self, key: &str, problems: &mut Problems) -> Option<Said<bool>> {
        self.flag_or(key, "`true` or `false`", problems)
    }

    /// A flag, where these words say what it can be.
    pub(super) fn flag_or(
        &self,
        key: &str,
        wanted: &str,
        problems: &mut Problems,
    ) -> Option<Said<bool>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(said(*flag, value.span())),
            other => {
                wrong_kind(value.span(), key, wanted, other, problems);
                None
            }
        }
    }

    pub(super) fn ty(&self, problems: &mut Problems) -> Option<Said<Type>> {
        let word = self.text("type", problems)?;
        let known = TYPES.iter().find(|(known, _)| *known == word.value);
        if known.is_none() {
            let words = one_of(&TYPES.map(|(word, _)| word));
            let help = match meant_type(&word.value) {
                Some(meant) => format!("{} {words}", did_you_mean(meant)),
                None => words,
            };
            let message = format!("there is no type `{}`", word.value);
            problems.add(word.at, message, &help);
        }
        known.map(|(_, ty)| Said {
            value: ty.clone(),
            at: word.at,
        })
    }

    pub(super) fn values(&self, problems: &mut Problems) -> Option<Said<Vec<String>>> {
        let value = self.get("enum")?;
        let DeValue::Array(items) = value.get_ref() else {
            wrong_kind(
                value.span(),
                "enum",
                "a list of strings",
                value.get_ref(),
                problems,
            );
            return None;
        };
        let mut values: Vec<String> = Vec::with_capacity(items.len());
        for item in items.iter() {
            let at = item.span();
            match item.get_ref() {
                DeValue::String(text) if values.iter().any(|known| known == text.as_ref()) => {
                    let message = format!("`{text}` is twice in the list");
                    problems.add(at.start, message, "say each value once");
                }
                DeValue::String(text) => values.push(text.to_string()),
                other => wrong_kind(at, "a value of `enum`", "a string", other, problems),
            }
        }
        if items.is_empty() {
            let help = "list the values, or leave `enum` out and say `type = \"string\"`";
            problems.add(value.span().start, "`enum` has no values", help);
        }
        (!values.is_empty()).then(|| said(values, value.span()))
    }

    /// The name of a module, a method, a member or an argument.
    pub(super) fn snake(&self, key: &str, problems: &mut Problems) -> Option<Said<String>> {
        let name = self.text(key, problems)?;
        let better = ident::snake(&name.value);
        if better.trim_start_matches("r#") == name.value {
            return Some(name);
        }
        let message = format!("`{}` is no snake_case identifier of Rust", name.value);
        problems.add(
            name.at,
            message,
            &did_you_mean(better.trim_start_matches("r#")),
        );
        None
    }

    /// The name of a type.
    pub(super) fn pascal(&self, key: &str, problems: &mut Problems) -> Option<Said<String>> {
        let name = self.text(key, problems)?;
        if ident::is_pascal(&name.value) {
            return Some(name);
        }
        let message = format!("`{}` is no UpperCamelCase identifier of Rust", name.value);
        problems.add(name.at, message, &did_you_mean(&ident::pascal(&name.value)));
        None
    }
}

/// The type that goes by another name in some language or specification.
fn meant_type(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let meant = [
        (
            "i64",
            &["int", "integer", "long", "int32", "int64", "i32", "isize"] as &[&str],
        ),
        ("u64", &["uint", "u32", "usize", "unsigned"]),
        ("f64", &["float", "double", "f32"]),
        ("number", &["decimal", "bignum"]),
        ("bool", &["boolean"]),
        (
            "string",
            &["str", "text", "char", "date", "datetime", "uuid", "url"],
        ),
        ("json", &["any", "object", "value", "array", "list", "map"]),
    ];
    let is_meant = |words: &&[&str]| words.contains(&word.as_str());
    let known = TYPES.iter().find(|(known, _)| *known == word);
    let known = known.map(|(known, _)| *known);
    known.or_else(|| Some(meant.iter().find(|(_, words)| is_meant(words))?.0))
}

/// What is said by another key, of one that is none.
fn meant_key(key: &str, known: &[&str]) -> Option<String> {
    let meant = match key {
        "optional" => "`required = false`",
        "rename" => "`name`",
        "values" => "`enum`",
        "skip" => "only folders and requests can be left out",
        "types" => {
            "a type is named by `type_name` below `[fields.\"…\"]`, at an address where it stands"
        }
        _ => {
            // Nobody mistypes most of a word.
            let near = crate::address::most_alike(key, known)?;
            let is_near = crate::address::distance(key, near) * 2 <= key.chars().count();
            return is_near.then(|| did_you_mean(near));
        }
    };
    Some(match meant.starts_with('`') {
        true => format!("did you mean {meant}?"),
        false => format!("{meant};"),
    })
}

fn said<T>(value: T, span: Range<usize>) -> Said<T> {
    Said {
        value,
        at: span.start,
    }
}

/// A key that nobody knows is a problem.
pub(super) fn unknown_key(
    key: &Spanned<std::borrow::Cow<'_, str>>,
    known: &[&str],
    problems: &mut Problems,
) {
    let help = match meant_key(key.get_ref(), known) {
        Some(meant) => format!("{meant} {}", one_of(known)),
        None => one_of(known),
    };
    let message = format!("there is no key `{}`", key.get_ref());
    problems.add(key.span().start, message, &help);
}

fn wrong_kind(
    at: Range<usize>,
    what: &str,
    wanted: &str,
    found: &DeValue<'_>,
    problems: &mut Problems,
) {
    let what = match what.contains('`') {
        true => what.to_owned(),
        false => format!("`{what}`"),
    };
    let message = format!("{what} is {wanted}, not of the kind {}", found.type_str());
    let help = match (wanted, found) {
        ("a list of strings", DeValue::String(text)) => format!("write `[{text:?}]`"),
        _ => String::new(),
    };
    problems.add(at.start, message, &help);
}

fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    format!("known are {}", quoted.join(", "))
}
