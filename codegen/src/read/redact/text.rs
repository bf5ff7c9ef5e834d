//! Secrets inside text: in queries, in URLs, in what is nearly JSON; and text that says nothing.

use super::REDACTED;
use super::names::is_secret_name;

/// A secret that is shorter is replaced at its own place only: elsewhere the same few letters may be anything.
const SHORTEST_TRACED: usize = 8;

/// A secret inside text, with the text in front of it.
pub(super) struct Part {
    /// The text in front.
    pub(super) before: String,
    /// The secret.
    pub(super) value: String,
}

/// `key=value` pairs of a query or an urlencoded body.
pub(super) fn in_pairs(text: &str) -> Vec<Part> {
    if !text.contains('=') {
        return Vec::new();
    }
    let pairs = text
        .split(['&', '?', '#', ' ', '\n', '"', '\'', ';'])
        .filter_map(|pair| pair.split_once('='));
    let secrets =
        pairs.filter(|(key, value)| !value.is_empty() && !key.is_empty() && is_secret_name(key));
    secrets
        .map(|(key, value)| Part {
            before: format!("{key}="),
            value: value.to_owned(),
        })
        .collect()
}

/// `"key": "value"` members of text that is no JSON, for a bare variable in it or a comment.
pub(super) fn in_members(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('"') {
        let Some((key, tail)) = after.split_once('"') else {
            break;
        };
        rest = tail;
        let gap = tail.len() - tail.trim_start_matches([' ', '\t', '\n', '\r', ':']).len();
        let value = tail[gap..]
            .strip_prefix('"')
            .filter(|_| tail[..gap].contains(':'));
        let Some((value, _)) = value.and_then(|value| value.split_once('"')) else {
            continue;
        };
        if is_secret_name(key) && !value.is_empty() {
            parts.push(Part {
                before: format!("\"{key}\"{}\"", &tail[..gap]),
                value: value.to_owned(),
            });
        }
    }
    parts
}

/// The password of `https://user:password@host`.
pub(super) fn in_user_info(text: &str) -> Option<Part> {
    let (_, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#', ' ', '"']).next()?;
    let (user, password) = authority.rsplit_once('@')?.0.split_once(':')?;
    (!password.is_empty()).then(|| Part {
        before: format!("://{user}:"),
        value: password.to_owned(),
    })
}

/// Words that are a secret by their shape, wherever they stand: tokens with a known beginning, and what follows
/// `Bearer` or `Basic`.
pub(super) fn in_words(text: &str) -> Vec<Part> {
    let is_break = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '<' | '>' | '(' | ')')
    };
    let mut parts = Vec::new();
    let mut previous = "";
    for word in text.split(is_break).filter(|word| !word.is_empty()) {
        let behind_scheme = is_scheme(previous) && word.len() >= 16 && looks_random(word);
        if behind_scheme || has_token_shape(word) {
            parts.push(Part {
                before: String::new(),
                value: word.to_owned(),
            });
        }
        previous = word;
    }
    parts
}

/// The shapes that vendors give their tokens.
fn has_token_shape(word: &str) -> bool {
    const OPENINGS: [&str; 9] = [
        "ghp_",
        "gho_",
        "github_pat_",
        "glpat-",
        "sk_live_",
        "sk_test_",
        "xoxb-",
        "xoxp-",
        "AIza",
    ];
    let long = word.len() >= 20 && word.is_ascii();
    let jwt = word.starts_with("eyJ") && word.matches('.').count() == 2;
    let aws = (word.starts_with("AKIA") || word.starts_with("ASIA"))
        && word.bytes().all(|b| b.is_ascii_alphanumeric());
    long && (jwt || aws || OPENINGS.iter().any(|opening| word.starts_with(opening)))
}

/// Whether a text is long and mixed enough to be a secret wherever it stands. Words are not: a password may be
/// `password`, and is replaced at its own place only.
pub(super) fn looks_random(text: &str) -> bool {
    let has = |kind: fn(&char) -> bool| text.chars().any(|c| kind(&c));
    let mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
    let long = text.len() >= 24 && has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
    text.len() >= SHORTEST_TRACED
        && !text.contains(char::is_whitespace)
        && !text.contains("{{")
        && (mixed || long)
}

/// The schemes of `Authorization` that stand in front of a token.
pub(super) fn is_scheme(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "bearer" | "basic" | "token" | "bot" | "digest"
    )
}

/// Empty, a placeholder, or made of templates alone (`{{token}}`, `Bearer {{token}}`).
pub(super) fn says_nothing(text: &str) -> bool {
    let trimmed = text.trim();
    if trimmed.is_empty()
        || trimmed.ends_with(REDACTED)
        || (trimmed.starts_with('<') && trimmed.ends_with('>'))
    {
        return true;
    }
    let mut rest = trimmed;
    let mut literal = String::new();
    while let Some((before, after)) = rest.split_once("{{") {
        literal.push_str(before);
        let Some((_, tail)) = after.split_once("}}") else {
            return false;
        };
        rest = tail;
    }
    let templated = rest.len() != trimmed.len();
    literal.push_str(rest);
    templated
        && literal.split_whitespace().all(|word| {
            matches!(
                word.to_lowercase().as_str(),
                "bearer" | "basic" | "token" | ":"
            )
        })
}

pub(super) fn template_names(text: &str) -> Vec<String> {
    text.split("{{")
        .skip(1)
        .filter_map(|part| part.split_once("}}"))
        .map(|(name, _)| name.to_owned())
        .collect()
}
