//! The address of anything in an API, as people write it: `pets.get_pet.200.owner.emails[]`.
//!
//! An operation goes by its public Rust names: modules, then the method. What follows is a part of it (`path.id`,
//! `query.limit`, `header.x_trace`, `form.file`, `body`, or a status code), then the way into its value: members by
//! their names on the wire, `[]` for the items of a list, `{}` for the values of a map. A name that holds a sign of
//! this notation stands in double quotes, escaped as in JSON.

mod list;
mod nearest;
mod resolve;
mod target;
mod within;

use std::fmt;
use std::str::FromStr;

pub(crate) use self::nearest::{distance, most_alike};
pub use self::resolve::Addresses;
pub use self::target::{Member, Part, Target};

/// An address. Whether there is anything is for [`Addresses`] to say.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    segments: Vec<Segment>,
}

/// A step of an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// A module, a method, a part of an operation, or a member.
    Name(String),
    /// `[]`: the items of a list.
    Items,
    /// `{}`: the values of a map.
    Values,
}

/// Why an address leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is not written as one.
    #[error("`{text}` is no address: {problem}")]
    Malformed {
        /// What was written.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
    /// There is nothing of this address.
    #[error("there is no `{address}`{}", nearest.as_ref().map_or(String::new(), |nearest| format!("; the nearest is `{nearest}`")))]
    Unknown {
        /// The address.
        address: Address,
        /// The one that is most like it.
        nearest: Option<Address>,
    },
}

impl Segment {
    /// A name.
    pub fn name(name: impl Into<String>) -> Self {
        Self::Name(name.into())
    }
}

impl Address {
    /// The address of these steps; nothing if they are none, or do not begin with a name.
    pub fn of(segments: impl IntoIterator<Item = Segment>) -> Option<Self> {
        let segments: Vec<Segment> = segments.into_iter().collect();
        matches!(segments.first(), Some(Segment::Name(_))).then_some(Self { segments })
    }

    /// Its steps: at least one, of which the first is a name.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The address one step further.
    #[must_use]
    pub fn then(&self, segment: Segment) -> Self {
        let mut segments = self.segments.clone();
        segments.push(segment);
        Self { segments }
    }

    /// How this address is written behind one that leads to it: `id`, `[].id`. The whole of it behind any other.
    pub fn behind(&self, other: &Self) -> String {
        let (whole, before) = (self.to_string(), other.to_string());
        match other.leads_to(self) {
            true => whole[before.len()..].trim_start_matches('.').to_owned(),
            false => whole,
        }
    }

    /// Whether this is another address or leads to it.
    pub fn leads_to(&self, other: &Self) -> bool {
        other.segments.starts_with(&self.segments)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Items => f.write_str("[]")?,
                Segment::Values => f.write_str("{}")?,
                Segment::Name(name) => {
                    if index > 0 {
                        f.write_str(".")?;
                    }
                    match is_plain(name) {
                        true => f.write_str(name)?,
                        false => write!(f, "{}", serde_json::Value::from(name.as_str()))?,
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a name needs no quotes.
fn is_plain(name: &str) -> bool {
    let is_sign = |c: char| {
        matches!(c, '.' | '[' | ']' | '{' | '}' | '"') || c.is_whitespace() || c.is_control()
    };
    !name.is_empty() && !name.contains(is_sign)
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let malformed = |problem: String| AddressError::Malformed {
            text: text.to_owned(),
            problem,
        };
        let text = text.trim();
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (segment, behind) = segment(rest, segments.is_empty()).map_err(malformed)?;
            segments.push(segment);
            rest = behind;
        }
        Self::of(segments).ok_or_else(|| malformed("it is empty".to_owned()))
    }
}

/// The first step of a text, and what follows it.
fn segment(text: &str, is_first: bool) -> Result<(Segment, &str), String> {
    if is_first {
        return match text.starts_with(['[', '{', '.']) {
            true => Err("it does not begin with a name".to_owned()),
            false => name(text),
        };
    }
    if let Some(rest) = text.strip_prefix("[]") {
        return Ok((Segment::Items, rest));
    }
    if let Some(rest) = text.strip_prefix("{}") {
        return Ok((Segment::Values, rest));
    }
    match text.strip_prefix('.') {
        Some(rest) => name(rest),
        None => Err(format!(
            "what follows a name, `[]` or `{{}}` is `.`, `[]` or `{{}}`, not `{text}`"
        )),
    }
}

/// The name that a text begins with, and what follows it.
fn name(text: &str) -> Result<(Segment, &str), String> {
    if text.starts_with('"') {
        return quoted(text);
    }
    let end = text.find(['.', '[', ']', '{', '}', '"']);
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    match is_plain(name) {
        true => Ok((Segment::name(name), rest)),
        false if name.is_empty() => {
            Err("there is no name behind a `.`; an empty one is written `\"\"`".to_owned())
        }
        false => Err(format!(
            "a name with blanks stands in double quotes: `\"{name}\"`"
        )),
    }
}

/// A name in quotes.
fn quoted(text: &str) -> Result<(Segment, &str), String> {
    let mut names = serde_json::Deserializer::from_str(text).into_iter::<String>();
    match names.next() {
        Some(Ok(name)) => Ok((Segment::Name(name), &text[names.byte_offset()..])),
        _ => Err(format!(
            "a name in quotes is written as in JSON, with both quotes: `{text}`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_segment() -> impl Strategy<Value = Segment> {
        prop_oneof![
            4 => "[a-z_.\\[\\]{}\" \\\\é\n0-9]{0,6}".prop_map(Segment::Name),
            2 => any::<String>().prop_map(Segment::Name),
            1 => Just(Segment::Items),
            1 => Just(Segment::Values),
        ]
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_again(first in any::<String>(), rest in prop::collection::vec(any_segment(), 0..6)) {
            let segments = std::iter::once(Segment::Name(first)).chain(rest);
            let address = Address::of(segments).expect("a name first");
            prop_assert_eq!(address.to_string().parse::<Address>(), Ok(address));
        }

        #[test]
        fn any_text_is_answered(text in "[a-z.\\[\\]{}\" \\\\é]{0,12}") {
            if let Ok(address) = text.parse::<Address>() {
                prop_assert_eq!(address.to_string().parse::<Address>(), Ok(address));
            }
        }
    }

    #[test]
    fn how_addresses_are_written() {
        let name = Segment::name;
        for (text, expected) in [
            ("list", vec![name("list")]),
            ("pets.list", vec![name("pets"), name("list")]),
            (
                "pets.list.200[].tags{}",
                vec![
                    name("pets"),
                    name("list"),
                    name("200"),
                    Segment::Items,
                    name("tags"),
                    Segment::Values,
                ],
            ),
            (
                r#"a.query."x.y""#,
                vec![name("a"), name("query"), name("x.y")],
            ),
            (r#"a."\"""#, vec![name("a"), name("\"")]),
            (
                "a.body[][]",
                vec![name("a"), name("body"), Segment::Items, Segment::Items],
            ),
        ] {
            let address: Address = text.parse().expect(text);
            assert_eq!(address.segments(), expected, "{text}");
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_address() {
        for (text, expected) in [
            ("", "`` is no address: it is empty"),
            ("[]", "`[]` is no address: it does not begin with a name"),
            (".a", "`.a` is no address: it does not begin with a name"),
            (
                "a..b",
                "`a..b` is no address: there is no name behind a `.`; an empty one is written `\"\"`",
            ),
            (
                "a.",
                "`a.` is no address: there is no name behind a `.`; an empty one is written `\"\"`",
            ),
            (
                "a[0]",
                "`a[0]` is no address: what follows a name, `[]` or `{}` is `.`, `[]` or `{}`, not `[0]`",
            ),
            (
                "a.b c",
                "`a.b c` is no address: a name with blanks stands in double quotes: `\"b c\"`",
            ),
            (
                "a.\"b",
                "`a.\"b` is no address: a name in quotes is written as in JSON, with both quotes: `\"b`",
            ),
        ] {
            let error = text.parse::<Address>().expect_err(text);
            assert_eq!(error.to_string(), expected);
        }
    }
}
