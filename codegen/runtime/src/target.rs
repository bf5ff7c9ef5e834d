//! Where a request goes: the URL made of a server, a path template and a query.

use reqwest::Url;

use super::encode::{self, Piece};
use super::failure::RequestError;
use super::param::{Pairs, ToParam};

/// The longest URL that the `http` crate has room for, in bytes.
const LONGEST: usize = u16::MAX as usize - 1;

/// Checks that a URL is none that cannot be sent for its length.
///
/// # Errors
/// If it is.
pub fn check_length(url: &Url) -> Result<(), RequestError> {
    match url.as_str().len() {
        0..=LONGEST => Ok(()),
        _ => Err(RequestError::new(
            "url",
            format!("is longer than {LONGEST} bytes"),
        )),
    }
}

/// The URL of a server with a path template filled.
///
/// # Errors
/// If an argument is empty or would change the path.
pub fn url(server: Url, template: &str, arguments: &[&dyn ToParam]) -> Result<Url, RequestError> {
    Ok(join(server, &path(template, arguments)?))
}

/// Fills a path template with arguments in its order. Without any it is a path as it stands.
fn path(template: &str, arguments: &[&dyn ToParam]) -> Result<String, RequestError> {
    let mut path = String::with_capacity(template.len() + 16);
    let mut arguments = arguments.iter();
    for (at, segment) in template.split('/').enumerate() {
        if at > 0 {
            path.push('/');
        }
        add_segment(segment, &mut arguments, &mut path)?;
    }
    Ok(path)
}

/// Fills one segment of a path template. URL parsers drop the segments `.` and `..`, so that an argument would
/// change which resource is meant: those are refused, and so are empty ones.
fn add_segment(
    segment: &str,
    arguments: &mut std::slice::Iter<'_, &dyn ToParam>,
    path: &mut String,
) -> Result<(), RequestError> {
    let start = path.len();
    let mut filled = None;
    for piece in encode::split_template(segment) {
        match piece {
            Piece::Literal(text) => encode::path_literal(text, path),
            Piece::Argument(name) => match arguments.next() {
                Some(value) => {
                    let text = path_text(name, *value);
                    let setting = value.setting();
                    if text.is_empty() {
                        return Err(missing(name, setting));
                    }
                    encode::path_data(&text, path);
                    filled = Some(setting.unwrap_or(name));
                }
                None => encode::path_literal(&format!("{{{name}}}"), path),
            },
        }
    }
    match filled {
        // To a URL parser a `\` of the template ends a segment, too.
        Some(name) if path[start..].split('\\').any(is_dots) => {
            Err(RequestError::new(name, "makes a path segment `.` or `..`"))
        }
        _ => Ok(()),
    }
}

/// Whether a segment is one that URL parsers drop: escaped dots of a template count as dots.
fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..")
}

/// The error for a path argument without text.
fn missing(name: &str, setting: Option<&str>) -> RequestError {
    match setting {
        Some(setting) => RequestError::new(setting, "is not set: the client's builder sets it"),
        None => RequestError::new(name, "is empty"),
    }
}

/// The text of a path argument, the items of a list separated by commas.
fn path_text(name: &str, value: &dyn ToParam) -> String {
    let pairs = Pairs::of(name, value);
    let texts: Vec<_> = pairs.iter().map(|(_, text)| text).collect();
    texts.join(",")
}

/// Joins the URL of a server and a path with exactly one slash. No path leaves the server's as it is.
fn join(mut server: Url, path: &str) -> Url {
    if !path.is_empty() {
        let base = server.path();
        let base = base.strip_suffix('/').unwrap_or(base);
        let path = path.strip_prefix('/').unwrap_or(path);
        let joined = format!("{base}/{path}");
        server.set_path(&joined);
    }
    server.set_fragment(None);
    server
}

/// The URL that a reference means at another URL, whose user and password count within the origin unless it has its own; `None` if it
/// is none.
#[must_use]
pub fn follow(at: &Url, reference: &str) -> Option<Url> {
    let mut url = at.join(reference).ok()?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    if !has_user && url.origin() == at.origin() {
        url.set_username(at.username()).ok()?;
        url.set_password(at.password()).ok()?;
    }
    Some(url)
}

/// Host and port as the header `Host` has them.
#[must_use]
pub fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Appends to the query that the URL of the server may have.
pub fn with_query(mut url: Url, query: &str) -> Url {
    let whole = match url.query() {
        _ if query.is_empty() => return url,
        Some(own) if !own.is_empty() => format!("{own}&{query}"),
        _ => query.to_owned(),
    };
    url.set_query(Some(&whole));
    url
}
