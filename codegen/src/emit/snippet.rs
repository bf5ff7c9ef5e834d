//! Example code for an operation: the call with the collection's values.
//!
//! The reference shows these lines, and the generated tests run the very same ones.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{Style, cut};
use super::{Scope, ident};
use crate::infer::{Literal, example};
use crate::model::{Body, FormField, GroupId, OperationId, Param};

/// `let outcome = client.meetings().perform_batch_registration(…).await;`
pub fn call(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let folders = folders(scope, operation.group);
    let method = ident(&scope.names.operations[id.0].method);
    let arguments = arguments(scope, id);
    quote!(let outcome = client #folders .#method(#(#arguments),*).await;)
}

/// The way from a client to a folder: `.meetings().registrants()`.
pub(super) fn folders(scope: Scope<'_>, group: GroupId) -> TokenStream {
    let modules = scope.names.groups[group.0].path.iter();
    let modules = modules.map(|module| ident(module));
    quote!(#(.#modules())*)
}

fn arguments(scope: Scope<'_>, id: OperationId) -> Vec<TokenStream> {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let style = Style { scope };
    let mut arguments: Vec<TokenStream> = operation
        .path_params
        .iter()
        .map(|param| argument(style, param.slot))
        .collect();
    match operation.body_argument() {
        Some(Body::Json { slot, .. }) => arguments.push(argument(style, *slot)),
        Some(Body::Form { fields, .. }) => {
            let path = style.item(operation.group, &names.body);
            let inputs = fields
                .iter()
                .zip(&names.form_fields)
                .filter_map(|(field, name)| input_of_field(style, field, name));
            let form = inputs_struct(&path, inputs.collect());
            arguments.push(quote!(&#form));
        }
        Some(Body::Text { .. }) => arguments.push(quote!("text")),
        Some(Body::File) => {
            let file = file(style);
            arguments.push(quote!(&#file));
        }
        None => {}
    }
    if operation.optional_params().next().is_some() {
        let path = style.item(operation.group, &names.params);
        let inputs = operation
            .optional_params()
            .zip(&names.param_fields)
            .map(|(param, name)| input(style, param, name));
        let params = inputs_struct(&path, inputs.collect());
        let required = operation.requires_params();
        arguments.push(if required {
            quote!(&#params)
        } else {
            quote!(Some(&#params))
        });
    }
    arguments
}

/// An argument, passed the way the method takes it.
fn argument(style: Style<'_>, slot: crate::model::SlotId) -> TokenStream {
    let types = style.scope.types;
    let literal = types
        .example(slot)
        .cloned()
        .unwrap_or_else(|| example::filler(types, types.slot(slot)));
    match &literal {
        Literal::Str(text) => {
            let text = cut(text);
            quote!(#text)
        }
        Literal::Bool(_) | Literal::Int(_) | Literal::Float(_) => style.value(&literal),
        Literal::List(items) => {
            let items = items.iter().map(|item| style.value(item));
            quote!(&[#(#items),*])
        }
        other => {
            let value = style.value(other);
            quote!(&#value)
        }
    }
}

/// A field of an input struct: its name and value, or nothing if it is left out.
struct Given {
    name: String,
    value: Option<TokenStream>,
    required: bool,
}

fn inputs_struct(path: &TokenStream, inputs: Vec<Given>) -> TokenStream {
    let required: Vec<_> = inputs
        .iter()
        .filter(|given| given.required)
        .filter_map(|given| given.value.as_ref())
        .collect();
    let given: Vec<_> = inputs
        .iter()
        .filter(|given| !given.required)
        .filter_map(|given| {
            let (name, value) = (ident(&given.name), given.value.as_ref()?);
            Some(quote!(#name: #value))
        })
        .collect();
    let all = given.len() + required.len() == inputs.len();
    match (required.is_empty(), given.is_empty()) {
        (false, true) => quote!(#path::new(#(#required),*)),
        (false, false) => quote!(#path { #(#given,)* ..#path::new(#(#required),*) }),
        (true, true) => quote!(#path::default()),
        (true, false) => {
            let rest = (!all).then(|| quote!(..Default::default()));
            quote!(#path { #(#given,)* #rest })
        }
    }
}

fn input_of_field(style: Style<'_>, field: &FormField, name: &str) -> Option<Given> {
    Some(match field {
        FormField::Constant { .. } => return None,
        FormField::Text { param, .. } => input(style, param, name),
        FormField::File { required, many, .. } => {
            let file = file(style);
            let value = match (many, required) {
                (true, _) => quote!(vec![#file]),
                (false, true) => file,
                (false, false) => quote!(Some(#file)),
            };
            Given {
                name: name.to_owned(),
                value: Some(value),
                required: *required && !many,
            }
        }
    })
}

fn file(style: Style<'_>) -> TokenStream {
    let api = style.scope.api_alias();
    quote!(#api::File::bytes("example.txt", "example"))
}

fn input(style: Style<'_>, param: &Param, name: &str) -> Given {
    let types = style.scope.types;
    let required = param.required && !param.repeated;
    let known = types.example(param.slot).cloned();
    let literal = if required {
        known.or_else(|| Some(example::filler(types, types.slot(param.slot))))
    } else {
        known
    };
    let value = literal.map(|literal| match (&literal, required, param.repeated) {
        (Literal::List(_), _, _) if param.brackets => style.value(&literal),
        (Literal::Str(text), true, _) => {
            let text = cut(text);
            quote!(#text)
        }
        (_, true, _) => style.value(&literal),
        (_, _, true) => {
            let value = style.value(&literal);
            quote!(vec![#value])
        }
        _ => {
            let value = style.value(&literal);
            quote!(Some(#value))
        }
    });
    Given {
        name: name.to_owned(),
        value,
        required,
    }
}
