//! One request of the collection, with its values as the arguments of its method.

use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::block::base64_decoded;
use super::comments::without_comments;
use super::nearly_json::strict;
use super::part::HEADER;
pub use super::part::{Inexpressible, Part, Typed};
use super::run::{Options, Sending};
use super::saved::{Body, Entry, FileSource, Saved, text};
use super::typed::Tree;
use super::url::{Url, path_behind};
use super::variables::Variables;
use crate::runtime::{Call, Retries};

/// A request to be sent.
#[derive(Debug)]
pub struct Item<'a> {
    /// Its number, depth first, from 0.
    pub index: usize,
    /// As it is saved.
    pub saved: &'a Saved,
    /// The values of variables.
    pub variables: &'a Variables,
    /// What the command line says.
    pub options: &'a Options,
    /// What sends.
    pub http: &'a reqwest::Client,
}

impl Item<'_> {
    pub(super) fn replaced(&self, text: &str) -> String {
        self.variables.replace(text)
    }

    fn part(&self, name: &'static str, entries: &[Entry], decode: fn(String) -> String) -> Part {
        let sent = || entries.iter().filter(|entry| !entry.disabled && entry.files.is_none());
        let with_variable = sent().map(|entry| &entry.key).filter(|key| key.contains("{{"));
        let entries = sent().map(|entry| {
            let value = entry.value.as_ref().filter(|value| !value.is_null());
            let value = value.map(|value| decode(self.replaced(&text(value))));
            (self.replaced(&entry.key), value)
        });
        Part {
            name,
            entries: entries.collect(),
            variable: with_variable.map(|key| (key.clone(), self.replaced(key))).collect(),
        }
    }

    /// The query. Escapes that are saved are undone: the client writes its own.
    pub fn query(&self) -> Part {
        let mut part = self.part("query", &self.saved.url.query, query_decoded);
        part.entries.iter_mut().for_each(|(key, _)| *key = percent_decoded(std::mem::take(key)));
        part
    }

    /// The headers.
    pub fn headers(&self) -> Part {
        let mut part = self.part(HEADER, &self.saved.headers, |text| text);
        part.entries.iter_mut().for_each(|(key, _)| *key = key.trim().to_owned());
        part
    }

    /// A header that the client leaves out: without the values of its variables it has no name.
    pub fn without_header(&self, key: &str) -> Typed<()> {
        let mut sent = self.saved.headers.iter().filter(|entry| !entry.disabled && entry.key == key);
        match sent.any(|_| self.replaced(key) != key) {
            true => Err(Inexpressible::new(format!("{HEADER} `{key}`"), "the client does not know what its name holds")),
            false => Ok(()),
        }
    }

    /// The text fields of the form.
    pub fn form(&self) -> Part {
        self.part("form field", self.form_entries(), |text| text)
    }

    fn form_entries(&self) -> &[Entry] {
        match &self.saved.body {
            Body::Form(entries) => entries,
            _ => &[],
        }
    }

    /// The path argument that stands in the path as `:name`.
    pub fn path_variable<T: DeserializeOwned>(&self, name: &str) -> Typed<T> {
        path_argument(name, &self.path_text(name))
    }

    /// The same where it is a list.
    pub fn path_list<T: DeserializeOwned>(&self, name: &str) -> Typed<Vec<T>> {
        self.path_text(name).split(',').map(|item| path_argument(name, item)).collect()
    }

    fn path_text(&self, name: &str) -> String {
        let own = self.saved.url.variables.iter().rev().find(|entry| entry.key == name);
        let own = own.and_then(|entry| entry.value.as_ref()?.as_str()).filter(|value| !value.is_empty());
        // Without a value Postman leaves the segment as it is.
        own.map_or_else(|| self.unset(name), |value| self.replaced(value))
    }

    /// A segment whose path variable has no value, as it is written.
    fn unset(&self, name: &str) -> String {
        let placeholder = format!("<{name}>");
        match self.saved.url.path.contains(&placeholder) {
            true => placeholder,
            false => format!(":{name}"),
        }
    }

    /// The path argument that stands in the path as `{{name}}`.
    pub fn path_of_variable<T: DeserializeOwned>(&self, name: &str) -> Typed<T> {
        path_argument(name, &self.variable(name))
    }

    /// The same where it is a list.
    pub fn path_list_of_variable<T: DeserializeOwned>(&self, name: &str) -> Typed<Vec<T>> {
        self.variable(name).split(',').map(|item| path_argument(name, item)).collect()
    }

    /// What sends: one for all requests, for they go to one server.
    pub fn http(&self) -> reqwest::Client {
        self.http.clone()
    }

    /// The value of a variable.
    pub fn variable(&self, name: &str) -> String {
        self.replaced(&format!("{{{{{name}}}}}"))
    }

    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Typed<T> {
        let text = match &self.saved.body {
            Body::Graphql(members) => self.graphql(members),
            _ => strict(&self.text()?),
        };
        let read = serde_json::from_str(&text);
        read.map_err(|error| Inexpressible::new("body", format!("{error}")))
    }

    /// A GraphQL query as it is sent.
    fn graphql(&self, members: &serde_json::Map<String, Value>) -> String {
        let mut parts = Vec::new();
        for key in ["query", "operationName", "variables"] {
            match members.get(key) {
                None => {}
                Some(Value::String(text)) if key == "variables" => {
                    let text = self.replaced(text);
                    if !text.trim().is_empty() {
                        parts.push(format!("\"variables\":{text}"));
                    }
                }
                Some(Value::Null) if key == "operationName" => {}
                Some(value) => parts.push(format!("\"{key}\":{}", self.replaced(&value.to_string()))),
            }
        }
        format!("{{{}}}", parts.join(","))
    }

    /// The body as text.
    pub fn text(&self) -> Typed<String> {
        match &self.saved.body {
            Body::Raw { text, language } if self.is_json(language) => Ok(without_comments(&self.replaced(text))),
            Body::Raw { text, .. } => Ok(self.replaced(text)),
            Body::Empty => Ok(String::new()),
            _ => Err(Inexpressible::new("body", "no text")),
        }
    }

    /// Whether Postman takes the text of a body for JSON: by its language, or without one by the type that is stated.
    fn is_json(&self, language: &str) -> bool {
        let is_json_type = |stated: String| {
            let stated = stated.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            stated == "application/json" || stated.starts_with("application/") && stated.ends_with("+json")
        };
        language == "json" || language.is_empty() && self.header("Content-Type").is_some_and(is_json_type)
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        let headers = self.headers();
        let same = |(key, _): &&(String, Option<String>)| key.eq_ignore_ascii_case(name);
        headers.entries.iter().find(same).map(|(_, value)| value.clone().unwrap_or_default())
    }

    /// The server: the one that everything is sent to, with the path that the saved one has.
    pub fn server(&self) -> String {
        let Url { server, .. } = &self.saved.url;
        let replaced = self.replaced(server);
        format!("{}{}", self.options.base_url.trim_end_matches('/'), path_behind(&replaced))
    }

    /// The paths of the files of a form's field, with the file name and the media type that are sent if they are not the file's own.
    pub fn files(&self, key: &str) -> Vec<Upload> {
        let own = |entry: &&Entry| !entry.disabled && self.replaced(&entry.key) == key;
        let fields = self.form_entries().iter().filter(own);
        let uploads = fields.flat_map(|entry| {
            entry.files.iter().flatten().map(|file| Upload {
                source: self.source(file),
                name: entry.file_name.clone(),
                content_type: entry.content_type.clone(),
            })
        });
        uploads.collect()
    }

    /// Where the content of a file comes from.
    fn source(&self, file: &FileSource) -> Source {
        match file {
            FileSource::Path(path) if !path.is_empty() => Source::Path(self.options.file(&self.replaced(path))),
            FileSource::Path(_) => Source::Bytes(Vec::new()),
            FileSource::Base64(text) => Source::Bytes(base64_decoded(&self.replaced(text)).unwrap_or_default()),
        }
    }

    /// The first file to be sent that cannot be read, and why.
    pub fn unreadable(&self) -> Option<String> {
        let fields = self.form_entries().iter().filter(|entry| !entry.disabled);
        let files = fields.flat_map(|entry| entry.files.iter().flatten()).map(|file| self.source(file));
        files.chain([self.file()]).find_map(|source| match source {
            Source::Path(path) => Some(format!("{}: {}", path.display(), std::fs::read(&path).err()?)),
            Source::Bytes(_) => None,
        })
    }

    /// The file that is the body.
    pub fn file(&self) -> Source {
        match &self.saved.body {
            Body::File(file) => self.source(file),
            _ => Source::Bytes(Vec::new()),
        }
    }

    /// The call with the number of the item, ready to be sent.
    pub fn send<T: 'static, E: 'static>(&self, call: Call<T, E>) -> Outcome {
        let call = call.header("x-replay-item", self.index.to_string()).undecoded();
        // Each request is to be seen once, whatever comes back.
        let call = call.retries(Retries::none());
        let call = match self.instead_of_signature() {
            Some(value) => call.header("Authorization", value),
            None => call,
        };
        Ok(Box::pin(async move {
            use crate::runtime::Error;
            match call.await {
                Ok(_) | Err(Error::Api(_) | Error::Undocumented(_) | Error::Decode(_)) => Ok(()),
                Err(Error::Transport(error)) => Err(error.to_string()),
                Err(Error::Request(error)) => Err(error.to_string()),
                Err(other) => Err(other.to_string()),
            }
        }))
    }
}

/// A request that is ready to be sent, or why it is not.
pub type Outcome = Result<Sending, Inexpressible>;

/// A file to be sent.
#[derive(Debug)]
pub struct Upload {
    /// Where its content comes from.
    pub source: Source,
    /// The name that is sent.
    pub name: Option<String>,
    /// The media type that is sent.
    pub content_type: Option<String>,
}

/// Where the content of a file comes from.
#[derive(Debug)]
pub enum Source {
    /// A file; one that is named.
    Path(PathBuf),
    /// The collection holds it; nothing where a field of a form names no file.
    Bytes(Vec<u8>),
}

/// The same for a query, where `+` is read as a space.
fn query_decoded(text: String) -> String {
    percent_decoded(text.replace('+', " "))
}

fn path_argument<T: DeserializeOwned>(name: &str, text: &str) -> Typed<T> {
    let value = Tree::Text(percent_decoded(text.to_owned())).typed();
    value.map_err(|reason| Inexpressible::new(format!("path variable `{name}`"), reason))
}

/// Escapes undone; what is none stays.
pub(super) fn percent_decoded(text: String) -> String {
    let decoded = percent_encoding::percent_decode_str(&text).decode_utf8();
    decoded.map(|text| text.into_owned()).unwrap_or(text)
}
