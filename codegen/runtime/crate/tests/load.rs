//! Ten thousand calls at once through one client: none is lost, each has its own answer, nothing stays behind.
//!
//! The server is a process of its own, for each end of a connection is an open file. It answers nobody before all have asked, so
//! that there really are so many at once.
#![cfg(unix)]
#![allow(missing_docs)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{any, builder};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use postwright_runtime::{Core, Retries};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// As many as the system lets a process have connections, and no more than these.
const CALLS: u64 = 10_000;
/// Files that are open besides.
const OTHERS: u64 = 256;
/// Tells the server for how many it waits.
const WAITED_FOR: &str = "POSTWRIGHT_LOAD";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_at_once() {
    let calls = CALLS.min(open_files().saturating_sub(OTHERS)) as usize;
    assert!(calls > 500, "a system that lets nobody have connections");
    let (mut child, url) = server(calls);
    let before = (descriptors(), Handle::current().metrics().num_alive_tasks());
    let core = client(&url);
    // The first wave opens connections, the second one uses them again.
    send(&core, calls, 1).await;
    send(&core, calls / 4, 2).await;
    drop(core);
    let mut after = before;
    for _ in 0..500 {
        after = (descriptors(), Handle::current().metrics().num_alive_tasks());
        if after == before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(after, before, "descriptors and tasks");
    child.kill().expect("the server");
    child.wait().expect("the server");
}

fn client(url: &str) -> Core {
    let mut builder = builder(url);
    builder.retries(Retries::none());
    builder.connect_timeout(Duration::from_secs(60));
    builder.build().expect("a client")
}

async fn send(core: &Core, calls: usize, wave: usize) {
    let mut all = JoinSet::new();
    for at in 0..calls {
        let call = any(core, "POST", &format!("/{wave}/{at}"));
        let call = call.body("text/plain", format!("{wave} {at}"));
        all.spawn(async move { (at, call.bytes().await) });
    }
    let mut answered = 0;
    while let Some(joined) = all.join_next().await {
        let (at, answer) = joined.expect("no panic");
        let answer = answer.unwrap_or_else(|error| panic!("{wave} {at}: {error:?}"));
        assert_eq!(
            answer.body(),
            &format!("POST /{wave}/{at} HTTP/1.1 {wave} {at}")
        );
        answered += 1;
    }
    assert_eq!(answered, calls);
}

/// Lets this process have as many files open as the system allows, and tells how many those are.
fn open_files() -> u64 {
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).expect("a limit");
    let wanted = hard.min(CALLS + OTHERS).max(soft);
    match setrlimit(Resource::RLIMIT_NOFILE, wanted, hard) {
        Ok(()) => wanted,
        Err(_) => soft,
    }
}

/// How many files this process has open.
fn descriptors() -> usize {
    std::fs::read_dir("/dev/fd").map_or(0, Iterator::count)
}

/// Starts this program as the server, and tells where that is.
fn server(calls: usize) -> (Child, String) {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.args(["--exact", "the_server", "--ignored", "--nocapture"]);
    command.env(WAITED_FOR, calls.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("a process");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let mut lines = output.lines().map(|line| line.expect("a line"));
    let url = lines.find_map(|line| Some(line[line.find("http://")?..].to_owned()));
    (child, url.expect("its address"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the other process of the test above"]
async fn the_server() {
    let Some(calls) = std::env::var(WAITED_FOR)
        .ok()
        .and_then(|text| text.parse().ok())
    else {
        return;
    };
    open_files();
    // Ends with the process that started it, whatever becomes of that.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    println!("\nhttp://{address}");
    let gate = Arc::new(Gate::new(calls));
    loop {
        let (connection, _) = listener.accept().await.expect("a connection");
        tokio::spawn(serve(connection, gate.clone()));
    }
}

/// Lets nobody pass before so many have come.
struct Gate {
    calls: usize,
    arrived: AtomicUsize,
    open: watch::Sender<bool>,
}

impl Gate {
    fn new(calls: usize) -> Self {
        Self {
            calls,
            arrived: AtomicUsize::new(0),
            open: watch::Sender::new(false),
        }
    }

    async fn pass(&self) {
        if self.arrived.fetch_add(1, Ordering::SeqCst) + 1 == self.calls {
            self.open.send_replace(true);
        }
        let mut open = self.open.subscribe();
        let opened = open.wait_for(|open| *open).await;
        opened.expect("the gate is there");
    }
}

/// Answers each request with its first line and its body.
async fn serve(connection: TcpStream, gate: Arc<Gate>) -> std::io::Result<()> {
    let mut connection = tokio::io::BufReader::with_capacity(1024, connection);
    loop {
        let (mut first, mut length) = (String::new(), 0);
        connection.read_line(&mut first).await?;
        loop {
            let mut line = String::new();
            if connection.read_line(&mut line).await? <= 2 {
                break;
            }
            let value = line.to_ascii_lowercase();
            if let Some(value) = value.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        if first.is_empty() {
            return Ok(());
        }
        let mut body = vec![0; length];
        connection.read_exact(&mut body).await?;
        gate.pass().await;
        let answer = format!("{} {}", first.trim_end(), String::from_utf8_lossy(&body));
        let length = answer.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{answer}");
        connection.write_all(answer.as_bytes()).await?;
    }
}
