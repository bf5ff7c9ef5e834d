//! Variables without a value: each gets one that fits the places where it is used.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{Changes, Reason, sample, steps_to};
use crate::Understood;
use crate::diag::Step;
use crate::dynamic::{self, is_dynamic};
use crate::model::{Operation, Param, PathPiece};
use crate::read::{Document, raw};

/// The values of all variables, those that were defined here too.
pub(super) struct Variables(HashMap<String, String>);

impl Variables {
    /// The text with the values of variables put in; dynamic ones have some value.
    pub(super) fn expand(&self, text: &str) -> String {
        crate::variables::expand(text, |name| self.value(name))
    }

    fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        let own = self.0.get(name).map(|value| Cow::from(value.as_str()));
        own.or_else(|| is_dynamic(name).then(|| Cow::from(dynamic::sample(name))))
    }
}

/// Names in braces within a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("{{").filter_map(move |(at, _)| {
        let name = &text[at + 2..];
        let end = name.find(['{', '}'])?;
        (end > 0 && name[end..].starts_with("}}")).then_some(&name[..end])
    })
}

/// How well a use tells what a variable holds; the best one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    Text,
    Bare,
    Typed,
    Server,
}

/// The samples for variables without a value.
struct Needed<'a> {
    known: &'a Variables,
    samples: BTreeMap<String, (Evidence, String)>,
}

impl Needed<'_> {
    fn note(&mut self, text: &str, evidence: Evidence, sample: &str) {
        let expanded = self.known.expand(text);
        for name in names(&expanded) {
            let known = self.samples.get(name);
            if known.is_none_or(|(before, _)| *before < evidence) {
                let sample = (evidence, sample.to_owned());
                self.samples.insert(name.to_owned(), sample);
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.note(text, Evidence::Text, "example");
    }

    /// A server: scheme, host and port may each be a variable.
    fn server(&mut self, form: &str) {
        let form = self.known.expand(form);
        let all: Vec<&str> = names(&form).collect();
        for name in all {
            let whole = format!("{{{{{name}}}}}");
            let (before, after) = form.split_once(whole.as_str()).unwrap_or_default();
            let sample = match (before, after) {
                ("", after) if after.starts_with("://") => "https",
                ("", _) => "https://example.com",
                (before, _) if before.ends_with("://") => "example.com",
                (before, _) if before.ends_with(':') => "8080",
                _ => "example",
            };
            self.note(&whole, Evidence::Server, sample);
        }
    }

    /// A value at a place with a type: one variable and nothing else.
    fn typed(&mut self, text: &str, sample: &str) {
        let alone =
            text.starts_with("{{") && text.ends_with("}}") && text.matches("{{").count() == 1;
        match alone {
            true => self.note(text, Evidence::Typed, sample),
            false => self.text(text),
        }
    }

    /// Text that is JSON, perhaps: outside of strings a variable stands for JSON.
    fn json(&mut self, text: &str) {
        let mut in_string = false;
        let mut start = 0;
        let mut escaped = false;
        for (at, c) in text.char_indices() {
            if c == '"' && !escaped {
                self.stretch(&text[start..at], in_string);
                start = at;
                in_string = !in_string;
            }
            escaped = c == '\\' && !escaped && in_string;
        }
        self.stretch(&text[start..], in_string);
    }

    fn stretch(&mut self, text: &str, in_string: bool) {
        match in_string {
            true => self.text(text),
            false => self.note(text, Evidence::Bare, "1"),
        }
    }
}

/// Defines every variable that has no value, in the collection or among those that environments give.
pub(super) fn define(
    (understood, document, original): (&Understood, &Document, &Value),
    requests: &[&raw::Request],
    given: &HashMap<String, String>,
    changes: &mut Changes,
) -> Variables {
    let mut known = Variables(values(document));
    let says_something = |(_, value): &(&String, &String)| !value.is_empty();
    for (name, value) in given.iter().filter(says_something) {
        known.0.insert(name.clone(), value.clone());
    }
    let operations = super::requests::operations(understood);
    let mut needed = Needed {
        known: &known,
        samples: BTreeMap::new(),
    };
    for request in requests {
        uses(
            understood,
            operations.get(&request.place).copied(),
            request,
            &mut needed,
        );
    }
    // What stands in the file alone, such as an auth block, is text.
    texts_of(original, &mut needed);
    let samples = needed.samples;
    for (name, (_, sample)) in &samples {
        if !is_dynamic(name) {
            known.0.insert(name.clone(), sample.clone());
        }
    }
    let hidden = samples.keys().filter(|name| given.contains_key(*name));
    changes.hidden.extend(hidden.cloned());
    let samples = samples.into_iter().filter(|(name, _)| !is_dynamic(name));
    write(
        document,
        original,
        samples.map(|(name, (_, sample))| (name, sample)),
        changes,
    );
    known
}

/// The variables that have a value.
fn values(document: &Document) -> HashMap<String, String> {
    let enabled = document
        .collection
        .variables
        .iter()
        .filter(|variable| !variable.disabled);
    let values = enabled.filter_map(|variable| {
        let text = match &variable.value {
            Value::Object(_) | Value::Array(_) => variable.value.to_string(),
            scalar => raw::text_of(scalar)?,
        };
        Some((variable.key.clone(), text))
    });
    values.filter(|(_, text)| !text.is_empty()).collect()
}

/// Texts of auth blocks.
fn texts_of(value: &Value, needed: &mut Needed<'_>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match key.as_str() {
                    "auth" => all_texts(member, needed),
                    "event" | "response" | "responses" | "description" => {}
                    _ => texts_of(member, needed),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts_of(item, needed)),
        _ => {}
    }
}

fn all_texts(value: &Value, needed: &mut Needed<'_>) {
    match value {
        Value::String(text) => needed.text(text),
        Value::Array(items) => items.iter().for_each(|item| all_texts(item, needed)),
        Value::Object(members) => members
            .values()
            .for_each(|member| all_texts(member, needed)),
        _ => {}
    }
}

/// Every use of a variable in a request.
fn uses(
    understood: &Understood,
    operation: Option<&Operation>,
    request: &raw::Request,
    needed: &mut Needed<'_>,
) {
    let sample_of = |params: &[Param], key: &str| {
        let param = params
            .iter()
            .find(|param| param.wire == key && !param.brackets)?;
        let types = &understood.types;
        let item = types.joined_item(param.slot);
        let ty = item.unwrap_or_else(|| types.slot(param.slot));
        (!types.is_json_text(param.slot)).then(|| sample::text(types, ty))
    };
    needed.server(&crate::model::server_form(&request.url));
    let params = operation.map_or(&[][..], |operation| &operation.path_params);
    for segment in &request.url.path {
        for name in names(segment) {
            let whole = format!("{{{{{name}}}}}");
            match sample_of(params, name) {
                Some(sample) => needed.note(&whole, Evidence::Typed, &sample),
                None => needed.text(&whole),
            }
        }
    }
    for pair in &request.url.variables {
        if let (Some(key), Some(value)) = (&pair.key, raw::text_of(&pair.value)) {
            let sample = sample_of(params, key);
            needed.typed(&value, sample.as_deref().unwrap_or("example"));
        }
    }
    let query = operation.map_or(&[][..], |operation| &operation.query);
    let headers = operation.map_or(&[][..], |operation| &operation.headers);
    for (pairs, params) in [(&request.url.query, query), (&request.headers, headers)] {
        for pair in pairs.iter().filter(|pair| !pair.disabled) {
            let key = pair.key.as_deref().unwrap_or_default();
            let value = raw::text_of(&pair.value).unwrap_or_default();
            needed.text(key);
            if is_basic(key, &value) {
                needed.note(&value, Evidence::Typed, "dXNlcjpwYXNzd29yZA==");
            }
            let sample = sample_of(params, key);
            needed.typed(&value, sample.as_deref().unwrap_or("example"));
        }
    }
    if let Some(body) = &request.body {
        body_uses(&body.content, operation, &sample_of, needed);
    }
    let settings = operation
        .into_iter()
        .flat_map(|operation| operation.path.iter().flatten());
    for piece in settings {
        if let PathPiece::Setting(id) = piece {
            needed.text(&format!("{{{{{}}}}}", understood.api.settings[id.0].name));
        }
    }
}

/// Whether a header holds user name and password in Base64 (RFC 7617).
fn is_basic(key: &str, value: &str) -> bool {
    let scheme = value.trim_start().to_ascii_lowercase();
    key.trim().eq_ignore_ascii_case("authorization") && scheme.starts_with("basic ")
}

fn body_uses(
    content: &raw::BodyContent,
    operation: Option<&Operation>,
    sample_of: &dyn Fn(&[Param], &str) -> Option<String>,
    needed: &mut Needed<'_>,
) {
    match content {
        raw::BodyContent::Raw { text, .. } => needed.json(text),
        raw::BodyContent::Graphql {
            query, variables, ..
        } => {
            needed.text(query);
            match variables {
                Value::String(text) => needed.json(text),
                other => all_texts(other, needed),
            }
        }
        raw::BodyContent::File(source) => needed.text(source.as_deref().unwrap_or_default()),
        raw::BodyContent::Urlencoded(entries) | raw::BodyContent::Formdata(entries) => {
            let params: Vec<Param> = operation
                .into_iter()
                .flat_map(Operation::form_params)
                .cloned()
                .collect();
            for entry in entries.iter().filter(|entry| !entry.disabled) {
                let (key, value) = (
                    entry.key.as_deref().unwrap_or_default(),
                    raw::text_of(&entry.value),
                );
                needed.text(key);
                let sample = sample_of(&params, key);
                needed.typed(
                    &value.unwrap_or_default(),
                    sample.as_deref().unwrap_or("example"),
                );
            }
        }
    }
}

/// Writes the values: into the variables that are there, and new ones behind them.
fn write(
    document: &Document,
    original: &Value,
    samples: impl Iterator<Item = (String, String)>,
    changes: &mut Changes,
) {
    let own = &document.collection.variables;
    let mut new: Vec<(String, String)> = Vec::new();
    for (name, sample) in samples {
        let there = own
            .iter()
            .rfind(|variable| variable.key == name && !variable.disabled);
        let steps = there.map(|variable| value_steps(document, original, variable));
        match steps.flatten() {
            Some(steps) => changes.text(&steps, Reason::Unresolved, &sample),
            None => new.push((name, sample)),
        }
    }
    if !new.is_empty() {
        add(document, original, &new, changes);
    }
}

/// Where the value of a variable stands, if it has the member `value`.
fn value_steps(
    document: &Document,
    original: &Value,
    variable: &raw::Variable,
) -> Option<Vec<Step>> {
    let mut steps = steps_to(document, variable.place);
    let at = original.pointer(&super::pointer(&steps))?;
    if at.get("key").is_some() || at.get("id").is_some() {
        at.get("value")?;
        steps.push(Step::Key("value".into()));
    }
    (!steps.is_empty()).then_some(steps)
}

/// Adds variables to the list of the collection, which is made if there is none.
fn add(document: &Document, original: &Value, new: &[(String, String)], changes: &mut Changes) {
    let root = steps_to(document, document.collection.place);
    let root_value = original.pointer(&super::pointer(&root));
    let is_v1 = root_value.is_some_and(|root| root.get("requests").is_some());
    let key = if is_v1 { "variables" } else { "variable" };
    changes.add_pairs(original, &root, key, new);
}
