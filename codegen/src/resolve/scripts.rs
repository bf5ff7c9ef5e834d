//! Scripts that change what is sent. They are not run, so whoever uses the client has to know.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Request;
use crate::diag::{Diagnostics, Place};
use crate::read::raw;
use crate::variables;

/// What a script does before a request that the generated client does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In a few words.
    pub what: &'static str,
    /// The script.
    pub place: Place,
}

/// Ways to change a request from a pre-request script, most telling first.
const CHANGES: [(&[&str], &str); 4] = [
    (
        &[
            "pm.request.headers",
            "pm.request.addHeader",
            "pm.request.removeHeader",
            "request.headers[",
        ],
        "sets headers",
    ),
    (&["pm.request.body", "request.data"], "changes the body"),
    (
        &[
            "pm.request.url",
            "pm.request.method",
            "pm.request.addQueryParams",
        ],
        "changes the URL",
    ),
    (
        &["pm.request.auth", "pm.request.update"],
        "changes the request",
    ),
];

/// Ways to set a variable.
const SETTERS: [&str; 7] = [
    "pm.variables.set(",
    "pm.environment.set(",
    "pm.collectionVariables.set(",
    "pm.globals.set(",
    "postman.setEnvironmentVariable(",
    "postman.setGlobalVariable(",
    "pm.variables.replaceIn(",
];

/// What a pre-request script may do to a request.
#[derive(Debug)]
pub(super) struct Effect {
    /// What it does to the request itself, if anything.
    direct: Option<&'static str>,
    /// The names of the variables that it sets.
    sets: HashSet<String>,
    /// Where it stands.
    place: Place,
}

/// What the pre-request scripts among these may do.
pub(super) fn effects(scripts: &[raw::Script]) -> Vec<Effect> {
    let before = scripts
        .iter()
        .filter(|script| script.listen == "prerequest");
    let effects = before.map(|script| {
        let code = without_comments(&script.code);
        let does = |(marks, _): &&(&[&str], _)| marks.iter().any(|mark| code.contains(mark));
        Effect {
            direct: CHANGES.iter().find(does).map(|(_, what)| *what),
            sets: names_set(&code).map(str::to_owned).collect(),
            place: script.place,
        }
    });
    effects.collect()
}

/// What the first of these that changes a request does to it: to the request itself, or to a variable that it uses. `text` writes
/// the request; it is as long as that, and asked for only where something is to be compared with it.
pub(super) fn change<'e>(
    effects: impl Iterator<Item = &'e Effect>,
    text: impl FnOnce() -> String,
) -> Option<Change> {
    let mut effects = effects
        .filter(|effect| effect.direct.is_some() || !effect.sets.is_empty())
        .peekable();
    effects.peek()?;
    let text = text();
    let used: HashSet<&str> = variables::names(&text).collect();
    effects.find_map(|effect| {
        let sets_used = || used.iter().any(|name| effect.sets.contains(*name));
        let what = effect
            .direct
            .or_else(|| sets_used().then_some("sets variables that it uses"))?;
        Some(Change {
            what,
            place: effect.place,
        })
    })
}

/// Notes each script that changes requests, once, with the requests it changes.
pub(super) fn note(requests: &[Request], diagnostics: &mut Diagnostics) {
    let mut by_script: IndexMap<Place, (&'static str, Vec<String>)> = IndexMap::new();
    for request in requests {
        if let Some(change) = &request.scripted {
            let (_, names) = by_script
                .entry(change.place)
                .or_insert((change.what, Vec::new()));
            names.push(called(&request.raw));
        }
    }
    for (place, (what, names)) in by_script {
        let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "a script {what} before requests are sent, and the generated client does not: {}",
            list.join(", ")
        );
        diagnostics.note(
            place,
            message,
            "do the same with the client's `sign` hook, or per call",
        );
    }
}

/// What people call a request: by its name, else by its method and URL.
fn called(request: &raw::Request) -> String {
    match request.name.trim() {
        "" => {
            let method = request.method.as_deref().unwrap_or("GET");
            let url = &request.url;
            format!("{method} {}/{}", url.host, url.path.join("/"))
        }
        name => name.to_owned(),
    }
}

/// The names of the variables that the code sets.
fn names_set(code: &str) -> impl Iterator<Item = &str> {
    SETTERS.iter().flat_map(move |setter| {
        code.match_indices(setter).filter_map(move |(at, _)| {
            let argument = code[at + setter.len()..].trim_start();
            let quote = argument.chars().next();
            let quote = quote.filter(|c| matches!(c, '"' | '\'' | '`'))?;
            argument[1..].split(quote).next()
        })
    })
}

/// Code without its line comments: templates of scripts come commented out.
fn without_comments(code: &str) -> String {
    let lines: Vec<&str> = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Places;

    #[test]
    fn changes_are_found() {
        for (code, used, expected) in [
            (
                "pm.request.headers.add({key: 'X'})",
                "",
                Some("sets headers"),
            ),
            ("// pm.request.headers.add({key: 'X'})", "", None),
            (
                "pm.environment.set('ts', Date.now())",
                "{{ts}}",
                Some("sets variables that it uses"),
            ),
            ("pm.environment.set('ts', Date.now())", "{{other}}", None),
            ("console.log(pm.info.requestName)", "{{ts}}", None),
        ] {
            let script = raw::Script {
                listen: "prerequest".to_owned(),
                code: code.to_owned(),
                place: Places::ROOT,
            };
            assert_eq!(
                change(effects(&[script]).iter(), || used.to_owned()).map(|change| change.what),
                expected,
                "{code}"
            );
        }
    }
}
