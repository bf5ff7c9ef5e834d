//! Keys that turn up twice in one object of a JSON text.

/// Whether an object of this JSON text has a key twice. Parsers differ in what they make of that: most keep the last, and
/// a typed one refuses it.
pub(super) fn repeats(text: &str) -> bool {
    let mut open: Vec<Vec<&str>> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '{', '[', '}', ']']) {
        let mark = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match mark {
            b'{' | b'[' => open.push(Vec::new()),
            b'"' => {
                let end = end_of_string(rest);
                let (string, tail) = (&rest[..end], rest.get(end + 1..).unwrap_or_default());
                rest = tail;
                if tail.trim_start().starts_with(':')
                    && let Some(keys) = open.last_mut()
                {
                    keys.push(string);
                }
            }
            _ => {
                let mut keys = open.pop().unwrap_or_default();
                let count = keys.len();
                keys.sort_unstable();
                keys.dedup();
                if keys.len() < count {
                    return true;
                }
            }
        }
    }
    false
}

/// Where the string literal ends that the text begins inside of.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_keys_are_found() {
        for (text, expected) in [
            (r#"{"a": 1, "a": 2}"#, true),
            (r#"[{"a": {"b": 1, "c": [], "b": 2}}]"#, true),
            (
                r#"{"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}]}"#,
                false,
            ),
            (r#"{"a": "a", "b": "a", "c": "\"a\": 1, \"a\": 2"}"#, false),
            (r#"{"a" : 1, "a" : 2}"#, true),
            ("", false),
            (r#"{"a"#, false),
        ] {
            assert_eq!(repeats(text), expected, "{text}");
        }
    }
}
