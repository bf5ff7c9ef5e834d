//! What callers fill in: the type of a form, and that of query and header parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::presets::what_is_fresh;
use super::structs::debug;
use super::{Scope, docs, errors, ident};
use crate::infer::Type;
use crate::model::{Body, FormField, GroupId, OperationId, Param};

/// A field of a struct that callers fill in.
struct Input {
    name: String,
    docs: String,
    ty: TokenStream,
    /// How `new` takes it, if every call must give it.
    required: Option<Required>,
    /// Whether `Debug` leaves it out.
    secret: bool,
}

/// How `new` takes a required field.
pub(super) enum Required {
    /// As it is.
    Plain,
    /// As `impl Into<String>`.
    Text,
}

pub(super) fn form(scope: Scope<'_>, id: OperationId) -> Option<TokenStream> {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let Some(Body::Form { fields, .. }) = operation.body_argument() else {
        return None;
    };
    let inputs = fields
        .iter()
        .zip(&names.form_fields)
        .filter_map(|(field, name)| match field {
            FormField::Constant { .. } => None,
            FormField::Text { param, .. } => {
                Some(input(scope, operation.group, param, name, "Field"))
            }
            FormField::File {
                wire,
                docs,
                required,
                many,
                ..
            } => Some(Input {
                name: name.clone(),
                docs: or_else(docs, || format!("File {}.", docs::code(wire))),
                ty: match (*many, *required) {
                    (true, _) => quote!(Vec<File>),
                    (false, true) => quote!(File),
                    (false, false) => quote!(Option<File>),
                },
                required: (*required && !many).then_some(Required::Plain),
                secret: false,
            }),
        });
    let about = format!("Form of {}.", errors::link(scope, id));
    Some(input_struct(&names.body, &about, inputs.collect()))
}

pub(super) fn params(scope: Scope<'_>, id: OperationId) -> Option<TokenStream> {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    if names.param_fields.is_empty() {
        return None;
    }
    let queries = operation.query.len();
    let inputs = operation
        .optional_params()
        .zip(&names.param_fields)
        .enumerate()
        .map(|(index, (param, name))| {
            let kind = if index < queries {
                "Query parameter"
            } else {
                "Header"
            };
            input(scope, operation.group, param, name, kind)
        });
    let about = format!(
        "Query and header parameters of {}.",
        errors::link(scope, id)
    );
    Some(input_struct(&names.params, &about, inputs.collect()))
}

fn input(scope: Scope<'_>, group: GroupId, param: &Param, name: &str, kind: &str) -> Input {
    let slot = scope.types.slot(param.slot);
    let plain = scope.ty(slot, group);
    let (ty, required) = match (param.repeated, param.required) {
        (true, _) => (quote!(Vec<#plain>), None),
        (false, _) if param.brackets && matches!(slot, Type::List(_)) => (plain, None),
        (false, false) if scope.types.is_joined(param.slot) => (plain, None),
        (false, true) if *slot == Type::String => (plain, Some(Required::Text)),
        (false, true) => (plain, Some(Required::Plain)),
        (false, false) => (quote!(Option<#plain>), None),
    };
    let mut docs = or_else(&docs::sentence(&param.docs), || {
        let format = scope.types.format(param.slot);
        let format = docs::format(
            format.filter(|_| !scope.types.is_json_text(param.slot)),
            slot,
        );
        format!("{kind} {}{format}.", docs::code(&param.wire))
    });
    if scope.types.is_joined(param.slot) {
        docs.push_str(&format!(" {}", docs::joined(scope, param)));
    }
    if let Some(sent) = param.sent.as_ref().filter(|_| !param.secret) {
        docs.push_str(&format!(" Sent in the collection: {}.", docs::code(sent)));
    }
    if let Some(fresh) = &param.fresh {
        docs.push_str(&format!(
            " Unless given: {}, made anew for each call.",
            what_is_fresh(fresh)
        ));
    }
    Input {
        name: name.to_owned(),
        docs,
        ty,
        required,
        secret: param.secret,
    }
}

fn or_else(text: &str, otherwise: impl FnOnce() -> String) -> String {
    if text.is_empty() {
        otherwise()
    } else {
        text.to_owned()
    }
}

fn input_struct(name: &str, about: &str, inputs: Vec<Input>) -> TokenStream {
    let name = ident(name);
    let about = docs::outer([about]);
    let fields = inputs.iter().map(|input| {
        let (docs, name, ty) = (docs::outer([&input.docs]), ident(&input.name), &input.ty);
        quote!(#docs pub #name: #ty,)
    });
    let has_required = inputs.iter().any(|input| input.required.is_some());
    let (debug, secret_debug) = debug(
        &name,
        inputs
            .iter()
            .map(|input| (input.name.as_str(), input.secret)),
    );
    let derives: Vec<TokenStream> = debug
        .into_iter()
        .chain([quote!(Clone)])
        .chain((!has_required).then(|| quote!(Default)))
        .collect();
    let taken = inputs
        .iter()
        .map(|input| (ident(&input.name), &input.ty, input.required.as_ref()));
    let new = has_required.then(|| new(&name, taken));
    quote! {
        #about
        #[derive(#(#derives),*)]
        pub struct #name { #(#fields)* }
        #secret_debug
        #new
    }
}

/// `new` with the required fields; the others are empty.
pub(super) fn new<'a>(
    name: &syn::Ident,
    fields: impl Iterator<Item = (syn::Ident, &'a TokenStream, Option<&'a Required>)> + Clone,
) -> TokenStream {
    let arguments = fields.clone().filter_map(|(name, ty, required)| {
        Some(match required? {
            Required::Plain => quote!(#name: #ty),
            Required::Text => quote!(#name: impl Into<String>),
        })
    });
    let fields = fields.map(|(name, _, required)| match required {
        Some(Required::Plain) => quote!(#name,),
        Some(Required::Text) => quote!(#name: #name.into(),),
        None => quote!(#name: Default::default(),),
    });
    quote! {
        impl #name {
            /// With the required fields; the others are left out.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fields)* }
            }
        }
    }
}
