//! Which saved response answers a request.

use generated::runtime::mock::Mock;
use generated::runtime::mock_data::Description;

use crate::{description, send, shop};

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
    let folders =
        std::fs::read_dir(crate::common::root().join("tests/fixtures")).expect("a folder");
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

#[test]
fn redirects_stay_on_this_server() {
    const SAVED: &str = "https://shop.example/home?a=b";
    let described = crate::description("tests/fixtures/mock_server");
    assert!(described.contains(SAVED));
    for (location, expected) in [
        ("{{baseUrl}}/next?u=https://q/z", "/next?u=https://q/z"),
        ("{{scheme}}://q/z", "/z"),
        ("//app.example.com/home", "/home"),
        ("//app.example.com", "/"),
        ("https://x.example.com?a=/b", "/?a=/b"),
        (
            "/signin?to=https://app.example.com/home",
            "/signin?to=https://app.example.com/home",
        ),
        ("orders/7?to=https://q/z", "orders/7?to=https://q/z"),
    ] {
        let mock = Mock::start(&described.replace(SAVED, location)).expect("a mock server");
        assert_eq!(send(&mock, "GET /login").header("Location"), expected);
    }
}
