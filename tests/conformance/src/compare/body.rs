//! Whether two bodies mean the same, and where they differ.

use serde_json::Value;

use super::{Pair, content_type, pairs};
use crate::multipart::{self, Part};
use crate::recording::Recorded;
use crate::signature;

/// Whether two bodies are the same with other bytes.
pub(super) fn same_body(a: &Recorded, b: &Recorded) -> bool {
    if let (Some(a), Some(b)) = (parts_of(a), parts_of(b)) {
        return same_parts(a, b);
    }
    if is_form(a) {
        return form(a) == form(b);
    }
    let json = |body: &[u8]| serde_json::from_slice::<Value>(body).ok();
    match (json(&a.body), json(&b.body)) {
        (Some(x), Some(y)) => same_json(&x, &y) && long_numbers(&a.body) == long_numbers(&b.body),
        _ => false,
    }
}

/// The integers of a JSON text that an IEEE 754 double need not hold (RFC 8259 §6), sorted: a parsed value may have
/// lost some of their digits.
fn long_numbers(json: &[u8]) -> Vec<&[u8]> {
    let (mut in_text, mut escaped) = (false, false);
    let is_outside = |byte: &u8| {
        let outside = !in_text;
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            _ => {}
        }
        !outside || !byte.is_ascii_digit()
    };
    let runs = json.split(is_outside);
    let mut long: Vec<&[u8]> = runs.filter(|run| run.len() > 15).collect();
    long.sort_unstable();
    long
}

fn is_form(request: &Recorded) -> bool {
    let kind = content_type(request).to_ascii_lowercase();
    kind.starts_with("application/x-www-form-urlencoded")
}

fn form(request: &Recorded) -> Vec<Pair> {
    pairs(&String::from_utf8_lossy(&request.body))
}

/// Whether two forms differ in a signature alone.
pub(super) fn is_signed_form(a: &Recorded, b: &Recorded) -> bool {
    is_form(a) && signature::are_volatile(&form(a), &form(b))
}

/// The parts of a form, if it is one.
pub(crate) fn parts_of(request: &Recorded) -> Option<Vec<Part>> {
    multipart::parts(&content_type(request), &request.body)
}

/// The order of parts does not matter, nor does the layout of JSON, nor does it to say that text is text.
pub(crate) fn same_parts(a: Vec<Part>, b: Vec<Part>) -> bool {
    let sorted = |mut parts: Vec<Part>| {
        for part in &mut parts {
            if let Some(json) = part.json() {
                part.content = json;
            }
            let plain = part.file_name.is_none()
                && part
                    .content_type
                    .as_deref()
                    .is_some_and(|kind| kind.starts_with("text/plain"));
            part.content_type = part.content_type.take().filter(|_| !plain);
        }
        parts.sort_by(|x, y| {
            (&x.name, &x.file_name, &x.content).cmp(&(&y.name, &y.file_name, &y.content))
        });
        parts
    };
    sorted(a) == sorted(b)
}

/// Whether two values are the same JSON: the order of members does not matter, and 1.0 is 1.
pub(crate) fn same_json(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => {
            x == y || (x.is_f64() || y.is_f64()) && x.as_f64() == y.as_f64()
        }
        (Value::Array(x), Value::Array(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same_json(x, y))
        }
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len()
                && x.iter()
                    .all(|(key, x)| y.get(key).is_some_and(|y| same_json(x, y)))
        }
        _ => a == b,
    }
}

/// The first part of a form that differs.
pub(super) fn different_parts(a: &Recorded, b: &Recorded) -> Option<(String, String)> {
    let (a, b) = (parts_of(a)?, parts_of(b)?);
    let at = (0..a.len().max(b.len())).find(|at| a.get(*at) != b.get(*at))?;
    let shown = |part: Option<&Part>| part.map_or_else(String::new, |part| format!("{part:?}"));
    Some((shown(a.get(at)), shown(b.get(at))))
}

/// What stands around the first byte that differs.
pub(super) fn first_difference(a: &[u8], b: &[u8]) -> (String, String) {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let start = same.saturating_sub(20);
    let around = |bytes: &[u8]| {
        let end = bytes.len().min(same + 60);
        String::from_utf8_lossy(&bytes[start.min(end)..end]).into_owned()
    };
    (around(a), around(b))
}

#[cfg(test)]
mod tests {
    use crate::compare::Kind;
    use crate::compare::tests::{check, request};

    #[test]
    fn bodies() {
        let of = |kind: &str, body: &str| request("/", &[("Content-Type", kind)], body);
        let json = "application/json";
        check(
            &of(json, "{\"a\":1,\"b\":2}"),
            &of(json, "{ \"b\": 2, \"a\": 1.0 }"),
            &[Kind::Bytes],
        );
        for (expected, found) in [
            ("{\"a\":1}", "{\"a\":true}"),
            ("[9007199254740993]", "[9007199254740992]"),
            ("[98765432109876543210]", "[98765432109876543211]"),
            ("[98765432109876543210]", "[9.876543210987654e19]"),
        ] {
            check(&of(json, expected), &of(json, found), &[Kind::Body]);
        }
        check(
            &of(json, "[ 98765432109876543210, \"1234567890123456\" ]"),
            &of(json, "[98765432109876543210,\"1234567890123456\"]"),
            &[Kind::Bytes],
        );
        let form = "application/x-www-form-urlencoded";
        check(&of(form, "a=%20"), &of(form, "a=+"), &[Kind::Bytes]);
        check(&of(form, "a=1"), &of(form, "a=2"), &[Kind::Body]);
    }

    #[test]
    fn parts_of_json() {
        let part = |kind: &str, text: &str| {
            let body = format!(
                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: {kind}\r\n\r\n{text}\r\n--x--\r\n"
            );
            let kind = ("Content-Type", "multipart/form-data; boundary=x");
            request("/", &[kind], &body)
        };
        let json = "application/json";
        check(
            &part(json, "{ \"b\": 2.0,\n \"a\": 1 }"),
            &part(json, "{\"a\":1,\"b\":2}"),
            &[Kind::Bytes],
        );
        check(
            &part(json, "{\"a\": 1}"),
            &part(json, "{\"a\":2}"),
            &[Kind::Body],
        );
        check(
            &part("text/csv", "{\"a\": 1}"),
            &part("text/csv", "{\"a\":1}"),
            &[Kind::Body],
        );
    }

    #[test]
    fn parts() {
        let part = |boundary: &str, head: &str, text: &str| {
            let body = format!(
                "--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n--{boundary}--\r\n"
            );
            request(
                "/",
                &[(
                    "Content-Type",
                    &format!("multipart/form-data; boundary={boundary}"),
                )],
                &body,
            )
        };
        check(
            &part("x", "name=\"a\"", "1"),
            &part("yy", "name=\"a\"", "1"),
            &[Kind::Bytes],
        );
        check(
            &part("x", "name=\"a\"", "1"),
            &part("x", "name=\"a\"", "2"),
            &[Kind::Body],
        );
        check(
            &part("x", "name=\"a\"; filename=\"f\"", "1"),
            &part("x", "name=\"a\"; filename=\"g\"", "1"),
            &[Kind::Body],
        );
    }
}
