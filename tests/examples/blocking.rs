//! A program without `async`: `.wait()` sends a call and blocks the thread until the answer is there.
//!
//! ```text
//! cargo run -p postwright-tests --example blocking
//! ```
//!
//! It needs the feature `blocking` and no runtime of its own. It runs offline, against the mock server of the crate.

use std::error::Error as StdError;
use std::thread;

use generated::httpbin::access::CheckTokenError;
use generated::httpbin::{Error, mock, orders};

fn main() -> Result<(), Box<dyn StdError>> {
    let mock = mock::start()?;
    // The real server: `Client::builder()` in the place of `mock::client(&mock)`.
    let client = mock::client(&mock).bearer_token("a token").build()?;

    let order = orders::CreateOrder {
        reference: Some("PW-1001".to_owned()),
        express: Some(true),
        ..Default::default()
    };
    let created = client.orders().create_order(&order).wait()?;
    println!("created: {}", created.status());

    // A documented error is a variant here as it is with `.await`.
    mock.respond("access.check_token", 401)?;
    match client.access().check_token().wait() {
        Ok(_) => println!("the token is good"),
        Err(Error::Api(error)) => match error.body() {
            CheckTokenError::Unauthorized(_) => println!("the token is not good"),
            other => println!("{other:?}"),
        },
        Err(other) => return Err(other.into()),
    }

    // Threads share a client.
    let codes = thread::scope(|scope| {
        let get = |id| client.orders().one_order().get_order(id, None).wait();
        let threads = ["PW-1001", "PW-1002", "PW-1003"].map(|id| scope.spawn(move || get(id)));
        threads.map(|thread| thread.join().expect("no panic").map(|order| order.status()))
    });
    for code in codes {
        println!("got: {}", code?);
    }
    Ok(())
}
