//! Any answer ends a call with a value or a typed error. No credential goes to another host, and no error shows what the
//! server sent.

use std::collections::VecDeque;
use std::future::ready;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use http_body::Frame;
use postwright_runtime::auth::Bearer;
use postwright_runtime::transport::Exchange;
use postwright_runtime::{
    Answer, Body, Call, CoreBuilder, Decoded, Digest, Error, ErrorBody, Incoming, Number, Response,
    Retries, Transport, TransportError, TransportErrorKind,
};
use serde::Deserialize;

use super::{take, take_byte};

/// What no other host may see, and no error show.
const SECRET: &str = "s3cr3t-0f-th3-l4w";

/// Headers that mean something to the runtime.
const HEADERS: [&str; 12] = [
    "location",
    "www-authenticate",
    "content-type",
    "content-length",
    "content-encoding",
    "retry-after",
    "link",
    "set-cookie",
    "transfer-encoding",
    "connection",
    "x-request-id",
    "etag",
];

/// Answers that come one after the other, each in chunks.
struct Scripted {
    answers: Mutex<VecDeque<http::Response<Vec<u8>>>>,
    chunk: usize,
    /// Requests to other hosts.
    strayed: Arc<Mutex<Vec<String>>>,
}

impl Transport for Scripted {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        if request.uri().host() != Some("127.0.0.1") {
            let body = request.body().bytes().unwrap_or_default();
            let shown = format!("{} {:?} {body:?}", request.uri(), request.headers());
            let values = request.headers().values();
            let values = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            let all = values.collect::<Vec<_>>().join(" ");
            self.strayed
                .lock()
                .expect("no panic")
                .push(format!("{shown} {all}"));
        }
        let next = self.answers.lock().expect("no panic").pop_front();
        let answer = next.ok_or_else(|| TransportError::new(TransportErrorKind::Connect));
        let chunk = self.chunk;
        Box::pin(ready(answer.map(|answer| {
            answer.map(|body| {
                let chunks = body.chunks(chunk).map(Bytes::copy_from_slice);
                Incoming::new(Chunks(chunks.collect()))
            })
        })))
    }
}

/// The body of an answer.
struct Chunks(VecDeque<Bytes>);

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(self.0.pop_front().map(|chunk| Ok(Frame::data(chunk))))
    }
}

/// Answers nothing.
pub(crate) struct Silent;

impl Transport for Silent {
    fn send(&self, _: http::Request<Body>) -> Exchange {
        Box::pin(ready(Err(TransportError::new(TransportErrorKind::Connect))))
    }
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Item {
    id: i64,
    name: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    price: Option<Number>,
    parent: Option<Box<Item>>,
}

#[derive(Debug)]
#[allow(dead_code)]
enum ItemError {
    NotFound(String),
    Conflict(Box<Item>),
}

impl ErrorBody for ItemError {
    fn decode(answer: &Answer) -> Decoded<Self> {
        match answer.code() {
            404 => answer.text().map(Self::NotFound),
            409 => answer.json().map(Box::new).map(Self::Conflict),
            _ => answer.undocumented(),
        }
    }
}

pub(crate) fn check(bytes: &[u8]) {
    let mut rest = bytes;
    let chunk = usize::from(take_byte(&mut rest)).max(1);
    let digest = take_byte(&mut rest) & 1 == 1;
    let mut answers = VecDeque::new();
    while !rest.is_empty() && answers.len() < 16 {
        answers.extend(answer(&mut rest));
    }
    if bytes
        .windows(SECRET.len())
        .any(|window| window == SECRET.as_bytes())
    {
        return; // The server itself tells.
    }
    // A media type is shown.
    let is_type = |body: &[u8]| {
        let headers = answers.iter().flat_map(|answer| answer.headers().values());
        let mut types = headers
            .map(HeaderValue::as_bytes)
            .filter(|value| value.contains(&b'/'));
        types.any(|name| name.windows(body.len().max(1)).any(|part| part == body))
    };
    let bodies = answers.iter().map(|answer| answer.body().clone());
    let bodies: Vec<Vec<u8>> = bodies.filter(|body| !is_type(body)).collect();
    let strayed = Arc::new(Mutex::new(Vec::new()));
    let transport = Scripted {
        answers: Mutex::new(answers),
        chunk,
        strayed: strayed.clone(),
    };
    let mut builder = CoreBuilder::new(&[("base_url", Some("http://127.0.0.1:9"))]);
    builder.transport(transport);
    builder.retries(Retries::none());
    match digest {
        true => builder.credential("user", Digest::new("user", SECRET)),
        false => builder.credential("user", Bearer::new(SECRET)),
    }
    let core = builder.build().expect("a client");
    let mut request = core.request("POST", "/items", &[]);
    request.auth("user");
    request.json(&serde_json::json!({"a": 1}));
    let call: Call<Item, ItemError> = request.call(|answer| match answer.code() {
        200 | 201 => answer.json(),
        _ => answer.undocumented(),
    });
    if let Err(error) = finished(call) {
        quiet(error, &bodies);
    }
    for stray in strayed.lock().expect("no panic").iter() {
        assert!(
            !stray.contains(SECRET) && !stray.contains("Digest "),
            "{stray}"
        );
    }
}

/// What a call ends with.
pub(crate) fn finished<T, E>(call: Call<T, E>) -> Result<Response<T>, Error<E>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    runtime.expect("a runtime").block_on(call)
}

/// An answer of the bytes, if they make one.
fn answer(bytes: &mut &[u8]) -> Option<http::Response<Vec<u8>>> {
    const CODES: [u16; 16] = [
        200, 201, 204, 301, 302, 303, 307, 308, 304, 400, 401, 404, 409, 429, 503, 299,
    ];
    let code = CODES[usize::from(take_byte(bytes)) % CODES.len()];
    let mut response = http::Response::new(Vec::new());
    *response.status_mut() = StatusCode::from_u16(code).ok()?;
    for _ in 0..take_byte(bytes) % 6 {
        let name = HEADERS[usize::from(take_byte(bytes)) % HEADERS.len()];
        let value = HeaderValue::from_bytes(take(bytes)).ok()?;
        response
            .headers_mut()
            .append(HeaderName::from_static(name), value);
    }
    *response.body_mut() = take(bytes).to_vec();
    Some(response)
}

/// What errors show is short, and has nothing of long bodies.
fn quiet(error: Error<ItemError>, bodies: &[Vec<u8>]) {
    // A typed error shows its body; that is for the caller to decide.
    if matches!(error, Error::Api(_)) {
        return;
    }
    for shown in [format!("{error}"), format!("{error:?}")] {
        for body in bodies {
            let text = String::from_utf8_lossy(body);
            let is_telling = text.len() >= 24 && text.chars().all(|c| c.is_ascii_alphanumeric());
            assert!(!(is_telling && shown.contains(&*text)), "{shown}");
        }
        assert!(!shown.contains(SECRET), "{shown}");
    }
}
