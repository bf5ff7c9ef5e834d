//! Diagnostics: what is wrong with an input, how badly, where, and what to do about it.
//!
//! Stages record problems in [`Diagnostics`] and go on; the driver reports all of them and stops if one is an error.
//! A [`Place`] is a cheap handle to a node of the JSON document. Its JSON pointer and its trail of names are kept in
//! [`Places`]; line and column are looked up in the source text only when a diagnostic is shown.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::path::PathBuf;

use crate::read::locate;

/// A node of a JSON document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(u32);

/// One step from a node to a child.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// A member of an object.
    Key(Box<str>),
    /// An element of a list.
    Index(usize),
}

/// The JSON pointer that steps from the root make (RFC 6901).
pub fn pointer<'s>(steps: impl IntoIterator<Item = &'s Step>) -> String {
    let mut pointer = String::new();
    for step in steps {
        pointer.push('/');
        match step {
            Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => _ = write!(pointer, "{index}"),
        }
    }
    pointer
}

#[derive(Debug)]
struct Node {
    parent: Place,
    step: Step,
    label: Option<Box<str>>,
}

/// All places of one document, each knowing its parent.
#[derive(Debug)]
pub struct Places {
    nodes: Vec<Node>,
}

impl Default for Places {
    fn default() -> Self {
        let root = Node {
            parent: Place(0),
            step: Step::Index(0),
            label: None,
        };
        Self { nodes: vec![root] }
    }
}

impl Places {
    /// The root of the document.
    pub const ROOT: Place = Place(0);

    /// The place of member `key` of the object at `parent`.
    pub fn key(&mut self, parent: Place, key: &str) -> Place {
        self.push(parent, Step::Key(key.into()))
    }

    /// The place of element `index` of the list at `parent`.
    pub fn index(&mut self, parent: Place, index: usize) -> Place {
        self.push(parent, Step::Index(index))
    }

    /// Names a place (a folder, a request, a saved response) for the trail that people read.
    pub fn label(&mut self, place: Place, name: &str) {
        self.nodes[place.0 as usize].label = Some(name.into());
    }

    /// The steps from the root to a place.
    pub fn steps(&self, place: Place) -> Vec<&Step> {
        let mut steps: Vec<&Step> = self.up(place).map(|node| &node.step).collect();
        steps.reverse();
        steps
    }

    /// The JSON pointer of a place (RFC 6901).
    pub fn pointer(&self, place: Place) -> String {
        pointer(self.steps(place))
    }

    /// The trail that people read: `Orders > Create order > url`. Named nodes by their names; below the innermost
    /// named node the keys of the document.
    pub fn trail(&self, place: Place) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut named = false;
        for node in self.up(place) {
            match (&node.label, &node.step) {
                (Some(label), _) => {
                    parts.push(one_line(label));
                    named = true;
                }
                (None, Step::Key(key)) if !named => parts.push(key.to_string()),
                (None, Step::Index(index)) if !named => parts.push(format!("[{index}]")),
                (None, _) => {}
            }
        }
        parts.reverse();
        parts.join(" > ")
    }

    fn push(&mut self, parent: Place, step: Step) -> Place {
        let id = u32::try_from(self.nodes.len()).expect("a document has fewer than 2^32 nodes");
        self.nodes.push(Node {
            parent,
            step,
            label: None,
        });
        Place(id)
    }

    fn up(&self, place: Place) -> impl Iterator<Item = &Node> {
        let mut at = place;
        std::iter::from_fn(move || {
            (at != Self::ROOT).then(|| {
                let node = &self.nodes[at.0 as usize];
                at = node.parent;
                node
            })
        })
    }
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A secret stands in the input. It was taken out, and nothing is degraded by that.
    Secret,
    /// What people asked for does more than they may expect. Nothing is degraded by that.
    Remark,
    /// Worth knowing; the output is complete.
    Note,
    /// Something was skipped or degraded; the rest is generated.
    Warning,
    /// Nothing is generated.
    Error,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: Text,
    /// Where in the document.
    pub place: Option<Place>,
    /// What to do about it.
    pub help: Option<Text>,
}

/// A text of a diagnostic. Most are the same for every place, and there may be a million places.
pub type Text = Cow<'static, str>;

/// The problems found so far, in the order they were found.
#[derive(Debug, Default)]
pub struct Diagnostics {
    entries: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Records an error.
    pub fn error(&mut self, place: Place, message: impl Into<Text>, help: impl Into<Text>) {
        self.push(Severity::Error, place, message.into(), help.into());
    }

    /// Records a warning.
    pub fn warning(&mut self, place: Place, message: impl Into<Text>, help: impl Into<Text>) {
        self.push(Severity::Warning, place, message.into(), help.into());
    }

    /// Records a note.
    pub fn note(&mut self, place: Place, message: impl Into<Text>, help: impl Into<Text>) {
        self.push(Severity::Note, place, message.into(), help.into());
    }

    /// Adds a remark.
    pub fn remark(&mut self, place: Place, message: impl Into<Text>, help: impl Into<Text>) {
        self.push(Severity::Remark, place, message.into(), help.into());
    }

    /// Records a secret that stands in the input. `message` says what kind it is, never what it is.
    pub fn secret(&mut self, place: Place, message: impl Into<Text>, help: impl Into<Text>) {
        self.push(Severity::Secret, place, message.into(), help.into());
    }

    /// All problems so far.
    pub fn entries(&self) -> &[Diagnostic] {
        &self.entries
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.severity == Severity::Error)
    }

    fn push(&mut self, severity: Severity, place: Place, message: Text, help: Text) {
        let help = (!help.is_empty()).then_some(help);
        self.entries.push(Diagnostic {
            severity,
            message,
            place: Some(place),
            help,
        });
    }
}

/// A source file: what it is called in messages, and its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as shown to people.
    pub path: PathBuf,
    /// The whole text.
    pub text: String,
}

/// Renders one diagnostic with its place:
///
/// ```text
/// error: url is neither text nor an object
///   --> collections/shop/collection.json:812:9  Orders > Create order > url
///   help: give the request a URL
/// ```
pub fn render(diagnostic: &Diagnostic, source: &Source, places: &Places) -> String {
    let position = diagnostic
        .place
        .and_then(|place| locate::line_and_column(&source.text, &places.steps(place)));
    render_at(diagnostic, position, source, places)
}

/// Renders many, with one look at the source text.
pub fn render_all(diagnostics: &[Diagnostic], source: &Source, places: &Places) -> Vec<String> {
    let positions = positions(diagnostics, source, places);
    let rendered = diagnostics
        .iter()
        .zip(positions)
        .map(|(entry, position)| render_at(entry, position, source, places));
    rendered.collect()
}

/// Line and column of each diagnostic that has a place, with one look at the source text.
pub fn positions(
    diagnostics: &[Diagnostic],
    source: &Source,
    places: &Places,
) -> Vec<Option<(usize, usize)>> {
    let steps: Vec<Vec<&Step>> = diagnostics
        .iter()
        .map(|entry| {
            entry
                .place
                .map(|place| places.steps(place))
                .unwrap_or_default()
        })
        .collect();
    let positions = locate::lines_and_columns(&source.text, &steps);
    diagnostics
        .iter()
        .zip(positions)
        .map(|(entry, position)| position.filter(|_| entry.place.is_some()))
        .collect()
}

fn render_at(
    diagnostic: &Diagnostic,
    position: Option<(usize, usize)>,
    source: &Source,
    places: &Places,
) -> String {
    let mut out = format!(
        "{}: {}\n",
        diagnostic.severity,
        one_line(&diagnostic.message)
    );
    let _ = write!(out, "  --> {}", source.path.display());
    if let Some(place) = diagnostic.place {
        if let Some((line, column)) = position {
            let _ = write!(out, ":{line}:{column}");
        }
        let trail = places.trail(place);
        if !trail.is_empty() {
            let _ = write!(out, "  {trail}");
        }
    }
    out.push('\n');
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "  help: {help}");
    }
    out
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Secret => "secret",
            Severity::Remark => "remark",
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// Collection text may hold anything; a terminal gets one line without control characters.
pub(crate) fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}
