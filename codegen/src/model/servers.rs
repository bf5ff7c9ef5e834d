//! Servers: each form of host in the collection is one, with the URL that the collection's variables give it.
//!
//! A host is told by what stands before the path: `{{baseUrl}}`, `https://api.example.com`, `{{host}}:{{port}}`.

use std::borrow::Cow;

use indexmap::{IndexMap, IndexSet};

use super::hosts::{flaw, is_local};
use super::{Server, ServerId};
use crate::diag::{Diagnostics, Place};
use crate::read::raw;
use crate::resolve::Resolved;
use crate::variables;

/// How often a URL is looked at again with the value of the variable that it begins with.
const ROUNDS: usize = 19;

/// The servers of a collection, the most used first.
#[derive(Debug)]
pub(super) struct Servers {
    list: Vec<Server>,
    /// Whether the URL of each holds a user name, which is no part of an address but a credential.
    with_user: Vec<bool>,
    by_form: IndexMap<String, ServerId>,
    /// The length of the longest form.
    longest: usize,
    /// Where the URL of the first request to each stands.
    places: Vec<Option<Place>>,
}

impl Servers {
    /// Finds the servers of all requests.
    pub(super) fn of(resolved: &Resolved) -> Self {
        let mut uses: IndexMap<String, (usize, Option<Place>)> = IndexMap::new();
        for request in &resolved.requests {
            let place = request.raw.url.place.unwrap_or(request.raw.place);
            let (count, _) = uses
                .entry(form(&request.raw.url))
                .or_insert((0, Some(place)));
            *count += 1;
        }
        if uses.is_empty() {
            uses.insert(String::new(), (0, None));
        }
        // A stable sort: among equally used ones the order of the collection decides.
        uses.sort_by(|_, (a, _), _, (b, _)| b.cmp(a));
        let longest = uses.keys().map(String::len).max().unwrap_or_default();
        let (list, with_user) = uses
            .keys()
            .map(|form| server(form, &resolved.variables))
            .unzip();
        let by_form = uses
            .keys()
            .enumerate()
            .map(|(index, form)| (form.clone(), ServerId(index)))
            .collect();
        Self {
            list,
            with_user,
            by_form,
            longest,
            places: uses.into_values().map(|(_, place)| place).collect(),
        }
    }

    /// The server of a URL, and its path segments.
    pub(super) fn split(&self, url: &raw::Url) -> (ServerId, Vec<String>) {
        let id = self.by_form.get(&form(url)).copied().unwrap_or(ServerId(0));
        (id, url.path.clone())
    }

    /// The server that a URL begins with as it is written; one that begins with a variable may do so in its value.
    pub(super) fn begins(&self, url: &str, resolved: &Resolved) -> Option<ServerId> {
        let mut url = Cow::from(url.trim());
        for _ in 0..ROUNDS {
            let ends = url.match_indices(['/', '?', '#']).map(|(at, _)| at);
            let ends = ends.chain([url.len()]);
            let ends = ends.filter(|end| (1..=self.longest).contains(end));
            // What says more counts: the longest.
            let mut known = ends.filter_map(|end| self.by_form.get(&url[..end]));
            if let Some(id) = known.next_back() {
                return Some(*id);
            }
            let Some(variables::Piece::Variable(name)) = variables::pieces(&url).next() else {
                return None;
            };
            let value = value_in(&resolved.variables, name)?;
            url = Cow::from(format!("{value}{}", &url[name.len() + 4..]));
        }
        None
    }

    /// The URL that the collection gives to a server.
    pub(super) fn url(&self, id: ServerId) -> Option<&str> {
        self.list.get(id.0)?.url.as_deref()
    }

    /// Whether the URL of a server says who is asking: `https://user:password@host`.
    pub(super) fn has_user(&self, id: ServerId) -> bool {
        self.with_user.get(id.0).copied().unwrap_or_default()
    }

    /// Notes the variables that are a part of a server's URL: they have the collection's value for good, and only the whole
    /// URL can be set.
    pub(super) fn note_parts(&self, resolved: &Resolved, diagnostics: &mut Diagnostics) {
        for (form, id) in &self.by_form {
            let parts = parts(form, resolved);
            let (Some(url), Some(place)) = (&self.list[id.0].url, self.places[id.0]) else {
                continue;
            };
            if !parts.is_empty() {
                let names: Vec<String> = parts.iter().map(|name| format!("`{name}`")).collect();
                let message = format!(
                    "the URL of a server is made of {}, and stays `{url}` unless the whole of it is set",
                    names.join(", ")
                );
                diagnostics.note(
                    place,
                    message,
                    "set it on the client's builder to reach another server",
                );
            }
        }
    }

    /// Warns of servers whose URL is known and none that a request can be sent to: they have none.
    pub(super) fn warn_of_flaws(&self, resolved: &Resolved, diagnostics: &mut Diagnostics) {
        for (form, id) in &self.by_form {
            let (Some(url), _) = known(form, &resolved.variables) else {
                continue;
            };
            let Some(flaw) = flaw(&url) else {
                continue;
            };
            if let Some(place) = self.places[id.0] {
                diagnostics.warning(
                    place,
                    format!("no request can be sent to `{url}`: {flaw}; this server has no URL unless the client sets one"),
                    "correct it in Postman, or set it on the client's builder",
                );
            }
        }
    }

    /// Warns of servers elsewhere whose URL names no scheme, so that Postman sends to them in the clear, and so does the client.
    pub(super) fn warn_of_plain(&self, resolved: &Resolved, diagnostics: &mut Diagnostics) {
        for (form, id) in &self.by_form {
            let (url, _) = known(form, &resolved.variables);
            let bare = url.filter(|url| !url.contains("://") && flaw(url).is_none());
            let Some(host) = bare.filter(|url| !is_local(url)) else {
                continue;
            };
            if let Some(place) = self.places[id.0] {
                diagnostics.warning(
                    place,
                    format!("the URL of the server `{host}` names no scheme: Postman sends in the clear to `http://{host}`, and so does the client"),
                    "write `https://` in Postman, or set the server on the client's builder",
                );
            }
        }
    }

    /// The URLs that other variables give to the servers, as far as they do.
    pub(super) fn urls(&self, variables: &IndexMap<String, String>) -> Vec<(ServerId, String)> {
        let urls = self.by_form.iter().filter(|(form, _)| form.contains("{{"));
        let urls = urls.filter_map(|(form, id)| Some((*id, server(form, variables).0.url?)));
        urls.collect()
    }

    /// All of them.
    pub(super) fn list(&self) -> &[Server] {
        &self.list
    }

    /// The servers as the model holds them.
    pub(super) fn into_list(self) -> Vec<Server> {
        self.list
    }
}

/// The variables with a value that are a part of a text, in order. One that makes up all of it, but for the scheme, is none;
/// one that is made of others stands for those.
fn parts<'a>(form: &'a str, resolved: &'a Resolved) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut seen: IndexSet<&str> = IndexSet::new();
    let mut texts = vec![form];
    while let Some(text) = texts.pop() {
        let host = text.split_once("://").map_or(text, |(_, host)| host);
        for name in variables::names(text) {
            if !seen.insert(name) {
                continue;
            }
            match resolved.variables.get(name) {
                Some(value) if value.contains("{{") => texts.push(value),
                Some(value) if !value.is_empty() && host.len() != name.len() + 4 => {
                    parts.push(name);
                }
                _ => {}
            }
        }
    }
    parts
}

/// What stands before the path, in one spelling.
pub(crate) fn form(url: &raw::Url) -> String {
    let mut form = String::new();
    if let Some(protocol) = url.protocol.as_deref().filter(|text| !text.is_empty()) {
        form.push_str(protocol);
        form.push_str("://");
    }
    form.push_str(&url.host);
    if let Some(port) = url.port.as_deref().filter(|text| !text.is_empty()) {
        form.push(':');
        form.push_str(port);
    }
    form
}

/// The server of a form, and whether its URL holds a user name.
fn server(form: &str, variables: &IndexMap<String, String>) -> (Server, bool) {
    let (url, has_user) = known(form, variables);
    let url = url.filter(|url| flaw(url).is_none());
    // Postman speaks plain HTTP where a URL names no scheme.
    let url = url.map(|url| match url.contains("://") {
        true => url,
        false => format!("http://{url}"),
    });
    let of_url = url.as_deref().and_then(|url| url.split_once("://"));
    let scheme = form
        .split_once("://")
        .or(of_url)
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    let server = Server {
        name: server_name(form),
        url,
        scheme: scheme.filter(|scheme| matches!(scheme.as_str(), "http" | "https")),
    };
    (server, has_user)
}

/// What a form is with the values of its variables, if all have one, and whether it holds a user name, which is left out.
fn known(form: &str, variables: &IndexMap<String, String>) -> (Option<String>, bool) {
    let (expanded, has_user) = without_user(expand_with(form, variables));
    let is_known = !expanded.contains("{{") && !expanded.is_empty();
    (is_known.then_some(expanded), has_user)
}

/// A URL without `user:password@`, and whether there was such a thing.
fn without_user(url: String) -> (String, bool) {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    match url[start..end].rfind('@') {
        Some(at) => (format!("{}{}", &url[..start], &url[start + at + 1..]), true),
        None => (url, false),
    }
}

/// The variable's name if the form is made of variables, else the host.
fn server_name(form: &str) -> String {
    let names: Vec<&str> = variables::names(form).collect();
    if names.is_empty() {
        let host = form.split_once("://").map_or(form, |(_, rest)| rest);
        return if host.is_empty() {
            "base_url".to_owned()
        } else {
            host.to_owned()
        };
    }
    names.join(" ")
}

/// Replaces variables by their values, as Postman does.
pub(super) fn expand(text: &str, resolved: &Resolved) -> String {
    expand_with(text, &resolved.variables)
}

/// The same with other variables.
pub(super) fn expand_with(text: &str, variables: &IndexMap<String, String>) -> String {
    variables::expand(text, |name| value_in(variables, name))
}

/// The value of a variable, if it has one.
pub(super) fn value_in<'v>(
    variables: &'v IndexMap<String, String>,
    name: &str,
) -> Option<Cow<'v, str>> {
    let value = variables.get(name).filter(|value| !value.is_empty())?;
    Some(Cow::from(value.as_str()))
}

/// The text without variables in the names of variables, as far as those have a value: `{{a_{{b}}}}` is `{{a_1}}`.
pub(super) fn whole_names<'t>(text: &'t str, resolved: &Resolved) -> Cow<'t, str> {
    // Most texts have none at all.
    if !text.contains("{{") {
        return Cow::from(text);
    }
    Cow::from(variables::expand_inner(text, |name| {
        value_in(&resolved.variables, name)
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diag::Source;

    #[test]
    fn a_server_elsewhere_without_a_scheme_is_warned_of() {
        for (host, url, warned) in [
            ("api.example.com/v1", "http://api.example.com/v1", true),
            (
                "https://api.example.com/v1",
                "https://api.example.com/v1",
                false,
            ),
            (
                "http://api.example.com/v1",
                "http://api.example.com/v1",
                false,
            ),
            ("localhost:8080", "http://localhost:8080", false),
        ] {
            let collection = json!({
                "info": { "name": "Shop" },
                "variable": [{ "key": "host", "value": host }],
                "item": [{ "name": "List", "request": "{{host}}/orders" }],
            });
            let (path, text) = ("shop.json".into(), collection.to_string());
            let understood = crate::understand(Source { path, text }, "shop");
            let (_, understood, diagnostics) =
                understood.unwrap_or_else(|failure| panic!("{failure}"));
            assert_eq!(understood.api.servers[0].url.as_deref(), Some(url));
            let said = format!("{diagnostics:?}");
            assert_eq!(said.contains("sends in the clear"), warned, "{said}");
        }
    }
}
