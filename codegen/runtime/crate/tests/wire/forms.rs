//! Forms, urlencoded and multipart.

use postwright_runtime::{File, Form, Multipart};

use crate::common::{answering, core};
use crate::sent;

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
