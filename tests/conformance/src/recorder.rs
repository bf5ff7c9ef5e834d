//! A server on this machine that records every request and answers all of them with an empty JSON object.
//!
//! It has its own reader for HTTP/1.1, so that the target and the headers are kept exactly as they came.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::ITEM;
use super::recording::{Recorded, Recording};

/// What is answered.
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

/// A client that says nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longer heads are no requests.
const LONGEST_HEAD: u64 = 4 << 20;

/// A running recorder.
#[derive(Debug)]
pub struct Recorder {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

impl Recorder {
    /// Starts on a free port of this machine.
    ///
    /// # Errors
    /// If there is none.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = requests.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = kept.clone();
                thread::spawn(move || serve(&stream, &kept));
            }
        });
        Ok(Self { address, requests })
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What has come since the last time, by number. Requests without a number are left out.
    #[must_use]
    pub fn take(&self) -> Recording {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        Recording::of(std::mem::take(&mut *requests))
    }
}

/// Records the requests of one connection. One that breaks off is none.
fn serve(stream: &TcpStream, kept: &Mutex<Vec<Recorded>>) {
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let mut reader = BufReader::new(stream);
    while let Ok(Some(request)) = read(&mut reader) {
        if let Some(request) = request {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push(request);
        }
        let mut writer = stream;
        if writer.write_all(ANSWER).is_err() {
            return;
        }
    }
}

/// The next request, if it has a number; `None` at the end of the connection.
fn read(reader: &mut impl BufRead) -> io::Result<Option<Option<Recorded>>> {
    let Some(first) = line(reader)? else {
        return Ok(None);
    };
    let mut words = first.splitn(2, ' ');
    let method = words.next().unwrap_or_default().to_owned();
    let rest = words.next().unwrap_or_default();
    let target = rest
        .rsplit_once(' ')
        .map_or(rest, |(target, _)| target)
        .to_owned();
    let mut headers = Vec::new();
    while let Some(line) = line(reader)?.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let value = |name: &str| {
        let mut same = headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        same.next().map(|(_, value)| value.as_str())
    };
    let item = value(ITEM).and_then(|item| item.parse().ok());
    let body = match (value("transfer-encoding"), value("content-length")) {
        (Some(_), _) => chunked(reader)?,
        (None, Some(length)) => exactly(reader, length.parse().unwrap_or(0))?,
        (None, None) => Vec::new(),
    };
    Ok(Some(item.map(|item| Recorded {
        item,
        method,
        target,
        headers,
        body,
    })))
}

/// A line without its end, bytes as ISO 8859-1; `None` at the end of the connection.
fn line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if reader.take(LONGEST_HEAD).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    while matches!(bytes.last(), Some(b'\n' | b'\r')) {
        bytes.pop();
    }
    Ok(Some(bytes.into_iter().map(char::from).collect()))
}

fn exactly(reader: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    Ok(body)
}

fn chunked(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let head = line(reader)?.unwrap_or_default();
        let length = head.split(';').next().unwrap_or_default().trim();
        let length = u64::from_str_radix(length, 16).unwrap_or(0);
        body.extend(exactly(reader, length)?);
        line(reader)?;
        if length == 0 {
            return Ok(body);
        }
    }
}
