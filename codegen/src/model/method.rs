//! The method of a request: a token of HTTP, whatever the collection has.

use super::build::Builder;
use super::headers::is_token;
use super::servers::expand;
use crate::read::raw;
use crate::resolve::Resolved;

/// The method, upper case as Postman sends it; one that cannot be sent is reported.
pub(super) fn method(builder: &mut Builder<'_>, request: &raw::Request) -> String {
    let (method, is_own) = of(builder.resolved, request);
    let written = request.method.as_deref().unwrap_or_default();
    if !is_own {
        let message = if written.contains("{{") {
            format!(
                "nothing gives a value to the method `{written}`; the request is read as {method}"
            )
        } else {
            format!("`{written}` is no method that HTTP can carry; the request is read as {method}")
        };
        builder.diagnostics.warning(
            request.place,
            message,
            "choose the method in Postman, or give the variable a value",
        );
    }
    method
}

/// The method, and whether it is what the collection says.
///
/// A variable counts with its value. What is no token (RFC 9110 §5.6.2) cannot be sent: such a request is read as POST if
/// it has a body and as GET otherwise, so that it can be called all the same.
pub(super) fn of(resolved: &Resolved, request: &raw::Request) -> (String, bool) {
    let Some(written) = request.method.as_deref() else {
        return ("GET".to_owned(), true);
    };
    // Postman turns to upper case first, and then looks the variable up.
    let upper = written.trim().to_uppercase();
    let spellings = [upper.as_str(), written.trim()];
    let mut values = spellings.map(|text| expand(text, resolved).trim().to_uppercase());
    if let Some(value) = values.iter_mut().find(|value| is_token(value)) {
        return (std::mem::take(value), true);
    }
    let has_body = request.body.as_ref().is_some_and(|body| !body.disabled);
    (if has_body { "POST" } else { "GET" }.to_owned(), false)
}
