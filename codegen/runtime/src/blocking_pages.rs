//! Pages without `async`: [`Pages::wait`] and [`Items::wait`].

use std::future::Future;
use std::pin::Pin;

use super::blocking::run;
use super::error::Error;
use super::pages::{Items, Pages};
use super::response::Response;

/// Pages, or their items: each step blocks this thread until the next one is there.
///
/// The work is done on the background thread of [`Call::wait`](super::call::Call::wait), so this works with and without a tokio
/// runtime.
#[must_use = "nothing is sent unless it is asked for"]
#[derive(Debug)]
pub struct Waiting<S> {
    /// `None` after an error of the thread.
    steps: Option<S>,
}

impl<T, I, E> Pages<T, I, E> {
    /// The pages for callers that are not async: an iterator that sends for a page when it is asked for one.
    pub fn wait(self) -> Waiting<Self> {
        Waiting { steps: Some(self) }
    }
}

impl<T, I, E> Items<T, I, E> {
    /// The items for callers that are not async: an iterator that sends for a page when the items before it have been taken.
    pub fn wait(self) -> Waiting<Self> {
        Waiting { steps: Some(self) }
    }
}

/// A step of a walk.
type Step<'a, T> = Pin<Box<dyn Future<Output = Option<T>> + Send + 'a>>;

/// What makes one.
type Next<S, T, E> = for<'a> fn(&'a mut S) -> Step<'a, Result<T, Error<E>>>;

impl<S: Send + 'static> Waiting<S> {
    fn step<T: Send + 'static, E: Send + 'static>(
        &mut self,
        next: Next<S, T, E>,
    ) -> Option<Result<T, Error<E>>> {
        let mut steps = self.steps.take()?;
        let done = run(async move {
            let step = next(&mut steps).await;
            (steps, step)
        });
        match done {
            Ok((steps, step)) => {
                self.steps = Some(steps);
                step
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}

impl<T, I, E> Iterator for Waiting<Pages<T, I, E>>
where
    T: Send + 'static,
    I: Send + 'static,
    E: Send + 'static,
{
    type Item = Result<Response<T>, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step(|pages| Box::pin(pages.next()))
    }
}

impl<T, I, E> Iterator for Waiting<Items<T, I, E>>
where
    T: Send + 'static,
    I: Send + 'static,
    E: Send + 'static,
{
    type Item = Result<I, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step(|items| Box::pin(items.next()))
    }
}
