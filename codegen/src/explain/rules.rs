//! What each rule says of a value, in words and with the numbers that decided.

use serde_json::Value;

use super::Fact;
use super::sightings::Found;
use crate::Understood;
use crate::address::{Address, Addresses, Part, Segment, Target};
use crate::infer::choice::{self, Refusal};
use crate::infer::evidence::Evidence;
use crate::infer::format::Formats;
use crate::infer::joined::Sign;
use crate::infer::scalars::TextShape;
use crate::infer::shape::Shape;
use crate::infer::{Options, Type, TypeId, TypeKind, is_placeholder, keys, written};
use crate::model::{Body, FormField, Param, Role, SlotId};
use crate::prose;

/// A value that is explained.
pub(super) struct Case<'a> {
    pub(super) understood: &'a Understood,
    pub(super) address: &'a Address,
    pub(super) target: &'a Target,
    pub(super) ty: &'a Type,
    /// What all positions together say.
    pub(super) shape: Shape,
    pub(super) evidence: &'a Evidence,
    pub(super) found: &'a Found,
    /// Where values of its type were seen, if that is a type of the table.
    pub(super) shared: Vec<Address>,
    pub(super) options: &'a Options,
    pub(super) addresses: &'a Addresses<'a>,
    /// What says of an identifier that looks like a number that it is text.
    pub(super) spelled: Option<SlotId>,
}

fn fact(rule: &'static str, says: impl Into<String>) -> Fact {
    Fact {
        rule,
        says: says.into(),
        other: None,
    }
}

impl Fact {
    fn unless(mut self, line: &str) -> Self {
        self.other = Some(line.to_owned());
        self
    }
}

impl Case<'_> {
    /// What all rules say, in the order in which a reader asks.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let all = [
            self.required(),
            self.null(),
            self.description(),
            self.placeholders(),
            self.recursion(),
            self.json_text(),
            self.joined(),
            self.written(),
            self.kinds(),
            self.numbers(),
            self.identifier(),
            self.format(),
            self.choice(),
            self.keys(),
            self.shared(),
        ];
        all.into_iter().flatten().collect()
    }

    fn required(&self) -> Option<Fact> {
        match self.target {
            Target::Member(member) => self.required_member(member.field?),
            Target::Param {
                operation,
                part,
                index,
                ..
            } => self.required_param(&self.understood.api.operations[operation.0], *part, *index),
            _ => None,
        }
    }

    fn required_member(&self, (holder, index): (TypeId, usize)) -> Option<Fact> {
        let def = self.understood.types.def(holder);
        let sightings = def.sightings.get(index)?;
        let (seen, of, least) = (sightings.seen, sightings.of, self.options.sightings);
        let objects = counted(of, "object");
        let no = |says: String| fact("required", says).unless("required = true");
        let TypeKind::Struct(fields) = &def.kind else {
            return None;
        };
        if let Some(required) = fields.get(index)?.stated {
            return Some(match required {
                true => fact("required", "yes: a description or an override says so")
                    .unless("required = false"),
                false => no("no: an override says so".to_owned()),
            });
        }
        Some(match def.role {
            Role::Request => no(format!(
                "no: examples do not say what a body needs (present in {seen} of {objects})"
            )),
            Role::Response if seen < of => {
                no(format!("no: absent from {} of {objects}", of - seen))
            }
            Role::Response if of < least => {
                no(format!("no: present in {seen} of {objects}, needs {least}"))
            }
            Role::Response => fact("required", format!("yes: present in all of {objects}"))
                .unless("required = false"),
        })
    }

    fn required_param(
        &self,
        operation: &crate::model::Operation,
        part: Part,
        index: usize,
    ) -> Option<Fact> {
        let is_required = |param: &Param| param.required;
        let required = match (part, &operation.body) {
            (Part::Path, _) => return Some(fact("required", "yes: it is part of the path")),
            (Part::Query, _) => is_required(operation.query.get(index)?),
            (Part::Header, _) => is_required(operation.headers.get(index)?),
            (Part::Form, Some(Body::Form { fields, .. })) => match fields.get(index)? {
                FormField::Text { param, .. } => is_required(param),
                FormField::File { required, .. } => *required,
                FormField::Constant { .. } => return None,
            },
            (Part::Form, _) => return None,
        };
        Some(match required {
            true => fact("required", "yes: a description says so").unless("required = false"),
            false => fact(
                "required",
                "no: no description of what is sent says `(Required)`",
            )
            .unless("required = true"),
        })
    }

    fn null(&self) -> Option<Fact> {
        if self.found.counts.nulls == 0 {
            return None;
        }
        let is_double =
            matches!(self.ty, Type::Option(inner) if matches!(**inner, Type::Option(_)));
        Some(fact(
            "null",
            match is_double {
                true => "seen, as absence has been: the two are kept apart",
                false => "seen",
            },
        ))
    }

    /// The slot, where the whole of it is explained.
    fn slot(&self) -> Option<SlotId> {
        match self.target {
            Target::Param { slot, .. } => *slot,
            _ => None,
        }
    }

    fn description(&self) -> Option<Fact> {
        self.slot()?;
        let evidence = match self.evidence {
            Evidence::Joined { item, .. } => item,
            evidence => evidence,
        };
        Some(match evidence {
            Evidence::Choice(values) => {
                let says = format!(
                    "names {}: {}",
                    counted(values.len(), "value"),
                    values.join(", ")
                );
                fact("description", says).unless("type = \"string\"")
            }
            Evidence::Flag => {
                fact("description", "names `true` and `false`").unless("type = \"string\"")
            }
            Evidence::Long => {
                fact("description", "says that it is a 64-bit integer").unless("type = \"string\"")
            }
            _ => return None,
        })
    }

    fn placeholders(&self) -> Option<Fact> {
        let mut texts = self.found.values.keys().filter_map(Value::as_str);
        let text = texts.find(|text| is_placeholder(text))?;
        Some(fact(
            "placeholder",
            format!("`{text}` is a type, not a value"),
        ))
    }

    fn recursion(&self) -> Option<Fact> {
        let object = self.shape.object.as_ref()?;
        let schema = object.circular.first()?;
        let says = match self.ty.definition() {
            Some(_) => {
                format!("a marker says that `{schema}` comes again: it is the type around it")
            }
            None => format!(
                "a marker says that `{schema}` comes again, but not which object around it that is"
            ),
        };
        Some(fact("recursion", says))
    }

    fn json_text(&self) -> Option<Fact> {
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
    fn joined(&self) -> Option<Fact> {
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

    /// Whether what is sent or received is explained.
    fn role(&self) -> Option<Role> {
        let slot = match self.target {
            Target::Member(member) => member.slot,
            Target::Param { slot, .. }
            | Target::Body { slot, .. }
            | Target::Response { slot, .. } => (*slot)?,
            Target::Group(_) | Target::Operation(_) => return None,
        };
        Some(self.understood.api.slot(slot).role)
    }

    fn written(&self) -> Option<Fact> {
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

    fn kinds(&self) -> Option<Fact> {
        let shape = &self.shape;
        let kinds = [
            (shape.bool, "true or false"),
            (shape.number.is_some(), "number"),
            (shape.text.is_some(), "text"),
            (shape.list.is_some(), "list"),
            (shape.object.is_some(), "object"),
        ];
        let kinds: Vec<&str> = kinds
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, name)| name)
            .collect();
        if shape.any {
            return Some(
                fact("json", "an example says that anything may come").unless("type = \"string\""),
            );
        }
        match kinds.as_slice() {
            [] if *self.ty == Type::Json
                || matches!(self.ty, Type::Option(ty) if **ty == Type::Json) =>
            {
                let says = match self.found.counts.values {
                    0 => "any: no value was seen",
                    _ => "any: nothing but `null` was seen",
                };
                Some(fact("json", says).unless("type = \"string\""))
            }
            [] | [_] => None,
            several => {
                let says = format!("{}: examples contradict each other", several.join(" and "));
                Some(fact("union", says).unless("type = \"json\""))
            }
        }
    }

    fn numbers(&self) -> Option<Fact> {
        let number = self.shape.number?;
        let says = match (number.whole, number.fraction) {
            (true, true) => "with and without a fraction: each is kept as it is written",
            (false, true) => "each with a fraction",
            _ if number.beyond_i64 && number.negative => "no integer type holds all of them",
            _ if number.beyond_i64 => "one is beyond `i64`",
            _ => "all whole",
        };
        Some(fact("number", says))
    }

    /// Text that looks like a number, and is an identifier that is text elsewhere.
    fn identifier(&self) -> Option<Fact> {
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

    fn format(&self) -> Option<Fact> {
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

    fn choice(&self) -> Option<Fact> {
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

    fn keys(&self) -> Option<Fact> {
        let object = self.shape.object.as_ref()?;
        if object.is_struct {
            return Some(fact("map", "no: an override says so"));
        }
        let pattern = keys::sign(object)?.name;
        let all = counted(object.fields.len(), "key");
        Some(match keys::map_values(object) {
            Some(_) => {
                let role = self.role()?;
                let open = match keys::may_differ(object, role, self.options.sightings) {
                    true => ", and values of other kinds may come",
                    false => "",
                };
                fact("map", format!("all of {all} are {pattern}{open}")).unless("map = false")
            }
            None => {
                let says = format!(
                    "no: all of {all} are {pattern}, but their values are of several kinds"
                );
                fact("map", says).unless("map = true")
            }
        })
    }

    fn shared(&self) -> Option<Fact> {
        const MOST: usize = 5;
        let id = def_of(self.ty)?;
        let name = &self.understood.names.types[id.0].name;
        let others = self.shared.iter();
        let others: Vec<String> = others
            .filter(|other| *other != self.address)
            .map(|other| format!("`{other}`"))
            .collect();
        if others.is_empty() {
            return None;
        }
        let more = match others.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let shown = others[..others.len().min(MOST)].join(", ");
        let says = format!("one type `{name}` with {shown}{more}");
        Some(fact("shared", says).unless(&format!("type_name = \"{name}2\"")))
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

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

fn all(what: &str, count: usize) -> String {
    match count {
        1 => format!("the only {what}"),
        _ => format!("each of {count} {what}s"),
    }
}

/// The definition that a type is, if it is one.
pub(super) fn def_of(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) => def_of(inner),
        Type::Def(id) => Some(*id),
        _ => None,
    }
}
