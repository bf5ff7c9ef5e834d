//! A recording: requests as they came, one JSON line each.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Headers that each client has of its own.
pub(super) const OWN: [&str; 9] = [
    "accept-encoding",
    "cache-control",
    "connection",
    "content-length",
    "host",
    "postman-token",
    "transfer-encoding",
    "user-agent",
    super::ITEM,
];

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The number of the request in its collection.
    pub item: usize,
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Headers in order; bytes beyond ASCII as ISO 8859-1.
    pub headers: Vec<(String, String)>,
    /// The content.
    #[serde(serialize_with = "write_base64", deserialize_with = "read_base64")]
    pub body: Vec<u8>,
}

fn write_base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn read_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}

impl Recorded {
    /// The path, as sent.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }

    /// The query, as sent.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The values of a header, whose name is in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&str> {
        let same = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        same.map(|(_, value)| value.as_str()).collect()
    }
}

/// Requests by their number. Of several with one number the last counts: a challenge or a retry came before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording(pub BTreeMap<usize, Recorded>);

impl Recording {
    /// Makes a recording of requests in the order in which they came.
    pub fn of(requests: impl IntoIterator<Item = Recorded>) -> Self {
        let by_item = requests.into_iter().map(|request| (request.item, request));
        Self(by_item.collect())
    }

    /// Reads one JSON line for each request.
    ///
    /// # Errors
    /// If the file cannot be read or a line is no request.
    pub fn load(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)?;
        let requests: Result<Vec<Recorded>, _> = text.lines().map(serde_json::from_str).collect();
        Ok(Self::of(requests?))
    }

    /// The recording without the headers that each client has of its own, which are of no interest later.
    #[must_use]
    pub fn without_own_headers(mut self) -> Self {
        for request in self.0.values_mut() {
            let is_own = |name: &str| OWN.iter().any(|own| own.eq_ignore_ascii_case(name));
            request.headers.retain(|(name, _)| !is_own(name));
        }
        self
    }

    /// The recording as text: one JSON line for each request.
    ///
    /// # Errors
    /// Never, in fact: strings and numbers are always JSON.
    pub fn to_lines(&self) -> io::Result<String> {
        let mut text = String::new();
        for request in self.0.values() {
            text.push_str(&serde_json::to_string(request)?);
            text.push('\n');
        }
        Ok(text)
    }
}
