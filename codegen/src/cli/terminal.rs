//! What people see: messages, colours, progress.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use anstream::ColorChoice;
use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::{Color, Talk};

/// How much is said, and where to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    talk: Talk,
}

impl Terminal {
    pub(crate) fn new(talk: Talk) -> Self {
        let choice = match talk.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        Self { talk }
    }

    pub(crate) fn is_verbose(&self) -> bool {
        self.talk.verbose
    }

    /// The outcome, on standard output.
    pub(crate) fn say(&self, text: &str) {
        if !self.talk.quiet {
            self.print(text);
        }
    }

    /// What was asked for, quiet or not, on standard output. A reader that has gone away is no error.
    pub(crate) fn print(&self, text: &str) {
        let _ = anstream::stdout().write_all(coloured(text).as_bytes());
    }

    /// A file, on standard output: as it is, in no colours.
    pub(crate) fn print_raw(&self, text: &str) {
        let _ = std::io::stdout().write_all(text.as_bytes());
    }

    /// Something to know, on standard error.
    pub(crate) fn notice(&self, text: &str) {
        if !self.talk.quiet {
            self.error(text);
        }
    }

    /// An error, on standard error.
    pub(crate) fn error(&self, text: &str) {
        let text = text.trim_end();
        if !text.is_empty() {
            let _ = anstream::stderr().write_all(format!("{}\n", coloured(text)).as_bytes());
        }
    }

    /// Shows that something goes on, if a person looks. It goes away when it is dropped.
    pub(crate) fn progress(&self, what: &str) -> Progress {
        if self.talk.quiet || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress(Some(bar))
    }
}

/// A job that is shown while it lasts.
#[derive(Debug)]
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// The job has come to its next part.
    pub(crate) fn now(&self, what: &str) {
        if let Some(bar) = &self.0 {
            bar.set_message(what.to_owned());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const GREEN: &str = "\u{1b}[32m";
const CYAN: &str = "\u{1b}[1;36m";
const PLAIN: &str = "\u{1b}[0m";

/// The text with its first words in colour; they are taken out again where no colour is wanted.
fn coloured(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(line).collect();
    lines.join("\n")
}

fn line(line: &str) -> String {
    let starts: [(&str, &str); 10] = [
        ("error:", RED),
        ("warning:", YELLOW),
        ("secret:", YELLOW),
        ("note:", CYAN),
        ("  help:", CYAN),
        ("missing:", RED),
        ("stale:", RED),
        ("changed:", YELLOW),
        ("wrote", GREEN),
        ("@@", CYAN),
    ];
    for (start, colour) in starts {
        if let Some(rest) = line.strip_prefix(start) {
            return format!("{colour}{start}{PLAIN}{rest}");
        }
    }
    match line.as_bytes().first() {
        Some(b'+') => format!("{GREEN}{line}{PLAIN}"),
        Some(b'-') => format!("{RED}{line}{PLAIN}"),
        _ => line.to_owned(),
    }
}
