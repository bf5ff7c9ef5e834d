//! An API for people to look at: what each request takes and gives, with how often each member was seen.
//!
//! [`inspect`] gathers it as plain data; [`text()`] writes that for people, and [`json()`] for programs.

mod gather;
mod json;
mod text;

use crate::Understood;
use crate::address::{Address, AddressError};
use crate::infer::{Format, Sightings};

pub use self::json::json;
pub use self::text::text;

/// What is shown of an API.
#[derive(Debug)]
pub struct Overview {
    /// The collection's name.
    pub title: String,
    /// The module of its client.
    pub module: String,
    /// Builder methods of the servers, with the URL of each if the collection gives one.
    pub servers: Vec<(String, Option<String>)>,
    /// Builder methods of the credentials.
    pub credentials: Vec<String>,
    /// Builder methods of the settings, with the value of each if the collection gives one.
    pub settings: Vec<(String, Option<String>)>,
    /// Folders with requests.
    pub folders: Vec<Folder>,
}

/// A folder.
#[derive(Debug)]
pub struct Folder {
    /// Its address; the root has none.
    pub address: Option<Address>,
    /// Its name in the collection.
    pub name: String,
    /// Its requests.
    pub operations: Vec<Request>,
}

/// A request.
#[derive(Debug)]
pub struct Request {
    /// Its address.
    pub address: Address,
    /// Its name in the collection.
    pub name: String,
    /// Arguments and outcome of its method.
    pub signature: String,
    /// The method of HTTP.
    pub method: String,
    /// The path, with its arguments in braces.
    pub path: String,
    /// The builder method of its server.
    pub server: String,
    /// The builder methods of its credentials; `None` if the collection says nothing.
    pub credentials: Option<Vec<String>>,
    /// What is always sent: name and value.
    pub always: Vec<(String, String)>,
    /// How it gives its answer in pages, and by which method, if it does.
    pub pages: Option<String>,
    /// Parameters, then the body or its fields, then the answers.
    pub values: Vec<Value>,
}

/// A value: a parameter, a body, an answer, or something in one of them.
#[derive(Debug)]
pub struct Value {
    /// Its address.
    pub address: Address,
    /// What it is called where it is shown.
    pub name: String,
    /// Its Rust type.
    pub ty: String,
    /// Whether it is always there.
    pub required: bool,
    /// In how many of the objects seen it was, for a member.
    pub sightings: Option<Sightings>,
    /// The format of its text.
    pub format: Option<Format>,
    /// Whether it has been `null`.
    pub null: bool,
    /// The values that it is one of, if they are known.
    pub one_of: Vec<String>,
    /// The value that shows its members, if they have been shown before.
    pub shown_at: Option<Address>,
    /// Its members, those of its items, or those of its values.
    pub members: Vec<Value>,
}

/// Gathers what there is to see; with an address only what it leads to.
///
/// # Errors
///
/// If there is nothing of that address.
pub fn inspect(understood: &Understood, only: Option<&Address>) -> Result<Overview, AddressError> {
    gather::overview(understood, only)
}
