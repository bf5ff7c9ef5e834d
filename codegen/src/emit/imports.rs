//! `use` lines for what a module's tokens mention.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::ident;

/// What generated modules take from the runtime. Generated types never have these names.
const RUNTIME: [&str; 8] = ["AnyBody", "Call", "Core", "CoreBuilder", "File", "Form", "Multipart", "Response"];

/// The `use` line for a module `depth` levels below the API's own, without what it has `already`.
pub(super) fn of(tokens: &TokenStream, depth: usize, already: &[&str]) -> TokenStream {
    let mut seen = BTreeSet::new();
    collect(tokens.clone(), &mut seen);
    let names: Vec<_> = RUNTIME.iter().filter(|name| seen.contains(**name) && !already.contains(name)).map(|name| ident(name)).collect();
    let up = (0..=depth).map(|_| quote!(super::));
    let module = seen.contains("runtime").then(|| quote!(self,));
    if names.is_empty() && module.is_none() {
        return TokenStream::new();
    }
    quote!(use #(#up)* runtime::{#module #(#names),*};)
}

fn collect(tokens: TokenStream, seen: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => _ = seen.insert(ident.to_string()),
            TokenTree::Group(group) => collect(group.stream(), seen),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
