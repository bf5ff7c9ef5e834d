//! Signatures of Amazon Web Services, version 4: in headers.
//!
//! The rules are those of "Create a signed AWS API request" in the guide to AWS Identity and Access Management.

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;
use sha2::Sha256;
use sha2::digest::Digest as _;

use super::auth::{Authenticate, Secret, sensitive_value};
use super::failure::RequestError;
use super::fresh;
use super::request::Parts;
use super::signature::{content, escaped, given, hex, hmac, pairs, sorted};
use super::target::host;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const CONTENT: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// Headers that are not signed: those that proxies and HTTP clients change.
const UNSIGNED: [&str; 10] = [
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "range",
    "transfer-encoding",
    "user-agent",
    "x-amzn-trace-id",
];

/// Access key and secret key.
///
/// The body is hashed, so one that is a file is read into memory first.
#[derive(Clone, Debug)]
pub struct AwsV4 {
    access_key: Secret,
    secret_key: Secret,
    session_token: Option<Secret>,
    region: Option<String>,
    service: Option<String>,
    date: Option<String>,
    path_as_sent: Option<bool>,
}

impl AwsV4 {
    /// The keys of a user, or those of a role that come with a session token.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self {
            access_key: Secret::new(access_key),
            secret_key: Secret::new(secret_key),
            session_token: None,
            region: None,
            service: None,
            date: None,
            path_as_sent: None,
        }
    }

    /// Sets the token that belongs to keys that last for a session; empty text is none.
    #[must_use]
    pub fn session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = given(token).map(Secret::new);
        self
    }

    /// Sets the region, such as `eu-central-1`. Unless said here or by the collection it is `us-east-1`, as in Postman.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = given(region).or(self.region);
        self
    }

    /// Sets the region unless that is set.
    #[must_use]
    pub fn default_region(mut self, region: impl Into<String>) -> Self {
        self.region = self.region.or_else(|| given(region));
        self
    }

    /// Sets the service, such as `s3`. Unless said here or by the collection it is `execute-api`, as in Postman.
    #[must_use]
    pub fn service(mut self, service: impl Into<String>) -> Self {
        self.service = given(service).or(self.service);
        self
    }

    /// Sets the service unless that is set.
    #[must_use]
    pub fn default_service(mut self, service: impl Into<String>) -> Self {
        self.service = self.service.or_else(|| given(service));
        self
    }

    /// Sets the time of all requests, as `20150830T123600Z`: for tests.
    #[must_use]
    pub fn date(mut self, date: impl Into<String>) -> Self {
        self.date = given(date);
        self
    }

    /// Signs the path as it is sent, instead of with its escapes escaped once more and without empty segments. Unless
    /// set only S3 is signed so.
    #[must_use]
    pub fn path_as_sent(mut self, as_sent: bool) -> Self {
        self.path_as_sent = Some(as_sent);
        self
    }

    fn service_name(&self) -> &str {
        self.service.as_deref().unwrap_or("execute-api")
    }

    fn region_name(&self) -> &str {
        self.region.as_deref().unwrap_or("us-east-1")
    }

    /// `20150830/us-east-1/iam/aws4_request`.
    fn scope(&self, date: &str) -> String {
        let day = day(date);
        format!(
            "{day}/{}/{}/aws4_request",
            self.region_name(),
            self.service_name()
        )
    }

    /// The key for one day, region and service.
    fn key(&self, date: &str) -> Vec<u8> {
        let secret = format!("AWS4{}", self.secret_key.expose());
        let steps = [
            day(date),
            self.region_name(),
            self.service_name(),
            "aws4_request",
        ];
        let key = secret.into_bytes();
        steps
            .iter()
            .fold(key, |key, step| hmac::<Sha256>(&key, step.as_bytes()))
    }

    /// Replaces the headers that tell of date, session and content, all of which are signed.
    fn describe(&self, parts: &mut Parts, date: &str, content: &str) -> Result<(), RequestError> {
        let headers = &mut parts.headers;
        for name in [AUTHORIZATION, DATE, TOKEN, CONTENT] {
            headers.remove(name);
        }
        let value = |text: &str| {
            HeaderValue::from_str(text)
                .map_err(|_| RequestError::new("date", "holds a character that no header may hold"))
        };
        headers.insert(DATE, value(date)?);
        if !parts.body.is_empty() || self.service_name() == "s3" {
            headers.insert(CONTENT, value(content)?);
        }
        if let Some(token) = &self.session_token {
            headers.insert(TOKEN, sensitive_value("session token", token.expose())?);
        }
        Ok(())
    }

    /// The path as it is signed.
    fn path(&self, url: &Url) -> String {
        if self.path_as_sent.unwrap_or(self.service_name() == "s3") {
            return url.path().to_owned();
        }
        let mut path = String::new();
        let mut segments = url
            .path()
            .split('/')
            .filter(|segment| !segment.is_empty())
            .peekable();
        while let Some(segment) = segments.next() {
            path.push('/');
            path.push_str(&escaped(segment));
            if segments.peek().is_none() && url.path().ends_with('/') {
                path.push('/');
            }
        }
        if path.is_empty() {
            "/".to_owned()
        } else {
            path
        }
    }
}

/// The day of a date.
fn day(date: &str) -> &str {
    date.get(..8).unwrap_or(date)
}

/// The headers that are signed: their names, and a line for each.
fn signed_headers(url: &Url, headers: &HeaderMap) -> (String, String) {
    let mut lines = vec![("host", host(url))];
    for name in headers
        .keys()
        .map(HeaderName::as_str)
        .filter(|name| !UNSIGNED.contains(name))
    {
        let values = headers.get_all(name).iter().map(|value| {
            let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
            text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
        });
        lines.push((name, values.collect::<Vec<_>>().join(",")));
    }
    lines.sort();
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let lines = lines
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"));
    (names, lines.collect())
}

/// The date as `20150830T123600Z`.
fn now() -> String {
    let now = fresh::iso_timestamp();
    let now: String = now.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    format!("{}Z", now.split('.').next().unwrap_or_default())
}

fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

impl Authenticate for AwsV4 {
    fn reads_body(&self, _: &Parts) -> bool {
        true
    }

    fn signs(&self) -> bool {
        true
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        let date = self.date.clone().unwrap_or_else(now);
        let content = sha256(&content(parts)?);
        self.describe(parts, &date, &content)?;
        let (names, lines) = signed_headers(&parts.url, &parts.headers);
        let path = self.path(&parts.url);
        let query = sorted(&pairs(parts.url.query().unwrap_or_default()));
        let request = format!(
            "{}\n{path}\n{query}\n{lines}\n{names}\n{content}",
            parts.method
        );
        let scope = self.scope(&date);
        let text = format!(
            "{ALGORITHM}\n{date}\n{scope}\n{}",
            sha256(request.as_bytes())
        );
        let signature = hex(hmac::<Sha256>(&self.key(&date), text.as_bytes()));
        let access_key = self.access_key.expose();
        let value = format!(
            "{ALGORITHM} Credential={access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
        );
        parts
            .headers
            .insert(AUTHORIZATION, sensitive_value("access key", &value)?);
        Ok(())
    }
}
