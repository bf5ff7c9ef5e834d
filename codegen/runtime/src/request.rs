//! A request as generated code puts it together, and its way onto the wire.

use std::fmt;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use reqwest::Url;
use serde::Serialize;

use super::answer::{Answer, Decoded, ErrorBody};
use super::attempts::{self, Extent};
use super::auth::{Authenticate, Carried};
use super::body::Body;
use super::call::Call;
use super::carrier::Carrier;
use super::core::Core;
use super::encode;
use super::failure::{RequestError, TransportError, TransportErrorKind, Unanswered};
use super::limits::Limits;
use super::param::{Pairs, ToParam};
use super::redirect;
use super::response::AnyBody;
use super::retry::Retries;
use super::target;
use super::transport::Incoming;
use super::wire::Wire;

/// The name of the credential that requests carry when nothing else is said.
const DEFAULT_CREDENTIAL: &str = "bearer";

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
/// Arguments that do not fit are remembered, the first of them, and reported when the [`Call`] is awaited.
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
        arguments: &[(&str, &dyn ToParam)],
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

    /// Carries this credential of the client, and no other but those named so. One that the client does not have
    /// is left out.
    pub fn auth(&mut self, name: &'static str) {
        match &mut self.credentials {
            Choice::Named(names) => names.push(name),
            Choice::Default => self.credentials = Choice::Named(vec![name]),
        }
    }

    /// Carries no credential.
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
        for (_, text) in pairs.iter() {
            let Some(mut value) = encode::header_value(text) else {
                let reason = "holds a character that no header may hold";
                return self.fail(RequestError::new(name, reason));
            };
            let known = (header == COOKIE).then(|| headers.remove(COOKIE)).flatten();
            if let Some(known) = known {
                value = both_cookies(&known, value);
            }
            value.set_sensitive(secret);
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
        if !body.is_empty() {
            self.set_body(body, content_type, |_| true);
        }
    }

    /// Sends a body. Its type gives way to a `Content-Type` of the request's own if `keep` says so of its value.
    pub fn set_body(&mut self, body: Body, content_type: &str, keep: fn(&str) -> bool) {
        match encode::header_value(content_type) {
            Some(value) => self.content_type = Some(ContentType { value, keep }),
            None => self.fail(RequestError::new("Content-Type", "is not a media type")),
        }
        self.body = body;
    }

    /// Sends the body without a type of its own: that of the headers counts, if there is one.
    pub fn untyped(&mut self) {
        self.content_type = None;
    }

    /// The call, whose errors are documented.
    pub fn call<T, E: ErrorBody>(self, success: fn(&Answer) -> Decoded<T>) -> Call<T, E> {
        Call::new(self, success, E::decode)
    }

    /// The call, none of whose errors is documented.
    pub fn call_any<T>(self, success: fn(&Answer) -> Decoded<T>) -> Call<T, AnyBody> {
        Call::new(self, success, Answer::undocumented)
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

    pub(super) fn retries(&self) -> &Retries {
        self.retries.as_ref().unwrap_or(self.core.retries())
    }

    /// Adds the credentials, sends the request and waits for status and headers: one try.
    pub(super) async fn exchange(
        &self,
        wire: &Wire,
        mut parts: Parts,
    ) -> Result<http::Response<Incoming>, Unanswered> {
        let credentials = self.credentials();
        // A header that the call sets by itself stays, so nothing is done for another. What the signer sets counts in any case.
        let own = self.overrides.contains_key(AUTHORIZATION);
        let counting = credentials.iter().copied().filter(|_| !own);
        let carried = Carried {
            credentials: counting.collect(),
            signer: self.core.signer(),
            carrier: Carrier::of_call(self.core.transport().clone()),
        };
        carried.prepare().await?;
        let mut signing = credentials.iter().copied().chain(self.core.signer());
        if signing.any(|known| known.reads_body(&parts)) {
            let read = parts.body.load().await;
            read.map_err(|error| TransportError::because(TransportErrorKind::Content, error))?;
        }
        // Some credentials are written into the body, which then is for this server alone.
        let plain = parts.body.clone();
        self.authenticate(&credentials, &mut parts)?;
        redirect::follow(wire, parts, plain, &carried).await
    }

    /// Sends the request and waits for the whole answer.
    pub(super) async fn send(self) -> Result<Answer, Unanswered> {
        let (head, body) = self.answer(Extent::Whole).await?.into_parts();
        // It is in memory already, and no longer than it may be.
        let bytes = body.collect(u64::MAX).await?;
        Ok(Answer::new(head.status, head.headers, bytes))
    }

    /// Sends the request, again where its failure may pass, and waits for the answer.
    pub(super) async fn answer(
        self,
        extent: Extent,
    ) -> Result<http::Response<Incoming>, Unanswered> {
        attempts::answer(self, extent).await
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
        self.describe_body(&mut parts);
        Ok(parts)
    }

    /// Those credentials of the client that the request carries.
    fn credentials(&self) -> Vec<&dyn Authenticate> {
        let names = match &self.credentials {
            Choice::Default => &[DEFAULT_CREDENTIAL],
            Choice::Named(names) => names.as_slice(),
        };
        let known = names.iter().filter_map(|name| self.core.credential(name));
        known.collect()
    }

    /// Adds the credentials to a request that has everything else, for some sign all of it.
    fn authenticate(
        &self,
        credentials: &[&dyn Authenticate],
        parts: &mut Parts,
    ) -> Result<(), RequestError> {
        for credential in credentials {
            credential.apply(parts)?;
        }
        // The call's own headers count, but for those of the body, which `describe_body` has settled.
        let mut overrides = self.overrides.clone();
        overrides.remove(CONTENT_TYPE);
        overrides.remove(CONTENT_LENGTH);
        replace(&mut parts.headers, &overrides);
        match self.core.signer() {
            Some(signer) => signer.apply(parts),
            None => Ok(()),
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

/// Cookies in one header, for there is one for all of them (RFC 6265 §5.4).
fn both_cookies(known: &HeaderValue, more: HeaderValue) -> HeaderValue {
    let joined = [known.as_bytes(), b"; ", more.as_bytes()].concat();
    // Two values that headers may hold are one that a header may hold.
    HeaderValue::from_bytes(&joined).unwrap_or(more)
}

/// Puts headers in the place of those of the same names.
fn replace(headers: &mut HeaderMap, by: &HeaderMap) {
    headers.extend(by.clone());
}
