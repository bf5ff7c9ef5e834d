//! The lock of names that goes with what a job writes.

use std::path::PathBuf;

use postwright::diag::Source;
use postwright::name::Lock;
use postwright::names_file::{self, NamesFile};

use super::Stop;
use super::arguments::What;
use super::terminal::Terminal;

/// The place of a lock.
pub(crate) struct Names(PathBuf);

impl Names {
    /// Where the arguments say, else there.
    pub(crate) fn of(what: &What, usual: PathBuf) -> Self {
        Self(what.names_lock.clone().unwrap_or(usual))
    }

    /// What a command must say again to use the same place.
    pub(crate) fn argument(what: &What) -> String {
        let path = what.names_lock.as_ref();
        path.map_or_else(String::new, |path| {
            format!(" --names-lock {}", path.display())
        })
    }

    /// The lock that was written last.
    pub(crate) fn load(&self) -> Result<Option<Source>, Stop> {
        Ok(names_file::load(&self.0, &self.0)?)
    }

    /// Writes the lock once `code` is written, or compares both.
    pub(crate) fn put(
        &self,
        lock: &Lock,
        code: Result<(), Stop>,
        check: bool,
        remedy: &str,
        terminal: &Terminal,
    ) -> Result<(), Stop> {
        let file = NamesFile::new(&self.0, lock).map_err(|error| self.failed(&error))?;
        if check {
            return code.and(self.check(&file, remedy, terminal));
        }
        code?;
        let written = file.write().map_err(|error| self.failed(&error))?;
        if terminal.is_verbose() && !written.written.is_empty() {
            terminal.say(&format!("wrote {}\n", self.0.display()));
        }
        Ok(())
    }

    fn check(&self, file: &NamesFile, remedy: &str, terminal: &Terminal) -> Result<(), Stop> {
        let changes = file.check().map_err(|error| self.failed(&error))?;
        for change in &changes {
            terminal.print(&format!("{change}"));
        }
        if changes.is_empty() {
            return Ok(());
        }
        Err(Stop::failed(format!(
            "error: {} is not what the collection gives\n  help: run `{remedy}`",
            self.0.display()
        )))
    }

    fn failed(&self, error: &dyn std::error::Error) -> Stop {
        Stop::failed(format!(
            "error: the lock of names cannot be written: {error}\n  --> {}\n  help: choose another file with `--names-lock`",
            self.0.display()
        ))
    }
}
