//! An HTTP server within the process, for tests: it gives canned answers, or those of a function, and keeps what it received.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use super::canned::{Canned, is_header};

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: String,
    /// Path and query, encoded.
    pub target: String,
    /// The headers in the order and the case they were sent in.
    pub headers: Vec<(String, String)>,
    /// The body, without any chunking.
    pub body: Vec<u8>,
}

impl Received {
    /// The first header of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// The body as text, invalid UTF-8 replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A server on a free port of this machine. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// The answer to a request, of which so many came before; `None` breaks the connection.
type Answer = Box<dyn Fn(usize, &Received) -> Option<Canned> + Send + Sync>;

struct Shared {
    answer: Answer,
    /// What came so far, unless the server runs for longer than a test.
    received: Option<Mutex<Vec<Received>>>,
    requests: AtomicUsize,
    connections: AtomicUsize,
    /// Connections that may bring more requests, by number.
    open: Mutex<HashMap<usize, TcpStream>>,
    stop: AtomicBool,
}

/// How long a connection waits for its first request.
const FIRST: Duration = Duration::from_secs(5);

/// How long it waits for another one.
const IDLE: Duration = Duration::from_secs(60);

impl Server {
    /// Gives these answers in order, and the last one from then on.
    ///
    /// # Panics
    /// If the system has no port or no thread to spare: no test can go on without its server.
    #[must_use]
    pub fn start(answers: Vec<Canned>) -> Self {
        let last = answers.len().saturating_sub(1);
        let answer = move |before: usize, _: &Received| answers.get(before.min(last)).cloned();
        Self::listen(([127, 0, 0, 1], 0).into(), Box::new(answer), true)
            .unwrap_or_else(|error| panic!("no test server: {error}"))
    }

    /// Gives one answer to everything.
    ///
    /// # Panics
    /// As [`start`](Self::start).
    #[must_use]
    pub fn answering(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        Self::start(vec![Canned::new(status, headers, body)])
    }

    /// Serves at an address, of which port 0 is any free one. The answers are those of a function, which is told how many requests
    /// came before; `None` breaks the connection. Each connection is served by a thread of its own, and may bring any number of
    /// requests. Requests are not kept: [`received`](Self::received) is empty.
    ///
    /// # Errors
    /// If the system has no such port or no thread to spare.
    pub fn serve(
        address: SocketAddr,
        answer: impl Fn(usize, &Received) -> Option<Canned> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::listen(address, Box::new(answer), false)
    }

    fn listen(address: SocketAddr, answer: Answer, keeps: bool) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            answer,
            received: keeps.then(Mutex::default),
            requests: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            open: Mutex::default(),
            stop: AtomicBool::new(false),
        });
        let served = shared.clone();
        let thread = thread::Builder::new().spawn(move || run(&served, &listener))?;
        Ok(Self {
            address,
            shared,
            thread: Some(thread),
        })
    }

    /// Where the server is, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections there were so far, whatever came over them.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many requests there were so far.
    #[must_use]
    pub fn requests(&self) -> usize {
        match self.shared.received() {
            Some(received) => received.len(),
            None => self.shared.requests.load(Ordering::SeqCst),
        }
    }

    /// All requests so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared
            .received()
            .map_or_else(Vec::new, |all| all.clone())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        for connection in self.shared.open().values() {
            // One that has ended by itself is as good.
            let _ = connection.shutdown(Shutdown::Both);
        }
        // Wakes the thread, which waits for a connection.
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(thread)) = (woken, self.thread.take()) {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn received(&self) -> Option<MutexGuard<'_, Vec<Received>>> {
        let received = self.received.as_ref()?;
        Some(received.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn open(&self) -> MutexGuard<'_, HashMap<usize, TcpStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves a connection to its end. Where requests are kept, for a test, each has a connection of its own.
    fn serve(&self, connection: &TcpStream, number: usize) -> io::Result<()> {
        connection.set_read_timeout(Some(FIRST))?;
        let reader = &mut BufReader::new(connection);
        if self.received.is_some() {
            return self.serve_one(connection, reader).map(|_| ());
        }
        self.open().insert(number, connection.try_clone()?);
        let mut served = Ok(true);
        while matches!(served, Ok(true)) && !self.stop.load(Ordering::SeqCst) {
            served = self.serve_one(connection, reader);
            connection.set_read_timeout(Some(IDLE))?;
        }
        self.open().remove(&number);
        served.map(|_| ())
    }

    /// Answers a request. `true` if the connection may bring another one (RFC 9112 §9.3).
    fn serve_one(&self, connection: &TcpStream, reader: &mut impl BufRead) -> io::Result<bool> {
        let (request, lasts) = read_request(connection, reader)?;
        let head = request.method == "HEAD";
        let before = match self.received() {
            Some(mut received) => {
                received.push(request.clone());
                received.len() - 1
            }
            None => self.requests.fetch_add(1, Ordering::SeqCst),
        };
        let answer = (self.answer)(before, &request).ok_or(io::ErrorKind::NotFound)?;
        let goes_on = lasts && self.received.is_none() && answer.is_whole();
        answer.write(&mut &*connection, head, goes_on)?;
        Ok(goes_on)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

fn run(shared: &Arc<Shared>, listener: &TcpListener) {
    for connection in listener.incoming() {
        if shared.stop.load(Ordering::SeqCst) {
            return;
        }
        let number = shared.connections.fetch_add(1, Ordering::SeqCst);
        let served = shared.clone();
        let serve = move || {
            // A client may go away at any time, which is the test's business.
            let _ = connection.and_then(|connection| served.serve(&connection, number));
        };
        // Without a thread to spare the connection is closed, which its client sees.
        let _ = thread::Builder::new().spawn(serve);
    }
}

/// A request, and whether its client would send another one on the same connection.
fn read_request(connection: &TcpStream, reader: &mut impl BufRead) -> io::Result<(Received, bool)> {
    let start = read_line(reader)?;
    if start.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut words = start.split(' ').map(str::to_owned);
    let mut request = Received {
        method: words.next().unwrap_or_default(),
        target: words.next().unwrap_or_default(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        let line = read_line(reader)?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        let pair = (name.to_owned(), value.trim().to_owned());
        request.headers.push(pair);
    }
    // RFC 9110 §10.1.1: the client waits for this before it sends the body.
    if request.header("expect") == Some("100-continue") {
        (&*connection).write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    request.body = read_body(reader, &request)?;
    let wish = request.header("connection").unwrap_or_default();
    let lasts = words.next().as_deref() == Some("HTTP/1.1") && !wish.eq_ignore_ascii_case("close");
    Ok((request, lasts))
}

fn read_body(reader: &mut impl BufRead, request: &Received) -> io::Result<Vec<u8>> {
    let chunked = request.header("transfer-encoding") == Some("chunked");
    let mut body = Vec::new();
    if !chunked {
        let length = request.header("content-length").unwrap_or("0");
        read_exactly(reader, length, 10, &mut body)?;
        return Ok(body);
    }
    loop {
        let length = read_line(reader)?;
        if read_exactly(reader, &length, 16, &mut body)? == 0 {
            break;
        }
        read_line(reader)?;
    }
    read_line(reader)?;
    Ok(body)
}

/// Appends as many bytes as a number says.
fn read_exactly(
    reader: &mut impl BufRead,
    length: &str,
    radix: u32,
    body: &mut Vec<u8>,
) -> io::Result<u64> {
    let length = u64::from_str_radix(length, radix).map_err(|_| io::ErrorKind::InvalidData)?;
    if reader.take(length).read_to_end(body)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(length)
}

/// A line without its end. Header bytes are read as ISO 8859-1.
fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    let line: String = line.into_iter().map(char::from).collect();
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
