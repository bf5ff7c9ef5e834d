//! One client in several runtimes: what one of them has begun is no concern of the others, running or not.
#![allow(missing_docs)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{TOKEN, any, builder};
use postwright_runtime::testing::{Canned, Received, Server};
use postwright_runtime::token::{Fetched, Token};
use postwright_runtime::{Core, Retries};
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime")
}

/// A server that keeps its connections, and answers the requests after the first one after this time.
fn server(delay: Duration) -> Server {
    let answer = move |before: usize, _: &Received| {
        let answer = Canned::new(200, &[], "{}");
        Some(if before == 0 {
            answer
        } else {
            answer.after(delay)
        })
    };
    let address = ([127, 0, 0, 1], 0).into();
    Server::serve(address, answer).expect("a server")
}

/// A client that soon sees that nothing moves.
fn client(server: &Server) -> Core {
    let mut builder = builder(&server.url());
    builder.retries(Retries::none());
    builder.read_timeout(Duration::from_secs(2));
    builder.build().expect("a client")
}

#[test]
fn a_connection_of_a_runtime_that_stands_still() {
    let server = server(Duration::ZERO);
    let core = client(&server);
    let still = runtime();
    still.block_on(any(&core, "GET", "/")).expect("200");
    any(&core, "POST", "/").wait().expect("200");
    let within = still.block_on(async { any(&core, "POST", "/").wait() });
    within.expect("200");
    runtime().block_on(any(&core, "POST", "/")).expect("200");
    // Each goes on with its own.
    still.block_on(any(&core, "GET", "/")).expect("200");
    any(&core, "GET", "/").wait().expect("200");
    assert_eq!(server.connections(), 3);
}

#[test]
fn a_connection_of_a_runtime_that_ends() {
    let server = server(Duration::from_millis(500));
    let core = client(&server);
    let first = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    first.block_on(any(&core, "GET", "/")).expect("200");
    let call = any(&core, "POST", "/");
    let second = std::thread::spawn(move || runtime().block_on(call));
    std::thread::sleep(Duration::from_millis(200));
    first.shutdown_background();
    let outcome = second.join().expect("no panic");
    outcome.expect("200");
}

#[test]
fn many_runtimes_one_after_another() {
    let server = server(Duration::ZERO);
    let core = client(&server);
    for _ in 0..20 {
        runtime().block_on(any(&core, "POST", "/")).expect("200");
    }
    assert_eq!(server.connections(), 20);
}

#[test]
fn nothing_is_left_behind_in_a_runtime() {
    let server = server(Duration::ZERO);
    let runtime = runtime();
    runtime.block_on(async {
        any(&client(&server), "GET", "/").await.expect("200");
        let metrics = tokio::runtime::Handle::current().metrics();
        for _ in 0..500 {
            if metrics.num_alive_tasks() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(metrics.num_alive_tasks(), 0);
    });
}

/// The first fetch needs a runtime that runs.
#[test]
fn a_token_that_is_fetched_where_nothing_runs() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let provider = move || {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(Token::new(format!("{TOKEN}-{number}")))
        }
    };
    let server = Server::start(vec![Canned::new(200, &[], "")]);
    let mut builder = builder(&server.url());
    builder.credential("bearer", Fetched::bearer(provider));
    let core = builder.build().expect("a client");
    let still = runtime();
    let begun = still.spawn(any(&core, "GET", "/"));
    still.block_on(tokio::task::yield_now());
    let limit = Duration::from_secs(1);
    any(&core, "GET", "/")
        .read_timeout(limit)
        .wait()
        .expect("200");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    still.block_on(begun).expect("no panic").expect("200");
    let all = server.received();
    let tokens = all.iter().map(|request| request.header("authorization"));
    assert_eq!(tokens.filter(Option::is_some).count(), 2);
}
