//! Which status codes the saved responses of a request are for.
//!
//! Postman's converter saves what OpenAPI calls `default` without a code and under its description; people forget the code.
//! Nothing tells the two apart for certain, so both are treated alike: such a response is for what no other response is for.

use std::collections::BTreeSet;

use super::Status;
use super::responses::header;
use crate::diag::Diagnostics;
use crate::prose;
use crate::read::raw::{self, Code};

/// What the saved responses of a request are for.
#[derive(Clone, Copy)]
pub(super) struct Codes {
    /// Those without a code.
    uncoded: Status,
}

impl Codes {
    /// Decides on the responses without a code: where a success is saved, or one of them speaks of an error, they are for the
    /// errors that have no response of their own. Elsewhere they are what success comes with, for somebody saved it: with the
    /// code that a test script expects, or else with any.
    ///
    /// Either, never both, though OpenAPI would allow for it: whoever documents nothing but `default` means the answer that is
    /// hoped for (annotations of frameworks make it of the type that a function returns), and an error read as one would look
    /// like a success without members.
    pub(super) fn of(saved: &[&raw::Response], expected: &BTreeSet<u16>) -> Self {
        let has_success = saved
            .iter()
            .filter_map(|response| code(response))
            .any(|status| status.is_success());
        let mut uncoded = saved.iter().filter(|response| response.code.is_none());
        let mut expected = expected.iter().copied().map(Status::Code);
        let uncoded = if has_success || uncoded.any(|response| speaks_of_error(response)) {
            Status::OtherError
        } else {
            expected
                .find(|status| status.is_success())
                .unwrap_or(Status::AnySuccess)
        };
        Self { uncoded }
    }

    /// What a saved response is for. Nothing if its code is none of HTTP.
    pub(super) fn status(self, response: &raw::Response) -> Option<Status> {
        match response.code {
            None => Some(self.uncoded),
            Some(_) => code(response),
        }
    }

    /// Tells of a code that is none, and of one that was probably forgotten.
    pub(super) fn report(self, response: &raw::Response, diagnostics: &mut Diagnostics) {
        match response.code {
            Some(Code::Number(number)) if code(response).is_none() => diagnostics.warning(
                response.place,
                format!("the saved response has {number}, which is no status code"),
                "give it a code from 100 to 599, or remove it",
            ),
            None if !speaks_of_error(response) && !is_called_default(response) => {
                let meant = match self.uncoded {
                    Status::Code(code) => format!("{code}, which a test script expects"),
                    Status::AnySuccess => "any success".to_owned(),
                    Status::OtherError => "any error that has no response of its own".to_owned(),
                };
                diagnostics.note(
                    response.place,
                    format!("the saved response has no status code; it is taken for {meant}"),
                    "give it its code, if it has one",
                );
            }
            // One that is no number has been reported when it was read.
            Some(_) | None => {}
        }
    }
}

/// Whether a saved response has a code of HTTP, or none at all.
pub(super) fn is_known(response: &raw::Response) -> bool {
    response.code.is_none() || code(response).is_some()
}

/// The code of a saved response, if HTTP knows it.
fn code(response: &raw::Response) -> Option<Status> {
    let Some(Code::Number(number)) = response.code else {
        return None;
    };
    let code = u16::try_from(number).ok();
    let code = code.filter(|code| (100..600).contains(code));
    code.map(Status::Code)
}

/// Whether a saved response is called what OpenAPI calls it.
fn is_called_default(response: &raw::Response) -> bool {
    let names = [Some(&response.name), response.status.as_ref()];
    let mut names = names.into_iter().flatten();
    names.any(|name| prose::has_word(name, Status::DEFAULT))
}

/// Whether a saved response says that it is an error: by its name, which is the description in OpenAPI, or by the media type
/// of RFC 9457.
fn speaks_of_error(response: &raw::Response) -> bool {
    let media_type = header(response, "content-type").to_ascii_lowercase();
    prose::is_of_error(&response.name) || media_type.contains("/problem+")
}
