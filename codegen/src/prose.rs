//! Facts that descriptions state unambiguously: the markers that Postman's OpenAPI converter writes, and a few phrases
//! with one meaning. What could be read in two ways is not read at all.

mod choices;

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

/// The values that prose says to be the only ones, in order.
pub fn one_of(prose: &str) -> Option<Vec<String>> {
    // A marker that is cut off may have lost a value.
    let is_marked = prose.to_ascii_lowercase().contains(MARKER);
    match is_marked {
        true => marked(prose),
        false => choices::listed(prose),
    }
}

const MARKER: &str = "(this can only be one of ";

/// The values of `(This can only be one of a,b,c)`.
fn marked(prose: &str) -> Option<Vec<String>> {
    let (start, marker) = find_marker(prose, MARKER)?;
    let list = prose.get(start + MARKER.len()..start + marker.len() - 1)?;
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

/// Whether the prose says that a value is a list whose items commas separate: "a comma-separated list of ids", "one or more
/// names, separated by commas". Of a pair, a position or a file of comma-separated values it does not say that.
pub fn is_comma_list(prose: &str) -> bool {
    let lower = prose.to_ascii_lowercase();
    // What the whole is about may be said before.
    let is_list_of = ["list of ", "a list of ", "lists of ", "contains a list of "]
        .iter()
        .any(|opening| lower.trim_start().starts_with(opening));
    let sentences = lower.split(['\n', ';']).flat_map(|line| line.split(". "));
    sentences
        .map(words_and_commas)
        .any(|words| says_comma_list(&words, is_list_of))
}

/// The words of a sentence, and `,` for a comma in quotes or brackets, which is named rather than used.
fn words_and_commas(sentence: &str) -> Vec<String> {
    let named = ["`,`", "','", "\",\"", "\u{201c},\u{201d}", "(,)"];
    let spelled = named.iter().fold(sentence.to_owned(), |text, mark| {
        text.replace(mark, " comma ")
    });
    spelled
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn says_comma_list(words: &[String], is_list_of: bool) -> bool {
    const COMMA: [&str; 2] = ["comma", "commas"];
    const BETWEEN: [&str; 4] = ["separated", "delimited", "seperated", "split"];
    /// What is written with commas and is one value, or a file.
    const ONE: [&str; 17] = [
        "latitude",
        "longitude",
        "lat",
        "lng",
        "lon",
        "coordinate",
        "coordinates",
        "bbox",
        "bounding",
        "pair",
        "tuple",
        "csv",
        "output",
        "export",
        "exported",
        "download",
        "spreadsheet",
    ];
    if words.iter().any(|word| ONE.contains(&word.as_str())) {
        return false;
    }
    let is = |at: usize, of: &[&str]| {
        let word = words.get(at);
        word.is_some_and(|word| of.contains(&word.as_str()))
    };
    let has_several = words.iter().any(|word| is_several(word));
    (0..words.len()).any(|at| {
        // "comma-separated", "comma (,) separated"
        if is(at, &COMMA) {
            let behind = if is(at + 1, &COMMA) { at + 2 } else { at + 1 };
            if is(behind, &BETWEEN) {
                let rest = &words[behind + 1..];
                let is_file = rest.first().is_some_and(|word| word == "file");
                let is_near = rest.iter().take(3).any(|word| is_several(word));
                let is_string_of = matches!(rest, [a, b, ..] if a == "string" && b == "of");
                let is_listed = words[..at].iter().any(|word| is_list(word));
                return !is_file && (is_near || is_string_of || is_listed || is_list_of);
            }
        }
        // "separated by a comma"
        let by = is(at, &BETWEEN) && is(at + 1, &["by", "with"]);
        let comma = at + 2 + usize::from(is(at + 2, &["a", "the"]));
        by && is(comma, &COMMA) && (has_several || is_list_of)
    })
}

/// Whether a word is one for several things: "list", "multiple".
fn is_list(word: &str) -> bool {
    [
        "list", "lists", "array", "set", "multiple", "several", "batch", "batches", "more", "many",
    ]
    .contains(&word)
}

/// Whether a word speaks of several things: "multiple", "ids", "indices".
fn is_several(word: &str) -> bool {
    const SINGULAR: [&str; 7] = ["this", "its", "status", "address", "commas", "has", "does"];
    let is_plural = word.len() > 2 && word.ends_with('s') && !word.ends_with("ss");
    is_list(word) || is_plural && !SINGULAR.contains(&word)
}

/// The values that prose shows as such: in code or bold, or all of the prose where that is words with commas between them.
pub fn stated(prose: &str) -> Vec<&str> {
    let mut values = Vec::new();
    for mark in ["`", "**"] {
        let mut parts = prose.split(mark);
        // The parts between marks are every second one; what is open at the end is none.
        parts.next();
        while let (Some(inner), Some(_)) = (parts.next(), parts.next()) {
            values.push(inner.trim_end_matches(':').trim());
        }
    }
    let is_word = |word: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        !word.is_empty() && word.chars().all(is_part)
    };
    let bare: Vec<&str> = prose.trim().split(',').collect();
    if bare.len() > 1 && bare.iter().all(|word| is_word(word)) {
        values.extend(bare);
    }
    values
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
    for opening in ["(required)", "[required]", MARKER] {
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
            ("one of a, b", Some(vec!["a", "b"])),
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
    fn lists_with_commas() {
        for (prose, expected) in [
            ("Comma-separated list of ids", true),
            ("(Required) A comma separated list of node IDs.", true),
            ("Comma-delimited list of external ids", true),
            ("Comma(,) separated list of record Ids.", true),
            ("A list of comma separated label names.", true),
            (
                "List of agreement IDs to filter by (comma-separated), use `=`",
                true,
            ),
            ("Filter list to only include some (comma-delimited)", true),
            ("Optional, comma separated values. Permitted: a,b.", true),
            ("Enter up to 100 comma-separated usernames.", true),
            ("Comma separated string of channel IDs", true),
            ("A comma separated string of encoded user IDs", true),
            ("Comma separated lists of users.", true),
            ("Define comma-separated indices of pages", true),
            ("Can be added in batches, separated by commas", true),
            ("Collateral coin(s), multiple separated by `,`.", true),
            ("Account ID(s). Multiple split by `,`", true),
            (
                "Event types. Can have multiple values separated by comma.",
                true,
            ),
            ("Several names separated by a comma", true),
            (
                "List of metrics. Accepts a comma-separated value, or the parameter repeated.",
                true,
            ),
            (
                "This is a comma separated string containing a time and an ID",
                false,
            ),
            ("Comma-separated latitude and longitude", false),
            ("Latitude,longitude, separated by a comma", false),
            ("A comma-separated pair of dates", false),
            ("Bounding box as comma-separated values", false),
            (
                "Comma-separated list of channels where the file is shared",
                true,
            ),
            (
                "How results come: as comma-separated text, or as JSON",
                false,
            ),
            ("Output: JSON or comma-separated values", false),
            (
                "The format: `json` or `csv` (comma-separated values)",
                false,
            ),
            ("A comma-separated file of users", false),
            ("The city, the state and the country", false),
            ("A comma in it is escaped", false),
            ("Family name and first name, separated by a comma", false),
            ("List of ids, separated by spaces", false),
            ("", false),
        ] {
            assert_eq!(is_comma_list(prose), expected, "{prose}");
        }
    }

    #[test]
    fn stated_values() {
        for (prose, expected) in [
            ("`a` or `b`", &["a", "b"] as &[&str]),
            ("- **a**: One.\n- **b**: Two.", &["a", "b"]),
            ("**a:** One.", &["a"]),
            ("a,b_c,d.e", &["a", "b_c", "d.e"]),
            ("a, b", &[]),
            ("One of `a", &[]),
            ("word", &[]),
        ] {
            assert_eq!(stated(prose), expected, "{prose}");
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
