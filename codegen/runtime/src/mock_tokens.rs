//! The token endpoint of a mock server (RFC 6749 §3.2): made-up tokens, for clients that fetch theirs.

use serde_json::json;

use super::mock_data::{Description, Operation};
use super::mock_request::Asking;
use super::mock_saved::Chosen;
use super::testing::Canned;

/// The answer to a request for a token; `None` if it is none. `operations` are those of the collection with its method and path:
/// where one of them has a saved success, that is the answer.
///
/// Any POST with a field `grant_type` is such a request, at whatever path: an authorization server is seldom the API's server, and
/// the collection may leave its URL open.
#[must_use]
pub fn answer<'a>(
    description: &Description,
    asking: &Asking<'_>,
    operations: impl Iterator<Item = &'a Operation>,
) -> Option<Chosen> {
    let mut saved = operations.flat_map(|operation| &operation.examples);
    if saved.any(|example| (200..300).contains(&example.status)) {
        return None;
    }
    let tokens = description.tokens.as_ref();
    let path = asking.segments.join("/");
    let mut paths = tokens.iter().flat_map(|tokens| &tokens.paths);
    let is_endpoint = paths.any(|own| own.trim_matches('/') == path.trim_matches('/'));
    let grant = asking.of_form("grant_type").next();
    if asking.received.method != "POST" || !is_endpoint && grant.is_none() {
        return None;
    }
    let Some(grant) = grant.map(|field| field.content.as_str()) else {
        return Some(refused(
            "invalid_request",
            "there is no field `grant_type` in a form",
        ));
    };
    let has = |name: &str| {
        let mut fields = asking.of_form(name);
        fields.any(|field| !field.content.is_empty())
    };
    let needed: &[&str] = match grant {
        "password" => &["username", "password"],
        "authorization_code" => &["code"],
        "refresh_token" => &["refresh_token"],
        _ => &[],
    };
    if let Some(missing) = needed.iter().find(|name| !has(name)) {
        let reason = format!("there is no field `{missing}`");
        return Some(refused("invalid_request", &reason));
    }
    // A refresh token comes with each of them.
    let is_known = |tokens: &super::mock_data::Tokens| {
        grant == "refresh_token" || tokens.grants.iter().any(|known| known == grant)
    };
    if let Some(tokens) = tokens.filter(|tokens| !is_known(tokens)) {
        let reason = format!("the collection names {}", tokens.grants.join(", "));
        return Some(refused("unsupported_grant_type", &reason));
    }
    let mut token = json!({
        "access_token": "made-up-token",
        "token_type": "Bearer",
        "expires_in": 3600,
    });
    // RFC 6749 §4.4.3: a client that acts for itself has no need of one.
    if matches!(grant, "password" | "authorization_code" | "refresh_token") {
        token["refresh_token"] = "made-up-refresh-token".into();
    }
    if let Some(scope) = asking.of_form("scope").next() {
        token["scope"] = scope.content.as_str().into();
    }
    Some(with_json(200, &token))
}

/// An error of RFC 6749 §5.2.
fn refused(code: &str, reason: &str) -> Chosen {
    with_json(400, &json!({ "error": code, "error_description": reason }))
}

/// What holds a token is not to be stored (RFC 6749 §5.1).
fn with_json(status: u16, value: &serde_json::Value) -> Chosen {
    let headers = [
        ("Content-Type", "application/json"),
        ("Cache-Control", "no-store"),
    ];
    let answer = Canned::new(status, &headers, format!("{value}\n"));
    Chosen {
        note: Some("a token endpoint"),
        ..Chosen::made_up(answer)
    }
}
