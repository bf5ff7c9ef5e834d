//! From steps into a JSON document to line and column in its text.
//!
//! Places cost nothing until they are shown. Then the text is scanned: once for one place, and once for any number of
//! them when they are asked for together.

use std::collections::HashMap;
use std::ops::Range;

use crate::diag::Step;

/// Line and column of the value that `steps` lead to; both count from 1, the column in characters.
///
/// Of equal keys in one object the last one counts, as it does for the parser. If a step leads nowhere, the place is
/// that of the deepest value found. `None` only if the text holds no value at all.
pub fn line_and_column(text: &str, steps: &[&Step]) -> Option<(usize, usize)> {
    let scanner = Scanner {
        bytes: text.as_bytes(),
    };
    let mut at = scanner.skip_space(0);
    if at >= text.len() {
        return None;
    }
    for step in steps {
        let next = match step {
            Step::Key(key) => scanner.member(at, key),
            Step::Index(index) => scanner.element(at, *index),
        };
        match next {
            Some(found) => at = found,
            None => break,
        }
    }
    Some(position(text, at))
}

/// As [`line_and_column`] for each of `places`, in one pass over the text.
pub fn lines_and_columns(text: &str, places: &[Vec<&Step>]) -> Vec<Option<(usize, usize)>> {
    match offsets(text, places) {
        Some(found) => positions(text, &found).into_iter().map(Some).collect(),
        None => vec![None; places.len()],
    }
}

/// The bytes of the value at each of `places`, in one pass over the text. All places must lead to a value.
pub fn spans(text: &str, places: &[Vec<&Step>]) -> Vec<Range<usize>> {
    let scanner = Scanner {
        bytes: text.as_bytes(),
    };
    let starts = offsets(text, places).unwrap_or_default().into_iter();
    let span = |start| {
        let end = scanner.value_end(start);
        // A number or a word ends before the blanks behind it.
        start..start + text[start..end].trim_end().len()
    };
    starts.map(span).collect()
}

/// Where the value at each of `places` starts; `None` if the text holds no value at all.
fn offsets(text: &str, places: &[Vec<&Step>]) -> Option<Vec<usize>> {
    let scanner = Scanner {
        bytes: text.as_bytes(),
    };
    let start = scanner.skip_space(0);
    if start >= text.len() {
        return None;
    }
    let mut wanted = Wanted::default();
    for (index, steps) in places.iter().enumerate() {
        wanted.add(steps, index);
    }
    let mut found = vec![start; places.len()];
    scanner.find(start, &wanted, &mut found);
    Some(found)
}

/// A tree of the steps that lead to wanted values. It is as deep as the deepest place, which the parser limits.
#[derive(Default)]
struct Wanted<'s> {
    /// Indices of the places that end here.
    here: Vec<usize>,
    /// The wanted children.
    children: HashMap<&'s Step, Wanted<'s>>,
}

impl<'s> Wanted<'s> {
    fn add(&mut self, steps: &[&'s Step], index: usize) {
        match steps.split_first() {
            Some((first, rest)) => self.children.entry(first).or_default().add(rest, index),
            None => self.here.push(index),
        }
    }

    /// Notes that everything wanted here and below stands at `at`, as far as is known.
    fn put(&self, at: usize, found: &mut [usize]) {
        self.here.iter().for_each(|index| found[*index] = at);
        self.children
            .values()
            .for_each(|child| child.put(at, found));
    }
}

/// Lines and columns of many offsets, in one pass over the text.
fn positions(text: &str, offsets: &[usize]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    order.sort_by_key(|index| offsets[*index]);
    let mut positions = vec![(1, 1); offsets.len()];
    let (mut line, mut column, mut at) = (1, 1, 0);
    for index in order {
        for byte in &text.as_bytes()[at..offsets[index]] {
            match byte {
                b'\n' => (line, column) = (line + 1, 1),
                // Continuation bytes do not start a character.
                byte if byte & 0xC0 != 0x80 => column += 1,
                _ => {}
            }
        }
        at = offsets[index];
        positions[index] = (line, column);
    }
    positions
}

fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    // Continuation bytes do not start a character.
    let column = before[start..]
        .iter()
        .filter(|byte| (**byte & 0xC0) != 0x80)
        .count()
        + 1;
    (line, column)
}

struct Scanner<'t> {
    bytes: &'t [u8],
}

impl Scanner<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            at += 1;
        }
        at
    }

    /// Where the value of the last member called `key` starts, if an object starts at `at`.
    fn member(&self, at: usize, key: &str) -> Option<usize> {
        if self.byte(at) != Some(b'{') {
            return None;
        }
        let mut found = None;
        let mut at = self.skip_space(at + 1);
        while self.byte(at) == Some(b'"') {
            let end = self.string_end(at);
            let value = self.skip_space(self.skip_space(end) + 1);
            if self.is_key(at, end, key) {
                found = Some(value);
            }
            at = self.skip_space(self.value_end(value));
            if self.byte(at) != Some(b',') {
                break;
            }
            at = self.skip_space(at + 1);
        }
        found.filter(|at| *at < self.bytes.len())
    }

    /// Where element `index` starts, if a list starts at `at`.
    fn element(&self, at: usize, index: usize) -> Option<usize> {
        if self.byte(at) != Some(b'[') {
            return None;
        }
        let mut at = self.skip_space(at + 1);
        for _ in 0..index {
            at = self.skip_space(self.value_end(at));
            if self.byte(at) != Some(b',') {
                return None;
            }
            at = self.skip_space(at + 1);
        }
        self.byte(at).filter(|byte| *byte != b']').map(|_| at)
    }

    /// Finds what is wanted in the value that starts at `at`, and where that ends.
    fn find(&self, at: usize, wanted: &Wanted<'_>, found: &mut [usize]) -> usize {
        wanted.put(at, found);
        match self.byte(at) {
            Some(b'{') if !wanted.children.is_empty() => self.find_members(at, wanted, found),
            Some(b'[') if !wanted.children.is_empty() => self.find_elements(at, wanted, found),
            _ => self.value_end(at),
        }
    }

    fn find_members(&self, at: usize, wanted: &Wanted<'_>, found: &mut [usize]) -> usize {
        let mut at = self.skip_space(at + 1);
        while self.byte(at) == Some(b'"') {
            let end = self.string_end(at);
            let value = self.skip_space(self.skip_space(end) + 1);
            let child = self
                .key(at, end)
                .and_then(|key| wanted.children.get(&Step::Key(key.into())));
            let end = match child.filter(|_| value < self.bytes.len()) {
                Some(child) => self.find(value, child, found),
                None => self.value_end(value),
            };
            at = self.skip_space(end);
            if self.byte(at) != Some(b',') {
                break;
            }
            at = self.skip_space(at + 1);
        }
        self.behind(at)
    }

    fn find_elements(&self, at: usize, wanted: &Wanted<'_>, found: &mut [usize]) -> usize {
        let mut at = self.skip_space(at + 1);
        let mut index = 0;
        while self.byte(at).is_some_and(|byte| byte != b']') {
            let end = match wanted.children.get(&Step::Index(index)) {
                Some(child) => self.find(at, child, found),
                None => self.value_end(at),
            };
            at = self.skip_space(end);
            if self.byte(at) != Some(b',') {
                break;
            }
            at = self.skip_space(at + 1);
            index += 1;
        }
        self.behind(at)
    }

    /// The index after the bracket that ends an object or a list.
    fn behind(&self, bracket: usize) -> usize {
        self.bytes.len().min(bracket + 1)
    }

    /// What the string from `start` to `end`, quotes included, says.
    fn key(&self, start: usize, end: usize) -> Option<String> {
        serde_json::from_slice(self.bytes.get(start..end)?).ok()
    }

    /// Whether the string from `start` to `end`, quotes included, says `key`.
    fn is_key(&self, start: usize, end: usize, key: &str) -> bool {
        let literal = self.bytes.get(start..end).unwrap_or_default();
        let inner = literal
            .get(1..literal.len().saturating_sub(1))
            .unwrap_or_default();
        if !inner.contains(&b'\\') {
            return inner == key.as_bytes();
        }
        serde_json::from_slice::<String>(literal).is_ok_and(|decoded| decoded == key)
    }

    /// The index after the string that starts at `at`.
    fn string_end(&self, at: usize) -> usize {
        let mut at = at + 1;
        while let Some(rest) = self.bytes.get(at..)
            && let Some(next) = memchr::memchr2(b'"', b'\\', rest)
        {
            match rest[next] {
                b'"' => return at + next + 1,
                _ => at += next + 2,
            }
        }
        self.bytes.len()
    }

    /// The index after the value that starts at `at`.
    fn value_end(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        let mut at = at;
        while let Some(byte) = self.byte(at) {
            match byte {
                b'"' => {
                    at = self.string_end(at);
                    if depth == 0 {
                        return at;
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth <= 1 => return if depth == 1 { at + 1 } else { at },
                b'}' | b']' => depth -= 1,
                b',' if depth == 0 => return at,
                _ => {}
            }
            at += 1;
        }
        self.bytes.len()
    }
}
