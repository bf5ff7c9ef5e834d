//! `postwright new`: a crate of its own.

use std::fs;
use std::path::{Path, PathBuf};

use postwright::names_file::FILE;
use postwright::{banner, standalone};

use super::arguments::New;
use super::names::Names;
use super::place::{Place, unreadable};
use super::terminal::Terminal;
use super::{Stop, input};

/// What of the crate is generated; a user's own tests and other folders are not.
const OURS: [&str; 4] = ["src", "examples", "Cargo.toml", "README.md"];

/// Does the job.
pub(crate) fn run(job: &New, terminal: &Terminal) -> Result<(), Stop> {
    let name = name(job)?;
    reject_foreign_folder(&job.out)?;
    let progress = terminal.progress("reading the collection");
    let names = Names::of(&job.what, job.out.join(FILE));
    let input = input::read_with(&job.what, &names)?;
    progress.now("generating");
    let krate = standalone::generate(input, &name)?;
    drop(progress);
    if krate.understood.is_another {
        return Err(Stop::failed(format!(
            "error: this is the crate of another collection: no request of it is in {}\n  --> {}\n  help: choose another folder; or remove `{}` there if one collection takes the place of the other\nnothing was written",
            job.what.collection.display(),
            job.out.display(),
            FILE,
        )));
    }
    input::tell(&job.what.losses, &krate.notices, &krate.report, terminal)?;
    let remedy = format!(
        "postwright new {} --out {}{}",
        job.what.collection.display(),
        job.out.display(),
        Names::argument(&job.what)
    );
    let place = Place {
        root: &job.out,
        stale: (standalone::COMMAND, &OURS),
        remedy: &remedy,
    };
    let check = job.what.check;
    let code = place.put(&krate.files, check, terminal);
    names.put(&krate.understood.lock, code, check, &remedy, terminal)?;
    terminal.notice(krate.understood.gone.as_deref().unwrap_or_default());
    if !job.what.check {
        terminal.say(&format!(
            "crate `{}` with {} operations\n",
            krate.package, krate.report.counts.operations
        ));
        if let Some(above) = package_above(&job.out) {
            terminal.notice(&format!(
                "note: {} is above this crate\n  help: add the folder to `workspace.members` there, or to `workspace.exclude`\n",
                above.display()
            ));
        }
    }
    Ok(())
}

/// The manifest of a package or workspace around a folder: cargo takes the folder for a member of it.
fn package_above(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let above = folder.ancestors().skip(1);
    above
        .map(|folder| folder.join("Cargo.toml"))
        .find(|manifest| manifest.exists())
}

/// The name as given, else that of the folder.
fn name(job: &New) -> Result<String, Stop> {
    if let Some(name) = &job.name {
        return Ok(name.clone());
    }
    let folder = job.out.canonicalize().unwrap_or_else(|_| job.out.clone());
    match folder.file_name() {
        Some(name) => Ok(name.to_string_lossy().into_owned()),
        None => Err(Stop::usage(
            "the folder has no name that the crate could have",
            "give one with `--name`",
        )),
    }
}

/// A folder that holds anything must hold a crate that was generated. What is hidden does not count, nor does a lock of names.
fn reject_foreign_folder(folder: &Path) -> Result<(), Stop> {
    let manifest = folder.join("Cargo.toml");
    if banner::is_generated(&manifest, None).map_err(|error| unreadable(&manifest, &error))? {
        return Ok(());
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(folder, &error)),
    };
    let is_hidden =
        |name: &std::ffi::OsStr| name == FILE || name.to_string_lossy().starts_with('.');
    let mut names = entries.flatten().map(|entry| entry.file_name());
    if names.any(|name| !is_hidden(&name)) {
        return Err(Stop::failed(format!(
            "error: the folder is not empty, and holds no crate that was generated\n  --> {}\n  help: choose a new folder, or write a module into an existing crate with `postwright generate`\nnothing was written",
            folder.display()
        )));
    }
    Ok(())
}
