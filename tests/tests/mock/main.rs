//! The mock server: which saved response answers a request, and what is said of the request.

#[path = "../common/mod.rs"]
mod common;

mod answers;
mod clients;
mod connections;
mod problems;

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;

use generated::runtime::mock::Mock;

/// An answer as it came over the wire.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn all(&self, name: &str) -> Vec<&str> {
        let headers = self.headers.iter();
        let of_name = headers.filter(|(own, _)| own.eq_ignore_ascii_case(name));
        of_name.map(|(_, value)| value.as_str()).collect()
    }

    fn header(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }

    fn problems(&self) -> Vec<&str> {
        self.all("x-postwright-problem")
    }
}

/// Sends a request that is written as its first line, its headers, an empty line and its body.
fn send(mock: &Mock, request: &str) -> Answer {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let head = head
        .replace('\n', "\r\n")
        .replacen("\r\n", " HTTP/1.1\r\n", 1);
    let version = if head.contains(" HTTP/1.1") {
        ""
    } else {
        " HTTP/1.1"
    };
    let url = mock.url();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    write!(
        stream,
        "{head}{version}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status: status
            .and_then(|status| status.parse().ok())
            .expect("a status code"),
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

fn description(folder: &str) -> String {
    common::generated(folder).mock
}

fn shop() -> Mock {
    Mock::start(&description("tests/fixtures/mock_server")).expect("a mock server")
}

const BEARER: &str = "Authorization: Bearer s3cr3t-t0k3n";
