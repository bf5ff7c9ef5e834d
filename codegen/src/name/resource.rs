//! What a path is about: the noun that is left of its last segments, verbs, versions and ids aside.

use super::{ident, things};
use crate::model::{Operation, PathPiece};

/// The thing, or the things, that a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Resource {
    /// As it is written in the path: `payments` of `/payments/{id}/capture`.
    pub(super) name: String,
    /// Whether it is a certain one of them: the path has an id behind the noun, or a word like `me`.
    pub(super) is_one: bool,
    /// Whether the path ends with a word for looking something up: `/calls/search`.
    pub(super) is_search: bool,
    /// What is done with it, as the end of the path says.
    pub(super) action: Option<String>,
}

impl Resource {
    /// The word for one such thing.
    pub(super) fn word(&self) -> String {
        ident::singular(&self.name)
    }

    /// Whether the noun is a plural.
    pub(super) fn is_plural(&self) -> bool {
        self.word() != self.name
    }
}

/// What the path of an operation is about; nothing if no segment is a noun.
pub(super) fn of(operation: &Operation) -> Option<Resource> {
    let (mut is_one, mut is_search) = (false, false);
    let mut action: Option<String> = None;
    let mut part: Option<String> = None;
    for segment in operation.path.iter().rev() {
        let [PathPiece::Literal(text)] = &segment[..] else {
            is_one |= !segment.is_empty() && part.is_none();
            continue;
        };
        match read(text) {
            // `items` alone says nothing: those of a dictionary are dictionary items.
            Segment::Noun(name) if part.is_none() && things::says_nothing(&name) => {
                part = Some(name);
            }
            Segment::Noun(name) => {
                return Some(Resource {
                    name: match part {
                        Some(part) => format!("{} {part}", ident::singular(&name)),
                        None => name,
                    },
                    is_one,
                    is_search,
                    action,
                });
            }
            Segment::One if part.is_none() => is_one = true,
            Segment::Search if part.is_none() => {
                is_search = true;
                action = Some("search".to_owned());
            }
            Segment::Action(word) if part.is_none() && !is_one => action = Some(word),
            _ => {}
        }
    }
    part.map(|name| Resource {
        name,
        is_one,
        is_search,
        action,
    })
}

/// What a segment says.
#[derive(Debug, PartialEq, Eq)]
enum Segment {
    Noun(String),
    /// Which of the things before: an id, `me`, `latest`.
    One,
    /// That something is looked up.
    Search,
    /// What is done.
    Action(String),
    /// A version, or nothing of interest.
    Other,
}

fn read(text: &str) -> Segment {
    if is_version(text) {
        return Segment::Other;
    }
    if is_id(text) {
        return Segment::One;
    }
    // `pins.list` and `users.json`; Google's `things:batchGet`.
    let mut parts: Vec<&str> = text.split(['.', ':']).collect();
    while let [_, .., last] = parts[..] {
        let word = plain(last);
        let says_how = FORMATS.contains(&word.as_str()) || DOINGS.contains(&word.as_str());
        if !says_how && !SEARCHES.contains(&word.as_str()) {
            break;
        }
        parts.pop();
    }
    let name = parts.join(" ");
    let words = plain(&name);
    match words.as_str() {
        "" => Segment::Other,
        word if SEARCHES.contains(&word) => Segment::Search,
        word if ONES.contains(&word) => Segment::One,
        word if DOINGS.contains(&word) => Segment::Action(word.to_owned()),
        word if PLACES.contains(&word) => Segment::Other,
        words => match object(words) {
            Some("") => Segment::Search,
            Some(noun) => Segment::Noun(noun.to_owned()),
            None => Segment::Noun(name),
        },
    }
}

/// What is done something with: `payments` of `get_payments_by_status`. `None` if nothing is done.
fn object(words: &str) -> Option<&str> {
    let (verb, rest) = words.split_once('_')?;
    if !COMMANDS.contains(&verb) {
        return None;
    }
    let end = rest
        .match_indices('_')
        .map(|(at, _)| at)
        .chain([rest.len()]);
    let starts = std::iter::once(0).chain(rest.match_indices('_').map(|(at, _)| at + 1));
    let mut words = starts.zip(end);
    let by = words.find(|(start, end)| JOINTS.contains(&&rest[*start..*end]));
    Some(by.map_or(rest, |(start, _)| rest[..start].trim_end_matches('_')))
}

/// A text as words in lower case, with `_` between them.
fn plain(text: &str) -> String {
    match ident::is_empty(text) {
        true => String::new(),
        false => {
            let word = ident::snake(text);
            word.trim_start_matches("r#")
                .trim_end_matches('_')
                .to_owned()
        }
    }
}

fn is_version(text: &str) -> bool {
    let digits = text.trim_start_matches(['v', 'V']);
    let is_numeric = digits.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    text.len() <= digits.len() + 1 && is_numeric && digits.bytes().any(|c| c.is_ascii_digit())
}

/// Whether more than a third of a segment is digits.
fn is_id(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    digits * 2 > letters
}

/// Words for looking something up.
const SEARCHES: [&str; 9] = [
    "all", "filter", "find", "list", "lookup", "query", "recent", "scroll", "search",
];

/// Words for one of the things before them.
const ONES: [&str; 9] = [
    "active", "current", "default", "details", "info", "latest", "me", "self", "whoami",
];

/// Words for what is done: a path that ends with one is about what stands before it.
const DOINGS: [&str; 55] = [
    "accept",
    "activate",
    "add",
    "approve",
    "archive",
    "assign",
    "batch",
    "bulk",
    "cancel",
    "capture",
    "clone",
    "close",
    "complete",
    "confirm",
    "convert",
    "copy",
    "count",
    "create",
    "deactivate",
    "decline",
    "delete",
    "disable",
    "download",
    "duplicate",
    "edit",
    "enable",
    "execute",
    "export",
    "get",
    "import",
    "merge",
    "move",
    "new",
    "patch",
    "post",
    "publish",
    "put",
    "register",
    "reject",
    "remove",
    "resend",
    "restore",
    "retry",
    "run",
    "save",
    "send",
    "set",
    "start",
    "stop",
    "submit",
    "unarchive",
    "unpublish",
    "update",
    "validate",
    "verify",
];

/// Words with which a segment of several words begins that says what is done.
const COMMANDS: [&str; 9] = [
    "add", "create", "delete", "fetch", "find", "get", "remove", "retrieve", "update",
];

/// What may stand between the object of a verb and the rest.
const JOINTS: [&str; 6] = ["by", "for", "from", "in", "of", "with"];

/// Where an API is, rather than what it is about.
const PLACES: [&str; 6] = ["api", "gql", "graphql", "jsonrpc", "rest", "rpc"];

/// Formats in which an answer can be asked for.
const FORMATS: [&str; 7] = ["aspx", "csv", "do", "html", "json", "php", "xml"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments() {
        let noun = |name: &str| Segment::Noun(name.to_owned());
        for (text, expected) in [
            ("payments", noun("payments")),
            ("paymentInstruments", noun("paymentInstruments")),
            ("search", Segment::Search),
            ("capture", Segment::Action("capture".to_owned())),
            ("me", Segment::One),
            ("self", Segment::One),
            ("v2", Segment::Other),
            ("1.0", Segment::Other),
            ("c1", Segment::One),
            ("40dd51e4fd78f44240bf38db", Segment::One),
            ("oauth2", noun("oauth2")),
            ("pins.list", noun("pins")),
            ("users.json", noun("users")),
            ("things:get", noun("things")),
            ("findByStatus", Segment::Search),
            ("get_datasets", noun("datasets")),
            ("GetNotebookFromWebUrl", noun("notebook")),
            ("terms_of_service", noun("terms_of_service")),
            ("graphql", Segment::Other),
            ("%", Segment::Other),
            ("", Segment::Other),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
