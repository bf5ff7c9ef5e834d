//! The report: everything that was skipped or degraded, with its place, and how much there was in all.
//!
//! Nothing is dropped silently: whatever a stage cannot use it records as a diagnostic, and each diagnostic is an entry
//! here. Entries are in the order of the document.

use std::fmt::Write as _;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::diag::{self, Diagnostic, Diagnostics, Places, Severity, Source, Text};
use crate::model::Api;
use crate::read::Document;

/// How many kinds of entries the summary shows.
const SHOWN: usize = 10;

/// What became of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The collection file, as shown to people.
    pub collection: String,
    /// How much there was.
    pub counts: Counts,
    /// Everything that was skipped or degraded, in the order of the document.
    pub entries: Vec<Entry>,
}

/// Numbers of things, in the collection and in what it became.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests in the collection.
    pub requests: usize,
    /// Operations that can be called.
    pub operations: usize,
    /// Requests that were merged with an earlier one that is the same. Operations and these make up the requests.
    pub merged: usize,
    /// Folders in the collection, empty ones too.
    pub folders: usize,
    /// Saved responses in the collection.
    pub examples: usize,
}

/// Something that was skipped or degraded.
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
    pub fn of(document: &Document, api: &Api, diagnostics: &Diagnostics) -> Self {
        let counts = document.counts;
        let mut entries = entries(diagnostics, &document.source, &document.places);
        if let Some(environment) = &document.environment {
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
                folders: counts.folders,
                examples: counts.examples,
            },
            entries,
        }
    }

    /// How much was skipped or degraded.
    pub fn problems(&self) -> usize {
        let is_problem = |entry: &&Entry| {
            matches!(
                entry.severity,
                Severity::Error | Severity::Warning | Severity::Note
            )
        };
        self.entries.iter().filter(is_problem).count()
    }

    /// The report as JSON text.
    pub fn to_json(&self) -> String {
        let counts = &self.counts;
        let value = json!({
            "tool": { "name": "postwright", "version": env!("CARGO_PKG_VERSION") },
            "collection": self.collection,
            "counts": {
                "requests": counts.requests,
                "operations": counts.operations,
                "merged": counts.merged,
                "folders": counts.folders,
                "examples": counts.examples,
            },
            "entries": self.entries.iter().map(Entry::to_json).collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }

    /// The entries for a terminal: how many, and the most frequent messages with one place each. Empty if there is none.
    pub fn summary(&self) -> String {
        if self.entries.is_empty() {
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
        let kinds = self.kinds();
        for (message, (count, first)) in kinds.iter().take(SHOWN) {
            let _ = writeln!(out, "  {count:>5} x {message}");
            let _ = writeln!(out, "          --> {first}");
        }
        if kinds.len() > SHOWN {
            let _ = writeln!(out, "          and {} kinds more", kinds.len() - SHOWN);
        }
        out
    }

    /// Messages with their number and the first place, the most frequent first.
    fn kinds(&self) -> IndexMap<&str, (usize, String)> {
        let mut kinds: IndexMap<&str, (usize, String)> = IndexMap::new();
        for entry in &self.entries {
            kinds
                .entry(&entry.message)
                .or_insert_with(|| (0, entry.place()))
                .0 += 1;
        }
        kinds.sort_by(|_, a, _, b| b.0.cmp(&a.0));
        kinds
    }
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
