//! From bytes to the raw collection: tolerant of every shape that occurs; every value knows where it stands.
//!
//! What cannot be read becomes a warning with its place, and the rest is read all the same. Only a file that is no
//! collection at all is a [`ReadError`].

mod auth;
mod body;
mod counts;
mod environment;
mod error;
mod foreign;
pub mod locate;
mod pair;
pub mod raw;
mod reader;
pub mod redact;
mod response;
mod script;
mod url;
mod v1;
mod v1_request;
mod v2;
mod variable;

use std::fs;
use std::path::Path;

use serde_json::Value;

pub use self::counts::Counts;
pub use self::environment::{Environment, environment};
pub use self::error::{ReadError, Spot};
use self::reader::{Object, Reader};
use crate::diag::{Diagnostics, Place, Places, Source};

/// A collection that has been read, with what is needed to point into it.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Source,
    /// The whole JSON document, members in file order, secrets taken out.
    pub value: Value,
    /// The places that the collection's parts stand at.
    pub places: Places,
    /// The collection.
    pub collection: raw::Collection,
    /// The environments that were read with it.
    pub environments: Vec<Environment>,
    /// How much the file holds.
    pub counts: Counts,
    /// Items with a request that could not be read; the diagnostics say why.
    pub skipped: Vec<Place>,
    /// What people want otherwise; it is read when the API is understood.
    pub overrides: Option<Source>,
}

/// What a client is made of: a collection, and environments. Each is a choice when a client is built; where there is only
/// one, its variables count before the collection's.
#[derive(Debug, Clone)]
pub struct Input {
    /// The collection.
    pub source: Source,
    /// The environments.
    pub environments: Vec<Source>,
    /// What people want otherwise: a `postwright.toml`.
    pub overrides: Option<Source>,
    /// The lock of names that was written with the last generation ([`crate::name::Lock`]).
    pub names_lock: Option<Source>,
}

impl From<Source> for Input {
    fn from(source: Source) -> Self {
        Self {
            source,
            environments: Vec::new(),
            overrides: None,
            names_lock: None,
        }
    }
}

/// Reads a file's text. Messages name it as `shown_as`.
pub fn load(path: &Path, shown_as: &Path) -> Result<Source, ReadError> {
    if path.is_dir() {
        let help = "name a collection file inside of it";
        return Err(ReadError::new(
            shown_as,
            None,
            "this is a folder, not a file",
            help,
        ));
    }
    let bytes = fs::read(path).map_err(|error| {
        let message = format!("the file cannot be read: {error}");
        ReadError::new(
            shown_as,
            None,
            message,
            "check the path and its permissions",
        )
    })?;
    source(bytes, shown_as)
}

/// Makes a source of a file's bytes: UTF-8, with or without a byte order mark, and not empty.
pub fn source(bytes: Vec<u8>, shown_as: &Path) -> Result<Source, ReadError> {
    if let Some(encoding) = other_encoding(&bytes) {
        let message = format!("the file is encoded as {encoding}, not as UTF-8");
        return Err(ReadError::new(shown_as, None, message, "save it as UTF-8"));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(shown_as, &error))?;
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    if text.trim().is_empty() {
        let help = "export the collection from Postman into this file";
        return Err(ReadError::new(shown_as, None, "the file is empty", help));
    }
    Ok(Source {
        path: shown_as.to_path_buf(),
        text,
    })
}

/// Reads a collection of any version.
pub fn document(
    input: impl Into<Input>,
    diagnostics: &mut Diagnostics,
) -> Result<Document, ReadError> {
    let Input {
        source,
        environments,
        overrides,
        names_lock: _,
    } = input.into();
    let mut value = parse(&source)?;
    let mut values = environments
        .iter()
        .map(parse)
        .collect::<Result<Vec<_>, _>>()?;
    let mut documents: Vec<&mut Value> = std::iter::once(&mut value).chain(&mut values).collect();
    let mut secrets = redact::redact_together(&mut documents).into_iter();
    let of_collection = secrets.next().unwrap_or_default();
    let environments = environments.into_iter().zip(&values).zip(secrets);
    let environments = environments
        .map(|((source, values), secrets)| Environment::read(source, values, &secrets))
        .collect::<Result<Vec<_>, _>>()?;
    let mut places = Places::default();
    let mut reader = Reader {
        places: &mut places,
        diagnostics,
        skipped: Vec::new(),
    };
    let Some((object, place)) = reader.root(&value) else {
        return Err(foreign::explain(&source.path, &value));
    };
    let mut collection = match foreign::has_requests(object) {
        true => reader.collection_v1(object, place),
        false => reader.collection_v2(object, place),
    };
    let skipped = reader.skipped;
    of_collection.tell(&value, &mut places, diagnostics);
    collection.environments = environments
        .iter()
        .map(|environment| environment.over(&collection.variables))
        .collect();
    if let [only] = collection.environments.as_slice() {
        collection.variables.clone_from(&only.variables);
    }
    Ok(Document {
        counts: Counts::of(&collection),
        source,
        value,
        places,
        collection,
        environments,
        skipped,
        overrides,
    })
}

impl Document {
    /// Hands the collection on to the next stage; what is left is an empty one.
    pub fn take_collection(&mut self) -> raw::Collection {
        std::mem::replace(&mut self.collection, raw::Collection::empty(Places::ROOT))
    }

    /// The JSON at a place, for people to read; without its scripts, which may hold anything.
    pub fn text_at(&self, place: Place) -> String {
        let value = self.value.pointer(&self.places.pointer(place)).cloned();
        let shown = value.map(|mut value| {
            if let Value::Object(members) = &mut value {
                for scripts in ["event", "events", "preRequestScript", "tests"] {
                    members.shift_remove(scripts);
                }
            }
            value
        });
        shown
            .and_then(|value| serde_json::to_string_pretty(&value).ok())
            .unwrap_or_default()
    }
}

impl Reader<'_> {
    /// The collection: the document itself, or its member `collection` (an API answer, a newman report).
    fn root<'v>(&mut self, value: &'v Value) -> Option<(&'v Object, Place)> {
        let object = value.as_object()?;
        if foreign::is_collection(object) {
            return Some((object, Places::ROOT));
        }
        let inner = object
            .get("collection")?
            .as_object()
            .filter(|inner| foreign::is_collection(inner))?;
        Some((inner, self.places.key(Places::ROOT, "collection")))
    }
}

fn parse(source: &Source) -> Result<Value, ReadError> {
    serde_json::from_str(&source.text)
        .map_err(|error| ReadError::not_json(&source.path, &source.text, &error))
}

/// UTF-16 and UTF-32 are told by their byte order mark, or by the zeros beside the first character: that of JSON is ASCII.
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [1..=0x7F, 0, 0, 0, ..] | [0, 0, 0, 1..=0x7F, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        [1..=0x7F, 0, ..] | [0, 1..=0x7F, ..] => Some("UTF-16"),
        _ => None,
    }
}

fn not_utf8(shown_as: &Path, error: &std::string::FromUtf8Error) -> ReadError {
    let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let before = String::from_utf8_lossy(valid);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    ReadError::new(
        shown_as,
        Some((line, column)),
        "the file is not UTF-8",
        "save it as UTF-8",
    )
}
