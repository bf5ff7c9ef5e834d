//! JSON values as YAML 1.2.

use serde_json::Value;
use yaml_rust2::yaml::Hash;
use yaml_rust2::{Yaml, YamlEmitter};

/// A document as YAML.
pub(crate) fn text(value: &Value) -> String {
    let mut text = String::new();
    let mut emitter = YamlEmitter::new(&mut text);
    // Writing to a string cannot fail, and the tree holds nothing that YAML cannot hold.
    let _ = emitter.dump(&yaml(value));
    let text = text.strip_prefix("---\n").unwrap_or(&text);
    format!("{text}\n")
}

fn yaml(value: &Value) -> Yaml {
    match value {
        Value::Null => Yaml::Null,
        Value::Bool(flag) => Yaml::Boolean(*flag),
        // Numbers of any size, as JSON writes them.
        Value::Number(number) => Yaml::Real(number.to_string()),
        Value::String(text) => Yaml::String(text.clone()),
        Value::Array(items) => Yaml::Array(items.iter().map(yaml).collect()),
        Value::Object(members) => {
            let mut hash = Hash::new();
            for (key, value) in members {
                hash.insert(Yaml::String(key.clone()), yaml(value));
            }
            Yaml::Hash(hash)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use yaml_rust2::YamlLoader;

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
        ];
        let keys = awkward.iter().map(|text| ((*text).to_owned(), json!(text)));
        let value = json!({
            "keys": Value::Object(keys.collect()),
            "values": awkward,
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
