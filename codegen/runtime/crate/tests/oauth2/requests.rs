//! What goes to the token endpoint.

use postwright_runtime::oauth2::{ClientAuthentication, Grant, Place};
use postwright_runtime::token::Fetched;

use crate::common::builder;
use crate::{SECRET, sent};

async fn check(grant: Grant, form: &str, authorization: Option<&str>) {
    let request = sent(grant).await;
    assert_eq!(request.text(), form);
    assert_eq!(request.header("authorization"), authorization);
    assert_eq!(request.target, "/token?tenant=1");
}

/// `i%3Ad` and `s3cr3t%3A%2F%2B`: a form's encoding within Basic auth (RFC 6749 §2.3.1).
const BASIC: Option<&str> = Some("Basic aSUzQWQ6czNjcjN0JTNBJTJGJTJC");

#[tokio::test]
async fn client_credentials() {
    let grant = || Grant::client_credentials("i:d", SECRET);
    check(grant(), "grant_type=client_credentials", BASIC).await;
    check(
        grant()
            .scope("read write")
            .parameter("audience", "https://a"),
        "grant_type=client_credentials&scope=read%20write&audience=https%3A%2F%2Fa",
        BASIC,
    )
    .await;
    check(
        grant().authentication(ClientAuthentication::Body),
        "grant_type=client_credentials&client_id=i%3Ad&client_secret=s3cr3t%3A%2F%2B",
        None,
    )
    .await;
    check(
        Grant::client_credentials("public", ""),
        "grant_type=client_credentials&client_id=public",
        None,
    )
    .await;
}

#[tokio::test]
async fn other_grants() {
    check(
        Grant::of_type("account_credentials", "i:d", SECRET).parameter("account_id", "7"),
        "grant_type=account_credentials&account_id=7",
        BASIC,
    )
    .await;
    check(
        Grant::password("i:d", SECRET, "jörg", "p w").scope("a"),
        "grant_type=password&username=j%C3%B6rg&password=p%20w&scope=a",
        BASIC,
    )
    .await;
    check(
        Grant::refresh_token("i:d", "old")
            .client_secret(SECRET)
            .scope("not sent"),
        "grant_type=refresh_token&refresh_token=old",
        BASIC,
    )
    .await;
    check(
        Grant::authorization_code("public", "c0de", "https://app/back", "verifier").scope("no"),
        "grant_type=authorization_code&code=c0de&redirect_uri=https%3A%2F%2Fapp%2Fback&code_verifier=verifier&client_id=public",
        None,
    )
    .await;
}

#[tokio::test]
async fn parameters_go_where_they_should() {
    let grant = Grant::client_credentials("id", SECRET)
        .parameter_in(Place::Query, "a", "1&2")
        .parameter_in(Place::Header, "X-B", "3")
        .parameter("c", "4")
        .default_parameter(Place::Body, "c", "not this")
        .default_parameter(Place::Body, "d", "5")
        .default_scope("s")
        .default_in_body();
    let request = sent(grant).await;
    assert_eq!(request.target, "/token?tenant=1&a=1%262");
    assert_eq!(request.header("x-b"), Some("3"));
    let form =
        "grant_type=client_credentials&scope=s&client_id=id&client_secret=s3cr3t%3A%2F%2B&c=4&d=5";
    assert_eq!(request.text(), form);
}

#[test]
fn settings_are_checked() {
    let grant = || Grant::client_credentials("id", SECRET);
    for (grant, expected) in [
        (grant(), "`bearer` is an OAuth endpoint without a URL"),
        (grant().token_url("s3cr3t"), "`bearer` is not a URL"),
        (
            grant().token_url("ftp://a/b"),
            "`bearer` is a URL that is not http or https",
        ),
        (
            Grant::client_credentials("", SECRET).token_url("https://a"),
            "`bearer` is an OAuth client without an id",
        ),
        (
            grant()
                .token_url("https://a")
                .parameter_in(Place::Header, "X", "a\nb"),
            "`bearer` holds a character that no header may hold",
        ),
    ] {
        let mut builder = builder("http://localhost");
        builder.credential("bearer", Fetched::bearer(grant));
        let error = builder.build().expect_err("no client");
        assert_eq!(error.to_string(), expected);
    }
}
