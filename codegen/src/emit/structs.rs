//! Structs and enums: body and parameter types of an operation, and the types they and the answers are made of.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Layout, Scope, docs, errors, ident, inputs, members};
use crate::infer::{Encoding, Field, Position, Type, TypeDef, TypeId, TypeKind};
use crate::model::{GroupId, OperationId, Role};

/// The types of an operation in reading order: body, parameters, then what the table holds for it.
pub(super) fn of_operation(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let form = inputs::form(scope, id);
    let params = inputs::params(scope, id);
    let defs = in_reading_order(scope, id)
        .into_iter()
        .map(|id| definition(scope, id));
    quote!(#form #params #(#defs)*)
}

/// The definitions of an operation, each before those it holds.
fn in_reading_order(scope: Scope<'_>, id: OperationId) -> Vec<TypeId> {
    let group = scope.api.operations[id.0].group;
    let own = scope.types.of_operation(id).iter().copied();
    let own: Vec<TypeId> = own
        .filter(|def| scope.types.def(*def).home == group)
        .collect();
    in_order(scope, &own)
}

/// The types that stand in a folder although none of its operations has them first, or at all.
pub(super) fn of_others(scope: Scope<'_>, group: GroupId) -> TokenStream {
    let own = (0..scope.types.defs.len()).map(TypeId);
    let own: Vec<TypeId> = own
        .filter(|id| {
            let def = scope.types.def(*id);
            def.home == group && def.origin.group != group
        })
        .collect();
    let defs = in_order(scope, &own)
        .into_iter()
        .map(|id| definition(scope, id));
    quote!(#(#defs)*)
}

fn in_order(scope: Scope<'_>, own: &[TypeId]) -> Vec<TypeId> {
    let held: HashSet<TypeId> = own
        .iter()
        .flat_map(|def| scope.types.def(*def).held())
        .collect();
    let mut order = Vec::with_capacity(own.len());
    let roots = own.iter().filter(|def| !held.contains(def));
    // What holds itself is held by something, but may be the first of its kind.
    for def in roots.chain(own) {
        visit(scope, *def, own, &mut order);
    }
    order
}

fn visit(scope: Scope<'_>, def: TypeId, own: &[TypeId], order: &mut Vec<TypeId>) {
    if own.binary_search(&def).is_err() || order.contains(&def) {
        return;
    }
    order.push(def);
    for held in scope.types.def(def).held() {
        visit(scope, held, own, order);
    }
}

/// `Debug` of a struct: derived, or written so that it leaves out the fields that are secret.
pub(super) fn debug<'a>(
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

fn definition(scope: Scope<'_>, id: TypeId) -> TokenStream {
    let def = scope.types.def(id);
    match &def.kind {
        TypeKind::Struct(fields) => structure(scope, id, def, fields),
        TypeKind::Enum(values) => string_enum(scope, id, def, values),
        TypeKind::Union(kinds) => union(scope, id, def, kinds),
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
    let default = scope.types.has_default(id).then(|| quote!(Default,));
    let derives = match def.role {
        Role::Request if def.encoding == Encoding::Brackets => quote!(Clone, #default),
        Role::Request => quote!(Clone, #default serde::Serialize),
        Role::Response => quote!(Clone, serde::Deserialize),
    };
    let debug = debug.map(|debug| quote!(#debug,));
    let testing = testing_derives(scope, def.role);
    let to_param =
        (def.encoding == Encoding::Brackets).then(|| to_param(&name, fields, &names.members));
    let new = new(scope, id, fields);
    let members = members::fields(scope, id, fields);
    quote! {
        #about
        #[derive(#debug #derives)]
        #testing
        pub struct #name { #(#members)* }
        #secret_debug
        #new
        #to_param
    }
}

/// `new` of a JSON body that has required members.
fn new(scope: Scope<'_>, id: TypeId, fields: &[Field]) -> Option<TokenStream> {
    let required = scope.types.required(id);
    if required.is_empty() {
        return None;
    }
    let (names, home) = (&scope.names.types[id.0], scope.types.def(id).home);
    let fields: Vec<_> = fields
        .iter()
        .zip(&names.members)
        .enumerate()
        .map(|(index, (field, member))| {
            let kind = match field.ty {
                Type::String => inputs::Required::Text,
                _ => inputs::Required::Plain,
            };
            let required = required.contains(&index).then_some(kind);
            (ident(member), scope.ty(&field.ty, home), required)
        })
        .collect();
    let fields = fields
        .iter()
        .map(|(name, ty, required)| (name.clone(), ty, required.as_ref()));
    Some(inputs::new(&ident(&names.name), fields))
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

/// Whether a struct has a member that is read in another way than its type is, for it may be `null`.
pub(super) fn reads_null(def: &TypeDef) -> bool {
    let TypeKind::Struct(fields) = &def.kind else {
        return false;
    };
    let apart = |field: &Field| match def.role {
        Role::Response => members::is_double(&field.ty) || members::is_list_or_map(&field.ty),
        Role::Request => members::is_nullable(def.role, &field.ty),
    };
    def.encoding == Encoding::Json && fields.iter().any(apart)
}

/// Values of several kinds, and whatever else may come.
fn union(scope: Scope<'_>, id: TypeId, def: &TypeDef, kinds: &[Type]) -> TokenStream {
    let names = &scope.names.types[id.0];
    let name = ident(&names.name);
    let about = docs::outer([describe(scope, def)]);
    let derive = match def.role {
        Role::Request => quote!(serde::Serialize),
        Role::Response => quote!(serde::Deserialize),
    };
    let testing = testing_derives(scope, def.role);
    let variants = kinds.iter().zip(&names.members).map(|(ty, member)| {
        let about = match ty {
            Type::Bool => "True or false.",
            Type::I64 | Type::U64 | Type::F64 | Type::Number => "A number.",
            Type::String | Type::JsonText(_) => "Text.",
            Type::List(_) => "A list.",
            Type::Map(_) | Type::Def(_) | Type::Boxed(_) => "An object.",
            Type::Json | Type::Option(_) => "Any value.",
        };
        let about = docs::outer([about.to_owned()]);
        let (member, ty) = (ident(member), scope.ty(ty, def.home));
        quote!(#about #member(#ty),)
    });
    quote! {
        #about
        #[derive(Debug, Clone, #derive)]
        #testing
        #[serde(untagged)]
        pub enum #name {
            #(#variants)*
            /// Anything else.
            Other(serde_json::Value),
        }
    }
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
    let operation = errors::link_from(scope, origin.operation, def.home);
    let whole = match &origin.position {
        Position::Param(wire) => format!("the parameter {} of {operation}", docs::code(wire)),
        Position::Body => format!("the body of {operation}"),
        Position::Response(status) => format!("the {status} answer of {operation}"),
    };
    let elsewhere: HashSet<_> = def
        .also
        .iter()
        .map(|other| (other.operation, &other.position))
        .filter(|other| *other != (origin.operation, &origin.position))
        .collect();
    let whole = match elsewhere.len() {
        0 => whole,
        1 => format!("{whole}, and in one other place"),
        more => format!("{whole}, and in {more} other places"),
    };
    let part = match (origin.path.last(), origin.in_list) {
        (None, false) if origin.alternative => {
            return capitalized(&format!("{whole}, where it is an object"));
        }
        (None, false) => return capitalized(&whole),
        (None, true) => "An item".to_owned(),
        (Some(_), false) => format!("The member {}", docs::code(&origin.path.join("."))),
        (Some(_), true) => format!("An item of {}", docs::code(&origin.path.join("."))),
    };
    // One of several kinds of values has the place of all of them.
    let kind = match def.kind {
        TypeKind::Struct(_) if origin.alternative => ", where it is an object",
        _ => "",
    };
    format!("{part} in {whole}{kind}.")
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
