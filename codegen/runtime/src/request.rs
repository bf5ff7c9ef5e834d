//! A request as generated code puts it together.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use reqwest::Url;
use serde::Serialize;

use super::body::Body;
use super::core::Core;
use super::encode;
use super::failure::RequestError;
use super::limits::Limits;
use super::param::{Pairs, ToParam};
use super::retry::Retries;
use super::target;

/// What is said of content whose type no header can state.
pub(super) const NO_MEDIA_TYPE: &str = "has a type that is not a media type";

/// How many names of headers may be set in one place: far more than servers take, which is a hundred or so.
pub(super) const MOST_HEADERS: usize = 1000;

/// A request before it is sent, as credentials and signatures see it.
#[derive(Clone)]
pub struct Parts {
    /// The method.
    pub method: Method,
    /// The URL with its query.
    pub url: Url,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
}

/// Shows method and path: queries, headers and bodies may be secret.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parts({} {})", self.method, self.url.path())
    }
}

/// A request being put together.
///
/// Arguments that do not fit are remembered, the first of them, and reported when the [`Call`](super::call::Call) is awaited.
#[derive(Clone)]
pub struct Request {
    core: Core,
    method: Method,
    pub(super) url: Option<Url>,
    pub(super) query: String,
    headers: HeaderMap,
    overrides: HeaderMap,
    pub(super) body: Body,
    content_type: Option<ContentType>,
    credentials: Choice,
    template: Option<Box<str>>,
    limits: Limits,
    retries: Option<Retries>,
    error: Option<RequestError>,
}

/// The type of a body, and which header of the request's own is kept in its place.
#[derive(Clone)]
struct ContentType {
    value: HeaderValue,
    keep: fn(&str) -> bool,
}

/// The credentials that a request carries.
#[derive(Clone)]
enum Choice {
    Default,
    Named(Vec<&'static str>),
}

impl Request {
    pub(super) fn new(
        core: Core,
        server: Result<Url, RequestError>,
        method: &str,
        template: &str,
        arguments: &[&dyn ToParam],
    ) -> Self {
        let mut request = Self {
            core,
            method: Method::GET,
            url: None,
            query: String::new(),
            headers: HeaderMap::new(),
            overrides: HeaderMap::new(),
            body: Body::empty(),
            content_type: None,
            credentials: Choice::Default,
            template: Some(template.into()),
            limits: Limits::default(),
            retries: None,
            error: None,
        };
        match Method::from_bytes(method.as_bytes()) {
            Ok(method) => request.method = method,
            Err(_) => request.fail(RequestError::new("method", "is not the name of a method")),
        }
        match server.and_then(|server| target::url(server, template, arguments)) {
            Ok(url) => request.url = Some(url),
            Err(error) => request.fail(error),
        }
        request
    }

    /// Makes the call fail before anything is sent. The first failure counts.
    pub fn fail(&mut self, error: RequestError) {
        self.error.get_or_insert(error);
    }

    /// Carries this credential of the client, and no other but those named so: none that its requests usually carry. One that the
    /// client does not have is left out.
    pub fn auth(&mut self, name: &'static str) {
        match &mut self.credentials {
            Choice::Named(names) => names.push(name),
            Choice::Default => self.credentials = Choice::Named(vec![name]),
        }
    }

    /// Carries no credential, also none that the client's requests usually carry.
    pub fn no_auth(&mut self) {
        self.credentials = Choice::Named(Vec::new());
    }

    /// Forgets what stands in the path for arguments: the path has some of them in it.
    pub(super) fn without_template(&mut self) {
        self.template = None;
    }

    /// Sets limits in the place of the client's.
    pub(super) fn limit(&mut self, change: impl FnOnce(&mut Limits)) {
        change(&mut self.limits);
    }

    /// Says when the request is sent again, in the place of what the client says.
    pub(super) fn set_retries(&mut self, retries: Retries) {
        self.retries = Some(retries);
    }

    /// Appends to the query.
    pub fn query(&mut self, key: &str, value: &dyn ToParam) {
        for (key, value) in Pairs::of(key, value).iter() {
            encode::query_pair(key, value, &mut self.query);
        }
    }

    /// Appends to the query a value that is JSON written as text, if there is one.
    pub fn query_json<T: Serialize>(&mut self, key: &str, value: Option<&T>) {
        match value.map(serde_json::to_string) {
            Some(Ok(json)) => self.query(key, &json),
            Some(Err(error)) => {
                self.fail(RequestError::new(key, format!("is not JSON: {error}")));
            }
            None => {}
        }
    }

    /// Appends to the query a list whose items stand in one value, with commas between them. An empty one is left out.
    pub fn query_list(&mut self, key: &str, items: &dyn ToParam) {
        let pairs = Pairs::of(key, items);
        if !pairs.is_empty() {
            let items = pairs.iter().map(|(_, text)| text);
            encode::query_list(key, items, &mut self.query);
        }
    }

    /// Appends to the query what is already encoded.
    pub fn raw_query(&mut self, query: &str) {
        encode::query_literal(query, &mut self.query);
    }

    /// Adds a header, or one for each item of a list.
    pub fn header(&mut self, name: &str, value: &dyn ToParam) {
        let mut headers = std::mem::take(&mut self.headers);
        self.add_headers(&mut headers, name, value, false);
        self.headers = headers;
    }

    /// Leaves out a header that the client's requests usually have.
    pub fn without(&mut self, name: &str) {
        self.headers.remove(name);
    }

    /// Adds a header that is a secret, so that it follows no redirect to another origin.
    pub fn secret_header(&mut self, name: &str, value: &dyn ToParam) {
        let mut headers = std::mem::take(&mut self.headers);
        self.add_headers(&mut headers, name, value, true);
        self.headers = headers;
    }

    /// Sets a header in the place of whatever the client or the operation sets, credentials included.
    pub fn override_header(&mut self, name: &str, value: &dyn ToParam) {
        let mut headers = std::mem::take(&mut self.overrides);
        self.add_headers(&mut headers, name, value, true);
        self.overrides = headers;
    }

    fn add_headers(
        &mut self,
        headers: &mut HeaderMap,
        name: &str,
        value: &dyn ToParam,
        secret: bool,
    ) {
        let pairs = Pairs::of(name, value);
        if pairs.is_empty() {
            return;
        }
        let Ok(header) = name.parse::<HeaderName>() else {
            return self.fail(RequestError::new(name, "is not the name of a header"));
        };
        if headers.keys_len() >= MOST_HEADERS && !headers.contains_key(&header) {
            return self.fail(RequestError::new(name, "is one header too many"));
        }
        let mut values = Vec::new();
        for (_, text) in pairs.iter() {
            let Some(mut value) = encode::header_value(text) else {
                let reason = "holds a character that no header may hold";
                return self.fail(RequestError::new(name, reason));
            };
            value.set_sensitive(secret);
            values.push(value);
        }
        if header == COOKIE {
            values.splice(0..0, headers.remove(COOKIE));
            values = vec![one_cookie(&values)];
        }
        for value in values {
            headers.append(&header, value);
        }
    }

    /// Sends JSON. It has no form for a number that is none or infinite: such an `f64` goes out as `null`.
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) {
        let json = serde_json::to_vec(body);
        self.json_bytes(json);
    }

    fn json_bytes(&mut self, json: serde_json::Result<Vec<u8>>) {
        match json {
            Ok(bytes) => self.bytes("application/json", bytes),
            Err(error) => self.fail(RequestError::new("body", format!("is not JSON: {error}"))),
        }
    }

    /// Sends text. Empty text is no body.
    pub fn text(&mut self, content_type: &str, text: impl Into<String>) {
        self.bytes(content_type, text.into());
    }

    /// Sends bytes. No bytes are no body.
    pub fn bytes(&mut self, content_type: &str, bytes: impl Into<Bytes>) {
        let body = Body::from(bytes);
        match body.is_empty() {
            true => self.no_body(),
            false => self.set_body(body, content_type, |_| true),
        }
    }

    /// Sends bytes in the place of whatever the operation sends, and says their type in the place of its `Content-Type`.
    pub(super) fn override_body(&mut self, content_type: &str, bytes: impl Into<Bytes>) {
        self.headers.remove(CONTENT_TYPE);
        self.bytes(content_type, bytes);
        if let Some(ContentType { value, .. }) = &self.content_type {
            self.headers.insert(CONTENT_TYPE, value.clone());
        }
    }

    fn no_body(&mut self) {
        self.body = Body::empty();
        self.content_type = None;
    }

    /// Sends a body. Its type gives way to a `Content-Type` of the request's own if `keep` says so of its value.
    pub fn set_body(&mut self, body: Body, content_type: &str, keep: fn(&str) -> bool) {
        let media_type = encode::media_type(content_type).map(HeaderValue::from_str);
        match media_type {
            Some(Ok(value)) => self.content_type = Some(ContentType { value, keep }),
            _ => self.fail(RequestError::new("body", NO_MEDIA_TYPE)),
        }
        self.body = body;
    }

    /// Sends the body without a type of its own: that of the headers counts, if there is one.
    pub fn untyped(&mut self) {
        self.content_type = None;
    }

    pub(super) fn core(&self) -> &Core {
        &self.core
    }

    pub(super) fn template(&self) -> Option<&str> {
        self.template.as_deref()
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits.or(self.core.limits())
    }

    /// The headers that the call sets by itself, which count before all others.
    pub(super) fn overrides(&self) -> &HeaderMap {
        &self.overrides
    }

    pub(super) fn retries(&self) -> &Retries {
        self.retries.as_ref().unwrap_or(self.core.retries())
    }

    /// Puts everything together.
    pub(super) fn parts(&mut self) -> Result<Parts, RequestError> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let url = self.url.take();
        let url = url.ok_or_else(|| RequestError::new("url", "is missing"))?;
        let mut parts = Parts {
            method: self.method.clone(),
            url: target::with_query(url, &self.query),
            headers: self.core.default_headers().clone(),
            body: std::mem::take(&mut self.body),
        };
        replace(&mut parts.headers, &self.headers);
        replace(&mut parts.headers, &self.overrides);
        target::check_length(&parts.url)?;
        parts.body.check_framing(&mut parts.headers)?;
        self.describe_body(&mut parts);
        Ok(parts)
    }

    /// The names of the credentials that the request carries, as far as the client has them.
    pub(super) fn credential_names(&self) -> &[&'static str] {
        match &self.credentials {
            Choice::Default => self.core.usual_credentials(),
            Choice::Named(names) => names,
        }
    }

    /// Sets the headers that tell of the body.
    fn describe_body(&self, parts: &mut Parts) {
        if let Some(ContentType { value, keep }) = &self.content_type {
            let own = parts.headers.get(CONTENT_TYPE);
            let kept = own.is_some_and(|own| own.to_str().is_ok_and(keep));
            if !kept {
                parts.headers.insert(CONTENT_TYPE, value.clone());
            }
        }
        // RFC 9110 §8.6: methods that usually have a body say so when they have none.
        let bodiless = [
            Method::GET,
            Method::HEAD,
            Method::DELETE,
            Method::OPTIONS,
            Method::TRACE,
        ];
        if parts.body.is_empty() && !bodiless.contains(&parts.method) {
            parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
        }
    }
}

/// Shows method and path: queries, headers and bodies may be secret.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.as_ref().map_or("?", Url::path);
        write!(f, "Request({} {path})", self.method)
    }
}

/// Cookies in one header, for there is one for all of them (RFC 6265 §5.4). It is a secret if one of them is.
fn one_cookie(cookies: &[HeaderValue]) -> HeaderValue {
    let bytes: Vec<&[u8]> = cookies.iter().map(HeaderValue::as_bytes).collect();
    // Values that headers may hold are together one that a header may hold.
    let joined = HeaderValue::from_bytes(&bytes.join(&b"; "[..]));
    let mut joined = joined.unwrap_or_else(|_| HeaderValue::from_static(""));
    joined.set_sensitive(cookies.iter().any(HeaderValue::is_sensitive));
    joined
}

/// Puts headers in the place of those of the same names.
pub(super) fn replace(headers: &mut HeaderMap, by: &HeaderMap) {
    headers.extend(by.clone());
}
