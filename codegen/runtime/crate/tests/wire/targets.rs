//! Path, query and server of a request.

use postwright_runtime::testing::Server;
use postwright_runtime::{Error, Form, Joined, ToParam};

use crate::common::{answering, any, builder, core};
use crate::sent;

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
