//! `cargo xtask evaluate`: how good the inferred types are.
//!
//! For a folder of collections: do the types hold the bodies they were made of, would they have held one that they had not
//! seen, and how much do they say. For a folder of truths, collections that were made of OpenAPI documents: how much of
//! those documents comes out again. No generated code is compiled.

mod bodies;
mod codec;
mod evidence;
mod goals;
mod truth;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::Args;
use serde_json::json;

/// What can be said to the job.
#[derive(Debug, Args)]
pub(crate) struct Evaluate {
    /// A folder; every `*.json` below it is a collection.
    #[arg(required_unless_present = "truth")]
    dir: Option<PathBuf>,
    /// A folder of truths: `score.py`, and a folder for each API with `openapi.json` and the collections made of it.
    #[arg(long, value_name = "DIR")]
    truth: Option<PathBuf>,
    /// Only collections, or truths, whose path holds this text.
    #[arg(long, value_name = "SUBSTRING")]
    only: Option<String>,
    /// How many to work on at a time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Write all figures to this file, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
    /// Where the documents of the truths go.
    #[arg(long, hide = true, value_name = "DIR")]
    scratch: Option<PathBuf>,
}

/// Runs the job.
pub(crate) fn run(job: &Evaluate, root: &Path) -> ExitCode {
    match try_run(job, root) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn try_run(job: &Evaluate, root: &Path) -> io::Result<()> {
    let scratch = job.scratch.clone();
    let scratch = scratch.unwrap_or_else(|| root.join("target/evaluate"));
    let only = job.only.as_deref();
    let mut report = json!({});
    if let Some(dir) = &job.dir {
        let (text, figures) = bodies::evaluate(dir, only, job.jobs.max(1))?;
        print!("{text}");
        report["collections"] = figures;
    }
    if let Some(dir) = &job.truth {
        let (text, figures) = truth::evaluate(dir, only, job.jobs.max(1), &scratch)?;
        print!("{text}");
        report["truth"] = figures;
    }
    if let Some(path) = &job.report {
        fs::write(path, format!("{report:#}\n"))?;
    }
    Ok(())
}

/// A share as people read it.
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    format!("{:.1} %", 100.0 * part as f64 / whole as f64)
}
