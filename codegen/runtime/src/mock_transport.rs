//! A mock server as a transport: a client reaches it without a socket.

use bytes::Bytes;

use super::body::Body;
use super::failure::{TransportError, TransportErrorKind};
use super::mock::Mock;
use super::testing::Received;
use super::transport::{Exchange, Incoming, Transport};

impl Transport for Mock {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        let mock = self.clone();
        Box::pin(async move {
            let (parts, mut body) = request.into_parts();
            let broken = |error| TransportError::because(TransportErrorKind::Content, error);
            body.load().await.map_err(broken)?;
            let target = parts.uri.path_and_query();
            let headers = parts.headers.iter().map(|(name, value)| {
                let value = value.as_bytes().iter().copied().map(char::from).collect();
                (name.to_string(), value)
            });
            let received = Received {
                method: parts.method.to_string(),
                target: target.map_or("/", |target| target.as_str()).to_owned(),
                headers: headers.collect(),
                body: body.bytes().unwrap_or_default().to_vec(),
            };
            let scheme = parts.uri.scheme_str().unwrap_or("http");
            let host = parts.uri.authority().map_or("", |host| host.as_str());
            let canned = mock.answer_at(&format!("{scheme}://{host}"), &received);
            let mut answer = http::Response::builder().status(canned.status());
            for (name, value) in canned.headers() {
                answer = answer.header(name, value);
            }
            let body = Incoming::from(Bytes::copy_from_slice(canned.body()));
            let other = |error| TransportError::because(TransportErrorKind::Other, error);
            answer.body(body).map_err(other)
        })
    }
}
