//! Structs and enums: body and parameter types of an operation, and the types they and the answers are made of.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Layout, Scope, docs, errors, ident, imports};
use crate::infer::{Encoding, Field, Position, Sightings, Type, TypeDef, TypeId, TypeKind};
use crate::model::{Body, FormField, Fresh, GroupId, OperationId, Param, Role};

/// The types of an operation in reading order: body, parameters, then what the table holds for it.
pub(super) fn of_operation(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let form = form(scope, id);
    let params = params(scope, id);
    let defs = in_reading_order(scope, id)
        .into_iter()
        .map(|id| definition(scope, id));
    quote!(#form #params #(#defs)*)
}

/// The definitions of an operation, each before those it holds.
fn in_reading_order(scope: Scope<'_>, id: OperationId) -> Vec<TypeId> {
    let own = scope.types.of_operation(id);
    let held: HashSet<TypeId> = own.iter().flat_map(|def| held_by(scope, *def)).collect();
    let mut order = Vec::with_capacity(own.len());
    for root in own.iter().filter(|def| !held.contains(def)) {
        visit(scope, *root, own, &mut order);
    }
    order
}

fn visit(scope: Scope<'_>, def: TypeId, own: &[TypeId], order: &mut Vec<TypeId>) {
    if own.binary_search(&def).is_err() || order.contains(&def) {
        return;
    }
    order.push(def);
    for held in held_by(scope, def) {
        visit(scope, held, own, order);
    }
}

/// The definitions that a struct's fields mention.
fn held_by(scope: Scope<'_>, def: TypeId) -> Vec<TypeId> {
    fn mentioned(ty: &Type) -> Option<TypeId> {
        match ty {
            Type::Def(id) => Some(*id),
            Type::List(inner) | Type::Option(inner) => mentioned(inner),
            _ => None,
        }
    }
    match &scope.types.def(def).kind {
        TypeKind::Struct(fields) => fields
            .iter()
            .filter_map(|field| mentioned(&field.ty))
            .collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}

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
enum Required {
    /// As it is.
    Plain,
    /// As `impl Into<String>`.
    Text,
}

fn form(scope: Scope<'_>, id: OperationId) -> Option<TokenStream> {
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

fn params(scope: Scope<'_>, id: OperationId) -> Option<TokenStream> {
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
        (false, true) if *slot == Type::String => (plain, Some(Required::Text)),
        (false, true) => (plain, Some(Required::Plain)),
        (false, false) => (quote!(Option<#plain>), None),
    };
    let mut docs = or_else(&docs::sentence(&param.docs), || {
        format!("{kind} {}.", docs::code(&param.wire))
    });
    if let Some(fresh) = param.fresh {
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

fn what_is_fresh(fresh: Fresh) -> &'static str {
    match fresh {
        Fresh::Guid => "a random UUID",
        Fresh::Timestamp => "the time in seconds since 1970",
        Fresh::IsoTimestamp => "the time (RFC 3339)",
        Fresh::RandomInt => "a whole number from 0 to 1000",
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
    let new = has_required.then(|| new(&name, &inputs));
    quote! {
        #about
        #[derive(#(#derives),*)]
        pub struct #name { #(#fields)* }
        #secret_debug
        #new
    }
}

/// `Debug` of a struct: derived, or written so that it leaves out the fields that are secret.
fn debug<'a>(
    name: &syn::Ident,
    fields: impl Iterator<Item = (&'a str, bool)> + Clone,
) -> (Option<TokenStream>, Option<TokenStream>) {
    let hidden: Vec<_> = fields
        .clone()
        .filter(|(_, secret)| *secret)
        .map(|(name, _)| ident(name))
        .collect();
    if hidden.is_empty() {
        return (Some(quote!(Debug)), None);
    }
    let shown = fields
        .filter(|(_, secret)| !*secret)
        .map(|(name, _)| ident(name));
    (
        None,
        Some(quote!(runtime::secret_debug!(#name { #(#shown),* } hides { #(#hidden),* });)),
    )
}

/// `new` with the required fields; the others are empty.
fn new(name: &syn::Ident, inputs: &[Input]) -> TokenStream {
    let arguments = inputs.iter().filter_map(|input| {
        let (name, ty) = (ident(&input.name), &input.ty);
        Some(match input.required.as_ref()? {
            Required::Plain => quote!(#name: #ty),
            Required::Text => quote!(#name: impl Into<String>),
        })
    });
    let fields = inputs.iter().map(|input| {
        let name = ident(&input.name);
        match input.required {
            Some(Required::Plain) => quote!(#name,),
            Some(Required::Text) => quote!(#name: #name.into(),),
            None => quote!(#name: Default::default(),),
        }
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

fn definition(scope: Scope<'_>, id: TypeId) -> TokenStream {
    let def = scope.types.def(id);
    match &def.kind {
        TypeKind::Struct(fields) => structure(scope, id, def, fields),
        TypeKind::Enum(values) => string_enum(scope, id, def, values),
    }
}

fn structure(scope: Scope<'_>, id: TypeId, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let names = &scope.names.types[id.0];
    let name = ident(&names.name);
    let about = docs::outer([describe(scope, def)]);
    let (debug, secret_debug) = debug(
        &name,
        fields
            .iter()
            .zip(&names.members)
            .map(|(field, member)| (member.as_str(), field.secret)),
    );
    let derives = match def.role {
        Role::Request if def.encoding == Encoding::Brackets => quote!(Clone, Default),
        Role::Request => quote!(Clone, Default, serde::Serialize),
        Role::Response => quote!(Clone, serde::Deserialize),
    };
    let debug = debug.map(|debug| quote!(#debug,));
    let testing = testing_derives(scope, def.role);
    let to_param =
        (def.encoding == Encoding::Brackets).then(|| to_param(&name, fields, &names.members));
    let fields = fields.iter().zip(&names.members).zip(&def.sightings).map(
        |((field, member), sightings)| {
            let docs = docs::outer([format!(
                "Member {}, {}{}.",
                docs::code(&field.wire),
                evidence(*sightings),
                null(def.role, &field.ty)
            )]);
            let attributes = match def.encoding {
                Encoding::Json => serde_attributes(def.role, field, member),
                Encoding::Brackets => renamed_in_tests(scope, field, member),
            };
            let nullable = nullable(scope, def, &field.ty);
            let (member, ty) = (ident(member), scope.ty(&field.ty, def.origin.group));
            quote!(#docs #attributes #nullable pub #member: #ty,)
        },
    );
    quote! {
        #about
        #[derive(#debug #derives)]
        #testing
        pub struct #name { #(#fields)* }
        #secret_debug
        #to_param
    }
}

/// The name of a key in brackets, which only tests read.
fn renamed_in_tests(scope: Scope<'_>, field: &Field, member: &str) -> TokenStream {
    let wire = &field.wire;
    match scope.layout != Layout::Foreign && member.trim_start_matches("r#") != wire {
        true => quote!(#[cfg_attr(feature = "testing", serde(rename = #wire))]),
        false => TokenStream::new(),
    }
}

/// What tests need of a type: to read what is sent, and to write what is received.
fn testing_derives(scope: Scope<'_>, role: Role) -> Option<TokenStream> {
    let other = match role {
        Role::Request => quote!(serde::Deserialize),
        Role::Response => quote!(serde::Serialize),
    };
    (scope.layout != Layout::Foreign)
        .then(|| quote!(#[cfg_attr(feature = "testing", derive(#other))]))
}

/// How a nested value becomes keys in brackets.
fn to_param(name: &syn::Ident, fields: &[Field], members: &[String]) -> TokenStream {
    let lines = fields.iter().zip(members).map(|(field, member)| {
        let (key, member) = (
            format!(
                "{{key}}[{}]",
                field.wire.replace('{', "{{").replace('}', "}}")
            ),
            ident(member),
        );
        match field.ty {
            Type::List(_) => quote!(Indexed(&self.#member).add_to(&format!(#key), pairs);),
            _ => quote!(self.#member.add_to(&format!(#key), pairs);),
        }
    });
    quote! {
        impl ToParam for #name {
            fn add_to(&self, key: &str, pairs: &mut Pairs) {
                #(#lines)*
            }
        }
    }
}

/// How well a member is known, in a few words.
fn evidence(sightings: Sightings) -> String {
    match sightings {
        Sightings { seen: 1, of: 1 } => "in the only example".to_owned(),
        Sightings { seen, of } => format!("in {seen} of {of} examples"),
    }
}

/// How `null` is sent, if it can be.
fn null(role: Role, ty: &Type) -> &'static str {
    match ty {
        Type::Option(inner) if role == Role::Request && matches!(**inner, Type::Option(_)) => {
            "; `Some(None)` sends `null`"
        }
        _ => "",
    }
}

fn serde_attributes(role: Role, field: &Field, member: &str) -> TokenStream {
    let wire = &field.wire;
    let rename = (member.trim_start_matches("r#") != wire).then(|| quote!(rename = #wire));
    let absent = match (role, &field.ty) {
        (Role::Request, Type::Option(_)) => Some(quote!(skip_serializing_if = "Option::is_none")),
        (Role::Response, Type::List(_)) => Some(quote!(default)),
        _ => None,
    };
    let parts: Vec<TokenStream> = rename.into_iter().chain(absent).collect();
    if parts.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[serde(#(#parts),*)])
    }
}

/// How tests read a member that may be sent as `null`.
fn nullable(scope: Scope<'_>, def: &TypeDef, ty: &Type) -> Option<TokenStream> {
    if scope.layout == Layout::Foreign
        || def.encoding != Encoding::Json
        || !is_nullable(def.role, ty)
    {
        return None;
    }
    let depth = scope.names.groups[def.origin.group.0].path.len();
    let path = imports::runtime(scope.layout, depth);
    let path = quote!(#path::nullable::present)
        .to_string()
        .replace(' ', "");
    Some(quote!(#[cfg_attr(feature = "testing", serde(default, deserialize_with = #path))]))
}

/// Whether a member can be sent as `null`, which is not the same as leaving it out.
pub(super) fn is_nullable(role: Role, ty: &Type) -> bool {
    let Type::Option(inner) = ty else {
        return false;
    };
    role == Role::Request && matches!(**inner, Type::Option(_) | Type::Json)
}

fn string_enum(scope: Scope<'_>, id: TypeId, def: &TypeDef, values: &[String]) -> TokenStream {
    let names = &scope.names.types[id.0];
    let name = ident(&names.name);
    let about = docs::outer([describe(scope, def)]);
    let members: Vec<_> = names.members.iter().map(|member| ident(member)).collect();
    let docs = values
        .iter()
        .map(|value| docs::outer([format!("{}.", docs::code(value))]));
    quote! {
        #about
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#docs #members,)*
            /// Any other value.
            Other(String),
        }

        runtime::string_enum!(#name { #(#members = #values),* });
    }
}

/// Where a type stands: "Item of `registrants` in the body of …".
fn describe(scope: Scope<'_>, def: &TypeDef) -> String {
    let origin = &def.origin;
    let operation = errors::link(scope, origin.operation);
    let whole = match &origin.position {
        Position::Param(wire) => format!("the parameter {} of {operation}", docs::code(wire)),
        Position::Body => format!("the body of {operation}"),
        Position::Response(status) => format!("the {status} answer of {operation}"),
    };
    let part = match (origin.path.last(), origin.in_list) {
        (None, false) => return capitalized(&whole),
        (None, true) => "An item".to_owned(),
        (Some(_), false) => format!("The member {}", docs::code(&origin.path.join("."))),
        (Some(_), true) => format!("An item of {}", docs::code(&origin.path.join("."))),
    };
    format!("{part} in {whole}.")
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", chars.as_str())
}
