//! The curl command that sends what an operation sends, with the collection's values.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::emit::Scope;
use crate::model::{Body, ConstantTarget, Credential, FormField, Operation, OperationAuth, Param, PathPiece};

/// RFC 3986 unreserved characters stay.
const DATA: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The URL as people read it: `https://api.example.com/v1/users/{id}`.
pub(super) fn template(scope: Scope<'_>, operation: &Operation) -> String {
    let server = &scope.api.servers[operation.server.0];
    let base = server.url.clone().unwrap_or_else(|| format!("<{}>", server.name));
    format!("{}{}", base.trim_end_matches('/'), operation.path_template())
}

/// The command, one option on a line.
pub(super) fn command(scope: Scope<'_>, operation: &Operation) -> String {
    let mut parts = vec![format!("curl -X {} {}", operation.method, quoted(&url(scope, operation)))];
    if let OperationAuth::Credential(id) = operation.auth {
        match &scope.api.credentials[id.0] {
            Credential::Bearer => parts.push("-H 'Authorization: Bearer <token>'".to_owned()),
            Credential::Basic => parts.push("-u '<username>:<password>'".to_owned()),
            Credential::ApiKey { key, in_query: false } => parts.push(format!("-H {}", quoted(&format!("{key}: <key>")))),
            Credential::ApiKey { in_query: true, .. } => {}
        }
    }
    for constant in operation.constants.iter().filter(|constant| constant.target == ConstantTarget::Header) {
        parts.push(format!("-H {}", quoted(&format!("{}: {}", constant.wire, constant.value))));
    }
    for header in &operation.headers {
        parts.push(format!("-H {}", quoted(&format!("{}: {}", header.wire, value(scope, header)))));
    }
    body(scope, operation, &mut parts);
    parts.join(" \\\n  ")
}

fn url(scope: Scope<'_>, operation: &Operation) -> String {
    let server = &scope.api.servers[operation.server.0];
    let base = server.url.clone().unwrap_or_else(|| format!("<{}>", server.name));
    let mut url = base.trim_end_matches('/').to_owned();
    for segment in &operation.path {
        url.push('/');
        for piece in segment {
            match piece {
                PathPiece::Literal(text) => url.push_str(text),
                PathPiece::Param(index) => url.extend(utf8_percent_encode(&value(scope, &operation.path_params[*index]), DATA)),
            }
        }
    }
    let mut query: Vec<String> = Vec::new();
    for constant in operation.constants.iter().filter(|constant| constant.target == ConstantTarget::Query) {
        query.push(pair(&constant.wire, &constant.value));
    }
    query.extend(operation.query.iter().map(|param| pair(&param.wire, &value(scope, param))));
    if let OperationAuth::Credential(id) = operation.auth {
        if let Credential::ApiKey { key, in_query: true } = &scope.api.credentials[id.0] {
            query.push(format!("{}=<key>", utf8_percent_encode(key, DATA)));
        }
    }
    if query.is_empty() { url } else { format!("{url}?{}", query.join("&")) }
}

fn pair(key: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(key, DATA), utf8_percent_encode(value, DATA))
}

fn body(scope: Scope<'_>, operation: &Operation, parts: &mut Vec<String>) {
    match &operation.body {
        None => {}
        Some(Body::Json { slot, media_type }) => {
            parts.push(format!("-H {}", quoted(&format!("Content-Type: {media_type}"))));
            parts.push(format!("--data-raw {}", quoted(scope.types.example_text(*slot).unwrap_or("{}"))));
        }
        Some(Body::Text { media_type }) => {
            parts.push(format!("-H {}", quoted(&format!("Content-Type: {media_type}"))));
            parts.push("--data-raw '<text>'".to_owned());
        }
        Some(Body::File) => parts.push("--data-binary '@<file>'".to_owned()),
        Some(Body::Form { multipart, fields }) => {
            for field in fields {
                parts.push(match field {
                    FormField::File { wire, .. } => format!("--form {}", quoted(&format!("{wire}=@<file>"))),
                    FormField::Text { param, .. } => {
                        let option = if *multipart { "--form-string" } else { "--data-urlencode" };
                        format!("{option} {}", quoted(&format!("{}={}", param.wire, value(scope, param))))
                    }
                });
            }
        }
    }
}

/// The example of a parameter, or its name in angle brackets.
fn value(scope: Scope<'_>, param: &Param) -> String {
    scope.types.example_text(param.slot).map_or_else(|| format!("<{}>", param.wire), str::to_owned)
}

/// A word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
