//! The arguments of a typed method, each read from the item of its request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::{Scope, ident};
use crate::infer::{Type, TypeId};
use crate::model::{
    Body, ConstantTarget, ConstantValue, FormField, GroupId, Operation, OperationId, Param,
};
use crate::name::OperationNames;

/// What a method is called with: the statements that read the values, and the arguments.
pub(super) fn of(scope: Scope<'_>, id: OperationId) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let mut lets = Vec::new();
    let mut arguments = Vec::new();
    for (index, param) in operation.path_params.iter().enumerate() {
        let (argument, value) = path_argument(scope, param, index);
        lets.push(value);
        arguments.push(argument);
    }
    let unnamed = &operation.unnamed_headers;
    lets.extend(
        unnamed
            .iter()
            .map(|name| quote!(item.without_header(#name)?;)),
    );
    body(scope, operation, names, &mut lets, &mut arguments);
    params(scope, operation, names, &mut lets, &mut arguments);
    (lets, arguments)
}

fn path_argument(scope: Scope<'_>, param: &Param, index: usize) -> (TokenStream, TokenStream) {
    let name = format_ident!("path_{index}");
    let ty = scope.types.slot(param.slot);
    let (owned, wire) = (owned(scope, ty), &param.wire);
    let is_joined = scope.types.is_joined(param.slot);
    let value = match (param.variable, is_joined) {
        (true, false) => quote!(item.path_of_variable(#wire)?),
        (false, false) => quote!(item.path_variable(#wire)?),
        (true, true) => quote!(item.path_list_of_variable(#wire)?),
        (false, true) => quote!(item.path_list(#wire)?),
    };
    (
        by_value_or_reference(ty, &name),
        quote!(let #name: #owned = #value;),
    )
}

/// How a method takes a value: small ones as they are, others by reference.
fn by_value_or_reference(ty: &Type, name: &syn::Ident) -> TokenStream {
    match ty {
        Type::Bool | Type::I64 | Type::U64 | Type::F64 | Type::Number => quote!(#name),
        _ => quote!(&#name),
    }
}

fn body(
    scope: Scope<'_>,
    operation: &Operation,
    names: &OperationNames,
    lets: &mut Vec<TokenStream>,
    arguments: &mut Vec<TokenStream>,
) {
    let (value, argument) = match operation.body_argument() {
        None => return,
        Some(Body::Json { slot, .. }) => {
            let ty = scope.types.slot(*slot);
            let owned = owned(scope, ty);
            (
                quote!(let body: #owned = item.json()?;),
                by_value_or_reference(ty, &format_ident!("body")),
            )
        }
        Some(Body::Text { .. }) => (quote!(let body = item.text()?;), quote!(body)),
        Some(Body::File) => (quote!(let body = file(item.file(), None);), quote!(&body)),
        Some(Body::Form { fields, .. }) => {
            let path = item_path(scope, operation.group, &names.body);
            let has_text = operation.form_params().next().is_some();
            let form = has_text.then(|| quote!(let form = item.form();));
            let fields = fields.iter().zip(&names.form_fields);
            let fields = fields.filter_map(|(field, name)| form_field(scope, field, name));
            (
                quote!(#form let body = #path { #(#fields,)* };),
                quote!(&body),
            )
        }
    };
    lets.push(value);
    arguments.push(argument);
}

fn form_field(scope: Scope<'_>, field: &FormField, name: &str) -> Option<TokenStream> {
    let name = ident(name);
    let value = match field {
        FormField::Constant { .. } => return None,
        FormField::Text { param, .. } => value(scope, &quote!(form), param, !param.repeated),
        FormField::File {
            wire,
            required,
            many,
            content_type,
            ..
        } => {
            let made = match content_type {
                Some(_) => quote!(|upload| file(upload.source, upload.name)),
                None => quote!(upload),
            };
            match (many, required) {
                (true, _) => quote!(item.files(#wire).into_iter().map(#made).collect()),
                (false, false) => quote!(item.files(#wire).into_iter().next().map(#made)),
                (false, true) => quote! {
                    item.files(#wire).into_iter().next().map(#made).ok_or_else(|| {
                        Inexpressible::new(#wire, "not sent, but the method requires it")
                    })?
                },
            }
        }
    };
    Some(quote!(#name: #value))
}

fn params(
    scope: Scope<'_>,
    operation: &Operation,
    names: &OperationNames,
    lets: &mut Vec<TokenStream>,
    arguments: &mut Vec<TokenStream>,
) {
    if names.param_fields.is_empty() {
        return;
    }
    let path = item_path(scope, operation.group, &names.params);
    let queries = operation.query.len();
    let fields = operation
        .optional_params()
        .zip(&names.param_fields)
        .enumerate();
    let fields = fields.map(|(index, (param, name))| {
        let in_query = index < queries;
        let part = if in_query {
            quote!(query)
        } else {
            quote!(headers)
        };
        let value = value(scope, &part, param, in_query);
        let name = ident(name);
        quote!(#name: #value)
    });
    let query = (queries > 0).then(|| quote!(let query = item.query();));
    let constants = operation
        .constants
        .iter()
        .filter_map(|constant| match &constant.value {
            ConstantValue::Literal(text) if constant.target == ConstantTarget::Header => {
                let is_same = |param: &&Param| param.wire.eq_ignore_ascii_case(&constant.wire);
                operation.headers.iter().find(is_same)?;
                Some((&constant.wire, text))
            }
            _ => None,
        });
    let constants = constants.map(|(wire, text)| quote!(.without(#wire, #text)));
    let headers = (!operation.headers.is_empty())
        .then(|| quote!(let headers = item.headers() #(#constants)*;));
    lets.push(quote!(#query #headers let params = #path { #(#fields,)* };));
    let required = operation.requires_params();
    arguments.push(if required {
        quote!(&params)
    } else {
        quote!(Some(&params))
    });
}

/// The value of a field for text. `json`: whether its text may be JSON.
fn value(scope: Scope<'_>, part: &TokenStream, param: &Param, json: bool) -> TokenStream {
    let wire = &param.wire;
    let is_list = matches!(scope.types.slot(param.slot), Type::List(_));
    let is_json = json && scope.types.is_json_text(param.slot);
    if scope.types.is_joined(param.slot) {
        return match param.required {
            true => quote!(#part.need_joined(#wire)?),
            false => quote!(#part.joined(#wire)?),
        };
    }
    match (param.repeated, param.brackets, is_json, param.required) {
        (true, ..) => quote!(#part.all(#wire)?),
        (false, true, ..) if is_list => quote!(#part.numbered(#wire)?),
        (false, true, ..) => quote!(#part.nested(#wire)?),
        (false, false, true, true) => quote!(#part.need_json(#wire)?),
        (false, false, true, false) => quote!(#part.json(#wire)?),
        (false, false, false, true) => quote!(#part.need(#wire)?),
        (false, false, false, false) => quote!(#part.get(#wire)?),
    }
}

/// A type as written outside of the API's modules.
fn owned(scope: Scope<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::List(item) => {
            let item = owned(scope, item);
            quote!(Vec<#item>)
        }
        Type::Option(inner) => {
            let inner = owned(scope, inner);
            quote!(Option<#inner>)
        }
        Type::Map(value) => {
            let value = owned(scope, value);
            quote!(std::collections::BTreeMap<String, #value>)
        }
        Type::Boxed(inner) => {
            let inner = owned(scope, inner);
            quote!(Box<#inner>)
        }
        Type::JsonText(inner) => {
            let inner = owned(scope, inner);
            quote!(api::runtime::JsonText<#inner>)
        }
        Type::Number => quote!(api::runtime::Number),
        Type::Def(TypeId(id)) => {
            let group = scope.types.defs[*id].home;
            item_path(scope, group, &scope.names.types[*id].name)
        }
        plain => scope.ty(plain, GroupId(0)),
    }
}

fn item_path(scope: Scope<'_>, group: GroupId, name: &str) -> TokenStream {
    let modules = scope.names.groups[group.0]
        .path
        .iter()
        .map(|module| ident(module));
    let name = ident(name);
    quote!(api::#(#modules::)* #name)
}
