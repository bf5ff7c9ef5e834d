//! Jobs of this workspace: `cargo xtask codegen`, `cargo xtask corpus`, `cargo xtask bench`.

mod bench;
mod codegen;
mod corpus;

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
        /// The workspace to work on.
        #[arg(long, value_name = "DIR", hide = true)]
        root: Option<PathBuf>,
    },
    /// Generate and check a crate for every collection below a folder, and show the figures.
    Corpus(corpus::Corpus),
    /// Show how time and memory grow with a collection.
    Bench(bench::Bench),
    /// One step of `corpus`, in a process of its own so that it can be measured.
    #[command(hide = true)]
    CorpusStep(corpus::Step),
}

fn main() -> ExitCode {
    match Arguments::parse().job {
        Job::Codegen { check, root } => codegen::run(&root.unwrap_or_else(workspace_root), check),
        Job::Corpus(job) => corpus::run(&job, &workspace_root()),
        Job::Bench(job) => bench::run(&job, &workspace_root()),
        Job::CorpusStep(step) => corpus::step(&step),
    }
}

/// The folder above this package.
fn workspace_root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}
