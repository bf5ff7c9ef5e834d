//! What is wrong with a file of overrides: all of it, each with line and column.

use crate::diag::{Source, one_line};

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    all: Vec<Problem>,
}

#[derive(Debug, PartialEq, Eq)]
struct Problem {
    at: usize,
    message: String,
    help: String,
}

impl Problems {
    /// Notes a problem at a byte of the file. The help may be empty.
    pub(super) fn add(&mut self, at: usize, message: impl Into<String>, help: &str) {
        let problem = Problem {
            at,
            message: message.into(),
            help: help.to_owned(),
        };
        if !self.all.contains(&problem) {
            self.all.push(problem);
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them in the order of the file, ready to be shown.
    pub(super) fn rendered(mut self, source: &Source) -> Vec<String> {
        self.all.sort_by_key(|problem| problem.at);
        let rendered = self.all.iter().map(|problem| {
            let (line, column) = line_and_column(&source.text, problem.at);
            let path = source.path.display().to_string().replace('\\', "/");
            let help = match problem.help.is_empty() {
                true => String::new(),
                false => format!("  help: {}\n", one_line(&problem.help)),
            };
            let message = one_line(&problem.message);
            format!("error: {message}\n  --> {path}:{line}:{column}\n{help}")
        });
        rendered.collect()
    }
}

/// What was probably meant.
pub(super) fn did_you_mean(better: &str) -> String {
    format!("did you mean `{better}`?")
}

/// The line of a byte, from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    line_and_column(text, at).0
}

/// Line and column of a byte, both from 1; columns are characters.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[start..].chars().count() + 1)
}
