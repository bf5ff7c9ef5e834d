//! Bodies of type `application/x-www-form-urlencoded`.

use std::collections::HashMap;

use serde::Serialize;

use super::body::Body;
use super::encode;
use super::failure::RequestError;
use super::param::{Pairs, ToParam};
use super::request::Request;

const TYPE: &str = "application/x-www-form-urlencoded";

/// The fields of a form.
#[derive(Debug, Default)]
pub struct Form {
    pairs: Pairs,
    error: Option<RequestError>,
}

impl Form {
    /// A form without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field, or one for each item of a list.
    pub fn field(&mut self, name: &str, value: &dyn ToParam) {
        value.add_to(name, &mut self.pairs);
    }

    /// Adds a field that holds JSON, if there is a value.
    pub fn json<T: Serialize + ?Sized>(&mut self, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.json_text(name, serde_json::to_string(value));
        }
    }

    fn json_text(&mut self, name: &str, json: serde_json::Result<String>) {
        match json {
            Ok(text) => self.pairs.push(name, text),
            Err(error) => {
                let error = RequestError::new(name, format!("is not JSON: {error}"));
                self.error.get_or_insert(error);
            }
        }
    }

    /// The fields, encoded, in the order in which the Postman runtime sends them: those of one name together
    /// at the first one's place, and names that are whole numbers before all others, by size.
    fn encoded(&self) -> String {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
        for (name, value) in self.pairs.iter() {
            let place = *places.entry(name).or_insert(fields.len());
            match fields.get_mut(place) {
                Some((_, values)) => values.push(value),
                None => fields.push((name, vec![value])),
            }
        }
        fields.sort_by_key(|(name, _)| whole_number(name).map_or(u64::MAX, u64::from));
        let mut text = String::new();
        for (name, values) in fields {
            for value in values {
                encode::form_pair(name, value, &mut text);
            }
        }
        text
    }
}

/// A name that JavaScript takes for an index.
fn whole_number(name: &str) -> Option<u32> {
    let number: u32 = name.parse().ok()?;
    (number < u32::MAX && number.to_string() == name).then_some(number)
}

impl Request {
    /// Sends a form. One without fields is no body.
    pub fn form(&mut self, form: Form) {
        let encoded = form.encoded();
        if let Some(error) = form.error {
            self.fail(error);
        }
        if !encoded.is_empty() {
            // A header that says the same with a charset stays.
            self.set_body(Body::from(encoded), TYPE, |own| own.starts_with(TYPE));
        }
    }
}
