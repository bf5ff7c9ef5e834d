//! What texts say of a type: placeholders, JSON and lists in text, identifiers, formats, and words that are a choice.

use serde_json::Value;

use super::{Case, all, counted, def_of, fact};
use crate::address::{Segment, Target};
use crate::explain::Fact;
use crate::infer::choice::{self, Refusal};
use crate::infer::evidence::Evidence;
use crate::infer::format::Formats;
use crate::infer::joined::Sign;
use crate::infer::scalars::TextShape;
use crate::infer::{Type, TypeKind, is_placeholder, written};
use crate::prose;

impl Case<'_> {
    pub(super) fn placeholders(&self) -> Option<Fact> {
        let mut texts = self.found.values.keys().filter_map(Value::as_str);
        let text = texts.find(|text| is_placeholder(text))?;
        Some(fact(
            "placeholder",
            format!("`{text}` is a type, not a value"),
        ))
    }

    pub(super) fn json_text(&self) -> Option<Fact> {
        let is_it = self.understood.types.is_json_text(self.slot()?);
        let texts = self.found.values.len();
        is_it.then(|| {
            let says = format!(
                "{} holds JSON, so the argument is that JSON",
                all("text", texts)
            );
            fact("json text", says).unless("type = \"string\"")
        })
    }

    /// A list in one value: what says so.
    pub(super) fn joined(&self) -> Option<Fact> {
        self.slot()?;
        let Evidence::Joined { sign, .. } = self.evidence else {
            return None;
        };
        let says = match sign {
            Sign::Prose => "a description says that commas separate the items",
            Sign::Placeholders => "all between the commas is one placeholder",
            Sign::Stated => "a description lists values, and all between the commas is among them",
            Sign::Name => "the name speaks of several, and what stands between the commas is such",
            Sign::Elsewhere => "another parameter of this name is one",
        };
        Some(fact("comma list", says).unless("type = \"string\""))
    }

    pub(super) fn written(&self) -> Option<Fact> {
        let texts = all("text", self.texts().len());
        let says = match written::verdict(self.shape.text.as_ref()?, self.role()?)? {
            Ok(_) if !self.ty.has_json_text() => return None,
            Ok(shape) if shape.any => {
                format!("{texts} holds JSON, too large to be typed")
            }
            Ok(_) => format!("{texts} holds JSON, so it is typed as that JSON"),
            Err(written::Refusal::Hollow) => return None,
            Err(written::Refusal::Once) => {
                return Some(fact(
                    "json in body",
                    "no: one text holds JSON; of an answer, needs 2 different ones",
                ));
            }
        };
        Some(fact("json in body", says).unless("type = \"string\""))
    }

    /// Text that looks like a number, and is an identifier that is text elsewhere.
    pub(super) fn identifier(&self) -> Option<Fact> {
        let other = self.spelled?;
        let place = self.addresses.of_slot(other)?;
        let says = format!("text, for `{place}` spells it so; all values are digits");
        (*self.ty == Type::String || matches!(self.ty, Type::Option(ty) if **ty == Type::String))
            .then(|| fact("identifier", says).unless("type = \"i64\""))
    }

    /// The texts that were seen, those that say nothing aside.
    fn texts(&self) -> Vec<&str> {
        let texts = self.found.values.keys().filter_map(Value::as_str);
        texts
            .filter(|text| !text.is_empty() && !text.contains("{{") && !is_placeholder(text))
            .collect()
    }

    pub(super) fn format(&self) -> Option<Fact> {
        let text = self.shape.text.as_ref()?;
        let texts = self.texts();
        if let Some(format) = text.formats.one() {
            let says = match texts.len() {
                0 => format!("a placeholder says {}", format.prose()),
                count => format!("{} is {}", all("value", count), format.prose()),
            };
            return Some(fact("format", says));
        }
        let formats = texts.iter().filter_map(|text| Formats::of_text(text).one());
        let formats: Vec<_> = formats.collect();
        let first = formats.first()?;
        let alike = formats.iter().filter(|format| *format == first).count();
        let says = format!(
            "none: {alike} of {} is {}",
            counted(texts.len(), "value"),
            first.prose()
        );
        Some(fact("format", says))
    }

    pub(super) fn choice(&self) -> Option<Fact> {
        if self.is_enum()
            && self
                .prose()
                .is_some_and(|prose| prose::one_of(prose).is_some())
        {
            let says = "a description lists the values";
            return Some(fact("enum", says).unless("type = \"string\""));
        }
        let text = self.shape.text.as_ref()?;
        let name = self.name();
        let seen = counted(text.seen, "sighting");
        match choice::verdict(text, name) {
            // What stands in a list or a union is named after nothing.
            Ok(values) if self.is_enum() => {
                let says = format!("{} in {seen}", counted(values.len(), "value"));
                Some(fact("enum", says).unless("type = \"string\""))
            }
            Ok(_) => None,
            // Texts that never come again are nowhere near.
            Err(_) if text.seen <= self.texts().len() => None,
            Err(refusal) => {
                let says = format!("no: {}", why_no_choice(refusal, text, &seen)?);
                let mut fact = fact("enum", says);
                fact.other = self.enum_line();
                Some(fact)
            }
        }
    }

    /// What the description of a body says of a member.
    fn prose(&self) -> Option<&str> {
        let Target::Member(member) = self.target else {
            return None;
        };
        let (holder, index) = member.field?;
        let field = self.understood.types.def(holder).fields().get(index)?;
        field.docs.as_deref()
    }

    /// The line that makes an enum of the texts seen.
    fn enum_line(&self) -> Option<String> {
        const MOST: usize = 5;
        let texts = self.texts();
        let values: Vec<String> = texts
            .iter()
            .map(|text| Value::from(*text).to_string())
            .collect();
        (values.len() <= MOST).then(|| format!("enum = [{}]", values.join(", ")))
    }

    fn is_enum(&self) -> bool {
        let def = def_of(self.ty).map(|id| &self.understood.types.def(id).kind);
        matches!(def, Some(TypeKind::Enum(_)))
    }

    /// What the value is called.
    fn name(&self) -> &str {
        let names = self.address.segments().iter().rev();
        let mut names = names.filter_map(|segment| match segment {
            Segment::Name(name) => Some(name.as_str()),
            _ => None,
        });
        match self.target {
            Target::Member(_) | Target::Param { .. } => names.next().unwrap_or_default(),
            _ => "",
        }
    }
}

/// Why texts are no enum, if that is worth a word.
fn why_no_choice(refusal: Refusal, text: &TextShape, seen: &str) -> Option<String> {
    let many = "more values than a choice has".to_owned();
    Some(match refusal {
        Refusal::One => return None,
        Refusal::Many => many,
        Refusal::Open if text.formats != Formats::NONE => return None,
        Refusal::Open => "a placeholder or a variable stands for any text".to_owned(),
        Refusal::NoWords => "not all values are words that a program would choose".to_owned(),
        Refusal::FreeName => "its name is one of free text".to_owned(),
        Refusal::Seldom(least) => format!("{seen}, needs {least}"),
    })
}
