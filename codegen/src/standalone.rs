//! A crate of its own for one collection: manifest, sources, README, an example. It depends on nothing that the
//! collection does not need.

mod readme;

use askama::Template;

use crate::banner::Banner;
use crate::dependencies;
use crate::diag::Places;
use crate::emit::library::{self, Gates, Member, Needs};
use crate::emit::{self, Layout, bodies, program, replay};
use crate::output::FileSet;
use crate::read::Input;
use crate::report::Report;
use crate::workspace::VERSIONS;
use crate::{Failure, Understood, format, mock, rendered, understand};

/// The command that makes such a crate.
pub const COMMAND: &str = "postwright new";

/// A crate to be written.
#[derive(Debug)]
pub struct Standalone {
    /// The name of the package.
    pub package: String,
    /// Its files.
    pub files: FileSet,
    /// What it was made of.
    pub understood: Understood,
    /// What was noticed on the way, rendered with its place.
    pub notices: Vec<String>,
    /// The same for programs.
    pub report: Report,
}

#[derive(Template)]
#[template(path = "standalone_manifest.toml", escape = "none")]
struct Manifest<'a> {
    banner: &'a str,
    name: &'a str,
    title: String,
    dependencies: Vec<String>,
}

/// Generates the crate `name`.
///
/// # Errors
///
/// As [`understand`]; and if a crate cannot have this name ([`is_reserved`]).
pub fn generate(input: impl Into<Input>, name: &str) -> Result<Standalone, Failure> {
    let input = input.into();
    let banner = Banner::new(&input.source, COMMAND);
    let module = crate::name::ident::module(name);
    let package = package_name(name, &module);
    if is_reserved(&package) {
        return Err(reserved(&package));
    }
    let (document, understood, diagnostics) = understand(input, &module)?;
    let scope = understood.scope_in(Layout::Own);
    let needs = Needs::of(&understood.api, &understood.types);
    let mut files = FileSet::default();
    files.insert(
        "Cargo.toml",
        &manifest(&understood, &package, &needs, &banner)?,
    )?;
    for module in emit::modules(scope) {
        let path = if module.path.is_empty() {
            "lib".to_owned()
        } else {
            module.path.join("/")
        };
        files.insert(
            &format!("src/{path}.rs"),
            &format::module(banner.text(), module.tokens),
        )?;
    }
    if let Some(bodies) = bodies::file(scope) {
        let path = format!("src/{}", bodies::FILE);
        files.insert(&path, &format!("{}{bodies}", banner.rust()))?;
    }
    files.insert(
        &format!("src/{}", mock::FILE),
        &format!("{}{}", banner.rust(), mock::text(&understood)),
    )?;
    insert_runtime(&mut files, &understood, needs, &banner)?;
    if let Some(program) = program::program(scope) {
        files.insert(
            "examples/first_request.rs",
            &format::module(banner.text(), program),
        )?;
    }
    insert_replay(&mut files, scope, &document.places, &banner)?;
    files.insert(
        "README.md",
        &readme::readme(&understood, &package, &banner)?,
    )?;
    Ok(Standalone {
        package,
        files,
        notices: rendered(&diagnostics, &document),
        report: Report::of(&document, &understood, &diagnostics),
        understood,
    })
}

fn insert_runtime(
    files: &mut FileSet,
    understood: &Understood,
    needs: Needs,
    banner: &Banner,
) -> Result<(), Failure> {
    let members = [Member {
        name: understood.names.module.clone(),
        title: understood.api.title.clone(),
        needs,
    }];
    let module = library::runtime_module(&members, Gates::None);
    files.insert("src/runtime/mod.rs", &format::module(banner.text(), module))?;
    for file in library::runtime_files(&members, Gates::None) {
        files.insert(
            &format!("src/runtime/{}.rs", file.name),
            &format!("{}\n{}", banner.rust(), file.text),
        )?;
    }
    Ok(())
}

/// The program that sends every request of the collection.
fn insert_replay(
    files: &mut FileSet,
    scope: emit::Scope<'_>,
    places: &Places,
    banner: &Banner,
) -> Result<(), Failure> {
    let module = &scope.names.module;
    let apis = std::slice::from_ref(module);
    let program = replay::program(module, apis, scope.layout);
    let requests = replay::module(scope, module, places);
    files.insert(
        "examples/replay.rs",
        &format::module(banner.text(), program),
    )?;
    files.insert(
        &format!("examples/replay/{module}.rs"),
        &format::module(banner.text(), requests),
    )?;
    for (name, text) in replay::support_files() {
        let text = format!("{}\n{text}", banner.rust());
        files.insert(&format!("examples/replay/support/{name}.rs"), &text)?;
    }
    Ok(())
}

/// The name as given where its module is spelled the same, else the module's.
fn package_name(name: &str, module: &str) -> String {
    if name.replace('-', "_") == module {
        name.to_owned()
    } else {
        module.to_owned()
    }
}

/// Whether a crate of this name would be confused with one that it needs, or with one that Rust comes with.
pub fn is_reserved(name: &str) -> bool {
    let builtin = [
        "alloc",
        "core",
        "proc_macro",
        "proc-macro",
        "std",
        "test",
        "tokio",
        "tracing",
    ];
    VERSIONS
        .iter()
        .any(|(needed, _)| *needed == name || needed.replace('-', "_") == name)
        || builtin.contains(&name)
}

fn reserved(name: &str) -> Failure {
    Failure::Diagnosed(vec![format!(
        "error: `{name}` is the name of a crate that Rust or the client itself uses\n  help: give another one with `--name`\n"
    )])
}

fn manifest(
    understood: &Understood,
    package: &str,
    needs: &Needs,
    banner: &Banner,
) -> Result<String, askama::Error> {
    let dependencies = dependencies::of_crate(needs);
    let title = understood.api.title.chars();
    Manifest {
        banner: &banner.toml(),
        name: package,
        title: title
            .map(|c| {
                if c.is_control() || matches!(c, '"' | '\\') {
                    ' '
                } else {
                    c
                }
            })
            .collect(),
        dependencies: dependencies
            .iter()
            .map(dependencies::Dependency::line)
            .collect(),
    }
    .render()
}
