//! Request bodies: of known length, cheap to clone, and readable more than once.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::{fmt, io};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue};
use http_body::{Frame, SizeHint};

use super::failure::RequestError;

/// Content that is read in chunks, each time anew: redirects and retries send a body again.
pub trait Source: Send + Sync + 'static {
    /// How many bytes will be read.
    fn length(&self) -> u64;

    /// Begins to read at the start.
    fn open(&self) -> Chunks;

    /// Whether this can be read more than once. What cannot is sent once: no redirect takes it along, and no failure has it sent
    /// again.
    fn reopens(&self) -> bool {
        true
    }
}

/// The chunks of a [`Source`].
pub type Chunks = Pin<Box<dyn http_body::Body<Data = Bytes, Error = io::Error> + Send + Sync>>;

/// A request body: a row of byte strings and sources.
#[derive(Clone, Default)]
pub struct Body {
    segments: VecDeque<Segment>,
    length: u64,
    progress: Progress,
}

/// How many bytes of a body and its clones have been taken for sending.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<AtomicU64>);

impl Progress {
    /// The bytes so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// The most that is taken at once, so that progress shows.
const CHUNK: usize = 64 * 1024;

#[derive(Clone)]
enum Segment {
    Bytes(Bytes),
    Source(Arc<dyn Source>),
}

impl Body {
    /// A body without content.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Appends bytes.
    pub fn push_bytes(&mut self, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        self.length += bytes.len() as u64;
        self.segments.push_back(Segment::Bytes(bytes));
    }

    /// Appends what a source will give.
    pub fn push_source(&mut self, source: Arc<dyn Source>) {
        self.length += source.length();
        self.segments.push_back(Segment::Source(source));
    }

    /// Appends another body.
    pub fn append(&mut self, other: Self) {
        self.length += other.length;
        self.segments.extend(other.segments);
    }

    /// How many bytes this is.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether there is no content.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Checks what the headers say of where this ends, which the transport says by itself (RFC 9112 §6): with another length a server
    /// would take a part of it for the whole, or wait for more. A length that is right is left out unless there is no content.
    ///
    /// # Errors
    /// If a `Content-Length` is wrong, or there is a `Transfer-Encoding`. The error names the header.
    pub fn check_framing(&self, headers: &mut HeaderMap) -> Result<(), RequestError> {
        if headers.contains_key(TRANSFER_ENCODING) {
            let reason = "is for the client to choose";
            return Err(RequestError::new("Transfer-Encoding", reason));
        }
        let length = HeaderValue::from(self.length);
        let stated = headers.get_all(CONTENT_LENGTH).iter();
        if stated.into_iter().any(|stated| *stated != length) {
            let reason = "is not the length of the body";
            return Err(RequestError::new("Content-Length", reason));
        }
        if !self.is_empty() {
            headers.remove(CONTENT_LENGTH);
        } else if headers.contains_key(CONTENT_LENGTH) {
            headers.insert(CONTENT_LENGTH, length); // Once.
        }
        Ok(())
    }

    /// The content in one piece; `None` if a part of it has to be read from a source.
    #[must_use]
    pub fn bytes(&self) -> Option<Bytes> {
        if let (1, Some(Segment::Bytes(bytes))) = (self.segments.len(), self.segments.front()) {
            return Some(bytes.clone());
        }
        let mut all = BytesMut::new();
        for segment in &self.segments {
            match segment {
                Segment::Bytes(bytes) => all.extend_from_slice(bytes),
                Segment::Source(_) => return None,
            }
        }
        Some(all.freeze())
    }

    /// Whether all of it can be read more than once.
    #[must_use]
    pub fn reopens(&self) -> bool {
        self.segments.iter().all(|segment| match segment {
            Segment::Bytes(_) => true,
            Segment::Source(source) => source.reopens(),
        })
    }

    /// What becomes of it: how much of it has been taken for sending.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Reads all sources into memory.
    ///
    /// # Errors
    /// If one cannot be read.
    pub async fn load(&mut self) -> io::Result<()> {
        if self.bytes().is_some() {
            return Ok(());
        }
        let mut stream = self.open();
        let mut loaded = Self::empty();
        while let Some(chunk) = poll_fn(|cx| stream.poll_chunk(cx)).await? {
            loaded.push_bytes(chunk);
        }
        *self = loaded;
        Ok(())
    }

    /// Begins to read at the start, for sending.
    #[must_use]
    pub fn open(&self) -> BodyStream {
        BodyStream {
            segments: self.segments.clone(),
            reading: None,
            remaining: self.length,
            progress: self.progress(),
        }
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        let mut body = Self::empty();
        body.push_bytes(bytes);
        body
    }
}

/// Shows the length only: a body may hold secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.length)
    }
}

/// A [`Body`] being read.
pub struct BodyStream {
    segments: VecDeque<Segment>,
    reading: Option<Reading>,
    remaining: u64,
    progress: Progress,
}

/// A source that has been opened, and how much of it is still to come.
struct Reading {
    chunks: Chunks,
    left: u64,
}

impl Reading {
    /// The next chunk, or `None` at the end.
    ///
    /// The length was promised in `Content-Length`: content that has grown since is cut there, content that has
    /// shrunk is an error.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        while self.left > 0 {
            let Some(frame) = ready!(self.chunks.as_mut().poll_frame(cx)?) else {
                return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
            };
            let Ok(mut chunk) = frame.into_data() else {
                continue;
            };
            chunk.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            if !chunk.is_empty() {
                self.left -= chunk.len() as u64;
                return Poll::Ready(Ok(Some(chunk)));
            }
        }
        Poll::Ready(Ok(None))
    }
}

impl BodyStream {
    /// The next chunk of all segments, or `None` at the end.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        loop {
            if let Some(reading) = &mut self.reading {
                if let Some(chunk) = ready!(reading.poll_chunk(cx)?) {
                    return Poll::Ready(Ok(Some(chunk)));
                }
                self.reading = None;
            }
            match self.segments.pop_front() {
                None => return Poll::Ready(Ok(None)),
                Some(Segment::Bytes(bytes)) if bytes.is_empty() => {}
                Some(Segment::Bytes(mut bytes)) => {
                    if bytes.len() > CHUNK {
                        let rest = bytes.split_off(CHUNK);
                        self.segments.push_front(Segment::Bytes(rest));
                    }
                    return Poll::Ready(Ok(Some(bytes)));
                }
                Some(Segment::Source(source)) => {
                    self.reading = Some(Reading {
                        chunks: source.open(),
                        left: source.length(),
                    });
                }
            }
        }
    }
}

impl http_body::Body for BodyStream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        let chunk = ready!(this.poll_chunk(cx)).transpose();
        Poll::Ready(chunk.map(|chunk| {
            let chunk = chunk?;
            this.remaining = this.remaining.saturating_sub(chunk.len() as u64);
            this.progress.add(chunk.len());
            Ok(Frame::data(chunk))
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.remaining == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.remaining)
    }
}

/// Shows how much is still to be read.
impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyStream({} bytes left)", self.remaining)
    }
}
