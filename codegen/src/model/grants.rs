//! OAuth 2 blocks: which grants they name, and what they say of the authorization server.

mod blocks;
mod common;
mod joining;
mod settings;

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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

impl Grant {
    /// The parameters that only the caller knows.
    pub fn arguments(&self) -> impl Iterator<Item = &GrantParameter> {
        let parameters = self.parameters.iter();
        parameters.filter(|parameter| parameter.value.is_none())
    }
}
