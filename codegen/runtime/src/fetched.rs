//! A credential whose token is fetched: kept while it lasts, fetched once for all calls that wait, and anew when refused.

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::Shared;
use http::HeaderMap;

use super::auth::{Authenticate, Bearer, Step};
use super::carrier::Carrier;
use super::failure::{RequestError, TransportErrorKind};
use super::request::Parts;
use super::token::{Token, TokenError, TokenProvider};

/// How long before its end a token is fetched anew, unless a tenth of its life is less.
const EARLY: Duration = Duration::from_secs(30);

/// How long fetching a token may take: other calls wait for it.
const LIMIT: Duration = Duration::from_secs(60);

/// How long no other token is fetched after one that was refused as soon as it came.
const PAUSE: Duration = Duration::from_secs(60);

/// A credential whose token a [`TokenProvider`] gives.
///
/// The token is fetched before the first call that needs it, once for all calls that wait then, and anew shortly before it
/// ends. If the server refuses it with status 401 it is fetched anew, and the request is sent once more. If that one is refused as
/// well, no other is fetched for a minute, unless it ends before: a server that takes no token would be asked for one by each call.
///
/// A fetch that has begun is not lost with the call that began it: the next call goes on with it. It waits for its read timeout, a
/// minute at most, and begins a fetch of its own then, for the other one may belong to a runtime that stands still.
pub struct Fetched {
    provider: Arc<dyn TokenProvider>,
    credential: Box<MakeCredential>,
    early: Option<Duration>,
    state: Mutex<State>,
}

/// What makes the credential that sends a token.
type MakeCredential = dyn Fn(&str) -> Box<dyn Authenticate> + Send + Sync;

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    flight: Option<Flight>,
}

/// A token, when it was asked for, and when it was refused although it had just come.
#[derive(Clone)]
struct Kept {
    token: Token,
    since: Instant,
    refused: Option<Instant>,
}

/// A fetch that any number of calls wait for.
type Flight = Shared<Pin<Box<dyn Future<Output = Result<Kept, TokenError>> + Send>>>;

impl Fetched {
    /// Sends `Authorization: Bearer <token>` (RFC 6750 §2.1).
    pub fn bearer(provider: impl TokenProvider) -> Self {
        Self::new(provider, |token| Bearer::new(token))
    }

    /// Sends the token as another credential does: behind another word, in the query, in another header.
    pub fn new<C: Authenticate>(
        provider: impl TokenProvider,
        credential: impl Fn(&str) -> C + Send + Sync + 'static,
    ) -> Self {
        Self {
            provider: Arc::new(provider),
            credential: Box::new(move |token| Box::new(credential(token))),
            early: None,
            state: Mutex::default(),
        }
    }

    /// Fetches a token anew this long before its end: 30 seconds unless set, or a tenth of its life if that is less.
    /// With a time as long as its life each call fetches one.
    #[must_use]
    pub fn early(mut self, time: Duration) -> Self {
        self.early = Some(time);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is a token of which this holds.
    fn keeps(&self, good: impl FnOnce(&Kept) -> bool) -> bool {
        self.state().kept.as_ref().is_some_and(good)
    }

    /// Whether a token will last a while yet.
    fn is_fresh(&self, kept: &Kept) -> bool {
        kept.lasts(|lifetime| {
            let early = self.early.unwrap_or_else(|| EARLY.min(lifetime / 10));
            lifetime.saturating_sub(early)
        })
    }

    /// Sees to it that there is a token which is good enough, or at least one that has been fetched just now.
    async fn ensure(
        &self,
        carrier: &Carrier,
        is_enough: impl Fn(&Kept) -> bool,
    ) -> Result<(), TokenError> {
        let limit = carrier
            .silence()
            .map_or(LIMIT, |silence| silence.min(LIMIT));
        let mut again = true;
        loop {
            let (flight, is_own) = {
                let mut state = self.state();
                if state.kept.as_ref().is_some_and(&is_enough) {
                    return Ok(());
                }
                match &state.flight {
                    Some(flight) => (flight.clone(), false),
                    None => {
                        let flight = fetch(self.provider.clone(), carrier.clone());
                        state.flight = Some(flight.clone());
                        (flight, true)
                    }
                }
            };
            let landed = carrier.within(limit, flight.clone()).await;
            // One's own goes on, for others; that of another call may be one that never lands.
            if flight.peek().is_some() || !is_own {
                self.land(&flight, &landed);
            }
            match landed {
                // Another call may have begun this long ago and gone away.
                Ok(kept) if !is_own && !is_enough(&kept) => {}
                Ok(_) => return Ok(()),
                // It has not got through, for which the time of another call may be the reason.
                Err(error) if !is_own && again && error.kind() != TransportErrorKind::Token => {
                    again = false;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Keeps what came of a fetch, unless another call has done so, or has a later token.
    fn land(&self, flight: &Flight, landed: &Result<Kept, TokenError>) {
        let mut state = self.state();
        state.flight.take_if(|known| known.ptr_eq(flight));
        if let Ok(kept) = landed {
            let known = state.kept.as_ref();
            if known.is_none_or(|known| known.since < kept.since) {
                state.kept = Some(kept.clone());
            }
        }
    }

    /// Puts the token into a request. Says whether that has changed anything.
    fn put(&self, token: &Token, parts: &mut Parts) -> Result<bool, RequestError> {
        let before = parts.clone();
        (self.credential)(token.secret().expose()).apply(parts)?;
        Ok(before.headers != parts.headers || before.url != parts.url)
    }

    /// Whether this token would change a request, which then carries another one.
    fn is_another(&self, token: &Token, parts: &Parts) -> bool {
        self.put(token, &mut parts.clone()).unwrap_or(true)
    }

    fn token(&self) -> Option<Token> {
        Some(self.state().kept.as_ref()?.token.clone())
    }
}

impl Kept {
    /// Whether its age is less than what is said of its lifetime. Without one it lasts for ever.
    fn lasts(&self, limit: impl FnOnce(Duration) -> Duration) -> bool {
        let age = now().saturating_duration_since(self.since);
        let lifetime = self.token.lifetime();
        lifetime.is_none_or(|lifetime| age < limit(lifetime))
    }

    /// Whether it was refused as soon as it came, and that not long ago.
    fn was_refused(&self) -> bool {
        let ago = self.refused.map(|at| now().saturating_duration_since(at));
        ago.is_some_and(|ago| ago < PAUSE)
    }
}

/// The clock that tokens go by. It is read here alone.
fn now() -> Instant {
    Instant::now()
}

/// Begins to fetch a token. Its life is counted from here, for the way to the server and back takes time.
fn fetch(provider: Arc<dyn TokenProvider>, carrier: Carrier) -> Flight {
    let fetching = async move {
        let since = now();
        let token = carrier.within(LIMIT, provider.token(&carrier)).await?;
        Ok(Kept {
            token,
            since,
            refused: None,
        })
    };
    // Whoever waits should not go down with a provider of the caller's making.
    let caught = AssertUnwindSafe(fetching).catch_unwind();
    let result = caught.map(|done| {
        done.unwrap_or_else(|_| Err(TokenError::new("what gives the tokens has panicked")))
    });
    result.boxed().shared()
}

impl Authenticate for Fetched {
    fn check(&self) -> Result<(), RequestError> {
        self.provider.check()
    }

    fn prepare<'a>(&'a self, carrier: &'a Carrier) -> Option<Step<'a>> {
        if self.keeps(|kept| self.is_fresh(kept)) {
            return None;
        }
        Some(Box::pin(async move {
            let done = self.ensure(carrier, |kept| self.is_fresh(kept)).await;
            match done {
                // A token that is about to end is still good.
                Err(_) if self.keeps(|kept| kept.lasts(|lifetime| lifetime)) => Ok(()),
                done => done.map_err(|error| error.clone().into_transport(error.kind())),
            }
        }))
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        match self.token() {
            Some(token) => self.put(&token, parts).map(|_| ()),
            None => Ok(()),
        }
    }

    fn renew<'a>(&'a self, refused: &'a Parts, carrier: &'a Carrier) -> Option<Step<'a>> {
        if self.keeps(|kept| kept.was_refused() && !self.is_another(&kept.token, refused)) {
            return None;
        }
        Some(Box::pin(async move {
            let is_enough = |kept: &Kept| self.is_another(&kept.token, refused);
            self.ensure(carrier, is_enough).await.map_err(|error| {
                // The server has seen the request by now, so it is not its connection that is missing.
                let kind = match error.kind() {
                    TransportErrorKind::Timeout => TransportErrorKind::Timeout,
                    _ => TransportErrorKind::Token,
                };
                error.into_transport(kind)
            })
        }))
    }

    fn answer(&self, _: &HeaderMap, parts: &mut Parts) -> Result<bool, RequestError> {
        match self.token() {
            Some(token) => self.put(&token, parts),
            None => Ok(false),
        }
    }

    fn refused(&self, parts: &Parts) {
        let mut state = self.state();
        let kept = state.kept.as_mut();
        if let Some(kept) = kept.filter(|kept| !self.is_another(&kept.token, parts)) {
            kept.refused = Some(now());
        }
    }

    fn signs(&self) -> bool {
        let token = self.token();
        token.is_some_and(|token| (self.credential)(token.secret().expose()).signs())
    }
}

/// Shows no token.
impl fmt::Debug for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetched")
    }
}
