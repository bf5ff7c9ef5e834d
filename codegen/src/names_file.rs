//! The lock of names as a file: `names.lock`, beside the collection or the code that is made of it.

use std::io;
use std::path::{Path, PathBuf};

use crate::diag::Source;
use crate::name::Lock;
use crate::output::{Change, FileSet, PathError, Written};
use crate::read::{ReadError, Spot};

/// What the file is called where there is one for a folder.
pub const FILE: &str = "names.lock";

/// Reads the file, if it is there. Messages name it as `shown_as`.
///
/// # Errors
///
/// If it is there and cannot be read.
pub fn load(path: &Path, shown_as: &Path) -> Result<Option<Source>, ReadError> {
    let shown = shown_as.to_path_buf();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(Source { path: shown, text })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ReadError {
            message: format!("the lock of names cannot be read: {error}"),
            spot: Spot {
                path: shown,
                at: None,
            },
            help: "check that it is a text file, and its permissions".to_owned(),
        }),
    }
}

/// What of an older lock the newer one does not have any more: a note for people.
pub(crate) fn gone(older: &Lock, newer: &Lock, path: &Path) -> Option<String> {
    /// So many are told by name.
    const SHOWN: usize = 10;
    let gone = older.gone_in(newer);
    let first = gone.first()?;
    let (count, are) = match gone.len() {
        1 => (format!("1 published name is gone: {first}"), "it"),
        many => {
            let mut list = gone[..many.min(SHOWN)].join(", ");
            if many > SHOWN {
                list.push_str(&format!(" and {} more", many - SHOWN));
            }
            (format!("{many} published names are gone: {list}"), "them")
        }
    };
    Some(format!(
        "note: {count}\n  --> {}\n  help: code that uses {are} no longer compiles; restore in the collection what was removed by mistake\n",
        path.display()
    ))
}

/// A lock of names that is written to a place of its own.
#[derive(Debug)]
pub struct NamesFile {
    folder: PathBuf,
    files: FileSet,
}

impl NamesFile {
    /// This lock, for the file at `path`.
    ///
    /// # Errors
    ///
    /// If the path ends in no name that a file can have on every system.
    pub fn new(path: &Path, lock: &Lock) -> Result<Self, PathError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut files = FileSet::default();
        files.insert(&name, &lock.to_text())?;
        let parent = path.parent().filter(|path| !path.as_os_str().is_empty());
        Ok(Self {
            folder: parent.unwrap_or(Path::new(".")).to_path_buf(),
            files,
        })
    }

    /// Writes the file, unless it is as it should be.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn write(&self) -> io::Result<Written> {
        self.files.add_to(&self.folder)
    }

    /// Compares it with the file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn check(&self) -> io::Result<Vec<Change>> {
        self.files.differences(&self.folder)
    }
}
