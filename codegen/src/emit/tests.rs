//! Generated tests: every saved response whose body a server could have sent is served by a local server and must reach its own variant.
//!
//! The saved bodies stay in the collection; a test reads its own at run time, by JSON pointer.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::operation::answer_is_enum;
use super::{Scope, docs, ident, reading, snippet};
use crate::diag::Places;
use crate::model::{Operation, OperationId, Response, ResponseBody};

/// The test file of an API, in a crate of this name; `collection` is the path of the file from the crate's folder.
/// `None` if no response is saved.
pub fn module(
    scope: Scope<'_>,
    krate: &str,
    collection: &str,
    places: &Places,
) -> Option<TokenStream> {
    let mut taken = HashSet::new();
    let mut tests: Vec<TokenStream> = Vec::new();
    for index in 0..scope.api.operations.len() {
        operation_tests(scope, OperationId(index), places, &mut taken, &mut tests);
    }
    if tests.is_empty() {
        return None;
    }
    let (krate, module) = (ident(krate), ident(&scope.names.module));
    let about = docs::inner([format!(
        "Every saved response of `{module}`, served by a local server, reaches its own variant."
    )]);
    let api = scope.api_alias();
    let itself = if api == module {
        quote!(self)
    } else {
        quote!(self as #api)
    };
    let groups = top_groups(scope, &tests);
    let servers = scope.names.servers.iter().map(|name| {
        let name = ident(name);
        quote!(.#name(server.url()))
    });
    // Without a value of its own a setting would keep its requests from being sent.
    let settings = scope.api.settings.iter().zip(&scope.names.settings);
    let settings = settings
        .filter(|(setting, _)| setting.default.is_none())
        .map(|(_, name)| {
            let name = ident(name);
            quote!(.#name("example"))
        });
    Some(quote! {
        #about

        use #krate::#module::{#itself, #(#groups),*};
        use #krate::runtime::saved;
        use #krate::runtime::testing::Server;

        const COLLECTION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/", #collection);

        fn client(server: &Server) -> #api::Client {
            #api::Client::builder() #(#servers)* #(#settings)* .build().expect("a client")
        }

        #(#tests)*
    })
}

/// The root of a test crate, which holds the tests as a module: so rustfmt can be told to leave them alone.
pub fn root(feature: &str) -> TokenStream {
    let about = docs::inner([format!("Tests of the module `{feature}`.")]);
    quote! {
        #about
        #![cfg(all(feature = #feature, feature = "testing"))]
        #[rustfmt::skip]
        mod saved_responses;
    }
}

/// The modules that the tests mention.
pub(super) fn top_groups(scope: Scope<'_>, tests: &[TokenStream]) -> Vec<syn::Ident> {
    let all: String = tests.iter().map(ToString::to_string).collect();
    let root = scope.api.children_of(crate::model::GroupId(0));
    let modules = root.map(|(id, _)| &scope.names.groups[id.0].module);
    modules
        .filter(|module| {
            all.contains(&format!("& {module} ::")) || all.contains(&format!(" {module} ::"))
        })
        .map(|module| ident(module))
        .collect()
}

fn operation_tests(
    scope: Scope<'_>,
    id: OperationId,
    places: &Places,
    taken: &mut HashSet<String>,
    tests: &mut Vec<TokenStream>,
) {
    let operation = &scope.api.operations[id.0];
    for example in &operation.examples {
        // An interim answer is never the final one (RFC 9110 §15.2).
        let Some(response) = operation
            .responses
            .iter()
            .find(|r| r.status == example.status && r.status >= 200)
        else {
            continue;
        };
        // A body that is no JSON, for a bare variable in it or a comment, is nothing that a server sends.
        if matches!(response.body, ResponseBody::Json(_)) && !example.is_json {
            continue;
        }
        let group = scope.names.groups[operation.group.0].path.join("_");
        let method = scope.names.operations[id.0].method.trim_start_matches("r#");
        let words = format!("{group}_{method}_{}", example.status);
        let words: Vec<&str> = words.split('_').filter(|word| !word.is_empty()).collect();
        let base = words.join("_");
        let name = (1..)
            .map(|n| {
                if n == 1 {
                    base.clone()
                } else {
                    format!("{base}_{n}")
                }
            })
            .find(|name| taken.insert(name.clone()));
        let name = format_ident!("{}", name.unwrap_or(base));
        let (pointer, status) = (
            places.pointer(example.place),
            proc_macro2::Literal::u16_unsuffixed(example.status),
        );
        let (call, reading, check) = (
            snippet::call(scope, id),
            reading::of_response(scope, id, response),
            check(scope, id, response, &pointer),
        );
        tests.push(quote! {
            #[tokio::test]
            async fn #name() {
                let server = saved::serve(COLLECTION, #pointer);
                let client = client(&server);
                #call
                #reading
                assert_eq!(saved::status(&outcome), Some(#status));
                #check
            }
        });
    }
}

/// Whether the answer is the variant that it should be, and whether its type holds all of the body.
fn check(scope: Scope<'_>, id: OperationId, response: &Response, pointer: &str) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let style = super::literal::Style { scope };
    let variant = ident(&names.variants[&response.status]);
    let is_json = matches!(response.body, ResponseBody::Json(_));
    let lossless = is_json.then(|| quote!(saved::assert_lossless(body, COLLECTION, #pointer);));
    let of_variant = |path: &TokenStream, holder: &TokenStream| match response.body {
        ResponseBody::Empty => quote!(assert!(matches!(#holder, #path::#variant), "{outcome:?}");),
        ResponseBody::Json(_) => quote! {
            let #path::#variant(body) = #holder else { panic!("{outcome:?}") };
            #lossless
        },
        _ => quote!(assert!(matches!(#holder, #path::#variant(_)), "{outcome:?}");),
    };
    if Operation::is_success(response.status) {
        if answer_is_enum(operation) {
            let path = style.item(operation.group, &names.response);
            let check = of_variant(&path, &quote!(answer.body()));
            return quote! {
                let Ok(answer) = &outcome else { panic!("{outcome:?}") };
                #check
            };
        }
        return match is_json {
            true => quote! {
                let Ok(answer) = &outcome else { panic!("{outcome:?}") };
                let body = answer.body();
                #lossless
            },
            false => quote!(assert!(outcome.is_ok(), "{outcome:?}");),
        };
    }
    let (path, api) = (style.item(operation.group, &names.error), scope.api_alias());
    let check = of_variant(&path, &quote!(error.body()));
    quote! {
        let Err(#api::Error::Api(error)) = &outcome else { panic!("{outcome:?}") };
        #check
    }
}
