//! `postwright mock`: a server that answers as the saved responses of a collection do.

use std::error::Error as _;
use std::thread;

use postwright::mock;
use postwright::mock::server::mock::{Mock as Server, MockError, Options, Seen};

use super::arguments::Mock;
use super::terminal::Terminal;
use super::{Stop, input};

/// Does the job: it ends when the process is stopped.
pub(crate) fn run(job: &Mock, terminal: &Terminal) -> Result<(), Stop> {
    let progress = terminal.progress("reading the collection");
    let input = input::read(&job.collection, &job.environment, job.overrides.as_deref())?;
    let name = postwright::name_of(&job.collection);
    let (_, understood, _) = postwright::understand(input, &name)?;
    let description = mock::text(&understood);
    drop(progress);
    let talk = *terminal;
    let options = Options {
        port: job.port,
        strict: job.strict,
        observer: Some(Box::new(move |seen| talk.notice(&line(seen)))),
    };
    let server = Server::start_with(&description, options).map_err(|error| failed(job, &error))?;
    let operations = understood.api.operations.iter();
    let saved: usize = operations.map(|operation| operation.examples.len()).sum();
    terminal.print(&format!(
        "{}: {} operations, {saved} saved responses\n",
        server.url(),
        understood.api.operations.len()
    ));
    loop {
        thread::park();
    }
}

fn failed(job: &Mock, error: &MockError) -> Stop {
    let reason = error
        .source()
        .map_or(String::new(), |source| format!(": {source}"));
    Stop::failed(format!(
        "error: {error}{reason}\n  --> 127.0.0.1:{}\n  help: choose another port with `--port`; 0 is any free one",
        job.port
    ))
}

/// What came and what it got, in a line: `GET /orders/7 -> 200 orders.get_order "found"`, and its problems.
fn line(seen: &Seen) -> String {
    let mut line = format!("{} {} -> {}", seen.received.method, seen.path, seen.status);
    if let Some(operation) = &seen.operation {
        line.push_str(&format!(" {operation}"));
    }
    if let Some(example) = &seen.example {
        line.push_str(&format!(" {example:?}"));
    }
    if let Some(note) = seen.note {
        line.push_str(&format!(" ({note})"));
    }
    for problem in &seen.problems {
        line.push_str(&format!("; {problem}"));
    }
    // The method is what the client says it is.
    line.chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}
