//! What each rule says of a value, in words and with the numbers that decided: which rules there are, and those that say of no texts.

mod presence;
mod texts;

use super::Fact;
use super::sightings::Found;
use crate::Understood;
use crate::address::{Address, Addresses, Target};
use crate::infer::evidence::Evidence;
use crate::infer::shape::Shape;
use crate::infer::{Options, Type, TypeId, keys};
use crate::model::{Role, SlotId};

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
