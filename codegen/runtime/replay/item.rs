//! One request of the collection, with its values as the arguments of its method.

use std::fmt;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::block::{Settings, base64_decoded, basic_decoded};
use super::comments::without_comments;
use super::nearly_json::strict;
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

/// Why a request cannot be sent as it is saved.
#[derive(Debug)]
pub struct Inexpressible {
    /// The part of the request.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Inexpressible {
    /// For a reason.
    pub fn new(place: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self {
            place: place.into(),
            reason: reason.to_string(),
        }
    }
}

/// A typed value, or why there is none.
pub type Typed<T> = Result<T, Inexpressible>;

/// The part whose keys are the same in any case.
const HEADER: &str = "header";

/// Values of one part of a request, by key.
#[derive(Debug)]
pub struct Part {
    name: &'static str,
    entries: Vec<(String, Option<String>)>,
    /// Keys in which variables stand, as they are saved and as they are sent.
    variable: Vec<(String, String)>,
}

impl Part {
    /// The value of a key, if it has one.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Typed<Option<T>> {
        self.texts(key)?.next().map(|text| self.typed(key, text)).transpose()
    }

    /// The same without an entry that the client always sends.
    pub fn without(mut self, key: &str, value: &str) -> Self {
        let is_it = |(known, sent): &(String, Option<String>)| {
            known.eq_ignore_ascii_case(key) && sent.as_deref().is_some_and(|sent| sent.trim() == value)
        };
        if let Some(at) = self.entries.iter().position(is_it) {
            self.entries.remove(at);
        }
        self
    }

    /// The value of a key that every call must give.
    pub fn need<T: DeserializeOwned>(&self, key: &str) -> Typed<T> {
        self.needed(key, self.get(key)?)
    }

    /// All values of a key.
    pub fn all<T: DeserializeOwned>(&self, key: &str) -> Typed<Vec<T>> {
        self.texts(key)?.map(|text| self.typed(key, text)).collect()
    }

    /// The items of a value that commas separate; none without the key.
    pub fn joined<T: DeserializeOwned>(&self, key: &str) -> Typed<Vec<T>> {
        let text = self.texts(key)?.next();
        text.into_iter().flat_map(|text| text.split(',')).map(|item| self.typed(key, item)).collect()
    }

    /// The same, where every call must give it.
    pub fn need_joined<T: DeserializeOwned>(&self, key: &str) -> Typed<Vec<T>> {
        let is_there = self.texts(key)?.next().is_some();
        self.needed(key, is_there.then_some(self.joined(key)?))
    }

    /// The value of a key whose text is JSON.
    pub fn json<T: DeserializeOwned>(&self, key: &str) -> Typed<Option<T>> {
        let parsed = self.texts(key)?.next().map(serde_json::from_str);
        parsed.transpose().map_err(|error| self.cannot(key, error))
    }

    /// The same, where every call must give it.
    pub fn need_json<T: DeserializeOwned>(&self, key: &str) -> Typed<T> {
        self.needed(key, self.json(key)?)
    }

    /// The nested value that the keys below a root spell.
    pub fn nested<T: DeserializeOwned>(&self, root: &str) -> Typed<Option<T>> {
        let leaves: Vec<_> = self.entries.iter().filter_map(|(key, value)| {
            let steps = key.strip_prefix(root)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((steps.split("][").collect(), value.clone().unwrap_or_default()))
        }).collect();
        if leaves.is_empty() {
            return Ok(None);
        }
        let value = Tree::of(leaves.into_iter()).typed();
        value.map(Some).map_err(|reason| self.cannot(root, reason))
    }

    /// The same for a list, which is empty without such keys.
    pub fn numbered<T: DeserializeOwned>(&self, root: &str) -> Typed<Vec<T>> {
        Ok(self.nested(root)?.unwrap_or_default())
    }

    /// The texts of a key. What the client knows by its variable alone it cannot send by the variable's value.
    fn texts(&self, key: &str) -> Typed<impl Iterator<Item = &str>> {
        if self.variable.iter().any(|(saved, sent)| saved == key && sent != key) {
            return Err(self.cannot(key, "the key is a variable whose value the client does not know"));
        }
        let is_same = move |known: &str| match self.name {
            // RFC 9110 §5.1
            HEADER => known.eq_ignore_ascii_case(key),
            _ => known == key,
        };
        let values = self.entries.iter().filter(move |(known, _)| is_same(known));
        Ok(values.map(|(_, value)| value.as_deref().unwrap_or_default()))
    }

    fn typed<T: DeserializeOwned>(&self, key: &str, text: &str) -> Typed<T> {
        Tree::Text(text.to_owned()).typed().map_err(|reason| self.cannot(key, reason))
    }

    fn needed<T>(&self, key: &str, value: Option<T>) -> Typed<T> {
        value.ok_or_else(|| self.cannot(key, "not sent, but the method requires it"))
    }

    fn cannot(&self, key: &str, reason: impl fmt::Display) -> Inexpressible {
        Inexpressible::new(format!("{} `{key}`", self.name), reason)
    }
}

impl Item<'_> {
    fn replaced(&self, text: &str) -> String {
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

    /// The auth block, if it is of one of these types.
    pub fn auth(&self, kinds: &[&str]) -> Option<Settings<'_>> {
        let auth = self.saved.auth.as_ref()?;
        kinds.contains(&auth.kind.as_str()).then_some(Settings::new(auth, self.variables))
    }

    /// The auth block of this type, if it has what the type cannot do without.
    pub fn signing(&self, kind: &str) -> Option<Settings<'_>> {
        self.auth(&[kind]).filter(|block| block.is_whole())
    }

    /// The plain header that goes out where the block beside it signs nothing, for want of keys or of a challenge.
    fn instead_of_signature(&self) -> Option<String> {
        let block = Settings::new(self.saved.auth.as_ref()?, self.variables);
        self.header("Authorization").filter(|_| block.signs_nothing())
    }

    /// A bearer token, from the auth block or, where that has none, from a plain header.
    pub fn bearer(&self) -> Option<String> {
        let block = self.auth(&["bearer"]).map(|bearer| bearer.get("token"));
        let token = block.or_else(|| self.oauth_token("Bearer"));
        token.filter(|token| !token.is_empty()).or_else(|| self.behind_scheme("Bearer"))
    }

    /// The token that goes out behind this word: of OAuth 2, or of a plain header.
    pub fn token(&self, prefix: &str) -> Option<String> {
        self.oauth_token(prefix).or_else(|| self.behind_scheme(prefix))
    }

    /// What stands behind a scheme in a plain header.
    fn behind_scheme(&self, wanted: &str) -> Option<String> {
        let header = self.header("Authorization")?;
        let (scheme, token) = header.trim().split_once(' ')?;
        scheme.eq_ignore_ascii_case(wanted).then(|| token.trim().to_owned())
    }

    /// The values of the variables in a plain header with this text around them.
    pub fn composed<const N: usize>(&self, key: &str, texts: &[&str]) -> Option<[String; N]> {
        let mut sent = self.saved.headers.iter().filter(|entry| !entry.disabled);
        let header = sent.find(|entry| entry.key.trim().eq_ignore_ascii_case(key))?;
        let written = text(header.value.as_ref()?);
        let mut rest = written.trim().strip_prefix(*texts.first()?)?;
        let mut values = Vec::new();
        for behind in &texts[1..] {
            let end = rest.find("}}")? + 2;
            values.push(self.replaced(&rest[..end]));
            rest = rest[end..].strip_prefix(*behind)?;
        }
        values.try_into().ok().filter(|_| rest.is_empty())
    }

    /// The token of OAuth 2 that goes out behind this word. One of the type `mac` is none.
    fn oauth_token(&self, prefix: &str) -> Option<String> {
        let oauth = self.auth(&["oauth2"])?;
        let said = oauth.find("headerPrefix").unwrap_or_else(|| "Bearer".to_owned());
        let in_header = oauth.get("addTokenTo") != "queryParams" && oauth.get("tokenType") != "mac";
        (in_header && said.trim().eq_ignore_ascii_case(prefix)).then(|| oauth.get("accessToken"))
    }

    /// User name and password, from the auth block, a plain header, or the URL.
    pub fn basic(&self) -> Typed<Option<(String, String)>> {
        if let Some(basic) = self.auth(&["basic"]) {
            return Ok(Some((basic.get("username"), basic.get("password"))));
        }
        if let Some(header) = self.header("Authorization") {
            let (scheme, encoded) = header.trim().split_once(' ').unwrap_or_default();
            if !scheme.eq_ignore_ascii_case("basic") {
                return Ok(None);
            }
            return match basic_decoded(encoded.trim()) {
                None => Err(Inexpressible::new(
                    "header `Authorization`",
                    "what stands behind `Basic` is no user name and password in Base64",
                )),
                pair => Ok(pair),
            };
        }
        Ok(self.saved.url.user_info.as_ref().map(|info| {
            let info = self.replaced(info);
            let (user, password) = info.split_once(':').unwrap_or((&info, ""));
            (percent_decoded(user.to_owned()), percent_decoded(password.to_owned()))
        }))
    }

    /// The value of an API key, from the auth block, a plain header or the query.
    pub fn api_key(&self, key: &str, in_query: bool) -> Option<String> {
        if let Some(auth) = self.auth(&["apikey"]) {
            let place = auth.get("in") == "query";
            if place == in_query && (auth.get("key").eq_ignore_ascii_case(key) || auth.get("key").is_empty()) {
                return Some(auth.get("value"));
            }
        }
        if let Some(oauth) = self.auth(&["oauth2"]).filter(|_| in_query && key == "access_token") {
            return Some(oauth.get("accessToken"));
        }
        match in_query {
            true => self.query().get(key).ok().flatten(),
            false => self.header(key),
        }
    }

    fn header(&self, name: &str) -> Option<String> {
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

    /// The kind of the auth block, if it is one that the client does not sign by itself.
    pub fn unsigned(&self) -> Option<&str> {
        let auth = self.saved.auth.as_ref()?;
        (!Settings::new(auth, self.variables).is_known()).then_some(&auth.kind)
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
fn percent_decoded(text: String) -> String {
    let decoded = percent_encoding::percent_decode_str(&text).decode_utf8();
    decoded.map(|text| text.into_owned()).unwrap_or(text)
}
