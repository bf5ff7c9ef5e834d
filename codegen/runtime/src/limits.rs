//! Limits of a call: on its time as a whole, on silence within it, and on what is read into memory.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::failure::{TransportError, TransportErrorKind};
use super::transport::{Incoming, Sleep, Transport};

/// How long nothing may move without a limit of the caller's: as long as browsers and `fetch` wait.
const SILENCE: Duration = Duration::from_secs(300);

/// How many bytes are read into memory without a limit of the caller's: 64 MiB, far more than any JSON that people page through.
const SIZE: u64 = 64 * 1024 * 1024;

/// The limits that somebody has set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// On the time of the call, from its first poll to the end of the body.
    pub call: Option<Duration>,
    /// On the time in which nothing is sent and nothing comes.
    pub silence: Option<Duration>,
    /// On the bytes that are read into memory.
    pub size: Option<u64>,
}

impl Limits {
    /// These, and for what is not set those of the client.
    #[must_use]
    pub fn or(self, client: Self) -> Self {
        Self {
            call: self.call.or(client.call),
            silence: self.silence.or(client.silence),
            size: self.size.or(client.size),
        }
    }

    /// How long nothing may move; `None` without a limit.
    #[must_use]
    pub fn silence(&self) -> Option<Duration> {
        let limit = self.silence.unwrap_or(SILENCE);
        (limit < Duration::MAX).then_some(limit)
    }

    /// How many bytes may be read into memory.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size.unwrap_or(SIZE)
    }

    /// The end of a call that begins now.
    pub fn deadline(&self, transport: &dyn Transport) -> Deadline {
        let limit = self.call.filter(|limit| *limit < Duration::MAX);
        Deadline(limit.map(|limit| (limit, Some(transport.sleep(limit)))))
    }
}

/// The end of a call's time, if there is one: the limit, and a future that ends then, until it has.
pub struct Deadline(Option<(Duration, Option<Sleep>)>);

impl Deadline {
    /// The error when the time is over.
    fn poll_over(&mut self, cx: &mut Context<'_>) -> Poll<TransportError> {
        let Some((limit, sleep)) = &mut self.0 else {
            return Poll::Pending;
        };
        if let Some(sleep) = sleep {
            ready!(sleep.as_mut().poll(cx));
        }
        *sleep = None;
        let reason = format!("the call may take {limit:?}");
        Poll::Ready(TransportError::because(TransportErrorKind::Timeout, reason))
    }

    /// Does something until then.
    ///
    /// # Errors
    /// If that fails or time runs out.
    pub async fn bound<T, E: From<TransportError>>(
        &mut self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let mut work = pin!(work);
        let next = |cx: &mut Context<'_>| match work.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending => self.poll_over(cx).map(|error| Err(error.into())),
        };
        poll_fn(next).await
    }

    /// A body that can be read until then.
    pub fn over(self, body: Incoming) -> Incoming {
        match self.0 {
            Some(_) => Incoming::new(Bounded {
                body,
                deadline: self,
            }),
            None => body,
        }
    }
}

/// The body of an answer, which can be read until a deadline.
struct Bounded {
    body: Incoming,
    deadline: Deadline,
}

impl http_body::Body for Bounded {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        // The deadline first: a body that always has more to give would never let it come.
        if let Poll::Ready(error) = self.deadline.poll_over(cx) {
            return Poll::Ready(Some(Err(error)));
        }
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
