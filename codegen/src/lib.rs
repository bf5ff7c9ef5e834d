//! Postwright turns Postman collections into typed Rust clients.
//!
//! One way only: `read -> resolve -> model -> infer -> name -> emit -> format -> write or check`. Each stage is a function
//! of the one before and a sink for diagnostics; [`generate`] reads as this line does.

pub mod address;
pub mod banner;
pub mod concretize;
pub mod dependencies;
pub mod diag;
pub mod dynamic;
pub mod embedded;
pub mod emit;
/// What clients write in URLs and headers: the generator has no rules of its own.
#[allow(dead_code)]
#[path = "../runtime/src/encode.rs"]
mod encode;
pub mod explain;
pub mod format;
mod generator;
pub mod infer;
pub mod inspect;
mod literal_json;
pub mod mock;
pub mod model;
pub mod name;
pub mod names_file;
pub mod openapi;
pub mod outline;
pub mod output;
pub mod overrides;
pub mod prose;
pub mod read;
mod reference;
pub mod report;
pub mod resolve;
pub mod standalone;
mod tally;
pub mod template_json;
mod unique;
mod variables;
mod words;
pub mod workspace;

use std::cmp::Reverse;
use std::path::PathBuf;

use diag::{Diagnostic, Diagnostics, Places, Severity, Source};
use emit::library::{Member, Needs};
pub use generator::{Generator, GeneratorError, name_of};
use output::{FileSet, PathError};
use read::{Document, Input, ReadError};
use report::Report;

/// What a collection becomes.
#[derive(Debug)]
pub struct Generated {
    /// The collection file, as shown to people.
    pub source: PathBuf,
    /// The API for the crate that holds it.
    pub member: Member,
    /// The modules, by path below the API's own folder.
    pub modules: FileSet,
    /// The reference pages.
    pub reference: FileSet,
    /// The test file, if a response is saved.
    pub tests: Option<String>,
    /// The bodies to edit from that are JSON.
    pub bodies: Option<String>,
    /// What the mock server reads.
    pub mock: String,
    /// The requests for the program that sends every request of the collection.
    pub replay: String,
    /// The model, with types and names.
    pub understood: Understood,
    /// What was noticed on the way, rendered with its place; of very much the first.
    pub notices: Vec<String>,
    /// The same for programs.
    pub report: Report,
}

/// An API with its side tables.
#[derive(Debug)]
pub struct Understood {
    /// The model.
    pub api: model::Api,
    /// Its types.
    pub types: infer::Types,
    /// Its names.
    pub names: name::Names,
    /// The lock that keeps the names.
    pub lock: name::Lock,
    /// What names of the older lock are gone, rendered for people. It is no loss of the output.
    pub gone: Option<String>,
    /// Whether the older lock has methods and none of them is left, as if it were that of another collection.
    pub is_another: bool,
}

impl Understood {
    /// What emission reads.
    pub fn scope(&self) -> emit::Scope<'_> {
        self.scope_in(emit::Layout::Shared)
    }

    /// The same, for a module with or without a runtime of its own.
    pub fn scope_in(&self, layout: emit::Layout) -> emit::Scope<'_> {
        emit::Scope {
            api: &self.api,
            types: &self.types,
            names: &self.names,
            layout,
        }
    }
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The file is not a collection.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The collection has problems that leave nothing to generate; all of them, rendered.
    #[error("{}", .0.join("\n"))]
    Diagnosed(Vec<String>),
    /// Requests have been lost on the way, which is a bug of this generator.
    #[error("error: internal error: requests of the collection are lost: {}\n  --> {}\n  help: please report this, with the collection if you can", .lost.join(", "), .path.display())]
    Lost {
        /// The collection file.
        path: PathBuf,
        /// The requests: JSON pointer and name of each.
        lost: Vec<String>,
    },
    /// Two modules would be one file.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A template failed.
    #[error(transparent)]
    Template(#[from] askama::Error),
}

/// The first half: what a collection says, in model, types and names.
///
/// # Errors
///
/// If the collection, its environment or its lock of names cannot be read, has problems that leave nothing to generate, or loses a request on
/// the way.
pub fn understand(
    input: impl Into<Input>,
    name: &str,
) -> Result<(Document, Understood, Diagnostics), Failure> {
    let mut diagnostics = Diagnostics::default();
    let mut input = input.into();
    let names_lock = input.names_lock.take();
    let document = read::document(input, &mut diagnostics)?;
    understand_document(document, name, names_lock.as_ref(), diagnostics)
}

/// The same for a document that has been read.
fn understand_document(
    mut document: Document,
    name: &str,
    names_lock: Option<&Source>,
    mut diagnostics: Diagnostics,
) -> Result<(Document, Understood, Diagnostics), Failure> {
    let resolved = resolve::resolve(document.take_collection(), &mut diagnostics);
    let api = model::build::build(name, &resolved, &mut diagnostics);
    let lost = tally::lost(&document, &resolved, &api);
    if !lost.is_empty() {
        let path = document.source.path;
        return Err(Failure::Lost { path, lost });
    }
    let types = infer::infer(&api);
    let older = names_lock.map(|source| name::Lock::parse(&source.text, &source.path));
    let older = older.transpose()?;
    if diagnostics.has_errors() {
        return Err(Failure::Diagnosed(rendered(&diagnostics, &document)));
    }
    let mut understood = Understood {
        // Overrides say by these names what is meant.
        names: name::name(&api, &types, None),
        api,
        types,
        lock: name::Lock::default(),
        gone: None,
        is_another: false,
    };
    if let Some(source) = &document.overrides {
        understood = overrides::apply(source, understood, older.as_ref(), &mut diagnostics)
            .map_err(Failure::Diagnosed)?;
    } else if let Some(older) = &older {
        name::anchor(&understood.api, &mut understood.types, older);
        understood.names = name::name(&understood.api, &understood.types, Some(older));
    }
    let Understood {
        api, types, names, ..
    } = &understood;
    let lock = name::lock(api, types, names, older.as_ref());
    let gone = names_lock.zip(older.as_ref());
    understood.gone = gone.and_then(|(source, older)| names_file::gone(older, &lock, &source.path));
    understood.is_another = older.is_some_and(|older| older.is_replaced_by(&lock));
    understood.lock = lock;
    Ok((document, understood, diagnostics))
}

/// Turns a collection into a module for a crate named `krate`. `name` is that of the module.
///
/// # Errors
///
/// As [`understand`]; and if two modules would be one file.
pub fn generate(input: impl Into<Input>, name: &str, krate: &str) -> Result<Generated, Failure> {
    let (document, understood, diagnostics) = understand(input, name)?;
    let shown = document
        .source
        .path
        .display()
        .to_string()
        .replace('\\', "/");
    let scope = understood.scope();
    let banner =
        format!("Generated by Postwright from {shown}. Do not edit: run `cargo xtask codegen`.");
    let mut modules = FileSet::default();
    for module in emit::modules(scope) {
        modules.insert(
            &module_file(&module),
            &format::module(&banner, module.tokens),
        )?;
    }
    let mut reference = FileSet::default();
    for (path, text) in reference::pages(scope, &document)? {
        reference.insert(&path, &text)?;
    }
    let tests = emit::tests::module(scope, krate, &format!("../{shown}"), &document.places);
    Ok(Generated {
        source: document.source.path.clone(),
        member: Member {
            name: understood.names.module.clone(),
            title: understood.api.title.clone(),
            needs: Needs::of(&understood.api, &understood.types),
        },
        modules,
        reference,
        bodies: emit::bodies::file(scope).map(|bodies| format!("// {banner}\n{bodies}")),
        mock: format!("// {banner}\n{}", mock::text(&understood)),
        replay: format::module(
            &banner,
            emit::replay::module(scope, krate, &document.places),
        ),
        tests: tests.map(|tokens| format::module(&banner, tokens)),
        notices: rendered(&diagnostics, &document),
        report: Report::of(&document, &understood, &diagnostics),
        understood,
    })
}

fn module_file(module: &emit::Module) -> String {
    if module.path.is_empty() {
        "mod.rs".to_owned()
    } else {
        format!("{}.rs", module.path.join("/"))
    }
}

/// Nobody reads further on a terminal; the report has them all.
const MOST_NOTICES: usize = 100;

/// Problems with their places: those of the collection, then those of its environment. Of too many, the worst are shown, and
/// how many there are besides.
fn rendered(diagnostics: &Diagnostics, document: &Document) -> Vec<String> {
    let (mut rendered, mut more) = rendered_of(diagnostics, &document.source, &document.places);
    for environment in &document.environments {
        let (source, places) = (&environment.source, &environment.places);
        let (of_environment, left) = rendered_of(&environment.diagnostics, source, places);
        rendered.extend(of_environment);
        more += left;
    }
    if more > 0 {
        rendered.push(format!(
            "note: there are {more} more of these\n  help: the report lists all of them\n"
        ));
    }
    rendered
}

/// The problems of one document, as far as they are shown, and the number of the others.
fn rendered_of(
    diagnostics: &Diagnostics,
    source: &Source,
    places: &Places,
) -> (Vec<String>, usize) {
    // Secrets that were taken out are no problems: they are in the report.
    let problems = diagnostics.entries().iter();
    let problems = problems.filter(|entry| entry.severity != Severity::Secret);
    let mut worst: Vec<&Diagnostic> = problems.collect();
    let more = worst.len().saturating_sub(MOST_NOTICES);
    if more > 0 {
        worst.sort_by_key(|entry| Reverse(entry.severity));
        worst.truncate(MOST_NOTICES);
    }
    let worst: Vec<Diagnostic> = worst.into_iter().cloned().collect();
    (diag::render_all(&worst, source, places), more)
}
