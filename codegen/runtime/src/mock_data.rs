//! What a mock server knows of an API, as plain data: the file beside a generated module holds it as JSON, written by the
//! generator from the collection, whose secrets are taken out before.

use serde::{Deserialize, Serialize};

/// An API.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Description {
    /// The paths in the URLs of the servers: `/v2`, without a slash at the end.
    pub bases: Vec<String>,
    /// The types that requests are made of.
    pub types: Vec<Definition>,
    /// Bodies, each once.
    pub texts: Vec<String>,
    /// Where tokens are given, if the collection says that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    /// The requests of the collection, in its order.
    pub operations: Vec<Operation>,
}

/// The token endpoint of an authorization server (RFC 6749 §3.2).
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Tokens {
    /// The paths that tokens are asked for at, the first of them by every grant.
    pub paths: Vec<String>,
    /// The grant types that the collection names.
    pub grants: Vec<String>,
}

/// A request.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Operation {
    /// Modules and method of the client: `orders.create_order`.
    pub name: String,
    /// The method.
    pub method: String,
    /// The segments of the path below the server's URL, each made of pieces.
    pub path: Vec<Vec<Piece>>,
    /// The parameters of the path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Param>,
    /// Those of the query.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<Param>,
    /// Those of the headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Param>,
    /// What is always sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<Constant>,
    /// The body, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The credentials that it needs, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auth: Vec<Credential>,
    /// The documented status codes of which no response is saved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsaved: Vec<u16>,
    /// How it gives its answer in pages, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// The saved responses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// A piece of a segment of a path.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Piece {
    /// Text.
    Literal(String),
    /// The parameter of this index.
    Param(usize),
    /// A value that a client has for all requests.
    Any,
}

/// A parameter, or a field of a form.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Param {
    /// Its name on the wire.
    pub name: String,
    /// Its type; that of its JSON, if it is JSON written as text.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether each request has it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// How it is written.
    #[serde(default, skip_serializing_if = "Spelling::is_plain")]
    pub spelling: Spelling,
    /// Whether it is kept from sight.
    #[serde(default, skip_serializing_if = "is_false")]
    pub secret: bool,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Spelling {
    /// As text.
    #[default]
    Plain,
    /// As JSON.
    Json,
    /// As keys in brackets.
    Brackets,
    /// As a list whose items stand in one value, with commas between them.
    Joined,
    /// As a file.
    File,
}

impl Spelling {
    fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}

/// Something that is always sent.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Constant {
    /// Where.
    pub place: Place,
    /// Its name on the wire.
    pub name: String,
    /// Its value, unless that is a setting of a client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A part of a request.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The headers.
    Header,
    /// A form.
    Form,
    /// The body as a whole.
    Body,
}

impl Place {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Form => "form",
            Self::Body => "body",
        }
    }
}

/// The body of a request.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// JSON of a type.
    Json(Type),
    /// An urlencoded form.
    Form(Vec<Param>),
    /// A multipart form.
    Multipart(Vec<Param>),
    /// Text of a media type.
    Text(String),
    /// A file.
    File,
}

/// What a request has to prove who asks.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Credential {
    /// A header, and the word that its value begins with; empty for any value.
    Header(String, String),
    /// A parameter of the query.
    Query(String),
}

/// A type.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// A boolean.
    Bool,
    /// A whole number.
    Integer,
    /// A whole number that is not negative.
    Unsigned,
    /// A number.
    Number,
    /// Text.
    Text,
    /// Text of a format, by its name in JSON Schema.
    Format(String),
    /// Anything.
    Any,
    /// A list.
    List(Box<Type>),
    /// An object whose keys are data.
    Map(Box<Type>),
    /// A value or `null`.
    Nullable(Box<Type>),
    /// A type of the table.
    Def(usize),
}

/// A type of the table.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Definition {
    /// An object.
    Struct(Vec<Member>),
    /// One of these texts.
    Enum(Vec<String>),
    /// A value of one of these types.
    Union(Vec<Type>),
}

/// A member of an object.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether it is always there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
}

/// How an operation gives its answer in pages. Members of an answer are JSON pointers (RFC 6901).
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Pages {
    /// What leads to the next page.
    pub step: Step,
    /// Whether the member that leads to the next page is always there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The list of items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// What says whether there are more pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
    /// What says how many pages there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

/// What leads to the next page.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The parameter is a member of the answer before.
    Token(Input, String),
    /// The parameter is a member of the last item before.
    Last(Input, String),
    /// The parameter is a number, and this the first.
    Count(Input, u64),
    /// A member of the answer is a URL.
    Url(String),
    /// A `Link` header has the URL (RFC 8288).
    Link,
}

/// A parameter that says which page is meant.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// A key of the query.
    Query(String),
    /// A member of the JSON body.
    Body(String),
}

/// A saved response.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// The status code.
    pub status: u16,
    /// Whether it also stands for all other codes of its kind, success or not, that the operation has no answer for.
    #[serde(default, skip_serializing_if = "is_false")]
    pub others: bool,
    /// The headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body, by its index among the texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<usize>,
    /// The request that led to it, if it is saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Asked>,
}

/// The request behind a saved response. What holds a variable without a value is `None`, and stands for anything.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Asked {
    /// The segments of the path below the server's URL.
    pub path: Vec<Option<String>>,
    /// The pairs of the query.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, Option<String>)>,
    /// The headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, Option<String>)>,
    /// The text fields of the form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<(String, Option<String>)>,
    /// Any other body, by its index among the texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<usize>,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}
