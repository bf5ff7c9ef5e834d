//! A transport that does what a script says, and keeps what it was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use postwright_runtime::transport::{Exchange, Sleep};
use postwright_runtime::{
    Body, CoreBuilder, Incoming, Transport, TransportError, TransportErrorKind,
};

/// What becomes of a request.
#[derive(Clone, Debug)]
pub enum Step {
    /// An answer with this status code and these headers.
    Answer(u16, Vec<(&'static str, &'static str)>),
    /// None, for this reason.
    Fail(TransportErrorKind),
    /// None, ever.
    Hang,
}

/// Takes the steps in order, and the last one from then on.
#[derive(Clone)]
pub struct Scripted {
    steps: Arc<Vec<Step>>,
    requests: Arc<Mutex<Vec<http::Request<Body>>>>,
    sleeps: Arc<Mutex<Vec<Duration>>>,
}

impl Scripted {
    pub fn new(steps: &[Step]) -> Self {
        Self {
            steps: Arc::new(steps.to_vec()),
            requests: Arc::default(),
            sleeps: Arc::default(),
        }
    }

    /// A client without a limit on silence, so that pauses alone are times to wait for.
    pub fn client(&self) -> CoreBuilder {
        let mut builder = CoreBuilder::new(&[("base_url", Some("https://api.example"))]);
        builder.transport(self.clone());
        builder.read_timeout(Duration::MAX);
        builder
    }

    pub fn requests(&self) -> Vec<http::Request<Body>> {
        self.requests.lock().expect("no panic").clone()
    }

    /// How often something was sent.
    pub fn sent(&self) -> usize {
        self.requests.lock().expect("no panic").len()
    }

    /// The times that were waited for.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.sleeps.lock().expect("no panic").clone()
    }
}

impl Transport for Scripted {
    fn send(&self, request: http::Request<Body>) -> Exchange {
        let mut requests = self.requests.lock().expect("no panic");
        let step = requests.len().min(self.steps.len() - 1);
        requests.push(request);
        match self.steps[step].clone() {
            Step::Answer(status, headers) => {
                let mut answer = http::Response::new(Incoming::from(Bytes::new()));
                *answer.status_mut() = status.try_into().expect("a status code");
                for (name, value) in headers {
                    let value = value.parse().expect("a value");
                    answer.headers_mut().append(name, value);
                }
                Box::pin(std::future::ready(Ok(answer)))
            }
            Step::Fail(kind) => Box::pin(std::future::ready(Err(TransportError::new(kind)))),
            Step::Hang => Box::pin(std::future::pending()),
        }
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.sleeps.lock().expect("no panic").push(duration);
        Box::pin(tokio::time::sleep(duration))
    }
}
