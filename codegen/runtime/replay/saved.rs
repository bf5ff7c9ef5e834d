//! A request as a collection saves it, in one form for the formats v1, v2.0 and v2.1.

use serde_json::{Map, Value};

use super::url::{self, Url};

/// The members of a JSON object.
pub type Object = Map<String, Value>;

/// A request as it is saved: nothing replaced, nothing encoded.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    /// The JSON pointer of its item.
    pub pointer: String,
    /// The name of its item.
    pub name: String,
    /// Folders and name, as people read them.
    pub title: String,
    /// The URL in parts.
    pub url: Url,
    /// Headers, disabled ones too.
    pub headers: Vec<Entry>,
    /// The body.
    pub body: Body,
    /// The auth block that counts: the nearest one.
    pub auth: Option<Auth>,
}

/// A header, an entry of a query or of a form, a path variable, a variable.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The value as saved; `None` if the file has no such member.
    pub value: Option<Value>,
    /// Whether it is not sent.
    pub disabled: bool,
    /// The files of a form's file field.
    pub files: Option<Vec<FileSource>>,
    /// The file name that is sent in the place of the file's own.
    pub file_name: Option<String>,
    /// The media type of a part.
    pub content_type: Option<String>,
}

/// A body.
#[derive(Clone, Debug, Default)]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// Text.
    Raw {
        /// The text.
        text: String,
        /// The language that Postman shows it in.
        language: String,
    },
    /// A form of either kind.
    Form(Vec<Entry>),
    /// A file.
    File(FileSource),
    /// A GraphQL query.
    Graphql(Object),
}

/// What is said of a file that is sent.
#[derive(Clone, Debug)]
pub enum FileSource {
    /// Its path; empty if none is chosen.
    Path(String),
    /// Its content in Base64, where there is no path.
    Base64(String),
}

/// An auth block.
#[derive(Clone, Debug)]
pub struct Auth {
    /// Its type.
    pub kind: String,
    /// Its parameters.
    pub params: Vec<(String, Value)>,
}

impl Saved {
    /// A request of format v2, which may be the text of a URL.
    pub fn v2(request: &Value) -> Self {
        let Some(object) = request.as_object() else {
            return Self {
                url: Url::parse(&text(request)),
                ..Self::default()
            };
        };
        let url = object.get("url").unwrap_or(&Value::Null);
        Self {
            url: url::of_value(url),
            headers: headers(object.get("header")),
            body: body_v2(object.get("body")),
            auth: auth(object),
            ..Self::default()
        }
    }

    /// A request of format v1.
    pub fn v1(request: &Object) -> Self {
        let mut url = url::of_value(request.get("url").unwrap_or(&Value::Null));
        let listed = entries(request.get("queryParams"));
        if !listed.is_empty() {
            url.query = listed;
        }
        let variables = entries(request.get("pathVariableData"));
        url.variables = match variables.is_empty() {
            true => entries(request.get("pathVariables")),
            false => variables,
        };
        let listed = headers(request.get("headerData"));
        Self {
            url,
            headers: match listed.is_empty() {
                true => headers(request.get("headers")),
                false => listed,
            },
            body: body_v1(request),
            auth: auth(request).or_else(|| helper(request)),
            ..Self::default()
        }
    }
}

/// The text of a value as JavaScript prints it; empty for `null`.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn member<'v>(object: &'v Object, key: &str) -> &'v Value {
    object.get(key).unwrap_or(&Value::Null)
}

/// Entries from a list, from an object of keys and values, or from the text of a query.
pub fn entries(value: Option<&Value>) -> Vec<Entry> {
    match value {
        Some(Value::Array(list)) => list.iter().filter_map(entry).collect(),
        Some(Value::Object(object)) if object.contains_key("key") => {
            entry(&Value::Object(object.clone())).into_iter().collect()
        }
        Some(Value::Object(object)) => object.iter().map(|(key, value)| plain(key, value)).collect(),
        Some(Value::String(text)) => url::query(text),
        _ => Vec::new(),
    }
}

fn plain(key: &str, value: &Value) -> Entry {
    Entry {
        key: key.to_owned(),
        value: Some(value.clone()),
        ..Entry::default()
    }
}

fn entry(value: &Value) -> Option<Entry> {
    let object = value.as_object().filter(|object| !object.is_empty())?;
    let key = ["key", "id", "name"].iter().find_map(|key| object.get(*key));
    let source = member(object, "src");
    let is_file = match object.get("type") {
        Some(kind) => kind == "file",
        None => !source.is_null() && member(object, "value").is_null(),
    };
    Some(Entry {
        key: key.map(text).unwrap_or_default(),
        value: object.get("value").cloned(),
        disabled: member(object, "disabled") == true || member(object, "enabled") == false,
        files: is_file.then(|| sources(source, member(object, "value"))),
        file_name: object.get("fileName").map(text),
        content_type: object.get("contentType").map(text).filter(|text| !text.is_empty()),
    })
}

fn sources(source: &Value, content: &Value) -> Vec<FileSource> {
    match source {
        Value::Array(list) if !list.is_empty() => list.iter().map(|path| FileSource::Path(text(path))).collect(),
        Value::Array(_) => vec![FileSource::Path(String::new())],
        one => vec![file_source(one, content)],
    }
}

/// A path, or else content.
fn file_source(path: &Value, content: &Value) -> FileSource {
    match (text(path), content) {
        (path, Value::String(content)) if path.is_empty() => FileSource::Base64(content.clone()),
        (path, _) => FileSource::Path(path),
    }
}

/// Headers from a list, an object, or lines of text.
fn headers(value: Option<&Value>) -> Vec<Entry> {
    let Some(Value::String(lines)) = value else {
        return entries(value);
    };
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let headers = lines.map(|line| {
        let (disabled, line) = match line.strip_prefix("//") {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        Entry {
            disabled,
            ..plain(key.trim(), &Value::from(value.trim()))
        }
    });
    headers.collect()
}

fn body_v2(value: Option<&Value>) -> Body {
    let object = match value {
        Some(Value::Object(object)) => object,
        Some(Value::String(text)) => return raw(text.clone(), String::new()),
        _ => return Body::Empty,
    };
    if member(object, "disabled") == true {
        return Body::Empty;
    }
    let language = value.and_then(|body| body.pointer("/options/raw/language"));
    match text(member(object, "mode")).as_str() {
        "raw" => raw(text(member(object, "raw")), language.map(text).unwrap_or_default()),
        "urlencoded" => Body::Form(entries(object.get("urlencoded"))),
        "formdata" => Body::Form(entries(object.get("formdata"))),
        "file" => Body::File(file_of(member(object, "file"))),
        "graphql" => graphql(member(object, "graphql")),
        "" | "none" => Body::Empty,
        // Of an unknown mode Postman sends the text.
        _ => raw(text(member(object, "raw")), language.map(text).unwrap_or_default()),
    }
}

fn body_v1(request: &Object) -> Body {
    if member(request, "dataDisabled") == true {
        return Body::Empty;
    }
    let (data, own) = (member(request, "data"), member(request, "rawModeData"));
    let language = request.get("dataOptions").and_then(|options| options.pointer("/raw/language"));
    match text(member(request, "dataMode")).as_str() {
        "params" | "urlencoded" => Body::Form(entries(Some(data))),
        "binary" => Body::File(file_of(own)),
        "graphql" => graphql(member(request, "graphqlModeData")),
        "raw" | "" if own.is_string() || data.is_string() => {
            let whole = if own.is_null() { data } else { own };
            raw(text(whole), language.map(text).unwrap_or_default())
        }
        "" => Body::Form(entries(Some(data))),
        _ => Body::Empty,
    }
}

fn raw(text: String, language: String) -> Body {
    Body::Raw { text, language }
}

fn file_of(value: &Value) -> FileSource {
    match value {
        Value::Object(file) => file_source(member(file, "src"), member(file, "content")),
        Value::Array(list) => FileSource::Path(list.first().map(text).unwrap_or_default()),
        path => FileSource::Path(text(path)),
    }
}

fn graphql(value: &Value) -> Body {
    match value {
        Value::Object(object) => Body::Graphql(object.clone()),
        other => {
            let parsed = serde_json::from_str(&text(other)).ok();
            Body::Graphql(parsed.unwrap_or_else(|| Object::from_iter([("query".to_owned(), other.clone())])))
        }
    }
}

/// The auth block; `null` and `{}` are none.
pub fn auth(object: &Object) -> Option<Auth> {
    let block = object.get("auth")?.as_object().filter(|block| !block.is_empty())?;
    let kind = match block.get("type") {
        Some(kind) => text(kind),
        None => block.keys().next()?.clone(),
    };
    let params = match block.get(&kind) {
        Some(Value::Object(params)) => params.clone().into_iter().collect(),
        list => {
            let params = entries(list).into_iter();
            params.map(|entry| (entry.key, entry.value.unwrap_or_default())).collect()
        }
    };
    Some(Auth { kind, params })
}

/// Auth as old files have it.
fn helper(request: &Object) -> Option<Auth> {
    let helper = text(member(request, "currentHelper")).to_lowercase();
    let kind = match helper.strip_suffix("auth").unwrap_or(&helper) {
        "" | "normal" | "no" | "none" => return None,
        "awssigv4" | "aws" => "awsv4",
        other => other,
    };
    let attributes = match member(request, "helperAttributes") {
        Value::Object(attributes) => attributes.clone(),
        other => serde_json::from_str(&text(other)).unwrap_or_default(),
    };
    let kept = attributes.into_iter().filter(|(key, _)| !matches!(key.as_str(), "id" | "saveToRequest"));
    let renamed = kept.map(|(key, value)| match (kind, key.as_str()) {
        ("oauth1", "header") => ("addParamsToHeader".to_owned(), value),
        _ => (key, value),
    });
    Some(Auth {
        kind: kind.to_owned(),
        params: renamed.collect(),
    })
}
