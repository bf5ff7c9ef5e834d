//! Where files go: what stands there already is only replaced if it was generated.

use std::fs;
use std::path::{Path, PathBuf};

use postwright::banner;
use postwright::output::{Change, FileSet};

use super::terminal::Terminal;
use super::{Stop, input};

/// A folder that takes the files of one command.
pub(crate) struct Place<'a> {
    /// The folder.
    pub(crate) root: &'a Path,
    /// The files in it that may be removed once they are not generated any more: those of this command below these
    /// paths.
    pub(crate) stale: (&'static str, &'static [&'static str]),
    /// What to run when a check fails.
    pub(crate) remedy: &'a str,
}

impl Place<'_> {
    /// Writes the files, or compares them with those that are there.
    pub(crate) fn put(
        &self,
        files: &FileSet,
        check: bool,
        terminal: &Terminal,
    ) -> Result<(), Stop> {
        self.reject_foreign(files)?;
        if check {
            self.check(files, terminal)
        } else {
            self.write(files, terminal)
        }
    }

    fn write(&self, files: &FileSet, terminal: &Terminal) -> Result<(), Stop> {
        let written = files
            .write(self.root, &|path| self.is_removable(path))
            .map_err(|error| self.failed(&error))?;
        if terminal.is_verbose() {
            for path in &written.written {
                terminal.say(&format!("wrote {}\n", self.root.join(path).display()));
            }
        }
        for path in &written.removed {
            terminal.say(&format!("removed {}\n", self.root.join(path).display()));
        }
        terminal.say(&format!(
            "{}: {} files written, {} unchanged, {} removed\n",
            self.root.display(),
            written.written.len(),
            written.unchanged.len(),
            written.removed.len()
        ));
        Ok(())
    }

    fn check(&self, files: &FileSet, terminal: &Terminal) -> Result<(), Stop> {
        let changes = files
            .check(self.root, &|path| self.is_removable(path))
            .map_err(|error| self.failed(&error))?;
        let root = self.root.display();
        if changes.is_empty() {
            terminal.say(&format!("{root} is what the collection gives\n"));
            return Ok(());
        }
        for change in &changes {
            terminal.print(&format!("{change}"));
        }
        let count =
            |wanted: fn(&Change) -> bool| changes.iter().filter(|change| wanted(change)).count();
        Err(Stop::failed(format!(
            "error: {root} is not what the collection gives: {} missing, {} changed, {} stale\n  help: run `{}`",
            count(|change| matches!(change, Change::Missing(_))),
            count(|change| matches!(change, Change::Changed { .. })),
            count(|change| matches!(change, Change::Stale(_))),
            self.remedy,
        )))
    }

    /// Nothing is written if one of the files would replace one that was not generated.
    fn reject_foreign(&self, files: &FileSet) -> Result<(), Stop> {
        let mut foreign: Vec<PathBuf> = Vec::new();
        for (path, _) in files.iter() {
            let path = self.root.join(path);
            let there = fs::symlink_metadata(&path).is_ok();
            if there
                && !banner::is_generated(&path, None).map_err(|error| unreadable(&path, &error))?
            {
                foreign.push(path);
            }
        }
        if foreign.is_empty() {
            return Ok(());
        }
        let list: Vec<String> = foreign
            .iter()
            .map(|path| format!("  --> {}\n", path.display()))
            .collect();
        Err(Stop::failed(format!(
            "error: a file that was not generated is in the way\n{}  help: move it, or choose another place with `--out`\nnothing was written",
            list.concat()
        )))
    }

    fn is_removable(&self, path: &Path) -> bool {
        let (command, below) = self.stale;
        below.iter().any(|above| path.starts_with(above))
            && banner::is_generated(&self.root.join(path), Some(command)).unwrap_or(false)
    }

    fn failed(&self, error: &std::io::Error) -> Stop {
        Stop::failed(format!(
            "error: {error}\n  --> {}\n  help: check the permissions of the folder and the space on the disk",
            self.root.display()
        ))
    }
}

/// A file without a banner: what is there is replaced only if that is wanted, and what it is made of never.
pub(crate) fn reject_other_file<'a>(
    out: &Path,
    inputs: impl IntoIterator<Item = &'a PathBuf>,
    force: bool,
    what: &str,
) -> Result<(), Stop> {
    let same = |one: &Path, other: &Path| match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    };
    let shown = out.display();
    if inputs.into_iter().any(|input| same(input, out)) {
        return Err(Stop::failed(format!(
            "error: the {what} would replace what it is made of\n  --> {shown}\n  help: choose another file\nnothing was written"
        )));
    }
    if out.exists() && !force && !input::is_stdin(out) {
        return Err(Stop::failed(format!(
            "error: the file is there already\n  --> {shown}\n  help: choose another file, or replace it with `--force`\nnothing was written"
        )));
    }
    Ok(())
}

pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Stop {
    Stop::failed(format!(
        "error: the file cannot be read: {error}\n  --> {}\n  help: check its permissions",
        path.display()
    ))
}
