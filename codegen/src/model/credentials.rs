//! Credentials: what the auth that counts for a request asks for, and what its plain headers show.

use super::build::Builder;
use super::{Credential, CredentialId, OperationAuth, ServerId};
use crate::read::{raw, redact};
use crate::resolve;

/// How an operation is authorised.
///
/// Where nothing is said, the bearer token goes to the main server alone: it is no business of other hosts.
pub(super) fn auth(
    builder: &mut Builder<'_>,
    request: &resolve::Request,
    server: ServerId,
) -> OperationAuth {
    let mut credentials: Vec<Credential> = Vec::new();
    if let resolve::Auth::Kind { kind, settings, .. } = &request.auth {
        credentials.push(of_block(kind, |key| settings.get(key).map(String::as_str)));
    }
    for header in request.raw.headers.iter().filter(|header| !header.disabled) {
        let Some(key) = header.key.as_deref().map(str::trim) else {
            continue;
        };
        let value = raw::text_of(&header.value).unwrap_or_default();
        credentials.extend(of_header(key, &value, &credentials));
    }
    let mut ids: Vec<CredentialId> = credentials
        .into_iter()
        .map(|credential| builder.credential(credential))
        .collect();
    ids.dedup();
    match (ids.is_empty(), &request.auth) {
        (false, _) => OperationAuth::Credentials(ids),
        (true, resolve::Auth::Unstated) if server == ServerId(0) => OperationAuth::Unstated,
        (true, _) => OperationAuth::None,
    }
}

fn of_block<'a>(kind: &str, setting: impl Fn(&str) -> Option<&'a str>) -> Credential {
    match kind {
        // A token that was fetched by whatever grant goes out as a bearer token (RFC 6750), unless the block says otherwise.
        "bearer" => Credential::Bearer,
        "oauth2" if setting("addTokenTo") == Some("queryParams") => Credential::ApiKey {
            key: "access_token".to_owned(),
            in_query: true,
        },
        "oauth2" => Credential::Bearer,
        "basic" => Credential::Basic,
        "apikey" => Credential::ApiKey {
            key: setting("key")
                .filter(|key| !key.is_empty() && !key.contains("{{"))
                .unwrap_or("X-Api-Key")
                .to_owned(),
            in_query: setting("in") == Some("query"),
        },
        other => Credential::Signed {
            kind: other.to_owned(),
        },
    }
}

/// What a plain header shows, if it carries a credential that the auth block does not set anyway.
fn of_header(key: &str, value: &str, known: &[Credential]) -> Option<Credential> {
    if !is_credential_header(key) {
        return None;
    }
    if key.eq_ignore_ascii_case("authorization") {
        let sets_it = |credential: &Credential| !matches!(credential, Credential::ApiKey { .. });
        let scheme = value
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        return match scheme.as_str() {
            _ if known.iter().any(sets_it) => None,
            "bearer" => Some(Credential::Bearer),
            "basic" => Some(Credential::Basic),
            _ => Some(Credential::ApiKey {
                key: "Authorization".to_owned(),
                in_query: false,
            }),
        };
    }
    let same = |credential: &Credential| matches!(credential, Credential::ApiKey { key: known, in_query: false } if known.eq_ignore_ascii_case(key));
    (!known.iter().any(same)).then(|| Credential::ApiKey {
        key: key.to_owned(),
        in_query: false,
    })
}

/// Whether a header carries a credential: by its name. What changes with each request (a signature, a one-time code) is
/// no credential of the client, although it is a secret.
pub(super) fn is_credential_header(key: &str) -> bool {
    let key = key.trim();
    let is_token = !key.is_empty()
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    is_token
        && redact::is_secret_name(key)
        && !["signature", "sig", "otp", "pin", "passcode"]
            .iter()
            .any(|word| key.to_ascii_lowercase().ends_with(word))
        && !key.eq_ignore_ascii_case("cookie")
        && !key.eq_ignore_ascii_case("postman-token")
}

impl Builder<'_> {
    fn credential(&mut self, credential: Credential) -> CredentialId {
        let known = self
            .credentials
            .iter()
            .position(|known| *known == credential);
        CredentialId(known.unwrap_or_else(|| {
            self.credentials.push(credential);
            self.credentials.len() - 1
        }))
    }
}
