//! What stands for the real servers while the examples run. No user needs any of it.
#![allow(dead_code)]

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use generated::runtime::received;
use generated::runtime::testing::{Canned, Received, Server};
use generated::zoom::mock;
use serde_json::{Value, json};

/// A server that registers everybody, but for the second request, which comes too early. One that is not as the collection says
/// gets a 400.
pub fn zoom() -> Result<Server, mock::MockError> {
    let mock = mock::start()?;
    mock.set_strict(true);
    let answer = move |before: usize, request: &Received| {
        let checked = mock.answer(request);
        Some(match (checked.status(), before) {
            (200, 1) => Canned::new(429, &[("Retry-After", "1")], "slow down"),
            (200, _) => registered(request),
            _ => checked,
        })
    };
    Ok(Server::serve(([127, 0, 0, 1], 0).into(), answer)?)
}

/// The answer for those who are in a request.
fn registered(request: &Received) -> Canned {
    let content_type = request.header("content-type").unwrap_or_default();
    let parts = received::parts(content_type, &request.text()).unwrap_or_default();
    let people = parts.iter().find(|part| part.name == "registrants");
    let people = people.and_then(|part| serde_json::from_str::<Vec<Value>>(&part.content).ok());
    let people = people.unwrap_or_default();
    let people = people.iter().map(|person| {
        let name = person["email"]
            .as_str()
            .and_then(|email| email.split('@').next());
        let url = format!("https://zoom.example/w/{}", name.unwrap_or_default());
        json!({ "email": person["email"], "join_url": url })
    });
    let body = json!({ "registrants": people.collect::<Vec<_>>() }).to_string();
    Canned::new(200, &[("Content-Type", "application/json")], body)
}

/// Starts a server that takes uploads and gives downloads of so many bytes, and keeps nothing of either. Gives its URL.
pub fn files(size: u64) -> io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let url = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for connection in listener.incoming() {
            if let Err(error) = connection.and_then(|connection| serve(connection, size)) {
                eprintln!("the server: {error}");
            }
        }
    });
    Ok(url)
}

/// Answers one request and closes the connection.
fn serve(mut connection: TcpStream, size: u64) -> io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte)?;
        head.push(byte[0].to_ascii_lowercase());
    }
    let head = String::from_utf8_lossy(&head);
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
    let taken = io::copy(&mut (&connection).take(length), &mut io::sink())?;
    let note = json!({ "files": { "note": format!("{taken} bytes") } }).to_string();
    let (length, mut body): (u64, Box<dyn Read>) = match head.starts_with("get ") {
        true => (size, Box::new(io::repeat(b'a').take(size))),
        false => (note.len() as u64, Box::new(note.as_bytes())),
    };
    write!(
        connection,
        "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    io::copy(&mut body, &mut connection)?;
    connection.flush()
}

/// The most that this process has had in memory, in bytes; `None` where the system does not tell it as Linux does.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}
