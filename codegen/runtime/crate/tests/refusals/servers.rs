//! Servers that nothing can be sent to.

use crate::check;
use crate::common::{answering, builder, core};

#[test]
fn servers_without_a_host() {
    for url in [
        "",
        "  ",
        "/v1",
        "//v1",
        "?a=1",
        "http://",
        "https://",
        "http:///v1",
        "https:////v1",
        "http://?a",
        "http://:80/v1",
        "http://user:password@/v1",
        "http:/v1",
        "HTTPS:/v1",
        "http:\\v1",
    ] {
        let error = builder(url).build().expect_err(url);
        assert_eq!(error.setting(), "base_url", "{url}");
        assert!(!error.to_string().contains("password"), "{error}");
    }
}

#[tokio::test]
async fn another_server_without_a_host() {
    let main = answering(200, "{}");
    let mut client = builder(&main.url());
    client.server("other", "https", "/v1".to_owned());
    assert_eq!(client.build().expect_err("no host").setting(), "other");
    let request = core(&main).request_to("other", "GET", "/", &[]);
    let outcome = request.call_any(|answer| answer.empty()).await.map(|_| ());
    check(&main, outcome, "other", "a server without a URL");
}

#[test]
fn servers_with_variables() {
    for (url, variable) in [
        ("{{base}}", "base"),
        ("http://{{base}}/v1", "base"),
        ("https://{{tenant}}.example.com", "tenant"),
        ("http://h/{{version}}", "version"),
        ("http://h/a{{version}}/b/{{other}}", "version"),
        ("http://h?{{query}}", "query"),
        ("http://h?key=secret&a={{query}}", "query"),
        ("http://h:{{port}}/v1", "port"),
        ("http://user:{{password}}@h", "password"),
        ("http://h/{{version", "version"),
        ("http://h/{{version?key=secret", "version"),
        ("http://h/{{}}", ""),
    ] {
        let error = builder(url).build().expect_err(url);
        let expected = format!("`base_url` is a URL with the unfilled variable `{variable}`");
        assert_eq!(error.to_string(), expected, "{url}");
    }
    let mut client = builder("http://h");
    client.server("other", "https", "h/{{version}}".to_owned());
    assert_eq!(client.build().expect_err("a variable").setting(), "other");
    for url in ["http://h/{v}", "http://h/%7B%7Bv%7D%7D", "http://h?a={v}}"] {
        builder(url).build().expect(url);
    }
}

#[test]
fn servers_whose_url_cannot_be_sent() {
    let long = format!("http://h/{}", "x".repeat(65_526));
    for url in ["http://a{b", "http://a\"b", "http://a`b", &long] {
        let error = builder(url).build().expect_err(url);
        assert_eq!(error.setting(), "base_url", "{url}");
    }
    builder(&long[..65_534]).build().expect("as long as may be");
}
