//! Credentials as security schemes.

use serde_json::{Map, Value, json};

use crate::Understood;
use crate::model::{
    Api, AuthorizationServer, Credential, CredentialId, Grant, GrantType, Operation, OperationAuth,
    Signature, TokenPlace, composed,
};

/// The schemes, by the keys that the client knows them by.
pub(super) fn schemes(understood: &Understood) -> Map<String, Value> {
    let names = &understood.names.credentials;
    let api = &understood.api;
    let credentials = api.credentials.iter().zip(names).enumerate();
    let scheme = |index: usize, credential: &Credential| {
        let id = CredentialId(index);
        let mut scheme = oauth2_scheme(api, id).unwrap_or_else(|| scheme(credential));
        if let Some(told) = told_apart(api, id) {
            let said = scheme["description"]
                .as_str()
                .map(|said| format!("{said}. "));
            scheme["description"] = json!(said.unwrap_or_default() + &told);
        }
        scheme
    };
    credentials
        .map(|(index, (credential, names))| (names.key.clone(), scheme(index, credential)))
        .collect()
}

/// What stands for a secret in the collection, if others are sent in the same way.
fn told_apart(api: &Api, id: CredentialId) -> Option<String> {
    if api.is_only_of_kind(id) {
        return None;
    }
    let origin = &api.origins[id.0];
    let names = origin.variables.iter().map(|name| format!("`{name}`"));
    let names: Vec<String> = names.collect();
    match (names.as_slice(), &origin.token_url) {
        ([], url) => Some(format!("The token that `{}` gives.", url.as_ref()?)),
        (names, _) => Some(format!("In the collection: {}.", names.join(", "))),
    }
}

/// The scheme of a bearer token for which the collection names grants that OpenAPI knows.
fn oauth2_scheme(api: &Api, id: CredentialId) -> Option<Value> {
    let oauth2 = api
        .oauth2
        .as_ref()
        .filter(|oauth2| oauth2.credential == id)?;
    let server = oauth2.server.as_ref()?;
    let is_bearer = api.credentials[id.0] == Credential::Bearer;
    let flows = server.grants.iter().filter(|_| is_bearer);
    let flows: Map<String, Value> = flows.filter_map(|grant| flow(server, grant)).collect();
    (!flows.is_empty()).then(|| json!({ "type": "oauth2", "flows": flows }))
}

/// A grant as an "OAuth Flow Object".
fn flow(server: &AuthorizationServer, grant: &Grant) -> Option<(String, Value)> {
    let name = match grant.kind {
        GrantType::ClientCredentials => "clientCredentials",
        GrantType::Password => "password",
        GrantType::AuthorizationCode => "authorizationCode",
        GrantType::Other(_) => return None,
    };
    let scopes = grant
        .scope
        .as_deref()
        .unwrap_or_default()
        .split_whitespace();
    let scopes: Map<String, Value> = scopes.map(|word| (word.to_owned(), json!(""))).collect();
    let mut flow = json!({ "tokenUrl": server.token_url, "scopes": scopes });
    if let Some(url) = &server.refresh_url {
        flow["refreshUrl"] = json!(url);
    }
    if let Some(url) = server
        .auth_url
        .as_ref()
        .filter(|_| grant.kind == GrantType::AuthorizationCode)
    {
        flow["authorizationUrl"] = json!(url);
    }
    Some((name.to_owned(), flow))
}

fn scheme(credential: &Credential) -> Value {
    match credential {
        Credential::Bearer => json!({ "type": "http", "scheme": "bearer" }),
        Credential::Basic => json!({ "type": "http", "scheme": "basic" }),
        Credential::Token { prefix } if prefix.is_empty() => json!({
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "The token alone is the value of the header.",
        }),
        Credential::Token { prefix } => json!({
            "type": "http",
            "scheme": prefix,
            "description": format!("`Authorization: {prefix} …`"),
        }),
        Credential::ApiKey { key, in_query } => json!({
            "type": "apiKey",
            "in": if *in_query { "query" } else { "header" },
            "name": key,
        }),
        Credential::Composed {
            key,
            texts,
            variables,
        } => json!({
            "type": "apiKey",
            "in": "header",
            "name": key,
            "description": format!("`{key}: {}`", composed(texts, variables, "<", ">")),
        }),
        Credential::Signature(signature) => signature_scheme(signature),
        Credential::Signed { kind } => json!({
            "type": "http",
            "scheme": signed(kind),
            "description": format!("Requests are signed; Postman calls it `{kind}`."),
        }),
    }
}

fn signature_scheme(signature: &Signature) -> Value {
    let scheme = match signature {
        Signature::OAuth1 { .. } => "oauth",
        Signature::AwsV4 { .. } => "AWS4-HMAC-SHA256",
        Signature::EdgeGrid { .. } => "EG1-HMAC-SHA256",
        Signature::Hawk { .. } => "hawk",
        Signature::Digest => "digest",
        Signature::Jwt { place, .. } => return jwt_scheme(place),
    };
    json!({
        "type": "http",
        "scheme": scheme,
        "description": "Each request is signed.",
    })
}

fn jwt_scheme(place: &TokenPlace) -> Value {
    match place {
        TokenPlace::Header(prefix) if prefix == "Bearer" => {
            json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT" })
        }
        TokenPlace::Header(prefix) if !prefix.is_empty() => json!({
            "type": "http",
            "scheme": prefix,
            "description": format!("`Authorization: {prefix} …`, a JSON Web Token"),
        }),
        TokenPlace::Header(_) => json!({
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "A JSON Web Token is the value of the header.",
        }),
        TokenPlace::Query(key) => json!({
            "type": "apiKey",
            "in": "query",
            "name": key,
            "description": "A JSON Web Token.",
        }),
    }
}

/// The scheme of the header `Authorization` behind a kind of auth: as registered with IANA, or as the vendor writes it.
fn signed(kind: &str) -> &str {
    match kind {
        "awsv4" => "AWS4-HMAC-SHA256",
        "oauth1" => "oauth",
        "asap" => "bearer",
        other => other,
    }
}

/// Which schemes an operation asks for. `None` where the collection does not say.
pub(super) fn requirement(understood: &Understood, operation: &Operation) -> Option<Vec<Value>> {
    match &operation.auth {
        OperationAuth::Unstated => None,
        OperationAuth::None => Some(Vec::new()),
        OperationAuth::Credentials(ids) => {
            let keys = ids.iter().map(|id| &understood.names.credentials[id.0].key);
            let all: Map<String, Value> = keys.map(|key| (key.clone(), json!([]))).collect();
            Some(vec![Value::Object(all)])
        }
    }
}
