//! Exported environments and globals: `{ "name", "values": [{ key, value, enabled, type }] }`.

use serde_json::Value;

use super::raw::{Scope, Variable, text_of};
use super::reader::{Node, Object, Reader};
use super::redact::{Findings, REDACTED};
use super::{ReadError, foreign, parse};
use crate::diag::{Diagnostics, Places, Source};

/// An environment that has been read together with a collection, secrets taken out.
#[derive(Debug)]
pub struct Environment {
    /// The file.
    pub source: Source,
    /// Its name: its own, or that of the file.
    pub name: String,
    /// The places of its variables.
    pub places: Places,
    /// Its variables.
    pub variables: Vec<Variable>,
    /// What could not be read.
    pub diagnostics: Diagnostics,
}

impl Environment {
    /// Reads a document that secrets have been taken out of.
    pub(super) fn read(
        source: Source,
        value: &Value,
        secrets: &Findings,
    ) -> Result<Self, ReadError> {
        let mut places = Places::default();
        let mut diagnostics = Diagnostics::default();
        let variables = variables(&source, value, &mut places, &mut diagnostics)?;
        secrets.tell(value, &mut places, &mut diagnostics);
        Ok(Self {
            name: name(&source, value),
            source,
            places,
            variables,
            diagnostics,
        })
    }

    /// Lays the environment's variables over those of the collection.
    ///
    /// Disabled variables do not count, nor do secrets, nor those without a value: an export often leaves the values
    /// out, and the collection's own then says more.
    pub(super) fn over(&self, own: &[Variable]) -> Scope {
        let says_something = |value: &Value| match text_of(value) {
            Some(text) => !text.is_empty() && text != REDACTED,
            None => !value.is_null(),
        };
        let counting = self
            .variables
            .iter()
            .filter(|new| !new.disabled && !new.secret && says_something(&new.value));
        let mut variables = own.to_vec();
        for new in counting {
            match variables.iter_mut().rfind(|known| known.key == new.key) {
                Some(known) => {
                    known.value = new.value.clone();
                    known.disabled = false;
                    known.description = new.description.clone().or(known.description.take());
                }
                // Places of the collection point into its own file.
                None => variables.push(Variable {
                    place: Places::ROOT,
                    ..new.clone()
                }),
            }
        }
        Scope {
            name: self.name.clone(),
            variables,
        }
    }
}

/// What an environment is called.
fn name(source: &Source, value: &Value) -> String {
    let inner = ["environment", "globals"]
        .iter()
        .find_map(|key| value.get(*key));
    let own = inner.unwrap_or(value).get("name").and_then(Value::as_str);
    let own = own.map(str::trim).filter(|name| !name.is_empty());
    let stem = source
        .path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    let stem = stem
        .trim_end_matches(".postman_environment")
        .trim_end_matches(".environment");
    own.map_or_else(|| stem.to_owned(), str::to_owned)
}

/// Reads an environment. Its variables point into `places`, which belong to this source alone.
pub fn environment(
    source: &Source,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Variable>, ReadError> {
    variables(source, &parse(source)?, places, diagnostics)
}

fn variables(
    source: &Source,
    value: &Value,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Variable>, ReadError> {
    let mut reader = Reader {
        places,
        diagnostics,
        skipped: Vec::new(),
    };
    let values = match value {
        Value::Object(object) => reader.values(object),
        Value::Array(_) => Some(Node {
            value,
            place: Places::ROOT,
        }),
        _ => None,
    };
    match values {
        Some(node) => Ok(reader.variable_list(node)),
        None => Err(not_an_environment(source, value)),
    }
}

impl Reader<'_> {
    fn values<'v>(&mut self, object: &'v Object) -> Option<Node<'v>> {
        if let Some(node) = self.member(object, Places::ROOT, &["values"]) {
            return Some(node);
        }
        let wrapper = self.member(object, Places::ROOT, &["environment", "globals"])?;
        self.member(wrapper.value.as_object()?, wrapper.place, &["values"])
    }
}

fn not_an_environment(source: &Source, value: &Value) -> ReadError {
    let path = &source.path;
    if value.as_object().is_some_and(foreign::is_collection) {
        let message = "this is a collection, not an environment";
        return ReadError::new(
            path,
            None,
            message,
            "give the exported environment here; below `collections/` the collection is `collection.json`",
        );
    }
    let message = "this is not a Postman environment: there is no list `values`";
    ReadError::new(path, None, message, "export the environment from Postman")
}
