//! When a request is sent again, and after which pause.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use super::failure::{TransportError, Unanswered};
use super::headers;
use super::transport::Incoming;

/// How often a request is sent again after a failure that may pass, and after which pauses.
///
/// Repeated are, with what [`default`](Self::default) gives and at most twice:
///
/// * requests of the idempotent methods GET, HEAD, OPTIONS, TRACE, PUT and DELETE (RFC 9110 §9.2.2), after trouble with the
///   connection, an answer that breaks off, silence longer than the read timeout, and the status codes 408 (RFC 9110 §15.5.9), 429
///   (RFC 6585 §4), 502, 503 and 504 (RFC 9110 §15.6), which say that the server has not done it, or not yet;
/// * requests of any other method (POST, PATCH, …) only if there was no connection to the server, for then it has not seen them; and after
///   429, with which a server refuses a request for its rate before doing anything. Clients that vendors make for their APIs do so, too;
///   [`idempotent_only`](Self::idempotent_only) is for a server that counts within a request, and may have done half of it;
/// * requests of any method that have not gone out because the token endpoint gave one of those status codes.
///
/// No other status code is: after 500 the next answer is mostly the same, or something was done. A body that can be read only once is
/// never sent again, and neither is what the caller has begun to read as a stream.
///
/// The pause is drawn between nothing and the first pause, the next one below twice that, and so on up to a longest ("full jitter"), so
/// that many clients do not come back at once. If the answer has `Retry-After`, the pause is no shorter than that; if that is more
/// than [`patience`](Self::patience), or more than the call has time for, the answer is returned as it is.
///
/// Each try is signed anew. The limit on the time of a call includes all tries and pauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retries {
    limit: u32,
    first: Duration,
    longest: Duration,
    patience: Duration,
    methods: Methods,
}

/// Requests of which methods are repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Methods {
    /// Idempotent ones.
    Idempotent,
    /// Those, and any that the server has refused.
    Refused,
    /// Any.
    Any,
}

impl Default for Retries {
    /// Two at most, after half a second at most and one second at most; a server may ask for a minute.
    fn default() -> Self {
        Self::up_to(2)
    }
}

impl Retries {
    /// Sends nothing again.
    #[must_use]
    pub const fn none() -> Self {
        Self::up_to(0)
    }

    /// Sends again so many times at most, after the first.
    #[must_use]
    pub const fn up_to(limit: u32) -> Self {
        Self {
            limit,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            patience: Duration::from_secs(60),
            methods: Methods::Refused,
        }
    }

    /// Sets the upper limits of the first pause and of any. The default is half a second and eight.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Sets the longest `Retry-After` that is waited for. The default is a minute.
    #[must_use]
    pub const fn patience(mut self, longest: Duration) -> Self {
        self.patience = longest;
        self
    }

    /// Repeats requests of any method after any of these failures. That is right only where the server knows a request that it has
    /// had already, as by an idempotency key; else something may be made twice.
    #[must_use]
    pub const fn any_method(mut self) -> Self {
        self.methods = Methods::Any;
        self
    }

    /// Repeats requests of methods that are not idempotent only if there was no connection, not after 429 either.
    #[must_use]
    pub const fn idempotent_only(mut self) -> Self {
        self.methods = Methods::Idempotent;
        self
    }

    /// Whether requests of any method are repeated that the server has refused for its rate.
    pub(super) fn repeats_refused(&self) -> bool {
        self.methods != Methods::Idempotent
    }

    /// Whether requests of this method may arrive more than once.
    pub(super) fn repeats(&self, method: &Method) -> bool {
        self.methods == Methods::Any || method.is_idempotent()
    }

    /// The pause before the next try after so many that were repeated; `None` if there is none.
    pub(super) fn pause(&self, done: u32, trouble: Trouble<'_>) -> Option<Duration> {
        if done >= self.limit {
            return None;
        }
        let wanted = match trouble {
            Trouble::Answer(headers) | Trouble::Refusal(headers) => {
                headers::retry_after(headers).unwrap_or_default()
            }
            Trouble::Connection(wait) => wait,
        };
        (wanted <= self.patience).then(|| wanted.max(self.jitter(done)))
    }

    /// A random time up to the longest pause at this point.
    fn jitter(&self, done: u32) -> Duration {
        let doubled = 2_u32.checked_pow(done);
        let longest = doubled.and_then(|factor| self.first.checked_mul(factor));
        let longest = longest.unwrap_or(Duration::MAX).min(self.longest);
        // The standard library seeds its hashers from the system's source of randomness.
        let random = RandomState::new().build_hasher().finish();
        longest.mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// What went wrong with a try, in a way that may pass.
#[derive(Clone, Copy)]
pub(super) enum Trouble<'a> {
    /// The server answered with a status code that may pass, and these headers.
    Answer(&'a HeaderMap),
    /// The server has refused the request for its rate (RFC 6585 §4), with these headers.
    Refusal(&'a HeaderMap),
    /// There was no answer, or not a whole one; there is no use in another try before this time is over.
    Connection(Duration),
}

impl<'a> Trouble<'a> {
    /// What went wrong, if that may pass.
    pub(super) fn of(outcome: &'a Result<http::Response<Incoming>, Unanswered>) -> Option<Self> {
        match outcome {
            Ok(answer) if answer.status() == StatusCode::TOO_MANY_REQUESTS => {
                Some(Self::Refusal(answer.headers()))
            }
            Ok(answer) => is_transient(answer.status()).then(|| Self::Answer(answer.headers())),
            Err(Unanswered::Transport(error)) => {
                let wait = error.retry_after().unwrap_or_default();
                TransportError::is_transient(error).then_some(Self::Connection(wait))
            }
            Err(Unanswered::Request(_)) => None,
        }
    }
}

/// Whether a status code says that the same request may succeed later.
pub(super) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 502 | 503 | 504)
}
