//! Spans and events of the crate `tracing` for every try of a call.

use tracing::field::{Empty, display};
use tracing::{Instrument, Span, info_span};

use super::failure::Unanswered;
use super::middleware::{Attempt, Handling, Middleware};
use super::transport::Incoming;

/// Opens a span for every try of a call. It lasts until status and headers are there.
///
/// Its fields are named as by OpenTelemetry: method, path template, server, number of the try, and status or kind of error. There is
/// nothing in it of queries, headers, bodies or arguments of the path.
#[derive(Clone, Copy, Debug)]
pub struct Tracing;

impl Middleware for Tracing {
    fn handle<'a>(&'a self, attempt: Attempt<'a>) -> Handling<'a> {
        let span = span(&attempt);
        let outcome = attempt.run();
        let recorded = span.clone();
        let traced = async move {
            let outcome = outcome.await;
            record(&recorded, &outcome);
            outcome
        };
        Box::pin(traced.instrument(span))
    }
}

fn span(attempt: &Attempt<'_>) -> Span {
    let method = attempt.parts.method.as_str();
    let template = attempt.template().unwrap_or("?");
    info_span!(
        "http_request",
        otel.kind = "client",
        otel.name = format_args!("{method} {template}"),
        http.request.method = method,
        url.template = template,
        server.address = attempt.parts.url.host_str(),
        server.port = attempt.parts.url.port_or_known_default(),
        http.request.resend_count = attempt.number() - 1,
        http.response.status_code = Empty,
        error.type = Empty,
    )
}

fn record(span: &Span, outcome: &Result<http::Response<Incoming>, Unanswered>) {
    match outcome {
        Ok(answer) => {
            span.record("http.response.status_code", answer.status().as_u16());
        }
        Err(Unanswered::Transport(error)) => {
            span.record("error.type", display(error));
        }
        Err(Unanswered::Request(_)) => {
            span.record("error.type", "the arguments make no request");
        }
    }
}
