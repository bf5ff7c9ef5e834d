//! Signatures against those of newman, byte for byte: what it sends for the requests of rule 36 in
//! `tests/conformance/fixtures/rules.json`, which it signs for the host that is saved.
//!
//! `algorithm` of Digest is in quotes there, against RFC 7616 §3.4.
#![allow(missing_docs)]

mod common;

use common::signing::{FORM, check, request, signed};
use postwright_runtime::oauth1::{Place, SignatureMethod};
use postwright_runtime::{AwsV4, Digest, EdgeGrid, Hawk, OAuth1};

#[test]
fn what_postman_signs() {
    const URL: &str = "https://api.example.com/base/x";
    const JSON: (&str, &str) = ("Content-Type", "application/json");
    let get = |query: &str| request("GET", &format!("{URL}{query}"), &[], "");
    let post = || request("POST", URL, &[JSON], "{\"a\":1}");

    let user = Digest::new("fake-user", "fake-password").challenge("Fake realm", "fakenonce");
    let md5 = user
        .clone()
        .with("algorithm", "MD5")
        .with("qop", "auth")
        .client_nonce("fakeclient", "00000001");
    check(
        &md5,
        get("?a=1"),
        "response=\"1e2d10614d61a36146cd75d608cb9962\"",
    );
    let sha256 = user.clone().with("algorithm", "SHA-256");
    let expected = "response=\"5dc392d182765c8427a68548d3ee0929efa8ed9596abd5820a9344e1747691a6\"";
    check(&sha256, post(), expected);
    let session = user
        .with("algorithm", "MD5-sess")
        .client_nonce("fakeclient", "");
    check(
        &session,
        get(""),
        "response=\"24aaaad36a2fac97cd5d5495c10d5c07\"",
    );

    let hawk = Hawk::new("fake-id", "fake-key")
        .nonce("fakenonce")
        .timestamp("1700000000");
    let oz = hawk
        .clone()
        .extra_data("fake \"data\"")
        .app("fake-app")
        .delegation("fake-delegation");
    check(
        &oz,
        get("?a=1&b=2%203"),
        "Hawk id=\"fake-id\", ts=\"1700000000\", nonce=\"fakenonce\", ext=\"fake \\\"data\\\"\", \
         mac=\"hivag4MYQ5lJAlgeHcdRVaScSJjPkO1i93+CltK116U=\", app=\"fake-app\", dlg=\"fake-delegation\"",
    );
    check(
        &hawk.payload_hash(true),
        post(),
        "hash=\"qKG2AtsqLMhIdy7+OrxWG0bU8wTDncYSW0gmNukAKpI=\", mac=\"ZW0z/yQ5lrMPXDiinw6gKgjjRFgMxNyAVS5pewrI+bI=\"",
    );

    let oauth = OAuth1::new("fake-consumer", "fake-consumer-secret")
        .token("fake-token", "fake-token-secret")
        .timestamp("1700000000")
        .nonce("fakenonce");
    check(
        &oauth
            .clone()
            .realm("Fake realm")
            .callback("https://fake.example.com/back")
            .verifier("fakeverifier"),
        get("?a=x:y%20z&b="),
        "OAuth realm=\"Fake%20realm\",oauth_consumer_key=\"fake-consumer\",oauth_token=\"fake-token\",\
         oauth_signature_method=\"HMAC-SHA1\",oauth_timestamp=\"1700000000\",oauth_nonce=\"fakenonce\",\
         oauth_version=\"1.0\",oauth_callback=\"https%3A%2F%2Ffake.example.com%2Fback\",\
         oauth_verifier=\"fakeverifier\",oauth_signature=\"sXAtFJP6k1Ukdep%2B4WmbY9a5cp8%3D\"",
    );
    let form = || request("POST", URL, &[FORM], "a=1%20%2B%201&b=%C3%BC");
    check(
        &oauth.clone().method(SignatureMethod::HmacSha256),
        form(),
        "oauth_signature=\"qjc1E%2BWgKLAwXX9InXjaR7WGre41lGRvdATMf%2FYzwEk%3D\"",
    );
    let mut sent = form();
    let in_form = oauth
        .clone()
        .method(SignatureMethod::HmacSha512)
        .place(Place::FormOrQuery);
    assert_eq!(signed(&in_form, &mut sent), "");
    let body = String::from_utf8(sent.body.bytes().expect("bytes").to_vec()).expect("text");
    assert!(
        body.ends_with("&oauth_signature=axTyaZAmcIIaTzGbvcjKvwp0YwAycZibz2Ljy9hYYFcD8yyZN6LTK4TsmJJ2ShyVieAhBsONTCWGWN67Xeenqg%3D%3D"),
        "{body}"
    );
    check(
        &oauth.body_hash(true),
        request("PUT", URL, &[JSON], "{\"a\":1}"),
        "oauth_body_hash=\"n4nHQM60bXQYySSnisV5QdXpZSA%3D\",oauth_signature=\"YCYV9yAUaNwyJl%2FZqis45U9NeAI%3D\"",
    );

    let aws = AwsV4::new("FAKEACCESSKEY", "fake-secret-key")
        .region("eu-west-1")
        .date("20261122T110752Z");
    check(
        &aws,
        get("?b=2&a=x%20y"),
        "SignedHeaders=host;x-amz-date, Signature=be5948115e1effba0f09ac334b111fe5b68069e01c5fd8e35437ae20b9a0be8e",
    );
    check(
        &aws.session_token("fake-session-token"),
        post(),
        "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, \
         Signature=8e78910af0b78d441a2a06dd1a57cc3472dfb1e195faaab8a2ed632c693956c4",
    );

    let client = EdgeGrid::new(
        "fake-client-token",
        "fake-client-secret",
        "fake-access-token",
    )
    .base_url("https://fake.example.com")
    .nonce("fakenonce")
    .timestamp("20231114T22:13:20+0000");
    let header = [("X-Fake", " one   two ")];
    check(
        &client.clone().headers_to_sign(["X-Fake", " X-None"]),
        request("GET", &format!("{URL}?a=1"), &header, ""),
        "EG1-HMAC-SHA256 client_token=fake-client-token;access_token=fake-access-token;timestamp=20231114T22:13:20+0000;nonce=fakenonce;signature=XSNxKo/fAt4L0YgioOAijQ/R1QhZp0iutWso7qE/RWU=",
    );
    check(
        &client.max_body(4),
        post(),
        "signature=Y+v8fQl2fRjHwkA6F+rLEwH9BTP9OvxG//cNX2QD82w=",
    );
}
