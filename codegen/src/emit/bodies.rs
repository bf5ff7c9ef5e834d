//! Saved bodies as values to edit from: `example()` of the body types of operations, in a module that is compiled for tests
//! and examples alone, so that the modules of the folders stay short.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::Style;
use super::{Layout, Scope, docs, ident, presets, snippet};
use crate::infer::{BodyArgument, Call, Literal, Position, Type, TypeId, TypeKind, Types};
use crate::model::{Body, FormField, OperationId};
use crate::read::redact::REDACTED;

/// The module's name. No folder's module has it.
pub(super) const MODULE: &str = "example_bodies";

/// The module with the examples of an API, if there are any. In a crate whose cargo features are not ours nothing could
/// leave it out.
pub(super) fn module(scope: Scope<'_>) -> Option<TokenStream> {
    let about = docs::inner(["Bodies as the collection shows them, to edit from."]);
    let examples = shown(scope).map(|id| match scope.api.operations[id.0].body_argument() {
        Some(Body::Text { saved, .. }) => text(scope, id, saved),
        _ => example(scope, id),
    });
    let examples: Vec<TokenStream> = examples.collect();
    (!examples.is_empty()).then(|| quote!(#about #(#examples)*))
}

/// Whether an API has such a module.
pub(super) fn is_needed(scope: Scope<'_>) -> bool {
    shown(scope).next().is_some()
}

/// The text of a body, as a constant of what has the method.
fn text(scope: Scope<'_>, id: OperationId, saved: &str) -> TokenStream {
    let names = &scope.names.operations[id.0];
    let group = scope.api.operations[id.0].group;
    let (holder, name) = (
        ident(&scope.names.groups[group.0].handle),
        ident(&names.saved_text),
    );
    let folders = scope.names.groups[group.0]
        .path
        .iter()
        .map(|name| ident(name));
    let lifetime = (group.0 != 0).then(|| quote!(<'_>));
    let method = docs::code(names.method.trim_start_matches("r#"));
    let about = docs::outer([format!(
        "What the collection sends with {method}, with its variables and without secrets."
    )]);
    let saved = presets::text(saved);
    quote! {
        impl super::#(#folders::)*#holder #lifetime {
            #about
            pub const #name: &'static str = #saved;
        }
    }
}

/// What the docs of a method say of a body that is text: how it begins.
pub(super) fn about_text(scope: Scope<'_>, id: OperationId) -> String {
    const MOST_LINES: usize = 20;
    const LONGEST_LINE: usize = 160;
    let Some(Body::Text { saved, .. }) = scope.api.operations[id.0].body_argument() else {
        return String::new();
    };
    if saved.trim().is_empty() {
        return String::new();
    }
    let mut lines = saved.trim_end().lines().map(|line| {
        let shown = line.chars().filter(|c| !c.is_control() || *c == '\t');
        let mut shown: String = shown.take(LONGEST_LINE).collect();
        if shown.len() < line.trim_end().len() {
            shown.push('…');
        }
        shown
    });
    let mut shown: Vec<String> = lines.by_ref().take(MOST_LINES).collect();
    if lines.next().is_some() {
        shown.push("…".to_owned());
    }
    let shown = shown.join("\n");
    let mut fence = "```".to_owned();
    while shown.contains(&fence) {
        fence.push('`');
    }
    format!("The collection sends:\n\n{fence}text\n{shown}\n{fence}")
}

/// The operations whose body is text, or has a struct of its own of which an example is known.
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
            let is_struct = matches!(scope.types.def(*def).kind, TypeKind::Struct(_));
            is_struct && matches!(scope.types.example(*slot), Some(Literal::Struct(..)))
        }
        Some(Body::Form { fields, .. }) => fields.iter().any(|field| match field {
            FormField::Text { param, .. } => {
                !param.secret && scope.types.example(param.slot).is_some()
            }
            FormField::Constant { .. } | FormField::File { .. } => false,
        }),
        Some(Body::Text { saved, .. }) => !saved.trim().is_empty(),
        Some(Body::File) | None => false,
    }
}

fn example(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let style = Style::below_api(scope);
    let shared = shared_body(scope, id);
    let path = match shared {
        Some(def) => style.path(def),
        None => style.item(operation.group, &names.body),
    };
    let function = ident(&match shared.is_some_and(|def| is_shared(scope, def)) {
        true => shared_name(scope, id),
        false => "example".to_owned(),
    });
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
            pub fn #function() -> Self { #value }
        }
    }
}

/// The type of a JSON body.
fn shared_body(scope: Scope<'_>, id: OperationId) -> Option<TypeId> {
    match scope.api.operations[id.0].body_argument()? {
        Body::Json { slot, .. } => match scope.types.slot(*slot) {
            Type::Def(def) => Some(*def),
            _ => None,
        },
        Body::Form { .. } | Body::Text { .. } | Body::File => None,
    }
}

/// Whether a type is the body of several operations, each with an example of its own.
fn is_shared(scope: Scope<'_>, id: TypeId) -> bool {
    let def = scope.types.def(id);
    let others = def
        .also
        .iter()
        .filter(|other| other.path.is_empty() && !other.in_list);
    others
        .filter(|other| other.position == Position::Body)
        .any(|other| other.operation != def.origin.operation)
}

/// What the example of one of several operations is called: after the operation, behind its folders.
fn shared_name(scope: Scope<'_>, id: OperationId) -> String {
    let operation = &scope.api.operations[id.0];
    let folders = scope.names.groups[operation.group.0].path.iter();
    let method = &scope.names.operations[id.0].method;
    let words = folders
        .chain([method])
        .map(|word| word.trim_start_matches("r#").to_owned());
    format!("example_of_{}", words.collect::<Vec<_>>().join("_"))
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
