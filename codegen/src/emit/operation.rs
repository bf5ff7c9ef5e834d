//! The method of a request: builds a `Request` and returns the `Call`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::errors::status_pattern;
use super::request::{carried, new_request, steps};
use super::{Scope, bodies, docs, ident, members, presets};
use crate::infer::Type;
use crate::model::{
    Body, CredentialId, Operation, OperationAuth, OperationId, ResponseBody, Status, Success,
};
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
    let call = call(scope, operation, names);
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
    let title = headline(
        &docs::title(&operation.name),
        &docs::code(&format!(
            "{} {}",
            operation.method,
            operation.path_template(scope.api)
        )),
    );
    let arguments: Vec<String> = operation
        .path_params
        .iter()
        .zip(&names.path_args)
        .filter_map(|(param, arg)| {
            let docs = [docs::sentence(&param.docs), docs::joined(scope, param)];
            let docs = docs.into_iter().filter(|text| !text.is_empty());
            let docs = docs.collect::<Vec<_>>().join(" ");
            let arg = arg.trim_start_matches("r#");
            (!docs.is_empty()).then(|| format!("* `{arg}`: {}", indent(&docs)))
        })
        .collect();
    let heading = if arguments.is_empty() {
        ""
    } else {
        "# Arguments"
    };
    let usual = carried(scope, &scope.api.usual.auth);
    let credential = match &operation.auth {
        auth if carried(scope, auth) == usual => String::new(),
        OperationAuth::Credentials(ids) => format!("Credential: {}.", credentials(scope, ids)),
        OperationAuth::None => "Credential: none.".to_owned(),
        OperationAuth::Unstated => "Credential: `bearer_token`, if the client has it.".to_owned(),
    };
    let scripted = operation.scripted.map(|what| {
        format!("A script of the collection {what} before this request; the client does not.")
    });
    docs::outer([
        &title,
        &operation.docs,
        &credential,
        &presets::about(scope, id),
        &bodies::about_text(scope, id),
        &scripted.unwrap_or_default(),
        heading,
        &arguments.join("\n"),
    ])
}

/// Title, method and path: on one line if they fit.
fn headline(title: &str, line: &str) -> String {
    /// Less the indentation and the slashes.
    const WIDTH: usize = 92;
    let plain = title.strip_suffix('.').unwrap_or(title);
    let is_open = plain.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    match is_open && plain.chars().count() + line.chars().count() + 3 <= WIDTH {
        true => format!("{plain}: {line}."),
        false => format!("{}\n{line}", docs::sentence(title)),
    }
}

/// The builder's methods for credentials.
pub(super) fn credentials(scope: Scope<'_>, ids: &[CredentialId]) -> String {
    let names = ids.iter().map(|id| &scope.names.credentials[id.0]);
    let methods: Vec<String> = names.map(|names| docs::code(&names.method)).collect();
    methods.join(", ")
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

/// `.call_json(&[200])`; where the type of a success depends on its code, `.call(|answer| match answer.code() { … })`.
fn call(scope: Scope<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let codes = operation
        .successes()
        .map(|answer| status_pattern(answer.status));
    let is_any_success = operation
        .successes()
        .any(|answer| answer.status == Status::AnySuccess);
    match operation.success() {
        Success::Any | Success::One(ResponseBody::Any) => return quote!(.call_success()),
        Success::One(body) if is_any_success => {
            let decode = decode(scope, body);
            return quote! {
                .call(|answer| match answer.code() {
                    #(#codes => answer.#decode(),)*
                    _ => answer.undocumented(),
                })
            };
        }
        Success::One(body) => {
            let call = format_ident!("call_{}", decode(scope, body).to_string());
            return quote!(.#call(&[#(#codes),*]));
        }
        Success::Several => {}
    }
    let arms = operation.successes().map(|answer| {
        let (status, decode) = (status_pattern(answer.status), decode(scope, &answer.body));
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
    quote! {
        .call(|answer| match answer.code() {
            #(#arms)*
            _ => answer.undocumented(),
        })
    }
}

/// The decoder of a body.
pub(super) fn decode(scope: Scope<'_>, body: &ResponseBody) -> TokenStream {
    match body {
        ResponseBody::Empty => quote!(empty),
        ResponseBody::Any => quote!(any),
        ResponseBody::Text => quote!(text),
        ResponseBody::Bytes => quote!(bytes),
        ResponseBody::Json(slot) if members::is_list_or_map(scope.types.slot(*slot)) => {
            quote!(json_or_empty)
        }
        ResponseBody::Json(_) => quote!(json),
    }
}
