//! `cargo xtask conformance DIR`: sends every collection below a folder with newman and with the generated client, and
//! compares what goes out.
//!
//! Each collection is sent twice: as it is saved, and as its concrete copy, in which every value fits its type.

mod replay;
mod results;
mod wire;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::Args;

use self::results::{Outcome, Row};
use crate::corpus::collections_below;

/// What can be said to the job.
#[derive(Args)]
pub(crate) struct Conformance {
    /// A folder of collections.
    dir: PathBuf,
    /// Only files whose path holds this text.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Only each N-th file, for a sample.
    #[arg(long, value_name = "N", default_value_t = 1)]
    every: usize,
    /// Write what newman sends beside each file, as `NAME.wire.jsonl`, and why it does not send the rest, as `NAME.refused.jsonl`:
    /// `cargo test` then needs no newman.
    #[arg(long)]
    goldens: bool,
    /// Write all differences to this file, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
}

/// Does the job.
pub(crate) fn run(job: &Conformance, root: &Path) -> ExitCode {
    match try_run(job, root) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn try_run(job: &Conformance, root: &Path) -> io::Result<bool> {
    let files = collections_below(&job.dir, job.only.as_deref())?;
    let scratch = root.join("target/conformance");
    let _lock = lock(&scratch)?;
    let newman = wire::Newman::install(root, &scratch)?;
    let builder = replay::Builder::new(root, &scratch)?;
    let mut rows = Vec::new();
    for file in files.iter().step_by(job.every.max(1)) {
        let row = one(file, &newman, &builder).and_then(|row| {
            if job.goldens {
                write_golden(file, &newman)?;
            }
            Ok(row)
        });
        let row = row.unwrap_or_else(|error| Row {
            name: name_of(file),
            outcome: Err(error.to_string()),
        });
        println!("{}", row.line());
        rows.push(row);
    }
    println!("\n{}", results::summary(&rows));
    if let Some(path) = &job.report {
        fs::write(path, results::report(&rows)?)?;
    }
    Ok(rows.iter().all(Row::is_explained))
}

/// Two runs in one folder would overwrite each other's crate. The lock ends with the file that holds it.
fn lock(scratch: &Path) -> io::Result<File> {
    fs::create_dir_all(scratch)?;
    let file = File::create(scratch.join("lock"))?;
    file.try_lock().map_err(|error| {
        let shown = scratch.display();
        io::Error::other(match error {
            TryLockError::WouldBlock => {
                format!("another run is using {shown}: wait until it has ended")
            }
            TryLockError::Error(error) => format!("{shown}/lock: {error}"),
        })
    })?;
    Ok(file)
}

fn write_golden(file: &Path, newman: &wire::Newman) -> io::Result<()> {
    let reference = newman.record(file, &wire::Beside::of(file))?;
    let refused = reference.refused.to_lines();
    fs::write(file.with_extension("refused.jsonl"), refused)?;
    let recorded = reference.recording.without_own_headers();
    fs::write(file.with_extension("wire.jsonl"), recorded.to_lines()?)
}

fn name_of(file: &Path) -> String {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    name.strip_suffix(".postman_collection")
        .unwrap_or(&name)
        .to_owned()
}

/// One collection: built once, sent as it is saved and as its concrete copy.
fn one(file: &Path, newman: &wire::Newman, builder: &replay::Builder) -> io::Result<Row> {
    let name = name_of(file);
    let beside = wire::Beside::of(file);
    let Some(program) = builder.build(file, beside.environment.as_deref())? else {
        return Ok(Row {
            name,
            outcome: Ok(Outcome::default()),
        });
    };
    let copy = builder.concrete(file, beside.environment.as_deref())?;
    let saved = compare(file, &beside, newman, &program)?;
    let concrete = compare(&copy, &beside, newman, &program)?;
    Ok(Row {
        name,
        outcome: Ok(Outcome { saved, concrete }),
    })
}

fn compare(
    file: &Path,
    beside: &wire::Beside,
    newman: &wire::Newman,
    program: &Path,
) -> io::Result<results::Comparison> {
    let reference = newman.record(file, beside)?;
    let replayed = replay::run(program, file, &reference)?;
    Ok(results::Comparison::of(&reference, &replayed))
}
