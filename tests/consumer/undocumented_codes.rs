//! The client of the fixture `default_response` is answered with status codes that nobody documents.

use generated::default_response::{Client, Error, mock, pets, vets};
use generated::runtime::Retries;
use generated::runtime::testing::Server;

const FULL: &str = r#"{"code":1007,"message":"The cage is full.","details":[{"field":"name"}]}"#;

fn client(server: &Server) -> Client {
    let client = Client::builder().base_url(server.url());
    client.retries(Retries::none()).build().expect("a client")
}

async fn create(status: u16, body: &str) -> Result<pets::Pet, Error<pets::CreatePetError>> {
    let server = Server::answering(status, &[("X-Request-Id", "r1")], body);
    let pet = pets::CreatePet::default();
    let outcome = client(&server).pets().create_pet(&pet).await;
    outcome.map(|answer| answer.into_body())
}

#[tokio::test]
async fn a_code_that_nobody_documents_is_the_default() {
    for status in [300, 400, 404, 418, 500, 599] {
        let error = create(status, FULL).await.expect_err("no success");
        assert_eq!(error.request_id(), Some("r1"));
        let Error::Api(answer) = error else {
            panic!("{status}: {error:?}")
        };
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.bytes(), FULL.as_bytes());
        let pets::CreatePetError::Default(error) = answer.body() else {
            panic!("{status}: {answer:?}")
        };
        assert_eq!(error.code, Some(1007));
        assert_eq!(error.message.as_deref(), Some("The cage is full."));
        assert_eq!(error.details[0].field.as_deref(), Some("name"));
    }
}

#[tokio::test]
async fn a_code_that_is_documented_keeps_its_own_type() {
    let error = create(409, r#"{"name":"Kit"}"#).await.expect_err("409");
    let Error::Api(answer) = error else {
        panic!("{error:?}")
    };
    let conflict = answer.body();
    assert!(
        matches!(conflict, pets::CreatePetError::Conflict(body) if body.name.as_deref() == Some("Kit")),
        "{conflict:?}"
    );
}

#[tokio::test]
async fn another_success_is_no_error() {
    let error = create(202, FULL).await.expect_err("undocumented");
    assert!(error.is_success());
    assert!(matches!(error, Error::Undocumented(answer) if answer.bytes() == FULL.as_bytes()));
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_kept() {
    let error = create(502, "<h1>Bad Gateway</h1>").await;
    let error = error.expect_err("no success");
    assert!(error.is_retryable());
    let Error::Decode(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status().as_u16(), 502);
    assert_eq!(error.bytes(), "<h1>Bad Gateway</h1>".as_bytes());
}

#[tokio::test]
async fn a_default_without_a_saved_body_is_text() {
    let server = Server::answering(503, &[], "at night we are closed");
    let error = client(&server).pets().delete_pet(7).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert!(
        matches!(answer.body(), pets::DeletePetError::Default(text) if text == "at night we are closed"),
        "{answer:?}"
    );
}

#[tokio::test]
async fn where_no_success_is_documented_it_may_be_any() {
    for status in [200, 201, 299] {
        let server = Server::answering(status, &[], r#"{"name":"Ada","open":true}"#);
        let vet = client(&server).vets().find_vet(7).await.expect("a success");
        assert_eq!((vet.status().as_u16(), vet.open), (status, Some(true)));
    }
    let server = Server::answering(500, &[], r#"{"name":"Ada"}"#);
    let error = client(&server).vets().find_vet(7).await;
    let error: Error<vets::FindVetError> = error.expect_err("no success");
    assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
}

#[tokio::test]
async fn the_mock_gives_it_to_those_who_ask() {
    let mock = mock::start().expect("a server");
    let client = mock::client(&mock).retries(Retries::none());
    let client = client.build().expect("a client");
    client.pets().list_pets().await.expect("a saved success");
    mock.respond("pets.list_pets", 418).expect("any code");
    let error = client.pets().list_pets().await.expect_err("418");
    let Error::Api(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 418);
    let pets::ListPetsError::Default(error) = answer.body() else {
        panic!("{answer:?}")
    };
    assert_eq!(error.code, Some(1007));
}
