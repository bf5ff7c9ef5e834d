//! Example code for an operation: the call with the collection's values.
//!
//! The reference shows these lines, and the generated tests run the very same ones.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::Style;
use super::{Scope, ident};
use crate::infer::{BodyArgument, Call, Literal};
use crate::model::{Body, FormField, GroupId, OperationId, Param};

/// `let outcome = client.meetings().perform_batch_registration(…).await;`, with the examples of the collection.
pub fn call(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let call = Call::example(scope.types, &scope.api.operations[id.0]);
    let call = call_with(Style::short(scope), id, &call);
    quote!(let outcome = #call;)
}

/// The same without optional parameters: those of the collection are one author's filters, placeholders and pages.
pub(super) fn bare_call(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let mut call = Call::example(scope.types, operation);
    let params = operation.optional_params().zip(&mut call.params);
    for (_, values) in params.filter(|(param, _)| !param.required) {
        values.clear();
    }
    let call = call_with(Style::bare(scope), id, &call);
    quote!(let outcome = #call;)
}

/// `client.meetings().perform_batch_registration(…).await`, with these arguments.
pub(super) fn call_with(style: Style<'_>, id: OperationId, call: &Call) -> TokenStream {
    let scope = style.scope;
    let operation = &scope.api.operations[id.0];
    let folders = folders(scope, operation.group);
    let method = ident(&scope.names.operations[id.0].method);
    let arguments = arguments(style, id, call);
    let settings = call.settings.iter().map(|(id, value)| {
        let setting = with_setting(&scope.names.settings[id.0]);
        quote!(.#setting(#value))
    });
    quote!(client #(#settings)* #folders .#method(#(#arguments),*).await)
}

/// The method of a client that changes a setting for the calls made with the result.
pub(super) fn with_setting(setting: &str) -> syn::Ident {
    ident(&format!("with_{}", setting.trim_start_matches("r#")))
}

/// The way from a client to a folder: `.meetings().registrants()`.
pub(super) fn folders(scope: Scope<'_>, group: GroupId) -> TokenStream {
    let modules = scope.names.groups[group.0].path.iter();
    let modules = modules.map(|module| ident(module));
    quote!(#(.#modules())*)
}

fn arguments(style: Style<'_>, id: OperationId, call: &Call) -> Vec<TokenStream> {
    let scope = style.scope;
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let path = call.path.iter().map(|literal| argument(style, literal));
    let mut arguments: Vec<TokenStream> = path.collect();
    match &call.body {
        Some(BodyArgument::Json(literal)) => arguments.push(argument(style, literal)),
        Some(BodyArgument::Form { fields, files }) => {
            let form = form(style, id, fields, *files);
            arguments.push(quote!(&#form));
        }
        Some(BodyArgument::Text(text)) => arguments.push(quote!(#text)),
        Some(BodyArgument::File) => {
            let file = file(style);
            arguments.push(quote!(&#file));
        }
        None => {}
    }
    if operation.optional_params().next().is_some() {
        let path = style.item(operation.group, &names.params);
        let named = operation.optional_params().zip(&names.param_fields);
        let inputs = named
            .zip(&call.params)
            .map(|((param, name), values)| input(style, param, name, values));
        let params = inputs_struct(&path, inputs.collect());
        let required = operation.requires_params();
        let is_given = call.params.iter().any(|values| !values.is_empty());
        arguments.push(match (required, is_given || style.shows_empty) {
            (true, _) => quote!(&#params),
            (false, true) => quote!(Some(&#params)),
            (false, false) => quote!(None),
        });
    }
    arguments
}

/// The form of an operation with these values; `files` says whether an example of a file stands for each.
pub(super) fn form(
    style: Style<'_>,
    id: OperationId,
    values: &[Vec<Literal>],
    files: bool,
) -> TokenStream {
    let operation = &style.scope.api.operations[id.0];
    let names = &style.scope.names.operations[id.0];
    let fields = match operation.body_argument() {
        Some(Body::Form { fields, .. }) => fields.as_slice(),
        _ => &[],
    };
    let named = fields.iter().zip(&names.form_fields).zip(values);
    let inputs = named
        .filter_map(|((field, name), values)| input_of_field(style, field, name, values, files));
    inputs_struct(&style.item(operation.group, &names.body), inputs.collect())
}

/// An argument, passed the way the method takes it.
fn argument(style: Style<'_>, literal: &Literal) -> TokenStream {
    match literal {
        Literal::Str(text) => {
            let text = style.text(text);
            quote!(#text)
        }
        Literal::Bool(_) | Literal::Int(_) | Literal::Float(_) => style.value(literal),
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

fn input_of_field(
    style: Style<'_>,
    field: &FormField,
    name: &str,
    values: &[Literal],
    files: bool,
) -> Option<Given> {
    Some(match field {
        FormField::Constant { .. } => return None,
        FormField::Text { param, .. } => input(style, param, name, values),
        FormField::File { required, many, .. } => {
            let file = file(style);
            let value = match (many, required) {
                (true, _) => quote!(vec![#file]),
                (false, true) => file,
                (false, false) => quote!(Some(#file)),
            };
            Given {
                name: name.to_owned(),
                value: files.then_some(value),
                required: *required && !many,
            }
        }
    })
}

fn file(style: Style<'_>) -> TokenStream {
    let api = style.api();
    quote!(#api::File::bytes("example.txt", "example"))
}

fn input(style: Style<'_>, param: &Param, name: &str, values: &[Literal]) -> Given {
    let required = param.required && !param.repeated;
    let is_joined = style.scope.types.is_joined(param.slot);
    let value = values.first().map(|first| match (first, required) {
        (Literal::List(_), _) if param.brackets || is_joined => style.value(first),
        (Literal::Str(text), true) => {
            let text = style.text(text);
            quote!(#text)
        }
        (_, true) => style.value(first),
        _ if param.repeated => {
            let values = values.iter().map(|value| style.value(value));
            quote!(vec![#(#values),*])
        }
        _ => {
            let value = style.value(first);
            quote!(Some(#value))
        }
    });
    Given {
        name: name.to_owned(),
        value,
        required,
    }
}
