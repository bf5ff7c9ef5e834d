//! The mock server of an API: two functions around that of the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Layout, Scope, ident, imports};
use crate::mock::{FILE, requests};

/// The module of the mock server. A module in someone's own crate has none: a cargo feature keeps it out of programs.
pub(super) fn module(scope: Scope<'_>) -> Option<TokenStream> {
    let runtime = imports::runtime(scope.layout, 1);
    let servers = scope.names.servers.iter().map(|name| {
        let name = ident(name);
        quote!(.#name(mock.url()))
    });
    let tokens = requests::tokens(scope.api);
    let path = tokens.and_then(|tokens| tokens.paths.into_iter().next());
    let token_url = path.map(|path| {
        let format = format!("{{}}{}", path.replace('{', "{{").replace('}', "}}"));
        quote!(.oauth2_token_url(format!(#format, mock.url())))
    });
    (scope.layout != Layout::Foreign).then(|| {
        quote! {
            /// A server within the process that answers as the collection's saved responses do, for tests.
            #[cfg(feature = "mock")]
            pub mod mock {
                pub use #runtime::mock::*;
                pub use #runtime::testing::Canned;

                /// Starts a server on a free port of this machine.
                ///
                /// # Errors
                ///
                /// If the system has no port or no thread to spare.
                pub fn start() -> Result<Mock, MockError> {
                    Mock::start(include_str!(#FILE))
                }

                /// Begins a client whose servers are all the mock server.
                pub fn client(mock: &Mock) -> super::ClientBuilder {
                    super::Client::builder() #(#servers)* #token_url
                }
            }
        }
    })
}
