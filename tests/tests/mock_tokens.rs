//! The mock server as a token endpoint: what it gives, and what it refuses.

mod common;

use postwright_runtime::core_builder::CoreBuilder;
use postwright_runtime::mock::Mock;
use postwright_runtime::oauth2_answer::{ErrorCode, GrantError};
use postwright_runtime::token::Fetched;
use postwright_runtime::{AnyBody, Error, Grant, Response};

fn start() -> Mock {
    let description = common::generated("tests/fixtures/oauth2_grants").mock;
    Mock::start(&description).expect("a mock server")
}

/// A call to the mock server with a token of this grant, which is got there.
async fn call(mock: &Mock, grant: Grant) -> Result<Response<AnyBody>, Error> {
    let mut core = CoreBuilder::new(&[("base_url", None)]);
    core.server("base_url", "http", mock.url());
    let grant = grant.token_url(format!("{}/token", mock.url()));
    core.credential("bearer", Fetched::bearer(grant));
    let core = core.build().expect("a client");
    core.any_request("GET", "/orders").await
}

fn code(result: Result<Response<AnyBody>, Error>) -> ErrorCode {
    let error = result.expect_err("a refusal");
    let refusal = GrantError::behind(&error).and_then(GrantError::refusal);
    refusal.expect("an error of RFC 6749").code().clone()
}

#[tokio::test]
async fn each_grant_of_the_collection_gets_a_token() {
    let mock = start();
    for grant in [
        Grant::client_credentials("id", "secret").scope("orders"),
        Grant::authorization_code("id", "code", "https://app/back", "verifier"),
        Grant::refresh_token("id", "old"),
    ] {
        // No response is saved, which is said of the call and not of the token.
        let error = call(&mock, grant).await.expect_err("no saved response");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(501));
        let requests = mock.requests();
        let last = requests.last().expect("a request");
        let authorization = last.received.header("authorization");
        assert_eq!(authorization, Some("Bearer made-up-token"));
        assert_eq!(last.problems, []);
        assert_eq!(requests[0].note, Some("a token endpoint"));
        mock.reset();
    }
}

#[tokio::test]
async fn what_is_no_grant_of_the_collection_is_refused() {
    let mock = start();
    let unknown = Grant::of_type("device_code", "id", "secret");
    let refused = code(call(&mock, unknown).await);
    assert_eq!(refused, ErrorCode::UnsupportedGrantType);
    let without = Grant::authorization_code("id", "", "https://app/back", "verifier");
    let refused = code(call(&mock, without).await);
    assert_eq!(refused, ErrorCode::InvalidRequest);
}
