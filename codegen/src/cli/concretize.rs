//! `postwright concretize`: a copy of a collection in which every value fits its type.

use std::fs;

use postwright::concretize::concretize;

use super::arguments::Concretize;
use super::terminal::Terminal;
use super::{Stop, input};

/// Does the job.
pub(crate) fn run(job: &Concretize, terminal: &Terminal) -> Result<(), Stop> {
    let input = input::read(&job.collection, &job.environment)?;
    let concrete = concretize(input)?;
    let out = job.out.display();
    fs::write(&job.out, &concrete.text).map_err(|error| {
        Stop::failed(format!(
            "error: the copy cannot be written: {error}\n  --> {out}"
        ))
    })?;
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
    terminal.say(&format!(
        "{out}: {} values replaced\n",
        concrete.replaced.len()
    ));
    Ok(())
}
