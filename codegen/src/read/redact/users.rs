//! Passwords that stand behind a user: in URLs and in commands of curl.

use super::text::{Part, What, opening_quote, quoted};
use super::value::{is_placeholder, looks_random};

/// The passwords of `https://user:password@host`, and a user alone that is a key.
pub(super) fn of_urls(text: &str, parts: &mut Vec<Part>) {
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let rest = &text[start..];
        let is_end = |c: char| {
            c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | '`')
        };
        let authority = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        if let Some((user_info, _)) = authority.rsplit_once('@') {
            parts.extend(credential(start, user_info, "password of a URL"));
        }
    }
}

/// `-u user:password` and `--user user:password`.
pub(super) fn of_curl(text: &str, parts: &mut Vec<Part>) {
    for option in ["-u", "--user"] {
        for (at, _) in text.match_indices(option) {
            let from = at + option.len();
            let alone = text[..at]
                .chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || c == '\\');
            let rest = text[from..].trim_start_matches([' ', '=']);
            if !alone || rest.len() == text.len() - from {
                continue;
            }
            let start = text.len() - rest.len();
            let (start, quote) = opening_quote(text.as_bytes(), start);
            let value = match quote {
                Some(quote) => quoted(text, start, quote).map(|range| &text[range]),
                None => text[start..]
                    .split([' ', '\n', '\t', '"', '\'', '`', '<', ')'])
                    .next(),
            };
            let pair = value.filter(|value| value.contains(':') && !value.contains("://"));
            let part = pair.and_then(|pair| credential(start, pair, "user of curl"));
            parts.extend(part.filter(|part| !is_placeholder(&text[part.range.clone()])));
        }
    }
}

/// The password of `user:password`; if there is none, the user, who may be a key.
fn credential(start: usize, text: &str, name: &str) -> Option<Part> {
    let (user, password) = text.split_once(':')?;
    let range = if password.is_empty() {
        looks_random(user).then(|| start..start + user.len())?
    } else {
        start + user.len() + 1..start + text.len()
    };
    Some(Part {
        range,
        what: What::Named(name.to_owned()),
    })
}
