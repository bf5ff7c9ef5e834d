//! Spans of `tracing`: what is in them, and what is not.
#![allow(missing_docs)]

mod common;

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use common::scripted::{Scripted, Step};
use common::{TOKEN, get_item};
use postwright_runtime::TransportErrorKind;
use postwright_runtime::auth::Bearer;
use postwright_runtime::tracing::Tracing;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps all fields of all spans.
#[derive(Clone, Default)]
struct Keeping {
    fields: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

struct Fields<'a>(&'a mut Vec<String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push(format!("{field}={value:?}"));
    }
}

impl Subscriber for Keeping {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("postwright_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = self.fields.lock().expect("no panic");
        fields.push(span.metadata().name().to_owned());
        span.record(&mut Fields(&mut fields));
        Id::from_u64(self.spans.fetch_add(1, Ordering::SeqCst) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut self.fields.lock().expect("no panic")));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn a_span_for_every_try() {
    let keeping = Keeping::default();
    // This binary has this one test.
    tracing::subscriber::set_global_default(keeping.clone()).expect("the only one");
    let closed = Step::Fail(TransportErrorKind::Closed);
    let transport = Scripted::new(&[closed, Step::Answer(200, vec![("X-Secret", TOKEN)])]);
    let mut builder = transport.client();
    builder.credential("bearer", Bearer::new(TOKEN));
    builder.middleware(Tracing);
    let core = builder.build().expect("a client");
    let call = get_item(&core, 4711).query("key", TOKEN).bytes();
    call.await.expect("200");
    let fields = keeping.fields.lock().expect("no panic").clone();
    let common = |number: u32| {
        [
            "http_request".to_owned(),
            r#"otel.kind="client""#.to_owned(),
            "otel.name=GET /items/{id}".to_owned(),
            r#"http.request.method="GET""#.to_owned(),
            r#"url.template="/items/{id}""#.to_owned(),
            r#"server.address="api.example""#.to_owned(),
            "server.port=443".to_owned(),
            format!("http.request.resend_count={number}"),
        ]
    };
    let mut expected: Vec<String> = common(0).into();
    expected.push("error.type=the connection ended without an answer".to_owned());
    expected.extend(common(1));
    expected.push("http.response.status_code=200".to_owned());
    assert_eq!(fields, expected);
}
