//! The request behind a saved response as it is written: what a received request is held against.

use std::collections::HashMap;

use super::Operation;
use super::body::{graphql, is_sent};
use super::build::Builder;
use super::params::decoded;
use super::path::{Segment, split_segment, values_of};
use super::recorded::url;
use super::servers::{expand, form};
use crate::read::raw::{self, BodyContent, FormEntry, Pair};
use crate::read::redact;

/// A saved request. What holds a variable without a value is `None`: it stands for anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The segments of the path below the server's URL, decoded.
    pub path: Vec<Option<String>>,
    /// The pairs of the query, decoded.
    pub query: Vec<(String, Option<String>)>,
    /// The headers.
    pub headers: Vec<(String, Option<String>)>,
    /// The body; `None` if there is none, or nothing is known of it.
    pub body: Option<AskedBody>,
}

/// The body of an [`Asked`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedBody {
    /// Text, JSON among it.
    Text(String),
    /// The text fields of a form.
    Form(Vec<(String, Option<String>)>),
}

impl Builder<'_> {
    /// The request behind a saved response of an operation. `own` is the operation's own request.
    pub(super) fn asked(
        &self,
        operation: &Operation,
        own: &raw::Request,
        request: &raw::Request,
    ) -> Asked {
        let has_own_form = form(&own.url) == form(&request.url);
        let segments = url::below(self, operation, &request.url, has_own_form);
        let values = values_of(&request.url);
        let segments = segments
            .iter()
            .map(|segment| self.segment(&values, segment));
        let plus = |text: &str| decoded(&text.replace('+', " "));
        Asked {
            path: segments.collect(),
            query: self.known_pairs(&request.url.query, plus),
            headers: self
                .known_pairs(&request.headers, |text| text.trim().to_owned())
                .into_iter()
                .map(|(name, value)| {
                    let value = value.filter(|_| !redact::is_secret_header(&name));
                    (name, value)
                })
                .collect(),
            body: self.known_body(request),
        }
    }

    /// Text with the values of its variables, if all have one.
    fn known(&self, text: &str) -> Option<String> {
        let text = expand(text, self.resolved);
        (!text.contains("{{")).then_some(text)
    }

    fn segment(&self, values: &HashMap<&str, &Pair>, segment: &str) -> Option<String> {
        let parts = split_segment(segment).into_iter().map(|part| match part {
            Segment::Literal(text) => Some(text.to_owned()),
            Segment::Variable(name) => self.known(&format!("{{{{{name}}}}}")),
            Segment::PathVariable(name) => {
                let pair = values.get(name)?;
                let value = raw::text_of(&pair.value).filter(|value| !value.is_empty())?;
                self.known(&value)
            }
        });
        let text = parts.collect::<Option<String>>()?;
        Some(decoded(&text))
    }

    fn known_pairs(
        &self,
        pairs: &[Pair],
        decoded: impl Fn(&str) -> String,
    ) -> Vec<(String, Option<String>)> {
        let pairs = pairs.iter().filter(|pair| !pair.disabled);
        let pairs = pairs.filter_map(|pair| {
            let key = pair.key.as_deref().filter(|key| !key.is_empty())?;
            let value = raw::text_of(&pair.value).unwrap_or_default();
            Some((decoded(key), self.known(&value).map(|text| decoded(&text))))
        });
        pairs.collect()
    }

    fn known_body(&self, request: &raw::Request) -> Option<AskedBody> {
        let body = request.body.as_ref().filter(|body| !body.disabled)?;
        match &body.content {
            BodyContent::Raw { .. } if !is_sent(&body.content) => None,
            BodyContent::Raw { text, .. } => self.known(text).map(AskedBody::Text),
            BodyContent::Urlencoded(entries) | BodyContent::Formdata(entries) => {
                Some(AskedBody::Form(self.known_fields(entries)))
            }
            BodyContent::Graphql {
                query,
                operation_name,
                variables,
            } => {
                let text = graphql(query, operation_name.as_deref(), variables).to_string();
                self.known(&text).map(AskedBody::Text)
            }
            BodyContent::File(_) => None,
        }
    }

    fn known_fields(&self, entries: &[FormEntry]) -> Vec<(String, Option<String>)> {
        let entries = entries
            .iter()
            .filter(|entry| !entry.disabled && !entry.is_file);
        let fields = entries.filter_map(|entry| {
            let key = entry.key.clone().filter(|key| !key.is_empty())?;
            let value = raw::text_of(&entry.value).unwrap_or_default();
            Some((key, self.known(&value)))
        });
        fields.collect()
    }
}
