//! Names of credentials: after how they are sent, and where several secrets are sent in one way, after what stands for each in the
//! collection. What has the plain name keeps it; else the one that most requests use gets it.

use super::lock::Memory;
use super::scope::Scope;
use super::{CredentialNames, ident};
use crate::model::{Api, Credential, CredentialId, Signature};
use crate::variables::{self, Piece};

/// The methods of the two kinds that every reader knows, with their keys in the client.
const BEARER: (&str, &str) = ("bearer_token", "bearer");
const BASIC: (&str, &str) = ("basic_auth", "basic");

/// Names them all. `kept` are the names that the lock gives and that are free.
pub(super) fn name(
    api: &Api,
    memory: &Memory<'_>,
    kept: Vec<Option<String>>,
    builder: &mut Scope,
) -> Vec<CredentialNames> {
    let plain: Vec<CredentialId> = plain_of_kind(api, memory);
    let ids = (0..api.credentials.len()).map(CredentialId);
    let (first, more): (Vec<_>, Vec<_>) = ids.partition(|id| plain[id.0] == *id);
    let mut names: Vec<Option<CredentialNames>> = vec![None; api.credentials.len()];
    for id in first {
        names[id.0] = Some(usual(api, id, kept[id.0].clone(), builder));
    }
    for id in more {
        let method = kept[id.0].clone().unwrap_or_else(|| {
            let name = further(api, id);
            let server = &api.servers[api.origins[id.0].home.0];
            builder.unique(match builder.contains(&name) {
                true => ident::qualified(&server.name, &name),
                false => name,
            })
        });
        names[id.0] = Some(CredentialNames {
            beside: Some(plain[id.0]),
            ..named(&api.credentials[id.0], method)
        });
    }
    let mut names: Vec<CredentialNames> = names.into_iter().flatten().collect();
    let main = api.token_credential().map(|id| plain[id.0]);
    for (at, names) in names.iter_mut().enumerate() {
        let method = names.method.trim_start_matches("r#");
        names.provider = match main == Some(CredentialId(at)) {
            true => Some("token_provider".to_owned()),
            false if !api.origins[at].is_fetched => None,
            false => Some(builder.unique(format!("{method}_provider"))),
        };
    }
    names
}

/// For each credential the one of its kind that has the plain name.
fn plain_of_kind(api: &Api, memory: &Memory<'_>) -> Vec<CredentialId> {
    let kinds = api.origins.iter().map(|origin| origin.kind + 1).max();
    let mut plain: Vec<Option<(u8, CredentialId)>> = vec![None; kinds.unwrap_or_default()];
    for (at, origin) in api.origins.iter().enumerate() {
        let rank = match memory.credentials[at] {
            Some(kept) if kept == plain_name(&api.credentials[at], true) => 2,
            None => 1,
            Some(_) => 0,
        };
        let known = &mut plain[origin.kind];
        if known.is_none_or(|(best, _)| rank > best) {
            *known = Some((rank, CredentialId(at)));
        }
    }
    let kinds = api.origins.iter().enumerate();
    kinds
        .map(|(at, origin)| plain[origin.kind].map_or(CredentialId(at), |(_, id)| id))
        .collect()
}

/// The names of what has the plain one.
fn usual(api: &Api, id: CredentialId, kept: Option<String>, taken: &mut Scope) -> CredentialNames {
    let credential = &api.credentials[id.0];
    if matches!(credential, Credential::Bearer | Credential::Basic) {
        return named(
            credential,
            kept.unwrap_or_else(|| plain_name(credential, true)),
        );
    }
    let others = api.credentials.iter();
    let is_only = !others.clone().any(|other| rivals(credential, other));
    let method = kept.unwrap_or_else(|| taken.unique(plain_name(credential, is_only)));
    named(credential, method)
}

fn named(credential: &Credential, method: String) -> CredentialNames {
    let known = match credential {
        Credential::Bearer => Some(BEARER),
        Credential::Basic => Some(BASIC),
        _ => None,
    };
    let known = known.filter(|(name, _)| *name == method);
    CredentialNames {
        key: match known {
            Some((_, key)) => key.to_owned(),
            None => method.trim_start_matches("r#").to_owned(),
        },
        arguments: arguments(credential),
        method,
        beside: None,
        provider: None,
    }
}

/// What a credential is called after how it is sent. `is_only`: whether that says enough.
fn plain_name(credential: &Credential, is_only: bool) -> String {
    match credential {
        Credential::Bearer => BEARER.0.to_owned(),
        Credential::Basic => BASIC.0.to_owned(),
        Credential::Token { prefix } if ident::is_empty(prefix) => "token".to_owned(),
        // `Token`, `ApiKey` and the like say what they are.
        Credential::Token { prefix }
            if ["token", "key"]
                .iter()
                .any(|word| ident::snake(prefix).ends_with(word)) =>
        {
            ident::snake(prefix)
        }
        Credential::Token { prefix } => ident::snake(&format!("{prefix} token")),
        Credential::ApiKey { key, .. } => ident::snake(key),
        Credential::Composed { key, texts, .. } => ident::snake(&composed(key, texts)),
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
    }
}

/// What a credential is called beside another of its kind: after its variables, the server that gives its tokens, or the one that it goes to.
/// A token or a key says by that alone what it is.
fn further(api: &Api, id: CredentialId) -> String {
    let (credential, origin) = (&api.credentials[id.0], &api.origins[id.0]);
    let plain = plain_name(credential, true);
    let plain = plain.trim_start_matches("r#");
    let (words, kind) = match (origin.variables.as_slice(), &origin.token_url, credential) {
        ([], None, _) => (api.servers[origin.home.0].name.clone(), plain),
        ([], Some(url), _) => (server_of(url), "token"),
        ([name], _, Credential::Bearer | Credential::Token { .. }) => (name.clone(), "token"),
        ([name], _, Credential::ApiKey { .. }) => (name.clone(), "key"),
        (names, ..) => (in_common(names), plain),
    };
    let says_it = |word: &str| {
        ["token", "key", "secret", "jwt"]
            .iter()
            .any(|known| word == *known || (*known == "token" && word.ends_with("token")))
    };
    let snake = ident::snake(&words);
    match ["token", "key"].contains(&kind) && snake.split('_').any(says_it) {
        true => snake,
        false => ident::qualified(&words, kind),
    }
}

/// The host of a URL, or the variable that stands for it.
fn server_of(url: &str) -> String {
    match variables::pieces(url).next() {
        Some(Piece::Variable(name)) => name.to_owned(),
        _ => {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            rest.split('/').next().unwrap_or_default().to_owned()
        }
    }
}

/// The words that all names begin with, or the first name: `partner` of `partnerUser` and `partnerPassword`.
fn in_common(names: &[String]) -> String {
    let words = |name: &String| -> Vec<String> {
        let snake = ident::snake(name);
        snake.split('_').map(str::to_owned).collect()
    };
    let first = names.first().map(words).unwrap_or_default();
    let same = names.iter().map(|name| {
        let pairs = words(name).into_iter().zip(&first);
        pairs.take_while(|(one, other)| one == *other).count()
    });
    match same.min().unwrap_or_default() {
        0 => names.first().cloned().unwrap_or_default(),
        same => first[..same].join(" "),
    }
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

/// The words of a header and of the text in it, each once in a row: `authorization token email` of
/// `Authorization: Token token=…, email=…`.
fn composed(key: &str, texts: &[String]) -> String {
    let words = texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-'));
    let mut all = vec![key];
    for word in words.filter(|word| !word.is_empty()) {
        if !all
            .last()
            .is_some_and(|last| last.eq_ignore_ascii_case(word))
        {
            all.push(word);
        }
    }
    all.join(" ")
}

/// What the secrets of a header are called as arguments.
fn arguments(credential: &Credential) -> Vec<String> {
    let Credential::Composed { variables, .. } = credential else {
        return Vec::new();
    };
    let mut taken = Scope::without(&["self"]);
    let names = variables.iter().map(|name| match ident::is_empty(name) {
        true => taken.unique("value".to_owned()),
        // A raw identifier cannot stand in a format string.
        false => match ident::snake(name).strip_prefix("r#") {
            Some(keyword) => taken.unique(format!("{keyword}_value")),
            None => taken.unique(ident::snake(name)),
        },
    });
    names.collect()
}
