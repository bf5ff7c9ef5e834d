//! `postwright openapi`: an OpenAPI document.

use std::fs;

use postwright::openapi;

use super::arguments::OpenApi;
use super::terminal::Terminal;
use super::{Stop, input, place, yaml};

/// Does the job.
pub(crate) fn run(job: &OpenApi, terminal: &Terminal) -> Result<(), Stop> {
    let inputs = std::iter::once(&job.collection).chain(&job.environment);
    let inputs = inputs.chain(&job.overrides);
    place::reject_other_file(&job.out, inputs, job.force, "document")?;
    let progress = terminal.progress("reading the collection");
    let input = input::read(&job.collection, &job.environment, job.overrides.as_deref())?;
    let name = postwright::name_of(&job.collection);
    let exported = openapi::export(input, &name)?;
    drop(progress);
    input::tell(&job.losses, &exported.notices, &exported.report, terminal)?;
    let extension = job.out.extension().and_then(|extension| extension.to_str());
    let is_yaml = job.yaml || matches!(extension, Some("yaml" | "yml"));
    let text = match is_yaml {
        true => yaml::text(&exported.document),
        false => format!("{:#}\n", exported.document),
    };
    if input::is_stdin(&job.out) {
        terminal.print_raw(&text);
        return Ok(());
    }
    let out = job.out.display();
    fs::write(&job.out, text).map_err(|error| {
        Stop::failed(format!(
            "error: the document cannot be written: {error}\n  --> {out}"
        ))
    })?;
    let operations = exported.report.counts.operations;
    terminal.say(&format!("{out}: {operations} operations\n"));
    Ok(())
}
