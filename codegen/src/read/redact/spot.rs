//! Where the visitor is in a document, and what that says of the value there.

use super::findings::Trail;
use super::names::Field;
use super::text::Manner;

/// Where the visitor is.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    /// The way to it.
    pub(super) trail: &'a Trail<'a>,
    /// The name of what stands there.
    pub(super) name: Option<&'a str>,
    /// What the pairs around it are.
    pub(super) field: Field,
    /// What kind of text stands there.
    pub(super) manner: Manner,
    /// Whether a secret-looking name leads to it: `token: { "value": … }`.
    pub(super) under_secret: bool,
    /// Whether the JSON at hand stood inside of text. Its place is that of the text, and `auth` is a name like any other.
    pub(super) in_text: bool,
    /// Whether what is taken out is not worth a warning.
    pub(super) quiet: bool,
}

impl<'a> Spot<'a> {
    pub(super) fn new(trail: &'a Trail<'a>) -> Self {
        Self {
            trail,
            name: None,
            field: Field::Other,
            manner: Manner::Prose,
            under_secret: false,
            in_text: false,
            quiet: false,
        }
    }

    /// The spot of a member.
    pub(super) fn member(self, trail: &'a Trail<'a>, key: &'a str) -> Self {
        if self.in_text {
            return Self {
                name: Some(key),
                under_secret: false,
                ..self
            };
        }
        let manner = match key {
            "raw" | "rawModeData" | "body" | "text" => Manner::Data,
            "exec" | "script" | "tests" | "preRequestScript" => Manner::Code,
            _ => Manner::Prose,
        };
        Self {
            trail,
            name: Some(key),
            field: Field::of(key, self.field),
            manner,
            under_secret: false,
            ..self
        }
    }

    /// The spot of an element.
    pub(super) fn element(self, trail: &'a Trail<'a>) -> Self {
        match self.in_text {
            true => self,
            false => Self { trail, ..self },
        }
    }
}
