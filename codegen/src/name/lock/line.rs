//! One line of a lock: `"key" = "text"` or `"key" = { key = "text", … }`.

use std::collections::BTreeMap;

/// What a line holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Table(BTreeMap<String, String>),
}

/// Key and value of a line, or the place of what is neither.
pub(super) fn read(line: &str) -> Result<(String, Value), usize> {
    Cursor { text: line, at: 0 }.entry()
}

/// A place in a line. Errors are places, too.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    /// `"key" = "text"` or `"key" = { key = "text", … }`.
    fn entry(&mut self) -> Result<(String, Value), usize> {
        let key = self.string()?;
        self.sign('=')?;
        let value = match self.next() {
            Some('{') => Value::Table(self.table()?),
            _ => Value::Text(self.string()?),
        };
        match self.next() {
            None | Some('#') => Ok((key, value)),
            Some(_) => Err(self.at),
        }
    }

    fn table(&mut self) -> Result<BTreeMap<String, String>, usize> {
        let mut members = BTreeMap::new();
        self.sign('{')?;
        while self.next() != Some('}') {
            let start = self.at;
            let rest = &self.text[start..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
            self.at += end.unwrap_or(rest.len());
            let key = self.text[start..self.at].to_owned();
            self.sign('=')?;
            let value = self.string()?;
            if key.is_empty() || members.insert(key, value).is_some() {
                return Err(start);
            }
            if self.next() != Some('}') {
                self.sign(',')?;
            }
        }
        self.sign('}')?;
        Ok(members)
    }

    /// The next sign that is no blank; the cursor stands before it.
    fn next(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn sign(&mut self, sign: char) -> Result<(), usize> {
        match self.next() == Some(sign) {
            true => {
                self.at += sign.len_utf8();
                Ok(())
            }
            false => Err(self.at),
        }
    }

    fn string(&mut self) -> Result<String, usize> {
        let start = match self.next() {
            Some('"') => self.at,
            _ => return Err(self.at),
        };
        let mut is_escaped = false;
        let end = self.text[start + 1..].find(|c: char| {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        });
        let end = start + 2 + end.ok_or(start)?;
        self.at = end;
        serde_json::from_str(&self.text[start..end]).map_err(|_| start)
    }
}
