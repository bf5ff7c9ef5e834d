//! Names of the client's builder: servers, credentials, settings, and the environments to choose from.

use std::collections::HashMap;

use super::lock::Memory;
use super::scope::Scope;
use super::{CredentialNames, GrantNames, credentials, ident, lock};
use crate::model::{Api, Grant, GrantType, GroupId, OperationId, Server};

/// Methods that every client builder has.
const BUILDER_METHODS: [&str; 26] = [
    "sign",
    "bearer",
    "bearer_token",
    "token_provider",
    "oauth2",
    "oauth2_token_url",
    "oauth2_client_credentials",
    "oauth2_password",
    "oauth2_authorization_code",
    "basic",
    "basic_auth",
    "default_header",
    "timeout",
    "read_timeout",
    "connect_timeout",
    "body_limit",
    "retries",
    "middleware",
    "new",
    "http_client",
    "transport",
    "build",
    "environment",
    "user_agent",
    "clone",
    "core",
];

/// What the builder's methods are called.
pub(super) struct ClientNames {
    pub(super) servers: Vec<String>,
    pub(super) credentials: Vec<CredentialNames>,
    pub(super) grants: Vec<GrantNames>,
    pub(super) settings: Vec<String>,
    pub(super) environments: Vec<String>,
}

/// Names them all.
pub(super) fn name(api: &Api, memory: &Memory<'_>) -> ClientNames {
    let mut builder = Scope::without(&BUILDER_METHODS);
    let kept_credentials = keep(&memory.credentials, &mut builder);
    let kept_servers = keep(&memory.servers, &mut builder);
    let kept_settings = keep(&memory.settings, &mut builder);
    let credentials = credentials::name(api, memory, kept_credentials, &mut builder);
    let base = |name: &str, empty: &str| match ident::is_empty(name) {
        true => empty.to_owned(),
        false => ident::snake(name),
    };
    // Servers of one name differ in how their URLs are written.
    let plain = |server: &Server| base(&server.name, "base_url");
    let mut uses: HashMap<String, usize> = HashMap::new();
    for server in &api.servers {
        *uses.entry(plain(server)).or_default() += 1;
    }
    let servers = api.servers.iter().zip(kept_servers);
    let servers = servers
        .map(|(server, kept)| {
            let name = plain(server);
            let is_single = uses.get(&name) == Some(&1) && !builder.contains(&name);
            let name = match &server.scheme {
                Some(scheme) if !is_single => ident::qualified(&server.name, scheme),
                _ => name,
            };
            kept.unwrap_or_else(|| builder.unique(name))
        })
        .collect();
    let is_method = root_methods(api, memory);
    let settings = api.settings.iter().zip(kept_settings);
    let settings = settings
        .map(|(setting, kept)| {
            kept.unwrap_or_else(|| {
                let name = base(&setting.name, "setting");
                let plain = name.trim_start_matches("r#");
                let is_taken = is_method(&format!("with_{plain}")) || builder.contains(&name);
                builder.unique(match is_taken {
                    true => format!("{plain}_setting"),
                    false => name,
                })
            })
        })
        .collect();
    ClientNames {
        servers,
        credentials,
        grants: grants(api, &mut builder),
        settings,
        environments: environments(api, memory),
    }
}

/// The names of the grants of OAuth 2 blocks: those that RFC 6749 describes have theirs to themselves.
fn grants(api: &Api, builder: &mut Scope) -> Vec<GrantNames> {
    let server = api
        .oauth2
        .as_ref()
        .and_then(|oauth2| oauth2.server.as_ref());
    let grants = server.into_iter().flat_map(|server| &server.grants);
    let grants = grants.map(|grant| GrantNames {
        method: match &grant.kind {
            GrantType::ClientCredentials => "oauth2_client_credentials".to_owned(),
            GrantType::Password => "oauth2_password".to_owned(),
            GrantType::AuthorizationCode => "oauth2_authorization_code".to_owned(),
            GrantType::Other(name) => {
                let word = name.rsplit([':', '/']).next().unwrap_or_default();
                builder.unique(ident::snake(&format!("oauth2 {word}")))
            }
        },
        arguments: grant_arguments(grant),
    });
    grants.collect()
}

fn grant_arguments(grant: &Grant) -> Vec<String> {
    let mut taken = Scope::without(&["client_id", "client_secret", "username", "password"]);
    let names = grant.arguments();
    let names = names.map(|one| match ident::is_empty(&one.name) {
        true => taken.unique("parameter".to_owned()),
        false => taken.unique(ident::snake(&one.name)),
    });
    names.collect()
}

/// Whether the client itself has published a method of this name.
fn root_methods<'a>(api: &'a Api, memory: &'a Memory<'_>) -> impl Fn(&str) -> bool + 'a {
    move |name| {
        let root = api.operations.iter().enumerate();
        let mut root = root.filter(|(_, operation)| operation.group == GroupId(0));
        root.any(|(index, _)| {
            let path = memory.method(OperationId(index));
            path.is_some_and(|path| lock::split(path).1 == name)
        })
    }
}

fn environments(api: &Api, memory: &Memory<'_>) -> Vec<String> {
    let mut variants = Scope::default();
    let kept = keep(&memory.environments, &mut variants);
    let environments = api.environments.iter().zip(kept);
    environments
        .map(|(environment, kept)| {
            kept.unwrap_or_else(|| {
                let name = ident::pascal(&environment.name);
                let is_empty = ident::is_empty(&environment.name);
                variants.unique(if is_empty { "Default".to_owned() } else { name })
            })
        })
        .collect()
}

/// Takes the names that things have, as far as they are free.
fn keep(known: &[Option<&str>], scope: &mut Scope) -> Vec<Option<String>> {
    let known = known.iter();
    known
        .map(|name| name.filter(|name| scope.insert(name)).map(str::to_owned))
        .collect()
}
