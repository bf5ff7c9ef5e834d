//! Pages as the file says them: what leads from one answer to the next, in the place of what was found.

use std::collections::BTreeMap;

use super::entry::{Entry, Said};
use super::operations::Operations;
use super::problems::{Problems, did_you_mean};
use crate::address::{Address, Segment, most_alike};
use crate::infer::pages::{self, Input, Pages, Scheme, Way};
use crate::infer::{Type, Types};
use crate::model::{Api, OperationId};

/// What the file says of an operation's pages.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    /// There are none.
    None,
    /// They come so.
    Scheme(Box<Words>),
}

/// A scheme as it is written.
#[derive(Debug, Clone)]
pub(super) struct Words {
    scheme: Said<String>,
    /// What else is said, by key.
    parts: BTreeMap<&'static str, Said<String>>,
    first: Option<Said<u64>>,
}

/// The schemes, each with the keys it needs and those it may have.
const SCHEMES: [(&str, &[&str], &[&str]); 6] = [
    ("token", &["param", "next"], &["items", "more"]),
    ("last_item", &["param", "id", "items"], &["more"]),
    (
        "page",
        &["param"],
        &["first", "items", "more", "last", "total"],
    ),
    ("offset", &["param"], &["first", "items", "more", "total"]),
    ("url", &["next"], &["items"]),
    ("link", &[], &["items"]),
];

const PARTS: [&str; 7] = ["param", "next", "id", "items", "more", "last", "total"];

const KEYS: [&str; 9] = [
    "scheme", "param", "next", "id", "first", "items", "more", "last", "total",
];

impl Wanted {
    /// Reads the key `pages` of an operation.
    pub(super) fn read(entry: &Entry<'_>, problems: &mut Problems) -> Option<Said<Self>> {
        if let Some(of_pages) = entry.inner("pages") {
            let at = of_pages.address.at;
            let value = Words::read(&of_pages, problems)?;
            return Some(Said {
                value: Self::Scheme(Box::new(value)),
                at,
            });
        }
        let flag = entry.flag_or("pages", "`false` or a table", problems)?;
        if flag.value {
            let help =
                "say how they come: `pages = { scheme = \"token\", param = \"…\", next = \"…\" }`";
            problems.add(flag.at, "`pages` is `false` or a table", help);
            return None;
        }
        Some(Said {
            value: Self::None,
            at: flag.at,
        })
    }
}

impl Words {
    fn read(entry: &Entry<'_>, problems: &mut Problems) -> Option<Self> {
        entry.reject_unknown(&KEYS, problems);
        let Some(scheme) = entry.text("scheme", problems) else {
            let help = "say `scheme`: `token`, `last_item`, `page`, `offset`, `url` or `link`";
            problems.add(entry.address.at, "the pages have no scheme", help);
            return None;
        };
        let known = SCHEMES.iter().find(|(name, ..)| *name == scheme.value);
        let Some((_, needed, possible)) = known else {
            let names = SCHEMES.map(|(name, ..)| name);
            let help = most_alike(&scheme.value, &names).map(|name| did_you_mean(name));
            let message = format!("there is no scheme `{}`", scheme.value);
            problems.add(scheme.at, message, &help.unwrap_or_default());
            return None;
        };
        let parts = PARTS.into_iter();
        let parts = parts.filter_map(|key| Some((key, entry.text(key, problems)?)));
        let parts: BTreeMap<&str, Said<String>> = parts.collect();
        let first = entry.number("first", problems);
        let firsts = first.iter().map(|said| ("first", said.at));
        for (key, at) in parts
            .iter()
            .map(|(key, said)| (*key, said.at))
            .chain(firsts)
        {
            if !needed.contains(&key) && !possible.contains(&key) {
                let message = format!("`{key}` says nothing of the scheme `{}`", scheme.value);
                problems.add(at, message, "leave it out");
            }
        }
        let missing: Vec<&&str> = needed
            .iter()
            .filter(|key| !parts.contains_key(**key))
            .collect();
        for key in &missing {
            let message = format!("the scheme `{}` needs `{key}`", scheme.value);
            problems.add(scheme.at, message, "");
        }
        missing.is_empty().then_some(Self {
            scheme,
            parts,
            first,
        })
    }
}

/// Gives operations the pages that the file says. `left` has the ids of the operations by those of the file.
pub(super) fn choose(
    operations: &Operations,
    left: &BTreeMap<OperationId, OperationId>,
    types: &mut Types,
    api: &Api,
    problems: &mut Problems,
) {
    for (id, wanted) in &operations.pages {
        let Some(id) = left.get(id) else {
            continue;
        };
        let chosen = match &wanted.value {
            Wanted::None => Some(None),
            Wanted::Scheme(words) => {
                let finding = Finding {
                    api,
                    types,
                    id: *id,
                    words,
                };
                finding.pages(problems).map(Some)
            }
        };
        if let Some(pages) = chosen {
            types.set_pages(*id, pages);
        }
    }
}

/// Looks up what a scheme speaks of.
struct Finding<'a> {
    api: &'a Api,
    types: &'a Types,
    id: OperationId,
    words: &'a Words,
}

impl Finding<'_> {
    fn pages(&self, problems: &mut Problems) -> Option<Pages> {
        let operation = &self.api.operations[self.id.0];
        let Some(slot) = pages::answer_slot(operation) else {
            let message =
                "the answer of the request is no JSON, or not the same with each status code";
            problems.add(self.words.scheme.at, message, "leave `pages` out");
            return None;
        };
        let mut way = |key| self.way(key, problems);
        let (next, more, last, total) = (way("next"), way("more"), way("last"), way("total"));
        let (next, more, last, total) = (next?, more?, last?, total?);
        let input = self.input(problems)?;
        let items = match self.words.parts.get("items") {
            None => pages::items_of(self.types, operation, slot),
            Some(said) => Some(self.items(said, problems)?),
        };
        let first = |other: u64| self.words.first.as_ref().map_or(other, |said| said.value);
        let scheme = match (self.words.scheme.value.as_str(), input, next) {
            ("token", Some(input), Some(next)) => Scheme::Token { input, next },
            ("last_item", Some(input), _) => {
                let id = self.words.parts.get("id")?;
                let ty = &items.as_ref()?.ty;
                let id = walk(self.types, ty, id, "the items have", problems)?;
                Scheme::LastItem { input, id }
            }
            ("page", Some(input), _) => Scheme::Page {
                input,
                first: first(1),
            },
            ("offset", Some(input), _) => Scheme::Offset {
                input,
                first: first(0),
            },
            ("url", _, Some(next)) => Scheme::Url { next },
            _ => Scheme::Link,
        };
        let is_open = items.is_none() && more.is_none() && last.is_none();
        let is_counted = matches!(scheme, Scheme::Page { .. }) && is_open;
        if is_counted || matches!(scheme, Scheme::Offset { .. }) && items.is_none() {
            let message = "it is not clear which list holds the items: pages would not end";
            problems.add(self.words.scheme.at, message, "say `items`");
            return None;
        }
        Some(Pages {
            scheme,
            items,
            more,
            last,
            total,
        })
    }

    /// The way to a member of the answer, if the key is there.
    fn way(&self, key: &str, problems: &mut Problems) -> Option<Option<Way>> {
        let Some(said) = self.words.parts.get(key) else {
            return Some(None);
        };
        let slot = pages::answer_slot(&self.api.operations[self.id.0])?;
        let answer = self.types.slot(slot);
        walk(self.types, answer, said, "the answer has", problems).map(Some)
    }

    fn items(&self, said: &Said<String>, problems: &mut Problems) -> Option<pages::Items> {
        let slot = pages::answer_slot(&self.api.operations[self.id.0])?;
        let answer = self.types.slot(slot);
        let way = walk(self.types, answer, said, "the answer has", problems)?;
        let items = pages::items_at(self.types, answer, &way);
        if items.is_none() {
            let message = format!("`{}` is no list", said.value);
            problems.add(said.at, message, "`postwright inspect` shows the types");
        }
        items
    }

    /// The parameter, if the key is there.
    fn input(&self, problems: &mut Problems) -> Option<Option<Input>> {
        let Some(said) = self.words.parts.get("param") else {
            return Some(None);
        };
        let known = pages::inputs_of(self.api, self.types, &self.api.operations[self.id.0]);
        let names: Vec<String> = known.iter().map(Input::name).collect();
        let at = names.iter().position(|name| *name == said.value);
        if at.is_none() {
            let help = most_alike(&said.value, &names).map(|name| did_you_mean(name));
            let message = format!(
                "the request has no parameter `{}` in its query or its JSON body",
                said.value
            );
            problems.add(said.at, message, &help.unwrap_or_default());
        }
        Some(known.into_iter().nth(at?))
    }
}

/// The way to a member as it is written: `meta.next_cursor`.
fn walk(
    types: &Types,
    ty: &Type,
    said: &Said<String>,
    who: &str,
    problems: &mut Problems,
) -> Option<Way> {
    let address = match said.value.parse::<Address>() {
        Ok(address) => address,
        Err(error) => {
            problems.add(said.at, error.to_string(), "write it as `meta.next_cursor`");
            return None;
        }
    };
    let (mut at, mut way) = (ty, Way::new());
    for segment in address.segments() {
        let members = pages::member_names(types, at);
        let name = match segment {
            Segment::Name(name) => name.as_str(),
            Segment::Items => "[]",
            Segment::Values => "{}",
        };
        let is_member = members.iter().any(|known| known == name);
        let Some(ty) = types.member(at, name).filter(|_| is_member) else {
            let better = most_alike(name, &members).map(|name| {
                let way: Vec<String> = way.iter().chain([name]).cloned().collect();
                did_you_mean(&pages::shown(&way))
            });
            let message = format!("{who} no member `{}`", said.value);
            problems.add(said.at, message, &better.unwrap_or_default());
            return None;
        };
        way.push(name.to_owned());
        at = ty;
    }
    Some(way)
}
