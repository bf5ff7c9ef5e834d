//! The command: arguments in, files and exit code out. Everything else is the library's.

mod arguments;
mod concretize;
mod generate;
mod input;
mod inspect;
mod mock;
mod names;
mod new;
mod openapi;
mod place;
mod terminal;
mod yaml;

use std::process::ExitCode;

use clap::Parser;

use self::arguments::{Arguments, Job};
use self::terminal::Terminal;

/// Why a job was not done: the text for people, and the exit code.
#[derive(Debug)]
pub(crate) struct Stop {
    text: String,
    code: u8,
}

impl Stop {
    /// The input is wrong, a file cannot be used, or a check failed.
    pub(crate) fn failed(text: impl ToString) -> Self {
        Self {
            text: text.to_string(),
            code: 1,
        }
    }

    /// The command was called in a way that makes no sense.
    pub(crate) fn usage(message: &str, help: &str) -> Self {
        Self {
            text: format!("error: {message}\n  help: {help}\n"),
            code: 2,
        }
    }
}

impl From<postwright::Failure> for Stop {
    fn from(failure: postwright::Failure) -> Self {
        Self::failed(failure)
    }
}

impl From<postwright::read::ReadError> for Stop {
    fn from(error: postwright::read::ReadError) -> Self {
        Self::failed(error)
    }
}

impl From<postwright::address::AddressError> for Stop {
    fn from(error: postwright::address::AddressError) -> Self {
        Self::failed(format!("error: {error}"))
    }
}

/// Does what the arguments say.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.talk);
    let outcome = match &arguments.job {
        Job::New(job) => new::run(job, &terminal),
        Job::Generate(job) => generate::run(job, &terminal),
        Job::Concretize(job) => concretize::run(job, &terminal),
        Job::OpenApi(job) => openapi::run(job, &terminal),
        Job::Mock(job) => mock::run(job, &terminal),
        Job::Inspect(job) => inspect::run(job, &terminal),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            terminal.error(&stop.text);
            ExitCode::from(stop.code)
        }
    }
}
