//! Calls without `async`: [`Call::wait`], and [`Call::wait_stream`] for bodies that do not fit into memory.

use std::fmt;
use std::future::Future;
use std::io::{self, Read};
use std::sync::{OnceLock, mpsc};
use std::thread;

use bytes::{Buf, Bytes};
use http::{HeaderMap, StatusCode};
use tokio::runtime::{Builder, Handle};

use super::call::{Call, Download};
use super::error::Error;
use super::failure::{TransportError, TransportErrorKind, Unanswered};
use super::response::{HeaderNames, Response};

impl<T: Send + 'static, E: Send + 'static> Call<T, E> {
    /// Sends the request and blocks this thread until the answer is there.
    ///
    /// The work is done on one background thread, so this works with and without a tokio runtime. In async code,
    /// `.await` the call instead.
    ///
    /// # Errors
    /// As if the call were awaited.
    pub fn wait(self) -> Result<Response<T>, Error<E>> {
        run(self)?
    }

    /// Sends the request, blocks this thread until status and headers are there, and gives the body of any success (status code 200 to
    /// 299) to read as it comes: `std::io::copy(&mut reader, &mut file)`. A limit on time includes reading it.
    ///
    /// # Errors
    /// As if the call were awaited.
    pub fn wait_stream(self) -> Result<Reader, Error<E>> {
        let download = run(self.stream())??;
        Ok(Reader {
            status: download.status(),
            headers: download.headers().clone(),
            download: Some(download),
            chunk: Bytes::new(),
        })
    }
}

/// An answer whose body is still coming in, and is read from here.
pub struct Reader {
    status: StatusCode,
    headers: HeaderMap,
    /// `None` after an error.
    download: Option<Download>,
    chunk: Bytes,
}

impl Reader {
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
}

/// An error holds that of the client: [`Error::Transport`] if the answer breaks off or time runs out. After one the body is at its end.
impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() && !buffer.is_empty() {
            let Some(mut download) = self.download.take() else {
                return Ok(0);
            };
            let read = run(async move {
                let chunk = download.chunk().await;
                (download, chunk)
            });
            let (download, chunk) =
                read.map_err(|error| io::Error::other(Error::<()>::from(error)))?;
            let Some(chunk) = chunk.map_err(io::Error::other)? else {
                return Ok(0);
            };
            self.chunk = chunk;
            self.download = Some(download);
        }
        let count = buffer.len().min(self.chunk.len());
        self.chunk.copy_to_slice(&mut buffer[..count]);
        Ok(count)
    }
}

/// Shows status and the names of the headers, not their values: a cookie is a secret.
impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .finish_non_exhaustive()
    }
}

/// Does something on the background thread, while this one waits.
pub(super) fn run<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, Unanswered> {
    let runtime = background().as_ref().map_err(|error| ended(error.kind()))?;
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime.spawn(async move {
        // It fails only when nobody waits any more.
        let _ = sender.send(work.await);
    });
    let done = receiver.recv();
    done.map_err(|_| ended(io::ErrorKind::BrokenPipe))
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
