//! The pages of an operation, and their items, as streams.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::{fmt, vec};

use futures_core::Stream;

use super::call::{Call, Decoder, State, Success};
use super::error::Error;
use super::failure::Unanswered;
use super::paging::Paging;
use super::param::ToParam;
use super::request::Request;
use super::response::{AnyBody, Response};
use super::retry::Retries;
use super::walk::Walk;

/// The pages of an operation, each an answer of its own: a stream. Nothing is sent before it is polled, and no page before
/// the one before it has been taken.
///
/// It ends where the answers say so, and after an error that asking again would not mend. After one that may pass (trouble with the
/// connection, time that ran out, and the status codes 408, 429 and 500 to 599) the next poll asks for the same page again, so that
/// nothing is left out by a loop that goes on; one that goes on for ever may ask for ever. Pages that are counted (by number or offset) also end with one that
/// is empty or the same as the one before, which is not given. A token or a URL that has led to a page before is
/// [`Error::Request`], and so is a URL of another origin.
#[must_use = "nothing is sent unless pages are asked for"]
pub struct Pages<T, I, E = AnyBody> {
    /// None if there is nothing to begin with.
    walk: Option<Walk>,
    call: Option<Call<T, E>>,
    success: Success<T>,
    failure: Decoder<E>,
    items: fn(T) -> Vec<I>,
}

impl<T, E> Call<T, E> {
    /// The call as the first of several that give the answer in pages, for an operation of which the collection does not
    /// show that it does. `items` takes the items out of a page.
    pub fn pages<I>(mut self, paging: Paging, items: fn(T) -> Vec<I>) -> Pages<T, I, E> {
        let walk = match std::mem::replace(&mut self.state, State::Done) {
            State::Ready(request) => Some(Walk::new(*request, paging)),
            State::Sending(_) | State::Done => None,
        };
        Pages {
            success: self.success,
            failure: self.failure,
            // One that has been sent before gives its error.
            call: walk.is_none().then_some(self),
            walk,
            items,
        }
    }
}

impl<T, I, E> Pages<T, I, E> {
    /// Limits the time of each call, in the place of the client's limit.
    pub fn timeout(self, limit: Duration) -> Self {
        self.change(|request| request.limit(|own| own.call = Some(limit)))
    }

    /// Limits the time in which nothing is sent and nothing comes, in the place of the client's limit.
    pub fn read_timeout(self, limit: Duration) -> Self {
        self.change(|request| request.limit(|own| own.silence = Some(limit)))
    }

    /// Limits how many bytes of each answer are read into memory, in the place of the client's limit.
    pub fn body_limit(self, bytes: u64) -> Self {
        self.change(|request| request.limit(|own| own.size = Some(bytes)))
    }

    /// Says when each call is sent again, in the place of what the client says.
    pub fn retries(self, retries: Retries) -> Self {
        self.change(|request| request.set_retries(retries))
    }

    /// Sets a header of each call, in the place of the operation's and the client's. Said twice, it is sent twice.
    pub fn header(self, name: &str, value: impl ToParam) -> Self {
        self.change(|request| request.override_header(name, &value))
    }

    /// Appends to the query of each call; where a page has a URL of its own, only to that of the next one.
    pub fn query(self, key: &str, value: impl ToParam) -> Self {
        self.change(|request| request.query(key, &value))
    }

    fn change(mut self, change: impl FnOnce(&mut Request)) -> Self {
        if let Some(walk) = &mut self.walk {
            change(&mut walk.request);
        }
        self
    }

    /// The items of all pages, one after another.
    pub fn items(self) -> Items<T, I, E> {
        Items {
            pages: self,
            left: Vec::new().into_iter(),
        }
    }

    /// The next page, `None` at the end: for callers without the traits of the crate `futures`.
    pub async fn next(&mut self) -> Option<Result<Response<T>, Error<E>>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<T>, Error<E>>>> {
        loop {
            let call = match &mut self.call {
                Some(call) => call,
                None => match self.walk.as_mut().and_then(Walk::request) {
                    Some(Ok(request)) => {
                        let call = Call::new(request, self.success, self.failure);
                        self.call.insert(call)
                    }
                    Some(Err(error)) => {
                        return Poll::Ready(Some(Err(Unanswered::from(error).into())));
                    }
                    None => return Poll::Ready(None),
                },
            };
            let answered = ready!(Pin::new(call).poll(cx));
            self.call = None;
            let is_page = match (&answered, &mut self.walk) {
                (Ok(page), Some(walk)) => walk.take(page.headers(), page.bytes()),
                (Err(error), Some(walk)) if may_pass(error) => {
                    walk.stay();
                    true
                }
                _ => true,
            };
            if is_page {
                return Poll::Ready(Some(answered));
            }
        }
    }
}

/// Whether the same page may come when it is asked for again.
fn may_pass<E>(error: &Error<E>) -> bool {
    let status = error.status();
    error.is_retryable() || status.is_some_and(|status| status.is_server_error())
}

impl<T, I, E> Stream for Pages<T, I, E> {
    type Item = Result<Response<T>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

/// Shows method and path: queries, headers and bodies may be secret.
impl<T, I, E> fmt::Debug for Pages<T, I, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.walk {
            Some(walk) => write!(f, "Pages({:?})", walk.request),
            None => f.write_str("Pages(done)"),
        }
    }
}

/// The items of all pages, one after another: a stream that sends for a page when the items before it have been taken.
#[must_use = "nothing is sent unless items are asked for"]
pub struct Items<T, I, E = AnyBody> {
    pages: Pages<T, I, E>,
    left: vec::IntoIter<I>,
}

/// Items are moved out, never pinned.
impl<T, I, E> Unpin for Items<T, I, E> {}

impl<T, I, E> Items<T, I, E> {
    /// The next item, `None` at the end: for callers without the traits of the crate `futures`.
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<I, Error<E>>>> {
        loop {
            if let Some(item) = self.left.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.left = (self.pages.items)(page.into_body()).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, I, E> Stream for Items<T, I, E> {
    type Item = Result<I, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

/// Shows method and path, and how many items are at hand.
impl<T, I, E> fmt::Debug for Items<T, I, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({:?}, {} at hand)", self.pages, self.left.len())
    }
}
