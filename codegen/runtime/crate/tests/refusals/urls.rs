//! Paths and queries that cannot be sent, and files that cannot be read.

use postwright_runtime::api_key::ApiKey;
use postwright_runtime::testing::Server;
use postwright_runtime::{
    Attempt, File, Form, Handling, Middleware, Multipart, RequestError, ToParam,
};

use crate::common::{answering, any, builder, core};
use crate::{check, refused};

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
