//! Answers that do not come, or not whole.

use std::time::Duration;

use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{Error, TransportErrorKind};

use crate::common::{TOKEN, any, builder, core};

#[tokio::test]
async fn no_connection() {
    let url = Server::answering(200, &[], "").url();
    let core = builder(&url).build().expect("valid");
    let error = any(&core, "GET", "/")
        .query("key", TOKEN)
        .await
        .expect_err("refused");
    assert!(error.is_connect() && !error.is_timeout() && error.status().is_none());
    let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
    assert!(
        shown.contains("refused") && !shown.contains(TOKEN),
        "{shown}"
    );
    let host = url.replace("http://", "");
    let expected = format!("no connection to the server {host}");
    assert_eq!(error.to_string(), expected);
    let url = url.replace("://", &format!("://{TOKEN}:{TOKEN}@")) + "/" + TOKEN;
    let core = builder(&url).build().expect("valid");
    let error = any(&core, "GET", "/").await.expect_err("refused");
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn timeouts() {
    let slow = Canned::new(200, &[], "").after(Duration::from_millis(300));
    let server = Server::start(vec![slow]);
    let limit = Duration::from_millis(50);
    let error = any(&core(&server), "GET", "/")
        .timeout(limit)
        .await
        .expect_err("slow");
    assert!(error.is_timeout(), "{error:?}");
    let mut builder = builder(&server.url());
    builder.timeout(limit);
    let core = builder.build().expect("valid");
    assert!(any(&core, "GET", "/").await.expect_err("slow").is_timeout());
    let patient = any(&core, "GET", "/").timeout(Duration::from_secs(5));
    patient.await.expect("in time");
}

#[tokio::test]
async fn truncated_answers() {
    let broken = Canned::new(200, &[], "half").promising(8);
    let server = Server::start(vec![broken]);
    let error = any(&core(&server), "GET", "/").await.expect_err("broken");
    let kind = TransportErrorKind::Body;
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == kind),
        "{error:?}"
    );
    let mut download = any(&core(&server), "GET", "/").stream().await.expect("200");
    assert_eq!(
        download.chunk().await.expect("half").as_deref(),
        Some(&b"half"[..])
    );
    download.chunk().await.expect_err("broken");
}
