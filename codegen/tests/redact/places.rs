//! Places that hold secrets: auth blocks, headers, queries, JSON, variables; and copies of what was found there.

use postwright::read::redact::{REDACTED, redact};
use serde_json::{Value, json};

use crate::{LONG, SHORT, check, redacted};

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
            "OAuth 2: further parameters are secrets but for those that say for whom; a URL has none in its query",
            json!({ "auth": { "type": "oauth2", "oauth2": [
                { "key": "accessTokenUrl", "value": format!("https://login.example.com/token?tenant=1&client_secret={LONG}") },
                { "key": "scope", "value": "token:read password:write https://example.com/auth/all" },
                { "key": "tokenRequestParams", "value": [
                    { "key": "audience", "value": "https://api.example.com", "enabled": true, "send_as": "request_body" },
                    { "key": "assertion", "value": LONG, "enabled": true, "send_as": "request_header" },
                ] },
            ] } }),
            json!({ "auth": { "type": "oauth2", "oauth2": [
                { "key": "accessTokenUrl", "value": format!("https://login.example.com/token?tenant=1&client_secret={REDACTED}") },
                { "key": "scope", "value": "token:read password:write https://example.com/auth/all" },
                { "key": "tokenRequestParams", "value": [
                    { "key": "audience", "value": "https://api.example.com", "enabled": true, "send_as": "request_body" },
                    { "key": "assertion", "value": REDACTED, "enabled": true, "send_as": "request_header" },
                ] },
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
    let text = include_str!("../../../tests/fixtures/planted_secrets/collection.json");
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
fn the_syntax_of_a_header_stays() {
    let kept = [
        "SSWS {{key}}",
        "Token token={{token}}, email={{email}}",
        "key={{key}}",
        "apikey {{user}}:{{key}}",
        "Digest username=\"{{user}}\", response=\"{{response}}\"",
    ];
    let taken = [
        ("hunter2 {{key}}", REDACTED),
        ("admin:{{password}}", REDACTED),
        ("{{user}}:hunter", REDACTED),
        ("hunter", REDACTED),
        ("correct horse", REDACTED),
        ("ApiKey 0123456789abcdef", "ApiKey redacted"),
        ("SSWS <your key>", REDACTED),
        ("SSWS <key>", "SSWS redacted"),
    ];
    let kept = kept.map(|value| (value, value));
    for (value, expected) in kept.into_iter().chain(taken) {
        let pair = |value: &str| json!({ "header": [{ "key": "Authorization", "value": value }] });
        assert_eq!(redacted(pair(value)), pair(expected), "{value}");
        let line = |value: &str| json!({ "header": format!("A: b\nAuthorization: {value}") });
        assert_eq!(redacted(line(value)), line(expected), "{value}");
    }
}
