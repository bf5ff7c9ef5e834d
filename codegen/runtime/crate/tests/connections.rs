//! Connections that end early, late or twice: uploads, redirects, and what a client keeps for the next call.
#![allow(missing_docs)]

mod common;

use std::time::Duration;

use common::raw::Act::{self, Drain, Read, Reset, Say, Wait};
use common::raw::Raw;
use common::{TOKEN, any, builder, known};
use postwright_runtime::testing::Server;
use postwright_runtime::{Core, Digest, Error, Retries, TransportErrorKind};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
/// Time for a word to come over, or for a client to notice that a connection has ended.
const MOMENT: Duration = Duration::from_millis(200);
/// More than the buffers of a connection hold.
const MUCH: usize = 32 * 1024 * 1024;

fn client(url: &str) -> Core {
    let mut builder = builder(url);
    builder.retries(Retries::none());
    builder.timeout(Duration::from_secs(30));
    builder.credential("bearer", Digest::new("Mufasa", "Circle of Life"));
    builder.build().expect("a client")
}

/// Sends much, and tells the status code or what went wrong.
async fn upload(server: &Raw) -> String {
    let call = any(&client(&server.url()), "POST", "/");
    let outcome = call.body("text/plain", vec![b'a'; MUCH]).await;
    match outcome {
        Ok(answer) => answer.status().as_u16().to_string(),
        Err(Error::Undocumented(answer)) => answer.status().as_u16().to_string(),
        Err(Error::Transport(error)) => match error.status() {
            Some(status) => format!("{:?} {}", error.kind(), status.as_u16()),
            None => format!("{:?}", error.kind()),
        },
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn uploads_that_are_cut_short() {
    let table: [(&str, &[Act], &str); 7] = [
        ("closed", &[Read, Wait(MOMENT)], "Closed"),
        ("reset", &[Read, Wait(MOMENT), Reset], "Closed"),
        ("taken", &[Read, Say(OK), Drain], "200"),
        (
            "too large",
            &[
                Read,
                Say(b"HTTP/1.1 413 A\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                Drain,
            ],
            "413",
        ),
        (
            "too large, and the connection stays",
            &[
                Read,
                Say(b"HTTP/1.1 413 A\r\nContent-Length: 0\r\n\r\n"),
                Drain,
            ],
            "413",
        ),
        (
            "too large, and nothing is read",
            &[
                Read,
                Say(b"HTTP/1.1 413 A\r\nContent-Length: 0\r\n\r\n"),
                Wait(MOMENT),
            ],
            "413",
        ),
        (
            "refused, and the page is lost with the reset that follows",
            &[
                Read,
                Say(b"HTTP/1.1 403 A\r\nConnection: close\r\n\r\nno"),
                Wait(MOMENT),
            ],
            "Body 403",
        ),
    ];
    for (what, script, expected) in table {
        assert_eq!(upload(&Raw::new(script)).await, expected, "{what}");
    }
}

#[tokio::test]
async fn a_challenge_before_the_upload_is_over() {
    let refusing = b"HTTP/1.1 401 A\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\nContent-Length: 0\r\n\r\n";
    let server = Raw::each(&[&[Read, Say(refusing), Drain], &[Read, Say(OK), Drain]]);
    assert_eq!(upload(&server).await, "200");
    let heads = server.heads();
    assert_eq!(heads.len(), 2);
    assert!(
        heads[1].contains("authorization: Digest username=\"Mufasa\""),
        "{heads:?}"
    );
}

#[tokio::test]
async fn an_answer_too_many_is_nobodys() {
    let twice = [OK, b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"]
        .concat()
        .leak();
    let server = Raw::each(&[
        &[Read, Say(twice), Drain],
        &[
            Read,
            Say(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue"),
            Drain,
        ],
    ]);
    let core = client(&server.url());
    assert!(
        any(&core, "GET", "/1")
            .bytes()
            .await
            .expect("200")
            .is_empty()
    );
    assert_eq!(
        any(&core, "GET", "/2").bytes().await.expect("200").body(),
        "true"
    );
    assert_eq!(server.heads().len(), 2);
}

#[tokio::test]
async fn an_answer_before_the_question_is_nobodys() {
    let forged = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    let server = Raw::each(&[
        &[Read, Say(OK), Wait(MOMENT), Say(forged), Drain],
        &[
            Read,
            Say(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue"),
            Drain,
        ],
    ]);
    let core = client(&server.url());
    any(&core, "GET", "/1").await.expect("200");
    server.done(4).await;
    assert_eq!(
        any(&core, "GET", "/2").bytes().await.expect("200").body(),
        "true"
    );
}

#[tokio::test]
async fn a_connection_that_ends_between_calls() {
    for ending in [&[][..], &[Reset]] {
        let script = [&[Read, Say(OK)], ending].concat();
        let server = Raw::new(&script);
        let core = client(&server.url());
        for (at, method) in ["GET", "POST", "POST"].into_iter().enumerate() {
            any(&core, method, "/").await.expect("200");
            server.done((at + 1) * (script.len() + 1)).await;
        }
        assert_eq!(server.heads().len(), 3);
    }
}

#[tokio::test]
async fn a_connection_that_ends_as_the_next_call_begins() {
    // Whether the call sees the end first is a race. Of what is idempotent it may lose each, but for the last try.
    let server = Raw::new(&[Read, Say(OK)]);
    let mut builder = builder(&server.url());
    builder.retries(Retries::default().backoff(Duration::from_millis(1), Duration::from_millis(2)));
    let core = builder.build().expect("a client");
    for at in 0..200 {
        any(&core, "GET", "/")
            .await
            .unwrap_or_else(|error| panic!("{at}: {error:?}"));
    }
}

#[tokio::test]
async fn loops_between_hosts_end_and_carry_no_credential() {
    let end = Raw::new(&[
        Read,
        Say(b"HTTP/1.1 302 A\r\nLocation: /again\r\nConnection: close\r\n\r\n"),
    ]);
    let begin = Server::answering(307, &[("Location", &(end.url() + "/"))], "");
    let error = any(&known(&begin.url()), "GET", "/")
        .await
        .expect_err("a loop");
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Redirect)
    );
    let heads = end.heads();
    assert_eq!(heads.len(), 10);
    assert!(heads.iter().all(|head| !head.contains(TOKEN)), "{heads:?}");
}

#[tokio::test]
async fn redirects_that_answer_before_the_upload_is_over() {
    let end = Raw::new(&[Read, Say(OK), Drain]);
    let location = format!(
        "HTTP/1.1 307 A\r\nLocation: {}/there\r\nContent-Length: 0\r\n\r\n",
        end.url()
    );
    let begin = Raw::new(&[Read, Say(location.leak().as_bytes()), Drain]);
    assert_eq!(upload(&begin).await, "200");
    assert!(
        end.heads()[0].starts_with("POST /there"),
        "{:?}",
        end.heads()
    );
}
