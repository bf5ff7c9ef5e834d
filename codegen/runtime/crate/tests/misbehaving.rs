//! Servers that do what no server should: each call ends in time, with an error that says what happened, and within its memory.
#![allow(missing_docs)]

mod common;

use common::any;
use common::raw::Act::{self, Read, Repeat, Reset, Say, Wait};
use common::raw::Raw;
use common::verdict::{DRIP, ENOUGH, HEAD, NOW, SILENCE, SOON, check, client};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n{\"id\":1,\"tags\":[]}";

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
        // Not at once, as NOW: hyper reads on in one poll until tokio's budget is used up, and a limit comes late by that.
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
