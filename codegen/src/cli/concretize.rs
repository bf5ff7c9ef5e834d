//! `postwright concretize`: a copy of a collection in which every value fits its type.

use std::fs;
use std::path::Path;

use postwright::concretize::{Concrete, concretize};

use super::arguments::Concretize;
use super::terminal::Terminal;
use super::{Stop, input};

/// Does the job.
pub(crate) fn run(job: &Concretize, terminal: &Terminal) -> Result<(), Stop> {
    reject_other_file(job)?;
    let input = input::read(&job.collection, &job.environment)?;
    let concrete = concretize(input)?;
    if input::is_stdin(&job.out) {
        print!("{}", concrete.text);
        return Ok(());
    }
    let out = job.out.display();
    fs::write(&job.out, &concrete.text).map_err(|error| {
        Stop::failed(format!(
            "error: the copy cannot be written: {error}\n  --> {out}"
        ))
    })?;
    tell(&concrete, terminal);
    terminal.say(&format!(
        "{out}: {} values replaced\n",
        concrete.replaced.len()
    ));
    Ok(())
}

/// A copy has no banner that tells whose it is, so what is there is replaced only if that is wanted, and the collection
/// itself never.
fn reject_other_file(job: &Concretize) -> Result<(), Stop> {
    let same = |one: &Path, other: &Path| match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    };
    let out = job.out.display();
    let inputs = std::iter::once(&job.collection).chain(&job.environment);
    if inputs.into_iter().any(|input| same(input, &job.out)) {
        return Err(Stop::failed(format!(
            "error: the copy would replace what it is a copy of\n  --> {out}\n  help: choose another file\nnothing was written"
        )));
    }
    if job.out.exists() && !job.force && !input::is_stdin(&job.out) {
        return Err(Stop::failed(format!(
            "error: the file is there already\n  --> {out}\n  help: choose another file, or replace it with `--force`\nnothing was written"
        )));
    }
    Ok(())
}

fn tell(concrete: &Concrete, terminal: &Terminal) {
    for replaced in &concrete.replaced {
        let part = match replaced.part.as_str() {
            "" => String::new(),
            part => format!(" {part}"),
        };
        terminal.say(&format!(
            "{}{part}: {}, now {}\n",
            replaced.pointer, replaced.reason, replaced.sample
        ));
    }
    if !concrete.report.secrets().is_empty() {
        terminal.notice(
            "warning: the collection holds what looks like secrets, and so does the copy\n",
        );
    }
}
