//! A small program that builds a client and makes one request: the example of a crate of its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, docs, grants, ident, signing, snippet, tests};
use crate::model::{Credential, OperationAuth, OperationId, SettingId};

/// The program of a crate that holds this API alone. `None` if there is no request.
///
/// What the collection does not say (a server, a credential) comes from the program's environment.
pub fn program(scope: Scope<'_>) -> Option<TokenStream> {
    let id = scope.api.first_request()?;
    let krate = ident(&scope.names.module);
    let about = about(scope, id);
    let settings = settings(scope, id);
    let call = snippet::bare_call(scope, id);
    let modules = tests::top_groups(scope, std::slice::from_ref(&call));
    let modules = (!modules.is_empty()).then(|| quote!(use ::#krate::{#(#modules),*};));
    let variable = (!variables(scope, id).is_empty()).then(|| {
        quote! {
            /// A variable of the environment.
            fn variable(name: &str) -> Result<String, String> {
                std::env::var(name).map_err(|error| format!("{name}: {error}"))
            }
        }
    });
    let api = scope.api_alias();
    let alias = (api != krate && mentions(&call, &api)).then(|| quote!(use ::#krate as #api;));
    Some(quote! {
        #about
        #alias
        #modules

        #[tokio::main]
        async fn main() -> Result<(), Box<dyn std::error::Error>> {
            let client = ::#krate::Client::builder() #(#settings)* .build()?;
            #call
            let answer = outcome?;
            println!("{}", answer.status());
            println!("{:#?}", answer.body());
            Ok(())
        }

        #variable
    })
}

/// What reads a variable of the environment.
pub(super) fn variable(name: &str) -> TokenStream {
    quote!(variable(#name)?)
}

/// Whether code speaks of a module.
fn mentions(code: &TokenStream, module: &syn::Ident) -> bool {
    code.to_string()
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| module == word)
}

fn about(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let request = format!(
        "{} {}",
        operation.method,
        operation.path_template(scope.api)
    );
    let variables: Vec<String> = variables(scope, id)
        .iter()
        .map(|name| docs::code(name))
        .collect();
    let variables = match variables.as_slice() {
        [] => String::new(),
        _ => format!("Set in the environment: {}.", variables.join(", ")),
    };
    docs::inner([
        format!(
            "Builds a client and makes one request: {}.",
            docs::code(&request)
        ),
        variables,
    ])
}

/// A method of the builder, and the variables that its arguments come from.
struct Setting {
    method: String,
    variables: Vec<String>,
    /// The argument, if it is not the variables themselves.
    argument: Option<TokenStream>,
}

impl Setting {
    fn of(method: &str) -> Self {
        let variable = method.trim_start_matches("r#").to_uppercase();
        Self {
            method: method.to_owned(),
            variables: vec![variable],
            argument: None,
        }
    }
}

/// What has to be set before the request can be sent.
fn needed(scope: Scope<'_>, id: OperationId) -> Vec<Setting> {
    let (api, names) = (scope.api, scope.names);
    let operation = &api.operations[id.0];
    let servers = api.servers.iter().zip(&names.servers).enumerate();
    // The builder insists on the main server.
    let mut needed: Vec<Setting> = servers
        .filter(|(index, (server, _))| {
            server.url.is_none() && (*index == 0 || *index == operation.server.0)
        })
        .map(|(_, (_, method))| Setting::of(method))
        .collect();
    let settings = api.settings.iter().zip(&names.settings);
    needed.extend(
        settings
            .enumerate()
            .filter(|(at, (setting, _))| {
                setting.default.is_none() && operation.uses_setting(SettingId(*at))
            })
            .map(|(_, (_, method))| Setting::of(method)),
    );
    let OperationAuth::Credentials(credentials) = &operation.auth else {
        return needed;
    };
    for credential in credentials {
        let method = &names.credentials[credential.0].method;
        let oauth2 = api
            .oauth2
            .as_ref()
            .filter(|oauth2| oauth2.credential == *credential);
        let fetched = oauth2.and_then(|oauth2| grants::from_environment(scope, oauth2));
        if let Some((method, variables)) = fetched {
            needed.push(Setting {
                method,
                variables,
                argument: None,
            });
            continue;
        }
        match &api.credentials[credential.0] {
            Credential::Bearer | Credential::Token { .. } | Credential::ApiKey { .. } => {
                needed.push(Setting::of(method))
            }
            Credential::Composed { .. } => {
                let names = names.credentials[credential.0].arguments.iter();
                let names = names.map(|name| name.trim_start_matches("r#").to_ascii_uppercase());
                needed.push(Setting {
                    method: method.clone(),
                    variables: names.collect(),
                    argument: None,
                });
            }
            Credential::Basic => {
                let variables = vec!["USERNAME".to_owned(), "PASSWORD".to_owned()];
                needed.push(Setting {
                    method: method.clone(),
                    variables,
                    argument: None,
                });
            }
            Credential::Signature(signature) => {
                let krate = ident(&names.module);
                let (argument, variables) = signing::from_environment(signature, &krate);
                needed.push(Setting {
                    method: method.clone(),
                    variables: variables.into_iter().map(str::to_owned).collect(),
                    argument: Some(argument),
                });
            }
            // What signs is code, which the collection does not hold.
            Credential::Signed { .. } => {}
        }
    }
    needed
}

fn variables(scope: Scope<'_>, id: OperationId) -> Vec<String> {
    needed(scope, id)
        .into_iter()
        .flat_map(|setting| setting.variables)
        .collect()
}

fn settings(scope: Scope<'_>, id: OperationId) -> Vec<TokenStream> {
    let needed = needed(scope, id).into_iter();
    needed
        .map(|setting| {
            let method = ident(&setting.method);
            if let Some(argument) = setting.argument {
                return quote!(.#method(#argument));
            }
            let values = setting.variables.iter().map(|name| variable(name));
            quote!(.#method(#(#values),*))
        })
        .collect()
}
