//! The members of structs as fields: their documentation, and the attributes by which they are read and written.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Layout, Scope, docs, ident, imports, presets};
use crate::infer::{Encoding, Field, Sightings, Type, TypeDef, TypeId};
use crate::model::Role;

/// The fields of a struct.
pub(super) fn fields(
    scope: Scope<'_>,
    id: TypeId,
    fields: &[Field],
) -> impl Iterator<Item = TokenStream> {
    let (def, names) = (scope.types.def(id), &scope.names.types[id.0]);
    fields
        .iter()
        .zip(&names.members)
        .zip(&def.sightings)
        .enumerate()
        .map(move |(at, ((field, member), sightings))| {
            let seen = format!(
                "Member {}, {}{}{}.{}",
                docs::code(&field.wire),
                evidence(*sightings),
                docs::format(field.format, &field.ty),
                null(def, &field.ty),
                presets::of_member(scope, id, at)
            );
            let said = field.docs.as_deref().map(docs::sentence);
            let docs = docs::outer([seen, said.unwrap_or_default()]);
            let attributes = match def.encoding {
                Encoding::Json => serde_attributes(scope, def, field, member),
                Encoding::Brackets => renamed_in_tests(scope, field, member),
            };
            let nullable = nullable(scope, def, &field.ty);
            let (member, ty) = (ident(member), scope.ty(&field.ty, def.home));
            quote!(#docs #attributes #nullable pub #member: #ty,)
        })
}

/// The name of a key in brackets, which only tests read.
fn renamed_in_tests(scope: Scope<'_>, field: &Field, member: &str) -> TokenStream {
    let wire = &field.wire;
    match scope.layout != Layout::Foreign && member.trim_start_matches("r#") != wire {
        true => quote!(#[cfg_attr(feature = "testing", serde(rename = #wire))]),
        false => TokenStream::new(),
    }
}

/// How well a member is known, in a few words.
fn evidence(sightings: Sightings) -> String {
    match sightings {
        Sightings {
            seen: 1,
            of: 1,
            null: 1,
        } => "`null` in the only example".to_owned(),
        Sightings { seen: 1, of: 1, .. } => "in the only example".to_owned(),
        Sightings { seen, of, null: 0 } => format!("in {seen} of {of} examples"),
        Sightings { seen, of, null } if seen == of => format!("`null` in {null} of {of} examples"),
        Sightings { seen, of, null } => format!("in {seen} of {of} examples, `null` in {null}"),
    }
}

/// What stands for `null`, if it is not the same as absence.
fn null(def: &TypeDef, ty: &Type) -> &'static str {
    match def.role {
        _ if !is_double(ty) => "",
        Role::Request => "; `Some(None)` sends `null`",
        Role::Response => "; `Some(None)` is `null`",
    }
}

fn serde_attributes(scope: Scope<'_>, def: &TypeDef, field: &Field, member: &str) -> TokenStream {
    let wire = &field.wire;
    let rename = (member.trim_start_matches("r#") != wire).then(|| quote!(rename = #wire));
    let absent = match (def.role, &field.ty) {
        (Role::Request, Type::Option(_)) => Some(quote!(skip_serializing_if = "Option::is_none")),
        (Role::Response, ty) if is_list_or_map(ty) => {
            let or_empty = reader(scope, def, "or_empty");
            Some(quote!(default, deserialize_with = #or_empty))
        }
        (Role::Response, ty) if is_double(ty) && scope.layout != Layout::Foreign => {
            let skip = quote!(skip_serializing_if = "Option::is_none");
            let rename = rename.map(|rename| quote!(#[serde(#rename)]));
            return quote!(#rename #[cfg_attr(feature = "testing", serde(#skip))]);
        }
        _ => None,
    };
    let parts: Vec<TokenStream> = rename.into_iter().chain(absent).collect();
    if parts.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[serde(#(#parts),*)])
    }
}

/// How a member is read that may be `null`: an answer by its type, a request in tests alone.
fn nullable(scope: Scope<'_>, def: &TypeDef, ty: &Type) -> Option<TokenStream> {
    if def.encoding != Encoding::Json {
        return None;
    }
    let is_received = def.role == Role::Response && is_double(ty);
    if !is_received && (scope.layout == Layout::Foreign || !is_nullable(def.role, ty)) {
        return None;
    }
    let path = reader(scope, def, "present");
    Some(match is_received {
        true => quote!(#[serde(default, deserialize_with = #path)]),
        false => quote!(#[cfg_attr(feature = "testing", serde(default, deserialize_with = #path))]),
    })
}

/// The path of a function of the runtime that reads what may be `null`.
fn reader(scope: Scope<'_>, def: &TypeDef, name: &str) -> String {
    let depth = scope.names.groups[def.home.0].path.len();
    let path = imports::runtime(scope.layout, depth);
    let name = ident(name);
    quote!(#path::nullable::#name).to_string().replace(' ', "")
}

/// Whether a value is empty if it is absent, or `null`.
pub(super) fn is_list_or_map(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Map(_))
}

/// Whether a member may be `null`, and also be left out.
pub(super) fn is_double(ty: &Type) -> bool {
    matches!(ty, Type::Option(inner) if matches!(**inner, Type::Option(_)))
}

/// Whether a member can be sent as `null`, which is not the same as leaving it out.
pub(super) fn is_nullable(role: Role, ty: &Type) -> bool {
    let Type::Option(inner) = ty else {
        return false;
    };
    role == Role::Request && matches!(**inner, Type::Option(_) | Type::Json)
}
