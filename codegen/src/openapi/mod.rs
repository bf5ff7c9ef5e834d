//! The API as an OpenAPI 3.1 document, from model, types and names. Emission: it decides nothing.
//!
//! One file for each part of the document: the whole ([`document`]), paths and operations, parameters, bodies and answers,
//! schemas, values, security schemes. Rules are those of the OpenAPI Specification 3.1.0; what it has no field for stands in
//! extensions `x-postwright-…`, and what it cannot say at all is a diagnostic.

mod bodies;
mod document;
mod operations;
mod parameters;
mod paths;
mod schemas;
mod security;

use serde_json::Value;

pub use self::document::document;

use crate::diag::Diagnostics;
use crate::read::Input;
use crate::report::Report;
use crate::{Failure, Understood};

/// What a collection becomes as a document.
#[derive(Debug)]
pub struct OpenApi {
    /// The document.
    pub document: Value,
    /// What was noticed on the way, rendered with its place; of very much the first.
    pub notices: Vec<String>,
    /// The same for programs.
    pub report: Report,
}

/// Turns a collection into an OpenAPI 3.1 document. `name` is that of the API's module.
///
/// # Errors
///
/// As [`crate::understand`].
pub fn export(input: impl Into<Input>, name: &str) -> Result<OpenApi, Failure> {
    let (read, understood, mut diagnostics) = crate::understand(input, name)?;
    let document = document(&understood, &mut diagnostics);
    Ok(OpenApi {
        document,
        notices: crate::rendered(&diagnostics, &read),
        report: Report::of(&read, &understood, &diagnostics),
    })
}

/// What every part reads, and where it says what is lost.
struct Context<'a> {
    understood: &'a Understood,
    schemas: schemas::Names,
    diagnostics: &'a mut Diagnostics,
}
