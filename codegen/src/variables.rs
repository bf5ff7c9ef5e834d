//! Variables in text: `{{name}}`, of which the innermost counts where braces stand in each other.

use std::borrow::Cow;
use std::ops::Range;

/// How often a text is looked through for the variables that values bring along, as Postman does it.
const ROUNDS: usize = 19;

/// How many bytes a text may grow by: variables that expand into each other grow without end.
const LONGEST: usize = 1 << 16;

/// A stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// It stands for itself; never empty.
    Literal(&'t str),
    /// The variable of this name.
    Variable(&'t str),
}

/// A text, split at its variables.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    let mut next = find(text, 0);
    std::iter::from_fn(move || match next.clone() {
        Some(range) if range.start == at => {
            at = range.end;
            next = find(text, at);
            Some(Piece::Variable(&text[range.start + 2..range.end - 2]))
        }
        other => {
            let end = other.map_or(text.len(), |range| range.start);
            let literal = &text[at..end];
            at = end;
            (!literal.is_empty()).then_some(Piece::Literal(literal))
        }
    })
}

/// The names of the variables in a text.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name),
        Piece::Literal(_) => None,
    })
}

/// The first variable behind an index; one without a name is none. A name ends at the next brace, so that the time depends on the text alone.
fn find(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let start = at + text[at..].find("{{")?;
        let name = &text[start + 2..];
        let length = name.find(['{', '}'])?;
        if length > 0 && name[length..].starts_with("}}") {
            return Some(start..start + length + 4);
        }
        at = start + 1;
    }
}

/// The text with the values of variables in their places, again and again until nothing changes. One without a value
/// stays. So does the text where its values would make it too long.
pub(crate) fn expand<'v>(text: &str, lookup: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let mut expanded = text.to_owned();
    for _ in 0..ROUNDS {
        match expand_once(&expanded, text.len() + LONGEST, |name, _| lookup(name)) {
            Some(next) => expanded = next,
            None => break,
        }
    }
    expanded
}

/// The text with values for the variables that stand within the name of another: `{{a_{{b}}}}`.
pub(crate) fn expand_inner<'v>(
    text: &str,
    lookup: impl Fn(&str) -> Option<Cow<'v, str>>,
) -> String {
    let mut expanded = text.to_owned();
    for _ in 0..ROUNDS {
        let inner = |name: &str, is_inner: bool| lookup(name).filter(|_| is_inner);
        match expand_once(&expanded, text.len() + LONGEST, inner) {
            Some(next) => expanded = next,
            None => break,
        }
    }
    expanded
}

/// One round; nothing if it changes nothing, or makes too much of it. `value` is told whether a variable stands behind
/// the beginning of another's name.
fn expand_once<'v>(
    text: &str,
    longest: usize,
    value: impl Fn(&str, bool) -> Option<Cow<'v, str>>,
) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    // How many names have begun.
    let mut open = 0_usize;
    for piece in pieces(text) {
        match piece {
            Piece::Literal(literal) => {
                open = (open + literal.matches("{{").count())
                    .saturating_sub(literal.matches("}}").count());
                out.push_str(literal);
            }
            Piece::Variable(name) => match value(name, open > 0) {
                Some(value) => {
                    out.push_str(&value);
                    changed = true;
                }
                None => {
                    out.push_str("{{");
                    out.push_str(name);
                    out.push_str("}}");
                }
            },
        }
        if out.len() > longest {
            return None;
        }
    }
    (changed && out != text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str) -> Option<Cow<'static, str>> {
        let value = match name {
            "a" => "1",
            "b" => "{{a}}",
            "var" => "world",
            "hello_world" => "2",
            "me" => "{{me}}{{me}}",
            _ => return None,
        };
        Some(value.into())
    }

    #[test]
    fn the_innermost_braces_count() {
        for (text, expected) in [
            ("", ""),
            ("x", "x"),
            ("{{a}}", "1"),
            ("x{{b}}y{{a}}", "x1y1"),
            ("{{none}}", "{{none}}"),
            ("{{none}}{{a}}", "{{none}}1"),
            ("{{hello_{{var}}}}", "2"),
            ("{{a{{b}}}}", "{{a1}}"),
            ("{{{a}}}", "{1}"),
            ("{{ü{{a}}", "{{ü1"),
            ("{{a}", "{{a}"),
            ("{{}}{{{{}}", "{{}}{{{{}}"),
            ("{{a}}}}", "1}}"),
        ] {
            assert_eq!(expand(text, value), expected, "{text}");
        }
    }

    #[test]
    fn inner_variables_alone() {
        for (text, expected) in [
            ("{{a}}", "{{a}}"),
            ("{{hello_{{var}}}}", "{{hello_world}}"),
            ("x{{a}}{{hello_{{var}}}}{{a}}", "x{{a}}{{hello_world}}{{a}}"),
            ("{{hello_{{none}}}}", "{{hello_{{none}}}}"),
            ("{{{{var}}_{{b}}}}", "{{world_1}}"),
        ] {
            assert_eq!(expand_inner(text, value), expected, "{text}");
        }
    }

    #[test]
    fn what_grows_without_end_stops() {
        assert!(expand("{{me}}", value).len() < LONGEST + 100);
        let long = "{{".repeat(500_000);
        assert_eq!(expand(&long, value), long);
        let many = "{{a}}".repeat(200_000);
        assert_eq!(expand(&many, value), "1".repeat(200_000));
        let open = format!("{}{}", "{{x".repeat(200_000), "}}".repeat(200_000));
        assert_eq!(expand(&open, value), open);
    }
}
