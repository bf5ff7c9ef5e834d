//! The program around the requests: its hand-written part, and `main`, which knows the APIs of a crate.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::{Layout, docs, ident};

/// The hand-written part of the program, by file name.
const SUPPORT: [(&str, &str); 14] = [
    ("mod", include_str!("../../../runtime/replay/mod.rs")),
    ("block", include_str!("../../../runtime/replay/block.rs")),
    (
        "collection",
        include_str!("../../../runtime/replay/collection.rs"),
    ),
    (
        "comments",
        include_str!("../../../runtime/replay/comments.rs"),
    ),
    (
        "credentials",
        include_str!("../../../runtime/replay/credentials.rs"),
    ),
    (
        "dynamic",
        include_str!("../../../runtime/replay/dynamic.rs"),
    ),
    ("item", include_str!("../../../runtime/replay/item.rs")),
    (
        "nearly_json",
        include_str!("../../../runtime/replay/nearly_json.rs"),
    ),
    ("part", include_str!("../../../runtime/replay/part.rs")),
    ("run", include_str!("../../../runtime/replay/run.rs")),
    ("saved", include_str!("../../../runtime/replay/saved.rs")),
    ("typed", include_str!("../../../runtime/replay/typed.rs")),
    ("url", include_str!("../../../runtime/replay/url.rs")),
    (
        "variables",
        include_str!("../../../runtime/replay/variables.rs"),
    ),
];

/// The files of the hand-written part.
pub fn support_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    SUPPORT.into_iter()
}

/// The program itself, for APIs by module name.
pub fn program(krate: &str, apis: &[String], layout: Layout) -> TokenStream {
    let about = docs::inner([
        "Sends every request of a collection through the typed client, depth first, each with the header `x-replay-item`: to compare what goes out with what Postman sends.",
        "```text\ncargo run --example replay -- --collection FILE --base-url URL [--environment FILE] [--globals FILE] [--files DIR] [--only NUMBER] [--report FILE] [--api NAME]\n```",
        "What the collection's types cannot hold is reported as not expressible.",
    ]);
    let krate = ident(krate);
    let modules = apis.iter().map(|api| {
        let path = format!("replay/{}.rs", api.trim_start_matches("r#"));
        let name = format_ident!("replay_{}", api.trim_start_matches("r#"));
        let gate = (layout == Layout::Shared).then(|| quote!(#[cfg(feature = #api)]));
        quote! {
            #gate
            #[path = #path]
            #[rustfmt::skip]
            mod #name;
        }
    });
    let choice = match (layout, apis) {
        (Layout::Own, [api]) => {
            let name = format_ident!("replay_{}", api.trim_start_matches("r#"));
            quote!(let requests = #name::REQUESTS;)
        }
        _ => {
            let arms = apis.iter().map(|api| {
                let name = format_ident!("replay_{}", api.trim_start_matches("r#"));
                quote!(#[cfg(feature = #api)] Some(#api) => #name::REQUESTS,)
            });
            let known = format!("replay: say which API it is: --api {}", apis.join(" | "));
            quote! {
                let requests: &[support::run::Request] = match options.api().as_deref() {
                    #(#arms)*
                    _ => {
                        eprintln!(#known);
                        return std::process::ExitCode::from(2);
                    }
                };
            }
        }
    };
    quote! {
        #about
        #(#modules)*
        #[path = "replay/support/mod.rs"]
        #[rustfmt::skip]
        mod support;

        use ::#krate::runtime;

        #[tokio::main(flavor = "current_thread")]
        async fn main() -> std::process::ExitCode {
            let options = match support::run::Options::read(std::env::args().skip(1)) {
                Ok(Some(options)) => options,
                Ok(None) => return std::process::ExitCode::SUCCESS,
                Err(message) => {
                    eprintln!("replay: {message}");
                    return std::process::ExitCode::from(2);
                }
            };
            #choice
            support::run::run(&options, requests).await
        }
    }
}
