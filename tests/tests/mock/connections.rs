//! Connections, and requests as they come over them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::{send, shop};

#[test]
fn the_head_alone_and_a_body_in_chunks() {
    let mock = shop();
    mock.respond("orders.get_order", 200).expect("saved");
    let head = send(&mock, "HEAD /orders/7");
    assert_eq!((head.status, head.body.as_str()), (405, ""));
    let url = mock.url();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    let request = "POST /orders HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("sent");
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).expect("an interim answer");
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
        .write_all(b"5\r\n{\"ite\r\nb\r\nm\":\"gold\",\"\r\n9\r\ncount\":1}\r\n0\r\n\r\n")
        .expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    assert!(text.starts_with("HTTP/1.1 409 "), "{text}");
}

#[test]
fn a_connection_brings_any_number_of_requests_until_the_server_ends() {
    let mock = shop();
    let url = mock.url();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    // The second waits in the same packet as the first.
    let two = "GET /orders/7 HTTP/1.1\r\n\r\nPUT /orders/7 HTTP/1.1\r\n\r\n";
    stream.write_all(two.as_bytes()).expect("sent");
    let mut text = String::new();
    let mut bytes = [0; 4096];
    while text.matches("HTTP/1.1 ").count() < 2 {
        let count = stream.read(&mut bytes).expect("answers");
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    assert!(text.contains("HTTP/1.1 501 "), "{text}");
    assert!(!text.contains("Connection: close"), "{text}");
    stream
        .write_all(b"GET /orders/404 HTTP/1.1\r\n\r\n")
        .expect("sent");
    let count = stream.read(&mut bytes).expect("an answer");
    assert!(String::from_utf8_lossy(&bytes[..count]).starts_with("HTTP/1.1 404 "));
    drop(mock);
    let rest = stream.read_to_end(&mut Vec::new());
    assert!(!matches!(rest, Ok(count) if count > 1000), "{rest:?}");
}
