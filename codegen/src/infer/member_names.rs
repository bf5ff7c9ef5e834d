//! What the name of a member says of the object that it holds: under some names keys are whatever the caller chose.

use crate::words::letters;

/// The kinds of names under which objects were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Called(u8);

impl Called {
    /// What a caller keeps with a resource: `metadata`, `custom_fields`.
    const OWN: Self = Self(1);
    /// What is wrong, by member: `errors`.
    const ERRORS: Self = Self(2);
    /// The same in other languages: `translations`.
    const TRANSLATIONS: Self = Self(4);
    /// Any other name.
    const OTHER: Self = Self(8);

    /// That of one member.
    pub fn of(name: &str) -> Self {
        match letters(name).as_str() {
            "metadata" | "usermetadata" | "custommetadata" | "customfields" | "customfield"
            | "customattributes" | "customproperties" | "customdata" | "customvars"
            | "customvariables" | "userdata" | "labels" | "annotations" | "tags" => Self::OWN,
            "error" | "errors" | "fielderrors" | "validationerrors" | "invalidfields"
            | "formerrors" => Self::ERRORS,
            "translations" | "localizations" | "localisations" | "localized" | "localised"
            | "i18n" => Self::TRANSLATIONS,
            _ => Self::OTHER,
        }
    }

    /// The names of both.
    pub(super) fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of them are of one of these kinds.
    pub fn says_something(self) -> bool {
        self.is_own() || self.is_errors() || self.is_translations()
    }

    /// Whether callers choose the keys.
    pub fn is_own(self) -> bool {
        self == Self::OWN
    }

    /// Whether keys name the members that are wrong.
    pub fn is_errors(self) -> bool {
        self == Self::ERRORS
    }

    /// Whether keys name languages.
    pub fn is_translations(self) -> bool {
        self == Self::TRANSLATIONS
    }
}

/// Whether a key is what APIs themselves call members: `name`, `created_at`, `pageSize`.
pub(super) fn is_of_an_api(key: &str) -> bool {
    const WHOLE: [&str; 29] = [
        "author",
        "code",
        "description",
        "detail",
        "details",
        "error",
        "errors",
        "etag",
        "format",
        "href",
        "id",
        "kind",
        "language",
        "link",
        "links",
        "location",
        "message",
        "messages",
        "name",
        "namespace",
        "object",
        "path",
        "reasons",
        "self",
        "size",
        "state",
        "status",
        "title",
        "type",
    ];
    const WORDS: [&str; 29] = [
        "at",
        "by",
        "count",
        "created",
        "cursor",
        "deleted",
        "duration",
        "has",
        "is",
        "last",
        "limit",
        "modified",
        "next",
        "offset",
        "page",
        "pages",
        "per",
        "prev",
        "previous",
        "request",
        "resource",
        "response",
        "revision",
        "schema",
        "timestamp",
        "total",
        "uid",
        "updated",
        "url",
    ];
    let words: Vec<String> = words(key).collect();
    let is_word = |word: &String| WORDS.contains(&word.as_str()) || word.starts_with("version");
    matches!(&words[..], [one] if WHOLE.contains(&one.as_str())) || words.iter().any(is_word)
}

/// The words of a key in any writing, in lower case.
fn words(key: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for c in key.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && after_small) {
            words.push(String::new());
        }
        after_small = c.is_lowercase();
        if c.is_alphanumeric() {
            words
                .last_mut()
                .into_iter()
                .for_each(|word| word.extend(c.to_lowercase()));
        }
    }
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, expected) in [
            ("metadata", Called::OWN),
            ("customFields", Called::OWN),
            ("Labels", Called::OWN),
            ("attributes", Called::OTHER),
            ("properties", Called::OTHER),
            ("settings", Called::OTHER),
            ("errors", Called::ERRORS),
            ("field_errors", Called::ERRORS),
            ("error", Called::ERRORS),
            ("failure", Called::OTHER),
            ("translations", Called::TRANSLATIONS),
            ("", Called::OTHER),
        ] {
            assert_eq!(Called::of(name), expected, "{name}");
        }
        assert!(Called::OWN.join(Called::OWN).is_own());
        assert!(Called::default().join(Called::OWN).is_own());
        assert!(!Called::OTHER.join(Called::OWN).is_own());
    }

    #[test]
    fn members_of_apis() {
        for (key, expected) in [
            ("order_id", false),
            ("crmId", false),
            ("k", false),
            ("inntektsaar", false),
            ("platform", false),
            ("customer_name", false),
            ("id", true),
            ("created_at", true),
            ("createdBy", true),
            ("workflow_version", true),
            ("request_id", true),
            ("pageSize", true),
            ("TotalPages", true),
        ] {
            assert_eq!(is_of_an_api(key), expected, "{key}");
        }
    }
}
