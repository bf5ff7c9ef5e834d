//! Path, query and header parameters of a request.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use percent_encoding::percent_decode_str;

use super::brackets::{self, Leaf};
use super::build::Builder;
use super::literals::Part;
use super::servers::expand;
use super::{Constant, ConstantTarget, ConstantValue, Fresh, Param, Role, Sample, docs};
use crate::diag::Place;
use crate::prose;
use crate::read::raw::{self, Pair};
use crate::read::redact;
use crate::resolve::Resolved;

/// Parameters of one part of a request, and what is always sent there.
pub(super) struct Inputs {
    pub(super) params: Vec<Param>,
    pub(super) constants: Vec<Constant>,
}

/// The query: every key of the request and of the requests behind its saved responses, each once.
pub(super) fn query(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    originals: &[&raw::Request],
) -> Inputs {
    let own: Vec<&Pair> = request.url.query.iter().collect();
    for pair in own
        .iter()
        .filter(|pair| !pair.disabled && pair.key.as_deref().unwrap_or_default().is_empty())
    {
        builder.diagnostics.note(
            pair.place,
            "a query entry without a key is left out",
            "give it a key, or add it per call with `.query(…)`",
        );
    }
    let others = originals.iter().flat_map(|original| &original.url.query);
    let constants = constants(builder, request, &own, Part::Query, ConstantTarget::Query);
    let sent: HashSet<&str> = constants.iter().map(|one| one.wire.as_str()).collect();
    let mut entries = gather(
        own.iter().copied(),
        others,
        |pair| pair.key.as_deref(),
        |key| !sent.contains(key),
    );
    for entries in entries.values_mut() {
        entries.encoding = Encoding::Query;
    }
    let params = params(builder, &entries, request.place);
    let order = Order::of(&own, &params);
    let constants = constants.into_iter().map(|constant| Constant {
        behind: order.behind(&constant.wire),
        ..constant
    });
    Inputs {
        constants: constants.collect(),
        params,
    }
}

/// Where keys and parameters first stand in a query.
struct Order<'a> {
    keys: HashMap<&'a str, usize>,
    /// The places of the parameters, in order.
    params: Vec<usize>,
}

impl<'a> Order<'a> {
    fn of(own: &[&'a Pair], params: &[Param]) -> Self {
        let mut keys: HashMap<&str, (bool, usize)> = HashMap::new();
        let mut roots = HashMap::new();
        for (at, pair) in own.iter().enumerate() {
            if let Some(key) = pair.key.as_deref() {
                let root = key.split('[').next().unwrap_or(key);
                for (places, name) in [(&mut keys, key), (&mut roots, root)] {
                    // What is switched off stands nowhere if the same is sent.
                    let place = places.entry(name).or_insert((pair.disabled, at));
                    *place = (*place).min((pair.disabled, at));
                }
            }
        }
        let places = |of: HashMap<&'a str, (bool, usize)>| -> HashMap<&'a str, usize> {
            of.into_iter().map(|(key, (_, at))| (key, at)).collect()
        };
        let (keys, roots) = (places(keys), places(roots));
        let first = |param: &Param| {
            let of = if param.brackets { &roots } else { &keys };
            of.get(param.wire.as_str()).copied()
        };
        let mut params: Vec<usize> = params.iter().filter_map(first).collect();
        params.sort_unstable();
        Self { keys, params }
    }

    /// How many of the parameters stand before a key.
    fn behind(&self, wire: &str) -> usize {
        let at = self.keys.get(wire).copied().unwrap_or_default();
        self.params.partition_point(|first| *first < at)
    }
}

/// What is always sent: literals that mean something, and client settings.
pub(super) fn constants(
    builder: &Builder<'_>,
    request: &raw::Request,
    own: &[&Pair],
    part: Part,
    target: ConstantTarget,
) -> Vec<Constant> {
    let literals = builder.literals.of_request(builder.resolved, request);
    let enabled = own.iter().filter(|pair| !pair.disabled);
    let constants = enabled.filter_map(|pair| {
        let wire = pair.key.as_deref()?;
        let wire = if part == Part::Header {
            wire.trim()
        } else {
            wire
        };
        let text = raw::text_of(&pair.value).filter(|_| !wire.is_empty())?;
        let value = match builder.settings.of_value(&text) {
            Some(setting) => ConstantValue::Setting(setting),
            None if literals.is_constant(part, wire, &text) => {
                // What is sent is encoded again.
                ConstantValue::Literal(match part {
                    Part::Query => decoded(&text.replace('+', " ")),
                    Part::Header | Part::Form | Part::Body => text,
                })
            }
            None => return None,
        };
        Some(Constant {
            target,
            wire: wire.to_owned(),
            value,
            behind: 0,
            prose: pair.description.clone().unwrap_or_default(),
        })
    });
    constants.collect()
}

/// The parameters that keys spell: one for each plain key, one for all keys of a bracketed root.
fn params(
    builder: &mut Builder<'_>,
    entries: &IndexMap<&str, Entries<'_>>,
    place: Place,
) -> Vec<Param> {
    let mut roots = brackets::roots(entries.keys().copied());
    // A key that is sent more than once is no member of an object.
    roots.retain(|_, members| members.iter().all(|(key, _)| entries[key].enabled_own < 2));
    let mut params = Vec::with_capacity(entries.len());
    for (key, own) in entries {
        match brackets::split(key).filter(|(root, _)| roots.contains_key(root)) {
            None => params.push(param(builder, key, own, place)),
            // The first key of a root stands for all.
            Some((root, _)) if roots[root][0].0 == *key => {
                let leaves = roots[root].iter().map(|(key, steps)| Leaf {
                    key,
                    steps: steps.clone(),
                    value: entries[key].pairs.iter().find_map(|pair| {
                        text_of_sample(builder.resolved, pair, entries[key].encoding)
                    }),
                    prose: entries[key].prose(),
                });
                let leaves = leaves.collect();
                params.push(nested(builder, root, leaves, place));
            }
            Some(_) => {}
        }
    }
    params
}

/// A parameter that keys in brackets spell.
///
/// A key marked as required is so within its object, which says nothing of the parameter: its documentation tells.
pub(super) fn nested(
    builder: &mut Builder<'_>,
    root: &str,
    leaves: Vec<Leaf<'_>>,
    place: Place,
) -> Param {
    let samples = vec![Sample::Json(brackets::tree(&leaves))];
    let docs = brackets::documentation(&leaves);
    let slot = builder.slots.add(Role::Request, place, samples, Vec::new());
    Param {
        wire: root.to_owned(),
        docs,
        required: false,
        repeated: false,
        secret: false,
        brackets: true,
        variable: false,
        fresh: None,
        sent: None,
        slot,
    }
}

/// Entries by key, in the order in which the keys are sent first, or else turn up; the request's own before those of saved
/// responses, and those that are sent before those that are switched off.
pub(super) fn gather<'a>(
    own: impl Iterator<Item = &'a Pair>,
    others: impl Iterator<Item = &'a Pair>,
    key_of: impl Fn(&'a Pair) -> Option<&'a str>,
    wanted: impl Fn(&str) -> bool,
) -> IndexMap<&'a str, Entries<'a>> {
    let mut by_key: IndexMap<&str, Entries<'a>> = IndexMap::new();
    let mut places: HashMap<&str, (bool, usize)> = HashMap::new();
    let all = own
        .map(|pair| (pair, true))
        .chain(others.map(|pair| (pair, false)));
    for (at, (pair, is_own)) in all.enumerate() {
        let Some(key) = key_of(pair).filter(|key| !key.is_empty() && wanted(key)) else {
            continue;
        };
        let entries = by_key.entry(key).or_default();
        let is_sent = is_own && !pair.disabled;
        entries.pairs.insert(
            match is_sent {
                true => entries.enabled_own,
                false => entries.pairs.len(),
            },
            pair,
        );
        entries.enabled_own += usize::from(is_sent);
        let place = places.entry(key).or_insert((!is_sent, at));
        *place = (*place).min((!is_sent, at));
    }
    by_key.sort_by_cached_key(|key, _| places[key].1);
    by_key
}

/// The entries of one key.
#[derive(Default)]
pub(super) struct Entries<'a> {
    pub(super) pairs: Vec<&'a Pair>,
    enabled_own: usize,
    encoding: Encoding,
}

/// How values of a place stand in the collection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As they are.
    #[default]
    Plain,
    /// With the escapes of a URL.
    Path,
    /// The same, and `+` for a space.
    Query,
}

impl Encoding {
    /// A value as a caller gives it.
    pub(super) fn decoded(self, text: String) -> String {
        match self {
            Self::Plain => text,
            Self::Path => decoded(&text),
            Self::Query => decoded(&with_spaces(&text)),
        }
    }
}

/// Without percent-encoding. What is no escape stays, and all of a text that would be none.
pub(super) fn decoded(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// With spaces for the `+` between words. That of a sign, a phone number or an offset (`12:00:00+02:00`) is meant.
fn with_spaces(text: &str) -> Cow<'_, str> {
    if !text.contains('+') {
        return Cow::from(text);
    }
    let is_offset = |rest: &str| {
        let digits = rest.replacen(':', "", 1).replacen("%3A", "", 1);
        digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let offset = text.rfind('+').filter(|at| {
        is_offset(&text[at + 1..]) && text[..*at].ends_with(|c: char| c.is_ascii_digit())
    });
    let body = text.trim_start_matches('+').trim_end_matches('+');
    let start = text.len() - text.trim_start_matches('+').len();
    let out = text.char_indices().map(|(at, c)| {
        let between = at >= start && at < start + body.len();
        if c == '+' && between && offset != Some(at) {
            ' '
        } else {
            c
        }
    });
    Cow::from(out.collect::<String>())
}

impl Entries<'_> {
    /// What is sent where the caller gives nothing.
    fn fresh(&self, resolved: &Resolved) -> Option<Fresh> {
        let first = self.pairs.iter().find(|pair| !pair.disabled)?;
        let text = raw::text_of(&first.value).filter(|_| self.enabled_own == 1)?;
        let fresh = Fresh::of_value(&expand(&text, resolved))?;
        Some(fresh.map_text(|text| self.encoding.decoded(text)))
    }

    /// What is sent, if it is one value.
    fn sent(&self, resolved: &Resolved) -> Option<String> {
        let first = self.pairs.iter().find(|pair| !pair.disabled)?;
        let text = raw::text_of(&first.value).filter(|_| self.enabled_own == 1)?;
        Param::told(self.encoding.decoded(expand(&text, resolved)))
    }

    fn prose(&self) -> Vec<String> {
        distinct(
            self.pairs
                .iter()
                .filter_map(|pair| pair.description.clone()),
        )
    }
}

pub(super) fn param(
    builder: &mut Builder<'_>,
    key: &str,
    entries: &Entries<'_>,
    place: Place,
) -> Param {
    let samples = entries
        .pairs
        .iter()
        .filter_map(|pair| sample(builder.resolved, pair, entries.encoding))
        .collect();
    let prose = entries.prose();
    let docs = prose
        .first()
        .map(|text| docs::markdown(&prose::without_markers(text)))
        .unwrap_or_default();
    let fresh = entries.fresh(builder.resolved);
    // An entry that is switched off can be left out, whatever its description says.
    let required = fresh.is_none()
        && entries.enabled_own > 0
        && prose.iter().any(|text| prose::is_required(text));
    let slot = builder.slots.add(
        Role::Request,
        entries.pairs.first().map_or(place, |pair| pair.place),
        samples,
        prose,
    );
    let repeated = entries.enabled_own > 1 || key.ends_with("[]");
    Param {
        wire: key.to_owned(),
        docs,
        required,
        repeated,
        secret: redact::is_secret_name(key),
        brackets: false,
        variable: false,
        sent: entries.sent(builder.resolved),
        fresh,
        slot,
    }
}

/// Values without those already seen, in order.
pub(super) fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    values.collect::<IndexSet<String>>().into_iter().collect()
}

/// The value of a pair as evidence; a variable counts with its value, an unresolved one not at all.
pub(super) fn sample(resolved: &Resolved, pair: &Pair, encoding: Encoding) -> Option<Sample> {
    match text_sample(resolved, &raw::text_of(&pair.value)?)? {
        Sample::Text(text) => Some(Sample::Text(encoding.decoded(text))),
        other => Some(other),
    }
}

fn text_of_sample(resolved: &Resolved, pair: &Pair, encoding: Encoding) -> Option<String> {
    match sample(resolved, pair, encoding)? {
        Sample::Text(text) => Some(text),
        Sample::Json(_) => None,
    }
}

/// Text as evidence, variables replaced.
pub(super) fn text_sample(resolved: &Resolved, text: &str) -> Option<Sample> {
    let value = expand(text, resolved);
    (!value.is_empty() && !value.contains("{{") && value != redact::REDACTED)
        .then_some(Sample::Text(value))
}
