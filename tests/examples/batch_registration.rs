//! Registers the people of a CSV file for a Zoom meeting, in batches, and waits when Zoom says that it is too much.
//!
//! ```text
//! cargo run -p postwright-tests --example batch_registration [FILE.csv]
//! ```
//!
//! It runs offline, against a stand-in for Zoom that answers the second request with 429 and `Retry-After: 1`.

mod support;

use std::time::Duration;

use generated::runtime::retry::Retries;
use generated::zoom::{Client, Error, meetings};

const MEETING: i64 = 84_120_033_711;
/// Zoom takes 30 people in one call; so few are for show.
const BATCH: usize = 2;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/registrants.csv");
    let file = std::env::args().nth(1).unwrap_or(sample.to_owned());
    let people = read(&file)?;

    let stand_in = support::zoom()?;
    // After 429 a POST is repeated, too: it was refused. After other trouble it is not, unless the client says `any_method()`.
    // The pauses are random, and no shorter than `Retry-After` says; one that says more than `patience` is not waited for.
    let retries = Retries::up_to(4);
    let zoom = Client::builder()
        .base_url(stand_in.url()) // without this line it is the real server
        .bearer_token("a token")
        .retries(retries.patience(Duration::from_secs(30)))
        .build()?;

    let meetings = zoom.meetings();
    for (batch, people) in people.chunks(BATCH).enumerate() {
        let form = meetings::PerformBatchRegistration {
            auto_approve: Some(true),
            registrants: Some(people.to_vec()),
        };
        match meetings.perform_batch_registration(MEETING, &form).await {
            Ok(added) => added.registrants.iter().for_each(show),
            // What the collection documents: 400, 404, and 429 if it does not end. The next batch may do.
            Err(Error::Api(error)) => println!("batch {batch} is refused: {:?}", error.body()),
            Err(other) => return Err(other.into()),
        }
    }
    println!("requests: {}", stand_in.requests());
    Ok(())
}

/// The rows of a file with the columns email, first name and last name.
fn read(path: &str) -> csv::Result<Vec<meetings::PerformBatchRegistrationRequestRegistrant>> {
    let mut file = csv::Reader::from_path(path)?;
    let rows = file.deserialize().map(|row| {
        let (email, first_name, last_name) = row?;
        Ok(meetings::PerformBatchRegistrationRequestRegistrant {
            email,
            first_name,
            last_name,
        })
    });
    rows.collect()
}

fn show(registrant: &meetings::PerformBatchRegistrationResponseRegistrant) {
    if let (Some(email), Some(url)) = (&registrant.email, &registrant.join_url) {
        println!("{email} joins at {url}");
    }
}
