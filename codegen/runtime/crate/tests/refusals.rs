//! Arguments and settings that make no request: each is an error that names it, before there is as much as a connection.
#![allow(missing_docs)]

mod common;

use common::{answering, any, builder, core};
use postwright_runtime::api_key::ApiKey;
use postwright_runtime::auth::Bearer;
use postwright_runtime::testing::Server;
use postwright_runtime::{
    Attempt, Call, Core, Error, File, Form, Handling, Middleware, Multipart, RequestError, ToParam,
};

/// Checks that a call fails for this argument, and that nobody has connected to the server.
#[track_caller]
fn check(server: &Server, outcome: Result<(), Error>, argument: &str, what: &str) {
    match outcome {
        Err(Error::Request(error)) => assert_eq!(error.argument(), argument, "{what}"),
        other => panic!("{what}: {other:?}"),
    }
    assert_eq!(server.connections(), 0, "{what}");
}

/// A server that would answer anything, and one call to it that counts.
async fn refused(argument: &str, what: &str, call: impl FnOnce(&Core) -> Call<()>) {
    let server = answering(200, "{}");
    let call = call(&core(&server));
    let outcome = call.await.map(|_| ());
    check(&server, outcome, argument, what);
}

#[tokio::test]
async fn a_connection_would_be_counted() {
    let server = answering(200, "{}");
    any(&core(&server), "GET", "/").await.expect("200");
    assert_eq!(server.connections(), 1);
}

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
async fn files_that_cannot_be_read() {
    let folder = std::env::temp_dir();
    let nowhere = folder.join("postwright-does-not-exist").join("file.png");
    for path in [&nowhere, &folder] {
        let what = path.display().to_string();
        refused("body", &what, |core| {
            let mut request = core.request("PUT", "/", &[]);
            request.file(&File::path(path));
            request.call_any(|answer| answer.empty())
        })
        .await;
        refused("photo", &what, |core| {
            let mut form = Multipart::new();
            form.text("title", &"x");
            form.file("photo", &[File::bytes("a.txt", "a"), File::path(path)]);
            let mut request = core.request("POST", "/", &[]);
            request.multipart(form);
            request.call_any(|answer| answer.empty())
        })
        .await;
    }
}

#[tokio::test]
async fn path_arguments_that_are_no_segment() {
    for (template, value) in [
        ("/i/{id}", ""),
        ("/i/{id}", "."),
        ("/i/{id}", ".."),
        ("/{id}", ".."),
        ("/i/{id}/x", ".."),
        ("/i/.{id}", "."),
        ("/i/{id}.", "."),
        ("/i/%2e{id}", "."),
        ("/i/{id}%2E", "."),
        ("/i/x{id}", ""),
        ("/i/b\\{id}/c", ".."),
        ("/i/b\\{id}", "."),
        ("/i/{id}\\c", ".."),
        ("/i\\.{id}", "."),
    ] {
        refused("id", &format!("{template} {value:?}"), |core| {
            let request = core.request("GET", template, &[&value]);
            request.call_any(|answer| answer.empty())
        })
        .await;
    }
    let lists: [&dyn ToParam; 2] = [&Vec::<String>::new(), &None::<String>];
    for empty in lists {
        refused("id", "nothing", |core| {
            let request = core.request("GET", "/{id}", &[empty]);
            request.call_any(|answer| answer.empty())
        })
        .await;
    }
}

/// A setting is called by its own name, whatever stands for it in the template; an argument is none because of its name.
#[tokio::test]
async fn settings_that_are_no_segment() {
    for (argument, value, expected) in [
        (
            "account",
            "",
            "`account` is not set: the client's builder sets it",
        ),
        (
            "account",
            "..",
            "`account` makes a path segment `.` or `..`",
        ),
        ("client.id", "", "`client.id` is empty"),
    ] {
        let server = Server::answering(204, &[], "");
        let core = core(&server).with_setting("account", value.to_owned());
        let setting = core.setting("account");
        let (name, value_of): (&str, &dyn ToParam) = match argument {
            "account" => ("a_b", &setting),
            _ => (argument, &value),
        };
        let request = core.request("GET", &format!("/{{{name}}}"), &[value_of]);
        let outcome = request.call_any(|answer| answer.empty()).await.map(|_| ());
        let error = outcome.as_ref().expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
        check(&server, outcome, argument, value);
    }
}

#[tokio::test]
async fn the_first_of_several_mistakes_counts() {
    refused("id", "path, header and form", |core| {
        let mut request = core.request("POST", "/{id}", &[&""]);
        request.header("X-A", &"a\nb");
        let mut form = Form::new();
        form.field("a", &1);
        request.form(form);
        request.call_any(|answer| answer.empty())
    })
    .await;
}

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

/// Is not to be reached.
struct Unasked;

impl Middleware for Unasked {
    fn handle<'a>(&'a self, _: Attempt<'a>) -> Handling<'a> {
        let error = RequestError::new("middleware", "was asked");
        Box::pin(async move { Err(error.into()) })
    }
}

#[tokio::test]
async fn urls_that_are_too_long() {
    let long = "x".repeat(66_000);
    refused("url", "a path", |core| {
        let request = core.request("GET", "/{id}", &[&long]);
        request.call_any(|answer| answer.empty())
    })
    .await;
    refused("url", "a query", |core| {
        any(core, "GET", "/").query("q", &long)
    })
    .await;
    // Nothing is prepared for a request that cannot be made, and a key in the query counts.
    let server = answering(200, "{}");
    let mut client = builder(&server.url());
    client.middleware(Unasked);
    let call = any(&client.build().expect("a client"), "GET", "/").query("q", &long);
    check(&server, call.await.map(|_| ()), "url", "a middleware");
    let mut client = builder(&server.url());
    client.credential("bearer", ApiKey::query("key", &*long));
    let call = any(&client.build().expect("a client"), "GET", "/");
    check(&server, call.await.map(|_| ()), "url", "a credential");
    let room = 65_534 - server.url().len() - "/?q=".len();
    let call = any(&core(&server), "GET", "/").query("q", &long[..room + 1]);
    check(&server, call.await.map(|_| ()), "url", "a byte too long");
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
