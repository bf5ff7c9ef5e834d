//! Scripts that change what is sent. They are not run, so whoever uses the client has to know.

use indexmap::IndexMap;

use super::Request;
use crate::diag::{Diagnostics, Place};
use crate::read::raw;

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

/// What the pre-request scripts among these change, if anything: the request itself, or a variable that it uses.
pub(super) fn change(scripts: &[raw::Script], variables_used: &str) -> Option<Change> {
    scripts
        .iter()
        .filter(|script| script.listen == "prerequest")
        .find_map(|script| {
            let code = without_comments(&script.code);
            let direct = CHANGES
                .iter()
                .find(|(marks, _)| marks.iter().any(|mark| code.contains(mark)))
                .map(|(_, what)| *what);
            let what = direct.or_else(|| {
                sets_one_of(&code, variables_used).then_some("sets variables that it uses")
            })?;
            Some(Change {
                what,
                place: script.place,
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

/// Whether the code sets a variable that the text uses as `{{name}}`.
fn sets_one_of(code: &str, text: &str) -> bool {
    SETTERS.iter().any(|setter| {
        code.match_indices(setter).any(|(at, _)| {
            let argument = code[at + setter.len()..].trim_start();
            let quote = argument
                .chars()
                .next()
                .filter(|c| matches!(c, '"' | '\'' | '`'));
            let name = quote.and_then(|quote| argument[1..].split(quote).next());
            name.is_some_and(|name| text.contains(&format!("{{{{{name}}}}}")))
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
                change(&[script], used).map(|change| change.what),
                expected,
                "{code}"
            );
        }
    }
}
