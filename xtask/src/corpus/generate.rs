//! The generation of one collection, in a process of its own: it is measured, and a panic ends only it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use postwright::standalone::{self, Standalone};
use postwright::{name_of, read};

use super::figures::Figures;
use super::measure::{self, Used};
use super::results::Row;

/// The binary that generates: this one, or this one built with optimisation, for otherwise the figures mean nothing.
pub(crate) fn binary(root: &Path, as_built: bool) -> io::Result<PathBuf> {
    if as_built || !cfg!(debug_assertions) {
        return env::current_exe();
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--release", "--package", "xtask"])
        .current_dir(root)
        .status()?;
    if !status.success() {
        return Err(io::Error::other("xtask cannot be built with optimisation"));
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target
        .join("release")
        .join(format!("xtask{}", env::consts::EXE_SUFFIX)))
}

/// Has the crate of a collection written below `scratch/crates`.
pub(super) fn row(binary: &Path, scratch: &Path, dir: &Path, collection: &Path) -> Row {
    let shown = collection.strip_prefix(dir).unwrap_or(collection);
    let name = shown
        .with_extension("")
        .to_string_lossy()
        .replace(['/', '\\'], "__");
    let mut row = Row::new(&name, &scratch.join("crates").join(&name));
    let mut command = Command::new(binary);
    command
        .args(["corpus-step", "generate"])
        .arg(collection)
        .arg(&row.folder)
        .arg(package(collection));
    match measure::run(&mut command, &scratch.join("results").join(&name)) {
        Ok(output) if output.status.success() => match serde_json::from_slice(&output.stdout) {
            Ok(figures) => row.figures = Some(figures),
            Err(error) => row.failure = Some(format!("no figures: {error}")),
        },
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            row.failure = Some(if said.is_empty() {
                output.status.to_string()
            } else {
                said
            });
        }
        Err(error) => row.failure = Some(error.to_string()),
    }
    row
}

/// Generates one collection below `scratch`, and gives what that used.
pub(crate) fn generated(binary: &Path, scratch: &Path, collection: &Path) -> io::Result<Used> {
    let mut command = Command::new(binary);
    command.args(["corpus-step", "generate"]).arg(collection);
    command.args([&scratch.join("crate"), Path::new("bench")]);
    let output = measure::run(&mut command, &scratch.join("said"))?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    let figures: Figures = serde_json::from_slice(&output.stdout)?;
    Ok(figures.used)
}

/// A name that a crate may have.
fn package(collection: &Path) -> String {
    let module = postwright::name::ident::module(&name_of(collection));
    if standalone::is_reserved(&module) {
        format!("{module}_api")
    } else {
        module
    }
}

/// Generates, tells the figures, and writes the crate.
pub(super) fn step(collection: &Path, out: &Path, name: &str) -> ExitCode {
    let shown = collection.file_name().map_or(collection, Path::new);
    let source = match read::load(collection, shown) {
        Ok(source) => source,
        Err(error) => return failed(&error.to_string()),
    };
    let bytes = source.text.len();
    let krate = match standalone::generate(source, name) {
        Ok(krate) => krate,
        Err(failure) => return failed(&failure.to_string()),
    };
    let figures = Figures::of(&krate, bytes, measure::own());
    if let Err(error) = write(&krate, out) {
        return failed(&format!("{}: {error}", out.display()));
    }
    match serde_json::to_string(&figures) {
        Ok(text) => println!("{text}"),
        Err(error) => return failed(&error.to_string()),
    }
    ExitCode::SUCCESS
}

/// Writes the crate, as one that is no part of the workspace around it.
fn write(krate: &Standalone, out: &Path) -> io::Result<()> {
    krate
        .files
        .write(out, &|path| path != Path::new("Cargo.lock"))?;
    let mut manifest = fs::OpenOptions::new()
        .append(true)
        .open(out.join("Cargo.toml"))?;
    manifest.write_all(b"\n[workspace]\n")
}

fn failed(text: &str) -> ExitCode {
    eprintln!("{}", text.trim_end());
    ExitCode::FAILURE
}
