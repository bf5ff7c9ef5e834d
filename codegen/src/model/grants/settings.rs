//! The settings of one OAuth 2 block: the grant it names, and where the authorization server is.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::joining::{Keys, grant_key, parameter_key};
use super::{
    AtServer, AtServers, AuthorizationServer, Grant, GrantParameter, GrantType, ParameterPlace,
};
use crate::model::servers::{Servers, expand};
use crate::read::redact;
use crate::resolve::Resolved;

/// The settings of a block.
pub(super) struct Settings<'a> {
    settings: &'a IndexMap<String, String>,
    resolved: &'a Resolved,
    servers: &'a Servers,
}

impl<'a> Settings<'a> {
    pub(super) fn new(
        settings: &'a IndexMap<String, String>,
        resolved: &'a Resolved,
        servers: &'a Servers,
    ) -> Self {
        Self {
            settings,
            resolved,
            servers,
        }
    }

    /// The authorization server, if the block names a grant and where it is.
    pub(super) fn server(&self) -> Option<AuthorizationServer> {
        let mut server = AuthorizationServer {
            refresh_url: self.url("refreshTokenUrl"),
            auth_url: self.url("authUrl"),
            ..AuthorizationServer::default()
        };
        let (token_url, of_url) = self.split_url("accessTokenUrl")?;
        server.at = AtServers {
            token: self.at("accessTokenUrl", &token_url),
            refresh: self.known_at("refreshTokenUrl", server.refresh_url.as_deref()),
            auth: self.known_at("authUrl", server.auth_url.as_deref()),
        };
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
        let list = &mut grant.parameters;
        Keys::default().add_new(list, parameters, grant_key, twice);
        server.grants.push(grant);
        let more = self.list("authRequestParams");
        let more = more.filter_map(|one| Some((one.name, one.value?)));
        let known = &mut server.auth_parameters;
        Keys::of(known, parameter_key).add_new(known, more.collect(), parameter_key, twice);
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

    /// The server that a URL is a part of.
    fn at(&self, key: &str, url: &str) -> Option<AtServer> {
        let server = self
            .servers
            .begins(self.settings.get(key)?, self.resolved)?;
        let base = self.servers.url(server)?.trim_end_matches('/');
        let rest = url.strip_prefix(base)?;
        let is_part = rest.is_empty() || rest.starts_with(['/', '?']);
        is_part.then(|| AtServer {
            server,
            rest: rest.to_owned(),
        })
    }

    fn known_at(&self, key: &str, url: Option<&str>) -> Option<AtServer> {
        self.at(key, url?)
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
}
