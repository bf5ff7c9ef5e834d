//! Headers, and cookies among them.

use postwright_runtime::{Error, Form, Indexed};

use crate::common::scripted::{Scripted, Step};
use crate::common::{answering, any, builder, core};
use crate::sent;

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
