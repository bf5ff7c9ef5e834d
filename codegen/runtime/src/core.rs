//! What all requests of a client share: transport, servers, credentials and headers.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use reqwest::Url;

use super::auth::Authenticate;
use super::call::Call;
use super::carrier::Carrier;
use super::failure::RequestError;
use super::limits::Limits;
use super::middleware::Middleware;
use super::param::{Setting, ToParam};
use super::request::Request;
use super::response::AnyBody;
use super::retry::Retries;
use super::transport::Transport;

/// The inside of a client. Cheap to clone.
#[derive(Clone)]
pub struct Core {
    pub(super) inner: Arc<Inner>,
    pub(super) settings: Settings,
}

/// The credential of requests of which nothing is said.
pub(super) const BEARER: &str = "bearer";

/// Values that are set once for all requests, by name.
pub(super) type Settings = Arc<Vec<(&'static str, String)>>;

/// What is the same for all clones.
pub(super) struct Inner {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) servers: Servers,
    pub(super) headers: HeaderMap,
    pub(super) credentials: Credentials,
    pub(super) stand_ins: StandIns,
    pub(super) signer: Option<Box<dyn Authenticate>>,
    pub(super) usual: Usual,
    pub(super) limits: Limits,
    pub(super) retries: Retries,
    pub(super) middlewares: Vec<Box<dyn Middleware>>,
}

/// Credentials by name.
pub(super) type Credentials = Vec<(&'static str, Box<dyn Authenticate>)>;

/// Names of credentials, of those that go in their place while they are not set, and of the server that each of those is made for.
pub(super) type StandIns = &'static [(&'static str, &'static str, &'static str)];

/// The servers, the main one first.
pub(super) type Servers = Arc<[Server]>;

/// A server by name.
pub(super) struct Server {
    pub(super) name: &'static str,
    pub(super) url: Option<Url>,
}

/// What requests carry that say nothing else.
pub(super) struct Usual {
    /// Names of credentials.
    pub(super) credentials: Vec<&'static str>,
    /// Headers: the name of each, and its value.
    pub(super) headers: Vec<(&'static str, Value)>,
}

/// The value of a header that requests usually have.
#[derive(Clone, Copy)]
pub(super) enum Value {
    /// This text.
    Text(&'static str),
    /// What the setting of this name has.
    Setting(&'static str),
}

impl Core {
    /// Begins a request to the main server. In the path template, each `{name}` stands for the next argument.
    #[must_use]
    pub fn request(&self, method: &str, template: &str, arguments: &[&dyn ToParam]) -> Request {
        self.request_to(self.main(), method, template, arguments)
    }

    /// Begins a request to one of the other servers.
    #[must_use]
    pub fn request_to(
        &self,
        server: &str,
        method: &str,
        template: &str,
        arguments: &[&dyn ToParam],
    ) -> Request {
        let url = self.server(server);
        let mut request = Request::new(self.clone(), url, method, template, arguments);
        for (name, value) in &self.inner.usual.headers {
            match value {
                Value::Text(text) => request.header(name, text),
                Value::Setting(setting) => request.header(name, &self.setting(setting)),
            }
        }
        request
    }

    /// Any other request to the main server, by method and path. It carries the usual credentials, and a bearer token if the client
    /// has one.
    pub fn any_request(&self, method: &str, path: &str) -> Call<AnyBody> {
        let url = self.server(self.main());
        let mut request = Request::new(self.clone(), url, method, path, &[]);
        request.without_template();
        for name in self.usual_credentials() {
            request.auth(name);
        }
        request.auth(BEARER);
        request.call_success()
    }

    fn main(&self) -> &'static str {
        self.inner.servers.first().map_or("", |server| server.name)
    }

    /// The value of a setting; empty without one, which no path takes and which adds nothing to a query or the headers.
    #[must_use]
    pub fn setting<'a>(&self, name: &'a str) -> Setting<'a> {
        Setting::new(name, setting(&self.settings, name).map(str::to_owned))
    }

    /// The same with another value for a setting.
    #[must_use]
    pub fn with_setting(&self, name: &'static str, value: String) -> Self {
        let mut settings = Vec::clone(&self.settings);
        set(&mut settings, name, value);
        Self {
            inner: self.inner.clone(),
            settings: Arc::new(settings),
        }
    }

    /// The URL of a server. Only the main one has to have one, so another may turn out here to have none.
    fn server(&self, name: &str) -> Result<Url, RequestError> {
        let mut servers = self.inner.servers.iter();
        let server = servers.find(|server| server.name == name);
        server
            .and_then(|server| server.url.clone())
            .ok_or_else(|| RequestError::new(name, "is a server without a URL"))
    }

    pub(super) fn transport(&self) -> &Arc<dyn Transport> {
        &self.inner.transport
    }

    /// How credentials send requests of their own.
    pub(super) fn carrier(&self) -> Carrier {
        let inner = &self.inner;
        Carrier::of_call(
            inner.transport.clone(),
            self.settings.clone(),
            inner.servers.clone(),
        )
    }

    pub(super) fn default_headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    pub(super) fn limits(&self) -> Limits {
        self.inner.limits
    }

    pub(super) fn retries(&self) -> &Retries {
        &self.inner.retries
    }

    pub(super) fn middlewares(&self) -> &[Box<dyn Middleware>] {
        &self.inner.middlewares
    }

    /// The credential of a name for a request to this URL, or the one that goes in its place: to no host but that of its own server, as
    /// it is set, and not in the clear where that is not.
    pub(super) fn credential(&self, name: &str, url: &Url) -> Option<&dyn Authenticate> {
        self.own_credential(name).or_else(|| {
            let mut known = self.inner.stand_ins.iter();
            let (_, other, home) = known.find(|(unset, ..)| *unset == name)?;
            let home = self.server(home).ok()?;
            let is_there = (url.host_str(), url.port()) == (home.host_str(), home.port());
            let is_no_plainer = url.scheme() == "https" || url.scheme() == home.scheme();
            self.own_credential(other)
                .filter(|_| is_there && is_no_plainer)
        })
    }

    fn own_credential(&self, name: &str) -> Option<&dyn Authenticate> {
        let mut credentials = self.inner.credentials.iter();
        let (_, credential) = credentials.find(|(known, _)| *known == name)?;
        Some(&**credential)
    }

    pub(super) fn usual_credentials(&self) -> &[&'static str] {
        &self.inner.usual.credentials
    }

    pub(super) fn signer(&self) -> Option<&dyn Authenticate> {
        self.inner.signer.as_deref()
    }
}

pub(super) fn setting<'a>(settings: &'a Settings, name: &str) -> Option<&'a str> {
    let mut settings = settings.iter();
    let (_, value) = settings.find(|(known, _)| *known == name)?;
    Some(value)
}

/// Sets the value of a setting, in the place of the one it has.
pub(super) fn set(settings: &mut Vec<(&'static str, String)>, name: &'static str, value: String) {
    settings.retain(|(known, _)| *known != name);
    settings.push((name, value));
}

/// Shows the names of servers and credentials: a server's URL may hold a password.
impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(
            f,
            "Core",
            self.inner.servers.iter().map(|server| server.name),
            &self.inner.credentials,
        )
    }
}

/// Shows names alone.
pub(super) fn describe<'a>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    servers: impl Iterator<Item = &'a str>,
    credentials: &Credentials,
) -> fmt::Result {
    let credentials: Vec<_> = credentials.iter().map(|(name, _)| name).collect();
    f.debug_struct(title)
        .field("servers", &servers.collect::<Vec<_>>())
        .field("credentials", &credentials)
        .finish_non_exhaustive()
}
