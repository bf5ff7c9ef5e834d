//! Published names that stay: which public name each thing of a collection has. Plain data; the stage reads one and makes
//! another.
//!
//! Things are told apart by what they are in the collection, never by their order: requests and folders by Postman's id or
//! by name and path ([`memory`]), types by their uses, from the operation down, member by member.

mod anchor;
mod claims;
mod line;
mod memory;
mod pairing;
mod parse;
mod record;
mod spelling;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use heck::ToLowerCamelCase;

pub(crate) use self::anchor::anchor;
pub(super) use self::claims::{Kept, KeptOwn, keep};
pub(super) use self::memory::{Memory, Remembered};
pub(super) use self::record::record;
use super::ident;
use crate::read::ReadError;

/// The public names of an API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// How most members are written on the wire: such members need no line.
    style: Style,
    /// By the module's path.
    modules: BTreeMap<String, Folder>,
    /// By the method's path.
    methods: BTreeMap<String, Request>,
    /// Paths of types by use: `orders::create_order body`, `orders::Order customer`.
    types: BTreeMap<String, String>,
    /// Fields and variants by the type's path and the wire name; without those that are written in the usual style.
    members: BTreeMap<String, String>,
    /// Methods of the client's builder.
    client: BTreeMap<String, Part>,
    /// Variants for environments, with the environment's name.
    environments: BTreeMap<String, String>,
}

/// What a module is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Folder {
    name: String,
    id: Option<String>,
}

/// What a method is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Request {
    /// The request's name.
    name: String,
    /// Method and path: `GET /orders/{id}`.
    request: String,
    id: Option<String>,
    /// `Operation::mark`, as eight hexadecimal digits, or nothing.
    mark: String,
}

/// What a method of the builder sets.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Server { name: String, url: String },
    Credential(String),
    Setting(String),
}

/// How names of several words are written on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Style {
    #[default]
    Snake,
    Camel,
}

impl Style {
    /// Whether this is how the style writes a name of ours. Each name has one such spelling, so what is not in the lock
    /// can only have been this.
    fn writes(self, name: &str, wire: &str) -> bool {
        let plain = name.trim_start_matches("r#");
        match self {
            _ if plain.starts_with(|c: char| c.is_ascii_uppercase()) => {
                ident::snake(plain).trim_start_matches("r#") == wire
            }
            Self::Snake => plain == wire,
            Self::Camel => plain.to_lower_camel_case() == wire,
        }
    }
}

impl Lock {
    /// Reads the text of a lock file; messages name it by `path`.
    ///
    /// # Errors
    ///
    /// If the text is no lock: with line, column and what to do.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ReadError> {
        parse::lock(text, path)
    }

    /// The text of the lock file.
    pub fn to_text(&self) -> String {
        write::write(self)
    }

    /// Whether this lock has methods and another one none of them: that of another collection.
    pub fn is_replaced_by(&self, newer: &Self) -> bool {
        let mut methods = self.methods.keys();
        !self.methods.is_empty() && !methods.any(|path| newer.methods.contains_key(path))
    }

    /// The names in this lock that another one does not have any more, for people: ``method `orders::create` ``.
    pub fn gone_in(&self, newer: &Self) -> Vec<String> {
        let mut gone = Vec::new();
        let mut compare = |what: &str, old: BTreeSet<&String>, new: BTreeSet<&String>| {
            gone.extend(old.difference(&new).map(|name| format!("{what} `{name}`")));
        };
        compare(
            "module",
            self.modules.keys().collect(),
            newer.modules.keys().collect(),
        );
        compare(
            "method",
            self.methods.keys().collect(),
            newer.methods.keys().collect(),
        );
        compare(
            "type",
            self.types.values().collect(),
            newer.types.values().collect(),
        );
        // Every builder takes a bearer token.
        let methods = self.client.keys();
        compare(
            "builder method",
            methods.filter(|name| *name != "bearer_token").collect(),
            newer.client.keys().collect(),
        );
        compare(
            "environment",
            self.environments.keys().collect(),
            newer.environments.keys().collect(),
        );
        gone
    }
}

/// A path in words: `orders::refunds`, and what is in it.
fn join(module: &str, name: &str) -> String {
    match module {
        "" => name.to_owned(),
        _ => format!("{module}::{name}"),
    }
}

/// A path without its last name, and that name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once("::").unwrap_or(("", path))
}
