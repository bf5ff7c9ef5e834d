//! What a request looks like on the wire.
#![allow(missing_docs)]

mod common;

use common::scripted::{Scripted, Step};
use common::{TOKEN, answering, any, builder, core, known};
use postwright_runtime::api_key::ApiKey;
use postwright_runtime::auth::Bearer;
use postwright_runtime::testing::{Received, Server};
use postwright_runtime::{Error, File, Form, Indexed, Joined, Multipart, Request, ToParam};

/// Sends a request and gives back what the server saw.
async fn sent(method: &str, template: &str, fill: impl FnOnce(&mut Request)) -> Received {
    let server = answering(200, "{}");
    let mut request = core(&server).request(method, template, &[]);
    fill(&mut request);
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    server.received().remove(0)
}

async fn target(template: &str, value: &dyn ToParam) -> String {
    let server = answering(200, "{}");
    let request = core(&server).request("GET", template, &[value]);
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    server.received().remove(0).target
}

/// The error of a path argument, and that nothing was sent.
async fn refused(template: &str, value: &str) -> String {
    let server = answering(200, "{}");
    let request = core(&server).request("GET", template, &[&value, &value]);
    let error = request
        .call_any(|answer| answer.empty())
        .await
        .expect_err("refused");
    assert!(server.received().is_empty());
    assert!(
        matches!(&error, Error::Request(e) if e.argument() == "id"),
        "{error}"
    );
    error.to_string()
}

#[tokio::test]
async fn path_arguments_are_data() {
    for (value, expected) in [
        ("a", "/i/a"),
        ("a/b?c#d", "/i/a%2Fb%3Fc%23d"),
        ("100% \\", "/i/100%25%20%5C"),
        ("%2e%2e", "/i/%252e%252e"),
        ("ü{}", "/i/%C3%BC%7B%7D"),
        ("a&b=c+d;e,f:g@h!$'()*", "/i/a&b=c+d;e,f:g@h!$'()*"),
        ("-._~", "/i/-._~"),
        ("...", "/i/..."),
    ] {
        assert_eq!(target("/i/{id}", &value).await, expected, "{value}");
    }
    assert_eq!(target("/{id}.json", &".").await, "/..json");
    assert_eq!(target("/{id}/", &[1, 2][..].to_vec()).await, "/1,2/");
    assert_eq!(
        target("/a%20b//{id}/{x}/ü", &1).await,
        "/a%20b//1/%7Bx%7D/%C3%BC"
    );
}

#[tokio::test]
async fn path_arguments_that_change_the_path_are_refused() {
    assert_eq!(refused("/i/{id}", "").await, "argument `id` is empty");
    for value in [".", ".."] {
        let error = refused("/i/{id}/x", value).await;
        assert_eq!(error, "argument `id` makes a path segment `.` or `..`");
    }
    refused("/i/{id}{id}", ".").await;
    refused("/i/.{id}", ".").await;
}

#[tokio::test]
async fn queries() {
    let none: Option<i64> = None;
    let seen = sent("GET", "/q", |request| {
        request.query("a b", &"1&2=3+4%5#6 ü");
        request.query("k&=[x]", &true);
        request.query("none", &none);
        request.query("list", &vec!["x", "y"]);
        request.raw_query("raw=%20&x y");
        request.query("empty", &"");
        request.query("f", &1.0);
    });
    assert_eq!(
        seen.await.target,
        "/q?a%20b=1%262=3%2B4%255%236%20%C3%BC&k%26%3D[x]=true&list=x&list=y&raw=%20&x%20y&empty=&f=1"
    );
}

#[tokio::test]
async fn lists_in_one_value() {
    let none: [i64; 0] = [];
    let seen = sent("GET", "/q", |request| {
        request.query_list("ids", &vec![1, 2, 3]);
        request.query_list("none", &&none[..]);
        request.query_list("k&", &vec!["a b", "c,d", "e&f%2C"]);
        request.query_list("one", &vec!["a"]);
        request.query_list("empty", &vec![""]);
        request.header("X-List", &Joined(&["a", "b"]));
        request.header("X-None", &Joined(&none));
        let mut form = Form::new();
        form.field("tags", &Joined(&["a", "b c"]));
        request.form(form);
    })
    .await;
    assert_eq!(
        seen.target,
        "/q?ids=1,2,3&k%26=a%20b,c%2Cd,e%26f%252C&one=a&empty="
    );
    assert_eq!(seen.header("x-list"), Some("a,b"));
    assert_eq!(seen.header("x-none"), None);
    assert_eq!(seen.body, b"tags=a%2Cb%20c");
    assert_eq!(target("/i/{id}", &&["a b", "c"][..]).await, "/i/a%20b,c");
}

#[tokio::test]
async fn server_and_path_are_joined_with_one_slash() {
    for (base, path, expected) in [
        ("", "/x", "/x"),
        ("/", "/x", "/x"),
        ("/v1", "/x", "/v1/x"),
        ("/v1/", "/x", "/v1/x"),
        ("/v1/", "x/", "/v1/x/"),
        ("/v1", "", "/v1"),
        ("/v1?key=1", "/x", "/v1/x?key=1"),
    ] {
        let server = answering(200, "{}");
        let core = builder(&(server.url() + base)).build().expect("valid");
        any(&core, "GET", path).await.expect("200");
        assert_eq!(server.received()[0].target, expected);
    }
}

#[tokio::test]
async fn headers() {
    let seen = sent("GET", "/", |request| {
        request.header("X-List", &vec!["a", "b"]);
        request.header("X-Latin", &" é ");
    })
    .await;
    let list: Vec<_> = seen
        .headers
        .iter()
        .filter(|(name, _)| name == "x-list")
        .collect();
    assert_eq!(list.len(), 2);
    assert_eq!(seen.header("x-latin"), Some("é"));
    assert_eq!(seen.header("accept"), Some("*/*"));
    let agent = seen.header("user-agent").expect("is sent");
    assert!(agent.starts_with("postwright-runtime/"));
    assert_eq!(seen.header("content-length"), None);
}

#[tokio::test]
async fn header_injection_is_refused() {
    let server = answering(200, "{}");
    for (name, value) in [
        ("X-A", "a\r\nX-B: b"),
        ("X-A", "a\n"),
        ("X-A", "日本"),
        ("X A", "a"),
        ("X-A:\r\nX-B", "a"),
    ] {
        let call = any(&core(&server), "GET", "/").header(name, value);
        let error = call.await.expect_err("refused");
        assert!(matches!(&error, Error::Request(e) if e.argument() == name));
        let mut builder = builder(&server.url());
        builder.default_header(name.to_owned(), value.to_owned());
        builder.build().expect_err("refused");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn bodies() {
    let json = sent("POST", "/", |request| request.json(&vec![1, 2])).await;
    assert_eq!(json.text(), "[1,2]");
    assert_eq!(json.header("content-type"), Some("application/json"));
    assert_eq!(json.header("content-length"), Some("5"));

    let own = sent("DELETE", "/", |request| {
        request.header("content-type", &"text/csv");
        request.text("text/plain", "a\r\nü");
    })
    .await;
    assert_eq!(
        (own.text().as_str(), own.header("content-type")),
        ("a\r\nü", Some("text/csv"))
    );

    let traced = sent("TRACE", "/", |_| {}).await;
    assert_eq!(traced.header("content-length"), None);
    let empty = sent("POST", "/", |request| request.text("text/plain", "")).await;
    assert_eq!(empty.header("content-type"), None);
    assert_eq!(empty.header("content-length"), Some("0"));
    assert_eq!(
        empty
            .headers
            .iter()
            .filter(|(n, _)| n == "content-length")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_call_brings_a_body_of_its_own() {
    for own in [None, Some("the operation's")] {
        let server = answering(200, "{}");
        let mut request = core(&server).request("DELETE", "/i", &[]);
        if let Some(text) = own {
            request.text("text/plain", text);
        }
        let call = request.call_any(|answer| answer.empty());
        call.body("application/json", r#"{"a":1}"#)
            .await
            .expect("200");
        let received = server.received().remove(0);
        assert_eq!(received.body, br#"{"a":1}"#);
        assert_eq!(received.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn the_body_of_a_call_has_the_type_that_it_says() {
    for (header, expected) in [(None, "text/csv"), (Some("text/x"), "text/x")] {
        let server = answering(200, "{}");
        let mut builder = builder(&server.url());
        builder.default_header("Content-Type".to_owned(), "text/default".to_owned());
        let mut request = builder.build().expect("valid").request("PUT", "/i", &[]);
        request.header("Content-Type", &"application/vnd.api+json");
        request.json(&1);
        let call = request.call_any(|answer| answer.empty());
        let call = call.header("Content-Type", header);
        call.body("text/csv", "a,b").await.expect("200");
        let received = server.received().remove(0);
        assert_eq!(received.text(), "a,b");
        assert_eq!(received.header("content-type"), Some(expected));
    }
}

#[tokio::test]
async fn a_call_brings_no_body_in_the_place_of_one() {
    let server = answering(200, "{}");
    let mut request = core(&server).request("PUT", "/i", &[]);
    request.text("text/plain", "the operation's");
    let call = request.call_any(|answer| answer.empty());
    call.body("application/json", "").await.expect("200");
    let received = server.received().remove(0);
    assert_eq!(received.text(), "");
    assert_eq!(received.header("content-type"), None);
    assert_eq!(received.header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_length_that_is_right_is_sent_once() {
    for (method, body, length) in [
        ("POST", "0123456789", "10"),
        ("GET", "0123456789", "10"),
        ("POST", "", "0"),
        ("DELETE", "", "0"),
    ] {
        let server = answering(200, "{}");
        let call = any(&core(&server), method, "/").body("text/plain", body);
        let call = call.header("Content-Length", [length, length].as_slice());
        call.await.expect("200");
        let received = server.received().remove(0);
        let lengths = received.headers.iter();
        let lengths: Vec<_> = lengths
            .filter(|(name, _)| name == "content-length")
            .collect();
        assert_eq!(lengths, [&("content-length".to_owned(), length.to_owned())]);
        assert_eq!(received.text(), body, "{method}");
    }
}

#[tokio::test]
async fn cookies_go_into_one_header() {
    let seen = sent("GET", "/", |request| {
        request.secret_header("Cookie", &"a=1");
        request.header("cookie", &vec!["b=2", "c=3"]);
        request.header("COOKIE", &None::<String>);
        request.header("Cookie", &4);
    })
    .await;
    assert_eq!(seen.header("cookie"), Some("a=1; b=2; c=3; 4"));
}

/// What takes time in the square of its length never ends here.
#[tokio::test]
async fn many_cookies_and_fields() {
    let items: Vec<String> = (0..50_000).map(|number| format!("i{number}")).collect();
    let mut form = Form::new();
    form.field("list", &Indexed(&items));
    form.field("list[1]", &"again");
    form.field("7", &"first");
    let transport = Scripted::new(&[Step::Answer(200, Vec::new())]);
    let mut request = transport
        .client()
        .build()
        .expect("a client")
        .request("POST", "/", &[]);
    request.header("Cookie", &items);
    request.form(form);
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    let sent = transport.requests().remove(0);
    let cookie = sent.headers()["cookie"].to_str().expect("text").to_owned();
    assert!(cookie.starts_with("i0; i1; i2; ") && cookie.ends_with("; i49999"));
    let body = sent.body().bytes().expect("bytes");
    let start = "7=first&list%5B0%5D=i0&list%5B1%5D=i1&list%5B1%5D=again&list%5B2%5D=i2&";
    assert!(body.starts_with(start.as_bytes()));
    assert!(body.ends_with(b"&list%5B49999%5D=i49999"));
}

#[tokio::test]
async fn what_is_no_json_is_refused() {
    let server = answering(200, "{}");
    let mut request = core(&server).request("POST", "/", &[]);
    request.json(&std::collections::HashMap::from([((1, 2), 3)]));
    let error = request
        .call_any(|answer| answer.empty())
        .await
        .expect_err("refused");
    assert!(matches!(&error, Error::Request(e) if e.argument() == "body"));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn forms() {
    let seen = sent("POST", "/", |request| {
        let mut form = Form::new();
        form.field("b", &"x y+%ü~");
        form.field("a", &vec![1, 2]);
        form.field("b", &"\n");
        form.field("10", &"ten");
        form.field("9", &"nine");
        form.field("none", &None::<String>);
        form.json("j", Some(&[1]));
        form.json("k", None::<&i64>);
        form.field("e", &"");
        request.header("Content-Type", &"text/plain");
        request.form(form);
    })
    .await;
    assert_eq!(
        seen.text(),
        "9=nine&10=ten&b=x%20y%2B%25%C3%BC~&b=%0A&a=1&a=2&j=%5B1%5D&e="
    );
    assert_eq!(
        seen.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );

    let charset = "application/x-www-form-urlencoded; charset=UTF-8";
    let seen = sent("POST", "/", |request| {
        let mut form = Form::new();
        form.field("a", &1);
        request.header("Content-Type", &charset);
        request.form(form);
    });
    assert_eq!(seen.await.header("content-type"), Some(charset));

    let seen = sent("POST", "/", |request| request.form(Form::new())).await;
    assert_eq!(
        (seen.text().as_str(), seen.header("content-type")),
        ("", None)
    );
}

#[tokio::test]
async fn multipart() {
    let seen = sent("POST", "/", |request| {
        let mut form = Multipart::new();
        form.text("a", &"1");
        form.text("empty", &"");
        form.text("q\"\r\nü", &vec!["x", "y"]);
        form.json("j", Some(&[1]));
        form.json("absent", None::<&i64>);
        form.text_as("meta", &"{}", "application/json");
        form.file("f", &Some(File::bytes("a\".PNG", "png")));
        form.file(
            "f",
            &vec![
                File::bytes("日 本.txt", "t").named("dir/日本"),
                File::bytes("x", ""),
            ],
        );
        form.file("none", &None);
        form.file(
            "c",
            Some(&File::bytes("c.txt", "c").with_content_type("text/x; charset=a")),
        );
        request.header("Content-Type", &"multipart/form-data; boundary=other");
        request.multipart(form);
    })
    .await;
    let content_type = seen.header("content-type").expect("is sent");
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("ours");
    assert_eq!(
        seen.header("content-length"),
        Some(&*seen.body.len().to_string())
    );
    assert_eq!(seen.header("transfer-encoding"), None);
    let text = seen.text().replace(boundary, "B").replace("\r\n", "\n");
    let expected = r#"--B
Content-Disposition: form-data; name="a"

1
--B
Content-Disposition: form-data; name="empty"


--B
Content-Disposition: form-data; name="q%22%0D%0Aü"

x
--B
Content-Disposition: form-data; name="q%22%0D%0Aü"

y
--B
Content-Disposition: form-data; name="j"

[1]
--B
Content-Disposition: form-data; name="meta"
Content-Type: application/json

{}
--B
Content-Disposition: form-data; name="f"; filename="a%22.PNG"
Content-Type: image/png

png
--B
Content-Disposition: form-data; name="f"; filename="日本"; filename*=UTF-8''%E6%97%A5%E6%9C%AC
Content-Type: text/plain

t
--B
Content-Disposition: form-data; name="f"; filename="x"
Content-Type: application/octet-stream


--B
Content-Disposition: form-data; name="c"; filename="c.txt"
Content-Type: text/x; charset=a

c
--B--
"#;
    assert_eq!(text, expected);
}

#[tokio::test]
async fn multipart_headers_cannot_be_injected() {
    let server = answering(200, "{}");
    let mut request = core(&server).request("POST", "/", &[]);
    let mut form = Multipart::new();
    form.file(
        "f",
        Some(&File::bytes("a", "").with_content_type("a/b\r\nX: y")),
    );
    request.multipart(form);
    request
        .call_any(|answer| answer.empty())
        .await
        .expect_err("refused");
    assert!(server.received().is_empty());
}

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
        builder.stand_ins(&[("admin_token", "bearer")]);
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

#[test]
fn servers_are_checked() {
    for (url, fine) in [
        ("https://a.example/v1", true),
        ("a.example/v1", true),
        ("localhost:8080", true),
        ("", false),
        ("https://", false),
        ("ftp://a.example", false),
        ("http://a b", false),
        ("{{baseUrl}}", false),
    ] {
        assert_eq!(builder(url).build().is_ok(), fine, "{url}");
    }
    let missing = postwright_runtime::CoreBuilder::new(&[("base_url", None)]).build();
    assert_eq!(
        missing.expect_err("missing").to_string(),
        "`base_url` is a server without a URL"
    );
}

#[tokio::test]
async fn other_servers_need_a_url_when_used() {
    let (main, other) = (answering(200, "{}"), answering(200, "{}"));
    let request = core(&main).request_to("other", "GET", "/", &[]);
    let error = request
        .call_any(|answer| answer.empty())
        .await
        .expect_err("no URL");
    assert_eq!(
        error.to_string(),
        "argument `other` is a server without a URL"
    );
    let mut builder = builder(&main.url());
    builder.server("other", "http", other.url());
    let request = builder
        .build()
        .expect("valid")
        .request_to("other", "GET", "/", &[]);
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    assert_eq!((main.received().len(), other.received().len()), (0, 1));
    drop::<Server>(main);
}
