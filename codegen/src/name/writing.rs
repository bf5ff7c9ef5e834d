//! How a word is written, in a word: what tells names apart that are one identifier.

/// A word for each of several texts in which each differs from all others; nothing if they are written too much alike.
pub(super) fn apart(texts: &[&str]) -> Option<Vec<String>> {
    let signs: Vec<&str> = texts.iter().map(|text| sign(text)).collect();
    let cases: Vec<&str> = texts.iter().map(|text| case(text)).collect();
    let both = |either: fn(&str, &str) -> String| -> Vec<String> {
        let all = signs.iter().zip(&cases);
        all.map(|(sign, case)| either(sign, case)).collect()
    };
    let first = both(|sign, case| if sign.is_empty() { case } else { sign }.to_owned());
    let second = both(|sign, case| format!("{sign} {case}"));
    [first, second]
        .into_iter()
        .find(|words| are_distinct(words))
}

fn are_distinct(words: &[String]) -> bool {
    let distinct: std::collections::HashSet<&String> = words.iter().collect();
    distinct.len() == words.len()
}

/// What stands between the words of a text; empty if that is nothing.
fn sign(text: &str) -> &'static str {
    match text.chars().find(|c| !c.is_alphanumeric()) {
        None if text.is_empty() => "empty",
        None => "",
        Some('_') => "snake",
        Some('-') => "kebab",
        Some('.') => "dotted",
        Some('/') => "slashed",
        Some(':') => "coloned",
        Some(c) if c.is_whitespace() => "spaced",
        Some(_) => "signed",
    }
}

/// How its letters are written.
fn case(text: &str) -> &'static str {
    let (mut upper, mut lower) = (false, false);
    for c in text.chars() {
        upper |= c.is_uppercase();
        lower |= c.is_lowercase();
    }
    match (upper, lower) {
        (true, true) if text.starts_with(char::is_uppercase) => "capital",
        (true, true) => "camel",
        (true, false) => "upper",
        (false, _) => "lower",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], expected: Option<&[&str]>) {
        let found = apart(texts);
        let found = found
            .as_ref()
            .map(|words| words.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(found.as_deref(), expected, "{texts:?}");
    }

    #[test]
    fn words_that_tell_apart() {
        check(&["iban", "IBAN"], Some(&["lower", "upper"]));
        check(
            &["iban", "IBAN", "Iban"],
            Some(&["lower", "upper", "capital"]),
        );
        check(&["firstName", "first_name"], Some(&["camel", "snake"]));
        check(
            &["on-hold", "on_hold", "on hold"],
            Some(&["kebab", "snake", "spaced"]),
        );
        check(
            &["on_hold", "ON_HOLD"],
            Some(&["snake lower", "snake upper"]),
        );
        check(&["value", ""], Some(&["lower", "empty"]));
        check(&["ServedBy", "ServedBY"], None);
        check(&["a", "a"], None);
    }
}
