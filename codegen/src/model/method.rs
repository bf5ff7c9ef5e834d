//! The method of a request: a token of HTTP, whatever the collection has.

use super::build::Builder;
use super::headers::is_token;
use super::servers::expand;
use crate::read::raw;

/// The method, upper case as Postman sends it.
///
/// A variable counts with its value. What is no token (RFC 9110 §5.6.2) cannot be sent: such a request is read as POST if
/// it has a body and as GET otherwise, so that it can be called all the same, and is reported.
pub(super) fn method(builder: &mut Builder<'_>, request: &raw::Request) -> String {
    let Some(written) = request.method.as_deref() else {
        return "GET".to_owned();
    };
    // Postman turns to upper case first, and then looks the variable up.
    let upper = written.trim().to_uppercase();
    let spellings = [upper.as_str(), written.trim()];
    let mut values = spellings.map(|text| expand(text, builder.resolved).trim().to_uppercase());
    if let Some(value) = values.iter_mut().find(|value| is_token(value)) {
        return std::mem::take(value);
    }
    let method = if request.body.as_ref().is_some_and(|body| !body.disabled) {
        "POST"
    } else {
        "GET"
    };
    let place = request.place;
    let message = if written.contains("{{") {
        format!("nothing gives a value to the method `{written}`; the request is read as {method}")
    } else {
        format!("`{written}` is no method that HTTP can carry; the request is read as {method}")
    };
    builder.diagnostics.warning(
        place,
        message,
        "choose the method in Postman, or give the variable a value",
    );
    method.to_owned()
}
