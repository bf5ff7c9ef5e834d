//! Requests of the folder `Access`.

use generated::httpbin::access::CheckTokenError;
use generated::httpbin::access::with_a_password::CheckPasswordError;
use generated::httpbin::{Client, Error};

use crate::server::Httpbin;

#[tokio::test]
async fn check_token() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let answer = server.client().access().check_token().await.expect("200");
    assert_eq!(answer.authenticated, Some(true));
    assert_eq!(answer.token.as_deref(), Some("the-token"));

    let error = server.anonymous().access().check_token().await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    assert!(matches!(answer.body(), CheckTokenError::Unauthorized(text) if text.is_empty()));
}

#[tokio::test]
async fn check_password() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let known = server.client();
    let call = known.access().with_a_password();
    let answer = call.check_password("Ada", "pass:wörd").await.expect("200");
    assert_eq!(answer.authenticated, Some(true));
    assert_eq!(answer.user.as_deref(), Some("Ada"));

    let call = |client: &Client, password: &str| {
        let access = client.access().with_a_password();
        access.check_password("Ada", password)
    };
    for (client, password) in [(&known, "wrong"), (&server.anonymous(), "pass:wörd")] {
        let error = call(client, password).await;
        let Err(Error::Api(answer)) = error else {
            panic!("{error:?}")
        };
        let challenge = answer.header("www-authenticate").expect("a challenge");
        assert!(challenge.starts_with("Basic realm="), "{challenge}");
        let CheckPasswordError::Unauthorized(text) = answer.body() else {
            panic!("{answer:?}")
        };
        assert_eq!(text, "");
    }
}
