//! Values that are made anew for each request, as Postman's dynamic variables are.

use crate::read::redact::REDACTED;
use crate::variables::{Piece, pieces};

/// A value that is made anew for each request: of dynamic variables of Postman, and of the text around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh(pub Vec<FreshPiece>);

/// A piece of a [`Fresh`] value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FreshPiece {
    /// Text.
    Text(String),
    /// What is made anew.
    Made(Made),
}

/// A dynamic variable of Postman that stands for something made anew for each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// `{{$guid}}`, `{{$randomUUID}}`: a random UUID.
    Guid,
    /// `{{$timestamp}}`: the time in seconds since 1970.
    Timestamp,
    /// `{{$isoTimestamp}}`: the time as RFC 3339 writes it.
    IsoTimestamp,
    /// `{{$randomInt}}`: a whole number from 0 to 1000.
    RandomInt,
}

impl Made {
    /// The other dynamic variables are samples (a name, a colour) that the caller has to choose.
    fn of_variable(name: &str) -> Option<Self> {
        Some(match name {
            "$guid" | "$randomUUID" => Self::Guid,
            "$timestamp" => Self::Timestamp,
            "$isoTimestamp" => Self::IsoTimestamp,
            "$randomInt" => Self::RandomInt,
            _ => return None,
        })
    }

    /// The dynamic variable.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Guid => "$guid",
            Self::Timestamp => "$timestamp",
            Self::IsoTimestamp => "$isoTimestamp",
            Self::RandomInt => "$randomInt",
        }
    }
}

impl Fresh {
    /// What makes up a value, whose other variables have been replaced. One without a value leaves it to the caller.
    pub(super) fn of_value(text: &str) -> Option<Self> {
        if !text.contains("{{$") || text.contains(REDACTED) {
            return None;
        }
        let pieces = pieces(text.trim()).map(|piece| match piece {
            Piece::Literal(text) => Some(FreshPiece::Text(text.to_owned())),
            Piece::Variable(name) => Made::of_variable(name).map(FreshPiece::Made),
        });
        pieces.collect::<Option<_>>().map(Self)
    }

    /// What it is, if nothing stands around it.
    pub fn alone(&self) -> Option<Made> {
        match self.0[..] {
            [FreshPiece::Made(made)] => Some(made),
            _ => None,
        }
    }

    /// As the collection writes it.
    pub fn written(&self) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            FreshPiece::Text(text) => text.clone(),
            FreshPiece::Made(made) => format!("{{{{{}}}}}", made.variable()),
        });
        pieces.collect()
    }

    /// The same with other text.
    pub(super) fn map_text(self, change: impl Fn(String) -> String) -> Self {
        let pieces = self.0.into_iter().map(|piece| match piece {
            FreshPiece::Text(text) => FreshPiece::Text(change(text)),
            made => made,
        });
        Self(pieces.collect())
    }
}
