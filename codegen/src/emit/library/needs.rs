//! Which optional files of the runtime an API needs.

use std::collections::BTreeSet;

use super::files::RUNTIME;
use crate::emit::structs;
use crate::infer::{TypeDef, TypeKind, Types};
use crate::model::{Api, AuthorizationServer, Body, Credential, FormField, GrantType, Signature};

/// The optional runtime files that an API needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs(pub(super) BTreeSet<&'static str>);

impl Needs {
    /// What the operations, credentials and types of an API ask for.
    pub fn of(api: &Api, types: &Types) -> Self {
        let mut needs = BTreeSet::new();
        of_credentials(api, &mut needs);
        for operation in &api.operations {
            if let Some(body) = &operation.body {
                of_body(body, &mut needs);
            }
        }
        of_types(types, &mut needs);
        let mut operations = api.operations.iter();
        if operations.any(|operation| operation.errors().next().is_some()) {
            needs.insert("error_body");
        }
        if has_fresh_params(api) || types.has_fresh_members(api) {
            needs.insert("fresh");
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

fn of_credentials(api: &Api, needs: &mut BTreeSet<&'static str>) {
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
        needs.extend(["fetched", "token"]);
    }
    if let Some(oauth2) = &api.oauth2 {
        needs.extend(["oauth2", "oauth2_answer", "oauth2_request", "oauth2_tokens"]);
        let server = oauth2.server.as_ref();
        if server.is_some_and(has_code) {
            needs.insert("oauth2_code");
        }
    }
}

fn of_body(body: &Body, needs: &mut BTreeSet<&'static str>) {
    match body {
        Body::File => _ = needs.insert("file"),
        Body::Form {
            multipart: false, ..
        } => _ = needs.insert("form"),
        Body::Form {
            multipart: true,
            fields,
        } => {
            needs.insert("multipart");
            let is_file = |field: &FormField| matches!(field, FormField::File { .. });
            if fields.iter().any(is_file) {
                needs.extend(["file", "multipart_file"]);
            }
        }
        Body::Json { .. } | Body::Text { .. } => {}
    }
}

fn of_types(types: &Types, needs: &mut BTreeSet<&'static str>) {
    let is_enum = |def: &TypeDef| matches!(def.kind, TypeKind::Enum(_));
    if types.defs.iter().any(is_enum) {
        needs.insert("string_enum");
    }
    if types.defs.iter().any(structs::reads_null) {
        needs.insert("nullable");
    }
    if types.has_json_text() {
        needs.insert("json_text");
    }
    if types.has_number() {
        needs.insert("number");
    }
    if types.has_pages() {
        needs.extend(["blocking_pages", "link", "pages", "paging", "walk"]);
    }
}

/// Whether a parameter is given a value of its own by each call.
fn has_fresh_params(api: &Api) -> bool {
    let mut params = api
        .operations
        .iter()
        .flat_map(|operation| operation.optional_params().chain(operation.form_params()));
    params.any(|param| param.fresh.is_some())
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
