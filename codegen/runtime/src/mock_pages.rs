//! Saved responses as pages: which of them a request asks for, what leads on from it, and what comes after the last.

use serde_json::Value;

use super::mock_data::{Asked, Description, Example, Input, Operation, Pages, Step};
use super::mock_request::Asking;
use super::received;

/// In the query of a URL that the collection saves no page for.
const AFTER: &str = "x-postwright-page=after";

/// An operation whose answer comes in pages, and a request for one of them.
pub struct Book<'a> {
    description: &'a Description,
    pages: &'a Pages,
    examples: Vec<&'a Example>,
    asking: &'a Asking<'a>,
}

/// A saved response that becomes a page.
pub struct Page {
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
    /// Whether it is made up: the one after all that are saved.
    pub is_after: bool,
}

impl<'a> Book<'a> {
    /// `None` if the operation has no pages.
    #[must_use]
    pub fn of(
        description: &'a Description,
        operation: &'a Operation,
        asking: &'a Asking<'a>,
    ) -> Option<Self> {
        let examples = operation.examples.iter();
        Some(Self {
            description,
            pages: operation.pages.as_ref()?,
            examples: examples.filter(|example| is_success(example)).collect(),
            asking,
        })
    }

    /// Whether a saved response is the page that is asked for, as far as a parameter says that.
    #[must_use]
    pub fn is_asked_for(&self, example: &Example) -> bool {
        is_success(example) && self.place_of(example) == self.place()
    }

    /// A saved response as a page. `origin` is where the server is; URLs of other pages lead there.
    #[must_use]
    pub fn page(&self, example: &Example, origin: &str, saved: Page) -> Page {
        let mut page = saved;
        if !is_success(example) {
            return page;
        }
        let mut json = serde_json::from_str(&page.body).unwrap_or(Value::Null);
        let before = json.clone();
        page.is_after = self.is_after(example);
        match page.is_after {
            true => self.end(&mut json, &mut page.headers),
            false => self.lead_on(example, origin, &mut json, &mut page.headers),
        }
        if json != before {
            page.body = json.to_string();
        }
        page
    }

    /// Whether a request asks for what comes after the saved pages: the best that there is for it is `example`.
    fn is_after(&self, example: &Example) -> bool {
        let place = self.place();
        match &self.pages.step {
            Step::Count(_, first) => {
                place != self.place_of(example) && place != Some(first.to_string())
            }
            // What a saved page leads to, and is none. Any other token is the caller's own.
            Step::Token(..) => {
                let mut tokens = self.examples.iter().filter_map(|one| self.token(one));
                let is_saved = self.examples.iter().any(|one| self.place_of(one) == place);
                !is_saved && tokens.any(|token| place == text(&token))
            }
            Step::Last(..) => {
                let mut tokens = self.examples.iter().filter_map(|one| self.next(one));
                let is_asked = self.place_of(example) == place && !self.leads_back(example);
                !is_asked && tokens.any(|token| place == text(&token))
            }
            Step::Url(_) | Step::Link => {
                let own = &self.asking.query;
                let mark = AFTER.split_once('=').unwrap_or_default();
                let leads_here = |one: &&Example| {
                    let query = self.next_query(one).filter(|query| !query.is_empty());
                    query.is_some_and(|query| is_part(&query, own) && self.with(&query).is_none())
                };
                own.iter().any(|(key, value)| (&**key, &**value) == mark)
                    || self.examples.iter().any(leads_here)
            }
        }
    }

    /// Makes of a saved page one without items, after which there are no more.
    fn end(&self, json: &mut Value, headers: &mut Vec<(String, String)>) {
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("link"));
        let pages = self.pages;
        let items = pages.items.as_deref().and_then(|at| json.pointer_mut(at));
        if let Some(items) = items {
            *items = Value::Array(Vec::new());
        }
        if let Step::Token(_, next) | Step::Url(next) = &pages.step {
            match pages.required {
                true => blank(json, next, 0),
                false => remove(json, next),
            }
        }
        if let Some(more) = &pages.more {
            blank(json, more, 0);
        }
        if let (Some(last), Step::Count(_, first)) = (&pages.last, &pages.step) {
            let place = self.place().and_then(|place| place.parse::<u64>().ok());
            blank(json, last, place.unwrap_or(*first).saturating_sub(*first));
        }
    }

    /// Has a saved page lead to the next one, and not back to one before.
    fn lead_on(
        &self,
        example: &Example,
        origin: &str,
        json: &mut Value,
        headers: &mut [(String, String)],
    ) {
        match &self.pages.step {
            Step::Token(_, next) => {
                if let (Some(member), Some(token)) = (json.pointer_mut(next), self.token(example)) {
                    *member = token;
                }
            }
            Step::Url(next) => {
                let member = json.pointer_mut(next);
                if let Some(Value::String(url)) = member.filter(|url| text(url).is_some()) {
                    *url = self.own_url(origin, url, self.leads_back(example));
                }
            }
            Step::Link => {
                for (name, value) in headers {
                    if name.eq_ignore_ascii_case("link") {
                        *value = self.own_links(origin, value, self.leads_back(example));
                    }
                }
            }
            Step::Last(..) | Step::Count(..) => {}
        }
    }

    /// What the request says of the page that it wants.
    fn place(&self) -> Option<String> {
        let given = self.input().and_then(|input| match input {
            Input::Query(key) => self.asking.of_query(key).next().map(str::to_owned),
            Input::Body(at) => text(self.asking.json.as_ref()?.pointer(at)?),
        });
        self.placed(given)
    }

    /// The same of the request behind a saved response.
    fn place_of(&self, example: &Example) -> Option<String> {
        let asked = example.request.as_ref();
        let given = asked
            .zip(self.input())
            .and_then(|(asked, input)| match input {
                Input::Query(key) => {
                    let mut pairs = asked.query.iter();
                    pairs.find(|(name, _)| name == key)?.1.clone()
                }
                Input::Body(at) => text(self.json_of(asked)?.pointer(at)?),
            });
        self.placed(given)
    }

    /// Where no page is named, the first is meant.
    fn placed(&self, given: Option<String>) -> Option<String> {
        match &self.pages.step {
            Step::Count(_, first) => {
                let at = given.and_then(|text| text.trim().parse::<u64>().ok());
                Some(at.unwrap_or(*first).to_string())
            }
            _ => given.filter(|text| !text.is_empty()),
        }
    }

    fn input(&self) -> Option<&Input> {
        match &self.pages.step {
            Step::Token(input, _) | Step::Last(input, _) | Step::Count(input, _) => Some(input),
            Step::Url(_) | Step::Link => None,
        }
    }

    fn json_of(&self, asked: &Asked) -> Option<Value> {
        serde_json::from_str(self.description.texts.get(asked.body?)?).ok()
    }

    /// What a saved page says of the next one: a token, or a URL.
    fn next(&self, example: &Example) -> Option<Value> {
        let body = || {
            let text = self.description.texts.get(example.body?)?;
            serde_json::from_str::<Value>(text).ok()
        };
        let next = match &self.pages.step {
            Step::Token(_, next) | Step::Url(next) => body()?.pointer(next)?.clone(),
            Step::Last(_, id) => {
                let body = body()?;
                let items = body.pointer(self.pages.items.as_deref()?)?;
                items.as_array()?.last()?.pointer(id)?.clone()
            }
            Step::Link => {
                let mut headers = example.headers.iter();
                let (_, links) =
                    headers.find(|(name, _)| name.trim().eq_ignore_ascii_case("link"))?;
                let links = links.split('<').skip(1);
                let mut links = links.filter_map(|link| link.split_once('>'));
                Value::from(links.find(|(_, params)| is_next(params))?.0)
            }
            Step::Count(..) => return None,
        };
        text(&next).map(|_| next)
    }

    /// The token of the next page; another one than the saved if that leads back.
    fn token(&self, example: &Example) -> Option<Value> {
        let token = self.next(example)?;
        Some(match (self.leads_back(example), &token) {
            (true, Value::String(text)) => Value::from(format!("{text}-2")),
            (true, Value::Number(number)) => {
                number.as_u64().map_or(token, |n| n.wrapping_add(1).into())
            }
            _ => token,
        })
    }

    /// The pairs in the query of the next page's URL.
    fn next_query(&self, example: &Example) -> Option<Vec<(String, String)>> {
        let url = text(&self.next(example)?)?;
        Some(received::pairs(query_of(&url), ' '))
    }

    /// The saved page that has these pairs in its query.
    fn with(&self, query: &[(String, String)]) -> Option<usize> {
        self.examples.iter().position(|one| {
            let asked = one.request.iter().flat_map(|asked| &asked.query);
            let asked: Vec<(String, String)> = asked
                .filter_map(|(key, value)| Some((key.clone(), value.clone()?)))
                .collect();
            is_part(query, &asked)
        })
    }

    /// The saved page after a saved one.
    fn following(&self, at: usize) -> Option<usize> {
        let example = self.examples[at];
        match &self.pages.step {
            Step::Url(_) | Step::Link => {
                let query = self.next_query(example)?;
                self.with(&query).filter(|_| !query.is_empty())
            }
            _ => {
                let next = text(&self.next(example)?);
                let mut examples = self.examples.iter();
                examples.position(|one| self.place_of(one) == next)
            }
        }
    }

    /// Whether a saved page closes a circle, in which a walk over the pages would never end: authors often save a page behind
    /// the token that it gives itself. A URL without a query says nothing of the page.
    fn leads_back(&self, example: &Example) -> bool {
        let is_it = |one: &&Example| std::ptr::eq(*one, example);
        let Some(own) = self.examples.iter().position(is_it) else {
            return false;
        };
        let is_url = matches!(self.pages.step, Step::Url(_) | Step::Link);
        if is_url
            && self
                .next_query(example)
                .is_some_and(|query| query.is_empty())
        {
            return true;
        }
        let following = self.following(own);
        let mut at = following.filter(|next| *next <= own);
        for _ in &self.examples {
            match at {
                Some(next) if next == own => return true,
                Some(next) => at = self.following(next),
                None => return false,
            }
        }
        false
    }

    /// A URL of another page, as one of this server: the path of the request, and the query of the URL.
    fn own_url(&self, origin: &str, url: &str, leads_back: bool) -> String {
        let (path, _) = received::path_and_query(&self.asking.received.target);
        let origin = if url.contains("://") { origin } else { "" };
        let query = query_of(url);
        match (leads_back, query) {
            (true, "") => format!("{origin}{path}?{AFTER}"),
            (true, query) => format!("{origin}{path}?{query}&{AFTER}"),
            (false, query) => format!("{origin}{path}?{query}"),
        }
    }

    /// The same for all URLs of a `Link` header.
    fn own_links(&self, origin: &str, links: &str, leads_back: bool) -> String {
        let mut own = String::new();
        for (at, part) in links.split('<').enumerate() {
            match part.split_once('>') {
                Some((url, params)) if at > 0 => {
                    let url = self.own_url(origin, url, leads_back && is_next(params));
                    own.push_str(&format!("<{url}>{params}"));
                }
                _ => own.push_str(part),
            }
        }
        own
    }
}

fn is_success(example: &Example) -> bool {
    (200..300).contains(&example.status)
}

/// Whether what stands behind a link, up to the next one, says that it leads to the next page.
fn is_next(params: &str) -> bool {
    let params = params.to_ascii_lowercase();
    let relations = params.split_once("rel=").map_or("", |(_, rest)| rest);
    let mut words = relations.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| word == "next")
}

fn is_part(pairs: &[(String, String)], all: &[(String, String)]) -> bool {
    pairs.iter().all(|pair| all.contains(pair))
}

fn query_of(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or_default();
    received::path_and_query(url).1
}

/// A token as text. What says that there is no next page is none.
fn text(token: &Value) -> Option<String> {
    let text = match token {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty() && text != "0")
}

/// Gives a member the value of its kind that says no, or a number.
fn blank(json: &mut Value, at: &str, number: u64) {
    match json.pointer_mut(at) {
        Some(Value::Bool(member)) => *member = false,
        Some(Value::Number(member)) => *member = number.into(),
        Some(Value::String(member)) if number > 0 => *member = number.to_string(),
        Some(Value::String(member)) => member.clear(),
        _ => {}
    }
}

/// Takes a member out of its object.
fn remove(json: &mut Value, at: &str) {
    let Some((parent, name)) = at.rsplit_once('/') else {
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    if let Some(Value::Object(parent)) = json.pointer_mut(parent) {
        parent.remove(&name);
    }
}
