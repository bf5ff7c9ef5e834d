//! What is put into a body where the caller gives nothing: documents, words that say which request it is, and what is made anew.

use indexmap::IndexMap;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Ident;

use super::{Scope, docs, errors, ident};
use crate::infer::{PresetPlace, Type, TypeId};
use crate::model::{Fresh, FreshPiece, Made, OperationId, PresetValue};

/// The documents of an operation, as constants of the module.
pub(super) fn documents(scope: Scope<'_>, id: OperationId) -> Option<TokenStream> {
    let text = of_operation(scope, id).find_map(|(_, value)| match value {
        PresetValue::Document(text) => Some(text),
        _ => None,
    })?;
    let name = ident(&scope.names.operations[id.0].document);
    let about = docs::outer([format!(
        "What {} asks, in GraphQL.",
        errors::link(scope, id)
    )]);
    let text = self::text(text);
    Some(quote!(#about pub const #name: &str = #text;))
}

/// Text as people read it: a literal for each of its lines. What a formatter or an indentation does to the code leaves it as it is.
pub(super) fn text(text: &str) -> TokenStream {
    const MOST_LINES: usize = 1000;
    let lines = text.split_inclusive('\n').take(MOST_LINES + 1);
    let lines: Vec<TokenStream> = lines.map(line).collect();
    match lines.as_slice() {
        [] => quote!(""),
        [line] => quote!(#line),
        lines if lines.len() > MOST_LINES => quote!(#text),
        _ => quote!(concat!(#(#lines),*)),
    }
}

/// A line with its quotes as they are, where nothing in it has to be escaped.
fn line(text: &str) -> TokenStream {
    let is_plain = |c: char| !c.is_control() && c != '\\';
    let reads_better = text.contains('"') && !text.contains("\"#") && text.chars().all(is_plain);
    let raw = reads_better.then(|| format!("r#\"{text}\"#"));
    let raw = raw.and_then(|raw| raw.parse::<Literal>().ok());
    let literal = raw.unwrap_or_else(|| Literal::string(text));
    quote!(#literal)
}

/// What the docs of a method say of it.
pub(super) fn about(scope: Scope<'_>, id: OperationId) -> String {
    let said = of_operation(scope, id).filter_map(|(place, value)| {
        let (holder, at) = place.steps.last()?;
        let wire = docs::code(&scope.types.def(*holder).fields()[*at].wire);
        match value {
            PresetValue::Literal(text) => Some(format!("{wire} is {}", docs::code(text))),
            PresetValue::Document(_) => Some(format!("{wire} is [`{}`]", document(scope, id))),
            PresetValue::Fresh(_) if is_everywhere(scope, *holder, *at) => None,
            PresetValue::Fresh(fresh) => Some(format!(
                "{wire} is {}, made anew for each call",
                what_is_fresh(fresh)
            )),
        }
    });
    let said: Vec<String> = said.collect();
    match said.is_empty() {
        true => String::new(),
        false => format!("Unless the body says otherwise, {}.", said.join("; ")),
    }
}

/// Whether all operations that have a type set a member of it in the same way.
fn is_everywhere(scope: Scope<'_>, holder: TypeId, member: usize) -> bool {
    let users = scope.types.preset_by(holder, member);
    let mut values = users
        .iter()
        .map(|(id, preset)| &scope.api.operations[id.0].presets[*preset].value);
    let first = values.next();
    users.len() == scope.types.def(holder).also.len() + 1
        && values.all(|other| Some(other) == first)
}

fn document(scope: Scope<'_>, id: OperationId) -> &str {
    &scope.names.operations[id.0].document
}

/// What the docs of a member say of it.
pub(super) fn of_member(scope: Scope<'_>, holder: TypeId, member: usize) -> String {
    let Some((id, preset)) = scope.types.preset_by(holder, member).first() else {
        return String::new();
    };
    if !is_everywhere(scope, holder, member) {
        return " Unless given: what the docs of the method say.".to_owned();
    }
    let said = match &scope.api.operations[id.0].presets[*preset].value {
        PresetValue::Literal(text) => docs::code(text),
        PresetValue::Document(_) => docs::code(document(scope, *id)),
        PresetValue::Fresh(fresh) => format!("{}, made anew for each call", what_is_fresh(fresh)),
    };
    format!(" Unless given: {said}.")
}

/// What is made anew, in words.
pub(super) fn what_is_fresh(fresh: &Fresh) -> String {
    match fresh.alone() {
        Some(Made::Guid) => "a random UUID".to_owned(),
        Some(Made::Timestamp) => "the time in seconds since 1970".to_owned(),
        Some(Made::IsoTimestamp) => "the time (RFC 3339)".to_owned(),
        Some(Made::RandomInt) => "a whole number from 0 to 1000".to_owned(),
        None => docs::code(&fresh.written()),
    }
}

/// A function that makes it as text.
pub(super) fn make(fresh: &Fresh) -> TokenStream {
    if let Some(made) = fresh.alone() {
        return maker(made);
    }
    let mut format = String::new();
    let mut values = Vec::new();
    for piece in &fresh.0 {
        match piece {
            FreshPiece::Text(text) => {
                format.push_str(&text.replace('{', "{{").replace('}', "}}"));
            }
            FreshPiece::Made(made) => {
                format.push_str("{}");
                let maker = maker(*made);
                values.push(quote!(#maker()));
            }
        }
    }
    quote!(|| format!(#format, #(#values),*))
}

fn maker(made: Made) -> TokenStream {
    let name = match made {
        Made::Guid => quote!(guid),
        Made::Timestamp => quote!(timestamp),
        Made::IsoTimestamp => quote!(iso_timestamp),
        Made::RandomInt => quote!(random_int),
    };
    quote!(runtime::fresh::#name)
}

fn of_operation(
    scope: Scope<'_>,
    id: OperationId,
) -> impl Iterator<Item = (&PresetPlace, &PresetValue)> {
    let presets = &scope.api.operations[id.0].presets;
    let places = scope.types.presets(id).iter();
    places.map(move |place| (place, &presets[place.preset].value))
}

/// The lines that fill in a copy of the body; nothing if there is nothing to fill in.
pub(super) fn fill(scope: Scope<'_>, id: OperationId) -> Option<TokenStream> {
    let places: Vec<_> = of_operation(scope, id).collect();
    if places.is_empty() {
        return None;
    }
    let lines = members(scope, id, &quote!(body), &places, 0);
    Some(quote! {
        let mut body = body.clone();
        #lines
    })
}

/// The lines for the members of what an expression holds.
fn members(
    scope: Scope<'_>,
    id: OperationId,
    holder: &TokenStream,
    places: &[(&PresetPlace, &PresetValue)],
    depth: usize,
) -> TokenStream {
    let mut by_member: IndexMap<(TypeId, usize), Vec<_>> = IndexMap::new();
    for place in places {
        let member = place.0.steps[depth];
        by_member.entry(member).or_default().push(*place);
    }
    let lines = by_member.into_iter().map(|((def, at), places)| {
        let name = ident(&scope.names.types[def.0].members[at]);
        let member = quote!(#holder.#name);
        let ty = &scope.types.def(def).fields()[at].ty;
        match places.as_slice() {
            [(place, value)] if place.steps.len() == depth + 1 => {
                unless_set(scope, id, &member, ty, value)
            }
            _ if is_object_or_none(ty) => {
                let (optional, name, depth) = deepest(scope, &member, name, &places, depth + 1);
                let lines = members(scope, id, &quote!(#name), &places, depth);
                quote!(if let Some(#name) = #optional { #lines })
            }
            _ => within(ty, &member, &name, &|inner| {
                members(scope, id, inner, &places, depth + 1)
            }),
        }
    });
    quote!(#(#lines)*)
}

/// The innermost of optional objects that hold nothing but each other, as an `Option`: one `if` opens them all. With its name, and
/// the depth of its members.
fn deepest(
    scope: Scope<'_>,
    outermost: &TokenStream,
    mut name: Ident,
    places: &[(&PresetPlace, &PresetValue)],
    mut depth: usize,
) -> (TokenStream, Ident, usize) {
    let mut steps = TokenStream::new();
    while let Some((def, at)) = only_step(places, depth) {
        if !is_object_or_none(&scope.types.def(def).fields()[at].ty) {
            break;
        }
        let next = ident(&scope.names.types[def.0].members[at]);
        steps.extend(quote!(.and_then(|#name| #name.#next.as_mut())));
        (name, depth) = (next, depth + 1);
    }
    let optional = match steps.is_empty() {
        true => quote!(&mut #outermost),
        false => quote!(#outermost.as_mut() #steps),
    };
    (optional, name, depth)
}

/// The member that all places go through, if it is the last of none.
fn only_step(places: &[(&PresetPlace, &PresetValue)], depth: usize) -> Option<(TypeId, usize)> {
    let mut steps = places.iter().map(|(place, _)| {
        let goes_on = place.steps.len() > depth + 1;
        place.steps.get(depth).copied().filter(|_| goes_on)
    });
    let first = steps.next()??;
    steps.all(|step| step == Some(first)).then_some(first)
}

fn is_object_or_none(ty: &Type) -> bool {
    let Type::Option(inner) = ty else {
        return false;
    };
    matches!(**inner, Type::Def(_) | Type::Boxed(_))
}

/// Lines for the struct that a value of this type is or holds.
fn within(
    ty: &Type,
    value: &TokenStream,
    name: &Ident,
    lines: &dyn Fn(&TokenStream) -> TokenStream,
) -> TokenStream {
    let named = quote!(#name);
    match ty {
        Type::Option(inner) => {
            let lines = within(inner, &named, name, lines);
            quote!(if let Some(#name) = &mut #value { #lines })
        }
        Type::List(_) => {
            let lines = lines(&named);
            // What an `Option` held is borrowed already.
            let items = if *name == value.to_string() {
                quote!(#value)
            } else {
                quote!(&mut #value)
            };
            quote!(for #name in #items { #lines })
        }
        _ => lines(value),
    }
}

fn unless_set(
    scope: Scope<'_>,
    id: OperationId,
    member: &TokenStream,
    ty: &Type,
    value: &PresetValue,
) -> TokenStream {
    let is_text = matches!(ty, Type::Option(inner) if **inner == Type::String);
    match value {
        PresetValue::Literal(text) => {
            quote!(#member.get_or_insert_with(|| #text.into());)
        }
        PresetValue::Document(_) => {
            let name = ident(document(scope, id));
            quote!(#member.get_or_insert_with(|| #name.into());)
        }
        PresetValue::Fresh(fresh) => {
            let make = make(fresh);
            match is_text {
                true => quote!(#member.get_or_insert_with(#make);),
                false => quote!(#member = #member.or_else(|| runtime::fresh::whole(#make));),
            }
        }
    }
}
