//! How a grant gets its tokens: by what it begins with, then by refresh tokens.

use std::sync::{Arc, MutexGuard, PoisonError};

use super::auth::Secret;
use super::body::Body;
use super::carrier::Carrier;
use super::failure::RequestError;
use super::headers;
use super::oauth2::Grant;
use super::oauth2_answer::{Answered, ErrorCode, GrantError};
use super::oauth2_request::Form;
use super::retry;
use super::token::{Fetching, Token, TokenError, TokenProvider};

/// How many bytes the answer with a token may have.
const LONGEST: u64 = 1 << 20;

/// What changes from token to token.
#[derive(Default)]
pub(super) struct State {
    pub(super) refresh: Option<Secret>,
    is_spent: bool,
}

/// The grant that gets the first token.
pub(super) struct First {
    pub(super) grant_type: String,
    pairs: Vec<(&'static str, Secret)>,
    /// What becomes of it after the first token.
    use_of: Use,
}

/// How often a grant can be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// For each token; a refresh token is of no use (RFC 6749 §4.4.3).
    Always,
    /// When no refresh token is left.
    Again,
    /// Once: an authorization code.
    Once,
}

impl First {
    pub(super) fn new(
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

impl Grant {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn get(&self, carrier: &Carrier) -> Result<Token, TokenError> {
        let [token_url, refresh_url] = self.endpoints.urls(Some(carrier));
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
            let request = self.refresh_request(refresh_url.as_deref(), &refresh);
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
            .first_request(token_url.as_deref(), first)
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
        let [token_url, refresh_url] = self.endpoints.urls(None);
        if let Some(first) = &self.first {
            self.first_request(token_url.as_deref(), first)?;
        }
        self.refresh_request(refresh_url.as_deref(), &Secret::new(""))?;
        Ok(())
    }
}

/// Whether a refresh token is worth nothing any more.
fn is_over(error: &TokenError) -> bool {
    let refusal = GrantError::behind(error).and_then(GrantError::refusal);
    refusal.is_some_and(|refusal| refusal.code == ErrorCode::InvalidGrant)
}
