//! The pauses between tries.

use std::time::Duration;

use postwright_runtime::{Retries, TransportErrorKind};
use tokio::time::Instant;

use crate::common::any;
use crate::common::scripted::{Scripted, Step};
use crate::{OK, scripted};

fn after(status: u16, retry_after: &'static str) -> Step {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    Step::Answer(status, vec![("Date", date), ("Retry-After", retry_after)])
}

#[tokio::test(start_paused = true)]
async fn retry_after() {
    let second = Duration::from_secs;
    for (value, expected) in [
        // What is asked for, where that is longer than the pause would be.
        ("2", Some(second(2)..=second(2))),
        (" 60 ", Some(second(60)..=second(60))),
        (
            "2.5",
            Some(Duration::from_millis(2500)..=Duration::from_millis(2500)),
        ),
        (
            "Sun, 06 Nov 1994 08:49:47 GMT",
            Some(second(10)..=second(10)),
        ),
        (
            "Sunday, 06-Nov-94 08:50:07 GMT",
            Some(second(30)..=second(30)),
        ),
        ("Sun Nov  6 08:49:40 1994", Some(second(3)..=second(3))),
        // What has no meaning, or has passed.
        ("0", Some(second(0)..=second(1))),
        ("Sun, 06 Nov 1994 08:49:00 GMT", Some(second(0)..=second(1))),
        ("soon", Some(second(0)..=second(1))),
        ("", Some(second(0)..=second(1))),
        ("-1", Some(second(0)..=second(1))),
        ("1.2.3", Some(second(0)..=second(1))),
        ("Sun, 31 Foo 1994 08:49:37 GMT", Some(second(0)..=second(1))),
        // More than anyone waits for.
        ("61", None),
        ("99999999999999999999", None),
        ("Mon, 07 Nov 1994 08:49:37 GMT", None),
        ("Tue, 29 Feb 2000 00:00:00 GMT", None),
    ] {
        let transport = Scripted::new(&[after(503, value), OK]);
        let start = Instant::now();
        let outcome = any(&scripted(&transport), "GET", "/").await;
        let Some(expected) = expected else {
            let error = outcome.expect_err(value);
            assert_eq!(
                (start.elapsed(), transport.sent()),
                (second(0), 1),
                "{value}"
            );
            assert!(error.retry_after().is_some_and(|asked| asked > second(60)));
            continue;
        };
        outcome.expect(value);
        let (pause, sent) = (transport.sleeps(), transport.sent());
        assert!(
            pause.len() == 1 && expected.contains(&pause[0]),
            "{value}: {pause:?}"
        );
        assert_eq!(sent, 2, "{value}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_date_without_the_servers_clock_counts_for_nothing() {
    let header = ("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT");
    let transport = Scripted::new(&[Step::Answer(503, vec![header]), OK]);
    any(&scripted(&transport), "GET", "/").await.expect("200");
    assert!(transport.sleeps()[0] < Duration::from_millis(500));
}

#[tokio::test(start_paused = true)]
async fn patience() {
    for (longest, sent) in [(9, 1), (10, 2), (3600, 2)] {
        let transport = Scripted::new(&[after(429, "10"), OK]);
        let retries = Retries::default().patience(Duration::from_secs(longest));
        let outcome = any(&scripted(&transport), "GET", "/").retries(retries);
        assert_eq!(outcome.await.is_ok(), sent == 2, "{longest}");
        assert_eq!(transport.sent(), sent, "{longest}");
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_up_to_the_longest_and_differ() {
    let transport = Scripted::new(&[Step::Fail(TransportErrorKind::Closed)]);
    let retries = Retries::up_to(60).backoff(Duration::from_secs(1), Duration::from_secs(8));
    let call = any(&scripted(&transport), "GET", "/").retries(retries);
    call.await.expect_err("no answer");
    let pauses = transport.sleeps();
    assert_eq!(pauses.len(), 60);
    for (done, pause) in pauses.iter().enumerate() {
        let longest = Duration::from_secs([1, 2, 4, 8][done.min(3)]);
        assert!(*pause <= longest, "{done}: {pause:?}");
    }
    // Of 57 numbers up to eight, some are small and some are not.
    assert!(pauses.iter().any(|pause| *pause > Duration::from_secs(4)));
    assert!(pauses.iter().any(|pause| *pause < Duration::from_secs(2)));
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_call_includes_pauses() {
    // There cannot be time for this pause: what is there is the answer.
    let transport = Scripted::new(&[after(503, "10"), OK]);
    let start = Instant::now();
    let call = any(&scripted(&transport), "GET", "/").timeout(Duration::from_secs(10));
    let error = call.await.expect_err("503");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(start.elapsed(), Duration::ZERO);

    // The first pause is no longer than the time there is, but the two of them are.
    let transport = Scripted::new(&[after(503, "6"), after(503, "6"), OK]);
    let start = Instant::now();
    let call = any(&scripted(&transport), "GET", "/").timeout(Duration::from_secs(10));
    let error = call.await.expect_err("503");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(
        (start.elapsed(), transport.sent()),
        (Duration::from_secs(6), 2)
    );

    // A try that takes its time leaves none for the pause that comes after it.
    let transport = Scripted::new(&[Step::Hang]);
    let mut builder = transport.client();
    builder.read_timeout(Duration::from_secs(6));
    builder.timeout(Duration::from_secs(10));
    let start = Instant::now();
    let call = any(&builder.build().expect("a client"), "GET", "/");
    let error = call.await.expect_err("too slow");
    assert!(error.is_timeout());
    assert_eq!(start.elapsed(), Duration::from_secs(10));
}
