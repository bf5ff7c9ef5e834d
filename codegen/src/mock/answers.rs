//! Saved responses as answers, with the requests that led to them.

use super::Context;
use super::data::{Asked, Example};
use crate::concretize::json_text;
use crate::model::{self, AskedBody, Operation, ResponseBody, Status};
use crate::template_json;

/// The documented status codes of which no response is saved. An interim answer is never the final one (RFC 9110 §15.2).
pub(super) fn unsaved(operation: &Operation) -> Vec<u16> {
    let is_saved = |status: Status| operation.examples.iter().any(|one| one.status == status);
    let unsaved = operation
        .responses
        .iter()
        .map(|response| response.status)
        .filter(|status| !status.is_interim() && !is_saved(*status));
    unsaved.filter_map(Status::code).collect()
}

/// The saved responses that a server can give.
pub(super) fn examples(context: &mut Context<'_>, operation: &Operation) -> Vec<Example> {
    let examples = operation.examples.iter();
    let final_ones = examples.filter(|example| !example.status.is_interim());
    final_ones
        .map(|saved| example(context, operation, saved))
        .collect()
}

fn example(context: &mut Context<'_>, operation: &Operation, saved: &model::Example) -> Example {
    let mut responses = operation.responses.iter();
    let response = responses.find(|response| response.status == saved.status);
    let mut headers = saved.headers.clone();
    let mut body = saved.body.clone();
    if let Some(ResponseBody::Json(slot)) = response.map(|response| &response.body) {
        let has_type =
            |(name, _): &(String, String)| name.trim().eq_ignore_ascii_case("content-type");
        if !headers.iter().any(has_type) && !body.trim().is_empty() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        let types = &context.understood.types;
        let ty = types.slot(*slot);
        body = sendable(saved, |text| {
            json_text::concrete(types, ty, text, &str::to_owned)
        });
    }
    Example {
        name: saved.name.clone(),
        status: operation.code_of(saved.status),
        others: saved.status.code().is_none(),
        headers,
        body: (!body.is_empty()).then(|| context.text(body)),
        request: saved.asked.as_ref().map(|one| asked(context, one)),
    }
}

/// A saved JSON body as a server could send it: variables and placeholders in it are no values.
fn sendable<P>(saved: &model::Example, concrete: impl Fn(&str) -> (String, Vec<P>)) -> String {
    let (filled, replaced) = concrete(&saved.body);
    if saved.is_json && replaced.is_empty() {
        return compact(&saved.body);
    }
    match template_json::parse(&filled) {
        Some(value) => template_json::shown(&value).to_string(),
        None => saved.body.clone(),
    }
}

/// JSON without the blanks between its tokens; every value stays as it is written.
fn compact(json: &str) -> String {
    let mut compact = String::with_capacity(json.len());
    let (mut in_text, mut is_escaped) = (false, false);
    for c in json.trim_start_matches('\u{feff}').chars() {
        if in_text {
            in_text = c != '"' || is_escaped;
            is_escaped = c == '\\' && !is_escaped;
        } else if c.is_ascii_whitespace() {
            continue;
        } else {
            in_text = c == '"';
        }
        compact.push(c);
    }
    compact
}

fn asked(context: &mut Context<'_>, asked: &model::Asked) -> Asked {
    let (form, body) = match &asked.body {
        Some(AskedBody::Form(pairs)) => (pairs.clone(), None),
        Some(AskedBody::Text(text)) => {
            let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
            let text = if is_json { compact(text) } else { text.clone() };
            (Vec::new(), Some(context.text(text)))
        }
        None => (Vec::new(), None),
    };
    Asked {
        path: asked.path.clone(),
        query: asked.query.clone(),
        headers: asked.headers.clone(),
        form,
        body,
    }
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn only_what_is_between_tokens_goes() {
        for (json, expected) in [
            (
                "{ \"a b\" : 1.10 ,\r\n\t\"c\":[ true , null ] }",
                "{\"a b\":1.10,\"c\":[true,null]}",
            ),
            (r#"[ "x \" y" , "\\" , " " ]"#, r#"["x \" y","\\"," "]"#),
            ("  12  ", "12"),
            ("\u{feff}{ }", "{}"),
            ("", ""),
        ] {
            assert_eq!(compact(json), expected, "{json}");
        }
    }
}
