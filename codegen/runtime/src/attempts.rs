//! A call from its start to its answer: tries, and pauses between them, within the time it has.

use std::time::Duration;

use super::failure::Unanswered;
use super::limits::Limits;
use super::middleware::Attempt;
use super::request::{Parts, Request};
use super::retry::Trouble;
use super::transport::Incoming;
use super::wire::Wire;

/// How much of an answer is waited for. What has been given on cannot be repeated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Status and headers.
    Head,
    /// The body too, in memory. That of a failure to be repeated is read as well, which lets its connection be used again.
    Whole,
}

/// Sends a request, again where its failure may pass, and waits for the answer.
///
/// # Errors
/// If the arguments make no request, no try succeeds, or time runs out.
pub async fn answer(
    mut request: Request,
    extent: Extent,
) -> Result<http::Response<Incoming>, Unanswered> {
    let parts = request.parts()?;
    let limits = request.limits();
    let mut deadline = limits.deadline(&**request.core().transport());
    let tries = repeat(&request, parts, limits, extent);
    let answer = deadline.bound(tries).await?;
    Ok(match extent {
        Extent::Head => answer.map(|body| deadline.over(body)),
        Extent::Whole => answer,
    })
}

async fn repeat(
    request: &Request,
    parts: Parts,
    limits: Limits,
    extent: Extent,
) -> Result<http::Response<Incoming>, Unanswered> {
    let retries = request.retries();
    let (mut done, mut paused) = (0, Duration::ZERO);
    loop {
        let transport = request.core().transport();
        let wire = Wire::new(transport.clone(), limits.silence());
        let middlewares = request.core().middlewares();
        let attempt = Attempt::new(parts.clone(), done + 1, request, &wire, middlewares);
        let mut outcome = attempt.run().await;
        if extent == Extent::Whole {
            outcome = match outcome {
                Ok(answer) => in_memory(answer, limits.size()).await,
                failed => failed,
            };
        }
        let (method, reopens) = match wire.first() {
            Some((method, reopens)) => (method, *reopens && parts.body.reopens()),
            None => (&parts.method, parts.body.reopens()),
        };
        let is_safe = |trouble: &Trouble<'_>| match trouble {
            Trouble::Connection(_) if !wire.reached() => true,
            Trouble::Refusal(_) if !wire.acted() && retries.repeats_refused() => true,
            _ => retries.repeats(method) && retries.repeats(&parts.method),
        };
        let trouble = Trouble::of(&outcome).filter(|trouble| reopens && is_safe(trouble));
        let pause = trouble.and_then(|trouble| retries.pause(done, trouble));
        let Some(pause) = pause.filter(|pause| fits(limits.call, paused, *pause)) else {
            return outcome;
        };
        drop(outcome);
        transport.sleep(pause).await;
        paused = paused.saturating_add(pause);
        done += 1;
    }
}

/// Whether there may be time for another pause after those that were. What the tries took is not known here: no clock is looked at.
fn fits(call: Option<Duration>, paused: Duration, pause: Duration) -> bool {
    call.is_none_or(|limit| paused.saturating_add(pause) < limit)
}

/// An answer with its body in memory.
async fn in_memory(
    answer: http::Response<Incoming>,
    limit: u64,
) -> Result<http::Response<Incoming>, Unanswered> {
    let answer = Incoming::whole(answer, limit).await?;
    Ok(answer.map(Incoming::from))
}
