//! Text that is one of a few values: which positions are enums.

use super::scalars::{TextShape, Values};

/// The values, if a text is a choice among them.
///
/// Beside placeholders, text that is none is a value of an enum; two different ones show it. So they do under a name such as
/// `status`. Elsewhere it takes many sightings of few words: a word of a free text seldom comes again.
pub fn values(text: &TextShape, name: &str) -> Option<Vec<String>> {
    verdict(text, name).ok()
}

/// Why a text is no choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There are not two values.
    One,
    /// There are too many.
    Many,
    /// A placeholder or a variable stands for any text.
    Open,
    /// Some are no words that a program would choose.
    NoWords,
    /// The name says that anything may be written there.
    FreeName,
    /// They do not come often enough: that would be so many times.
    Seldom(usize),
}

/// The same with the reason why there are none.
pub fn verdict(text: &TextShape, name: &str) -> Result<Vec<String>, Refusal> {
    const MOST: usize = 12;
    let Values::Few(all) = &text.values else {
        return Err(Refusal::Many);
    };
    let values: Vec<String> = all
        .iter()
        .filter(|value| !value.is_empty())
        .cloned()
        .collect();
    let least = match is_choice_name(name) {
        true => values.len(),
        false => 4 * values.len(),
    };
    if values.len() < 2 {
        Err(Refusal::One)
    } else if text.open {
        Err(Refusal::Open)
    } else if !values.iter().all(|value| is_word(value)) {
        Err(Refusal::NoWords)
    } else if text.chosen {
        Ok(values)
    } else if is_free_name(name) {
        Err(Refusal::FreeName)
    } else if values.len() > MOST {
        Err(Refusal::Many)
    } else if text.seen < least {
        Err(Refusal::Seldom(least))
    } else {
        Ok(values)
    }
}

/// A word that a program would choose: letters first, no blanks.
fn is_word(value: &str) -> bool {
    value.len() <= 40
        && value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.:/".contains(&b))
        && !value.starts_with("http")
}

/// The last word of a name in any writing: `eventType` and `event_type` end with `type`.
pub(super) fn last_word(name: &str) -> String {
    let start = name
        .char_indices()
        .filter(|(at, c)| {
            c.is_ascii_uppercase() && name[..*at].ends_with(|c: char| c.is_ascii_lowercase())
        })
        .map(|(at, _)| at)
        .chain(name.rfind(['_', '-', '.', ' ']).map(|at| at + 1))
        .max()
        .unwrap_or(0);
    name[start..].to_ascii_lowercase()
}

/// Whether a name says that there are a few values.
fn is_choice_name(name: &str) -> bool {
    [
        "status",
        "state",
        "type",
        "kind",
        "mode",
        "role",
        "level",
        "category",
        "method",
        "scope",
        "severity",
        "priority",
        "reason",
        "action",
        "event",
        "visibility",
        "direction",
        "unit",
        "interval",
        "frequency",
        "gender",
        "scheme",
        "object",
        "resource",
        "channel",
        "format",
    ]
    .contains(&last_word(name).as_str())
}

/// Whether a name says that anything may be written there.
fn is_free_name(name: &str) -> bool {
    [
        "name",
        "id",
        "ids",
        "title",
        "description",
        "text",
        "message",
        "comment",
        "key",
        "value",
        "city",
        "label",
        "url",
        "token",
        "username",
        "login",
        "email",
        "code",
        "slug",
        "number",
        "reference",
        "address",
        "street",
        "note",
        "notes",
        "firstname",
        "lastname",
        "hash",
        "path",
        "filename",
        "version",
        "country",
        "brand",
        "company",
        "topic",
        "topics",
        "tag",
        "tags",
        "labels",
        "alias",
        "query",
        "q",
        "search",
    ]
    .contains(&last_word(name).as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::reading;
    use super::super::shape::Shape;
    use super::*;

    /// The choice among texts, each seen so often, beside a placeholder or not.
    fn check(name: &str, texts: &[(&str, usize)], placeholder: bool, expected: Option<&[&str]>) {
        let other = if placeholder { "<integer>" } else { "1" };
        let shapes = texts.iter().flat_map(|(text, times)| {
            let value = json!({ name: text, "other": other });
            std::iter::repeat_n(reading::shape(&value, true), *times)
        });
        let shape = shapes.fold(Shape::NEVER, Shape::join);
        let object = shape.object.expect("objects");
        let text = object.fields[name].shape.text.clone().expect("text");
        let found = values(&text, name);
        let found = found
            .as_ref()
            .map(|all| all.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(found.as_deref(), expected, "{name} {texts:?}");
    }

    #[test]
    fn few_words_seen_often() {
        let both = Some(&["off", "on"] as &[&str]);
        check("status", &[("on", 2), ("off", 2)], false, both);
        check("lampStatus", &[("on", 3), ("off", 1)], false, both);
        check("status", &[("on", 1), ("off", 1)], false, both);
        check("switch", &[("on", 4), ("off", 3)], false, None);
        check("switch", &[("on", 4), ("off", 4)], false, both);
        check("status", &[("on", 9)], false, None);
        check("name", &[("on", 9), ("off", 9)], false, None);
        check("status", &[("on", 9), ("is off", 9)], false, None);
        check("status", &[("1", 9), ("2", 9)], false, None);
        check("status", &[("on", 9), ("off", 9), ("", 1)], false, both);
        check(
            "status",
            &[("on", 9), ("off", 9), ("{{x}}", 1)],
            false,
            None,
        );
    }

    #[test]
    fn what_stands_beside_placeholders() {
        check(
            "switch",
            &[("on", 1), ("off", 1)],
            true,
            Some(&["off", "on"]),
        );
        check("switch", &[("on", 1)], true, None);
        check(
            "switch",
            &[("on", 1), ("off", 1), ("<string>", 1)],
            true,
            None,
        );
    }
}
