//! Errors as others, and that nothing shows a secret.

use std::error::Error as StdError;
use std::time::Duration;

use generated::runtime::AnyBody;
use generated::runtime::testing::{Canned, Server};
use generated::zoom::Error;
use generated::zoom::meetings::PerformBatchRegistrationError;

use crate::{Batch, Nobody, REGISTERED, TOKEN, batch, chain, httpbin, only, update, zoom};

#[tokio::test]
async fn every_error_becomes_the_common_one() {
    async fn both(client: &zoom::Client) -> Result<usize, Error> {
        update(client, None).await?;
        let added = batch(client).await?;
        Ok(added.registrants.len())
    }
    let server = Server::start(vec![
        Canned::new(204, &[], ""),
        Canned::new(200, &[], REGISTERED),
        Canned::new(404, &[("Content-Type", "text/plain")], "nobody"),
        Canned::new(204, &[], ""),
        Canned::new(500, &[], "oops"),
        Canned::new(204, &[], ""),
        Canned::new(200, &[], "null"),
    ]);
    let client = zoom(server.url());
    assert_eq!(both(&client).await.expect("both"), 1);

    let error = both(&client).await.expect_err("404");
    let Error::Api(answer) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.text(),
            answer.content_type()
        ),
        (404, "nobody".to_owned(), Some("text/plain"))
    );
    let error = both(&client).await.expect_err("500");
    assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
    let error = both(&client).await.expect_err("no object");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert_eq!(server.received().len(), 7);
    let nobody = Nobody::new();
    let error = both(&zoom(nobody.url())).await.expect_err("nobody there");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
}

#[tokio::test]
async fn every_error_becomes_a_boxed_one() {
    async fn send(client: &zoom::Client) -> Result<(), Box<dyn StdError + Send + Sync>> {
        batch(client).await?;
        Ok(())
    }
    let server = Server::answering(404, &[], "nobody");
    let error = send(&zoom(server.url())).await.expect_err("404");
    assert_eq!(error.to_string(), "the server answered 404 Not Found");
    let error = error.downcast::<Error<PerformBatchRegistrationError>>();
    let error = error.expect("the typed error");
    assert_eq!(error.bytes().map(|bytes| &bytes[..]), Some(&b"nobody"[..]));
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    const SECRET: &str = "s3cret";
    let hidden = |what: &str, text: String| {
        assert!(!text.is_empty());
        for secret in [TOKEN, SECRET, "dXNlcjpzM2NyZXQ"] {
            assert!(!text.contains(secret), "{what} shows a secret: {text}");
        }
    };
    // Whatever the server says and a caller keeps to themselves, in all the places where it could be.
    let kept = |call: Batch| {
        call.header("X-Key", SECRET)
            .query("key", SECRET)
            .timeout(Duration::from_secs(3600))
    };
    let builder = |url: String| {
        zoom::Client::builder()
            .base_url(url.replace("http://", &format!("http://user:{SECRET}@")))
            .default_header("X-Secret", SECRET)
            .bearer_token(TOKEN)
    };
    let nobody = Nobody::new();
    hidden("the builder", format!("{:#?}", builder(nobody.url())));
    let client = builder(nobody.url()).build().expect("a client");
    hidden("the client", format!("{client:?} {client:#?}"));
    hidden("the group", format!("{:#?}", client.meetings()));
    hidden("the call", format!("{:#?}", kept(batch(&client))));
    let with_password = httpbin::Client::builder().basic_auth("user", SECRET);
    hidden("the password", format!("{with_password:#?}"));
    let with_password = with_password.build().expect("a client");
    hidden("the password", format!("{with_password:#?}"));

    let kept_secret = |error: Error<PerformBatchRegistrationError>| {
        hidden("the error", chain(&error));
        hidden("the common error", chain(&Error::<AnyBody>::from(error)));
    };
    let cookie = [("Set-Cookie", SECRET)];
    let wrong = format!(r#"{{"registrants":"{SECRET}"}}"#);
    for (kind, answer) in [
        (
            "Api",
            Canned::new(404, &cookie, "a typed body shows itself"),
        ),
        ("Undocumented", Canned::new(500, &cookie, SECRET)),
        ("Decode", Canned::new(200, &cookie, wrong)),
        ("Decode", Canned::new(200, &cookie, SECRET)),
        (
            "Transport",
            Canned::new(200, &cookie, SECRET).promising(1000),
        ),
    ] {
        let server = Server::start(vec![answer]);
        let client = builder(server.url()).build().expect("a client");
        let error = kept(batch(&client)).await.expect_err("an error");
        let request = only(&server);
        assert_eq!(request.header("x-key"), Some(SECRET));
        assert_eq!(request.header("x-secret"), Some(SECRET));
        assert!(request.target.ends_with("?key=s3cret"));
        let bearer = format!("Bearer {TOKEN}");
        assert_eq!(request.header("authorization"), Some(&*bearer));
        assert_eq!(variant(&error), kind);
        kept_secret(error);
    }
    let refused = kept(batch(&client)).header("X-Bad", format!("{SECRET}\n"));
    for (kind, call) in [("Request", refused), ("Transport", kept(batch(&client)))] {
        let error = call.await.expect_err("an error");
        assert_eq!(variant(&error), kind);
        kept_secret(error);
    }

    let server = Server::answering(200, &cookie, SECRET);
    let client = builder(server.url()).build().expect("a client");
    let download = kept(batch(&client)).stream().await.expect("200");
    hidden("the download", format!("{download:#?}"));
}

fn variant<E>(error: &Error<E>) -> &'static str {
    match error {
        Error::Api(_) => "Api",
        Error::Undocumented(_) => "Undocumented",
        Error::Decode(_) => "Decode",
        Error::Transport(_) => "Transport",
        Error::Request(_) => "Request",
        _ => "another one",
    }
}
