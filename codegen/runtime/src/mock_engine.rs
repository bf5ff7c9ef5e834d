//! From a request to its answer: which request of the collection it is, what is wrong with it, which saved response it gets.

use serde_json::{Value, json};

use super::mock_check::{self, Problem};
use super::mock_data::{Description, Example, Operation, Piece};
use super::mock_match::{self, Misfit, Route, Wishes};
use super::mock_request::Asking;
use super::testing::{Canned, Received, is_header};

/// An answer, and what led to it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The answer.
    pub answer: Canned,
    /// The request of the collection: modules and method of the client.
    pub operation: Option<String>,
    /// The name of the saved response.
    pub example: Option<String>,
    /// What is wrong with the request.
    pub problems: Vec<Problem>,
    /// The path for people: without query, and without what may be secret.
    pub path: String,
}

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

/// Answers a request. `strict`: one with problems gets a 400 that lists them. `forced` says what an operation answers instead
/// of what would be chosen.
#[must_use]
pub fn answer(
    description: &Description,
    received: &Received,
    strict: bool,
    forced: impl Fn(&str) -> Option<Reply>,
) -> Outcome {
    let asking = Asking::of(received);
    let routes = mock_match::routes(description, &asking);
    let (own, others): (Vec<Route<'_>>, Vec<Route<'_>>) = routes
        .into_iter()
        .partition(|route| route.operation.method == received.method);
    let closest = mock_match::closest(&own);
    let mut fitting: Vec<(Misfit, &Route<'_>, Vec<Problem>)> = closest
        .into_iter()
        .map(|route| {
            let problems = mock_check::problems(description, route, &asking);
            let differing = mock_match::constants(route.operation, &asking);
            ((differing, problems.len()), route, problems)
        })
        .collect();
    // A stable sort: of equal ones the first of the collection comes first.
    fitting.sort_by_key(|(misfit, ..)| *misfit);
    let Some((_, route, problems)) = fitting.first() else {
        return unknown(description, &asking, &others);
    };
    let (operation, mut problems) = (route.operation, problems.clone());
    let routes: Vec<(Misfit, &Route<'_>)> = fitting
        .iter()
        .map(|(misfit, route, _)| (*misfit, *route))
        .collect();
    let chosen = match (forced(&operation.name), Wishes::of(&asking)) {
        (Some(reply), _) => reply_of(description, operation, &reply),
        (None, Ok(wishes)) => saved(description, &routes, &asking, &wishes),
        (None, Err(text)) => {
            problems.push(Problem::of_header(
                "x-mock-response-code",
                "is no status code",
            ));
            Chosen::without(400, &text)
        }
    };
    let chosen = if strict && !problems.is_empty() {
        Chosen {
            answer: listing(400, &problems),
            example: None,
        }
    } else {
        chosen
    };
    finished(
        chosen,
        Some(operation),
        problems,
        shown_path(operation, route),
    )
}

/// An answer, and the saved response that it is.
struct Chosen {
    answer: Canned,
    example: Option<String>,
}

impl Chosen {
    fn of(description: &Description, example: &Example) -> Self {
        Self {
            answer: canned(description, example),
            example: Some(example.name.clone()),
        }
    }

    /// An answer that is no saved one: it says why.
    fn without(status: u16, reason: &str) -> Self {
        Self {
            answer: explained(status, &json!({ "error": reason })),
            example: None,
        }
    }
}

/// The saved response for a request; without one, the first documented success, or the first documented code.
fn saved(
    description: &Description,
    routes: &[(Misfit, &Route<'_>)],
    asking: &Asking<'_>,
    wishes: &Wishes,
) -> Chosen {
    if let Some(example) = mock_match::choose(description, routes, asking, wishes) {
        return Chosen::of(description, example);
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
        return Chosen {
            answer: Canned::new(status, &[], ""),
            example: None,
        };
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
fn reply_of(description: &Description, operation: &Operation, reply: &Reply) -> Chosen {
    let find =
        |is_it: &dyn Fn(&Example) -> bool| operation.examples.iter().find(|example| is_it(example));
    match reply {
        Reply::Canned(canned) => Chosen {
            answer: canned.clone(),
            example: None,
        },
        Reply::Status(status) => match find(&|example| example.status == *status) {
            Some(example) => Chosen::of(description, example),
            None => Chosen {
                answer: Canned::new(*status, &[], ""),
                example: None,
            },
        },
        Reply::Example(name) => match find(&|example| mock_match::is_named(example, name)) {
            Some(example) => Chosen::of(description, example),
            None => Chosen::without(501, &format!("there is no saved response `{name}`")),
        },
    }
}

/// A saved response as an answer. What would lead a client that follows it to another server is cut to its path.
fn canned(description: &Description, example: &Example) -> Canned {
    let headers = example
        .headers
        .iter()
        .map(|(name, value)| (name.trim(), value.trim()));
    let headers: Vec<(&str, &str)> = headers
        .filter(|(name, value)| is_header(name, value))
        .map(|(name, value)| {
            let leads_away =
                (300..400).contains(&example.status) && name.eq_ignore_ascii_case("location");
            (name, if leads_away { path_of(value) } else { value })
        })
        .collect();
    let body = example.body.and_then(|at| description.texts.get(at));
    Canned::new(
        example.status,
        &headers,
        body.map(String::as_str).unwrap_or_default(),
    )
}

/// A URL without scheme and host, a variable in their place among them.
fn path_of(url: &str) -> &str {
    let rest = match url.split_once("://") {
        Some((_, rest)) => rest,
        None if url.starts_with("{{") => url,
        None => return url,
    };
    rest.find('/').map_or("/", |at| &rest[at..])
}

/// The answer to a request that the collection does not have: what comes closest.
fn unknown(description: &Description, asking: &Asking<'_>, others: &[Route<'_>]) -> Outcome {
    let received = asking.received;
    let shown = |operation: &Operation| {
        format!(
            "`{} {}` ({})",
            operation.method,
            template(operation),
            operation.name
        )
    };
    let mut methods: Vec<&str> = others
        .iter()
        .map(|route| route.operation.method.as_str())
        .collect();
    methods.sort_unstable();
    methods.dedup();
    let (status, text) = match others.first() {
        Some(_) => (
            405,
            format!(
                "the collection has no `{}` with this path, but {}",
                received.method,
                methods.join(", ")
            ),
        ),
        None => match mock_match::nearest(description, received, &asking.segments) {
            Some(nearest) => (
                404,
                format!(
                    "the collection has no request with this path; the closest is {}",
                    shown(nearest)
                ),
            ),
            None => (404, "the collection has no requests".to_owned()),
        },
    };
    let problems = vec![Problem::of_path(text)];
    let mut answer = listing(status, &problems);
    if status == 405 {
        answer.push_header("Allow", methods.join(", "));
    }
    let path: String = asking
        .segments
        .iter()
        .map(|segment| format!("/{}", without_secret(segment)))
        .collect();
    let chosen = Chosen {
        answer,
        example: None,
    };
    finished(chosen, None, problems, path)
}

fn finished(
    chosen: Chosen,
    operation: Option<&Operation>,
    problems: Vec<Problem>,
    path: String,
) -> Outcome {
    let Chosen {
        mut answer,
        example,
    } = chosen;
    if let Some(operation) = operation {
        answer.push_header("x-postwright-operation", ascii(&operation.name));
    }
    if let Some(example) = &example {
        answer.push_header("x-postwright-example", ascii(example));
    }
    for problem in problems.iter().take(MOST_HEADERS) {
        answer.push_header("x-postwright-problem", ascii(&problem.to_string()));
    }
    Outcome {
        answer,
        operation: operation.map(|operation| operation.name.clone()),
        example,
        problems,
        path: printable(&path),
    }
}

/// Clients limit how long headers may be.
const MOST_HEADERS: usize = 20;

fn listing(status: u16, problems: &[Problem]) -> Canned {
    let problems: Vec<Value> = problems.iter().map(Problem::to_json).collect();
    explained(status, &json!({ "problems": problems }))
}

fn explained(status: u16, value: &Value) -> Canned {
    Canned::new(
        status,
        &[("Content-Type", "application/json")],
        format!("{value:#}\n"),
    )
}

/// The path of a request of the collection: `/orders/{id}`.
fn template(operation: &Operation) -> String {
    let segments = operation.path.iter().map(|pieces| {
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Param(at) => format!(
                "{{{}}}",
                operation.params.get(*at).map_or("", |param| &param.name)
            ),
            Piece::Any => "{}".to_owned(),
        });
        format!("/{}", pieces.collect::<String>())
    });
    segments.collect()
}

/// The path of a received request; where a parameter is secret, the template.
fn shown_path(operation: &Operation, route: &Route<'_>) -> String {
    if operation.params.iter().any(|param| param.secret) {
        return template(operation);
    }
    route
        .segments
        .iter()
        .map(|segment| format!("/{segment}"))
        .collect()
}

/// A segment of an unknown path, of which nobody says whether it is secret: not shown if it is long and mixes letters and
/// digits, as tokens do.
fn without_secret(segment: &str) -> &str {
    let has = |is: fn(&char) -> bool| segment.chars().any(|c| is(&c));
    let is_mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
    if is_mixed && segment.chars().count() >= 20 {
        "…"
    } else {
        segment
    }
}

/// Text for a header (RFC 9110 §5.5): what is not printable ASCII is escaped.
fn ascii(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            ' '..='~' => c.to_string(),
            other => other.escape_default().to_string(),
        })
        .collect()
}

fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}
