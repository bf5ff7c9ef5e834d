//! Signatures against what RFCs publish, and what all of them have in common.
#![allow(missing_docs)]

mod common;

use common::signing::{FORM, check, request, signed};
use postwright_runtime::oauth1::{Place, SignatureMethod};
use postwright_runtime::request::Parts;
use postwright_runtime::{Authenticate, AwsV4, Digest, EdgeGrid, Hawk, Jwt, OAuth1};

/// The consumer of RFC 5849 §1.2.
fn printer() -> OAuth1 {
    OAuth1::new("dpf43f3p2l4k3l03", "kd94hf93k423kf44")
        .realm("Photos")
        .version("")
}

#[test]
fn oauth1_of_the_rfc() {
    // §1.2: temporary credentials, token credentials (over HTTPS, by signature all the same), and a photo.
    let callback = printer()
        .timestamp("137131200")
        .nonce("wIjqoS")
        .callback("http://printer.example.com/ready");
    check(
        &callback,
        request("POST", "https://photos.example.net/initiate", &[], ""),
        "oauth_signature=\"74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D\"",
    );
    check(
        &printer()
            .token("hh5s93j4hdidpola", "hdhd0244k9j7ao03")
            .timestamp("137131201")
            .nonce("walatlh")
            .verifier("hfdp7dh39dks9884"),
        request("POST", "https://photos.example.net/token", &[], ""),
        "oauth_signature=\"gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D\"",
    );
    let photo = printer()
        .token("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")
        .timestamp("137131202")
        .nonce("chapoH");
    let url = "http://photos.example.net/photos?file=vacation.jpg&size=original";
    check(
        &photo,
        request("GET", url, &[], ""),
        "oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"",
    );
    // A port that is the scheme's own is no part of it (§3.4.1.2).
    let url = url.replace("example.net/", "example.net:80/");
    check(
        &photo,
        request("GET", &url, &[], ""),
        "oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"",
    );
}

/// §3.4.1.1: the query and the form are part of what is signed. The RFC gives the text that is signed; this is its HMAC
/// with the secrets of §1.2, as OpenSSL computes it.
#[test]
fn oauth1_signs_query_and_form() {
    let url = "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b";
    let signer = OAuth1::new("9djdj82h48djs9d2", "j49sk3j29djd")
        .token("kkk9d7dh3k39sjv7", "dh893hdasih9")
        .realm("Example")
        .version("")
        .timestamp("137131201")
        .nonce("7d8f3e4a");
    let mut parts = request("POST", url, &[FORM], "c2&a3=2+q");
    let header = signed(&signer, &mut parts);
    assert_eq!(
        header,
        "OAuth realm=\"Example\",oauth_consumer_key=\"9djdj82h48djs9d2\",oauth_token=\"kkk9d7dh3k39sjv7\",\
         oauth_signature_method=\"HMAC-SHA1\",oauth_timestamp=\"137131201\",oauth_nonce=\"7d8f3e4a\",\
         oauth_signature=\"r6%2FTJjbCOr97%2F%2BUU0NsvSne7s5g%3D\""
    );
}

/// What an earlier signature left in a form is neither sent nor signed.
#[test]
fn oauth1_replaces_itself() {
    let signer = OAuth1::new("key", "secret").timestamp("1").nonce("n");
    let of = |body: &str| {
        let mut parts = request("POST", "https://a.test/", &[FORM], body);
        let header = signed(&signer, &mut parts);
        (header, parts.body.bytes().expect("bytes"))
    };
    for (body, sent) in [
        ("a=x%20y&oauth_nonce=old&b", "a=x%20y&b"),
        ("oauth_signature=old", ""),
        ("a=x+y", "a=x+y"),
    ] {
        let (header, bytes) = of(body);
        assert_eq!(bytes, sent, "{body}");
        assert_eq!(header, of(sent).0, "{body}");
    }
}

#[test]
fn oauth1_elsewhere() {
    let signer = OAuth1::new("key", "s&cret")
        .token("token", "other")
        .method(SignatureMethod::Plaintext)
        .timestamp("1")
        .nonce("n");
    check(
        &signer,
        request("GET", "https://a.test/", &[], ""),
        "oauth_signature_method=\"PLAINTEXT\",oauth_timestamp=\"1\",oauth_nonce=\"n\",oauth_version=\"1.0\",\
         oauth_signature=\"s%2526cret%26other\"",
    );
    let tail = "oauth_consumer_key=key&oauth_token=token&oauth_signature_method=PLAINTEXT&oauth_timestamp=1&\
                oauth_nonce=n&oauth_version=1.0&oauth_signature=s%2526cret%26other";
    let elsewhere = signer.place(Place::FormOrQuery);
    let table = [
        ("GET", "", "/?a=x%3Ay", "/?a=x%3Ay", ""),
        ("POST", "b=1", "/", "/", "b=1&"),
        ("PATCH", "b=1", "/", "/?", "b=1"),
    ];
    for (method, body, path, target, text) in table {
        let url = format!("https://a.test{path}");
        let mut parts = request(method, &url, &[FORM], body);
        assert_eq!(signed(&elsewhere, &mut parts), "");
        let in_body = method == "POST";
        let joint = if target.ends_with('?') || in_body {
            ""
        } else {
            "&"
        };
        let query = if in_body { "" } else { tail };
        assert_eq!(
            parts.url.as_str(),
            format!("https://a.test{target}{joint}{query}")
        );
        let bytes = parts.body.bytes().expect("bytes");
        let form = if in_body { tail } else { "" };
        assert_eq!(bytes, format!("{text}{form}"));
    }
    let hashed = OAuth1::new("key", "secret").body_hash(true);
    // The example of draft-eaton-oauth-bodyhash-00, §A.
    check(
        &hashed,
        request("PUT", "https://a.test/", &[], "Hello World!"),
        "oauth_body_hash=\"Lve95gjOVATpfV8EL5X4nxwjKHE%3D\"",
    );
    assert!(
        !signed(
            &hashed,
            &mut request("PUT", "https://a.test/", &[FORM], "a=b")
        )
        .contains("hash")
    );
}

#[test]
fn digest_of_the_rfcs() {
    const NONCE: &str = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    let user = Digest::new("Mufasa", "Circle of Life")
        .challenge("http-auth@example.org", NONCE)
        .with("qop", "auth")
        .with("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")
        .client_nonce("f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "");
    // RFC 7616 §3.9.1
    let table = [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        (
            "SHA-256",
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        ),
    ];
    for (algorithm, response) in table {
        let parts = request("GET", "http://www.example.org/dir/index.html", &[], "");
        let expected = format!(
            "uri=\"/dir/index.html\", algorithm={algorithm}, qop=auth, nc=00000001, \
             cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", response=\"{response}\", \
             opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        );
        check(&user.clone().with("algorithm", algorithm), parts, &expected);
    }
    // RFC 2617 §3.5, and what the same request is without `qop` (RFC 2069).
    let user = Digest::new("Mufasa", "Circle Of Life")
        .challenge("testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093")
        .client_nonce("0a4f113b", "00000001");
    let parts = || request("GET", "http://www.nowhere.org/dir/index.html", &[], "");
    check(
        &user,
        parts(),
        "uri=\"/dir/index.html\", response=\"670fd8c2df070c60b045671b8b24ff02\"",
    );
    check(
        &user.clone().with("qop", "auth"),
        parts(),
        "response=\"6629fae49393a05397450978507c4ef1\"",
    );
    check(
        &user.with("algorithm", "MD5-sess"),
        parts(),
        "algorithm=MD5-sess, cnonce=\"0a4f113b\", response=\"",
    );
}

#[test]
fn jwt_of_the_rfc() {
    // RFC 7515 §A.1
    let key = [
        3, 35, 53, 75, 43, 15, 165, 188, 131, 126, 6, 101, 119, 123, 166, 143, 90, 179, 40, 230,
        240, 84, 201, 40, 169, 15, 132, 178, 210, 80, 46, 191, 211, 251, 90, 146, 210, 6, 71, 239,
        150, 138, 180, 195, 119, 98, 61, 34, 61, 46, 33, 114, 5, 46, 79, 8, 192, 205, 154, 245,
        103, 208, 128, 163,
    ];
    let token = Jwt::hs256(key)
        .header_text("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}")
        .claims_text(
            "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}",
        );
    let expected = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let parts = || request("GET", "https://a.test/?token=old&a=1", &[], "");
    check(&token, parts(), &format!("Bearer {expected}"));
    check(&token.clone().prefix(""), parts(), expected);
    let mut query = parts();
    assert_eq!(signed(&token.in_query("token"), &mut query), "");
    assert_eq!(query.url.query(), Some(&*format!("a=1&token={expected}")));
}

#[test]
fn jwt_claims() {
    let claims = serde_json::json!({"sub": "1"});
    let fixed = Jwt::hs512("secret").claims(&claims);
    let made = Jwt::hs512("secret").claims_from(move || claims.clone());
    let of = |token: &Jwt| signed(token, &mut request("GET", "https://a.test/", &[], ""));
    assert_eq!(of(&fixed), of(&made));
    assert!(of(&fixed).starts_with("Bearer eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiIxIn0."));
    let numbered = std::collections::BTreeMap::from([((1, 2), "no key of JSON")]);
    assert!(Jwt::hs384("secret").claims(&numbered).check().is_err());
}

#[test]
fn nonces_and_times_are_new() {
    let parts = || request("GET", "https://a.test/", &[], "");
    let twice =
        |signer: &dyn Fn(&mut Parts) -> String| (signer(&mut parts()), signer(&mut parts()));
    let (hawk, oauth) = (Hawk::new("i", "k"), OAuth1::new("k", "s"));
    let edgegrid = EdgeGrid::new("c", "s", "a");
    for (first, second) in [
        twice(&|parts| signed(&hawk, parts)),
        twice(&|parts| signed(&oauth, parts)),
        twice(&|parts| signed(&edgegrid, parts)),
    ] {
        assert_ne!(first, second);
    }
    let mut sent = parts();
    let header = signed(&AwsV4::new("a", "b"), &mut sent);
    assert!(
        header.contains("/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, "),
        "{header}"
    );
    let date = sent.headers["x-amz-date"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(
        date.len() == 16 && date.ends_with('Z') && &date[8..9] == "T",
        "{date}"
    );
    let edgegrid = signed(&edgegrid, &mut parts());
    let time = edgegrid
        .split("timestamp=")
        .nth(1)
        .and_then(|rest| rest.split(';').next());
    assert!(
        time.is_some_and(|time| time.len() == 22 && time.ends_with("+0000")),
        "{edgegrid}"
    );
}

#[test]
fn secrets_are_not_shown() {
    let shown = [
        format!(
            "{:?}",
            OAuth1::new("s3cr3t", "s3cr3t")
                .token("s3cr3t", "s3cr3t")
                .verifier("s3cr3t")
        ),
        format!(
            "{:?}",
            AwsV4::new("s3cr3t", "s3cr3t").session_token("s3cr3t")
        ),
        format!("{:?}", EdgeGrid::new("s3cr3t", "s3cr3t", "s3cr3t")),
        format!("{:?}", Hawk::new("id", "s3cr3t").extra_data("s3cr3t")),
        format!("{:?}", Digest::new("user", "s3cr3t")),
        format!("{:?}", Jwt::hs256("s3cr3t").claims("s3cr3t")),
    ];
    for shown in shown {
        assert!(!shown.contains("s3cr3t"), "{shown}");
        assert!(!shown.contains("115, 51"), "{shown}");
    }
}

/// RFC 7616 §3.4: a name beyond ASCII is written as RFC 8187 has it.
#[test]
fn digest_of_any_name() {
    for (name, expected) in [
        ("Mufasa", "username=\"Mufasa\", realm="),
        ("M\"u\\", "username=\"M\\\"u\\\\\", realm="),
        (
            "J\u{e4}s\u{f8}n Doe",
            "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm=",
        ),
        ("\u{65e5}", "username*=UTF-8''%E6%97%A5, realm="),
    ] {
        let user = Digest::new(name, "secret").challenge("r", "n");
        check(&user, request("GET", "http://a.test/", &[], ""), expected);
    }
}
