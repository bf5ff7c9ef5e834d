//! Which of the saved responses of a collection answers a request.
//!
//! As Postman's mock servers choose it ("How a Postman mock server matches requests to saved examples"): by method, by the
//! headers `x-mock-…` if there are any, by path, then by query and body. What is still even goes to a response of success,
//! then to the one that comes first in the collection.

use std::cmp::Reverse;

use serde_json::Value;

use super::mock_data::{Asked, Description, Example, Operation, Place};
use super::mock_pages::Book;
use super::mock_request::Asking;
use super::mock_route::{Route, is_path, is_value};

/// What a request wants of the mock server, by the headers that Postman's take.
#[derive(Debug, Default)]
pub struct Wishes {
    /// `x-mock-response-code`: a status code.
    pub code: Option<u16>,
    /// `x-mock-response-name`: the name of a saved response.
    pub name: Option<String>,
    /// `x-mock-match-request-body`: the saved request has to have the same body.
    pub body: bool,
    /// `x-mock-match-request-headers`: the saved request has to have the same headers of these names.
    pub headers: Vec<String>,
}

impl Wishes {
    /// Those of a request.
    ///
    /// # Errors
    /// If the status code is no number.
    pub fn of(asking: &Asking<'_>) -> Result<Self, String> {
        let code = asking.wish("x-mock-response-code");
        let code = code.map(|code| {
            code.parse()
                .map_err(|_| "`x-mock-response-code` is no status code".to_owned())
        });
        let headers = asking
            .wish("x-mock-match-request-headers")
            .unwrap_or_default();
        let headers = headers.split(',').map(|name| name.trim().to_owned());
        Ok(Self {
            code: code.transpose()?,
            name: asking.wish("x-mock-response-name").map(as_utf8),
            body: asking
                .wish("x-mock-match-request-body")
                .is_some_and(|flag| flag.eq_ignore_ascii_case("true")),
            headers: headers.filter(|name| !name.is_empty()).collect(),
        })
    }

    /// Whether a saved response is given only where there is nothing else: it is for errors that have no response of their
    /// own, and nobody asked for one.
    #[must_use]
    pub fn leave_out(&self, example: &Example) -> bool {
        let is_error = !(200..300).contains(&example.status);
        example.others && is_error && self.code.is_none() && self.name.is_none()
    }

    fn allow(
        &self,
        description: &Description,
        asking: &Asking<'_>,
        operation: &Operation,
        example: &Example,
    ) -> bool {
        let asked = example.request.as_ref();
        let has_headers = || {
            self.headers.iter().all(|name| {
                let saved = asked.and_then(|asked| header(asked, name));
                match (saved, asking.received.header(name)) {
                    (Some(Some(saved)), Some(own)) => saved.trim() == own,
                    (Some(None), Some(_)) | (None, None) => true,
                    _ => false,
                }
            })
        };
        self.code
            .is_none_or(|code| is_for(operation, example, code))
            && self
                .name
                .as_deref()
                .is_none_or(|name| is_named(example, name))
            && (!self.body || asked.is_some_and(|asked| same_body(description, asked, asking)))
            && has_headers()
    }
}

/// Whether a saved response is the answer with this status code.
#[must_use]
pub fn is_for(operation: &Operation, example: &Example, code: u16) -> bool {
    let is_success = |code: u16| (200..300).contains(&code);
    let is_of_another = || {
        let mut examples = operation.examples.iter();
        operation.unsaved.contains(&code) || examples.any(|one| !one.others && one.status == code)
    };
    code == example.status
        || example.others
            && (200..600).contains(&code)
            && is_success(code) == is_success(example.status)
            && !is_of_another()
}

/// Whether a saved response has this name. Headers hold no line ends and control characters, which some names do.
#[must_use]
pub fn is_named(example: &Example, name: &str) -> bool {
    words(name).eq(words(&example.name))
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty())
}

/// The text of a header that was read as ISO 8859-1, in the encoding that clients write it in.
fn as_utf8(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    let utf8 = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    utf8.unwrap_or_else(|| text.to_owned())
}

/// A header of a saved request: its value, if that is known.
fn header<'a>(asked: &'a Asked, name: &str) -> Option<Option<&'a str>> {
    let mut headers = asked.headers.iter();
    let (_, value) = headers.find(|(own, _)| own.eq_ignore_ascii_case(name))?;
    Some(value.as_deref())
}

/// How badly a received request fits one of the collection: what is always sent and differs, then the number of problems.
pub type Misfit = (usize, usize);

/// The saved response that answers a request, and the request of the collection that it belongs to.
#[must_use]
pub fn choose<'d>(
    description: &'d Description,
    routes: &[(Misfit, &Route<'d>)],
    asking: &Asking<'_>,
    wishes: &Wishes,
) -> Option<(&'d Operation, &'d Example)> {
    let candidates = routes.iter().flat_map(|(misfit, route)| {
        let examples = route.operation.examples.iter();
        examples.map(move |example| (*misfit, *route, example))
    });
    let wanted = candidates
        .filter(|(_, route, example)| wishes.allow(description, asking, route.operation, example));
    // Of equal ones the first is kept.
    let best = wanted.min_by_key(|(misfit, route, example)| {
        let (path, query, body) = match &example.request {
            Some(asked) => (
                of_path(asked, &route.segments),
                of_query(asked, asking),
                same_body(description, asked, asking),
            ),
            // It is taken for the answer to the request as the collection has it.
            None => ((1, route.literals()), 0, false),
        };
        let is_success = (200..300).contains(&example.status);
        let book = Book::of(description, route.operation, asking);
        let is_page = book.is_some_and(|book| book.is_asked_for(example));
        (
            wishes.leave_out(example),
            *misfit,
            Reverse(path),
            Reverse(is_page),
            Reverse(query),
            Reverse(body),
            Reverse(is_success),
        )
    });
    best.map(|(_, route, example)| (route.operation, example))
}

/// Whether a saved path is as long as a received one, and how many of its segments are the same.
fn of_path(asked: &Asked, segments: &[String]) -> (i8, usize) {
    let fits = if is_path(&asked.path, segments) { 1 } else { 0 };
    let pairs = asked.path.iter().zip(segments);
    let same = pairs.filter(|(saved, own)| saved.as_deref() == Some(own.as_str()));
    (fits, same.count())
}

/// How much a saved query has in common with a received one: a pair that is the same counts for it, one that is different or
/// missing against it.
fn of_query(asked: &Asked, asking: &Asking<'_>) -> i64 {
    let points = asked.query.iter().map(|(name, value)| {
        let mut own = asking.of_query(name).peekable();
        match value {
            _ if own.peek().is_none() => -1,
            None => 0,
            Some(value) if own.any(|own| own == value) => 1,
            Some(_) => -1,
        }
    });
    points.sum()
}

/// Whether a saved body is the received one: the same value, if it is JSON or a form.
fn same_body(description: &Description, asked: &Asked, asking: &Asking<'_>) -> bool {
    if let Some(form) = &asking.form {
        let texts: Vec<_> = form.iter().filter(|part| !part.is_file).collect();
        let same = |(saved, own): (&(String, Option<String>), &&super::received::Part)| {
            saved.0 == own.name && is_value(&saved.1, &own.content)
        };
        return !texts.is_empty()
            && asked.form.len() == texts.len()
            && asked.form.iter().zip(&texts).all(same);
    }
    let Some(saved) = asked.body.and_then(|at| description.texts.get(at)) else {
        return false;
    };
    let text = asking.received.text();
    match (&asking.json, serde_json::from_str::<Value>(saved)) {
        (Some(own), Ok(saved)) => *own == saved,
        _ => saved.trim() == text.trim(),
    }
}

/// How well what is always sent tells this request from others of one method and path: a value that is another, or missing,
/// counts against it.
#[must_use]
pub fn constants(operation: &Operation, asking: &Asking<'_>) -> usize {
    let differing = operation.constants.iter().filter(|constant| {
        let Some(value) = &constant.value else {
            return false;
        };
        let is_there = match constant.place {
            Place::Query => asking.of_query(&constant.name).any(|own| own == value),
            Place::Form => asking
                .of_form(&constant.name)
                .any(|own| own.content == *value),
            Place::Header => asking.received.header(&constant.name) == Some(value.trim()),
            Place::Path | Place::Body => true,
        };
        !is_there
    });
    differing.count()
}
