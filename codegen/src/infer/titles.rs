//! What the whole of each slot is called: as the resource in the path, as a parameter, or as an error.

use crate::model::{Api, Body, Operation, PathPiece, ResponseBody};
use crate::words::singular;

/// What the whole of a slot is called, in the singular and without case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// The last word of the path, for what is sent to a resource or answered by it.
    pub(super) name: String,
    /// All words of that path; empty for anything else.
    pub(super) path: String,
}

/// The titles of all slots.
pub(super) fn of_api(api: &Api) -> Vec<Title> {
    let mut titles = vec![Title::default(); api.slots.len()];
    for operation in &api.operations {
        let resource = Title {
            name: singular(&operation.resource().unwrap_or_default()),
            path: path(operation),
        };
        let named = |name: &str| Title {
            name: singular(name),
            path: String::new(),
        };
        if let Some(Body::Json { slot, .. }) = operation.body {
            titles[slot.0].clone_from(&resource);
        }
        for param in operation.query.iter().chain(operation.form_params()) {
            titles[param.slot.0] = named(&param.wire);
        }
        for response in &operation.responses {
            if let ResponseBody::Json(slot) = response.body {
                titles[slot.0] = match response.status.is_success() {
                    true => resource.clone(),
                    false => named("error"),
                };
            }
        }
    }
    titles
}

fn path(operation: &Operation) -> String {
    let words = operation
        .path
        .iter()
        .filter_map(|segment| match &segment[..] {
            [PathPiece::Literal(text)] if !text.is_empty() => Some(singular(text)),
            _ => None,
        });
    words.collect::<Vec<String>>().join("/")
}
