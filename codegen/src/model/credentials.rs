//! Credentials: what the auth that counts for a request asks for, and what its plain headers show.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::build::Builder;
use super::headers::{is_token, same_name};
use super::origins::Found;
use super::secrets::Source;
use super::servers::expand;
use super::{Credential, CredentialId, OperationAuth, ServerId, Signature};
use crate::read::{raw, redact};
use crate::resolve::{self, Resolved};
use crate::variables::{Piece, pieces};

/// How an operation is authorised.
///
/// Where nothing is said, the bearer token goes to the main server alone: it is no business of other hosts. The ids are those that
/// [`Seen`](super::origins::Seen) gives meanwhile.
pub(super) fn auth(
    builder: &mut Builder<'_>,
    request: &resolve::Request,
    server: ServerId,
) -> OperationAuth {
    let resolved = builder.resolved;
    let mut credentials: Vec<Found> = Vec::new();
    if let resolve::Auth::Kind { kind, settings, .. } = &request.auth {
        let setting = |key: &str| {
            let value = settings.get(key)?;
            Some(expand(value, resolved))
                .filter(|value| !value.contains("{{") && value != redact::REDACTED)
        };
        let is_empty = |key: &str| settings.get(key).is_some_and(String::is_empty);
        // A block that sends nothing leaves the headers as they are.
        let is_blank = match kind.as_str() {
            "bearer" => is_empty("token") && states_authorization(&request.raw),
            "apikey" => is_empty("key") && is_empty("value"),
            _ => false,
        };
        if !is_blank {
            let signature = Signature::of_block(kind, |key| settings.contains_key(key), setting);
            let known = signature.map(Credential::Signature);
            credentials.push(Found {
                credential: known.unwrap_or_else(|| of_block(kind, setting)),
                source: source(kind, settings, resolved),
                is_root: request.auth == resolved.auth,
                is_fetched: kind == "oauth2",
            });
        }
    }
    let twice = given_twice(&request.raw);
    for header in request.raw.headers.iter().filter(|header| !header.disabled) {
        let Some(key) = header.key.as_deref().map(str::trim) else {
            continue;
        };
        if twice.contains(&key.to_ascii_lowercase()) {
            continue;
        }
        let value = raw::text_of(&header.value).unwrap_or_default();
        let shown = of_header(key, &value, &credentials);
        credentials.extend(shown.map(|credential| plain(credential, &value, resolved)));
    }
    let in_url = request.raw.url.user_info.as_deref().unwrap_or_default();
    if (!in_url.is_empty() || builder.servers.has_user(server))
        && !credentials.iter().any(sets_authorization)
    {
        credentials.push(plain(Credential::Basic, in_url, resolved));
    }
    // What signs comes last, for it may sign the others.
    credentials.sort_by_key(|one| {
        matches!(
            one.credential,
            Credential::Signature(_) | Credential::Signed { .. }
        )
    });
    let ids: Vec<CredentialId> = credentials
        .into_iter()
        .map(|found| builder.credentials.add(found, server))
        .collect();
    match (ids.is_empty(), &request.auth) {
        (false, _) => OperationAuth::Credentials(ids),
        (true, resolve::Auth::Unstated) if server == ServerId(0) => OperationAuth::Unstated,
        (true, _) => OperationAuth::None,
    }
}

/// A credential that no auth block asks for.
fn plain(credential: Credential, value: &str, resolved: &Resolved) -> Found {
    Found {
        credential,
        source: Source::of([value], resolved),
        is_root: false,
        is_fetched: false,
    }
}

/// What stands for the secrets of an auth block.
fn source(kind: &str, settings: &IndexMap<String, String>, resolved: &Resolved) -> Source {
    let keys: &[&str] = match kind {
        "bearer" => &["token"],
        "apikey" => &["value"],
        "oauth2" => &["accessToken"],
        "basic" | "digest" | "ntlm" => &["username", "password"],
        "jwt" => &["secret", "privateKey"],
        "oauth1" => &["consumerKey", "consumerSecret", "token", "tokenSecret"],
        "awsv4" => &["accessKey", "secretKey"],
        "hawk" => &["authId", "authKey"],
        "edgegrid" => &["clientToken", "clientSecret", "accessToken"],
        "asap" => &["privateKey"],
        _ => &[],
    };
    let texts = keys.iter().filter_map(|key| settings.get(*key));
    let source = Source::of(texts.map(String::as_str), resolved);
    match (&source, settings.get("accessTokenUrl")) {
        (Source::Unsaid, Some(url)) if kind == "oauth2" => Source::fetched(&expand(url, resolved)),
        _ => source,
    }
}

/// The credential of an auth block that the client does not sign by. Whatever grant fetched or signed a token, it goes out as a bearer token (RFC 6750)
/// unless the block says otherwise.
fn of_block(kind: &str, setting: impl Fn(&str) -> Option<String>) -> Credential {
    let in_query = |key: &str| setting(key).is_some_and(|place| place.starts_with("query"));
    let filled = |key: &str, default: &str| {
        setting(key)
            .filter(|value| !value.trim().is_empty())
            .unwrap_or_else(|| default.to_owned())
    };
    match kind {
        "bearer" => Credential::Bearer,
        "oauth2" if in_query("addTokenTo") => Credential::ApiKey {
            key: "access_token".to_owned(),
            in_query: true,
        },
        "jwt" if in_query("addTokenTo") => Credential::ApiKey {
            key: filled("queryParamKey", "token"),
            in_query: true,
        },
        "oauth2" | "jwt" => match setting("headerPrefix").map(|prefix| prefix.trim().to_owned()) {
            Some(prefix) if prefix != "Bearer" => Credential::Token { prefix },
            _ => Credential::Bearer,
        },
        "basic" => Credential::Basic,
        "apikey" => Credential::ApiKey {
            key: filled("key", "X-Api-Key"),
            in_query: in_query("in"),
        },
        other => Credential::Signed {
            kind: other.to_owned(),
        },
    }
}

/// Whether a credential takes the header `Authorization`.
fn sets_authorization(found: &Found) -> bool {
    match &found.credential {
        Credential::ApiKey { key, in_query } => {
            !in_query && key.eq_ignore_ascii_case("authorization")
        }
        Credential::Composed { key, .. } => key.eq_ignore_ascii_case("authorization"),
        Credential::Bearer
        | Credential::Token { .. }
        | Credential::Basic
        | Credential::Signed { .. } => true,
        Credential::Signature(signature) => signature.sets_authorization(),
    }
}

/// What a plain header shows, if it carries a credential that the auth block does not set anyway.
fn of_header(key: &str, value: &str, known: &[Found]) -> Option<Credential> {
    if !is_credential_header(key) {
        return None;
    }
    if key.eq_ignore_ascii_case("authorization") {
        if known.iter().any(sets_authorization) {
            return None;
        }
        let (scheme, secret) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
        return Some(match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Credential::Bearer,
            "basic" => Credential::Basic,
            _ if is_secret_alone(secret) && is_token(scheme) => Credential::Token {
                prefix: scheme.to_owned(),
            },
            _ => of_value("Authorization", value),
        });
    }
    let same = |found: &Found| match &found.credential {
        Credential::ApiKey {
            key: known,
            in_query: false,
        }
        | Credential::Composed { key: known, .. } => same_words(known, key),
        _ => false,
    };
    (!known.iter().any(same)).then(|| of_value(key, value))
}

/// Whether nothing stands around the secret: it is one variable, or was taken out.
fn is_secret_alone(text: &str) -> bool {
    let mut pieces = pieces(text.trim());
    text.trim() == redact::REDACTED
        || matches!(
            (pieces.next(), pieces.next()),
            (Some(Piece::Variable(_)), None)
        )
}

/// A header whose value is a secret, or text with secrets in it.
fn of_value(key: &str, value: &str) -> Credential {
    let (mut texts, mut variables) = (Vec::new(), Vec::new());
    let mut before = String::new();
    for piece in pieces(value.trim()) {
        match piece {
            Piece::Literal(text) => before.push_str(text),
            Piece::Variable(name) => {
                variables.push(name.to_owned());
                texts.push(std::mem::take(&mut before));
            }
        }
    }
    texts.push(before);
    let says_something = texts.iter().any(|text| !text.trim().is_empty());
    match says_something && !variables.is_empty() && !value.contains(redact::REDACTED) {
        true => Credential::Composed {
            key: key.to_owned(),
            texts,
            variables,
        },
        false => Credential::ApiKey {
            key: key.to_owned(),
            in_query: false,
        },
    }
}

/// The value of a composed header with names for its secrets.
pub(crate) fn composed(texts: &[String], names: &[String], open: &str, close: &str) -> String {
    let mut value = texts.first().cloned().unwrap_or_default();
    for (name, text) in names.iter().zip(texts.iter().skip(1)) {
        value.push_str(&format!("{open}{name}{close}{text}"));
    }
    value
}

/// Whether a header carries a credential: by its name. What changes with each request (a signature, a one-time code) is
/// no credential of the client, although it is a secret.
pub(super) fn is_credential_header(key: &str) -> bool {
    let key = key.trim();
    is_token(key)
        && redact::is_secret_name(key)
        && !["signature", "sig", "otp", "pin", "passcode"]
            .iter()
            .any(|word| key.to_ascii_lowercase().ends_with(word))
        && !key.eq_ignore_ascii_case("cookie")
        && !key.eq_ignore_ascii_case("postman-token")
}

/// Whether a request has a header `Authorization` of its own.
fn states_authorization(request: &raw::Request) -> bool {
    let mut headers = request.headers.iter().filter(|pair| !pair.disabled);
    headers.any(|pair| {
        let name = pair.key.as_deref().unwrap_or_default().trim();
        name.eq_ignore_ascii_case("authorization")
    })
}

/// Whether two names of headers are the same words: an API key takes the place of all such headers.
fn same_words(a: &str, b: &str) -> bool {
    let words = |name: &str| name.replace(['-', '_', '.'], "").to_ascii_lowercase();
    words(a) == words(b)
}

/// The names, in lower case, under which a request sends several values: no credential of the client is that, for it has one
/// value.
pub(super) fn given_twice(request: &raw::Request) -> HashSet<String> {
    let mut first: HashMap<String, &Value> = HashMap::new();
    let mut twice = HashSet::new();
    for pair in request.headers.iter().filter(|pair| !pair.disabled) {
        let name = same_name(pair.key.as_deref().unwrap_or_default());
        match first.get(&name) {
            Some(known) if **known != pair.value => _ = twice.insert(name),
            Some(_) => {}
            None => _ = first.insert(name, &pair.value),
        }
    }
    twice.remove("authorization");
    twice
}
