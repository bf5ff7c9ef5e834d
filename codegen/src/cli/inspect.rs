//! `postwright inspect`: what a collection says, for people and programs.

use postwright::address::Address;
use postwright::inspect;

use super::arguments::Inspect;
use super::terminal::Terminal;
use super::{Stop, input};

/// Does the job.
pub(crate) fn run(job: &Inspect, terminal: &Terminal) -> Result<(), Stop> {
    let only: Option<Address> = job.only.as_deref().map(str::parse).transpose()?;
    let progress = terminal.progress("reading the collection");
    let input = input::read(&job.collection, &job.environment, job.overrides.as_deref())?;
    let name = postwright::name_of(&job.collection);
    let (_, understood, _) = postwright::understand(input, &name)?;
    let overview = inspect::inspect(&understood, only.as_ref())?;
    drop(progress);
    terminal.print_raw(&match job.json {
        true => format!("{:#}\n", inspect::json(&overview)),
        false => inspect::text(&overview),
    });
    Ok(())
}
