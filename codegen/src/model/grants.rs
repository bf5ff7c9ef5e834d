//! OAuth 2 blocks: which grants they name, and what they say of the authorization server.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::CredentialId;
use super::servers::expand;
use crate::diag::{Diagnostics, Place};
use crate::read::redact;
use crate::resolve::Resolved;

/// What OAuth 2 blocks say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuth2 {
    /// What sends the tokens.
    pub credential: CredentialId,
    /// Who gives them, if the blocks say that and name a grant.
    pub server: Option<AuthorizationServer>,
}

/// An authorization server (RFC 6749 §1.1), and what a client sends to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorizationServer {
    /// Where tokens are given, with what is constant in its query.
    pub token_url: String,
    /// Where refresh tokens go, if that is elsewhere.
    pub refresh_url: Option<String>,
    /// Where users agree.
    pub auth_url: Option<String>,
    /// Further parameters of the page where users agree: name and value.
    pub auth_parameters: Vec<(String, String)>,
    /// Further parameters of a request with a refresh token, each with a value.
    pub refresh_parameters: Vec<GrantParameter>,
    /// The grants that blocks name. Never empty.
    pub grants: Vec<Grant>,
}

/// A grant that blocks name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which.
    pub kind: GrantType,
    /// The scope to ask for; of several blocks that of all.
    pub scope: Option<String>,
    /// Whether the client says who it is in the form, not by Basic auth.
    pub in_body: bool,
    /// Further parameters of a request for a token.
    pub parameters: Vec<GrantParameter>,
}

/// A further parameter of a request for a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantParameter {
    /// Where it goes.
    pub place: ParameterPlace,
    /// Its name.
    pub name: String,
    /// Its value; `None` if only the caller knows it.
    pub value: Option<String>,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterPlace {
    /// Into the form.
    Body,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
}

/// A way to get a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantType {
    /// RFC 6749 §4.4.
    ClientCredentials,
    /// RFC 6749 §4.3.
    Password,
    /// RFC 6749 §4.1.
    AuthorizationCode,
    /// Any other that needs no more than the client's secret and parameters.
    Other(String),
}

impl AuthorizationServer {
    /// Takes over what another block says of the same server, as far as this one says nothing of it. Gives the names of what they say
    /// different things of.
    fn join(&mut self, other: Self) -> IndexSet<String> {
        let mut differing = IndexSet::new();
        let urls = [
            (&mut self.refresh_url, other.refresh_url, "refreshTokenUrl"),
            (&mut self.auth_url, other.auth_url, "authUrl"),
        ];
        for (known, new, name) in urls {
            match (&known, &new) {
                (Some(known), Some(new)) if known != new => _ = differing.insert(name.to_owned()),
                (None, _) => *known = new,
                _ => {}
            }
        }
        let (known, new) = (&mut self.auth_parameters, other.auth_parameters);
        add_new(known, new, |one| &one.0, &mut differing);
        let (known, new) = (&mut self.refresh_parameters, other.refresh_parameters);
        add_new(known, new, |one| &one.name, &mut differing);
        for grant in other.grants {
            match self
                .grants
                .iter_mut()
                .find(|known| known.kind == grant.kind)
            {
                Some(known) => known.join(grant, &mut differing),
                None => self.grants.push(grant),
            }
        }
        differing
    }
}

impl Grant {
    /// The parameters that only the caller knows.
    pub fn arguments(&self) -> impl Iterator<Item = &GrantParameter> {
        let parameters = self.parameters.iter();
        parameters.filter(|parameter| parameter.value.is_none())
    }

    fn join(&mut self, other: Self, differing: &mut IndexSet<String>) {
        self.scope = match (self.scope.take(), other.scope) {
            (Some(one), Some(other)) => Some(joined_scopes(&one, &other)),
            (one, other) => one.or(other),
        };
        if self.in_body != other.in_body {
            differing.insert("client_authentication".to_owned());
        }
        let (known, new) = (&mut self.parameters, other.parameters);
        add_new(known, new, |one| &one.name, differing);
    }
}

/// Adds those of which there is none with the same key. Of others the first stays, and the key is kept of what differs.
fn add_new<T: PartialEq>(
    known: &mut Vec<T>,
    more: Vec<T>,
    key: impl Fn(&T) -> &String,
    differing: &mut IndexSet<String>,
) {
    for one in more {
        match known.iter().find(|known| key(known) == key(&one)) {
            Some(same) if *same != one => _ = differing.insert(key(&one).clone()),
            Some(_) => {}
            None => known.push(one),
        }
    }
}

/// All words of two scopes.
fn joined_scopes(one: &str, other: &str) -> String {
    let words = one.split_whitespace().chain(other.split_whitespace());
    let words: IndexSet<&str> = words.collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// The blocks seen so far, by credential and token URL.
#[derive(Debug, Default)]
pub(super) struct Blocks(IndexMap<(CredentialId, Option<String>), Block>);

#[derive(Debug)]
struct Block {
    server: Option<AuthorizationServer>,
    uses: usize,
    place: Place,
    /// What another block says otherwise, and where that is.
    differing: IndexMap<String, Place>,
}

impl Blocks {
    /// Notes that a request has a block.
    pub(super) fn add(
        &mut self,
        credential: CredentialId,
        settings: &IndexMap<String, String>,
        place: Place,
        resolved: &Resolved,
    ) {
        let server = Settings { settings, resolved }.server();
        let url = server.as_ref().map(|server| server.token_url.clone());
        let known = self.0.entry((credential, url)).or_insert_with(|| Block {
            server: None,
            uses: 0,
            place,
            differing: IndexMap::new(),
        });
        known.uses += 1;
        match (&mut known.server, server) {
            (Some(joined), Some(server)) => {
                for name in joined.join(server) {
                    known.differing.entry(name).or_insert(place);
                }
            }
            (known, server) => *known = known.take().or(server),
        }
    }

    /// The one that most requests use, of those that say who gives the tokens if there are any.
    pub(super) fn main(self, diagnostics: &mut Diagnostics) -> Option<OAuth2> {
        let rank = |block: &Block| (block.server.is_some(), block.uses);
        let best = self.0.values().map(rank).max()?;
        let at = self.0.values().position(|block| rank(block) == best)?;
        let mut main = None;
        for (index, ((credential, _), block)) in self.0.into_iter().enumerate() {
            if index == at {
                for (name, place) in block.differing {
                    diagnostics.note(
                        place,
                        format!("OAuth 2 blocks of one authorization server say different things of `{name}`: what the first says counts"),
                        "set it on the grant that `oauth2` takes, if the other is meant",
                    );
                }
                main = Some(OAuth2 {
                    credential,
                    server: block.server,
                });
            } else if block.server.is_some() {
                diagnostics.note(
                    block.place,
                    "another authorization server than that of most requests: the client has no grants for it",
                    "give its tokens by a provider of your own",
                );
            }
        }
        main
    }
}

/// The settings of a block.
struct Settings<'a> {
    settings: &'a IndexMap<String, String>,
    resolved: &'a Resolved,
}

impl Settings<'_> {
    /// The authorization server, if the block names a grant and where it is.
    fn server(&self) -> Option<AuthorizationServer> {
        let mut server = AuthorizationServer {
            refresh_url: self.url("refreshTokenUrl"),
            auth_url: self.url("authUrl"),
            ..AuthorizationServer::default()
        };
        let (token_url, of_url) = self.split_url("accessTokenUrl")?;
        server.token_url = token_url;
        let mut parameters = of_url;
        for key in ["audience", "resource"] {
            let Some(text) = self.settings.get(key).filter(|text| !text.is_empty()) else {
                continue;
            };
            let value = self.value(text);
            let known = value.clone().map(|value| (key.to_owned(), value));
            server.auth_parameters.extend(known);
            parameters.push(GrantParameter {
                place: ParameterPlace::Body,
                name: key.to_owned(),
                value,
            });
        }
        parameters.extend(self.list("tokenRequestParams"));
        // Some servers know a grant of their own, which then stands beside the settings.
        let own = parameters.iter().find(|one| one.name == "grant_type");
        let own = own.and_then(|one| one.value.clone());
        parameters.retain(|one| one.name != "grant_type");
        let grant = own
            .or_else(|| self.constant("grant_type"))
            .or_else(|| self.constant("grantType"));
        let kind = grant_type(&grant?)?;
        if kind == GrantType::AuthorizationCode && server.auth_url.is_none() {
            return None;
        }
        let mut grant = Grant {
            kind,
            scope: self.constant("scope"),
            in_body: self.is_in_body(),
            parameters: Vec::new(),
        };
        // Of one block the first counts as well, which nobody needs to be told.
        let twice = &mut IndexSet::new();
        add_new(&mut grant.parameters, parameters, |one| &one.name, twice);
        server.grants.push(grant);
        let more = self.list("authRequestParams");
        let more = more.filter_map(|one| Some((one.name, one.value?)));
        let known = &mut server.auth_parameters;
        add_new(known, more.collect(), |one| &one.0, twice);
        let refresh = self.list("refreshRequestParams");
        let refresh = refresh.filter(|one| one.value.is_some());
        server.refresh_parameters.extend(refresh);
        Some(server)
    }

    fn is_in_body(&self) -> bool {
        let mut keys = ["client_authentication", "clientAuth"].into_iter();
        keys.any(|key| self.constant(key).is_some_and(|value| value == "body"))
    }

    /// A text in which nothing is left open; `None` if only the caller knows it.
    fn value(&self, text: &str) -> Option<String> {
        let value = expand(text, self.resolved).trim().to_owned();
        let is_known =
            !value.is_empty() && !value.contains("{{") && !value.contains(redact::REDACTED);
        is_known.then_some(value)
    }

    fn constant(&self, key: &str) -> Option<String> {
        self.value(self.settings.get(key)?)
    }

    /// A URL without variables, user names and placeholders.
    fn url(&self, key: &str) -> Option<String> {
        self.constant(key).filter(|url| is_whole_url(url))
    }

    /// A URL, and apart from it the pairs of its query that only the caller knows, and the grant type.
    fn split_url(&self, key: &str) -> Option<(String, Vec<GrantParameter>)> {
        let whole = expand(self.settings.get(key)?, self.resolved);
        let whole = whole.trim().split('#').next().unwrap_or_default();
        let (base, query) = whole.split_once('?').unwrap_or((whole, ""));
        let (mut kept, mut apart) = (Vec::new(), Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match self.value(value) {
                Some(_) if name != "grant_type" => kept.push(pair),
                None if value.is_empty() => kept.push(pair),
                value => apart.push(GrantParameter {
                    place: ParameterPlace::Query,
                    name: name.to_owned(),
                    value,
                }),
            }
        }
        let url = match kept.is_empty() {
            true => base.to_owned(),
            false => format!("{base}?{}", kept.join("&")),
        };
        let is_known = !url.contains("{{") && !url.contains(redact::REDACTED);
        (is_known && is_whole_url(&url)).then_some((url, apart))
    }

    /// A list of further parameters, which resolving keeps as JSON.
    fn list(&self, key: &str) -> impl Iterator<Item = GrantParameter> {
        let list = self.settings.get(key);
        let list = list.and_then(|text| serde_json::from_str::<Vec<Value>>(text).ok());
        list.into_iter()
            .flatten()
            .filter_map(|one| self.parameter(&one))
    }

    fn parameter(&self, one: &Value) -> Option<GrantParameter> {
        let text = |key: &str| one.get(key).and_then(Value::as_str);
        if one.get("enabled") == Some(&Value::Bool(false)) {
            return None;
        }
        Some(GrantParameter {
            place: match text("send_as").unwrap_or_default() {
                "request_url" => ParameterPlace::Query,
                "request_header" | "request_headers" => ParameterPlace::Header,
                _ => ParameterPlace::Body,
            },
            name: text("key")
                .filter(|name| !name.trim().is_empty())?
                .to_owned(),
            value: self.value(text("value").unwrap_or_default()),
        })
    }
}

/// The grant of a name, as Postman and the RFCs write it; `None` for one that gets no token from a token endpoint, or needs more
/// than a client and parameters.
fn grant_type(name: &str) -> Option<GrantType> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.:/".contains(c);
    match name {
        "client_credentials" => Some(GrantType::ClientCredentials),
        "password_credentials" | "password" => Some(GrantType::Password),
        "authorization_code" | "authorization_code_with_pkce" => Some(GrantType::AuthorizationCode),
        "implicit" | "refresh_token" => None,
        other if other.chars().all(is_name) => Some(GrantType::Other(other.to_owned())),
        _ => None,
    }
}

/// Whether text is a URL of http with a host, and neither a user name nor a placeholder in it.
fn is_whole_url(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_graphic() && !"<>{}\"'`\\^|".contains(c);
    !host.is_empty() && !host.starts_with(':') && !host.contains('@') && url.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_with_nothing_open() {
        for (url, expected) in [
            ("https://login.example.com/token", true),
            ("http://localhost:8080/token?tenant=1", true),
            ("login.example.com/token", false),
            ("https://", false),
            ("https://:8080/token", false),
            ("https://user:pw@example.com/token", false),
            ("https://<tenant>.example.com/token", false),
            ("https://{tenant}.example.com/token", false),
            ("https://example.com/a b", false),
            ("ftp://example.com/token", false),
            ("/token", false),
            ("", false),
        ] {
            assert_eq!(is_whole_url(url), expected, "{url}");
        }
    }

    #[test]
    fn names_of_grants() {
        let other = |name: &str| Some(GrantType::Other(name.to_owned()));
        for (name, expected) in [
            ("client_credentials", Some(GrantType::ClientCredentials)),
            ("password_credentials", Some(GrantType::Password)),
            ("authorization_code", Some(GrantType::AuthorizationCode)),
            (
                "authorization_code_with_pkce",
                Some(GrantType::AuthorizationCode),
            ),
            ("account_credentials", other("account_credentials")),
            (
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                other("urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ),
            ("implicit", None),
            ("refresh_token", None),
            ("no name", None),
        ] {
            assert_eq!(grant_type(name), expected, "{name}");
        }
    }

    #[test]
    fn scopes_of_several_blocks() {
        assert_eq!(joined_scopes("a b", "b  c"), "a b c");
    }

    #[test]
    fn blocks_that_say_different_things() {
        use serde_json::json;

        let block = |client: &str, refresh: &str, audience: &str| {
            json!({ "type": "oauth2", "oauth2": {
                "grant_type": "client_credentials",
                "accessTokenUrl": "https://login.example.com/token",
                "refreshTokenUrl": refresh,
                "client_authentication": client,
                "audience": audience,
            } })
        };
        let item = |name: &str, auth: Value| {
            let url = format!("https://api.example.com/{name}");
            json!({ "name": name, "request": { "method": "GET", "url": url, "auth": auth } })
        };
        let one = || block("header", "https://login.example.com/one", "a");
        for (other, expected) in [
            (one(), vec![]),
            (
                block("body", "https://login.example.com/two", "b"),
                vec!["refreshTokenUrl", "client_authentication", "audience"],
            ),
            (block("header", "", ""), vec![]),
        ] {
            let items = json!([item("a", one()), item("b", other), item("c", one())]);
            let text = json!({ "info": { "name": "Shop" }, "item": items }).to_string();
            let path = "shop.json".into();
            let understood = crate::understand(crate::diag::Source { path, text }, "shop");
            let (_, _, diagnostics) = understood.unwrap_or_else(|failure| panic!("{failure}"));
            let said = format!("{diagnostics:?}");
            let count = said.matches("say different things of").count();
            assert_eq!(count, expected.len(), "{said}");
            for name in expected {
                let told = format!("say different things of `{name}`");
                assert!(said.contains(&told), "{said}");
            }
        }
    }
}
