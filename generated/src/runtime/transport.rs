//! The way out: sends one request and gives back its answer.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use http_body::Frame;

use super::body::Body;
use super::failure::{TransportError, TransportErrorKind};

/// Sends requests. The runtime calls it once for each hop of a redirect, so it should not follow any itself.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for status and headers.
    ///
    /// At the deadline sending, and also reading the body, fails with [`TransportErrorKind::Timeout`]. Errors
    /// must not show the URL: its query may be secret.
    fn send(&self, request: http::Request<Body>, deadline: Option<Instant>) -> Exchange;
}

/// The answer that a [`Transport`] promises.
pub type Exchange =
    Pin<Box<dyn Future<Output = Result<http::Response<Incoming>, TransportError>> + Send>>;

/// The body of an answer as it comes in.
pub struct Incoming(Pin<Box<dyn IncomingBody>>);

/// What the body of an answer is to a transport.
trait IncomingBody: http_body::Body<Data = Bytes, Error = TransportError> + Send {}

impl<B: http_body::Body<Data = Bytes, Error = TransportError> + Send> IncomingBody for B {}

impl Incoming {
    /// Wraps the body that a transport receives.
    pub fn new(
        body: impl http_body::Body<Data = Bytes, Error = TransportError> + Send + 'static,
    ) -> Self {
        Self(Box::pin(body))
    }

    /// The next chunk, or `None` at the end.
    ///
    /// # Errors
    /// If the answer breaks off or time runs out.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            let Some(frame) = poll_fn(|cx| self.0.as_mut().poll_frame(cx)).await else {
                return Ok(None);
            };
            // Anything else than data are trailers, which no collection documents.
            if let Ok(data) = frame?.into_data() {
                return Ok(Some(data));
            }
        }
    }

    /// All that is to come.
    ///
    /// # Errors
    /// If the answer breaks off or time runs out.
    pub async fn collect(mut self) -> Result<Bytes, TransportError> {
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        // Most answers are one chunk, which need not be copied.
        let Some(second) = self.chunk().await? else {
            return Ok(first);
        };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(chunk) = self.chunk().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Incoming")
    }
}

/// Sends by reqwest.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A client with the proxies of the system and the name of this crate as its user agent.
    ///
    /// # Errors
    /// If the system provides no TLS.
    pub fn new() -> Result<Self, reqwest::Error> {
        const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(USER_AGENT)
            .build()?;
        Ok(Self::with_client(client))
    }

    /// A client of the caller's making.
    #[must_use]
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>, deadline: Option<Instant>) -> Exchange {
        let (parts, body) = request.into_parts();
        // `request` moves a password in the URL into a header; a header set below replaces that.
        let mut request = self
            .client
            .request(parts.method, parts.uri.to_string())
            .headers(parts.headers);
        if !body.is_empty() {
            request = request.body(reqwest::Body::wrap(body.open()));
        }
        if let Some(deadline) = deadline {
            request = request.timeout(deadline.saturating_duration_since(Instant::now()));
        }
        Box::pin(async move {
            let answer = request.send().await.map_err(without_url)?;
            let answer: http::Response<reqwest::Body> = answer.into();
            Ok(answer.map(|body| Incoming::new(ReqwestBody(body))))
        })
    }
}

/// The body of an answer, with errors of the runtime.
struct ReqwestBody(reqwest::Body);

impl http_body::Body for ReqwestBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(Pin::new(&mut self.0).poll_frame(cx));
        Poll::Ready(frame.map(|frame| frame.map_err(without_url)))
    }
}

/// Takes the URL out of an error and sorts it.
fn without_url(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_redirect() {
        TransportErrorKind::Redirect
    } else if error.is_body() || error.is_decode() {
        TransportErrorKind::Body
    } else {
        TransportErrorKind::Other
    };
    TransportError::because(kind, error)
}
