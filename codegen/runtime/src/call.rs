//! A call: a future that sends its request when it is first polled.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::answer::{Answer, Decoded, Failure, Mismatch};
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
    pub(super) success: Success<T>,
    pub(super) failure: Decoder<E>,
}

/// What makes a body of an answer.
pub(super) type Decoder<T> = fn(&Answer) -> Decoded<T>;

/// Which answers are successes, and what makes a body of one.
pub(super) struct Success<T> {
    codes: Codes,
    decoder: Decoder<T>,
}

impl<T> Clone for Success<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Success<T> {}

/// The status codes of success.
#[derive(Clone, Copy)]
enum Codes {
    /// 200 to 299.
    Any,
    /// These, and any other from 200 to 299 with a body that this tells to be theirs.
    These(&'static [u16], fn(&Answer) -> bool),
    /// These.
    Only(&'static [u16]),
    /// The decoder knows.
    Decoder,
}

impl<T> Success<T> {
    fn decode(&self, answer: &Answer) -> Decoded<T> {
        let is_success = match self.codes {
            Codes::Any => answer.is_success(),
            Codes::These(codes, _) | Codes::Only(codes) => codes.contains(&answer.code()),
            Codes::Decoder => true,
        };
        match is_success {
            true => (self.decoder)(answer),
            false => answer.undocumented(),
        }
    }

    /// The body of a success whose code is not documented, if it is what the documented ones have.
    fn decode_undocumented(&self, answer: &Answer) -> Option<T> {
        let Codes::These(_, is_theirs) = self.codes else {
            return None;
        };
        let is_told = answer.is_success() && is_theirs(answer);
        is_told.then(|| (self.decoder)(answer).ok()).flatten()
    }
}

/// The end of a request: what comes back.
impl Request {
    /// The call, of which these status codes are successes with JSON. So is any other from 200 to 299 with JSON of the type, if no error
    /// is documented for it.
    pub fn call_json<T: DeserializeOwned, E: Failure>(self, codes: &'static [u16]) -> Call<T, E> {
        Call::of(
            self,
            Codes::These(codes, Answer::is_known::<T>),
            Answer::json,
        )
    }

    /// The same, of which `null` is a list or a map without anything in it.
    pub fn call_json_or_empty<T: DeserializeOwned + Default, E: Failure>(
        self,
        codes: &'static [u16],
    ) -> Call<T, E> {
        let codes = Codes::These(codes, Answer::is_known::<T>);
        Call::of(self, codes, Answer::json_or_empty)
    }

    /// The call, of which these status codes are successes with text.
    pub fn call_text<E: Failure>(self, codes: &'static [u16]) -> Call<String, E> {
        Call::of(self, Codes::Only(codes), Answer::text)
    }

    /// The call, of which these status codes are successes with other bytes.
    pub fn call_bytes<E: Failure>(self, codes: &'static [u16]) -> Call<Bytes, E> {
        Call::of(self, Codes::Only(codes), Answer::bytes)
    }

    /// The call, of which these status codes are successes without a body. So is any other from 200 to 299, if no error is documented for
    /// it.
    pub fn call_empty<E: Failure>(self, codes: &'static [u16]) -> Call<(), E> {
        Call::of(
            self,
            Codes::These(codes, Answer::has_no_body),
            Answer::empty,
        )
    }

    /// The call, any success of which is taken as it comes.
    pub fn call_success<E: Failure>(self) -> Call<AnyBody, E> {
        Call::of(self, Codes::Any, Answer::any)
    }

    /// The call with a decoder that knows the successes.
    pub fn call<T, E: Failure>(self, success: fn(&Answer) -> Decoded<T>) -> Call<T, E> {
        Call::of(self, Codes::Decoder, success)
    }

    /// The same where no error is documented.
    pub fn call_any<T>(self, success: fn(&Answer) -> Decoded<T>) -> Call<T, AnyBody> {
        self.call(success)
    }
}

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
    fn of(request: Request, codes: Codes, decoder: Decoder<T>) -> Self
    where
        E: Failure,
    {
        Self::new(request, Success { codes, decoder }, E::decode)
    }

    pub(super) fn new(request: Request, success: Success<T>, failure: Decoder<E>) -> Self {
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
        self.succeeding_by(Answer::json)
    }

    /// Takes the body of any success (status code 200 to 299) as it comes.
    pub fn bytes(self) -> Call<Bytes, E> {
        self.succeeding_by(Answer::bytes)
    }

    /// Takes any answer as it comes: the body of a success, or an error without a decoded body.
    pub fn undecoded(self) -> Call<Bytes> {
        let Call { state, success, .. } = self.bytes();
        Call {
            state,
            success,
            failure: Answer::undocumented,
        }
    }

    /// Takes any success by another decoder.
    fn succeeding_by<U>(self, decoder: Decoder<U>) -> Call<U, E> {
        let codes = Codes::Any;
        Call {
            state: self.state,
            success: Success { codes, decoder },
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
        let answer = Answer::of(head, bytes);
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
        // The status code decides: the documented successes come first, then the documented errors, then what is like a success.
        Poll::Ready(match self.success.decode(&answer) {
            Ok(body) => Ok(answer.with(body)),
            Err(Mismatch::Decode(failure)) => Err(answer.into_decode_error(*failure)),
            Err(Mismatch::Undocumented) => {
                let decoded = (self.failure)(&answer);
                let body = match &decoded {
                    Err(Mismatch::Undocumented) => self.success.decode_undocumented(&answer),
                    _ => None,
                };
                match body {
                    Some(body) => Ok(answer.with(body)),
                    None => Err(failed(answer, decoded)),
                }
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
