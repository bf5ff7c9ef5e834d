//! The method of a request: builds a `Request` and returns the `Call`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::request::{new_request, steps};
use super::{Scope, bodies, docs, ident, presets};
use crate::infer::Type;
use crate::model::{Body, Operation, OperationAuth, OperationId, Response, ResponseBody, Success};
use crate::name::OperationNames;

/// The method.
pub(super) fn method(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let name = ident(&names.method);
    let about = about(scope, id);
    let arguments = arguments(scope, operation, names);
    let (answer, error) = returns(scope, id);
    let error = error.map(|error| quote!(, #error));
    let request = new_request(scope, operation, names);
    let call = call(operation, names);
    let steps = steps(scope, id);
    let body = if steps.is_empty() {
        quote!(#request #call)
    } else {
        quote! { let mut request = #request; #steps request #call }
    };
    quote! {
        #about
        pub fn #name(&self #(, #arguments)*) -> Call<#answer #error> { #body }
    }
}

fn about(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let title = docs::sentence(&docs::title(&operation.name));
    let line = docs::code(&format!(
        "{} {}",
        operation.method,
        operation.path_template(scope.api)
    ));
    let arguments: Vec<String> = operation
        .path_params
        .iter()
        .zip(&names.path_args)
        .filter(|(param, _)| !param.docs.is_empty())
        .map(|(param, arg)| {
            format!(
                "* `{}`: {}",
                arg.trim_start_matches("r#"),
                indent(&docs::sentence(&param.docs))
            )
        })
        .collect();
    let heading = if arguments.is_empty() {
        ""
    } else {
        "# Arguments"
    };
    let credential = match &operation.auth {
        OperationAuth::Credentials(ids) => {
            let methods = ids
                .iter()
                .map(|id| docs::code(&scope.names.credentials[id.0].method));
            format!("Credential: {}.", methods.collect::<Vec<_>>().join(", "))
        }
        OperationAuth::None | OperationAuth::Unstated => String::new(),
    };
    let scripted = operation.scripted.map(|what| {
        format!("A script of the collection {what} before this request; the client does not.")
    });
    docs::outer([
        &title,
        &line,
        &operation.docs,
        &credential,
        &presets::about(scope, id),
        &bodies::about_text(scope, id),
        &scripted.unwrap_or_default(),
        heading,
        &arguments.join("\n"),
    ])
}

/// Continues a list item: later lines belong to it.
fn indent(text: &str) -> String {
    text.replace('\n', "\n  ")
}

/// Path arguments, then the body, then query and header parameters.
pub(super) fn arguments(
    scope: Scope<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<TokenStream> {
    let mut arguments: Vec<TokenStream> = Vec::new();
    for (param, name) in operation.path_params.iter().zip(&names.path_args) {
        let name = ident(name);
        let ty = argument_type(scope, operation, scope.types.slot(param.slot));
        arguments.push(quote!(#name: #ty));
    }
    let body_name = ident(&names.body_or_default());
    match operation.body_argument() {
        Some(Body::Json { slot, .. }) => {
            let ty = argument_type(scope, operation, scope.types.slot(*slot));
            arguments.push(quote!(body: #ty));
        }
        Some(Body::Form { .. }) => arguments.push(quote!(body: &#body_name)),
        Some(Body::Text { .. }) => arguments.push(quote!(body: impl Into<String>)),
        Some(Body::File) => arguments.push(quote!(body: &File)),
        None => {}
    }
    if operation.optional_params().next().is_some() {
        let params = ident(&names.params);
        let required = operation.requires_params();
        arguments.push(if required {
            quote!(params: &#params)
        } else {
            quote!(params: Option<&#params>)
        });
    }
    arguments
}

/// How a type is passed in: small ones by value, others by reference.
fn argument_type(scope: Scope<'_>, operation: &Operation, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool | Type::I64 | Type::U64 | Type::F64 | Type::Number => {
            scope.ty(ty, operation.group)
        }
        Type::String => quote!(&str),
        Type::List(item) => {
            let item = scope.ty(item, operation.group);
            quote!(&[#item])
        }
        other => {
            let ty = scope.ty(other, operation.group);
            quote!(&#ty)
        }
    }
}

/// The type of a success, and that of the documented errors if there are any.
pub(super) fn returns(scope: Scope<'_>, id: OperationId) -> (TokenStream, Option<Ident>) {
    let operation = &scope.api.operations[id.0];
    let has_errors = operation.errors().next().is_some();
    let error = has_errors.then(|| ident(&scope.names.operations[id.0].error));
    (answer_type(scope, id), error)
}

/// Whether the answers of success differ, so that they need an enum.
pub(super) fn answer_is_enum(operation: &Operation) -> bool {
    operation.success() == Success::Several
}

fn answer_type(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    match operation.success() {
        Success::Any => quote!(AnyBody),
        Success::One(body) => body_type(scope, operation, body),
        Success::Several => {
            let name = ident(&scope.names.operations[id.0].response);
            quote!(#name)
        }
    }
}

/// The type that an answer's body decodes to.
pub(super) fn body_type(
    scope: Scope<'_>,
    operation: &Operation,
    body: &ResponseBody,
) -> TokenStream {
    match body {
        ResponseBody::Empty => quote!(()),
        ResponseBody::Any => quote!(AnyBody),
        ResponseBody::Text => quote!(String),
        ResponseBody::Bytes => quote!(bytes::Bytes),
        ResponseBody::Json(slot) => scope.ty(scope.types.slot(*slot), operation.group),
    }
}

/// `.call(|answer| match answer.code() { … })`
fn call(operation: &Operation, names: &OperationNames) -> TokenStream {
    let successes: Vec<&Response> = operation.successes().collect();
    let is_enum = answer_is_enum(operation);
    let arms = successes.iter().map(|answer| {
        let status = proc_macro2::Literal::u16_unsuffixed(answer.status);
        let decode = decode(&answer.body);
        if !is_enum {
            return quote!(#status => answer.#decode(),);
        }
        let (response, variant) = (
            ident(&names.response),
            ident(&names.variants[&answer.status]),
        );
        match answer.body {
            ResponseBody::Empty => {
                quote!(#status => answer.#decode().map(|()| #response::#variant),)
            }
            _ => quote!(#status => answer.#decode().map(#response::#variant),),
        }
    });
    let arms = if operation.success() == Success::Any {
        quote!(200..=299 => answer.any(),)
    } else {
        quote!(#(#arms)*)
    };
    let call = if operation.errors().next().is_some() {
        quote!(call)
    } else {
        quote!(call_any)
    };
    quote! {
        .#call(|answer| match answer.code() {
            #arms
            _ => answer.undocumented(),
        })
    }
}

/// The decoder of a body.
pub(super) fn decode(body: &ResponseBody) -> TokenStream {
    match body {
        ResponseBody::Empty => quote!(empty),
        ResponseBody::Any => quote!(any),
        ResponseBody::Text => quote!(text),
        ResponseBody::Bytes => quote!(bytes),
        ResponseBody::Json(_) => quote!(json),
    }
}
