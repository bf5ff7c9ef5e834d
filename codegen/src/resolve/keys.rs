//! Names of headers and of entries in queries and forms, as they are on the wire: Postman puts the values of variables in,
//! and what stands in a query is already encoded.

use std::borrow::Cow;

use indexmap::IndexMap;

use percent_encoding::percent_decode_str;

use crate::read::{raw, redact};
use crate::variables;

/// Settles the keys of a request and of the requests behind its saved responses. A variable without a value stays.
pub(super) fn settle(request: &mut raw::Request, variables: &IndexMap<String, String>) {
    for key in request
        .url
        .query
        .iter_mut()
        .filter_map(|pair| pair.key.as_mut())
    {
        // What is no escape stays, and all of a key that would be none.
        if let Ok(decoded) = percent_decode_str(key).decode_utf8()
            && decoded != *key
        {
            *key = decoded.into_owned();
        }
    }
    let pairs = request.headers.iter_mut().chain(&mut request.url.query);
    let entries = match request.body.as_mut().map(|body| &mut body.content) {
        Some(raw::BodyContent::Urlencoded(entries) | raw::BodyContent::Formdata(entries)) => {
            entries.as_mut_slice()
        }
        _ => &mut [],
    };
    let keys = pairs
        .map(|pair| &mut pair.key)
        .chain(entries.iter_mut().map(|entry| &mut entry.key));
    for key in keys.flatten().filter(|key| key.contains("{{")) {
        *key = variables::expand(key, |name| value(variables, name));
    }
    let originals = request.responses.iter_mut();
    for original in originals.filter_map(|response| response.original_request.as_deref_mut()) {
        settle(original, variables);
    }
}

/// The value of a variable that may be part of a name: not an empty one, nor one that was a secret.
fn value<'v>(variables: &'v IndexMap<String, String>, name: &str) -> Option<Cow<'v, str>> {
    let value = variables.get(name)?;
    let is_usable = !value.is_empty() && value != redact::REDACTED;
    is_usable.then(|| Cow::from(value.as_str()))
}
