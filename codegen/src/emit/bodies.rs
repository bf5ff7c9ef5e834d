//! Saved bodies as values to edit from: `example()` of the body types of operations, in a module that is compiled for tests
//! and examples alone, so that the modules of the folders stay short.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::Style;
use super::{Layout, Scope, docs, snippet};
use crate::infer::{BodyArgument, Call, Literal, Position, Type, TypeKind, Types};
use crate::model::{Body, FormField, OperationId};
use crate::read::redact::REDACTED;

/// The module's name. No folder's module has it.
pub(super) const MODULE: &str = "example_bodies";

/// The module with the examples of an API, if there are any. In a crate whose cargo features are not ours nothing could
/// leave it out.
pub(super) fn module(scope: Scope<'_>) -> Option<TokenStream> {
    let about = docs::inner(["Bodies as the collection shows them, to edit from."]);
    let examples: Vec<TokenStream> = shown(scope).map(|id| example(scope, id)).collect();
    (!examples.is_empty()).then(|| quote!(#about #(#examples)*))
}

/// Whether an API has such a module.
pub(super) fn is_needed(scope: Scope<'_>) -> bool {
    shown(scope).next().is_some()
}

/// The operations whose body has a struct of its own, of which an example is known.
fn shown(scope: Scope<'_>) -> impl Iterator<Item = OperationId> {
    let ids = (0..scope.api.operations.len()).map(OperationId);
    ids.filter(move |id| scope.layout != Layout::Foreign && is_shown(scope, *id))
}

fn is_shown(scope: Scope<'_>, id: OperationId) -> bool {
    match scope.api.operations[id.0].body_argument() {
        Some(Body::Json { slot, .. }) => {
            let Type::Def(def) = scope.types.slot(*slot) else {
                return false;
            };
            let origin = &scope.types.def(*def).origin;
            let is_own = origin.operation == id && origin.position == Position::Body;
            is_own && matches!(scope.types.example(*slot), Some(Literal::Struct(..)))
        }
        Some(Body::Form { fields, .. }) => fields.iter().any(|field| match field {
            FormField::Text { param, .. } => {
                !param.secret && scope.types.example(param.slot).is_some()
            }
            FormField::Constant { .. } | FormField::File { .. } => false,
        }),
        Some(Body::Text { .. } | Body::File) | None => false,
    }
}

fn example(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let style = Style::below_api(scope);
    let path = style.item(operation.group, &names.body);
    let body = Call::example(scope.types, operation).body;
    let value = match (body, operation.body_argument()) {
        (Some(BodyArgument::Json(literal)), _) => {
            style.value(&without_secrets(scope.types, literal))
        }
        (Some(BodyArgument::Form { mut fields, .. }), Some(Body::Form { fields: all, .. })) => {
            for (values, field) in fields.iter_mut().zip(all) {
                if is_secret(field) {
                    values.clear();
                }
            }
            snippet::form(style, id, &fields, true)
        }
        _ => TokenStream::new(),
    };
    let method = docs::code(names.method.trim_start_matches("r#"));
    let about = docs::outer([format!(
        "What the collection sends with {method}, without secrets."
    )]);
    quote! {
        impl #path {
            #about
            pub fn example() -> Self { #value }
        }
    }
}

/// Whether a field holds a secret that can be left out.
fn is_secret(field: &FormField) -> bool {
    match field {
        FormField::Text { param, .. } => param.secret && !param.required,
        FormField::Constant { .. } | FormField::File { .. } => false,
    }
}

/// The literal without the members that hold secrets: each member of a request can be left out.
fn without_secrets(types: &Types, literal: Literal) -> Literal {
    match literal {
        Literal::Struct(id, values) => {
            let TypeKind::Struct(fields) = &types.def(id).kind else {
                return Literal::Struct(id, values);
            };
            let values = values.into_iter().zip(fields).map(|(value, field)| {
                let is_left_out = field.secret && matches!(field.ty, Type::Option(_));
                match is_left_out {
                    true => Literal::None,
                    false => without_secrets(types, value),
                }
            });
            Literal::Struct(id, values.collect())
        }
        Literal::List(items) => Literal::List(
            items
                .into_iter()
                .map(|item| without_secrets(types, item))
                .collect(),
        ),
        Literal::Some(inner) if *inner == Literal::Str(REDACTED.to_owned()) => Literal::None,
        Literal::Some(inner) => Literal::Some(Box::new(without_secrets(types, *inner))),
        other => other,
    }
}
