//! An answer as a server of this machine gives it.

use std::io::{self, BufWriter, Write};
use std::thread;
use std::time::Duration;

/// An answer to give.
#[derive(Clone, Debug)]
pub struct Canned {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    length: usize,
    delay: Duration,
}

impl Canned {
    /// An answer with this status code, headers and body. `Content-Length` is added.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let body = body.into();
        Self {
            status,
            headers: headers.iter().map(owned).collect(),
            length: body.len(),
            body,
            delay: Duration::ZERO,
        }
    }

    /// Waits before answering.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Promises a longer body than there is, as a connection does that breaks off.
    #[must_use]
    pub fn promising(mut self, length: usize) -> Self {
        self.length = length;
        self
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Adds a header.
    pub fn push_header(&mut self, name: &str, value: impl Into<String>) {
        self.headers.push((name.to_owned(), value.into()));
    }

    /// Whether a connection can go on after it: its end is where it says.
    pub(super) fn is_whole(&self) -> bool {
        self.status >= 200 && self.length == self.body.len()
    }

    /// Writes the answer; without its body if the request asks for the head alone.
    pub(super) fn write(&self, out: &mut impl Write, head: bool, goes_on: bool) -> io::Result<()> {
        thread::sleep(self.delay);
        let mut out = BufWriter::new(out);
        write!(out, "HTTP/1.1 {} \r\n", self.status)?;
        for (name, value) in &self.headers {
            write!(out, "{name}: {value}\r\n")?;
        }
        if !matches!(self.status, 204 | 304) {
            write!(out, "Content-Length: {}\r\n", self.length)?;
        }
        let end: &[u8] = if goes_on {
            b"\r\n"
        } else {
            b"Connection: close\r\n\r\n"
        };
        out.write_all(end)?;
        if !head && !matches!(self.status, 204 | 304) {
            out.write_all(&self.body)?;
        }
        out.flush()
    }
}

/// Whether a header can be part of an answer: one line, plainly named, and not about the connection, which the server speaks
/// for itself.
#[must_use]
pub fn is_header(name: &str, value: &str) -> bool {
    const OF_THE_CONNECTION: [&str; 5] = [
        "connection",
        "content-encoding",
        "content-length",
        "keep-alive",
        "transfer-encoding",
    ];
    let plain = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    plain
        && !value.contains(['\r', '\n', '\0'])
        && !OF_THE_CONNECTION.contains(&name.to_ascii_lowercase().as_str())
}
