//! The requests of the program that sends every request of a collection through the typed methods, with the values that
//! the collection file holds at run time: none of them are in the program.

mod program;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub use self::program::{program, support_files};
use super::library::Needs;
use super::{Layout, Scope, docs, ident, signing, snippet};
use crate::diag::Places;
use crate::infer::{Type, TypeId};
use crate::model::{
    Body, ConstantTarget, ConstantValue, Credential, FormField, GroupId, Operation, OperationId,
    Param,
};
use crate::name::OperationNames;

/// The requests of an API.
pub fn module(scope: Scope<'_>, krate: &str, places: &Places) -> TokenStream {
    let about = docs::inner([format!(
        "The requests of {}, each with its values read from the collection file.",
        docs::title(&scope.api.title)
    )]);
    let krate = ident(krate);
    let module = (scope.layout == Layout::Shared).then(|| ident(&scope.names.module));
    let module = module.map(|module| quote!(::#module));
    let api = quote!(::#krate #module);
    let operations = scope.api.operations.iter().enumerate();
    let table = operations.clone().flat_map(|(index, operation)| {
        let name = format_ident!("request_{index}");
        let title = &operation.name;
        let pointers = operation.items.iter().map(|place| places.pointer(*place));
        pointers.map(move |pointer| quote!((#pointer, #title, #name),))
    });
    let requests = operations.map(|(index, _)| request(scope, OperationId(index)));
    let skipped = scope.api.skipped.iter().flat_map(|skipped| {
        let title = &skipped.name;
        let pointers = skipped.items.iter().map(|place| places.pointer(*place));
        pointers.map(move |pointer| quote!((#pointer, #title, left_out),))
    });
    let left_out = (!scope.api.skipped.is_empty()).then(left_out);
    if scope.api.operations.is_empty() {
        return quote! {
            #about
            use crate::support::run::Request;

            /// There are none.
            pub const REQUESTS: &[Request] = &[];
        };
    }
    let client = client(scope);
    let needs = Needs::of(scope.api, scope.types);
    let (files, uploads) = (needs.contains("file"), has_untyped_file(scope));
    let (file, upload) = (files.then(file), uploads.then(upload));
    let file_import = files.then(|| quote!(, Source));
    let upload_import = uploads.then(|| quote!(, Upload));
    quote! {
        #about
        use #api as api;
        use crate::support::item::{Inexpressible, Item, Outcome #file_import #upload_import};
        use crate::support::run::Request;

        /// Every request, by the JSON pointer and the name of its item.
        pub const REQUESTS: &[Request] = &[#(#table)* #(#skipped)*];

        #client
        #file
        #upload
        #left_out
        #(#requests)*
    }
}

/// What becomes of requests that the client was told to leave out.
fn left_out() -> TokenStream {
    quote! {
        fn left_out(_: &Item<'_>) -> Outcome {
            Err(Inexpressible::new("request", "it is left out of this client"))
        }
    }
}

/// A file of either kind.
fn file() -> TokenStream {
    quote! {
        fn file(source: Source, name: Option<String>) -> api::File {
            match (source, name) {
                (Source::Path(path), None) => api::File::path(path),
                (Source::Path(path), Some(name)) => api::File::path(path).named(name),
                (Source::Bytes(bytes), name) => api::File::bytes(name.unwrap_or_default(), bytes),
            }
        }
    }
}

/// Whether there is a file of a form whose type the method does not know.
fn has_untyped_file(scope: Scope<'_>) -> bool {
    let untyped = |field: &FormField| {
        matches!(
            field,
            FormField::File {
                content_type: None,
                ..
            }
        )
    };
    let bodies = scope.api.operations.iter().map(|operation| &operation.body);
    let mut fields = bodies.filter_map(|body| match body {
        Some(Body::Form { fields, .. }) => Some(fields),
        _ => None,
    });
    fields.any(|fields| fields.iter().any(untyped))
}

/// A file of a form of which the method does not know the type.
fn upload() -> TokenStream {
    quote! {
        fn upload(upload: Upload) -> api::File {
            let file = file(upload.source, upload.name);
            match upload.content_type {
                Some(content_type) => file.with_content_type(content_type),
                None => file,
            }
        }
    }
}

/// The client of one request: every server, credential and setting as the request and the variables say.
fn client(scope: Scope<'_>) -> TokenStream {
    let (api, names) = (scope.api, scope.names);
    let servers = names.servers.iter().map(|name| {
        let name = ident(name);
        quote!(.#name(item.server()))
    });
    let settings = api
        .settings
        .iter()
        .zip(&names.settings)
        .map(|(setting, name)| {
            let (name, wire) = (ident(name), &setting.name);
            quote!(.#name(item.variable(#wire)))
        });
    let credentials = api.credentials.iter().zip(&names.credentials).filter_map(|(credential, names)| {
        let name = ident(&names.method);
        match credential {
            Credential::Bearer => Some(quote! {
                if let Some(token) = item.bearer() { builder = builder.#name(token); }
            }),
            Credential::Token { prefix } => Some(quote! {
                if let Some(token) = item.token(#prefix) { builder = builder.#name(token); }
            }),
            Credential::Basic => Some(quote! {
                if let Some((username, password)) = item.basic()? { builder = builder.#name(username, password); }
            }),
            Credential::ApiKey { key, in_query } => Some(quote! {
                if let Some(key) = item.api_key(#key, #in_query) { builder = builder.#name(key); }
            }),
            Credential::Composed { key, texts, .. } => {
                let arguments: Vec<_> = names.arguments.iter().map(|name| ident(name)).collect();
                Some(quote! {
                    if let Some([#(#arguments),*]) = item.composed(#key, &[#(#texts),*]) {
                        builder = builder.#name(#(#arguments),*);
                    }
                })
            }
            Credential::Signature(signature) => Some(signing::from_block(signature, &name)),
            // What signs is code, which the collection does not hold.
            Credential::Signed { .. } => None,
        }
    });
    let credentials: Vec<_> = credentials.collect();
    let builder = if credentials.is_empty() {
        quote!(let builder)
    } else {
        quote!(let mut builder)
    };
    quote! {
        fn client(item: &Item<'_>) -> Result<api::Client, Inexpressible> {
            #builder = api::Client::builder().http_client(item.http()) #(#servers)* #(#settings)*;
            #(#credentials)*
            builder.build().map_err(|error| Inexpressible::new("client", error))
        }
    }
}

fn request(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let name = format_ident!("request_{}", id.0);
    let about = docs::outer([title(scope, operation)]);
    let folders = snippet::folders(scope, operation.group);
    let method = ident(&names.method);
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
    quote! {
        #about
        fn #name(item: &Item<'_>) -> Outcome {
            #(#lets)*
            item.send(client(item)? #folders .#method(#(#arguments),*))
        }
    }
}

fn title(scope: Scope<'_>, operation: &Operation) -> String {
    let path = format!(
        "{} {}",
        operation.method,
        operation.path_template(scope.api)
    );
    format!("{}: {}", docs::title(&operation.name), docs::code(&path))
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
