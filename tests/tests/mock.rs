//! The mock server: which saved response answers a request, and what is said of the request.

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use generated::runtime::mock::{Mock, Options};
use generated::runtime::mock_data::Description;

/// An answer as it came over the wire.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn all(&self, name: &str) -> Vec<&str> {
        let headers = self.headers.iter();
        let of_name = headers.filter(|(own, _)| own.eq_ignore_ascii_case(name));
        of_name.map(|(_, value)| value.as_str()).collect()
    }

    fn header(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }

    fn problems(&self) -> Vec<&str> {
        self.all("x-postwright-problem")
    }
}

/// Sends a request that is written as its first line, its headers, an empty line and its body.
fn send(mock: &Mock, request: &str) -> Answer {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let head = head
        .replace('\n', "\r\n")
        .replacen("\r\n", " HTTP/1.1\r\n", 1);
    let version = if head.contains(" HTTP/1.1") {
        ""
    } else {
        " HTTP/1.1"
    };
    let url = mock.url();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    write!(
        stream,
        "{head}{version}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status: status
            .and_then(|status| status.parse().ok())
            .expect("a status code"),
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

fn description(folder: &str) -> String {
    common::generated(folder).mock
}

fn shop() -> Mock {
    Mock::start(&description("tests/fixtures/mock_server")).expect("a mock server")
}

const BEARER: &str = "Authorization: Bearer s3cr3t-t0k3n";

#[test]
fn the_saved_response_that_fits_best_is_the_answer() {
    let mock = shop();
    for (request, status, example) in [
        // A success comes before what comes first; the value of the path before that.
        ("GET /v1/orders/5", 200, "Found"),
        ("GET /v1/orders/7", 200, "Found"),
        ("GET /v1/orders/404", 404, "No such order"),
        // The path of the server may be there or not, and a slash at the end.
        ("GET /orders/5", 200, "Found"),
        ("GET /orders/5/", 200, "Found"),
        // Text before a variable.
        ("GET /orders/latest", 200, "Latest"),
        ("GET /orders/%6Catest", 200, "Latest"),
        // The query.
        ("GET /orders?limit=10", 200, "Ten"),
        ("GET /orders?limit=0", 400, "Bad limit"),
        ("GET /orders?state=closed&limit=10", 200, "Closed"),
        ("GET /orders", 200, "Ten"),
        // The body.
        (
            "POST /orders\nContent-Type: application/json\n\n{\"item\":\"tea\"}",
            201,
            "Created",
        ),
        (
            "POST /orders\nContent-Type: application/json\n\n{\"count\":1,\"item\":\"gold\"}",
            409,
            "Sold out",
        ),
        // What is always sent tells requests of one path apart.
        (
            "POST /token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=password&user=ada",
            200,
            "For a password",
        ),
        (
            "POST /token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code",
            200,
            "For a code",
        ),
        // Postman's headers.
        (
            "GET /orders/7\nx-mock-response-code: 404",
            404,
            "No such order",
        ),
        (
            "GET /orders/7\nx-mock-response-name: No such order",
            404,
            "No such order",
        ),
        (
            "POST /token\nx-mock-response-name: For a code",
            200,
            "For a code",
        ),
        (
            "POST /orders\nx-mock-match-request-body: true\n\n{\"item\":\"gold\",\"count\":1}",
            409,
            "Sold out",
        ),
        (
            "GET /orders\nx-mock-match-request-headers: X-Region\nX-Region: us",
            200,
            "Closed",
        ),
        // Without a saved response: the documented code; without one, or with a wish that nothing meets, an explanation.
        ("DELETE /orders/7", 204, ""),
        ("DELETE /orders/7\nx-mock-response-code: 204", 204, ""),
        ("PUT /orders/7", 501, ""),
        ("GET /orders/7\nx-mock-response-code: 500", 404, ""),
        ("GET /orders/7\nx-mock-response-code: many", 400, ""),
        (
            "POST /orders\nx-mock-match-request-body: true\n\n{}",
            404,
            "",
        ),
        ("PATCH /orders/7", 405, ""),
        ("GET /ordrs/7", 404, ""),
    ] {
        let answer = send(&mock, request);
        let got = (answer.status, answer.header("x-postwright-example"));
        assert_eq!(got, (status, example), "{request}");
    }
}

#[test]
fn what_is_saved_without_a_code_is_the_answer_with_any_that_nothing_is_saved_for() {
    let text = description("tests/fixtures/default_response");
    let mock = Mock::start(&text).expect("a mock server");
    for (request, status, example) in [
        // Nobody asks for it: a success comes before.
        ("GET /pets", 200, "The pets"),
        // For another code than those that are saved it is there.
        (
            "GET /pets\nx-mock-response-code: 418",
            418,
            "Unexpected error",
        ),
        (
            "POST /pets\nx-mock-response-code: 500",
            500,
            "Unexpected error",
        ),
        (
            "POST /pets\nx-mock-response-code: 409",
            409,
            "The name is taken",
        ),
        // But for no success, and no code that HTTP does not know.
        ("POST /pets\nx-mock-response-code: 202", 404, ""),
        ("POST /pets\nx-mock-response-code: 600", 404, ""),
        // By its name.
        (
            "GET /pets\nx-mock-response-name: Unexpected error",
            500,
            "Unexpected error",
        ),
        // Nothing else is saved.
        ("POST /pets/7/feed", 500, "Problem"),
        // What stands for any success is one.
        ("GET /vets/7", 200, "default response"),
        (
            "GET /vets/7\nx-mock-response-code: 203",
            203,
            "default response",
        ),
        ("GET /vets/7\nx-mock-response-code: 500", 404, ""),
        ("GET /vets/count", 200, "How many there are"),
    ] {
        let answer = send(&mock, request);
        let got = (answer.status, answer.header("x-postwright-example"));
        assert_eq!(got, (status, example), "{request}");
    }
}

#[test]
fn what_is_wrong_with_a_request_is_named_and_no_value_is_shown() {
    let mock = shop();
    let list = |query: &str| format!("GET /orders?{query}\n{BEARER}\nX-Region: eu");
    let create =
        |body: &str| format!("POST /orders\n{BEARER}\nContent-Type: application/json\n\n{body}");
    for (request, expected) in [
        (
            list("limit=5&state=closed&since=2024-02-29T00:00:00%2B01:00"),
            vec![],
        ),
        (
            list("limit=s3cr3t"),
            vec!["query `limit` is no whole number"],
        ),
        (
            list("limit=5&state=s3cr3t"),
            vec!["query `state` is none of the values that the collection shows: open, closed"],
        ),
        (
            list("limit=5&since=s3cr3t"),
            vec!["query `since` is no date-time"],
        ),
        (
            list("limit=5&express=s3cr3t"),
            vec!["query `express` is no boolean"],
        ),
        (list("express=true"), vec!["query `limit` is missing"]),
        (
            format!("GET /orders?limit=1\n{BEARER}"),
            vec!["header `X-Region` is missing"],
        ),
        (
            "GET /orders/7".to_owned(),
            vec!["header `Authorization` is missing: it is the credential"],
        ),
        (
            "GET /orders/7\nAuthorization: Basic s3cr3t".to_owned(),
            vec!["header `Authorization` does not begin with `Bearer`"],
        ),
        (
            format!("GET /orders/s3cr3t\n{BEARER}"),
            vec!["path `id` is no whole number"],
        ),
        (create(r#"{"item": "tea", "more": 1}"#), vec![]),
        (
            create(
                r#"{"item": 1, "count": "s3cr3t", "lines": [{"price": 2}, {"price": "s3cr3t", "sku": null}]}"#,
            ),
            vec![
                "body `$.item` is a number, not text",
                "body `$.count` is text, not whole number",
                "body `$.lines[1].sku` is null, not text",
                "body `$.lines[1].price` is text, not number",
            ],
        ),
        (create("[1]"), vec!["body `$` is a list, not object"]),
        (create("s3cr3t"), vec!["has a body that is no JSON"]),
        (
            create(""),
            vec!["has no body, where the collection sends JSON"],
        ),
        (
            format!("POST /orders\n{BEARER}\nContent-Type: text/plain\n\n{{}}"),
            vec!["header `Content-Type` is not `application/json`"],
        ),
        (
            format!("POST /orders\n{BEARER}\n\n{{}}"),
            vec!["header `Content-Type` is missing: the collection sends `application/json`"],
        ),
        (
            "POST /token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=password"
                .to_owned(),
            vec!["form `user` is missing"],
        ),
        (
            "POST /token\nContent-Type: application/json\n\n{}".to_owned(),
            vec!["header `Content-Type` is not `application/x-www-form-urlencoded`"],
        ),
        // What is always sent.
        (
            "POST /token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=s3cr3t&user=ada"
                .to_owned(),
            vec!["form `grant_type` is not `password`, which the collection always sends"],
        ),
        (
            "POST /token\nContent-Type: application/x-www-form-urlencoded\n\nuser=ada".to_owned(),
            vec!["form `grant_type` is missing: the collection always sends it"],
        ),
        (
            "PATCH /orders/7".to_owned(),
            vec!["the collection has no `PATCH` with this path, but DELETE, GET, PUT"],
        ),
        (
            "GET /v1/ordrs/7".to_owned(),
            vec![
                "the collection has no request with this path; the closest is `GET /orders/{id}` (orders.get_order)",
            ],
        ),
    ] {
        let answer = send(&mock, &request);
        assert_eq!(answer.problems(), expected, "{request}");
        let shown = format!("{answer:?}");
        assert!(!shown.contains("s3cr3t"), "{request}\n{shown}");
    }
    for seen in mock.requests() {
        let shown = format!("{} {:?} {:?}", seen.path, seen.operation, seen.problems);
        let is_path = seen.received.target == "/orders/s3cr3t";
        assert!(is_path || !shown.contains("s3cr3t"), "{shown}");
    }
}

#[test]
fn items_of_a_list_in_one_value_are_looked_at() {
    let mock = Mock::start(&description("tests/fixtures/comma_lists")).expect("a port");
    for (request, expected) in [
        (
            "GET /books?genres=crime,drama&shelves=7,12&near=1,x",
            vec![],
        ),
        ("GET /books?genres=crime&shelves=7%2C12", vec![]),
        (
            "GET /books?genres=crime,s3cr3t&shelves=7,s3cr3t",
            vec![
                "query `genres` has an item that is none of the values that the collection shows: crime, poetry, drama",
                "query `shelves` has an item that is no whole number",
            ],
        ),
        ("GET /books", vec!["query `genres` is missing"]),
        ("GET /books/4,8", vec![]),
        (
            "GET /books/4,s3cr3t",
            vec!["path `ids` has an item that is no whole number"],
        ),
        (
            "POST /loans\nContent-Type: application/x-www-form-urlencoded\n\nbooks=4%2Cs3cr3t",
            vec!["form `books` has an item that is no whole number"],
        ),
    ] {
        assert_eq!(send(&mock, request).problems(), expected, "{request}");
    }
}

#[test]
fn secrets_of_a_path_are_not_shown() {
    let mock = shop();
    for (target, shown) in [
        ("/tokens/s3cr3t", "/tokens/{access_token}"),
        ("/nowhere/a1b2c3d4e5f6a7b8c9d0e1", "/nowhere/…"),
        ("/orders/7?key=s3cr3t", "/orders/7"),
    ] {
        send(&mock, &format!("GET {target}"));
        let seen = mock.requests().pop().expect("a request");
        assert_eq!(seen.path, shown, "{target}");
    }
}

#[test]
fn bodies_and_headers_are_as_they_are_saved_as_far_as_a_server_sends_them() {
    let mock = shop();
    let found = send(&mock, "GET /orders/7");
    assert_eq!(found.body, r#"{"id":7,"note":"two  blanks","count":1}"#);
    assert_eq!(found.header("Content-Type"), "application/json");
    assert_eq!(found.header("X-Page"), "1");
    assert_eq!(found.header("Transfer-Encoding"), "");
    assert_eq!(found.header("x-postwright-operation"), "orders.get_order");
    assert_eq!(send(&mock, "GET /login").header("Location"), "/home?a=b");
    let created = send(&mock, "POST /orders\n\n{}");
    assert_eq!(
        created.header("Location"),
        "https://shop.example/v1/orders/9"
    );
    let wrong = send(&mock, "PATCH /orders/7");
    assert_eq!(wrong.header("Allow"), "DELETE, GET, PUT");
}

#[test]
fn a_strict_one_refuses_what_is_wrong() {
    let options = Options {
        strict: true,
        ..Options::default()
    };
    let description = description("tests/fixtures/mock_server");
    let mock = Mock::start_with(&description, options).expect("a mock server");
    let refused = send(
        &mock,
        &format!("GET /orders?limit=many&state=open\n{BEARER}\nX-Region: eu"),
    );
    assert_eq!(refused.status, 400);
    let listed: serde_json::Value = serde_json::from_str(&refused.body).expect("JSON");
    let expected = serde_json::json!({
        "problems": [{ "in": "query", "name": "limit", "problem": "is no whole number" }]
    });
    assert_eq!(listed, expected);
    let taken = send(&mock, &format!("GET /orders/7\n{BEARER}"));
    assert_eq!(taken.status, 200);
    mock.set_strict(false);
    assert_eq!(send(&mock, "GET /orders?limit=many").status, 200);
}

#[test]
fn a_test_says_what_an_operation_answers() {
    use generated::runtime::testing::Canned;

    let mock = shop();
    mock.respond("orders.get_order", 404).expect("saved");
    assert_eq!(
        send(&mock, "GET /orders/7").header("x-postwright-example"),
        "No such order"
    );
    mock.respond("orders.get_order", "Found").expect("saved");
    assert_eq!(send(&mock, "GET /orders/404").status, 200);
    mock.respond("orders.get_order", 503).expect("any code");
    assert_eq!(send(&mock, "GET /orders/7").status, 503);
    let own = Canned::new(418, &[("X-Own", "yes")], "tea");
    mock.respond("orders.touch_order", own).expect("any answer");
    let answer = send(&mock, "PUT /orders/7");
    assert_eq!(
        (answer.status, answer.body.as_str(), answer.header("X-Own")),
        (418, "tea", "yes")
    );
    assert_eq!(mock.requests().len(), 4);

    // One answer, then what is answered otherwise.
    mock.respond_once("orders.touch_order", 429)
        .expect("any code");
    mock.respond_once("orders.touch_order", 503)
        .expect("any code");
    for expected in [429, 503, 418, 418] {
        assert_eq!(send(&mock, "PUT /orders/7").status, expected);
    }
    mock.respond_once("orders.touch_order", 429)
        .expect("any code");

    mock.reset();
    assert_eq!(send(&mock, "PUT /orders/7").status, 501);
    mock.reset();
    assert!(mock.requests().is_empty());
    assert_eq!(send(&mock, "GET /orders/7").status, 200);
    for (operation, reply, expected) in [
        (
            "orders.get_ordr",
            "Found",
            "there is no operation `orders.get_ordr`; is `orders.get_order` meant?",
        ),
        (
            "get_order",
            "Found",
            "there is no operation `get_order`; is `orders.get_order` meant?",
        ),
        (
            "orders.get_order",
            "Gone",
            "`orders.get_order` has no saved response `Gone`; there are `No such order`, `Found`",
        ),
        (
            "orders.touch_order",
            "Gone",
            "`orders.touch_order` has no saved response `Gone`; no response is saved",
        ),
    ] {
        let error = mock.respond(operation, reply).expect_err(expected);
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_description_that_is_none_is_refused() {
    for text in ["", "// only a line", "{}", "{\"bases\": 1}"] {
        let error = Mock::start(text).expect_err(text).to_string();
        assert!(
            error.starts_with("the description of the API cannot be read: "),
            "{error}"
        );
    }
}

#[test]
fn the_head_alone_and_a_body_in_chunks() {
    let mock = shop();
    mock.respond("orders.get_order", 200).expect("saved");
    let head = send(&mock, "HEAD /orders/7");
    assert_eq!((head.status, head.body.as_str()), (405, ""));
    let url = mock.url();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    let request = "POST /orders HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("sent");
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).expect("an interim answer");
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
        .write_all(b"5\r\n{\"ite\r\nb\r\nm\":\"gold\",\"\r\n9\r\ncount\":1}\r\n0\r\n\r\n")
        .expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    assert!(text.starts_with("HTTP/1.1 409 "), "{text}");
}

#[test]
fn a_connection_brings_any_number_of_requests_until_the_server_ends() {
    let mock = shop();
    let url = mock.url();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    // The second waits in the same packet as the first.
    let two = "GET /orders/7 HTTP/1.1\r\n\r\nPUT /orders/7 HTTP/1.1\r\n\r\n";
    stream.write_all(two.as_bytes()).expect("sent");
    let mut text = String::new();
    let mut bytes = [0; 4096];
    while text.matches("HTTP/1.1 ").count() < 2 {
        let count = stream.read(&mut bytes).expect("answers");
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    assert!(text.contains("HTTP/1.1 501 "), "{text}");
    assert!(!text.contains("Connection: close"), "{text}");
    stream
        .write_all(b"GET /orders/404 HTTP/1.1\r\n\r\n")
        .expect("sent");
    let count = stream.read(&mut bytes).expect("an answer");
    assert!(String::from_utf8_lossy(&bytes[..count]).starts_with("HTTP/1.1 404 "));
    drop(mock);
    let rest = stream.read_to_end(&mut Vec::new());
    assert!(!matches!(rest, Ok(count) if count > 1000), "{rest:?}");
}

/// Text of a path; escapes that are there stay.
fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b if b.is_ascii_alphanumeric() || b"%-._~".contains(&b) => char::from(b).to_string(),
        other => format!("%{other:02X}"),
    });
    bytes.collect()
}

/// A request that has the method and the path of an operation.
fn request_to(description: &Description, operation: usize) -> String {
    use generated::runtime::mock_data::Piece;

    let operation = &description.operations[operation];
    let segments = operation.path.iter().map(|pieces| {
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => encoded(text),
            Piece::Param(_) | Piece::Any => "1".to_owned(),
        });
        format!("/{}", pieces.collect::<String>())
    });
    format!("{} {}", operation.method, segments.collect::<String>())
}

#[test]
fn each_saved_response_of_the_fixtures_can_be_got_by_code_and_name() {
    let folders = std::fs::read_dir(common::root().join("tests/fixtures")).expect("a folder");
    let mut count = 0;
    for folder in folders {
        let folder = folder.expect("an entry");
        let name = folder.file_name().to_string_lossy().into_owned();
        if !folder.path().join("collection.json").is_file() {
            continue;
        }
        let text = description(&format!("tests/fixtures/{name}"));
        let (_, json) = text.split_once('\n').expect("a banner");
        let description: Description = serde_json::from_str(json).expect("a description");
        let mock = Mock::start(&text).expect("a mock server");
        for (at, operation) in description.operations.iter().enumerate() {
            for example in &operation.examples {
                let wanted = example.name.replace(char::is_control, " ");
                let request = format!(
                    "{}\nx-mock-response-code: {}\nx-mock-response-name: {wanted}",
                    request_to(&description, at),
                    example.status
                );
                let answer = send(&mock, &request);
                assert_eq!(
                    answer.status, example.status,
                    "{name}: {request}\n{answer:?}"
                );
                let got = answer.header("x-postwright-example").to_owned();
                let expected = example.name.chars().map(|c| match c {
                    ' '..='~' => c.to_string(),
                    other => other.escape_default().to_string(),
                });
                assert_eq!(got, expected.collect::<String>(), "{name}: {request}");
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count} saved responses");
}

/// The values that [`call`] sends.
const MEETING: i64 = 84_120_033_711;

/// Calls both operations of a real collection.
async fn call(zoom: &generated::zoom::Client) {
    use generated::zoom::meetings;

    let form = meetings::PerformBatchRegistration {
        auto_approve: Some(true),
        registrants: Some(vec![meetings::PerformBatchRegistrationRequestRegistrant {
            email: Some("ada@example.com".to_owned()),
            ..Default::default()
        }]),
    };
    let added = zoom.meetings().perform_batch_registration(MEETING, &form);
    let added = added.await.expect("the saved success");
    assert_eq!(added.registrants.len(), 3);

    let form = meetings::UpdateRegistrantStatus::new(meetings::Action::Deny);
    let meetings = zoom.meetings();
    let denied = || meetings.update_registrant_status(MEETING, &form, None);
    assert_eq!(denied().await.expect("the saved success").status(), 204);
    let failed = denied().header("x-mock-response-code", "404").await;
    let failed = failed.expect_err("the saved error");
    assert_eq!(failed.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn a_generated_client_calls_the_mock_server_of_its_own_crate() {
    use generated::zoom::mock;

    let mock = mock::start().expect("a mock server");
    let zoom = mock::client(&mock).bearer_token("token");
    call(&zoom.build().expect("a client")).await;
    // With the path of the real server, and without a socket.
    let url = format!("{}/v2", mock.url());
    let zoom = mock::client(&mock).base_url(url).bearer_token("token");
    call(&zoom.build().expect("a client")).await;
    let zoom = mock::client(&mock)
        .bearer_token("token")
        .transport(mock.clone());
    call(&zoom.build().expect("a client")).await;

    let requests = mock.requests();
    assert_eq!(requests.len(), 9);
    for seen in &requests {
        assert_eq!(seen.problems, [], "{}", seen.path);
    }
    let operations: Vec<&str> = requests
        .iter()
        .filter_map(|seen| seen.operation.as_deref())
        .collect();
    assert_eq!(
        operations[..2],
        [
            "meetings.perform_batch_registration",
            "meetings.update_registrant_status"
        ]
    );
}

/// The command `postwright`, built beside this program.
fn command() -> std::path::PathBuf {
    let this = std::env::current_exe().expect("this program");
    let place = this
        .parent()
        .and_then(|folder| folder.parent())
        .expect("a folder");
    let target = place.parent().expect("the folder of cargo");
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--offline",
            "--package",
            "postwright",
            "--bin",
            "postwright",
        ])
        .arg("--target-dir")
        .arg(target)
        .current_dir(common::root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    place.join(format!("postwright{}", std::env::consts::EXE_SUFFIX))
}

#[tokio::test]
async fn a_generated_client_calls_the_command() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Command, Stdio};

    /// A program that ends with the test.
    struct Running(Child);

    impl Drop for Running {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    let child = Command::new(command())
        .args(["mock", "collections/zoom/collection.json", "--port", "0"])
        .current_dir(common::root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut running = Running(child.expect("the command runs"));
    let mut out = BufReader::new(running.0.stdout.take().expect("a pipe"));
    let mut said = String::new();
    out.read_line(&mut said).expect("a line");
    let (url, rest) = said.split_once(": ").expect("an address");
    assert_eq!(rest, "2 operations, 9 saved responses\n");

    let zoom = generated::zoom::Client::builder()
        .base_url(url)
        .bearer_token("s3cr3t");
    call(&zoom.build().expect("a client")).await;
    drop(running.0.kill());
    let mut log = String::new();
    let mut err = running.0.stderr.take().expect("a pipe");
    err.read_to_string(&mut log).expect("text");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    let first =
        "POST /meetings/84120033711/batch_registrants -> 200 meetings.perform_batch_registration ";
    assert!(lines[0].starts_with(first), "{log}");
    assert!(!log.contains("s3cr3t") && !log.contains("; "), "{log}");
}
