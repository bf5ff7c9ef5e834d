//! Texts that are meant to break out of where they are put.

use serde_json::{Value, json};

/// Out of comments, strings, attributes and templates; control characters, marks of direction, names of Rust.
pub const ALL: [&str; 24] = [
    "*/",
    "/*",
    "\"#",
    "\"##]",
    "]",
    "#![no_std]",
    "{{",
    "}}",
    "{{}}",
    "{{{{a}}}}",
    "{}",
    "{0}{x:?}",
    "\\",
    "\\\"",
    "'\"`",
    "```\n#![x]\n~~~",
    "\0",
    "\u{1}\u{7}\u{1b}[31m\u{7f}\u{85}",
    "\u{202e}abc\u{2066}\u{200f}",
    "\u{feff}\u{2028}\u{2029}",
    "\r\n\r",
    "<script>]]></script>",
    "<<<<<<< ours\n=======\n>>>>>>> theirs",
    "Self",
];

/// Out of the output folder, onto files that are there, and what some file system cannot hold.
pub const PATHS: [&str; 25] = [
    "../../etc",
    "..",
    ".",
    "/etc/passwd",
    "C:\\Windows",
    "\\\\server\\share",
    "~/.ssh",
    "con",
    "CON.txt",
    "aux",
    "nul",
    "com1",
    "LPT9",
    "prn",
    "mod",
    "bin",
    "lib",
    "main",
    "runtime",
    "self",
    "crate",
    "a\0b",
    "Cargo.toml",
    "",
    " ",
];

/// A collection that says the text wherever it can be said.
pub fn everywhere(text: &str) -> Value {
    let pair = || json!({ "key": text, "value": text, "description": text });
    let inside = json!({ text: text, "list": [{ text: [text] }], "type": text }).to_string();
    let response = |code: u16, body: &str| json!({ "name": text, "status": text, "code": code, "header": [pair()], "body": body });
    let request = |body: Value| {
        json!({
            "name": text,
            "request": {
                "method": "POST",
                "description": text,
                "url": {
                    "raw": text, "protocol": "https", "host": ["api", text],
                    "path": ["a", text, format!(":{text}"), format!("{{{{{text}}}}}")],
                    "query": [pair(), pair()], "variable": [pair()],
                },
                "header": [pair(), { "key": "Content-Type", "value": text }],
                "body": body,
            },
            "response": [response(200, &inside), response(404, text), response(599, "")],
        })
    };
    json!({
        "info": { "name": text, "description": text },
        "item": [
            request(json!({ "mode": "raw", "raw": inside, "options": { "raw": { "language": "json" } } })),
            { "name": text, "description": text, "item": [
                request(json!({ "mode": "formdata", "formdata": [pair(), { "key": text, "type": "file", "src": text }] })),
                request(json!({ "mode": "graphql", "graphql": { "query": text, "variables": text } })),
            ] },
        ],
        "variable": [pair()],
        "auth": { "type": "apikey", "apikey": [{ "key": "key", "value": text }, { "key": "value", "value": text }] },
        "event": [{ "listen": "prerequest", "script": { "exec": [text] } }],
    })
}
