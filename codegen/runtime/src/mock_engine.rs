//! From a request to its answer: which request of the collection it is, what is wrong with it, which saved response it gets.

use serde_json::{Value, json};

use super::mock_check::{self, Problem};
use super::mock_data::{Description, Operation, Piece};
use super::mock_match::{self, Misfit, Wishes};
use super::mock_request::Asking;
use super::mock_route::{self, Route};
use super::mock_saved::{self, Chosen, Reply, Shelf};
use super::mock_tokens;
use super::testing::{Canned, Received};

/// An answer, and what led to it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The answer.
    pub answer: Canned,
    /// The request of the collection: modules and method of the client.
    pub operation: Option<String>,
    /// The name of the saved response.
    pub example: Option<String>,
    /// What is made up about the answer.
    pub note: Option<&'static str>,
    /// What is wrong with the request.
    pub problems: Vec<Problem>,
    /// The path for people: without query, and without what may be secret.
    pub path: String,
}

/// Answers a request that came to this origin. `strict`: one with problems gets a 400 that lists them. `forced` says what an
/// operation answers instead of what would be chosen.
#[must_use]
pub fn answer(
    description: &Description,
    received: &Received,
    origin: &str,
    strict: bool,
    forced: impl Fn(&str) -> Option<Reply>,
) -> Outcome {
    let asking = Asking::of(received);
    let routes = mock_route::routes(description, &asking);
    let (own, others): (Vec<Route<'_>>, Vec<Route<'_>>) = routes
        .into_iter()
        .partition(|route| route.operation.method == received.method);
    let closest = mock_route::closest(&own);
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
    let operations = || fitting.iter().map(|(_, route, _)| route.operation);
    if let Some(answer) = mock_tokens::answer(description, &asking, operations()) {
        return finished(answer, None, Vec::new(), path_of(&asking));
    }
    let Some((_, route, problems)) = fitting.first() else {
        return unknown(description, &asking, &others);
    };
    let (operation, mut problems) = (route.operation, problems.clone());
    let wishes = Wishes::of(&asking);
    if wishes.is_err() {
        problems.push(Problem::of_header(
            "x-mock-response-code",
            "is no status code",
        ));
    }
    let routes: Vec<(Misfit, &Route<'_>)> = fitting
        .iter()
        .map(|(misfit, route, _)| (*misfit, *route))
        .collect();
    let shelf = Shelf {
        description,
        asking: &asking,
        origin,
    };
    let chosen = if strict && !problems.is_empty() {
        Chosen::made_up(listing(400, &problems))
    } else {
        match (forced(&operation.name), wishes) {
            (Some(reply), _) => shelf.wanted(operation, &reply),
            (None, Ok(wishes)) => shelf.saved(&routes, &wishes),
            (None, Err(text)) => Chosen::without(400, &text),
        }
    };
    finished(
        chosen,
        Some(operation),
        problems,
        shown_path(operation, route),
    )
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
        None => match mock_route::nearest(description, received, &asking.segments) {
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
    finished(Chosen::made_up(answer), None, problems, path_of(asking))
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
        note,
    } = chosen;
    if let Some(operation) = operation {
        answer.push_header("x-postwright-operation", ascii(&operation.name));
    }
    if let Some(example) = &example {
        answer.push_header("x-postwright-example", ascii(example));
    }
    if let Some(note) = note {
        answer.push_header("x-postwright-note", note);
    }
    for problem in problems.iter().take(MOST_HEADERS) {
        answer.push_header("x-postwright-problem", ascii(&problem.to_string()));
    }
    Outcome {
        answer,
        operation: operation.map(|operation| operation.name.clone()),
        example,
        note,
        problems,
        path: printable(&path),
    }
}

/// Clients limit how long headers may be.
const MOST_HEADERS: usize = 20;

fn listing(status: u16, problems: &[Problem]) -> Canned {
    let problems: Vec<Value> = problems.iter().map(Problem::to_json).collect();
    mock_saved::explained(status, &json!({ "problems": problems }))
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

/// A path that is none of the collection's operations.
fn path_of(asking: &Asking<'_>) -> String {
    let segments = asking.segments.iter();
    segments
        .map(|segment| format!("/{}", without_secret(segment)))
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
