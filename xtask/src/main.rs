//! Jobs of this workspace: `cargo xtask codegen`, `corpus`, `conformance`, `evaluate`, `bench`.

mod bench;
mod codegen;
mod conformance;
mod corpus;
mod evaluate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Jobs of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    /// Turn `collections/` into `generated/`.
    Codegen {
        /// Write nothing; fail if `generated/` is not what the collections give.
        #[arg(long)]
        check: bool,
        /// Write everything that was skipped or degraded to this file, as JSON: a list, with a report for each collection.
        #[arg(long, value_name = "FILE.json")]
        report: Option<PathBuf>,
        /// Make it an error if anything was skipped or degraded.
        #[arg(long)]
        strict: bool,
        /// The workspace to work on.
        #[arg(long, value_name = "DIR", hide = true)]
        root: Option<PathBuf>,
    },
    /// Generate and check a crate for every collection below a folder, and show the figures.
    Corpus(corpus::Corpus),
    /// Send every collection below a folder with newman and with the generated client, and compare what goes out.
    Conformance(conformance::Conformance),
    /// Show how good the inferred types are: for saved bodies, and against what the types really are.
    Evaluate(evaluate::Evaluate),
    /// Show how time and memory grow with a collection.
    Bench(bench::Bench),
    /// One step of `corpus`, in a process of its own so that it can be measured.
    #[command(hide = true)]
    CorpusStep(corpus::Step),
}

fn main() -> ExitCode {
    match Arguments::parse().job {
        Job::Codegen {
            check,
            report,
            strict,
            root,
        } => {
            let root = root.unwrap_or_else(workspace_root);
            codegen::run(&root, check, report.as_deref(), strict)
        }
        Job::Corpus(job) => corpus::run(&job, &workspace_root()),
        Job::Conformance(job) => conformance::run(&job, &workspace_root()),
        Job::Evaluate(job) => evaluate::run(&job, &workspace_root()),
        Job::Bench(job) => bench::run(&job, &workspace_root()),
        Job::CorpusStep(step) => corpus::step(&step),
    }
}

/// The folder above this package.
fn workspace_root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}
