//! What becomes of calls to servers that misbehave.

use std::time::Duration;

use super::raw::Act::{self, Say};
use super::raw::Raw;
use super::{builder, get_item, memory};
use postwright_runtime::{Core, Error, Response, Retries, TransportErrorKind};

/// What stands before a body that ends with its connection.
pub const HEAD: Act = Say(b"HTTP/1.1 200 OK\r\n\r\n");
/// What stands before chunks.
pub const CHUNKED: Act = Say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");

/// How long nothing may move, where that is to be seen.
pub const SILENCE: Duration = Duration::from_secs(1);
/// How long a call may take, where that is to be seen.
pub const CALL: Duration = Duration::from_secs(3);
/// More than what a server in this process has to say takes, however busy the machine.
pub const ENOUGH: Duration = Duration::from_secs(60);
/// The longest body.
pub const SIZE: u64 = 1024 * 1024;
/// More than all tests of this file have in memory at once.
pub const MEMORY: u64 = 128 * 1024 * 1024;
pub const NOW: Duration = Duration::ZERO;
/// Often, but not so often that this process is busy with reading alone: limits are as punctual as the runtime's threads.
pub const SOON: Duration = Duration::from_millis(1);
/// More often than silence is noticed.
pub const DRIP: Duration = Duration::from_millis(100);

pub fn client(url: &str, silence: Duration, call: Duration) -> Core {
    let mut builder = builder(url);
    builder.retries(Retries::none());
    builder.read_timeout(silence);
    builder.timeout(call);
    builder.body_limit(SIZE);
    builder.build().expect("a client")
}

/// In a word, what became of a call, and the status code if there was one.
pub fn outcome<T, E>(outcome: &Result<Response<T>, Error<E>>) -> String {
    let (word, status) = match outcome {
        Ok(answer) => ("Ok".to_owned(), Some(answer.status())),
        Err(error) => (word(error), error.status()),
    };
    match status {
        Some(status) => format!("{word} {}", status.as_u16()),
        None => word,
    }
}

pub fn word<E>(error: &Error<E>) -> String {
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
pub async fn check(table: &[(&str, &[Act], &str)]) {
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
