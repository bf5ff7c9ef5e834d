//! What things of a collection are called in a lock: the keys that tell requests, credentials and uses of types apart.

use crate::infer::{TypeDef, TypeId, Types};
use crate::model::{Api, Body, Credential, FormField, Operation, ResponseBody, SlotId};

/// Method and path of an operation: `GET /orders/{id}`.
pub(super) fn request(api: &Api, operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path_template(api))
}

/// The mark of an operation; empty if it has none.
pub(super) fn mark(operation: &Operation) -> String {
    match operation.mark {
        0 => String::new(),
        mark => format!("{mark:08x}"),
    }
}

/// A credential; `None` for those whose methods never change.
pub(super) fn credential(credential: &Credential) -> Option<String> {
    let text = match credential {
        Credential::Bearer | Credential::Basic => return None,
        Credential::Token { prefix } => format!("token {prefix}"),
        Credential::ApiKey { key, in_query } => {
            format!(
                "key in {} {key}",
                if *in_query { "query" } else { "header" }
            )
        }
        Credential::Composed { key, texts, .. } => {
            format!("key in header {key}: {}", texts.join("{}"))
        }
        Credential::Signature(signature) => {
            format!("{} {}", signature.name(), signature.details())
        }
        Credential::Signed { kind } => format!("signed {kind}"),
    };
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The positions of an operation that have a type, each with what it is called there.
pub(super) fn positions(operation: &Operation) -> Vec<(String, SlotId)> {
    let mut positions = Vec::new();
    for (kind, params) in [
        ("path", &operation.path_params),
        ("query", &operation.query),
        ("header", &operation.headers),
    ] {
        let of_kind = params.iter();
        positions.extend(of_kind.map(|param| (format!("{kind} {}", param.wire), param.slot)));
    }
    match &operation.body {
        Some(Body::Json { slot, .. }) => positions.push(("body".to_owned(), *slot)),
        Some(Body::Form { fields, .. }) => positions.extend(fields.iter().filter_map(|field| {
            let FormField::Text { param, .. } = field else {
                return None;
            };
            Some((format!("field {}", param.wire), param.slot))
        })),
        Some(Body::Text { .. } | Body::File) | None => {}
    }
    for response in &operation.responses {
        if let ResponseBody::Json(slot) = response.body {
            positions.push((format!("response {}", response.status), slot));
        }
    }
    positions
}

/// The definitions that one holds, each with the member that does.
pub(super) fn parts(def: &TypeDef) -> Vec<(&str, TypeId)> {
    let members = def.fields().iter();
    let members = members.filter_map(|field| Some((field.wire.as_str(), field.ty.definition()?)));
    // Only the object of a union has a name, and there is one at most.
    let kinds = def.kinds().iter();
    let kinds = kinds.filter_map(|ty| Some(("|", ty.definition()?)));
    members.chain(kinds).collect()
}

/// The definition at a position, if there is one.
pub(super) fn at(types: &Types, slot: SlotId) -> Option<TypeId> {
    types.slot(slot).definition()
}
