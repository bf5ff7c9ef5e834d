//! Checks the generated crates: dependencies are built once, and copied for each job so that jobs do not wait for each
//! other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use super::measure::{self, Used};
use super::results::{Checked, Kept, Row};

/// How much of what cargo says is kept.
const SAID: usize = 4000;

/// What a check runs.
const CHECK: [&str; 4] = ["check", "--offline", "--quiet", "--lib"];

/// What clippy runs: the example, the tests, and the features, too.
const CLIPPY: [&str; 5] = [
    "clippy",
    "--offline",
    "--quiet",
    "--all-targets",
    "--all-features",
];

/// What checking needs.
pub(super) struct Checker {
    cargo: PathBuf,
    scratch: PathBuf,
    compiler: String,
}

impl Checker {
    /// Builds what the crates depend on, for each job.
    pub(super) fn prepare(
        root: &Path,
        scratch: &Path,
        jobs: usize,
        rows: &[Row],
        clippy: bool,
    ) -> io::Result<Self> {
        let checker = Self {
            cargo: env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from),
            scratch: scratch.to_path_buf(),
            compiler: compiler()?,
        };
        // The versions that the workspace is tested with.
        fs::copy(root.join("Cargo.lock"), scratch.join("Cargo.lock"))?;
        for (index, manifest) in manifests(rows)?.into_iter().enumerate() {
            checker.warm(index, &manifest, clippy)?;
        }
        for slot in 1..jobs {
            copy_new(&checker.target(0), &checker.target(slot))?;
        }
        Ok(checker)
    }

    /// Checks the crate of a row, unless an earlier run has checked the same files.
    pub(super) fn check(&self, mut row: Row, slot: usize, clippy: bool) -> Row {
        let Some(figures) = &row.figures else {
            return row;
        };
        let key = format!("{:016x} {}", figures.hash, self.compiler);
        let mut kept = Kept::load(&self.scratch, &row.name, &key);
        if kept.check.is_none() {
            kept.check = Some(self.run(&row, slot, &CHECK));
        }
        if clippy && kept.clippy.is_none() {
            kept.clippy = Some(self.run(&row, slot, &CLIPPY));
        }
        if let Err(error) = kept.save(&self.scratch, &row.name) {
            row.failure = Some(format!("the result cannot be kept: {error}"));
        }
        row.check = kept.check;
        row.clippy = kept.clippy.filter(|_| clippy);
        row
    }

    fn run(&self, row: &Row, slot: usize, arguments: &[&str]) -> Checked {
        let outcome = self.try_run(&row.folder, &row.name, slot, arguments);
        outcome.unwrap_or_else(|error| Checked {
            good: false,
            said: error.to_string(),
            used: Used::default(),
        })
    }

    fn try_run(
        &self,
        folder: &Path,
        name: &str,
        slot: usize,
        arguments: &[&str],
    ) -> io::Result<Checked> {
        fs::copy(self.scratch.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let scratch = self.scratch.join("results").join(name);
        let used = scratch.with_extension("used");
        let mut command = Command::new(env::current_exe()?);
        command
            .args(["corpus-step", "measure"])
            .arg(&used)
            .arg("--")
            .arg(&self.cargo)
            .args(arguments);
        command
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", self.target(slot));
        command
            .env("RUSTFLAGS", "-D warnings")
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        let output = measure::run(&mut command, &scratch)?;
        let mut said = String::from_utf8_lossy(&output.stderr).into_owned();
        said.truncate(
            said.char_indices()
                .nth(SAID)
                .map_or(said.len(), |(at, _)| at),
        );
        let text = fs::read_to_string(&used).unwrap_or_default();
        let _ = fs::remove_file(used);
        Ok(Checked {
            good: output.status.success(),
            said,
            used: serde_json::from_str(&text).unwrap_or_default(),
        })
    }

    /// Builds the dependencies of one kind of crate, by checking an empty crate that has the same.
    fn warm(&self, index: usize, manifest: &str, clippy: bool) -> io::Result<()> {
        let name = format!("warm_{index}");
        let folder = self.scratch.join("warm").join(&name);
        for inner in ["src", "examples"] {
            fs::create_dir_all(folder.join(inner))?;
        }
        let head =
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n");
        fs::write(folder.join("Cargo.toml"), head + manifest)?;
        fs::write(folder.join("src/lib.rs"), "")?;
        fs::write(folder.join("examples/empty.rs"), "fn main() {}\n")?;
        let runs: &[&[&str]] = if clippy {
            &[&CHECK, &CLIPPY]
        } else {
            &[&CHECK]
        };
        for arguments in runs {
            let checked = self.try_run(&folder, &name, 0, arguments)?;
            if !checked.good {
                return Err(io::Error::other(format!(
                    "the dependencies cannot be built:\n{}",
                    checked.said
                )));
            }
        }
        Ok(())
    }

    fn target(&self, slot: usize) -> PathBuf {
        self.scratch.join(if slot == 0 {
            "target".to_owned()
        } else {
            format!("target-{slot}")
        })
    }
}

/// Each kind of manifest among the crates, from its features on: what is before is the crate's own.
fn manifests(rows: &[Row]) -> io::Result<Vec<String>> {
    let mut kinds = BTreeMap::new();
    for row in rows.iter().filter(|row| row.figures.is_some()) {
        let manifest = fs::read_to_string(row.folder.join("Cargo.toml"))?;
        if let Some(at) = manifest.find("[features]") {
            // A crate depends on itself for its examples and tests; by that alone no two would be of one kind.
            let lines = manifest[at..].lines();
            let lines = lines.filter(|line| !line.contains("path = \".\""));
            kinds.insert(lines.map(|line| format!("{line}\n")).collect(), ());
        }
    }
    Ok(kinds.into_keys().collect())
}

fn compiler() -> io::Result<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Copies files that are missing, with their times: cargo tells by those what is fresh.
fn copy_new(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_new(&entry.path(), &target)?;
        } else if !target.exists() {
            fs::copy(entry.path(), &target)?;
            let times = fs::FileTimes::new().set_modified(entry.metadata()?.modified()?);
            fs::File::options()
                .append(true)
                .open(&target)?
                .set_times(times)?;
        }
    }
    Ok(())
}
