//! The way out: sends one request and gives back its answer.

use std::error::Error;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::{fmt, io};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};

use super::body::Body;
use super::clients::Clients;
use super::failure::{TransportError, TransportErrorKind};
use super::target;

/// Sends requests. The runtime calls it once for each hop of a redirect, so it should not follow any itself.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for status and headers. What takes too long is dropped. Errors must not show the URL: its
    /// query may be secret.
    fn send(&self, request: http::Request<Body>) -> Exchange;

    /// Ends after this time: limits on time and pauses before another try are made of it. Unless a transport says otherwise it is
    /// the timer of tokio, whose runtime has to be there then.
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Time that passes.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

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

    /// An answer with all of its body in memory, up to so many bytes.
    ///
    /// # Errors
    /// If there are more, the answer breaks off or time runs out. The error keeps status and headers.
    pub(super) async fn whole(
        answer: http::Response<Self>,
        limit: u64,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let (head, body) = answer.into_parts();
        match body.collect(limit).await {
            Ok(bytes) => Ok(http::Response::from_parts(head, bytes)),
            Err(error) => Err(error.after(head.status, head.headers)),
        }
    }

    /// All that is to come, up to so many bytes.
    ///
    /// # Errors
    /// If there are more, the answer breaks off or time runs out.
    pub async fn collect(mut self, limit: u64) -> Result<Bytes, TransportError> {
        let check = |length: u64| match length <= limit {
            true => Ok(()),
            false => Err(TransportError::new(TransportErrorKind::TooLong { limit })),
        };
        // A length that is known is refused before anything is read.
        check(self.0.size_hint().lower())?;
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        check(first.len() as u64)?;
        // Most answers are one chunk, which need not be copied.
        let Some(second) = self.chunk().await? else {
            return Ok(first);
        };
        let mut all = BytesMut::from(first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            check(all.len() as u64 + chunk.len() as u64)?;
            all.extend_from_slice(&chunk);
            next = self.chunk().await?;
        }
        Ok(all.freeze())
    }
}

/// A body that is there already.
impl From<Bytes> for Incoming {
    fn from(bytes: Bytes) -> Self {
        Self::new(Mapped {
            body: Body::from(bytes).open(),
            error: |error| TransportError::because(TransportErrorKind::Body, error),
        })
    }
}

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.0.as_mut().poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Incoming")
    }
}

/// Sends by reqwest, in each tokio runtime by connections that were opened there: a connection moves only while its runtime runs.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    clients: Arc<Clients>,
}

impl ReqwestTransport {
    /// A client with the proxies of the system and the name of this crate as its user agent, which waits so long for a connection.
    ///
    /// # Errors
    /// If the system provides no TLS.
    pub fn new(connect_timeout: Duration) -> Result<Self, reqwest::Error> {
        const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let make = move || {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .user_agent(USER_AGENT)
                .connect_timeout(connect_timeout)
                .build()
        };
        let clients = Arc::new(Clients::each(make)?);
        Ok(Self { clients })
    }

    /// A client of the caller's making. All runtimes share its connections, so it should be used in one that runs all the time: not
    /// for calls that wait without `async` as well, which are sent in a runtime of their own.
    #[must_use]
    pub fn with_client(client: reqwest::Client) -> Self {
        let clients = Arc::new(Clients::One(client));
        Self { clients }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        let clients = self.clients.clone();
        Box::pin(async move {
            let client = clients.current().map_err(without_url)?;
            let (parts, body) = request.into_parts();
            // `request` moves a password in the URL into a header; a header set below replaces that.
            let mut request = client
                .request(parts.method, parts.uri.to_string())
                .headers(parts.headers);
            if !body.is_empty() {
                request = request.body(reqwest::Body::wrap(Mapped {
                    body: body.open(),
                    error: Unreadable,
                }));
            }
            let answer = request.send().await.map_err(without_url)?;
            let answer: http::Response<reqwest::Body> = answer.into();
            Ok(answer.map(|body| {
                Incoming::new(Mapped {
                    body,
                    error: without_url,
                })
            }))
        })
    }
}

/// A body with other errors.
struct Mapped<B: http_body::Body, E> {
    body: B,
    error: fn(B::Error) -> E,
}

impl<B: http_body::Body + Unpin, E> http_body::Body for Mapped<B, E> {
    type Data = B::Data;
    type Error = E;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, E>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        Poll::Ready(frame.map(|frame| frame.map_err(self.error)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// What was to be sent could not be read: a mark by which to find that among the causes of an error.
#[derive(Debug)]
struct Unreadable(io::Error);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Unreadable {}

/// Takes the URL out of an error but for the host, and sorts it.
fn without_url(error: reqwest::Error) -> TransportError {
    let host = error.url().map(target::host);
    let error = error.without_url();
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    let kind = if causes.any(|cause| cause.is::<Unreadable>()) {
        TransportErrorKind::Content
    } else if error.is_connect() && error.is_timeout() {
        TransportErrorKind::ConnectTimeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_redirect() {
        TransportErrorKind::Redirect
    } else if error.is_body() || error.is_decode() {
        TransportErrorKind::Body
    } else if error.is_request() {
        TransportErrorKind::Closed
    } else {
        TransportErrorKind::Other
    };
    let error = TransportError::because(kind, error);
    match host {
        Some(host) => error.at(host),
        None => error,
    }
}
