//! Signatures against the test suites of AWS and Akamai, and the README of Hawk.
#![allow(missing_docs)]

mod common;

use common::signing::{check, request, signed};
use postwright_runtime::{AwsV4, EdgeGrid, Hawk, hawk};

type Headers = &'static [(&'static str, &'static str)];

/// Keys, date, region and service of the AWS test suite.
fn aws() -> AwsV4 {
    AwsV4::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        .region("us-east-1")
        .service("service")
        .date("20150830T123600Z")
}

#[test]
fn aws_test_suite() {
    let table: [(&str, &str, Headers, &str); 13] = [
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
    let table: [(&str, &str, Headers, &str, &str); 7] = [
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
    check(&oz, post(), "app=\"my \\\"app\\\"\", dlg=\"d\"");
}
