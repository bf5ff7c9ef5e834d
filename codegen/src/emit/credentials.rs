//! Code for credentials: the builder's methods, and what goes in the place of what is not set.

use indexmap::IndexSet;
use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, docs, ident, signing};
use crate::model::{
    Credential, CredentialId, GroupId, Operation, OperationAuth, ServerId, composed,
};

/// So many folders are named one by one.
const FEW: usize = 3;

/// The methods of the builder.
pub(super) fn methods(scope: Scope<'_>) -> TokenStream {
    let names = &scope.names.credentials;
    let all = scope.api.credentials.iter().zip(names).enumerate();
    let methods = all.map(|(index, (credential, names))| {
        let beside = beside(scope, CredentialId(index));
        let (method, key) = (ident(&names.method), names.key.trim_start_matches("r#"));
        match credential {
            Credential::Bearer => bearer(scope, &method, key, beside),
            Credential::Token { prefix } => {
                let value = format!("Authorization: {prefix} …").replace(":  ", ": ");
                let about = docs::outer([format!("Sets the token that is sent as {}.", docs::code(&value)), beside]);
                quote! {
                    #about
                    pub fn #method(mut self, token: impl Into<String>) -> Self {
                        self.core.credential(#key, runtime::auth::Bearer::with_prefix(#prefix, token));
                        self
                    }
                }
            }
            Credential::Basic => {
                let about = docs::outer(["Sets user name and password: `Authorization: Basic …` (RFC 7617), on requests that ask for it.".to_owned(), beside]);
                quote! {
                    #about
                    pub fn #method(mut self, username: impl Into<String>, password: impl Into<String>) -> Self {
                        self.core.credential(#key, runtime::basic::Basic::new(username, password));
                        self
                    }
                }
            }
            Credential::Signature(signature) => signing::method(signature, &method, key, &beside),
            Credential::Signed { kind } => {
                let about = docs::outer([
                    format!("Sets what signs the requests for which the collection asks for auth of the type {}.", docs::code(kind)),
                    "This client does not sign them by itself: without a signer they go out as they are.".to_owned(),
                    beside,
                ]);
                quote! {
                    #about
                    pub fn #method(mut self, signer: impl runtime::Authenticate) -> Self {
                        self.core.credential(#key, signer);
                        self
                    }
                }
            }
            Credential::Composed { key: wire, texts, .. } => {
                let value = |open: &str, close: &str| composed(texts, &names.arguments, open, close);
                let shown = docs::code(&format!("{wire}: {}", value("<", ">")));
                let about = docs::outer([format!("Sets what is sent as {shown}."), beside]);
                let arguments = names.arguments.iter().map(|name| ident(name));
                let format = composed(&texts.iter().map(|text| text.replace('{', "{{").replace('}', "}}")).collect::<Vec<_>>(), &names.arguments, "{", "}");
                quote! {
                    #about
                    pub fn #method(mut self, #(#arguments: impl std::fmt::Display),*) -> Self {
                        self.core.credential(#key, runtime::api_key::ApiKey::header(#wire, format!(#format)));
                        self
                    }
                }
            }
            Credential::ApiKey { key: wire, in_query } => {
                let (place, new) = if *in_query { ("query parameter", quote!(query)) } else { ("header", quote!(header)) };
                let about = docs::outer([match !in_query && wire.eq_ignore_ascii_case("authorization") {
                    true => format!("Sets the header {}: its whole value, with a scheme if the server asks for one.", docs::code(wire)),
                    false => format!("Sets the API key that is sent as the {place} {}.", docs::code(wire)),
                }, beside]);
                quote! {
                    #about
                    pub fn #method(mut self, value: impl Into<String>) -> Self {
                        self.core.credential(#key, runtime::api_key::ApiKey::#new(#wire, value));
                        self
                    }
                }
            }
        }
    });
    // Many collections show no credential although their API asks for one: a bearer token can always be given.
    let always = (!names.iter().any(|names| names.key == "bearer"))
        .then(|| bearer(scope, &ident("bearer_token"), "bearer", String::new()));
    quote!(#(#methods)* #always)
}

/// What goes out where a credential beside another of its kind is not set: that one, if it is made for the same host, to the host of its
/// own server.
pub(super) fn stand_ins(scope: Scope<'_>) -> Option<TokenStream> {
    let names = &scope.names.credentials;
    let all = (0..names.len()).map(CredentialId);
    let pairs: Vec<_> = all
        .filter_map(|id| {
            let plain = stand_in(scope, id)?;
            let (key, other, home) = (&names[id.0].key, &names[plain.0].key, home(scope, plain));
            Some(quote!((#key, #other, #home)))
        })
        .collect();
    (!pairs.is_empty()).then(|| quote!(core.stand_ins(&[#(#pairs),*]);))
}

fn stand_in(scope: Scope<'_>, id: CredentialId) -> Option<CredentialId> {
    let plain = scope.names.credentials[id.0].beside?;
    scope.api.may_stand_in(plain, id).then_some(plain)
}

/// The key of the server that a credential is made for.
fn home(scope: Scope<'_>, id: CredentialId) -> &str {
    let server = scope.api.origins[id.0].home_server;
    scope.names.servers[server.0].trim_start_matches("r#")
}

/// What tells a credential from others that are sent in the same way; nothing if there are none.
fn beside(scope: Scope<'_>, id: CredentialId) -> String {
    let names = &scope.names.credentials;
    let code = |id: CredentialId| docs::code(names[id.0].method.trim_start_matches("r#"));
    if names[id.0].beside.is_some() {
        let unset = match stand_in(scope, id) {
            Some(plain) => format!(
                "unless it is set, {} goes in its place, to the host of the server {} alone",
                code(plain),
                docs::code(home(scope, plain))
            ),
            None => "no other credential takes its place".to_owned(),
        };
        return format!(
            "It stands for {}, in {}; {unset}.",
            origin(scope, id),
            carriers(scope, id)
        );
    }
    let all = (0..names.len()).map(CredentialId);
    let others = all.filter(|other| names[other.0].beside == Some(id));
    match others.map(code).collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => none,
        others => format!(
            "It stands for {}, in {}. Other requests have their own: {others}.",
            origin(scope, id),
            carriers(scope, id)
        ),
    }
}

/// What stands for a secret in the collection.
fn origin(scope: Scope<'_>, id: CredentialId) -> String {
    let origin = &scope.api.origins[id.0];
    let names: Vec<String> = origin
        .variables
        .iter()
        .map(|name| docs::code(name))
        .collect();
    match (names.as_slice(), &origin.token_url) {
        ([], Some(url)) => format!("the token that {} gives", docs::code(url)),
        ([], None) => "a secret without a variable in the collection".to_owned(),
        ([name], _) => format!("the variable {name} of the collection"),
        (names, _) => format!("the variables {} of the collection", names.join(", ")),
    }
}

/// How many requests carry a credential, and where they stand.
fn carriers(scope: Scope<'_>, id: CredentialId) -> String {
    let carries = |operation: &&Operation| matches!(&operation.auth, OperationAuth::Credentials(ids) if ids.contains(&id));
    let carriers: Vec<&Operation> = scope.api.operations.iter().filter(carries).collect();
    let groups: IndexSet<GroupId> = carriers.iter().map(|operation| operation.group).collect();
    let count = match carriers.len() {
        1 => "1 request".to_owned(),
        many => format!("{many} requests"),
    };
    let paths = groups.iter().map(|id| {
        let path = scope.names.groups[id.0].path.join("::");
        docs::code(if path.is_empty() { "Client" } else { &path })
    });
    match groups.len() {
        0..=FEW => format!("{count} of {}", paths.collect::<Vec<_>>().join(", ")),
        _ => format!(
            "{count}, the first in {}",
            paths.take(1).collect::<String>()
        ),
    }
}

fn bearer(scope: Scope<'_>, method: &syn::Ident, key: &str, beside: String) -> TokenStream {
    let goes = (key == "bearer").then(|| where_bearer_goes(scope));
    let about = docs::outer([
        "Sets the token that is sent as `Authorization: Bearer …` (RFC 6750).".to_owned(),
        goes.unwrap_or_default(),
        beside,
    ]);
    quote! {
        #about
        pub fn #method(mut self, token: impl Into<String>) -> Self {
            self.core.credential(#key, runtime::auth::Bearer::new(token));
            self
        }
    }
}

/// Which requests carry the bearer token: those that ask for it, and to the main server those of which nothing is said.
fn where_bearer_goes(scope: Scope<'_>) -> String {
    let asked = scope
        .names
        .credentials
        .iter()
        .any(|names| names.key == "bearer");
    let is_open = |operation: &Operation| {
        operation.auth == OperationAuth::Unstated && operation.server == ServerId(0)
    };
    let silent = scope.api.operations.iter().any(is_open);
    let server = match scope.names.servers.as_slice() {
        [first, _, ..] => format!(" to the server `{}`", first.trim_start_matches("r#")),
        _ => String::new(),
    };
    match (asked, silent) {
        (true, false) => "It goes with the requests that ask for it.".to_owned(),
        (true, true) => format!(
            "It goes with the requests that ask for it, and with those{server} of whose auth the collection says nothing."
        ),
        (false, true) => {
            format!("It goes with the requests{server} of whose auth the collection says nothing.")
        }
        (false, false) => {
            "No request of the collection carries it, only [`Client::request`].".to_owned()
        }
    }
}
