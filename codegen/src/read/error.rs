//! Why a file cannot be read at all: one message with its place and what to do.

use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::error::Category;

/// A file that cannot be read. Its `Display` is the whole message for people:
///
/// ```text
/// error: not valid JSON: expected `:`
///   --> collections/shop/collection.json:12:9
///   help: correct the file at this place
/// ```
#[derive(Debug, thiserror::Error)]
#[error("error: {message}\n  --> {spot}\n  help: {help}")]
pub struct ReadError {
    /// What is wrong, in one line.
    pub message: String,
    /// The file, and the place in it.
    pub spot: Spot,
    /// What to do about it.
    pub help: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The path as shown to people.
    pub path: PathBuf,
    /// Line and column, both from 1, if the problem has them.
    pub at: Option<(usize, usize)>,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        match self.at {
            Some((line, column)) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

impl ReadError {
    pub(super) fn new(
        path: &Path,
        at: Option<(usize, usize)>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let spot = Spot {
            path: path.to_path_buf(),
            at,
        };
        Self {
            message: message.into(),
            spot,
            help: help.into(),
        }
    }

    /// Explains why `text` is not one JSON document.
    pub(super) fn not_json(path: &Path, text: &str, error: &serde_json::Error) -> Self {
        let at = (
            error.line(),
            character_column(text, error.line(), error.column()),
        );
        let reason = reason(error);
        if let Some(line) = conflict_line(text) {
            let message = "the file holds merge-conflict markers (`<<<<<<<`)";
            return Self::new(
                path,
                Some((line, 1)),
                message,
                "resolve the conflict, then try again",
            );
        }
        if text.trim_start().starts_with('<') {
            let message = "this is HTML or XML, not a JSON file";
            return Self::new(
                path,
                Some(at),
                message,
                "export the collection from Postman as JSON (v2.1)",
            );
        }
        if reason.starts_with("trailing characters") {
            return Self::trailing(path, text, at);
        }
        if reason.starts_with("recursion limit exceeded") {
            let message = "the JSON is nested more than 127 levels deep";
            return Self::new(path, Some(at), message, "shorten the value at this place");
        }
        if error.classify() == Category::Eof {
            let message = format!("the file ends in the middle of the JSON document: {reason}");
            return Self::new(
                path,
                Some(at),
                message,
                "the file is cut off; export or download it again",
            );
        }
        let message = format!("not valid JSON: {reason}");
        Self::new(
            path,
            Some(at),
            message,
            "correct the file at this place, or export it from Postman again",
        )
    }

    fn trailing(path: &Path, text: &str, at: (usize, usize)) -> Self {
        let line = text
            .split('\n')
            .nth(at.0.saturating_sub(1))
            .unwrap_or_default();
        if matches!(line.chars().nth(at.1 - 1), Some('{' | '[')) {
            let message = "the file holds several JSON documents, one after the other";
            return Self::new(
                path,
                Some(at),
                message,
                "put each collection into a file of its own",
            );
        }
        let message = "there is text after the end of the JSON document";
        Self::new(
            path,
            Some(at),
            message,
            "delete everything from this place on",
        )
    }
}

/// The parser's message without the position that it appends.
fn reason(error: &serde_json::Error) -> String {
    let full = error.to_string();
    match full.rfind(" at line ") {
        Some(end) => full[..end].to_string(),
        None => full,
    }
}

/// The parser counts columns in bytes; people count characters.
fn character_column(text: &str, line: usize, column: usize) -> usize {
    let Some(line) = text.split('\n').nth(line.saturating_sub(1)) else {
        return column.max(1);
    };
    let before = line
        .char_indices()
        .take_while(|(at, _)| *at < column)
        .count();
    before.max(1)
}

fn conflict_line(text: &str) -> Option<usize> {
    text.lines()
        .position(|line| line.starts_with("<<<<<<<"))
        .map(|index| index + 1)
}
