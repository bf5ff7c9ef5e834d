//! What stands for a secret in a request: variables, the token URL of an OAuth 2 block, or nothing that has a name.

use indexmap::IndexMap;

use super::servers::whole_names;
use crate::resolve::Resolved;
use crate::variables::{self, Piece, pieces};
use crate::words::letters;

/// How many variables may stand for each other, as Postman does it.
const ROUNDS: usize = 19;

/// What stands for a secret in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Nothing that has a name.
    Unsaid,
    /// Variables.
    Variables(Vec<String>),
    /// An OAuth 2 block, by its token URL.
    Fetched(String),
}

impl Source {
    /// That of these texts. A variable that only stands for another is that one, and names of the same words are one name.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t str>, resolved: &Resolved) -> Self {
        let mut names: IndexMap<String, String> = IndexMap::new();
        for text in texts {
            let text = whole_names(text, resolved);
            let known = variables::names(&text).filter(|name| !name.trim().starts_with('$'));
            for name in known.map(|name| meant(name.trim(), resolved)) {
                names
                    .entry(words(name))
                    .or_insert_with(|| name.trim().to_owned());
            }
        }
        match names.is_empty() {
            true => Self::Unsaid,
            false => Self::Variables(names.into_values().collect()),
        }
    }

    /// That of a token URL, in which the query tells nothing.
    pub(super) fn fetched(url: &str) -> Self {
        let url = url.split(['?', '#']).next().unwrap_or_default();
        match url.trim().trim_end_matches('/') {
            "" => Self::Unsaid,
            url => Self::Fetched(url.to_owned()),
        }
    }

    /// What tells it from others of its kind.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Unsaid => String::new(),
            Self::Variables(names) => {
                let names = names.iter().map(|name| words(name));
                format!("{{{{{}", names.collect::<Vec<_>>().join(" "))
            }
            Self::Fetched(url) => url.to_ascii_lowercase(),
        }
    }
}

/// The variable that a variable stands for, if that is all it does.
fn meant<'r>(name: &'r str, resolved: &'r Resolved) -> &'r str {
    let mut name = name;
    for _ in 0..ROUNDS {
        let Some(value) = resolved.variables.get(name) else {
            break;
        };
        let mut pieces = pieces(value.trim());
        match (pieces.next(), pieces.next()) {
            (Some(Piece::Variable(other)), None) if !other.starts_with('$') => name = other.trim(),
            _ => break,
        }
    }
    name
}

/// The letters of a name; the name itself if it has none.
fn words(name: &str) -> String {
    let letters = letters(name);
    match letters.is_empty() {
        true => name.to_owned(),
        false => letters,
    }
}
