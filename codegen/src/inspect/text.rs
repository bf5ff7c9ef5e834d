//! An overview as text for people.

use super::{Folder, Overview, Request, Value};
use crate::address::Address;
use crate::diag::one_line;

/// The overview as indented lines.
pub fn text(overview: &Overview) -> String {
    let mut lines = vec![format!(
        "{} (module {})",
        one_line(&overview.title),
        overview.module
    )];
    let valued = |kind: &str, (name, value): &(String, Option<String>)| match value {
        Some(value) => format!("  {kind} {name} = {}", one_line(value)),
        None => format!("  {kind} {name}"),
    };
    lines.extend(overview.servers.iter().map(|one| valued("server", one)));
    let credentials = overview.credentials.iter();
    lines.extend(credentials.map(|name| format!("  credential {name}")));
    lines.extend(overview.settings.iter().map(|one| valued("setting", one)));
    overview
        .folders
        .iter()
        .for_each(|one| folder(one, &mut lines));
    lines.push(String::new());
    lines.join("\n")
}

fn folder(folder: &Folder, lines: &mut Vec<String>) {
    let name = one_line(&folder.name);
    lines.push(String::new());
    lines.push(match &folder.address {
        Some(address) => format!("{address}  ({name})"),
        None => name,
    });
    for one in &folder.operations {
        request(one, lines);
    }
}

fn request(request: &Request, lines: &mut Vec<String>) {
    let auth = match request.credentials.as_deref() {
        None => String::new(),
        Some([]) => ", without a credential".to_owned(),
        Some(all) => format!(", with {}", all.join(" and ")),
    };
    lines.push(String::new());
    lines.push(format!("  {}{}", request.address, request.signature));
    lines.push(format!(
        "    {} {} at {}{auth}",
        request.method,
        one_line(&request.path),
        request.server
    ));
    for (name, value) in &request.always {
        let (name, value) = (one_line(name), one_line(value));
        lines.push(format!("    always {name}: {value}"));
    }
    if let Some(pages) = &request.pages {
        lines.push(format!("    pages {}", one_line(pages)));
    }
    for one in &request.values {
        value(one, &request.address, 2, lines);
    }
}

/// A value goes by what its address adds to that of what it is in: put together they lead to it.
fn value(value: &Value, within: &Address, depth: usize, lines: &mut Vec<String>) {
    let notes = notes(value).join(", ");
    let gap = if notes.is_empty() { "" } else { "  " };
    lines.push(format!(
        "{}{}: {}{gap}{notes}",
        "  ".repeat(depth),
        value.address.behind(within),
        value.ty
    ));
    for member in &value.members {
        self::value(member, &value.address, depth + 1, lines);
    }
}

/// What is known of a value, in a few words each.
fn notes(value: &Value) -> Vec<String> {
    /// Nobody reads more of them in a line.
    const MOST: usize = 6;
    let mut notes = Vec::new();
    let nulls = value.sightings.map_or(0, |sightings| sightings.null);
    match value.sightings {
        Some(sightings) => notes.push(format!("in {} of {}", sightings.seen, sightings.of)),
        // An answer has a body; what else stands alone is given by the caller.
        None if !value.required => notes.push("optional".to_owned()),
        None => {}
    }
    match nulls {
        0 if value.null => notes.push("may be null".to_owned()),
        0 => {}
        nulls => notes.push(format!("null in {nulls}")),
    }
    notes.extend(value.format.map(|format| format.prose().to_owned()));
    if !value.one_of.is_empty() {
        let shown: Vec<String> = value
            .one_of
            .iter()
            .take(MOST)
            .map(|one| one_line(one))
            .collect();
        let more = match value.one_of.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        notes.push(format!("one of {}{more}", shown.join(" | ")));
    }
    if let Some(address) = &value.shown_at {
        notes.push(format!("members as at {address}"));
    }
    notes
}
