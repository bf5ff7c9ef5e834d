//! Bytes -> JSON that looks like a collection, so that inputs get past the parser.

use serde_json::{Map, Value};

use super::{take_byte, take_text};

/// Keys that mean something in a collection.
const KEYS: [&str; 64] = [
    "info",
    "name",
    "schema",
    "description",
    "item",
    "request",
    "response",
    "event",
    "auth",
    "variable",
    "method",
    "url",
    "raw",
    "protocol",
    "host",
    "port",
    "path",
    "query",
    "hash",
    "key",
    "value",
    "disabled",
    "type",
    "id",
    "header",
    "body",
    "mode",
    "urlencoded",
    "formdata",
    "file",
    "src",
    "content",
    "graphql",
    "variables",
    "options",
    "language",
    "code",
    "status",
    "originalRequest",
    "_postman_previewlanguage",
    "script",
    "exec",
    "listen",
    "bearer",
    "basic",
    "apikey",
    "oauth1",
    "oauth2",
    "awsv4",
    "hawk",
    "digest",
    "jwt",
    "edgegrid",
    "noauth",
    "token",
    "in",
    "username",
    "password",
    "requests",
    "folders",
    "order",
    "collectionId",
    "enabled",
    "contentType",
];

/// Words that stand where text does.
const WORDS: [&str; 24] = [
    "{{baseUrl}}/v1/:id/{{b}}?a=1&b[c]=2",
    "GET",
    "POST",
    "raw",
    "json",
    "formdata",
    "urlencoded",
    "graphql",
    "file",
    "application/json",
    "Content-Type",
    "{\"a\": {{x}}, // b\n \"c\": [1, 2.5, null, \"2024-01-01T00:00:00Z\"]}",
    "<string>",
    "<integer>",
    "{{$guid}}",
    "pm.response.to.have.status(404)",
    "test",
    "https://api.example.com/v1",
    "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    "a[b][0]",
    "",
    ":id",
    "é",
    "9007199254740993",
];

/// How deep values nest: there is a limit of the parser's, too.
const DEPTH: usize = 40;

/// The JSON that bytes spell.
pub(crate) fn value(bytes: &mut &[u8], depth: usize) -> Value {
    let kind = take_byte(bytes);
    match kind % 10 {
        0 => Value::Null,
        1 => Value::Bool(kind >= 128),
        2 => Value::from(i64::from(take_byte(bytes)) * i64::from(kind)),
        3 => Value::from(take_text(bytes)),
        4 | 5 => Value::from(WORDS[usize::from(take_byte(bytes)) % WORDS.len()]),
        _ if depth == DEPTH || bytes.is_empty() => Value::Null,
        6 | 7 => (0..take_byte(bytes) % 8)
            .map(|_| value(bytes, depth + 1))
            .collect(),
        _ => {
            let members = (0..take_byte(bytes) % 12).map(|_| {
                let key = take_byte(bytes);
                let key = match key {
                    255 => take_text(bytes),
                    key => KEYS[usize::from(key) % KEYS.len()].to_owned(),
                };
                (key, value(bytes, depth + 1))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}
