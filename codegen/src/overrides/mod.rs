//! Overrides: what people want otherwise than it was inferred. A file `postwright.toml` says it, by address.
//!
//! Addresses are those of the names and types without overrides, so that no override breaks another. Nothing is done
//! unless all of it can be: every problem of a file is told, with its line.

mod entry;
mod evictions;
mod fields;
mod file;
mod keep;
mod maps;
mod merge;
mod misfits;
mod names;
mod operations;
mod pages;
mod problems;
mod spot;
mod types;

use std::fs;
use std::path::{Path, PathBuf};

use self::merge::Merged;
use self::names::Given;
use self::problems::Problems;
use crate::diag::{Diagnostics, Source};
use crate::name::Lock;
use crate::read::{self, ReadError};
use crate::{Understood, name};

/// What the file is called.
pub const FILE: &str = "postwright.toml";

/// The file of overrides beside a collection, if there is one.
pub fn beside(collection: &Path) -> Option<PathBuf> {
    let path = collection.with_file_name(FILE);
    path.is_file().then_some(path)
}

/// Reads a file of overrides. Messages name it as `shown_as`.
///
/// # Errors
///
/// If it cannot be read, or is no UTF-8. An empty one says nothing.
pub fn load(path: &Path, shown_as: &Path) -> Result<Source, ReadError> {
    match fs::read_to_string(path) {
        Ok(text) if text.trim().is_empty() => Ok(Source {
            path: shown_as.to_path_buf(),
            text: String::new(),
        }),
        _ => read::load(path, shown_as),
    }
}

/// Does what a file says to an API that was understood without it, and without a lock of names: the lock holds chosen
/// names, and addresses are none of those. What a lock keeps counts for whatever is not chosen. What the file costs is
/// noted. The errors are all problems of the file, rendered.
pub(crate) fn apply(
    source: &Source,
    base: Understood,
    lock: Option<&Lock>,
    diagnostics: &mut Diagnostics,
) -> Result<Understood, Vec<String>> {
    let mut problems = Problems::default();
    let text = &source.text;
    let file = file::read(text, &mut problems);
    let mut operations = operations::find(&file, &base, text, &mut problems);
    let mut rest = operations::leave_out(base, &mut operations, text, diagnostics);
    keep::structs(&file, &mut rest);
    let found = fields::find(&file, &rest, &operations, text, &mut problems);
    fields::note_shared(&found, &rest.understood, diagnostics);
    misfits::warn(&found, &rest.understood, diagnostics);
    let Understood { api, types, .. } = &mut rest.understood;
    types::require(&found, api, &mut problems);
    let mut merged = Merged::default();
    types::change(&found, types, api, &mut merged, &mut problems);
    merge::name_types(&found, types, &mut merged, text, &mut problems);
    types::require_members(&found, types, &merged, &mut problems);
    // Their problems are told with all others; what they say counts for the types as they will be.
    pages::choose(&operations, &rest.left, types, api, &mut problems);
    if !problems.is_empty() {
        return Err(problems.rendered(source));
    }
    let ids = types.settle(api);
    pages::choose(&operations, &rest.left, types, api, &mut problems);
    let given = Given {
        operations: &operations,
        fields: &found,
        left: &rest.left,
        merged: &merged,
        ids: &ids,
    };
    let chosen = given.chosen(types);
    if let Some(lock) = lock {
        name::anchor(api, types, lock);
    }
    let names = name::name_with(api, types, lock, &chosen);
    if !chosen.is_empty() {
        let without = name::name(api, types, lock);
        evictions::refuse(&given, &rest.understood, &without, &names, &mut problems);
    }
    rest.understood.names = names;
    given.check(&rest.understood, &mut problems);
    match problems.is_empty() {
        true => Ok(rest.understood),
        false => Err(problems.rendered(source)),
    }
}
