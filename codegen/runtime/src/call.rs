//! A call: a future that sends its request when it is first polled.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::answer::{Answer, Decoded, Mismatch};
use super::attempts::Extent;
use super::error::Error;
use super::failure::{RequestError, Unanswered};
use super::param::ToParam;
use super::request::Request;
use super::response::{AnyBody, HeaderNames, Response};
use super::retry::Retries;
use super::transport::Incoming;

/// A call of an operation. Nothing is sent before it is awaited.
///
/// The methods that change the request do so only before the first poll. A call that is polled after it has
/// completed gives [`Error::Request`].
#[must_use = "a call does nothing unless it is awaited"]
pub struct Call<T, E = AnyBody> {
    pub(super) state: State,
    pub(super) success: Decoder<T>,
    pub(super) failure: Decoder<E>,
}

/// What makes a body of an answer.
pub(super) type Decoder<T> = fn(&Answer) -> Decoded<T>;

/// How far a call is.
pub(super) enum State {
    /// Nothing has been sent.
    Ready(Box<Request>),
    /// The answer is not there yet.
    Sending(Sending),
    /// The answer has been given.
    Done,
}

type Sending = Pin<Box<dyn Future<Output = Result<Answer, Unanswered>> + Send>>;

impl<T, E> Call<T, E> {
    pub(super) fn new(request: Request, success: Decoder<T>, failure: Decoder<E>) -> Self {
        Self {
            state: State::Ready(Box::new(request)),
            success,
            failure,
        }
    }

    /// Limits the time from the first poll to the end of the body, with all tries and pauses, in the place of the client's limit.
    /// [`Duration::MAX`] is no limit.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.state
            .change(|request| request.limit(|own| own.call = Some(limit)));
        self
    }

    /// Limits the time in which nothing is sent and nothing comes, in the place of the client's limit. [`Duration::MAX`] is no
    /// limit.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        let change = |request: &mut Request| request.limit(|own| own.silence = Some(limit));
        self.state.change(change);
        self
    }

    /// Limits how many bytes of an answer are read into memory, in the place of the client's limit. [`stream`](Self::stream) reads
    /// successes of any size.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.state
            .change(|request| request.limit(|own| own.size = Some(bytes)));
        self
    }

    /// Says when this call is sent again, in the place of what the client says.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.state.change(|request| request.set_retries(retries));
        self
    }

    /// Sets a header, in the place of the operation's and the client's. Said twice, it is sent twice. `Transfer-Encoding`, and a
    /// `Content-Length` that is not that of the body, make no request: the client says by itself where a body ends.
    pub fn header(mut self, name: &str, value: impl ToParam) -> Self {
        self.state
            .change(|request| request.override_header(name, &value));
        self
    }

    /// Appends to the query.
    pub fn query(mut self, key: &str, value: impl ToParam) -> Self {
        self.state.change(|request| request.query(key, &value));
        self
    }

    /// Sends a body of this type, in the place of the operation's if it has one: for what the collection leaves blank. No bytes are no
    /// body.
    pub fn body(mut self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.state
            .change(|request| request.override_body(content_type, bytes));
        self
    }

    /// Decodes the JSON of any success (status code 200 to 299) as another type.
    pub fn send_as<U: DeserializeOwned>(self) -> Call<U, E> {
        self.succeeding_by(|answer| match answer.is_success() {
            true => answer.json(),
            false => answer.undocumented(),
        })
    }

    /// Takes the body of any success (status code 200 to 299) as it comes.
    pub fn bytes(self) -> Call<Bytes, E> {
        self.succeeding_by(|answer| match answer.is_success() {
            true => answer.bytes(),
            false => answer.undocumented(),
        })
    }

    /// Takes any answer as it comes: the body of a success, or an error without a decoded body.
    pub fn undecoded(self) -> Call<Bytes> {
        Call {
            state: self.state,
            success: |answer| match answer.is_success() {
                true => answer.bytes(),
                false => answer.undocumented(),
            },
            failure: Answer::undocumented,
        }
    }

    fn succeeding_by<U>(self, success: Decoder<U>) -> Call<U, E> {
        Call {
            state: self.state,
            success,
            failure: self.failure,
        }
    }

    /// Sends the request and takes the body of any success (status code 200 to 299) in chunks. A limit on time
    /// includes reading them. The request is not sent again once there are chunks to read.
    ///
    /// # Errors
    /// As if the call were awaited.
    pub async fn stream(self) -> Result<Download, Error<E>> {
        let State::Ready(request) = self.state else {
            return Err(Unanswered::from(begun()).into());
        };
        let limit = request.limits().size();
        let answer = request.answer(Extent::Head).await?;
        if answer.status().is_success() {
            let (head, body) = answer.into_parts();
            return Ok(Download {
                status: head.status,
                headers: head.headers,
                body,
            });
        }
        let answer = Incoming::whole(answer, limit).await;
        let (head, bytes) = answer.map_err(Unanswered::from)?.into_parts();
        let answer = Answer::new(head.status, head.headers, bytes);
        let decoded = (self.failure)(&answer);
        Err(failed(answer, decoded))
    }
}

impl State {
    /// Changes the request if it has not been sent.
    fn change(&mut self, change: impl FnOnce(&mut Request)) {
        if let Self::Ready(request) = self {
            change(request);
        }
    }

    /// Sends the request if it has not been sent, and waits for the answer.
    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<Result<Answer, Unanswered>> {
        *self = match std::mem::replace(self, Self::Done) {
            Self::Ready(request) => Self::Sending(Box::pin(request.send())),
            other => other,
        };
        let Self::Sending(sending) = self else {
            return Poll::Ready(Err(begun().into()));
        };
        let answer = ready!(sending.as_mut().poll(cx));
        *self = Self::Done;
        Poll::Ready(answer)
    }
}

/// The error of a call that is used again.
fn begun() -> RequestError {
    RequestError::new("call", "has been sent before")
}

impl<T, E> Future for Call<T, E> {
    type Output = Result<Response<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.state.poll_answer(cx))?;
        // The status code alone decides: the documented successes come first, then the documented errors.
        Poll::Ready(match (self.success)(&answer) {
            Ok(body) => Ok(answer.with(body)),
            Err(Mismatch::Decode(failure)) => Err(answer.into_decode_error(*failure)),
            Err(Mismatch::Undocumented) => {
                let decoded = (self.failure)(&answer);
                Err(failed(answer, decoded))
            }
        })
    }
}

/// The error for an answer that is no documented success.
fn failed<E>(answer: Answer, decoded: Decoded<E>) -> Error<E> {
    match decoded {
        Ok(body) => Error::Api(Box::new(answer.with(body))),
        Err(Mismatch::Undocumented) => answer.into_undocumented(),
        Err(Mismatch::Decode(failure)) => answer.into_decode_error(*failure),
    }
}

/// Shows method and path: queries, headers and bodies may be secret.
impl<T, E> fmt::Debug for Call<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.state {
            State::Ready(request) => write!(f, "Call({request:?})"),
            State::Sending(_) => f.write_str("Call(sending)"),
            State::Done => f.write_str("Call(done)"),
        }
    }
}

/// An answer whose body is still coming in.
pub struct Download {
    status: StatusCode,
    headers: HeaderMap,
    body: Incoming,
}

impl Download {
    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The next chunk of the body, or `None` at the end.
    ///
    /// # Errors
    /// [`Error::Transport`] if the answer breaks off or time runs out.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = self.body.chunk().await;
        Ok(chunk.map_err(Unanswered::from)?)
    }
}

/// Shows the names of the headers, not their values: a cookie is a secret.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .finish_non_exhaustive()
    }
}
