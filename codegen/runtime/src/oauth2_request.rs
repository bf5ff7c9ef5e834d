//! A request to a token endpoint: where it goes, the form, who the client is, and further parameters.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method};
use reqwest::Url;

use super::auth::{Secret, sensitive_value};
use super::body::Body;
use super::carrier::Carrier;
use super::core_builder::behind;
use super::encode;
use super::failure::RequestError;

/// How the client says who it is (RFC 6749 §2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// By Basic auth.
    Header,
    /// By `client_id` and `client_secret` in the form.
    Body,
}

/// Where a further parameter of a request for a token goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the form.
    Body,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
}

/// A further parameter of a request for a token, or of the page where users agree.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    place: Place,
    pub(super) name: String,
    pub(super) value: Secret,
}

/// Further parameters, one of each name.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters(pub(super) Vec<Parameter>);

impl Parameters {
    /// Sets one, in the place of any of that name.
    pub(super) fn set(&mut self, place: Place, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.0.retain(|known| known.name != name);
        let value = Secret::new(value);
        self.0.push(Parameter { place, name, value });
    }

    /// Sets one unless one of that name is there.
    pub(super) fn set_default(&mut self, place: Place, name: &str, value: &str) {
        if !self.0.iter().any(|known| known.name == name) {
            self.set(place, name, value);
        }
    }
}

/// The setting of a client that counts before the URLs of its grant.
const TOKEN_URL: &str = "oauth2_token_url";

/// Where an endpoint is.
pub(super) enum Endpoint {
    /// At this URL.
    Url(String),
    /// At a server of the client.
    At {
        server: &'static str,
        rest: &'static str,
        /// Where that is for a client without such a server.
        url: &'static str,
    },
}

impl Endpoint {
    /// Its URL. What is known of servers a client alone can say.
    fn url(&self, carrier: Option<&Carrier>) -> String {
        match self {
            Self::Url(url) => url.clone(),
            Self::At { server, rest, url } => {
                let base = carrier.and_then(|carrier| carrier.server(server));
                base.map_or_else(|| (*url).to_owned(), |base| behind(base, rest))
            }
        }
    }
}

/// Where a grant gets its tokens.
#[derive(Default)]
pub(super) struct Endpoints {
    pub(super) token: Option<Endpoint>,
    /// Where refresh tokens are sent, if that is elsewhere.
    pub(super) refresh: Option<Endpoint>,
}

impl Endpoints {
    /// Where the first token and where those for refresh tokens come from, as far as that is set.
    pub(super) fn urls(&self, carrier: Option<&Carrier>) -> [Option<String>; 2] {
        if let Some(url) = carrier.and_then(|carrier| carrier.setting(TOKEN_URL)) {
            return [Some(url.to_owned()), Some(url.to_owned())];
        }
        let known = |endpoint: &Option<Endpoint>| Some(endpoint.as_ref()?.url(carrier));
        let token = known(&self.token);
        let refresh = known(&self.refresh).or_else(|| token.clone());
        [token, refresh]
    }
}

/// A form that is put together. A name stands in it once (RFC 6749 §3.2): what came first counts.
pub(super) struct Form {
    text: String,
    names: Vec<String>,
}

impl Form {
    pub(super) fn new(grant_type: &str) -> Self {
        let mut form = Self {
            text: String::new(),
            names: Vec::new(),
        };
        form.add("grant_type", grant_type);
        form
    }

    pub(super) fn add(&mut self, name: &str, value: &str) {
        if !self.names.iter().any(|known| known == name) {
            encode::form_pair(name, value, &mut self.text);
            self.names.push(name.to_owned());
        }
    }
}

/// A client as the authorization server knows it.
pub(super) struct OAuthClient {
    pub(super) id: String,
    pub(super) secret: Option<Secret>,
    pub(super) authentication: Option<ClientAuthentication>,
}

impl OAuthClient {
    pub(super) fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: None,
            authentication: None,
        }
    }

    /// A request to the token endpoint at this URL.
    pub(super) fn request(
        &self,
        url: Option<&str>,
        mut form: Form,
        parameters: &Parameters,
    ) -> Result<http::Request<Body>, RequestError> {
        let mut request = http::Request::new(Body::empty());
        *request.method_mut() = Method::POST;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form_type);
        let by = self.authentication.unwrap_or(ClientAuthentication::Header);
        match (&self.secret, by) {
            (Some(secret), ClientAuthentication::Header) => {
                headers.insert(AUTHORIZATION, basic(&self.id, secret)?);
            }
            (secret, _) => {
                form.add("client_id", &self.id);
                if let Some(secret) = secret {
                    form.add("client_secret", secret.expose());
                }
            }
        }
        let mut url = endpoint("token_url", url)?;
        let mut query = url.query().unwrap_or_default().to_owned();
        for parameter in &parameters.0 {
            let (name, value) = (&parameter.name, parameter.value.expose());
            match parameter.place {
                Place::Body => form.add(name, value),
                Place::Query => encode::query_pair(name, value, &mut query),
                Place::Header => {
                    let header: HeaderName = name
                        .parse()
                        .map_err(|_| RequestError::new(name, "is not the name of a header"))?;
                    headers.insert(header, sensitive_value(name, value)?);
                }
            }
        }
        if !query.is_empty() {
            url.set_query(Some(&query));
        }
        let uri = url.as_str().parse();
        *request.uri_mut() = uri.map_err(|_| RequestError::new("token_url", "is not a URL"))?;
        *request.body_mut() = Body::from(form.text);
        Ok(request)
    }
}

/// Id and secret are encoded as in a form first (RFC 6749 §2.3.1), for either may hold a colon.
fn basic(id: &str, secret: &Secret) -> Result<HeaderValue, RequestError> {
    let mut pair = String::new();
    encode::extended_value(id, &mut pair);
    pair.push(':');
    encode::extended_value(secret.expose(), &mut pair);
    sensitive_value("Authorization", &format!("Basic {}", STANDARD.encode(pair)))
}

/// The URL of an endpoint, without a fragment (RFC 6749 §3.1).
pub(super) fn endpoint(name: &str, url: Option<&str>) -> Result<Url, RequestError> {
    let wrong = |reason: &str| RequestError::new(name, reason);
    let text = url.ok_or_else(|| wrong("is an OAuth endpoint without a URL"))?;
    let mut url = Url::parse(text.trim()).map_err(|_| wrong("is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("is a URL that is not http or https"));
    }
    url.set_fragment(None);
    Ok(url)
}
