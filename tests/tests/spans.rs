//! With the feature `tracing` every client opens spans, without being asked to and without telling what may be secret.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use generated::runtime::testing::Server;
use generated::zoom::{self, meetings};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps the fields of all spans of the client.
#[derive(Clone, Default)]
struct Keeping(Arc<Mutex<Vec<String>>>);

impl Visit for Keeping {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let line = format!("{field}={value:?}");
        self.0.lock().expect("no panic").push(line);
    }
}

impl Subscriber for Keeping {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("generated::")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_has_a_span() {
    let keeping = Keeping::default();
    // This is the only test of its binary.
    tracing::subscriber::set_global_default(keeping.clone()).expect("the first one");
    let server = Server::answering(204, &[("X-Secret", "SECRET")], "");
    let client = zoom::Client::builder()
        .base_url(server.url() + "/SECRET")
        .bearer_token("SECRET");
    let client = client.build().expect("a client");
    let form = meetings::UpdateRegistrantStatus::new(meetings::Action::Other("SECRET".to_owned()));
    let params = meetings::UpdateRegistrantStatusParams {
        occurrence_id: Some("SECRET".to_owned()),
    };
    let meetings = client.meetings();
    let call = meetings.update_registrant_status(4711, &form, Some(&params));
    call.header("X-Own", "SECRET").await.expect("204");
    let fields = keeping.0.lock().expect("no panic").join("\n");
    let template = "/meetings/{meetingId}/registrants/status";
    assert!(
        fields.contains(&format!("url.template={template:?}")),
        "{fields}"
    );
    assert!(fields.contains("http.response.status_code=204"), "{fields}");
    assert!(
        !fields.contains("SECRET") && !fields.contains("4711"),
        "{fields}"
    );
}
