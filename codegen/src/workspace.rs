//! The main job: every collection below `collections/` becomes a module of the crate `generated/`.

use std::fs;
use std::path::{Path, PathBuf};

use askama::Template;

use crate::dependencies::{self, Dependency};
use crate::diag::Source;
use crate::emit::bodies;
use crate::emit::library::{self, Gates, Member};
use crate::emit::{self, Layout, replay};
use crate::output::{FileSet, PathError};
use crate::read::{Input, ReadError};
use crate::{Failure, Generated, format, mock, names_file, overrides, read};

/// The crate that holds all modules.
const KRATE: &str = "generated";

/// Features of the crate itself: no collection can be named so.
const FEATURES: [&str; 11] = [
    "bin",
    "all",
    "default",
    "blocking",
    "testing",
    "rustls",
    "mock",
    "tracing",
    "runtime",
    "generated",
    "lib",
];

/// Everything that is generated for a workspace.
#[derive(Debug)]
pub struct Output {
    /// The files of the crate, by path below its folder.
    pub files: FileSet,
    /// The locks of names, by path below `collections/`.
    pub locks: FileSet,
    /// The collections, by name.
    pub collections: Vec<Generated>,
}

/// Why nothing was generated: every reason, ready to be shown.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Failures(pub Vec<String>);

/// The manifest of the crate.
#[derive(Template)]
#[template(path = "generated_manifest.toml", escape = "none")]
struct Manifest<'a> {
    members: &'a [(String, Vec<&'static str>)],
    dependencies: &'a [String],
}

/// Versions of the crates that generated code may use. The workspace uses the same.
pub const VERSIONS: [(&str, &str); 17] = [
    ("base64", "0.23"),
    ("bytes", "1.12"),
    ("futures-core", "0.3"),
    ("futures-util", "0.3.34"),
    ("getrandom", "0.4.3"),
    ("hmac", "0.13"),
    ("http", "1.5"),
    ("http-body", "1.1"),
    ("md-5", "0.11"),
    ("mime_guess", "2.0.5"),
    ("percent-encoding", "2.3"),
    ("reqwest", "0.13.5"),
    ("serde", "1.0.229"),
    ("serde_json", "1.0.154"),
    ("serde_path_to_error", "0.1.20"),
    ("sha1", "0.11"),
    ("sha2", "0.11"),
];

/// Generates the crate for the workspace at `root`. All collections are read before anything is decided: every failure is
/// reported, and any failure means no output.
pub fn generate(root: &Path) -> Result<Output, Failures> {
    let mut failures = Vec::new();
    let mut collections = Vec::new();
    for path in collection_files(root)? {
        match one(root, &path) {
            Ok(generated) => collections.push(generated),
            Err(failure) => failures.push(failure.to_string()),
        }
    }
    failures.extend(clashes(&collections));
    if !failures.is_empty() {
        return Err(Failures(failures));
    }
    let failed = |failure: Failure| Failures(vec![failure.to_string()]);
    Ok(Output {
        files: files(&collections).map_err(failed)?,
        locks: locks(&collections).map_err(failed)?,
        collections,
    })
}

/// The collection files below `collections/`, sorted: `<api>/collection.json`.
fn collection_files(root: &Path) -> Result<Vec<PathBuf>, Failures> {
    let folder = root.join("collections");
    let failure = |error: std::io::Error| {
        Failures(vec![format!(
            "error: {error}\n  --> collections\n  help: put collections into `collections/<name>/collection.json`\n"
        )])
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failure)? {
        let entry = entry.map_err(failure)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = PathBuf::from("collections").join(&name);
        if name.starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            files.push(path.join("collection.json"));
        } else if name.ends_with(".json") {
            return Err(Failures(vec![format!(
                "error: a collection needs a folder of its own\n  --> {}\n  help: move it to `collections/<name>/collection.json`\n",
                path.display()
            )]));
        }
    }
    files.sort();
    Ok(files)
}

/// Collections whose folders' names become the same module.
fn clashes(collections: &[Generated]) -> Vec<String> {
    let clash = |pair: &[&Generated]| {
        let [first, second] = pair else { return None };
        (first.member.name == second.member.name).then(|| {
            let (name, path) = (&first.member.name, second.source.display());
            format!("error: two collections become the module `{name}`\n  --> {path}\n  help: rename the folder of one\n")
        })
    };
    let mut sorted: Vec<&Generated> = collections.iter().collect();
    sorted.sort_by(|a, b| a.member.name.cmp(&b.member.name));
    sorted.windows(2).filter_map(clash).collect()
}

fn one(root: &Path, path: &Path) -> Result<Generated, Failure> {
    if fs::symlink_metadata(root.join(path))
        .is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    {
        let shown = path.display();
        return Err(Failure::Diagnosed(vec![format!(
            "error: there is no collection in this folder\n  --> {shown}\n  help: export the collection from Postman to this file, or remove the folder\n"
        )]));
    }
    let source = read::load(&root.join(path), path)?;
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let module = crate::name::ident::module(&folder);
    if FEATURES.contains(&module.as_str()) {
        let shown = path.display();
        return Err(Failure::Diagnosed(vec![format!(
            "error: `{module}` is the name of a feature of the generated crate\n  --> {shown}\n  help: rename the folder of the collection\n"
        )]));
    }
    let environments = environments_beside(root, path)?;
    let names_lock = path.with_file_name(names_file::FILE);
    let names_lock = names_file::load(&root.join(&names_lock), &names_lock)?;
    crate::generate(
        Input {
            source,
            environments,
            overrides: overrides_beside(root, path)?,
            names_lock,
        },
        &module,
        KRATE,
    )
}

/// `environment.json` in the folder of a collection, if there is one, and then every `*.environment.json` by name.
fn environments_beside(root: &Path, collection: &Path) -> Result<Vec<Source>, ReadError> {
    let folder = collection.parent().unwrap_or(collection);
    let names = fs::read_dir(root.join(folder))
        .into_iter()
        .flatten()
        .flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names
        .filter(|name| name == "environment.json" || name.ends_with(".environment.json"))
        .collect();
    names.sort_by_key(|name| (name != "environment.json", name.clone()));
    let paths = names.iter().map(|name| folder.join(name));
    paths
        .map(|path| read::load(&root.join(&path), &path))
        .collect()
}

/// `postwright.toml` in the folder of a collection, if there is one.
fn overrides_beside(root: &Path, collection: &Path) -> Result<Option<Source>, ReadError> {
    let path = overrides::beside(&root.join(collection));
    let shown = collection.with_file_name(overrides::FILE);
    path.map(|path| overrides::load(&path, &shown)).transpose()
}

/// The lock of each collection, beside it.
fn locks(collections: &[Generated]) -> Result<FileSet, Failure> {
    let mut files = FileSet::default();
    for generated in collections {
        let folder = generated.source.parent().and_then(Path::file_name);
        let folder = folder.unwrap_or_default().to_string_lossy();
        let path = format!("{folder}/{}", names_file::FILE);
        files.insert(&path, &generated.understood.lock.to_text())?;
    }
    Ok(files)
}

fn files(collections: &[Generated]) -> Result<FileSet, Failure> {
    let mut files = FileSet::default();
    let members: Vec<Member> = collections
        .iter()
        .map(|generated| generated.member.clone())
        .collect();
    files.insert("Cargo.toml", &manifest(&members)?)?;
    files.insert(
        "src/lib.rs",
        &format::module(BANNER, library::root(&members)),
    )?;
    insert_runtime(&mut files, &members)?;
    insert_replay(&mut files, collections)?;
    for generated in collections {
        let name = &generated.member.name;
        files.merge(&format!("src/{name}"), generated.modules.clone())?;
        if let Some(bodies) = &generated.bodies {
            files.insert(&format!("src/{name}/{}", bodies::FILE), bodies)?;
        }
        files.insert(&format!("src/{name}/{}", mock::FILE), &generated.mock)?;
        files.merge(&format!("reference/{name}"), generated.reference.clone())?;
        if let Some(tests) = &generated.tests {
            files.insert(
                &format!("tests/{name}/main.rs"),
                &format::module(BANNER, emit::tests::root(name)),
            )?;
            files.insert(&format!("tests/{name}/saved_responses.rs"), tests)?;
        }
    }
    Ok(files)
}

const BANNER: &str = "Generated by Postwright. Do not edit: run `cargo xtask codegen`.";

fn insert_runtime(files: &mut FileSet, members: &[Member]) -> Result<(), PathError> {
    files.insert(
        "src/runtime/mod.rs",
        &format::module(BANNER, library::runtime_module(members, Gates::PerMember)),
    )?;
    for file in library::runtime_files(members, Gates::PerMember) {
        files.insert(
            &format!("src/runtime/{}.rs", file.name),
            &with_banner(file.text),
        )?;
    }
    Ok(())
}

/// A file that is the same for every collection.
fn with_banner(text: &str) -> String {
    format!("// {BANNER}\n\n{text}")
}

/// The program that sends every request of a collection; without collections there is none.
fn insert_replay(files: &mut FileSet, collections: &[Generated]) -> Result<(), PathError> {
    let names = collections
        .iter()
        .map(|generated| generated.member.name.clone());
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        return Ok(());
    }
    let program = replay::program(KRATE, &names, Layout::Shared);
    files.insert("examples/replay.rs", &format::module(BANNER, program))?;
    for generated in collections {
        let path = format!("examples/replay/{}.rs", generated.member.name);
        files.insert(&path, &generated.replay)?;
    }
    for (name, text) in replay::support_files() {
        let path = format!("examples/replay/support/{name}.rs");
        files.insert(&path, &with_banner(text))?;
    }
    Ok(())
}

fn manifest(members: &[Member]) -> Result<String, askama::Error> {
    let members: Vec<(String, Vec<&'static str>)> = members
        .iter()
        .map(|member| {
            (
                member.name.clone(),
                member.needs.dependencies().into_iter().collect(),
            )
        })
        .collect();
    let optional: Vec<&'static str> = members
        .iter()
        .flat_map(|(_, dependencies)| dependencies.clone())
        .collect();
    let dependencies = dependencies::of_members(&optional);
    let dependencies: Vec<String> = dependencies.iter().map(Dependency::line).collect();
    Manifest {
        members: &members,
        dependencies: &dependencies,
    }
    .render()
}
