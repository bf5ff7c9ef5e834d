//! Credentials and signatures.

use postwright_runtime::api_key::ApiKey;
use postwright_runtime::auth::Bearer;

use crate::common::scripted::{Scripted, Step};
use crate::common::{TOKEN, answering, any, builder, known};

#[tokio::test]
async fn credentials() {
    let basic = Some("Basic asO2cmc6cHc=");
    let bearer = Some("Bearer s3cr3t-t0k3n");
    let server = answering(200, "{}");
    let known = known(&server.url());
    for (name, expected) in [
        ("", bearer),
        ("bearer", bearer),
        ("basic", basic),
        ("missing", None),
    ] {
        let mut request = known.request("GET", "/", &[]);
        if !name.is_empty() {
            request.auth(name);
        }
        request
            .call_any(|answer| answer.empty())
            .await
            .expect("200");
        let received = server.received();
        let seen = received.last().expect("sent");
        assert_eq!(seen.header("authorization"), expected);
        assert_eq!(seen.header("x-default"), Some(TOKEN));
    }
    let mut request = known.request("GET", "/", &[]);
    request.no_auth();
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    assert_eq!(server.received()[4].header("authorization"), None);

    let call = any(&known, "GET", "/")
        .header("Authorization", "mine")
        .query("a", "&");
    call.await.expect("200");
    assert_eq!(server.received()[5].header("authorization"), Some("mine"));
    assert_eq!(server.received()[5].target, "/?a=%26");
}

#[tokio::test]
async fn a_credential_goes_in_the_place_of_one_that_is_not_set() {
    for (own, expected) in [(Some("own"), "Bearer own"), (None, "Bearer other")] {
        let server = answering(200, "");
        let mut builder = builder(&server.url());
        builder.stand_ins(&[("admin_token", "bearer", "base_url")]);
        builder.credential("bearer", Bearer::new("other"));
        if let Some(own) = own {
            builder.credential("admin_token", Bearer::new(own));
        }
        let core = builder.build().expect("a client");
        for (name, expected) in [("admin_token", Some(expected)), ("partner_token", None)] {
            let mut request = core.request("GET", "/", &[]);
            request.auth(name);
            request
                .call_any(|answer| answer.empty())
                .await
                .expect("200");
            let received = server.received();
            let last = received.last().expect("a request");
            assert_eq!(last.header("authorization"), expected, "{name}");
        }
    }
}

#[tokio::test]
async fn a_credential_goes_in_the_place_of_another_to_the_host_of_its_home_alone() {
    for (home, other, expected) in [
        ("http://localhost:8080", "http://localhost:8080/v1", true),
        ("http://localhost:8080", "http://LOCALHOST:8080", true),
        ("http://localhost:8080", "http://localhost:9090", false),
        ("http://localhost:8080", "http://localhost", false),
        ("http://localhost:8080", "http://partner.example.net", false),
        ("http://partner.example.net", "http://localhost:8080", false),
        ("http://example.com", "http://api.example.com", false),
        // A name in front of `@` is no host.
        (
            "http://a.example.com",
            "http://a.example.com@b.example.com",
            false,
        ),
        // By `http` and by `https` it is one host, but what is made for `https` does not go in the clear.
        ("https://example.com", "http://example.com", false),
        ("http://example.com", "http://example.com:80", true),
    ] {
        let mut builder = builder(home);
        builder.server("other", "http", other.to_owned());
        builder.stand_ins(&[("partner_token", "bearer", "base_url")]);
        builder.credential("bearer", Bearer::new(TOKEN));
        let transport = Scripted::new(&[Step::Answer(200, Vec::new())]);
        builder.transport(transport.clone());
        let core = builder.build().expect("a client");
        let mut request = core.request_to("other", "GET", "/", &[]);
        request.auth("partner_token");
        let answered = request.call_any(|answer| answer.empty());
        answered.await.expect("200");
        let requests = transport.requests();
        let value = requests[0].headers().get("authorization");
        let is_sent = value.is_some_and(|value| value.as_bytes().starts_with(b"Bearer"));
        assert_eq!(is_sent, expected, "{home} {other}");
    }
}

#[tokio::test]
async fn api_keys() {
    let server = answering(200, "{}");
    let mut builder = builder(&server.url());
    builder.credential("header", ApiKey::header("X-Api-Key", "k"));
    builder.credential("query", ApiKey::query("key", "a&b"));
    let core = builder.build().expect("valid");
    let mut request = core.request("GET", "/", &[]);
    request.header("x_api_key", &"old");
    request.header("XApiKey", &"old");
    request.query("key", &"old");
    request.query("b", &1);
    request.auth("header");
    request.auth("query");
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    let seen = server.received().remove(0);
    assert_eq!(seen.target, "/?b=1&key=a%26b");
    assert_eq!(seen.header("x-api-key"), Some("k"));
    assert!(!seen.headers.iter().any(|(_, value)| value == "old"));
}

#[tokio::test]
async fn a_credential_that_no_request_can_carry_is_refused_when_the_client_is_built() {
    for credential in [
        ApiKey::header("X-Api-Key", "a\nb"),
        ApiKey::header("X-Api-Key", "\u{1}"),
        ApiKey::header("X Api Key", "a"),
        ApiKey::header("", "a"),
        ApiKey::header("X-Api-Key:", ""),
    ] {
        let mut builder = builder("http://localhost");
        builder.credential("bad", credential);
        let error = builder.build().expect_err("refused");
        assert_eq!(error.setting(), "bad");
        assert!(!error.to_string().contains("a\nb"), "{error}");
    }
    let mut bearer = builder("http://localhost");
    bearer.credential("bad", Bearer::with_prefix("Tok\nen", "a"));
    assert_eq!(bearer.build().expect_err("refused").setting(), "bad");
    for nothing in [ApiKey::header("", ""), ApiKey::query("", "")] {
        let mut builder = builder("http://localhost");
        builder.credential("none", nothing);
        builder.build().expect("a client");
    }
}

#[tokio::test]
async fn passwords_in_urls_become_a_header() {
    let server = answering(200, "{}");
    let url = server.url().replace("http://", "http://u:p%40w@");
    let core = builder(&url).build().expect("valid");
    any(&core, "GET", "/").await.expect("200");
    assert_eq!(
        server.received()[0].header("authorization"),
        Some("Basic dTpwQHc=")
    );
}

#[tokio::test]
async fn signatures_have_the_last_word() {
    let server = answering(200, "{}");
    let mut builder = builder(&server.url());
    builder.sign(|parts: &mut postwright_runtime::Parts| {
        let signed = format!("{} {}", parts.method, parts.body.len());
        parts
            .headers
            .insert("x-signature", signed.parse().expect("plain text"));
        Ok(())
    });
    any(&builder.build().expect("valid"), "PURGE", "/")
        .await
        .expect("200");
    assert_eq!(server.received()[0].header("x-signature"), Some("PURGE 0"));
}
