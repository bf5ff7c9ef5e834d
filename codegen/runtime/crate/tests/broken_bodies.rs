//! Bodies that are not what status and headers promise: how much is read of them, and what the caller is told.
#![allow(missing_docs)]

mod common;

use common::get_item;
use common::raw::Act::{Drain, Read, Repeat, Say};
use common::verdict::{CHUNKED, ENOUGH, HEAD, NOW, check, client, outcome};
use postwright_runtime::testing::Server;

/// Chunks of white space.
fn chunks() -> &'static [u8] {
    format!("400\r\n{}\r\n", " ".repeat(1024))
        .repeat(64)
        .leak()
        .as_bytes()
}

#[tokio::test]
async fn bodies_that_are_not_as_long_as_promised() {
    check(&[
        (
            "shorter than Content-Length",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"id\":"),
            ],
            "Body 200",
        ),
        (
            "shorter, and the connection stays",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"id\":"),
                Drain,
            ],
            "Timeout 200",
        ),
        (
            "longer than Content-Length",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"id\":1,\"tags\":[]}"),
            ],
            "Decode 200",
        ),
        (
            "cut off between chunks",
            &[Read, CHUNKED, Say(b"3\r\n{\"i\r\n")],
            "Body 200",
        ),
        (
            "cut off within a chunk",
            &[Read, CHUNKED, Say(b"ff\r\n{\"i")],
            "Body 200",
        ),
        (
            "a chunk of no length",
            &[Read, CHUNKED, Say(b"xyz\r\n{\"i\r\n0\r\n\r\n")],
            "Body 200",
        ),
        (
            "a chunk of a length that no number holds",
            &[Read, CHUNKED, Say(b"fffffffffffffffffffff\r\n{")],
            "Body 200",
        ),
        (
            "two lengths",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{\"i\":1"),
            ],
            "Closed",
        ),
        (
            "a length below nothing",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"),
            ],
            "Closed",
        ),
        (
            "the greatest length",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551613\r\n\r\n{"),
            ],
            "TooLong 200",
        ),
        (
            "endless",
            &[Read, HEAD, Repeat(&[b' '; 65536], NOW)],
            "TooLong 200",
        ),
        (
            "endless chunks",
            &[Read, CHUNKED, Repeat(chunks(), NOW)],
            "TooLong 200",
        ),
        (
            "an endless error",
            &[
                Read,
                Say(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
                Repeat(&[b'a'; 65536], NOW),
            ],
            "TooLong 400",
        ),
        (
            "endless trailers",
            &[
                Read,
                CHUNKED,
                Say(b"0\r\n"),
                Repeat(b"A: aaaaaaaaaaaaaaa\r\n", NOW),
            ],
            "Body 200",
        ),
        (
            "an endless extension of a chunk",
            &[Read, CHUNKED, Say(b"1;"), Repeat(&[b'a'; 65536], NOW)],
            "Body 200",
        ),
    ])
    .await;
}

#[tokio::test]
async fn bodies_that_are_something_else() {
    check(&[
        (
            "a page",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>SECRET</html>"),
            ],
            "Decode 200",
        ),
        (
            "a page that says it is JSON",
            &[
                Read,
                Say(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n<html>SECRET</html>",
                ),
            ],
            "Decode 200",
        ),
        (
            "JSON that says it is a page",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{\"id\":1,\"tags\":[]}"),
            ],
            "Ok 200",
        ),
        (
            "JSON that is not UTF-8",
            &[Read, HEAD, Say(b"{\"id\":1,\"tags\":[\"\xFF\"]}")],
            "Decode 200",
        ),
        (
            "JSON in UTF-16",
            &[Read, HEAD, Say(b"\xFF\xFE{\0}\0")],
            "Decode 200",
        ),
        (
            "JSON behind a byte order mark",
            &[Read, HEAD, Say(b"\xEF\xBB\xBF{\"id\":1,\"tags\":[]}")],
            "Ok 200",
        ),
        (
            "JSON behind two",
            &[
                Read,
                HEAD,
                Say(b"\xEF\xBB\xBF\xEF\xBB\xBF{\"id\":1,\"tags\":[]}"),
            ],
            "Decode 200",
        ),
        (
            "deep JSON",
            &[Read, HEAD, Say(b"{\"id\":"), Say(&[b'['; 500_000])],
            "Decode 200",
        ),
        (
            "text that is not UTF-8",
            &[Read, Say(b"HTTP/1.1 400 Bad Request\r\n\r\n\xFFbad")],
            "Api 400",
        ),
    ])
    .await;
}

/// 100,000 zeros. A bomb is the same with more of them.
const ZIPPED: &[u8] = b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xED\xC1\x31\x01\x00\x00\x00\xC2\xA0\xF5\x4F\x6D\x0D\x0F\xA0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x57\x03\x7D\x95\x11\xD4\xA0\x86\x01\x00";

#[tokio::test]
async fn compressed_bodies_that_nobody_asked_for() {
    for (coding, body, what, expected) in [
        ("gzip", ZIPPED, "JSON", "Decode 200"),
        ("GZIP", ZIPPED, "JSON", "Decode 200"),
        ("identity, gzip", ZIPPED, "JSON", "Decode 200"),
        ("br", &b"\xFF"[..], "JSON", "Decode 200"),
        ("gzip", ZIPPED, "text", "Decode 400"),
        ("gzip", ZIPPED, "bytes", "Ok 200"),
        // What is no compression, or not compressed, is what it is.
        ("utf-8", b"{\"id\":1,\"tags\":[]}", "JSON", "Ok 200"),
        ("gzip", b"{\"id\":1,\"tags\":[]}", "JSON", "Ok 200"),
        ("gzip", b"text", "text", "Api 400"),
        ("utf-8", b"\xFF", "text", "Api 400"),
    ] {
        let status = if what == "text" { 400 } else { 200 };
        let server = Server::answering(status, &[("Content-Encoding", coding)], body);
        let core = client(&server.url(), ENOUGH, ENOUGH);
        let call = get_item(&core, 1);
        let (found, shown) = match what {
            "bytes" => {
                let answer = call.bytes().await;
                (outcome(&answer), String::new())
            }
            _ => {
                let answer = call.await;
                let shown = answer
                    .as_ref()
                    .map_or_else(ToString::to_string, |_| String::new());
                (outcome(&answer), shown)
            }
        };
        assert_eq!(found, expected, "{coding} {what}");
        if found.starts_with("Decode") {
            assert!(
                shown.contains("$: it is compressed (Content-Encoding)"),
                "{shown}"
            );
        }
    }
}
