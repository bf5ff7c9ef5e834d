//! A request to a mock server, taken apart once for all that look at it.

use serde_json::Value;

use super::received::{self, Part};
use super::testing::Received;

/// A request by its parts, decoded.
#[derive(Debug)]
pub struct Asking<'a> {
    /// The request as it came.
    pub received: &'a Received,
    /// The segments of its path.
    pub segments: Vec<String>,
    /// The pairs of its query.
    pub query: Vec<(String, String)>,
    /// The media type of its body, lower case, without parameters; empty without one.
    pub media_type: String,
    /// Its body, if that is JSON.
    pub json: Option<Value>,
    /// The fields of its body, if that is a form.
    pub form: Option<Vec<Part>>,
}

impl<'a> Asking<'a> {
    /// Takes a request apart.
    #[must_use]
    pub fn of(received: &'a Received) -> Self {
        let (path, query) = received::path_and_query(&received.target);
        let path = path.strip_prefix('/').unwrap_or(path);
        let content_type = received.header("content-type").unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default();
        let media_type = media_type.trim().to_ascii_lowercase();
        let form = match media_type.as_str() {
            "application/x-www-form-urlencoded" => {
                let pairs = received::pairs(&received.text(), ' ');
                let fields = pairs.into_iter().map(|(name, content)| Part {
                    name,
                    content,
                    is_file: false,
                });
                Some(fields.collect())
            }
            "multipart/form-data" => received::parts(content_type, &received.text()),
            _ => None,
        };
        Self {
            received,
            segments: received::segments(path),
            query: received::pairs(query, ' '),
            json: serde_json::from_slice(&received.body).ok(),
            media_type,
            form,
        }
    }

    /// The values of a key of the query.
    pub fn of_query<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let pairs = self.query.iter().filter(move |(key, _)| key == name);
        pairs.map(|(_, value)| value.as_str())
    }

    /// The fields of this name of a form.
    pub fn of_form<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Part> {
        let fields = self.form.iter().flatten();
        fields.filter(move |field| field.name == name)
    }

    /// A header with which a request says what it wants of the mock server.
    #[must_use]
    pub fn wish(&self, name: &str) -> Option<&str> {
        let wish = self.received.header(name).map(str::trim);
        wish.filter(|wish| !wish.is_empty())
    }
}
