//! JSON values as YAML 1.2, to be read by parsers of any version.
//!
//! JSON is YAML, so whatever might mean something else without quotes is written as JSON does; the emitters at hand leave
//! quotes out too often (`+1`). Text of several lines is a literal block, for that is what people want YAML for.

use serde_json::Value;

/// A document as YAML.
pub(crate) fn text(value: &Value) -> String {
    let mut out = String::new();
    node(value, 0, &mut out);
    format!("{}\n", out.trim_start_matches(['\n', ' ']))
}

/// Writes what follows `key:` or `-` at a depth, the blank or line end before it included.
fn node(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                new_line(depth, out);
                out.push('-');
                let start = out.len();
                node(item, depth + 1, out);
                // The first line of what an item holds stands behind its dash.
                if out[start..].starts_with('\n') {
                    out.replace_range(start..start + 1 + 2 * (depth + 1), " ");
                }
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                new_line(depth, out);
                // A key in one line has at most 1024 characters (YAML 1.2.2 §8.2.2).
                if key.len() > 500 {
                    out.push_str(&format!("? {}", quoted(key)));
                    new_line(depth, out);
                } else if is_plain(key) {
                    out.push_str(key);
                } else {
                    out.push_str(&quoted(key));
                }
                out.push(':');
                node(member, depth + 1, out);
            }
        }
        Value::String(text) if is_block(text) => {
            out.push_str(" |-");
            for line in text.split('\n') {
                match line {
                    "" => out.push('\n'),
                    line => {
                        new_line(depth, out);
                        out.push_str(line);
                    }
                }
            }
        }
        Value::String(text) if is_plain(text) => out.push_str(&format!(" {text}")),
        Value::String(text) => out.push_str(&format!(" {}", quoted(text))),
        // Numbers, `true`, `null`, `[]` and `{}` are the same.
        other => out.push_str(&format!(" {other}")),
    }
}

fn new_line(depth: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

/// Whether text means itself without quotes, for any reader.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 8] = ["null", "true", "false", "yes", "no", "on", "off", "y"];
    let lower = text.to_ascii_lowercase();
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_'));
    let harmless = |c: char| c.is_ascii_alphanumeric() || " _-./,(){}".contains(c);
    starts
        && text.chars().all(harmless)
        && !text.ends_with(' ')
        && lower != "n"
        && !WORDS.contains(&lower.as_str())
}

/// Whether text has several lines, all of which a literal block can hold as they are.
fn is_block(text: &str) -> bool {
    let holds = |line: &str| !line.ends_with(' ') && line.chars().all(|c| !is_escaped(c));
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.split('\n').all(holds)
}

/// Characters that some reader takes for a line end, or leaves out.
fn is_escaped(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Text as JSON writes it.
fn quoted(text: &str) -> String {
    let json = Value::String(text.to_owned()).to_string();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_escaped(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use yaml_rust2::{Yaml, YamlLoader};

    use super::*;

    fn json(yaml: &Yaml) -> Value {
        match yaml {
            Yaml::Real(text) => serde_json::from_str(text).expect("a number"),
            Yaml::Integer(number) => json!(number),
            Yaml::String(text) => json!(text),
            Yaml::Boolean(flag) => json!(flag),
            Yaml::Array(items) => items.iter().map(self::json).collect(),
            Yaml::Hash(members) => {
                let members = members.iter();
                members
                    .map(|(key, value)| (key.as_str().expect("text").to_owned(), self::json(value)))
                    .collect()
            }
            Yaml::Null => Value::Null,
            Yaml::Alias(_) | Yaml::BadValue => panic!("{yaml:?}"),
        }
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let awkward = [
            "",
            " ",
            "null",
            "~",
            "true",
            "yes",
            "no",
            "on",
            "200",
            "1e3",
            "0x1f",
            "1.0",
            ".5",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "{a}",
            "[a]",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a`",
            "'a'",
            "\"a\"",
            "a\nb",
            "a\n",
            "\ta",
            "a ",
            "\u{0}",
            "\u{85}",
            "\u{feff}",
            "\u{2028}",
            "é",
            "😀",
            "2020-01-01",
            "12:30:00",
            "=",
            "<<",
            "?",
            "? a",
            ":",
            "a:",
            "---",
            "...",
            "\\",
            "Null",
            "NULL",
            "TRUE",
            "Yes",
            "0o17",
            "0b1",
            "1_000",
            ".inf",
            "-.INF",
            ".nan",
            "+1",
            "a\r\nb",
            "a\n\n  b: c\n- d",
            "a\n b \nc",
            "/a/{b}",
            "no, (never)",
            "y",
            "é\nü",
        ];
        let keys = awkward.iter().map(|text| ((*text).to_owned(), json!(text)));
        let value = json!({
            "keys": Value::Object(keys.collect()),
            "values": awkward.to_vec(),
            "numbers": [0, -1, u64::MAX, 1.5, 1e300, 42.0],
            "empty": [{}, [], null, [[]], [{ "a": [1, [2]] }]],
        });
        let text = text(&value);
        let read =
            YamlLoader::load_from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        // A number that fits no `i64` is read as text of a real.
        assert_eq!(json(&read[0]), value, "{text}");
    }
}
