//! The method that gives the pages of an operation.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Scope, docs, ident, operation};
use crate::infer::pages::{Input, Items, Pages, Scheme, answer_slot, pointer};
use crate::infer::{Type, TypeKind};
use crate::model::OperationId;

/// The method, if the operation gives its answer in pages.
pub(super) fn method(scope: Scope<'_>, id: OperationId) -> Option<TokenStream> {
    let pages = scope.types.pages(id)?;
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let (name, single) = (ident(&names.pages), ident(&names.method));
    let about = docs::outer([format!(
        "The pages of [`{single}`](Self::{single}), one after another: {}.",
        pages.phrase(docs::code)
    )]);
    let arguments = operation::arguments(scope, operation, names);
    let given = argument_names(&arguments);
    let (answer, error) = operation::returns(scope, id);
    let error = error.map(|error| quote!(, #error));
    let (item, take) = match &pages.items {
        Some(items) => (
            scope.ty(&items.ty, operation.group),
            take(scope, id, items)?,
        ),
        None => (answer.clone(), quote!(vec![page])),
    };
    let paging = paging(pages);
    Some(quote! {
        #about
        pub fn #name(&self #(, #arguments)*) -> runtime::Pages<#answer, #item #error> {
            self.#single(#(#given),*).pages(#paging, |page| #take)
        }
    })
}

/// The names of arguments as they are declared: what stands before the first colon.
fn argument_names(arguments: &[TokenStream]) -> Vec<TokenStream> {
    let names = arguments.iter().cloned();
    names
        .map(|argument| argument.into_iter().take(1).collect())
        .collect()
}

/// The scheme as the runtime knows it.
fn paging(pages: &Pages) -> TokenStream {
    let number = |first: &u64| Literal::u64_unsuffixed(*first);
    let items = pages.items.as_ref().map(|items| pointer(&items.way));
    let is_page = matches!(pages.scheme, Scheme::Page { .. });
    let (step, input) = match &pages.scheme {
        Scheme::Token { input, next } => {
            let (key, next) = (key(input), pointer(next));
            (quote!(token(#key, #next)), Some(input))
        }
        Scheme::LastItem { input, id } => {
            let (key, id) = (key(input), pointer(id));
            (quote!(last_item(#key, #items, #id)), Some(input))
        }
        Scheme::Page { input, first } => {
            let (key, first) = (key(input), number(first));
            (quote!(page(#key, #first)), Some(input))
        }
        Scheme::Offset { input, first } => {
            let (key, first) = (key(input), number(first));
            (quote!(offset(#key, #first, #items)), Some(input))
        }
        Scheme::Url { next } => {
            let next = pointer(next);
            (quote!(url(#next)), None)
        }
        Scheme::Link => (quote!(link()), None),
    };
    let in_body = matches!(input, Some(Input::Body(_))).then(|| quote!(.in_body()));
    let is_told = matches!(pages.scheme, Scheme::Token { .. }) || is_page;
    let items = items.filter(|_| is_told).map(|at| quote!(.items(#at)));
    let ends = [
        ("more", &pages.more),
        ("last", &pages.last),
        ("total", &pages.total),
    ];
    let ends = ends.into_iter().filter_map(|(name, way)| {
        let (name, at) = (format_ident!("{name}"), pointer(way.as_ref()?));
        Some(quote!(.#name(#at)))
    });
    quote!(runtime::Paging::#step #in_body #items #(#ends)*)
}

/// A parameter as the runtime takes it: a key of the query, or a pointer into the body.
fn key(input: &Input) -> String {
    match input {
        Input::Query(key) => key.clone(),
        Input::Body(way) => pointer(way),
    }
}

/// The items of `page`, taken out of it.
fn take(scope: Scope<'_>, id: OperationId, items: &Items) -> Option<TokenStream> {
    let slot = answer_slot(&scope.api.operations[id.0])?;
    taken(scope, quote!(page), scope.types.slot(slot), &items.way)
}

/// The list at a way of a value. What is absent on the way is an empty list.
fn taken(scope: Scope<'_>, value: TokenStream, ty: &Type, way: &[String]) -> Option<TokenStream> {
    match (ty, way.split_first()) {
        (Type::List(_), None) => Some(value),
        (Type::Boxed(inner), _) => taken(scope, quote!((*#value)), inner, way),
        (Type::Option(inner), None) => Some(match &**inner {
            Type::List(_) => quote!(#value.unwrap_or_default()),
            // Absent, `null`, or a list.
            Type::Option(inner) if matches!(**inner, Type::List(_)) => {
                quote!(#value.flatten().unwrap_or_default())
            }
            inner => {
                let list = taken(scope, quote!(inner), inner, way)?;
                quote!(#value.map(|inner| #list).unwrap_or_default())
            }
        }),
        (Type::Option(inner), Some(_)) => {
            let list = taken(scope, quote!(inner), inner, way)?;
            Some(quote!(#value.map(|inner| #list).unwrap_or_default()))
        }
        (Type::Def(id), Some((name, rest))) => {
            let TypeKind::Struct(fields) = &scope.types.def(*id).kind else {
                return None;
            };
            let index = fields.iter().position(|field| field.wire == *name)?;
            let member = ident(&scope.names.types[id.0].members[index]);
            taken(scope, quote!(#value.#member), &fields[index].ty, rest)
        }
        _ => None,
    }
}
