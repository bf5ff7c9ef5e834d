//! What newman does not send, and why it says so.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use serde_json::{Value, json};

use super::compare::{Difference, Kind};

/// Why requests are not sent, by their number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals(pub BTreeMap<usize, String>);

impl Refusals {
    /// Reads one JSON line for each request.
    ///
    /// # Errors
    /// If the file cannot be read or a line says nothing of a request.
    pub fn load(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)?;
        let lines = text.lines().map(|line| {
            let value: Value = serde_json::from_str(line)?;
            let item = value.get("item").and_then(Value::as_u64);
            let reason = value.get("reason").and_then(Value::as_str);
            let pair = item
                .zip(reason)
                .and_then(|(item, reason)| Some((usize::try_from(item).ok()?, reason.to_owned())));
            pair.ok_or_else(|| io::Error::other(format!("{}: {line}", path.display())))
        });
        lines.collect::<io::Result<_>>().map(Self)
    }

    /// One JSON line for each request.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let lines = self.0.iter();
        let lines = lines.map(|(item, reason)| json!({"item": item, "reason": reason}));
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// Completes a difference: where only the client sends a request, it then says why newman does not.
    pub fn tell(&self, difference: &mut Difference) {
        if let (Kind::Extra, Some(reason)) = (difference.kind, self.0.get(&difference.item)) {
            difference.expected.clone_from(reason);
        }
    }
}
