//! What is known of an answer by its headers.
#![allow(missing_docs)]

mod common;

use std::time::Duration;

use common::{any, core};
use postwright_runtime::testing::Server;

#[tokio::test]
async fn the_name_of_a_request() {
    for (headers, expected) in [
        (&[("X-Request-Id", "a")][..], Some("a")),
        (&[("request-id", "a")], Some("a")),
        (&[("X-Correlation-ID", "a")], Some("a")),
        (&[("x-amzn-RequestId", "a")], Some("a")),
        (&[("x-amz-request-id", "a")], Some("a")),
        (&[("x-ms-request-id", "a")], Some("a")),
        (&[("X-GitHub-Request-Id", "a")], Some("a")),
        (&[("x-zm-trackingid", "a")], Some("a")),
        (&[("X-Trace-Id", "a")], Some("a")),
        (&[("CF-RAY", "a")], Some("a")),
        // The one that comes first in the list, if it says something.
        (&[("cf-ray", "b"), ("request-id", "a")], Some("a")),
        (&[("x-request-id", ""), ("cf-ray", "a")], Some("a")),
        (&[("X-Id", "a")], None),
    ] {
        for status in [200, 400] {
            let server = Server::answering(status, headers, "");
            match any(&core(&server), "GET", "/").await {
                Ok(answer) => assert_eq!(answer.request_id(), expected, "{headers:?}"),
                Err(error) => assert_eq!(error.request_id(), expected, "{headers:?}"),
            }
        }
    }
}

#[tokio::test]
async fn when_to_come_again() {
    let now = ("Date", "Wed, 21 Oct 2015 07:28:00 GMT");
    for (headers, seconds) in [
        (&[("Retry-After", "120")][..], Some(120)),
        (
            &[now, ("Retry-After", "Wed, 21 Oct 2015 07:29:01 GMT")],
            Some(61),
        ),
        (
            &[now, ("Retry-After", "Tue, 01 Mar 2016 07:28:00 GMT")],
            Some(132 * 86_400),
        ),
        (
            &[now, ("Retry-After", "Wednesday, 21-Oct-15 07:28:01 GMT")],
            Some(1),
        ),
        (
            &[now, ("Retry-After", "Wed Oct 21 07:28:59 2015")],
            Some(59),
        ),
        (
            &[now, ("Retry-After", "Wed, 21 Oct 2015 07:00:00 GMT")],
            Some(0),
        ),
        (
            &[now, ("Retry-After", "Wed, 21 Oct 2015 07:28:00 +0100")],
            None,
        ),
        (
            &[now, ("Retry-After", "Wed, 32 Oct 2015 07:28:00 GMT")],
            None,
        ),
        (
            &[now, ("Retry-After", "Wed, 21 Oct 0015 07:28:00 GMT")],
            None,
        ),
        (&[("Retry-After", "Wed, 21 Oct 2015 07:29:00 GMT")], None),
        (&[now], None),
    ] {
        let server = Server::answering(400, headers, "");
        let error = any(&core(&server), "GET", "/").await.expect_err("400");
        assert_eq!(error.header("RETRY-AFTER").is_some(), headers != [now]);
        assert_eq!(
            error.retry_after(),
            seconds.map(Duration::from_secs),
            "{headers:?}"
        );
    }
}
