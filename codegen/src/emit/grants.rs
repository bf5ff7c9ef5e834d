//! Code for tokens that are fetched: the builder's methods for providers and for the grants that OAuth 2 blocks name.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, docs, ident};
use crate::model::docs::is_url;
use crate::model::{
    AtServer, AuthorizationServer, Common, Credential, CredentialId, Grant, GrantParameter,
    GrantType, OAuth2, ParameterPlace, ServerId,
};
use crate::name::GrantNames;

/// The methods of the builder.
pub(super) fn methods(scope: Scope<'_>) -> TokenStream {
    let all = scope.names.credentials.iter().enumerate();
    let providers = all.filter_map(|(index, names)| {
        let method = names.provider.as_ref()?;
        Some(provider(scope, CredentialId(index), method))
    });
    let providers: Vec<_> = providers.collect();
    let server = scope
        .api
        .oauth2
        .as_ref()
        .and_then(|oauth2| oauth2.server.as_ref());
    let grants = server.map(|server| grants(scope, server));
    quote!(#(#providers)* #grants)
}

/// The method that takes a provider in the place of a token.
fn provider(scope: Scope<'_>, id: CredentialId, name: &str) -> TokenStream {
    let key = scope.names.credentials[id.0].key.trim_start_matches("r#");
    let method = scope.names.credentials[id.0]
        .method
        .trim_start_matches("r#");
    let credential = match &scope.api.credentials[id.0] {
        Credential::Token { prefix } => quote! {
            new(provider, |token| runtime::auth::Bearer::with_prefix(#prefix, token))
        },
        Credential::ApiKey {
            key: wire,
            in_query,
        } => {
            let place = ident(if *in_query { "query" } else { "header" });
            quote!(new(provider, |token| runtime::api_key::ApiKey::#place(#wire, token)))
        }
        _ => quote!(bearer(provider)),
    };
    let about = docs::outer([format!(
        "Sets what gives the token, in the place of {}: it is fetched when it is needed, kept while it lasts, and fetched once more if the server refuses it. Of the two the one that is set last counts.",
        docs::code(method)
    )]);
    let name = ident(name);
    quote! {
        #about
        pub fn #name(mut self, provider: impl runtime::TokenProvider) -> Self {
            self.core.credential(#key, runtime::token::Fetched::#credential);
            self
        }
    }
}

fn grants(scope: Scope<'_>, server: &AuthorizationServer) -> TokenStream {
    let grant = grant(scope, server);
    let all = server.grants.iter().zip(&scope.names.grants);
    let all = all.map(|(grant, names)| constructor(scope, server, grant, names));
    quote!(#grant #(#all)*)
}

/// The method that takes any grant. What the collection says counts where the caller says nothing.
fn grant(scope: Scope<'_>, server: &AuthorizationServer) -> TokenStream {
    let (token, provider) = token_methods(scope);
    let url = &server.token_url;
    let mut told = vec![format!(
        "the token URL {}{}",
        link(url),
        moves(scope, server.at.token.as_ref())
    )];
    let token_url = default_url(scope, "default_token_url", url, server.at.token.as_ref());
    let refresh = server
        .refresh_url
        .as_ref()
        .filter(|refresh| *refresh != url);
    let refresh = refresh.map(|url| {
        told.push(format!(
            "{}{} for refresh tokens",
            link(url),
            moves(scope, server.at.refresh.as_ref())
        ));
        default_url(
            scope,
            "default_refresh_url",
            url,
            server.at.refresh.as_ref(),
        )
    });
    let common = server.common();
    told.extend(said(&common));
    let refreshing = server.refresh_parameters.iter();
    let refreshing = refreshing.filter_map(|one| parameter(one, "default_refresh_parameter"));
    let about = docs::outer([
        format!(
            "Gets tokens by an OAuth 2 grant (RFC 6749). It is a [`{provider}`](Self::{provider}), in the place of {}: the one that is set last counts.",
            docs::code(token)
        ),
        format!("Unless the grant says otherwise: {}.", told.join(", ")),
    ]);
    let common = calls(&common);
    let method = ident(provider);
    quote! {
        /// Asks for tokens at this URL, refresh tokens among them, whatever the collection and the grant say: that of a staging or a
        /// mock server.
        pub fn oauth2_token_url(mut self, url: impl Into<String>) -> Self {
            self.core.setting("oauth2_token_url", url.into());
            self
        }

        #about
        pub fn oauth2(self, grant: runtime::Grant) -> Self {
            self.#method(grant #token_url #refresh #common #(#refreshing)*)
        }
    }
}

/// The call that says where an endpoint is.
fn default_url(scope: Scope<'_>, method: &str, url: &str, at: Option<&AtServer>) -> TokenStream {
    match at {
        Some(AtServer { server, rest }) => {
            let (method, server) = (ident(&format!("{method}_at")), server_key(scope, *server));
            quote!(.#method(#server, #rest, #url))
        }
        None => {
            let method = ident(method);
            quote!(.#method(#url))
        }
    }
}

/// That a URL is where the server is.
fn moves(scope: Scope<'_>, at: Option<&AtServer>) -> String {
    let server = at.map(|at| docs::code(server_key(scope, at.server)));
    server.map_or_else(String::new, |server| {
        format!(" (below {server}, wherever that is)")
    })
}

/// The methods that set the token of the grants, and what gives it.
fn token_methods(scope: Scope<'_>) -> (&str, &str) {
    let id = scope.api.token_credential();
    let names = id.map(|id| &scope.names.credentials[id.0]);
    let method = names.map_or("bearer_token", |names| &names.method);
    let provider = names.and_then(|names| names.provider.as_deref());
    (
        method.trim_start_matches("r#"),
        provider.unwrap_or("token_provider"),
    )
}

fn server_key<'a>(scope: Scope<'a>, id: ServerId) -> &'a str {
    scope.names.servers[id.0].trim_start_matches("r#")
}

/// The calls that make a grant have these settings.
fn calls(settings: &Common<'_>) -> TokenStream {
    let scope = settings.scope.map(|scope| quote!(.default_scope(#scope)));
    let in_body = settings.in_body.then(|| quote!(.default_in_body()));
    let parameters = settings.parameters.iter();
    let parameters = parameters.filter_map(|one| parameter(one, "default_parameter"));
    quote!(#scope #in_body #(#parameters)*)
}

/// These settings in words.
fn said(settings: &Common<'_>) -> Vec<String> {
    let scope = settings
        .scope
        .map(|scope| format!("the scope {}", docs::code(scope)));
    let in_body = settings
        .in_body
        .then(|| "the client's secret in the form".to_owned());
    let parameters = settings.parameters.iter();
    let parameters = parameters.map(|one| format!("the parameter {}", docs::code(&one.name)));
    scope.into_iter().chain(in_body).chain(parameters).collect()
}

fn parameter(parameter: &GrantParameter, method: &str) -> Option<TokenStream> {
    let (name, value) = (&parameter.name, parameter.value.as_ref()?);
    let (method, place) = (ident(method), place(parameter.place));
    Some(quote!(.#method(#place, #name, #value)))
}

fn place(place: ParameterPlace) -> TokenStream {
    match place {
        ParameterPlace::Body => quote!(runtime::oauth2::Place::Body),
        ParameterPlace::Query => quote!(runtime::oauth2::Place::Query),
        ParameterPlace::Header => quote!(runtime::oauth2::Place::Header),
    }
}

/// The method for one grant.
fn constructor(
    scope: Scope<'_>,
    server: &AuthorizationServer,
    grant: &Grant,
    names: &GrantNames,
) -> TokenStream {
    let method = ident(&names.method);
    let own = calls(&grant.beside(&server.common()));
    let names: Vec<_> = names.arguments.iter().map(|name| ident(name)).collect();
    let more = grant.arguments().zip(&names).map(|(one, value)| {
        let (name, place) = (&one.name, place(one.place));
        quote!(.parameter_in(#place, #name, #value))
    });
    let mut arguments = quote!(#(#names: impl Into<String>,)* client_id: impl Into<String>, client_secret: impl Into<String>);
    let (about, new) = match &grant.kind {
        GrantType::ClientCredentials => (
            "Gets tokens for the client itself (RFC 6749 §4.4).".to_owned(),
            quote!(client_credentials(client_id, client_secret)),
        ),
        GrantType::Password => {
            arguments.extend(quote!(, username: impl Into<String>, password: impl Into<String>));
            (
                "Gets tokens by the password of a user (RFC 6749 §4.3).".to_owned(),
                quote!(password(client_id, client_secret, username, password)),
            )
        }
        GrantType::Other(name) => (
            format!("Gets tokens by the grant {}.", docs::code(name)),
            quote!(of_type(#name, client_id, client_secret)),
        ),
        GrantType::AuthorizationCode => {
            return authorization_code(scope, server, grant, &method, &own);
        }
    };
    let about = docs::outer([format!(
        "{about} They take the place of {}. Anything else is set by [`oauth2`](Self::oauth2).",
        docs::code(token_methods(scope).0)
    )]);
    quote! {
        #about
        pub fn #method(self, #arguments) -> Self {
            self.oauth2(runtime::Grant::#new #(#more)* #own)
        }
    }
}

fn authorization_code(
    scope: Scope<'_>,
    server: &AuthorizationServer,
    grant: &Grant,
    method: &syn::Ident,
    own: &TokenStream,
) -> TokenStream {
    let auth = server.auth_url.as_deref().unwrap_or_default();
    // A flow begins at the server as it is set, so it is the builder's.
    let (receiver, page) = match &server.at.auth {
        Some(AtServer { server, rest }) => {
            let server = server_key(scope, *server);
            (
                Some(quote!(&self,)),
                quote!(self.core.url_at(#server, #rest, #auth)),
            )
        }
        None => (None, quote!(#auth)),
    };
    let begins = moves(scope, server.at.auth.as_ref());
    let scope = grant.scope.as_ref().map(|scope| quote!(.scope(#scope)));
    let exchange = (!own.is_empty()).then(|| quote!(.exchange_with(|grant| grant #own)));
    let parameters = server.auth_parameters.iter();
    let parameters = parameters.map(|(name, value)| quote!(.parameter(#name, #value)));
    let about = docs::outer([
        format!("A flow in which a user agrees at {}{begins} (RFC 6749 §4.1, RFC 7636).", link(auth)),
        "`begin` gives the URL to send the user to, `finish` makes of the URL at which the user comes back what [`oauth2`](Self::oauth2) takes.".to_owned(),
    ]);
    quote! {
        #about
        pub fn #method(
            #receiver
            client_id: impl Into<String>,
            redirect_uri: impl Into<String>,
        ) -> runtime::oauth2_code::AuthorizationCode {
            runtime::oauth2_code::AuthorizationCode::new(client_id, redirect_uri).auth_url(#page) #scope #(#parameters)* #exchange
        }
    }
}

fn link(url: &str) -> String {
    match is_url(url) {
        true => format!("<{url}>"),
        false => docs::code(url),
    }
}

/// The method by which a first program gets its token, if a client by itself can: its name, and the variables that it reads.
pub(super) fn from_environment(scope: Scope<'_>, oauth2: &OAuth2) -> Option<(String, Vec<String>)> {
    let server = oauth2.server.as_ref()?;
    let is_own = |grant: &Grant| {
        matches!(
            grant.kind,
            GrantType::ClientCredentials | GrantType::Other(_)
        )
    };
    let at = server.grants.iter().position(is_own)?;
    let names = &scope.names.grants[at];
    let arguments = names.arguments.iter();
    let arguments = arguments.map(|name| name.trim_start_matches("r#").to_uppercase());
    let own = ["CLIENT_ID", "CLIENT_SECRET"].map(str::to_owned);
    Some((names.method.clone(), arguments.chain(own).collect()))
}
