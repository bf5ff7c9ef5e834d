//! What a collection becomes, in a few lines: its outline, and the first line of each diagnostic.

use postwright::diag::{Severity, Source};
use postwright::outline::outline;
use postwright::{Failure, understand};

/// The lines of the outline but for those that every collection has, then `!` with each diagnostic.
pub fn of_collection(json: &str) -> String {
    let source = Source {
        path: "c.json".into(),
        text: json.to_owned(),
    };
    let (_, understood, diagnostics) = match understand(source, "c") {
        Ok(understood) => understood,
        Err(Failure::Read(error)) => return error.to_string(),
        Err(failure) => return format!("{failure}"),
    };
    let outline = outline(understood.scope());
    let lines = outline.lines().map(str::trim_end);
    let mut shown: Vec<String> = lines
        .filter(|line| !["", "module c", "group (root)"].contains(line))
        .map(|line| line.strip_prefix("  ").unwrap_or(line).to_owned())
        .collect();
    // What is taken out has tables of its own.
    let diagnostics = diagnostics.entries().iter();
    let diagnostics = diagnostics.filter(|entry| entry.severity != Severity::Secret);
    shown.extend(diagnostics.map(|entry| format!("!{}: {}", entry.severity, entry.message)));
    shown.join("\n")
}

/// The same for a collection with this one item.
pub fn of_item(json: &str) -> String {
    of_collection(&format!(r#"{{"item": [{json}]}}"#))
}

/// The same for a request with these members. Without a URL among them it is one to `http://h/a`, and what is so of every
/// such request is left out.
pub fn of_request(members: &str) -> String {
    if members.contains("\"url\"") {
        return of_item(&format!(r#"{{"name": "R", "request": {{{members}}}}}"#));
    }
    let comma = if members.is_empty() { "" } else { ", " };
    let all = of_item(&format!(
        r#"{{"name": "R", "request": {{"url": "http://h/a"{comma}{members}}}}}"#
    ));
    let lines = all
        .lines()
        .filter(|line| !["server h = http://h", "fn r"].contains(line));
    lines.map(str::trim).collect::<Vec<_>>().join("\n")
}

/// The same for a request with these saved responses.
pub fn of_responses(list: &str) -> String {
    let all = of_item(&format!(
        r#"{{"name": "R", "request": "http://h/a", "response": [{list}]}}"#
    ));
    let lines = all.lines().filter(|line| {
        ![
            "server h = http://h",
            "fn r",
            "  GET /a at h, auth unstated",
        ]
        .contains(line)
    });
    lines.map(str::trim).collect::<Vec<_>>().join("\n")
}

/// Compares each row's outcome with what is expected, indentation aside.
#[track_caller]
pub fn table(rows: &[(&str, &str)], of: fn(&str) -> String) {
    let lines = |text: &str| {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.collect::<Vec<_>>().join("\n")
    };
    for (input, expected) in rows {
        assert_eq!(lines(&of(input)), lines(expected), "\nof {input}");
    }
}
