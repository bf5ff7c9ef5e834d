//! The curl command that sends what an operation sends, with the collection's values.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::emit::Scope;
use crate::infer::{Literal, TypeKind};
use crate::model::{
    Body, ConstantTarget, ConstantValue, Credential, FormField, Operation, OperationAuth, Param,
    PathPiece, Signature, TokenPlace, composed,
};

/// RFC 3986 unreserved characters stay.
const DATA: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The URL as people read it: `https://api.example.com/v1/users/{id}`.
pub(super) fn template(scope: Scope<'_>, operation: &Operation) -> String {
    let server = &scope.api.servers[operation.server.0];
    let base = server
        .url
        .clone()
        .unwrap_or_else(|| format!("<{}>", server.name));
    format!(
        "{}{}",
        base.trim_end_matches('/'),
        operation.path_template(scope.api)
    )
}

/// The command, one option on a line.
pub(super) fn command(scope: Scope<'_>, operation: &Operation) -> String {
    let mut parts = vec![format!(
        "curl -X {} {}",
        operation.method,
        quoted(&url(scope, operation))
    )];
    for credential in credentials(scope, operation) {
        match credential {
            Credential::Bearer => parts.push("-H 'Authorization: Bearer <token>'".to_owned()),
            Credential::Token { prefix } => parts.push(format!(
                "-H {}",
                quoted(&format!(
                    "Authorization: {}",
                    format!("{prefix} <token>").trim_start()
                ))
            )),
            Credential::Basic => parts.push("-u '<username>:<password>'".to_owned()),
            Credential::ApiKey {
                key,
                in_query: false,
            } => parts.push(format!("-H {}", quoted(&format!("{key}: <key>")))),
            Credential::Composed {
                key,
                texts,
                variables,
            } => {
                let value = composed(texts, variables, "<", ">");
                parts.push(format!("-H {}", quoted(&format!("{key}: {value}"))));
            }
            Credential::Signature(signature) => parts.extend(signed(signature)),
            Credential::ApiKey { in_query: true, .. } | Credential::Signed { .. } => {}
        }
    }
    for constant in operation
        .constants
        .iter()
        .filter(|constant| constant.target == ConstantTarget::Header)
    {
        parts.push(format!(
            "-H {}",
            quoted(&format!(
                "{}: {}",
                constant.wire,
                constant.value.text(scope.api)
            ))
        ));
    }
    for header in &operation.headers {
        parts.push(format!(
            "-H {}",
            quoted(&format!("{}: {}", header.wire, value(scope, header)))
        ));
    }
    body(scope, operation, &mut parts);
    parts.join(" \\\n  ")
}

/// The options that sign, where curl can.
fn signed(signature: &Signature) -> Vec<String> {
    match signature {
        Signature::Digest => vec!["--digest -u '<username>:<password>'".to_owned()],
        Signature::AwsV4 { region, service } => {
            let region = region.as_deref().unwrap_or("us-east-1");
            let service = service.as_deref().unwrap_or("execute-api");
            let scope = quoted(&format!("aws:amz:{region}:{service}"));
            vec![format!(
                "--aws-sigv4 {scope} -u '<access key>:<secret key>'"
            )]
        }
        Signature::Jwt {
            place: TokenPlace::Header(prefix),
            ..
        } => {
            let value = format!("{prefix} <token>");
            let header = format!("Authorization: {}", value.trim_start());
            vec![format!("-H {}", quoted(&header))]
        }
        Signature::Jwt { .. }
        | Signature::OAuth1 { .. }
        | Signature::EdgeGrid { .. }
        | Signature::Hawk { .. } => Vec::new(),
    }
}

fn url(scope: Scope<'_>, operation: &Operation) -> String {
    let server = &scope.api.servers[operation.server.0];
    let base = server
        .url
        .clone()
        .unwrap_or_else(|| format!("<{}>", server.name));
    let mut url = base.trim_end_matches('/').to_owned();
    for segment in &operation.path {
        url.push('/');
        for piece in segment {
            match piece {
                PathPiece::Literal(text) => url.push_str(text),
                PathPiece::Setting(id) => {
                    url.push_str(&ConstantValue::Setting(*id).text(scope.api))
                }
                PathPiece::Param(index) => url.extend(utf8_percent_encode(
                    &value(scope, &operation.path_params[*index]),
                    DATA,
                )),
            }
        }
    }
    let mut query: Vec<String> = Vec::new();
    for constant in operation
        .constants
        .iter()
        .filter(|constant| constant.target == ConstantTarget::Query)
    {
        query.push(pair(&constant.wire, &constant.value.text(scope.api)));
    }
    query.extend(
        operation
            .query
            .iter()
            .flat_map(|param| pairs(scope, param))
            .map(|(key, value)| pair(&key, &value)),
    );
    for credential in credentials(scope, operation) {
        match credential {
            Credential::ApiKey {
                key,
                in_query: true,
            } => query.push(format!("{}=<key>", utf8_percent_encode(key, DATA))),
            Credential::Signature(Signature::Jwt {
                place: TokenPlace::Query(key),
                ..
            }) => query.push(format!("{}=<token>", utf8_percent_encode(key, DATA))),
            _ => {}
        }
    }
    if query.is_empty() {
        url
    } else {
        format!("{url}?{}", query.join("&"))
    }
}

fn pair(key: &str, value: &str) -> String {
    format!(
        "{}={}",
        utf8_percent_encode(key, DATA),
        utf8_percent_encode(value, DATA)
    )
}

fn body(scope: Scope<'_>, operation: &Operation, parts: &mut Vec<String>) {
    match &operation.body {
        None => {}
        Some(Body::Json { slot, media_type }) => {
            parts.push(format!(
                "-H {}",
                quoted(&format!("Content-Type: {media_type}"))
            ));
            parts.push(format!(
                "--data-raw {}",
                quoted(scope.types.example_text(*slot).unwrap_or("{}"))
            ));
        }
        Some(Body::Text { media_type, .. }) => {
            parts.push(format!(
                "-H {}",
                quoted(&format!("Content-Type: {media_type}"))
            ));
            parts.push("--data-raw '<text>'".to_owned());
        }
        Some(Body::File) => parts.push("--data-binary '@<file>'".to_owned()),
        Some(Body::Form { multipart, fields }) => {
            let option = if *multipart {
                "--form-string"
            } else {
                "--data-urlencode"
            };
            let text =
                |key: &str, value: &str| format!("{option} {}", quoted(&format!("{key}={value}")));
            for field in fields {
                match field {
                    FormField::File {
                        wire, content_type, ..
                    } => {
                        let stated = content_type
                            .as_ref()
                            .map(|stated| format!(";type={stated}"));
                        let part = format!("{wire}=@<file>{}", stated.unwrap_or_default());
                        parts.push(format!("--form {}", quoted(&part)));
                    }
                    FormField::Constant { wire, value, .. } => parts.push(text(wire, value)),
                    FormField::Text { param, .. } => {
                        parts.extend(
                            pairs(scope, param)
                                .iter()
                                .map(|(key, value)| text(key, value)),
                        );
                    }
                }
            }
        }
    }
}

fn credentials<'a>(
    scope: Scope<'a>,
    operation: &'a Operation,
) -> impl Iterator<Item = &'a Credential> {
    let ids = match &operation.auth {
        OperationAuth::Credentials(ids) => ids.as_slice(),
        OperationAuth::Unstated | OperationAuth::None => &[],
    };
    ids.iter().map(move |id| &scope.api.credentials[id.0])
}

/// The pairs that a parameter becomes.
fn pairs(scope: Scope<'_>, param: &Param) -> Vec<(String, String)> {
    if !param.brackets {
        return vec![(param.wire.clone(), value(scope, param))];
    }
    let mut pairs = Vec::new();
    if let Some(literal) = scope.types.example(param.slot) {
        flatten(scope, &param.wire, literal, &mut pairs);
    }
    pairs
}

/// A nested value as keys in brackets.
fn flatten(scope: Scope<'_>, key: &str, literal: &Literal, pairs: &mut Vec<(String, String)>) {
    match literal {
        Literal::None => {}
        Literal::Some(inner) => flatten(scope, key, inner, pairs),
        Literal::List(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| flatten(scope, &format!("{key}[{index}]"), item, pairs));
        }
        Literal::Struct(id, values) => {
            if let TypeKind::Struct(fields) = &scope.types.def(*id).kind {
                let members = fields.iter().zip(values);
                members.for_each(|(field, value)| {
                    flatten(scope, &format!("{key}[{}]", field.wire), value, pairs)
                });
            }
        }
        Literal::Bool(flag) => pairs.push((key.to_owned(), flag.to_string())),
        Literal::Int(text)
        | Literal::Str(text)
        | Literal::Json(text)
        | Literal::WrittenText(text)
        | Literal::Enum(_, text) => {
            pairs.push((key.to_owned(), text.clone()));
        }
        Literal::Float(number) => pairs.push((key.to_owned(), number.to_string())),
        Literal::Number(number) => pairs.push((key.to_owned(), number.to_string())),
        Literal::Boxed(inner) | Literal::JsonText(inner) | Literal::Union(_, _, inner) => {
            flatten(scope, key, inner, pairs);
        }
        Literal::Map(members) => members
            .iter()
            .for_each(|(name, value)| flatten(scope, &format!("{key}[{name}]"), value, pairs)),
    }
}

/// The example of a parameter, or its name in angle brackets.
fn value(scope: Scope<'_>, param: &Param) -> String {
    scope
        .types
        .example_text(param.slot)
        .map_or_else(|| format!("<{}>", param.wire), str::to_owned)
}

/// A word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
