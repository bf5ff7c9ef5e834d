//! Section 4 and the auth parameters: blocks, their defaults, and credentials in plain headers.

use postwright::{generate, understand};

use crate::outcome::{of_collection, of_request, table};
use crate::read_as::{read_table, request, show_auth, source, with_warnings};

#[test]
fn blocks() {
    let rows = [
        // Inherits.
        (r#""auth": {}"#, "GET /a at h, auth unstated"),
        (r#""auth": null"#, "GET /a at h, auth unstated"),
        (r#""auth": {"type": "noauth"}"#, "GET /a at h, no auth"),
        // Without parameters.
        (
            r#""auth": {"type": "bearer"}"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        // Unknown: what signs is the caller's.
        (
            r#""auth": {"type": "odd"}"#,
            r#"credential odd_auth
               GET /a at h, auth odd_auth"#,
        ),
        // Not in the schemas.
        (
            r#""auth": {"type": "asap", "asap": [{"key": "alg", "value": "RS256"}]}"#,
            r#"credential asap_auth
               GET /a at h, auth asap_auth"#,
        ),
        // Values that are no text.
        (
            r#""auth": {"type": "basic", "basic": [{"key": "username", "value": true}, {"key": "password", "value": 5}]}"#,
            r#"credential basic_auth
               GET /a at h, auth basic_auth"#,
        ),
        (
            r#""auth": {"type": "apikey", "apikey": [{"key": "key", "value": {"a": 1}}, {"key": "in", "value": false}]}"#,
            r#"credential x_api_key
               GET /a at h, auth x_api_key"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn parameters_and_their_defaults() {
    let rows = [
        // In a header,
        (
            r#""auth": {"type": "apikey", "apikey": {"key": "X-Key", "value": "{{k}}"}}"#,
            r#"credential x_key
               GET /a at h, auth x_key"#,
        ),
        // in the query.
        (
            r#""auth": {"type": "apikey", "apikey": {"key": "k", "value": "{{k}}", "in": "query"}}"#,
            r#"credential k
               GET /a at h, auth k"#,
        ),
        (
            r#""auth": {"type": "apikey", "apikey": {"value": "{{k}}"}}"#,
            r#"credential x_api_key
               GET /a at h, auth x_api_key"#,
        ),
        (
            r#""auth": {"type": "basic", "basic": {"username": "{{u}}", "password": "{{p}}"}}"#,
            r#"credential basic_auth
               GET /a at h, auth basic_auth"#,
        ),
        (
            r#""auth": {"type": "bearer", "bearer": {"token": "{{t}}"}}"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        (
            r#""auth": {"type": "oauth2", "oauth2": {"accessToken": "{{t}}"}}"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        (
            r#""auth": {"type": "oauth2", "oauth2": [{"key": "headerPrefix", "value": "Bearer "}]}"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        // Another word than Bearer.
        (
            r#""auth": {"type": "oauth2", "oauth2": [{"key": "headerPrefix", "value": "Zoho-oauthtoken"}]}"#,
            r#"credential zoho_oauthtoken
               GET /a at h, auth zoho_oauthtoken"#,
        ),
        // The token by itself.
        (
            r#""auth": {"type": "oauth2", "oauth2": [{"key": "headerPrefix", "value": ""}]}"#,
            r#"credential token
               GET /a at h, auth token"#,
        ),
        (
            r#""auth": {"type": "oauth2", "oauth2": [{"key": "headerPrefix", "value": "Token"}, {"key": "addTokenTo", "value": "queryParams"}]}"#,
            r#"credential access_token
               GET /a at h, auth access_token"#,
        ),
        // The client makes the token of a shared secret, the caller that of a private key.
        (
            r#""auth": {"type": "jwt", "jwt": [{"key": "algorithm", "value": "HS256"}, {"key": "secret", "value": "{{s}}"}]}"#,
            r#"credential jwt
               GET /a at h, auth jwt"#,
        ),
        (
            r#""auth": {"type": "jwt", "jwt": [{"key": "algorithm", "value": "ES256"}, {"key": "privateKey", "value": "{{s}}"}]}"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        (
            r#""auth": {"type": "jwt", "jwt": [{"key": "headerPrefix", "value": "JWT"}]}"#,
            r#"credential jwt_token
               GET /a at h, auth jwt_token"#,
        ),
        (
            r#""auth": {"type": "jwt", "jwt": [{"key": "addTokenTo", "value": "queryParam"}]}"#,
            r#"credential token
               GET /a at h, auth token"#,
        ),
        (
            r#""auth": {"type": "jwt", "jwt": [{"key": "addTokenTo", "value": "queryParam"}, {"key": "queryParamKey", "value": "assertion"}]}"#,
            r#"credential assertion
               GET /a at h, auth assertion"#,
        ),
        (
            r#""auth": {"type": "oauth1", "oauth1": []}"#,
            r#"credential oauth1
               GET /a at h, auth oauth1"#,
        ),
        (
            r#""auth": {"type": "digest", "digest": []}"#,
            r#"credential digest
               GET /a at h, auth digest"#,
        ),
        (
            r#""auth": {"type": "awsv4", "awsv4": []}"#,
            r#"credential aws
               GET /a at h, auth aws"#,
        ),
        (
            r#""auth": {"type": "hawk", "hawk": []}"#,
            r#"credential hawk
               GET /a at h, auth hawk"#,
        ),
        (
            r#""auth": {"type": "edgegrid", "edgegrid": []}"#,
            r#"credential edgegrid
               GET /a at h, auth edgegrid"#,
        ),
        // What the client cannot sign by itself.
        (
            r#""auth": {"type": "oauth1", "oauth1": [{"key": "signatureMethod", "value": "RSA-SHA1"}]}"#,
            r#"credential oauth1_auth
               GET /a at h, auth oauth1_auth"#,
        ),
        (
            r#""auth": {"type": "awsv4", "awsv4": [{"key": "addAuthDataToQuery", "value": true}]}"#,
            r#"credential awsv4_auth
               GET /a at h, auth awsv4_auth"#,
        ),
        (
            r#""auth": {"type": "asap", "asap": []}"#,
            r#"credential asap_auth
               GET /a at h, auth asap_auth"#,
        ),
        (
            r#""auth": {"type": "ntlm", "ntlm": []}"#,
            r#"credential ntlm_auth
               GET /a at h, auth ntlm_auth"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn variables_in_parameters() {
    let rows = [
        (
            r#"{"variable": [{"key": "header", "value": "X-Shop-Key"}], "auth": {"type": "apikey", "apikey": {"key": "{{header}}", "value": "{{k}}"}}, "item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               credential x_api_key
               fn r
                 GET /a at h, auth x_api_key"#,
        ),
        (
            r#"{"auth": {"type": "apikey", "apikey": {"key": "{{header}}", "value": "{{k}}"}}, "item": [{"name": "R", "request": "http://h/a"}]}"#,
            r#"server h = http://h
               credential x_api_key
               fn r
                 GET /a at h, auth x_api_key"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn authorization_as_a_header() {
    let rows = [
        (
            r#""header": [{"key": "Authorization", "value": "Bearer {{t}}"}]"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        (
            r#""header": [{"key": "Authorization", "value": "bearer {{t}}"}]"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        (
            r#""header": [{"key": "Authorization", "value": "Basic {{b}}"}]"#,
            r#"credential basic_auth
               GET /a at h, auth basic_auth"#,
        ),
        (
            r#""header": [{"key": "Authorization", "value": "{{t}}"}]"#,
            r#"credential authorization
               GET /a at h, auth authorization"#,
        ),
        (
            r#""header": [{"key": "Authorization", "value": "Token {{t}}"}]"#,
            r#"credential token
               GET /a at h, auth token"#,
        ),
        // Schemes that no RFC names.
        (
            r#""header": [{"key": "Authorization", "value": "SSWS {{okta}}"}]"#,
            r#"credential ssws_token
               GET /a at h, auth ssws_token"#,
        ),
        (
            r#""header": [{"key": "Authorization", "value": "ApiKey 0123456789abcdef0123456789abcdef"}]"#,
            r#"credential api_key
               GET /a at h, auth api_key"#,
        ),
        // With parameters.
        (
            r#""header": [{"key": "Authorization", "value": "Token token={{t}}, email={{e}}"}]"#,
            r#"credential authorization_token_email
               GET /a at h, auth authorization_token_email"#,
        ),
        (
            r#""header": "Authorization: apikey {{user}}:{{key}}""#,
            r#"credential authorization_apikey
               GET /a at h, auth authorization_apikey"#,
        ),
        // Words that may be the secret.
        (
            r#""header": [{"key": "Authorization", "value": "hunter two"}]"#,
            r#"credential authorization
               GET /a at h, auth authorization"#,
        ),
        (
            r#""header": [{"key": "Authorization", "value": ""}]"#,
            r#"credential authorization
               GET /a at h, auth authorization"#,
        ),
        // Said twice.
        (
            r#""header": [{"key": "Authorization", "value": "Bearer {{t}}"}], "auth": {"type": "bearer", "bearer": {"token": "{{t}}"}}"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        // The block replaces the header.
        (
            r#""header": [{"key": "Authorization", "value": "Basic {{t}}"}], "auth": {"type": "bearer", "bearer": {"token": "{{t}}"}}"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        (
            r#""header": [{"key": "Authorization", "value": "Bearer {{t}}"}], "auth": {"type": "noauth"}"#,
            r#"credential bearer_token
               GET /a at h, auth bearer_token"#,
        ),
        // Both are sent.
        (
            r#""header": [{"key": "Authorization", "value": "Bearer {{t}}"}], "auth": {"type": "apikey", "apikey": {"key": "X-Key", "value": "{{k}}"}}"#,
            r#"credential x_key
               credential bearer_token
               GET /a at h, auth x_key + bearer_token"#,
        ),
    ];
    table(&rows, of_request);
}

#[test]
fn inheritance() {
    let rows = [
        // The nearest counts; null inherits; `noauth` stops.
        (
            r#"{"auth": {"type": "bearer"}, "item": [{"name": "F", "auth": null, "item": [{"name": "G", "auth": {"type": "basic"}, "item": [{"name": "a", "request": {"url": "http://h/a"}}, {"name": "b", "request": {"url": "http://h/b", "auth": {"type": "noauth"}}}]}, {"name": "c", "request": "http://h/c"}]}]}"#,
            r#"server h = http://h
               credential basic_auth
               credential bearer_token
               group f
               fn c
                 GET /c at h, auth bearer_token
               group f::g
               fn a
                 GET /a at h, auth basic_auth
               fn b
                 GET /b at h, no auth"#,
        ),
    ];
    table(&rows, of_collection);
}

#[test]
fn blocks_are_read() {
    let rows = [
        ("null", "inherit"),
        ("{}", "inherit"),
        (r#"{"type": "noauth"}"#, "noauth"),
        (r#"{"type": "bearer"}"#, "bearer"),
        (
            r#"{"type": "Bearer", "bearer": [{"key": "token", "value": "{{t}}", "type": "string"}]}"#,
            r#"bearer token="{{t}}""#,
        ),
        (
            r#"{"type": "basic", "basic": {"username": "{{u}}", "showPassword": false}}"#,
            r#"basic username="{{u}}" showPassword=false"#,
        ),
        (
            r#"{"type": "jwt", "jwt": [{"key": "payload", "value": {"a": "{{a}}"}}, {}]}"#,
            r#"jwt payload={"a":"{{a}}"}"#,
        ),
        (
            r#"{"type": "odd", "odd": [{"value": 1}]}"#,
            "odd !auth parameter without a key",
        ),
        (
            r#"{"type": "odd", "odd": true}"#,
            "odd !the list of auth parameters is true or false, not a list",
        ),
        (
            r#"{"type": null, "basic": [{"key": "username", "value": "{{u}}"}]}"#,
            r#"basic username="{{u}}""#,
        ),
        (
            r#"{"type": null, "basic": [], "bearer": []}"#,
            "inherit !auth has no type",
        ),
        (r#""noauth""#, "noauth"),
        ("1", "inherit !auth is a number, not an object"),
    ];
    read_table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""auth": {json}"#));
        with_warnings(show_auth(&request.auth), &warnings)
    });
}

/// What the client's builder offers, as the model has it.
fn credentials(block: &str) -> String {
    let json =
        format!(r#"{{"auth": {block}, "item": [{{"name": "R", "request": "http://h/a"}}]}}"#);
    let (_, understood, _) = understand(source(&json), "c").expect("a collection");
    format!("{:?}", understood.api.credentials)
}

#[test]
fn how_a_token_is_sent() {
    let rows = [
        (r#"{"type": "oauth2"}"#, "[Bearer]"),
        (
            r#"{"type": "oauth2", "oauth2": {"headerPrefix": "Token"}}"#,
            r#"[Token { prefix: "Token" }]"#,
        ),
        (
            r#"{"type": "oauth2", "oauth2": {"headerPrefix": ""}}"#,
            r#"[Token { prefix: "" }]"#,
        ),
        (
            r#"{"type": "oauth2", "oauth2": {"headerPrefix": "Token", "addTokenTo": "queryParams"}}"#,
            r#"[ApiKey { key: "access_token", in_query: true }]"#,
        ),
        (
            r#"{"type": "jwt", "jwt": {"headerPrefix": "JWT"}}"#,
            r#"[Token { prefix: "JWT" }]"#,
        ),
        (
            r#"{"type": "jwt", "jwt": {"addTokenTo": "queryParam"}}"#,
            r#"[ApiKey { key: "token", in_query: true }]"#,
        ),
        (
            r#"{"type": "apikey", "apikey": {"key": "k", "in": "query"}}"#,
            r#"[ApiKey { key: "k", in_query: true }]"#,
        ),
        (
            r#"{"type": "apikey"}"#,
            r#"[ApiKey { key: "X-Api-Key", in_query: false }]"#,
        ),
        (
            r#"{"type": "jwt", "jwt": {"algorithm": "HS384", "secret": "{{s}}", "headerPrefix": "JWT"}}"#,
            r#"[Signature(Jwt { bits: 384, place: Header("JWT") })]"#,
        ),
        (
            r#"{"type": "jwt", "jwt": {"algorithm": "HS512", "secret": "{{s}}", "addTokenTo": "queryParam"}}"#,
            r#"[Signature(Jwt { bits: 512, place: Query("token") })]"#,
        ),
        // Postman looks for `true` and finds nothing.
        (
            r#"{"type": "oauth1", "oauth1": {"consumerKey": "{{k}}"}}"#,
            r#"[Signature(OAuth1 { method: "HMAC-SHA1", in_header: false, realm: "", body_hash: false })]"#,
        ),
        (
            r#"{"type": "oauth1", "oauth1": {"consumerKey": "{{k}}", "addParamsToHeader": true, "realm": "r"}}"#,
            r#"[Signature(OAuth1 { method: "HMAC-SHA1", in_header: true, realm: "r", body_hash: false })]"#,
        ),
        (
            r#"{"type": "awsv4", "awsv4": {"region": "", "service": "s3"}}"#,
            r#"[Signature(AwsV4 { region: None, service: Some("s3") })]"#,
        ),
        (
            r#"{"type": "edgegrid", "edgegrid": {"headersToSign": "A, b", "maxBodySize": "1024"}}"#,
            r#"[Signature(EdgeGrid { headers: ["A", "b"], max_body: Some(1024) })]"#,
        ),
        (
            r#"{"type": "hawk", "hawk": {"algorithm": "sha1", "includePayloadHash": true}}"#,
            "[Signature(Hawk { sha1: true, payload_hash: true })]",
        ),
    ];
    read_table(&rows, credentials);
}

#[test]
fn the_word_before_a_token_is_in_the_code() {
    let json = r#"{"auth": {"type": "oauth2", "oauth2": {"headerPrefix": "Zoho-oauthtoken"}}, "item": [{"name": "R", "request": "http://h/a"}]}"#;
    let generated = generate(source(json), "c", "generated").expect("a collection");
    let client = generated.modules.get("mod.rs").expect("the client");
    for text in [
        "pub fn zoho_oauthtoken(mut self, token: impl Into<String>)",
        r#"runtime::auth::Bearer::with_prefix("Zoho-oauthtoken", token)"#,
        "sent as `Authorization: Zoho-oauthtoken …`",
    ] {
        assert!(client.contains(text), "{client}");
    }
}

#[test]
fn the_text_around_a_secret_is_in_the_code() {
    let header = |key: &str, value: &str| {
        format!(
            r#"{{"name": "{value}", "request": {{"url": "http://h/a", "header": [{{"key": "{key}", "value": "{value}"}}]}}}}"#
        )
    };
    let items = [
        header("Authorization", "Token {{t}}"),
        header("Authorization", "token {{t}}"),
        header("Authorization", "Token token={{t}}, email={{type}}"),
        header("X-Auth-Token", "key={{k}}"),
        header("X-Auth-Token", "{{k}}"),
    ];
    let json = format!(r#"{{"item": [{}]}}"#, items.join(", "));
    let generated = generate(source(&json), "c", "generated").expect("a collection");
    let client = generated.modules.get("mod.rs").expect("the client");
    let client: String = client.split_whitespace().collect();
    for text in [
        r#"pub fn token(mut self, token: impl Into<String>)"#,
        r#"runtime::auth::Bearer::with_prefix("Token", token)"#,
        "Sets what is sent as `Authorization: Token token=<t>, email=<type_value>`.",
        r#"format!("Token token={t}, email={type_value}")"#,
        "Sets what is sent as `X-Auth-Token: key=<k>`.",
        r#"ApiKey::header("X-Auth-Token", format!("key={k}"))"#,
        "pub fn x_auth_token(mut self, value: impl Into<String>)",
    ] {
        let text: String = text.split_whitespace().collect();
        assert!(client.contains(&text), "{text} in {client}");
    }
    assert_eq!(client.matches("with_prefix").count(), 1, "{client}");
}

#[test]
fn the_keys_of_the_usual_credentials_are_their_own() {
    for (name, taken) in [("Bearer", "bearer("), ("Basic", "basic(")] {
        let auth = format!(
            r#"{{"type": "apikey", "apikey": [{{"key": "key", "value": "{name}"}}, {{"key": "value", "value": "{{{{k}}}}"}}]}}"#
        );
        let json =
            format!(r#"{{"auth": {auth}, "item": [{{"name": "R", "request": "http://h/a"}}]}}"#);
        let generated = generate(source(&json), "c", "generated").expect("a collection");
        let client = generated.modules.get("mod.rs").expect("the client");
        assert!(!client.contains(&format!("pub fn {taken}")), "{client}");
    }
}
