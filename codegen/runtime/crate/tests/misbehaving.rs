//! Servers that do what no server should: each call ends in time, with an error that says what happened, and within its memory.
#![allow(missing_docs)]

mod common;

use std::time::Duration;

use common::raw::Act::{self, Drain, Read, Repeat, Reset, Say, Wait};
use common::raw::Raw;
use common::{any, builder, get_item, memory};
use postwright_runtime::testing::Server;
use postwright_runtime::{Core, Error, Response, Retries, TransportErrorKind};

/// What stands before a body that ends with its connection.
const HEAD: Act = Say(b"HTTP/1.1 200 OK\r\n\r\n");
/// What stands before chunks.
const CHUNKED: Act = Say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
const OK: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n{\"id\":1,\"tags\":[]}";

/// How long nothing may move, where that is to be seen.
const SILENCE: Duration = Duration::from_secs(1);
/// How long a call may take, where that is to be seen.
const CALL: Duration = Duration::from_secs(3);
/// More than what a server in this process has to say takes, however busy the machine.
const ENOUGH: Duration = Duration::from_secs(60);
/// The longest body.
const SIZE: u64 = 1024 * 1024;
/// More than all tests of this file have in memory at once.
const MEMORY: u64 = 128 * 1024 * 1024;
const NOW: Duration = Duration::ZERO;
/// Often, but not so often that this process is busy with reading alone: limits are as punctual as the runtime's threads.
const SOON: Duration = Duration::from_millis(1);
/// More often than silence is noticed.
const DRIP: Duration = Duration::from_millis(100);

fn client(url: &str, silence: Duration, call: Duration) -> Core {
    let mut builder = builder(url);
    builder.retries(Retries::none());
    builder.read_timeout(silence);
    builder.timeout(call);
    builder.body_limit(SIZE);
    builder.build().expect("a client")
}

/// Chunks of white space.
fn chunks() -> &'static [u8] {
    format!("400\r\n{}\r\n", " ".repeat(1024))
        .repeat(64)
        .leak()
        .as_bytes()
}

/// In a word, what became of a call, and the status code if there was one.
fn outcome<T, E>(outcome: &Result<Response<T>, Error<E>>) -> String {
    let (word, status) = match outcome {
        Ok(answer) => ("Ok".to_owned(), Some(answer.status())),
        Err(error) => (word(error), error.status()),
    };
    match status {
        Some(status) => format!("{word} {}", status.as_u16()),
        None => word,
    }
}

fn word<E>(error: &Error<E>) -> String {
    match error {
        Error::Api(_) => "Api".to_owned(),
        Error::Undocumented(_) => "Undocumented".to_owned(),
        Error::Decode(_) => "Decode".to_owned(),
        Error::Transport(error) => match error.kind() {
            TransportErrorKind::TooLong { .. } => "TooLong".to_owned(),
            kind => format!("{kind:?}"),
        },
        other => panic!("{}", other),
    }
}

/// Checks the outcome of a call that expects an item, in each of these cases.
async fn check(table: &[(&str, &[Act], &str)]) {
    let mut wrong = Vec::new();
    let mut calls = Vec::new();
    for (what, script, expected) in table {
        let server = Raw::new(script);
        let core = match expected.starts_with("Timeout") {
            true => client(&server.url(), SILENCE, CALL),
            false => client(&server.url(), ENOUGH, ENOUGH),
        };
        let call = tokio::spawn(get_item(&core, 1));
        calls.push((what, expected, call));
    }
    for (what, expected, call) in calls {
        let answer = call.await.expect("no panic");
        let found = outcome(&answer);
        if let Err(error) = &answer {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("SECRET"), "{what}: {shown}");
        }
        if let Err(Error::Decode(error)) = &answer {
            assert!(!error.bytes().is_empty(), "{what}");
        }
        if found != **expected {
            wrong.push(format!("{what}: {found} for {expected}: {answer:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    memory::check(MEMORY, "all of them");
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

#[tokio::test]
async fn what_is_no_answer() {
    check(&[
        ("nothing", &[Read], "Closed"),
        ("garbage", &[Read, Say(b"\0\x01\x02\xFF\r\n\r\n")], "Closed"),
        (
            "a greeting of something else",
            &[Say(b"220 mail.example ESMTP\r\n"), Read],
            "Closed",
        ),
        ("TLS", &[Read, Say(b"\x15\x03\x01\0\x02\x02\x0A")], "Closed"),
        (
            "HTTP/2",
            &[Read, Say(b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64")],
            "Closed",
        ),
        (
            "HTTP/0.9",
            &[Read, Say(b"{\"id\":1,\"tags\":[]}")],
            "Closed",
        ),
        (
            "HTTP/1.0",
            &[Read, Say(b"HTTP/1.0 200 OK\r\n\r\n{\"id\":1,\"tags\":[]}")],
            "Ok 200",
        ),
        (
            "HTTP/2.0 as text",
            &[Read, Say(b"HTTP/2.0 200 OK\r\n\r\n{\"id\":1,\"tags\":[]}")],
            "Closed",
        ),
        (
            "no reason",
            &[Read, Say(b"HTTP/1.1 200\r\n\r\n{\"id\":1,\"tags\":[]}")],
            "Ok 200",
        ),
        (
            "no carriage returns",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\nA: b\n\n{\"id\":1,\"tags\":[]}"),
            ],
            "Ok 200",
        ),
        (
            "half a head",
            &[Read, Say(b"HTTP/1.1 200 OK\r\nA: b\r\n")],
            "Closed",
        ),
        (
            "a name that is none",
            &[Read, Say(b"HTTP/1.1 200 OK\r\na b: c\r\n\r\n{}")],
            "Closed",
        ),
        (
            "a value that is none",
            &[Read, Say(b"HTTP/1.1 200 OK\r\na: b\0c\r\n\r\n{}")],
            "Closed",
        ),
        ("a reset", &[Read, Reset], "Closed"),
        (
            "a reset within the head",
            &[Read, Say(b"HTTP/1.1 200"), Wait(DRIP), Reset],
            "Closed",
        ),
        (
            "a reset within the body",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
                Wait(DRIP),
                Reset,
            ],
            "Body 200",
        ),
        (
            "endless headers",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\n"),
                Repeat(b"A: aaaaaaaaaaaaaaaa\r\n", NOW),
            ],
            "Closed",
        ),
        (
            "an endless header",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\nA: "),
                Repeat(&[b'a'; 65536], NOW),
            ],
            "Closed",
        ),
        (
            "an endless name",
            &[
                Read,
                Say(b"HTTP/1.1 200 OK\r\n"),
                Repeat(&[b'a'; 65536], NOW),
            ],
            "Closed",
        ),
        (
            "an endless reason",
            &[Read, Say(b"HTTP/1.1 200 "), Repeat(&[b'a'; 65536], NOW)],
            "Closed",
        ),
        (
            "empty lines without end",
            &[Read, Repeat(b"\r\n\r\n\r\n\r\n", NOW)],
            "Closed",
        ),
    ])
    .await;
}

#[tokio::test]
async fn status_codes_that_nobody_knows() {
    check(&[
        ("100 first", &[Read, Say(b"HTTP/1.1 100 Continue\r\n\r\n"), Say(OK)], "Ok 200"),
        ("103 first", &[Read, Say(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), Say(OK)], "Ok 200"),
        ("102, 150 and 199 first", &[Read, Say(b"HTTP/1.1 102 A\r\n\r\nHTTP/1.1 150 B\r\n\r\nHTTP/1.1 199 C\r\n\r\n"), Say(OK)], "Ok 200"),
        ("100 alone", &[Read, Say(b"HTTP/1.1 100 Continue\r\n\r\n")], "Closed"),
        ("100 without end", &[Read, Repeat(b"HTTP/1.1 100 Continue\r\n\r\n", SOON)], "Timeout"),
        ("100 now and then", &[Read, Repeat(b"HTTP/1.1 100 Continue\r\n\r\n", DRIP)], "Timeout"),
        ("101 that nobody asked for", &[Read, Say(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nabc")], "Undocumented 101"),
        ("299", &[Read, Say(b"HTTP/1.1 299 A\r\n\r\n")], "Undocumented 299"),
        ("399", &[Read, Say(b"HTTP/1.1 399 A\r\n\r\n")], "Undocumented 399"),
        ("599", &[Read, Say(b"HTTP/1.1 599 A\r\n\r\n")], "Undocumented 599"),
        ("600", &[Read, Say(b"HTTP/1.1 600 A\r\n\r\n")], "Undocumented 600"),
        ("999", &[Read, Say(b"HTTP/1.1 999 A\r\n\r\n")], "Undocumented 999"),
        ("000", &[Read, Say(b"HTTP/1.1 000 A\r\n\r\n")], "Closed"),
        ("099", &[Read, Say(b"HTTP/1.1 099 A\r\n\r\n")], "Closed"),
        ("1000", &[Read, Say(b"HTTP/1.1 1000 A\r\n\r\n")], "Closed"),
        ("20", &[Read, Say(b"HTTP/1.1 20 A\r\n\r\n")], "Closed"),
        ("-200", &[Read, Say(b"HTTP/1.1 -200 A\r\n\r\n")], "Closed"),
    ])
    .await;
}

#[tokio::test]
async fn answers_that_drip() {
    let drops: &[(&str, &[Act], &str)] = &[
        (
            "a head",
            &[Read, Say(b"HTTP/1.1 200 OK\r\nA: "), Repeat(b"a", DRIP)],
            "Timeout",
        ),
        ("a body", &[Read, HEAD, Repeat(b" ", DRIP)], "Timeout"),
    ];
    check(drops).await;
    // Silence does not end a drip. Nothing but a limit on the call does.
    let slow = Raw::new(&[
        Read,
        Say(b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n"),
        Repeat(b" ", DRIP),
    ]);
    any(&client(&slow.url(), SILENCE, ENOUGH), "GET", "/")
        .await
        .expect("three seconds without a silence of one");
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
