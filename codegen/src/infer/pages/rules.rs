//! Which scheme the evidence shows. The surer a scheme ends where the pages end, the earlier it is asked for.

use serde_json::Value;

use super::answer::{Answer, Member};
use super::inputs::{self, Given};
use super::words;
use super::{Items, Pages, Scheme, Way, items_of};
use crate::infer::{Type, Types};
use crate::model::{Api, Operation, PathPiece, SlotId};
use crate::words::letters;

/// The pages of an operation whose answer is JSON.
pub(super) fn pages(
    api: &Api,
    types: &Types,
    operation: &Operation,
    slot: SlotId,
) -> Option<Pages> {
    let only_reads = operation.method == "GET" || inputs::only_reads(operation);
    if !only_reads {
        return None;
    }
    let evidence = Evidence {
        api,
        types,
        operation,
        inputs: inputs::of(api, types, operation),
        answer: Answer::of(api, types, slot),
        items: items_of(types, operation, slot),
    };
    let scheme = evidence.scheme()?;
    let is_counted = matches!(scheme, Scheme::Page { .. } | Scheme::Offset { .. });
    let is_told = matches!(scheme, Scheme::Url { .. } | Scheme::Link);
    let more = evidence.more().filter(|_| !is_told);
    let last = evidence
        .last()
        .filter(|_| matches!(scheme, Scheme::Page { .. }));
    let total = evidence.total().filter(|_| is_counted && last.is_none());
    Some(Pages {
        more,
        last,
        total,
        items: evidence.items,
        scheme,
    })
}

/// All that is known of an operation's pages.
struct Evidence<'a> {
    api: &'a Api,
    types: &'a Types,
    operation: &'a Operation,
    inputs: Vec<Given>,
    answer: Answer<'a>,
    items: Option<Items>,
}

impl Evidence<'_> {
    fn scheme(&self) -> Option<Scheme> {
        let is_get = self.operation.method == "GET";
        let is_told = self.more().is_some() || self.last().is_some() || self.total().is_some();
        let token = self.token().or_else(|| self.last_item());
        let told = || is_told.then(|| self.counted()).flatten();
        let url = || is_get.then(|| self.url().or_else(|| self.link())).flatten();
        let counted = || is_get.then(|| self.counted()).flatten();
        token.or_else(told).or_else(url).or_else(counted)
    }

    fn counted(&self) -> Option<Scheme> {
        self.page().or_else(|| self.offset())
    }

    /// A parameter and a member that belong together by their names.
    fn token(&self) -> Option<Scheme> {
        let pairs = self.inputs.iter().flat_map(|given| {
            let members = self.answer.members.iter();
            members.map(move |member| (given, member))
        });
        let (given, member) = pairs
            .into_iter()
            .find(|(given, member)| self.is_token(given, member))?;
        Some(Scheme::Token {
            input: given.input.clone(),
            next: member.way.clone(),
        })
    }

    fn is_token(&self, given: &Given, member: &Member) -> bool {
        let by_name = words::TOKENS
            .iter()
            .any(|(inputs, members)| words::has(inputs, &given.word) && member.is_one_of(members));
        let same = given.word == member.word;
        let is_cursor = same && words::has(&words::CURSORS, &member.word) && self.more().is_some();
        let is_plain = matches!(
            member.ty,
            Type::String | Type::I64 | Type::U64 | Type::Number | Type::Json
        );
        let mut values = self.answer.values(&member.way);
        (by_name || is_cursor) && is_plain && values.all(is_token_value)
    }

    /// `starting_after`, the id of the last item.
    fn last_item(&self) -> Option<Scheme> {
        let given = self.input(&["startingafter"])?;
        self.more()?;
        let Type::Def(id) = self.items.as_ref().map(|items| inputs::core(&items.ty))? else {
            return None;
        };
        let mut fields = self.types.def(*id).fields().iter();
        let id = fields.find(|field| field.wire == "id")?;
        let is_plain = matches!(inputs::core(&id.ty), Type::String | Type::I64 | Type::U64);
        is_plain.then(|| Scheme::LastItem {
            input: given.input.clone(),
            id: vec![id.wire.clone()],
        })
    }

    fn page(&self) -> Option<Scheme> {
        let given = self
            .input(&words::PAGES)
            .filter(|given| given.is_number())?;
        let is_told = self.last().is_some() || self.more().is_some();
        let echo = self.answer.find(&words::ECHOES, Member::is_integer);
        let is_sized = self.input(&words::SIZES).is_some();
        let is_totalled = self.total().is_some();
        let belongs = is_told || is_sized || is_totalled || echo.is_some();
        if !belongs || !is_told && !is_totalled && !self.is_list() {
            return None;
        }
        let is_zero = |way: &Way| {
            self.answer
                .values(way)
                .any(|value| value.as_u64() == Some(0))
        };
        let echoes_zero = !given.has_number() && echo.is_some_and(|member| is_zero(&member.way));
        let from_zero = given.begins_with("0") || given.is_said_to_begin_at_zero() || echoes_zero;
        Some(Scheme::Page {
            input: given.input.clone(),
            first: u64::from(!from_zero),
        })
    }

    /// Whether the answer is a list by its form or by the names in it, not an object that has some list.
    fn is_list(&self) -> bool {
        let resource = letters(&self.operation.resource().unwrap_or_default());
        self.items
            .as_ref()
            .is_some_and(|items| match items.way.last() {
                None => true,
                Some(name) => {
                    let name = letters(name);
                    let is_resource = name.contains(&resource) || resource.contains(&name);
                    words::has(&words::LISTS, &name) || !resource.is_empty() && is_resource
                }
            })
    }

    fn offset(&self) -> Option<Scheme> {
        self.items.as_ref()?;
        let is_sized = self.input(&words::SIZES).is_some();
        let is_told = self.more().is_some() || self.total().is_some();
        let strong = self
            .input(&words::OFFSETS)
            .filter(|given| given.is_number());
        let strong = strong.filter(|_| is_told || is_sized && self.is_list());
        let weak = || {
            let given = self.input(&words::WEAK_OFFSETS)?;
            (is_sized && is_told && given.has_number() && given.is_number()).then_some(given)
        };
        let given = strong.or_else(weak)?;
        // SCIM (RFC 7644 §3.4.2.4) counts from 1.
        let from_one = given.word == "startindex" && !given.begins_with("0");
        Some(Scheme::Offset {
            input: given.input.clone(),
            first: u64::from(from_one),
        })
    }

    /// A member that is the URL of the same request, with another query.
    fn url(&self) -> Option<Scheme> {
        let is_text = |member: &Member| matches!(member.ty, Type::String | Type::Json);
        let members = self.answer.members.iter();
        let mut members =
            members.filter(|member| member.is_one_of(&words::URLS) && is_text(member));
        let member = members.find(|member| {
            let values = self
                .answer
                .values(&member.way)
                .filter(|value| !value.is_null());
            let texts: Option<Vec<&str>> = values.map(Value::as_str).collect();
            match texts {
                Some(texts) if texts.iter().all(|text| says_nothing(text)) => {
                    self.has_previous(member)
                }
                Some(texts) => texts
                    .iter()
                    .all(|text| says_nothing(text) || self.leads_here(text)),
                None => false,
            }
        })?;
        Some(Scheme::Url {
            next: member.way.clone(),
        })
    }

    /// Whether the page before stands beside the next one, and there are items.
    fn has_previous(&self, next: &Member) -> bool {
        let (_, around) = next.way.split_last().unwrap_or((&next.word, &[]));
        let is_beside =
            |member: &Member| member.way.split_last().is_some_and(|(_, it)| it == around);
        let previous = self.answer.find(&words::PREVIOUS, is_beside);
        previous.is_some() && self.items.is_some()
    }

    /// Whether a URL is that of this operation. One without a host has to have the whole path, for that is taken as it is.
    fn leads_here(&self, url: &str) -> bool {
        let without_query = url.split(['?', '#']).next().unwrap_or_default();
        let own: Vec<Option<String>> = self.own_path();
        let segments = |path: &str| -> Vec<String> {
            let segments = path.split('/').filter(|segment| !segment.is_empty());
            segments.map(str::to_owned).collect()
        };
        let ends_so = |path: &[String]| {
            path.len() >= own.len()
                && path[path.len() - own.len()..]
                    .iter()
                    .zip(&own)
                    .all(|(segment, own)| {
                        own.as_ref()
                            .is_none_or(|own| own.eq_ignore_ascii_case(segment))
                    })
        };
        if let Some((_, rest)) = without_query.split_once("://") {
            return ends_so(segments(rest).get(1..).unwrap_or_default());
        }
        if url.starts_with('?') {
            return true;
        }
        let server = self.api.servers[self.operation.server.0].url.as_deref();
        let base = server
            .unwrap_or_default()
            .split(['?', '#'])
            .next()
            .unwrap_or_default();
        let base = base.split_once("://").map_or("", |(_, rest)| rest);
        let depth = segments(base).len().saturating_sub(1) + own.len();
        let path = segments(without_query);
        without_query.starts_with('/') && path.len() == depth && ends_so(&path)
    }

    /// The path of the operation, `None` for what is different each time.
    fn own_path(&self) -> Vec<Option<String>> {
        let segments = self
            .operation
            .path
            .iter()
            .map(|segment| match &segment[..] {
                [PathPiece::Literal(text)] => Some(text.clone()),
                _ => None,
            });
        segments
            .filter(|segment| segment.as_deref() != Some(""))
            .collect()
    }

    /// A saved `Link` header with a next page.
    fn link(&self) -> Option<Scheme> {
        let headers = self
            .operation
            .examples
            .iter()
            .flat_map(|example| &example.headers);
        let mut links = headers.filter(|(name, _)| name.eq_ignore_ascii_case("link"));
        let is_next = |(_, value): &(String, String)| {
            let relations = value
                .split(';')
                .filter_map(|param| param.trim().split_once('='));
            let mut relations =
                relations.filter(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
            relations.any(|(_, value)| {
                let value = value.split(',').next().unwrap_or(value);
                letters(value) == "next"
            })
        };
        links.any(is_next).then_some(Scheme::Link)
    }

    fn input(&self, names: &[&str]) -> Option<&Given> {
        self.inputs
            .iter()
            .find(|given| words::has(names, &given.word))
    }

    fn more(&self) -> Option<Way> {
        let member = self
            .answer
            .find(&words::MORE, |member| member.ty == Type::Bool);
        member.map(|member| member.way.clone())
    }

    fn last(&self) -> Option<Way> {
        let member = self.answer.find(&words::LAST, Member::is_integer);
        member.map(|member| member.way.clone())
    }

    /// How many items there are: never fewer than an example has.
    fn total(&self) -> Option<Way> {
        let items = self.items.as_ref()?;
        let is_total = |member: &Member| {
            member.is_integer()
                && self.answer.samples.iter().all(|sample| {
                    let total = inputs::at(sample, &member.way).and_then(Value::as_u64);
                    let list = inputs::at(sample, &items.way).and_then(Value::as_array);
                    let both = total.zip(list);
                    both.is_none_or(|(total, list)| total >= list.len() as u64)
                })
        };
        let member = self.answer.find(&words::TOTAL, is_total);
        member.map(|member| member.way.clone())
    }
}

/// Whether a value can be a token: text or a number, and no URL.
fn is_token_value(value: &Value) -> bool {
    match value {
        Value::Null | Value::Number(_) => true,
        Value::String(text) => !text.contains("://") && !text.starts_with(['/', '?']),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Whether a text is none, or stands for another.
fn says_nothing(text: &str) -> bool {
    text.trim().is_empty() || text.starts_with('<')
}
