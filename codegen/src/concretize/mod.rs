//! A copy of a collection in which everything has a value that fits: each variable without a value, each placeholder
//! and each value that its type contradicts is replaced by a sample. Nothing else is touched, byte for byte.
//!
//! Such a copy can be sent by Postman and by a generated client alike, and what they send can be compared. It holds every
//! secret that the collection holds.

pub(crate) mod json_text;
mod requests;
mod sample;
mod variables;

use std::collections::HashMap;
use std::ops::Range;

use serde_json::{Value, json};

use crate::Failure;
use crate::diag::{Diagnostics, Place, Places, Source, Step, pointer};
use crate::read::{self, Document, Input, locate, raw};
use crate::report::Report;

/// The copy, and what was replaced in it.
#[derive(Debug)]
pub struct Concrete {
    /// The text of the copy.
    pub text: String,
    /// What was replaced, sorted by place.
    pub replaced: Vec<Replaced>,
    /// Variables to which an environment gives an empty value: it counts before the sample of the copy, for Postman and for a client.
    pub hidden: Vec<String>,
    /// The report of the collection: its secrets are in the copy, too.
    pub report: Report,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Its JSON pointer.
    pub pointer: String,
    /// What was wrong with the value.
    pub reason: Reason,
    /// The part of the value, where not all of it was replaced: a path into a JSON body.
    pub part: String,
    /// What stands there now.
    pub sample: String,
}

/// Why a value is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A variable has no value.
    Unresolved,
    /// A placeholder such as `<string>`.
    Placeholder,
    /// Its type does not hold it.
    Contradiction,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unresolved => "without a value",
            Self::Placeholder => "a placeholder",
            Self::Contradiction => "not of its type",
        })
    }
}

/// New JSON at a spot of the document.
struct Edit {
    spot: Spot,
    json: String,
}

/// Where an edit goes.
enum Spot {
    /// In the place of a value.
    Value(Vec<Step>),
    /// In front of the members of an object, which has some.
    Start(Vec<Step>),
    /// Behind the items of a list.
    End(Vec<Step>),
}

impl Spot {
    fn steps(&self) -> &[Step] {
        match self {
            Self::Value(steps) | Self::Start(steps) | Self::End(steps) => steps,
        }
    }

    /// The bytes that are replaced, of the value that stands at `span`.
    fn of(&self, span: Range<usize>) -> Range<usize> {
        match self {
            Self::Value(_) => span,
            Self::Start(_) => span.start + 1..span.start + 1,
            Self::End(_) => span.end - 1..span.end - 1,
        }
    }
}

/// What is to be changed.
#[derive(Default)]
struct Changes {
    edits: Vec<Edit>,
    replaced: Vec<Replaced>,
    /// Variables with a sample that an environment hides.
    hidden: Vec<String>,
}

impl Changes {
    /// Replaces the text at a place.
    fn text(&mut self, steps: &[Step], reason: Reason, sample: &str) {
        self.tell(steps, reason, "", sample);
        self.json(steps, Value::from(sample).to_string());
    }

    /// Notes a replacement.
    fn tell(&mut self, steps: &[Step], reason: Reason, part: &str, sample: &str) {
        self.replaced.push(Replaced {
            pointer: pointer(steps),
            reason,
            part: part.to_owned(),
            sample: sample.to_owned(),
        });
    }

    fn json(&mut self, steps: &[Step], json: String) {
        self.insert(Spot::Value(steps.to_vec()), json);
    }

    /// Adds keys with values to the list `member` of an object, which is made if there is none.
    fn add_pairs(
        &mut self,
        original: &Value,
        object: &[Step],
        member: &str,
        pairs: &[(String, String)],
    ) {
        let list: Vec<Step> = object
            .iter()
            .cloned()
            .chain([Step::Key(member.into())])
            .collect();
        let entry =
            |(key, value): &(String, String)| json!({"key": key, "value": value}).to_string();
        let entries: Vec<String> = pairs.iter().map(entry).collect();
        let entries = entries.join(",");
        match original.pointer(&pointer(&list)) {
            Some(Value::Array(items)) => {
                let comma = if items.is_empty() { "" } else { "," };
                self.insert(Spot::End(list.clone()), format!("{comma}{entries}"));
            }
            Some(_) => self.json(&list, format!("[{entries}]")),
            None => {
                let member = format!("\"{member}\":[{entries}],");
                self.insert(Spot::Start(object.to_vec()), member);
            }
        }
        for (key, value) in pairs {
            self.tell(&list, Reason::Unresolved, key, value);
        }
    }

    fn insert(&mut self, spot: Spot, json: String) {
        self.edits.push(Edit { spot, json });
    }
}

/// Makes the copy.
///
/// # Errors
///
/// If the collection or its environment cannot be read.
pub fn concretize(input: Input) -> Result<Concrete, Failure> {
    let text = input.source.text.clone();
    let mut diagnostics = Diagnostics::default();
    let given = given(&input.environments)?;
    let document = read::document(input, &mut diagnostics)?;
    let collection = document.collection.clone();
    let (mut document, understood, diagnostics) =
        crate::understand_document(document, "api", None, diagnostics)?;
    document.collection = collection;
    let report = Report::of(&document, &understood, &diagnostics);
    // As it is written: secrets are values like any other here.
    let original: Value = serde_json::from_str(&text).unwrap_or_default();
    let mut requests = Vec::new();
    gather(&document.collection.items, &mut requests);
    let mut changes = Changes::default();
    let variables = variables::define(
        (&understood, &document, &original),
        &requests,
        &given,
        &mut changes,
    );
    requests::change(
        &understood,
        &document,
        &original,
        &requests,
        &variables,
        &mut changes,
    );
    let text = apply(&text, &original, &changes.edits);
    let mut replaced = changes.replaced;
    replaced.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    Ok(Concrete {
        text,
        replaced,
        hidden: changes.hidden,
        report,
    })
}

/// The values that environments give to variables, as they are written: of two the last counts.
fn given(environments: &[Source]) -> Result<HashMap<String, String>, Failure> {
    let mut given = HashMap::new();
    for source in environments {
        let variables =
            read::environment(source, &mut Places::default(), &mut Diagnostics::default())?;
        let enabled = variables.into_iter().filter(|variable| !variable.disabled);
        given.extend(enabled.filter_map(|one| Some((one.key, raw::text_of(&one.value)?))));
    }
    Ok(given)
}

fn gather<'a>(items: &'a [raw::Item], requests: &mut Vec<&'a raw::Request>) {
    for item in items {
        match item {
            raw::Item::Folder(folder) => gather(&folder.items, requests),
            raw::Item::Request(request) => requests.push(request),
        }
    }
}

/// The steps to a place, to go on from there.
fn steps_to(document: &Document, place: Place) -> Vec<Step> {
    let steps = document.places.steps(place);
    steps.into_iter().cloned().collect()
}

/// The text with every edit that leads to a value; of two for one place the first counts.
fn apply(text: &str, original: &Value, edits: &[Edit]) -> String {
    let edits: Vec<&Edit> = edits
        .iter()
        .filter(|edit| original.pointer(&pointer(edit.spot.steps())).is_some())
        .collect();
    let steps: Vec<Vec<&Step>> = edits
        .iter()
        .map(|edit| edit.spot.steps().iter().collect())
        .collect();
    let spans = locate::spans(text, &steps).into_iter().zip(edits);
    let mut ordered: Vec<_> = spans
        .map(|(span, edit)| (edit.spot.of(span), edit))
        .collect();
    ordered.sort_by_key(|(span, _)| (span.start, span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, edit) in ordered {
        if span.start < at {
            continue;
        }
        out.push_str(&text[at..span.start]);
        out.push_str(&edit.json);
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}
