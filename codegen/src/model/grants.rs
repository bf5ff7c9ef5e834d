//! OAuth 2 blocks: which grants they name, and what they say of the authorization server.

mod blocks;
mod common;
mod settings;

use indexmap::IndexSet;

use super::{CredentialId, ServerId};

pub(super) use self::blocks::Blocks;
pub use self::common::Common;

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
    /// Those of these URLs that the collection writes as a part of a server: they are wherever that is.
    pub at: AtServers,
    /// Further parameters of the page where users agree: name and value.
    pub auth_parameters: Vec<(String, String)>,
    /// Further parameters of a request with a refresh token, each with a value.
    pub refresh_parameters: Vec<GrantParameter>,
    /// The grants that blocks name. Never empty.
    pub grants: Vec<Grant>,
}

/// Which URLs of an authorization server are a part of a server of the client.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtServers {
    /// Of the token URL.
    pub token: Option<AtServer>,
    /// Of the URL for refresh tokens.
    pub refresh: Option<AtServer>,
    /// Of the page where users agree.
    pub auth: Option<AtServer>,
}

/// A URL that begins with that of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtServer {
    /// The server.
    pub server: ServerId,
    /// What stands behind its URL: a path, a query, or nothing.
    pub rest: String,
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
            (
                (&mut self.refresh_url, other.refresh_url),
                (&mut self.at.refresh, other.at.refresh),
                "refreshTokenUrl",
            ),
            (
                (&mut self.auth_url, other.auth_url),
                (&mut self.at.auth, other.at.auth),
                "authUrl",
            ),
        ];
        for ((known, new), (known_at, new_at), name) in urls {
            match (&known, &new) {
                (Some(known), Some(new)) if known != new => _ = differing.insert(name.to_owned()),
                (None, _) => (*known, *known_at) = (new, new_at),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_of_several_blocks() {
        assert_eq!(joined_scopes("a b", "b  c"), "a b c");
    }
}
