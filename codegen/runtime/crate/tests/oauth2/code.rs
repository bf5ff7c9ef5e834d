//! The flow with an authorization code.

use postwright_runtime::oauth2_answer::{ErrorCode, GrantError};
use postwright_runtime::oauth2_code::{Authorization, AuthorizationCode, challenge};

use crate::{SECRET, sent};

#[test]
fn the_challenge_of_rfc_7636() {
    // Appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert_eq!(
        challenge(verifier),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

fn flow() -> AuthorizationCode {
    AuthorizationCode::new("i d", "https://app.example/back?a=1")
        .auth_url("https://login.example/authorize?tenant=1")
        .scope("read write")
        .parameter("prompt", "consent")
}

#[test]
fn the_url_for_the_user() {
    let begun = flow().begin().expect("a URL");
    let url = reqwest::Url::parse(begun.url()).expect("a URL");
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let verifier = begun.verifier().expose();
    assert_eq!((verifier.len(), begun.state().expose().len()), (43, 22));
    let expected = [
        ("tenant", "1"),
        ("response_type", "code"),
        ("client_id", "i d"),
        ("redirect_uri", "https://app.example/back?a=1"),
        ("scope", "read write"),
        ("state", begun.state().expose()),
        ("code_challenge", &challenge(verifier)),
        ("code_challenge_method", "S256"),
        ("prompt", "consent"),
    ];
    assert_eq!(pairs, expected);
    let again = flow().begin().expect("a URL");
    assert_ne!(again.state().expose(), begun.state().expose());
    assert_ne!(again.verifier().expose(), verifier);
    assert_eq!(format!("{begun:?}"), "Authorization");
    AuthorizationCode::new("id", "https://app")
        .begin()
        .expect_err("no URL");
}

#[tokio::test]
async fn the_user_comes_back() {
    let begun = Authorization::resume("st", "ver");
    for came_back in [
        "https://app.example/back?a=1&code=c%20d&state=st",
        "/back?state=st&code=c+d",
    ] {
        let grant = flow().finish(&begun, came_back).expect("a grant");
        let request = sent(grant.client_secret(SECRET)).await;
        let form = "grant_type=authorization_code&code=c%20d&redirect_uri=https%3A%2F%2Fapp.example%2Fback%3Fa%3D1&code_verifier=ver";
        assert_eq!(request.text(), form);
    }
    let error = |came_back| flow().finish(&begun, came_back).expect_err("no grant");
    for other in [
        "/back?code=c",
        "/back?code=c&state=other",
        "/back?error=access_denied",
        "",
    ] {
        assert!(matches!(error(other), GrantError::OtherState), "{other}");
    }
    assert!(matches!(error("/back?state=st"), GrantError::NoCode));
    let denied = error("/back?state=st&error=access_denied&error_description=no");
    let refusal = denied.refusal().expect("a refusal");
    assert_eq!(*refusal.code(), ErrorCode::AccessDenied);
    assert_eq!(
        (refusal.description(), refusal.status()),
        (Some("no"), None)
    );
    // A state that is empty on both sides proves nothing.
    let empty = Authorization::resume("", "ver");
    let error = flow()
        .finish(&empty, "/back?state=&code=c")
        .expect_err("no state");
    assert!(matches!(error, GrantError::OtherState));
}
