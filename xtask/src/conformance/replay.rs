//! What the generated client sends: its crate is generated and built, and its example `replay` is run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use postwright::read::{self, Input};
use postwright::{concretize, name_of, standalone};
use postwright_conformance::{Recorder, Recording};
use serde_json::Value;

use super::wire::Reference;

/// Builds the programs.
pub(super) struct Builder {
    cargo: PathBuf,
    lock: PathBuf,
    scratch: PathBuf,
}

/// What the client sent, and what it could not.
pub(super) struct Replayed {
    pub(super) recording: Recording,
    pub(super) others: Vec<NotSent>,
}

/// A request that was not sent.
#[derive(Clone, Debug)]
pub(super) struct NotSent {
    pub(super) item: usize,
    pub(super) expressible: bool,
    pub(super) reason: String,
}

impl Builder {
    pub(super) fn new(root: &Path, scratch: &Path) -> io::Result<Self> {
        fs::create_dir_all(scratch.join("copies"))?;
        // The crates are no members of the workspace around them.
        fs::write(
            scratch.join("Cargo.toml"),
            "[workspace]\nmembers = [\"crate\"]\nresolver = \"3\"\n",
        )?;
        Ok(Self {
            cargo: env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from),
            lock: root.join("Cargo.lock"),
            scratch: scratch.to_path_buf(),
        })
    }

    /// Generates the crate of a collection and builds its replay. `None` for a collection without requests.
    pub(super) fn build(
        &self,
        file: &Path,
        environment: Option<&Path>,
    ) -> io::Result<Option<PathBuf>> {
        let name = format!("replay_{}", name_of(file));
        let krate =
            standalone::generate(input(file, environment)?, &name).map_err(io::Error::other)?;
        if krate.report.counts.requests == 0 {
            return Ok(None);
        }
        let folder = self.scratch.join("crate");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        for (path, text) in krate.files.iter() {
            let path = folder.join(path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, text)?;
        }
        fs::copy(&self.lock, self.scratch.join("Cargo.lock"))?;
        let target = self.scratch.join("target");
        let output = Command::new(&self.cargo)
            .args([
                "build",
                "--quiet",
                "--offline",
                "--example",
                "replay",
                "--no-default-features",
            ])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()?;
        if !output.status.success() {
            return Err(io::Error::other(
                String::from_utf8_lossy(&output.stderr).into_owned(),
            ));
        }
        self.sweep(&target, &krate.package)?;
        let name = format!("replay{}", env::consts::EXE_SUFFIX);
        Ok(Some(target.join("debug/examples").join(name)))
    }

    /// Removes what only this crate needed: hundreds of them would fill the disk.
    fn sweep(&self, target: &Path, package: &str) -> io::Result<()> {
        let stem = package.replace('-', "_");
        let debug = target.join("debug");
        remove(&debug.join("deps"), |name| name.contains(&stem))?;
        // The program itself is a second link to one of these.
        remove(&debug.join("examples"), |name| {
            name.starts_with("replay-") || name.starts_with("libreplay-")
        })?;
        remove(&debug.join(".fingerprint"), |name| {
            name.rsplit_once('-')
                .is_some_and(|(name, _)| name == package)
        })
    }

    /// The concrete copy of a collection.
    pub(super) fn concrete(&self, file: &Path, environment: Option<&Path>) -> io::Result<PathBuf> {
        let concrete =
            concretize::concretize(input(file, environment)?).map_err(io::Error::other)?;
        let path = self
            .scratch
            .join("copies")
            .join(file.file_name().unwrap_or_default());
        fs::write(&path, concrete.text)?;
        Ok(path)
    }
}

/// Removes what a folder holds under such names.
fn remove(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        if !is_wanted(&entry.file_name().to_string_lossy()) {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

fn input(file: &Path, environment: Option<&Path>) -> io::Result<Input> {
    let load = |path: &Path| read::load(path, path).map_err(io::Error::other);
    Ok(Input {
        source: load(file)?,
        environments: environment
            .map(load)
            .into_iter()
            .collect::<Result<_, _>>()?,
        overrides: None,
        names_lock: None,
    })
}

/// Sends the requests of a file.
pub(super) fn run(program: &Path, file: &Path, reference: &Reference) -> io::Result<Replayed> {
    let recorder = Recorder::start()?;
    let report = program.with_extension("report.json");
    let mut command = Command::new(program);
    command.arg("--collection").arg(file);
    command
        .arg("--base-url")
        .arg(format!("http://127.0.0.1:{}", recorder.port()));
    command.arg("--globals").arg(&reference.globals);
    command.arg("--files").arg(&reference.files);
    command.arg("--report").arg(&report);
    if let Some(environment) = &reference.environment {
        command.arg("--environment").arg(environment);
    }
    let output = command.output()?;
    if output.status.code() == Some(2) || output.status.code().is_none() {
        return Err(io::Error::other(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    let others: Value = serde_json::from_str(&fs::read_to_string(report)?)?;
    let others = others
        .get("others")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let text = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let others = others.map(|other| NotSent {
        item: other
            .get("item")
            .and_then(Value::as_u64)
            .unwrap_or_default() as usize,
        expressible: text(other, "outcome") != "not expressible",
        reason: match text(other, "place") {
            place if place.is_empty() => text(other, "reason"),
            place => format!("{place}: {}", text(other, "reason")),
        },
    });
    Ok(Replayed {
        others: others.collect(),
        recording: recorder.take(),
    })
}
