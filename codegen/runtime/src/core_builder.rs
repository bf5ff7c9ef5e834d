//! Settings become the inside of a client: gathered first, checked at the end.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName};
use reqwest::Url;

use super::auth::{Authenticate, sensitive_value};
use super::core::{
    BEARER, Core, Credentials, Inner, Server, StandIns, Usual, Value, describe, set,
};
use super::failure::BuildError;
use super::limits::Limits;
use super::middleware::Middleware;
use super::request::MOST_HEADERS;
use super::retry::Retries;
use super::transport::{ReqwestTransport, Transport};

/// How long a connection may take without a limit of the caller's: as long as `fetch` of Node.js waits.
const CONNECT: Duration = Duration::from_secs(10);

/// Gathers what a [`Core`] is made of.
pub struct CoreBuilder {
    transport: Option<Arc<dyn Transport>>,
    connect_timeout: Duration,
    servers: Vec<(&'static str, Option<String>)>,
    headers: Vec<(String, String)>,
    settings: Vec<(&'static str, String)>,
    credentials: Credentials,
    stand_ins: StandIns,
    usual: Usual,
    signer: Option<Box<dyn Authenticate>>,
    limits: Limits,
    retries: Retries,
    middlewares: Vec<Box<dyn Middleware>>,
    /// Servers and settings that were set by themselves.
    chosen: Vec<&'static str>,
}

impl CoreBuilder {
    /// Begins with the servers by name, the main one first, and their URLs as far as they are known.
    #[must_use]
    pub fn new(servers: &[(&'static str, Option<&'static str>)]) -> Self {
        let servers = servers
            .iter()
            .map(|(name, url)| (*name, url.map(str::to_owned)));
        Self {
            transport: None,
            connect_timeout: CONNECT,
            servers: servers.collect(),
            headers: Vec::new(),
            settings: Vec::new(),
            credentials: Vec::new(),
            stand_ins: &[],
            usual: Usual {
                credentials: vec![BEARER],
                headers: Vec::new(),
            },
            signer: None,
            limits: Limits::default(),
            retries: Retries::default(),
            middlewares: super::installed(),
            chosen: Vec::new(),
        }
    }

    /// Sets the URL of a server unless it is set by itself, before or after.
    pub fn default_server(&mut self, name: &'static str, url: &str) {
        if !self.chosen.contains(&name) {
            self.set_server(name, url.to_owned());
        }
    }

    /// Sets the URL of a server, and its scheme for when it has none.
    pub fn server(&mut self, name: &'static str, scheme: &str, url: String) {
        self.chosen.push(name);
        let bare = url.trim();
        let url = match bare.is_empty() || bare.contains("://") {
            true => url,
            false => format!("{scheme}://{bare}"),
        };
        self.set_server(name, url);
    }

    /// A URL that begins with that of a server as it is set now. `default` without one.
    #[must_use]
    pub fn url_at(&self, server: &str, rest: &str, default: &str) -> String {
        let mut servers = self.servers.iter();
        let known = servers.find(|(name, _)| *name == server);
        let url = known.and_then(|(_, url)| url.as_deref());
        url.map_or_else(|| default.to_owned(), |url| behind(url, rest))
    }

    fn set_server(&mut self, name: &'static str, url: String) {
        match self.servers.iter_mut().find(|server| server.0 == name) {
            Some(server) => server.1 = Some(url),
            None => self.servers.push((name, Some(url))),
        }
    }

    /// Sets a credential.
    pub fn credential(&mut self, name: &'static str, credential: impl Authenticate) {
        self.credentials.retain(|(known, _)| *known != name);
        self.credentials.push((name, Box::new(credential)));
    }

    /// Says which credentials requests carry that say nothing else: the bearer token, unless this says otherwise.
    pub fn usual_credentials(&mut self, names: &[&'static str]) {
        self.usual.credentials = names.to_vec();
    }

    /// Says which credential goes in the place of another that is not set, and to the host of which server alone.
    pub fn stand_ins(&mut self, stand_ins: StandIns) {
        self.stand_ins = stand_ins;
    }

    /// Adds a header to all requests that do not leave it out. It counts for more than a default header.
    pub fn usual_header(&mut self, name: &'static str, value: &'static str) {
        self.usual.headers.push((name, Value::Text(value)));
    }

    /// The same with the value of a setting.
    pub fn usual_setting(&mut self, name: &'static str, setting: &'static str) {
        self.usual.headers.push((name, Value::Setting(setting)));
    }

    /// Sets what has the last word on each request, such as a signature.
    pub fn sign(&mut self, signer: impl Authenticate) {
        self.signer = Some(Box::new(signer));
    }

    /// Sets a value that many requests carry, unless it is set by itself, before or after.
    pub fn default_setting(&mut self, name: &'static str, value: &str) {
        if !self.chosen.contains(&name) {
            set(&mut self.settings, name, value.to_owned());
        }
    }

    /// Sets a value that many requests carry.
    pub fn setting(&mut self, name: &'static str, value: String) {
        self.chosen.push(name);
        set(&mut self.settings, name, value);
    }

    /// Adds a header to all requests that do not set it themselves.
    pub fn default_header(&mut self, name: String, value: String) {
        self.headers.push((name, value));
    }

    /// Limits the time of each call, from its first poll to the end of its body.
    pub fn timeout(&mut self, limit: Duration) {
        self.limits.call = Some(limit);
    }

    /// Limits the time in which nothing is sent and nothing comes.
    pub fn read_timeout(&mut self, limit: Duration) {
        self.limits.silence = Some(limit);
    }

    /// Limits the time for a connection, unless other means of sending are given.
    pub fn connect_timeout(&mut self, limit: Duration) {
        self.connect_timeout = limit;
    }

    /// Limits how many bytes of an answer are read into memory.
    pub fn body_limit(&mut self, bytes: u64) {
        self.limits.size = Some(bytes);
    }

    /// Says when requests are sent again.
    pub fn retries(&mut self, retries: Retries) {
        self.retries = retries;
    }

    /// Puts something around every try, within what is there already.
    pub fn middleware(&mut self, middleware: impl Middleware) {
        self.middlewares.push(Box::new(middleware));
    }

    /// Sends by another HTTP client. It should not follow redirects: the runtime does, and is careful with
    /// credentials.
    pub fn http_client(&mut self, client: reqwest::Client) {
        self.transport(ReqwestTransport::with_client(client));
    }

    /// Sends by other means.
    pub fn transport(&mut self, transport: impl Transport) {
        self.transport = Some(Arc::new(transport));
    }

    /// Checks everything and puts it together.
    ///
    /// # Errors
    /// If no request can carry a credential or a signature, the main server has no URL, some server's URL is none, a default header is
    /// not one, or the system provides no TLS.
    pub fn build(self) -> Result<Core, BuildError> {
        let credentials = self.credentials.iter().map(|(name, known)| (*name, known));
        let signer = self.signer.iter().map(|signer| ("sign", signer));
        for (name, credential) in credentials.chain(signer) {
            let checked = credential.check();
            checked.map_err(|error| BuildError::new(name, error.reason()))?;
        }
        let servers = self.servers.into_iter().enumerate();
        let servers = servers.map(|(at, (name, url))| {
            // What nobody has set, and most calls do not need, fails those that do.
            let is_needed = at == 0 || self.chosen.contains(&name);
            match checked(name, url) {
                Ok(url) => Ok(Server {
                    name,
                    url: Some(url),
                }),
                Err(_) if !is_needed => Ok(Server { name, url: None }),
                Err(error) => Err(error),
            }
        });
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::new(self.connect_timeout).map_err(no_tls)?),
        };
        let inner = Inner {
            transport,
            servers: servers.collect::<Result<_, _>>()?,
            headers: headers(&self.headers)?,
            credentials: self.credentials,
            stand_ins: self.stand_ins,
            usual: self.usual,
            signer: self.signer,
            limits: self.limits,
            retries: self.retries,
            middlewares: self.middlewares,
        };
        Ok(Core {
            inner: Arc::new(inner),
            settings: Arc::new(self.settings),
        })
    }
}

/// Shows the names of servers and credentials: their values may be secret.
impl fmt::Debug for CoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(
            f,
            "CoreBuilder",
            self.servers.iter().map(|server| server.0),
            &self.credentials,
        )
    }
}

/// A URL with more behind it.
pub(super) fn behind(url: &str, rest: &str) -> String {
    let base = url.trim().split(['?', '#']).next().unwrap_or_default();
    format!("{}{rest}", base.trim_end_matches('/'))
}

/// Checks the URL of a server.
fn checked(name: &str, url: Option<String>) -> Result<Url, BuildError> {
    let text = url.ok_or_else(|| BuildError::new(name, "is a server without a URL"))?;
    let text = text.trim();
    if let Some(variable) = unfilled(text) {
        let reason = format!("is a URL with the unfilled variable `{variable}`");
        return Err(BuildError::new(name, reason));
    }
    let url = match text.contains("://") {
        true => Url::parse(text),
        false => Url::parse(&format!("http://{text}")),
    };
    match url {
        Ok(_) if !names_a_host(text) => Err(BuildError::new(name, "is a URL without a host")),
        Ok(url) if !["http", "https"].contains(&url.scheme()) => {
            Err(BuildError::new(name, "is a URL that is not http or https"))
        }
        Ok(url) => match url.as_str().parse::<http::Uri>() {
            Ok(_) => Ok(url),
            Err(error) => Err(BuildError::new(name, format!("cannot be sent to: {error}"))),
        },
        Err(_) if text.is_empty() => Err(BuildError::new(name, "is an empty URL")),
        Err(error) => Err(BuildError::new(name, format!("is not a URL: {error}"))),
    }
}

/// The first variable in a URL that has no value, as `v` in `{{v}}`; never more of the URL, which may be secret.
fn unfilled(text: &str) -> Option<&str> {
    let (_, behind) = text.split_once("{{")?;
    behind.split(['}', '{', '/', '?', '#', '@', ':']).next()
}

/// Whether a URL as it is written has a host: of `https:///v1` and `/v1` parsers would make the host `v1`, of `http:/v1` the
/// host `http`.
fn names_a_host(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let lower = host.to_ascii_lowercase();
    !host.is_empty() && !host.starts_with(':') && !matches!(lower.as_str(), "http:" | "https:")
}

/// Checks the default headers.
fn headers(pairs: &[(String, String)]) -> Result<HeaderMap, BuildError> {
    let mut headers = HeaderMap::new();
    for (name, text) in pairs {
        let value =
            sensitive_value(name, text).map_err(|error| BuildError::new(name, error.reason()))?;
        let header: HeaderName = name
            .trim()
            .parse()
            .map_err(|_| BuildError::new(name, "is not the name of a header"))?;
        if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&header) {
            let reason = "tells of one body, and is no default";
            return Err(BuildError::new(name, reason));
        }
        if headers.keys_len() >= MOST_HEADERS && !headers.contains_key(&header) {
            return Err(BuildError::new(name, "is one header too many"));
        }
        headers.insert(header, value);
    }
    Ok(headers)
}

fn no_tls(error: reqwest::Error) -> BuildError {
    BuildError::new("http_client", format!("cannot be set up: {error}"))
}
