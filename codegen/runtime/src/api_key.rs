//! API keys: a secret in a header or in the query.

use http::{HeaderMap, HeaderName};

use super::auth::{Authenticate, Secret, sensitive_value};
use super::encode;
use super::failure::RequestError;
use super::request::Parts;

/// A secret under a name. If both are empty, nothing is sent.
#[derive(Clone, Debug)]
pub struct ApiKey {
    place: Place,
    name: String,
    value: Secret,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Header,
    Query,
}

impl ApiKey {
    /// A key in a header, in the place of any whose name is the same words: `X-Api-Key`, `x_api_key`.
    pub fn header(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(Place::Header, name, value)
    }

    /// A key in the query, behind everything else and in the place of any pair of that name.
    pub fn query(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(Place::Query, name, value)
    }

    fn new(place: Place, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            place,
            name: name.into(),
            value: Secret::new(value),
        }
    }
}

impl ApiKey {
    /// Whether there is nothing to send.
    fn is_none(&self) -> bool {
        self.name.is_empty() && self.value.expose().is_empty()
    }
}

impl Authenticate for ApiKey {
    fn check(&self) -> Result<(), RequestError> {
        match self.place {
            Place::Header if !self.is_none() => {
                set_header(&mut HeaderMap::new(), &self.name, self.value.expose())
            }
            Place::Header | Place::Query => Ok(()),
        }
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        let value = self.value.expose();
        if self.is_none() {
            return Ok(());
        }
        match self.place {
            Place::Header => set_header(&mut parts.headers, &self.name, value)?,
            Place::Query => {
                let query = encode::with_pair(parts.url.query().unwrap_or(""), &self.name, value);
                parts.url.set_query(Some(&query));
            }
        }
        Ok(())
    }
}

/// Sets the header, and takes out those whose names are the same words.
fn set_header(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), RequestError> {
    let value = sensitive_value(name, value)?;
    let header: HeaderName = name
        .trim()
        .parse()
        .map_err(|_| RequestError::new(name, "is not the name of a header"))?;
    let same_words = |other: &&HeaderName| letters(other.as_str()) == letters(header.as_str());
    let replaced: Vec<_> = headers.keys().filter(same_words).cloned().collect();
    for other in replaced {
        headers.remove(other);
    }
    headers.insert(header, value);
    Ok(())
}

/// A header name without what only separates its words.
fn letters(name: &str) -> String {
    name.replace(['-', '_', '.'], "")
}
