//! Enums over status codes: the answers of an operation with several kinds of success, and its documented errors.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::operation::{answer_is_enum, body_type, decode};
use super::{Scope, docs, ident};
use crate::infer::{Type, TypeKind};
use crate::model::{GroupId, OperationId, Response, ResponseBody, Status};

/// The documented errors of the operations of a folder, by codes, bodies and documentation: each enum stands there once.
#[derive(Default)]
pub(super) struct Known(HashMap<String, OperationId>);

/// The enums of an operation, as far as it needs them.
pub(super) fn of_operation(scope: Scope<'_>, id: OperationId, known: &mut Known) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let answers = answer_is_enum(operation).then(|| answers(scope, id));
    let errors = operation.errors().next().map(|_| errors(scope, id, known));
    quote!(#answers #errors)
}

fn answers(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let about = docs::outer([format!(
        "The answers of {}, by status code.",
        link(scope, id)
    )]);
    let name = ident(&names.response);
    let variants = operation
        .successes()
        .map(|response| variant(scope, id, response));
    let allow = uneven(scope, operation.successes());
    quote! {
        #about
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        #allow
        pub enum #name { #(#variants)* }
    }
}

/// Answers are made once and matched at once: a box around the larger ones would only be in the way.
fn uneven<'a>(
    scope: Scope<'_>,
    responses: impl Iterator<Item = &'a Response>,
) -> Option<TokenStream> {
    /// clippy's limit is 200 bytes; how rustc lays a struct out is not known here.
    const NOTEWORTHY: usize = 120;
    let sizes = responses.map(|response| match &response.body {
        ResponseBody::Empty => 0,
        ResponseBody::Text | ResponseBody::Bytes => 32,
        ResponseBody::Any => 64,
        ResponseBody::Json(slot) => size(scope, scope.types.slot(*slot)),
    });
    let mut sizes: Vec<usize> = sizes.collect();
    sizes.sort_unstable();
    let [.., second, largest] = sizes.as_slice() else {
        return None;
    };
    (largest - second > NOTEWORTHY).then(|| quote!(#[allow(clippy::large_enum_variant)]))
}

/// About how many bytes a value takes, not counting what it points to.
fn size(scope: Scope<'_>, ty: &Type) -> usize {
    match ty {
        Type::Bool => 1,
        Type::I64 | Type::U64 | Type::F64 => 8,
        Type::Boxed(_) => 8,
        Type::Number => 16,
        Type::String | Type::List(_) | Type::Map(_) => 24,
        Type::Json => 32,
        Type::Option(inner) => size(scope, inner) + 8,
        Type::JsonText(inner) => size(scope, inner) + 32,
        Type::Def(id) => match &scope.types.def(*id).kind {
            TypeKind::Enum(_) => 24,
            TypeKind::Struct(fields) => fields.iter().map(|field| size(scope, &field.ty)).sum(),
            TypeKind::Union(_) => 40,
        },
    }
}

fn errors(scope: Scope<'_>, id: OperationId, known: &mut Known) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let name = ident(&names.error);
    let variants: Vec<TokenStream> = operation
        .errors()
        .map(|response| variant(scope, id, response))
        .collect();
    let same = match known.0.entry(quote!(#(#variants)*).to_string()) {
        Entry::Occupied(entry) => Some(*entry.get()),
        Entry::Vacant(entry) => {
            entry.insert(id);
            None
        }
    };
    if let Some(other) = same {
        let about = docs::outer([format!(
            "The documented errors of {}: the same as those of {}.",
            link(scope, id),
            link(scope, other)
        )]);
        let other = ident(&scope.names.operations[other.0].error);
        return quote!(#about pub type #name = #other;);
    }
    let about = docs::outer([format!(
        "The documented errors of {}, by status code.",
        link(scope, id)
    )]);
    let allow = uneven(scope, operation.errors());
    let arms = operation.errors().map(|response| {
        let status = status_pattern(response.status);
        let variant = ident(&names.variants[&response.status]);
        let decode = decode(scope, &response.body);
        match response.body {
            ResponseBody::Empty => quote!(#status => #variant),
            _ => quote!(#status => #variant(#decode)),
        }
    });
    quote! {
        #about
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        #allow
        pub enum #name { #(#variants)* }

        runtime::error_body!(#name { #(#arms),* });
    }
}

/// What matches the codes of an answer, success aside.
pub(super) fn status_pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => Literal::u16_unsuffixed(code).into_token_stream(),
        Status::AnySuccess => quote!(200..=299),
        Status::OtherError => quote!(_),
    }
}

fn variant(scope: Scope<'_>, id: OperationId, response: &Response) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let name = ident(&scope.names.operations[id.0].variants[&response.status]);
    let codes = match response.status {
        Status::Code(code) => format!("{code} {}", response.status.phrase().unwrap_or_default()),
        Status::AnySuccess => "Any success".to_owned(),
        Status::OtherError => {
            "`default`: any other status code that is no success (2xx)".to_owned()
        }
    };
    let mut paragraphs = vec![docs::sentence(codes.trim())];
    paragraphs.extend(response.docs.iter().cloned());
    let about = docs::outer(paragraphs);
    match response.body {
        ResponseBody::Empty => quote!(#about #name,),
        _ => {
            let ty = body_type(scope, operation, &response.body);
            quote!(#about #name(#ty),)
        }
    }
}

/// The same from the module of another folder.
pub(super) fn link_from(scope: Scope<'_>, id: OperationId, at: GroupId) -> String {
    let group = scope.api.operations[id.0].group;
    if group == at {
        return link(scope, id);
    }
    let groups = &scope.names.groups;
    let up = "super::".repeat(groups[at.0].path.len());
    let down: String = groups[group.0]
        .path
        .iter()
        .map(|module| format!("{module}::"))
        .collect();
    let shown = link(scope, id);
    let target = shown.trim_start_matches("[`").trim_end_matches("`]");
    format!("{shown}({up}{down}{target})")
}

/// A rustdoc link to an operation's method.
pub(super) fn link(scope: Scope<'_>, id: OperationId) -> String {
    let operation = &scope.api.operations[id.0];
    let handle = &scope.names.groups[operation.group.0].handle;
    format!(
        "[`{handle}::{}`]",
        scope.names.operations[id.0].method.trim_start_matches("r#")
    )
}
