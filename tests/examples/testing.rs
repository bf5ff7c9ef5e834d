//! Tests a part of an application without the API: the mock server of the crate answers as the collection's saved responses do.
//!
//! ```text
//! cargo test -p postwright-tests --example testing
//! ```
//!
//! An application needs the feature `mock` only for this: in its `[dev-dependencies]`.

use generated::zoom::meetings::{self, UpdateRegistrantStatusError};
use generated::zoom::{Client, Error};

/// Turns somebody away from a meeting, and tells whether they had signed up.
async fn turn_away(zoom: &Client, meeting: i64, email: &str) -> Result<bool, Error> {
    let mut form = meetings::UpdateRegistrantStatus::new(meetings::Action::Deny);
    form.registrants = Some(vec![meetings::UpdateRegistrantStatusRegistrant {
        email: Some(email.to_owned()),
        ..Default::default()
    }]);
    let call = zoom
        .meetings()
        .update_registrant_status(meeting, &form, None);
    match call.await {
        Ok(_) => Ok(true),
        Err(Error::Api(error)) => match error.body() {
            UpdateRegistrantStatusError::NotFound(_) => Ok(false),
            _ => Err(Error::Api(error).into()),
        },
        Err(other) => Err(other.into()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("ZOOM_TOKEN").map_err(|_| "ZOOM_TOKEN is not set")?;
    let zoom = Client::builder().bearer_token(token).build()?;
    let known = turn_away(&zoom, 84_120_033_711, "eve@example.com").await?;
    println!("had signed up: {known}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use generated::zoom::mock::{self, Canned, Mock};

    use super::*;

    fn start() -> (Mock, Client) {
        let mock = mock::start().expect("a mock server");
        let zoom = mock::client(&mock).bearer_token("any");
        (mock, zoom.build().expect("a client"))
    }

    #[tokio::test]
    async fn what_is_sent_is_what_the_collection_says() {
        let (mock, zoom) = start();
        assert!(turn_away(&zoom, 7, "eve@example.com").await.expect("204"));
        let request = mock.requests().pop().expect("a request");
        assert_eq!(request.problems, []);
        assert!(
            request
                .received
                .text()
                .contains(r#"[{"email":"eve@example.com"}]"#)
        );
    }

    #[tokio::test]
    async fn unknown_people_and_other_trouble() {
        let (mock, zoom) = start();
        let operation = "meetings.update_registrant_status";
        mock.respond(operation, 404).expect("a saved response");
        assert!(!turn_away(&zoom, 7, "eve@example.com").await.expect("404"));
        // An hour is more than the client has patience for: it does not wait and try again.
        let busy = Canned::new(429, &[("Retry-After", "3600")], "too much");
        mock.respond(operation, busy).expect("an operation");
        let failed = turn_away(&zoom, 7, "eve@example.com").await;
        assert!(failed.expect_err("429").is_retryable());
    }
}
