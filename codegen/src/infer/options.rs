//! What inference may be told: which rules apply, and how sure it has to be.

use std::collections::BTreeSet;

/// A rule of inference, which can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Placeholders (`<integer>`) are types.
    Placeholders,
    /// Text that always has a format (a date, a UUID, a URL) is documented so.
    Formats,
    /// Text of which few values come again and again is an enum.
    Enums,
    /// Objects whose keys are data are maps.
    Maps,
    /// Values of several kinds are untagged enums; without it any JSON.
    Unions,
    /// Text that always holds JSON is typed as that JSON.
    JsonText,
    /// Text within a JSON body that always holds JSON is typed as that JSON.
    JsonInBodies,
    /// `<Circular reference to …>` is an object like one around it.
    Recursion,
    /// Descriptions tell of lists of values and of 64-bit integers.
    Descriptions,
    /// The description of a request tells of the members of its body.
    MemberProse,
    /// Values whose items commas separate are lists, where something says so.
    CommaLists,
    /// Identifiers that look like numbers are text where the API spells them as text elsewhere.
    Identifiers,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 12] = [
        Self::Placeholders,
        Self::Formats,
        Self::Enums,
        Self::Maps,
        Self::Unions,
        Self::JsonText,
        Self::JsonInBodies,
        Self::Recursion,
        Self::Descriptions,
        Self::MemberProse,
        Self::CommaLists,
        Self::Identifiers,
    ];
}

/// Which objects are of one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sharing {
    /// None: each position has its own.
    Never,
    /// Those with the same members, under one name or with many members.
    Identical,
    /// Also those under one name with mostly the same members.
    #[default]
    Similar,
}

/// How types are inferred.
#[derive(Debug, Clone)]
pub struct Options {
    /// How often an object of an answer must have been seen before a member that was always there is taken to be always
    /// there.
    pub sightings: usize,
    /// Which objects are of one type.
    pub sharing: Sharing,
    off: BTreeSet<Rule>,
}

impl Options {
    /// The same with another number of sightings.
    #[must_use]
    pub fn with_sightings(mut self, sightings: usize) -> Self {
        self.sightings = sightings;
        self
    }

    /// The same with another way of sharing.
    #[must_use]
    pub fn with_sharing(mut self, sharing: Sharing) -> Self {
        self.sharing = sharing;
        self
    }

    /// The same without a rule.
    #[must_use]
    pub fn without(mut self, rule: Rule) -> Self {
        self.off.insert(rule);
        self
    }

    /// Whether a rule applies.
    pub fn has(&self, rule: Rule) -> bool {
        !self.off.contains(&rule)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            sightings: 4,
            sharing: Sharing::default(),
            off: BTreeSet::new(),
        }
    }
}
