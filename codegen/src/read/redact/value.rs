//! What a value by itself says: nothing, that it stands for another, or that nobody made it up by hand.

use super::REDACTED;
use super::names::is_identifying;
use crate::variables::{Piece, pieces};

/// Random-looking text elsewhere is only worth a word if it is as long as keys are.
const SHORTEST_SUSPICIOUS: usize = 32;

/// A secret that is shorter is replaced at its own place only: elsewhere the same few letters may be anything.
const SHORTEST_TRACED: usize = 8;

/// Words that stand where a value belongs, in examples and schemas.
const STAND_INS: [&str; 24] = [
    "string",
    "str",
    "text",
    "integer",
    "int",
    "number",
    "boolean",
    "bool",
    "object",
    "array",
    "null",
    "nil",
    "none",
    "undefined",
    "true",
    "false",
    "required",
    "optional",
    "value",
    "key",
    "n/a",
    "tbd",
    "todo",
    "any",
];

/// Parts of made-up values: `your-api-key`, `MY_TOKEN`, `token goes here`.
const MADE_UP: [&str; 24] = [
    "your",
    "my_",
    "my-",
    "xxx",
    "***",
    "...",
    "example",
    "sample",
    "placeholder",
    "changeme",
    "change_me",
    "insert",
    "replace",
    "enter",
    "dummy",
    "redacted",
    "hidden",
    "masked",
    "secret",
    "token",
    "password",
    "key",
    "here",
    "string",
];

/// Empty, already taken out, a type in angle brackets, or made of templates alone (`{{token}}`, `Bearer {{token}}`).
pub(super) fn says_nothing(text: &str) -> bool {
    let trimmed = text.trim();
    if trimmed.is_empty()
        || trimmed.ends_with(REDACTED)
        // `name:redacted@host` in a URL that has been looked at.
        || trimmed.strip_prefix(REDACTED).is_some_and(|rest| rest.starts_with('@'))
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

/// Whether everything around the variables of a header's value is syntax (RFC 9110 §11.4): a scheme, names of parameters, and what stands
/// between them (`SSWS {{key}}`, `Token token="{{token}}", email={{email}}`). A word in any other place may be a secret.
pub(super) fn is_syntax_around_variables(text: &str) -> bool {
    let mut pieces = pieces(text.trim()).peekable();
    let mut is_first = true;
    let mut has_variable = false;
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Variable(_) => has_variable = true,
            Piece::Literal(literal) if pieces.peek().is_none() => {
                return has_variable && literal.chars().all(is_separator);
            }
            Piece::Literal(literal) if is_syntax(literal, is_first) => {}
            Piece::Literal(_) => return false,
        }
        is_first = false;
    }
    has_variable
}

/// Whether the text in front of a variable is syntax.
fn is_syntax(literal: &str, is_first: bool) -> bool {
    let mut rest = literal.trim_start_matches(is_separator);
    if let Some((scheme, tail)) = rest.split_once(' ').filter(|_| is_first)
        && is_scheme_name(scheme)
    {
        rest = tail;
    }
    let rest = rest.trim_matches(is_separator);
    rest.is_empty() || rest.strip_suffix('=').is_some_and(is_scheme_name)
}

/// What separates parameters from each other, and what may stand around their values.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '&' | '"' | '\'')
}

/// Whether a word can be the name of a scheme or of a parameter, and is not random.
pub(super) fn is_scheme_name(word: &str) -> bool {
    const LONGEST: usize = 20;
    let begins_as_word = word.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_part = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_');
    begins_as_word && word.len() <= LONGEST && word.chars().all(is_part)
}

/// The variables that a text is made of.
pub(super) fn template_names(text: &str) -> Vec<String> {
    text.split("{{")
        .skip(1)
        .filter_map(|part| part.split_once("}}"))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Whether a value only shows where a secret belongs. It is no reason for a warning.
pub(super) fn is_placeholder(text: &str) -> bool {
    if says_nothing(text) {
        return true;
    }
    let word = text
        .split_once(' ')
        .filter(|(scheme, _)| is_scheme(scheme))
        .map_or(text, |(_, credential)| credential)
        .trim()
        .trim_matches(['"', '\'', '`', '!', '?', '.', ',']);
    let lower = word.to_ascii_lowercase();
    let framed = |open: &str, close: &str| {
        lower.len() > open.len() && lower.starts_with(open) && lower.ends_with(close)
    };
    let shell = lower
        .strip_prefix('$')
        .is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        && word.bytes().all(|b| !b.is_ascii_lowercase());
    let same = word
        .chars()
        .all(|c| word.starts_with(c) || matches!(c, '-' | '.' | ' '));
    let digits = lower.bytes().any(|b| b.is_ascii_digit());
    is_scheme(&lower)
        || STAND_INS.contains(&lower.as_str())
        || framed("[", "]")
        || framed("{", "}")
        || framed("${", "}")
        || framed("%", "%")
        || framed("<", ">")
        || shell
        || same
        || ["xxxx", "****", "your_", "your-", "...", "example"]
            .iter()
            .any(|part| lower.contains(part))
        || (!digits && MADE_UP.iter().any(|part| lower.contains(part)))
}

/// Whether a text is long and mixed enough to be a secret wherever it stands. Words are not: a password may be
/// `password`, and is replaced at its own place only.
pub(super) fn looks_random(text: &str) -> bool {
    let has = |kind: fn(&char) -> bool| text.chars().any(|c| kind(&c));
    if text.len() < SHORTEST_TRACED || text.contains(char::is_whitespace) || text.contains("{{") {
        return false;
    }
    let mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
    mixed || (text.len() >= 24 && has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase))
}

/// Whether prose can mean this value, rather than go on with its sentence: `token: 7fq2kd81`, not `token: required`.
pub(super) fn is_plausible(word: &str) -> bool {
    let measure = word.split_once('-').is_some_and(|(number, unit)| {
        number.bytes().all(|b| b.is_ascii_digit()) && unit.bytes().all(|b| b.is_ascii_alphabetic())
    });
    looks_random(word) && !measure && !word.contains("://") && !word.contains(['(', '{', '/', '|'])
}

/// Whether a text is so mixed that only a machine writes it, and neither a UUID, a hash, a date nor words in any case.
pub(super) fn is_machine_made(text: &str, shortest: usize) -> bool {
    const LONGEST: usize = 512;
    const FEWEST_CHANGES_IN_A_HUNDRED: usize = 35;
    if text.len() < shortest || text.len() > LONGEST {
        return false;
    }
    let kind = |b: u8| match b {
        b'a'..=b'z' => 1_u8,
        b'A'..=b'Z' => 2,
        b'0'..=b'9' => 3,
        b'-' | b'_' | b'.' | b'+' | b'/' | b'=' | b'~' => 4,
        _ => 0,
    };
    let mut count = [0_usize; 5];
    let mut changes = 0;
    let mut previous = 4;
    for kind in text.bytes().map(kind) {
        count[usize::from(kind)] += 1;
        changes += usize::from(kind != previous && kind != 4 && previous != 4);
        previous = kind;
    }
    let few = text.len() / 16 + 1;
    count[0] == 0
        && count[1] > few
        && count[2] > few
        && count[3] > 0
        && count[4] * 5 < text.len()
        && changes * 100 >= (text.len() - count[4]) * FEWEST_CHANGES_IN_A_HUNDRED
        && bits(text) >= 3.5
}

/// Whether a text is letters of one case and digits in turn, as in the label of a host, and no hexadecimal number.
pub(super) fn is_mixed(text: &str, shortest: usize) -> bool {
    const FEWEST_CHANGES_IN_A_HUNDRED: usize = 30;
    let count = |kind: fn(&u8) -> bool| text.bytes().filter(kind).count();
    let (lower, upper) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
    let digits = count(u8::is_ascii_digit);
    let pairs = text.as_bytes().windows(2);
    let changes = pairs.filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit());
    text.len() >= shortest
        && (lower == 0 || upper == 0)
        && lower + upper + digits == text.len()
        && !text.bytes().all(|b| b.is_ascii_hexdigit())
        && changes.count() * 100 >= text.len() * FEWEST_CHANGES_IN_A_HUNDRED
        && bits(text) >= 3.5
}

/// Whether a word is text or a file in base64, which only looks random.
pub(super) fn is_encoded(word: &str) -> bool {
    const FILES: [&str; 6] = ["JVBERi", "iVBOR", "R0lGOD", "/9j/", "UEsDB", "PD94bWw"];
    if FILES.iter().any(|opening| word.starts_with(opening)) {
        return true;
    }
    let digit = |b: u8| {
        Some(match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        })
    };
    // Four digits hold three bytes, each of which is that of a letter if text was encoded.
    word.as_bytes().chunks_exact(4).all(|four| {
        let bits = four
            .iter()
            .try_fold(0_u32, |bits, b| Some(bits << 6 | u32::from(digit(*b)?)));
        bits.is_some_and(|bits| {
            [bits >> 16, bits >> 8, bits]
                .iter()
                .all(|byte| matches!(byte & 0xFF, 0x09 | 0x0A | 0x0D | 0x20..=0x7E))
        })
    })
}

/// Whether a word of a text looks like a key.
pub(super) fn is_suspicious(text: &str) -> bool {
    random_words(text, SHORTEST_SUSPICIOUS).next().is_some()
}

/// Whether a part of a URL does: of its query, those whose names do not say that they identify something.
pub(super) fn is_suspicious_url(text: &str) -> bool {
    let (location, query) = text.split_once('?').unwrap_or((text, ""));
    let of_query = || {
        query.split('&').any(|pair| match pair.split_once('=') {
            Some((name, value)) => is_suspicious(value) && !is_identifying(name),
            None => is_suspicious(pair),
        })
    };
    is_suspicious(location) || of_query()
}

/// The words of a text that look like keys. What is longer is encoded data.
pub(super) fn random_words(text: &str, shortest: usize) -> impl Iterator<Item = &str> {
    const LONGEST: usize = 128;
    let long = if text.len() < shortest { "" } else { text };
    long.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_')))
        .filter(move |word| (shortest..=LONGEST).contains(&word.len()))
        .filter(move |word| {
            (is_machine_made(word, shortest) || is_mixed(word, SHORTEST_SUSPICIOUS))
                && !is_encoded(word)
        })
}

/// Whether a text is a key or a hash in hexadecimal digits: 32 of them or more, without the hyphens of a UUID.
pub(super) fn is_long_hex(text: &str) -> bool {
    text.len() >= 32
        && text.bytes().all(|b| b.is_ascii_hexdigit())
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_alphabetic())
        && bits(text) >= 2.5
}

/// Shannon's entropy of a text, in bits a byte.
fn bits(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|b| counts[usize::from(b)] += 1);
    let all = text.len() as f64;
    let of = |count: u32| {
        let share = f64::from(count) / all;
        -share * share.log2()
    };
    counts.into_iter().filter(|count| *count > 0).map(of).sum()
}

/// The schemes of `Authorization` that stand in front of a token.
pub(super) fn is_scheme(word: &str) -> bool {
    ["bearer", "basic", "token", "bot", "digest"]
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme))
}
