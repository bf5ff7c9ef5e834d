//! The client that a request is sent by.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Scope, ident, signing};
use crate::model::Credential;

/// The client of one request: every server, credential and setting as the request and the variables say.
pub(super) fn of(scope: Scope<'_>) -> TokenStream {
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
