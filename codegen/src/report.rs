//! The report: everything that was skipped or degraded, and every secret of the input, each with its place; and how
//! much there was in all.
//!
//! Nothing is dropped silently: whatever a stage cannot use it records as a diagnostic, and each diagnostic is an entry
//! here. Entries are in the order of the document. What generated tests do not show is counted by reason.

mod contradictions;
mod originals;

use std::fmt::Write as _;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Value, json};

pub use self::contradictions::{Contradiction, Kind};
pub use self::originals::{Originals, Refused};
use crate::Understood;
use crate::diag::{self, Diagnostic, Diagnostics, Places, Severity, Source, Text};
use crate::read::Document;

/// How many kinds of entries the summary shows.
const SHOWN: usize = 10;

/// Characters of a message that the summary shows.
const LONGEST: usize = 300;

/// What became of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The collection file, as shown to people.
    pub collection: String,
    /// How much there was.
    pub counts: Counts,
    /// What became of the requests behind saved responses.
    pub originals: Originals,
    /// Where examples contradict each other, and what came of it. Nothing is degraded by that: such a type takes any value.
    pub contradictions: Vec<Contradiction>,
    /// Everything that was skipped or degraded, and every secret of the input, in the order of the document.
    pub entries: Vec<Entry>,
}

/// Numbers of things, in the collection and in what it became.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests in the collection.
    pub requests: usize,
    /// Operations that can be called.
    pub operations: usize,
    /// Requests that were merged with an earlier one that is the same.
    pub merged: usize,
    /// Requests that were left out because somebody said so. Operations, merged ones and these make up the requests.
    pub skipped: usize,
    /// Folders in the collection, empty ones too.
    pub folders: usize,
    /// Saved responses in the collection.
    pub examples: usize,
}

/// Something that was skipped or degraded, or a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How bad it is.
    pub severity: Severity,
    /// The file: the collection or its environment.
    pub file: Arc<str>,
    /// The JSON pointer into it (RFC 6901).
    pub pointer: Option<String>,
    /// Line and column, both from 1.
    pub at: Option<(usize, usize)>,
    /// The names of folders and requests that lead to it.
    pub trail: String,
    /// What is wrong, in one line.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
}

impl Report {
    /// Gathers the report of a collection that has become an API.
    pub fn of(document: &Document, understood: &Understood, diagnostics: &Diagnostics) -> Self {
        let counts = document.counts;
        let Understood { api, types, .. } = understood;
        let mut entries = entries(diagnostics, &document.source, &document.places);
        for environment in &document.environments {
            let of_environment = &environment.diagnostics;
            entries.extend(self::entries(
                of_environment,
                &environment.source,
                &environment.places,
            ));
        }
        Self {
            collection: shown(&document.source),
            counts: Counts {
                requests: counts.requests,
                operations: api.operations.len(),
                merged: api.merged,
                skipped: api.skipped.len(),
                folders: counts.folders,
                examples: counts.examples,
            },
            originals: Originals::of(api, types, &document.places),
            contradictions: Contradiction::all(understood, &document.places),
            entries,
        }
    }

    /// How much was skipped or degraded.
    pub fn problems(&self) -> usize {
        self.problem_entries().count()
    }

    /// The report as JSON text.
    pub fn to_json(&self) -> String {
        format!("{:#}\n", self.to_value())
    }

    fn to_value(&self) -> Value {
        let counts = &self.counts;
        json!({
            "tool": { "name": "postwright", "version": env!("CARGO_PKG_VERSION") },
            "collection": self.collection,
            "counts": {
                "requests": counts.requests,
                "operations": counts.operations,
                "merged": counts.merged,
                "skipped": counts.skipped,
                "folders": counts.folders,
                "examples": counts.examples,
            },
            "original_requests": self.originals.to_json(),
            "contradictions": self.contradictions.iter().map(Contradiction::to_json).collect::<Vec<_>>(),
            "entries": self.entries.iter().map(Entry::to_json).collect::<Vec<_>>(),
        })
    }

    /// What was skipped or degraded. Secrets were taken out, and nothing is degraded by that.
    fn problem_entries(&self) -> impl Iterator<Item = &Entry> {
        let entries = self.entries.iter();
        entries.filter(|entry| entry.severity >= Severity::Note)
    }

    /// What people asked for and may not expect, for a terminal: the most frequent remarks. Empty if there is none.
    pub fn remarks(&self) -> String {
        let entries = self.entries.iter();
        let remarks = entries.filter(|entry| entry.severity == Severity::Remark);
        let kinds = kinds(remarks);
        if kinds.is_empty() {
            return String::new();
        }
        let mut out = format!("{}:\n", Severity::Remark);
        write_kinds(&mut out, &kinds);
        out
    }

    /// Secrets that stand in the input, for a terminal: how many, and the most frequent kinds with one place each. Empty
    /// if there is none.
    pub fn secrets(&self) -> String {
        let count = self.secret_entries().count();
        if count == 0 {
            return String::new();
        }
        let mut out = format!(
            "warning: what looks like a secret stands at {} of {}; what is taken out gets into nothing that is generated\n",
            plural(count, "place"),
            self.collection,
        );
        write_kinds(&mut out, &kinds(self.secret_entries()));
        out.push_str("  help: clear them in Postman before the file is shared; replace at their vendors those that were\n");
        out
    }

    /// The same, all of them, a line each.
    pub fn all_secrets(&self) -> String {
        self.secret_entries()
            .map(|entry| format!("secret: {}\n  --> {}\n", entry.message, entry.place()))
            .collect()
    }

    fn secret_entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|entry| entry.severity == Severity::Secret)
    }

    /// What was skipped or degraded, for a terminal: how much, and the most frequent messages with one place each. Empty
    /// if there is nothing.
    pub fn summary(&self) -> String {
        if self.problems() == 0 {
            return String::new();
        }
        let of = |severity| {
            self.entries
                .iter()
                .filter(|entry| entry.severity == severity)
                .count()
        };
        let (warnings, notes) = (of(Severity::Warning), of(Severity::Note));
        let severity = if warnings > 0 {
            Severity::Warning
        } else {
            Severity::Note
        };
        let mut out = format!(
            "{severity}: not everything is as in the collection: {}, {}\n",
            plural(warnings, "warning"),
            plural(notes, "note"),
        );
        write_kinds(&mut out, &kinds(self.problem_entries()));
        out
    }
}

/// Messages with their number and the first place, the most frequent first.
fn kinds<'e>(entries: impl Iterator<Item = &'e Entry>) -> IndexMap<&'e str, (usize, String)> {
    let mut kinds: IndexMap<&str, (usize, String)> = IndexMap::new();
    for entry in entries {
        kinds
            .entry(&entry.message)
            .or_insert_with(|| (0, entry.place()))
            .0 += 1;
    }
    kinds.sort_by(|_, a, _, b| b.0.cmp(&a.0));
    kinds
}

/// The first kinds, and how many there are besides.
fn write_kinds(out: &mut String, kinds: &IndexMap<&str, (usize, String)>) {
    for (message, (count, first)) in kinds.iter().take(SHOWN) {
        let _ = writeln!(out, "  {count:>5} x {}", shortened(message));
        let _ = writeln!(out, "          --> {first}");
    }
    if kinds.len() > SHOWN {
        let _ = writeln!(out, "          and {} kinds more", kinds.len() - SHOWN);
    }
}

/// Several reports as one JSON text: a list.
pub fn to_json<'a>(reports: impl Iterator<Item = &'a Report>) -> String {
    format!(
        "{:#}\n",
        Value::Array(reports.map(Report::to_value).collect())
    )
}

impl Entry {
    fn to_json(&self) -> Value {
        json!({
            "severity": self.severity.to_string(),
            "file": &*self.file,
            "pointer": self.pointer,
            "line": self.at.map(|(line, _)| line),
            "column": self.at.map(|(_, column)| column),
            "trail": self.trail,
            "message": self.message,
            "help": self.help,
        })
    }

    /// The place in one line.
    fn place(&self) -> String {
        let mut place = self.file.to_string();
        if let Some((line, column)) = self.at {
            let _ = write!(place, ":{line}:{column}");
        }
        if !self.trail.is_empty() {
            let _ = write!(place, "  {}", self.trail);
        }
        place
    }
}

fn entries(diagnostics: &Diagnostics, source: &Source, places: &Places) -> Vec<Entry> {
    let found = diagnostics.entries();
    let positions = diag::positions(found, source, places);
    let file: Arc<str> = shown(source).into();
    let mut entries: Vec<Entry> = found
        .iter()
        .zip(positions)
        .map(|(diagnostic, at)| entry(diagnostic, at, &file, places))
        .collect();
    // A stable sort: what stands at one place stays in the order in which it was found.
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn entry(
    diagnostic: &Diagnostic,
    at: Option<(usize, usize)>,
    file: &Arc<str>,
    places: &Places,
) -> Entry {
    Entry {
        severity: diagnostic.severity,
        file: Arc::clone(file),
        pointer: diagnostic.place.map(|place| places.pointer(place)),
        at,
        trail: diagnostic
            .place
            .map(|place| places.trail(place))
            .unwrap_or_default(),
        message: one_line(&diagnostic.message),
        help: diagnostic.help.clone(),
    }
}

/// A message for a terminal, which has room for a few names of a long list.
fn shortened(message: &str) -> String {
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", message[..end].trim_end()),
        None => message.to_owned(),
    }
}

fn one_line(text: &Text) -> Text {
    let line = diag::one_line(text);
    if line == *text {
        text.clone()
    } else {
        line.into()
    }
}

fn shown(source: &Source) -> String {
    source.path.display().to_string().replace('\\', "/")
}

fn plural(count: usize, what: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {what}{end}")
}
