//! What users put around every try of a call: to log, to count, to change a request or to answer in the server's place.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::failure::Unanswered;
use super::request::{Parts, Request};
use super::transport::Incoming;
use super::wire::Wire;

/// Something around every try of a call. Each sees the request before credentials are added, so that a change of it is signed and
/// no secret of theirs is at hand; it lets the try go on by [`Attempt::run`] and sees its outcome.
///
/// ```text
/// impl Middleware for Timing {
///     fn handle<'a>(&'a self, attempt: Attempt<'a>) -> Handling<'a> {
///         Box::pin(async move {
///             let name = format!("{} {}", attempt.parts.method, attempt.template().unwrap_or("?"));
///             let outcome = attempt.run().await;
///             self.note(name, outcome.as_ref().ok().map(|answer| answer.status()));
///             outcome
///         })
///     }
/// }
/// ```
pub trait Middleware: Send + Sync + 'static {
    /// Handles a try: mostly by running it.
    fn handle<'a>(&'a self, attempt: Attempt<'a>) -> Handling<'a>;
}

/// The outcome of a try: status, headers and a body to come, or why there is none.
pub type Handling<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Incoming>, Unanswered>> + Send + 'a>>;

/// One try of a call, with the redirects that it follows. A call is tried again as [`Retries`](super::retry::Retries) say.
pub struct Attempt<'a> {
    /// The request, to which credentials will be added. Headers that the call sets by itself are set once more after it.
    pub parts: Parts,
    number: u32,
    way: Way<'a>,
}

/// What a try has still to go through.
#[derive(Clone, Copy)]
struct Way<'a> {
    request: &'a Request,
    wire: &'a Wire,
    rest: &'a [Box<dyn Middleware>],
}

impl<'a> Attempt<'a> {
    pub(super) fn new(
        parts: Parts,
        number: u32,
        request: &'a Request,
        wire: &'a Wire,
        rest: &'a [Box<dyn Middleware>],
    ) -> Self {
        Self {
            parts,
            number,
            way: Way {
                request,
                wire,
                rest,
            },
        }
    }

    /// Which try this is, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The path of the operation without its arguments, as `/meetings/{id}`; `None` for a request that is none of an operation.
    #[must_use]
    pub fn template(&self) -> Option<&str> {
        self.way.request.template()
    }

    /// Sends the request and waits for status and headers.
    pub fn run(mut self) -> Handling<'a> {
        match self.way.rest.split_first() {
            Some((next, rest)) => {
                self.way.rest = rest;
                next.handle(self)
            }
            None => Box::pin(self.way.request.exchange(self.way.wire, self.parts)),
        }
    }
}

/// Shows the try, its method and its path.
impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attempt({}, {:?})", self.number, self.parts)
    }
}
