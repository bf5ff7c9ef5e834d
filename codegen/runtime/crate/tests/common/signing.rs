//! Requests to be signed, and what signing makes of them.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use postwright_runtime::request::Parts;
use postwright_runtime::{Authenticate, Body};
use reqwest::Url;

pub const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

pub fn request(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Parts {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name: HeaderName = name.parse().expect("a name");
        map.append(name, HeaderValue::from_str(value).expect("a value"));
    }
    Parts {
        method: Method::from_bytes(method.as_bytes()).expect("a method"),
        url: Url::parse(url).expect("a URL"),
        headers: map,
        body: if body.is_empty() {
            Body::empty()
        } else {
            Body::from(body.to_owned())
        },
    }
}

/// What a credential makes of `Authorization`.
pub fn signed(credential: &impl Authenticate, parts: &mut Parts) -> String {
    credential.apply(parts).expect("a signature");
    let value = parts.headers.get("authorization");
    let value = value.map(|value| {
        assert!(value.is_sensitive());
        value.to_str().expect("text").to_owned()
    });
    value.unwrap_or_default()
}

#[track_caller]
pub fn check(credential: &impl Authenticate, mut parts: Parts, expected: &str) {
    let value = signed(credential, &mut parts);
    assert!(value.contains(expected), "{value}\n{expected}");
    let shown = format!("{:?}", parts);
    assert!(!shown.contains(expected), "{shown}");
}
