//! A server within the process that answers as the saved responses of a collection do, says what is wrong with requests, and
//! does as a test wants.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, io};

use super::mock_data::{Description, Operation};
use super::mock_engine::{self, Outcome};
use super::mock_match::is_named;
use super::testing::{Canned, Received, Server};

pub use super::mock_check::Problem;
pub use super::mock_saved::Reply;

/// A mock server. Cheap to clone; it stops when the last clone is dropped.
#[derive(Clone)]
pub struct Mock {
    server: Arc<Server>,
    inner: Arc<Inner>,
}

/// What the threads of the server share.
struct Inner {
    description: Description,
    state: Mutex<State>,
    seen: Option<Observer>,
}

#[derive(Default)]
struct State {
    strict: bool,
    forced: HashMap<String, Reply>,
    once: HashMap<String, VecDeque<Reply>>,
    requests: Vec<Seen>,
}

/// Is told of each request when its answer is known.
type Observer = Box<dyn Fn(&Seen) + Send + Sync>;

/// A request that a mock server received.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The request as it came, secrets included.
    pub received: Received,
    /// The path, without the query and without what may be secret.
    pub path: String,
    /// The request of the collection, by modules and method of the client (`orders.create_order`), if it is one.
    pub operation: Option<String>,
    /// The name of the saved response that was the answer, if it was one.
    pub example: Option<String>,
    /// What is made up about the answer, for people.
    pub note: Option<&'static str>,
    /// The status code of the answer.
    pub status: u16,
    /// What was wrong with it. No problem quotes a received value.
    pub problems: Vec<Problem>,
}

/// How a mock server runs.
#[derive(Default)]
pub struct Options {
    /// The port on 127.0.0.1; 0 is any free one.
    pub port: u16,
    /// Whether a request with problems gets a 400 that lists them.
    pub strict: bool,
    /// Is told of each request when its answer is known. Requests are not kept then, for the server may run long.
    pub observer: Option<Observer>,
}

impl Mock {
    /// Starts a server on a free port of this machine. `description` is the text of a file `mock.jsonc`.
    ///
    /// # Errors
    /// If the text is none, or the system has no port or no thread to spare.
    pub fn start(description: &str) -> Result<Self, MockError> {
        Self::start_with(description, Options::default())
    }

    /// The same with other options.
    ///
    /// # Errors
    /// As [`start`](Self::start); and if the port is taken.
    pub fn start_with(description: &str, options: Options) -> Result<Self, MockError> {
        let inner = Arc::new(Inner {
            description: parse(description)?,
            state: Mutex::new(State {
                strict: options.strict,
                ..State::default()
            }),
            seen: options.observer,
        });
        let served = inner.clone();
        let address = SocketAddr::from(([127, 0, 0, 1], options.port));
        let server = Server::serve(address, move |_, received| {
            Some(served.answer(&origin_of(received), received))
        })?;
        Ok(Self {
            server: Arc::new(server),
            inner,
        })
    }

    /// Where the server is, without a slash at the end. It takes requests with and without the path of the real server.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// All requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.inner.state().requests.clone()
    }

    /// Makes an operation answer something else from now on: a status code, the name of a saved response, or any
    /// [`Canned`] answer. Operations are called by modules and method of the client: `orders.create_order`.
    ///
    /// # Errors
    /// If there is no such operation, or no saved response of that name.
    pub fn respond(&self, operation: &str, reply: impl Into<Reply>) -> Result<(), MockError> {
        let reply = self.inner.possible(operation, reply.into())?;
        let mut state = self.inner.state();
        state.forced.insert(operation.to_owned(), reply);
        Ok(())
    }

    /// The same for one answer: a 429 before what is answered otherwise, such as the saved response. Said more than once, the answers
    /// are given in that order.
    ///
    /// # Errors
    /// As [`respond`](Self::respond).
    pub fn respond_once(&self, operation: &str, reply: impl Into<Reply>) -> Result<(), MockError> {
        let reply = self.inner.possible(operation, reply.into())?;
        let mut state = self.inner.state();
        let queue = state.once.entry(operation.to_owned()).or_default();
        queue.push_back(reply);
        Ok(())
    }

    /// Answers a request with problems by a 400 that lists them, from now on.
    pub fn set_strict(&self, strict: bool) {
        self.inner.state().strict = strict;
    }

    /// Forgets all requests, and what operations were made to answer.
    pub fn reset(&self) {
        let mut state = self.inner.state();
        state.forced.clear();
        state.once.clear();
        state.requests.clear();
    }

    /// Answers a request that comes by other means than a socket. URLs in the answer lead to the host that the request names.
    #[must_use]
    pub fn answer(&self, received: &Received) -> Canned {
        self.answer_at(&origin_of(received), received)
    }

    /// The same for a request to another origin, such as `https://api.example.com`.
    #[must_use]
    pub fn answer_at(&self, origin: &str, received: &Received) -> Canned {
        self.inner.answer(origin, received)
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An answer that a test may want of an operation.
    fn possible(&self, operation: &str, reply: Reply) -> Result<Reply, MockError> {
        let known = &self.description.operations;
        let Some(found) = known.iter().find(|known| known.name == operation) else {
            return Err(MockError::no_operation(operation, known));
        };
        match &reply {
            Reply::Example(name) if !found.examples.iter().any(|known| is_named(known, name)) => {
                Err(MockError::no_example(name, found))
            }
            _ => Ok(reply),
        }
    }

    fn answer(&self, origin: &str, received: &Received) -> Canned {
        let strict = self.state().strict;
        let forced = |operation: &str| {
            let mut state = self.state();
            let once = state.once.get_mut(operation).and_then(VecDeque::pop_front);
            once.or_else(|| state.forced.get(operation).cloned())
        };
        let outcome = mock_engine::answer(&self.description, received, origin, strict, forced);
        let Outcome {
            answer,
            operation,
            example,
            note,
            problems,
            path,
        } = outcome;
        let seen = Seen {
            received: received.clone(),
            path,
            operation,
            example,
            note,
            status: answer.status(),
            problems,
        };
        match &self.seen {
            Some(observer) => observer(&seen),
            None => self.state().requests.push(seen),
        }
        answer
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}

/// Where a client believes the server to be (RFC 9112 §3.2).
fn origin_of(received: &Received) -> String {
    format!("http://{}", received.header("host").unwrap_or_default())
}

/// Reads a description. Its first line says whose it is.
fn parse(text: &str) -> Result<Description, MockError> {
    let json = match text.strip_prefix("//") {
        Some(rest) => rest.split_once('\n').map_or("", |(_, json)| json),
        None => text,
    };
    serde_json::from_str(json).map_err(|error| {
        MockError::new(format!(
            "the description of the API cannot be read: {error}"
        ))
    })
}

/// Why a mock server does not do what was asked for.
#[derive(Debug)]
pub struct MockError {
    text: String,
    source: Option<io::Error>,
}

impl MockError {
    fn new(text: String) -> Self {
        Self { text, source: None }
    }

    fn no_operation(name: &str, known: &[Operation]) -> Self {
        let common = |other: &str| {
            name.chars()
                .zip(other.chars())
                .take_while(|(a, b)| a == b)
                .count()
        };
        let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
        let score = |other: &&Operation| (last(&other.name) == last(name), common(&other.name));
        let hint = known.iter().rev().max_by_key(score);
        let hint = hint.map(|operation| format!("; is `{}` meant?", operation.name));
        Self::new(format!(
            "there is no operation `{name}`{}",
            hint.unwrap_or_default()
        ))
    }

    fn no_example(name: &str, operation: &Operation) -> Self {
        let names: Vec<String> = operation
            .examples
            .iter()
            .map(|example| format!("`{}`", example.name))
            .collect();
        let known = match names.is_empty() {
            true => "; no response is saved".to_owned(),
            false => format!("; there are {}", names.join(", ")),
        };
        Self::new(format!(
            "`{}` has no saved response `{name}`{known}",
            operation.name
        ))
    }
}

impl From<io::Error> for MockError {
    fn from(error: io::Error) -> Self {
        Self {
            text: "the server cannot be started".to_owned(),
            source: Some(error),
        }
    }
}

impl fmt::Display for MockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for MockError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.source.as_ref()?)
    }
}
