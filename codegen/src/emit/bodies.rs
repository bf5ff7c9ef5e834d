//! Saved bodies as values to edit from: `example()` of the body types of operations, in a module that is compiled for tests
//! and examples alone, so that the modules of the folders stay short. JSON is read from a file beside the module; forms are values,
//! for nothing reads them.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};
use syn::Ident;

use super::literal::Style;
use super::{Layout, Scope, docs, ident, imports, presets, snippet};
use crate::infer::{BodyArgument, Call, Literal, Position, Type, TypeId, TypeKind, Types};
use crate::literal_json;
use crate::model::{Body, FormField, OperationId};
use crate::read::redact::REDACTED;

/// The module's name. No folder's module has it.
pub(super) const MODULE: &str = "example_bodies";

/// The name of the file with the bodies that are JSON.
pub const FILE: &str = "example_bodies.jsonc";

/// The module with the examples of an API, if there are any. In a crate whose cargo features are not ours nothing could
/// leave it out.
pub(super) fn module(scope: Scope<'_>) -> Option<TokenStream> {
    let about = docs::inner(["Bodies as the collection shows them, to edit from."]);
    let examples = shown(scope).map(|id| match scope.api.operations[id.0].body_argument() {
        Some(Body::Text { saved, .. }) => text(scope, id, saved),
        _ => example(scope, id),
    });
    let examples: Vec<TokenStream> = examples.collect();
    let runtime = imports::runtime(scope.layout, 1);
    let reads = shown(scope).any(|id| json(scope, id).is_some());
    let bodies = reads.then(|| {
        quote! {
            use #runtime::saved;

            const BODIES: &str = include_str!(#FILE);
        }
    });
    (!examples.is_empty()).then(|| quote!(#about #bodies #(#examples)*))
}

/// The bodies that are JSON, by their operations, if there are any.
pub fn file(scope: Scope<'_>) -> Option<String> {
    let bodies = shown(scope).filter_map(|id| {
        let body = literal_json::json(scope.types, &json(scope, id)?);
        Some((key(scope, id), body))
    });
    let bodies: Map<String, Value> = bodies.collect();
    (!bodies.is_empty()).then(|| format!("{:#}\n", Value::Object(bodies)))
}

/// The body of an operation that sends JSON, without secrets.
fn json(scope: Scope<'_>, id: OperationId) -> Option<Literal> {
    match Call::example(scope.types, &scope.api.operations[id.0]).body? {
        BodyArgument::Json(literal) => Some(without_secrets(scope.types, literal)),
        _ => None,
    }
}

/// What an operation is called in the file: `meetings::perform_batch_registration`.
fn key(scope: Scope<'_>, id: OperationId) -> String {
    let group = &scope.names.groups[scope.api.operations[id.0].group.0];
    let method = &scope.names.operations[id.0].method;
    let path = group.path.iter().chain([method]);
    let words: Vec<&str> = path.map(|word| word.trim_start_matches("r#")).collect();
    words.join("::")
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
    let (path, function) = place(style, id);
    let body = Call::example(scope.types, operation).body;
    let value = match (body, operation.body_argument()) {
        (Some(BodyArgument::Json(_)), _) => {
            let key = key(scope, id);
            quote!(saved::example(BODIES, #key))
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

/// Calls of all functions that read the file, as tests write them.
pub(super) fn calls(style: Style<'_>) -> Vec<TokenStream> {
    let read = shown(style.scope).filter(|id| json(style.scope, *id).is_some());
    let calls = read.map(|id| {
        let (path, function) = place(style, id);
        quote!(let _ = #path::#function();)
    });
    calls.collect()
}

/// The type that has the body of an operation as an example, and the function that gives it.
fn place(style: Style<'_>, id: OperationId) -> (TokenStream, Ident) {
    let scope = style.scope;
    let shared = shared_body(scope, id);
    let path = match shared {
        Some(def) => style.path(def),
        None => {
            let group = scope.api.operations[id.0].group;
            style.item(group, &scope.names.operations[id.0].body)
        }
    };
    let function = match shared.is_some_and(|def| is_shared(scope, def)) {
        true => shared_name(scope, id),
        false => "example".to_owned(),
    };
    (path, ident(&function))
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

/// The literal without what holds secrets: members of a request can be left out, as can entries of maps and items of lists.
fn without_secrets(types: &Types, literal: Literal) -> Literal {
    let whole = literal.clone();
    cleaned(types, literal).unwrap_or(whole)
}

/// The same; nothing if all of it is a secret.
fn cleaned(types: &Types, literal: Literal) -> Option<Literal> {
    let clean = |literal: Box<Literal>| cleaned(types, *literal).map(Box::new);
    Some(match literal {
        Literal::Str(text) if text == REDACTED => return None,
        Literal::Enum(_, text) if text == REDACTED => return None,
        Literal::Json(text) => match serde_json::from_str(&text) {
            Ok(value) => Literal::Json(cleaned_json(value)?.to_string()),
            Err(_) => Literal::Json(text),
        },
        Literal::Struct(id, values) => {
            let TypeKind::Struct(fields) = &types.def(id).kind else {
                return Some(Literal::Struct(id, values));
            };
            let values = values.into_iter().zip(fields).map(|(value, field)| {
                let is_optional = matches!(field.ty, Type::Option(_));
                match is_optional {
                    true if field.secret => Literal::None,
                    true => cleaned(types, value).unwrap_or(Literal::None),
                    false => without_secrets(types, value),
                }
            });
            Literal::Struct(id, values.collect())
        }
        Literal::List(items) => {
            let items = items.into_iter();
            Literal::List(items.filter_map(|item| cleaned(types, item)).collect())
        }
        Literal::Map(members) => {
            let members = members.into_iter();
            let clean = members.filter_map(|(key, value)| Some((key, cleaned(types, value)?)));
            Literal::Map(clean.collect())
        }
        Literal::Some(inner) => Literal::Some(clean(inner)?),
        Literal::Union(id, index, inner) => Literal::Union(id, index, clean(inner)?),
        Literal::Boxed(inner) => Literal::Boxed(clean(inner)?),
        Literal::JsonText(inner) => Literal::JsonText(clean(inner)?),
        other => other,
    })
}

fn cleaned_json(value: Value) -> Option<Value> {
    Some(match value {
        Value::String(text) if text == REDACTED => return None,
        Value::Array(items) => items.into_iter().filter_map(cleaned_json).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            let clean = members.filter_map(|(key, value)| Some((key, cleaned_json(value)?)));
            Value::Object(clean.collect())
        }
        other => other,
    })
}
