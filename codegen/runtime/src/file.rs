//! Files to send: from disk, from memory, or from wherever a function opens them.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::{fmt, io};

use bytes::Bytes;
use http_body::Frame;
use tokio::io::{AsyncRead, ReadBuf};

use super::body::{Body, Chunks, Source};
use super::failure::RequestError;
use super::request::Request;

/// The type of content that no extension tells.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// How many bytes are read at once.
const CHUNK: usize = 64 * 1024;

/// A file to send. Cheap to clone, and read anew each time it is sent.
#[derive(Clone)]
pub struct File {
    content: Content,
    source_name: String,
    name: Option<String>,
    content_type: Option<String>,
}

#[derive(Clone)]
enum Content {
    Path(PathBuf),
    Bytes(Bytes),
    Factory { length: u64, open: Arc<Open> },
}

/// Opens a file.
type Open = dyn Fn() -> Opening + Send + Sync;
type Opening = Pin<Box<dyn Future<Output = io::Result<Reader>> + Send>>;
type Reader = Pin<Box<dyn AsyncRead + Send>>;

impl File {
    /// A file on disk. It is not read before it is sent; that it exists is checked when the call is made.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().unwrap_or_default();
        Self::new(name.to_string_lossy().into_owned(), Content::Path(path))
    }

    /// Bytes in memory under a file name.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Content::Bytes(bytes.into()))
    }

    /// Content of known length under a file name, opened each time it is sent. Content of another length is an error when it is sent.
    pub fn from_fn<R: AsyncRead + Send + 'static>(
        name: impl Into<String>,
        length: u64,
        open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
    ) -> Self {
        let open = move || -> Opening {
            let opened = open().map(|reader| Box::pin(reader) as Reader);
            Box::pin(std::future::ready(opened))
        };
        let open = Arc::new(open);
        Self::new(name.into(), Content::Factory { length, open })
    }

    fn new(source_name: String, content: Content) -> Self {
        Self {
            content,
            source_name,
            name: None,
            content_type: None,
        }
    }

    /// Sends another file name. The content type is still told by the original one.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sends this content type rather than the one that the API states or the extension tells.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The file name that is sent, without folders.
    #[must_use]
    pub fn name(&self) -> &str {
        let name = self.name.as_deref().unwrap_or(&self.source_name);
        name.rsplit('/').next().unwrap_or(name)
    }

    /// The content type that is sent.
    #[must_use]
    pub fn content_type(&self) -> &str {
        self.content_type_or(None)
    }

    /// The content type that is sent where the API states this one: only one that the file itself states goes before it.
    #[must_use]
    pub fn content_type_or<'a>(&'a self, otherwise: Option<&'a str>) -> &'a str {
        let stated = self.content_type.as_deref().or(otherwise);
        stated.unwrap_or_else(|| type_of(Path::new(&self.source_name)))
    }

    /// The content for sending.
    ///
    /// # Errors
    /// If a file on disk cannot be found. The error says `argument` and not the path.
    pub fn body(&self, argument: &str) -> Result<Body, RequestError> {
        let (length, open): (u64, Arc<Open>) = match &self.content {
            Content::Bytes(bytes) => return Ok(Body::from(bytes.clone())),
            Content::Factory { length, open } => (*length, open.clone()),
            Content::Path(path) => (length_on_disk(path, argument)?, open_path(path.clone())),
        };
        // A file on disk may grow while it is sent, and is cut where it was.
        let is_exact = matches!(self.content, Content::Factory { .. });
        let mut body = Body::empty();
        body.push_source(Arc::new(Opened {
            length,
            is_exact,
            open,
        }));
        Ok(body)
    }
}

/// The media type that a file's extension tells, as the Postman runtime has it.
fn type_of(path: &Path) -> &'static str {
    // Where its table and that of `mime_guess` differ.
    const OTHERS: [(&str, &str); 15] = [
        ("aac", "audio/x-aac"),
        ("feature", UNKNOWN_TYPE),
        ("flac", "audio/x-flac"),
        ("ico", "image/vnd.microsoft.icon"),
        ("js", "application/javascript"),
        ("m4a", "audio/mp4"),
        ("rar", "application/vnd.rar"),
        ("toml", "application/toml"),
        ("wav", "audio/wave"),
        ("woff", "font/woff"),
        ("xml", "application/xml"),
        ("xsd", "application/xml"),
        ("xsl", "application/xml"),
        ("yaml", "text/yaml"),
        ("yml", "text/yaml"),
    ];
    let extension = path.extension().and_then(|extension| extension.to_str());
    let extension = extension.unwrap_or_default();
    let other = OTHERS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(extension));
    match other {
        Some((_, media_type)) => media_type,
        None => mime_guess::from_path(path)
            .first_raw()
            .unwrap_or(UNKNOWN_TYPE),
    }
}

/// The length of a file on disk that can be opened.
fn length_on_disk(path: &Path, argument: &str) -> Result<u64, RequestError> {
    let cannot = |error: io::Error| {
        let reason = format!("is a file that cannot be read: {}", error.kind());
        RequestError::new(argument, reason)
    };
    let metadata = std::fs::metadata(path).map_err(cannot)?;
    if !metadata.is_file() {
        return Err(RequestError::new(argument, "is not a file"));
    }
    std::fs::File::open(path).map_err(cannot)?;
    Ok(metadata.len())
}

/// A function that opens a file on disk.
fn open_path(path: PathBuf) -> Arc<Open> {
    Arc::new(move || {
        let path = path.clone();
        Box::pin(async move {
            let file = tokio::fs::File::open(path).await?;
            Ok(Box::pin(file) as Reader)
        })
    })
}

/// Shows the name that is sent.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({:?}, {})", self.name(), self.content_type())
    }
}

/// A file as a part of a body.
struct Opened {
    length: u64,
    /// Whether more content than that is an error.
    is_exact: bool,
    open: Arc<Open>,
}

impl Source for Opened {
    fn length(&self) -> u64 {
        self.length
    }

    fn open(&self) -> Chunks {
        Box::pin(Reading {
            state: Mutex::new(State::Opening((self.open)())),
            left: self.is_exact.then_some(self.length),
        })
    }
}

/// A file being read. The lock is never contended: it lets readers be used that threads cannot share.
struct Reading {
    state: Mutex<State>,
    /// How much may still come, if more is an error.
    left: Option<u64>,
}

enum State {
    Opening(Opening),
    Open(Reader),
}

impl State {
    /// The next chunk, or `None` at the end.
    fn poll_chunk(
        &mut self,
        left: &mut Option<u64>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<Option<Bytes>>> {
        loop {
            match self {
                Self::Opening(opening) => *self = Self::Open(ready!(opening.as_mut().poll(cx))?),
                Self::Open(reader) => {
                    let mut space = vec![0; CHUNK];
                    let mut buffer = ReadBuf::new(&mut space);
                    ready!(reader.as_mut().poll_read(cx, &mut buffer))?;
                    let filled = buffer.filled().len();
                    space.truncate(filled);
                    if let Some(left) = left {
                        let rest = left.checked_sub(filled as u64);
                        *left = rest
                            .filter(|rest| *rest > 0 || !has_more(reader, cx))
                            .ok_or_else(longer)?;
                    }
                    return Poll::Ready(Ok((filled > 0).then(|| space.into())));
                }
            }
        }
    }
}

/// Whether a reader has more to give. One that would have to be waited for is taken to be at its end.
fn has_more(reader: &mut Reader, cx: &mut Context<'_>) -> bool {
    let mut space = [0];
    let mut buffer = ReadBuf::new(&mut space);
    let polled = reader.as_mut().poll_read(cx, &mut buffer);
    matches!(polled, Poll::Ready(Ok(()))) && !buffer.filled().is_empty()
}

fn longer() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the content is longer than the length it was given",
    )
}

impl http_body::Body for Reading {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Self { state, left } = &mut *self;
        let state = state.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = ready!(state.poll_chunk(left, cx)).transpose();
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }
}

impl Request {
    /// Sends the content of a file. One without name and content is no body.
    pub fn file(&mut self, file: &File) {
        match file.body("body") {
            Ok(body) if body.is_empty() && file.name().is_empty() => {}
            Ok(body) => self.set_body(body, file.content_type(), |_| true),
            Err(error) => self.fail(error),
        }
    }
}
