//! Every Rust identifier of a generated module, decided in one place and kept beside the model, by id.
//!
//! Names are unique within their scope. A clash is resolved by qualifying every party the same way (operation, then
//! role, then the whole path), so that no name depends on the order of unrelated items. Where a [`Lock`] says what is
//! published, those names stay, and only newcomers are qualified. What people chose ([`Chosen`]) comes before both.

mod capitals;
mod chosen;
mod client;
mod credentials;
mod groups;
pub mod ident;
mod lock;
mod members;
mod methods;
mod operations;
mod resource;
mod scope;
mod shared;
mod things;
mod types;
mod writing;

use crate::infer::Types;
use crate::model::{Api, CredentialId};

pub use self::lock::Lock;
use self::lock::Memory;
pub(crate) use self::lock::anchor;
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
    /// What the builder calls the grants of OAuth 2 blocks.
    pub grants: Vec<GrantNames>,
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
    /// What the method's arguments are called, where the collection says it.
    pub arguments: Vec<String>,
    /// The one with the plain name, if that is another which is sent in the same way.
    pub beside: Option<CredentialId>,
    /// The method that takes what gives its tokens, if there is one.
    pub provider: Option<String>,
}

/// The names of a grant.
#[derive(Debug, Clone)]
pub struct GrantNames {
    /// The builder's method.
    pub method: String,
    /// Arguments for the parameters that only the caller knows, in order.
    pub arguments: Vec<String>,
}

/// Names that generated modules import, or that mean something else to every reader: no generated type takes one.
const RESERVED_TYPES: [&str; 59] = [
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
    "Joined",
    "Json",
    "JsonText",
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
const RESERVED_MODULES: [&str; 23] = [
    "bin",
    "builder",
    "bytes",
    "client",
    "core",
    "example_bodies",
    "futures",
    "generated",
    "http",
    "lib",
    "main",
    "mock",
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

/// Decides every name of an API. What a lock gives a name keeps it.
pub fn name(api: &Api, types: &Types, lock: Option<&Lock>) -> Names {
    name_with(api, types, lock, &Chosen::default())
}

/// The same with names that people chose: they come first in their scopes.
pub fn name_with(api: &Api, types: &Types, lock: Option<&Lock>, chosen: &Chosen) -> Names {
    let memory = Memory::of(lock, api, types);
    let groups = groups::name(api, chosen, &memory);
    let mut scopes: Vec<Scope> = groups.iter().map(type_scope).collect();
    if let (false, Some(root)) = (api.environments.is_empty(), scopes.first_mut()) {
        root.insert("Environment");
    }
    let client = client::name(api, &memory);
    let claimed = types::claim(types, chosen, &mut scopes);
    let kept = lock::keep(api, types, &memory, claimed, &mut scopes);
    let operations = operations::Context {
        chosen,
        memory: &memory,
        kept: &kept,
        settings: &client.settings,
        types,
    }
    .name(api, &groups, &mut scopes);
    let types = types::Naming {
        api,
        types,
        operations: &operations,
        chosen,
        memory: &memory,
        kept: &kept,
        uses: shared::operations(types),
        things: things::Things::of(api, types),
    }
    .names(&mut scopes);
    Names {
        module: ident::module(&api.name),
        servers: client.servers,
        groups,
        operations,
        types,
        credentials: client.credentials,
        grants: client.grants,
        settings: client.settings,
        environments: client.environments,
    }
}

/// The lock that keeps these names. `older` is the one that they were made with.
pub fn lock(api: &Api, types: &Types, names: &Names, older: Option<&Lock>) -> Lock {
    lock::record(api, types, names, older)
}

/// The types of a group's module, of which its handle is the first.
fn type_scope(group: &GroupNames) -> Scope {
    let mut scope = Scope::without(&RESERVED_TYPES);
    scope.insert(&group.handle);
    scope
}
