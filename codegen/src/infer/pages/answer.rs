//! What an answer says of pages: its members outside of lists, with the values that were seen.

use serde_json::Value;

use super::Way;
use super::inputs::{at, core};
use super::words;
use crate::infer::{Type, Types};
use crate::model::{Api, Sample, SlotId};
use crate::words::letters;

/// How deep members are looked for: `meta.cursors.next`.
const DEPTH: usize = 3;

/// A member of an answer.
pub(super) struct Member {
    pub(super) way: Way,
    /// Its name without case and separators.
    pub(super) word: String,
    /// The same behind the name of what is around it.
    pub(super) long_word: String,
    /// Its type without `Option`.
    pub(super) ty: Type,
}

/// An answer and its members.
pub(super) struct Answer<'a> {
    pub(super) samples: Vec<&'a Value>,
    pub(super) members: Vec<Member>,
}

impl<'a> Answer<'a> {
    pub(super) fn of(api: &'a Api, types: &Types, slot: SlotId) -> Self {
        let samples = api.slot(slot).samples.iter();
        let samples = samples.filter_map(|sample| match sample {
            Sample::Json(value) => Some(value),
            Sample::Text(_) => None,
        });
        let mut members = Vec::new();
        gather(types, types.slot(slot), &mut Vec::new(), &mut members);
        // What stands further out comes first.
        members.sort_by_key(|member| member.way.len());
        Self {
            samples: samples.collect(),
            members,
        }
    }

    /// The values that were seen at a way.
    pub(super) fn values(&self, way: &[String]) -> impl Iterator<Item = &'a Value> {
        self.samples.iter().filter_map(move |value| at(value, way))
    }

    /// The first member of one of these names that is fit.
    pub(super) fn find(&self, names: &[&str], is_fit: impl Fn(&Member) -> bool) -> Option<&Member> {
        let mut members = self.members.iter();
        members.find(|member| member.is_one_of(names) && is_fit(member))
    }
}

impl Member {
    pub(super) fn is_one_of(&self, names: &[&str]) -> bool {
        words::has(names, &self.word) || words::has(names, &self.long_word)
    }

    pub(super) fn is_integer(&self) -> bool {
        matches!(self.ty, Type::I64 | Type::U64)
    }
}

/// Adds the members of an object, and of those within that may speak of pages.
fn gather(types: &Types, ty: &Type, way: &mut Way, members: &mut Vec<Member>) {
    let Type::Def(id) = core(ty) else {
        return;
    };
    for field in types.def(*id).fields() {
        let around = way.last().map(|name| letters(name)).unwrap_or_default();
        let word = letters(&field.wire);
        way.push(field.wire.clone());
        if words::has(&words::ENVELOPES, &word) && way.len() < DEPTH {
            gather(types, &field.ty, way, members);
        }
        members.push(Member {
            long_word: format!("{around}{word}"),
            word,
            way: way.clone(),
            ty: core(&field.ty).clone(),
        });
        way.pop();
    }
}
