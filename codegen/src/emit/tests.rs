//! Generated tests: every saved response whose body a server could have sent is served by a local server and must reach its
//! own variant; every request behind a saved response that the operation can make must arrive there as it is saved.
//!
//! The saved bodies of responses stay in the collection; a test reads its own at run time, by JSON pointer.

use std::collections::HashSet;

use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

use super::literal::Style;
use super::operation::answer_is_enum;
use super::{Scope, bodies, docs, ident, reading, snippet};
use crate::diag::Places;
use crate::infer::Call;
use crate::model::{
    Example, OperationId, Original, Response, ResponseBody, STAND_IN, Sent, SentBody, Status,
};
use crate::unique::Unique;

/// The test file of an API, in a crate of this name; `collection` is the path of the file from the crate's folder.
/// `None` if no response is saved.
pub fn module(
    scope: Scope<'_>,
    krate: &str,
    collection: &str,
    places: &Places,
) -> Option<TokenStream> {
    let mut test_names = Unique::default();
    let mut tests: Vec<Test> = Vec::new();
    for index in 0..scope.api.operations.len() {
        operation_tests(
            scope,
            OperationId(index),
            places,
            &mut test_names,
            &mut tests,
        );
    }
    if tests.is_empty() {
        return None;
    }
    let (krate, module) = (ident(krate), ident(&scope.names.module));
    let about = docs::inner([format!(
        "Every saved response of `{module}`, served by a local server, reaches its own variant, and the request behind it arrives as it is saved."
    )]);
    let api = scope.api_alias();
    let itself = if api == module {
        quote!(self)
    } else {
        quote!(self as #api)
    };
    let mut tokens: Vec<TokenStream> = tests.iter().map(|test| test.tokens.clone()).collect();
    tokens.extend(bodies_are_read(scope, &mut test_names));
    let groups = top_groups(scope, &tokens);
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
            quote!(.#name(#STAND_IN))
        });
    let sent = (tests.iter().any(|test| test.has_request)).then(|| quote!(, sent));
    let saved = match (tests.iter().any(|test| test.has_response), sent) {
        (true, Some(sent)) => quote!(saved #sent),
        (true, None) => quote!(saved),
        (false, _) => quote!(sent),
    };
    Some(quote! {
        #about

        use #krate::#module::{#itself, #(#groups),*};
        use #krate::runtime::{#saved, Retries};
        use #krate::runtime::testing::Server;

        const COLLECTION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/", #collection);

        fn client(server: &Server) -> #api::Client {
            let builder = #api::Client::builder().retries(Retries::none()) #(#servers)* #(#settings)*;
            builder.build().expect("a client")
        }

        #(#tokens)*
    })
}

/// A test that all bodies to edit from are of their types.
fn bodies_are_read(scope: Scope<'_>, taken: &mut Unique) -> Option<TokenStream> {
    let calls = bodies::calls(Style::whole(scope));
    let mut name = "bodies_to_edit_from".to_owned();
    while !taken.take(&name) {
        name.push_str("_are_read");
    }
    let name = ident(&name);
    (!calls.is_empty()).then(|| {
        quote! {
            #[test]
            fn #name() {
                #(#calls)*
            }
        }
    })
}

/// A test, and what it is about.
struct Test {
    tokens: TokenStream,
    has_request: bool,
    has_response: bool,
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
    let mentioned: HashSet<&str> = beginnings_of_paths(&all).collect();
    let root = scope.api.children_of(crate::model::GroupId(0));
    let modules = root.map(|(id, _)| &scope.names.groups[id.0].module);
    modules
        .filter(|module| mentioned.contains(module.as_str()))
        .map(|module| ident(module))
        .collect()
}

/// The words of printed tokens that stand before a `::`.
fn beginnings_of_paths(tokens: &str) -> impl Iterator<Item = &str> {
    let before = tokens.split(" ::");
    before.filter_map(|text| Some(text.rsplit_once(' ')?.1))
}

/// A test for each example of an operation that has something to show.
fn operation_tests(
    scope: Scope<'_>,
    id: OperationId,
    places: &Places,
    test_names: &mut Unique,
    tests: &mut Vec<Test>,
) {
    let operation = &scope.api.operations[id.0];
    let mut calls: Vec<Option<&Call>> = Vec::with_capacity(operation.examples.len());
    for (at, example) in operation.examples.iter().enumerate() {
        let replayed = scope.types.replayed(id, at);
        let call = match (replayed, &example.original) {
            (Some(Ok(call)), _) => Some(call),
            (_, Some(Original::SameAs(same))) => calls[*same],
            _ => None,
        };
        calls.push(call);
        let request = match (replayed, &example.original) {
            (Some(Ok(_)), Some(Original::Recorded(recorded))) => Some(arrived(&recorded.sent)),
            _ => None,
        };
        let response = answered(scope, id, example, places);
        if request.is_none() && response.is_none() {
            continue;
        }
        let call = match call {
            Some(call) => snippet::call_with(Style::whole(scope), id, call),
            None => snippet::call_with(
                Style::short(scope),
                id,
                &Call::example(scope.types, operation),
            ),
        };
        let name = ident(&test_names.name(test_name(scope, id, example.status)));
        let has_request = request.is_some();
        let has_response = response.is_some();
        let (server, outcome, check) = match response {
            Some(Answered { server, check }) => (server, quote!(let outcome = #call;), check),
            None => (
                quote!(Server::answering(200, &[], "")),
                quote!(let _ = #call;),
                quote!(),
            ),
        };
        let tokens = quote! {
            #[tokio::test]
            async fn #name() {
                let server = #server;
                let client = client(&server);
                #outcome
                #request
                #check
            }
        };
        tests.push(Test {
            tokens,
            has_request,
            has_response,
        });
    }
}

/// What a test for a saved response is called; others may be called so.
fn test_name(scope: Scope<'_>, id: OperationId, status: Status) -> String {
    let group = scope.api.operations[id.0].group;
    let group = scope.names.groups[group.0].path.join("_");
    let method = scope.names.operations[id.0].method.trim_start_matches("r#");
    let words = format!("{group}_{method}_{status}");
    let words: Vec<&str> = words.split('_').filter(|word| !word.is_empty()).collect();
    words.join("_")
}

/// The lines of a test for a saved response.
struct Answered {
    server: TokenStream,
    check: TokenStream,
}

/// Those for a response that a server could have sent.
fn answered(
    scope: Scope<'_>,
    id: OperationId,
    example: &Example,
    places: &Places,
) -> Option<Answered> {
    let operation = &scope.api.operations[id.0];
    // An interim answer is never the final one (RFC 9110 §15.2).
    let response = operation
        .responses
        .iter()
        .find(|r| r.status == example.status && !r.status.is_interim())?;
    // A body that is no JSON, for a bare variable in it or a comment, is nothing that a server sends.
    if matches!(response.body, ResponseBody::Json(_)) && !example.is_json {
        return None;
    }
    let pointer = places.pointer(example.place);
    let status = Token::u16_unsuffixed(operation.code_of(example.status));
    let reading = reading::of_response(scope, id, response);
    let check = check(scope, id, response, &pointer);
    Some(Answered {
        server: match example.has_code {
            true => quote!(saved::serve(COLLECTION, #pointer)),
            false => quote!(saved::serve_as(#status, COLLECTION, #pointer)),
        },
        check: quote! {
            #reading
            assert_eq!(saved::status(&outcome), Some(#status));
            #check
        },
    })
}

/// Whether the request has arrived as it is saved.
fn arrived(sent: &Sent) -> TokenStream {
    let line = &sent.line;
    let headers = sent
        .headers
        .iter()
        .map(|(name, value)| quote!(.header(#name, #value)));
    let body = match &sent.body {
        SentBody::Nothing => quote!(.empty()),
        SentBody::Json(text) => {
            let text = raw(text);
            quote!(.json(#text))
        }
        SentBody::Text(text) => quote!(.text(#text)),
        SentBody::Form { multipart, pairs } => {
            let method = format_ident!("{}", if *multipart { "multipart" } else { "form" });
            let pairs = pairs.iter().map(|(key, value)| quote!((#key, #value)));
            quote!(.#method(&[#(#pairs),*]))
        }
    };
    quote!(sent::request(&server, #line) #(#headers)* #body;)
}

/// A literal in which quotes stand for themselves. Text with line breaks is none: no literal spans lines.
fn raw(text: &str) -> Token {
    let hashes = "#".repeat(1 + text.matches("\"#").count());
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    let is_plain = !text.contains(['\r', '\n']) && text.contains('"');
    let literal = is_plain.then(|| raw.parse().ok()).flatten();
    literal.unwrap_or_else(|| Token::string(text))
}

/// Whether the answer is the variant that it should be, and whether its type holds all of the body.
fn check(scope: Scope<'_>, id: OperationId, response: &Response, pointer: &str) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let style = Style::short(scope);
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
    if response.status.is_success() {
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
