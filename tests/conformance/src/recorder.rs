//! A server on this machine that records every request and answers all of them with an empty JSON object.
//!
//! It has its own reader for HTTP/1.1, so that the target and the headers are kept exactly as they came.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::ITEM;
use super::recording::{Recorded, Recording};

/// The head of every answer.
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";

/// A client that says nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longer heads are no requests.
const LONGEST_HEAD: u64 = 4 << 20;

/// A running recorder.
#[derive(Debug)]
pub struct Recorder {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Recorded>>>,
    stopped: Arc<AtomicBool>,
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
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = stopped.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::Acquire) {
                    return;
                }
                let kept = kept.clone();
                thread::spawn(move || serve(&stream, &kept));
            }
        });
        Ok(Self {
            address,
            requests,
            stopped,
        })
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

impl Drop for Recorder {
    /// Frees the port: the one who waits for connections gets a last one.
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
    }
}

/// Records the requests of one connection. One that breaks off is none.
fn serve(stream: &TcpStream, kept: &Mutex<Vec<Recorded>>) {
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let mut reader = BufReader::new(stream);
    while let Ok(Some((item, request))) = read(&mut reader) {
        let is_head = request.method == "HEAD";
        if item.is_some() {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push(request);
        }
        // Nobody sends a request before the last one is answered: there is more of a body than its length says.
        let is_longer = !reader.buffer().is_empty();
        let close = if is_longer {
            "Connection: close\r\n"
        } else {
            ""
        };
        let content = if is_head { "" } else { "{}" };
        let mut writer = stream;
        let answer = format!("{HEAD}{close}\r\n{content}");
        if writer.write_all(answer.as_bytes()).is_err() {
            return;
        }
        if is_longer {
            let _ = stream.shutdown(Shutdown::Write);
            let _ = io::copy(&mut reader, &mut io::sink());
            return;
        }
    }
}

/// The next request and its number, if it has one; `None` at the end of the connection.
fn read(reader: &mut impl BufRead) -> io::Result<Option<(Option<usize>, Recorded)>> {
    // What is no request is the rest of a body that was longer than its length said.
    let first = loop {
        match line(reader)? {
            None => return Ok(None),
            Some(line) if is_request_line(&line) => break line,
            Some(_) => {}
        }
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
    let request = Recorded {
        item: item.unwrap_or_default(),
        method,
        target,
        headers,
        body,
    };
    Ok(Some((item, request)))
}

/// `METHOD target HTTP/1.1`; the target may hold blanks.
fn is_request_line(line: &str) -> bool {
    let method = line.split(' ').next().unwrap_or_default();
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let version = line.rsplit(' ').next().unwrap_or_default();
    !method.is_empty() && method.chars().all(is_token) && version.starts_with("HTTP/1.")
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a connection answers to some bytes, and what is recorded of them.
    fn exchange(recorder: &Recorder, bytes: &str) -> String {
        let mut stream = TcpStream::connect(recorder.address).expect("a connection");
        stream.write_all(bytes.as_bytes()).expect("it is read");
        stream.shutdown(Shutdown::Write).expect("it is open");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    #[test]
    fn head_has_no_body() {
        let recorder = Recorder::start().expect("a port");
        let answer = exchange(&recorder, "HEAD /a HTTP/1.1\r\nx-replay-item: 0\r\n\r\n");
        assert!(answer.ends_with("\r\n\r\n"), "{answer}");
        let answer = exchange(&recorder, "GET /a HTTP/1.1\r\nx-replay-item: 1\r\n\r\n");
        assert!(answer.ends_with("\r\n\r\n{}"), "{answer}");
        assert_eq!(recorder.take().0.len(), 2);
    }

    #[test]
    fn a_body_that_is_longer_than_it_says_spoils_nothing() {
        let recorder = Recorder::start().expect("a port");
        let request = "POST /a HTTP/1.1\r\nx-replay-item: 0\r\nContent-Length: 2\r\n\r\nabcdef";
        let answer = exchange(&recorder, request);
        assert!(answer.contains("Connection: close"), "{answer}");
        let recording = recorder.take();
        assert_eq!(recording.0[&0].body, b"ab");
    }

    #[test]
    fn what_is_no_request_is_skipped() {
        let mut bytes = "\"a\": 1,\n}\r\nGET /b c HTTP/1.1\r\nx-replay-item: 7\r\n\r\n".as_bytes();
        let (item, request) = read(&mut bytes).expect("no error").expect("a request");
        assert_eq!((item, request.target.as_str()), (Some(7), "/b c"));
    }

    #[test]
    fn it_stops() {
        let recorder = Recorder::start().expect("a port");
        let address = recorder.address;
        drop(recorder);
        let gone = (0..50).any(|_| {
            thread::sleep(Duration::from_millis(20));
            TcpStream::connect(address).is_err()
        });
        assert!(gone, "the port is still open");
    }
}
