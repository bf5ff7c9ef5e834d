//! `use` lines for what a module's tokens mention.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use super::{Layout, ident};

/// What generated modules take from the runtime. Generated types never have these names.
const RUNTIME: [&str; 14] = [
    "AnyBody",
    "Call",
    "Core",
    "CoreBuilder",
    "File",
    "Form",
    "Indexed",
    "Joined",
    "JsonText",
    "Multipart",
    "Number",
    "Pairs",
    "Response",
    "ToParam",
];

/// What they take from the standard library.
const MAP: &str = "BTreeMap";

/// The `use` lines for a module `depth` levels below the API's own, without what it has `already`.
pub(super) fn of(
    layout: Layout,
    tokens: &TokenStream,
    depth: usize,
    already: &[&str],
) -> TokenStream {
    let mut seen = BTreeSet::new();
    collect(tokens.clone(), &mut seen);
    let map = seen.contains(MAP).then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    });
    let names: Vec<_> = RUNTIME
        .iter()
        .filter(|name| seen.contains(*name) && !already.contains(name))
        .map(|name| ident(name))
        .collect();
    // Where the runtime is a module of this one, its name is in scope already.
    let in_scope = layout.holds_runtime() && depth == 0;
    let module = (seen.contains("runtime") && !in_scope).then(|| quote!(self,));
    if names.is_empty() && module.is_none() {
        return quote!(#map);
    }
    let runtime = runtime(layout, depth);
    quote!(#map use #runtime::{#module #(#names),*};)
}

/// The path of the runtime from a module `depth` levels below the API's own.
pub(super) fn runtime(layout: Layout, depth: usize) -> TokenStream {
    let levels = depth + usize::from(!layout.holds_runtime());
    if levels == 0 {
        return quote!(self::runtime);
    }
    let up = (0..levels).map(|_| quote!(super::));
    quote!(#(#up)* runtime)
}

/// Notes which names of the runtime the tokens mention, and whether they mention its module.
fn collect(tokens: TokenStream, seen: &mut BTreeSet<&'static str>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // A method may be called `runtime`; the module is what a path goes through.
            TokenTree::Ident(ident) if ident == "runtime" && !in_path(tokens.peek()) => {}
            // A variant may be called `Number`; the type is never called.
            TokenTree::Ident(ident) if ident == "Number" && is_called(tokens.peek()) => {}
            TokenTree::Ident(ident) => {
                let known = RUNTIME.iter().chain(&["runtime", MAP]);
                seen.extend(known.filter(|name| ident == **name));
            }
            TokenTree::Group(group) => collect(group.stream(), seen),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_called(next: Option<&TokenTree>) -> bool {
    matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
}

fn in_path(next: Option<&TokenTree>) -> bool {
    matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == proc_macro2::Spacing::Joint)
}
