//! What makes one page follow another: by the scheme of an operation and the last answer, the next request.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::mem;

use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::body::Body;
use super::encode;
use super::failure::RequestError;
use super::link;
use super::paging::{Paging, Step};
use super::request::Request;
use super::response::without_bom;
use super::target;

/// A walk over the pages of one call.
pub(super) struct Walk {
    /// The request of the next page.
    pub(super) request: Request,
    paging: Paging,
    next: Next,
    has_begun: bool,
    /// The number of the page, or of the items before it.
    at: u64,
    /// The items so far, if they have been counted from the first one on.
    counted: Option<u64>,
    /// Hashes of the tokens and URLs that have led to pages.
    known: HashSet<u64>,
    /// The items of the last page.
    items: Value,
}

/// What comes after a page.
enum Next {
    Page,
    End,
    Failure(RequestError),
}

impl Walk {
    pub(super) fn new(request: Request, paging: Paging) -> Self {
        Self {
            request,
            paging,
            next: Next::Page,
            has_begun: false,
            at: 0,
            counted: None,
            known: HashSet::new(),
            items: Value::Null,
        }
    }

    /// The next request, `None` at the end.
    pub(super) fn request(&mut self) -> Option<Result<Request, RequestError>> {
        match mem::replace(&mut self.next, Next::End) {
            Next::Page => Some(Ok(self.request.clone())),
            Next::Failure(error) => Some(Err(error)),
            Next::End => None,
        }
    }

    /// Stays at the page that was asked for last.
    pub(super) fn stay(&mut self) {
        self.next = Next::Page;
    }

    /// Takes an answer. `false` if it is no page any more, but only says that the one before was the last. A body that is no
    /// JSON says nothing of a next page.
    pub(super) fn take(&mut self, headers: &HeaderMap, body: &[u8]) -> bool {
        let is_first = !mem::replace(&mut self.has_begun, true);
        let body = without_bom(body);
        let page = serde_json::from_slice(body);
        // There is JSON that only types can hold, which skip what they do not know: half of a surrogate pair, a number beyond all.
        let is_json = || serde_json::from_slice::<IgnoredAny>(body).is_ok();
        if page.is_err() && !matches!(self.paging.step, Step::Link) && is_json() {
            let reason = "holds a value in which the next page cannot be looked for";
            self.next = Next::Failure(RequestError::new("page", reason));
            return true;
        }
        let mut page = page.unwrap_or(Value::Null);
        let items = self.paging.items.and_then(|at| page.pointer_mut(at));
        let items = items.map_or(Value::Null, Value::take);
        let count = items.as_array().map(|items| items.len() as u64);
        let is_counted = matches!(self.paging.step, Step::Page { .. } | Step::Offset { .. });
        let is_over = count == Some(0) || count.is_some() && items == self.items;
        if !is_first && is_counted && is_over {
            return false;
        }
        self.items = items;
        let is_last = is_counted && is_over || self.paging.more.is_some_and(|at| denies(&page, at));
        if !is_last {
            let following = self.following(is_first, headers, &page, count);
            self.next = following.unwrap_or_else(Next::Failure);
        }
        true
    }

    /// What comes after a page that does not say that it is the last.
    fn following(
        &mut self,
        is_first: bool,
        headers: &HeaderMap,
        page: &Value,
        count: Option<u64>,
    ) -> Result<Next, RequestError> {
        match self.paging.step {
            Step::Token { input, next } => self.token(is_first, input, page.pointer(next).cloned()),
            Step::LastItem { input, id } => {
                let last = self.items.as_array().and_then(|items| items.last());
                let last = last.and_then(|item| item.pointer(id)).cloned();
                self.token(is_first, input, last)
            }
            Step::Page { input, first } => {
                self.begin(is_first, input, first)?;
                self.counted = self
                    .counted
                    .zip(count)
                    .map(|(before, more)| before.saturating_add(more));
                let last = self.paging.last.and_then(|at| number(page, at));
                let is_known = last.is_some() || self.paging.more.is_some() || count.is_some();
                let is_last = last
                    .is_some_and(|last| self.at.saturating_add(1).saturating_sub(first) >= last);
                if !is_known || is_last || self.has_all(page) {
                    return Ok(Next::End);
                }
                self.count_on(input, 1)
            }
            Step::Offset { input, first } => {
                self.begin(is_first, input, first)?;
                let Some(count) = count else {
                    return Ok(Next::End);
                };
                self.counted = Some(self.at.saturating_sub(first).saturating_add(count));
                match self.has_all(page) {
                    true => Ok(Next::End),
                    false => self.count_on(input, count),
                }
            }
            Step::Url { next } => match page.pointer(next).and_then(Value::as_str) {
                Some(url) if !url.trim().is_empty() => self.go_to(is_first, next, url),
                _ => Ok(Next::End),
            },
            Step::Link => match link::next(headers) {
                Some(url) => self.go_to(is_first, "Link", &url),
                None => Ok(Next::End),
            },
        }
    }

    /// Takes the token of the next page.
    fn token(
        &mut self,
        is_first: bool,
        input: &str,
        token: Option<Value>,
    ) -> Result<Next, RequestError> {
        let token = token.unwrap_or(Value::Null);
        let text = match &token {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
        };
        if text.is_empty() || text == "0" {
            return Ok(Next::End);
        }
        if let Some(begin) = self.given(input).filter(|_| is_first) {
            self.is_new(&begin);
        }
        if !self.is_new(&text) {
            // Some servers give the token back where nothing has come since.
            let is_same = self.given(input).is_some_and(|given| given == text);
            let is_empty = self.items.as_array().is_none_or(Vec::is_empty);
            return match is_same && is_empty {
                true => Ok(Next::End),
                false => Err(circle(input)),
            };
        }
        self.put(input, token, &text)
    }

    /// Follows the URL of the next page, which has to be at the same origin: the credentials go with it.
    fn go_to(&mut self, is_first: bool, name: &str, url: &str) -> Result<Next, RequestError> {
        let Some(own) = self.request.url.take() else {
            return Ok(Next::End); // It cannot be: a request without a URL has no answer.
        };
        let own = target::with_query(own, &mem::take(&mut self.request.query));
        if is_first {
            self.is_new(own.as_str());
        }
        let next = target::follow(&own, url.trim());
        let mut next = next.ok_or_else(|| RequestError::new(name, "is not a URL"))?;
        next.set_fragment(None);
        if next.origin() != own.origin() {
            let reason = "is a URL of another origin, to which no credential goes";
            return Err(RequestError::new(name, reason));
        }
        if !self.is_new(next.as_str()) {
            return Err(circle(name));
        }
        self.request.url = Some(next);
        Ok(Next::Page)
    }

    /// Whether a token or URL has not led to a page before. Hashes are enough: tokens can be long, and pages many.
    fn is_new(&mut self, text: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        self.known.insert(hasher.finish())
    }

    /// Where the caller has begun to count.
    fn begin(&mut self, is_first: bool, input: &str, first: u64) -> Result<(), RequestError> {
        if is_first {
            let given = self.given(input).filter(|text| !text.trim().is_empty());
            let at = given.map_or(Ok(first), |text| text.trim().parse());
            self.at =
                at.map_err(|_| RequestError::new(input, "is not a number to count on from"))?;
            self.counted = (self.at == first).then_some(0);
        }
        Ok(())
    }

    /// Whether all items have come, if the answer says how many there are.
    fn has_all(&self, page: &Value) -> bool {
        let total = self.paging.total.and_then(|at| number(page, at));
        let both = self.counted.zip(total);
        both.is_some_and(|(counted, total)| counted >= total)
    }

    fn count_on(&mut self, input: &str, by: u64) -> Result<Next, RequestError> {
        let at = self.at.checked_add(by);
        self.at = at.ok_or_else(|| RequestError::new(input, "is too great to count on from"))?;
        self.put(input, Value::from(self.at), &self.at.to_string())
    }

    /// What the request says for the parameter.
    fn given(&self, input: &str) -> Option<String> {
        if self.paging.in_body {
            let body: Value = serde_json::from_slice(&self.request.body.bytes()?).ok()?;
            return match body.pointer(input)? {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            };
        }
        let mut pairs = self.request.query.split('&');
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        pairs.find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (decoded(key) == input).then(|| decoded(value))
        })
    }

    /// Gives the parameter its next value.
    fn put(&mut self, input: &str, value: Value, text: &str) -> Result<Next, RequestError> {
        if !self.paging.in_body {
            self.request.query = encode::with_pair(&self.request.query, input, text);
            return Ok(Next::Page);
        }
        let no_place = || RequestError::new(input, "has no place in the body");
        let bytes = self.request.body.bytes().ok_or_else(no_place)?;
        let mut body: Value = match bytes.is_empty() {
            true => Value::Null,
            false => serde_json::from_slice(&bytes).map_err(|_| no_place())?,
        };
        set(&mut body, input, value).ok_or_else(no_place)?;
        self.request.body = Body::from(body.to_string());
        Ok(Next::Page)
    }
}

fn circle(name: &str) -> RequestError {
    RequestError::new(name, "has led to a page before: the pages go in a circle")
}

/// Sets a member; objects on the way are made.
fn set(value: &mut Value, pointer: &str, new: Value) -> Option<()> {
    let mut at = value;
    for name in pointer.split('/').skip(1) {
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
        let name = name.replace("~1", "/").replace("~0", "~");
        at = at.as_object_mut()?.entry(name).or_insert(Value::Null);
    }
    *at = new;
    Some(())
}

/// Whether a part of a page says no.
fn denies(page: &Value, at: &str) -> bool {
    match page.pointer(at) {
        Some(Value::Bool(more)) => !more,
        Some(Value::Number(more)) => more.as_u64() == Some(0),
        Some(Value::String(more)) => matches!(more.as_str(), "" | "false" | "0"),
        _ => false,
    }
}

/// A number in a page, also one in text.
fn number(page: &Value, at: &str) -> Option<u64> {
    match page.pointer(at)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
