//! Calls without `async`: [`Call::wait`].

use std::io;
use std::sync::{OnceLock, mpsc};
use std::thread;

use tokio::runtime::{Builder, Handle};

use super::call::Call;
use super::error::Error;
use super::failure::{TransportError, TransportErrorKind, Unanswered};
use super::response::Response;

impl<T: Send + 'static, E: Send + 'static> Call<T, E> {
    /// Sends the request and blocks this thread until the answer is there.
    ///
    /// The work is done on one background thread, so this works with and without a tokio runtime. In async code,
    /// `.await` the call instead.
    ///
    /// # Errors
    /// As if the call were awaited.
    pub fn wait(self) -> Result<Response<T>, Error<E>> {
        let runtime = background().as_ref().map_err(|error| ended(error.kind()))?;
        let (sender, receiver) = mpsc::sync_channel(1);
        runtime.spawn(async move {
            let result = self.await;
            // It fails only when nobody waits any more.
            let _ = sender.send(result);
        });
        let answered = receiver.recv();
        answered.unwrap_or_else(|_| Err(ended(io::ErrorKind::BrokenPipe).into()))
    }
}

/// The runtime of the background thread, started when it is first needed.
fn background() -> &'static io::Result<Handle> {
    static BACKGROUND: OnceLock<io::Result<Handle>> = OnceLock::new();
    BACKGROUND.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        thread::Builder::new()
            .name("postwright".to_owned())
            .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
        Ok(handle)
    })
}

/// The error of a background thread that does not work.
fn ended(kind: io::ErrorKind) -> Unanswered {
    TransportError::because(TransportErrorKind::Other, io::Error::from(kind)).into()
}
