//! Requests of the folder `Answers`.

use generated::httpbin::Error;
use generated::httpbin::answers::{
    GetStatusError, GetUnlessUnchangedError, GetUnlessUnchangedParams,
};
use serde_json::Value;

use crate::raw;
use crate::server::Httpbin;

#[tokio::test]
async fn get_robots_file() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let answer = server.client().answers().get_robots_file().await;
    let answer = answer.expect("200");
    assert_eq!(answer.body(), "User-agent: *\nDisallow: /deny\n");
    let content_type = answer.header("content-type").expect("a type");
    assert!(content_type.starts_with("text/plain"), "{content_type}");
}

#[tokio::test]
async fn get_status() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let get = |code| client.answers().get_status(code);
    let () = get(204).await.expect("204").into_body();

    let error = get(404).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 404);
    assert!(matches!(answer.body(), GetStatusError::NotFound(text) if text.is_empty()));

    let error = get(418).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    let GetStatusError::ImATeapot(text) = answer.body() else {
        panic!("{answer:?}")
    };
    assert!(text.contains("teapot"), "{text}");
    assert!(answer.header("x-more-info").is_some());

    for code in [400, 429, 500, 503] {
        let error = get(code).await.expect_err("not documented");
        assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
        let status = error.status().map(|status| i64::from(status.as_u16()));
        assert_eq!(status, Some(code));
    }
    // The documented success has no body either.
    for code in [200, 202] {
        let answer = get(code).await.expect("a success without a body");
        assert_eq!(i64::from(answer.status().as_u16()), code);
    }
}

#[tokio::test]
async fn get_status_that_redirects() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    // httpbin redirects to /redirect/1, from there to /get.
    let call = server.client().answers().get_status(302);
    let error = call.await.expect_err("200, which is not documented");
    let Error::Undocumented(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 200);
    let json: Value = answer.json().expect("JSON");
    assert_eq!(json["url"], format!("{}/get", server.url));
    assert_eq!(json["headers"]["Authorization"], "Bearer the-token");
}

#[tokio::test]
async fn get_unless_unchanged() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let get = |none: Option<&str>, some: Option<&str>| {
        let params = GetUnlessUnchangedParams {
            if_none_match: none.map(str::to_owned),
            if_match: some.map(str::to_owned),
        };
        client.answers().get_unless_unchanged("v1", Some(&params))
    };
    for (none, some) in [
        (None, None),
        (Some("\"v0\""), None),
        (None, Some("\"v0\", \"v1\"")),
    ] {
        let answer = get(none, some).await.expect("200");
        assert_eq!(answer.header("etag"), Some("v1"));
        let raw = raw(&answer);
        let received = |name: &str| raw["headers"][name].as_str();
        assert_eq!(
            (received("If-None-Match"), received("If-Match")),
            (none, some)
        );
        let url = format!("{}/etag/v1", server.url);
        assert_eq!(answer.url.as_deref(), Some(&*url));
    }

    let error = get(Some("\"v0\", \"v1\""), None).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 304);
    assert!(matches!(
        answer.body(),
        GetUnlessUnchangedError::NotModified
    ));
    assert_eq!(answer.header("etag"), Some("v1"));

    let error = get(None, Some("\"v2\"")).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 412);
    assert!(
        matches!(answer.body(), GetUnlessUnchangedError::PreconditionFailed(text) if text.is_empty())
    );
}
