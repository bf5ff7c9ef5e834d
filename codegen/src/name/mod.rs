//! Every Rust identifier of a generated module, decided in one place and kept beside the model, by id.
//!
//! Names are unique within their scope. A clash is resolved by qualifying every party the same way (operation, then
//! role, then the whole path), so that no name depends on the order of unrelated items.

mod chosen;
pub mod ident;
mod operations;
mod scope;
mod types;

use std::collections::HashMap;

use crate::infer::Types;
use crate::model::{Api, Credential, GroupId, Signature};

use self::scope::Scope;
pub use chosen::Chosen;
pub use operations::OperationNames;
pub use types::TypeNames;

/// The names of an API.
#[derive(Debug, Clone)]
pub struct Names {
    /// The module.
    pub module: String,
    /// By group id.
    pub groups: Vec<GroupNames>,
    /// By operation id.
    pub operations: Vec<OperationNames>,
    /// By type id.
    pub types: Vec<TypeNames>,
    /// Builder methods by server id.
    pub servers: Vec<String>,
    /// By credential id.
    pub credentials: Vec<CredentialNames>,
    /// Builder methods by setting id.
    pub settings: Vec<String>,
    /// Variants for the environments, in order.
    pub environments: Vec<String>,
}

/// The names of a folder.
#[derive(Debug, Clone)]
pub struct GroupNames {
    /// Module, and method of the parent.
    pub module: String,
    /// The handle that holds its methods.
    pub handle: String,
    /// Modules from the API's root down to this one; empty for the root.
    pub path: Vec<String>,
}

/// The names of a credential.
#[derive(Debug, Clone)]
pub struct CredentialNames {
    /// The builder's method.
    pub method: String,
    /// Its key in the client.
    pub key: String,
}

/// Names that generated modules import, or that mean something else to every reader: no generated type takes one.
const RESERVED_TYPES: [&str; 57] = [
    "Answer",
    "AnyBody",
    "Authenticate",
    "BTreeMap",
    "Body",
    "Box",
    "BuildError",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Core",
    "CoreBuilder",
    "Debug",
    "DecodeError",
    "Decoded",
    "Default",
    "Display",
    "Download",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Error",
    "ErrorBody",
    "File",
    "Form",
    "From",
    "Hash",
    "Incoming",
    "Indexed",
    "Into",
    "Json",
    "Mismatch",
    "Multipart",
    "None",
    "Number",
    "Ok",
    "Option",
    "Pairs",
    "PartialEq",
    "Parts",
    "Request",
    "RequestError",
    "Response",
    "Result",
    "Secret",
    "Self_",
    "Some",
    "String",
    "ToParam",
    "Transport",
    "TransportError",
    "TransportErrorKind",
    "Vec",
];

/// Crates and modules that generated code and its tests speak of, and `bin`, in which cargo looks for programs: no folder's
/// module takes one of these names.
const RESERVED_MODULES: [&str; 21] = [
    "bin",
    "builder",
    "bytes",
    "client",
    "core",
    "futures",
    "generated",
    "http",
    "lib",
    "main",
    "mod_",
    "outcome",
    "request",
    "reqwest",
    "runtime",
    "saved",
    "saved_responses",
    "serde",
    "serde_json",
    "std",
    "tokio",
];

/// Methods that every client builder has.
const BUILDER_METHODS: [&str; 12] = [
    "sign",
    "bearer_token",
    "basic_auth",
    "default_header",
    "timeout",
    "http_client",
    "transport",
    "build",
    "environment",
    "user_agent",
    "clone",
    "core",
];

/// Decides every name of an API.
pub fn name(api: &Api, types: &Types) -> Names {
    name_with(api, types, &Chosen::default())
}

/// The same with names that people chose.
pub fn name_with(api: &Api, types: &Types, chosen: &Chosen) -> Names {
    let groups = groups(api, chosen);
    let mut scopes: Vec<Scope> = groups.iter().map(type_scope).collect();
    if let (false, Some(root)) = (api.environments.is_empty(), scopes.first_mut()) {
        root.insert("Environment");
    }
    let chosen_types = types::claim(types, chosen, &mut scopes);
    let mut operations = operations::name(api, &groups, chosen, &mut scopes);
    types::rename_owned(api, types, &chosen_types, &mut operations);
    let types = types::Naming {
        api,
        types,
        operations: &operations,
        chosen,
        chosen_types,
    }
    .names(&mut scopes);
    let mut variants = Scope::default();
    let environments = api.environments.iter().map(|environment| {
        let name = ident::pascal(&environment.name);
        let is_empty = ident::is_empty(&environment.name);
        variants.unique(if is_empty { "Default".to_owned() } else { name })
    });
    let environments = environments.collect();
    let mut builder = Scope::without(&BUILDER_METHODS);
    let credentials: Vec<CredentialNames> = api
        .credentials
        .iter()
        .map(|known| {
            let is_only = !api.credentials.iter().any(|other| rivals(known, other));
            credential(known, is_only, &mut builder)
        })
        .collect();
    let servers = named(
        api.servers.iter().map(|server| server.name.as_str()),
        "base_url",
        &mut builder,
    );
    let settings = named(
        api.settings.iter().map(|setting| setting.name.as_str()),
        "setting",
        &mut builder,
    );
    Names {
        module: ident::module(&api.name),
        servers,
        groups,
        operations,
        types,
        credentials,
        settings,
        environments,
    }
}

/// A builder method for each of these names.
fn named<'a>(names: impl Iterator<Item = &'a str>, empty: &str, taken: &mut Scope) -> Vec<String> {
    let base = |name: &str| {
        if ident::is_empty(name) {
            empty.to_owned()
        } else {
            ident::snake(name)
        }
    };
    names.map(|name| taken.unique(base(name))).collect()
}

/// The types of a group's module, of which its handle is the first.
fn type_scope(group: &GroupNames) -> Scope {
    let mut scope = Scope::without(&RESERVED_TYPES);
    scope.insert(&group.handle);
    scope
}

fn groups(api: &Api, chosen: &Chosen) -> Vec<GroupNames> {
    let mut names: Vec<GroupNames> = Vec::with_capacity(api.groups.len());
    let mut taken: HashMap<GroupId, Scope> = HashMap::new();
    let chosen = claim_groups(api, chosen, &mut taken);
    for (index, group) in api.groups.iter().enumerate() {
        let Some(parent) = group.parent else {
            names.push(GroupNames {
                module: String::new(),
                handle: "Client".to_owned(),
                path: Vec::new(),
            });
            continue;
        };
        let base = if ident::is_empty(&group.name) {
            "folder".to_owned()
        } else {
            ident::module(&group.name)
        };
        let base = if RESERVED_MODULES.contains(&base.as_str()) {
            format!("{}_folder", base.trim_end_matches('_'))
        } else {
            base
        };
        let module = match chosen.get(&GroupId(index)) {
            Some(chosen) => chosen.clone(),
            None => taken.entry(parent).or_default().unique(base),
        };
        let mut path = names[parent.0].path.clone();
        path.push(module.clone());
        let pascal = ident::pascal(&module);
        let handle = if RESERVED_TYPES.contains(&pascal.as_str()) {
            format!("{pascal}Group")
        } else {
            pascal
        };
        debug_assert_eq!(index, names.len());
        names.push(GroupNames {
            module,
            handle,
            path,
        });
    }
    names
}

/// The chosen modules that can be called so: they are taken first.
fn claim_groups(
    api: &Api,
    chosen: &Chosen,
    taken: &mut HashMap<GroupId, Scope>,
) -> HashMap<GroupId, String> {
    let mut claimed = HashMap::new();
    for (id, name) in &chosen.groups {
        let parent = api.groups.get(id.0).and_then(|group| group.parent);
        let is_free = !RESERVED_MODULES.contains(&name.as_str()) && ident::module(name) == *name;
        let Some(parent) = parent.filter(|_| is_free) else {
            continue;
        };
        if taken.entry(parent).or_default().insert(name) {
            claimed.insert(*id, name.clone());
        }
    }
    claimed
}

/// Whether two credentials sign in the same way but for a detail, which their names then say.
fn rivals(one: &Credential, other: &Credential) -> bool {
    match (one, other) {
        (Credential::Signature(one), Credential::Signature(other)) => {
            one != other && one.name() == other.name()
        }
        _ => false,
    }
}

fn credential(credential: &Credential, is_only: bool, taken: &mut Scope) -> CredentialNames {
    let method = match credential {
        Credential::Bearer => {
            return CredentialNames {
                method: "bearer_token".to_owned(),
                key: "bearer".to_owned(),
            };
        }
        Credential::Basic => {
            return CredentialNames {
                method: "basic_auth".to_owned(),
                key: "basic".to_owned(),
            };
        }
        Credential::Token { prefix } if ident::is_empty(prefix) => "token".to_owned(),
        // `Token` and the like say what they are.
        Credential::Token { prefix } if ident::snake(prefix).ends_with("token") => {
            ident::snake(prefix)
        }
        Credential::Token { prefix } => ident::snake(&format!("{prefix} token")),
        Credential::ApiKey { key, .. } => ident::snake(key),
        Credential::Signature(signature) => {
            let name = match signature {
                Signature::AwsV4 { .. } => "aws",
                other => other.name(),
            };
            match is_only {
                true => name.to_owned(),
                false => ident::snake(&format!("{name} {}", signature.details())),
            }
        }
        Credential::Signed { kind } => ident::snake(&format!("{kind} auth")),
    };
    let method = taken.unique(method);
    CredentialNames {
        key: method.trim_start_matches("r#").to_owned(),
        method,
    }
}
