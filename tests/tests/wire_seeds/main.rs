//! What sample code that is made from the same two requests gets wrong, and what callers may rely on besides.
#![allow(missing_docs)]

mod answers;
mod calls;
mod errors;
mod sent;

use std::error::Error as StdError;
use std::fmt;
use std::net::{TcpListener, TcpStream};

use generated::httpbin;
use generated::runtime::testing::{Received, Server};
use generated::runtime::{Call, Response, Retries};
use generated::zoom::meetings::{
    Action, PerformBatchRegistration, PerformBatchRegistrationError,
    PerformBatchRegistrationRequestRegistrant, PerformBatchRegistrationResponse,
    UpdateRegistrantStatus, UpdateRegistrantStatusError, UpdateRegistrantStatusParams,
    UpdateRegistrantStatusRegistrant,
};
use generated::zoom::{self, Error};

const TOKEN: &str = "t0ken-that-nobody-may-see";

/// A body that the batch operation understands.
const REGISTERED: &str =
    r#"{"registrants":[{"registrant_id":"a1","email":"a@example.com","join_url":" https://x"}]}"#;

fn zoom(url: impl Into<String>) -> zoom::Client {
    let builder = zoom::Client::builder().base_url(url).bearer_token(TOKEN);
    // What is seen here is one request and its answer.
    let builder = builder.retries(Retries::none());
    builder.build().expect("a client")
}

fn httpbin(server: &Server) -> httpbin::Client {
    let builder = httpbin::Client::builder()
        .base_url(server.url())
        .bearer_token("token")
        .basic_auth("Aladdin", "open sesame");
    builder.build().expect("a client")
}

/// The body of the batch request as the collection has it.
fn batch_body() -> PerformBatchRegistration {
    let person = |first: &str, email: &str, last: &str| PerformBatchRegistrationRequestRegistrant {
        first_name: Some(first.to_owned()),
        email: Some(email.to_owned()),
        last_name: Some(last.to_owned()),
    };
    let registrants = vec![
        person(
            "dolore eu aute dolor",
            "KEESPCs-T1pF@ljUbrzdNgzMc.xx",
            "eu reprehenderit ea magna ex",
        ),
        person("aliquip deserunt", "okZ9KNk@nZOovoEvyoTCgW.eftt", "nostrud"),
    ];
    PerformBatchRegistration {
        auto_approve: Some(true),
        registrants: Some(registrants),
    }
}

type Batch = Call<PerformBatchRegistrationResponse, PerformBatchRegistrationError>;

type Update = Call<(), UpdateRegistrantStatusError>;

fn batch(client: &zoom::Client) -> Batch {
    let meetings = client.meetings();
    meetings.perform_batch_registration(68423085, &batch_body())
}

/// The update request as the collection has it, but for the value of the query parameter.
fn update(client: &zoom::Client, occurrence: Option<&str>) -> Update {
    let person = |id: &str, email: &str| UpdateRegistrantStatusRegistrant {
        id: Some(id.to_owned()),
        email: Some(email.to_owned()),
    };
    let registrants = vec![
        person("in ad ut nulla est", "nulla"),
        person("pariatur aute", "incididunt fugiat mollit consequat"),
    ];
    let body = UpdateRegistrantStatus {
        registrants: Some(registrants),
        ..UpdateRegistrantStatus::new(Action::Deny)
    };
    let params = UpdateRegistrantStatusParams {
        occurrence_id: occurrence.map(str::to_owned),
    };
    let meetings = client.meetings();
    meetings.update_registrant_status(68423085, &body, Some(&params))
}

/// The only request that a server received.
fn only(server: &Server) -> Received {
    let mut received = server.received();
    assert_eq!(received.len(), 1, "{received:?}");
    received.remove(0)
}

async fn batch_sent() -> Received {
    let server = Server::answering(200, &[], REGISTERED);
    let added = batch(&zoom(server.url())).await.expect("200");
    assert_eq!(added.registrants[0].registrant_id.as_deref(), Some("a1"));
    only(&server)
}

async fn update_sent(occurrence: &str) -> Received {
    let server = Server::answering(204, &[], "");
    let done = update(&zoom(server.url()), Some(occurrence)).await;
    done.expect("204");
    only(&server)
}

/// The outcome of the update operation at a server that answers so.
async fn update_answered(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Response<()>, Error<UpdateRegistrantStatusError>> {
    let server = Server::answering(status, headers, body);
    let outcome = update(&zoom(server.url()), None).await;
    assert_eq!(only(&server).method, "PUT");
    outcome
}

/// The documented error of the update operation at a server that answers so.
async fn update_error(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Response<UpdateRegistrantStatusError> {
    match update_answered(status, headers, body).await {
        Err(Error::Api(answer)) => *answer,
        other => panic!("{other:?}"),
    }
}

/// A port at which nobody listens, and nobody can while this lives: it is the near end of a connection.
struct Nobody {
    held: TcpStream,
}

impl Nobody {
    fn new() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let held = TcpStream::connect(address).expect("a connection");
        Self { held }
    }

    fn url(&self) -> String {
        format!("http://{}", self.held.local_addr().expect("an address"))
    }
}

async fn refused<T: fmt::Debug, E: fmt::Debug>(argument: &str, call: Call<T, E>) {
    match call.await {
        Err(generated::runtime::Error::Request(error)) => assert_eq!(error.argument(), argument),
        other => panic!("{argument}: {other:?}"),
    }
}

/// An error and all its sources, as a log would show them.
fn chain(error: &dyn StdError) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut next = error.source();
    while let Some(error) = next {
        text.push_str(&format!("\n{error} {error:?} {error:#?}"));
        next = error.source();
    }
    text
}
