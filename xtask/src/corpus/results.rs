//! What is known of each collection, and what is kept of it between runs.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use super::measure::Used;

/// A collection's row of the table.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    /// Its path below the corpus, in one word.
    pub(super) name: String,
    /// Where its crate is.
    #[serde(skip)]
    pub(super) folder: PathBuf,
    /// Why nothing was generated.
    pub(super) failure: Option<String>,
    /// What was generated.
    pub(super) figures: Option<Figures>,
    /// What the check said.
    pub(super) check: Option<Checked>,
    /// What clippy said, on a sample.
    pub(super) clippy: Option<Checked>,
}

/// What a run of cargo said.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Checked {
    /// Whether there was neither an error nor a warning.
    pub(super) good: bool,
    /// What it said, if not.
    pub(super) said: String,
    /// What it used.
    pub(super) used: Used,
}

/// What is kept of a crate's checks.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// What was checked, and by which compiler.
    pub(super) key: String,
    /// What the check said.
    pub(super) check: Option<Checked>,
    /// What clippy said.
    pub(super) clippy: Option<Checked>,
}

impl Row {
    /// A row of which nothing is known yet.
    pub(super) fn new(name: &str, folder: &Path) -> Self {
        let (name, folder) = (name.to_owned(), folder.to_path_buf());
        Self {
            name,
            folder,
            failure: None,
            figures: None,
            check: None,
            clippy: None,
        }
    }

    /// What is wrong with it.
    pub(super) fn problem(&self) -> Option<String> {
        let lost = self.figures.as_ref().map_or(0, Figures::lost);
        if let Some(failure) = &self.failure {
            return Some(failure.clone());
        }
        if lost > 0 {
            return Some(format!("{lost} requests are lost"));
        }
        let checks = [&self.check, &self.clippy].into_iter().flatten();
        checks
            .filter(|checked| !checked.good)
            .map(|checked| checked.said.clone())
            .next()
    }

    /// Whether nothing is wrong.
    pub(super) fn is_good(&self) -> bool {
        self.problem().is_none()
    }
}

impl Kept {
    /// What an earlier run has found out about the same files. Only good news is kept: what failed may have failed for
    /// want of memory or time.
    pub(super) fn load(scratch: &Path, name: &str, key: &str) -> Self {
        let text = fs::read_to_string(path(scratch, name)).unwrap_or_default();
        let mut kept = serde_json::from_str::<Self>(&text).unwrap_or_default();
        if kept.key != key {
            kept = Self {
                key: key.to_owned(),
                ..Self::default()
            };
        }
        kept.check = kept.check.filter(|checked| checked.good);
        kept.clippy = kept.clippy.filter(|checked| checked.good);
        kept
    }

    /// Keeps it, whole or not at all.
    pub(super) fn save(&self, scratch: &Path, name: &str) -> io::Result<()> {
        let path = path(scratch, name);
        let new = path.with_extension("new");
        fs::write(&new, serde_json::to_string_pretty(self)?)?;
        fs::rename(new, path)
    }
}

fn path(scratch: &Path, name: &str) -> PathBuf {
    scratch.join("results").join(format!("{name}.json"))
}

/// Makes the folders.
pub(super) fn prepare(scratch: &Path) -> io::Result<()> {
    for folder in ["crates", "results"] {
        fs::create_dir_all(scratch.join(folder))?;
    }
    Ok(())
}

/// All rows as JSON.
pub(super) fn json(rows: &[Row]) -> io::Result<String> {
    Ok(serde_json::to_string_pretty(rows)? + "\n")
}
