//! `postwright concretize`: a copy of a collection in which every value fits its type.

use std::fs;

use postwright::concretize::{Concrete, concretize};

use super::arguments::Concretize;
use super::terminal::Terminal;
use super::{Stop, input, place};

/// Does the job.
pub(crate) fn run(job: &Concretize, terminal: &Terminal) -> Result<(), Stop> {
    // A copy has no banner that tells whose it is.
    let inputs = std::iter::once(&job.collection).chain(&job.environment);
    let inputs = inputs.chain(&job.overrides);
    place::reject_other_file(&job.out, inputs, job.force, "copy")?;
    let input = input::read(&job.collection, &job.environment, job.overrides.as_deref())?;
    let concrete = concretize(input)?;
    if input::is_stdin(&job.out) {
        terminal.print_raw(&concrete.text);
        // The copy alone is on standard output.
        tell(&concrete, terminal, Terminal::notice);
        return Ok(());
    }
    let out = job.out.display();
    fs::write(&job.out, &concrete.text).map_err(|error| {
        Stop::failed(format!(
            "error: the copy cannot be written: {error}\n  --> {out}"
        ))
    })?;
    tell(&concrete, terminal, Terminal::say);
    terminal.say(&format!(
        "{out}: {} values replaced\n",
        concrete.replaced.len()
    ));
    Ok(())
}

/// What was replaced, said in this way, and what is to know of it.
fn tell(concrete: &Concrete, terminal: &Terminal, say: impl Fn(&Terminal, &str)) {
    for replaced in &concrete.replaced {
        let part = match replaced.part.as_str() {
            "" => String::new(),
            part => format!(" {part}"),
        };
        let line = format!(
            "{}{part}: {}, now {}\n",
            replaced.pointer, replaced.reason, replaced.sample
        );
        say(terminal, &line);
    }
    for name in &concrete.hidden {
        terminal.notice(&format!(
            "warning: the environment gives `{name}` an empty value, which counts before the one in the copy: give it a value there, or leave it out\n"
        ));
    }
    if !concrete.report.secrets().is_empty() {
        terminal.notice(
            "warning: the collection holds what looks like secrets, and so does the copy\n",
        );
    }
}
