//! What sample code that is made from the same two requests gets wrong, and what callers may rely on besides.
#![allow(missing_docs)]

use std::error::Error as StdError;
use std::fmt;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use generated::runtime::testing::{Canned, Received, Server};
use generated::runtime::{AnyBody, Call, Response, Retries};
use generated::{httpbin, zoom};
use postwright_tests::{boundary, parts};
use zoom::Error;
use zoom::meetings::{
    Action, PerformBatchRegistration, PerformBatchRegistrationError,
    PerformBatchRegistrationRequestRegistrant, PerformBatchRegistrationResponse,
    UpdateRegistrantStatus, UpdateRegistrantStatusError, UpdateRegistrantStatusParams,
    UpdateRegistrantStatusRegistrant,
};

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

// ---- What is sent ----

#[tokio::test]
async fn no_field_leaks_into_the_next() {
    let parts = parts(&batch_sent().await);
    let [auto_approve, registrants] = parts.as_slice() else {
        panic!("{parts:?}")
    };
    assert_eq!(
        auto_approve.headers,
        ["Content-Disposition: form-data; name=\"auto_approve\""]
    );
    assert_eq!(auto_approve.text(), "true");
    assert_eq!(
        registrants.headers,
        ["Content-Disposition: form-data; name=\"registrants\""]
    );
    assert_eq!(
        registrants.text(),
        r#"[{"first_name":"dolore eu aute dolor","email":"KEESPCs-T1pF@ljUbrzdNgzMc.xx","last_name":"eu reprehenderit ea magna ex"},{"first_name":"aliquip deserunt","email":"okZ9KNk@nZOovoEvyoTCgW.eftt","last_name":"nostrud"}]"#
    );
}

#[tokio::test]
async fn no_field_leaks_into_the_next_of_the_update() {
    let parts = parts(&update_sent("1").await);
    let contents: Vec<_> = parts.iter().map(|part| part.text()).collect();
    assert_eq!(
        contents,
        [
            "deny",
            r#"[{"id":"in ad ut nulla est","email":"nulla"},{"id":"pariatur aute","email":"incididunt fugiat mollit consequat"}]"#
        ]
    );
}

#[tokio::test]
async fn path_variables_are_filled() {
    let request = batch_sent().await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("POST", "/meetings/68423085/batch_registrants")
    );
}

#[tokio::test]
async fn a_query_value_with_spaces_keeps_path_and_host() {
    let server = Server::answering(204, &[], "");
    let call = update(&zoom(server.url()), Some("quis officia in reprehenderit"));
    call.await.expect("204");
    let request = only(&server);
    assert_eq!(
        (&*request.method, &*request.target),
        (
            "PUT",
            "/meetings/68423085/registrants/status?occurrence_id=quis%20officia%20in%20reprehenderit"
        )
    );
    let host = format!("http://{}", request.header("host").expect("a host"));
    assert_eq!(host, server.url());
}

#[tokio::test]
async fn the_boundary_is_named_and_used() {
    let (first, second) = (batch_sent().await, batch_sent().await);
    for request in [&first, &second] {
        let types = request.headers.iter();
        let types = types.filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        assert_eq!(types.count(), 1);
        let boundary = boundary(request).expect("a boundary in the Content-Type");
        let body = request.text();
        assert!(body.starts_with(&format!("--{boundary}\r\n")), "{body}");
        assert!(body.ends_with(&format!("\r\n--{boundary}--\r\n")), "{body}");
        assert_eq!(body.matches(boundary).count(), 3);
        let length = request.header("content-length");
        assert_eq!(length, Some(&*request.body.len().to_string()));
    }
    assert_ne!(boundary(&first), boundary(&second));
}

// ---- What counts as success ----

#[tokio::test]
async fn the_documented_204_is_a_success() {
    let done = update_answered(204, &[("X-Trace", "7")], "").await;
    let done = done.expect("204");
    assert_eq!(
        (done.status().as_u16(), done.header("x-trace")),
        (204, Some("7"))
    );
    let () = done.into_body();
}

#[tokio::test]
async fn an_undocumented_200_is_an_answer_with_its_body() {
    let headers = [("Content-Type", "application/json")];
    let error = update_answered(200, &headers, r#"{"queued":3}"#).await;
    let error = error.expect_err("not documented");
    assert!(error.is_success());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(
        error.bytes().map(|bytes| &bytes[..]),
        Some(&br#"{"queued":3}"#[..])
    );
    let Error::Undocumented(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.content_type(), Some("application/json"));
    let json: serde_json::Value = answer.json().expect("JSON");
    assert_eq!(json["queued"], 3);
}

#[tokio::test]
async fn a_documented_300_is_a_variant_and_not_followed() {
    let elsewhere = Server::answering(204, &[], "");
    let location = [("Location", &*elsewhere.url())];
    let answer = update_error(300, &location, "registration is off: 68423085").await;
    assert!(
        matches!(answer.body(), UpdateRegistrantStatusError::MultipleChoices(text) if text == "registration is off: 68423085"),
        "{answer:?}"
    );
    assert!(!answer.is_success());
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn a_documented_404_has_headers_and_body() {
    let headers = [("X-Zoom-Trackingid", "v1"), ("Content-Type", "text/plain")];
    let answer = update_error(404, &headers, "no such user: ü").await;
    assert_eq!(answer.status().as_u16(), 404);
    assert_eq!(answer.header("x-zoom-trackingid"), Some("v1"));
    assert!(
        matches!(answer.body(), UpdateRegistrantStatusError::NotFound(text) if text == "no such user: ü"),
        "{answer:?}"
    );
    assert_eq!(answer.bytes(), "no such user: ü".as_bytes());
}

#[tokio::test]
async fn every_documented_error_has_its_own_variant() {
    let bad = update_error(400, &[], "bad").await.into_body();
    assert!(matches!(&bad, UpdateRegistrantStatusError::BadRequest(text) if text == "bad"));
    let many = update_error(429, &[], "many").await.into_body();
    assert!(matches!(&many, UpdateRegistrantStatusError::TooManyRequests(text) if text == "many"));
}

#[tokio::test]
async fn an_undocumented_418_is_no_success() {
    let error = update_answered(418, &[("X-Pot", "tea")], "short and stout").await;
    let error = error.expect_err("not documented");
    assert!(!error.is_success());
    let pot = error.headers().and_then(|headers| headers.get("x-pot"));
    assert_eq!(pot.map(|value| value.as_bytes()), Some(&b"tea"[..]));
    let Error::Undocumented(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.status().as_u16(), answer.text()),
        (418, "short and stout".to_owned())
    );
}

#[tokio::test]
async fn success_is_not_judged_below_400() {
    for status in [302, 304, 399, 400, 404, 500] {
        let server = Server::answering(status, &[], REGISTERED);
        let error = batch(&zoom(server.url())).await.expect_err("not the 200");
        let documented = [400, 404].contains(&status);
        assert_eq!(matches!(error, Error::Api(_)), documented, "{status}");
        assert_eq!(
            matches!(error, Error::Undocumented(_)),
            !documented,
            "{status}"
        );
        assert!(!error.is_success(), "{status}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
}

#[tokio::test]
async fn another_success_is_what_it_holds() {
    for status in [201, 202, 299] {
        let server = Server::answering(status, &[], REGISTERED);
        let answer = batch(&zoom(server.url())).await.expect("as for 200");
        assert_eq!(answer.status().as_u16(), status);
        assert!(!answer.registrants.is_empty(), "{status}");
        // What has no member of the documented answer is none.
        let server = Server::answering(status, &[], r#"{"queued":true}"#);
        let error = batch(&zoom(server.url())).await.expect_err("another body");
        assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
        assert!(error.is_success(), "{status}");
    }
}

#[tokio::test]
async fn a_broken_body_names_the_place_and_is_kept() {
    for (body, path) in [
        (
            r#"{"registrants":[{"registrant_id":"a","email":"e","join_url":"j"},{"registrant_id":"b","email":7,"join_url":"j"}]}"#,
            "$.registrants[1].email",
        ),
        (r#"{"registrants":"none"}"#, "$.registrants"),
        (r#"{"registrants":[]} and more"#, "$"),
        ("<html>", "$"),
        ("", "$"),
    ] {
        let server = Server::answering(200, &[("X-Trace", "7")], body);
        let error = batch(&zoom(server.url())).await.expect_err("broken");
        let Error::Decode(error) = error else {
            panic!("{body}: {error:?}")
        };
        assert_eq!(error.path(), path, "{body}");
        assert_eq!(error.bytes(), body.as_bytes());
        assert_eq!(error.status().as_u16(), 200);
        assert_eq!(error.headers()["x-trace"], "7");
        assert!(error.to_string().contains(path), "{error}");
    }
}

#[tokio::test]
async fn a_missing_member_names_the_object_without_it() {
    let headers = r#""headers":{"Accept":"*/*","Host":"h"}"#;
    let line = r#"{"sku":"tea","quantity":1}"#;
    let body = format!(
        r#"{{"data":"",{headers},"json":{{"lines":[{line}]}},"method":"GET","origin":"o","url":"u"}}"#
    );
    let server = Server::answering(200, &[], body.as_str());
    let client = httpbin(&server);
    let error = client.orders().one_order().get_order("1", None).await;
    let Err(Error::Decode(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.path(), "$.json.lines[0]");
    assert!(error.to_string().contains("unit_price"), "{error}");
}

#[tokio::test]
async fn a_refused_connection_is_a_transport_error() {
    let nobody = Nobody::new();
    let error = batch(&zoom(nobody.url())).await.expect_err("nobody there");
    assert!(error.is_connect() && !error.is_timeout() && !error.is_success());
    assert!(error.status().is_none() && error.bytes().is_none());
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    let chain = chain(&error);
    assert!(chain.contains("refused"), "{chain}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_a_transport_error() {
    let answer = Canned::new(200, &[], REGISTERED).promising(REGISTERED.len() + 1);
    let server = Server::start(vec![answer]);
    let error = batch(&zoom(server.url())).await.expect_err("cut short");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(!error.is_connect());
}

// ---- What callers give is data ----

#[tokio::test]
async fn path_arguments_are_data() {
    for (id, target) in [
        ("a/b?c#d%20e", "/anything/a%2Fb%3Fc%23d%2520e"),
        ("../status", "/anything/..%2Fstatus"),
        ("%2e%2e", "/anything/%252e%252e"),
        ("{id}", "/anything/%7Bid%7D"),
        (":id", "/anything/:id"),
        ("a\\b \u{7f}", "/anything/a%5Cb%20%7F"),
        ("日本", "/anything/%E6%97%A5%E6%9C%AC"),
        ("...", "/anything/..."),
    ] {
        let server = Server::answering(200, &[], "{}");
        let client = httpbin(&server);
        let call = client.orders().one_order().get_order(id, None);
        call.bytes().await.expect("200");
        assert_eq!(only(&server).target, target, "{id}");
    }
}

#[tokio::test]
async fn query_arguments_are_data() {
    for (value, query) in [
        ("a&b=c", "occurrence_id=a%26b=c"),
        ("a#b", "occurrence_id=a%23b"),
        ("1+1", "occurrence_id=1%2B1"),
        ("100%25", "occurrence_id=100%2525"),
        ("?/:@", "occurrence_id=?/:@"),
        ("ü 日本", "occurrence_id=%C3%BC%20%E6%97%A5%E6%9C%AC"),
        ("{{x}}", "occurrence_id={{x}}"),
        ("\r\n", "occurrence_id=%0D%0A"),
        ("", "occurrence_id="),
    ] {
        let target = format!("/meetings/68423085/registrants/status?{query}");
        assert_eq!(update_sent(value).await.target, target, "{value}");
    }
}

#[tokio::test]
async fn form_fields_are_data() {
    let server = Server::answering(204, &[], "");
    let injection = "x\r\n--B\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\napprove";
    let body = UpdateRegistrantStatus::new(Action::from(injection));
    let client = zoom(server.url());
    let call = client.meetings().update_registrant_status(1, &body, None);
    call.await.expect("204");
    let parts = parts(&only(&server));
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].text(), injection);
}

#[tokio::test]
async fn path_arguments_that_would_change_the_path_are_refused() {
    let server = Server::answering(200, &[], "{}");
    let client = httpbin(&server);
    for value in ["", ".", ".."] {
        let orders = client.orders().one_order();
        refused("id", orders.get_order(value, None)).await;
        refused("id", orders.replace_order(value, &Default::default())).await;
        refused("id", orders.change_order(value, &Default::default())).await;
        refused("id", orders.delete_order(value)).await;
        let access = client.access().with_a_password();
        refused("user", access.check_password(value, "x")).await;
        refused("passwd", access.check_password("x", value)).await;
        refused("etag", client.answers().get_unless_unchanged(value, None)).await;
    }
    assert!(server.received().is_empty());
    client.answers().get_status(200).bytes().await.expect("200");
    assert_eq!(only(&server).target, "/status/200");
}

async fn refused<T: fmt::Debug, E: fmt::Debug>(argument: &str, call: Call<T, E>) {
    match call.await {
        Err(generated::runtime::Error::Request(error)) => assert_eq!(error.argument(), argument),
        other => panic!("{argument}: {other:?}"),
    }
}

// ---- What a call can do ----

#[tokio::test]
async fn the_timeout_of_a_call() {
    // Connections are taken by the system, and nobody ever answers.
    let silent = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let patient = zoom::Client::builder().base_url(url);
    let patient = patient.timeout(Duration::from_secs(3600)).build();
    let call = batch(&patient.expect("a client")).timeout(Duration::from_millis(20));
    let outcome = tokio::time::timeout(Duration::from_secs(20), call).await;
    let error = outcome.expect("the limit of the call");
    let error = error.expect_err("no answer");
    assert!(error.is_timeout(), "{error:?}");
    assert!(matches!(error, Error::Transport(_)));

    let slow = Canned::new(204, &[], "").after(Duration::from_millis(500));
    let server = Server::start(vec![slow]);
    let hasty = zoom::Client::builder().base_url(server.url());
    let hasty = hasty.timeout(Duration::from_millis(20)).build();
    let hasty = hasty.expect("a client");
    let error = update(&hasty, None).await.expect_err("no time");
    assert!(error.is_timeout(), "{error:?}");
    let call = update(&hasty, None).timeout(Duration::from_secs(3600));
    call.await.expect("204");
}

#[tokio::test]
async fn headers_and_queries_of_a_call() {
    let server = Server::answering(204, &[], "");
    let client = zoom::Client::builder()
        .base_url(server.url())
        .bearer_token(TOKEN)
        .default_header("X-App", "default")
        .default_header("X-Kept", "default");
    let client = client.build().expect("a client");
    let call = update(&client, Some("1"))
        .header("x-app", "call")
        .header("X-Twice", 1)
        .header("X-Twice", true)
        .header("Authorization", "Bearer other")
        .query("a b", "c&d")
        .query("list", ["x", "y"].to_vec())
        .query("none", None::<i64>);
    call.await.expect("204");
    let request = only(&server);
    let values = |name: &str| -> Vec<_> {
        let headers = request.headers.iter();
        let headers = headers.filter(|(other, _)| other.eq_ignore_ascii_case(name));
        headers.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(values("X-App"), ["call"]);
    assert_eq!(values("X-Kept"), ["default"]);
    assert_eq!(values("X-Twice"), ["1", "true"]);
    assert_eq!(values("Authorization"), ["Bearer other"]);
    assert_eq!(
        request.target,
        "/meetings/68423085/registrants/status?occurrence_id=1&a%20b=c%26d&list=x&list=y"
    );

    update(&client, None).await.expect("204");
    let next = server.received().remove(1);
    assert_eq!(next.header("x-app"), Some("default"));
    assert_eq!(
        next.header("authorization"),
        Some(&*format!("Bearer {TOKEN}"))
    );
    assert_eq!(next.target, "/meetings/68423085/registrants/status");
}

#[tokio::test]
async fn headers_of_a_call_are_checked() {
    let server = Server::answering(204, &[], "");
    let client = zoom(server.url());
    refused("X-A", update(&client, None).header("X-A", "a\r\nX-B: b")).await;
    refused("X A", update(&client, None).header("X A", "a")).await;
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_answer_as_another_type() {
    let server = Server::answering(201, &[], r#"{"registrants":[],"total":7}"#);
    let client = zoom(server.url());
    let json = batch(&client).send_as::<serde_json::Value>();
    assert_eq!(json.await.expect("201")["total"], 7);
    let error = batch(&client).send_as::<Vec<i64>>().await;
    let error = error.expect_err("no list");
    assert!(
        matches!(&error, Error::Decode(error) if error.path() == "$"),
        "{error:?}"
    );

    let failing = Server::answering(404, &[], "{}");
    let error = batch(&zoom(failing.url())).send_as::<serde_json::Value>();
    let error = error.await.expect_err("404");
    assert!(
        matches!(&error, Error::Api(answer) if matches!(answer.body(), PerformBatchRegistrationError::NotFound(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_answer_as_bytes() {
    let body: &[u8] = b"\xff\0 not JSON";
    let server = Server::answering(200, &[("X-Trace", "7")], body);
    let client = zoom(server.url());
    let answer = batch(&client).bytes().await.expect("200");
    assert_eq!(answer.body(), body);
    assert_eq!(answer.header("x-trace"), Some("7"));
    assert!(matches!(batch(&client).await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn an_answer_in_chunks() {
    let body = vec![b'x'; 1 << 20];
    let answer = Canned::new(200, &[("X-Trace", "7")], body.clone());
    let broken = Canned::new(200, &[], "half").promising(8);
    let missing = Canned::new(404, &[], "gone");
    let server = Server::start(vec![answer, broken, missing]);
    let client = zoom(server.url());

    let mut download = batch(&client).stream().await.expect("200");
    assert_eq!(download.status().as_u16(), 200);
    assert_eq!(download.headers()["x-trace"], "7");
    let (mut received, mut chunks) = (Vec::new(), 0);
    while let Some(chunk) = download.chunk().await.expect("a chunk") {
        received.extend_from_slice(&chunk);
        chunks += 1;
    }
    assert!(received == body, "{} bytes", received.len());
    assert!(chunks > 1);

    let mut download = batch(&client).stream().await.expect("200");
    let mut received = Vec::new();
    let error = loop {
        match download.chunk().await {
            Ok(chunk) => received.extend_from_slice(&chunk.expect("an error, not an end")),
            Err(error) => break error,
        }
    };
    assert_eq!(received, b"half");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");

    let error = batch(&client).stream().await.expect_err("404");
    assert!(
        matches!(&error, Error::Api(answer) if matches!(answer.body(), PerformBatchRegistrationError::NotFound(text) if text == "gone")),
        "{error:?}"
    );
}

#[test]
fn a_call_without_async() {
    let server = Server::start(vec![
        Canned::new(200, &[], REGISTERED),
        Canned::new(429, &[], "slow down"),
    ]);
    let client = zoom(server.url());
    let added = batch(&client).wait().expect("200");
    assert_eq!(added.registrants[0].email.as_deref(), Some("a@example.com"));
    let error = batch(&client).wait().expect_err("429");
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_call_without_async_within_async() {
    let server = Server::answering(204, &[], "");
    let client = zoom(server.url());
    update(&client, None).wait().expect("204");
    assert_eq!(only(&server).method, "PUT");
}

#[tokio::test]
async fn calls_are_lazy_sendable_and_own_what_they_need() {
    fn sendable<T: Send + Unpin + 'static>(value: T) -> T {
        value
    }
    let server = Server::answering(200, &[], REGISTERED);
    let mut spawned = Vec::new();
    {
        let client = sendable(zoom(server.url()));
        for number in 0..8 {
            let call = sendable(batch(&client).query("number", number));
            spawned.push(call);
        }
        drop(batch(&client));
    }
    assert!(server.received().is_empty(), "sent before the first poll");

    let last = spawned.split_off(6);
    let mut tasks: Vec<_> = spawned.into_iter().map(tokio::spawn).collect();
    let stream = |call: Batch| async move { call.stream().await.map(|download| download.status()) };
    let mut last = last.into_iter();
    let streamed = tokio::spawn(sendable(Box::pin(stream(last.next().expect("a call")))));
    let (first, joined) = tokio::join!(&mut tasks[0], last.next().expect("a call"));
    assert_eq!(first.expect("a task").expect("200").registrants.len(), 1);
    assert_eq!(joined.expect("200").registrants.len(), 1);
    assert_eq!(streamed.await.expect("a task").expect("200"), 200);
    for task in tasks.drain(1..) {
        assert_eq!(
            task.await.expect("a task").expect("200").registrants.len(),
            1
        );
    }
    let mut targets: Vec<_> = server
        .received()
        .into_iter()
        .map(|request| request.target)
        .collect();
    targets.sort();
    let expected = |number| format!("/meetings/68423085/batch_registrants?number={number}");
    assert_eq!(targets, (0..8).map(expected).collect::<Vec<_>>());
}

// ---- Errors in the hands of callers ----

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

#[tokio::test]
async fn each_operation_carries_its_own_credential() {
    const BEARER: Option<&str> = Some("Bearer token");
    const BASIC: Option<&str> = Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    async fn carried<T, E: fmt::Debug>(
        credential: Option<&str>,
        call: impl Fn(&httpbin::Client) -> Call<T, E>,
    ) {
        let server = Server::answering(200, &[], "{}");
        call(&httpbin(&server)).bytes().await.expect("200");
        let request = only(&server);
        assert_eq!(
            request.header("authorization"),
            credential,
            "{}",
            request.target
        );
        // Without credentials nothing is made up.
        let server = Server::answering(200, &[], "{}");
        let anonymous = httpbin::Client::builder().base_url(server.url());
        let anonymous = anonymous.build().expect("a client");
        call(&anonymous).bytes().await.expect("200");
        assert_eq!(only(&server).header("authorization"), None);
    }
    let pizza = httpbin::inspect::OrderAPizza::new("Ada", httpbin::inspect::Size::Large);
    let parcel = httpbin::inspect::SendAParcel::new("Ada", Vec::new());
    carried(BEARER, |client| client.inspect().get_arguments(None)).await;
    carried(BEARER, |client| client.inspect().order_a_pizza(&pizza)).await;
    carried(BEARER, |client| client.inspect().send_a_parcel(&parcel)).await;
    carried(BEARER, |client| {
        client.orders().create_order(&Default::default())
    })
    .await;
    let body = Default::default();
    carried(BEARER, |client| {
        client.orders().one_order().get_order("1", None)
    })
    .await;
    carried(BEARER, |client| {
        client.orders().one_order().replace_order("1", &body)
    })
    .await;
    let body = Default::default();
    carried(BEARER, |client| {
        client.orders().one_order().change_order("1", &body)
    })
    .await;
    carried(BEARER, |client| {
        client.orders().one_order().delete_order("1")
    })
    .await;
    carried(BEARER, |client| client.access().check_token()).await;
    carried(BASIC, |client| {
        client.access().with_a_password().check_password("a", "b")
    })
    .await;
    carried(None, |client| client.answers().get_robots_file()).await;
    carried(BEARER, |client| client.answers().get_status(204)).await;
    carried(BEARER, |client| {
        client.answers().get_unless_unchanged("v1", None)
    })
    .await;
}
