//! `protocolProfileBehavior`: how Postman is told to send, inherited key by key.

use postwright::diag::Diagnostics;
use postwright::model::Behavior;
use postwright::{model, read, resolve};

use crate::read_as::source;

/// What is said of sending each request, by name.
fn behaviors(json: &str) -> Vec<(String, Behavior)> {
    let mut diagnostics = Diagnostics::default();
    let mut document = read::document(source(json), &mut diagnostics).expect("a collection");
    let resolved = resolve::resolve(document.take_collection(), &mut diagnostics);
    let api = model::build::build("c", &resolved, &mut diagnostics);
    let operations = api.operations.into_iter();
    operations
        .map(|operation| (operation.name, operation.behavior))
        .collect()
}

#[test]
fn each_key_inherits_by_itself() {
    let found = behaviors(
        r#"{"protocolProfileBehavior": {"followRedirects": false, "maxRedirects": 3, "unknown": 1},
            "item": [{"name": "F", "protocolProfileBehavior": {"strictSSL": false, "maxRedirects": 5}, "item": [
                {"name": "a", "request": "h", "protocolProfileBehavior": {"followRedirects": true, "disableBodyPruning": true,
                    "disabledSystemHeaders": {"user-agent": true, "Accept": true, "host": false}}},
                {"name": "b", "request": "h"}]},
            {"name": "c", "request": "h"}]}"#,
    );
    let collection = Behavior {
        follow_redirects: Some(false),
        max_redirects: Some(3),
        ..Behavior::default()
    };
    let folder = Behavior {
        strict_ssl: Some(false),
        max_redirects: Some(5),
        ..collection.clone()
    };
    let request = Behavior {
        follow_redirects: Some(true),
        disable_body_pruning: Some(true),
        disabled_system_headers: vec!["accept".to_owned(), "user-agent".to_owned()],
        ..folder.clone()
    };
    let expected = [("a", request), ("b", folder), ("c", collection)];
    assert_eq!(
        found,
        expected.map(|(name, behavior)| (name.to_owned(), behavior))
    );
}

#[test]
fn format_v1_has_it_too() {
    let found = behaviors(
        r#"{"protocolProfileBehavior": {"followOriginalHttpMethod": true, "removeRefererHeaderOnRedirect": true},
            "requests": [{"name": "a", "url": "h", "protocolProfileBehavior": {"disableUrlEncoding": true, "disableCookies": true,
                "followAuthorizationHeader": true}}]}"#,
    );
    let expected = Behavior {
        follow_original_method: Some(true),
        remove_referer: Some(true),
        disable_url_encoding: Some(true),
        disable_cookies: Some(true),
        follow_authorization: Some(true),
        ..Behavior::default()
    };
    assert_eq!(found, [("a".to_owned(), expected)]);
}

#[test]
fn what_is_no_value_of_a_key_says_nothing() {
    let found = behaviors(
        r#"{"item": [{"name": "a", "request": "h", "protocolProfileBehavior": {"followRedirects": "no", "maxRedirects": -1,
            "disabledSystemHeaders": []}}, {"name": "b", "request": "h", "protocolProfileBehavior": []}]}"#,
    );
    for (name, behavior) in found {
        assert_eq!(behavior, Behavior::default(), "{name}");
    }
}

#[test]
fn requests_that_are_sent_otherwise_are_not_merged() {
    let found = behaviors(
        r#"{"item": [{"name": "a", "request": "h"}, {"name": "a", "request": "h", "protocolProfileBehavior": {"followRedirects": false}}]}"#,
    );
    assert_eq!(found.len(), 2);
}
