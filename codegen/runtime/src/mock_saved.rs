//! What answers a request of the collection: a saved response, what a test wants, or a reason why there is none.

use serde_json::{Value, json};

use super::mock_data::{Description, Example, Operation};
use super::mock_match::{self, Misfit, Wishes};
use super::mock_pages::{Book, Page};
use super::mock_request::Asking;
use super::mock_route::Route;
use super::testing::{Canned, is_header};

/// An answer that a test wants an operation to give.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The saved response with this status code, or an empty one.
    Status(u16),
    /// The saved response of this name.
    Example(String),
    /// This one.
    Canned(Canned),
}

impl From<u16> for Reply {
    fn from(status: u16) -> Self {
        Self::Status(status)
    }
}

impl From<&str> for Reply {
    fn from(name: &str) -> Self {
        Self::Example(name.to_owned())
    }
}

impl From<Canned> for Reply {
    fn from(canned: Canned) -> Self {
        Self::Canned(canned)
    }
}

/// An answer, and the saved response that it is.
pub struct Chosen {
    /// The answer.
    pub answer: Canned,
    /// The name of the saved response.
    pub example: Option<String>,
    /// What is made up about it.
    pub note: Option<&'static str>,
}

impl Chosen {
    /// An answer that is no saved one.
    #[must_use]
    pub fn made_up(answer: Canned) -> Self {
        Self {
            answer,
            example: None,
            note: None,
        }
    }

    /// The same; it says why.
    #[must_use]
    pub fn without(status: u16, reason: &str) -> Self {
        Self::made_up(explained(status, &json!({ "error": reason })))
    }
}

/// An answer with this JSON.
#[must_use]
pub fn explained(status: u16, value: &Value) -> Canned {
    Canned::new(
        status,
        &[("Content-Type", "application/json")],
        format!("{value:#}\n"),
    )
}

/// The saved responses, and a request for one of them.
pub struct Shelf<'a> {
    /// The API.
    pub description: &'a Description,
    /// The request.
    pub asking: &'a Asking<'a>,
    /// Where the server is, as the client knows it, without a slash at the end.
    pub origin: &'a str,
}

impl Shelf<'_> {
    /// The saved response for a request; without one, the first documented success, or the first documented code.
    #[must_use]
    pub fn saved(&self, routes: &[(Misfit, &Route<'_>)], wishes: &Wishes) -> Chosen {
        let chosen = mock_match::choose(self.description, routes, self.asking, wishes);
        let take = |(operation, example): (&Operation, &Example)| {
            self.take(operation, example, wishes.code.unwrap_or(example.status))
        };
        if let Some(chosen) = chosen.filter(|(_, example)| !wishes.leave_out(example)) {
            return take(chosen);
        }
        let operations = || routes.iter().map(|(_, route)| route.operation);
        let unsaved = operations()
            .flat_map(|operation| &operation.unsaved)
            .copied();
        let picked = match (wishes.code, &wishes.name) {
            (Some(code), None) if !wishes.body && wishes.headers.is_empty() => {
                unsaved.clone().find(|status| *status == code)
            }
            (None, None) if !wishes.body && wishes.headers.is_empty() => {
                let mut successes = unsaved.clone().filter(|status| (200..300).contains(status));
                successes.next().or_else(|| unsaved.clone().next())
            }
            _ => None,
        };
        if let Some(status) = picked {
            return Chosen::made_up(Canned::new(status, &[], ""));
        }
        if let Some(chosen) = chosen {
            return take(chosen);
        }
        let saved: Vec<String> = operations()
            .flat_map(|operation| &operation.examples)
            .map(|example| format!("{} {}", example.status, example.name))
            .collect();
        if saved.is_empty() {
            Chosen::without(
                501,
                "the collection saves no response of this request and names no status code",
            )
        } else {
            let reason = format!(
                "no saved response is as the headers `x-mock-…` want it; there are: {}",
                saved.join(", ")
            );
            Chosen::without(404, &reason)
        }
    }

    /// The answer that a test wants.
    #[must_use]
    pub fn wanted(&self, operation: &Operation, reply: &Reply) -> Chosen {
        let mut examples = operation.examples.iter();
        match reply {
            Reply::Canned(canned) => Chosen::made_up(canned.clone()),
            Reply::Status(status) => {
                match examples.find(|one| mock_match::is_for(operation, one, *status)) {
                    Some(example) => self.take(operation, example, *status),
                    None => Chosen::made_up(Canned::new(*status, &[], "")),
                }
            }
            Reply::Example(name) => match examples.find(|one| mock_match::is_named(one, name)) {
                Some(example) => self.take(operation, example, example.status),
                None => Chosen::without(501, &format!("there is no saved response `{name}`")),
            },
        }
    }

    /// A saved response as an answer with this status code. What would lead a client that follows it to another server leads to
    /// this one.
    fn take(&self, operation: &Operation, example: &Example, status: u16) -> Chosen {
        let headers = example
            .headers
            .iter()
            .map(|(name, value)| (name.trim(), value.trim()));
        let headers = headers.filter(|(name, value)| is_header(name, value));
        let headers = headers.map(|(name, value)| {
            let leads_away = (300..400).contains(&status) && name.eq_ignore_ascii_case("location");
            let value = match leads_away {
                true => path_of(value),
                false => value.to_owned(),
            };
            (name.to_owned(), value)
        });
        let body = example.body.and_then(|at| self.description.texts.get(at));
        let saved = Page {
            headers: headers.collect(),
            body: body.cloned().unwrap_or_default(),
            is_after: false,
        };
        let page = match Book::of(self.description, operation, self.asking) {
            Some(book) => book.page(example, self.origin, saved),
            None => saved,
        };
        let mut answer = Canned::new(status, &[], page.body);
        for (name, value) in page.headers {
            answer.push_header(&name, value);
        }
        Chosen {
            answer,
            example: Some(example.name.clone()),
            note: page.is_after.then_some("empty: after the saved pages"),
        }
    }
}

/// A URL without scheme and host, a variable in their place among them. What is relative stays as it is.
fn path_of(url: &str) -> String {
    let is_scheme = |text: &str| {
        let mut letters = text.chars();
        let is_part = |c: char| c.is_ascii_alphanumeric() || "+.-".contains(c);
        let is_name =
            letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.all(is_part);
        is_name || (text.starts_with("{{") && text.ends_with("}}") && !text.contains('/'))
    };
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ if url.starts_with("{{") => url,
        _ => match url.strip_prefix("//") {
            Some(rest) => rest,
            None => return url.to_owned(),
        },
    };
    let path = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
    match path.starts_with('/') {
        true => path.to_owned(),
        false => format!("/{path}"),
    }
}
