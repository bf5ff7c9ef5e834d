//! Signatures against what is published: the examples of RFCs, the test suites of AWS and Akamai, the README of Hawk.
#![allow(missing_docs)]

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use postwright_runtime::oauth1::{Place, SignatureMethod};
use postwright_runtime::request::Parts;
use postwright_runtime::{Authenticate, AwsV4, Body, Digest, EdgeGrid, Hawk, Jwt, OAuth1, hawk};
use reqwest::Url;

fn request(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Parts {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name: HeaderName = name.parse().expect("a name");
        map.append(name, HeaderValue::from_str(value).expect("a value"));
    }
    Parts {
        method: Method::from_bytes(method.as_bytes()).expect("a method"),
        url: Url::parse(url).expect("a URL"),
        headers: map,
        body: if body.is_empty() {
            Body::empty()
        } else {
            Body::from(body.to_owned())
        },
    }
}

/// What a credential makes of `Authorization`.
fn signed(credential: &impl Authenticate, parts: &mut Parts) -> String {
    credential.apply(parts).expect("a signature");
    let value = parts.headers.get("authorization");
    let value = value.map(|value| {
        assert!(value.is_sensitive());
        value.to_str().expect("text").to_owned()
    });
    value.unwrap_or_default()
}

#[track_caller]
fn check(credential: &impl Authenticate, mut parts: Parts, expected: &str) {
    let value = signed(credential, &mut parts);
    assert!(value.contains(expected), "{value}\n{expected}");
    let shown = format!("{:?}", parts);
    assert!(!shown.contains(expected), "{shown}");
}

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

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

/// Keys, date, region and service of the AWS test suite.
fn aws() -> AwsV4 {
    AwsV4::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        .region("us-east-1")
        .service("service")
        .date("20150830T123600Z")
}

#[test]
fn aws_test_suite() {
    let table: [(&str, &str, &[(&str, &str)], &str); 13] = [
        // get-vanilla
        (
            "GET",
            "/",
            &[],
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        // get-vanilla-query-order-key-case
        (
            "GET",
            "/?Param2=value2&Param1=value1",
            &[],
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        // get-vanilla-empty-query-key
        (
            "GET",
            "/?Param1=value1",
            &[],
            "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        ),
        // get-vanilla-query-unreserved
        (
            "GET",
            "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            &[],
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        ),
        // get-unreserved
        (
            "GET",
            "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            &[],
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        ),
        // get-relative, get-relative-relative and get-slash: the URL parser resolves the segments
        (
            "GET",
            "/example/..",
            &[],
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            "GET",
            "/example1/example2/../..",
            &[],
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            "GET",
            "//",
            &[],
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        // get-slashes
        (
            "GET",
            "//example//",
            &[],
            "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        ),
        // get-header-key-duplicate
        (
            "GET",
            "/",
            &[
                ("My-Header1", "value2"),
                ("My-Header1", "value2"),
                ("My-Header1", "value1"),
            ],
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        ),
        // get-header-value-trim
        (
            "GET",
            "/",
            &[("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")],
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        ),
        // post-vanilla
        (
            "POST",
            "/",
            &[],
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
        // post-header-key-case
        (
            "POST",
            "/",
            &[("MY-HEADER1", "VALUE1")],
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
    ];
    for (method, path, headers, expected) in table {
        let parts = request(
            method,
            &format!("https://example.amazonaws.com{path}"),
            headers,
            "",
        );
        check(&aws(), parts, &format!("Signature={expected}"));
    }
    // get-utf8 and get-space have their paths signed as they are sent.
    let table = [
        (
            "/\u{1234}",
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        ),
        (
            "/example space/",
            "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        ),
    ];
    for (path, expected) in table {
        let parts = request(
            "GET",
            &format!("https://example.amazonaws.com{path}"),
            &[],
            "",
        );
        check(
            &aws().path_as_sent(true),
            parts,
            &format!("Signature={expected}"),
        );
    }
}

#[test]
fn aws_session_token_and_body() {
    // post-sts-header-before: the token is signed.
    let token = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    check(
        &aws().session_token(token),
        request("POST", "https://example.amazonaws.com/", &[], ""),
        "SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
    );
    // post-x-www-form-urlencoded has no header with the hash of its body, which Postman sends: what is signed differs by it.
    let mut parts = request(
        "POST",
        "https://example.amazonaws.com/",
        &[("Content-Type", "application/x-www-form-urlencoded")],
        "Param1=value1",
    );
    let header = signed(&aws(), &mut parts);
    assert!(
        header.contains("SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, "),
        "{header}"
    );
    assert_eq!(
        parts.headers["x-amz-content-sha256"],
        "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e"
    );
}

const AKAMAI: &str = "https://akaa-baseurl-xxxxxxxxxxx-xxxxxxxxxxxxx.luna.akamaiapis.net";

#[test]
fn edgegrid_of_akamai() {
    let signer = EdgeGrid::new(
        "akab-client-token-xxx-xxxxxxxxxxxxxxxx",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=",
        "akab-access-token-xxx-xxxxxxxxxxxxxxxx",
    );
    let signer = signer
        .nonce("nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
        .timestamp("20140321T19:34:21+0000")
        .headers_to_sign(["X-Test1", "X-Test2", "X-Test3"])
        .max_body(2048);
    let large = "d".repeat(4096);
    let table: [(&str, &str, &[(&str, &str)], &str, &str); 7] = [
        (
            "GET",
            "/",
            &[],
            "",
            "tL+y4hxyHxgWVD30X3pWnGKHcPzmrIF+LThiAOhMxYU=",
        ),
        (
            "GET",
            "/testapi/v1/t1?p1=1&p2=2",
            &[],
            "",
            "hKDH1UlnQySSHjvIcZpDMbQHihTQ0XyVAKZaApabdeA=",
        ),
        (
            "POST",
            "/testapi/v1/t3",
            &[],
            "datadatadatadatadatadatadatadata",
            "hXm4iCxtpN22m4cbZb4lVLW5rhX8Ca82vCFqXzSTPe4=",
        ),
        (
            "POST",
            "/testapi/v1/t3",
            &[],
            &large[..2048],
            "6Q6PiTipLae6n4GsSIDTCJ54bEbHUBp+4MUXrbQCBoY=",
        ),
        (
            "POST",
            "/testapi/v1/t3",
            &[],
            &large,
            "6Q6PiTipLae6n4GsSIDTCJ54bEbHUBp+4MUXrbQCBoY=",
        ),
        (
            "POST",
            "/testapi/v1/t6",
            &[],
            "",
            "1gEDxeQGD5GovIkJJGcBaKnZ+VaPtrc4qBUHixjsPCQ=",
        ),
        (
            "GET",
            "/testapi/v1/t4",
            &[("X-Test1", "test-simple-header")],
            "",
            "8F9AybcRw+PLxnvT+H0JRkjROrrUgsxJTnRXMzqvcwY=",
        ),
    ];
    for (method, path, headers, body, expected) in table {
        let parts = request(method, &format!("{AKAMAI}{path}"), headers, body);
        check(&signer, parts, &format!(";signature={expected}"));
    }
    // Another host is signed for than the one that the request goes to.
    let elsewhere = request("GET", "http://127.0.0.1:8080/", &[], "");
    let here = request("GET", &AKAMAI.replace("https", "http"), &[], "");
    let (mut elsewhere, mut here) = (elsewhere, here);
    assert_eq!(
        signed(&signer.clone().base_url(AKAMAI), &mut elsewhere),
        signed(&signer, &mut here)
    );
}

#[test]
fn hawk_of_its_readme() {
    let signer = Hawk::new(
        "dh37fgj492je",
        "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn",
    )
    .timestamp("1353832234")
    .nonce("j4h3g2")
    .extra_data("some-app-ext-data");
    let url = "http://example.com:8000/resource/1?b=1&a=2";
    check(
        &signer,
        request("GET", url, &[], ""),
        "Hawk id=\"dh37fgj492je\", ts=\"1353832234\", nonce=\"j4h3g2\", ext=\"some-app-ext-data\", \
         mac=\"6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=\"",
    );
    let post = || {
        request(
            "POST",
            url,
            &[("Content-Type", "text/plain")],
            "Thank you for flying Hawk",
        )
    };
    check(
        &signer.clone().payload_hash(true),
        post(),
        "hash=\"Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=\", ext=\"some-app-ext-data\", \
         mac=\"aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw=\"",
    );
    let oz = signer
        .clone()
        .app("my \"app\"")
        .delegation("d")
        .algorithm(hawk::Algorithm::Sha1);
    check(&oz, post(), "dlg=\"d\"");
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
