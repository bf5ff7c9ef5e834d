//! `Link` headers (RFC 8288): which URL the next page has.

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link to the next page in the `Link` headers (RFC 8288 §3).
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).iter();
    let texts = values.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
    texts.into_iter().find_map(next_of)
}

/// The same of one header: `<target>; name=value; name="quoted, value", <target>; …`.
fn next_of(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, behind)) = rest.split_once('<') {
        let (link, behind) = behind.split_once('>')?;
        let end = unquoted(behind, ',').unwrap_or(behind.len());
        let mut params = &behind[..end];
        while let Some(at) = unquoted(params, ';') {
            params = &params[at + 1..];
            let param = &params[..unquoted(params, ';').unwrap_or(params.len())];
            let (name, value) = param.split_once('=').unwrap_or((param, ""));
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            let is_next = relations.any(|relation| relation.eq_ignore_ascii_case("next"));
            if name.trim().eq_ignore_ascii_case("rel") && is_next {
                return Some(link.to_owned());
            }
        }
        rest = &behind[end..];
    }
    None
}

/// Where a character first stands outside of quotes.
fn unquoted(text: &str, wanted: char) -> Option<usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.char_indices().find_map(|(at, c)| {
        let counts = !is_quoted && c == wanted;
        is_quoted ^= c == '"' && !is_escaped;
        is_escaped = is_quoted && c == '\\' && !is_escaped;
        counts.then_some(at)
    })
}
