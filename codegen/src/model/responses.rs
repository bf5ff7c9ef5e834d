//! Documented answers: the saved responses of a request by status code, and the codes that test scripts expect. Codes are
//! never merged.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Builder;
use super::codes::Codes;
use super::params::distinct;
use super::{Response, ResponseBody, Role, Sample, Status, docs};
use crate::read::raw;
use crate::template_json;

/// What is said of an answer that only a test script names.
const EXPECTED: &str = "Expected by a test script; no such response is saved.";

/// The answers of a request by status code.
pub(super) fn responses(
    builder: &mut Builder<'_>,
    method: &str,
    saved: &[&raw::Response],
    codes: Codes,
    expected: &BTreeSet<u16>,
) -> Vec<Response> {
    let mut by_status: BTreeMap<Status, Vec<&raw::Response>> = BTreeMap::new();
    for response in saved {
        codes.report(response, builder.diagnostics);
        if let Some(status) = codes.status(response) {
            by_status.entry(status).or_default().push(response);
        }
    }
    let head = method == "HEAD";
    let expected = expected.iter().copied().map(Status::Code);
    let expected = expected.filter(|status| !by_status.contains_key(status));
    let mut responses: Vec<Response> = expected.map(|status| unsaved(status, head)).collect();
    let saved = by_status.into_iter().map(|(status, saved)| Response {
        status,
        body: body(builder, status, head, &saved),
        docs: distinct(
            saved
                .iter()
                .map(|response| prose(status, response))
                .filter(|text| !text.is_empty()),
        ),
    });
    responses.extend(saved);
    responses.sort_by_key(|response| response.status);
    responses
}

/// An answer of which nothing but the status code is known.
fn unsaved(status: Status, head: bool) -> Response {
    let body = match status {
        _ if never_has_content(status, head) => ResponseBody::Empty,
        _ if status.is_success() => ResponseBody::Any,
        _ => ResponseBody::Text,
    };
    Response {
        status,
        body,
        docs: vec![EXPECTED.to_owned()],
    }
}

/// RFC 9110: these answers never have content.
fn never_has_content(status: Status, head: bool) -> bool {
    head || status.is_interim() || matches!(status, Status::Code(204 | 205 | 304))
}

/// What the name of a saved response says, without what its status code says already: Postman's converter puts
/// `**HTTP Status Code:** \`404\` **Not Found** <br>` in front.
fn prose(status: Status, response: &raw::Response) -> String {
    let name = response.name.trim();
    let reason = response.status.as_deref().unwrap_or_default();
    let opening = format!("**HTTP Status Code:** `{status}`");
    let rest = name.strip_prefix(&opening).unwrap_or(name).trim_start();
    let rest = rest.strip_prefix(&format!("**{reason}**")).unwrap_or(rest);
    let says_nothing = |words: &str| rest.trim().eq_ignore_ascii_case(words);
    let rest = if says_nothing(reason) || says_nothing(Status::DEFAULT) {
        ""
    } else {
        rest
    };
    docs::markdown(rest.trim_start().trim_start_matches("<br>"))
}

fn body(
    builder: &mut Builder<'_>,
    status: Status,
    head: bool,
    saved: &[&raw::Response],
) -> ResponseBody {
    if never_has_content(status, head) {
        return ResponseBody::Empty;
    }
    let kinds: Vec<Content> = saved.iter().map(|response| content(response)).collect();
    let json: Vec<Sample> = kinds
        .iter()
        .filter_map(|kind| {
            if let Content::Json(v) = kind {
                Some(Sample::Json(v.clone()))
            } else {
                None
            }
        })
        .collect();
    if let Some(first) = saved
        .iter()
        .zip(&kinds)
        .find(|(_, kind)| matches!(kind, Content::Json(_)))
        .map(|(r, _)| r)
    {
        for (response, kind) in saved.iter().zip(&kinds) {
            if matches!(kind, Content::Text | Content::Bytes) {
                let message =
                    format!("this body is not JSON, but others saved for status {status} are");
                builder.diagnostics.note(
                    response.place,
                    message,
                    "read it with `bytes()` when decoding fails",
                );
            }
        }
        return ResponseBody::Json(builder.slots.add(
            Role::Response,
            first.place,
            json,
            Vec::new(),
        ));
    }
    if kinds.iter().any(|kind| matches!(kind, Content::Bytes)) {
        return ResponseBody::Bytes;
    }
    if kinds.iter().any(|kind| matches!(kind, Content::Text)) || !status.is_success() {
        // An error without a saved body: what comes is kept as text.
        return ResponseBody::Text;
    }
    // Whoever leaves the code out leaves out the body, too.
    match saved.iter().any(|response| response.code.is_some()) {
        true => ResponseBody::Empty,
        false => ResponseBody::Any,
    }
}

enum Content {
    Empty,
    Text,
    Bytes,
    Json(serde_json::Value),
}

/// The kind of a saved body: by its Content-Type, then the language it is shown in, then by how it looks.
fn content(response: &raw::Response) -> Content {
    let text = response.body.as_deref().unwrap_or_default();
    let media_type = header(response, "content-type").to_ascii_lowercase();
    if text.trim().is_empty() {
        return Content::Empty;
    }
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    let says_json = media_type.contains("json")
        || (media_type.is_empty() && response.preview_language.as_deref() == Some("json"));
    if (says_json || (media_type.is_empty() && looks_like_json))
        && let Some(value) = template_json::parse(text)
    {
        return Content::Json(value);
    }
    let binary = [
        "image/",
        "audio/",
        "video/",
        "font/",
        "application/octet-stream",
        "application/pdf",
        "application/zip",
    ];
    if binary.iter().any(|prefix| media_type.starts_with(prefix)) {
        Content::Bytes
    } else {
        Content::Text
    }
}

/// The value of a header, empty if there is none.
pub(super) fn header(response: &raw::Response, name: &str) -> String {
    let found = response.headers.iter().find(|h| {
        h.key
            .as_deref()
            .is_some_and(|key| key.trim().eq_ignore_ascii_case(name))
    });
    found
        .and_then(|header| raw::text_of(&header.value))
        .unwrap_or_default()
}
