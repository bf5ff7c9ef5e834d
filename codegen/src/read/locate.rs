//! From steps into a JSON document to line and column in its text.
//!
//! The text is scanned anew for each question, without recursion and without building anything: places cost nothing
//! until one of them is shown.

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
        loop {
            match self.byte(at) {
                None => return self.bytes.len(),
                Some(b'"') => return at + 1,
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
            }
        }
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
