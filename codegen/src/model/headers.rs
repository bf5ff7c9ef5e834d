//! Headers of a request: which are parameters, which are always sent, and which belong to the body, to a credential or to
//! the connection.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::build::Builder;
use super::credentials::{given_twice, is_credential_header};
use super::literals::Part;
use super::params::{Inputs, constants, gather, param};
use super::servers::expand;
use super::{Behavior, Body, Constant, ConstantTarget, ConstantValue, Param};
use crate::diag::{Diagnostics, Place};
use crate::encode;
use crate::read::raw::{self, Pair};
use crate::read::redact;

/// What a header is for, as its name tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Says who is asking: the credentials see to it.
    Credential,
    /// Postman adds it by itself, or HTTP does: it is not the author's.
    Automatic,
    /// `Content-Type`: goes with the body, if there is one.
    ContentType,
    /// `Accept`: a property of the operation, which its answers are read by.
    Accept,
    /// Whatever the author wants to send.
    Own,
    /// Without a name: nothing is sent.
    Nothing,
    /// With a name that HTTP does not allow: Postman does not send such a request at all.
    Impossible,
}

/// Headers that Postman adds by itself (its defaults, and `Postman-Token`), and those of the connection.
const AUTOMATIC: [&str; 8] = [
    "accept-encoding",
    "cache-control",
    "connection",
    "content-length",
    "host",
    "postman-token",
    "transfer-encoding",
    "user-agent",
];

impl Purpose {
    fn of(name: &str) -> Self {
        let name = name.trim().to_ascii_lowercase();
        match name.as_str() {
            "" => Self::Nothing,
            name if !is_token(name) => Self::Impossible,
            "accept" => Self::Accept,
            "content-type" => Self::ContentType,
            name if AUTOMATIC.contains(&name) => Self::Automatic,
            name if is_credential_header(name) => Self::Credential,
            _ => Self::Own,
        }
    }

    fn of_pair(pair: &Pair) -> Self {
        Self::of(pair.key.as_deref().unwrap_or_default())
    }
}

/// The headers of a request with this body.
pub(super) fn headers(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    originals: &[&raw::Request],
    body: Option<&Body>,
    behavior: &Behavior,
) -> Inputs {
    let twice = given_twice(request);
    let is_own = |name: &str| match Purpose::of(name) {
        Purpose::Own => true,
        Purpose::Credential => twice.contains(&same_name(name)),
        _ => false,
    };
    tell_left_out(builder, request);
    let is_own_pair = |pair: &&Pair| pair.key.as_deref().is_some_and(is_own);
    let own = request.headers.iter().filter(is_own_pair);
    let types = stated_types(builder, request, body, behavior.types_bodies());
    let single = own.clone().filter(|pair| !twice.contains(&name_of(pair)));
    let mut constants = always_sent(builder, request, &single.collect::<Vec<_>>(), &types);
    let sent: HashSet<String> = constants.iter().map(|one| same_name(&one.wire)).collect();
    leave_out_unsendable(builder, request, &mut constants);
    let open = types.into_iter().filter(|pair| is_open(builder, pair));
    let open: Vec<&Pair> = open.collect();
    // What is accepted is a list: the caller's own type stands beside those of the collection.
    let is_list = |pair: &&&Pair| Purpose::of_pair(pair) == Purpose::Accept;
    let beside: HashSet<String> = open
        .iter()
        .filter(is_list)
        .map(|pair| name_of(pair))
        .collect();
    let own: Vec<&Pair> = own.chain(open).collect();
    let others = originals.iter().flat_map(|original| &original.headers);
    let others = others.filter(is_own_pair);
    let spellings = spellings(own.iter().copied().chain(others.clone()));
    let entries = gather(
        own.iter().copied(),
        others,
        |pair| spellings.get(&same_name(pair.key.as_deref()?)).copied(),
        |key| {
            let name = same_name(key);
            !sent.contains(&name) || beside.contains(&name)
        },
    );
    let params = entries.iter().map(|(key, entries)| Param {
        secret: redact::is_secret_header(key),
        ..param(builder, key, entries, request.place)
    });
    let params = params.collect();
    Inputs { params, constants }
}

/// The headers that Postman sends.
fn enabled(request: &raw::Request) -> impl Iterator<Item = &Pair> {
    request.headers.iter().filter(|pair| !pair.disabled)
}

/// Tells of the headers that are not the author's, and of those that cannot be sent.
fn tell_left_out(builder: &mut Builder<'_>, request: &raw::Request) {
    for pair in enabled(request) {
        match Purpose::of_pair(pair) {
            Purpose::Automatic => builder.left_out.add(pair, request),
            Purpose::Impossible => builder.diagnostics.warning(
                pair.place,
                "the name of a header holds characters that HTTP does not allow; the header is left out",
                "use letters, digits and hyphens; Postman would not send the request",
            ),
            _ => {}
        }
    }
}

/// The media types that are sent as they stand: of a body that brings its own type only what says more than that.
fn stated_types<'a>(
    builder: &mut Builder<'_>,
    request: &'a raw::Request,
    body: Option<&Body>,
    is_automatic: bool,
) -> Vec<&'a Pair> {
    let mut stated = Vec::new();
    for pair in enabled(request) {
        let is_sent = match Purpose::of_pair(pair) {
            Purpose::Accept => true,
            Purpose::ContentType => !is_automatic || keeps_type(builder, request, body, pair),
            _ => continue,
        };
        if is_sent {
            stated.push(pair);
        } else if said_of(builder, pair).is_some_and(|text| encode::header_value(&text).is_none()) {
            tell_unsendable(builder, pair);
        }
    }
    stated
}

/// The headers that every call sends, in the order of the collection.
fn always_sent(
    builder: &Builder<'_>,
    request: &raw::Request,
    own: &[&Pair],
    types: &[&Pair],
) -> Vec<Constant> {
    let mut constants = constants(builder, request, own, Part::Header, ConstantTarget::Header);
    // Several are accepted together. Of several types of a body the last counts; a setting, which may have no value, takes the
    // place of none.
    let kind = |constant: &Constant| match (&constant.value, same_name(&constant.wire)) {
        (ConstantValue::Setting(id), name) => (name, Some(*id), None),
        (ConstantValue::Literal(text), name) => {
            let text = (name == "accept").then(|| text.clone());
            (name, None, text)
        }
    };
    let mut known: HashSet<_> = constants.iter().map(kind).collect();
    let types = types.iter().rev();
    let stated = types.filter_map(|pair| stated_type(builder, pair));
    let mut stated: Vec<Constant> = stated.filter(|one| known.insert(kind(one))).collect();
    stated.reverse();
    constants.extend(stated);
    let first = first_of_each_name(request);
    let place = |constant: &Constant| first.get(&same_name(&constant.wire)).map(|(at, _)| *at);
    constants.sort_by_cached_key(place);
    constants
}

/// The first header of each name, with its number.
fn first_of_each_name(request: &raw::Request) -> HashMap<String, (usize, &Pair)> {
    let mut first = HashMap::new();
    for (at, pair) in enabled(request).enumerate() {
        first.entry(name_of(pair)).or_insert((at, pair));
    }
    first
}

/// Leaves out what would make every call fail.
fn leave_out_unsendable(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    constants: &mut Vec<Constant>,
) {
    let is_sendable = |constant: &Constant| match &constant.value {
        ConstantValue::Literal(text) => encode::header_value(text).is_some(),
        ConstantValue::Setting(_) => true,
    };
    if constants.iter().all(is_sendable) {
        return;
    }
    let first = first_of_each_name(request);
    for constant in constants.extract_if(.., |constant| !is_sendable(constant)) {
        if let Some((_, pair)) = first.get(&same_name(&constant.wire)) {
            tell_unsendable(builder, pair);
        }
    }
}

/// Tells of a header with a value that no request can carry (RFC 9110 §5.5).
fn tell_unsendable(builder: &mut Builder<'_>, pair: &Pair) {
    builder.diagnostics.warning(
        pair.place,
        "the value of a header holds a line break or other characters that HTTP does not allow; the header is left out",
        "use one line of letters, digits and signs; Postman would not send the request",
    );
}

/// The names that hold a variable to which the collection gives no value that could be known here.
pub(super) fn unnamed(request: &raw::Request) -> Vec<String> {
    let names = enabled(request).filter_map(|pair| pair.key.as_deref());
    let unnamed =
        names.filter(|name| Purpose::of(name) == Purpose::Impossible && name.contains("{{"));
    unnamed.map(str::to_owned).collect()
}

/// The first spelling of each name: case, and blanks around it, are no part of it.
fn spellings<'a>(pairs: impl Iterator<Item = &'a Pair>) -> HashMap<String, &'a str> {
    let mut spellings = HashMap::new();
    for name in pairs.filter_map(|pair| pair.key.as_deref()) {
        spellings.entry(same_name(name)).or_insert(name.trim());
    }
    spellings
}

/// Whether a `Content-Type` of the collection is sent with this body: a form keeps it where it says more than the form
/// itself would, such as a charset, or where the form may well be empty; text keeps a type that is a variable.
fn keeps_type(
    builder: &Builder<'_>,
    request: &raw::Request,
    body: Option<&Body>,
    pair: &Pair,
) -> bool {
    const FORM: &str = "application/x-www-form-urlencoded";
    let text = raw::text_of(&pair.value).unwrap_or_default();
    match body {
        None | Some(Body::File) => true,
        Some(Body::Form {
            multipart: true, ..
        }) => false,
        Some(Body::Form { .. }) => {
            let rest = text.strip_prefix(FORM);
            rest.is_some_and(|rest| rest.starts_with(';') || sends_no_field(request))
        }
        Some(Body::Json { .. } | Body::Text { .. }) => {
            builder.settings.of_value(&text).is_some() || is_open(builder, pair)
        }
    }
}

/// Whether all fields of a form are switched off.
fn sends_no_field(request: &raw::Request) -> bool {
    match request.body.as_ref().map(|body| &body.content) {
        Some(raw::BodyContent::Urlencoded(fields)) => fields.iter().all(|field| field.disabled),
        _ => false,
    }
}

/// Whether a text is a token of HTTP, as names of headers and methods are (RFC 9110 §5.6.2).
pub(super) fn is_token(name: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(allowed)
}

/// The name of a header in the one spelling of all that are the same: case, and blanks around it, are no part of it
/// (RFC 9110 §5.1).
pub(crate) fn same_name(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}

/// The same for the header that an entry is.
fn name_of(pair: &Pair) -> String {
    same_name(pair.key.as_deref().unwrap_or_default())
}

/// A media type that is always sent.
fn stated_type(builder: &Builder<'_>, pair: &Pair) -> Option<Constant> {
    let text = raw::text_of(&pair.value)?;
    let value = match builder.settings.of_value(&text) {
        Some(setting) => ConstantValue::Setting(setting),
        None => {
            let said = said_of(builder, pair).filter(|text| !text.contains('<'));
            ConstantValue::Literal(said?)
        }
    };
    Some(Constant {
        target: ConstantTarget::Header,
        wire: pair.key.as_deref()?.trim().to_owned(),
        value,
        behind: 0,
        prose: pair.description.clone().unwrap_or_default(),
    })
}

/// Whether a header holds a variable to which nothing gives a value: the caller has to.
fn is_open(builder: &Builder<'_>, pair: &Pair) -> bool {
    let text = raw::text_of(&pair.value).unwrap_or_default();
    builder.settings.of_value(&text).is_none() && expand(&text, builder.resolved).contains("{{")
}

/// The media type that a request states for its body, variables replaced.
pub(super) fn stated_content_type(builder: &Builder<'_>, request: &raw::Request) -> Option<String> {
    let is_type = |pair: &&Pair| !pair.disabled && Purpose::of_pair(pair) == Purpose::ContentType;
    let stated = request.headers.iter().rev().find(is_type)?;
    let text = said_of(builder, stated).filter(|text| text != redact::REDACTED)?;
    encode::header_value(&text).is_some().then_some(text)
}

/// What a media type says, variables replaced.
fn said_of(builder: &Builder<'_>, pair: &Pair) -> Option<String> {
    let text = expand(raw::text_of(&pair.value)?.trim(), builder.resolved);
    (!text.is_empty() && !text.contains("{{")).then_some(text)
}

/// Headers that are not sent as the collection has them, noted once for all requests.
#[derive(Default)]
pub(super) struct LeftOut {
    first: Option<Place>,
    /// How often, and in which requests first, by name.
    names: IndexMap<String, usize>,
    requests: Vec<String>,
}

/// More requests than this are not named in the note.
const NAMED: usize = 3;

impl LeftOut {
    fn add(&mut self, pair: &Pair, request: &raw::Request) {
        self.first.get_or_insert(pair.place);
        let name = pair.key.as_deref().unwrap_or_default().trim();
        let known = self
            .names
            .keys()
            .find(|known| known.eq_ignore_ascii_case(name))
            .cloned();
        *self
            .names
            .entry(known.unwrap_or_else(|| name.to_owned()))
            .or_default() += 1;
        let request = format!("`{}`", request.name.trim());
        if self.requests.len() < NAMED && !self.requests.contains(&request) {
            self.requests.push(request);
        }
    }

    /// The note, if there is something to tell.
    pub(super) fn note(&self, diagnostics: &mut Diagnostics) {
        let Some(place) = self.first else { return };
        let count: usize = self.names.values().sum();
        let names: Vec<String> = self
            .names
            .iter()
            .map(|(name, count)| format!("{count} x `{name}`"))
            .collect();
        let (headers, are) = if count == 1 {
            ("header", "is")
        } else {
            ("headers", "are")
        };
        let message = format!(
            "{count} {headers} of the connection, which Postman and the client add by themselves, {are} left out: {}; first in {}",
            names.join(", "),
            self.requests.join(", ")
        );
        diagnostics.note(
            place,
            message,
            "where one matters, send it with `default_header` on the builder, or per call with `.header(…)`",
        );
    }
}
