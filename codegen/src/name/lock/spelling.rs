//! What things of a collection are called in a lock: the keys that tell requests, credentials and uses of types apart.

use crate::infer::{TypeDef, TypeId, Types};
use crate::model::{
    Api, Body, Credential, CredentialId, FormField, Operation, ResponseBody, SlotId,
};

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

/// Stands between how a credential is sent and what stands for it.
const FROM: &str = " from ";

/// A credential: how it is sent, and what stands for it in the collection.
pub(super) fn credential(api: &Api, id: CredentialId) -> String {
    let kind = match &api.credentials[id.0] {
        Credential::Bearer => "bearer".to_owned(),
        Credential::Basic => "basic".to_owned(),
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
    let origin = &api.origins[id.0];
    let names = origin
        .variables
        .iter()
        .map(|name| format!("{{{{{name}}}}}"));
    let from = match (names.collect::<Vec<_>>().join(" "), &origin.token_url) {
        (names, Some(url)) if names.is_empty() => url.clone(),
        (names, _) => names,
    };
    let text = match from.is_empty() {
        true => kind,
        false => format!("{kind}{FROM}{from}"),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a credential of this text is sent, and whether the text says what stands for it.
pub(super) fn kind_of_credential(text: &str) -> (&str, bool) {
    match text.rsplit_once(FROM) {
        Some((kind, _)) => (kind, true),
        None => (text, false),
    }
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
