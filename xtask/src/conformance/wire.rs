//! What newman sends: recorded once for each file, and kept as long as the file does not change.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use postwright::dynamic;
use postwright_conformance::{Recorder, Recording, Refusals, Saved};
use serde_json::{Value, json};

/// newman, and where recordings are kept.
pub(super) struct Newman {
    script: PathBuf,
    lock: PathBuf,
    scratch: PathBuf,
}

/// What newman sent.
pub(super) struct Reference {
    pub(super) recording: Recording,
    /// Why it did not send the others, by item.
    pub(super) refused: Refusals,
    /// How each is saved.
    pub(super) saved: Vec<Saved>,
    /// Its copies of upload files.
    pub(super) files: PathBuf,
    pub(super) environment: Option<PathBuf>,
    pub(super) globals: PathBuf,
}

/// Files beside a collection that belong to it.
pub(super) struct Beside {
    pub(super) environment: Option<PathBuf>,
    globals: Option<PathBuf>,
}

impl Beside {
    /// `NAME.postman_environment.json` and `NAME.postman_globals.json` beside `NAME.postman_collection.json`.
    pub(super) fn of(file: &Path) -> Self {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let there = |kind: &str| {
            let stem = name.strip_suffix(".postman_collection.json")?;
            let path = file.with_file_name(format!("{stem}.postman_{kind}.json"));
            path.exists().then_some(path)
        };
        Self {
            environment: there("environment"),
            globals: there("globals"),
        }
    }
}

impl Newman {
    /// Installs newman below the target folder, by the lock file, unless it is there.
    pub(super) fn install(root: &Path, scratch: &Path) -> io::Result<Self> {
        let folder = scratch.join("newman");
        fs::create_dir_all(&folder)?;
        for name in ["package.json", "package-lock.json", ".npmrc", "send.mjs"] {
            fs::copy(root.join("tests/conformance").join(name), folder.join(name))?;
        }
        let lock = fs::read(folder.join("package-lock.json"))?;
        let stamp = folder.join("installed-package-lock.json");
        let is_installed = folder.join("node_modules/newman").exists();
        if !is_installed || fs::read(&stamp).ok().as_ref() != Some(&lock) {
            let status = Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund"])
                .current_dir(&folder)
                .status()?;
            if !status.success() {
                return Err(io::Error::other("`npm ci` failed in tests/conformance"));
            }
            fs::write(&stamp, &lock)?;
        }
        Ok(Self {
            script: folder.join("send.mjs"),
            lock: folder.join("package-lock.json"),
            scratch: scratch.to_path_buf(),
        })
    }

    /// What newman sends for a file.
    pub(super) fn record(&self, file: &Path, beside: &Beside) -> io::Result<Reference> {
        let globals = self.globals(beside)?;
        let mut key = DefaultHasher::new();
        for path in [
            Some(file),
            beside.environment.as_deref(),
            Some(&globals),
            Some(&self.script),
            Some(&self.lock),
        ] {
            path.map(fs::read).transpose()?.hash(&mut key);
        }
        let folder = self
            .scratch
            .join("recordings")
            .join(format!("{:016x}", key.finish()));
        let recording = folder.join("wire.jsonl");
        if !recording.exists() {
            let recorded = self.send(file, beside, &globals, &folder)?;
            // Half a recording would pass for one.
            let unfinished = folder.join("wire.jsonl.new");
            fs::write(&unfinished, recorded.to_lines()?)?;
            fs::rename(&unfinished, &recording)?;
        }
        let items: Vec<Value> = serde_json::from_slice(&fs::read(folder.join("items.json"))?)?;
        let saved = items.iter().filter_map(|item| item.get("saved"));
        Ok(Reference {
            recording: Recording::load(&recording)?,
            refused: refused(&items),
            saved: saved.map(Saved::of).collect(),
            files: folder.join("files"),
            environment: beside.environment.clone(),
            globals,
        })
    }

    fn send(
        &self,
        file: &Path,
        beside: &Beside,
        globals: &Path,
        folder: &Path,
    ) -> io::Result<Recording> {
        fs::create_dir_all(folder)?;
        let recorder = Recorder::start()?;
        let mut command = Command::new("node");
        command.arg(&self.script).arg(file);
        command.args(["--port", &recorder.port().to_string()]);
        command.arg("--out").arg(folder.join("items.json"));
        command.arg("--files").arg(folder.join("files"));
        command.arg("--globals").arg(globals);
        if let Some(environment) = &beside.environment {
            command.arg("--environment").arg(environment);
        }
        let output = command.output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!("newman: {}", said.trim())));
        }
        Ok(recorder.take())
    }

    /// The globals, with a fixed value for each dynamic variable: a variable hides the generator of its name.
    fn globals(&self, beside: &Beside) -> io::Result<PathBuf> {
        let own = beside
            .globals
            .as_deref()
            .map(fs::read_to_string)
            .transpose()?;
        let own: Value = own.map_or(Ok(Value::Null), |text| serde_json::from_str(&text))?;
        let own = own
            .get("values")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .cloned();
        let fixed =
            dynamic::names().map(|name| json!({"key": name, "value": dynamic::sample(name)}));
        let text = json!({"values": fixed.chain(own).collect::<Vec<_>>()}).to_string();
        let mut key = DefaultHasher::new();
        text.hash(&mut key);
        let path = self
            .scratch
            .join(format!("globals-{:016x}.json", key.finish()));
        fs::write(&path, text)?;
        Ok(path)
    }
}

/// What newman says of the requests that it did not send.
fn refused(items: &[Value]) -> Refusals {
    let refused = items.iter().enumerate().filter_map(|(item, said)| {
        let reason = said.get("error")?.as_str()?;
        (said.get("sent")? == false).then(|| (item, reason.to_owned()))
    });
    Refusals(refused.collect())
}
