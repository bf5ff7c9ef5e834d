//! Follows redirects (RFC 9110 §15.4) and sees to it that no credential goes to another origin.

use http::header::{CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use reqwest::Url;

use super::auth::Carried;
use super::body::Body;
use super::failure::{TransportError, TransportErrorKind, Unanswered};
use super::request::Parts;
use super::target;
use super::transport::Incoming;
use super::wire::Wire;

/// How many redirects one call follows.
const LIMIT: usize = 10;

/// Headers that describe a body and go with it.
const OF_BODY: [HeaderName; 4] = [
    CONTENT_TYPE,
    CONTENT_LENGTH,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
];

/// The only headers that follow to another origin. A list of those that must not could never be complete:
/// every API names its credentials as it likes.
const HARMLESS: [&str; 11] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "if-none-match",
    "range",
    "user-agent",
];

/// Sends a request, and again wherever it is redirected to, and to each URL once more if what it carries has an answer to status 401.
///
/// A redirect that leads nowhere (no `Location`, none that can be sent to, or not to http), or not with its body, is the answer. What
/// signs a URL and what answers a challenge know secrets: they are asked for the first origin alone, and never after the call has been
/// anywhere else. Another origin gets the `plain` body, in which no credential stands.
///
/// # Errors
/// If sending fails, redirects do not end, or there is no answer to a challenge because of an error.
pub(super) async fn follow(
    wire: &Wire,
    mut parts: Parts,
    mut plain: Body,
    carried: &Carried<'_>,
) -> Result<http::Response<Incoming>, Unanswered> {
    let origin = parts.url.origin();
    let (mut is_home, mut has_answered) = (true, false);
    let mut left = LIMIT;
    loop {
        let answer = wire.send(message(&mut parts)?).await?;
        is_home &= parts.url.origin() == origin;
        let is_refused = is_home && answer.status() == StatusCode::UNAUTHORIZED;
        if is_refused && has_answered {
            carried.refused(&parts);
        } else if is_refused && parts.body.reopens() {
            has_answered = carried.answer(answer.headers(), &mut parts).await?;
            if has_answered {
                continue;
            }
        }
        let target = location(&parts.url, answer.status(), answer.headers());
        let as_get = becomes_get(&parts.method, answer.status());
        // A body that is gone cannot be taken along.
        let target = target.filter(|_| parts.body.reopens() || as_get);
        let Some(target) = target else {
            return Ok(answer);
        };
        if left == 0 {
            return Err(TransportError::new(TransportErrorKind::Redirect).into());
        }
        left -= 1;
        if as_get {
            // A body that is left behind does not come back at a later redirect.
            plain = Body::empty();
        }
        let stays = parts.url.origin() == target.origin();
        if !stays {
            parts.body = plain.clone();
        }
        redirect(&mut parts, as_get, target);
        has_answered = false;
        if is_home && stays {
            carried.sign(&mut parts)?;
        }
    }
}

/// The request as the transport takes it. Middlewares and credentials may have made it one that cannot be sent.
fn message(parts: &mut Parts) -> Result<http::Request<Body>, Unanswered> {
    target::check_length(&parts.url)?;
    parts.body.check_framing(&mut parts.headers)?;
    let uri = parts.url.as_str().parse::<http::Uri>();
    let mut request = http::Request::new(parts.body.clone());
    *request.uri_mut() =
        uri.map_err(|error| TransportError::because(TransportErrorKind::Other, error))?;
    *request.method_mut() = parts.method.clone();
    *request.headers_mut() = parts.headers.clone();
    Ok(request)
}

/// Where an answer redirects to. 300 and 304 are no redirects, and 305 and 306 are history.
fn location(url: &Url, status: StatusCode, headers: &HeaderMap) -> Option<Url> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    // Servers send raw UTF-8 here although they should not.
    let location = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?;
    let target = target::follow(url, location)?;
    let can_be_sent = target.as_str().parse::<http::Uri>().is_ok();
    (can_be_sent && matches!(target.scheme(), "http" | "https")).then_some(target)
}

/// Turns a request into the one that follows it.
fn redirect(parts: &mut Parts, as_get: bool, target: Url) {
    if as_get {
        parts.method = Method::GET;
        parts.body = Body::empty();
        for name in OF_BODY {
            parts.headers.remove(name);
        }
    }
    if parts.url.origin() != target.origin() {
        parts.headers = harmless(&parts.headers);
    }
    parts.url = target;
}

/// Whether what follows a redirect is a GET without the body. 301 and 302 were meant to keep the method, but for POST no
/// browser does (RFC 9110 §15.4.2 and §15.4.3).
fn becomes_get(method: &Method, status: StatusCode) -> bool {
    match status.as_u16() {
        303 => *method != Method::HEAD,
        301 | 302 => *method == Method::POST,
        _ => false,
    }
}

/// The headers that another origin may see. What describes the body is no secret, whoever has said it.
fn harmless(headers: &HeaderMap) -> HeaderMap {
    let harmless = headers.iter().filter(|(name, value)| {
        let is_open = !value.is_sensitive() || OF_BODY.contains(name);
        is_open && HARMLESS.contains(&name.as_str())
    });
    let mut kept = HeaderMap::new();
    for (name, value) in harmless {
        kept.append(name, value.clone());
    }
    kept
}
