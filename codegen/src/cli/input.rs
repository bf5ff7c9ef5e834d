//! Reading what a job takes, and telling what became of it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use postwright::diag::Source;
use postwright::overrides;
use postwright::read::{self, Input};
use postwright::report::Report;

use super::Stop;
use super::arguments::{Losses, What};
use super::names::Names;
use super::terminal::Terminal;

/// Whether the collection comes from standard input.
pub(crate) fn is_stdin(collection: &Path) -> bool {
    collection == Path::new("-")
}

/// The collection, its environments and what people want otherwise: a file that is named, or stands beside the collection.
pub(crate) fn read(
    collection: &Path,
    environments: &[PathBuf],
    overrides: Option<&Path>,
) -> Result<Input, Stop> {
    let source = if is_stdin(collection) {
        stdin()?
    } else {
        read::load(collection, collection)?
    };
    let environments = environments.iter().map(|path| read::load(path, path));
    let environments = environments.collect::<Result<_, _>>()?;
    let beside = || match is_stdin(collection) {
        true => None,
        false => overrides::beside(collection),
    };
    let overrides = overrides.map(Path::to_path_buf).or_else(beside);
    let overrides = overrides.map(|path| overrides::load(&path, &path));
    Ok(Input {
        source,
        environments,
        overrides: overrides.transpose()?,
        names_lock: None,
    })
}

/// The same, with the lock of names that goes with it.
pub(crate) fn read_with(what: &What, names: &Names) -> Result<Input, Stop> {
    let input = read(
        &what.collection,
        &what.environment,
        what.overrides.as_deref(),
    )?;
    Ok(Input {
        names_lock: names.load()?,
        ..input
    })
}

fn stdin() -> Result<Source, Stop> {
    let mut bytes = Vec::new();
    let outcome = std::io::stdin().lock().read_to_end(&mut bytes);
    outcome
        .map_err(|error| Stop::failed(format!("error: standard input cannot be read: {error}")))?;
    Ok(read::source(bytes, Path::new("stdin"))?)
}

/// Writes the report, shows what was skipped or degraded, and stops if that is not to be.
pub(crate) fn tell(
    losses: &Losses,
    notices: &[String],
    report: &Report,
    terminal: &Terminal,
) -> Result<(), Stop> {
    if let Some(path) = &losses.report {
        fs::write(path, report.to_json()).map_err(|error| {
            let path = path.display();
            Stop::failed(format!(
                "error: the report cannot be written: {error}\n  --> {path}"
            ))
        })?;
    }
    let count = report.problems();
    if losses.strict && count > 0 {
        terminal.error(&notices.concat());
        return Err(Stop::failed(format!(
            "error: {count} parts of the collection are skipped or degraded, and `--strict` forbids it\nnothing was written"
        )));
    }
    if terminal.is_verbose() {
        terminal.notice(&notices.concat());
    } else {
        terminal.notice(&report.summary());
        if count > 0 {
            terminal
                .notice("  help: `-v` lists all of it, `--report FILE.json` writes it to a file");
        }
        terminal.notice(&report.remarks());
    }
    // After `--strict`: the output lacks nothing because of them.
    terminal.notice(&report.secrets());
    if terminal.is_verbose() {
        terminal.notice(&report.all_secrets());
    }
    Ok(())
}
