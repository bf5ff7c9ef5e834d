//! An explanation as text for people.

use super::{Counts, Explanation, Fact};
use crate::diag::{self, Place, Step, one_line};
use crate::read::{Document, locate};

/// As many values are shown.
const MOST_VALUES: usize = 5;
/// And as many positions.
const MOST_POSITIONS: usize = 8;

/// The explanation as lines.
pub fn text(explanation: &Explanation, document: &Document) -> String {
    let mut lines = vec![format!("{}: {}", explanation.address, explanation.ty)];
    lines.push(format!("  seen: {}", counts(&explanation.counts)));
    positions(explanation, &mut lines);
    values(explanation, document, &mut lines);
    for fact in &explanation.facts {
        self::fact(fact, &mut lines);
    }
    let others = explanation.facts.iter().any(|fact| fact.other.is_some());
    if others {
        lines.push(String::new());
        lines.push(format!(
            "What stands behind `otherwise` is a line for `[fields.{}]` in postwright.toml.",
            quoted(&explanation.address.to_string())
        ));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A key of TOML.
pub(crate) fn quoted(text: &str) -> String {
    match text.contains(['"', '\\']) && !text.contains('\'') && !text.contains(char::is_control) {
        true => format!("'{text}'"),
        // A basic string of TOML is one of JSON, but for DEL.
        false => serde_json::Value::from(text)
            .to_string()
            .replace('\u{7f}', "\\u007f"),
    }
}

fn counts(counts: &Counts) -> String {
    let mut parts = Vec::new();
    match counts.objects {
        0 if counts.values == 1 => parts.push("once".to_owned()),
        0 if counts.values == 0 => parts.push("never".to_owned()),
        0 => parts.push(format!("{} times", counts.values)),
        1 => parts.push(format!("in {} of 1 object", counts.present)),
        objects => parts.push(format!("in {} of {objects} objects", counts.present)),
    }
    match counts.copies {
        0 => {}
        1 => parts.push("1 copy in a list does not count".to_owned()),
        copies => parts.push(format!("{copies} copies in lists do not count")),
    }
    let times = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("once {what}")),
        _ => Some(format!("{count} times {what}")),
    };
    parts.extend(times(counts.nulls, "null"));
    parts.extend(times(counts.hollow, "empty"));
    parts.join(", ")
}

/// How often it was seen where, if that is not the address alone.
fn positions(explanation: &Explanation, lines: &mut Vec<String>) {
    let [here, others @ ..] = explanation.positions.as_slice() else {
        return;
    };
    if others.is_empty() {
        return;
    }
    lines.push(format!("    here: {}", counts(&here.counts)));
    let shown = others.iter().take(MOST_POSITIONS);
    lines.extend(shown.map(|other| format!("    {}: {}", other.address, counts(&other.counts))));
    if let more @ 1.. = others.len().saturating_sub(MOST_POSITIONS) {
        lines.push(format!("    and {more} more"));
    }
}

fn values(explanation: &Explanation, document: &Document, lines: &mut Vec<String>) {
    if explanation.values.is_empty() {
        return;
    }
    lines.push("  values:".to_owned());
    let shown: Vec<_> = explanation.values.iter().take(MOST_VALUES).collect();
    let places: Vec<Place> = shown.iter().map(|seen| seen.place).collect();
    for (seen, place) in shown.iter().zip(written(&places, document)) {
        let times = match seen.times {
            1 => String::new(),
            times => format!("  ({times} times)"),
        };
        lines.push(format!("    {}{times}", seen.text));
        lines.push(format!("      --> {place}"));
    }
    if let more @ 1.. = explanation.values.len().saturating_sub(MOST_VALUES) {
        lines.push(format!("    and {more} more"));
    }
}

/// Places as diagnostics show them: file, line and column, and the names of folder, request and response.
pub(super) fn written(places: &[Place], document: &Document) -> Vec<String> {
    let steps: Vec<Vec<&Step>> = places
        .iter()
        .map(|place| document.places.steps(*place))
        .collect();
    let positions = locate::lines_and_columns(&document.source.text, &steps);
    let file = document.source.path.display();
    let all = places.iter().zip(positions);
    let written = all.map(|(place, position)| {
        let position = position.map(|(line, column)| format!(":{line}:{column}"));
        let trail = document.places.trail(*place);
        let gap = if trail.is_empty() { "" } else { "  " };
        format!("{file}{}{gap}{trail}", position.unwrap_or_default())
    });
    written.collect()
}

fn fact(fact: &Fact, lines: &mut Vec<String>) {
    lines.push(format!("  {}: {}", fact.rule, one_line(&fact.says)));
    if let Some(other) = &fact.other {
        lines.push(format!("    otherwise: {}", diag::one_line(other)));
    }
}
