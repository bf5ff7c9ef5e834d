//! Which names hold secrets, and where secrets are taken out.

use postwright::diag::Step;
use postwright::read::redact::{Findings, Kind, REDACTED, is_secret_name, redact};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn names_of_secrets() {
    let secret = [
        "password",
        "Password",
        "userPassword",
        "user_password",
        "PASSWORD",
        "passwd",
        "pwd",
        "db-pwd",
        "passphrase",
        "secret",
        "client_secret",
        "clientSecret",
        "X-Client-Secret",
        "token",
        "access_token",
        "accessToken",
        "ACCESS_TOKEN",
        "X-Auth-Token",
        "refresh_token",
        "id_token",
        "csrf token",
        "apikey",
        "apiKey",
        "api_key",
        "X-API-Key",
        "X-Api-Key",
        "Ocp-Apim-Subscription-Key",
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "session_id",
        "sessionId",
        "privateKey",
        "secret_key",
        "AWSAccessKeyId",
        "jwt",
        "X-JWT",
    ];
    for name in secret {
        assert!(is_secret_name(name), "{name}");
    }
}

#[test]
fn names_of_other_things() {
    let other = [
        "",
        "id",
        "key",
        "user",
        "email",
        "page",
        "next_page_token",
        "nextPageToken",
        "pageToken",
        "page_token",
        "cursor",
        "continuation_token",
        "token_type",
        "tokenType",
        "token_url",
        "accessTokenUrl",
        "redirect_uri",
        "expires_in",
        "token_expires",
        "tokenExpiry",
        "token_name",
        "secretName",
        "signature_algorithm",
        "oauth_signature_method",
        "maxPinLength",
        "token_status",
        "dateOfSignature",
        "password_format",
        "max_tokens_count",
        "token_limit",
        "monkey",
        "keyboard",
        "author",
        "tokens",
        "compass",
        "X-Request-Id",
        "grant_type",
        "username",
    ];
    for name in other {
        assert!(!is_secret_name(name), "{name}");
    }
}

/// A long secret: it is replaced wherever it turns up.
const LONG: &str = "s3cr3t-4711-abcdef";

/// One shorter than eight bytes: it is replaced at its own place alone.
const SHORT: &str = "abc123";

fn redacted(mut value: Value) -> Value {
    redact(&mut value);
    value
}

/// Checks a table of documents and what becomes of them.
fn check(rows: impl IntoIterator<Item = (&'static str, Value, Value)>) {
    for (what, document, expected) in rows {
        assert_eq!(redacted(document), expected, "{what}");
    }
}

#[test]
fn auth_blocks_of_every_version_keep_their_settings_only() {
    check([
        (
            "v2.1: lists of pairs",
            json!({ "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": LONG, "type": "string" }] } }),
            json!({ "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": REDACTED, "type": "string" }] } }),
        ),
        (
            "v2.0: objects",
            json!({ "auth": { "type": "basic", "basic": { "username": "ada@example.com", "password": SHORT } } }),
            json!({ "auth": { "type": "basic", "basic": { "username": REDACTED, "password": REDACTED } } }),
        ),
        (
            "v1: a helper beside the request is an auth block of another name",
            json!({ "currentHelper": "bearerAuth", "helperAttributes": { "id": "bearer", "token": LONG } }),
            json!({ "currentHelper": "bearerAuth", "helperAttributes": { "id": "bearer", "token": REDACTED } }),
        ),
        (
            "an API key: the header's name and its place stay",
            json!({ "auth": { "type": "apikey", "apikey": [
                { "key": "key", "value": "X-App-Key" }, { "key": "value", "value": SHORT }, { "key": "in", "value": "query" },
            ] } }),
            json!({ "auth": { "type": "apikey", "apikey": [
                { "key": "key", "value": "X-App-Key" }, { "key": "value", "value": REDACTED }, { "key": "in", "value": "query" },
            ] } }),
        ),
        (
            "an API key in v2.0",
            json!({ "auth": { "type": "apikey", "apikey": { "key": "X-App-Key", "value": SHORT, "in": "header" } } }),
            json!({ "auth": { "type": "apikey", "apikey": { "key": "X-App-Key", "value": REDACTED, "in": "header" } } }),
        ),
        (
            "OAuth 2: URLs, scopes and kinds stay",
            json!({ "auth": { "type": "oauth2", "oauth2": [
                { "key": "accessTokenUrl", "value": "https://login.example.com/token" },
                { "key": "authUrl", "value": "{{baseUrl}}/authorize" },
                { "key": "redirect_uri", "value": "https://app.example.com" },
                { "key": "scope", "value": "read write" },
                { "key": "grant_type", "value": "client_credentials" },
                { "key": "clientSecret", "value": LONG },
                { "key": "accessToken", "value": SHORT },
            ] } }),
            json!({ "auth": { "type": "oauth2", "oauth2": [
                { "key": "accessTokenUrl", "value": "https://login.example.com/token" },
                { "key": "authUrl", "value": "{{baseUrl}}/authorize" },
                { "key": "redirect_uri", "value": "https://app.example.com" },
                { "key": "scope", "value": "read write" },
                { "key": "grant_type", "value": "client_credentials" },
                { "key": "clientSecret", "value": REDACTED },
                { "key": "accessToken", "value": REDACTED },
            ] } }),
        ),
        (
            "numbers are secrets, too; switches are not",
            json!({ "auth": { "type": "digest", "digest": { "password": 4711, "disableRetryRequest": true, "algorithm": "MD5" } } }),
            json!({ "auth": { "type": "digest", "digest": { "password": 0, "disableRetryRequest": true, "algorithm": "MD5" } } }),
        ),
    ]);
}

#[test]
fn headers_as_pairs_objects_and_text() {
    check([
        (
            "pairs",
            json!({ "header": [{ "key": "X-Api-Key", "value": SHORT }, { "key": "Accept", "value": "text/plain" }] }),
            json!({ "header": [{ "key": "X-Api-Key", "value": REDACTED }, { "key": "Accept", "value": "text/plain" }] }),
        ),
        (
            "text, a header on each line",
            json!({ "headers": "Accept: text/plain\nAuthorization: Bearer abc\nX-Trace: 1\n" }),
            json!({ "headers": "Accept: text/plain\nAuthorization: Bearer redacted\nX-Trace: 1\n" }),
        ),
        (
            "text with a template",
            json!({ "header": "Authorization: Bearer {{token}}" }),
            json!({ "header": "Authorization: Bearer {{token}}" }),
        ),
        (
            "disabled ones as well",
            json!({ "header": [{ "key": "Cookie", "value": "a=b", "disabled": true }] }),
            json!({ "header": [{ "key": "Cookie", "value": REDACTED, "disabled": true }] }),
        ),
    ]);
}

#[test]
fn cookies_of_saved_responses() {
    check([
        (
            "a saved response lists them by name",
            json!({ "cookie": [{ "name": "session", "value": SHORT, "path": "/" }, { "name": "theme", "value": "dark" }] }),
            json!({ "cookie": [{ "name": "session", "value": REDACTED, "path": "/" }, { "name": "theme", "value": REDACTED }] }),
        ),
        ("none", json!({ "cookie": [] }), json!({ "cookie": [] })),
    ]);
}

#[test]
fn queries_of_urls() {
    let url = |query: &str| json!({ "url": format!("https://api.example.com/x?{query}") });
    check([
        (
            "alone",
            url("access_token=abc"),
            url("access_token=redacted"),
        ),
        (
            "between others",
            url("page=1&api_key=abc&limit=2"),
            url("page=1&api_key=redacted&limit=2"),
        ),
        (
            "before a fragment",
            url("token=abc#top"),
            url("token=redacted#top"),
        ),
        ("template", url("token={{token}}"), url("token={{token}}")),
        (
            "page token",
            url("next_page_token=abc"),
            url("next_page_token=abc"),
        ),
    ]);
}

#[test]
fn json_within_text() {
    let body = |text: &str| json!({ "raw": text });
    check([
        (
            "a secret member: the text is written anew",
            body("{\"user\":\"ada\",\"password\":\"abc\"}"),
            body("{\n  \"user\": \"ada\",\n  \"password\": \"redacted\"\n}"),
        ),
        (
            "deep inside",
            body("[{\"login\":{\"token\":\"abc\"}}]"),
            body("[\n  {\n    \"login\": {\n      \"token\": \"redacted\"\n    }\n  }\n]"),
        ),
        (
            "nothing secret: not a byte changes",
            body("{\"user\":   \"ada\"}"),
            body("{\"user\":   \"ada\"}"),
        ),
        (
            "a page token",
            body("{\"next_page_token\":\"abc\",\"items\":[]}"),
            body("{\"next_page_token\":\"abc\",\"items\":[]}"),
        ),
        (
            "a template",
            body("{\"password\":\"{{password}}\"}"),
            body("{\"password\":\"{{password}}\"}"),
        ),
        (
            "a type, not a value",
            body("{\"password\":\"<string>\"}"),
            body("{\"password\":\"<string>\"}"),
        ),
    ]);
}

#[test]
fn templates_and_placeholders_say_nothing_and_stay() {
    for value in [
        "",
        "  ",
        "{{token}}",
        "Bearer {{token}}",
        "{{a}}{{b}}",
        "{{user}}:{{password}}",
        "Basic {{credentials}}",
        "<token>",
        "redacted",
    ] {
        let document = json!({ "header": [{ "key": "Authorization", "value": value }] });
        assert_eq!(redacted(document.clone()), document, "{value:?}");
    }
    for value in [
        "abc",
        "Bearer abc",
        "abc{{suffix}}",
        "{{prefix}}abc",
        "{{unclosed",
    ] {
        let document = json!({ "header": [{ "key": "Authorization", "value": value }] });
        assert_ne!(redacted(document.clone()), document, "{value:?}");
    }
}

#[test]
fn variables_that_credentials_use_are_secret() {
    check([
        (
            "used by an auth block, whatever its name",
            json!({
                "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{mine}}" }] },
                "variable": [{ "key": "mine", "value": SHORT }, { "key": "yours", "value": SHORT }],
            }),
            json!({
                "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{mine}}" }] },
                "variable": [{ "key": "mine", "value": REDACTED }, { "key": "yours", "value": SHORT }],
            }),
        ),
        (
            "marked as one",
            json!({ "variable": [{ "key": "seed", "value": SHORT, "type": "secret" }] }),
            json!({ "variable": [{ "key": "seed", "value": REDACTED, "type": "secret" }] }),
        ),
        (
            "named like one",
            json!({ "variable": [{ "key": "apiKey", "initialValue": SHORT, "currentValue": SHORT }] }),
            json!({ "variable": [{ "key": "apiKey", "initialValue": REDACTED, "currentValue": REDACTED }] }),
        ),
        (
            "the host in a credential is none",
            json!({
                "auth": { "type": "jwt", "jwt": [{ "key": "payload", "value": "{\"aud\":\"https://{{apiHost}}/\"}" }] },
                "variable": [{ "key": "apiHost", "value": "api.example.com" }],
            }),
            json!({
                "auth": { "type": "jwt", "jwt": [{ "key": "payload", "value": REDACTED }] },
                "variable": [{ "key": "apiHost", "value": "api.example.com" }],
            }),
        ),
        (
            "the server in an access token's URL is none",
            json!({
                "auth": { "type": "oauth2", "oauth2": [{ "key": "accessTokenUrl", "value": "{{baseUrl}}" }] },
                "variable": [{ "key": "baseUrl", "value": "https://api.example.com" }],
            }),
            json!({
                "auth": { "type": "oauth2", "oauth2": [{ "key": "accessTokenUrl", "value": "{{baseUrl}}" }] },
                "variable": [{ "key": "baseUrl", "value": "https://api.example.com" }],
            }),
        ),
    ]);
}

#[test]
fn variables_in_credentials_are_secret_whatever_stands_around_them() {
    let secret = "correct-horse-7";
    for value in [
        "{{x}}",
        "Bearer {{x}}",
        "Key {{x}}",
        "SSWS {{x}}",
        "Token token={{x}}",
        "Token token=\"{{x}}\", app=7",
        "v1:{{x}}:{{y}}",
        "{{whole}}",
    ] {
        let variables = json!([
            { "key": "x", "value": secret },
            { "key": "whole", "value": "Key {{x}}" },
            { "key": "other", "value": secret.replace("horse", "house") },
        ]);
        let pair = |key: &str| json!([{ "key": key, "value": value }]);
        for document in [
            json!({ "header": pair("Authorization"), "variable": variables, "q": secret }),
            json!({ "header": pair("X-Auth"), "variable": variables, "q": secret }),
            json!({ "header": format!("A: b\nAuthorization: {value}\n"), "variable": variables, "q": secret }),
            json!({ "query": pair("api_key"), "variable": variables, "q": secret }),
            json!({ "auth": { "type": "apikey", "apikey": pair("value") }, "variable": variables, "q": secret }),
        ] {
            let after = redacted(document.clone());
            assert_eq!(after["variable"][0]["value"], REDACTED, "{document}");
            assert_eq!(after["q"], REDACTED, "{document}");
            assert_eq!(after["variable"][2], document["variable"][2], "{document}");
        }
    }
}

#[test]
fn long_secrets_go_everywhere_short_ones_at_their_place() {
    let document = |secret: &str, place: &str, elsewhere: &str| {
        json!({
            "auth": { "type": "bearer", "bearer": { "token": place } },
            "description": format!("Send {secret} in the header."),
            "event": [{ "script": { "exec": [format!("pm.set('x', '{elsewhere}')")] } }],
            "url": format!("https://{elsewhere}.example.com"),
        })
    };
    assert_eq!(
        redacted(document(LONG, LONG, LONG)),
        document(REDACTED, REDACTED, REDACTED)
    );
    assert_eq!(
        redacted(document(SHORT, SHORT, SHORT)),
        document(SHORT, REDACTED, SHORT)
    );
    assert!(LONG.len() >= 8 && SHORT.len() < 8);
}

#[test]
fn the_token_after_bearer_goes_everywhere_alone() {
    let document = |header: &str, token: &str| json!({ "header": [{ "key": "Authorization", "value": header }], "description": format!("Use {token}.") });
    assert_eq!(
        redacted(document(&format!("Bearer {LONG}"), LONG)),
        document("Bearer redacted", REDACTED)
    );
}

#[test]
fn redacting_twice_changes_nothing_more() {
    let text = include_str!("../../tests/fixtures/planted_secrets/collection.json");
    let document: Value = serde_json::from_str(text).expect("JSON");
    let once = redacted(document.clone());
    assert_ne!(once, document);
    assert_eq!(redacted(once.clone()), once);
}

#[test]
fn a_secret_that_is_a_word_renames_nothing() {
    let body = |password: &str| json!({ "body": { "mode": "raw", "raw": json!({ "password": password, "path": "/password/reset" }).to_string() } });
    let mut document =
        json!({ "path": ["password", "reset"], "key": "password", "value": "password" });
    redact(&mut document);
    assert_eq!(
        document,
        json!({ "path": ["password", "reset"], "key": "password", "value": REDACTED })
    );
    let redacted = redacted(body("password"))["body"]["raw"]
        .as_str()
        .map(str::to_owned);
    let members: Value = serde_json::from_str(&redacted.expect("text")).expect("JSON");
    assert_eq!(
        members,
        json!({ "password": REDACTED, "path": "/password/reset" })
    );
}

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

#[test]
fn headers_and_parameters_whose_names_say_little() {
    for name in [
        "X-Auth",
        "X-Client-Key",
        "X-Session",
        "Cookie",
        "Set-Cookie",
        "X-Credentials",
        "X-Pass",
    ] {
        let document = redacted(json!({ "header": [{ "key": name, "value": "abc" }] }));
        assert_eq!(document["header"][0]["value"], REDACTED, "{name}");
        let line = redacted(json!({ "headers": format!("{name}: abc\nAccept: text/plain") }));
        assert_eq!(
            line["headers"],
            format!("{name}: {REDACTED}\nAccept: text/plain"),
            "{name}"
        );
    }
    for (name, value) in [
        ("pass", "abc"),
        ("sig", "abc"),
        ("signature", "abc"),
        ("key", "7fq2kd81xx"),
        ("auth", "7fq2kd81xx"),
        ("sid", "7fq2kd81xx"),
        ("X-Amz-Credential", "AB12CD34/20260101/eu/s3"),
        ("X-Amz-Signature", "abc"),
        ("X-Amz-Security-Token", "abc"),
    ] {
        for list in ["query", "urlencoded", "formdata"] {
            let document = redacted(json!({ list: [{ "key": name, "value": value }] }));
            assert_eq!(document[list][0]["value"], REDACTED, "{list} {name}");
        }
    }
}

#[test]
fn what_is_evidence_stays() {
    check([
        (
            "headers",
            json!({ "header": [
                { "key": "Idempotency-Key", "value": "7fq2kd81" }, { "key": "X-Auth-Type", "value": "basic" },
                { "key": "X-Request-Id", "value": "6VqE6MOOy1QFJbgmCK41pZ" }, { "key": "Accept", "value": "application/vnd.x.v3+json" },
            ] }),
            json!({ "header": [
                { "key": "Idempotency-Key", "value": "7fq2kd81" }, { "key": "X-Auth-Type", "value": "basic" },
                { "key": "X-Request-Id", "value": "6VqE6MOOy1QFJbgmCK41pZ" }, { "key": "Accept", "value": "application/vnd.x.v3+json" },
            ] }),
        ),
        (
            "parameters",
            json!({ "query": [
                { "key": "key", "value": "color" }, { "key": "auth_type", "value": "oauth2" },
                { "key": "file_id", "value": "6VqE6MOOy1QFJbgmCK41pZ" }, { "key": "when", "value": "2026-01-02T03:04:05Z" },
                { "key": "next", "value": "6VqE6MOOy1QFJbgmCK41pZ" }, { "key": "kind", "value": "OrderCreatedOrUpdated2" },
            ] }),
            json!({ "query": [
                { "key": "key", "value": "color" }, { "key": "auth_type", "value": "oauth2" },
                { "key": "file_id", "value": "6VqE6MOOy1QFJbgmCK41pZ" }, { "key": "when", "value": "2026-01-02T03:04:05Z" },
                { "key": "next", "value": "6VqE6MOOy1QFJbgmCK41pZ" }, { "key": "kind", "value": "OrderCreatedOrUpdated2" },
            ] }),
        ),
        (
            "members of a body",
            json!({ "raw": "{\"key\":\"7fq2kd81\",\"token_type\":\"bearer\",\"tokens\":[\"a\",\"list\"],\"max_tokens\":512,\"pass\":true,\"sha\":\"6VqE6MOOy1QFJbgmCK41pZ\"}" }),
            json!({ "raw": "{\"key\":\"7fq2kd81\",\"token_type\":\"bearer\",\"tokens\":[\"a\",\"list\"],\"max_tokens\":512,\"pass\":true,\"sha\":\"6VqE6MOOy1QFJbgmCK41pZ\"}" }),
        ),
    ]);
}

#[test]
fn lists_and_objects_of_secrets() {
    check([
        (
            "names of many",
            json!({ "api_keys": ["abc"], "passwords": ["abc"], "tokens": ["7fq2kd81", "word"], "cookies": { "a": "b" } }),
            json!({ "api_keys": [REDACTED], "passwords": [REDACTED], "tokens": [REDACTED, "word"], "cookies": { "a": "b" } }),
        ),
        (
            "objects in them",
            json!({ "apiKeys": [{ "id": 1, "key": "7fq2kd81" }], "token": { "value": "7fq2kd81", "kind": "a" } }),
            json!({ "apiKeys": [{ "id": 1, "key": REDACTED }], "token": { "value": REDACTED, "kind": "a" } }),
        ),
    ]);
}

/// Letters and digits in an order that no vendor gave out.
const RANDOM: &str = "q7Zk2Lw9Xb4Rt6Vn1Mc8Hd3Jf5Gs0PyQ";

#[test]
fn tokens_by_their_shape() {
    let hex = "0123456789abcdef0123456789abcdef";
    let rows = [
        (
            format!("{}{}", "AKIA", "ABCDEFGH23456789"),
            "AWS access key",
        ),
        (format!("{}{RANDOM}", "ghp_"), "GitHub token"),
        (format!("{}{RANDOM}", "github_pat_"), "GitHub token"),
        (format!("{}{RANDOM}", "glpat-"), "GitLab token"),
        (format!("{}{RANDOM}", "xoxb-"), "Slack token"),
        (format!("{}{RANDOM}", "sk_live_"), "Stripe key"),
        (format!("{}{RANDOM}", "rk_live_"), "Stripe key"),
        (format!("{}{RANDOM}", "AIza"), "Google API key"),
        (format!("eyJ{RANDOM}.{RANDOM}.{RANDOM}"), "JSON Web Token"),
        (format!("{}.{RANDOM}.{RANDOM}", "SG"), "SendGrid key"),
        (format!("{}{hex}", "SK"), "Twilio key"),
        (format!("{}{RANDOM}", "npm_"), "npm token"),
        (format!("{}{RANDOM}", "PMAK-"), "Postman key"),
        (format!("{}{hex}", "shpat_"), "Shopify token"),
        (format!("{}{RANDOM}", "sq0atp-"), "Square token"),
        (format!("{}{hex}", "key-"), "Mailgun key"),
        (format!("{}{hex}{hex}", "dop_v1_"), "DigitalOcean token"),
        (format!("{}{RANDOM}{RANDOM}", "sk-"), "OpenAI key"),
        (format!("{}{RANDOM}", "sk-ant-"), "Anthropic key"),
        (format!("123456789:AA{RANDOM}x"), "Telegram bot token"),
        (
            format!("https://{}/T0/B0/{RANDOM}", "hooks.slack.com/services"),
            "Slack webhook",
        ),
        (
            format!(
                "-----BEGIN {0} KEY-----\n{RANDOM}\n-----END {0} KEY-----",
                "PRIVATE"
            ),
            "private key",
        ),
    ];
    for (token, kind) in rows {
        let text = format!("Say {token} and go on.");
        let mut document = json!({ "item": [{ "name": "One", "description": text }] });
        let found = redact(&mut document);
        let left = document["item"][0]["description"].as_str().expect("text");
        assert!(
            left.starts_with("Say ") && left.ends_with(" and go on."),
            "{kind}: {left}"
        );
        assert!(
            left.contains(REDACTED) && !left.contains(&RANDOM[..8]) && !left.contains(&hex[..8]),
            "{kind}: {left}"
        );
        assert_eq!(kinds(&found), [Kind::Shape(kind)], "{kind}");
    }
    for word in [
        "AKIAABC",
        "ghp_short",
        "task-list-of-things-that-are-long-enough-1",
        "key-word",
        "SKU-1234",
        "eyJ.a.b",
        "a:AAA",
    ] {
        let document = json!({ "description": format!("Say {word} and go on.") });
        assert_eq!(redacted(document.clone()), document, "{word}");
    }
}

fn kinds(found: &Findings) -> Vec<Kind> {
    found
        .list()
        .iter()
        .map(|finding| finding.kind.clone())
        .collect()
}

#[test]
fn random_values_are_taken_where_secrets_stand_and_reported_elsewhere() {
    let found = |mut document: Value| {
        let found = redact(&mut document);
        (document, kinds(&found))
    };
    for list in ["header", "variable", "query", "urlencoded"] {
        let (document, kinds) = found(json!({ list: [{ "key": "thing", "value": RANDOM }] }));
        assert_eq!(document[list][0]["value"], REDACTED, "{list}");
        assert_eq!(kinds, [Kind::Random], "{list}");
    }
    for document in [
        json!({ "raw": format!("{{\"thing\":\"{RANDOM}\"}}") }),
        json!({ "description": format!("such as {RANDOM}") }),
    ] {
        let (after, kinds) = found(document.clone());
        assert_eq!((after, kinds), (document, vec![Kind::Suspicious]));
    }
    for dull in [
        json!({ "raw": format!("{{\"node_id\":\"{RANDOM}\"}}") }),
        json!({ "description": "MDY6Q29tbWl0NmRjYjA5YjViNTc4NzVmMzM0ZjYxYWVi" }),
        json!({ "description": "1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 and 0123456789abcdef0123456789abcdef" }),
        json!({ "description": format!("data:image/png;base64,iVBOR{}", RANDOM.repeat(40)) }),
    ] {
        assert_eq!(found(dull.clone()), (dull, Vec::new()));
    }
}

#[test]
fn random_values_of_urls_hosts_and_names_are_reported() {
    let lower = "q7zt3kpw9xlm2vbn8crf4tyh6sdg1jqa";
    let found = |mut document: Value| {
        let found = redact(&mut document);
        (document, kinds(&found))
    };
    for document in [
        json!({ "url": format!("https://a.test/v1/{RANDOM}/items") }),
        json!({ "url": format!("https://a.test/v1/{lower}/items") }),
        json!({ "url": format!("https://{RANDOM}.a.test/items") }),
        json!({ "url": format!("https://{lower}.a.test/items") }),
        json!({ "url": format!("https://a.test/items?thing={RANDOM}") }),
        json!({ "url": { "path": ["v1", RANDOM, "items"] } }),
        json!({ "url": { "host": [lower, "a", "test"] } }),
        json!({ "item": [{ "name": format!("get {RANDOM}") }] }),
        json!({ "item": [{ "name": lower }] }),
    ] {
        let (after, kinds) = found(document.clone());
        assert_eq!((after, kinds), (document, vec![Kind::Suspicious]));
    }
    for dull in [
        json!({ "url": "https://a.test/v1/1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/items" }),
        json!({ "url": "https://a.test/v1/0123456789abcdef0123456789abcdef/items" }),
        json!({ "url": format!("https://a.test/items?cursor={RANDOM}") }),
        json!({ "item": [{ "name": "get-all-orders-of-the-user-by-date-2024" }] }),
    ] {
        assert_eq!(found(dull.clone()), (dull, Vec::new()));
    }
}

#[test]
fn a_description_with_a_secret_loses_random_words_too() {
    let short = &RANDOM[..24];
    for word in [RANDOM, short] {
        let text = format!("Send token: abcd1234efgh5678, then {word} and {word}.");
        let mut document = json!({ "description": text, "name": "a" });
        let found = redact(&mut document);
        assert_eq!(
            document["description"],
            "Send token: redacted, then redacted and redacted."
        );
        assert_eq!(kinds(&found), [Kind::Field("token".into()), Kind::Random]);
    }
    let dull = "Send token: redacted to 1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    let mut document = json!({ "description": dull.replace("redacted", "abcd1234efgh5678") });
    redact(&mut document);
    assert_eq!(document["description"], dull);
}

#[test]
fn placeholders_are_no_reason_for_a_warning() {
    for value in [
        "",
        "{{token}}",
        "Bearer {{token}}",
        "<token>",
        "your-api-key",
        "YOUR_API_KEY",
        "xxxx",
        "xxxxxxxxxxxxxxxx",
        "string",
        "********",
        "${TOKEN}",
        "$TOKEN",
        "%TOKEN%",
        "[token]",
        "Bearer token",
        "secret",
        "API key goes here",
        "...",
        "null",
    ] {
        let mut document = json!({ "header": [{ "key": "Authorization", "value": value }] });
        assert!(redact(&mut document).list().is_empty(), "{value}");
    }
    for value in ["hunter2", "letmein", "Bearer 7fq2kd81", "12345678"] {
        let mut document = json!({ "header": [{ "key": "Authorization", "value": value }] });
        let found = redact(&mut document);
        assert_eq!(
            kinds(&found),
            [Kind::Field("Authorization".to_owned())],
            "{value}"
        );
    }
}

#[test]
fn findings_say_where() {
    let mut document = json!({
        "item": [{ "name": "One", "request": { "body": { "mode": "raw", "raw": "{\"password\":\"hunter2\"}" } } }],
        "variable": [{ "key": "a", "value": "1" }, { "key": "token", "value": LONG }],
        "info": { "description": format!("or {LONG}") },
    });
    let found = redact(&mut document);
    let shown: Vec<(String, Kind)> = found
        .list()
        .iter()
        .map(|finding| {
            let steps = finding.steps.iter().map(|step| match step {
                Step::Key(key) => format!("/{key}"),
                Step::Index(index) => format!("/{index}"),
            });
            (steps.collect(), finding.kind.clone())
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "/item/0/request/body/raw".to_owned(),
                Kind::Field("password".to_owned())
            ),
            (
                "/variable/1/value".to_owned(),
                Kind::Field("token".to_owned())
            ),
            ("/info/description".to_owned(), Kind::Copy),
        ]
    );
}

#[test]
fn copies_in_urls_and_in_json_are_found() {
    let secret = "a1/b2+c3=d4\"e5";
    let document = redacted(json!({
        "variable": [{ "key": "token", "value": secret }],
        "url": "https://x.example/a1%2Fb2%2Bc3%3Dd4%22e5/b",
        "raw": "{ \"a\": \"a1/b2+c3=d4\\\"e5\", {{x}} }",
    }));
    assert_eq!(document["url"], "https://x.example/redacted/b");
    assert_eq!(document["raw"], "{ \"a\": \"redacted\", {{x}} }");
}

#[test]
fn what_a_cookie_says_of_itself_is_no_secret() {
    let cookie = "sid=7fq2kd81xx; Expires=Wed, 21-Oct-2026 07:28:00 GMT; Path=/app-v2-x1";
    let document = redacted(json!({
        "header": [{ "key": "Set-Cookie", "value": cookie }],
        "description": "Since 21-Oct-2026 below /app-v2-x1: 7fq2kd81xx",
    }));
    assert_eq!(
        document["description"],
        "Since 21-Oct-2026 below /app-v2-x1: redacted"
    );
}

/// Thousands of secrets in one text, and thousands that are looked for everywhere: the time grows with the text.
#[test]
fn many_secrets_are_taken_out() {
    let text: String = (0..20_000)
        .map(|index| format!("password=hunter{index:06} token: 'k{index:06}z'\n"))
        .collect();
    let variables: Vec<Value> = (0..5_000)
        .map(|index| json!({ "key": format!("token{index}_password"), "value": format!("variable{index:06}") }))
        .collect();
    let document =
        redacted(json!({ "raw": text.clone(), "variable": variables, "description": text }));
    let raw = document["raw"].as_str().expect("text");
    assert!(!raw.contains("hunter0") && !raw.contains("'k0"));
    assert_eq!(raw.matches(REDACTED).count(), 40_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// A secret under a secret name never survives, wherever it stands and whatever is around it.
    #[test]
    fn a_planted_secret_never_survives(
        secret in "[a-z]{3}[A-Za-z0-9_+/-]{6,30}[0-9][a-z]",
        name in prop::sample::select(vec!["password", "api_key", "X-Auth-Token", "clientSecret"]),
        around in "[ a-z0-9.,:='\"<>&?{}\n-]{0,40}",
        place in 0..12_usize,
    ) {
        prop_assume!(!around.contains(name) && !around.contains("{{"));
        let mut document = planted(place, name, &secret, &around);
        redact(&mut document);
        let left = document.to_string();
        prop_assert!(!left.contains(&secret), "{left}");
        let once = document.clone();
        let again = redact(&mut document);
        prop_assert_eq!(&document, &once);
        prop_assert!(again.list().iter().all(|finding| finding.kind == Kind::Suspicious), "{:?}", again.list());
    }

    /// Any document: what has been redacted stays as it is.
    #[test]
    fn redaction_is_idempotent(
        key in "[a-zA-Z_-]{0,12}",
        text in "(password|token|key|Authorization|-u |://|<secret>|</secret>|a:b@|[a-z0-9 :='\",;{}\\\\\n@/-]){0,14}",
    ) {
        for member in ["raw", "description", "exec", "value"] {
            let once = redacted(json!({ "header": [{ "key": key, member: text }], key.as_str(): { member: text } }));
            prop_assert_eq!(redacted(once.clone()), once);
        }
    }
}

/// A document with a secret at one of several places.
fn planted(place: usize, name: &str, secret: &str, around: &str) -> Value {
    match place {
        0 => json!({ "header": [{ "key": name, "value": secret }] }),
        1 => {
            json!({ "variable": [{ "key": name, "value": secret }], "description": format!("{around} {secret}") })
        }
        2 => json!({ "raw": json!({ "a": [{ name: secret }], "b": around }).to_string() }),
        3 => json!({ "raw": format!("{around}\n{name}: {secret}\n{around}") }),
        4 => json!({ "raw": format!("<{name}>{secret}</{name}>{around}") }),
        5 => json!({ "raw": format!("{{\"{name}\": \"{secret}\", {{{{x}}}} }}{around}") }),
        6 => json!({ "url": format!("https://x.example/?{name}={secret}&a=b") }),
        7 => {
            json!({ "description": format!("{around}\ncurl -H '{name}: {secret}' https://x.example") })
        }
        8 => json!({ "description": format!("{around}\ncurl -u ann:{secret} https://x.example") }),
        9 => json!({ "exec": [format!("pm.environment.set(\"{name}\", \"{secret}\");")] }),
        10 => json!({ "auth": { "type": "oauth2", "oauth2": [{ "key": name, "value": secret }] } }),
        _ => {
            json!({ "urlencoded": [{ "key": name, "value": secret }], "raw": format!("{around} {secret}") })
        }
    }
}
