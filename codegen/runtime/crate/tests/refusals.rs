//! Arguments and settings that make no request: each is an error that names it, before there is as much as a connection.
#![allow(missing_docs)]

mod common;

use common::{answering, any, builder, core};
use postwright_runtime::auth::Bearer;
use postwright_runtime::testing::Server;
use postwright_runtime::{Call, Core, Error, File, Form, Multipart, ToParam};

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
    ] {
        refused("id", &format!("{template} {value:?}"), |core| {
            let request = core.request("GET", template, &[("id", &value)]);
            request.call_any(|answer| answer.empty())
        })
        .await;
    }
    let lists: [&dyn ToParam; 2] = [&Vec::<String>::new(), &None::<String>];
    for empty in lists {
        refused("id", "nothing", |core| {
            let request = core.request("GET", "/{id}", &[("id", empty)]);
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
        let values: [(&str, &dyn ToParam); 1] = match argument {
            "account" => [("a_b", &setting)],
            _ => [(argument, &value)],
        };
        let request = core.request("GET", &format!("/{{{}}}", values[0].0), &values);
        let outcome = request.call_any(|answer| answer.empty()).await.map(|_| ());
        let error = outcome.as_ref().expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
        check(&server, outcome, argument, value);
    }
}

#[tokio::test]
async fn the_first_of_several_mistakes_counts() {
    refused("id", "path, header and form", |core| {
        let mut request = core.request("POST", "/{id}", &[("id", &"")]);
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
