//! Headers that would say where the body ends.

use postwright_runtime::api_key::ApiKey;
use postwright_runtime::{Attempt, Handling, Middleware};

use crate::common::{answering, any, builder};
use crate::{check, refused};

/// Where a body ends is for the transport to say: with another length a server takes a part of it, or waits for more.
#[tokio::test]
async fn headers_that_frame_the_body() {
    for (name, value) in [
        ("Content-Length", "3"),
        ("Content-Length", "100"),
        ("Content-Length", "abc"),
        ("Content-Length", "+12"),
        ("Content-Length", "12, 12"),
        ("content-length", ""),
        ("Transfer-Encoding", "chunked"),
        ("Transfer-Encoding", "gzip, chunked"),
        ("transfer-encoding", ""),
    ] {
        let argument = match name.to_ascii_lowercase().as_str() {
            "content-length" => "Content-Length",
            _ => "Transfer-Encoding",
        };
        let what = format!("{name}: {value}");
        refused(argument, &what, |core| {
            let mut request = core.request("POST", "/", &[]);
            request.json(&"0123456789");
            request
                .call_any(|answer| answer.empty())
                .header(name, value)
        })
        .await;
        refused(argument, &what, |core| {
            let mut request = core.request("POST", "/", &[]);
            request.header(name, &value);
            request.json(&"0123456789");
            request.call_any(|answer| answer.empty())
        })
        .await;
        let mut client = builder("http://localhost");
        client.default_header(name.to_owned(), value.to_owned());
        let error = client.build().expect_err("refused");
        assert_eq!(error.setting(), name, "{what}");
    }
    for method in ["GET", "POST", "DELETE"] {
        refused("Content-Length", method, |core| {
            any(core, method, "/").header("Content-Length", 3)
        })
        .await;
    }
    refused("Content-Length", "one right, one wrong", |core| {
        any(core, "POST", "/").header("Content-Length", ["0", "3"].as_slice())
    })
    .await;
}

/// Says a length of its own.
struct Shortening;

impl Middleware for Shortening {
    fn handle<'a>(&'a self, mut attempt: Attempt<'a>) -> Handling<'a> {
        let length = "3".parse().expect("a value");
        attempt.parts.headers.insert("content-length", length);
        attempt.run()
    }
}

#[tokio::test]
async fn middlewares_and_credentials_that_frame_the_body() {
    let server = answering(200, "{}");
    let mut clients = [builder(&server.url()), builder(&server.url())];
    clients[0].middleware(Shortening);
    clients[1].credential("bearer", ApiKey::header("Content-Length", "3"));
    for client in clients {
        let mut request = client.build().expect("a client").request("PUT", "/", &[]);
        request.json(&"0123456789");
        let outcome = request.call_any(|answer| answer.empty()).await.map(|_| ());
        check(&server, outcome, "Content-Length", "another length");
    }
}
