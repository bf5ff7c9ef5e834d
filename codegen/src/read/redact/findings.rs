//! What was found where: a place and a kind for each secret, never the secret.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::value::{is_long_hex, is_machine_made};
use crate::diag::{Diagnostics, Place, Places, Step};

/// The way from the root of a document to a value, as the visitor goes it.
#[derive(Clone, Copy)]
pub(super) struct Trail<'a> {
    outer: Option<&'a Trail<'a>>,
    step: Option<StepTo<'a>>,
}

#[derive(Clone, Copy)]
enum StepTo<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Trail<'a> {
    /// The root.
    pub(super) const ROOT: Trail<'static> = Trail {
        outer: None,
        step: None,
    };

    pub(super) fn key(&'a self, key: &'a str) -> Trail<'a> {
        Trail {
            outer: Some(self),
            step: Some(StepTo::Key(key)),
        }
    }

    pub(super) fn index(&'a self, index: usize) -> Trail<'a> {
        Trail {
            outer: Some(self),
            step: Some(StepTo::Index(index)),
        }
    }

    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(trail) = at {
            steps.extend(trail.step.map(|step| match step {
                StepTo::Key(key) => Step::Key(key.into()),
                StepTo::Index(index) => Step::Index(index),
            }));
            at = trail.outer;
        }
        steps.reverse();
        steps
    }
}

/// What a secret is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The name of the field it is the value of.
    Field(String),
    /// Its shape, which is that of some vendor's tokens.
    Shape(&'static str),
    /// Nothing but that it looks random, where secrets stand.
    Random,
    /// It is the same as a secret in another place.
    Copy,
    /// It looks random, but stands where ids and hashes do, too. This alone is left as it is.
    Suspicious,
}

/// A secret that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The steps from the root of the document to the text or number that it stands in.
    pub steps: Vec<Step>,
    /// What it is known by.
    pub kind: Kind,
}

/// The secrets that were found in one document, each kind once for each value of the document.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
    known: BTreeSet<(Vec<Step>, Kind)>,
}

impl Findings {
    pub(super) fn add(&mut self, trail: &Trail<'_>, kind: Kind) {
        let steps = trail.steps();
        if self.known.insert((steps.clone(), kind.clone())) {
            self.list.push(Finding { steps, kind });
        }
    }

    /// Notes a copy, unless the value is known to hold a secret anyway.
    pub(super) fn add_copy(&mut self, trail: &Trail<'_>) {
        let key = (trail.steps(), Kind::Field(String::new()));
        let next = self.known.range(key.clone()..).next();
        if next.is_none_or(|(steps, _)| *steps != key.0) {
            self.add(trail, Kind::Copy);
        }
    }

    /// All of them, in the order in which they were found.
    pub fn list(&self) -> &[Finding] {
        &self.list
    }

    /// Turns them into diagnostics. `document` is what they were found in, secrets taken out: it names the places.
    pub(in crate::read) fn tell(
        &self,
        document: &Value,
        places: &mut Places,
        diagnostics: &mut Diagnostics,
    ) {
        let mut known: HashMap<(Place, &Step), Place> = HashMap::new();
        for finding in &self.list {
            let mut place = Places::ROOT;
            let mut value = Some(document);
            let mut list = "";
            for step in &finding.steps {
                value = value.and_then(|value| match step {
                    Step::Key(key) => value.get(&**key),
                    Step::Index(index) => value.get(index),
                });
                place = *known.entry((place, step)).or_insert_with(|| {
                    let place = match step {
                        Step::Key(key) => places.key(place, key),
                        Step::Index(index) => places.index(place, *index),
                    };
                    if let Some(name) = name_of(value, list) {
                        places.label(place, name);
                    }
                    place
                });
                if let Step::Key(key) = step {
                    list = key;
                }
            }
            diagnostics.secret(place, finding.kind.message(), finding.kind.help());
        }
    }
}

/// What people call an element of such a list.
fn name_of<'v>(element: Option<&'v Value>, list: &str) -> Option<&'v str> {
    matches!(
        list,
        "item" | "items" | "requests" | "folders" | "response" | "responses"
    )
    .then(|| element?.as_object()?.get("name")?.as_str())?
}

impl Kind {
    fn message(&self) -> String {
        match self {
            // A name is shown if it is one.
            Kind::Field(name)
                if name.len() > 48 || is_machine_made(name, 16) || is_long_hex(name) =>
            {
                "taken out: value with a secret-looking name".to_owned()
            }
            Kind::Field(name) if name.contains(' ') => format!("taken out: {name}"),
            Kind::Field(name) => format!("taken out: value of `{name}`"),
            Kind::Shape(kind) => format!("taken out: {kind}"),
            Kind::Random => "taken out: random-looking value".to_owned(),
            Kind::Copy => "taken out: copy of a secret from another place".to_owned(),
            Kind::Suspicious => "left as it is: random-looking text".to_owned(),
        }
    }

    fn help(&self) -> &'static str {
        match self {
            Kind::Suspicious => {
                "if it is a secret, take it out of the file and replace it at its vendor"
            }
            _ => {
                "clear it in Postman before the file is shared; if it was, replace it at its vendor"
            }
        }
    }
}
