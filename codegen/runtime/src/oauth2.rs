//! OAuth 2 grants (RFC 6749), as they are set: what gets tokens from a token endpoint, and keeps the right to get more.

use std::fmt;
use std::sync::{Arc, Mutex};

use super::auth::Secret;
pub use super::oauth2_request::{ClientAuthentication, Place};
use super::oauth2_request::{Endpoint, Endpoints, OAuthClient, Parameters};
use super::oauth2_tokens::{First, State, Use};
use super::transport::Transport;

/// A right to get tokens.
///
/// Where the server gives a refresh token, that is used for the next one (RFC 6749 §6), and a new refresh token takes the place
/// of the old one: [`on_refresh_token`](Self::on_refresh_token) tells of it. The token endpoint is never redirected from: a redirect
/// is an error, so that nothing secret goes elsewhere.
pub struct Grant {
    pub(super) first: Option<First>,
    pub(super) client: OAuthClient,
    pub(super) endpoints: Endpoints,
    pub(super) scope: Option<String>,
    pub(super) parameters: Parameters,
    pub(super) refresh_parameters: Parameters,
    pub(super) kept: Option<Box<Observer>>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) state: Mutex<State>,
}

/// What is told of each new refresh token.
type Observer = dyn Fn(&Secret) + Send + Sync;

impl Grant {
    /// The client acts for itself (RFC 6749 §4.4).
    pub fn client_credentials(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self::of_type("client_credentials", client_id, client_secret)
    }

    /// The same with another grant type, whose own parameters are added by [`parameter`](Self::parameter).
    pub fn of_type(
        grant_type: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        let first = First::new(grant_type, [], Use::Always);
        Self::new(client_id, Some(first)).client_secret(client_secret)
    }

    /// The client knows the user's password (RFC 6749 §4.3), which modern servers no longer allow.
    pub fn password(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        let pairs = [("username", username.into()), ("password", password.into())];
        let first = First::new("password", pairs, Use::Again);
        Self::new(client_id, Some(first)).client_secret(client_secret)
    }

    /// The client has a refresh token from before (RFC 6749 §6).
    pub fn refresh_token(client_id: impl Into<String>, refresh_token: impl Into<String>) -> Self {
        let grant = Self::new(client_id, None);
        grant.state().refresh = Some(Secret::new(refresh_token));
        grant
    }

    /// The client has an authorization code (RFC 6749 §4.1.3) and the verifier that belongs to it (RFC 7636 §4.5).
    pub fn authorization_code(
        client_id: impl Into<String>,
        code: impl Into<String>,
        redirect_uri: impl Into<String>,
        verifier: impl Into<String>,
    ) -> Self {
        let pairs = [
            ("code", code.into()),
            ("redirect_uri", redirect_uri.into()),
            ("code_verifier", verifier.into()),
        ];
        let first = First::new("authorization_code", pairs, Use::Once);
        Self::new(client_id, Some(first))
    }

    fn new(client_id: impl Into<String>, first: Option<First>) -> Self {
        Self {
            first,
            client: OAuthClient::new(client_id),
            endpoints: Endpoints::default(),
            scope: None,
            parameters: Parameters::default(),
            refresh_parameters: Parameters::default(),
            kept: None,
            transport: None,
            state: Mutex::default(),
        }
    }

    /// Sets the client's secret. An empty one is none: a public client says its id alone.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<String>) -> Self {
        let secret = Some(secret.into()).filter(|secret| !secret.is_empty());
        self.client.secret = secret.map(Secret::new);
        self
    }

    /// Sets the URL of the token endpoint. What it has in its query is sent with every request.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.endpoints.token = Some(Endpoint::Url(url.into()));
        self
    }

    /// Sets the URL for refresh tokens, where that is another one.
    #[must_use]
    pub fn refresh_url(mut self, url: impl Into<String>) -> Self {
        self.endpoints.refresh = Some(Endpoint::Url(url.into()));
        self
    }

    /// Sets the scope to ask for: words with spaces between them (RFC 6749 §3.3). An authorization code and a refresh token have
    /// theirs already, so it is not sent with them.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sets how the client says who it is: by Basic auth unless set, which every server takes.
    #[must_use]
    pub fn authentication(mut self, authentication: ClientAuthentication) -> Self {
        self.client.authentication = Some(authentication);
        self
    }

    /// Adds a parameter to the form that asks for a token: `audience`, `resource` (RFC 8707), ….
    #[must_use]
    pub fn parameter(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameter_in(Place::Body, name, value)
    }

    /// Adds a parameter to the request for a token, in the place of any of that name.
    #[must_use]
    pub fn parameter_in(
        mut self,
        place: Place,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        self.parameters.set(place, name, value);
        self
    }

    /// Adds a parameter to the request that sends a refresh token, in the place of any of that name.
    #[must_use]
    pub fn refresh_parameter_in(
        mut self,
        place: Place,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        self.refresh_parameters.set(place, name, value);
        self
    }

    /// Is told of each new refresh token, before the token that came with it is used: the old one may be worth nothing from then
    /// on, so this is the place to store it.
    #[must_use]
    pub fn on_refresh_token(mut self, keep: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        self.kept = Some(Box::new(keep));
        self
    }

    /// Asks for tokens by other means than those of the client.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the URL of the token endpoint unless it is set.
    #[must_use]
    pub fn default_token_url(mut self, url: &str) -> Self {
        let default = || Endpoint::Url(url.to_owned());
        self.endpoints.token.get_or_insert_with(default);
        self
    }

    /// Has the token endpoint be a part of a server of the client, which is at `url` in the collection, unless its URL is set.
    #[must_use]
    pub fn default_token_url_at(
        mut self,
        server: &'static str,
        rest: &'static str,
        url: &'static str,
    ) -> Self {
        let default = || Endpoint::At { server, rest, url };
        self.endpoints.token.get_or_insert_with(default);
        self
    }

    /// Sets the URL for refresh tokens unless it is set.
    #[must_use]
    pub fn default_refresh_url(mut self, url: &str) -> Self {
        let default = || Endpoint::Url(url.to_owned());
        self.endpoints.refresh.get_or_insert_with(default);
        self
    }

    /// Has the URL for refresh tokens be a part of a server of the client, which is at `url` in the collection, unless it is set.
    #[must_use]
    pub fn default_refresh_url_at(
        mut self,
        server: &'static str,
        rest: &'static str,
        url: &'static str,
    ) -> Self {
        let default = || Endpoint::At { server, rest, url };
        self.endpoints.refresh.get_or_insert_with(default);
        self
    }

    /// Sets the scope unless it is set.
    #[must_use]
    pub fn default_scope(mut self, scope: &str) -> Self {
        self.scope.get_or_insert_with(|| scope.to_owned());
        self
    }

    /// Has the client say who it is in the form, unless it is set how.
    #[must_use]
    pub fn default_in_body(mut self) -> Self {
        self.client
            .authentication
            .get_or_insert(ClientAuthentication::Body);
        self
    }

    /// Adds a parameter to the request for a token, unless one of that name is there.
    #[must_use]
    pub fn default_parameter(mut self, place: Place, name: &str, value: &str) -> Self {
        self.parameters.set_default(place, name, value);
        self
    }

    /// Adds a parameter to the request that sends a refresh token, unless one of that name is there.
    #[must_use]
    pub fn default_refresh_parameter(mut self, place: Place, name: &str, value: &str) -> Self {
        self.refresh_parameters.set_default(place, name, value);
        self
    }
}

/// Shows the type of the grant.
impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.first.as_ref();
        let grant_type = first.map_or("refresh_token", |first| &first.grant_type);
        write!(f, "Grant({grant_type})")
    }
}
