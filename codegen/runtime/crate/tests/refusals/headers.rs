//! Headers that cannot be sent.

use postwright_runtime::auth::Bearer;
use postwright_runtime::{File, Multipart};

use crate::common::{any, builder};
use crate::refused;

#[tokio::test]
async fn headers_with_line_breaks() {
    for value in ["a\nb", "a\r\nX-Other: b", "a\rb", "\nb", "b\r\n", "a\0b"] {
        let what = format!("{value:?}");
        refused("X-A", &what, |core| {
            any(core, "GET", "/").header("X-A", value)
        })
        .await;
        for secret in [false, true] {
            refused("X-A", &what, |core| {
                let mut request = core.request("GET", "/", &[]);
                match secret {
                    true => request.secret_header("X-A", &value),
                    false => request.header("X-A", &value),
                }
                request.call_any(|answer| answer.empty())
            })
            .await;
        }
        refused("X-A", &what, |core| {
            let mut request = core.request("GET", "/", &[]);
            request.header("X-A", &vec!["fine", value]);
            request.call_any(|answer| answer.empty())
        })
        .await;
        let mut client = builder("http://localhost");
        client.default_header("X-A".to_owned(), value.to_owned());
        assert_eq!(
            client.build().expect_err("refused").setting(),
            "X-A",
            "{what}"
        );
        let mut client = builder("http://localhost");
        client.credential("bearer", Bearer::new(value));
        assert_eq!(
            client.build().expect_err("refused").setting(),
            "bearer",
            "{what}"
        );
    }
}

#[tokio::test]
async fn types_that_are_no_media_types() {
    for media_type in [
        "a/b\r\nX: y",
        "a/b\n",
        "a\0b",
        "t\u{e9}xt/x",
        "\u{65e5}",
        "",
        " ",
    ] {
        let what = format!("{media_type:?}");
        let file = File::bytes("a.txt", "a").with_content_type(media_type);
        type Fill<'a> = &'a dyn Fn(&mut Multipart);
        let parts: [(&str, Fill<'_>); 3] = [
            ("avatar", &|form| form.file("avatar", Some(&file))),
            ("note", &|form| form.text_as("note", &"x", media_type)),
            ("data", &|form| form.json_as("data", Some(&1), media_type)),
        ];
        for (field, fill) in parts {
            refused(field, &what, |core| {
                let mut form = Multipart::new();
                form.text("title", &"x");
                fill(&mut form);
                let mut request = core.request("POST", "/", &[]);
                request.multipart(form);
                request.call_any(|answer| answer.empty())
            })
            .await;
        }
        refused("body", &what, |core| {
            any(core, "POST", "/").body(media_type, "x")
        })
        .await;
        refused("body", &what, |core| {
            let mut request = core.request("POST", "/", &[]);
            request.file(&file);
            request.call_any(|answer| answer.empty())
        })
        .await;
    }
}

#[tokio::test]
async fn more_headers_than_there_is_room_for() {
    let named = |number: usize| format!("X-{number}");
    refused("X-1000", "headers of a call", |core| {
        let calls = any(core, "GET", "/");
        (0..30_000).fold(calls, |call, number| call.header(&named(number), 1))
    })
    .await;
    let mut client = builder("http://localhost");
    for number in 0..30_000 {
        client.default_header(named(number), "1".to_owned());
    }
    assert_eq!(client.build().expect_err("refused").setting(), "X-1000");
}
