//! How a credential sends requests of its own: by the means of the client, within the time of the call.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::body::Body;
use super::transport::{Exchange, Transport};

/// Sends what a credential has to ask before it can be applied, such as a request for a token.
///
/// Nothing is added to such a request, and no redirect is followed: the client's headers and credentials are for the API
/// alone.
#[derive(Clone)]
pub struct Carrier {
    transport: Arc<dyn Transport>,
    deadline: Option<Instant>,
}

impl Carrier {
    /// Sends by these means, without a limit on time.
    pub fn new(transport: impl Transport) -> Self {
        Self::of_call(Arc::new(transport), None)
    }

    /// Sends by the means of a client, for one of its calls.
    pub(super) fn of_call(transport: Arc<dyn Transport>, deadline: Option<Instant>) -> Self {
        Self {
            transport,
            deadline,
        }
    }

    /// The same, within the same time, by other means.
    #[must_use]
    pub fn by(&self, transport: Arc<dyn Transport>) -> Self {
        Self::of_call(transport, self.deadline)
    }

    /// The same with an end after this time, if there is none before.
    #[must_use]
    pub fn within(&self, limit: Duration) -> Self {
        let end = now().checked_add(limit);
        let deadline = match (self.deadline, end) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self::of_call(self.transport.clone(), deadline)
    }

    /// Sends a request and waits for status and headers.
    pub fn send(&self, request: http::Request<Body>) -> Exchange {
        self.transport.send(request, self.deadline)
    }
}

impl fmt::Debug for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Carrier")
    }
}

/// The clock that credentials go by. It is read here alone.
pub(super) fn now() -> Instant {
    Instant::now()
}
