//! Generation from a `build.rs`: a collection in, one file in `OUT_DIR` out, and the lines that cargo wants to know.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::banner::Banner;
use crate::diag::Severity;
use crate::names_file::{self, NamesFile};
use crate::read::{self, Input};
use crate::report::{Entry, Report};
use crate::{Failure, embedded, name, overrides};

/// How many warnings are told one by one.
const TOLD: usize = 10;

/// Generates a module from a `build.rs`.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), postwright::GeneratorError> {
///     postwright::Generator::new("shop.postman_collection.json").generate()?;
///     Ok(())
/// }
/// ```
///
/// The crate takes the module in with one line, and depends on the crates that [`Generator::dependencies`] lists:
///
/// ```ignore
/// include!(concat!(env!("OUT_DIR"), "/shop.rs")); // pub mod shop
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is generated until `generate` is called"]
pub struct Generator {
    collection: PathBuf,
    environments: Vec<PathBuf>,
    overrides: Option<PathBuf>,
    names_lock: Option<PathBuf>,
    name: Option<String>,
    out_dir: Option<PathBuf>,
    blocking: bool,
    strict: bool,
}

/// Why a [`Generator`] wrote nothing.
#[derive(thiserror::Error)]
pub enum GeneratorError {
    /// The collection or its environment cannot be used.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// Something was skipped or degraded, and [`Generator::strict`] is on: all of it, rendered.
    #[error("{}", .0.concat())]
    Strict(Vec<String>),
    /// There is no `OUT_DIR`: this is no `build.rs`, and [`Generator::out_dir`] was not called.
    #[error(
        "error: `OUT_DIR` is not set\n  help: call this from a build.rs, or set a folder with `out_dir`"
    )]
    NoOutDir,
    /// The file cannot be written.
    #[error("error: {path} cannot be written: {error}")]
    Write {
        /// The file.
        path: String,
        /// Why.
        error: io::Error,
    },
}

/// `main` of a build script shows errors by `Debug`, so that is the text for people.
impl std::fmt::Debug for GeneratorError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n{self}")
    }
}

impl From<read::ReadError> for GeneratorError {
    fn from(error: read::ReadError) -> Self {
        Self::Failure(error.into())
    }
}

impl Generator {
    /// A generator for a collection file; the path is taken from the folder of the package.
    pub fn new(collection: impl Into<PathBuf>) -> Self {
        Self {
            collection: collection.into(),
            environments: Vec::new(),
            overrides: None,
            names_lock: None,
            name: None,
            out_dir: None,
            blocking: false,
            strict: false,
        }
    }

    /// Adds an exported environment: a choice when a client is built. The variables of the only one are laid over those of
    /// the collection. Secrets in it are left out.
    pub fn environment(mut self, path: impl Into<PathBuf>) -> Self {
        self.environments.push(path.into());
        self
    }

    /// Reads overrides of names and types from a file (`postwright.toml`).
    pub fn overrides(mut self, path: impl Into<PathBuf>) -> Self {
        self.overrides = Some(path.into());
        self
    }

    /// Keeps public names in this file, which belongs to the sources: what has a name there keeps it when the collection
    /// changes. It is written whenever names come or go; without it all names follow from the collection as it is.
    pub fn names_lock(mut self, path: impl Into<PathBuf>) -> Self {
        self.names_lock = Some(path.into());
        self
    }

    /// Names the module and its file. Unless set, the name comes from that of the collection file.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Writes to this folder instead of `OUT_DIR`.
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// Adds `Call::wait`, for callers that are not async. It needs tokio with the feature `rt-multi-thread`.
    pub fn blocking(mut self, flag: bool) -> Self {
        self.blocking = flag;
        self
    }

    /// Makes it an error if anything of the collection is skipped or degraded.
    pub fn strict(mut self, flag: bool) -> Self {
        self.strict = flag;
        self
    }

    /// Writes `<name>.rs`, which holds the item `pub mod <name>`, and gives its path. Cargo is told which files the
    /// result depends on, and what was skipped or degraded.
    ///
    /// # Errors
    ///
    /// If the collection cannot be read, has nothing to generate, or (when strict) is not understood in full; if there
    /// is no folder to write to, or it cannot be written to.
    pub fn generate(&self) -> Result<PathBuf, GeneratorError> {
        let inputs = std::iter::once(&self.collection).chain(&self.environments);
        let inputs = inputs.chain(&self.overrides).chain(&self.names_lock);
        for path in inputs {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        let folder = match &self.out_dir {
            Some(folder) => folder.clone(),
            None => env::var_os("OUT_DIR")
                .map(PathBuf::from)
                .ok_or(GeneratorError::NoOutDir)?,
        };
        let module = self.module()?;
        if self.strict && !module.notices.is_empty() {
            return Err(GeneratorError::Strict(module.notices));
        }
        tell(&module.notices, &module.report);
        let gone = module.understood.gone.as_deref();
        if let Some(gone) = gone.and_then(|gone| gone.lines().next()) {
            println!("cargo::warning={}", gone.trim_start_matches("note: "));
        }
        // The first line says how many there are and of which file.
        if let Some(secrets) = module.report.secrets().lines().next() {
            println!("cargo::warning={}", secrets.trim_start_matches("warning: "));
        }
        let path = folder.join(format!("{}.rs", module.understood.names.module));
        let failed = |path: &Path, error: io::Error| GeneratorError::Write {
            path: path.display().to_string(),
            error,
        };
        fs::write(&path, module.item()).map_err(|error| failed(&path, error))?;
        if let Some(lock) = &self.names_lock {
            let file = NamesFile::new(lock, &module.understood.lock).map_err(Failure::from)?;
            file.write().map_err(|error| failed(lock, error))?;
        }
        Ok(path)
    }

    /// The commands that add the crates which the module needs to a manifest.
    ///
    /// # Errors
    ///
    /// If the collection cannot be read or has nothing to generate.
    pub fn dependencies(&self) -> Result<Vec<String>, GeneratorError> {
        Ok(crate::dependencies::cargo_add(&self.module()?.dependencies))
    }

    fn module(&self) -> Result<embedded::Embedded, GeneratorError> {
        let source = read::load(&self.collection, &self.collection)?;
        let environments = self.environments.iter();
        let environments = environments.map(|path| read::load(path, path));
        let environments = environments.collect::<Result<_, _>>()?;
        let overrides = self.overrides.as_deref();
        let overrides = overrides
            .map(|path| overrides::load(path, path))
            .transpose()?;
        let names_lock = self.names_lock.as_ref();
        let names_lock = names_lock.map(|path| names_file::load(path, path));
        let name = name::ident::module(
            &self
                .name
                .clone()
                .unwrap_or_else(|| name_of(&self.collection)),
        );
        let banner = Banner::new(&source, "cargo build");
        Ok(embedded::generate(
            Input {
                source,
                environments,
                overrides,
                names_lock: names_lock.transpose()?.flatten(),
            },
            &name,
            self.blocking,
            banner,
        )?)
    }
}

/// A name for what comes of a collection file: that of the file, or of its folder if the file is called
/// `collection.json`.
pub fn name_of(collection: &Path) -> String {
    let text = |name: Option<&OsStr>| {
        name.map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let file = text(collection.file_name());
    let ends = [".json", "_collection", ".postman", ".collection"];
    let stem = ends.iter().fold(file.as_str(), |name, end| {
        name.strip_suffix(end).unwrap_or(name)
    });
    if stem != "collection" {
        return stem.to_owned();
    }
    let folder = collection.canonicalize().ok();
    let folder = text(
        folder
            .as_deref()
            .unwrap_or(collection)
            .parent()
            .and_then(Path::file_name),
    );
    if folder.is_empty() {
        stem.to_owned()
    } else {
        folder
    }
}

/// Cargo shows these lines; the first of each notice says what, the second where.
fn tell(notices: &[String], report: &Report) {
    for notice in notices
        .iter()
        .filter(|notice| notice.starts_with("warning: "))
        .take(TOLD)
    {
        let mut lines = notice.lines().map(str::trim);
        let what = lines
            .next()
            .unwrap_or_default()
            .trim_start_matches("warning: ");
        println!("cargo::warning={what} {}", lines.next().unwrap_or_default());
    }
    let is_warning = |entry: &&Entry| entry.severity == Severity::Warning;
    let warnings = report.entries.iter().filter(is_warning).count();
    if warnings > TOLD {
        println!("cargo::warning={} warnings more", warnings - TOLD);
    }
}
