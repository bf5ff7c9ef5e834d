//! The request that a test server received, held against the one that a collection has saved.

use serde_json::Value;

use super::received::{self, pairs, path_and_query, segments};
use super::testing::{Received, Server};

/// Stands for a `+` of a saved query, which authors write for a space and for itself.
const PLUS: char = '\u{1}';

/// A request that has arrived where it should. Each check panics if it fails.
#[derive(Debug)]
pub struct Arrived(Received);

/// Checks that one request has arrived, with this method, path and query: `PUT /orders/7?notify=true`, encoded as Postman
/// sends it. Escapes say what they stand for; the order of different keys does not matter.
///
/// # Panics
///
/// If none has, several have, or it is another.
pub fn request(server: &Server, line: &str) -> Arrived {
    let mut received = server.received();
    let (Some(arrived), true) = (received.pop(), received.is_empty()) else {
        panic!("not one request has arrived, but others: {received:?}")
    };
    let (method, target) = line.split_once(' ').unwrap_or((line, ""));
    let (path, query) = path_and_query(target);
    let (own_path, own_query) = path_and_query(&arrived.target);
    let matches = arrived.method == method
        && segments(path) == segments(own_path)
        && same_pairs(&pairs(query, PLUS), &pairs(own_query, ' '));
    assert!(
        matches,
        "saved {line}\nsent  {} {}",
        arrived.method, arrived.target
    );
    Arrived(arrived)
}

impl Arrived {
    /// Checks that a header is there with this value, among others of its name.
    ///
    /// # Panics
    ///
    /// If it is not.
    #[expect(clippy::must_use_candidate, reason = "it is there for its panic")]
    pub fn header(self, name: &str, value: &str) -> Self {
        let is_it =
            |(own, text): &(String, String)| own.eq_ignore_ascii_case(name) && text == value;
        assert!(
            self.0.headers.iter().any(is_it),
            "saved {name}: {value}\nsent  {:?}",
            self.0.headers
        );
        self
    }

    /// Checks that there is no body.
    ///
    /// # Panics
    ///
    /// If there is one.
    pub fn empty(self) {
        assert!(
            self.0.body.is_empty(),
            "saved nothing\nsent  {}",
            self.0.text()
        );
    }

    /// Checks that the body is this JSON: each member with its value, and no other.
    ///
    /// # Panics
    ///
    /// If it is not.
    pub fn json(self, saved: &str) {
        let sent = self.0.text();
        assert!(same_json(saved, &sent), "saved {saved}\nsent  {sent}");
    }

    /// Checks that the body is this text.
    ///
    /// # Panics
    ///
    /// If it is not.
    pub fn text(self, saved: &str) {
        assert_eq!(self.0.text(), saved);
    }

    /// Checks that the body is an urlencoded form of these fields.
    ///
    /// # Panics
    ///
    /// If it is not.
    pub fn form(self, saved: &[(&str, &str)]) {
        self.assert_type("application/x-www-form-urlencoded");
        let sent = pairs(&self.0.text(), ' ');
        assert!(
            same_pairs(&owned(saved), &sent),
            "saved {saved:?}\nsent  {sent:?}"
        );
    }

    /// Checks that the body is a multipart form of these fields.
    ///
    /// # Panics
    ///
    /// If it is not.
    pub fn multipart(self, saved: &[(&str, &str)]) {
        self.assert_type("multipart/form-data");
        let sent = self.parts().unwrap_or_default();
        let mut saved = owned(saved);
        for (name, _) in &mut saved {
            *name = name
                .replace('"', "%22")
                .replace('\r', "%0D")
                .replace('\n', "%0A");
        }
        assert!(same_pairs(&saved, &sent), "saved {saved:?}\nsent  {sent:?}");
    }

    fn assert_type(&self, expected: &str) {
        let sent = self.0.header("content-type").unwrap_or_default();
        assert!(sent.starts_with(expected), "saved {expected}\nsent  {sent}");
    }

    /// Names and contents of the parts.
    fn parts(&self) -> Option<Vec<(String, String)>> {
        let parts = received::parts(self.0.header("content-type")?, &self.0.text())?;
        let parts = parts.into_iter().map(|part| (part.name, part.content));
        Some(parts.collect())
    }
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

/// Whether the keys are the same, and the values of each in their order.
fn same_pairs(saved: &[(String, String)], sent: &[(String, String)]) -> bool {
    let (mut saved, mut sent) = (saved.to_vec(), sent.to_vec());
    for pairs in [&mut saved, &mut sent] {
        pairs.sort_by_cached_key(|(key, _)| key.replace([PLUS, '+'], " "));
    }
    let mut both = saved.iter().zip(&sent);
    saved.len() == sent.len() && both.all(|(a, b)| same_text(&a.0, &b.0) && same_value(&a.1, &b.1))
}

/// JSON written as text is the same however it is written.
fn same_value(saved: &str, sent: &str) -> bool {
    same_text(saved, sent) || saved.starts_with(['{', '[']) && same_json(saved, sent)
}

fn same_text(saved: &str, sent: &str) -> bool {
    let mut both = saved.chars().zip(sent.chars());
    saved.chars().count() == sent.chars().count()
        && both.all(|(a, b)| a == b || a == PLUS && matches!(b, ' ' | '+'))
}

fn same_json(saved: &str, sent: &str) -> bool {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).ok();
    match (parsed(saved), parsed(sent)) {
        (Some(saved), Some(sent)) => same(&saved, &sent),
        _ => false,
    }
}

/// Whether two values are the same, `1` and `1.0` among them.
fn same(saved: &Value, sent: &Value) -> bool {
    match (saved, sent) {
        (Value::Object(a), Value::Object(b)) => {
            let is_there =
                |(key, value): (&String, &Value)| b.get(key).is_some_and(|b| same(value, b));
            a.len() == b.len() && a.iter().all(is_there)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    }
}
