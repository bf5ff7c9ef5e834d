//! The settings that every client has, whatever its API.

use std::fmt;
use std::time::Duration;

use super::auth::Authenticate;
use super::core::Core;
use super::core_builder::CoreBuilder;
use super::failure::BuildError;
use super::middleware::Middleware;
use super::retry::Retries;
use super::transport::Transport;

/// Settings of a client `C`. Servers and credentials are the API's own.
#[must_use]
pub struct ClientBuilder<C> {
    pub(crate) core: CoreBuilder,
    finish: fn(Core) -> C,
}

impl<C> ClientBuilder<C> {
    /// Begins a client, which `finish` makes.
    #[doc(hidden)]
    pub fn new(core: CoreBuilder, finish: fn(Core) -> C) -> Self {
        Self { core, finish }
    }

    /// Sends a header with every request that does not set it itself. Of several values the last counts.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.core.default_header(name.into(), value.into());
        self
    }

    /// Limits the time of each call, from its start to the end of the answer's body, with all tries and pauses. Without it a call takes
    /// as long as something moves.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.core.timeout(limit);
        self
    }

    /// Limits the time in which nothing is sent and nothing comes: before the answer, and between the parts of its body. Unless set it
    /// is five minutes; [`Duration::MAX`] is no limit.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.core.read_timeout(limit);
        self
    }

    /// Limits the time for a connection, with TLS. Unless set it is ten seconds. A client that is given with
    /// [`http_client`](Self::http_client) has a limit of its own.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.core.connect_timeout(limit);
        self
    }

    /// Limits how many bytes of an answer are read into memory. Unless set it is 64 MiB. What is read as a stream may be of any size.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.core.body_limit(bytes);
        self
    }

    /// Says when requests are sent again. Unless set those of idempotent methods are, twice at most; see [`Retries`].
    pub fn retries(mut self, retries: Retries) -> Self {
        self.core.retries(retries);
        self
    }

    /// Puts something around every try of every call. What is added first is outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.core.middleware(middleware);
        self
    }

    /// Sends by this HTTP client, which should follow no redirects and repeat nothing: the client here does, and takes care of
    /// credentials. Its connections live in the tokio runtimes that open them, so it should be used in one that runs all the time; the
    /// client here has connections for each runtime.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.core.http_client(client);
        self
    }

    /// Sends by other means than HTTP over the network, as tests do.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.core.transport(transport);
        self
    }

    /// Has the last word on every request, as a signature has: it sees method, URL, headers and body. To status 401 it answers only if
    /// no credential does.
    pub fn sign(mut self, signer: impl Authenticate) -> Self {
        self.core.sign(signer);
        self
    }

    /// Finishes the client.
    ///
    /// # Errors
    ///
    /// If the main server has no URL or one that is none, a default header is not valid, or no request can carry a credential or a
    /// signature.
    pub fn build(self) -> Result<C, BuildError> {
        self.core.build().map(self.finish)
    }
}

/// Shows the names of servers and credentials: their values may be secret.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("core", &self.core)
            .finish()
    }
}
