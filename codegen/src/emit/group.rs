//! A folder: a handle with a method for each request, and the types of those requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, docs, errors, ident, imports, operation, pages, presets, structs};
use crate::model::GroupId;

/// The module of a folder below the root.
pub(super) fn module(scope: Scope<'_>, id: GroupId) -> TokenStream {
    let group = &scope.api.groups[id.0];
    let names = &scope.names.groups[id.0];
    let title = docs::title(&group.name);
    let title = if title.is_empty() {
        "A folder without a name.".to_owned()
    } else {
        docs::sentence(&title)
    };
    let about = docs::inner([title, group.docs.clone()]);
    let modules = child_modules(scope, id);
    let handle = ident(&names.handle);
    let handle_about = docs::outer([format!(
        "The requests of the folder {}.",
        docs::code(&group.name)
    )]);
    let accessors = accessors(scope, id);
    let methods = methods(scope, id);
    let items = items(scope, id);
    let accessors = (!accessors.is_empty()).then(|| {
        quote! { impl<'a> #handle<'a> { #accessors } }
    });
    let methods = (!methods.is_empty()).then(|| {
        quote! { impl #handle<'_> { #methods } }
    });
    let body = quote! {
        #handle_about
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'a> {
            pub(super) core: &'a Core,
        }

        #accessors
        #methods
        #items
    };
    let imports = imports::of(scope.layout, &body, names.path.len(), &[]);
    quote! { #about #modules #imports #body }
}

/// `pub mod` lines for the folders inside.
pub(super) fn child_modules(scope: Scope<'_>, id: GroupId) -> TokenStream {
    let modules = scope.api.children_of(id).map(|(child, _)| {
        let name = &scope.names.groups[child.0].module;
        // A folder in a folder of the same name, which the collection decides.
        let allow = scope.names.groups[id.0]
            .path
            .last()
            .or(Some(&scope.names.module));
        let allow = (allow == Some(name)).then(|| quote!(#[allow(clippy::module_inception)]));
        let name = ident(name);
        quote!(#allow pub mod #name;)
    });
    quote!(#(#modules)*)
}

/// Methods that give the handles of the folders inside.
pub(super) fn accessors(scope: Scope<'_>, id: GroupId) -> TokenStream {
    let is_root = id.0 == 0;
    let methods = scope.api.children_of(id).map(|(child, group)| {
        let names = &scope.names.groups[child.0];
        let (module, handle) = (ident(&names.module), ident(&names.handle));
        let about = docs::outer([format!("The requests of the folder {}.", docs::code(&group.name))]);
        if is_root {
            quote! {
                #about
                pub fn #module(&self) -> #module::#handle<'_> { #module::#handle { core: &self.core } }
            }
        } else {
            quote! {
                #about
                pub fn #module(&self) -> #module::#handle<'a> { #module::#handle { core: self.core } }
            }
        }
    });
    quote!(#(#methods)*)
}

/// The methods of a folder's requests.
pub(super) fn methods(scope: Scope<'_>, id: GroupId) -> TokenStream {
    let methods = scope.api.operations_of(id).map(|(id, _)| {
        let (method, pages) = (operation::method(scope, id), pages::method(scope, id));
        quote!(#method #pages)
    });
    quote!(#(#methods)*)
}

/// The types of a folder: those of each operation in turn, each followed by what it holds.
pub(super) fn items(scope: Scope<'_>, id: GroupId) -> TokenStream {
    let mut known = errors::Known::default();
    let items = scope.api.operations_of(id).map(|(operation, _)| {
        let own = structs::of_operation(scope, operation);
        let errors = errors::of_operation(scope, operation, &mut known);
        let documents = presets::documents(scope, operation);
        quote!(#documents #own #errors)
    });
    let others = structs::of_others(scope, id);
    quote!(#(#items)* #others)
}
