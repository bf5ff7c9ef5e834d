//! Secrets in text: bodies of any kind, prose, scripts.

use serde_json::json;

use crate::{check, redacted};

#[test]
fn secrets_inside_text() {
    check([
        (
            "JSON with a bare variable",
            json!({ "raw": "{\"id\": {{id}}, \"client_secret\" : \"short\"}" }),
            json!({ "raw": "{\"id\": {{id}}, \"client_secret\" : \"redacted\"}" }),
        ),
        (
            "an urlencoded body",
            json!({ "raw": "grant_type=password&password=short&user=ann" }),
            json!({ "raw": "grant_type=password&password=redacted&user=ann" }),
        ),
        (
            "the password of a URL",
            json!({ "raw": "https://ann:short@example.com/a" }),
            json!({ "raw": "https://ann:redacted@example.com/a" }),
        ),
        (
            "a variable of format v1",
            json!({ "variables": [{ "id": "token", "value": "short" }] }),
            json!({ "variables": [{ "id": "token", "value": "redacted" }] }),
        ),
    ]);
}

/// Texts of a raw body and what becomes of them.
#[test]
fn names_with_values_in_raw_bodies() {
    let rows = [
        (
            "YAML",
            "user: ann\npassword: hunter two # mine\n",
            "user: ann\npassword: redacted # mine\n",
        ),
        (
            "YAML in a list",
            "- token: 'ab cd'\n",
            "- token: 'redacted'\n",
        ),
        (
            "YAML of a schema",
            "password:\n  type: string\ntoken: {{token}}\n",
            "password:\n  type: string\ntoken: {{token}}\n",
        ),
        (
            "XML",
            "<a><user>ann</user><password>short</password></a>",
            "<a><user>ann</user><password>redacted</password></a>",
        ),
        (
            "XML with a prefix and an attribute",
            "<w:Password Type=\"text\"> short </w:Password>",
            "<w:Password Type=\"text\"> redacted </w:Password>",
        ),
        (
            "CDATA",
            "<apiKey><![CDATA[short]]></apiKey>",
            "<apiKey><![CDATA[redacted]]></apiKey>",
        ),
        (
            "an attribute",
            "<login user=\"ann\" password=\"short\"/>",
            "<login user=\"ann\" password=\"redacted\"/>",
        ),
        (
            "elements within",
            "<token><kind>a</kind></token>",
            "<token><kind>a</kind></token>",
        ),
        (
            "a literal",
            "{ user: 'ann', password: 'short' }",
            "{ user: 'ann', password: 'redacted' }",
        ),
        (
            "TOML",
            "user = \"ann\"\npassword = \"short\"\n",
            "user = \"ann\"\npassword = \"redacted\"\n",
        ),
        ("PHP", "['api_key' => 'short']", "['api_key' => 'redacted']"),
        (
            "a header",
            "Authorization: Bearer short\nAccept: */*",
            "Authorization: Bearer redacted\nAccept: */*",
        ),
        (
            "text in text",
            "{\\\"password\\\": \\\"short\\\", {{x}}",
            "{\\\"password\\\": \\\"redacted\\\", {{x}}",
        ),
        (
            "nearly JSON keeps its numbers",
            "{ \"pin\": 4711, \"id\": {{id}} }",
            "{ \"pin\": 0, \"id\": {{id}} }",
        ),
        (
            "nearly JSON with more JSON",
            "{ \"token\": { \"a\": {{a}} }, \"secret\": null }",
            "{ \"token\": { \"a\": {{a}} }, \"secret\": null }",
        ),
        (
            "a database",
            "postgres://ann:short@db/a mysql://bob:brief@db/b",
            "postgres://ann:redacted@db/a mysql://bob:redacted@db/b",
        ),
        (
            "Azure",
            "AccountName=ann;AccountKey=c2hvcnQ=;x=1",
            "AccountName=ann;AccountKey=redacted;x=1",
        ),
    ];
    for (what, text, expected) in rows {
        let document = redacted(json!({ "raw": text }));
        assert_eq!(document["raw"], expected, "{what}");
    }
}

#[test]
fn names_with_values_in_prose() {
    let rows = [
        (
            "the value of a name",
            "Use password: h4nter-22 for this.",
            "Use password: redacted for this.",
        ),
        ("two words", "API key: 7fq2kd81xx", "API key: redacted"),
        (
            "Markdown",
            "**Token**: `7fq2kd81`, Secret: ``ab$-%1``",
            "**Token**: `redacted`, Secret: ``redacted``",
        ),
        (
            "words about a name",
            "token: required. Password: the user's own",
            "token: required. Password: the user's own",
        ),
        (
            "a placeholder",
            "api_key: `your-api-key`",
            "api_key: `your-api-key`",
        ),
        (
            "a measure",
            "token: 32-character text",
            "token: 32-character text",
        ),
        (
            "curl with a header",
            "curl -H 'Authorization: Bearer ab12' -H \"X-Api-Key: abc\" https://x.example",
            "curl -H 'Authorization: Bearer redacted' -H \"X-Api-Key: redacted\" https://x.example",
        ),
        (
            "curl with a placeholder",
            "curl -H 'Authorization: Bearer <token>' x",
            "curl -H 'Authorization: Bearer <token>' x",
        ),
        (
            "curl with a user",
            "curl -u ann:hunter2 https://x",
            "curl -u ann:redacted https://x",
        ),
        (
            "the long option",
            "curl --user \"ann:hunter2\" x",
            "curl --user \"ann:redacted\" x",
        ),
        (
            "a key for a user",
            "curl -u 7fq2kd81xx: x",
            "curl -u redacted: x",
        ),
        (
            "a manual",
            "curl -u user:password x, or set -u",
            "curl -u user:password x, or set -u",
        ),
        (
            "two passwords",
            "https://a:b1@x https://c:d2@y",
            "https://a:redacted@x https://c:redacted@y",
        ),
        (
            "an address",
            "See https://x.example/token: it renews",
            "See https://x.example/token: it renews",
        ),
    ];
    for (what, text, expected) in rows {
        let document = redacted(json!({ "description": text }));
        assert_eq!(document["description"], expected, "{what}");
    }
}

#[test]
fn what_scripts_set() {
    let rows = [
        (
            "pm.environment.set(\"token\", \"short\");",
            "pm.environment.set(\"token\", \"redacted\");",
        ),
        (
            "setGlobal('api_key', 'short')",
            "setGlobal('api_key', 'redacted')",
        ),
        (
            "const password = \"short\";",
            "const password = \"redacted\";",
        ),
        (
            "pm.set(\"token\", json.access_token)",
            "pm.set(\"token\", json.access_token)",
        ),
        ("var token = json.token;", "var token = json.token;"),
        ("call(a, \"token\", \"b\")", "call(a, \"token\", \"b\")"),
    ];
    for (code, expected) in rows {
        let document = redacted(json!({ "event": [{ "script": { "exec": [code] } }] }));
        assert_eq!(document["event"][0]["script"]["exec"][0], expected);
    }
}
