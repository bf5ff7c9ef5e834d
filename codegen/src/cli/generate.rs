//! `postwright generate`: a module in an existing crate.

use std::path::{Path, PathBuf};

use postwright::banner::Banner;
use postwright::embedded::{self, Embedded};
use postwright::names_file::FILE;
use postwright::output::FileSet;
use postwright::{dependencies, name};

use super::arguments::Generate;
use super::names::Names;
use super::place::Place;
use super::terminal::Terminal;
use super::{Stop, input};

/// The command that such files name.
const COMMAND: &str = "postwright generate";

/// Does the job.
pub(crate) fn run(job: &Generate, terminal: &Terminal) -> Result<(), Stop> {
    let module = name(job)?;
    if !is_file(job) && !job.out.is_dir() {
        let message = format!(
            "error: there is no such folder\n  --> {}\n  help: name the folder of the crate's sources, or a file `<name>.rs`\nnothing was written",
            job.out.display()
        );
        return Err(Stop::failed(message));
    }
    let progress = terminal.progress("reading the collection");
    let names = Names::of(&job.what, names_lock(job, &module));
    let input = input::read_with(&job.what, &names)?;
    progress.now("generating");
    let banner = Banner::new(&input.source, COMMAND);
    let embedded = embedded::generate(input, &module, job.blocking, banner)?;
    drop(progress);
    input::tell(
        &job.what.losses,
        &embedded.notices,
        &embedded.report,
        terminal,
    )?;
    put(job, &embedded, &names, terminal)?;
    terminal.notice(embedded.understood.gone.as_deref().unwrap_or_default());
    if !job.what.check {
        terminal.say(&next_steps(job, &embedded));
    }
    Ok(())
}

fn is_file(job: &Generate) -> bool {
    job.out
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// The module's name: as given, else that of the file it goes to, else that of the collection.
fn name(job: &Generate) -> Result<String, Stop> {
    let given = match &job.name {
        Some(name) => name.clone(),
        None if is_file(job) => job
            .out
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        None if input::is_stdin(&job.what.collection) => {
            return Err(Stop::usage(
                "a collection from standard input has no name",
                "give the module one with `--name`",
            ));
        }
        None => postwright::name_of(&job.what.collection),
    };
    Ok(name::ident::module(&given))
}

/// In the folder of the module, or beside its file.
fn names_lock(job: &Generate, module: &str) -> PathBuf {
    match is_file(job) {
        true => job.out.with_extension(FILE),
        false => job.out.join(module).join(FILE),
    }
}

fn put(
    job: &Generate,
    embedded: &Embedded,
    names: &Names,
    terminal: &Terminal,
) -> Result<(), Stop> {
    let (root, files, below): (PathBuf, FileSet, &'static [&'static str]) = if is_file(job) {
        let name = job.out.file_name().unwrap_or_default().to_string_lossy();
        let mut files = FileSet::default();
        files
            .insert(&name, &embedded.file())
            .map_err(|error| Stop::failed(format!("error: {error}")))?;
        let parent = job
            .out
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        (parent.unwrap_or(Path::new(".")).to_path_buf(), files, &[])
    } else {
        (
            job.out.join(&embedded.understood.names.module),
            embedded.folder()?,
            &[""],
        )
    };
    let remedy = format!(
        "postwright generate {} --out {}{}",
        job.what.collection.display(),
        job.out.display(),
        Names::argument(&job.what)
    );
    let place = Place {
        root: &root,
        stale: (COMMAND, below),
        remedy: &remedy,
    };
    let check = job.what.check;
    let code = place.put(&files, check, terminal);
    names.put(&embedded.understood.lock, code, check, &remedy, terminal)
}

/// What is left to do by hand.
fn next_steps(job: &Generate, embedded: &Embedded) -> String {
    let commands: Vec<String> = dependencies::cargo_add(&embedded.dependencies)
        .iter()
        .map(|command| format!("  {command}\n"))
        .collect();
    let module = &embedded.understood.names.module;
    let file = job.out.file_name().unwrap_or_default().to_string_lossy();
    // A file may be called what no module can be.
    let path = match is_file(job) && *file != format!("{module}.rs") {
        true => format!("  #[path = \"{file}\"]\n"),
        false => String::new(),
    };
    format!(
        "{} operations. Declare the module:\n\n{path}  #[rustfmt::skip]\n  mod {module};\n\nThe crate needs these dependencies:\n\n{}",
        embedded.report.counts.operations,
        commands.concat()
    )
}
