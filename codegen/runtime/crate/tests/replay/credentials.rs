//! Auth blocks, and secrets in headers.

use serde_json::{Value, json};

use crate::support::variables::Variables;
use crate::with_item;

#[test]
fn auth_that_signs() {
    use crate::support::block::Settings;
    use crate::support::saved::Auth;

    let variables = Variables::default();
    let auth = |kind: &str, params: Value| Auth {
        kind: kind.to_owned(),
        params: params
            .as_object()
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .collect(),
    };
    // Whether it has its keys, whether a plain header goes out in its place, whether the client knows it.
    let table = [
        ("oauth1", json!({}), false, true, true),
        (
            "oauth1",
            json!({"consumerKey": "k", "consumerSecret": "s"}),
            true,
            false,
            true,
        ),
        (
            "oauth1",
            json!({"signatureMethod": "RSA-SHA1", "consumerKey": "k"}),
            false,
            false,
            false,
        ),
        ("awsv4", json!({}), true, false, true),
        (
            "awsv4",
            json!({"addAuthDataToQuery": true}),
            true,
            false,
            false,
        ),
        (
            "digest",
            json!({"username": "u", "realm": "r"}),
            true,
            true,
            true,
        ),
        (
            "digest",
            json!({"username": "u", "realm": "r", "nonce": "n"}),
            true,
            false,
            true,
        ),
        ("hawk", json!({"authId": "i"}), false, true, true),
        (
            "edgegrid",
            json!({"accessToken": "a", "clientToken": "c", "clientSecret": "s"}),
            true,
            false,
            true,
        ),
        (
            "jwt",
            json!({"secret": "s", "algorithm": "HS256", "payload": "no JSON"}),
            false,
            true,
            true,
        ),
        (
            "jwt",
            json!({"privateKey": "s", "algorithm": "RS256"}),
            false,
            false,
            false,
        ),
        ("bearer", json!({"token": ""}), false, false, true),
        ("ntlm", json!({"username": "u"}), false, false, false),
    ];
    for (kind, params, whole, nothing, known) in table {
        let auth = auth(kind, params);
        let block = Settings::new(&auth, &variables);
        assert_eq!(block.is_whole(), whole, "{auth:?}");
        assert_eq!(block.signs_nothing(), nothing, "{auth:?}");
        assert_eq!(block.is_known(), known, "{auth:?}");
    }
}

#[test]
fn tokens_of_a_block() {
    use crate::support::block::Settings;
    use crate::support::saved::Auth;

    let variables = Variables::default();
    for (header, payload, expected_header, expected_payload) in [
        ("", "", "{\"alg\":\"HS256\"}", "{}"),
        (
            "{ }",
            " {\"b\" : \"x \\\" y\",\n\"a\": 1} ",
            "{\"alg\":\"HS256\"}",
            "{\"b\":\"x \\\" y\",\"a\":1}",
        ),
        (
            "{\"typ\": \"JWT\"}",
            "{}",
            "{\"typ\":\"JWT\",\"alg\":\"HS256\"}",
            "{}",
        ),
        (
            "{\"alg\": \"HS256\", \"kid\": \"1\"}",
            "{}",
            "{\"alg\":\"HS256\",\"kid\":\"1\"}",
            "{}",
        ),
        ("{\"alg\": \"none\"}", "{}", "{\"alg\":\"HS256\"}", "{}"),
        ("no JSON", "{}", "{\"alg\":\"HS256\"}", "{}"),
    ] {
        let text = |key: &str, value: &str| (key.to_owned(), json!(value));
        let auth = Auth {
            kind: "jwt".to_owned(),
            params: vec![
                text("algorithm", "HS256"),
                text("header", header),
                text("payload", payload),
                text("secret", "c2VjcmV0"),
                ("isSecretBase64Encoded".to_owned(), json!(true)),
            ],
        };
        let block = Settings::new(&auth, &variables);
        assert_eq!(block.token_header(), expected_header, "{header}");
        assert_eq!(block.compact("payload"), expected_payload, "{payload}");
        assert_eq!(block.secret("secret", "isSecretBase64Encoded"), b"secret");
        assert_eq!(block.secret("secret", "nothing"), b"c2VjcmV0");
    }
}

#[test]
fn secrets_are_found_in_the_text_around_them() {
    let header = |value: &str| json!({"header": [{"key": "Authorization", "value": value}]});
    let token = |value: &str, scheme: &str| with_item(&header(value), |item| item.token(scheme));
    assert_eq!(token("SSWS {{coll}}", "SSWS").as_deref(), Some("COLL"));
    assert_eq!(token("ssws 123", "SSWS").as_deref(), Some("123"));
    assert_eq!(token("Token 123", "SSWS"), None);
    let composed = |value: &str, texts: &[&str]| {
        with_item(&header(value), |item| {
            item.composed::<2>("authorization", texts)
        })
    };
    let texts = ["Token token=", ", email=", ""];
    let values = ["{{a}}", "{{b}}"].map(str::to_owned);
    let found = composed("Token token={{a}}, email={{b}}", &texts);
    assert_eq!(found, Some(values));
    for other in [
        "Token {{a}}",
        "Token token={{a}}, email={{b}}!",
        "Token token=1, email=2",
    ] {
        assert_eq!(composed(other, &texts), None, "{other}");
    }
}
