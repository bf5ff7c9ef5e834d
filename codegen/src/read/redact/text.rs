//! Secrets inside text: what stands behind a secret-looking name in a query, in YAML, XML, a literal, a call or prose;
//! passwords of URLs and of curl; tokens that are known by their shape.

use std::ops::Range;

use super::names::{Field, is_secret_field, is_secret_name};
use super::value::{is_placeholder, is_plausible, is_scheme, looks_random, says_nothing};
use super::{REDACTED, shapes, users};

/// What kind of text it is: how sure a name is followed by its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// A raw body or a saved one: a line `name: value` is data.
    Data,
    /// A script: what is not in quotes is code.
    Code,
    /// Everything else, descriptions above all: a name may be followed by words about it.
    Prose,
}

/// What a part of a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// The value behind this name.
    Named(String),
    /// Known by its shape.
    Shaped(&'static str),
}

/// A secret inside text.
pub(super) struct Part {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) what: What,
}

/// The secrets in a text, in order, none of them within another.
pub(super) fn find(text: &str, manner: Manner) -> Vec<Part> {
    let mut parts: Vec<Part> = shapes::find(text)
        .into_iter()
        .map(|shaped| Part {
            range: shaped.range,
            what: What::Shaped(shaped.kind),
        })
        .collect();
    if text.bytes().any(|b| matches!(b, b':' | b'=' | b'>' | b',')) {
        named(text, manner, &mut parts);
        users::of_urls(text, &mut parts);
    }
    if text.contains("-u") {
        users::of_curl(text, &mut parts);
    }
    parts.retain(|part| !says_nothing(&text[part.range.clone()]));
    if parts.len() > 1 {
        parts.sort_by_key(|part| (part.range.start, std::cmp::Reverse(part.range.end)));
        let mut end = 0;
        parts.retain(|part| {
            let apart = part.range.start >= end;
            end = end.max(part.range.end);
            apart
        });
    }
    parts
}

/// The text without its secrets. A bare number stays one, so that what is nearly JSON stays so.
pub(super) fn without(text: &str, parts: &[Part]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        out.push_str(&text[at..part.range.start]);
        let before = text[..part.range.start].trim_end();
        let is_number = text[part.range.clone()].bytes().all(|b| b.is_ascii_digit());
        let bare = before.ends_with(':')
            && before.len() > 1
            && before[..before.len() - 1].trim_end().ends_with('"');
        out.push_str(if is_number && bare { "0" } else { REDACTED });
        at = part.range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// A name in front of a separator.
struct Name<'t> {
    text: &'t str,
    /// In quotes itself.
    quoted: bool,
    /// The quote that the name stands behind with its value: `'X-Api-Key: …'`.
    within: Option<u8>,
    /// Nothing but blanks, or the mark of a list, in front of it in its line.
    first: bool,
    /// Behind `(` or `[`, as the first argument of a call.
    argument: bool,
}

fn named(text: &str, manner: Manner, parts: &mut Vec<Part>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let range = match bytes[at] {
            b':' | b'=' => named_at(text, at, manner),
            b',' => argument_at(text, at),
            b'>' => element_at(text, at, manner),
            _ => None,
        };
        at += 1;
        if let Some((range, name)) = range {
            at = at.max(range.end);
            parts.push(Part {
                range,
                what: What::Named(name),
            });
        }
    }
}

/// `name: value`, `name=value`, `"name": "value"`, `name => 'value'`, `'Header: value'`.
fn named_at(text: &str, at: usize, manner: Manner) -> Option<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    let name = name_before(text, at)?;
    if !is_secret(name.text) {
        return None;
    }
    let equals = bytes[at] == b'=';
    let mut from = at + 1;
    if equals {
        match bytes.get(from) {
            Some(b'=') => return None,
            Some(b'>') => from += 1,
            _ => {}
        }
    }
    let close = from;
    from = skip(bytes, from, b"*");
    let spaced = skip(bytes, from, if name.quoted { b" \t\r\n" } else { b" \t" });
    let adjacent = spaced == close;
    let (start, quote) = opening_quote(bytes, spaced);
    let range = match quote {
        Some(quote) => quoted(text, start, quote)?,
        None => bare(text, start, &name, equals, manner)?,
    };
    let range = behind_scheme(text, range);
    let value = &text[range.clone()];
    let sure = match (manner, quote) {
        _ if says_nothing(value) => false,
        (Manner::Code, None) => equals && adjacent && looks_random(value),
        (_, Some(_)) => true,
        _ if name.within.is_some() => true,
        _ if equals && adjacent => true,
        (Manner::Data, None) if name.first || name.quoted => true,
        _ => is_plausible(value),
    };
    let shown = manner == Manner::Prose && !(equals && adjacent) && is_placeholder(value);
    (sure && !shown && is_value(value)).then(|| (range, name.text.to_owned()))
}

/// `set("name", "value")`.
fn argument_at(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    if !matches!(bytes[..at].last(), Some(b'"' | b'\'' | b'`')) {
        return None;
    }
    let name = name_before(text, at)?;
    if !name.quoted || !name.argument || !is_secret(name.text) {
        return None;
    }
    let (start, quote) = opening_quote(bytes, skip(bytes, at + 1, b" \t"));
    let range = behind_scheme(text, quoted(text, start, quote?)?);
    (!says_nothing(&text[range.clone()])).then(|| (range, name.text.to_owned()))
}

/// `<name>value</`, `<a:name type="…">value</`, and CDATA in it.
fn element_at(text: &str, at: usize, manner: Manner) -> Option<(Range<usize>, String)> {
    const LONGEST_TAG: usize = 200;
    const CDATA: &str = "<![CDATA[";
    let bytes = text.as_bytes();
    let from = at.saturating_sub(LONGEST_TAG);
    let open = from
        + bytes[from..at]
            .iter()
            .rposition(|b| matches!(b, b'<' | b'>'))?;
    let tag = text.get(open + 1..at).filter(|_| bytes[open] == b'<')?;
    if tag.starts_with(['/', '!', '?']) || tag.ends_with('/') {
        return None;
    }
    let name = tag.split_ascii_whitespace().next()?;
    let name = name.rsplit(':').next().unwrap_or(name);
    if !is_secret(name) {
        return None;
    }
    let rest = &text[at + 1..];
    let (start, length) = match rest.trim_start().strip_prefix(CDATA) {
        Some(inner) => (text.len() - inner.len(), inner.find("]]>")?),
        None => (at + 1, rest.find('<')?),
    };
    let value = &text[start..start + length];
    let start = start + value.len() - value.trim_start().len();
    let value = value.trim();
    let shown = manner == Manner::Prose && is_placeholder(value);
    let ends = text[start + value.len()..].trim_start();
    ((ends.starts_with("</") || ends.starts_with("]]>")) && !shown && !says_nothing(value))
        .then(|| (start..start + value.len(), name.to_owned()))
}

/// The name that ends in front of `at`, with what is around it.
fn name_before(text: &str, at: usize) -> Option<Name<'_>> {
    const LONGEST: usize = 64;
    let bytes = text.as_bytes();
    let trimmed = |end: usize, set: &[u8]| {
        let length = bytes[..end]
            .iter()
            .rev()
            .take_while(|b| set.contains(b))
            .count();
        end - length
    };
    let outer = trimmed(at, b" \t");
    let end = trimmed(outer, b"\"'`*\\]");
    let quoted = bytes[end..outer].iter().any(|b| matches!(b, b'"' | b'\''));
    let is_part =
        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.') || *b >= 0x80;
    let mut start = end
        - bytes[..end]
            .iter()
            .rev()
            .take(LONGEST + 1)
            .take_while(|b| is_part(b))
            .count();
    if start == end || end - start > LONGEST {
        return None;
    }
    // `API key: …` is a name of two words.
    let word = &bytes[start..end];
    if [b"key".as_slice(), b"code", b"id"]
        .iter()
        .any(|last| word.eq_ignore_ascii_case(last))
        && start > 0
        && bytes[start - 1] == b' '
    {
        let before = bytes[..start - 1]
            .iter()
            .rev()
            .take(LONGEST)
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        start = start - 1 - before;
    }
    let opening = trimmed(start, b"\\*`");
    let before = bytes[..opening].last().copied();
    let outside = if quoted {
        trimmed(opening.saturating_sub(1), b"\\")
    } else {
        opening
    };
    let in_front = bytes[..outside]
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| **b != b'\n');
    Some(Name {
        text: text.get(start..end)?,
        quoted,
        within: before.filter(|b| !quoted && matches!(b, b'"' | b'\'')),
        first: in_front
            .clone()
            .all(|b| matches!(b, b' ' | b'\t' | b'-' | b'\r' | b'>')),
        argument: matches!(bytes[..outside].last(), Some(b'(' | b'[')),
    })
}

fn is_secret(name: &str) -> bool {
    // `AccountKey` is that of Azure's connection strings.
    is_secret_name(name) || is_secret_field(name, Field::Other, "") || name == "AccountKey"
}

fn skip(bytes: &[u8], from: usize, set: &[u8]) -> usize {
    from + bytes[from.min(bytes.len())..]
        .iter()
        .take_while(|b| set.contains(b))
        .count()
}

/// Where a value starts behind its opening quote, and that quote. One backslash may stand in front, for text in text.
pub(super) fn opening_quote(bytes: &[u8], at: usize) -> (usize, Option<(u8, bool)>) {
    let escaped = bytes.get(at) == Some(&b'\\');
    let quote = at + usize::from(escaped);
    match bytes.get(quote) {
        // Markdown's code stands between any number of them.
        Some(b'`') => (skip(bytes, quote, b"`"), Some((b'`', escaped))),
        Some(b @ (b'"' | b'\'')) => (quote + 1, Some((*b, escaped))),
        _ => (at, None),
    }
}

/// The value up to its closing quote, in the same line.
pub(super) fn quoted(
    text: &str,
    start: usize,
    (quote, escaped): (u8, bool),
) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'\n' => return None,
            b'\\' if escaped && bytes.get(at + 1) == Some(&quote) => return Some(start..at),
            b'\\' if !escaped => at += 2,
            b if *b == quote => return Some(start..at),
            _ => at += 1,
        }
    }
}

/// The value without quotes: a word, or the rest of its line or of the quotes around name and value.
fn bare(
    text: &str,
    start: usize,
    name: &Name<'_>,
    equals: bool,
    manner: Manner,
) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    if let Some(quote) = name.within.filter(|_| !equals)
        && let Some(end) = rest.find([char::from(quote), '\n', '\\'])
    {
        return Some(start..start + rest[..end].trim_end().len());
    }
    if manner == Manner::Data && !equals && name.first && !name.quoted {
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let line = line.split_once(" #").map_or(line, |(value, _)| value);
        let value = line.trim_end().trim_end_matches([',', ';']);
        return (!value.starts_with(['{', '[', '|', '>', '<', '&']))
            .then(|| start..start + value.len());
    }
    let is_end = |c: char| {
        c.is_whitespace()
            || matches!(c, '&' | '"' | '\'' | '`' | ';' | '<' | '>' | '\\' | '|')
            || (if equals { c == '#' } else { c == ',' })
    };
    let word = |from: usize| {
        let rest = &text[from..];
        from..from + rest.find(is_end).unwrap_or(rest.len())
    };
    let first = word(start);
    // What a scheme says is said by the word behind it.
    let range = if is_scheme(&text[first.clone()]) && text[first.end..].starts_with(' ') {
        start..word(first.end + 1).end
    } else {
        first
    };
    let value = &text[range.clone()];
    let kept = if value.contains("{{") {
        value
    } else {
        value.trim_end_matches([')', '.', ',', ']', '}', '*', '!', '?'])
    };
    Some(start..start + kept.len())
}

/// What stands behind `Bearer`, if a value begins with it.
fn behind_scheme(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    match value.split_once(' ') {
        Some((scheme, rest)) if is_scheme(scheme) && !rest.trim().is_empty() => {
            range.end - rest.len()..range.end
        }
        _ => range,
    }
}

/// Whether there is a value, rather than code or the beginning of something larger.
fn is_value(value: &str) -> bool {
    !value.is_empty()
        && !matches!(
            value,
            "null" | "true" | "false" | "none" | "None" | "~" | "undefined"
        )
        && !value.starts_with(['{', '['])
}
