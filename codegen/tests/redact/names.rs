//! Which names hold secrets, anywhere or at some places.

use postwright::read::redact::{REDACTED, is_secret_name};
use serde_json::json;

use crate::{check, redacted};

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
