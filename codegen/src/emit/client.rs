//! The client of an API: its builder, and the way to the folders.

use proc_macro2::TokenStream;
use quote::quote;

use super::library::Needs;
use super::request::carried;
use super::{
    Scope, bodies, credentials, docs, grants, group, ident, imports, mock, operation, snippet,
};
use crate::model::docs::is_url;
use crate::model::{ConstantValue, GroupId, OperationAuth, is_local};

const ROOT: GroupId = GroupId(0);

/// The API's own module.
pub(super) fn module(scope: Scope<'_>) -> TokenStream {
    let api = scope.api;
    let title = docs::title(&api.title);
    let about = docs::inner([
        format!(
            "Client for {}.",
            if title.is_empty() { &api.name } else { &title }
        ),
        api.docs.clone(),
        scripted(scope),
    ]);
    let modules = group::child_modules(scope, ROOT);
    let client = client(scope);
    let builder = builder(scope);
    let environments = environments(scope);
    let items = group::items(scope, ROOT);
    let body = quote! { #client #builder #environments #items };
    let mut public = vec!["AnyBody", "BuildError", "Call", "Error", "Response"];
    if Needs::of(scope.api, scope.types).contains("file") {
        public.push("File");
    }
    let imports = imports::of(scope.layout, &body, 0, &public);
    let public = public.iter().map(|name| ident(name));
    let runtime = imports::runtime(scope.layout, 0);
    let own_runtime = scope.layout.holds_runtime().then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod runtime;
        }
    });
    let examples = bodies::is_needed(scope).then(|| {
        let module = ident(bodies::MODULE);
        quote! {
            #[cfg(feature = "testing")]
            mod #module;
        }
    });
    let mock = mock::module(scope);
    quote! {
        #about
        #modules
        #examples
        #own_runtime
        pub use #runtime::{#(#public),*};
        #imports
        #body
        #mock
    }
}

/// Which requests the collection changes by scripts.
fn scripted(scope: Scope<'_>) -> String {
    const HEADING: &str = "# Scripts\n\n";
    let all = scope.api.operations.iter();
    let scripted = all.filter(|operation| operation.scripted.is_some());
    match scripted.count() {
        0 => String::new(),
        1 => format!(
            "{HEADING}A script of the collection changes one request before it is sent, whose documentation says so. It is not run here."
        ),
        many => format!(
            "{HEADING}Scripts of the collection change {many} requests before they are sent, whose documentation says so. They are not run here."
        ),
    }
}

fn client(scope: Scope<'_>) -> TokenStream {
    let title = docs::title(&scope.api.title);
    let name = if title.is_empty() {
        scope.api.name.clone()
    } else {
        title
    };
    let about = docs::outer([
        format!("A client for {name}."),
        "Cheap to clone: clones share connections and settings.".to_owned(),
        match &scope.api.usual.auth {
            OperationAuth::Credentials(ids) => format!(
                "Requests carry the credential {} unless their documentation says otherwise.",
                operation::credentials(scope, ids)
            ),
            OperationAuth::Unstated | OperationAuth::None => String::new(),
        },
    ]);
    let accessors = group::accessors(scope, ROOT);
    let methods = group::methods(scope, ROOT);
    let overrides = overrides(scope);
    let defaults = scope
        .api
        .settings
        .iter()
        .zip(&scope.names.settings)
        .filter_map(|(setting, name)| {
            let (key, value) = (name.trim_start_matches("r#"), setting.default.as_ref()?);
            Some(quote!(core.default_setting(#key, #value);))
        });
    let defaults: Vec<_> = defaults.chain(usual(scope)).collect();
    let servers = scope
        .api
        .servers
        .iter()
        .zip(&scope.names.servers)
        .map(|(server, name)| {
            let name = name.trim_start_matches("r#");
            match &server.url {
                Some(url) => quote!((#name, Some(#url))),
                None => quote!((#name, None)),
            }
        });
    let new_core = quote!(CoreBuilder::new(&[#(#servers),*]));
    let new_builder = if defaults.is_empty() {
        quote!(ClientBuilder::new(#new_core, |core| Self { core }))
    } else {
        quote! {
            let mut core = #new_core;
            #(#defaults)*
            ClientBuilder::new(core, |core| Self { core })
        }
    };
    quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct Client {
            core: Core,
        }

        impl Client {
            /// Begins a client.
            pub fn builder() -> ClientBuilder {
                #new_builder
            }

            #overrides

            /// Any other request to the server, by method and path: for what the collection lacks. A query is added by `.query(…)` on the call: a `?` in the path belongs to the path.
            pub fn request(&self, method: &str, path: &str) -> Call<AnyBody> {
                self.core.any_request(method, path)
            }

            #accessors
            #methods
        }
    }
}

/// What requests carry that say nothing else.
fn usual(scope: Scope<'_>) -> impl Iterator<Item = TokenStream> {
    let usual = &scope.api.usual;
    let keys = carried(scope, &usual.auth);
    let auth = (keys != ["bearer"]).then(|| quote!(core.usual_credentials(&[#(#keys),*]);));
    let auth = auth.into_iter().chain(credentials::stand_ins(scope));
    let headers = usual.headers.iter().map(move |header| {
        let wire = &header.wire;
        match &header.value {
            ConstantValue::Literal(text) => quote!(core.usual_header(#wire, #text);),
            ConstantValue::Setting(id) => {
                let key = scope.names.settings[id.0].trim_start_matches("r#");
                quote!(core.usual_setting(#wire, #key);)
            }
        }
    });
    auth.chain(headers)
}

fn builder(scope: Scope<'_>) -> TokenStream {
    let servers = servers(scope);
    let credentials = credentials::methods(scope);
    let grants = grants::methods(scope);
    let settings = settings(scope);
    let environment = environment(scope);
    quote! {
        /// Settings of a [`Client`]: those of the API, and those that [every client](runtime::ClientBuilder) has.
        pub type ClientBuilder = runtime::ClientBuilder<Client>;

        impl ClientBuilder {
            #servers
            #credentials
            #grants
            #settings
            #environment
        }
    }
}

fn servers(scope: Scope<'_>) -> TokenStream {
    let methods = scope
        .api
        .servers
        .iter()
        .zip(&scope.names.servers)
        .enumerate()
        .map(|(index, (server, method))| {
            let key = method.trim_start_matches("r#");
            let which = if index == 0 {
                "Sets the server.".to_owned()
            } else {
                format!("Sets the server {}.", docs::code(&server.name))
            };
            let default = match &server.url {
                Some(url) if is_url(url) => format!("Unless set it is <{url}>."),
                Some(url) => format!("Unless set it is {}.", docs::code(url)),
                None if index == 0 => "The collection names none, so it has to be set.".to_owned(),
                None => {
                    "The collection names none, so requests to it fail until it is set.".to_owned()
                }
            };
            let scheme = server.scheme.as_deref().unwrap_or("http");
            let scheme_doc = match server.url.as_deref().map(|url| scheme == "http" && is_local(url)) {
                Some(true) => "A URL without a scheme is taken for `http`, as Postman does; write `https://` for a server elsewhere.".to_owned(),
                Some(false) => String::new(),
                None => format!(
                    "A URL without a scheme is taken for {}.",
                    docs::code(scheme)
                ),
            };
            let about = docs::outer([which, default, scheme_doc]);
            let method = ident(method);
            quote! {
                #about
                pub fn #method(mut self, url: impl Into<String>) -> Self {
                    self.core.server(#key, #scheme, url.into());
                    self
                }
            }
        });
    quote!(#(#methods)*)
}

fn settings(scope: Scope<'_>) -> TokenStream {
    let methods = scope.api.settings.iter().zip(&scope.names.settings).map(|(setting, method)| {
        let key = method.trim_start_matches("r#");
        let default = match &setting.default {
            Some(value) => format!("Unless set it is {}.", docs::code(value)),
            None => "The collection gives it no value: requests with it in their path fail until it is set.".to_owned(),
        };
        let about = docs::outer([format!("Sets {}, which many requests carry.", docs::code(&setting.name)), default]);
        let method = ident(method);
        quote! {
            #about
            pub fn #method(mut self, value: impl Into<String>) -> Self {
                self.core.setting(#key, value.into());
                self
            }
        }
    });
    quote!(#(#methods)*)
}

/// The exported environments, to choose one from.
fn environments(scope: Scope<'_>) -> Option<TokenStream> {
    let environments = scope.api.environments.iter().zip(&scope.names.environments);
    let variants: Vec<_> = environments
        .map(|(environment, name)| {
            let about = docs::outer([format!("{}.", docs::code(&environment.name))]);
            let name = ident(name);
            quote!(#about #name,)
        })
        .collect();
    (!variants.is_empty()).then(|| {
        quote! {
            /// The environments that were exported with the collection: their servers and settings.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum Environment { #(#variants)* }
        }
    })
}

/// The method that chooses an environment.
fn environment(scope: Scope<'_>) -> Option<TokenStream> {
    let (api, names) = (scope.api, scope.names);
    let arms: Vec<_> = api
        .environments
        .iter()
        .zip(&names.environments)
        .map(|(environment, name)| {
            let name = ident(name);
            let servers = environment.servers.iter().map(|(id, url)| {
                let key = names.servers[id.0].trim_start_matches("r#");
                quote!(self.core.default_server(#key, #url);)
            });
            let settings = environment.settings.iter().map(|(id, value)| {
                let key = names.settings[id.0].trim_start_matches("r#");
                quote!(self.core.default_setting(#key, #value);)
            });
            quote!(Environment::#name => { #(#servers)* #(#settings)* })
        })
        .collect();
    (!arms.is_empty()).then(|| {
        quote! {
            /// Takes servers and settings from an environment, but for those that are set by themselves.
            pub fn environment(mut self, environment: Environment) -> Self {
                match environment { #(#arms)* }
                self
            }
        }
    })
}

/// Methods of the client that change a setting for the calls made with the result.
fn overrides(scope: Scope<'_>) -> TokenStream {
    let methods = scope
        .api
        .settings
        .iter()
        .zip(&scope.names.settings)
        .map(|(setting, method)| {
            let key = method.trim_start_matches("r#");
            let name = snippet::with_setting(method);
            let about = docs::outer([format!(
                "The same client with another {}: for some calls, or for one.",
                docs::code(&setting.name)
            )]);
            quote! {
                #about
                pub fn #name(&self, value: impl Into<String>) -> Self {
                    Self { core: self.core.with_setting(#key, value.into()) }
                }
            }
        });
    quote!(#(#methods)*)
}
