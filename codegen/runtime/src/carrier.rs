//! How a credential sends requests of its own: by the means of the client.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::body::Body;
use super::core::{Servers, Settings, setting};
use super::failure::TransportError;
use super::limits::Limits;
use super::transport::{Exchange, Transport};

/// Sends what a credential has to ask before it can be applied, such as a request for a token.
///
/// Nothing is added to such a request, and no redirect is followed: the client's headers and credentials are for the API
/// alone.
#[derive(Clone)]
pub struct Carrier {
    transport: Arc<dyn Transport>,
    settings: Settings,
    silence: Option<Duration>,
    servers: Servers,
}

impl Carrier {
    /// Sends by these means.
    pub fn new(transport: impl Transport) -> Self {
        Self::of_call(Arc::new(transport), Settings::default(), Servers::default())
    }

    /// Sends by the means of a client, which has these settings and servers.
    pub(super) fn of_call(
        transport: Arc<dyn Transport>,
        settings: Settings,
        servers: Servers,
    ) -> Self {
        Self {
            transport,
            settings,
            servers,
            silence: None,
        }
    }

    /// The same for a call in which nothing may move for no longer than this.
    pub(super) fn silent_for(mut self, limit: Option<Duration>) -> Self {
        self.silence = limit;
        self
    }

    /// How long nothing may move in the call that the credential is for; `None` without a limit.
    #[must_use]
    pub fn silence(&self) -> Option<Duration> {
        self.silence
    }

    /// The URL of a server of the client.
    #[must_use]
    pub fn server(&self, name: &str) -> Option<&str> {
        let mut servers = self.servers.iter();
        let server = servers.find(|server| server.name == name)?;
        Some(server.url.as_ref()?.as_str())
    }

    /// A setting of the client.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&str> {
        setting(&self.settings, name)
    }

    /// Sends a request and waits for status and headers.
    pub fn send(&self, request: http::Request<Body>) -> Exchange {
        self.transport.send(request)
    }

    /// Does something, and fails with [`TransportErrorKind::Timeout`](super::TransportErrorKind::Timeout) where that takes longer.
    ///
    /// # Errors
    /// If it takes too long, or fails by itself.
    pub async fn within<T, E: From<TransportError>>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let limits = Limits {
            call: Some(limit),
            ..Limits::default()
        };
        limits.deadline(&*self.transport).bound(work).await
    }
}

impl fmt::Debug for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Carrier")
    }
}
