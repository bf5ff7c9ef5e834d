//! OAuth 2 grants (RFC 6749): what gets tokens from a token endpoint, and keeps the right to get more.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::auth::Secret;
use super::body::Body;
use super::carrier::Carrier;
use super::core_builder::behind;
use super::failure::RequestError;
use super::headers;
use super::oauth2_answer::{Answered, ErrorCode, GrantError};
pub use super::oauth2_request::{ClientAuthentication, Place};
use super::oauth2_request::{Form, OAuthClient, Parameter, set, set_default};
use super::retry;
use super::token::{Fetching, Token, TokenError, TokenProvider};
use super::transport::Transport;

/// A right to get tokens.
///
/// Where the server gives a refresh token, that is used for the next one (RFC 6749 §6), and a new refresh token takes the place
/// of the old one: [`on_refresh_token`](Self::on_refresh_token) tells of it. The token endpoint is never redirected from: a redirect
/// is an error, so that nothing secret goes elsewhere.
pub struct Grant {
    first: Option<First>,
    client: OAuthClient,
    token_url: Option<Endpoint>,
    refresh_url: Option<Endpoint>,
    scope: Option<String>,
    parameters: Vec<Parameter>,
    refresh_parameters: Vec<Parameter>,
    kept: Option<Box<Observer>>,
    transport: Option<Arc<dyn Transport>>,
    state: Mutex<State>,
}

/// Where an endpoint is.
enum Endpoint {
    /// At this URL.
    Url(String),
    /// At a server of the client.
    At {
        server: &'static str,
        rest: &'static str,
        /// Where that is for a client without such a server.
        url: &'static str,
    },
}

impl Endpoint {
    /// Its URL. What is known of servers a client alone can say.
    fn url(&self, carrier: Option<&Carrier>) -> String {
        match self {
            Self::Url(url) => url.clone(),
            Self::At { server, rest, url } => {
                let base = carrier.and_then(|carrier| carrier.server(server));
                base.map_or_else(|| (*url).to_owned(), |base| behind(base, rest))
            }
        }
    }
}

/// How many bytes the answer with a token may have.
const LONGEST: u64 = 1 << 20;

/// The setting of a client that counts before the URLs of its grant.
const TOKEN_URL: &str = "oauth2_token_url";

/// What changes from token to token.
#[derive(Default)]
struct State {
    refresh: Option<Secret>,
    is_spent: bool,
}

/// What is told of each new refresh token.
type Observer = dyn Fn(&Secret) + Send + Sync;

/// The grant that gets the first token.
struct First {
    grant_type: String,
    pairs: Vec<(&'static str, Secret)>,
    /// What becomes of it after the first token.
    use_of: Use,
}

/// How often a grant can be used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// For each token; a refresh token is of no use (RFC 6749 §4.4.3).
    Always,
    /// When no refresh token is left.
    Again,
    /// Once: an authorization code.
    Once,
}

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
            token_url: None,
            refresh_url: None,
            scope: None,
            parameters: Vec::new(),
            refresh_parameters: Vec::new(),
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
        self.token_url = Some(Endpoint::Url(url.into()));
        self
    }

    /// Sets the URL for refresh tokens, where that is another one.
    #[must_use]
    pub fn refresh_url(mut self, url: impl Into<String>) -> Self {
        self.refresh_url = Some(Endpoint::Url(url.into()));
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
        set(&mut self.parameters, Parameter::new(place, name, value));
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
        set(
            &mut self.refresh_parameters,
            Parameter::new(place, name, value),
        );
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
        self.token_url.get_or_insert_with(default);
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
        self.token_url.get_or_insert_with(default);
        self
    }

    /// Sets the URL for refresh tokens unless it is set.
    #[must_use]
    pub fn default_refresh_url(mut self, url: &str) -> Self {
        let default = || Endpoint::Url(url.to_owned());
        self.refresh_url.get_or_insert_with(default);
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
        self.refresh_url.get_or_insert_with(default);
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
        set_default(&mut self.parameters, Parameter::new(place, name, value));
        self
    }

    /// Adds a parameter to the request that sends a refresh token, unless one of that name is there.
    #[must_use]
    pub fn default_refresh_parameter(mut self, place: Place, name: &str, value: &str) -> Self {
        set_default(
            &mut self.refresh_parameters,
            Parameter::new(place, name, value),
        );
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn get(&self, carrier: &Carrier) -> Result<Token, TokenError> {
        let known = |endpoint: &Option<Endpoint>| {
            let endpoint = endpoint.as_ref();
            endpoint.map(|endpoint| endpoint.url(Some(carrier)))
        };
        let (token_url, refresh_url) = match carrier.setting(TOKEN_URL) {
            Some(url) => (Some(url.to_owned()), None),
            None => (known(&self.token_url), known(&self.refresh_url)),
        };
        let (token_url, refresh_url) = (token_url.as_deref(), refresh_url.as_deref());
        let own = self.transport.clone();
        let carrier = own.map_or_else(
            || carrier.clone(),
            |own| Carrier::of_call(own, Arc::default(), Arc::default()),
        );
        let (refresh, is_spent) = {
            let state = self.state();
            (state.refresh.clone(), state.is_spent)
        };
        if let Some(refresh) = refresh {
            let request = self.refresh_request(refresh_url.or(token_url), &refresh);
            let request = request.map_err(GrantError::Setting)?;
            match self.ask(&carrier, request, true).await {
                // It has been used or taken back, and there is another way.
                Err(error) if self.begins_again() && is_over(&error) => {
                    self.state().refresh = None;
                }
                result => return result,
            }
        }
        let first = self.first.as_ref().filter(|_| !is_spent);
        let first = first.ok_or(GrantError::Spent)?;
        let request = self
            .first_request(token_url, first)
            .map_err(GrantError::Setting)?;
        // A code that comes twice is taken for a stolen one (RFC 6749 §4.1.2).
        let may_repeat = first.use_of != Use::Once;
        let token = self.ask(&carrier, request, may_repeat).await?;
        self.state().is_spent = first.use_of == Use::Once;
        Ok(token)
    }

    fn begins_again(&self) -> bool {
        let first = self.first.as_ref();
        first.is_some_and(|first| first.use_of != Use::Once)
    }

    /// Sends a request for a token, and keeps the refresh token of the answer. A failure may pass by its status code if the request
    /// may be repeated: the call that needs the token tries again.
    async fn ask(
        &self,
        carrier: &Carrier,
        request: http::Request<Body>,
        may_repeat: bool,
    ) -> Result<Token, TokenError> {
        let (head, body) = carrier.send(request).await?.into_parts();
        let answer = Answered::read(head.status, &body.collect(LONGEST).await?);
        let answer = answer.map_err(|error| {
            let wait = headers::retry_after(&head.headers).unwrap_or_default();
            match may_repeat && retry::is_transient(head.status) {
                true => TokenError::from(error).passing(wait),
                false => error.into(),
            }
        })?;
        let refreshes = self.first.as_ref().map(|first| first.use_of) != Some(Use::Always);
        if let Some(refresh) = answer.refresh.filter(|_| refreshes) {
            let known = self.state().refresh.replace(refresh.clone());
            let is_new = known.is_none_or(|known| known.expose() != refresh.expose());
            if let Some(keep) = self.kept.as_ref().filter(|_| is_new) {
                keep(&refresh);
            }
        }
        Ok(answer.token)
    }

    fn first_request(
        &self,
        url: Option<&str>,
        first: &First,
    ) -> Result<http::Request<Body>, RequestError> {
        let mut form = Form::new(&first.grant_type);
        for (name, value) in &first.pairs {
            form.add(name, value.expose());
        }
        // The scope of a code was settled when the user agreed.
        let scope = self.scope.as_deref().filter(|_| first.use_of != Use::Once);
        if let Some(scope) = scope.filter(|scope| !scope.trim().is_empty()) {
            form.add("scope", scope);
        }
        self.client.request(url, form, &self.parameters)
    }

    fn refresh_request(
        &self,
        url: Option<&str>,
        token: &Secret,
    ) -> Result<http::Request<Body>, RequestError> {
        let mut form = Form::new("refresh_token");
        form.add("refresh_token", token.expose());
        self.client.request(url, form, &self.refresh_parameters)
    }
}

impl TokenProvider for Grant {
    fn token<'a>(&'a self, carrier: &'a Carrier) -> Fetching<'a> {
        Box::pin(self.get(carrier))
    }

    fn check(&self) -> Result<(), RequestError> {
        if self.client.id.is_empty() {
            return Err(RequestError::new(
                "client_id",
                "is an OAuth client without an id",
            ));
        }
        let known = |endpoint: &Option<Endpoint>| Some(endpoint.as_ref()?.url(None));
        let (first, url) = (self.first.as_ref(), known(&self.token_url));
        first.map_or(Ok(()), |first| {
            self.first_request(url.as_deref(), first).map(|_| ())
        })?;
        let url = known(&self.refresh_url).or(url);
        self.refresh_request(url.as_deref(), &Secret::new(""))
            .map(|_| ())
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

impl First {
    fn new(
        grant_type: impl Into<String>,
        pairs: impl IntoIterator<Item = (&'static str, String)>,
        use_of: Use,
    ) -> Self {
        let pairs = pairs.into_iter();
        Self {
            grant_type: grant_type.into(),
            pairs: pairs
                .map(|(name, value)| (name, Secret::new(value)))
                .collect(),
            use_of,
        }
    }
}

/// Whether a refresh token is worth nothing any more.
fn is_over(error: &TokenError) -> bool {
    let refusal = GrantError::behind(error).and_then(GrantError::refusal);
    refusal.is_some_and(|refusal| refusal.code == ErrorCode::InvalidGrant)
}
