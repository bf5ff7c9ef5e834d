//! What is known of the numbers and the texts at a position: the leaves of a shape.

use std::collections::BTreeSet;

use super::format::Formats;
use super::written::Written;

/// Which numbers have been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NumberShape {
    /// Whole ones.
    pub whole: bool,
    /// One with a fraction, or beyond any integer type.
    pub fraction: bool,
    /// A whole one below zero.
    pub negative: bool,
    /// A whole one beyond `i64`.
    pub beyond_i64: bool,
}

/// Which strings have been seen.
#[derive(Debug, Clone, PartialEq)]
pub struct TextShape {
    /// How many.
    pub seen: usize,
    /// The formats that all of them have.
    pub formats: Formats,
    /// The different values, as long as they are few.
    pub values: Values,
    /// Any text may come: the place is marked so.
    pub open: bool,
    /// A value was among placeholders, where text that is no placeholder is one of a few values.
    pub chosen: bool,
    /// What they hold, if all are JSON.
    pub written: Written,
}

/// Different texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// These.
    Few(BTreeSet<String>),
    /// More than can be a choice.
    Many,
}

/// More values than these are no choice.
const MOST_VALUES: usize = 24;

impl NumberShape {
    pub(super) fn join(self, other: Self) -> Self {
        Self {
            whole: self.whole || other.whole,
            fraction: self.fraction || other.fraction,
            negative: self.negative || other.negative,
            beyond_i64: self.beyond_i64 || other.beyond_i64,
        }
    }
}

impl TextShape {
    /// A text of which nothing is known but that it is one.
    pub fn plain() -> Self {
        Self {
            seen: 1,
            formats: Formats::NONE,
            values: Values::Few(BTreeSet::new()),
            open: true,
            chosen: false,
            written: Written::Text,
        }
    }

    /// One value.
    pub fn of_value(text: &str) -> Self {
        // Values of a choice are short.
        let values = match text.len() {
            0..=64 => Values::Few(BTreeSet::from([text.to_owned()])),
            _ => Values::Many,
        };
        Self {
            seen: 1,
            formats: Formats::of_text(text),
            values,
            open: false,
            chosen: false,
            written: Written::Text,
        }
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self {
            seen: self.seen + other.seen,
            formats: self.formats.and(other.formats),
            values: self.values.join(other.values),
            open: self.open || other.open,
            chosen: self.chosen || other.chosen,
            written: self.written.join(other.written),
        }
    }
}

impl Values {
    fn join(self, other: Self) -> Self {
        let (Self::Few(mut all), Self::Few(more)) = (self, other) else {
            return Self::Many;
        };
        all.extend(more);
        match all.len() > MOST_VALUES {
            true => Self::Many,
            false => Self::Few(all),
        }
    }
}
