//! Facts that descriptions state unambiguously: the markers that Postman's OpenAPI converter writes, and a few phrases
//! with one meaning. What could be read in two ways is not read at all.

/// Whether the prose carries the marker `(Required)`.
pub fn is_required(prose: &str) -> bool {
    let in_brackets = |marker: &str| prose.to_ascii_lowercase().contains(marker);
    let plain = prose
        .trim_start_matches(['*', '_', '`', ' ', '\n'])
        .to_ascii_lowercase();
    let after = plain
        .strip_prefix("required")
        .map(|rest| rest.trim_start_matches(['*', '_', '`']));
    // "Required." and "**Required**: …", but neither "Required if …" nor "Required by law".
    let leads =
        after.is_some_and(|rest| rest.trim().is_empty() || rest.starts_with(['.', ':', ';']));
    in_brackets("(required)") || in_brackets("[required]") || leads
}

/// The values of `(This can only be one of a,b,c)`, in order.
pub fn one_of(prose: &str) -> Option<Vec<String>> {
    const OPENING: &str = "(this can only be one of ";
    let (start, marker) = find_marker(prose, OPENING)?;
    let list = prose.get(start + OPENING.len()..start + marker.len() - 1)?;
    let mut values: Vec<String> = Vec::new();
    for value in list.split(',').map(|value| value.trim().trim_matches('`')) {
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    let usable = values.len() > 1 && values.iter().all(|value| !value.is_empty());
    usable.then_some(values)
}

/// Whether the prose says that the value is a 64-bit integer: "a **long** format integer", "`int64`", "(long)".
pub fn is_long(prose: &str) -> bool {
    let words: Vec<String> = words(prose).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let marked = ["`long`", "`int64`", "(long)", "(int64)"]
        .iter()
        .any(|mark| prose.to_ascii_lowercase().contains(mark));
    let phrase = words
        .windows(2)
        .any(|pair| matches!(pair, ["long", "integer" | "int"] | ["int64", "format"]))
        || words.windows(3).any(|three| {
            matches!(
                three,
                ["long", "format", "integer"] | ["64", "bit", "integer"]
            )
        });
    marked || phrase
}

/// Whether prose about an answer says that it is an error.
pub fn is_of_error(prose: &str) -> bool {
    const WORDS: [&str; 10] = [
        "error",
        "errors",
        "exception",
        "fail",
        "failed",
        "fails",
        "failure",
        "fault",
        "invalid",
        "problem",
    ];
    WORDS.iter().any(|word| has_word(prose, word))
}

/// Whether prose has a word, in any case.
pub fn has_word(prose: &str, word: &str) -> bool {
    words(prose).any(|other| other == word)
}

/// The words of prose, in lower case.
fn words(prose: &str) -> impl Iterator<Item = String> {
    let words = prose.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase)
}

/// The prose without the markers, for people to read.
pub fn without_markers(prose: &str) -> String {
    let mut text = prose.to_owned();
    for opening in ["(required)", "[required]", "(this can only be one of "] {
        while let Some((start, marker)) = find_marker(&text, opening) {
            // A whole marker needs no closing bracket to be looked for.
            let whole = opening.ends_with([')', ']']);
            let length = if whole { opening.len() } else { marker.len() };
            text.replace_range(start..start + length, "");
        }
    }
    text.trim().to_owned()
}

/// Finds `opening` (lower case, any case in the text) up to the next `)`: its start and the whole marker.
fn find_marker<'a>(prose: &'a str, opening: &str) -> Option<(usize, &'a str)> {
    // ASCII lower case keeps every byte position.
    let start = prose.to_ascii_lowercase().find(opening)?;
    let length = prose[start..].find([')', ']'])? + 1;
    Some((start, &prose[start..start + length]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_marker() {
        for (prose, expected) in [
            ("(Required) The id.", true),
            ("The id. (required)", true),
            ("(Required if no name is given) The id.", false),
            ("Required in some plans", false),
            ("[Required] The id.", true),
            ("**Required.** The id.", true),
            ("REQUIRED: the id", true),
            ("Required, if there is no name", false),
            ("", false),
        ] {
            assert_eq!(is_required(prose), expected, "{prose}");
        }
    }

    #[test]
    fn errors() {
        for (prose, expected) in [
            ("Error", true),
            ("Unexpected error.", true),
            ("**HTTP Status Code:** `default` <br>General Errors", true),
            ("Standard failure response when trigger_id is invalid", true),
            ("default response", false),
            ("successful operation", false),
            ("Terrors of the deep", false),
            ("", false),
        ] {
            assert_eq!(is_of_error(prose), expected, "{prose}");
        }
    }

    #[test]
    fn lists_of_values() {
        for (prose, expected) in [
            (
                "Status (This can only be one of approve,cancel,deny)",
                Some(vec!["approve", "cancel", "deny"]),
            ),
            (
                "(This can only be one of `a`, `b`) and more",
                Some(vec!["a", "b"]),
            ),
            ("(This can only be one of a)", None),
            ("(This can only be one of a,b", None),
            ("one of a, b", None),
        ] {
            assert_eq!(
                one_of(prose)
                    .as_deref()
                    .map(|list| list.iter().map(String::as_str).collect::<Vec<_>>()),
                expected,
                "{prose}"
            );
        }
    }

    #[test]
    fn long_integers() {
        for (prose, expected) in [
            (
                "store it as a **long** format integer and **not** an integer",
                true,
            ),
            ("an `int64`", true),
            ("a 64-bit integer", true),
            ("a long name", false),
            ("as long as an integer", false),
        ] {
            assert_eq!(is_long(prose), expected, "{prose}");
        }
    }

    #[test]
    fn markers_are_left_out_of_the_docs() {
        assert_eq!(
            without_markers("(Required) The `id`. (This can only be one of a,b)"),
            "The `id`."
        );
        let condition = "(Required if no id is given) The name.";
        assert_eq!(without_markers(condition), condition);
    }
}
