//! What is wrong with a request, by what the collection says of it. Problems name places and types, never a received value:
//! it may be secret.

use std::fmt;

use serde_json::{Value, json};

use super::mock_data::{Body, Credential, Description, Operation, Param, Place, Spelling, Type};
use super::mock_request::Asking;
use super::mock_route::Route;
use super::mock_values::{Misfit, Types};

/// Something that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    place: Place,
    name: String,
    text: String,
}

impl Problem {
    fn new(place: Place, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            place,
            name: name.into(),
            text: text.into(),
        }
    }

    /// A problem of the path as a whole, or of the method.
    pub(super) fn of_path(text: impl Into<String>) -> Self {
        Self::new(Place::Path, "", text)
    }

    /// A problem of a header.
    pub(super) fn of_header(name: &str, text: impl Into<String>) -> Self {
        Self::new(Place::Header, name, text)
    }

    /// The part of the request.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The parameter, or the JSON path in the body; empty for the whole.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong there.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The problem as JSON, for programs.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({ "in": self.place.name(), "name": self.name, "problem": self.text })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.place, self.name.as_str()) {
            (Place::Path | Place::Body, "") => write!(f, "{}", self.text),
            (place, name) => write!(f, "{} `{name}` {}", place.name(), self.text),
        }
    }
}

/// What is wrong with a request for which this route was found.
#[must_use]
pub fn problems(description: &Description, route: &Route<'_>, asking: &Asking<'_>) -> Vec<Problem> {
    let operation = route.operation;
    let mut check = Check {
        types: Types(&description.types),
        asking,
        problems: Vec::new(),
    };
    check.path(route);
    check.query(&operation.query);
    check.headers(&operation.headers);
    check.constants(operation);
    for credential in &operation.auth {
        check.credential(credential);
    }
    if let Some(body) = &operation.body {
        check.body(body);
    }
    check.problems
}

struct Check<'a> {
    types: Types<'a>,
    asking: &'a Asking<'a>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn add(&mut self, place: Place, name: &str, text: impl Into<String>) {
        self.problems.push(Problem::new(place, name, text));
    }

    fn path(&mut self, route: &Route<'_>) {
        let params = route.operation.params.iter();
        for (param, value) in params.zip(&route.values) {
            self.value(Place::Path, param, value);
        }
    }

    fn query(&mut self, params: &[Param]) {
        for param in params {
            let pairs = self
                .asking
                .query
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()));
            let pairs: Vec<(&str, &str)> = pairs.collect();
            self.pairs(Place::Query, param, &pairs);
        }
    }

    /// The values of a parameter among pairs.
    fn pairs(&mut self, place: Place, param: &Param, pairs: &[(&str, &str)]) {
        let mut is_there = false;
        for (name, value) in pairs {
            if *name == param.name {
                is_there = true;
                self.value(place, param, value);
            } else if param.spelling == Spelling::Brackets && root(name) == param.name {
                is_there = true;
                if let Some(misfit) = self.types.in_brackets(&param.ty, name, value) {
                    self.add(place, name, misfit.text);
                }
            }
        }
        if param.required && !is_there {
            self.add(place, &param.name, "is missing");
        }
    }

    fn headers(&mut self, params: &[Param]) {
        for param in params {
            match self.asking.received.header(&param.name) {
                Some(value) => self.value(Place::Header, param, value),
                None if param.required => self.add(Place::Header, &param.name, "is missing"),
                None => {}
            }
        }
    }

    /// What is always sent has to be there, as it is in the collection. Types of contents are looked at with the body.
    fn constants(&mut self, operation: &Operation) {
        for constant in &operation.constants {
            let (name, Some(value)) = (constant.name.as_str(), &constant.value) else {
                continue;
            };
            let is_type = ["accept", "content-type"].contains(&name.to_ascii_lowercase().as_str());
            let own: Vec<&str> = match constant.place {
                Place::Query => self.asking.of_query(name).collect(),
                // Without a form that is the problem.
                Place::Form if self.asking.form.is_some() => {
                    let fields = self.asking.of_form(name);
                    fields.map(|field| field.content.as_str()).collect()
                }
                Place::Header if !is_type => {
                    self.asking.received.header(name).into_iter().collect()
                }
                _ => continue,
            };
            if own.is_empty() {
                let text = "is missing: the collection always sends it";
                self.add(constant.place, name, text);
            } else if !own.iter().any(|own| own.trim() == value.trim()) {
                let text = format!("is not `{value}`, which the collection always sends");
                self.add(constant.place, name, text);
            }
        }
    }

    fn credential(&mut self, credential: &Credential) {
        match credential {
            Credential::Query(name) => {
                if self.asking.of_query(name).next().is_none() {
                    self.add(Place::Query, name, "is missing: it is the credential");
                }
            }
            Credential::Header(name, word) => match self.asking.received.header(name) {
                None => self.add(Place::Header, name, "is missing: it is the credential"),
                Some(value) => {
                    let own = value.split_whitespace().next().unwrap_or_default();
                    if !word.is_empty() && !own.eq_ignore_ascii_case(word) {
                        self.add(Place::Header, name, format!("does not begin with `{word}`"));
                    }
                }
            },
        }
    }

    fn body(&mut self, body: &Body) {
        match body {
            Body::Json(ty) => self.json(ty),
            Body::Form(fields) => self.form(fields, "application/x-www-form-urlencoded"),
            Body::Multipart(fields) => self.form(fields, "multipart/form-data"),
            Body::Text(media_type) => self.text(media_type),
            Body::File => _ = self.filled("a file"),
        }
    }

    /// Says so if there is no body.
    fn filled(&mut self, what: &str) -> bool {
        let is_empty = self.asking.received.body.is_empty();
        if is_empty {
            self.add(
                Place::Body,
                "",
                format!("has no body, where the collection sends {what}"),
            );
        }
        !is_empty
    }

    fn json(&mut self, ty: &Type) {
        if !self.filled("JSON") {
            return;
        }
        let media_type = &self.asking.media_type;
        if !media_type.contains("json") {
            self.content_type("application/json");
        }
        let Some(value) = &self.asking.json else {
            return self.add(Place::Body, "", "has a body that is no JSON");
        };
        for Misfit { path, text } in self.types.misfits(ty, value) {
            self.add(Place::Body, &path, text);
        }
    }

    /// Another type of content than that of the collection.
    fn content_type(&mut self, expected: &str) {
        let text = match self.asking.media_type.is_empty() {
            true => format!("is missing: the collection sends `{expected}`"),
            false => format!("is not `{expected}`"),
        };
        self.add(Place::Header, "Content-Type", text);
    }

    fn text(&mut self, media_type: &str) {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let is_plain = essence.is_empty() || essence == "text/plain";
        if self.filled("text")
            && !is_plain
            && !essence.eq_ignore_ascii_case(&self.asking.media_type)
        {
            self.content_type(essence);
        }
    }

    fn form(&mut self, fields: &[Param], media_type: &str) {
        let is_empty = self.asking.received.body.is_empty();
        if !is_empty && self.asking.media_type != media_type {
            return self.content_type(media_type);
        }
        let Some(parts) = &self.asking.form else {
            let missing: Vec<&Param> = fields.iter().filter(|field| field.required).collect();
            for field in missing {
                self.add(Place::Form, &field.name, "is missing");
            }
            return;
        };
        let texts = parts
            .iter()
            .map(|part| (part.name.as_str(), part.content.as_str()));
        let pairs: Vec<(&str, &str)> = texts.collect();
        for field in fields {
            if field.spelling != Spelling::File {
                self.pairs(Place::Form, field, &pairs);
                continue;
            }
            let mut parts = self.asking.of_form(&field.name).peekable();
            if parts.peek().is_none() && field.required {
                self.add(Place::Form, &field.name, "is missing");
            } else if parts.any(|part| !part.is_file) {
                self.add(Place::Form, &field.name, "is text, not a file");
            }
        }
    }

    /// Whether a value fits its type.
    fn value(&mut self, place: Place, param: &Param, value: &str) {
        let misfit = match param.spelling {
            Spelling::Plain | Spelling::Brackets => self.types.of_text(&param.ty, value),
            Spelling::Json => match serde_json::from_str(value) {
                Ok(value) => self.types.misfits(&param.ty, &value).into_iter().next(),
                Err(_) => Some(Misfit::new("is no JSON")),
            },
            Spelling::Joined => self.types.of_list(&param.ty, value),
            Spelling::File => None,
        };
        if let Some(Misfit { path, text }) = misfit {
            let text = match path.as_str() {
                "" | "$" => text,
                path => format!("holds JSON in which `{path}` {text}"),
            };
            self.add(place, &param.name, text);
        }
    }
}

/// What stands before the first bracket of a key.
fn root(key: &str) -> &str {
    key.split('[').next().unwrap_or_default()
}
