//! One try on its way: each exchange with a server is watched for silence, and for whether there was one.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http_body::{Frame, SizeHint};

use super::body::{Body, Progress};
use super::failure::{TransportError, TransportErrorKind};
use super::transport::{Incoming, Sleep, Transport};

/// The transport as one try of a call sees it.
pub struct Wire {
    transport: Arc<dyn Transport>,
    silence: Option<Duration>,
    reached: AtomicBool,
    acted: AtomicBool,
    first: OnceLock<(Method, bool)>,
}

impl Wire {
    /// For a try that fails when nothing moves for a time.
    pub fn new(transport: Arc<dyn Transport>, silence: Option<Duration>) -> Self {
        Self {
            transport,
            silence,
            reached: AtomicBool::new(false),
            acted: AtomicBool::new(false),
            first: OnceLock::new(),
        }
    }

    /// The method that the try began with, and whether its body can be sent again: middlewares may have changed either. `None` if
    /// nothing was sent.
    pub fn first(&self) -> Option<&(Method, bool)> {
        self.first.get()
    }

    /// Whether a server may have seen something of the try: there was an exchange that failed otherwise than for want of a
    /// connection.
    pub fn reached(&self) -> bool {
        self.reached.load(Ordering::Relaxed)
    }

    /// Whether a server may have done something in the try: there was an answer other than a refusal (401, 429) and a redirect that
    /// keeps the method (307, 308), or none although there was a connection.
    pub fn acted(&self) -> bool {
        self.acted.load(Ordering::Relaxed)
    }

    /// Sends a request and waits for status and headers.
    ///
    /// # Errors
    /// If the transport fails, or nothing moves for too long.
    pub async fn send(
        &self,
        request: http::Request<Body>,
    ) -> Result<http::Response<Incoming>, TransportError> {
        self.first
            .get_or_init(|| (request.method().clone(), request.body().reopens()));
        let progress = request.body().progress();
        let exchange = self.transport.send(request);
        let outcome = match self.silence {
            Some(limit) => self.watched(limit, &progress, exchange).await,
            None => exchange.await,
        };
        if !outcome.as_ref().is_err_and(TransportError::is_connect) {
            self.reached.store(true, Ordering::Relaxed);
        }
        let has_not_acted = match &outcome {
            Ok(answer) => matches!(answer.status().as_u16(), 307 | 308 | 401 | 429),
            Err(error) => error.is_connect(),
        };
        self.acted.fetch_or(!has_not_acted, Ordering::Relaxed);
        let answer = outcome?;
        Ok(match self.silence {
            Some(limit) => answer.map(|body| self.heard(limit, body)),
            None => answer,
        })
    }

    /// Waits for an answer as long as it takes to send, and then no longer than the limit.
    async fn watched<T>(
        &self,
        limit: Duration,
        progress: &Progress,
        exchange: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let mut exchange = pin!(exchange);
        let mut silence = self.transport.sleep(limit);
        let mut sent = progress.bytes();
        let next = |cx: &mut Context<'_>| loop {
            if let Poll::Ready(outcome) = exchange.as_mut().poll(cx) {
                return Poll::Ready(outcome);
            }
            ready!(silence.as_mut().poll(cx));
            if sent == progress.bytes() {
                return Poll::Ready(Err(silent(limit)));
            }
            sent = progress.bytes();
            silence = self.transport.sleep(limit);
        };
        poll_fn(next).await
    }

    /// A body that fails when nothing comes for too long.
    fn heard(&self, limit: Duration, body: Incoming) -> Incoming {
        Incoming::new(Heard {
            body,
            transport: self.transport.clone(),
            limit,
            silence: None,
        })
    }
}

/// The error of a try in which nothing has moved for this time.
fn silent(limit: Duration) -> TransportError {
    let reason = format!("nothing came for {limit:?}");
    TransportError::because(TransportErrorKind::Timeout, reason)
}

/// The body of an answer, which fails when nothing comes for too long. Time runs only while somebody waits.
struct Heard {
    body: Incoming,
    transport: Arc<dyn Transport>,
    limit: Duration,
    silence: Option<Sleep>,
}

impl http_body::Body for Heard {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.silence = None;
            return Poll::Ready(frame);
        }
        let (transport, limit) = (&this.transport, this.limit);
        let silence = this.silence.get_or_insert_with(|| transport.sleep(limit));
        ready!(silence.as_mut().poll(cx));
        this.silence = None; // It may not be polled again.
        Poll::Ready(Some(Err(silent(limit))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
