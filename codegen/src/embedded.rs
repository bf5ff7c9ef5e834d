//! A module for someone's own crate, with the runtime inside: a folder of files, one file, or one item for `include!`.
//!
//! Such a module knows no cargo features, for those of the crate around it are not ours. It carries
//! `#[allow(dead_code, unused_imports)]`: a crate rarely calls every request of an API or names every type, and the
//! module's exports are imports to a crate that keeps it private.

use std::collections::BTreeMap;

use crate::banner::Banner;
use crate::dependencies::{self, Dependency};
use crate::emit::library::{self, Gates, Member, Needs};
use crate::emit::{self, Layout};
use crate::output::FileSet;
use crate::read::Input;
use crate::report::Report;
use crate::{Failure, Understood, format, rendered, understand};

/// A module to be written.
#[derive(Debug)]
pub struct Embedded {
    /// What it was made of.
    pub understood: Understood,
    /// The crates that the crate around it needs.
    pub dependencies: Vec<Dependency>,
    /// What was noticed on the way, rendered with its place.
    pub notices: Vec<String>,
    /// The same for programs.
    pub report: Report,
    banner: Banner,
    /// Texts by module path below the module itself, without banner.
    texts: BTreeMap<Vec<String>, String>,
}

/// Generates the module `name`. With `blocking` calls can be waited for without `async`.
///
/// # Errors
///
/// As [`understand`].
pub fn generate(
    input: impl Into<Input>,
    name: &str,
    blocking: bool,
    banner: Banner,
) -> Result<Embedded, Failure> {
    let (document, understood, diagnostics) = understand(input, name)?;
    let gates = Gates::Foreign { blocking };
    let needs = Needs::of(&understood.api, &understood.types);
    let dependencies = dependencies::of_module(&needs, blocking);
    let members = [Member {
        name: understood.names.module.clone(),
        title: understood.api.title.clone(),
        needs,
    }];
    let mut texts = BTreeMap::new();
    for module in emit::modules(understood.scope_in(Layout::Foreign)) {
        texts.insert(module.path, format::module("", module.tokens));
    }
    let runtime = |name: &str| vec!["runtime".to_owned(), name.to_owned()];
    texts.insert(
        vec!["runtime".to_owned()],
        format::module("", library::runtime_module(&members, gates)),
    );
    for file in library::runtime_files(&members, gates) {
        texts.insert(runtime(file.name), file.text.to_owned());
    }
    Ok(Embedded {
        dependencies,
        notices: rendered(&diagnostics, &document),
        report: Report::of(&document, &understood, &diagnostics),
        understood,
        banner,
        texts,
    })
}

/// What stands on top of a module's file.
const ALLOW: &str = "#![allow(dead_code, unused_imports)]";

impl Embedded {
    /// The module as a folder: `mod.rs`, a file for each folder of the collection, and `runtime/`.
    ///
    /// # Errors
    ///
    /// If two modules would be one file.
    pub fn folder(&self) -> Result<FileSet, Failure> {
        let mut files = FileSet::default();
        for (path, text) in &self.texts {
            let file = match path.as_slice() {
                [] => "mod.rs".to_owned(),
                [runtime] if runtime == "runtime" => "runtime/mod.rs".to_owned(),
                path => format!("{}.rs", path.join("/")),
            };
            let allow = if path.is_empty() {
                format!("{ALLOW}\n\n")
            } else {
                String::new()
            };
            files.insert(&file, &format!("{}\n{allow}{text}", self.banner.rust()))?;
        }
        Ok(files)
    }

    /// The module as one file.
    pub fn file(&self) -> String {
        format!("{}\n{ALLOW}\n\n{}", self.banner.rust(), self.inline(&[]))
    }

    /// The module as one item: what `include!` takes.
    pub fn item(&self) -> String {
        let name = &self.understood.names.module;
        let body = indented(&self.inline(&[]));
        format!(
            "{}\n#[allow(dead_code, unused_imports)]\n#[rustfmt::skip]\npub mod {name} {{\n{body}}}\n",
            self.banner.rust()
        )
    }

    /// The text of a module with the modules below it inside: what is declared in its head stands at its end.
    fn inline(&self, path: &[String]) -> String {
        let text = self.texts.get(path).map(String::as_str).unwrap_or_default();
        let mut own = String::with_capacity(text.len());
        let mut inner = String::new();
        let mut attributes = String::new();
        for line in text.lines() {
            let declared = line
                .strip_prefix("pub mod ")
                .and_then(|rest| rest.strip_suffix(';'));
            if let Some(name) = declared {
                let below: Vec<String> = path.iter().cloned().chain([name.to_owned()]).collect();
                let body = indented(&self.inline(&below));
                inner.push_str(&format!("\n{attributes}pub mod {name} {{\n{body}}}\n"));
                attributes.clear();
            } else if line.starts_with("#[") && line.ends_with(']') {
                attributes.push_str(line);
                attributes.push('\n');
            } else {
                own.push_str(&attributes);
                attributes.clear();
                own.push_str(line);
                own.push('\n');
            }
        }
        own.truncate(own.trim_end().len());
        format!("{}\n{inner}", without_gaps(&own))
    }
}

/// One blank line where several are left.
fn without_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        if !(line.is_empty() && blank) {
            out.push_str(line);
            out.push('\n');
        }
        blank = line.is_empty();
    }
    out.truncate(out.trim_end().len());
    out
}

/// Lines one level further in. No literal of generated code or of the runtime holds a line end that counts, which a
/// test makes sure of.
fn indented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str("    ");
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}
