//! Requests behind saved responses -> [`Recorded`]: each value of such a request is matched with the argument of the
//! operation that stands for it, or the request is refused.

mod body;
pub(super) mod url;

use std::collections::{HashMap, VecDeque};

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;

use super::brackets::{self, Leaf};
use super::build::Builder;
use super::method;
use super::params::{Encoding, decoded};
use super::servers::{expand, form};
use super::{
    ConstantTarget, ConstantValue, Operation, Original, Param, Recorded, Refusal, Sample, Sent,
    SettingId,
};
use crate::read::raw::{self, Pair};
use crate::variables;

/// By how many bytes variables may make a text longer. It stands in the generated tests, for each request that has it.
const LONGEST: usize = 1 << 12;

/// A value, or why the operation cannot make the request.
type Matched<T> = Result<T, Refusal>;

impl Builder<'_> {
    /// The request behind a saved response of an operation. `own` is the operation's own request.
    pub(super) fn original(
        &self,
        operation: &Operation,
        own: &raw::Request,
        request: &raw::Request,
    ) -> Original {
        match self.recorded(operation, own, request) {
            Ok(recorded) => Original::Recorded(Box::new(recorded)),
            Err(refusal) => Original::Refused(refusal),
        }
    }

    fn recorded(
        &self,
        operation: &Operation,
        own: &raw::Request,
        request: &raw::Request,
    ) -> Matched<Recorded> {
        if method::of(self.resolved, request).0 != operation.method {
            return Err(Refusal::Method);
        }
        let has_own_form = form(&own.url) == form(&request.url);
        let mut used = Used::default();
        let path = url::path(self, operation, &request.url, has_own_form, &mut used)?;
        let query = self.query(operation, &request.url.query, &mut used)?;
        let headers = self.headers(operation, &request.headers, &mut used)?;
        let (body, sent_body) = body::body(self, operation, request)?;
        Ok(Recorded {
            sent: Sent {
                line: url::line(&operation.method, &path.segments, &query.pairs),
                headers: headers.pairs,
                body: sent_body,
            },
            settings: used.overrides(self),
            path: path.values,
            params: query.values.into_iter().chain(headers.values).collect(),
            body,
        })
    }

    fn query(&self, operation: &Operation, pairs: &[Pair], used: &mut Used) -> Matched<Entries> {
        let mut entries = Entries::of(&operation.query);
        let plain = |text: &str| decoded(&text.replace('+', " "));
        let mut fixed = self.fixed(operation, ConstantTarget::Query);
        for pair in pairs.iter().filter(|pair| !pair.disabled) {
            let Some(key) = pair.key.as_deref().filter(|key| !key.is_empty()) else {
                continue;
            };
            let written = raw::text_of(&pair.value).unwrap_or_default();
            if let Some(constant) = fixed.take(&key.to_ascii_lowercase()) {
                let is_same = |text: &str, own: &str| plain(text) == plain(own);
                let text = self.constant(&constant, &written, is_same, used)?;
                entries.pairs.push((key.to_owned(), text));
                continue;
            }
            let text = self.whole(&written)?;
            if percent_decode_str(&text).decode_utf8().is_err() {
                return Err(Refusal::Type);
            }
            let value = Encoding::Query.decoded(text.clone());
            entries.push(self.whole(key)?, text, value)?;
        }
        fixed.is_used_up()?;
        entries.finished(&operation.query)
    }

    fn headers(&self, operation: &Operation, pairs: &[Pair], used: &mut Used) -> Matched<Entries> {
        let mut entries = Entries::of(&operation.headers);
        let mut fixed = self.fixed(operation, ConstantTarget::Header);
        let is_latin = |c: char| u32::from(c) < 0x100 && (!c.is_control() || c == '\t');
        for pair in pairs.iter().filter(|pair| !pair.disabled) {
            let key = pair.key.as_deref().unwrap_or_default().trim();
            let written = raw::text_of(&pair.value).unwrap_or_default();
            if let Some(constant) = fixed.take(&key.to_ascii_lowercase()) {
                let is_same = |text: &str, own: &str| text.trim() == own.trim();
                let text = self.constant(&constant, &written, is_same, used)?;
                if !text.chars().all(is_latin) {
                    return Err(Refusal::Type);
                }
                entries.pairs.push((key.to_owned(), text.trim().to_owned()));
            } else if entries.index(key).is_some() {
                let text = self.whole(&written)?.trim().to_owned();
                if !text.chars().all(is_latin) {
                    return Err(Refusal::Type);
                }
                entries.push(key.to_owned(), text.clone(), text)?;
            }
        }
        fixed.is_used_up()?;
        entries.finished(&operation.headers)
    }

    /// Text with the values of its variables, which all have one.
    fn whole(&self, written: &str) -> Matched<String> {
        let text = expand(written, self.resolved);
        let is_open = variables::names(&text).next().is_some();
        match () {
            () if is_open => Err(Refusal::Open),
            () if text.len() > written.len() + LONGEST => Err(Refusal::Long),
            () => Ok(text),
        }
    }

    /// The text that a request has where the operation always sends the same: only a setting may have another value.
    fn constant(
        &self,
        constant: &ConstantValue,
        written: &str,
        is_same: impl Fn(&str, &str) -> bool,
        used: &mut Used,
    ) -> Matched<String> {
        match constant {
            ConstantValue::Literal(own) => {
                let text = self.whole(written)?;
                if is_same(&text, own) {
                    Ok(text)
                } else {
                    Err(Refusal::Fixed)
                }
            }
            ConstantValue::Setting(id) => {
                let text = match self.settings.of_value(written) == Some(*id) {
                    true => self.settings.sent(*id),
                    false => self.whole(written)?,
                };
                used.note(*id, &text)?;
                Ok(text)
            }
        }
    }

    /// What an operation always sends in its query or its headers, but for the types of contents: in saved requests those
    /// say nothing.
    fn fixed(&self, operation: &Operation, target: ConstantTarget) -> Fixed<ConstantValue> {
        let constants = operation.constants.iter();
        let of_target = constants.filter(|constant| {
            let name = constant.wire.to_ascii_lowercase();
            let is_type = matches!(name.as_str(), "accept" | "content-type");
            constant.target == target && !(is_type && target == ConstantTarget::Header)
        });
        let fixed = of_target.map(|constant| {
            let key = constant.wire.to_ascii_lowercase();
            (key, constant.value.clone())
        });
        fixed.collect()
    }
}

/// The client's settings that a request shows, with their values.
#[derive(Default)]
struct Used(IndexMap<SettingId, String>);

impl Used {
    /// Notes a value; two of one setting must be the same.
    fn note(&mut self, id: SettingId, value: &str) -> Matched<()> {
        match self.0.get(&id) {
            Some(known) if known != value => Err(Refusal::Fixed),
            Some(_) => Ok(()),
            None if value.is_empty() || value.chars().any(char::is_control) => Err(Refusal::Fixed),
            None => {
                self.0.insert(id, value.to_owned());
                Ok(())
            }
        }
    }

    /// Those that are not what the client has anyway.
    fn overrides(self, builder: &Builder<'_>) -> Vec<(SettingId, String)> {
        let used = self.0.into_iter();
        used.filter(|(id, value)| builder.settings.sent(*id) != *value)
            .collect()
    }
}

/// What is always sent, by key, as far as a request has not shown it yet.
struct Fixed<V> {
    left: HashMap<String, VecDeque<V>>,
}

impl<V> FromIterator<(String, V)> for Fixed<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(pairs: I) -> Self {
        let mut left: HashMap<String, VecDeque<V>> = HashMap::new();
        for (key, value) in pairs {
            left.entry(key).or_default().push_back(value);
        }
        Self { left }
    }
}

impl<V> Fixed<V> {
    /// What is always sent under a key, if there is such a thing.
    fn take(&mut self, key: &str) -> Option<V> {
        self.left.get_mut(key)?.pop_front()
    }

    fn is_used_up(&self) -> Matched<()> {
        match self.left.values().all(VecDeque::is_empty) {
            true => Ok(()),
            false => Err(Refusal::Fixed),
        }
    }
}

/// The entries of one part of a request, by parameter.
struct Entries {
    params: Vec<Param>,
    values: Vec<Vec<Sample>>,
    /// What is spelled by keys in brackets, by parameter.
    nested: Vec<Vec<(String, String)>>,
    /// All of them as they are sent.
    pairs: Vec<(String, String)>,
    /// The first parameter of each name, and whether it is spelled by keys in brackets.
    by_name: HashMap<(String, bool), usize>,
    /// The first of each name in whatever case.
    by_similar_name: HashMap<String, usize>,
}

impl Entries {
    fn of(params: &[Param]) -> Self {
        let mut by_name = HashMap::new();
        let mut by_similar_name = HashMap::new();
        for (at, param) in params.iter().enumerate() {
            let name = (param.wire.clone(), param.brackets);
            by_name.entry(name).or_insert(at);
            let similar = param.wire.to_ascii_lowercase();
            by_similar_name.entry(similar).or_insert(at);
        }
        Self {
            by_name,
            by_similar_name,
            params: params.to_vec(),
            values: vec![Vec::new(); params.len()],
            nested: vec![Vec::new(); params.len()],
            pairs: Vec::new(),
        }
    }

    /// The parameter that a key belongs to: by its name, by its name in another case (headers), or by its root.
    fn index(&self, key: &str) -> Option<usize> {
        let named = |name: &str, brackets| self.by_name.get(&(name.to_owned(), brackets));
        let root = || named(brackets::split(key)?.0, true);
        let similar = || self.by_similar_name.get(&key.to_ascii_lowercase());
        let found = named(key, false).or_else(root).or_else(similar);
        found.copied()
    }

    /// Adds an entry that is always sent.
    fn push_fixed(&mut self, key: &str, text: &str, is_same: bool) -> Matched<()> {
        if !is_same {
            return Err(Refusal::Fixed);
        }
        self.pairs.push((key.to_owned(), text.to_owned()));
        Ok(())
    }

    /// Adds an entry: as it is sent, and as the caller gives it.
    fn push(&mut self, key: String, sent: String, value: String) -> Matched<()> {
        let at = self.index(&key).ok_or(Refusal::Fixed)?;
        if self.params[at].brackets {
            self.nested[at].push((key.clone(), value));
        } else if !self.values[at].is_empty() && !self.params[at].repeated {
            return Err(Refusal::Repeated);
        } else {
            self.values[at].push(Sample::Text(value));
        }
        self.pairs.push((key, sent));
        Ok(())
    }

    /// With nested values put together, if nothing is missing.
    fn finished(mut self, params: &[Param]) -> Matched<Self> {
        for (at, param) in params.iter().enumerate() {
            if let Some(value) = tree(&self.nested[at])? {
                self.values[at].push(value);
            }
            let is_empty = self.values[at].is_empty();
            if is_empty && (param.required && !param.repeated || param.fresh.is_some()) {
                return Err(Refusal::Missing);
            }
        }
        Ok(self)
    }
}

/// The nested value that keys in brackets spell.
fn tree(entries: &[(String, String)]) -> Matched<Option<Sample>> {
    if entries.is_empty() {
        return Ok(None);
    }
    let leaves = entries.iter().map(|(key, value)| {
        let (_, steps) = brackets::split(key)?;
        Some(Leaf {
            key,
            steps,
            value: Some(value.clone()),
            prose: Vec::new(),
        })
    });
    let leaves: Vec<Leaf<'_>> = leaves.collect::<Option<_>>().ok_or(Refusal::Fixed)?;
    let mut keys: Vec<&str> = leaves.iter().map(|leaf| leaf.key).collect();
    keys.sort_unstable();
    if keys.windows(2).any(|two| two[0] == two[1]) {
        return Err(Refusal::Repeated);
    }
    Ok(Some(Sample::Json(brackets::tree(&leaves))))
}
