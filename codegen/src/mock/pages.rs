//! How an operation gives its answer in pages.

use super::data::{Input, Pages, Step};
use crate::infer::Types;
use crate::infer::pages::{self, Scheme, answer_slot, is_required, pointer};
use crate::model::{Operation, OperationId};

/// The scheme as the server knows it.
pub(super) fn of(types: &Types, id: OperationId, operation: &Operation) -> Option<Pages> {
    let pages = types.pages(id)?;
    let step = match &pages.scheme {
        Scheme::Token { input, next } => Step::Token(key(input), pointer(next)),
        Scheme::LastItem { input, id } => Step::Last(key(input), pointer(id)),
        Scheme::Page { input, first } | Scheme::Offset { input, first } => {
            Step::Count(key(input), *first)
        }
        Scheme::Url { next } => Step::Url(pointer(next)),
        Scheme::Link => Step::Link,
    };
    let required = match &pages.scheme {
        Scheme::Token { next, .. } | Scheme::Url { next } => {
            answer_slot(operation).is_some_and(|slot| is_required(types, types.slot(slot), next))
        }
        _ => false,
    };
    let at = |way: &Option<pages::Way>| way.as_deref().map(pointer);
    Some(Pages {
        step,
        required,
        items: pages.items.as_ref().map(|items| pointer(&items.way)),
        more: at(&pages.more),
        last: at(&pages.last),
    })
}

fn key(input: &pages::Input) -> Input {
    match input {
        pages::Input::Query(key) => Input::Query(key.clone()),
        pages::Input::Body(way) => Input::Body(pointer(way)),
    }
}
