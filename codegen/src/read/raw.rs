//! The raw collection: what the file says, in one shape for every format version, nothing interpreted.
//!
//! Every part carries the [`Place`] it was read from, so that later stages can point at it.

use serde_json::Value;

use crate::diag::Place;

/// A whole collection file.
#[derive(Debug, Clone)]
pub struct Collection {
    /// `info.name`, if there is one.
    pub name: Option<String>,
    /// `info.description`, as written (Markdown or HTML).
    pub description: Option<String>,
    /// Folders and requests in file order.
    pub items: Vec<Item>,
    /// The collection's own auth block.
    pub auth: Option<Auth>,
    /// The collection's variables.
    pub variables: Vec<Variable>,
    /// Environments, each with all variables that count in it.
    pub environments: Vec<Scope>,
    /// The collection's scripts.
    pub scripts: Vec<Script>,
    /// `protocolProfileBehavior`.
    pub profile: Vec<(String, Value)>,
    /// Where it stands (the root).
    pub place: Place,
}

impl Collection {
    /// A collection with nothing in it.
    pub fn empty(place: Place) -> Self {
        Self {
            name: None,
            description: None,
            items: Vec::new(),
            auth: None,
            variables: Vec::new(),
            environments: Vec::new(),
            scripts: Vec::new(),
            profile: Vec::new(),
            place,
        }
    }
}

/// An environment laid over the variables of the collection.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The environment's name.
    pub name: String,
    /// Its variables, and those of the collection that it does not have.
    pub variables: Vec<Variable>,
}

/// A folder or a request.
#[derive(Debug, Clone)]
pub enum Item {
    /// A folder.
    Folder(Folder),
    /// A request with its saved responses.
    Request(Box<Request>),
}

/// A folder.
#[derive(Debug, Clone)]
pub struct Folder {
    /// What Postman knows it by, wherever it stands and whatever it is called.
    pub id: Option<String>,
    /// Its name; empty if it has none.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// What it holds, in file order.
    pub items: Vec<Item>,
    /// Its auth block; `None` inherits.
    pub auth: Option<Auth>,
    /// Its scripts.
    pub scripts: Vec<Script>,
    /// `protocolProfileBehavior`: each key inherits by itself.
    pub profile: Vec<(String, Value)>,
    /// Where it stands.
    pub place: Place,
}

/// A request: of an item, or the `originalRequest` of a saved response.
#[derive(Debug, Clone)]
pub struct Request {
    /// What Postman knows the item by, wherever it stands and whatever it is called.
    pub id: Option<String>,
    /// The item's name; empty if it has none (always for an `originalRequest`).
    pub name: String,
    /// The request's description, else the item's.
    pub description: Option<String>,
    /// The method as written; `None` if absent, null or blank.
    pub method: Option<String>,
    /// The URL.
    pub url: Url,
    /// Headers in order, disabled ones too.
    pub headers: Vec<Pair>,
    /// The body, if the request has one.
    pub body: Option<Body>,
    /// Its auth block; `None` inherits.
    pub auth: Option<Auth>,
    /// The saved responses.
    pub responses: Vec<Response>,
    /// Its scripts.
    pub scripts: Vec<Script>,
    /// `protocolProfileBehavior`: each key inherits by itself.
    pub profile: Vec<(String, Value)>,
    /// Where the *item* stands (for an `originalRequest`: the request itself).
    pub place: Place,
}

impl Request {
    /// Where its body stands; itself, if it has none.
    pub fn body_place(&self) -> Place {
        self.body.as_ref().map_or(self.place, |body| body.place)
    }
}

/// A URL by its parts. A URL given as text has been split into the same parts.
#[derive(Debug, Clone, Default)]
pub struct Url {
    /// `raw`, or the text itself.
    pub raw: Option<String>,
    /// `http`, `https` or anything else, without `://`.
    pub protocol: Option<String>,
    /// `user:password` before the host, as written.
    pub user_info: Option<String>,
    /// Host labels joined with dots: `api.zoom.us`, `{{baseUrl}}`.
    pub host: String,
    /// Port as text.
    pub port: Option<String>,
    /// Path segments as written, without slashes: `["meetings", ":meetingId"]`.
    /// A trailing slash is a last empty segment.
    pub path: Vec<String>,
    /// Query entries in order, disabled ones too.
    pub query: Vec<Pair>,
    /// Path variables: `url.variable`.
    pub variables: Vec<Pair>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// A key with a value: header, query entry or path variable.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The key; `None` if null or absent.
    pub key: Option<String>,
    /// The value as JSON; `Null` if null or absent.
    pub value: Value,
    /// `disabled: true` (or `enabled: false`).
    pub disabled: bool,
    /// Its description.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A body, decided by `mode`.
#[derive(Debug, Clone)]
pub struct Body {
    /// What it holds.
    pub content: BodyContent,
    /// `disabled: true`.
    pub disabled: bool,
    /// Where it stands.
    pub place: Place,
}

/// The content of a body.
#[derive(Debug, Clone)]
pub enum BodyContent {
    /// `mode: raw`.
    Raw {
        /// The text.
        text: String,
        /// `options.raw.language`.
        language: Option<String>,
    },
    /// `mode: urlencoded`.
    Urlencoded(Vec<FormEntry>),
    /// `mode: formdata`.
    Formdata(Vec<FormEntry>),
    /// `mode: file`: the source path, if one was saved.
    File(Option<String>),
    /// `mode: graphql`.
    Graphql {
        /// The query text.
        query: String,
        /// `operationName`.
        operation_name: Option<String>,
        /// `variables`: text as written, or JSON.
        variables: Value,
    },
}

/// An entry of an urlencoded or multipart form.
#[derive(Debug, Clone)]
pub struct FormEntry {
    /// The key; `None` if null or absent.
    pub key: Option<String>,
    /// The value as JSON; `Null` if null or absent.
    pub value: Value,
    /// `type: file`.
    pub is_file: bool,
    /// `src` lists more than one file: several files under one key.
    pub many_files: bool,
    /// `contentType` of the part.
    pub content_type: Option<String>,
    /// `disabled: true`.
    pub disabled: bool,
    /// Its description.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// The status code of a saved response, as far as it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A number, whether HTTP knows it or not.
    Number(u64),
    /// Something else, which has been reported.
    Unreadable,
}

/// A saved response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its name, often prose that documents the status code.
    pub name: String,
    /// The status code, if there is one: what OpenAPI calls `default` has none.
    pub code: Option<Code>,
    /// The reason phrase.
    pub status: Option<String>,
    /// Headers in order.
    pub headers: Vec<Pair>,
    /// The body as saved.
    pub body: Option<String>,
    /// `_postman_previewlanguage`.
    pub preview_language: Option<String>,
    /// The request that led to it.
    pub original_request: Option<Box<Request>>,
    /// Where it stands.
    pub place: Place,
}

/// An auth block.
#[derive(Debug, Clone)]
pub struct Auth {
    /// `type`, lower case: `bearer`, `basic`, `noauth`, ….
    pub kind: String,
    /// The parameters of that type, from either form (object or list).
    pub params: Vec<(String, Value)>,
    /// Where it stands.
    pub place: Place,
}

/// A variable of a collection or an environment.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its name.
    pub key: String,
    /// Its value; `Null` if null or absent.
    pub value: Value,
    /// `type: secret`.
    pub secret: bool,
    /// `disabled: true` (or `enabled: false`).
    pub disabled: bool,
    /// Its description.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A script.
#[derive(Debug, Clone)]
pub struct Script {
    /// `prerequest` or `test`.
    pub listen: String,
    /// The code, lines joined with `\n`.
    pub code: String,
    /// Where it stands.
    pub place: Place,
}

/// The text of a scalar value: a string as it is, numbers and booleans as JSON prints them.
/// `None` for null, lists and objects.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
