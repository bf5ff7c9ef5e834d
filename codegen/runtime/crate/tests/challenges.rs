//! Answers to servers that refuse a request: once for each call, and only where the call began.
#![allow(missing_docs)]

mod common;

use common::{any, builder};
use http::{HeaderMap, HeaderValue};
use postwright_runtime::challenge::Challenge;
use postwright_runtime::testing::{Canned, Received, Server};
use postwright_runtime::{
    Authenticate, AwsV4, Core, CoreBuilder, Digest, Error, File, Hawk, OAuth1, Parts, RequestError,
};

const CHALLENGE: &str = "Basic realm=\"other, one\", Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\", algorithm=SHA-256, opaque=\"o\"";

fn refusing() -> Canned {
    Canned::new(401, &[("WWW-Authenticate", CHALLENGE)], "")
}

/// The same with another nonce.
fn refusing_with(nonce: &str) -> Canned {
    let challenge = CHALLENGE.replace("nonce=\"n\"", &format!("nonce=\"{nonce}\""));
    Canned::new(401, &[("WWW-Authenticate", &challenge)], "")
}

/// A parameter of the answer to a challenge; empty without one.
fn parameter(request: &Received, name: &str) -> String {
    let header = request.header("authorization").unwrap_or_default();
    let fields = header.split(", ").filter_map(|field| field.split_once('='));
    let found = fields
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value);
    found
        .last()
        .unwrap_or_default()
        .trim_matches('"')
        .to_owned()
}

fn core(server: &Server, digest: Digest) -> Core {
    let mut builder = builder(&server.url());
    builder.credential("bearer", digest);
    builder.build().expect("a client")
}

fn mufasa() -> Digest {
    Digest::new("Mufasa", "Circle of Life")
}

fn authorizations(received: &[Received]) -> Vec<Option<&str>> {
    let all = received
        .iter()
        .map(|request| request.header("authorization"));
    all.map(|header| header.map(|value| value.split(", nonce").next().unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn a_challenge_is_answered() {
    let server = Server::start(vec![refusing(), Canned::new(200, &[], "")]);
    let core = core(&server, mufasa());
    let mut request = core.request("POST", "/a", &[]);
    request.query("b", &1);
    request.text("text/plain", "body");
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    let received = server.received();
    assert_eq!(
        authorizations(&received),
        [None, Some("Digest username=\"Mufasa\", realm=\"r\"")]
    );
    let sent = received[1].header("authorization").expect("a header");
    assert!(
        sent.contains("uri=\"/a?b=1\", algorithm=SHA-256, qop=auth, nc=00000001, cnonce="),
        "{sent}"
    );
    assert!(sent.ends_with(", opaque=\"o\""), "{sent}");
    assert_eq!(received[1].text(), "body");
}

#[tokio::test]
async fn it_is_answered_once() {
    let server = Server::start(vec![refusing(), refusing(), Canned::new(200, &[], "")]);
    let error = any(&core(&server, mufasa()), "GET", "/")
        .await
        .expect_err("401");
    assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn not_elsewhere() {
    let other = Server::start(vec![refusing(), Canned::new(200, &[], "")]);
    let there = Canned::new(307, &[("Location", &other.url())], "");
    let server = Server::start(vec![there]);
    any(&core(&server, mufasa()), "GET", "/")
        .await
        .expect_err("401");
    assert_eq!(authorizations(&other.received()), [None]);

    // Nor here, once the call has been elsewhere: who sent it back may have chosen the path.
    let server = Server::start(vec![
        Canned::new(200, &[], ""),
        refusing(),
        Canned::new(200, &[], ""),
    ]);
    let back = Canned::new(307, &[("Location", &(server.url() + "/back"))], "");
    let other = Server::start(vec![back]);
    let begin = Server::start(vec![Canned::new(307, &[("Location", &other.url())], "")]);
    any(&core(&begin, mufasa()), "GET", "/").await.expect("200");
    assert_eq!(authorizations(&server.received()), [None]);
}

#[tokio::test]
async fn after_a_redirect_within_the_origin() {
    let there = Canned::new(307, &[("Location", "/there")], "");
    let server = Server::start(vec![there, refusing(), Canned::new(200, &[], "")]);
    any(&core(&server, mufasa()), "GET", "/")
        .await
        .expect("200");
    let received = server.received();
    assert_eq!(received[2].target, "/there");
    assert!(received[2].header("authorization").is_some());
}

/// What was signed for one URL is wrong for the next.
#[tokio::test]
async fn signed_anew_after_a_redirect_within_the_origin() {
    let there = Canned::new(307, &[("Location", "/there?a=b")], "");
    let server = Server::start(vec![refusing(), there, Canned::new(200, &[], "")]);
    any(&core(&server, mufasa()), "GET", "/here")
        .await
        .expect("200");
    let received = server.received();
    let uris: Vec<_> = received
        .iter()
        .map(|request| parameter(request, "uri"))
        .collect();
    assert_eq!(uris, ["", "/here", "/there?a=b"]);

    // A server that gives each URL a nonce of its own.
    let there = Canned::new(302, &[("Location", "/there")], "");
    let last = Canned::new(200, &[], "");
    let server = Server::start(vec![refusing(), there, refusing_with("m"), last]);
    any(&core(&server, mufasa()), "POST", "/here")
        .await
        .expect("200");
    let received = server.received();
    let nonces: Vec<_> = received
        .iter()
        .map(|request| parameter(request, "nonce"))
        .collect();
    assert_eq!(nonces, ["", "n", "n", "m"]);

    type Add = fn(&mut CoreBuilder);
    let signers: [(&str, Add); 4] = [
        ("AWS", |builder| {
            builder.credential("bearer", AwsV4::new("AKIDEXAMPLE", "secret"))
        }),
        ("Hawk", |builder| {
            builder.credential("bearer", Hawk::new("id", "secret"))
        }),
        ("OAuth 1", |builder| {
            builder.credential("bearer", OAuth1::new("id", "secret"))
        }),
        ("a function", |builder| {
            builder.sign(|parts: &mut Parts| {
                let value = HeaderValue::from_str(parts.url.path()).expect("a path");
                parts.headers.insert("authorization", value);
                Ok(())
            });
        }),
    ];
    for (what, add) in signers {
        let there = Canned::new(307, &[("Location", "/there")], "");
        let server = Server::start(vec![there, Canned::new(200, &[], "")]);
        let mut builder = builder(&server.url());
        add(&mut builder);
        let core = builder.build().expect("a client");
        any(&core, "GET", "/here").await.expect("200");
        let received = server.received();
        let signatures = received
            .iter()
            .map(|request| request.header("authorization"));
        let signatures: Vec<_> = signatures.map(|value| value.expect("one")).collect();
        assert_ne!(signatures[0], signatures[1], "{what}");
    }
}

/// A nonce is good until the server gives another one; each request counts it on (RFC 7616 §3.4).
#[tokio::test]
async fn a_challenge_is_remembered() {
    let ok = || Canned::new(200, &[], "");
    let server = Server::start(vec![refusing(), ok(), ok(), refusing_with("m"), ok(), ok()]);
    let core = core(&server, mufasa());
    for path in ["/1", "/2", "/3", "/4"] {
        any(&core, "POST", path).await.expect("200");
    }
    let received = server.received();
    let sent = received
        .iter()
        .map(|request| ["uri", "nonce", "nc"].map(|name| parameter(request, name)));
    let sent: Vec<_> = sent.collect();
    let expected = [
        ["", "", ""],
        ["/1", "n", "00000001"],
        ["/2", "n", "00000002"],
        ["/3", "n", "00000003"],
        ["/3", "m", "00000001"],
        ["/4", "m", "00000002"],
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_challenge_is_remembered_for_its_origin_alone() {
    let server = Server::start(vec![refusing(), Canned::new(200, &[], "")]);
    let other = Server::start(vec![Canned::new(200, &[], "")]);
    let mut builder = builder(&server.url());
    builder.server("other", "http", other.url());
    builder.credential("bearer", mufasa());
    let core = builder.build().expect("a client");
    any(&core, "GET", "/").await.expect("200");
    let request = core.request_to("other", "GET", "/", &[]);
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    assert_eq!(authorizations(&other.received()), [None]);
}

#[tokio::test]
async fn a_header_of_the_call_stays() {
    let server = Server::start(vec![refusing()]);
    let core = core(&server, mufasa().challenge("r", "n"));
    let call = any(&core, "GET", "/").header("Authorization", "own");
    call.await.expect_err("401");
    assert_eq!(authorizations(&server.received()), [Some("own")]);
}

#[tokio::test]
async fn what_cannot_be_answered_is_left() {
    for challenge in [
        "Basic realm=\"r\"",
        "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1024",
        "Digest realm=\"r\", nonce=\"n\", qop=\"other\"",
        "Digest realm=\"r\", nonce=\"n\", userhash=true",
        "Digest nonce=\"n\"",
        "Digest",
        ",,=,\"",
    ] {
        let refusing = Canned::new(401, &[("WWW-Authenticate", challenge)], "");
        let server = Server::start(vec![refusing]);
        any(&core(&server, mufasa()), "GET", "/")
            .await
            .expect_err("401");
        assert_eq!(server.received().len(), 1, "{challenge}");
    }
}

#[tokio::test]
async fn a_file_is_read_to_be_signed_and_sent() {
    let folder = std::env::temp_dir().join(format!("postwright-signed-{}", std::process::id()));
    std::fs::write(&folder, "Param1=value1").expect("a file");
    let server = Server::answering(200, &[], "");
    let mut builder = builder(&server.url());
    builder.credential("bearer", AwsV4::new("AKIDEXAMPLE", "secret"));
    let core = builder.build().expect("a client");
    let mut request = core.request("PUT", "/a", &[]);
    request.file(&File::path(&folder));
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    let received = server.received();
    assert_eq!(received[0].text(), "Param1=value1");
    assert_eq!(
        received[0].header("x-amz-content-sha256"),
        Some("9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e")
    );
    let header = received[0].header("authorization").expect("a header");
    assert!(
        header.contains("SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,"),
        "{header}"
    );
    std::fs::remove_file(&folder).expect("the file");
    let mut request = core.request("PUT", "/a", &[]);
    request.file(&File::path(&folder));
    let gone = request.call_any(|answer| answer.empty()).await;
    assert!(gone.is_err());
    assert_eq!(server.received().len(), 1, "nothing is sent");
}

#[test]
fn challenges_of_a_header() {
    type Parameters = &'static [(&'static str, &'static str)];
    let table: [(&str, &[(&str, Parameters)]); 6] = [
        ("Basic", &[("basic", &[])]),
        (
            "Digest a=b , c = \"d, e\"",
            &[("digest", &[("a", "b"), ("c", "d, e")])],
        ),
        (
            "Negotiate, Digest a=\"b\\\"c\"",
            &[("negotiate", &[]), ("digest", &[("a", "b\"c")])],
        ),
        (
            "Basic realm=\"x\", Newauth A=1, b=\"2\"",
            &[
                ("basic", &[("realm", "x")]),
                ("newauth", &[("a", "1"), ("b", "2")]),
            ],
        ),
        ("", &[]),
        ("Digest \u{e9}=\"\\", &[("digest", &[])]),
    ];
    for (text, expected) in table {
        let mut headers = HeaderMap::new();
        headers.append(
            "www-authenticate",
            HeaderValue::from_bytes(text.as_bytes()).expect("a value"),
        );
        let all = Challenge::all(&headers);
        assert_eq!(all.len(), expected.len(), "{text}: {all:?}");
        for (challenge, (scheme, parameters)) in all.iter().zip(expected) {
            assert_eq!(challenge.scheme, *scheme, "{text}");
            for (name, value) in *parameters {
                assert_eq!(challenge.get(name), Some(*value), "{text} {name}");
            }
        }
    }
}

/// Signs nothing, and answers a challenge as it is told.
struct Signer {
    check: Result<(), RequestError>,
    answer: bool,
}

impl Authenticate for Signer {
    fn apply(&self, _: &mut Parts) -> Result<(), RequestError> {
        Ok(())
    }

    fn check(&self) -> Result<(), RequestError> {
        self.check.clone()
    }

    fn answer(&self, _: &HeaderMap, parts: &mut Parts) -> Result<bool, RequestError> {
        let value = HeaderValue::from_static("signer");
        parts.headers.insert("authorization", value);
        Ok(self.answer)
    }
}

#[tokio::test]
async fn a_signer_is_asked_last() {
    let digest = "Digest username=\"Mufasa\", realm=\"r\"";
    for (challenge, answers, own, expected) in [
        (CHALLENGE, true, None, Some(digest)),
        ("Other", true, None, Some("signer")),
        ("Other", true, Some("own"), Some("signer")),
        ("Other", false, None, None),
        (CHALLENGE, false, Some("own"), None),
    ] {
        let refusing = Canned::new(401, &[("WWW-Authenticate", challenge)], "");
        let server = Server::start(vec![refusing, Canned::new(200, &[], "")]);
        let mut builder = builder(&server.url());
        builder.credential("bearer", mufasa());
        builder.sign(Signer {
            check: Ok(()),
            answer: answers,
        });
        let core = builder.build().expect("a client");
        let mut call = any(&core, "GET", "/");
        if let Some(own) = own {
            call = call.header("Authorization", own);
        }
        let outcome = call.await;
        assert_eq!(outcome.is_ok(), expected.is_some(), "{challenge} {own:?}");
        let received = server.received();
        let second = authorizations(&received).get(1).copied().flatten();
        assert_eq!(second, expected, "{challenge} {own:?}");
    }
}

#[test]
fn a_signer_is_checked() {
    let mut builder = builder("http://localhost");
    builder.sign(Signer {
        check: Err(RequestError::new("secret", "is no key")),
        answer: false,
    });
    let error = builder.build().expect_err("no key");
    assert_eq!(
        (error.setting(), &*error.to_string()),
        ("sign", "`sign` is no key")
    );
}
