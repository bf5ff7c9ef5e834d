//! `cargo xtask corpus`: a crate for every collection below a folder, checked, with the figures that the design asks for.
//!
//! Each collection is generated in a process of its own, whose time and memory are measured. The crates are then
//! checked against one build of their dependencies. What a check said is kept with the hash of what was checked, so a
//! run can be interrupted, and a later one checks only what has changed. Nothing of a collection is ever run: the
//! crates are checked, not built, and they have no build scripts.

mod cargo;
mod figures;
mod generate;
mod measure;
mod results;
mod table;

use std::collections::VecDeque;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

use clap::{Args, Subcommand};

use self::cargo::Checker;
pub(crate) use self::generate::{binary, generated};
pub(crate) use self::measure::Used;
use self::results::Row;

/// What can be said to the job.
#[derive(Debug, Args)]
pub(crate) struct Corpus {
    /// The folder; every `*.json` below it is a collection.
    dir: PathBuf,
    /// Only collections whose path holds this text.
    #[arg(long, value_name = "SUBSTRING")]
    only: Option<String>,
    /// How many to work on at a time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Write the figures to this file, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
    /// Generate only.
    #[arg(long)]
    no_check: bool,
    /// Run clippy on every Nth crate, with all targets and features; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 20)]
    clippy: usize,
    /// Generate with this binary as it is, optimised or not.
    #[arg(long, hide = true)]
    as_built: bool,
    /// Where the crates and the results go.
    #[arg(long, hide = true, value_name = "DIR")]
    scratch: Option<PathBuf>,
}

/// A step in a process of its own.
#[derive(Debug, Args)]
pub(crate) struct Step {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Generate the crate of one collection; figures go to standard output.
    Generate {
        collection: PathBuf,
        out: PathBuf,
        name: String,
    },
    /// Run a command; what it used goes to a file.
    Measure {
        out: PathBuf,
        #[arg(last = true)]
        command: Vec<String>,
    },
}

/// Does a step.
pub(crate) fn step(step: &Step) -> ExitCode {
    match &step.what {
        What::Generate {
            collection,
            out,
            name,
        } => generate::step(collection, out, name),
        What::Measure { out, command } => measure::step(out, command),
    }
}

/// Runs the job.
pub(crate) fn run(job: &Corpus, root: &Path) -> ExitCode {
    match try_run(job, root) {
        Ok(rows) if rows.iter().all(Row::is_good) => ExitCode::SUCCESS,
        Ok(rows) => {
            let bad = rows.iter().filter(|row| !row.is_good()).count();
            eprintln!("error: {bad} of {} collections fail", rows.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn try_run(job: &Corpus, root: &Path) -> io::Result<Vec<Row>> {
    let scratch = job
        .scratch
        .clone()
        .unwrap_or_else(|| root.join("target/corpus"));
    results::prepare(&scratch)?;
    let collections = collections_below(&job.dir, job.only.as_deref())?;
    if collections.is_empty() {
        return Err(io::Error::other(format!(
            "there is no collection below {}",
            job.dir.display()
        )));
    }
    let generator = generate::binary(root, job.as_built)?;
    let jobs = job.jobs.max(1);
    let mut rows = in_parallel(jobs, collections, |_, collection| {
        let row = generate::row(&generator, &scratch, &job.dir, &collection);
        Some(progress("generated", row))
    });
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    if !job.no_check {
        let checker = Checker::prepare(root, &scratch, jobs, &rows, job.clippy > 0)?;
        let numbered: Vec<(usize, Row)> = rows.into_iter().enumerate().collect();
        rows = in_parallel(jobs, numbered, |slot, (index, row)| {
            let clippy = job.clippy > 0 && index % job.clippy == 0;
            Some(progress("checked", checker.check(row, slot, clippy)))
        });
        rows.sort_by(|a, b| a.name.cmp(&b.name));
    }
    let shown = table::text(&rows, job.no_check);
    io::stdout().write_all(shown.as_bytes())?;
    if let Some(path) = &job.report {
        fs::write(path, results::json(&rows)?)?;
    }
    Ok(rows)
}

fn progress(what: &str, row: Row) -> Row {
    let problem = row.problem().unwrap_or_default();
    let state = problem
        .lines()
        .next()
        .map_or_else(String::new, |line| format!(": FAILED: {line}"));
    eprintln!("{what} {}{state}", row.name);
    row
}

/// The collection files below a folder whose path holds a text, sorted.
pub(crate) fn collections_below(dir: &Path, only: Option<&str>) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .map_err(|error| io::Error::other(format!("{}: {error}", folder.display())))?;
        for entry in entries {
            let path = entry?.path();
            let wanted = only.is_none_or(|only| path.to_string_lossy().contains(only));
            if path.is_dir() {
                folders.push(path);
            } else if wanted && is_collection(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file may be a collection: exported environments and globals are called by what they are.
fn is_collection(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let others = [".postman_environment.json", ".postman_globals.json"];
    name.ends_with(".json") && !others.iter().any(|other| name.ends_with(other))
}

/// Does a piece of work for each item, in `jobs` threads; the work is told which of them it is in.
pub(crate) fn in_parallel<T: Send, R: Send>(
    jobs: usize,
    items: Vec<T>,
    work: impl Fn(usize, T) -> Option<R> + Sync,
) -> Vec<R> {
    let queue = Mutex::new(VecDeque::from(items));
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for slot in 0..jobs {
            let (queue, done, work) = (&queue, &done, &work);
            scope.spawn(move || {
                loop {
                    let next = queue
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .pop_front();
                    let Some(item) = next else { break };
                    let result = work(slot, item);
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .extend(result);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}
