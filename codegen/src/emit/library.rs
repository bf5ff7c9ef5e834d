//! The library part of a generated crate: which runtime files an API needs, the module that holds them, and the crate
//! that holds everything.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, structs};
use crate::infer::{TypeKind, Types};
use crate::model::{Api, AuthorizationServer, Body, Credential, FormField, GrantType, Signature};

/// A file of the runtime.
#[derive(Debug)]
pub struct RuntimeFile {
    /// Module name; the file is `<name>.rs`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Whether rustdoc leaves it out.
    hidden: bool,
    /// What the runtime's module gives on.
    exports: &'static [&'static str],
    /// Crates that only this file needs.
    pub dependencies: &'static [&'static str],
    /// When it is there.
    pub presence: Presence,
}

/// When a runtime file is part of a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Core,
    /// If an API needs it.
    Needed,
    /// Behind the cargo feature of this name.
    Feature(&'static str),
    /// Behind the cargo feature of this name, if an API needs it.
    NeededFeature(&'static str),
}

macro_rules! file {
    ($name:literal, $hidden:literal, $exports:expr, $dependencies:expr, $presence:expr) => {
        RuntimeFile {
            name: $name,
            text: include_str!(concat!("../../runtime/src/", $name, ".rs")),
            hidden: $hidden,
            exports: &$exports,
            dependencies: &$dependencies,
            presence: $presence,
        }
    };
}

use Presence::{Core, Feature, Needed, NeededFeature};

/// Every file of the runtime, sorted by name.
pub const RUNTIME: [RuntimeFile; 72] = [
    file!(
        "answer",
        true,
        ["Answer", "Decoded", "ErrorBody", "Mismatch"],
        [],
        Core
    ),
    file!("api_key", false, [], [], Needed),
    file!("attempts", true, [], [], Core),
    file!("auth", false, ["Authenticate", "Secret"], [], Core),
    file!("aws_v4", false, ["AwsV4"], ["sha2"], Needed),
    file!("basic", false, [], ["base64"], Needed),
    file!("blocking", false, [], [], Feature("blocking")),
    file!("blocking_pages", false, [], [], NeededFeature("blocking")),
    file!("body", false, ["Body"], [], Core),
    file!("builder", false, ["ClientBuilder"], [], Core),
    file!("call", false, ["Call", "Download"], [], Core),
    file!("carrier", false, ["Carrier"], [], Core),
    file!("challenge", true, [], [], Needed),
    file!("clients", true, [], [], Core),
    file!("core", false, ["Core"], [], Core),
    file!("core_builder", false, ["CoreBuilder"], [], Core),
    file!("digest", false, ["Digest"], ["md-5", "sha2"], Needed),
    file!("edgegrid", false, ["EdgeGrid"], ["sha2"], Needed),
    file!("encode", true, [], [], Core),
    file!("error", false, ["DecodeError", "Error"], [], Core),
    file!("error_body", true, [], [], Needed),
    file!(
        "failure",
        true,
        [
            "BuildError",
            "RequestError",
            "TransportError",
            "TransportErrorKind",
            "Unanswered"
        ],
        [],
        Core
    ),
    file!("file", false, ["File"], ["mime_guess", "tokio"], Needed),
    file!("form", false, ["Form"], [], Needed),
    file!("formats", true, [], [], Feature("mock")),
    file!("fresh", false, [], [], Needed),
    file!("hawk", false, ["Hawk"], ["sha1", "sha2"], Needed),
    file!("headers", true, [], [], Core),
    file!("json_text", false, ["JsonText"], [], Needed),
    file!("jwt", false, ["Jwt"], ["base64", "sha2"], Needed),
    file!("limits", true, [], [], Core),
    file!("link", true, [], [], Needed),
    file!(
        "middleware",
        false,
        ["Attempt", "Handling", "Middleware"],
        [],
        Core
    ),
    file!("mock", false, [], [], Feature("mock")),
    file!("mock_check", true, [], [], Feature("mock")),
    file!("mock_data", true, [], [], Feature("mock")),
    file!("mock_engine", true, [], [], Feature("mock")),
    file!("mock_match", true, [], [], Feature("mock")),
    file!("mock_pages", true, [], [], Feature("mock")),
    file!("mock_request", true, [], [], Feature("mock")),
    file!("mock_saved", true, [], [], Feature("mock")),
    file!("mock_tokens", true, [], [], Feature("mock")),
    file!("mock_transport", true, [], [], Feature("mock")),
    file!("mock_values", true, [], [], Feature("mock")),
    file!("multipart", false, ["Multipart"], [], Needed),
    file!("multipart_file", true, [], [], Needed),
    file!("nullable", true, [], [], Needed),
    file!("number", false, ["Number"], [], Needed),
    file!("oauth1", false, ["OAuth1"], ["sha1", "sha2"], Needed),
    file!("oauth2", false, ["Grant"], [], Needed),
    file!("oauth2_answer", false, ["GrantError"], [], Needed),
    file!(
        "oauth2_code",
        false,
        [],
        ["base64", "getrandom", "sha2"],
        Needed
    ),
    file!("oauth2_request", true, [], ["base64"], Needed),
    file!("pages", false, ["Items", "Pages"], ["futures-core"], Needed),
    file!("paging", false, ["Paging"], [], Needed),
    file!(
        "param",
        false,
        ["Indexed", "Joined", "Pairs", "Setting", "ToParam"],
        [],
        Core
    ),
    file!("received", true, [], [], Feature("testing")),
    file!("redirect", true, [], [], Core),
    file!("request", true, ["Parts", "Request"], [], Core),
    file!("response", false, ["AnyBody", "Response"], [], Core),
    file!("retry", false, ["Retries"], [], Core),
    file!("saved", false, [], [], Feature("testing")),
    file!("secret_debug", true, [], [], Needed),
    file!("sent", false, [], [], Feature("testing")),
    file!("signature", true, [], ["base64", "hmac"], Needed),
    file!("string_enum", true, [], [], Needed),
    file!("target", true, [], [], Core),
    file!("testing", false, [], [], Feature("testing")),
    file!(
        "token",
        false,
        ["Token", "TokenError", "TokenProvider"],
        ["futures-util"],
        Needed
    ),
    file!("tracing", false, [], [], Feature("tracing")),
    file!("transport", false, ["Incoming", "Transport"], [], Core),
    file!("wire", true, [], [], Core),
];

/// The optional runtime files that an API needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs(BTreeSet<&'static str>);

impl Needs {
    /// What the operations, credentials and types of an API ask for.
    pub fn of(api: &Api, types: &Types) -> Self {
        let mut needs = BTreeSet::new();
        for credential in &api.credentials {
            match credential {
                Credential::Bearer | Credential::Token { .. } | Credential::Signed { .. } => {}
                Credential::Basic => _ = needs.insert("basic"),
                Credential::ApiKey { .. } | Credential::Composed { .. } => {
                    _ = needs.insert("api_key");
                }
                Credential::Signature(signature) => {
                    needs.extend([signature.name(), "signature", "fresh"]);
                    if matches!(signature, Signature::Digest) {
                        needs.insert("challenge");
                    }
                }
            }
        }
        if api.token_credential().is_some() {
            needs.insert("token");
        }
        if let Some(oauth2) = &api.oauth2 {
            needs.extend(["oauth2", "oauth2_answer", "oauth2_request"]);
            let server = oauth2.server.as_ref();
            if server.is_some_and(has_code) {
                needs.insert("oauth2_code");
            }
        }
        for operation in &api.operations {
            match &operation.body {
                Some(Body::File) => _ = needs.insert("file"),
                Some(Body::Form {
                    multipart: false, ..
                }) => _ = needs.insert("form"),
                Some(Body::Form {
                    multipart: true,
                    fields,
                }) => {
                    needs.insert("multipart");
                    if fields
                        .iter()
                        .any(|field| matches!(field, FormField::File { .. }))
                    {
                        needs.extend(["file", "multipart_file"]);
                    }
                }
                Some(Body::Json { .. } | Body::Text { .. }) | None => {}
            }
        }
        if types
            .defs
            .iter()
            .any(|def| matches!(def.kind, TypeKind::Enum(_)))
        {
            needs.insert("string_enum");
        }
        if types.defs.iter().any(structs::reads_null) {
            needs.insert("nullable");
        }
        let mut operations = api.operations.iter();
        if operations.any(|operation| operation.errors().next().is_some()) {
            needs.insert("error_body");
        }
        if types.has_json_text() {
            needs.insert("json_text");
        }
        if types.has_number() {
            needs.insert("number");
        }
        let params = api
            .operations
            .iter()
            .flat_map(|operation| operation.optional_params().chain(operation.form_params()));
        if params.into_iter().any(|param| param.fresh.is_some()) || types.has_fresh_members(api) {
            needs.insert("fresh");
        }
        if types.has_pages() {
            needs.extend(["blocking_pages", "link", "pages", "paging"]);
        }
        if has_secrets(api, types) {
            needs.insert("secret_debug");
        }
        Self(needs)
    }

    /// Whether a file is among them.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// The crates that these files need beyond those that every client needs.
    pub fn dependencies(&self) -> BTreeSet<&'static str> {
        let files = RUNTIME.iter().filter(|file| self.contains(file.name));
        files.flat_map(|file| file.dependencies).copied().collect()
    }
}

/// Whether a block names the grant with an authorization code.
fn has_code(server: &AuthorizationServer) -> bool {
    let mut grants = server.grants.iter();
    grants.any(|grant| grant.kind == GrantType::AuthorizationCode)
}

/// Whether a struct has a field that is kept out of `Debug`.
fn has_secrets(api: &Api, types: &Types) -> bool {
    let in_types = types.defs.iter().any(|def| match &def.kind {
        TypeKind::Struct(fields) => fields.iter().any(|field| field.secret),
        TypeKind::Enum(_) | TypeKind::Union(_) => false,
    });
    let in_params = api
        .operations
        .iter()
        .any(|operation| operation.optional_params().any(|param| param.secret));
    let in_forms = api
        .operations
        .iter()
        .any(|operation| match &operation.body {
            Some(Body::Form { fields, .. }) => fields
                .iter()
                .any(|field| matches!(field, FormField::Text { param, .. } if param.secret)),
            _ => false,
        });
    in_types || in_params || in_forms
}

/// An API of a crate, as far as the library part knows it.
#[derive(Debug, Clone)]
pub struct Member {
    /// Module and feature.
    pub name: String,
    /// The collection's name.
    pub title: String,
    /// The runtime files it needs.
    pub needs: Needs,
}

/// The runtime files of a crate with these members.
pub fn runtime_files(
    members: &[Member],
    gates: Gates,
) -> impl Iterator<Item = &'static RuntimeFile> {
    RUNTIME
        .iter()
        .filter(move |file| gates.holds(file))
        .filter(|file| match file.presence {
            Core | Feature(_) => true,
            Needed | NeededFeature(_) => members
                .iter()
                .any(|member| member.needs.contains(file.name)),
        })
}

/// Whose features say which runtime files there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gates {
    /// A file is there with the feature of any member that needs it.
    PerMember,
    /// A file that is needed is always there.
    None,
    /// The module is part of a crate whose features are not ours: no file is behind one. The test server is left out.
    Foreign {
        /// Whether calls can be waited for without `async`.
        blocking: bool,
    },
}

impl Gates {
    fn holds(self, file: &RuntimeFile) -> bool {
        match (self, file.presence) {
            (Gates::Foreign { blocking }, Feature(name) | NeededFeature(name)) => {
                blocking && name == "blocking"
            }
            _ => true,
        }
    }
}

/// The runtime's own module.
pub fn runtime_module(members: &[Member], gates: Gates) -> TokenStream {
    let condition = |file, members| condition(file, members, gates);
    let about = docs::inner([
        "What the clients of this crate have in common: transport, credentials, encoding, errors.",
        "The files of this module are the same in every generated crate; those that no collection needs are left out.",
    ]);
    let modules = runtime_files(members, gates).map(|file| {
        let condition = condition(file, members);
        let hidden = file.hidden.then(|| quote!(#[doc(hidden)]));
        let name = ident(file.name);
        quote!(#condition #hidden pub mod #name;)
    });
    let exports = runtime_files(members, gates)
        .filter(|file| !file.exports.is_empty())
        .map(|file| {
            let condition = condition(file, members);
            let name = ident(file.name);
            let exports = file.exports.iter().map(|name| ident(name));
            quote!(#condition pub use self::#name::{#(#exports),*};)
        });
    let macros = ["error_body", "secret_debug", "string_enum"]
        .into_iter()
        .filter_map(|name| {
            let file = RUNTIME
                .iter()
                .find(|file| file.name == name && members.iter().any(|m| m.needs.contains(name)))?;
            let (condition, name) = (condition(file, members), ident(name));
            Some(quote!(#condition pub(crate) use self::#name::#name;))
        });
    let installed = installed(gates);
    quote!(#about #(#modules)* #(#exports)* #(#macros)* #installed)
}

/// What is around every try of every client: what the features of the crate bring.
fn installed(gates: Gates) -> TokenStream {
    let about = docs::outer([
        "What is around every try of every client: what the features of the crate bring.",
    ]);
    let function = |items| quote!(#about fn installed() -> Vec<Box<dyn Middleware>> { #items });
    let none = function(quote!(Vec::new()));
    if matches!(gates, Gates::Foreign { .. }) {
        return none;
    }
    let tracing = function(quote!(vec![Box::new(self::tracing::Tracing)]));
    quote! {
        #[cfg(feature = "tracing")]
        #tracing
        #[cfg(not(feature = "tracing"))]
        #none
    }
}

fn condition(file: &RuntimeFile, members: &[Member], gates: Gates) -> Option<TokenStream> {
    let feature = match file.presence {
        Feature(name) | NeededFeature(name) if !matches!(gates, Gates::Foreign { .. }) => {
            Some(quote!(feature = #name))
        }
        _ => None,
    };
    let of_members = match file.presence {
        Needed | NeededFeature(_) if gates == Gates::PerMember => {
            let features: Vec<&String> = members
                .iter()
                .filter(|m| m.needs.contains(file.name))
                .map(|m| &m.name)
                .collect();
            Some(match features.as_slice() {
                [one] => quote!(feature = #one),
                many => quote!(any(#(feature = #many),*)),
            })
        }
        _ => None,
    };
    match (feature, of_members) {
        (Some(one), Some(other)) => Some(quote!(#[cfg(all(#one, #other))])),
        (Some(one), None) | (None, Some(one)) => Some(quote!(#[cfg(#one)])),
        (None, None) => None,
    }
}

/// The root of a crate with a feature for each member.
pub fn root(members: &[Member]) -> TokenStream {
    let mut about = vec![
        "Typed clients, generated from Postman collections.".to_owned(),
        "Each collection is a module behind the cargo feature of the same name:".to_owned(),
    ];
    let list = members
        .iter()
        .map(|member| format!("* `{}`: {}", member.name, docs::title(&member.title)));
    about.push(list.collect::<Vec<_>>().join("\n"));
    let about = docs::inner(about);
    let modules = members.iter().map(|member| {
        let (feature, name) = (&member.name, ident(&member.name));
        quote! {
            #[cfg(feature = #feature)]
            #[rustfmt::skip]
            pub mod #name;
        }
    });
    quote! {
        #about
        #![warn(missing_docs)]
        #(#modules)*
        #[rustfmt::skip]
        pub mod runtime;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands before the module of a file, in a crate of two members of which one needs it.
    fn check(file: &str, gates: Gates, expected: Option<&str>) {
        let member = |name: &str, needs: &[&'static str]| Member {
            name: name.to_owned(),
            title: String::new(),
            needs: Needs(needs.iter().copied().collect()),
        };
        let members = [
            member("shop", &["pages", "blocking_pages"]),
            member("zoo", &[]),
        ];
        let mut files = runtime_files(&members, gates);
        let condition = files
            .find(|known| known.name == file)
            .map(|known| condition(known, &members, gates))
            .map(|tokens| {
                tokens.map_or(String::new(), |tokens| tokens.to_string().replace(' ', ""))
            });
        assert_eq!(condition.as_deref(), expected, "{file} {gates:?}");
    }

    #[test]
    fn which_files_are_there_and_when() {
        let foreign = |blocking| Gates::Foreign { blocking };
        for (file, gates, expected) in [
            ("call", Gates::PerMember, Some("")),
            ("link", Gates::PerMember, None),
            ("pages", Gates::PerMember, Some("#[cfg(feature=\"shop\")]")),
            ("pages", Gates::None, Some("")),
            (
                "blocking",
                Gates::None,
                Some("#[cfg(feature=\"blocking\")]"),
            ),
            ("blocking", foreign(false), None),
            (
                "blocking_pages",
                Gates::PerMember,
                Some("#[cfg(all(feature=\"blocking\",feature=\"shop\"))]"),
            ),
            (
                "blocking_pages",
                Gates::None,
                Some("#[cfg(feature=\"blocking\")]"),
            ),
            ("blocking_pages", foreign(true), Some("")),
            ("blocking_pages", foreign(false), None),
        ] {
            check(file, gates, expected);
        }
    }
}
